"""Supervision by rule, review of takes, and films that came as JSON."""

from __future__ import annotations

import json

import pytest

from crew.continuity import complete_series, supervise
from crew.director import Taste, direct
from crew.minds.mind import Reply
from crew.minds.ollama import NUM_CTX
from crew.minds.understudy import Understudy
from crew.prompt_budget import question_tokens
from film.bible import Bible, Character, Identity, Place, SceneContinuity
from film.errors import MindError
from film.series import Episode, Line, Scene, Series, Shot, Spoken
from film.state import Camera, VisualState
from prompts import system_prompt
from tests.crew.pages import STAGE, VOCABULARY, pages, planned

TALK = "INT. ROOM - DAY\n\nANNA\nHello, I have waited here.\n\nBEN\nSo have I, for years.\n\nINT. ROOM - CONTINUOUS\n\nANNA\nStay.\n\nBEN\nNo."


def with_shot(series: Series, scene: int, shot: int, **changes) -> Series:
    episode = series.episodes[0]
    shots = list(episode.scenes[scene].shots)
    shots[shot] = shots[shot].model_copy(update=changes)
    return with_scene(series, scene, shots=tuple(shots))


def with_scene(series: Series, scene: int, **changes) -> Series:
    episode = series.episodes[0]
    scenes = list(episode.scenes)
    scenes[scene] = scenes[scene].model_copy(update=changes)
    return series.model_copy(update={"episodes": (episode.model_copy(update={"scenes": tuple(scenes)}),)})


def sentences(series: Series, **options) -> str:
    return " ".join(each.sentence for each in supervise(Understudy(), series, {}, **options))


def test_the_understudys_own_plan_has_no_conflict():
    assert supervise(Understudy(), planned(TALK), {}, vocabulary=VOCABULARY) == ()


def test_someone_seen_without_being_present():
    assert "zoe is seen without being present" in sentences(with_shot(planned(TALK), 0, 0, cast=("zoe",)))


def test_the_camera_crosses_the_line():
    series = planned(TALK)
    state = VisualState(camera=Camera(side="right"))
    assert "crosses the line" in sentences(with_shot(series, 0, 1, state=state))


def test_a_line_unspoken_or_torn():
    series = planned(TALK)
    silent = with_scene(
        series, 0, shots=tuple(s.model_copy(update={"spoken": ()}) for s in series.episodes[0].scenes[0].shots)
    )
    assert "is not spoken in any shot" in sentences(silent)
    at = next(i for i, shot in enumerate(series.episodes[0].scenes[0].shots) if shot.spoken)
    line = series.episodes[0].scenes[0].lines[0].id
    assert "once and whole" in sentences(with_shot(series, 0, at, spoken=(Spoken(line_id=line, first=0, end=2),)))


def test_time_sides_and_clothes_that_jump_under_continuous():
    series = planned(TALK)
    entries = list(series.bible.scenes)
    flipped = {who: "left" if side == "right" else "right" for who, side in entries[1].screen_side.items()}
    entries[1] = entries[1].model_copy(
        update={"time_of_day": "night", "screen_side": flipped, "wardrobe": {"anna": "anna/other"}}
    )
    jumped = series.model_copy(update={"bible": series.bible.model_copy(update={"scenes": tuple(entries)})})
    said = sentences(jumped, vocabulary=VOCABULARY)
    assert "time jumps from day to night" in said and "changes sides" in said and "changes clothes" in said
    assert sentences(jumped) == "", "without CONTINUOUS nothing of this is a conflict"


def board() -> Series:
    """A storyboard: two people named, three shots, one with a stated framing, duration, prompt and seed."""
    shots = (
        Shot(id="ep01/sc001/sh0010", brief={"en": "Wide shot of the beach at sunset."}),
        Shot(
            id="ep01/sc001/sh0020", brief={"en": "Asha runs along the water."}, cast=("asha",), duration_s=4.5,
            prompt="my own words", seed=7, state=VisualState(camera=Camera(size="extreme_close")),
        ),
        Shot(id="ep01/sc001/sh0030", brief={"en": "Asha and Ravi sit on the sand."}, cast=("asha", "ravi")),
    )  # fmt: skip
    scene = Scene(
        id="ep01/sc001", heading={"en": "A beach at sunset"}, shots=shots,
        lines=(Line(id="ep01/sc001/ln0010", character_id="ravi", text={"en": "You came back after all."}, language="en"),),
    )  # fmt: skip
    people = (Character(id="asha", name="Asha", identity=Identity(age=20)), Character(id="ravi", name="Ravi"))
    return Series(
        id="board", title={"en": "Board"}, bible=Bible(characters=people),
        episodes=(Episode(id="ep01", number=1, title={"en": "Board"}, scenes=(scene,)),),
    )  # fmt: skip


