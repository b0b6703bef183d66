"""The change graph: from a note to a draft version that somebody said yes to.

    understand > speak > preview > approve > draft

It ends early when there is nothing to approve: a question, an answer, a lock that is met. ``approve``
is an interrupt in a node of its own: the thread waits in the checkpoint until any door answers it.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from crew import notes
from crew.answers.notes import NoteAnswer
from crew.remedies import Remedying
from film.changes import ChangeSet, apply
from film.looks import with_look_of
from film.retiming import retimed
from film.series import Series
from film.styling import with_definitions
from film.version import Version
from graphs import preview as previews
from graphs.guarding import check_pins, locks_met
from graphs.plan import record_lines
from graphs.unit import Unit
from tools.run import takes, versions
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript

EXCHANGES_TOLD = 8
"""How many earlier notes a mind is told: "a bit more" means the last, rarely the one before."""


class Change(TypedDict, total=False):
    item: str
    """Id of the note in the inbox; names the folder of previews too."""
    base: int
    """The version that stood when this was understood."""
    note: str
    given: dict[str, Any] | None
    """A ChangeSet by hand, in place of a note."""
    remedy: Remedying
    stills: int
    yes: bool
    actor: str
    """Who said yes, or whose note it is."""
    dry: bool
    answer: dict[str, Any]
    series: str
    """Name of the changed film in the run's plans."""
    preview: dict[str, Any]
    approved: bool
    version: int


async def understand(state: Change, runtime: Runtime[Unit]) -> Change:
    """The Director: a note in plain words becomes a ChangeSet, a question or an answer."""
    unit = runtime.context
    base = versions.read_version(unit.folder, state["base"])
    if state.get("given"):
        change = ChangeSet.model_validate(state["given"])
        answer = NoteAnswer(kind="change", change=change, reason=change.reason or "given as data")
    else:
        answer = await asyncio.to_thread(
            notes.understand,
            unit.mind, state["note"], base.series, _told(unit, base),
            vocabulary=unit.vocabulary, words=unit.note_words, abilities=unit.abilities,
            transcript=unit.transcript, remedy=state["remedy"],
        )  # fmt: skip
    if not state.get("dry"):
        unit.transcript.note(
            "exchange", item=state["item"], base=base.number, note=state["note"], answer=answer.model_dump(mode="json")
        )
    unit.emit("understood", item=state["item"], answer=answer.kind, reason=answer.reason)
    return {"answer": answer.model_dump(mode="json")}


async def speak(state: Change, runtime: Runtime[Unit]) -> Change:
    """The changed film, its new lines recorded and their shots as long as they last."""
    unit = runtime.context
    answer = NoteAnswer.model_validate(state["answer"])
    standing = versions.read_version(unit.folder, state["base"])
    change = change_of(state)
    start = standing if change.base is None else versions.read_version(unit.folder, change.base)
    before = start.series
    if change.keep_look is not None:
        before = with_look_of(before, standing.series, change.keep_look)
    after = apply(before, change)
    check_pins(unit.folder, after)
    after = with_definitions(retimed(before, await record_lines(unit, after)), unit.styles, anew=False)
    if answer.standing and state["note"] not in after.standing_notes:
        after = after.model_copy(update={"standing_notes": (*after.standing_notes, state["note"])})
    return {"series": unit.folder.put(after)}


async def preview(state: Change, runtime: Runtime[Unit]) -> Change:
    """What it touches, what it costs, and how it will look: the keyframes are the ones that are shot on from."""
    unit = runtime.context
    shown = await previews.show(
        unit, versions.read_version(unit.folder, state["base"]), proposed(state, unit), item=state["item"], stills=state["stills"]
    )
    return {"preview": shown.model_dump(mode="json")}


async def approve(state: Change, runtime: Runtime[Unit]) -> Change:
    """A yes, with the name of who gave it: given with the note, or to the preview by any door."""
    if state["yes"]:
        return {"approved": True}
    return {"approved": True, "actor": interrupt({"item": state["item"]})}


