"""Changing a film by talking: a note is proposed, seen, and said yes or no to; each yes is a version.

    propose   understand and preview a note (or a ChangeSet); it waits in the checkpoint, or is made at once
    approve   yes, from any door, today or tomorrow        abandon   no: nothing of it is left
    pending   what waits                                   go_on     what was begun and interrupted

A note that comes while another process works on the run is left in its inbox and taken up there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from configs.settings import Settings
from film.changes import ChangeSet
from film.errors import FilmError, RunBusy, RunError
from graphs import change as change_graph
from graphs.checkpoints import saver
from graphs.playing import who_plays
from graphs.proposal import Proposal, told_of
from graphs.queueing import (
    STILLS,
    Desk,
    drain,
    handle,
    say_yes,
    standing_number,
    start,
    take_up,
    thread_of,
    too_late,
    unless_cancelled,
    waits,
    withdraw,
)
from graphs.request import load_request
from graphs.unit import Unit
from graphs.work import Hire, OnEvent, Outcome, at_work
from graphs.workers import Workers
from tools.run import inbox
from tools.run.folder import RunFolder, RunLock
from tools.run.transcript import Transcript


class Door(NamedTuple):
    """What whoever asks brings along."""

    on_event: OnEvent
    key: str | None
    """For an OpenAI-compatible server; it is written nowhere."""
    hire: Hire


def propose(
    run: Path,
    note: str = "",
    change: ChangeSet | None = None,
    *,
    actor: str,
    remedy: Literal["auto", "regrade", "reshoot"] = "auto",
    yes: bool = False,
    dry_run: bool = False,
    stills: int = STILLS,
    mind: str | None = None,
    cost_per_hour: float | None = None,
    on_event: OnEvent = lambda event: None,
    key: str | None = None,
    hire: Hire = Workers,
) -> Proposal:
    """Understand a note and show what it would do; with ``yes``, do it.

    A change that waited for an answer is abandoned for the one that the new note makes; a question or an answer
    leaves it waiting.
    A dry run changes nothing and nothing waits of it; what was understood stays on record, like every answer.

    Raises:
        RunError: the run has no finished film yet.
        ChangeError: the ChangeSet that was given does not fit this film.
    """
    folder = _finished_run(run)
    settings = _settings(folder, mind, cost_per_hour)
    stills = 0 if yes else stills
    try:
        with RunLock(folder):
            folder.sweep()
            if dry_run:
                return asyncio.run(_rehearse(folder, settings, note, change, remedy, Door(on_event, key, hire)))
            item = _post(folder, note, change, actor, remedy, yes)
            return asyncio.run(_work_through(folder, settings, item, stills, Door(on_event, key, hire)))
    except RunBusy:
        if dry_run:
            raise
    item = _post(folder, note, change, actor, remedy, yes)
    try:  # whoever had it may have looked into the inbox for the last time before this note came
        with RunLock(folder):
            folder.sweep()
            return asyncio.run(_work_through(folder, settings, item, stills, Door(on_event, key, hire)))
    except RunBusy:
        return Proposal("queued", id=item.id, note=note, change=change, answer="the film is being worked on; this note comes next")


def approve(
    run: Path,
    *,
    actor: str,
    id: str | None = None,
    on_event: OnEvent = lambda event: None,
    key: str | None = None,
    hire: Hire = Workers,
) -> Proposal:
    """Yes to the change that waits: it is made, and stands when it is whole.

    Raises:
        RunError: nothing waits, or another process works on the run.
    """
    folder = _finished_run(run)
    with RunLock(folder):
        folder.sweep()
        item = _waiting_item(folder, id)
        return asyncio.run(_approve(folder, _settings(folder), item, actor, Door(on_event, key, hire)))


def abandon(run: Path, *, actor: str, id: str | None = None) -> Proposal:
    """No: the change is dropped whole and the film stays as it is. One that is being shot is told to stop.

    Raises:
        RunError: nothing waits.
    """
    folder = _finished_run(run)
    item = _waiting_item(folder, id)
    try:
        with RunLock(folder):
            folder.sweep()
            finished = asyncio.run(_drop(folder, item, actor))
    except RunBusy:
        inbox.ask_cancel(folder, item.id)
        return Proposal("queued", id=item.id, note=item.note, answer="the crew was asked to stop; filmcrew status says what stands")
    if finished is not None:
        return Proposal("done", id=item.id, note=item.note, version=finished, answer=too_late(finished))
    return Proposal("done", id=item.id, note=item.note, answer="dropped; the film stays as it is", version=standing_number(folder))


def pending(run: Path) -> Proposal | None:
    """The change that waits for an answer, as it was previewed; None when none does."""
    folder = RunFolder.open(run)
    items = inbox.items(folder)
    return asyncio.run(_pending(folder, items)) if items and folder.checkpoints.exists() else None


def go_on(
    run: Path, *, on_event: OnEvent = lambda event: None, key: str | None = None, hire: Hire = Workers
) -> Outcome:
    """Work through the inbox: changes that were said yes to are finished, notes that nobody read are previewed."""
    folder = _finished_run(run)
    with RunLock(folder):
        folder.sweep()
        proposal = asyncio.run(_work_through(folder, _settings(folder), None, STILLS, Door(on_event, key, hire)))
    if proposal.outcome is None and proposal.status != "waits":
        raise RunError(f"{proposal.note or 'the change'!r} was not made: {proposal.question or proposal.answer}")
    if proposal.outcome is None:
        raise RunError(f"a change of {folder.root.name} waits for a yes: {proposal.note!r}; filmcrew approve or abandon answers it")
    return proposal.outcome


async def _rehearse(
    folder: RunFolder, settings: Settings, note: str, change: ChangeSet | None, remedy: str, door: Door
) -> Proposal:
    async with _unit(folder, settings, door) as (unit, _):
        begin = start(folder, "dry", note, change, remedy, yes=False, actor="", stills=0) | {"dry": True}
        graph = change_graph.build(None)
        state = await graph.ainvoke(begin, {"recursion_limit": 20}, context=unit)
        return told_of(folder, state)


async def _work_through(
    folder: RunFolder, settings: Settings, newest: inbox.Item | None, stills: int, door: Door
) -> Proposal:
    """Every note in the inbox, in order; the result is the newest's, or the last one's."""
    async with _unit(folder, settings, door) as (unit, checkpointer):
        return await drain(unit, checkpointer, newest, stills)


async def _approve(
    folder: RunFolder, settings: Settings, item: inbox.Item, actor: str, door: Door
) -> Proposal:
    async with _unit(folder, settings, door) as (unit, checkpointer):
        thread = thread_of(item, folder)
        if not await waits(checkpointer, thread):  # never seen on the film as it is now: it is previewed first
            return await handle(unit, checkpointer, item, STILLS)
        told = await unless_cancelled(unit, checkpointer, item, say_yes(unit, checkpointer, item, thread, actor))
        try:
            await take_up(unit, checkpointer)
        except FilmError as error:  # another door's note; this one is made
            unit.emit("reading", text=str(error))
        return told


async def _drop(folder: RunFolder, item: inbox.Item, actor: str) -> int | None:
    """``_withdraw`` by a door that has no unit open."""
    desk = Desk(folder, Transcript(folder.transcript, owner=True))
    async with saver(folder.checkpoints) as checkpointer:
        return await withdraw(desk, checkpointer, item, actor)


async def _pending(folder: RunFolder, items: tuple[inbox.Item, ...]) -> Proposal | None:
    async with saver(folder.checkpoints) as checkpointer:
        graph = change_graph.build(checkpointer)
        for item in items:
            state = await graph.aget_state({"configurable": {"thread_id": thread_of(item, folder)}})
            if any(task.interrupts for task in state.tasks):
                return told_of(folder, state.values, item)
    return None


@asynccontextmanager
async def _unit(folder: RunFolder, settings: Settings, door: Door) -> AsyncIterator[tuple[Unit, Any]]:
    door.on_event({"kind": "opened", "run": str(folder.root)})
    choice = who_plays(settings, folder, folder.root.parent, key=door.key, on_event=door.on_event)
    async with at_work(folder, settings, choice, door.on_event, door.hire) as at:
        yield at


def _post(folder: RunFolder, note: str, change: ChangeSet | None, actor: str, remedy: Any, yes: bool) -> inbox.Item:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return inbox.post(folder, actor=actor, time=now, note=note, change=change, remedy=remedy, yes=yes)


def _waiting_item(folder: RunFolder, wanted: str | None) -> inbox.Item:
    items = inbox.items(folder)
    found = [item for item in items if wanted in (None, item.id)]
    if not found:
        raise RunError(f"no change of {folder.root.name} waits for an answer")
    return found[0]


def _finished_run(run: Path) -> RunFolder:
    folder = RunFolder.open(run)
    if folder.read_run()["standing"] is None:
        raise RunError(f"{folder.root.name} has no finished film to change yet; filmcrew resume finishes it")
    return folder


def _settings(folder: RunFolder, mind: str | None = None, cost_per_hour: float | None = None) -> Settings:
    """As the film was asked for; the mind and the price of an hour may be another's today."""
    settings = load_request(folder).settings
    update = {"mind": mind, "cost_per_hour": cost_per_hour}
    return settings.model_copy(update={key: value for key, value in update.items() if value is not None})
