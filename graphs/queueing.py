"""The queue of notes: handled in order by whoever holds the run, made whole or dropped whole.

What a note has come to is on disk at every step: its file in the inbox, its thread in the checkpoint, a line
``making`` in the transcript before its draft is there, the version, a line ``accepted``.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, NamedTuple

from langgraph.types import Command

from crew.answers.notes import NoteAnswer
from film.changes import ChangeSet
from film.errors import FilmError
from film.version import Version
from graphs import change as change_graph
from graphs import standing
from graphs.checkpoints import drive, threads_of
from graphs.guarding import locked_sentence, locks_met
from graphs.proposal import Proposal, told_of
from graphs.unit import Unit
from graphs.work import log, log_made, outcome_of, produce, production
from tools.run import inbox, versions
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript

CANCEL_LOOK_S = 0.3
"""How often the owner looks whether another door asked it to stop."""

STILLS = 6
"""Pairs of pictures that a preview shows."""


class Desk(NamedTuple):
    """As much of a unit as it takes to drop a note: no engine, no mind."""

    folder: RunFolder
    transcript: Transcript


async def take_up(unit: Unit, checkpointer: Any) -> None:
    """Handle the notes that other doors left while this process worked on the run."""
    await drain(unit, checkpointer, None, STILLS)


async def drain(unit: Unit, checkpointer: Any, newest: inbox.Item | None, stills: int) -> Proposal:
    """Handle notes in order. One that waits for an answer stays, unless a later note makes a change in its place.

    A note of another door that cannot be carried out is dropped with a line, and does not fail this one's.
    """
    folder = unit.folder
    told, waiting = Proposal("nothing"), None
    seen: set[str] = set()
    while items := [item for item in inbox.items(folder) if item.id not in seen]:
        item = items[0]
        seen.add(item.id)
        try:
            last = await unless_cancelled(unit, checkpointer, item, handle(unit, checkpointer, item, 0 if item.yes else stills))
        except FilmError as error:
            if newest is None or item.id == newest.id:
                raise
            unit.emit("reading", text=f"{item.note or 'a change'!r} by {item.actor} cannot be made: {error}")
            log(folder, "refused", actor=item.actor, before=standing_number(folder), after=None, reason=f"{item.note}: {error}")
            await _forget(unit, checkpointer, item)
            continue
        if waiting is not None and last.status in ("waits", "done") and last.change is not None:
            await _forget(unit, checkpointer, waiting)
            log(folder, "abandoned", actor=item.actor, before=standing_number(folder), after=None, reason=waiting.note)
            waiting = None
        if last.status == "waits":
            waiting = item
        told = last if newest is None or item.id == newest.id else told
    return told


async def handle(unit: Unit, checkpointer: Any, item: inbox.Item, stills: int) -> Proposal:
    """One note, as far as it goes without a person. One that was being made when its maker was killed is made."""
    begun = _begun(unit, item)
    if begun is not None:
        told = Proposal("done", id=item.id, note=item.note, change=begun.version.change)
        return await _finish(unit, checkpointer, item, begun, told)
    begin = start(unit.folder, item.id, item.note, item.change, item.remedy, yes=item.yes, actor=item.actor, stills=stills)
    try:
        state = await drive(change_graph.build(checkpointer), begin, thread_of(item, unit.folder), unit, limit=20)
    except FilmError:  # it cannot be understood or previewed, and would stand in the way of every note after it
        await _forget(unit, checkpointer, item)
        raise
    return await _settle(unit, checkpointer, item, state)


class _Begun(NamedTuple):
    version: Version
    actor: str
    """Who said yes."""


def _begun(unit: Unit | Desk, item: inbox.Item) -> _Begun | None:
    """The version that this note was being made into, when its yes was given before."""
    for entry in reversed([entry for entry in unit.transcript.entries("making") if entry["item"] == item.id]):
        if entry["version"] in versions.numbers(unit.folder):
            return _Begun(versions.read_version(unit.folder, entry["version"]), entry["actor"])
    return None


async def say_yes(unit: Unit, checkpointer: Any, item: inbox.Item, thread: str, actor: str) -> Proposal:
    config = {"configurable": {"thread_id": thread}, "recursion_limit": 20}
    graph = change_graph.build(checkpointer)
    state = await graph.ainvoke(Command(resume=actor), config, context=unit, durability="sync")
    return await _settle(unit, checkpointer, item, state)


async def _settle(unit: Unit, checkpointer: Any, item: inbox.Item, state: dict[str, Any]) -> Proposal:
    """What follows from where the graph has come to."""
    folder = unit.folder
    told = told_of(folder, state, item)
    answer = NoteAnswer.model_validate(state["answer"])
    if "version" in state:
        begun = _begun(unit, item)
        assert begun is not None, f"{item.id} has a version that is not on record"
        return await _finish(unit, checkpointer, item, begun, told)
    if told.status == "waits":
        return told
    await _forget(unit, checkpointer, item)
    if answer.kind in ("undo", "redo", "checkout") and not answer.keep:
        number = standing.move(folder, answer.kind, actor=item.actor, steps=answer.steps, number=answer.version, reason=item.note)
        return replace(told, status="done", version=number, answer=f"version {number} stands")
    return told


async def _finish(unit: Unit, checkpointer: Any, item: inbox.Item, begun: _Begun, told: Proposal) -> Proposal:
    """Make an approved version. One whose film was locked since, or undone underneath it, is not made."""
    version = begun.version
    if not versions.is_finished(unit.folder, version.number):
        met = locks_met(unit.folder, version)
        if met:
            await _forget(unit, checkpointer, item)
            return replace(told, status="answer", locked=met, answer=locked_sentence(met), version=standing_number(unit.folder))
        version = await produce(unit, checkpointer, version)
    await _keep(unit, checkpointer, item, _Begun(version, begun.actor))
    return replace(told, status="done", version=version.number, outcome=outcome_of(unit, version))


async def _keep(unit: Unit | Desk, checkpointer: Any, item: inbox.Item, made: _Begun) -> None:
    """Put a finished change on record, once."""
    version = made.version
    reason = item.note or (version.change.reason if version.change else "")
    unit.transcript.note("accepted", item=item.id, version=version.number)
    log_made(unit.folder, version, act="changed", actor=made.actor, reason=reason)
    await _forget(unit, checkpointer, item)


async def unless_cancelled(unit: Unit, checkpointer: Any, item: inbox.Item, making: Coroutine[Any, Any, Proposal]) -> Proposal:
    """What becomes of a note, unless another door asks to drop it first; then nothing of it is left."""
    folder = unit.folder
    work = asyncio.create_task(making)
    try:
        while not work.done() and not inbox.cancel_asked(folder, item.id):
            await asyncio.wait([work], timeout=CANCEL_LOOK_S)
    finally:
        stopped = not work.done()
        if stopped:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
    if not stopped:
        return work.result()
    finished = await withdraw(unit, checkpointer, item, item.actor)
    answer = "cancelled; the film stays as it was" if finished is None else too_late(finished)
    return Proposal("done", id=item.id, note=item.note, answer=answer, version=standing_number(folder))


async def withdraw(unit: Unit | Desk, checkpointer: Any, item: inbox.Item, actor: str) -> int | None:
    """Take a note back. The number of its version when that is finished already: then it is put on record instead."""
    begun = _begun(unit, item)
    if begun is not None and versions.is_finished(unit.folder, begun.version.number):
        await _keep(unit, checkpointer, item, begun)
        return begun.version.number
    await _forget(unit, checkpointer, item)
    log(unit.folder, "abandoned", actor=actor, before=standing_number(unit.folder), after=None, reason=item.note)
    return None


def too_late(number: int) -> str:
    return f"it was finished before it could be stopped: version {number} stands; filmcrew undo takes it back"


async def _forget(unit: Unit | Desk, checkpointer: Any, item: inbox.Item) -> None:
    """Take a note out of the run: its threads, a draft that is not finished, its pictures and the note itself."""
    folder = unit.folder
    for entry in unit.transcript.entries("making"):
        if entry["item"] == item.id and not versions.is_finished(folder, entry["version"]):
            versions.drop_draft(folder, entry["version"])
            await checkpointer.adelete_thread(production(entry["version"]))
    for thread in await threads_of(checkpointer, f"change/{item.id}/"):
        await checkpointer.adelete_thread(thread)
    shutil.rmtree(folder.previews / item.id, ignore_errors=True)
    inbox.drop(folder, item.id)


async def waits(checkpointer: Any, thread: str) -> bool:
    state = await change_graph.build(checkpointer).aget_state({"configurable": {"thread_id": thread}})
    return any(task.interrupts for task in state.tasks)


def start(
    folder: RunFolder, item: str, note: str, change: ChangeSet | None, remedy: str, *, yes: bool, actor: str, stills: int
) -> dict[str, Any]:
    given = change.model_dump(mode="json") if change else None
    return {
        "item": item, "base": standing_number(folder), "note": note, "given": given, "remedy": remedy, "yes": yes, "actor": actor,
        "stills": stills,
    }  # fmt: skip


def thread_of(item: inbox.Item, folder: RunFolder) -> str:
    """One per note and version that it was understood on: on another version it is previewed anew."""
    return f"change/{item.id}/{standing_number(folder):04d}"


def standing_number(folder: RunFolder) -> int:
    return folder.read_run()["standing"]
