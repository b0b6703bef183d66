"""A take: one attempt at one plan. What it was asked is its id; what made it is written beside it."""

from __future__ import annotations

from functools import cached_property

from film.base import Frozen
from film.canonical import sha256_of
from film.plan import ShotPlan


class Slate(Frozen):
    """What a take was asked to be. Equal slates have equal ids, on every machine."""

    plan: ShotPlan
    """As shot: remedies applied."""
    asked_sha256: str
    """Hash of the plan as directed, before any remedy."""
    attempt: int
    """1 is the first take of this plan."""
    seed: int
    engine: str
    parameters: dict[str, str | int | float | bool] = {}
    prompt: str = ""
    negative_prompt: str = ""
    models: dict[str, str] = {}
    """Role -> sha256 of the weights."""

    @cached_property
    def take_id(self) -> str:
        """sha256 of all that the picture depends on: plan, seed, engine and parameters, prompt, models."""
        return sha256_of(
            {
                "plan": self.plan,
                "seed": self.seed,
                "engine": self.engine,
                "parameters": self.parameters,
                "prompt": self.prompt,
                "negative_prompt": self.negative_prompt,
                "models": self.models,
            }
        )

    @property
    def name(self) -> str:
        """The take's folder: ``tk02-1f3a9c04``."""
        return f"tk{self.attempt:02d}-{self.take_id[:8]}"


class TakeFiles(Frozen):
    """The files of a finished take and what they hold, recorded once."""

    sha256: dict[str, str] = {}
    """Name within the take's folder -> hash: slate, pictures, and the engine's accounts and masks."""
    frames: int = 0
    fingerprint: dict[str, str] = {}
    """Versions, device and threads it was made with: recorded, not part of the id."""


def frame_id(slate: Slate, index: int) -> str:
    """Names one frame for ever: the take's id and the frame's index in its clip."""
    return f"{slate.take_id[:16]}#{index:05d}"
