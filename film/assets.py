"""A user's file that a film refers to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen


class Asset(Frozen):
    """A file the film refers to: by id and content, never by place."""

    id: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    kind: Literal["plate", "reference", "still", "line", "narration", "music", "lut", "model"]
    name: str = ""
    """The file's own name, for people. The bytes lie in the run's assets folder under ``sha256``."""
