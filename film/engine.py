"""What an engine says of itself before it is asked for anything."""

from __future__ import annotations

from typing import Literal

from film.base import Frozen
from film.state import MoveKind

Tunable = Literal["emphasis", "identity_strength", "length"]
"""Fields of ``film.plan.Tuning``."""


class Abilities(Frozen):
    """What the Director may ask of an engine, and what it costs in time."""

    engine: str
    """``stage``, ``diffusers:sdxl``…: also part of a take's id."""
    sets: tuple[str, ...] = ()
    """Place names it knows; empty means that it reads the description instead."""
    moves: tuple[MoveKind, ...] = ()
    """Camera moves it makes truthfully; empty means that it can only be asked in words."""
    styles: tuple[str, ...] = ()
    """That can be asked for; filled from the style files where the engine paints or reads."""
    paints: bool = False
    """True when it paints the passes of any style; an engine that reads prompts is told a style in words."""
    max_clip_s: float = 10.0
    max_cast: int = 4
    makes: tuple[Literal["keyframe", "clip"], ...] = ("keyframe", "clip")
    masks: bool = False
    """True when it writes exact cast masks beside a picture."""
    tunes: tuple[Tunable, ...] = ()
    """What of a plan's ``tuning`` it follows; nothing else of it is worth a take."""
    prompt_tokens: int | None = None
    """The text encoder's limit; None reads no prompt."""
    sameness: Literal["files", "frames", "scores"] = "scores"
    """What two renders of one slate on one machine and build share: equal files, equal decoded frames, or scores."""
    footprint_gb: float = 1.0
    """Memory it holds while loaded."""
    seconds_per_frame: float = 0.1
    """A guess for one worker at 540 lines, encoding and scoring included; ``plan`` scales it by the picture's area."""
