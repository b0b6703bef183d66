"""Answers that fit their schema and break the story: each is refused in a sentence that names what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from crew.answers.continuity import PersonAnswer, PlaceAnswer, ReviewAnswer, SupervisionAnswer
from crew.answers.director import CoverageAnswer, CoverFacts
from crew.bible_writing import write_bible
from crew.continuity import review_scene, supervise
from crew.director import Taste, cover_facts
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.screenwriter import adapt
from crew.shooting import check_coverage
from crew.story import pieces_of
from crew.understudy.casting import cast_person
from crew.understudy.coverage import cover
from film.bible import Bible
from film.screenplay import Story
from tests.crew.pages import STAGE, VOCABULARY, pages, planned

SCRIPT = """
INT. ROOM - NIGHT

ANNA, 60, enters the room. She sits by the window. The lamp goes out. She lights it again. She waits.

ANNA
I have waited here for you since the morning and nobody came.

BEN
I know.
"""


@pytest.fixture(scope="module")
def facts() -> CoverFacts:
    series = planned(SCRIPT)
    (scene,) = series.episodes[0].scenes
    scene = scene.model_copy(update={"shots": ()})
    abilities = STAGE.model_copy(update={"moves": ("lock_off", "pan", "push_in", "dolly", "follow")})
    return cover_facts(scene, series.bible, abilities, taste=Taste(), previous=None, vocabulary=VOCABULARY)


def good(facts: CoverFacts) -> dict[str, Any]:
    return cover(facts).model_dump(mode="json")


def spoken_at(answer: dict[str, Any]) -> list[int]:
    return [at for at, shot in enumerate(answer["shots"]) if shot["spoken"]]


def test_house_rules_hold_against_the_same_checks(facts):
    assert check_coverage(cover(facts), facts) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subjects": ["zoe"]}, "['zoe']; the people of this scene are ['anna', 'ben']"),
        ({"over": "zoe"}, "['zoe']"),
        ({"doing": [{"who": "SYSTEM"}]}, "['SYSTEM']"),
        ({"subjects": ["anna", "anna"]}, "twice"),
        ({"doing": [{"who": "anna"}, {"who": "anna", "verb": "fall"}]}, "twice"),
        ({"subjects": ["anna"], "over": "anna"}, "own shoulder"),
        ({"subjects": [], "over": "anna"}, "at nobody"),
        ({"move": "drone"}, "choose one of ['lock_off', 'pan', 'push_in', 'dolly', 'follow']"),
        ({"hold_s": 9.0}, "hold_s is 9 and may be 4"),
        ({"brief": "  "}, "say in brief"),
        ({"spoken": [{"line": "ep09/sc009/ln0010"}]}, "the lines of this scene are ['ep01/sc001/ln0020'"),
    ],
)
def test_a_shot_that_does_not_belong_here_is_refused(facts, change, said):
    answer = good(facts)
    answer["shots"][spoken_at(answer)[0]] |= change
    assert any(said in sentence for sentence in check_coverage(CoverageAnswer.model_validate(answer), facts))


def ranges(*pairs):
    return [[{"line": "ep01/sc001/ln0020", "first": first, "end": end}] for first, end in pairs]


@pytest.mark.parametrize(
    "said",
    [
        ranges(),
        ranges((1, None)),
        ranges((0, 5)),
        ranges((0, 5), (6, None)),
        ranges((0, 5), (4, None)),
        ranges((0, None), (0, None)),
        ranges((0, 50), (50, None)),
        ranges((0, 5), (5, 3)),
        ranges((0, 99)),
        ranges((5, None), (0, 5)),
    ],
    ids=str,
)
def test_a_line_that_is_lost_torn_doubled_or_overrun_is_refused(facts, said):
    answer = good(facts)
    (ben,) = (shot for shot in answer["shots"] if [s["line"] for s in shot["spoken"]] == ["ep01/sc001/ln0030"])
    shots = [shot for shot in answer["shots"] if not shot["spoken"]]
    template = next(shot for shot in answer["shots"] if shot["spoken"])
    answer["shots"] = [*shots, *({**template, "spoken": spoken} for spoken in said), ben]
    wrong = check_coverage(CoverageAnswer.model_validate(answer), facts)
    assert wrong and "ep01/sc001/ln0020" in wrong[0], wrong


def test_lines_in_another_order_are_refused(facts):
    answer = good(facts)
    first, *_, last = spoken_at(answer)
    answer["shots"][first], answer["shots"][last] = answer["shots"][last], answer["shots"][first]
    assert "order of the script" in check_coverage(CoverageAnswer.model_validate(answer), facts)[0]


def test_somebody_who_is_never_seen_is_missed(facts):
    answer = good(facts)
    for shot in answer["shots"]:
        shot |= {"subjects": ["anna"], "over": None, "doing": []}
    assert "['ben'] speak and are never seen" in check_coverage(CoverageAnswer.model_validate(answer), facts)[0]


def test_action_left_out_and_shots_without_end_are_refused(facts):
    answer = good(facts)
    silent = [shot for shot in answer["shots"] if not shot["spoken"]]
    spoken = [answer["shots"][at] for at in spoken_at(answer)]
    left_out = CoverageAnswer.model_validate({**answer, "shots": spoken})
    assert "without speech" in check_coverage(left_out, facts)[0]
    endless = CoverageAnswer.model_validate({**answer, "shots": [*silent * 40, *spoken]})
    assert "too many" in check_coverage(endless, facts)[0]


def test_nobody_is_invented_to_look_at(facts):
    answer = good(facts)
    for shot in answer["shots"]:
        shot["doing"] = [{**doing, "toward": "the ghost"} for doing in shot["doing"]]
    series = planned(SCRIPT, ScriptedMind(*["no"] * 12))
    assert check_coverage(CoverageAnswer.model_validate(answer), facts) == []
    from crew.shooting import shots_from

    shots = shots_from(CoverageAnswer.model_validate(answer), facts, series.episodes[0].scenes[0], language="en")
    assert all(doing.toward is None for shot in shots for doing in shot.doing)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"age": 20}, "the script says about 60"), ({"presents": "man"}, "the script says woman"), ({"description": " "}, "must say something")],
)  # fmt: skip
def test_a_person_is_as_the_script_says(change, said):
    screenplay = pages("INT. ROOM - DAY\n\nANNA, 60, a woman in a red coat, waits. She sits.\n\nANNA\nHello.")
    right = cast_person("ANNA", {"age": 60, "presents": "woman"}, [], "en")
    mind = ScriptedMind({**right.model_dump(mode="json"), **change}, right.model_dump(mode="json"))
    transcript: dict = {}
    write_bible(mind, screenplay, {}, Bible(), VOCABULARY, STAGE.sets, transcript)
    assert said in mind.history[1].prompt
    assert PersonAnswer.model_validate(next(iter(transcript.values())).answer) == right


def test_a_flood_is_refused_by_the_schema():
    conflict = {"shot_id": "", "sentence": "x"}
    with pytest.raises(ValueError, match="at most 20"):
        SupervisionAnswer.model_validate({"conflicts": [conflict] * 21})
    with pytest.raises(ValueError, match="at most 40"):
        PlaceAnswer.model_validate({"set": "room", "interior": True, "description": "", "dressing": ["x" * 41]})


def test_a_review_names_shots_of_the_scene_once_and_changes_something():
    series = planned(SCRIPT)
    (scene,) = series.episodes[0].scenes
    shot = scene.shots[0]
    taken = [{"shot_id": each.id, "held": False, "light": {"luma": 0.4}} for each in scene.shots]
    edit = {"path": "state.light.exposure_stops", "op": "adjust", "value": 0.5}
    entry = {"shot_id": shot.id, "edits": [edit], "reason": "r"}
    size = {"path": "state.camera.size", "value": shot.state.camera.size}
    for again, said in (
        ([{**entry, "shot_id": "ep09/sc001/sh0010"}], f"they are ['{shot.id}'"),
        ([entry, entry], "named twice"),
        ([{**entry, "edits": [size]}], "change nothing"),
        ([{**entry, "edits": [{"path": "state.camera.side", "value": "right"}]}], "and not state.camera.side"),
        ([{**entry, "edits": [{**edit, "value": 99}]}], "cannot become"),
    ):
        mind = ScriptedMind({"again": again}, {"again": []})
        assert review_scene(mind, scene, series.bible, taken, {}) == ()
        assert said in mind.history[1].prompt
    assert ReviewAnswer.model_validate({"again": [entry]})


def test_supervision_names_the_shots_there_are():
    series = planned(SCRIPT)
    mind = ScriptedMind({"conflicts": [{"shot_id": "sh99", "sentence": "x"}]}, {"conflicts": []})
    assert supervise(mind, series, {}) == ()
    assert series.episodes[0].scenes[0].shots[0].id in mind.history[1].prompt and "they are [" in mind.history[1].prompt


STORY = Story(paragraphs=("Tom went to the harbour. The rain fell on the boats and he thought of Lena and of the long winter.", '"Wait!" said Lena.'))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"place": "spaceship"}, "the story has no place 'spaceship'; use its words, such as ['harbour']"),
        ({"time": "THREE WEEKS LATER, ON MARS"}, "choose one of DAY, NIGHT"),
        ({"elements": [{"kind": "attribution", "pieces": [1, 2]}, {"kind": "dialogue", "pieces": [3], "who": "Lena"}, {"kind": "attribution", "pieces": [4]}]},
         "Pieces [1, 2] tell more than who speaks"),
        ({"elements": [{"kind": "narration", "pieces": [2, 1]}, {"kind": "dialogue", "pieces": [3], "who": "Lena"}, {"kind": "attribution", "pieces": [4]}]},
         "out of order"),
        ({"elements": [{"kind": "narration", "pieces": [1, 2, 2]}, {"kind": "dialogue", "pieces": [3], "who": "Zoe"}]}, "missing [4], unknown or repeated [2]"),
    ],
    ids=("place", "time", "lost telling", "order", "lost piece"),
)  # fmt: skip
def test_an_adaptation_keeps_to_the_story(change, said):
    assert [piece.id for piece in pieces_of(STORY, VOCABULARY)] == [1, 2, 3, 4]
    right = {"setting": "EXT", "place": "harbour", "time": "DAY", "elements": [
        {"kind": "narration", "pieces": [1, 2]}, {"kind": "dialogue", "pieces": [3], "who": "Lena"},
        {"kind": "attribution", "pieces": [4]}]}  # fmt: skip
    mind = ScriptedMind({"scenes": [{**right, **change}]}, {"scenes": [right]})
    adapted = adapt(mind, STORY, {}, vocabulary=VOCABULARY)
    assert said in mind.history[1].prompt and len(mind.history) == 2
    assert [line.character for line in adapted.lines] == ["NARRATOR", "LENA"]
    empty = ScriptedMind({"scenes": [right, {**right, "elements": []}]}, {"scenes": [right]})
    adapt(empty, STORY, {}, vocabulary=VOCABULARY)
    assert "Scene 2 holds no piece" in empty.history[1].prompt


def test_no_house_rule_is_refused_by_a_check():
    """``ask`` raises on a house rule that breaks the story; a whole film of them raises nothing."""
    series = planned(SCRIPT, Understudy())
    assert supervise(Understudy(), series, {}) == ()
