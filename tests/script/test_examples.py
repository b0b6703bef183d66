"""The examples are what their README says, and read without a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from film.screenplay import Action, Screenplay, Story
from film.series import Series
from tools.script import read_all, read_bible

EXAMPLES = Path(__file__).parents[2] / "examples"
KINDS = {
    "the_last_lamp.fountain": Screenplay, "the_valley_bell.md": Story, "the_night_tram.json": Series,
    "first_snow.json": Series,
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_every_example_reads_without_a_guess(name: str):
    reading = read_all([EXAMPLES / name])
    assert type(reading.script) is KINDS[name]
    assert reading.readings == ()


def test_the_readme_lists_every_example():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = sorted(path.name for path in EXAMPLES.iterdir() if path.name != "README.md")
    assert files == sorted([*KINDS, "cast.yaml"])
    assert all(f"`{name}`" in readme for name in files)


def test_the_series_is_a_series():
    script = read_all([EXAMPLES / "the_last_lamp.fountain"]).script
    assert isinstance(script, Screenplay)
    assert len(script.episodes) == 2
    assert {line.character for line in script.lines} == {"MEERA", "THORNE", "DADI", "ARJUN"}
    assert len({scene.heading.place for scene in script.scenes}) >= 3
    assert {scene.heading.time for scene in script.scenes} >= {"DAY", "NIGHT", "DAWN"}
    assert {line.language for line in script.lines} == {"en", "hi"}
    assert all({"en", "hi"} <= line.text.keys() for line in script.lines)
    for episode in script.episodes:
        actions = [e for scene in episode.scenes for e in scene.elements if isinstance(e, Action)]
        assert 5 <= len(actions) <= 12
        assert 5 <= sum(len(scene.dialogue) for scene in episode.scenes) <= 12


def test_the_bible_is_of_that_series():
    script = read_all([EXAMPLES / "the_last_lamp.fountain"]).script
    bible, pictures = read_bible(EXAMPLES / "cast.yaml")
    assert isinstance(script, Screenplay)
    assert {c.name for c in bible.characters} == {line.character for line in script.lines}
    assert {p.name for p in bible.places} == {scene.heading.place for scene in script.scenes}
    assert pictures == {}
