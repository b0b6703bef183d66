"""``make bench``: every figure the documentation gives, measured in one run on this machine.

Writes runs/bench/bench.json (flat keys) and docs/BENCH.md. Speeds are the best of a few repeats,
because other work on the machine can only slow them; walls of whole films are single runs.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
EXAMPLE = HOUSE / "examples" / "the_last_lamp.fountain"
SIZES = ("540p", "1080p")
SHOT_COUNTS = (90, 180, 360, 720)

WHAT = {
    "stage_fps": "frames a second of the stage on two threads, scaled to 1080p, best of six; beside it the CPU ms of a frame",
    "stage_clip_fps": "frames a second of the stage at 540p with the encoder running at 1080p, two threads, start included",
    "stage_over_encoder": "the same over the encoder's own speed in the same run",
    "stage_warm_s": "process start to the first frame, kernels compiled and people built, best of three",
    "character_build_s": "building one person from words, nothing cached",
    "style_cpu_s": "CPU s that a style adds to a 720p frame, one thread, best of three",
    "encoder_fps": "frames a second of the encoder alone on the same 1080p street frames (default profile)",
    "film_wall_over_length": "wall time of `filmcrew make` over the film's length, default profile, kernels compiled",
    "film_wall_over_length_draft": "the same with the draft profile",
    "peak_pss_mb": "largest proportional memory of the whole process tree during the default film, MB",
    "ms_per_shot_step": "orchestration per step of a shot, pictures left out, best of four films",
    "checkpoint_kb_per_take": "checkpoint file per take before finished threads are pruned, KB",
    "film_shots": "shots of the example film in that profile",
    "film_rerolls": "takes beyond each shot's first",
    "film_held": "shots that no take of passed",
    "help_s": "`filmcrew --help`",
    "change_total": "generated changes, each made on a finished film (`.stage`: with the real renderer)",
    "change_exact": "of these, takes shot again were exactly those whose plan differs, no other byte changed, and going back "
    "gave the first film's sha256",
    "notes_total": "notes in the table, English and Hindi, by many hands",
    "notes_understood": "of these, understood by the understudy (no model)",
    "notes_wrong": "of these, applied otherwise than meant instead of asking",
    "undo_s": "from undo to the old film in `out/`, the two-episode example in draft at 180 lines",
    "regrade_s": "one episode of it made darker: note to film",
    "change_first_still_s": "a scene framed closer on the example, default profile: note to the first still",
    "change_stills_s": "the same, to the last still of the preview",
    "change_wall_over_render": "yes to film, over the render time of the touched shots on two workers",
    "fuzz_films": "whole films on minds and servers that answer nonsense, break or die",
    "fuzz_failures": "of these, not finished, hung, or with a record that does not hold",
    "question_overhead_ms": "crew time a question beside a bare client's wait for the same server, best of three",
    "questions_per_scene": "asked of a mind that answers rightly, cast and places shared out over 20 scenes",
    "saboteur_caught": "planted faults whose take a gate failed, as a share (docs/SCORES.md has the table)",
    "saboteur_caught_by_fault_alone": "the same, counting only gates that pass the same take without its fault",
    "saboteur_false_alarm": "good takes that a gate failed, as a share",
    "saboteur_unknown": "takes that no gate failed and a required measure is missing of, as a share",
    "saboteur_planted_takes": "takes with a fault",
    "saboteur_clean_takes": "good takes without one, good by the engine's own masks",
    "saboteur_rerolls": "takes without a fault that are no good by their own masks: rightly shot again, counted in neither share",
    "saboteur_refused": "takes that were dealt a fault which would not show in them: not made",
    "saboteur_shots": "shots that faults were planted into",
    "score_over_take": "CPU of scoring a 5 s 1080p take over the CPU of making it, models loaded and plates drawn",
    "score_cpu_s": "CPU s of scoring it",
    "take_cpu_s": "CPU s of making it: keyframe, clip, encoder",
    "score_first_s": "CPU s that loading the scorers and drawing the plates adds once",
    "jit_cold_s": "compiling every kernel into an empty cache, once for a machine",
}


def main(arguments: list[str]) -> int:
    """Measure all, or only the groups named (start, graph, stage, film, change, minds, scores)."""
    groups = {
        "start": measure_start, "graph": measure_graph, "stage": measure_stage, "film": measure_film,
        "change": measure_change, "minds": measure_minds, "scores": measure_scores,
    }  # fmt: skip
    chosen = arguments or list(groups)
    folder = HOUSE / "runs" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bench.json"
    figures: dict[str, float] = json.loads(path.read_text("utf-8")) if path.exists() and arguments else {}
    for name in chosen:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        figures.update(groups[name]())
        path.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
    (HOUSE / "docs" / "BENCH.md").write_text(table(figures), "utf-8")
    print(json.dumps(figures, indent=1, sort_keys=True))
    return 0


def measure_start() -> dict[str, float]:
    command = [sys.executable, "-m", "studio.cli", "--help"]
    help_s = min(_seconds(command) for _ in range(3))
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "NUMBA_CACHE_DIR": cache, "NUMBA_NUM_THREADS": "1"}
        cold_s = _seconds([sys.executable, "-m", "tools.stage.warm"], environment)
    return {"help_s": round(help_s, 3), "jit_cold_s": round(cold_s, 1)}


def measure_stage() -> dict[str, float]:
    """Frames a second of the stage, beside the encoder, its start, its people and its styles."""
    from studio import bench_stage

    return bench_stage.measure_stage()


def measure_film() -> dict[str, float]:
    figures: dict[str, float] = {}
    for profile, key in (("draft", "film_wall_over_length_draft"), ("default", "film_wall_over_length")):
        with tempfile.TemporaryDirectory() as runs:
            command = [
                sys.executable, "-m", "studio.cli", "make", str(EXAMPLE), "--runs", runs, "--profile", profile,
                "--mind", "understudy", "--json",
            ]  # fmt: skip
            process = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True)
            memory = _MemoryWatch(process.pid)
            answer, _ = process.communicate()
            peak_mb = memory.stop()
            report = json.loads(answer)
        length_s = sum(episode["seconds"] for episode in report["episodes"])
        figures[key] = round(report["wall_s"] / length_s, 2)
        figures[f"film_rerolls.{profile}"] = report["rerolls"]
        figures[f"film_shots.{profile}"] = report["shots"]
        figures[f"film_held.{profile}"] = report["held"]
        figures["peak_pss_mb"] = round(max(peak_mb, figures.get("peak_pss_mb", 0.0)), 1)
    return figures


def measure_graph() -> dict[str, float]:
    """Shots without pictures: what LangGraph and our own nodes cost."""
    from studio.bench_shots import rehearse

    figures: dict[str, float] = {}
    for count in SHOT_COUNTS:
        folder = Path(tempfile.mkdtemp())
        try:
            took_s, steps, kb = asyncio.run(rehearse(folder, count))
        finally:
            shutil.rmtree(folder)
        figures[f"checkpoint_kb_per_take.{count}"] = round(kb / count, 2)
        ms_per_step = round(1000 * took_s / steps, 2)
        figures["ms_per_shot_step"] = min(ms_per_step, figures.get("ms_per_shot_step", ms_per_step))
    return figures


def measure_change() -> dict[str, float]:
    """Changing a film by talking: exactness, notes understood, undo, and the way from a note to the new film."""
    from studio.bench_change import measure_changes, measure_one_scene, measure_undo
    from studio.bench_notes import measure_notes

    return {**measure_changes(), **measure_notes(), **measure_undo(), **measure_one_scene()}


def measure_minds() -> dict[str, float]:
    """What minds that break cost a film, and what the crew adds to a mind's own time."""
    from studio import bench_minds

    return bench_minds.measure_minds()


