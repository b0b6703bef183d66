"""What the Critic may decide: a remedy for a failed take, as edits to its plan; and what it sees in one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen
from film.edits import Edit, RemedyKind


class RemedyAnswer(Frozen):
    kind: RemedyKind
    edits: list[Edit] = Field(default=[], max_length=6)
    reason: str = Field(min_length=1, max_length=300)


Fault = Literal[
    "wrong_person", "missing_person", "extra_person", "wrong_place", "wrong_light", "broken_body", "cut_off_head",
    "frozen", "unreadable",
]  # fmt: skip


class LookAnswer(Frozen):
    """What a mind that sees says of a take's frames."""

    shows: bool
    """Whether they show the shot that was asked for."""
    faults: list[Fault] = Field(default=[], max_length=4)
    reason: str = Field(min_length=1, max_length=300)
