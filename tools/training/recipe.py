"""How the house scorers are made, step by step, and what each step took: written beside the weights.

recipe.json    steps, seeds, weights, compute, versions and the hash of every model
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args

from film.styles import Style
from tools.training.draws import Split
from tools.training.lessons import Say
from tools.whole import append_line, file_sha256, read_lines, write_json

FILE = "recipe.json"
CPU_LOG = "cpu.jsonl"
"""In the folder of the pictures: CPU seconds of every file."""
STEPS = {"eye": 1000, "detector": 12000, "recogniser": 6500}
"""Lessons in their order, and how many steps each takes."""
FOLDERS = {"eye": "clip", "detector": "faces", "recogniser": "faces"}
Kind = Literal["worlds", "portraits"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SPLITS: tuple[Split, ...] = get_args(Split)
COUNTS: dict[Kind, dict[Split, int]] = {"worlds": {"train": 380, "held": 60}, "portraits": {"train": 30, "held": 14}}
"""Files of each: ten pictures of a world, twelve people's portraits in a block."""


def make_data(
    data: Path, styles: Sequence[Style], *, workers: int = 1, kind: Kind | None = None, split: Split | None = None,
    first: int = 0, last: int | None = None, say: Say = print,
) -> int:  # fmt: skip
    """Make the pictures that are not there yet. Returns how many pictures there are of what was asked for."""
    wanted = [
        (each, part, number)
        for each in KINDS
        for part in SPLITS
        for number in range(first, min(COUNTS[each][part], last if last is not None else COUNTS[each][part]))
        if kind in (None, each) and split in (None, part)
    ]
    one = partial(_make, data, tuple(styles))
    total = 0
    with ProcessPoolExecutor(max(1, workers), multiprocessing.get_context("spawn"), _one_thread) as pool:
        for done, count in enumerate(pool.map(one, wanted), 1):
            total += count
            if done % 20 == 0 or done == len(wanted):
                say(f"data {done}/{len(wanted)} files, {total} pictures")
    return total


def learn(
    lesson: str, data: Path, out: Path, styles: Sequence[Style], *, steps: int, seed: int, say: Say = print
) -> list[float]:
    """Teach one model, note in ``out``/recipe.json how it was done, and return the loss of every step.

    Raises:
        RenderError: pictures are missing or torn, or nothing is learned.
    """
    import torch

    from tools.training import detector, eye, recogniser

    folder = out / FOLDERS[lesson]
    began_s = time.process_time()
    if lesson == "eye":
        losses = eye.train(data, folder, steps=steps, seed=seed, styles=styles, say=say)
    else:
        teacher = detector if lesson == "detector" else recogniser
        losses = teacher.train(data, folder, steps=steps, seed=seed, say=say)
    recent = losses[-50:]
    _note(
        out,
        lesson,
        {
            "steps": steps, "seed": seed, "cpu_s": round(time.process_time() - began_s), "torch": str(torch.__version__),
            "device": "cuda" if torch.cuda.is_available() else "cpu, one thread",
            "last_loss": round(sum(recent) / len(recent), 4),
        },
    )  # fmt: skip
    return losses


def evaluate(data: Path, out: Path, *, seed: int = 1, say: Say = print) -> dict[str, Any]:
    """Measure the models on the held-out split; see ``marks.evaluate``. Notes what they learned from and weigh."""
    from tools.training import marks

    told = marks.evaluate(data, out, seed=seed, say=say)
    _note(out, "data", _data_facts(data))
    _note(out, "files", files_of(out))
    return told


def write_card(out: Path) -> None:
    """``out``/CARD.md from what is written beside the weights."""
    from tools.training.card import card
    from tools.whole import write_whole

    write_whole(out / "CARD.md", card(out).encode("utf-8"))


def read_recipe(out: Path) -> dict[str, Any]:
    """What is noted so far; empty when nothing is."""
    path = out / FILE
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def files_of(out: Path) -> dict[str, dict[str, Any]]:
    """Size and hash of every file that is loaded, by its place in ``out``."""
    paths = sorted(path for folder in {*FOLDERS.values()} for path in (out / folder).glob("*") if path.is_file())
    return {
        path.relative_to(out).as_posix(): {"bytes": path.stat().st_size, "sha256": file_sha256(path)} for path in paths
    }


def _note(out: Path, name: str, facts: dict[str, Any]) -> None:
    write_json(out / FILE, {**read_recipe(out), name: facts})


def _data_facts(data: Path) -> dict[str, Any]:
    """How many pictures and people there are of each split, and the CPU seconds that they took where that was kept."""
    import numpy as np

    from tools.training.pictures import read_encoded
    from tools.training.portraits import read_block

    facts: dict[str, Any] = {}
    for split in SPLITS:
        worlds = sorted((data / "pictures" / split).glob("*.npz"))
        blocks = [read_block(path) for path in sorted((data / "portraits" / split).glob("*.npz"))]
        facts[split] = {
            "worlds": len(worlds), "pictures": sum(len(read_encoded(path)) for path in worlds),
            "portraits": sum(len(block.people) for block in blocks),
            "people": len(np.unique(np.concatenate([block.people for block in blocks]))) if blocks else 0,
        }  # fmt: skip
    spent = [entry["cpu_s"] for entry in read_lines(data / CPU_LOG)]
    facts["cpu_s"] = round(sum(spent)) if spent else None
    return facts


def _make(data: Path, styles: tuple[Style, ...], asked: tuple[Kind, Split, int]) -> int:
    from tools.training.pictures import write_world
    from tools.training.portraits import write_block

    kind, split, number = asked
    began_s = time.process_time()
    count = write_world(data, split, number, styles) if kind == "worlds" else write_block(data, split, number)
    spent_s = time.process_time() - began_s
    append_line(
        data / CPU_LOG, json.dumps({"kind": kind, "split": split, "number": number, "cpu_s": round(spent_s, 2)})
    )
    return count


def _one_thread() -> None:
    import cv2
    import numba

    cv2.setNumThreads(1)
    numba.set_num_threads(1)