def test_a_storyboard_gets_a_bible_and_keeps_what_it_states():
    series = complete_series(board(), Bible(), VOCABULARY, STAGE.sets)
    entry = series.bible.scene("ep01/sc001")
    assert entry.time_of_day == "magic_hour" and series.bible.place(entry.place_id).set == "shore"
    assert series.bible.character("asha").identity.age == 20
    assert series.bible.character("ravi").wardrobe and {"asha", "ravi"} <= set(entry.screen_side)
    assert series.episodes[0].scenes[0].shots == board().episodes[0].scenes[0].shots
    again = complete_series(series, Bible(), VOCABULARY, STAGE.sets)
    assert again.bible == series.bible


def test_given_shots_are_filled_and_never_planned_again():
    series = complete_series(board(), Bible(), VOCABULARY, STAGE.sets)
    (scene,) = series.episodes[0].scenes
    shots = direct(
        Understudy(), scene, series.bible, STAGE, taste=Taste(), previous=None, vocabulary=VOCABULARY, transcript={}
    ).shots
    assert [shot.id for shot in shots] == [shot.id for shot in scene.shots]
    wide, run, sit = shots
    assert wide.kind == "establishing" and wide.state.camera.subjects == ()
    assert (run.duration_s, run.prompt, run.seed, run.state.camera.size) == (4.5, "my own words", 7, "extreme_close")
    assert run.state.camera.move.kind == "follow" and run.doing[0].verb == "run"
    assert set(sit.cast) == set(sit.state.camera.subjects) == {"asha", "ravi"}
    assert [(s.line_id, s.first) for shot in shots for s in shot.spoken] == [("ep01/sc001/ln0010", None)]
    assert sit.spoken, "the line goes to the shot that shows its speaker"


def test_the_users_bible_wins_over_the_storyboards():
    mine = Character(id="asha", name="Asha", identity=Identity(age=55), given=True)
    series = complete_series(board(), Bible(characters=(mine,)), VOCABULARY, STAGE.sets)
    assert series.bible.character("asha") == mine


@pytest.mark.parametrize("shots", [0, 1])
def test_a_json_scene_without_beats_is_still_covered(shots):
    series = board()
    scene = series.episodes[0].scenes[0]
    series = with_scene(series, 0, shots=scene.shots[:shots])
    series = complete_series(series, Bible(), VOCABULARY, STAGE.sets)
    (scene,) = series.episodes[0].scenes
    covered = direct(
        Understudy(), scene, series.bible, STAGE, taste=Taste(), previous=None, vocabulary=VOCABULARY, transcript={}
    ).shots
    assert [s.line_id for shot in covered for s in shot.spoken] == ["ep01/sc001/ln0010"]