async def draft(state: Change, runtime: Runtime[Unit]) -> Change:
    """The version, unless something was locked since it was previewed; the note is on record as begun before it is there."""
    unit = runtime.context
    version = proposed(state, unit)
    met = locks_met(unit.folder, version)
    if met:
        return {"preview": {**state["preview"], "locked": list(met)}}
    unit.transcript.note("making", item=state["item"], version=version.number, actor=state["actor"])
    versions.write_draft(unit.folder, version)
    unit.emit("planned", version=version.number, shots=len(state["preview"]["shoots"]), episodes=len(state["preview"]["recuts"]))
    return {"version": version.number}


def change_of(state: Change) -> ChangeSet:
    """The change as it is kept with the version: with the person's words."""
    answer = NoteAnswer.model_validate(state["answer"])
    change = answer.change or ChangeSet(base=answer.version, keep_look=answer.keep, reason=answer.reason)
    return change.model_copy(update={"note": change.note or state["note"], "reason": change.reason or answer.reason})


def proposed(state: Change, unit: Unit) -> Version:
    """The version that a yes makes: the changed film on top of the one that stands."""
    base = versions.read_version(unit.folder, state["base"])
    begun = [entry["version"] for entry in unit.transcript.entries("making") if entry["item"] == state["item"]]
    return Version(
        number=begun[-1] if begun and not versions.is_finished(unit.folder, begun[-1]) else versions.numbers(unit.folder)[-1] + 1,
        parent=base.number,
        series=unit.folder.get(state["series"], Series),
        profile=base.profile,
        gates=base.gates,
        engine=base.engine,
        mind=unit.mind.name,
        change=change_of(state),
    )


def build(checkpointer: Any) -> Any:
    graph = StateGraph(Change, context_schema=Unit)
    for node in (understand, speak, preview, approve, draft):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "understand")
    graph.add_conditional_edges("understand", _after_understanding, ["speak", END])
    graph.add_edge("speak", "preview")
    graph.add_conditional_edges("preview", _after_preview, ["approve", END])
    graph.add_edge("approve", "draft")
    graph.add_edge("draft", END)
    return graph.compile(checkpointer=checkpointer)


def _after_understanding(state: Change) -> str:
    answer = state["answer"]
    changes = answer["kind"] == "change" or (answer["kind"] == "checkout" and answer["keep"])
    return "speak" if changes else END


def _after_preview(state: Change) -> str:
    """A change that meets a lock, or that changes nothing, has nothing to approve."""
    shown = state["preview"]
    return END if state.get("dry") or shown["locked"] or shown["nothing"] else "approve"


def _told(unit: Unit, base: Version) -> notes.Told:
    return notes.Told(
        exchanges=_exchanges(unit.transcript)[-EXCHANGES_TOLD:],
        takes=_takes(unit.folder, base),
        versions=tuple(
            (number, version.change.note or version.change.reason if version.change else "")
            for number in versions.numbers(unit.folder)
            if versions.is_finished(unit.folder, number) and (version := versions.read_version(unit.folder, number))
        ),
        standing=base.number,
        styles=unit.abilities.styles,
        looks=unit.looks,
    )


def _exchanges(transcript: Transcript) -> tuple[notes.Exchange, ...]:
    """What was said so far, oldest first, with the version that each made."""
    made = {entry["item"]: entry["version"] for entry in transcript.entries("accepted")}
    return tuple(
        notes.Exchange(note=entry["note"], answer=NoteAnswer.model_validate(entry["answer"]), version=made.get(entry["item"]))
        for entry in transcript.entries("exchange")
    )


def _takes(folder: RunFolder, version: Version) -> dict[str, tuple[notes.TakeFact, ...]]:
    """Every shot's takes of the plan that stands, by attempt."""
    found: dict[str, tuple[notes.TakeFact, ...]] = {}
    for shot_id, circled in version.circled.items():
        slates = {path.name: takes.read_slate(path) for path in folder.takes_of(shot_id) if (path / "clip.mp4").exists()}
        if circled.take not in slates:
            continue
        asked = slates[circled.take].asked_sha256
        found[shot_id] = tuple(
            notes.TakeFact(attempt=slate.attempt, take=name, take_id=slate.take_id, stands=name == circled.take)
            for name, slate in sorted(slates.items(), key=lambda entry: entry[1].attempt)
            if slate.asked_sha256 == asked
        )
    return found
