"""Changing a film by talking: a note is proposed, seen, and said yes or no to; each yes is a version.

    propose   understand and preview a note (or a ChangeSet); it waits in the checkpoint, or is made at once
    approve   yes, from any door, today or tomorrow        abandon   no: nothing of it is left
    pending   what waits                                   go_on     what was begun and interrupted

A note that comes while another process works on the run is left in its inbox and taken up there.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from langgraph.types import Command

from configs.settings import Settings
from crew.answers.notes import NoteAnswer
from film.changes import ChangeSet
from film.errors import FilmError, RunBusy, RunError
from film.version import Version
from graphs import change as change_graph
from graphs import standing
from graphs.checkpoints import drive, saver, threads_of
from graphs.playing import who_plays
from graphs.proposal import Proposal, told_of
from graphs.request import load_request
from graphs.unit import Unit
from graphs.work import Hire, OnEvent, Outcome, at_work, log, log_made, outcome_of, produce, production
from graphs.workers import Workers
from tools.run import inbox, versions
from tools.run.folder import RunFolder, RunLock

CANCEL_LOOK_S = 0.3
"""How often the owner looks whether another door asked it to stop."""
class Door(NamedTuple):
    """What whoever asks brings along."""

    on_event: OnEvent
    key: str | None
    """For an OpenAI-compatible server; it is written nowhere."""
    hire: Hire


STILLS = 6
"""Pairs of pictures that a preview shows."""


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
    A dry run leaves no trace in the film: no still is made and nothing waits.

    Raises:
        RunError: the run has no finished film yet.
        ChangeError: the ChangeSet that was given does not fit this film.
    """
    folder = _finished_run(run)
    try:
        with RunLock(folder):
            folder.sweep()
            settings = _settings(folder, mind, cost_per_hour)
            if dry_run:
                return asyncio.run(_rehearse(folder, settings, note, change, remedy, Door(on_event, key, hire)))
            item = _post(folder, note, change, actor, remedy, yes)
            return asyncio.run(_work_through(folder, settings, item, stills, Door(on_event, key, hire)))
    except RunBusy:
        if dry_run:
            raise
        item = _post(folder, note, change, actor, remedy, yes)
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
            asyncio.run(_drop(folder, item))
            log(folder, "abandoned", actor=actor, before=_standing(folder), after=None, reason=item.note)
    except RunBusy:
        if item != inbox.items(folder)[0]:  # it only waits its turn
            inbox.drop(folder, item.id)
            return Proposal("done", id=item.id, note=item.note, answer="taken out of the queue", version=_standing(folder))
        inbox.ask_cancel(folder)
        return Proposal("queued", id=item.id, note=item.note, answer="the crew was asked to stop; the film stays as it is")
    return Proposal("done", id=item.id, note=item.note, answer="dropped; the film stays as it is", version=_standing(folder))


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
    if proposal.outcome is None:
        raise RunError(f"a change of {folder.root.name} waits for a yes: {proposal.note!r}; filmcrew approve or abandon answers it")
    return proposal.outcome


async def _rehearse(
    folder: RunFolder, settings: Settings, note: str, change: ChangeSet | None, remedy: str, door: Door
) -> Proposal:
    async with _unit(folder, settings, door) as (unit, _):
        start = _start(folder, "dry", note, change, remedy, yes=False, stills=0) | {"dry": True}
        graph = change_graph.build(None)
        state = await graph.ainvoke(start, {"recursion_limit": 20}, context=unit)
        return told_of(folder, state)


async def _work_through(
    folder: RunFolder, settings: Settings, newest: inbox.Item | None, stills: int, door: Door
) -> Proposal:
    """Every note in the inbox, in order; the result is the newest's, or the last one's."""
    async with _unit(folder, settings, door) as (unit, checkpointer):
        return await _drain(unit, checkpointer, newest, stills)


async def _drain(unit: Unit, checkpointer: Any, newest: inbox.Item | None, stills: int) -> Proposal:
    """Handle notes in order. One that waits for an answer stays, unless a later note makes a change in its place."""
    folder = unit.folder
    told, waiting = Proposal("nothing"), None
    seen: set[str] = set()
    while items := [item for item in inbox.items(folder) if item.id not in seen]:
        item = items[0]
        seen.add(item.id)
        last = await _handle(unit, checkpointer, item, stills)
        if waiting is not None and last.status in ("waits", "done") and last.change is not None:
            await _forget(folder, checkpointer, waiting)
            log(folder, "abandoned", actor=item.actor, before=_standing(folder), after=None, reason=waiting.note)
            waiting = None
        if last.status == "waits":
            waiting = item
        told = last if newest is None or item.id == newest.id else told
    return told


async def _handle(unit: Unit, checkpointer: Any, item: inbox.Item, stills: int) -> Proposal:
    """One note, as far as it goes without a person. One that was being made when its maker was killed is made."""
    begun = _begun(unit, item)
    if begun is not None:
        return await _finish(unit, checkpointer, item, begun, Proposal("done", id=item.id, note=item.note, change=begun.change))
    start = _start(unit.folder, item.id, item.note, item.change, item.remedy, yes=item.yes, stills=stills)
    try:
        state = await drive(change_graph.build(checkpointer), start, _thread(item, unit.folder), unit, limit=20)
    except FilmError:  # it cannot be understood or previewed, and would stand in the way of every note after it
        await _forget(unit.folder, checkpointer, item)
        raise
    return await _settle(unit, checkpointer, item, state)


def _begun(unit: Unit, item: inbox.Item) -> Version | None:
    """The version that this note was being made into, when its yes was given before."""
    numbers = [entry["version"] for entry in unit.transcript.entries("making") if entry["item"] == item.id]
    return versions.read_version(unit.folder, numbers[-1]) if numbers and numbers[-1] in versions.numbers(unit.folder) else None


