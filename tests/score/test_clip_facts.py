"""Facts asked of a hand-made eye: the truth passes, every falsehood fails, and what cannot be seen is not asked."""

from __future__ import annotations

import numpy as np
import pytest

from film.series import Doing
from film.state import Camera, Look, Move, StyleWeight, VisualState
from film.styles import Treatment
from tests.fakes.fake_eye import FakeEye
from tests.fakes.plans import member, shot_plan
from tools.render.engine import Sources
from tools.score.clip import facts as clip_facts
from tools.score.clip import scoring as clip_score
from tools.score.clip.statement import FACTS, SHORT, alternatives, statement_of
from tools.score.footage import footage_of

ROOM = {"place_id": "room", "set": "room", "interior": True, "seed": 1, "neon": False}


@pytest.fixture
def eye(monkeypatch) -> FakeEye:
    made = FakeEye()
    monkeypatch.setattr(clip_score, "_eye_of", lambda spec: (made, ""))
    return made


@pytest.fixture
def sources(tmp_path) -> Sources:
    """Of the stage: it reads no prompt and draws plates."""
    return Sources(speech=tmp_path, assets=tmp_path, plates=tmp_path / "plates")


def at_home(*cast: str, **fields):
    plan = shot_plan(*cast, **fields)
    return plan.model_copy(update={"place": plan.place.model_copy(update=ROOM)})


def measured(plan, eye, frames, sources, monkeypatch):
    monkeypatch.setattr(clip_score, "place_plates", lambda plan, sources: ())
    monkeypatch.setattr(clip_score, "style_plates", lambda plan, sources: None)
    scores = clip_score.score(plan, footage_of(frames, 8), None, sources, "handmade")
    assert tuple(score.measure for score in scores) == clip_score.MEASURES
    return {score.measure: score for score in scores}


@pytest.mark.parametrize("fact", FACTS)
def test_the_truth_is_above_zero_and_every_falsehood_below(fact, eye, sources, monkeypatch):
    plan = at_home("mara")
    true = measured(plan, eye, eye.showing(statement_of(plan).told(SHORT)), sources, monkeypatch)
    assert true[f"clip_{fact}"].value > 0.1
    assert "taken_for" not in true[f"clip_{fact}"].evidence
    for false in alternatives(plan, fact):
        lied = measured(plan, eye, eye.showing(false.told(SHORT)), sources, monkeypatch)
        assert lied[f"clip_{fact}"].value < -0.1, false
        assert lied[f"clip_{fact}"].evidence["taken_for"] == getattr(false, fact)
        others = {f"clip_{each}" for each in FACTS} - {f"clip_{fact}"}
        assert all(lied[each].value > 0 for each in others), "one false fact fails its own measure alone"
        if fact != "count":  # the whole statement describes people and does not count them
            assert lied["clip_text"].value < true["clip_text"].value


def test_a_margin_is_the_mean_over_frames_and_names_the_worst(eye, sources, monkeypatch):
    plan = at_home("mara")
    night = next(false for false in alternatives(plan, "time") if false.time == "at night")
    clip = np.concatenate([eye.showing(statement_of(plan).told(SHORT), 3), eye.showing(night.told(SHORT), 1)])
    score = measured(plan, eye, clip, sources, monkeypatch)["clip_time"]
    # Five phrases in each, four of them shared, and the small axis of everything else.
    step = 1 / (5 + 0.25**2)
    assert score.value == pytest.approx((3 - 1) / 4 * step, abs=1e-5)
    assert score.evidence["worst"] == pytest.approx(-step, abs=1e-4)
    assert score.evidence["frames"] == 4


