"""Scores, the gates they must pass, and the verdict that follows.

A score that cannot be taken is ``unknown``: never 0, never a pass.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen

Part = Literal["keyframe", "clip"]
Status = Literal["pass", "fail", "unknown", "not_applicable"]


class Score(Frozen):
    """One measure taken on one take's files."""

    measure: str
    """``black``, ``flicker``, ``cast_seen``, ``clip_text``… one name per measure everywhere."""
    value: float | None = None
    """None when it is unknown or does not apply."""
    status: Literal["measured", "unknown", "not_applicable"] = "measured"
    evidence: dict[str, float | int | str | bool] = {}
    """Small facts that explain the value: the worst frame, a count, what is missing."""
    scorer: str
    """Name and content hash of what measured it, ``picture@1`` or ``open_clip@3fa9…``."""
    provenance: Literal["decoded", "engine_masks"] = "decoded"
    """Measured on decoded files, or on the engine's own masks."""


class Gate(Frozen):
    """A bound on one measure. Bounds live in configs/ with their evidence beside them."""

    measure: str
    part: Part
    at_least: float | None = None
    at_most: float | None = None
    guard: float = Field(default=0.0, ge=0)
    """A band inside the bound that also fails: scores drift a little between builds."""
    spread: float | None = Field(default=None, gt=0)
    """By how much good takes differ among themselves, one standard deviation: what a miss is counted in. None counts
    it in the bound itself."""
    evidence: str = ""
    """Where the bound comes from."""


class Finding(Frozen):
    """One gate's answer."""

    measure: str
    status: Status
    value: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    spread: float | None = None
    required: bool = False
    why: str = ""


class Verdict(Frozen):
    """What the gates say of one part of one take."""

    part: Part
    status: Literal["pass", "fail", "unknown"]
    """unknown: nothing failed, but a required gate has no score."""
    findings: tuple[Finding, ...] = ()
    merit: float = 0.0
    """Orders takes that did not pass: the share of gates passed less the worst miss, -1 .. 1. Higher is better."""

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.status == "fail")
