"""How good the house scorers are on what they never saw: other worlds, other people, sentences put together otherwise.

Every figure goes through the code that judges takes: the CLIP folder through ``clip_model.load_eye``, the face pack
through ``face_reading.open_reader``.

    marks.json    the figures, beside the weights, with the stage that they hold for
"""

from __future__ import annotations

import json
import random
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from film.errors import RenderError, SetupError
from film.plan import ShotPlan
from tools.score.clip.model import Eye, load_eye
from tools.score.clip.statement import alternatives, statement_of
from tools.training import captions
from tools.training.draws import WIDTH
from tools.training.face_marks import SCORED_WIDTH, face_marks
from tools.training.lessons import Say
from tools.training.pictures import read_world
from tools.whole import write_json

FILE = "marks.json"
CHOICES = 64
"""Captions that a picture's own must stand out from."""
DRAWS = 50
"""Times that so many are drawn."""
CLEAR_FACTS = ("place", "time", "size", "count", "style")
OTHERS_A_FACT = 4
"""Of the alternatives to a fact, how many are tried on each picture."""
HELD = captions.TOLD["held"]


def evaluate(data: Path, house: Path, *, seed: int = 1, say: Say = print) -> dict[str, Any]:
    """Measure the models in ``house``/clip and ``house``/faces on the held-out split and write ``house``/marks.json.

    Returns what was written. A model that is not there is left out.

    Raises:
        SetupError: a model does not load.
        RenderError: held-out data is missing or torn.
    """
    from tools.training.staleness import probe

    told: dict[str, Any] = {"stage": probe()}
    if (house / "clip" / "open_clip_config.json").exists():
        told["clip"] = clip_marks(data, house / "clip", seed=seed)
        say(f"clip: {json.dumps(told['clip'])}")
    if (house / "faces").exists():
        told["faces"] = face_marks(data, house / "faces", seed=seed)
        say(f"faces: {json.dumps(told['faces'])}")
    write_json(house / FILE, told)
    return told


def house_marks(house: Path) -> dict[str, float]:
    """The bench's figures: ``house.clip_top1``, ``house.face_eer``, ``house.face_recall`` of ``house``/marks.json.

    Raises:
        SetupError: it is not there or lacks one of them.
    """
    try:
        told = json.loads((house / FILE).read_text("utf-8"))
        return {
            "house.clip_top1": told["clip"]["clip_top1"],
            "house.face_eer": told["faces"]["face_eer"],
            "house.face_recall": told["faces"]["face_recall"],
        }
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"{house / FILE} has no whole marks ({error}); run: python -m tools.training evaluate"
        ) from error


def clip_marks(data: Path, folder: Path, *, seed: int) -> dict[str, Any]:
    """Top-1 of 64 distinct captions, and how often the truth beats the same with one fact false.

    ``pairwise_FACT`` puts any other value in the fact's place and words it in any way; ``pairwise_FACT_clear`` takes
    those that the gates take (``statement.alternatives``), which leaves out neighbouring sizes and hours.
    All sentences are put together as none of the training's was.
    """
    eye = load_eye(str(folder))
    pictures, plans, worlds = held_pictures(data)
    seen = np.stack([eye.picture(picture) for picture in pictures])
    draw = random.Random(f"marks|clip|{seed}")
    told: dict[str, Any] = {"pictures": len(plans), "worlds": len(set(worlds)), "choices": CHOICES}
    right = top1(eye, seen, plans, draw)
    told["clip_top1"], told["clip_top1_worst_draw"] = round(float(np.mean(right)), 4), round(min(right), 4)
    for fact in captions.FACTS:
        told[f"pairwise_{fact}"] = _share(_told_apart(eye, seen, plans, fact, draw))
    for fact in CLEAR_FACTS:
        told[f"pairwise_{fact}_clear"] = _share(_told_clearly_apart(eye, seen, plans, fact, draw))
    return told


def top1(eye: Eye, seen: np.ndarray, plans: Sequence[ShotPlan], draw: random.Random) -> list[float]:
    """Of every draw of 64 pictures with distinct truths, the share whose own caption is the nearest of the 64."""
    names = [truth_of(plan) for plan in plans]
    shares = []
    for _ in range(DRAWS):
        chosen = distinct(names, CHOICES, draw)
        words = np.stack([eye.text(captions.caption(plans[at], draw, "held")) for at in chosen])
        shares.append(float((np.argmax(seen[chosen] @ words.T, axis=1) == np.arange(len(chosen))).mean()))
    return shares


def truth_of(plan: ShotPlan) -> Hashable:
    """What a caption can say of a plan: equal ones cannot be told apart by any wording."""
    return statement_of(plan)


def distinct(names: Sequence[Hashable], count: int, draw: random.Random) -> list[int]:
    """``count`` numbers of pictures, no two of which have the same name; fewer where there are fewer names."""
    taken: dict[Hashable, int] = {}
    for at in draw.sample(range(len(names)), len(names)):
        taken.setdefault(names[at], at)
        if len(taken) == count:
            break
    return list(taken.values())


def held_pictures(data: Path) -> tuple[np.ndarray, list[ShotPlan], list[str]]:
    """Held-out pictures at the width that takes are judged by, their plans, and which world each is of.

    Raises:
        RenderError: there are none, or a file is torn.
    """
    import cv2

    pictures, plans, worlds = [], [], []
    for path in sorted((data / "pictures" / "held").glob("*.npz")):
        for picture in read_world(path):
            height = round(SCORED_WIDTH * picture.rgb.shape[0] / WIDTH)
            pictures.append(cv2.resize(picture.rgb, (SCORED_WIDTH, height), interpolation=cv2.INTER_AREA))
            plans.append(picture.plan)
            worlds.append(path.stem)
    if not plans:
        raise RenderError(f"{data / 'pictures' / 'held'} holds no pictures; make them: python -m tools.training data")
    return np.stack(pictures), plans, worlds


def _told_apart(
    eye: Eye, seen: np.ndarray, plans: Sequence[ShotPlan], fact: str, draw: random.Random
) -> Iterator[bool]:
    for plan, picture in zip(plans, seen, strict=True):
        true = captions.statement(plan, draw)
        pattern = draw.choice(HELD) if fact not in ("count", "people") else HELD[-1]
        false = captions.falsified(true, plan, fact, draw)
        if false.told(pattern) != true.told(pattern):
            yield float(picture @ eye.text(true.told(pattern))) > float(picture @ eye.text(false.told(pattern)))


def _told_clearly_apart(
    eye: Eye, seen: np.ndarray, plans: Sequence[ShotPlan], fact: Any, draw: random.Random
) -> Iterator[bool]:
    for plan, picture in zip(plans, seen, strict=True):
        true = float(picture @ eye.text(statement_of(plan).told(HELD[-1])))
        others = alternatives(plan, fact)
        for false in draw.sample(others, min(OTHERS_A_FACT, len(others))):
            yield true > float(picture @ eye.text(false.told(HELD[-1])))


def _share(answers: Iterator[bool]) -> float:
    return round(float(np.mean([*answers])), 4)
