"""What ``make bench`` measures of the stage: frames a second, alone and beside the encoder, and how soon it starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
SIZES = {"540p": (960, 540), "1080p": (1920, 1080)}
DELIVERED = (1920, 1080)
FRAMES, THREADS = 6, 2
CLIP_FRAMES = 36


def measure_stage() -> dict[str, float]:
    """Each part in a process of its own; the order of threads and caches of one cannot help another."""
    figures: dict[str, float] = {}
    for part, threads in (("frame_figures", THREADS), ("clip_figures", THREADS), ("people_and_style_figures", 1)):
        figures.update(in_a_process(part, threads))
    figures["stage_over_encoder"] = round(figures["stage_clip_fps"] / figures["encoder_fps"], 3)
    return figures | {"stage_warm_s": measure_warm_start()}


def measure_warm_start() -> float:
    """Seconds from the start of a process to its first frame, kernels compiled and people built: the best of three."""
    took_s = []
    with tempfile.TemporaryDirectory() as people:
        command = [sys.executable, "-c", "import sys, studio.bench_stage as b; b.first_frame(sys.argv[1])", people]
        for _ in range(4):
            began = time.perf_counter()
            subprocess.run(command, cwd=HOUSE, check=True, capture_output=True)
            took_s.append(time.perf_counter() - began)
    return round(min(took_s[1:]), 2)


def first_frame(people: str) -> None:
    """The first frame that a fresh process shows, a close shot in a room; `people` is the folder of built people."""
    from studio.bench_shots import slate_of
    from tools.stage.shot import ShotScene

    ShotScene(slate_of("room", 640, 360), Path(people), people=Path(people)).frame(0)


def frame_figures() -> dict[str, float]:
    """``stage_fps.KIND.SIZE`` with two threads, and the CPU that a frame costs in ``stage_cpu_ms.KIND.SIZE``."""
    from studio.bench_shots import KINDS, slate_of
    from tools.stage.renderer import upscale
    from tools.stage.shot import ShotScene

    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for kind in KINDS:
            for name, size in SIZES.items():
                scene = ShotScene(slate_of(kind, *size), Path(scratch), threads=THREADS)
                scene.frame(0)
                took_s, cpu_s = [], []
                for index in range(1, FRAMES + 1):
                    began, used = time.perf_counter(), time.process_time()
                    upscale(scene.frame(index).rgb, *DELIVERED)
                    took_s.append(time.perf_counter() - began)
                    cpu_s.append(time.process_time() - used)
                figures[f"stage_fps.{kind}.{name}"] = round(1 / min(took_s), 2)
                figures[f"stage_cpu_ms.{kind}.{name}"] = round(1000 * min(cpu_s), 1)
    return figures


def clip_figures() -> dict[str, float]:
    """``encoder_fps`` of the encoder alone, and ``stage_clip_fps`` of the engine with the encoder running, at 1080p."""
    from film.profile import Encoding
    from studio.bench_shots import slate_of
    from tools.cut.encode import ClipWriter
    from tools.render.engine import Sources
    from tools.render.stage import StageEngine
    from tools.stage.renderer import upscale
    from tools.stage.shot import ShotScene

    encoding, (width, height) = Encoding(crf=20), DELIVERED
    slate = slate_of("street", *SIZES["540p"])
    plan = slate.plan.model_copy(update={"width": width, "height": height, "frames": CLIP_FRAMES})
    slate = slate.model_copy(update={"plan": plan})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        scene = ShotScene(slate, folder, threads=THREADS)
        pictures = [upscale(scene.frame(index).rgb, width, height) for index in range(FRAMES)]
        repeats = 6
        began = time.perf_counter()
        with ClipWriter(folder / "e.mp4", size=DELIVERED, fps=24, encoding=encoding) as clip:
            for _ in range(repeats):
                for picture in pictures:
                    clip.write(picture)
        encoder_fps = repeats * len(pictures) / (time.perf_counter() - began)
        engine = StageEngine(encoding, threads=THREADS)
        began = time.perf_counter()
        engine.clip(slate, Sources(assets=folder, speech=folder), folder)
        return {
            "encoder_fps": round(encoder_fps, 2),
            "stage_clip_fps": round(CLIP_FRAMES / (time.perf_counter() - began), 2),
        }


def people_and_style_figures() -> dict[str, float]:
    """``character_build_s``, and ``style_cpu_s.STYLE`` on top of a 720p frame."""
    from configs.style_files import built_in_styles
    from studio.bench_people import character_build_s
    from tools.stage.styles.cost import style_cpu_s

    costs = style_cpu_s([style.treatment for style in built_in_styles()], repeats=3)
    return {
        "character_build_s": round(character_build_s(), 2),
        **{f"style_cpu_s.{name}": round(cost, 3) for name, cost in costs.items()},
    }


def in_a_process(part: str, threads: int, module: str = "studio.bench_stage") -> dict[str, Any]:
    """What the function ``part`` of a bench's module returns, called in a fresh process of so many threads."""
    environment = {**os.environ, "NUMBA_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    code = f"import json, {module} as b; print(json.dumps(b.{part}()))"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=HOUSE, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout.splitlines()[-1])
