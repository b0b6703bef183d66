"""What the Continuity Supervisor is told and may decide: people, places, scenes, conflicts, shots to shoot again."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from film.base import Colour, Frozen
from film.bible import FacialHair, Garment, HairStyle, Headwear, TimeOfDay, Weather
from film.edits import Edit
from film.state import LightKind


class Look(Frozen):
    """How somebody already cast looks, so that the next person can be told apart."""

    name: str
    presents: str
    hair: str
    hair_colour: Colour
    skin_tone: float
    top_colour: Colour


class PersonAnswer(Frozen):
    """One character as the script's words say; what they leave open is chosen."""

    description: str = Field(max_length=300)
    presents: Literal["woman", "man", "androgynous"]
    age: int = Field(ge=4, le=100)
    skin_tone: float = Field(ge=1, le=10)
    hair: HairStyle
    hair_colour: Colour
    facial_hair: FacialHair
    glasses: bool = False
    freckles: bool = False
    build: Literal["slim", "average", "athletic", "heavy"]
    height_m: float = Field(ge=0.9, le=2.2)
    garment: Garment
    top_colour: Colour
    under_colour: Colour
    legs_colour: Colour
    accent_colour: Colour | None = None
    headwear: Headwear = "none"
    wardrobe: str = Field(max_length=200)
    reason: str = ""


class PlaceAnswer(Frozen):
    set: str
    interior: bool
    description: str = Field(max_length=300)
    dressing: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=12)
    neon: bool = False
    reason: str = ""


class SceneAnswer(Frozen):
    time_of_day: TimeOfDay
    weather: Weather
    light: LightKind | None = None
    """Only where the script says how it is lit: by a candle, by the moon."""
    left: list[str] = []
    """Character ids that keep the left of the frame."""
    right: list[str] = []
    reason: str = ""


class ConflictAnswer(Frozen):
    shot_id: str
    """Empty when it is about the whole scene."""
    sentence: str = Field(min_length=1, max_length=300)


class SupervisionAnswer(Frozen):
    conflicts: list[ConflictAnswer] = Field(default=[], max_length=20)
    reason: str = ""


class AgainAnswer(Frozen):
    shot_id: str
    edits: list[Edit] = Field(min_length=1, max_length=4)
    reason: str = Field(min_length=1, max_length=300)


class ReviewAnswer(Frozen):
    again: list[AgainAnswer] = []
    reason: str = ""
