"""Bounds that were measured for one scorer: what a calibration writes, and what gates are overlaid with.

A learned scorer's numbers mean what its weights make them mean, so its bounds are known by the content of those
weights and serve no other.
"""

from __future__ import annotations

from pydantic import Field

from film.base import Frozen
from film.verdict import Gate


class CalibratedGate(Gate):
    """A gate with the sample that its bound was read from."""

    genuine: int = Field(ge=1)
    """Values of pictures that are what they should be."""
    impostor: int = Field(ge=1)
    """Values of pictures that are not."""
    low: float
    high: float
    """Between them the bound lies in 95 of 100 samples drawn again from this one."""
    far: float = Field(ge=0, le=1)
    """Share of impostors that the bound lets pass."""
    frr: float = Field(ge=0, le=1)
    """Share of genuine values that it fails."""
    eer: float = Field(ge=0, le=1)
    """The share of errors where both kinds are as frequent: 0 when nothing overlaps."""


class Calibrated(Frozen):
    """When and on what. For people: nothing is decided by it."""

    date: str
    command: str
    sample: str


class Thresholds(Frozen):
    """One file of bounds."""

    scorer: str = Field(pattern=r"^[a-z_0-9]+@[0-9a-f]{12}$")
    """Whose numbers they bound: name and hash as scores carry them, ``open_clip@3fa9…``."""
    calibrated: Calibrated
    gates: tuple[CalibratedGate, ...] = Field(min_length=1)
    same_person: float | None = None
    """Of face models: the cosine from which two faces are one person's."""
