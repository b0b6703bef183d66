"""The bench of the re-roll policy: what each policy pays for the same takes, counted by hand on token pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from configs import settings as configuration
from configs.settings import Settings
from graphs.rehearsal import RehearsalWorkers
from studio.bench_policy import TAKES, measure_policy
from tests.fakes.plans import shot_plan
from tools.run import takes
from tools.run.folder import RunFolder

FRAMES = 24


def world(spoilt: dict[tuple[str, int], str]):
    """Does jobs; ``spoilt`` says of a shot and an attempt which part shows its fault."""

    class Workers(RehearsalWorkers):
        def _score(self, folder, job):
            slate = takes.read_slate(folder.root / job["take"])
            shows = spoilt.get((slate.plan.shot_id, slate.attempt))
            wrong = shows == "keyframe" or (shows == "clip" and job["part"] == "clip")
            gates = [gate for gate in self.gates if gate.part == job["part"]]
            worst = next(gate.measure for gate in gates if gate.at_most is not None)
            return [
                {**score, "value": 9.0} if wrong and score["measure"] == worst else score
                for score in super()._score(folder, job)
            ]

    workers = Workers(configuration.gates(), durable=False)
    return lambda job: getattr(workers, f"_{job['verb']}")(RunFolder(Path(job["run"])), job)


def shots(count: int):
    return [shot_plan("mara", shot_id=f"ep01/sc001/sh{10 * (at + 1):04d}", frames=FRAMES) for at in range(count)]


def measured(tmp_path, count, spoilt):
    return measure_policy(
        shots(count), tmp_path / "run", settings=Settings(mind="understudy", engine="rehearsal", workers=1),
        answer=world(spoilt), seconds_per_frame=0.5, faults=lambda shot_id, attempt: (shot_id, attempt) in spoilt,
    )  # fmt: skip


def test_without_faults_a_shot_costs_one_take_against_four(tmp_path):
    figures = measured(tmp_path, 2, {})
    assert figures["policy_seconds_ratio"] == pytest.approx((FRAMES + 1) / (TAKES * FRAMES), abs=1e-4)
    assert figures["policy_seconds"] == 0.5 * (FRAMES + 1) and figures["best_of_4_seconds"] == 0.5 * TAKES * FRAMES
    assert figures["policy_pass_rate"] == figures["best_of_4_pass_rate"] == 1.0


def test_a_fault_in_the_keyframe_costs_a_frame_and_one_in_the_clip_a_take(tmp_path):
    first, second = (plan.shot_id for plan in shots(2))
    figures = measured(tmp_path, 2, {(first, 1): "keyframe", (second, 1): "clip"})
    frames = (1 + 1 + FRAMES) + 2 * (1 + FRAMES)
    assert figures["policy_seconds"] == 0.5 * frames / 2 and figures["policy_takes"] == 2.0
    assert figures["policy_spoilt"] == figures["best_of_4_spoilt"] == 0


def test_a_shot_that_never_passes_is_paid_for_and_not_counted(tmp_path):
    bad = shots(2)[0].shot_id
    figures = measured(tmp_path, 2, {(bad, attempt): "clip" for attempt in range(1, TAKES + 1)})
    assert figures["policy_pass_rate"] == figures["best_of_4_pass_rate"] == 0.5
    assert figures["policy_seconds"] == 0.5 * (TAKES + 1) * (FRAMES + 1)
    assert figures["best_of_4_seconds"] == 0.5 * 2 * TAKES * FRAMES
    assert figures["policy_seconds_ratio"] == pytest.approx((TAKES + 1) * (FRAMES + 1) / (2 * TAKES * FRAMES), abs=1e-4)


def test_takes_that_are_there_keep_their_price(tmp_path):
    spoilt = {(shots(1)[0].shot_id, 1): "clip"}
    assert measured(tmp_path, 1, spoilt) == measured(tmp_path, 1, spoilt)
