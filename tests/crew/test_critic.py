"""The Critic: a remedy for each fault, another seed at first, another plan when seeds will not do, and never a pass."""

from __future__ import annotations

import pytest

from configs.settings import published_gates
from crew.critic import Evidence, diagnose, failure_of, miss
from crew.faults import FAULTS, OF_MEASURE, fault_of
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.understudy.diagnosing import LADDERS
from film.edits import edit_all
from film.engine import Abilities
from film.plan import Mouthing, ShotPlan, plan_shot
from film.profile import Profile
from film.series import Doing
from film.verdict import Finding, Verdict
from tests.crew.pages import STAGE, planned

READER = Abilities(engine="diffusers:sdxl+svd", prompt_tokens=77, tunes=("emphasis", "identity_strength", "length"))
SAID = {
    "size": "a close-up",
    "place": "a harbour",
    "time": "at night",
    "count": "two people",
    "people": "a woman in red",
    "style": "oil painting",
}
STILL = "5" * 64


@pytest.fixture(scope="module")
def plan() -> ShotPlan:
    series = planned(
        "INT. ROOM - DAY\n\nANNA\nHello, Ben, I waited.\n\nBEN\nI know. I saw you there.\n\nANNA\nYou saw me?"
    )
    shot = next(shot for _, _, shot in series.walk() if shot.kind == "over_shoulder")
    return plan_shot(series, shot.id, Profile(name="test", height=180, render_height=180))


def verdict(measure: str, value: float | None = 0.0, why: str = "", part="clip") -> Verdict:
    failed = Finding(measure=measure, status="fail", value=value, at_least=0.5, required=True, why=why)
    return Verdict(part=part, status="fail", findings=(failed,))


def remedy(
    plan, measure="cast_recall", attempt=3, left=2, why="", mind=None, transcript=None, engine=STAGE, **evidence
):
    """The remedy after ``attempt`` takes that all failed alike."""
    failed = verdict(measure, why=why)
    earlier = [
        {**failure_of(plan, failed, number, evidence.get("recorded")), "remedy": "seed", "edits": []}
        for number in range(1, attempt)
    ]
    return diagnose(
        mind or Understudy(), plan, failed, attempt, left, engine, {} if transcript is None else transcript,
        history=earlier, evidence=Evidence(**{"said": SAID, **evidence}),
    )  # fmt: skip


def paths(found) -> list[str]:
    return [edit.path for edit in found.edits]


def test_every_gate_tells_of_a_fault_and_every_fault_has_a_ladder():
    unknown = {gate.measure for gate in published_gates()} - set(OF_MEASURE)
    assert not unknown, f"gates whose failure nobody knows how to mend: {sorted(unknown)}"
    assert set(LADDERS) == set(FAULTS) and all(LADDERS.values())


@pytest.mark.parametrize("measure", ["clip_place", "face_identity", "flicker", "screen_side", "never_heard_of"])
def test_bad_luck_first_then_the_plan_changes(plan, measure):
    history, values = [], (0.1, 0.4, 0.2, 0.3, 0.25, 0.15)
    for attempt, value in enumerate(values, start=1):
        failed = verdict(measure, value)
        found = diagnose(
            Understudy(), plan, failed, attempt, 9 - attempt, STAGE, {}, history=history, evidence=Evidence(said=SAID)
        )
        changed = edit_all(plan, found.edits)
        if attempt < 3:
            assert found.kind == "seed" and changed == plan
        else:
            assert found.kind not in ("seed", "hold") and changed != plan, f"take {attempt}"
        history.append({**failure_of(plan, failed, attempt), "remedy": found.kind, "edits": paths(found)})
        plan = changed
    assert len({entry["plan"] for entry in history}) == len(values) - 2, "no plan that failed is shot again"


def test_two_takes_that_fail_alike_and_far_off_are_not_bad_luck(plan):
    far = [{**failure_of(plan, verdict("clip_time", 0.1), 1), "remedy": "seed", "edits": []}]
    assert diagnose(Understudy(), plan, verdict("clip_time", 0.11), 2, 3, STAGE, {}, history=far).kind != "seed"
    near = [{**failure_of(plan, verdict("clip_time", 0.47), 1), "remedy": "seed", "edits": []}]
    assert diagnose(Understudy(), plan, verdict("clip_time", 0.48), 2, 3, STAGE, {}, history=near).kind == "seed"


