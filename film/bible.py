"""The Bible: who and what must look the same in every shot, by id.

Words first (``description``), and beside them the same facts as data, so that an engine that
builds meshes and an engine that reads prompts show the same person.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.assets import Asset
from film.base import Colour, Frozen, Text
from film.state import LightKind

TimeOfDay = Literal["dawn", "morning", "day", "magic_hour", "dusk", "night"]
Weather = Literal["clear", "overcast", "rain", "fog", "snow", "storm"]
HairStyle = Literal[
    "short", "quiff", "bun", "bob", "long", "curly", "braided", "bald", "covered",
    "ponytail", "afro", "dreadlocks", "undercut", "wavy",
]  # fmt: skip
FacialHair = Literal["none", "stubble", "moustache", "beard"]
Garment = Literal[
    "coat", "jacket", "suit", "dress", "sari", "kurta", "knit", "shirt", "uniform", "apron",
    "hoodie", "tshirt", "vest", "robe", "cloak", "overalls", "salwar",
]  # fmt: skip
"""What is worn above all. ``salwar`` is a kameez over loose trousers, its dupatta the accent."""
Headwear = Literal["none", "cap", "hat", "turban", "scarf", "hood", "helmet", "beanie", "peaked_cap"]
Legwear = Literal["garment", "trousers", "jeans", "skirt", "shorts", "leggings", "dhoti", "bare"]
"""``garment``: what belongs under the garment, trousers under a coat and nothing under a dress."""
Pattern = Literal["plain", "striped", "checked", "floral", "dotted"]
Footwear = Literal["garment", "shoes", "boots", "trainers", "sandals", "barefoot"]
Service = Literal["police", "nurse", "soldier", "waiter"]


class Identity(Frozen):
    """What makes a face and a body this person's, whatever they wear."""

    presents: Literal["woman", "man", "androgynous"] = "androgynous"
    age: int = Field(default=35, ge=4, le=100)
    """Years."""
    skin_tone: float = Field(default=5.0, ge=1.0, le=10.0)
    """Monk skin tone scale, 1 lightest .. 10 darkest."""
    hair: HairStyle = "short"
    hair_colour: Colour = "#2b1d14"
    facial_hair: FacialHair = "none"
    eye_colour: Colour = "#4a3520"
    glasses: bool = False
    freckles: bool = False
    build: Literal["slim", "average", "athletic", "heavy"] = "average"
    height_m: float = Field(default=1.70, ge=0.9, le=2.2)
    face_seed: int = Field(default=0, ge=0)
    """Draws what words leave open (jaw, nose, brow, eye spacing, lips). Fixed with the person."""


class Wardrobe(Frozen):
    """One outfit of one character."""

    id: str
    garment: Garment = "shirt"
    top_colour: Colour = "#44546a"
    under_colour: Colour = "#c8c2b4"
    legs_colour: Colour = "#23262e"
    accent_colour: Colour | None = None
    """Scarf, tie, dupatta or apron band; None wears none."""
    headwear: Headwear = "none"
    legs: Legwear = "garment"
    pattern: Pattern = "plain"
    """Of the garment itself, on its top colour."""
    footwear: Footwear = "garment"
    service: Service = "police"
    """Whose uniform a ``uniform`` is."""
    torn: bool = False
    """Ragged hems and worn patches."""
    gloves: bool = False
    description: Text = {}


class Voice(Frozen):
    """How a character sounds on the built-in synthesiser."""

    variant: str = "m3"
    """espeak-ng voice variant (m1-m8, f1-f5), joined to the line's language."""
    pitch: int = Field(default=50, ge=0, le=99)
    rate_wpm: int = Field(default=160, ge=80, le=320)
    gain_db: float = Field(default=0.0, ge=-24, le=12)


class Character(Frozen):
    id: str
    name: str
    """As the script cues it."""
    aliases: tuple[str, ...] = ()
    description: Text = {}
    identity: Identity = Identity()
    wardrobe: tuple[Wardrobe, ...] = ()
    """The first is worn wherever a scene names no other."""
    voice: Voice = Voice()
    references: tuple[Asset, ...] = ()
    """Pictures of this person that the user gave."""
    given: bool = False
    """True when the user's own bible wrote this record: the crew does not change it."""


class Place(Frozen):
    id: str
    name: str
    set: str = "neutral"
    """The built-in stage's set for it."""
    interior: bool = False
    description: Text = {}
    dressing: tuple[str, ...] = ()
    """Nouns of the script that the place shows."""
    seed: int = Field(default=0, ge=0)
    neon: bool = False
    references: tuple[Asset, ...] = ()
    given: bool = False


class Prop(Frozen):
    id: str
    name: str
    description: Text = {}
    owner: str | None = None
    """Character id of who carries it."""


class SceneContinuity(Frozen):
    """What the Continuity Supervisor fixes for one scene."""

    scene_id: str
    place_id: str
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    light: LightKind | None = None
    """A kind of light by name for all of the scene: by candle, by the moon. A shot's own rig comes first."""
    wardrobe: dict[str, str] = {}
    """Character id -> wardrobe id."""
    screen_side: dict[str, Literal["left", "right"]] = {}
    """Character id -> the side of the frame they keep while the line of action holds."""
    props: tuple[str, ...] = ()


class Bible(Frozen):
    characters: tuple[Character, ...] = ()
    places: tuple[Place, ...] = ()
    props: tuple[Prop, ...] = ()
    scenes: tuple[SceneContinuity, ...] = ()

    def character(self, character_id: str) -> Character:
        """Raises KeyError when the Bible lacks ``character_id``."""
        return _by_id(self.characters, character_id)

    def place(self, place_id: str) -> Place:
        """Raises KeyError when the Bible lacks ``place_id``."""
        return _by_id(self.places, place_id)

    def scene(self, scene_id: str) -> SceneContinuity:
        """Raises KeyError when no continuity was written for ``scene_id``."""
        for entry in self.scenes:
            if entry.scene_id == scene_id:
                return entry
        raise KeyError(scene_id)

    def worn(self, character_id: str, scene_id: str) -> Wardrobe:
        """What the character wears in that scene: the named outfit, else their first, else a plain one."""
        character = self.character(character_id)
        named = self.scene(scene_id).wardrobe.get(character_id)
        for outfit in character.wardrobe:
            if outfit.id == named:
                return outfit
        return character.wardrobe[0] if character.wardrobe else Wardrobe(id=f"{character_id}/plain")


def _by_id(records: tuple, wanted: str):
    for record in records:
        if record.id == wanted:
            return record
    raise KeyError(wanted)
