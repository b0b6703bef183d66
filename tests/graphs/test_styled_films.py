"""A film in a style: one spec for the whole series, taken into the run, and stale when it is defined otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from film.errors import ConfigError
from film.plan import plan_shot
from film.state import StyleWeight
from graphs import rehearsal
from tests.graphs.test_memory import EPISODE, FURTHER, Desk
from tools.run import versions


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    monkeypatch.setattr(rehearsal, "ABILITIES", rehearsal.ABILITIES.model_copy(update={"paints": True}))
    return Desk(tmp_path)


def mine(folder: Path, radius_px: float) -> str:
    path = folder / "mine.json"
    path.write_text(json.dumps({"name": "mine", "passes": [{"kind": "brush", "radius_px": radius_px}]}), "utf-8")
    return str(path)


def test_a_style_holds_for_every_shot_and_for_what_comes_later(desk):
    desk.make(EPISODE, style="Water Colour")
    second = desk.make(FURTHER, file="further.fountain")
    assert {shot.state.styles for _, _, shot in second.series.walk()} == {(StyleWeight(style="watercolour"),)}
    assert [style.name for style in second.series.styles] == ["watercolour"]
    for _, _, shot in second.series.walk():
        assert [t.name for t in plan_shot(second.series, shot.id, second.profile).styles] == ["watercolour"]


def test_a_style_file_that_changes_makes_its_takes_stale_and_the_older_version_keeps_its_own(desk, tmp_path):
    first = desk.make(EPISODE, style=mine(tmp_path, 4))
    every = sorted(shot.id for _, _, shot in first.series.walk())
    assert desk.rendered == every
    same = desk.make(EPISODE, style=mine(tmp_path, 4))
    assert desk.rendered == [] and same.number == first.number
    second = desk.make(EPISODE, style=mine(tmp_path, 9))
    assert desk.rendered == every
    kept = versions.read_version(desk.run, first.number)
    assert [v.series.styles[0].passes[0].radius_px for v in (kept, second)] == [4, 9]


def test_the_file_is_needed_once(desk, tmp_path):
    desk.make(EPISODE, style=mine(tmp_path, 4))
    (tmp_path / "mine.json").unlink()
    second = desk.make(FURTHER, file="further.fountain")
    assert {w.style for _, _, shot in second.series.walk() for w in shot.state.styles} == {"mine"}


def test_a_style_that_is_not_there_is_refused_with_those_that_are(desk):
    with pytest.raises(ConfigError, match=r"'cubist'.*film_noir.*watercolour"):
        desk.make(EPISODE, style="cubist")