def test_every_frame_is_embedded_once(eye, sources, monkeypatch):
    plan = at_home("mara")
    measured(plan, eye, eye.showing(statement_of(plan).told(SHORT), 30), sources, monkeypatch)
    assert eye.pictures_seen == clip_score.FRAMES


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (set(), {}),
        ({"size", "place", "time", "count"}, {"kind": "insert"}),
        (set(FACTS), {"still_sha256": "a" * 64}),
        ({"time"}, {"set": "cave"}),
        ({"time"}, {"preset": "candle"}),
        ({"time"}, {"styles": (Treatment(name="film_noir", luma=(0.1, 0.3)),)}),
        ({"place", "time", "count"}, {"size": "extreme_close"}),
        ({"count"}, {"set": "market", "size": "wide"}),
        (set(), {"set": "market", "size": "close"}),
        ({"count"}, {"doing": (Doing(character_id="mara", verb="enter"),)}),
        ({"count"}, {"move": Move(kind="whip_pan")}),
        ({"style"}, {"weights": (StyleWeight(style="oil", weight=0.4),)}),
        ({"style"}, {"weights": (StyleWeight(style="a_style_of_ours"),)}),
    ],
)
def test_what_cannot_be_seen_is_not_asked(facts, fields):
    fields = dict(fields)
    place = {**ROOM, "set": fields.pop("set", "room")}
    camera = Camera(size=fields.pop("size", "medium"), subjects=("mara",), move=fields.pop("move", Move()))
    state = VisualState(camera=camera, styles=fields.pop("weights", ()))
    state = state.model_copy(update={"light": state.light.model_copy(update={"preset": fields.pop("preset", None)})})
    plan = at_home("mara", state=state, **fields)
    plan = plan.model_copy(update={"place": plan.place.model_copy(update=place)})
    assert {fact for fact in FACTS if clip_facts.unseen(plan, fact, reads_prompts=False)} == facts


def test_nobody_in_the_picture_has_no_size():
    assert clip_facts.unseen(at_home(), "size", reads_prompts=False)
    assert not clip_facts.unseen(at_home(), "count", reads_prompts=False), "that nobody is there can be seen"


def test_the_scripts_own_prompt_is_asked_only_of_an_engine_that_read_it(eye):
    plan = at_home("mara", prompt="a lighthouse of glass " + "under the sea " * 20)
    assert clip_facts.words_of(plan, eye, reads_prompts=False) == statement_of(plan).told()
    told = clip_facts.words_of(plan, eye, reads_prompts=True)
    assert told.startswith("a lighthouse of glass under the sea")
    assert eye.count_tokens(told) <= eye.limit_tokens, "cut at a word, within the model's tokens"
    assert all(clip_facts.unseen(plan, fact, reads_prompts=True) for fact in FACTS)
    assert not any(clip_facts.unseen(plan, fact, reads_prompts=False) for fact in FACTS)


def test_people_are_counted_where_there_is_no_room_to_describe_them(eye):
    plan = at_home(*"abcd")
    assert eye.count_tokens(statement_of(plan).told()) > eye.limit_tokens
    assert clip_facts.words_of(plan, eye, reads_prompts=False) == statement_of(plan).told(SHORT)
    assert "four people" in statement_of(plan).told(SHORT)


def test_a_place_that_clip_cannot_read_is_left_out_and_not_asked(eye, sources, monkeypatch):
    plan = shot_plan("mara")
    place = plan.place.model_copy(update={"set": "", "description": "पुरानी हवेली का आँगन"})
    plan = plan.model_copy(update={"place": place})
    assert clip_facts.words_of(plan, eye, reads_prompts=False).isascii()
    scores = measured(plan, eye, eye.showing("in daylight"), sources, monkeypatch)
    assert scores["clip_place"].status == "not_applicable"
    assert scores["clip_time"].value > 0
    assert all(text.isascii() for text in eye.texts_read)


def test_a_prompt_that_clip_cannot_read_does_not_apply(eye, tmp_path, monkeypatch):
    plan = shot_plan("mara", prompt="मीरा को चिट्ठी मिलती है")
    reader = Sources(speech=tmp_path, assets=tmp_path)
    assert measured(plan, eye, eye.showing("a street"), reader, monkeypatch)["clip_text"].status == "not_applicable"


def test_noir_is_no_falsehood_for_a_film_in_black_and_white(eye):
    plan = at_home("mara")
    grey = plan.model_copy(update={"state": plan.state.model_copy(update={"look": Look(monochrome=1.0)})})
    seen = eye.picture(eye.showing("black and white film noir")[0])[None]
    assert clip_facts.margin(eye, seen, plan, "style").rival == "black and white film noir"
    assert clip_facts.margin(eye, seen, grey, "style").rival != "black and white film noir"


def test_the_same_question_has_the_same_answer(eye, sources, monkeypatch):
    plan = at_home("mara", cast=(member("mara"),))
    frames = eye.showing(statement_of(plan).told(SHORT))
    assert measured(plan, eye, frames, sources, monkeypatch) == measured(plan, eye, frames, sources, monkeypatch)
