"""The Screenwriter: beats that hold every element, a cast, and prose whose words all survive."""

from __future__ import annotations

import pytest

from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.screenwriter import adapt, break_down, cast_of
from crew.story import pieces_of
from film.bible import Bible, Character
from film.draft import is_off_screen, series_from
from film.screenplay import Dialogue, Story
from tests.crew.pages import VOCABULARY, pages

SCENE = "INT. ROOM - NIGHT\n\nANNA enters.\n\nANNA\nWho is there?\n\nBEN\nNobody.\n\nANNA\nGET OUT! NOW!\n\nBen leaves."


def broken_down(text: str, mind=None, transcript=None):
    screenplay = pages(text)
    return break_down(
        mind or Understudy(), screenplay.scenes[0], cast_of(screenplay), "", {} if transcript is None else transcript,
        vocabulary=VOCABULARY,
    )  # fmt: skip


def test_beats_hold_every_element_once_in_order():
    breakdown = broken_down(SCENE)
    lines = [line for beat in breakdown.beats for line in beat.line_ids]
    assert lines == [line.id for line in pages(SCENE).lines]
    text = "\n".join(beat.text for beat in breakdown.beats)
    assert text == "ANNA enters.\nWho is there?\nNobody.\nGET OUT! NOW!\nBen leaves."
    assert breakdown.beats[0].kind == "action"


def test_the_scene_heats_up_where_the_words_do():
    beats = broken_down(SCENE).beats
    hottest = max(beats, key=lambda beat: beat.intensity)
    assert "GET OUT" in hottest.text and beats[0].intensity < 0.4 < hottest.intensity <= 1


def test_people_named_in_action_are_present():
    beats = broken_down(
        "EXT. FIELD - DAY\n\nAnna waits. The WAITER watches BEN.\n\nBEN\nHello.\n\nANNA\nYou.\n\nWAITER\nTea?"
    ).beats
    assert set(beats[0].present) == {"anna", "waiter", "ben"}


@pytest.mark.parametrize(
    ("action", "cast"),
    [
        ("ELI (60s) fishes.", ("ELI",)),
        ("MARA QUINN, a tall keeper, waits.", ("MARA QUINN",)),
        ("ANNA walks. Anna stops.", ("ANNA",)),
        ("BANG! THE DOOR opens. RAIN falls.", ()),
        ("CLOSE ON the key.", ()),
    ],
)
def test_a_silent_films_cast_is_introduced_in_capitals(action, cast):
    assert cast_of(pages(f"EXT. FIELD - DAY\n\n{action}")) == cast


def test_a_model_may_not_lose_an_element_or_invent_a_person():
    good = {"synopsis": "s", "mood": "tense", "tempo_bpm": 100, "beats": [
        {"elements": ["e1", "e2", "e3", "e4", "e5"], "present": ["anna", "ben"], "intensity": 0.5}]}  # fmt: skip
    lost = {**good, "beats": [{**good["beats"][0], "elements": ["e1", "e3", "e4", "e5"]}]}
    stranger = {**good, "beats": [{**good["beats"][0], "present": ["zoe"]}]}
    mind = ScriptedMind(lost, stranger, good)
    breakdown = broken_down(SCENE, mind)
    assert "missing ['e2']" in mind.history[1].prompt and "['zoe']" in mind.history[2].prompt
    assert breakdown.mood == "tense" and [beat.kind for beat in breakdown.beats] == ["action", "dialogue", "action"]


def test_the_same_scene_is_broken_down_once():
    good = {"synopsis": "s", "mood": "calm", "tempo_bpm": 70, "beats": [
        {"elements": ["e1", "e2", "e3", "e4", "e5"], "present": [], "intensity": 0.5}]}  # fmt: skip
    mind, transcript = ScriptedMind(good), {}
    assert broken_down(SCENE, mind, transcript) == broken_down(SCENE, mind, transcript)
    assert len(mind.history) == 1 and len(transcript) == 1


