"""The Director's grammar, on scenes small enough to read: what is shown when, how long, from which side."""

from __future__ import annotations

import pytest

from crew.director import Taste, direct
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.shooting import LEAD_S, heard_s
from film.plan import WORD_GAP_S, heard_in
from film.series import Scene, Shot, Speech, WordTime
from film.state import SHOT_SIZES
from tests.crew.pages import STAGE, VOCABULARY, planned

TALK = """
INT. KITCHEN - NIGHT

ANNA and BEN stand by the stove.

ANNA
Where were you?

BEN
I walked by the river until the last bus had gone, and then I walked on, because I could not think of one sentence.

ANNA
(shouting)
NO! Stop! You always say that!

BEN
Please. Never again.

ANNA
Liar! I hate you!
"""


def scenes(text: str, **options) -> tuple[Scene, ...]:
    return planned(text, **options).episodes[0].scenes


def test_a_new_place_is_established_and_a_continued_one_is_not():
    first, same, other = scenes(
        "EXT. SHORE - DAY\n\nANNA walks.\n\nEXT. SHORE - CONTINUOUS\n\nAnna stops.\n\nINT. HUT - LATER\n\nAnna sits."
    )
    assert first.shots[0].kind == "establishing" and first.shots[0].state.camera.size == "extreme_wide"
    assert first.shots[0].state.camera.move.kind == "drone" and first.shots[0].cast == ()
    assert same.shots[0].kind != "establishing"
    assert other.shots[0].kind == "establishing" and other.shots[0].state.camera.size == "wide"


def test_an_episode_fades_in_and_a_time_jump_dissolves():
    text = "EXT. SHORE - DAY\n\nRain.\n\nEXT. SHORE - CONTINUOUS\n\nWind.\n\nEXT. SHORE - NIGHT\n\nStars.\n\nEXT. SHORE - LATER\n\nFog."
    assert [scene.shots[0].transition_in for scene in scenes(text)] == ["fade", "cut", "dissolve", "dissolve"]
    assert all(shot.transition_in == "cut" for scene in scenes(text) for shot in scene.shots[1:])


def test_a_conversation_shows_both_then_comes_closer_as_it_heats_up():
    (scene,) = scenes(TALK)
    together = next(at for at, shot in enumerate(scene.shots) if len(shot.state.camera.subjects) == 2)
    first_single = next(at for at, shot in enumerate(scene.shots) if shot.kind in ("single", "over_shoulder"))
    assert together < first_single
    spoken = [shot for shot in scene.shots if shot.spoken]
    sizes = [SHOT_SIZES.index(shot.state.camera.size) for shot in spoken]
    assert sizes[-1] > sizes[0] and SHOT_SIZES[max(sizes)] in ("close", "extreme_close")


def test_a_long_line_is_shared_with_the_listeners_face():
    (scene,) = scenes(TALK)
    long_line = max(scene.lines, key=lambda line: len(line.text["en"]))
    parts = [shot for shot in scene.shots if any(s.line_id == long_line.id for s in shot.spoken)]
    assert len(parts) >= 2
    faces = {shot.state.camera.subjects[0] for shot in parts}
    assert faces == {"anna", "ben"}
    assert [(s.first or 0) for shot in parts for s in shot.spoken][1:] == [
        s.end for shot in parts for s in shot.spoken
    ][:-1]


def test_one_side_of_the_line_and_opposite_screen_sides():
    series = planned(TALK)
    (scene,) = series.episodes[0].scenes
    assert {shot.state.camera.side for shot in scene.shots} == {"left"}
    sides = series.bible.scene(scene.id).screen_side
    assert {sides["anna"], sides["ben"]} == {"left", "right"}
    for shot in scene.shots:
        for doing in shot.doing:
            assert doing.toward != doing.character_id
        if shot.state.camera.over:
            assert shot.state.camera.over in shot.cast and shot.state.camera.over not in shot.state.camera.subjects


def test_speakers_and_listeners_look_at_each_other():
    (scene,) = scenes(TALK)
    two = [shot for shot in scene.shots if shot.spoken and len(shot.doing) == 2]
    assert two and all({d.toward for d in shot.doing} == {"anna", "ben"} for shot in two)