@pytest.mark.parametrize(
    ("measure", "why", "kind", "path"),
    [
        ("black", "", "light", "state.light.exposure_stops"),
        ("blown", "", "light", "state.light.exposure_stops"),
        ("light_match", "luma 0.1, luma_from 0.2, luma_to 0.4", "light", "state.light.exposure_stops"),
        ("light_match", "luma 0.3, luma_from 0.2, luma_to 0.4", "light", "state.light.key_stops"),
        ("clip_time", "", "light", "state.light.exposure_stops"),
        ("frozen", "", "motion", "state.camera.move.kind"),
        ("dynamic", "", "motion", "state.camera.move.kind"),
        ("clip_size", "", "framing", "state.camera.over"),
        ("clip_place", "", "framing", "state.camera.size"),
        ("clip_count", "", "framing", "state.camera.size"),
        ("cast_recall", "", "framing", "state.camera.size"),
        ("cast_precision", "", "framing", "state.camera.size"),
        ("face_coverage", "", "framing", "state.camera.size"),
        ("face_identity", "", "framing", "state.camera.size"),
        ("clip_wardrobe", "", "framing", "state.camera.size"),
        ("screen_side", "", "framing", "state.camera.swing_deg"),
    ],
)
def test_each_fault_has_its_remedy_on_the_stage(plan, measure, why, kind, path):
    found = remedy(plan, measure, why=why)
    assert found.kind == kind and path in paths(found)
    assert measure in found.reason


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("clip_place", "a harbour"), ("clip_style", "oil painting"), ("clip_wardrobe", "a woman in red"),
        ("cast_precision", "two people"), ("stray_text", "watermark"),
    ],
)  # fmt: skip
def test_an_engine_that_reads_is_told_what_went_wrong_in_words(plan, measure, said):
    found = remedy(plan, measure, engine=READER)
    assert found.kind == "wording" and said in str([edit.value for edit in found.edits])
    told = edit_all(plan, found.edits)
    assert told.tuning.emphasis or told.negative_prompt


def test_a_face_that_stays_wrong_gets_more_of_its_references(plan):
    closest = plan.model_copy(
        update={
            "state": plan.state.model_copy(
                update={"camera": plan.state.camera.model_copy(update={"size": "extreme_close"})}
            )
        }
    )
    found = remedy(closest, "face_identity", engine=READER)
    assert found.kind == "identity" and edit_all(closest, found.edits).tuning.identity_strength == 0.8
    copied = remedy(closest, "reference_copied", engine=READER)
    assert copied.kind == "identity" and edit_all(closest, copied.edits).tuning.identity_strength == 0.5


def test_closer_and_wider_follow_what_the_masks_recorded(plan):
    at = ("extreme_wide", "wide", "full", "medium_full", "medium", "medium_close", "close", "extreme_close").index
    small = remedy(plan, "cast_recall", recorded={"cast_size": 0.4})
    tight = remedy(plan, "cast_recall", recorded={"head_room": 0.3})
    size = plan.state.camera.size
    assert paths(small) == paths(tight) == ["state.camera.size"]
    assert at(small.edits[0].value) > at(size) > at(tight.edits[0].value)
    hidden = remedy(plan, "face_coverage", recorded={"cast_unobstructed": 0.2})
    assert paths(hidden) == ["state.camera.over"]


def test_a_picture_that_jumps_is_slowed_then_locked_then_shortened_then_a_still(plan):
    moving = plan.state.camera.model_copy(update={"move": plan.state.camera.move.model_copy(update={"kind": "dolly"})})
    now = plan.model_copy(update={"state": plan.state.model_copy(update={"camera": moving}), "mouths": ()})
    history, kinds = [], []
    for attempt in range(1, 7):
        failed = verdict("flicker", 0.49 - 0.005 * attempt)
        found = diagnose(
            Understudy(), now, failed, attempt, 9 - attempt, READER, {}, history=history,
            evidence=Evidence(said=SAID, still=STILL, engines=("stage",)),
        )  # fmt: skip
        history.append({**failure_of(now, failed, attempt), "remedy": found.kind, "edits": paths(found)})
        kinds.append((found.kind, *paths(found)))
        now = edit_all(now, found.edits)
    assert kinds == [
        ("seed",), ("seed",), ("motion", "state.camera.move.speed"), ("motion", "state.camera.move.kind"),
        ("shorter", "tuning.length"), ("still", "still_sha256", "state.camera.move.kind", "engine"),
    ]  # fmt: skip
    assert now.still_sha256 == STILL and now.engine == "stage" and now.state.camera.move.kind == "push_in"