@pytest.mark.parametrize(
    ("extension", "off"),
    [("V.O.", True), ("O.S.", True), ("CONT'D", False), ("CONT'D, V.O.", True), ("V.O., CONT'D", True), ("ON PHONE", False), ("", False)],
)  # fmt: skip
def test_who_is_heard_without_a_mouth(extension, off):
    line = Dialogue(id="l", character="ANNA", extension=extension, text={"en": "x"})
    assert is_off_screen(line) is off
    assert is_off_screen(line.model_copy(update={"character": "Narrator"}))


def test_the_draft_uses_the_users_own_ids():
    screenplay = pages(SCENE)
    mine = Character(id="the-lodger", name="Ben Hur", aliases=("BEN",), given=True)
    breakdown = broken_down(SCENE)
    series = series_from(
        screenplay, {breakdown.scene_id: breakdown}, Bible(characters=(mine,)), id="s", aspect="16:9", fps=24, seed=1
    )
    (scene,) = series.episodes[0].scenes
    assert [line.character_id for line in scene.lines] == ["anna", "the-lodger", "anna"]
    assert "the-lodger" in {who for beat in scene.beats for who in beat.present}


STORY = Story(
    title={"en": "The Bell"},
    paragraphs=(
        "The bell in the harbour had not rung for eleven years. Tom polished it every morning, all the same.",
        '"Why do you bother?" asked Lena, leaning on the rail. "It is cracked."',
        'Tom shrugged. "So am I," he said.',
        "That night the storm came. Lena ran down to the shore. The sign said \"closed\" and nothing else.",
        "“Ring it!” she shouted.",
    ),
)  # fmt: skip


def test_prose_becomes_scenes_with_every_quotation_spoken_once_by_its_speaker():
    screenplay = adapt(Understudy(), STORY, {}, vocabulary=VOCABULARY)
    spoken = [(line.character, line.text["en"]) for line in screenplay.lines if line.character != "NARRATOR"]
    assert spoken == [
        ("LENA", "Why do you bother?"),
        ("LENA", "It is cracked."),
        ("TOM", "So am I"),
        ("LENA", "Ring it!"),
    ]
    told = " ".join(line.text["en"] for line in screenplay.lines if line.character == "NARRATOR")
    for sentence in ("had not rung for eleven years.", "Tom shrugged.", 'The sign said "closed" and nothing else.'):
        assert sentence in told
    assert all(line.extension == "V.O." for line in screenplay.lines if line.character == "NARRATOR")
    assert [scene.heading.text for scene in screenplay.scenes] == ["EXT. HARBOUR - DAY", "EXT. SHORE - NIGHT"]
    assert screenplay.lines[1].parentheticals == ("leaning on the rail",), (
        "what she does while she speaks is her delivery"
    )


def test_a_model_may_not_lose_a_sentence_of_a_story():
    ids = [piece.id for piece in pieces_of(STORY, VOCABULARY)]
    lost = {"scenes": [{"setting": "INT", "place": "room", "elements": [{"kind": "narration", "pieces": ids[1:2]}]}]}
    screenplay = adapt(ScriptedMind(lost, lost, lost), STORY, {}, vocabulary=VOCABULARY)
    assert len([line for line in screenplay.lines if line.character != "NARRATOR"]) == 4


@pytest.mark.parametrize("text", ["Hello.", '"Hello."', "«Salut!»", "मीरा घर गई। रात हो गई।", '"', "..."], ids=str)
def test_any_prose_is_adapted_or_refused_in_words(text):
    story = Story(paragraphs=(text,))
    if not pieces_of(story, VOCABULARY):
        with pytest.raises(ValueError, match="at least one sentence"):
            adapt(Understudy(), story, {}, vocabulary=VOCABULARY)
    else:
        assert adapt(Understudy(), story, {}, vocabulary=VOCABULARY).scenes