def test_spoken_shots_last_as_long_as_the_recording():
    (scene,) = scenes(TALK)
    words = tuple(WordTime(word=f"w{i}", start_s=0.5 * i, end_s=0.5 * i + 0.4) for i in range(6))
    lines = tuple(
        line.model_copy(update={"speech": {line.language: Speech(sha256="0" * 64, duration_s=3.1, words=words)}})
        for line in scene.lines
    )
    recorded = scene.model_copy(update={"lines": lines, "shots": ()})
    series = planned(TALK)
    shots = direct(
        Understudy(), recorded, series.bible, STAGE, taste=Taste(), previous=None, vocabulary=VOCABULARY, transcript={}
    ).shots
    covered = recorded.model_copy(update={"shots": shots})
    for shot in shots:
        heard = heard_in(shot, covered)
        if len(heard) == 1 and shot.spoken[0].end is None:
            assert shot.duration_s == pytest.approx(max(1.5, shot.lead_s + 3.1 + 0.4), abs=0.61)
        if heard:
            assert shot.duration_s >= heard_s(shot, covered) >= shot.lead_s
    pair = Shot(id="x", spoken=(shots[-2].spoken or shots[-1].spoken) * 2, lead_s=LEAD_S)
    assert heard_s(pair, covered) == pytest.approx(LEAD_S + 3.1 + WORD_GAP_S + 3.1)


def test_a_recording_without_word_times_is_not_divided():
    (scene,) = scenes(TALK)
    speech = Speech(sha256="0" * 64, duration_s=14.0)
    lines = tuple(line.model_copy(update={"speech": {"en": speech}}) for line in scene.lines)
    recorded = scene.model_copy(update={"lines": lines, "shots": ()})
    shots = direct(
        Understudy(), recorded, planned(TALK).bible, STAGE,
        taste=Taste(), previous=None, vocabulary=VOCABULARY, transcript={},
    ).shots  # fmt: skip
    said = [spoken for shot in shots for spoken in shot.spoken]
    assert [s.line_id for s in said] == [line.id for line in lines] and {s.end for s in said} == {None}
    assert all(shot.duration_s >= 14 for shot in shots if shot.spoken)


@pytest.mark.parametrize(
    ("action", "move", "verb"),
    [
        ("Anna walks along the wall.", "follow", "walk"),
        ("Anna runs.", "follow", "run"),
        ("The door opens. Anna enters.", "pan", "enter"),
        ("Anna searches the drawer.", "handheld", "reach"),
        ("Suddenly a tower looms behind the trees.", "pull_back", None),
        ("Anna cries.", "push_in", "cry"),
        ("ANNA sits down.", "tilt", "sit"),
    ],
)
def test_the_move_is_chosen_from_the_action(action, move, verb):
    (scene,) = scenes(f"EXT. STREET - DAY\n\nANNA, 30, waits.\n\n{action}")
    shot = scene.shots[-1]
    assert shot.state.camera.move.kind == move
    assert [doing.verb for doing in shot.doing] == ([verb] if verb else [])


def test_a_named_prop_in_the_hand_gets_an_insert():
    (scene,) = scenes("INT. ROOM - DAY\n\nANNA, 30, opens the letter.")
    assert [shot.kind for shot in scene.shots][-1] == "insert"
    assert "letter" in scene.shots[-1].brief["en"] and scene.shots[-1].cast == ("anna",)


def test_silence_rests_on_a_face():
    (scene,) = scenes(TALK + "\n\nSilence.")
    assert scene.shots[-1].kind == "reaction" and scene.shots[-1].state.camera.size == "close"
    assert not scene.shots[-1].spoken and len(scene.shots[-1].cast) == 1


def test_who_sits_stays_seated_until_they_rise():
    (scene,) = scenes(
        "INT. ROOM - DAY\n\nANNA, 30, sits down.\n\nANNA\nWell, here we are then.\n\nBEN\nYes, here we are again.\n\n"
        "Anna rises.\n\nANNA\nThen let us go at last, you and me."
    )
    verbs = [d.verb for shot in scene.shots for d in shot.doing if d.character_id == "anna"]
    assert set(verbs[: verbs.index("stand")]) == {"sit"} and "sit" not in verbs[verbs.index("stand") :]


@pytest.mark.parametrize(
    "text",
    [
        "INT. ROOM - DAY",
        "INT. ROOM - DAY\n\nNARRATOR (V.O.)\nNobody knew who built the clock. It struck the hours and it lied.",
        "INT. ROOM - DAY\n\nANNA\nOne. " + "And another word, and then one more. " * 20,
        "EXT. VALLEY - DUSK\n\nWind. Dust. A door bangs somewhere. ANNA, 30, turns and walks away. She does not look back.",
        "INT. CAFE - DAY\n\nANNA\nWho?\n\nBEN\nNot me.\n\nCARLA\nNor me.\n\nANNA\nOne of us.\n\nDEV\nWhy?",
        "EXT. गली - रात\n\nबारिश हो रही है। मीरा चल रही है।\n\nमीरा\nतुम इतनी देर से क्यों आए?",
        "INT. ROOM - DAY\n\nANNA\nYes!\n\nBEN ^\nNo!",
    ],
    ids=("heading alone", "narration only", "monologue", "no dialogue", "four speakers", "hindi", "dual"),
)
def test_every_kind_of_scene_is_watchable(text):
    (scene,) = scenes(text)
    assert scene.shots and scene.shots[0].kind == "establishing"
    assert all(1.5 <= shot.duration_s <= 10.5 for shot in scene.shots if not (shot.spoken and shot.spoken[-1].end))
    average = sum(shot.duration_s for shot in scene.shots) / len(scene.shots)
    assert 1.8 <= average <= 7
    if len(scene.shots) > 3:
        assert len({shot.state.camera.size for shot in scene.shots}) >= 3


