"""What became of a note, as every door shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from crew.answers.notes import Choice, NoteAnswer
from film.changes import ChangeSet
from graphs.change import change_of
from graphs.guarding import locked_sentence
from graphs.preview import Preview
from graphs.work import Outcome
from tools.run import inbox
from tools.run.folder import RunFolder

Status = Literal["waits", "question", "answer", "done", "queued", "nothing"]


@dataclass(frozen=True)
class Still:
    shot: str
    before: Path | None
    after: Path | None


@dataclass(frozen=True)
class Proposal:
    """What became of a note."""

    status: Status
    id: str = ""
    """Of the note, for ``approve`` and ``abandon``."""
    note: str = ""
    change: ChangeSet | None = None
    reason: str = ""
    shoots: tuple[str, ...] = ()
    recuts: tuple[str, ...] = ()
    remixes: tuple[str, ...] = ()
    relines: tuple[str, ...] = ()
    stays: int = 0
    estimate_s: float = 0.0
    cost: float = 0.0
    stills: tuple[Still, ...] = ()
    sheet: Path | None = None
    question: str = ""
    choices: tuple[Choice, ...] = ()
    answer: str = ""
    locked: tuple[str, ...] = ()
    version: int | None = None
    """That stands afterwards, when it is done."""
    outcome: Outcome | None = None


def told_of(folder: RunFolder, state: dict[str, Any], item: inbox.Item | None = None) -> Proposal:
    """The state of a change as a person is told it."""
    answer = NoteAnswer.model_validate(state["answer"])
    shown = Preview.model_validate(state["preview"]) if "preview" in state else None
    told = Proposal(
        "waits",
        id=item.id if item else "",
        note=state["note"],
        change=change_of(state) if answer.change or shown else None,  # type: ignore[arg-type]
        reason=answer.reason,
        question=answer.question,
        choices=answer.choices,
        answer=answer.answer,
    )
    if answer.kind == "question":
        return replace(told, status="question")
    if shown is None:
        return replace(told, status="answer")
    told = replace(
        told,
        shoots=shown.shoots, recuts=shown.recuts, remixes=shown.remixes, relines=shown.relines, stays=shown.stays,
        estimate_s=shown.estimate_s, cost=shown.cost, locked=shown.locked,
        sheet=folder.root / shown.sheet if shown.sheet else None,
        stills=tuple(Still(s.shot, _within(folder, s.before), _within(folder, s.after)) for s in shown.stills),
    )  # fmt: skip
    if shown.locked:
        return replace(told, status="answer", answer=locked_sentence(shown.locked))
    if shown.nothing:
        return replace(told, status="nothing", answer=answer.answer or "the film is so already; nothing changes")
    return told


def _within(folder: RunFolder, path: str | None) -> Path | None:
    return folder.root / path if path else None
