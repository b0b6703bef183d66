"""What it costs to judge a take, beside what it costs to make it."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

from studio.bench_stage import in_a_process


def measure_score_over_take() -> dict[str, float]:
    """``score_over_take``: CPU of scoring a 5 s 1080p take over the CPU of making it (keyframe, clip, encoder), models loaded and plates drawn.

    In a process of its own with one thread. ``score_first_s`` is what loading the models and drawing the plates adds once.
    """
    return in_a_process("score_over_take", 1, module="studio.bench_score_cost")


def score_over_take() -> dict[str, float]:
    """What ``measure_score_over_take`` measures, in this process."""
    from configs.settings import Settings, profile
    from graphs.unit import scorer_options
    from studio.bench_shots import slate_of
    from tools.render.engine import Sources
    from tools.render.stage import StageEngine
    from tools.run.folder import RunFolder
    from tools.score.scorers import Scorers, score_clip, score_keyframe

    slate = slate_of("street", 960, 540)
    plan = slate.plan.model_copy(update={"width": 1920, "height": 1080, "frames": 120})
    slate = slate.model_copy(update={"plan": plan})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sources = Sources(speech=folder, assets=folder, people=folder / "people", plates=folder / "plates")
        scorers = Scorers.model_validate(scorer_options(Settings(), RunFolder(folder)))
        engine = StageEngine(profile(Settings()).encoding)

        def shoot() -> None:
            engine.keyframe(slate, sources, folder)
            engine.clip(slate, sources, folder)

        def score() -> None:
            score_keyframe(plan, folder, sources, scorers)
            score_clip(plan, folder, sources, scorers)

        engine.keyframe(slate, sources, folder)  # kernels and people, once for a film
        shoot_s, first_s, score_s = _cpu_s(shoot), _cpu_s(score), _cpu_s(score)
    return {
        "score_over_take": round(score_s / shoot_s, 4),
        "score_cpu_s": round(score_s, 2),
        "take_cpu_s": round(shoot_s, 2),
        "score_first_s": round(first_s - score_s, 2),
    }


def _cpu_s(work: Callable[[], None]) -> float:
    """CPU seconds of this process and of those it waited for, the encoder among them."""

    def used_s() -> float:
        spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in spent)

    began = used_s()
    work()
    return used_s() - began