def test_dual_dialogue_is_heard_in_one_shot():
    (scene,) = scenes("INT. ROOM - DAY\n\nANNA\nYes!\n\nBEN ^\nNo!")
    (shot,) = [shot for shot in scene.shots if shot.spoken]
    assert len(shot.spoken) == 2 and set(shot.cast) == {"anna", "ben"}


def test_a_model_may_direct_and_its_shots_are_timed_by_the_recordings():
    text = "INT. ROOM - DAY\n\nANNA\nHello there, Ben.\n\nBEN\nHello."
    series = planned(text)
    (scene,) = series.episodes[0].scenes
    lines = [line.id for line in scene.lines]
    answer = {
        "shots": [
            {"kind": "two_shot", "size": "medium_full", "subjects": ["anna", "ben"], "spoken": [{"line": lines[0]}], "brief": "Both."},
            {"kind": "single", "size": "close", "subjects": ["ben"], "spoken": [{"line": lines[1]}], "hold_s": 2.0, "brief": "Ben."},
        ],
        "reason": "simple",
    }  # fmt: skip
    bare = scene.model_copy(update={"shots": ()})
    stranger = {"shots": [{**answer["shots"][0], "subjects": ["zoe"]}]}
    lost = {"shots": answer["shots"][:1]}
    mind = ScriptedMind(stranger, lost, answer)
    coverage = direct(
        mind, bare, series.bible, STAGE, taste=Taste(), previous=None, vocabulary=VOCABULARY, transcript={}
    )
    assert "zoe" in mind.history[1].prompt and f"Line {lines[1]} is not heard" in mind.history[2].prompt
    assert [shot.kind for shot in coverage.shots] == ["two_shot", "single"] and coverage.reason == "simple"
    assert coverage.shots[1].duration_s == pytest.approx(heard_s(coverage.shots[1], bare) + 2.0, abs=0.01)
    assert [shot.id for shot in coverage.shots] == ["ep01/sc001/sh0010", "ep01/sc001/sh0020"]


@pytest.mark.parametrize(
    ("spoken", "error"),
    [
        ([[("a", 0, 2)], [("a", 3, None)]], "must speak line a once"),
        ([[("a", None, None)], [("a", None, None)]], "must speak line a once"),
        ([[("a", 0, 2)], [("a", 2, 9)]], "must speak line a once"),
        ([[("b", None, None)], [("a", None, None)]], "order of the script"),
        ([[("a", None, None)]], "Line b is not heard"),
        ([[("a", None, None)], [("b", None, None)], [("c", None, None)]], r"speaks \['c'\]"),
    ],
    ids=("gap", "twice", "past the end", "order", "lost", "unknown"),
)
def test_torn_lines_are_refused(spoken, error):
    from crew.answers.director import BeatFact, CoverageAnswer, CoverFacts, LimitFact, LineFact, SceneFact
    from crew.shooting import check_coverage

    ends = (0.4, 0.8, 1.2, 1.6)
    facts = CoverFacts(
        scene=SceneFact(
            heading="H", place="p", set="room", interior=True, time_of_day="day", weather="clear", mood="calm",
            first_of_episode=True, place_changed=True, time_jump=False,
        ),
        beats=(BeatFact(id="1", kind="dialogue", lines=tuple(
            LineFact(id=i, who="anna", text="w w w w", seconds=1.7, word_ends_s=ends) for i in ("a", "b"))),),
        limits=LimitFact(min_shot_s=1.5, max_shot_s=10, max_cast=4),
    )  # fmt: skip
    shots = [
        {
            "kind": "single",
            "size": "close",
            "brief": "x",
            "spoken": [{"line": i, "first": f, "end": e} for i, f, e in said],
        }
        for said in spoken
    ]
    wrong = check_coverage(CoverageAnswer.model_validate({"shots": shots}), facts)
    import re

    assert any(re.search(error, sentence) for sentence in wrong), wrong
