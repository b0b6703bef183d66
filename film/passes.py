"""The passes a style is painted in, one after the other, each with a handful of numbers.

Lengths in pixels are pixels of a picture of 720 lines, so a style looks alike at every size. Shares run from 0 to 1.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from film.base import Colour, Frozen

Share = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[float, Field(ge=0, le=64)]

INK: Colour = "#16130f"


class Brush(Frozen):
    """Gathers detail into dabs of one colour that keep the edges of things."""

    kind: Literal["brush"] = "brush"
    radius_px: float = Field(default=4.0, gt=0, le=16)
    along: float = Field(default=1.0, ge=1, le=3)
    """How much longer than wide a dab is; it lies along the form."""
    crisp: Share = 0.6
    """0 soft like a blur .. 1 hard edges between dabs."""
    faces: Share = 0.45
    """Radius on skin, eyes and mouths as a share: faces stay readable."""
    relief: Share = 0.0
    """How much the bristles stand up and catch light."""
    bristle_px: float = Field(default=2.2, gt=0, le=16)
    variety: Share = 0.0
    """How much neighbouring dabs differ in colour."""


class Flat(Frozen):
    """Flat tones: things in their own colour, lit in a few steps, as a cel, a print or a sheet of paper is."""

    kind: Literal["flat"] = "flat"
    steps: int = Field(default=2, ge=1, le=6)
    """Tones of one colour on people."""
    scenery_steps: int = Field(default=4, ge=1, le=12)
    """Tones of one colour on the set."""
    softness: Share = 0.15
    """Width of the border between two tones as a share of a tone."""
    own: Share = 0.7
    """How much the colour is the thing's own and not the light's, on people."""
    scenery_own: Share = 0.3
    shadow: Colour = "#4a4a78"
    """What shadows lean to."""
    shade: Share = 0.55
    """Brightness of the darkest tone."""


class Lines(Frozen):
    """Drawn lines: outlines, creases, and what is drawn inside a face."""

    kind: Literal["lines"] = "lines"
    colour: Colour = INK
    width_px: float = Field(default=2.0, gt=0, le=12)
    people: Share = 1.0
    """Strength of outlines on people."""
    scenery: Share = 0.7
    """Strength of outlines on the set."""
    creases: Share = 0.4
    foliage: Share = 0.25
    features: Share = 0.8
    """Strength of what is drawn inside people: eyes, brows, lips, folds."""
    scenery_features: Share = 0.0
    fade_m: float = Field(default=40.0, ge=1, le=10000)
    """Lines are half as strong at this distance."""
    tinted: Share = 0.0
    """How much a line takes the colour of what it bounds."""
    wobble_px: Pixels = 0.0
    """How far a line strays; a hand draws none straight."""


class Hatching(Frozen):
    """Ink on paper: parallel lines that thicken in the dark, crossed in the darkest."""

    kind: Literal["hatching"] = "hatching"
    colour: Colour = INK
    paper: Colour = "#f1ead9"
    spacing_px: float = Field(default=6.0, ge=2, le=40)
    layers: int = Field(default=3, ge=1, le=4)
    light: float = Field(default=1.0, ge=0.2, le=4)
    """Above 1 leaves more paper white."""
    faces: float = Field(default=1.35, ge=0.2, le=4)
    """The same on skin, on top."""
    solid: Share = 0.14
    """Tone under which the ink is solid."""
    unevenness: Share = 0.4
    colourful: Share = 0.0
    """How much of the picture's own colour is washed under the ink."""


class Dots(Frozen):
    """Printed dots that grow with the dark, on the picture's own colours."""

    kind: Literal["dots"] = "dots"
    spacing_px: float = Field(default=9.0, ge=3, le=40)
    strength: Share = 0.5
    dark: Share = 0.15
    bright: Share = 0.75
    """Dots are printed between these tones."""
    angle_deg: float = Field(default=30.0, ge=-90, le=90)


class Pigment(Frozen):
    """Transparent colour in water: it pools at edges, settles in the paper's hollows and runs over the line."""

    kind: Literal["pigment"] = "pigment"
    edge: Share = 0.5
    """How dark the rim of a wash is."""
    flow: Share = 0.5
    """Large clouds in a wash."""
    granulation: Share = 0.4
    """Grains of pigment."""
    grain_px: float = Field(default=1.6, gt=0, le=16)
    bleed_px: Pixels = 3.0
    """How far colour runs beyond its border."""
    paper: Colour = "#faf6ec"
    white: Share = 0.35
    """How much the lights are left to the paper."""


class Paper(Frozen):
    """The sheet itself: tooth, fibre and an unpainted margin."""

    kind: Literal["paper"] = "paper"
    colour: Colour = "#f6f0e2"
    tooth: Share = 0.3
    grain_px: float = Field(default=1.6, gt=0, le=16)
    margin_px: float = Field(default=0.0, ge=0, le=120)
    """Width of the ragged border that the paint does not reach."""


class Glass(Frozen):
    """Panes of coloured glass in lead, lit from behind."""

    kind: Literal["glass"] = "glass"
    pane_px: float = Field(default=46.0, ge=12, le=160)
    lead_px: float = Field(default=3.4, gt=0, le=16)
    lead: Colour = "#0b0a0c"
    glow: Share = 0.6
    """Light that shines through around bright panes."""
    variety: Share = 0.5
    """How much panes of one colour differ."""
    richness: float = Field(default=1.5, ge=0, le=3)
    """Saturation of the glass."""
    painted: Share = 0.85
    """Strength of the brown lines painted on faces."""


class Layers(Frozen):
    """Sheets of paper, one behind the other, each throwing a soft shadow on the next."""

    kind: Literal["layers"] = "layers"
    shadow: Share = 0.6
    offset_px: Pixels = 7.0
    blur_px: Pixels = 6.0
    rim: Share = 0.35
    """Brightness of the cut edge."""
    fibre: Share = 0.3
    apart: float = Field(default=0.05, gt=0, le=1)
    """Share of its distance by which a thing must lie behind another to be on another sheet."""


class Grade(Frozen):
    """Colour and contrast."""

    kind: Literal["grade"] = "grade"
    exposure_stops: float = Field(default=0.0, ge=-3, le=3)
    contrast: float = Field(default=1.0, ge=0.2, le=3)
    pivot: Share = 0.45
    """The tone that contrast leaves where it is."""
    saturation: float = Field(default=1.0, ge=0, le=3)
    vibrance: float = Field(default=0.0, ge=-1, le=1)
    """Saturation of the paler colours alone; skin keeps its own."""
    shadows: Colour = "#000000"
    """What black becomes."""
    lights: Colour = "#ffffff"
    """What white becomes."""
    clarity: float = Field(default=0.0, ge=-1, le=1)
    """Contrast between a place and what is around it."""
    vignette: Share = 0.0
    faces_stops: float = Field(default=0.0, ge=-2, le=2)
    """Light added to skin before contrast: a face is never lost in it."""


class Rim(Frozen):
    """Light along the contour of people, and soft light around their forms."""

    kind: Literal["rim"] = "rim"
    strength: Share = 0.5
    width: Share = 0.4
    colour: Colour = "#fff0d8"
    wrap: Share = 0.3
    """How far light reaches around a form into its shadow."""
    bloom: Share = 0.2


Pass = Annotated[
    Brush | Flat | Lines | Hatching | Dots | Pigment | Paper | Glass | Layers | Grade | Rim, Field(discriminator="kind")
]