def measure_scores() -> dict[str, float]:
    """What the gates catch of planted faults, how many good takes they fail, and what judging a take costs."""
    from studio.bench_saboteur import measure_saboteur
    from studio.bench_score_cost import measure_score_over_take

    return measure_saboteur() | measure_score_over_take()


def table(figures: dict[str, float]) -> str:
    """docs/BENCH.md: what each figure is, with date, machine and command."""
    today = datetime.date.today().isoformat()
    lines = [
        "# Figures",
        "",
        f"`make bench`, {today}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}. "
        "Groups may have been measured one by one (`python -m studio.bench GROUP`). "
        "Compare ratios within one run, not seconds between machines.",
        "",
    ]
    kinds = sorted({key.split(".")[1] for key in figures if key.startswith("stage_fps.")})
    if kinds:
        lines += [
            f"`stage_fps`: {WHAT['stage_fps']}.",
            "",
            f"| shot | {' | '.join(SIZES)} |",
            "|---|" + "---|" * len(SIZES),
        ]
        for kind in kinds:
            cells = [
                f"{figures.get(f'stage_fps.{kind}.{size}', '-')} ({figures.get(f'stage_cpu_ms.{kind}.{size}', '-')} ms)"
                for size in SIZES
            ]
            lines.append(f"| {kind} | {' | '.join(cells)} |")
        lines.append("")
    lines += ["| figure | value | what it is |", "|---|---|---|"]
    for key in sorted(figures):
        if not key.startswith(("stage_fps.", "stage_cpu_ms.")):
            lines.append(f"| `{key}` | {figures[key]} | {WHAT.get(key.split('.')[0], '')} |")
    return "\n".join(lines) + "\n"


class _MemoryWatch:
    """Samples the proportional memory (PSS) of a process and all its descendants until stopped."""

    def __init__(self, root: int) -> None:
        self._root, self._peak_mb, self._over = root, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self._peak_mb

    def _watch(self) -> None:
        import psutil

        while not self._over.wait(0.5):
            total = 0
            try:
                tree = [psutil.Process(self._root), *psutil.Process(self._root).children(recursive=True)]
            except psutil.Error:
                return
            for process in tree:
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, AttributeError):
                    continue
            self._peak_mb = max(self._peak_mb, total / 1e6)


def _seconds(command: list[str], environment: dict[str, str] | None = None) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=HOUSE, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
