"""What the Continuity Supervisor is told of a scene's own words, and finds to be against the series."""

from __future__ import annotations

from pydantic import Field

from film.base import Frozen


class ContradictionAnswer(Frozen):
    about: str
    """Id of the person or place."""
    sentence: str = Field(min_length=1, max_length=300)


class ContradictionsAnswer(Frozen):
    contradictions: list[ContradictionAnswer] = []
    reason: str = ""
