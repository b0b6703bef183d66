"""Contradictions: what a further script says against the series is reported with both sides quoted, and settles nothing."""

from __future__ import annotations

import pytest

from crew.contradictions import contradictions
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.screenplay import Screenplay
from film.series import Series
from tests.crew.pages import VOCABULARY, pages, planned

BEFORE = """
INT. KITCHEN - NIGHT

MARA, 30, a thin woman with long black hair, in a red coat, waits.

JON, 44, bearded, enters.

JON
You came back.

EXT. FOREST - DAY

MARA
I did.
"""


@pytest.fixture(scope="module")
def series() -> Series:
    return planned(BEFORE)


def later(text: str) -> Screenplay:
    """A second episode."""
    script = pages(text)
    scenes = tuple(scene.model_copy(update={"id": scene.id.replace("ep01", "ep02")}) for scene in script.scenes)
    return Screenplay(episodes=(script.episodes[0].model_copy(update={"id": "ep02", "scenes": scenes}),))


def found(series: Series, text: str, mind=None, transcript=None) -> list[str]:
    script = later(text)
    conflicts = contradictions(
        mind or Understudy(), series.bible, script, {} if transcript is None else transcript,
        before=pages(BEFORE), scenes=[scene.id for scene in script.scenes], vocabulary=VOCABULARY,
    )  # fmt: skip
    assert all(conflict.scene_id.startswith("ep02/") for conflict in conflicts)
    return [conflict.sentence for conflict in conflicts]


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("MARA, 45, stands there.", "45 years"),
        ("MARA (50), walks in.", "50 years"),
        ("Mara is 45.", "45 years"),
        ("Mara waits. She is 45 years old.", "45 years"),
        ("JON, 44, clean-shaven, enters.", "no beard"),
        ("MARA, a young woman with blond hair, waits.", "blond hair"),
        ("Mara's blond hair shines.", "blond hair"),
        ("MARA, bald, waits.", "bald"),
        ("JON, an old woman, waits.", "a woman"),
        ("Mara wears glasses.", "glasses"),
        ("MARA, 30, in glasses, waits.", "glasses"),
        ("MARA, heavy, sits down.", "heavy build"),
        ("Mara always wears a green coat.", "wears green"),
        ("MARA, always in a green coat, waits.", "wears green"),
        ("Mara wears her usual green coat.", "wears green"),
    ],
)
def test_what_is_against_the_bible_is_reported(series, action, says):
    sentences = found(series, f"INT. KITCHEN - DAY\n\n{action}")
    assert any(says in sentence for sentence in sentences), sentences
    assert all("“" in sentence and "Bible has" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    "action",
    [
        "MARA, 31, waits.",
        "MARA, a woman of thirty, waits.",
        "JON, 44, bearded, walks in.",
        "MARA, 30, in a red coat, with long hair, waits.",
        "Mara sees an old man with a beard. He is 70.",
        "Mara's brother waits. Her old coat hangs there.",
        "Mara fills two glasses. Jon's old mother sleeps.",
        "MARA, his mother's friend, waits.",
        "Mara, in a green coat for once, waits.",
        "MARA, 30, in a green coat, waits.",
        "Mara wears a green coat.",
        "MARA, always in a red coat, waits.",
        "MARA, in a green coat, waits.\n\nMara, in a green coat, walks.",
        "Jon is tired, an old dog sleeps beside him.",
        "TOM, 12, a boy with glasses, waits.",
    ],
)
def test_what_agrees_or_tells_of_somebody_else_is_not(series, action):
    assert found(series, f"INT. KITCHEN - DAY\n\n{action}") == []


GREEN_THEN = "INT. KITCHEN - DAY\n\nMARA, in a green coat, waits.\n\n"


def test_clothes_that_change_within_a_scene_are_reported(series):
    (sentence,) = found(series, GREEN_THEN + "JON enters.\n\nMARA, in a blue coat, walks.")
    assert "(wears blue)" in sentence and "ep02/sc001 said “MARA, in a green coat”, no time passes" in sentence
    assert "Bible" not in sentence


