"""What the re-roll policy saves: the film's own shot graph against best-of-4, on the same shots with one take in five spoilt.

    python -m studio.bench_policy [--out DIR] [--shots N]

Sequential takes are judged by their keyframe before the clip is made, and the first that passes stands. Best-of-4 makes
four clips of every shot, judges them as clips, and takes the best. Attempt by attempt both see the same takes: one that
both make is made once and paid for by both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from configs import settings as configuration
from configs.settings import Settings
from crew.minds.understudy import Understudy
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.engine import Abilities
from film.plan import ShotPlan
from film.profile import Profile
from film.verdict import Part, Score, Verdict
from graphs import shot as shot_graph
from graphs.checkpoints import drive, saver
from graphs.unit import Unit, scorer_options
from tools.run import takes
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript
from tools.score.verdict import judge
from tools.whole import write_json

TAKES = 4
"""Of best-of-4, and the most that the sequential policy may make of a shot: neither has more luck than the other."""
ENGINE = "saboteur:any@5"
"""The stage, with a fault in one take of five."""
FILM_SEED = 6011
SHOTS = 10
FRAMES, WIDTH, HEIGHT = 24, 640, 360


class Cost(NamedTuple):
    """What one part of one take cost."""

    frames: int
    cpu_s: float


class Metered:
    """Workers whose jobs are done in this process, one after the other, and paid for.

    Args:
        folder: the run; what was paid is written into it, so that takes that are found again keep their price.
        answer: does one job; the real verbs when none is given.
    """

    def __init__(self, folder: RunFolder, answer: Callable[[dict[str, Any]], Any] | None = None) -> None:
        self._answer = answer or _real
        self._record = folder.root / "costs.json"
        kept = json.loads(self._record.read_text("utf-8")) if self._record.exists() else {}
        self._costs = {name: Cost(*cost) for name, cost in kept.items()}

    def cost(self, kind: Literal["render", "score"], take: str, part: Part) -> Cost:
        """What that was; nothing for what was never done."""
        return self._costs.get(f"{kind} {take} {part}", Cost(0, 0.0))

    async def run(self, job: dict[str, Any], on_event: Callable[[dict[str, Any]], None] = lambda event: None) -> Any:
        await asyncio.sleep(0)
        began = _cpu_s()
        answer = self._answer(job)
        cpu_s = round(_cpu_s() - began, 3)
        match job["verb"]:
            case "keyframe" if answer["rendered"]:
                plan = RunFolder(Path(job["run"])).get(job["plan"], ShotPlan)
                self._pay(f"render takes/{plan.shot_id}/{answer['take']} keyframe", Cost(1, cpu_s))
            case "clip" if answer["rendered"]:
                frames = takes.read_slate(Path(job["run"]) / job["take"]).plan.frames
                self._pay(f"render {job['take']} clip", Cost(frames, cpu_s))
            case "score":
                self._pay(f"score {job['take']} {job['part']}", Cost(0, cpu_s))
        return answer

    def _pay(self, what: str, cost: Cost) -> None:
        self._costs[what] = cost
        write_json(self._record, self._costs)


class Shoot(NamedTuple):
    """What a policy made of all shots."""

    frames: int
    cpu_s: float
    """Of rendering and encoding."""
    scored_cpu_s: float
    """With the scoring that the policy needs."""
    passed: int
    takes: int
    chosen: dict[str, str]
    """Shot id -> the take that stands, relative to the run."""


def measure_policy(
    plans: Sequence[ShotPlan],
    folder: Path,
    *,
    settings: Settings | None = None,
    answer: Callable[[dict[str, Any]], Any] | None = None,
    seconds_per_frame: float | None = None,
    faults: Callable[[str, int], bool] | None = None,
) -> dict[str, float]:
    """Both policies on ``plans``.

    Args:
        plans: shots whose picture needs nothing that is not in the run: no recordings, no stills.
        folder: where the takes are made, and found again if they were.
        settings: engine and scorers; by default the stage with one spoilt take in five, and the house's own scorers.
        answer: does the jobs in place of the real verbs, for tests.
        seconds_per_frame: the price of a frame; the engine's own guess by default.
        faults: (shot id, attempt) -> whether that take was spoilt, to tell what was passed by mistake.

    Returns:
        Keys of bench.json: ``policy_seconds_ratio`` (frames times seconds per frame, for each shot that passed),
        ``policy_cpu_ratio`` (CPU seconds of rendering instead), ``policy_scored_cpu_ratio`` (and of scoring),
        ``policy_pass_rate`` and ``best_of_4_pass_rate``, ``policy_takes`` for a shot, ``policy_seconds`` and
        ``best_of_4_seconds`` for a shot that passed; with ``faults`` the spoilt takes that stand.
    """
    settings = settings or Settings(engine=ENGINE, mind="understudy", workers=1)
    run = RunFolder.create(folder, "policy")
    sequential, best_of, guess = asyncio.run(_measure(plans, run, settings, Metered(run, answer)))
    price = seconds_per_frame or guess
    figures = {
        "policy_seconds_ratio": _each(sequential.frames, sequential) / _each(best_of.frames, best_of),
        "policy_cpu_ratio": _each(sequential.cpu_s, sequential) / max(_each(best_of.cpu_s, best_of), 1e-9),
        "policy_scored_cpu_ratio": _each(sequential.scored_cpu_s, sequential)
        / max(_each(best_of.scored_cpu_s, best_of), 1e-9),
        "policy_pass_rate": sequential.passed / len(plans),
        "best_of_4_pass_rate": best_of.passed / len(plans),
        "policy_takes": sequential.takes / len(plans),
        "policy_seconds": price * _each(sequential.frames, sequential),
        "best_of_4_seconds": price * _each(best_of.frames, best_of),
        "policy_shots": len(plans),
    }
    if faults is not None:
        for name, shoot in (("policy", sequential), ("best_of_4", best_of)):
            figures[f"{name}_spoilt"] = sum(
                faults(shot_id, takes.read_slate(folder / take).attempt) for shot_id, take in shoot.chosen.items()
            )
    return {name: round(value, 4) for name, value in figures.items()}


def _each(amount: float, shoot: Shoot) -> float:
    """For each shot that passed; a policy that passed none paid for one."""
    return amount / max(1, shoot.passed)


async def _measure(
    plans: Sequence[ShotPlan], folder: RunFolder, settings: Settings, workers: Metered
) -> tuple[Shoot, Shoot, float]:
    unit = await _unit(folder, settings, workers)
    sequential = await _shoot_in_sequence(plans, unit, workers)
    return sequential, await _best_of(plans, unit, workers), unit.abilities.seconds_per_frame


async def _shoot_in_sequence(plans: Sequence[ShotPlan], unit: Unit, workers: Metered) -> Shoot:
    """By the graph that films are shot with, one shot after the other."""
    chosen: dict[str, str] = {}
    parts: list[tuple[str, Part]] = []
    passed = made = 0
    async with saver(unit.folder.checkpoints) as checkpointer:
        graph = shot_graph.build(checkpointer)
        for plan in plans:
            asked = shot_graph.asked_hash(plan, FILM_SEED, unit)
            start = {"shot_id": plan.shot_id, "asked": asked, "plan": unit.folder.put(plan), "film_seed": FILM_SEED}
            thread = shot_graph.thread_id(plan.shot_id, asked)
            state = await drive(graph, start, thread, unit, limit=6 * TAKES + 5)
            outcome = state["outcome"]
            chosen[plan.shot_id] = f"takes/{plan.shot_id}/{outcome['take']}"
            passed += not outcome["held"]
            made += state["attempt"]
            for entry in state["tries"]:
                take = f"takes/{plan.shot_id}/{entry['take']}"
                parts.append((take, "keyframe"))
                if entry["part"] == "clip" or take == chosen[plan.shot_id]:
                    parts.append((take, "clip"))
    return _paid(workers, parts, passed, made, chosen)


async def _best_of(plans: Sequence[ShotPlan], unit: Unit, workers: Metered) -> Shoot:
    """Four clips of each shot, judged as clips. Keyframes are made with them and cost it nothing."""
    chosen: dict[str, str] = {}
    passed = 0
    paid: list[tuple[str, Part]] = []
    for plan in plans:
        judged: list[tuple[Verdict, str]] = []
        for attempt in range(1, TAKES + 1):
            seed = shot_graph.take_seed(plan, FILM_SEED, attempt, unit.abilities.engine)
            asked = shot_graph.asked_hash(plan, FILM_SEED, unit)
            made = await unit.job(
                "keyframe", plan=unit.folder.put(plan), asked=asked, attempt=attempt, start=None, seed=seed
            )
            take = f"takes/{plan.shot_id}/{made['take']}"
            await unit.job("clip", take=take, start=None)
            judged.append((await _clip_verdict(unit, take), take))
            paid.append((take, "clip"))
        verdict, take = max(judged, key=lambda entry: (entry[0].status == "pass", entry[0].merit))
        chosen[plan.shot_id] = take
        passed += verdict.status == "pass"
    return _paid(workers, paid, passed, len(paid), chosen)


async def _clip_verdict(unit: Unit, take: str) -> Verdict:
    folder = unit.folder.root / take
    scores = takes.read_scores(folder, "clip", unit.scorers_sha256)
    if scores is None:
        scores = tuple(Score.model_validate(entry) for entry in await unit.job("score", take=take, part="clip"))
        takes.write_scores(folder, "clip", unit.scorers_sha256, scores)
    return judge(scores, unit.gates, unit.profile.required, "clip")


def _paid(workers: Metered, parts: Sequence[tuple[str, Part]], passed: int, made: int, chosen: dict[str, str]) -> Shoot:
    rendered = [workers.cost("render", take, part) for take, part in parts]
    cpu_s = sum(cost.cpu_s for cost in rendered)
    scoring = sum(workers.cost("score", take, part).cpu_s for take, part in parts)
    return Shoot(sum(cost.frames for cost in rendered), cpu_s, cpu_s + scoring, passed, made, chosen)


async def _unit(folder: RunFolder, settings: Settings, workers: Any) -> Unit:
    profile = configuration.profile(settings)
    about = await workers.run(
        {
            "verb": "about", "run": str(folder.root), "engine": settings.engine, "scorers": scorer_options(settings, folder),
            "encoding": profile.encoding.model_dump(mode="json"),
        }
    )  # fmt: skip
    scorers = tuple(name for name in about["scorers"].values() if name)
    return Unit(
        folder=folder,
        settings=settings,
        profile=Profile.model_validate({**profile.model_dump(), "takes": TAKES}),
        gates=configuration.gates(scorers),
        abilities=Abilities.model_validate(about["abilities"]),
        engine_sha256=about["engine_sha256"],
        scorers_sha256=about["scorers_sha256"],
        scorers=scorers,
        mind=Understudy(),
        transcript=Transcript(folder.transcript, owner=True),
        vocabulary=Vocabulary.model_validate(configuration.read_yaml("vocabulary.yaml")),
        note_words=NoteWords.model_validate(configuration.read_yaml("notes.yaml")),
        workers=workers,
        emit=lambda kind, **facts: None,
    )


def _real(job: dict[str, Any]) -> Any:
    from graphs import jobs

    return jobs.do(job, lambda message: None)


def _cpu_s() -> float:
    """Of this process and of every encoder that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def bench_plans(count: int = SHOTS) -> tuple[ShotPlan, ...]:
    """The first shots of the bench's worlds: nothing was trained or calibrated on them, and nobody speaks in them."""
    from studio.bench_worlds import world_shots

    size = {"width": WIDTH, "height": HEIGHT, "render_width": WIDTH, "render_height": HEIGHT}
    return tuple(plan.model_copy(update={**size, "frames": min(FRAMES, plan.frames)}) for plan in world_shots()[:count])


def measure_policies(folder: Path | None = None, shots: int = SHOTS) -> dict[str, float]:
    """The policy's keys of bench.json.

    Args:
        folder: keeps the takes; a temporary one is deleted afterwards.
    """
    from tools.render.sabotage.saboteur import is_planted

    every = int(ENGINE.partition("@")[2])
    with tempfile.TemporaryDirectory() as temporary:
        return measure_policy(
            bench_plans(shots),
            folder or Path(temporary) / "policy",
            faults=lambda shot_id, attempt: is_planted(shot_id, attempt, every),
        )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m studio.bench_policy", description=__doc__)
    parser.add_argument("--out", type=Path, help="where the takes are kept; a run that is there goes on")
    parser.add_argument("--shots", type=int, default=SHOTS)
    asked = parser.parse_args(arguments)
    print(json.dumps(measure_policies(asked.out, asked.shots), indent=1, sort_keys=True))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
