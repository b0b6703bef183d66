"""Versions: finished in one step, never changed, and undo and redo as an editor has them."""

from __future__ import annotations

import json

import pytest

from film.errors import ConfigError, RunError
from tests.run.runs import finish, version
from tools.run import versions
from tools.run.folder import RunFolder, Standing


def standing(folder: RunFolder) -> tuple[int | None, list[int], list[int]]:
    number, past, future = folder.read_standing()
    return number, list(past), list(future)


def test_a_version_is_finished_in_one_step_and_does_not_change(folder):
    versions.write_draft(folder, version(1))
    assert versions.standing(folder) is None and versions.latest_draft(folder) == version(1)
    versions.finish(folder, version(1))
    assert versions.standing(folder) == version(1) and versions.latest_draft(folder) is None
    with pytest.raises(RunError, match="finished"):
        versions.write_draft(folder, version(1))


def test_finishing_drops_the_drafts_before_it_and_no_others(folder):
    for number in (1, 2, 3):
        versions.write_draft(folder, version(number))
    versions.finish(folder, version(2))
    assert versions.numbers(folder) == [2, 3] and versions.latest_draft(folder) == version(3)


def test_undo_and_redo_walk_the_versions_as_they_stood(folder):
    finish(folder, 1, 2, 3)
    assert standing(folder) == (3, [1, 2], [])
    assert versions.undo(folder) == 2 and standing(folder) == (2, [1], [3])
    assert versions.undo(folder) == 1 and standing(folder) == (1, [], [2, 3])
    assert versions.redo(folder) == 2 and standing(folder) == (2, [1], [3])
    assert versions.redo(folder) == 3 and standing(folder) == (3, [1, 2], [])
    assert versions.undo(folder, 2) == 1 and standing(folder) == (1, [], [2, 3])
    assert versions.redo(folder, 2) == 3 and standing(folder) == (3, [1, 2], [])


def test_a_change_after_undo_leaves_nothing_to_redo(folder):
    finish(folder, 1, 2)
    versions.undo(folder)
    finish(folder, 3)
    assert standing(folder) == (3, [1], [])
    with pytest.raises(RunError, match="no redos left"):
        versions.redo(folder)


def test_a_checkout_is_a_move_that_undo_takes_back(folder):
    finish(folder, 1, 2, 3)
    assert versions.checkout(folder, 1) == 1 and standing(folder) == (1, [1, 2, 3], [])
    assert versions.undo(folder) == 3 and versions.redo(folder) == 1


def test_standing_already_changes_nothing(folder):
    finish(folder, 1, 2)
    versions.undo(folder)
    before = folder.run_file.read_bytes()
    folder.set_standing(1)
    versions.checkout(folder, 1)
    finish(folder, 1)
    assert folder.run_file.read_bytes() == before and standing(folder) == (1, [], [2])


@pytest.mark.parametrize("steps", [0, -1, 3])
def test_undo_refuses_what_there_is_not_and_moves_nothing(folder, steps):
    finish(folder, 1, 2, 3)
    versions.undo(folder)
    with pytest.raises(RunError, match="has 1 undo left"):
        versions.undo(folder, steps)
    with pytest.raises(RunError, match="has 1 redo left"):
        versions.redo(folder, steps)
    assert standing(folder) == (2, [1], [3])


def test_only_a_finished_version_can_stand(folder):
    finish(folder, 1)
    versions.write_draft(folder, version(2))
    for number in (2, 7):
        with pytest.raises(RunError, match=rf"no finished version {number}; it has \[1\]"):
            versions.checkout(folder, number)
    folder.write_standing(Standing(1, past=(9,)))
    with pytest.raises(RunError, match="no finished version 9"):
        versions.undo(folder)
    assert standing(folder) == (1, [9], [])


def test_a_run_from_before_there_was_undo_reads_as_having_none(folder):
    finish(folder, 1)
    folder.run_file.write_text(json.dumps({"format": 1, "series": "film", "standing": 1}))
    assert standing(folder) == (1, [], [])
    finish(folder, 2)
    assert standing(folder) == (2, [1], []) and folder.read_run()["series"] == "film"


def test_a_shot_goes_by_its_id_or_by_an_ending_of_its_own():
    assert versions.find_shot(version(1), "sh0020") == "ep01/sc001/sh0020"
    with pytest.raises(ConfigError, match="no shot 'h0020'"):
        versions.find_shot(version(1), "h0020")


def test_a_damaged_version_is_named(folder):
    finish(folder, 1)
    (folder.versions / "0001.json").write_text("{}")
    with pytest.raises(RunError, match=r"0001\.json is damaged"):
        versions.standing(folder)
