"""The complete visual state of a shot: camera, light, look and style, as frozen, diffable data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen

ShotSize = Literal[
    "extreme_wide", "wide", "full", "medium_full", "medium", "medium_close", "close", "extreme_close"
]
SHOT_SIZES: tuple[ShotSize, ...] = (
    "extreme_wide", "wide", "full", "medium_full", "medium", "medium_close", "close", "extreme_close",
)  # fmt: skip
"""From widest to closest: ``+1`` in this tuple is one size closer."""

Angle = Literal["eye_level", "low", "high", "overhead", "dutch"]
MoveKind = Literal[
    "lock_off", "pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "handheld", "follow"
]
Easing = Literal["linear", "ease_in", "ease_out", "ease_in_out"]


class Move(Frozen):
    kind: MoveKind = "lock_off"
    speed: float = Field(default=1.0, ge=0.1, le=4.0)
    """Times the usual speed of that move; the distance grows with it."""
    easing: Easing = "ease_in_out"
    direction: Literal["left", "right", "up", "down", "in", "out"] = "right"


class Camera(Frozen):
    size: ShotSize = "medium"
    angle: Angle = "eye_level"
    focal_mm: float = Field(default=40.0, ge=8, le=400)
    """Against a 36 mm wide sensor."""
    f_stop: float = Field(default=4.0, ge=0.7, le=64)
    move: Move = Move()
    subjects: tuple[str, ...] = ()
    """Character ids the frame is composed on, the most important first. Empty frames the place."""
    over: str | None = None
    """Character id whose shoulder stands in the foreground."""
    side: Literal["left", "right"] = "left"
    """On which side of the scene's line of action the camera stands; one scene keeps one."""
    swing_deg: float = Field(default=0.0, ge=-80, le=80)
    """How far the camera is swung from that framing's usual place toward the line, degrees."""


class LightRig(Frozen):
    """The light on the set. None leaves it to the time of day and the weather."""

    key_azimuth_deg: float | None = Field(default=None, ge=-360, le=360)
    """From where the key comes, degrees clockwise from the set's axis."""
    key_elevation_deg: float | None = Field(default=None, ge=-10, le=90)
    key_kelvin: float | None = Field(default=None, ge=1500, le=20000)
    key_stops: float = Field(default=0.0, ge=-6, le=6)
    fill_stops: float = Field(default=0.0, ge=-6, le=6)
    practical_stops: float = Field(default=0.0, ge=-6, le=6)
    exposure_stops: float = Field(default=0.0, ge=-6, le=6)


class Look(Frozen):
    """What the lens and the stock do to the picture while it is shot."""

    grain: float = Field(default=0.25, ge=0, le=1)
    vignette: float = Field(default=0.35, ge=0, le=1)
    bloom: float = Field(default=0.5, ge=0, le=1)
    saturation: float = Field(default=1.0, ge=0, le=2)
    contrast: float = Field(default=1.0, ge=0.5, le=2)


class StyleWeight(Frozen):
    style: str
    weight: float = Field(default=1.0, ge=0, le=1)


class VisualState(Frozen):
    """Everything about a shot's picture that is not who, where and what happens."""

    camera: Camera = Camera()
    light: LightRig = LightRig()
    look: Look = Look()
    styles: tuple[StyleWeight, ...] = ()
    """Empty is the stage's own natural style."""