@pytest.mark.parametrize(("time", "reported"), [("CONTINUOUS", 1), ("NIGHT", 0), ("LATER", 0)])
def test_clothes_that_change_between_scenes_are_reported_where_no_time_passes(series, time, reported):
    later_scene = f"INT. FOREST - {time}\n\nMARA, in a {{}} coat, walks."
    sentences = [s for s in found(series, GREEN_THEN + later_scene.format("red")) if "coat" in s]
    assert len(sentences) == reported, "red is what the Bible has, and not what she wore a moment ago"
    assert not any("coat" in s for s in found(series, GREEN_THEN + later_scene.format("green")))


def test_clothes_of_the_last_episode_bind_a_first_scene_that_follows_at_once(series):
    before = BEFORE + "\n\nINT. CAVE - DAY\n\nMARA, in a green coat, sits."
    script = later("INT. CAVE - CONTINUOUS\n\nMARA, in a red coat, stands up.")
    conflicts = contradictions(
        Understudy(),
        series.bible,
        script,
        {},
        before=pages(before),
        scenes=[s.id for s in script.scenes],
        vocabulary=VOCABULARY,
    )
    assert ["ep01/sc003 said" in conflict.sentence for conflict in conflicts] == [True]


def test_an_outfit_of_one_scene_does_not_crowd_out_what_was_said_first(series):
    before = BEFORE.replace("MARA, 30,", "MARA, in a red coat, waits.\n\nMara wears a green coat.\n\nMARA, 30,")
    script = later("INT. KITCHEN - DAY\n\nMARA, 45, waits.")
    (conflict,) = contradictions(
        Understudy(),
        series.bible,
        script,
        {},
        before=pages(before),
        scenes=[s.id for s in script.scenes],
        vocabulary=VOCABULARY,
    )
    assert "said “MARA, 30" in conflict.sentence


def test_both_sides_are_quoted(series):
    (sentence,) = found(series, "INT. KITCHEN - DAY\n\nMARA, 45, waits.")
    assert "“MARA, 45”" in sentence and "ep01/sc001 said “MARA, 30" in sentence


def test_a_place_seen_only_from_the_other_side_is_reported_once(series):
    sentences = found(
        series, "EXT. KITCHEN - DAY\n\nRain.\n\nINT. FOREST - DAY\n\nDark.\n\nEXT. KITCHEN - NIGHT\n\nRain."
    )
    assert [sentence.split(":")[0] for sentence in sentences] == ["KITCHEN", "FOREST"]
    assert found(series, "EXT. KITCHEN - DAY\n\nRain.\n\nINT. KITCHEN - DAY\n\nWarm.") == []


def test_nothing_stated_asks_nothing(series):
    transcript = {}
    assert found(series, "INT. KITCHEN - DAY\n\nMara waits.", transcript=transcript) == [] and transcript == {}


def test_episodes_of_one_first_reading_are_held_against_each_other():
    first, second = pages(BEFORE), later("INT. KITCHEN - DAY\n\nMARA, 45, waits.")
    script = Screenplay(episodes=(*first.episodes, *second.episodes))
    made = planned(script)
    scenes = [scene.id for scene in script.scenes]
    conflicts = contradictions(Understudy(), made.bible, script, {}, before=None, scenes=scenes, vocabulary=VOCABULARY)
    assert [conflict.scene_id for conflict in conflicts] == ["ep02/sc001"]


def test_an_answer_about_a_stranger_is_sent_back(series):
    mind = ScriptedMind()
    mind.enqueue({"contradictions": [{"about": "nobody", "sentence": "Odd."}]})
    mind.enqueue({"contradictions": [{"about": "mara", "sentence": "She was 30."}]})
    assert found(series, "INT. KITCHEN - DAY\n\nMARA, 45, waits.", mind) == ["She was 30."]
