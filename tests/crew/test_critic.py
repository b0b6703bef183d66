"""The Critic: a remedy for each measure, another seed at first, another plan after three, and never a pass."""

from __future__ import annotations

import pytest

from crew.critic import diagnose, miss
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.edits import edit_all
from film.plan import ShotPlan, plan_shot
from film.profile import Profile
from film.verdict import Finding, Verdict
from tests.crew.pages import STAGE, planned


@pytest.fixture(scope="module")
def plan() -> ShotPlan:
    series = planned(
        "INT. ROOM - DAY\n\nANNA\nHello, Ben, I waited.\n\nBEN\nI know. I saw you there.\n\nANNA\nYou saw me?"
    )
    shot = next(shot for _, _, shot in series.walk() if shot.kind == "over_shoulder")
    return plan_shot(series, shot.id, Profile(name="test", height=180, render_height=180))


def verdict(measure: str, value: float = 0.0, why: str = "") -> Verdict:
    failed = Finding(measure=measure, status="fail", value=value, at_least=0.5, required=True, why=why)
    return Verdict(part="clip", status="fail", findings=(failed,))


def remedy(plan, measure="cast_seen", attempt=3, left=2, why="", mind=None, transcript=None):
    return diagnose(
        mind or Understudy(),
        plan,
        verdict(measure, why=why),
        attempt,
        left,
        STAGE,
        {} if transcript is None else transcript,
    )


@pytest.mark.parametrize("measure", ["cast_seen", "frozen", "blur", "flicker", "never_heard_of"])
def test_bad_luck_first_then_the_plan_changes(plan, measure):
    assert remedy(plan, measure, attempt=1).kind == "seed" and remedy(plan, measure, attempt=2).edits == ()
    for attempt in (3, 4, 5):
        found = remedy(plan, measure, attempt)
        assert found.kind not in ("seed", "hold") and edit_all(plan, found.edits) != plan
        plan = edit_all(plan, found.edits)


@pytest.mark.parametrize(
    ("measure", "why", "kind", "path"),
    [
        ("black", "", "light", "state.light.exposure_stops"),
        ("blown", "", "light", "state.light.exposure_stops"),
        (
            "light_match",
            "0.1 is under 0.3: luma 0.1, luma_from 0.2, luma_to 0.4",
            "light",
            "state.light.exposure_stops",
        ),
        ("light_match", "luma 0.3, luma_from 0.2, luma_to 0.4", "light", "state.light.key_stops"),
        ("frozen", "", "motion", "state.camera.move.kind"),
        ("cast_unobstructed", "", "framing", "state.camera.over"),
        ("cast_size", "", "framing", "state.camera.size"),
        ("head_room", "", "framing", "state.camera.size"),
    ],
)
def test_each_fault_has_its_remedy(plan, measure, why, kind, path):
    found = remedy(plan, measure, why=why)
    assert found.kind == kind and path in [edit.path for edit in found.edits]
    assert measure in found.reason


def test_dark_is_lifted_and_bright_is_lowered_at_once(plan):
    dark, bright = remedy(plan, "black", attempt=1), remedy(plan, "blown", attempt=1)
    assert dark.edits[0].value == 0.8 and bright.edits[0].value == -0.8


def test_without_takes_the_shot_is_held(plan):
    assert remedy(plan, left=0).kind == "hold"


def test_a_model_must_change_the_plan_after_three_and_only_its_look(plan):
    seed = {"kind": "seed", "reason": "again"}
    words = {"kind": "framing", "edits": [{"path": "brief", "value": "x"}], "reason": "words"}
    good = {"kind": "framing", "edits": [{"path": "state.camera.size", "value": "close"}], "reason": "closer"}
    mind = ScriptedMind(seed, words, good)
    assert remedy(plan, mind=mind).reason == "closer"
    assert (
        "another seed is not enough" in mind.history[1].prompt and "brief may not be edited" in mind.history[2].prompt
    )


@pytest.mark.parametrize(
    "edit",
    [
        {"path": "state.camera.size", "value": "enormous"},
        {"path": "state.camera.side", "value": "right"},
        {"path": "state.camera.nothing", "value": 1},
        {"path": "state.camera.focal_mm", "value": 4000},
        {"path": "state.camera.over", "value": "zoe"},
        {"path": "frames", "op": "adjust", "value": 10},
    ],
    ids=lambda edit: edit["path"],
)
def test_an_illegal_edit_ends_with_the_understudy(plan, edit):
    wrong = {"kind": "framing", "edits": [edit], "reason": "r"}
    transcript = {}
    found = remedy(plan, mind=ScriptedMind(wrong, wrong, wrong), transcript=transcript)
    (decision,) = transcript.values()
    assert decision.flags == ("understudy_stood_in",) and edit_all(plan, found.edits) != plan


def test_an_engine_without_the_move_refuses_it(plan):
    wrong = {"kind": "motion", "edits": [{"path": "state.camera.move.kind", "value": "orbit"}], "reason": "r"}
    only = STAGE.model_copy(update={"moves": ("lock_off", "pan")})
    mind = ScriptedMind(wrong, wrong, wrong)
    found = diagnose(mind, plan, verdict("frozen"), 3, 2, only, {})
    assert "cannot make the move orbit" in mind.history[1].prompt
    assert edit_all(plan, found.edits).state.camera.move.kind in only.moves


def test_how_far_a_value_misses_its_bound():
    assert miss(Finding(measure="m", status="fail", value=0.25, at_least=0.5)) == pytest.approx(0.5)
    assert miss(Finding(measure="m", status="fail", value=0.9, at_most=0.6)) == pytest.approx(0.5)
    assert miss(Finding(measure="m", status="unknown")) == 0.0
