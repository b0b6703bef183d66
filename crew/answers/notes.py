"""What the Director may answer to a person's note: a change, a question with choices, or why nothing changes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen
from film.changes import ChangeSet, Selector


class Choice(Frozen):
    """One way to answer a question."""

    label: str
    note: str
    """A full note in words that, said instead, is understood without a question."""


class NoteAnswer(Frozen):
    kind: Literal["change", "question", "answer", "undo", "redo", "checkout"]
    change: ChangeSet | None = None
    version: int | None = Field(default=None, ge=1)
    """Checkout: the version that shall stand."""
    keep: Selector | None = None
    """Checkout: whose look of the present film is kept."""
    question: str = ""
    choices: tuple[Choice, ...] = ()
    answer: str = ""
    """Nothing to change, or impossible: a sentence on why and what is possible."""
    steps: int = Field(default=1, ge=1)
    """Undo and redo: how many."""
    standing: bool = False
    """Meant for every episode to come too: remembered for later scripts of the series."""
    reason: str = ""
