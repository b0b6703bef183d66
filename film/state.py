"""The complete visual state of a shot: camera, light, look and style, as frozen, diffable data."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from pydantic import Field

from film.assets import Asset
from film.base import Colour, Frozen

ShotSize = Literal[
    "extreme_wide", "wide", "full", "medium_full", "medium", "medium_close", "close", "extreme_close"
]
SHOT_SIZES: tuple[ShotSize, ...] = (
    "extreme_wide", "wide", "full", "medium_full", "medium", "medium_close", "close", "extreme_close",
)  # fmt: skip
"""From widest to closest: ``+1`` in this tuple is one size closer."""

Angle = Literal["eye_level", "low", "high", "overhead", "dutch"]
MoveKind = Literal[
    "lock_off", "pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "handheld", "follow",
    "crane", "whip_pan", "rack_focus", "dolly_zoom",
]  # fmt: skip
Easing = Literal["linear", "ease_in", "ease_out", "ease_in_out"]


class Move(Frozen):
    kind: MoveKind = "lock_off"
    speed: float = Field(default=1.0, ge=0.1, le=4.0)
    """Times the usual speed of that move; the distance grows with it."""
    easing: Easing = "ease_in_out"
    direction: Literal["left", "right", "up", "down", "in", "out"] = "right"
    target: str | None = None
    """Character id on whom a whip pan or a rack focus ends. None is the next subject, after the first."""


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

    def ends_on(self, seen: Container[str]) -> str | None:
        """Whom a whip pan or a rack focus ends on, of those who are seen; None for other moves and empty frames.

        The move's target, else the next subject after the first. Past a shoulder a pull of focus goes to the face.
        """
        if self.move.kind not in ("whip_pan", "rack_focus") or not self.subjects:
            return None
        if self.move.target is not None and self.move.target in seen:
            return self.move.target
        return self.subjects[1 if len(self.subjects) > 1 else 0]


LightKind = Literal[
    "dawn", "morning", "hard_noon", "overcast", "magic_hour", "dusk", "blue_hour", "moonlight", "neon_night",
    "practical", "candle", "storm",
]  # fmt: skip


class LightRig(Frozen):
    """The light on the set. None leaves it to the time of day and the weather."""

    preset: LightKind | None = None
    """A kind of light by name: it stands for hour and weather, and every field below still bends it."""
    key_azimuth_deg: float | None = Field(default=None, ge=-360, le=360)
    """From where the key comes, degrees clockwise from the set's axis."""
    key_elevation_deg: float | None = Field(default=None, ge=-10, le=90)
    key_kelvin: float | None = Field(default=None, ge=1500, le=20000)
    key_stops: float = Field(default=0.0, ge=-6, le=6)
    fill_stops: float = Field(default=0.0, ge=-6, le=6)
    practical_stops: float = Field(default=0.0, ge=-6, le=6)
    exposure_stops: float = Field(default=0.0, ge=-6, le=6)


class Look(Frozen):
    """What the lens and the stock do to the picture while it is shot: numbers alone, whatever the look was called.

    A named look (``configs/looks``) is written into these when a film is planned or a note is followed, so that a
    version keeps what it was made with.
    """

    grain: float = Field(default=0.25, ge=0, le=1)
    vignette: float = Field(default=0.35, ge=0, le=1)
    bloom: float = Field(default=0.5, ge=0, le=1)
    saturation: float = Field(default=1.0, ge=0, le=2)
    contrast: float = Field(default=1.0, ge=0.5, le=2)
    grain_size: float = Field(default=1.0, ge=0.5, le=4)
    """Size of the clumps: 1 is 35 mm, 2 is 16 mm."""
    grain_colour: float = Field(default=0.0, ge=0, le=1)
    """How far the dye layers have grain of their own; 0 is grain in brightness alone."""
    halation: float = Field(default=0.0, ge=0, le=1)
    """The red ring that a film without backing shows around lamps."""
    flare: float = Field(default=0.0, ge=0, le=1)
    """Horizontal streaks of an anamorphic lens through bright lamps."""
    flare_colour: Colour = "#4a90ff"
    squeeze: float = Field(default=1.0, ge=1, le=2)
    """Height over width of a light out of focus: 2 is a scope lens. The field of view stays."""
    barrel: float = Field(default=0.0, ge=-0.08, le=0.08)
    """How far the corners are drawn in, as a share of their distance; less than 0 is a pincushion."""
    edge_softness: float = Field(default=0.0, ge=0, le=1)
    monochrome: float = Field(default=0.0, ge=0, le=1)
    """How far the picture is black and white."""
    filter_colour: Colour = "#ffffff"
    """Of the glass before the lens of a black and white stock: red darkens skies, green lifts leaves."""
    silver: float = Field(default=0.0, ge=0, le=1)
    """Silver left in the print, as a bleach bypass does: harder and paler."""
    palette_colour: Colour = "#ff9a5a"
    """One end of the two colours that a palette is drawn towards; the other lies opposite."""
    palette: float = Field(default=0.0, ge=0, le=1)
    """How far colours are drawn towards those two; skin lies near the default and stays."""
    shadow_tint: Colour = "#808080"
    """What deep tones are toned with; the middle grey ``#808080`` leaves them."""
    highlight_tint: Colour = "#808080"
    toning: float = Field(default=0.0, ge=0, le=1)
    """How strongly both tones are laid on."""
    fade: float = Field(default=0.0, ge=0, le=1)
    """How far black is lifted and white held down, as in an old or a pastel print."""
    lut: Asset | None = None
    """A .cube table of the user's, applied last to display BT.709; the file lies in the run's assets."""
    lut_strength: float = Field(default=1.0, ge=0, le=1)


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
    looks: tuple[str, ...] = ()
    """Named looks that a script asks for; once the film is planned they are numbers in ``look``, and this is empty."""
