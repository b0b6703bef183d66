"""What the Screenwriter is told and may decide: which piece of prose is what, and how a scene divides into beats."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen
from film.series import Mood


class Piece(Frozen):
    """A sentence or a quotation of the story. The words stay the writer's: answers name pieces by number."""

    id: int
    text: str
    quoted: bool
    paragraph: int
    hint: str = ""
    """A name that the words around a quotation attribute it to; or ``said`` for a piece that only attributes."""
    place: str = ""
    """A place that the piece names."""
    indoors: bool = False
    time: str = ""
    """A time that the piece names, ``NIGHT``."""


class AdaptedElement(Frozen):
    kind: Literal["action", "dialogue", "narration", "attribution"]
    """``attribution`` is "she said": it names the speaker and is not filmed."""
    pieces: list[int] = Field(min_length=1)
    who: str = ""
    """The speaker of a dialogue, by a name the story uses."""


class AdaptedScene(Frozen):
    setting: Literal["INT", "EXT"]
    place: str = Field(min_length=1, max_length=60)
    time: str = Field(default="DAY", max_length=30)
    elements: list[AdaptedElement]


class Adaptation(Frozen):
    scenes: list[AdaptedScene] = Field(min_length=1)
    reason: str = ""


class ElementFact(Frozen):
    """One element of a scene that is to be broken down."""

    id: str
    """``e1``: given for the question."""
    kind: Literal["action", "dialogue", "narration"]
    who: str = ""
    """Character id of the speaker."""
    text: str
    named: tuple[str, ...] = ()
    """Character ids that the text names."""
    overlaps: bool = False
    """Spoken over the element before it: they stay in one beat."""
    heat: float = 0.0
    """0..1, how heated its words are."""
    mood: Mood | None = None
    """The mood that its words suggest, if any."""


class BeatAnswer(Frozen):
    elements: list[str] = Field(min_length=1)
    present: list[str] = []
    intensity: float = Field(ge=0, le=1)


class BreakdownAnswer(Frozen):
    synopsis: str = Field(max_length=400)
    mood: Mood
    tempo_bpm: int = Field(ge=40, le=180)
    beats: list[BeatAnswer]
    reason: str = ""