@pytest.mark.parametrize(
    "why",
    [
        "StableVideoDiffusionPipeline ran out of GPU memory at 1024x576",
        "a worker process ended with code -9",
        "MemoryError: ",
    ],
)
def test_a_take_that_ran_out_of_memory_is_made_smaller_at_once(plan, why):
    found = remedy(plan, "rendered", attempt=1, why=why, engine=READER)
    smaller = edit_all(plan, found.edits)
    assert found.kind == "smaller" and "Rendered at" in found.reason
    assert smaller.render_height < plan.render_height and (smaller.width, smaller.height, smaller.frames) == (
        plan.width,
        plan.height,
        plan.frames,
    )


def test_a_crash_goes_on_with_half_the_frames_then_another_engine(plan):
    now, history, kinds = plan, [], []
    for attempt in range(1, 4):
        failed = Verdict(
            part="clip", status="fail", findings=(Finding(measure="rendered", status="fail", why="CUDA error"),)
        )
        evidence = Evidence(engines=("stage",) if now.engine is None else ())
        found = diagnose(Understudy(), now, failed, attempt, 5, READER, {}, history=history, evidence=evidence)
        history.append({**failure_of(now, failed, attempt), "remedy": found.kind, "edits": paths(found)})
        kinds.append(found.kind)
        now = edit_all(now, found.edits)
    assert kinds == ["smaller", "shorter", "engine"] and now.engine == "stage" and now.tuning.length == 0.5


def test_an_action_that_does_not_come_out_becomes_a_simpler_one(plan):
    running = plan.model_copy(
        update={"doing": tuple(Doing(character_id=member.character_id, verb="run") for member in plan.cast)}
    )
    camera = running.state.camera.model_copy(update={"size": "extreme_wide", "over": None})
    running = running.model_copy(update={"state": running.state.model_copy(update={"camera": camera})})
    swung = {**failure_of(running, verdict("cast_recall"), 1), "remedy": "framing", "edits": ["state.camera.swing_deg"]}
    found = diagnose(
        Understudy(),
        running,
        verdict("cast_recall"),
        4,
        2,
        STAGE,
        {},
        history=[swung, swung, swung],
        evidence=Evidence(),
    )
    assert found.kind == "action" and {act.verb for act in edit_all(running, found.edits).doing} == {"walk"}


def test_dark_is_lifted_and_bright_is_lowered(plan):
    dark, bright = remedy(plan, "black"), remedy(plan, "blown")
    assert dark.edits[0].value == 0.8 and bright.edits[0].value == -0.8


def test_without_takes_the_shot_is_held(plan):
    assert remedy(plan, left=0).kind == "hold"


def test_a_model_must_change_the_plan_after_three_and_only_how_it_is_shot(plan):
    seed = {"kind": "seed", "reason": "again"}
    words = {"kind": "framing", "edits": [{"path": "brief", "value": "x"}], "reason": "words"}
    good = {"kind": "framing", "edits": [{"path": "state.camera.size", "value": "close"}], "reason": "closer"}
    mind = ScriptedMind(seed, words, good)
    assert remedy(plan, mind=mind).reason == "closer"
    assert (
        "another seed is not enough" in mind.history[1].prompt and "brief may not be edited" in mind.history[2].prompt
    )


