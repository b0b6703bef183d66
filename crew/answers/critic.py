"""What the Critic may decide: a remedy for a failed take, as edits to its plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen
from film.changes import Edit


class RemedyAnswer(Frozen):
    kind: Literal["seed", "framing", "light", "motion", "identity", "hold"]
    edits: list[Edit] = Field(default=[], max_length=6)
    reason: str = Field(min_length=1, max_length=300)
