"""What the Continuity Supervisor does about takes that stand out: what is mended first, how, and what is left."""

from __future__ import annotations

import pytest

from crew.continuity import AGAIN_AT_MOST, review_scene
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.prompt_budget import question_tokens
from crew.scene_review import why_left
from film.bible import Bible
from film.series import Scene
from film.state import LightRig, VisualState
from prompts import system_prompt
from tests.crew.pages import planned
from tests.crew.test_continuity import Silent, long_scene


def evidence(scene: Scene, stops: dict[int, float], **more) -> list[dict]:
    """Every take of a scene; those named are so many stops off."""
    found = {at: [fault("light", value=off, miss=abs(off) / 1.6)] for at, off in stops.items()}
    return [
        {
            "shot_id": shot.id,
            "held": False,
            "light": {"luma": 0.4 + 0.12 * stops.get(at, 0)},
            "found": found.get(at, []),
            **more,
        }
        for at, shot in enumerate(scene.shots)
    ]


def fault(measure: str, *, about: str = "anna", value: float = 0.1, miss: float = 2.0) -> dict:
    side = "brighter" if value > 0 else "darker"
    says = f"{abs(value):.1f} stops {side}." if measure == "light" else f"{about} is wrong in {measure}."
    return {"measure": measure, "about": about, "value": value, "miss": miss, "says": says}


def reviewed(scene: Scene, bible: Bible, takes: list[dict]):
    return review_scene(Understudy(), scene, bible, takes, {})


def talk_of(count: int) -> tuple[Scene, Bible]:
    series = planned(
        "INT. ROOM - DAY\n\n"
        + "\n\n".join(f"{'ANNA' if i % 2 else 'BEN'}\nOne two three four five six seven." for i in range(count))
    )
    return series.episodes[0].scenes[0], series.bible


def test_a_take_that_stands_out_is_shot_again_toward_its_neighbours():
    scene, bible = talk_of(6)
    (again,) = reviewed(scene, bible, evidence(scene, {3: 2.9}))
    assert again.shot_id == scene.shots[3].id and again.measures == ("light",)
    (edit,) = again.edits
    assert edit.path == "state.light.exposure_stops" and isinstance(edit.value, float) and -1.0 <= edit.value < 0
    assert "brighter" in again.reason


def test_review_is_bounded_and_leaves_held_takes_and_even_scenes_alone():
    scene, bible = talk_of(8)
    assert reviewed(scene, bible, evidence(scene, {})) == ()
    wild = dict.fromkeys(range(0, len(scene.shots), 2), -3.0)
    assert 0 < len(reviewed(scene, bible, evidence(scene, wild))) <= AGAIN_AT_MOST
    assert reviewed(scene, bible, evidence(scene, wild, held=True)) == ()
    assert reviewed(scene, bible, evidence(scene, wild, fixed=True)) == ()


def test_faces_are_mended_before_clothes_and_the_furthest_off_first():
    scene, bible = talk_of(8)
    takes = evidence(scene, {0: 9.0})
    for at, measure, miss in ((1, "props", 9.0), (2, "wardrobe", 1.5), (3, "wardrobe", 3.0), (4, "identity", 1.1)):
        takes[at]["found"] = [fault(measure, miss=miss)]
    again = reviewed(scene, bible, takes)
    assert [each.shot_id for each in again] == [scene.shots[at].id for at in (4, 3, 2)]
    assert all(edit.path == "roll" and edit.value == 1 for each in again for edit in each.edits)


def test_what_stands_out_twice_in_one_take_is_one_order():
    scene, bible = talk_of(6)
    takes = evidence(scene, {2: -2.5})
    takes[2]["found"].append(fault("identity"))
    (again,) = reviewed(scene, bible, takes)
    assert {edit.path for edit in again.edits} == {"roll", "state.light.exposure_stops"}
    assert set(again.measures) == {"light", "identity"} and "darker" in again.reason and "identity" in again.reason


def sent_back(*orders: tuple[str, object]) -> list[dict]:
    return [
        {"measures": ["light"], "edits": [{"path": path, "op": "adjust", "value": value}], "kept": True}
        for path, value in orders
    ]


EXPOSURE = "state.light.exposure_stops"


def test_nothing_is_sent_back_for_the_opposite_or_a_third_time():
    scene, bible = talk_of(6)
    takes = evidence(scene, {2: -2.0})
    takes[2]["sent_back"] = sent_back((EXPOSURE, -0.8))
    assert reviewed(scene, bible, takes) == (), "it was too bright; that it is too dark now is not mended the other way"
    assert "opposite" in why_left(scene, takes[2])
    takes[2]["sent_back"] = sent_back((EXPOSURE, 0.8))
    assert len(reviewed(scene, bible, takes)) == 1, "a step further the same way is fine"
    takes[2]["sent_back"] = sent_back((EXPOSURE, 0.8), ("roll", 1))
    assert reviewed(scene, bible, takes) == () and "2 times" in why_left(scene, takes[2])


