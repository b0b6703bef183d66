"""The inbox: any door posts at any time, the owner takes out in order, nothing is lost or given twice."""

from __future__ import annotations

import multiprocessing

import pytest

from film.changes import ChangeSet
from film.edits import Edit
from film.errors import ChangeError, RunError
from tools.run import inbox
from tools.run.folder import RunFolder, RunLock

TIME = "2026-01-01T00:00:00Z"


def post(folder: RunFolder, note: str, **more) -> inbox.Item:
    return inbox.post(folder, actor="mara", time=TIME, note=note, **more)


def test_notes_come_out_in_the_order_they_were_posted_while_the_run_is_owned(folder):
    with RunLock(folder):
        posted = [post(folder, f"note {number}") for number in range(12)]
        assert inbox.items(folder) == tuple(posted)
    assert [item.number for item in posted] == list(range(1, 13))


def test_a_number_is_never_given_again(folder):
    first = post(folder, "darker")
    inbox.drop(folder, first.id)
    again = post(folder, "darker")
    assert (again.number, inbox.items(folder)) == (2, (again,)) and again.id != first.id


def test_a_change_by_hand_and_how_to_carry_it_out_are_kept(folder):
    change = ChangeSet(edits=(Edit(path="grade.brightness_stops", op="adjust", value=-0.6),), note="darker")
    posted = post(folder, "", change=change, remedy="regrade", yes=True)
    assert inbox.items(folder) == (posted,)
    assert (posted.change, posted.remedy, posted.yes) == (change, "regrade", True)


def test_an_empty_note_is_refused_and_takes_no_number(folder):
    with pytest.raises(ChangeError, match="empty note"):
        post(folder, "  ")
    assert post(folder, "darker").number == 1


def test_a_number_that_another_door_took_in_between_is_not_given_twice(folder, monkeypatch):
    first = [post(folder, "darker").number, post(folder, "warmer").number]
    monkeypatch.setattr(inbox, "max", lambda *_, **__: 0, raising=False)  # looked before the others posted
    assert [*first, post(folder, "colder").number] == [1, 2, 3]


def _post_many(root, start, name):
    start.wait()
    for number in range(20):
        inbox.post(RunFolder(root), actor=name, time=TIME, note=f"{name} {number}")


def test_two_doors_that_post_at_once_lose_nothing(folder):
    context = multiprocessing.get_context("fork")
    start = context.Event()
    doors = [context.Process(target=_post_many, args=(folder.root, start, name)) for name in ("mara", "jon")]
    for door in doors:
        door.start()
    start.set()
    for door in doors:
        door.join(30)
        assert door.exitcode == 0
    waiting = inbox.items(folder)
    assert len(waiting) == len({item.number for item in waiting}) == 40
    for name in ("mara", "jon"):
        assert [item.note for item in waiting if item.actor == name] == [f"{name} {n}" for n in range(20)]


def test_a_post_that_was_killed_leaves_its_number_out_and_no_item(folder, monkeypatch):
    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            post(folder, "darker")
    assert inbox.items(folder) == ()
    assert post(folder, "darker").number == 2


def test_a_note_may_be_dropped_twice(folder):
    item = post(folder, "darker")
    inbox.drop(folder, item.id)
    inbox.drop(folder, item.id)
    assert inbox.items(folder) == ()


@pytest.mark.parametrize("bad", ["../run", "", "a/b", "0001-1f3a9c04.answer.answer", "x" * 65])
def test_an_id_from_outside_reaches_no_other_file(folder, bad):
    with pytest.raises(RunError, match="not the id of a note"):
        inbox.drop(folder, bad)
    assert folder.run_file.exists()


def test_a_damaged_note_is_named(folder):
    item = post(folder, "darker")
    (folder.inbox / f"{item.id}.json").write_text("{")
    with pytest.raises(RunError, match=item.id):
        inbox.items(folder)


def test_a_note_may_be_called_off_by_any_door(folder):
    item, other = post(folder, "darker"), post(folder, "warmer")
    assert not inbox.cancel_asked(folder, item.id)
    inbox.ask_cancel(folder, item.id)
    inbox.ask_cancel(folder, item.id)
    assert inbox.cancel_asked(folder, item.id) and not inbox.cancel_asked(folder, other.id)
    inbox.drop(folder, item.id)
    assert not inbox.cancel_asked(folder, item.id) and inbox.items(folder) == (other,)
