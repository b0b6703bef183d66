"""Casting sheets with token pictures: which film they show, whom, and that nothing is shot for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from film.errors import RunError
from graphs import cast
from graphs.cast import Wish
from graphs.rehearsal import RehearsalWorkers
from tests.graphs.test_board import made, rehearsal
from tools.cut.cast_sheet import Cast
from tools.run import versions
from tools.run.folder import RunFolder


def sheet_of(run: RunFolder, **wish) -> tuple[cast.Sheeted, RehearsalWorkers]:
    workers = rehearsal()
    return cast.of_run(run.root, Wish(**wish), hire=lambda count: workers), workers


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return made(tmp_path_factory.mktemp("film"), approve="plan")


def test_a_planned_film_is_cast_before_anything_is_shot(planned: RunFolder):
    told, workers = sheet_of(planned)
    assert told.says == "a plan that waits for a yes" and versions.numbers(planned) == []
    assert [verb for verb, _ in workers.log] == ["cast"]
    drawn = planned.get(workers.log[-1][1], Cast)
    assert told.people == tuple(member.name for member in drawn.members) and drawn.says == told.says
    assert told.pages[0] == planned.out / "cast" / "cast.png" and told.pages[0].exists()


def test_the_same_film_asks_for_the_same_sheet_again(planned: RunFolder):
    (_, first), (_, second) = sheet_of(planned), sheet_of(planned)
    assert first.log == second.log


def test_the_pages_go_where_they_are_wanted(planned: RunFolder, tmp_path: Path):
    told, _ = sheet_of(planned, out=tmp_path / "wall")
    assert told.pages == (tmp_path / "wall" / "cast.png",)


def test_a_version_that_is_not_there_is_said(planned: RunFolder):
    with pytest.raises(RunError):
        sheet_of(planned, version=9)