def long_scene(shots: int, *, one_line: bool = False) -> Series:
    """Shots that speak a line each or, as a monologue, ten words each of one. A stranger is seen in the second and the
    last; from the middle on the camera stands on the other side."""
    scene_id = "ep01/sc001"
    lines, made = [], []
    if one_line:
        lines = [Line(id=f"{scene_id}/ln0010", character_id="anna", text={"en": "word " * 10 * shots}, language="en")]
    for at in range(shots):
        first, end = (10 * at or None, None if at == shots - 1 else 10 * at + 10) if one_line else (None, None)
        if not one_line:
            line_id = f"{scene_id}/ln{10 * (at + 1):04d}"
            lines.append(Line(id=line_id, character_id="anna", text={"en": "One two three."}, language="en"))
        made.append(
            Shot(
                id=f"{scene_id}/sh{10 * (at + 1):04d}",
                cast=("zoe",) if at in (1, shots - 1) else ("anna",),
                state=VisualState(camera=Camera(side="right" if at >= shots // 2 else "left")),
                spoken=(Spoken(line_id=lines[-1].id, first=first, end=end),),
            )
        )
    scene = Scene(id=scene_id, heading={"en": "INT. ROOM - DAY"}, shots=tuple(made), lines=tuple(lines))
    bible = Bible(
        characters=(Character(id="anna", name="Anna"),),
        places=(Place(id="room", name="Room", set="room"),),
        scenes=(SceneContinuity(scene_id=scene_id, place_id="room"),),
    )
    episode = Episode(id="ep01", number=1, title={"en": "Long"}, scenes=(scene,))
    return Series(id="long", title={"en": "Long"}, bible=bible, episodes=(episode,))


class Silent:
    """An 8k window, of which three eighths are kept for the answer; it never answers, so that house rules do."""

    name, sees, prompt_tokens = "silent", False, NUM_CTX * 5 // 8

    def think(self, *_, **__):
        raise MindError("says nothing")


@pytest.mark.parametrize("one_line", [False, True], ids=["dialogue", "monologue"])
@pytest.mark.parametrize("shots", [60, 200])
def test_a_long_scene_is_supervised_in_parts_that_fit_and_lose_nothing(shots, one_line):
    series, transcript = long_scene(shots, one_line=one_line), {}
    scene = series.episodes[0].scenes[0]
    conflicts = supervise(Silent(), series, transcript)
    assert len(transcript) > 1
    for decision in transcript.values():
        assert question_tokens(system_prompt("continuity"), decision.prompt) <= Silent.prompt_tokens
        assert "facts_shortened" not in decision.flags
    said = {(conflict.shot_id, conflict.sentence.split(" ")[0]) for conflict in conflicts}
    ids = [shot.id for shot in scene.shots]
    assert {(ids[1], "zoe"), (ids[-1], "zoe")} <= said, "the first part's and the last part's"
    assert {shot for shot, word in said if word == "The"} <= set(ids[shots // 2 :]), (
        "the side of the scene's first shot"
    )
    assert (ids[-1], "The") in said or one_line
    assert not any("line" in conflict.sentence and not conflict.shot_id for conflict in conflicts), conflicts


def test_a_line_that_nobody_speaks_is_missed_in_a_long_scene_too():
    series = long_scene(60)
    scene = series.episodes[0].scenes[0]
    shots = tuple(shot.model_copy(update={"spoken": ()}) if at == 3 else shot for at, shot in enumerate(scene.shots))
    said = [each.sentence for each in supervise(Silent(), with_scene(series, 0, shots=shots), {})]
    assert [sentence for sentence in said if "not spoken" in sentence] == [
        f"Line {scene.lines[3].id} is not spoken in any shot."
    ]


def test_the_understudy_supervises_a_long_scene_whole():
    transcript = {}
    supervise(Understudy(), long_scene(200), transcript)
    assert len(transcript) == 1


HINDI = pages("INT. रसोई - DAY\n\nमीरा\nमैं यहाँ हूँ।").model_copy(update={"language": "hi"})
ENGLISH = pages("INT. KITCHEN - DAY\n\nMIRA\nHere I am.")
PERSON = {
    "description": "तीस साल की औरत।", "presents": "woman", "age": 30, "skin_tone": 5, "hair": "long", "hair_colour": "#101010",
    "facial_hair": "none", "build": "slim", "height_m": 1.6, "garment": "sari", "top_colour": "#aa2020", "under_colour": "#aa2020",
    "legs_colour": "#aa2020", "wardrobe": "लाल साड़ी",
}  # fmt: skip
PLACE = {"set": "room", "interior": True, "description": "A small kitchen."}


@pytest.mark.parametrize(
    ("script", "task", "wrong", "right"),
    [
        (HINDI, "cast", {**PERSON, "description": "A woman of thirty."}, PERSON),
        (HINDI, "cast", {**PERSON, "wardrobe": "a red sari"}, PERSON),
        (ENGLISH, "place", {**PLACE, "description": "एक छोटी रसोई।"}, PLACE),
    ],
    ids=["description", "wardrobe", "place"],
)
def test_words_of_the_film_in_another_script_are_asked_again(script, task, wrong, right):
    answers = [json.dumps(wrong), json.dumps(right)]

    class OneTask:
        """Answers the one task, first in the wrong language; nothing else."""

        name, sees = "one task", False

        def think(self, system, prompt, schema, *, images=(), seed):
            if set(right) - set(schema["properties"]):
                raise MindError("no answer")
            return Reply(answers.pop(0))

    transcript = {}
    planned(script, OneTask(), transcript)
    (decision,) = [each for each in transcript.values() if each.task == task]
    assert "another script" in decision.attempts[0].error and not decision.attempts[1].error
    assert decision.mind == "one task" and decision.answer["description"] == right["description"]


def test_a_place_of_a_hindi_film_may_be_described_in_either():
    class Hindi(Silent):
        name = "hindi"

        def think(self, system, prompt, schema, *, images=(), seed):
            if set(PLACE) - set(schema["properties"]):
                raise MindError("no answer")
            return Reply(json.dumps({**PLACE, "description": "एक छोटी रसोई।"}))

    transcript = {}
    planned(HINDI, Hindi(), transcript)
    (decision,) = [each for each in transcript.values() if each.task == "place"]
    assert len(decision.attempts) == 1 and decision.mind == "hindi"