def test_each_time_that_a_shot_is_drawn_anew_it_is_another_draw():
    scene, bible = talk_of(6)
    takes = evidence(scene, {})
    takes[2]["found"] = [fault("identity")]
    takes[2]["sent_back"] = sent_back(("roll", 1))
    (again,) = reviewed(scene, bible, takes)
    assert again.edits[0].value == 2


def test_a_shot_with_a_seed_of_its_own_is_not_drawn_anew():
    scene, bible = talk_of(6)
    seeded = scene.model_copy(update={"shots": tuple(shot.model_copy(update={"seed": 5}) for shot in scene.shots)})
    takes = evidence(seeded, {1: 2.5})
    takes[2]["found"] = [fault("identity")]
    assert [each.shot_id for each in reviewed(seeded, bible, takes)] == [seeded.shots[1].id], "its light can be mended"
    assert "seed of its own" in why_left(seeded, takes[2])


def test_light_at_the_end_of_its_range_stops_no_film():
    scene, bible = talk_of(6)
    state = VisualState(light=LightRig(exposure_stops=-5.9))
    dark = scene.model_copy(update={"shots": tuple(shot.model_copy(update={"state": state}) for shot in scene.shots)})
    assert reviewed(dark, bible, evidence(dark, {1: 3.0})) == ()


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ([{"path": EXPOSURE, "op": "adjust", "value": 0.5}], "opposite"),
        ([{"path": EXPOSURE, "op": "set", "value": -0.5}], "opposite"),
        ([{"path": "roll", "op": "set", "value": 0}], "roll is adjusted by 1"),
        ([{"path": "roll", "op": "adjust", "value": -1}], "roll is adjusted by 1"),
        ([{"path": "roll", "op": "adjust", "value": 1}] * 2, "once"),
        ([{"path": "seed", "value": 3}], "of a shot may be edited"),
    ],
)
def test_a_model_may_not_take_back_what_was_asked_for(edits, says):
    scene, bible = talk_of(4)
    takes = evidence(scene, {1: -2.0})
    takes[1]["sent_back"] = sent_back((EXPOSURE, -0.8))
    mind = ScriptedMind({"again": [{"shot_id": scene.shots[1].id, "edits": edits, "reason": "r"}]}, {"again": []})
    assert review_scene(mind, scene, bible, takes, {}) == ()
    assert says in mind.history[1].prompt


def test_a_model_is_told_what_was_found_and_what_was_asked_before():
    scene, bible = talk_of(4)
    takes = evidence(scene, {})
    takes[1] |= {"found": [fault("identity", about="ben")], "sent_back": sent_back(("roll", 1))}
    mind = ScriptedMind({"again": []})
    review_scene(mind, scene, bible, takes, {})
    told = mind.history[0].prompt
    assert "ben is wrong in identity." in told and "sent_back" in told and '"kept": true' in told


def test_a_model_may_only_edit_how_a_shot_looks():
    scene, bible = talk_of(4)
    shot = scene.shots[1].id
    cast = {"again": [{"shot_id": shot, "edits": [{"path": "cast", "value": "x"}], "reason": "r"}]}
    stranger = {
        "again": [{"shot_id": "ep09", "edits": [{"path": "state.light.fill_stops", "value": 1}], "reason": "r"}]
    }
    good = {"again": [{"shot_id": shot, "edits": [{"path": "state.light.fill_stops", "value": 1.0}], "reason": "flat"}]}
    mind = ScriptedMind(cast, stranger, good)
    (again,) = review_scene(mind, scene, bible, evidence(scene, {}), {})
    assert again.reason == "flat" and "not a shot of this scene" in mind.history[2].prompt and again.measures == ()


@pytest.mark.parametrize(("shots", "parts"), [(60, 1), (200, 4)])
def test_a_long_scene_is_reviewed_in_parts_and_its_end_is_heard(shots, parts):
    series, transcript = long_scene(shots), {}
    scene = series.episodes[0].scenes[0]
    off = {1: 4.6, 2: 4.6, shots // 2: 4.6, shots // 2 + 1: 4.6, shots - 1: 4.9}
    again = review_scene(Silent(), scene, series.bible, evidence(scene, off), transcript)
    assert len(transcript) == parts and len(again) <= AGAIN_AT_MOST
    for decision in transcript.values():
        assert question_tokens(system_prompt("continuity"), decision.prompt) <= Silent.prompt_tokens
        assert "facts_shortened" not in decision.flags
    assert {scene.shots[1].id, scene.shots[-1].id} <= {each.shot_id for each in again}