@pytest.mark.parametrize(
    ("kind", "edit"),
    [
        ("framing", {"path": "state.camera.size", "value": "enormous"}),
        ("framing", {"path": "state.camera.side", "value": "right"}),
        ("framing", {"path": "state.camera.nothing", "value": 1}),
        ("framing", {"path": "state.camera.focal_mm", "value": 4000}),
        ("framing", {"path": "state.camera.over", "value": "zoe"}),
        ("framing", {"path": "frames", "op": "adjust", "value": 10}),
        ("shorter", {"path": "frames", "op": "adjust", "value": -10}),
        ("framing", {"path": "tuning.length", "value": 0.5}),
        ("shorter", {"path": "tuning.length", "value": 0.5}),
        ("wording", {"path": "tuning.emphasis", "value": ["x"]}),
        ("wording", {"path": "negative_prompt", "value": "text"}),
        ("wording", {"path": "prompt", "value": "a nicer film"}),
        ("identity", {"path": "cast", "value": []}),
        ("still", {"path": "still_sha256", "value": "6" * 64}),
        ("engine", {"path": "engine", "value": "somebody/else"}),
        ("smaller", {"path": "render_height", "value": 360}),
        ("smaller", {"path": "render_height", "value": 91}),
        ("action", {"path": "doing", "value": [{"character_id": "zoe", "verb": "dance"}]}),
        ("seed", {"path": "state.camera.size", "value": "close"}),
    ],
    ids=lambda part: part if isinstance(part, str) else part["path"],
)
def test_an_illegal_edit_ends_with_the_understudy(plan, kind, edit):
    wrong = {"kind": kind, "edits": [edit], "reason": "r"}
    transcript = {}
    found = remedy(plan, mind=ScriptedMind(wrong, wrong, wrong), transcript=transcript)
    (decision,) = transcript.values()
    assert decision.flags == ("understudy_stood_in",) and edit_all(plan, found.edits) != plan


def test_a_model_may_use_what_the_engine_follows_and_no_more(plan):
    good = {
        "kind": "wording",
        "edits": [{"path": "tuning.emphasis", "value": ["a harbour at night"]}],
        "reason": "said first",
    }
    assert remedy(plan, mind=ScriptedMind(good), engine=READER).reason == "said first"
    long = {"kind": "wording", "edits": [{"path": "tuning.emphasis", "value": ["x" * 500]}], "reason": "r"}
    mind = ScriptedMind(long, long, long)
    remedy(plan, mind=mind, engine=READER)
    assert "at most 3 entries" in mind.history[1].prompt


def test_a_plan_that_failed_is_not_shot_again(plan):
    closer = {"kind": "framing", "edits": [{"path": "state.camera.size", "value": "close"}], "reason": "closer"}
    failed = failure_of(edit_all(plan, remedy(plan, mind=ScriptedMind(closer)).edits), verdict("cast_recall"), 1)
    mind = ScriptedMind(closer, closer, closer)
    diagnose(
        mind, plan, verdict("cast_recall"), 2, 2, STAGE, {}, history=[{**failed, "remedy": "framing", "edits": []}]
    )
    assert "failed already" in mind.history[1].prompt


def test_an_engine_without_the_move_refuses_it(plan):
    wrong = {"kind": "motion", "edits": [{"path": "state.camera.move.kind", "value": "orbit"}], "reason": "r"}
    only = STAGE.model_copy(update={"moves": ("lock_off", "pan")})
    mind = ScriptedMind(wrong, wrong, wrong)
    found = remedy(plan, "frozen", mind=mind, engine=only)
    assert "cannot make the move orbit" in mind.history[1].prompt
    assert edit_all(plan, found.edits).state.camera.move.kind in only.moves


def test_no_still_where_a_mouth_must_move(plan):
    from graphs.critiquing import _still

    mouth = Mouthing(line_id="l", character_id="anna", speech_sha256="0" * 64, start_s=0, from_s=0, to_s=1, seen=True)
    spoken = plan.model_copy(update={"mouths": (mouth,), "still_sha256": None})
    assert _still(spoken, verdict("flicker"), take=None) is None


def test_a_crash_tells_memory_from_the_rest():
    assert fault_of({"measure": "rendered", "why": "CUDA out of memory. Tried to allocate"}) == "memory"
    assert fault_of({"measure": "rendered", "why": "the lens fell off"}) == "crash"


def test_how_far_a_value_misses_its_bound():
    assert miss(Finding(measure="m", status="fail", value=0.25, at_least=0.5)) == pytest.approx(0.5)
    assert miss(Finding(measure="m", status="fail", value=0.9, at_most=0.6)) == pytest.approx(0.5)
    assert miss(Finding(measure="m", status="unknown")) == 0.0