async def _approve(
    folder: RunFolder, settings: Settings, item: inbox.Item, actor: str, door: Door
) -> Proposal:
    async with _unit(folder, settings, door) as (unit, checkpointer):
        thread = _thread(item, folder)
        if not await _waits(checkpointer, thread):  # never seen on the film as it is now: it is previewed first
            return await _handle(unit, checkpointer, item, STILLS)
        config = {"configurable": {"thread_id": thread}, "recursion_limit": 20}
        graph = change_graph.build(checkpointer)
        state = await graph.ainvoke(Command(resume=True), config, context=unit, durability="sync")
        told = await _settle(unit, checkpointer, item, state, actor=actor)
        await _drain(unit, checkpointer, None, STILLS)  # notes that came in meanwhile
        return told


async def _settle(unit: Unit, checkpointer: Any, item: inbox.Item, state: dict[str, Any], *, actor: str = "") -> Proposal:
    """What follows from where the graph has come to."""
    folder = unit.folder
    told = told_of(folder, state, item)
    answer = NoteAnswer.model_validate(state["answer"])
    if "version" in state:
        unit.transcript.note("making", item=item.id, version=state["version"])
        return await _finish(unit, checkpointer, item, versions.read_version(folder, state["version"]), told, actor=actor)
    if told.status == "waits":
        return told
    await _forget(folder, checkpointer, item)
    if answer.kind in ("undo", "redo", "checkout") and not answer.keep:
        number = standing.move(folder, answer.kind, actor=item.actor, steps=answer.steps, number=answer.version, reason=item.note)
        return replace(told, status="done", version=number, answer=f"version {number} stands")
    return told


async def _finish(
    unit: Unit, checkpointer: Any, item: inbox.Item, version: Version, told: Proposal, *, actor: str = ""
) -> Proposal:
    """Make an approved version, unless another door cancels it; then nothing of it is left."""
    folder, actor = unit.folder, actor or item.actor
    made = await _unless_cancelled(folder, produce(unit, checkpointer, version))
    if made is None:
        await _forget(folder, checkpointer, item)
        log(folder, "cancelled", actor=actor, before=_standing(folder), after=None, reason=item.note)
        return Proposal("done", id=item.id, note=item.note, answer="cancelled; the film stays as it was", version=_standing(folder))
    unit.transcript.note("accepted", item=item.id, version=made.number)
    log_made(folder, made, act="changed", actor=actor, reason=item.note or (made.change.reason if made.change else ""))
    await _forget(folder, checkpointer, item)
    return replace(told, status="done", version=made.number, outcome=outcome_of(unit, made))


async def _unless_cancelled(folder: RunFolder, making: Coroutine[Any, Any, Version]) -> Version | None:
    """What is made, or None when another door asked to stop first."""
    inbox.clear_cancel(folder)
    work = asyncio.create_task(making)
    try:
        while not work.done():
            await asyncio.wait([work], timeout=CANCEL_LOOK_S)
            if inbox.cancel_asked(folder) and not work.done():
                return None
    finally:
        inbox.clear_cancel(folder)
        if not work.done():
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
    return work.result()


async def _forget(folder: RunFolder, checkpointer: Any, item: inbox.Item) -> None:
    """Take a note out of the run: its threads, a draft that is not finished, its pictures and the note itself."""
    graph = change_graph.build(checkpointer)
    for thread in await threads_of(checkpointer, f"change/{item.id}/"):
        state = await graph.aget_state({"configurable": {"thread_id": thread}})
        number = state.values.get("version")
        if number is not None and not versions.is_finished(folder, number):
            versions.drop_draft(folder, number)
            await checkpointer.adelete_thread(production(number))
        await checkpointer.adelete_thread(thread)
    shutil.rmtree(folder.previews / item.id, ignore_errors=True)
    inbox.drop(folder, item.id)


async def _drop(folder: RunFolder, item: inbox.Item) -> None:
    async with saver(folder.checkpoints) as checkpointer:
        await _forget(folder, checkpointer, item)


async def _waits(checkpointer: Any, thread: str) -> bool:
    state = await change_graph.build(checkpointer).aget_state({"configurable": {"thread_id": thread}})
    return any(task.interrupts for task in state.tasks)


async def _pending(folder: RunFolder, items: tuple[inbox.Item, ...]) -> Proposal | None:
    async with saver(folder.checkpoints) as checkpointer:
        graph = change_graph.build(checkpointer)
        for item in items:
            state = await graph.aget_state({"configurable": {"thread_id": _thread(item, folder)}})
            if any(task.interrupts for task in state.tasks):
                return told_of(folder, state.values, item)
    return None


@asynccontextmanager
async def _unit(folder: RunFolder, settings: Settings, door: Door) -> AsyncIterator[tuple[Unit, Any]]:
    door.on_event({"kind": "opened", "run": str(folder.root)})
    choice = who_plays(settings, folder, folder.root.parent, key=door.key, on_event=door.on_event)
    async with at_work(folder, settings, choice, door.on_event, door.hire) as at:
        yield at


def _start(
    folder: RunFolder, item: str, note: str, change: ChangeSet | None, remedy: str, *, yes: bool, stills: int
) -> dict[str, Any]:
    given = change.model_dump(mode="json") if change else None
    return {
        "item": item, "base": _standing(folder), "note": note, "given": given, "remedy": remedy, "yes": yes, "stills": stills,
    }  # fmt: skip


def _thread(item: inbox.Item, folder: RunFolder) -> str:
    """One per note and version that it was understood on: on another version it is previewed anew."""
    return f"change/{item.id}/{_standing(folder):04d}"


def _standing(folder: RunFolder) -> int:
    return folder.read_run()["standing"]


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
