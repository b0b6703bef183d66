"""What the Director is told and may decide about a scene's coverage.

An answer holds choices only. What follows from them (durations from the recordings, lens from the
size, ids, the side of the line) is worked out in ``crew.shooting``, for a model and for house rules alike.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from film.base import Frozen
from film.series import Mood, Verb
from film.state import Angle, MoveKind, ShotSize

Expression = Literal["neutral", "happy", "sad", "angry", "afraid", "surprised", "tender", "stern"]
Kind = Literal["establishing", "master", "two_shot", "single", "over_shoulder", "reaction", "insert", "follow"]
Direction = Literal["left", "right", "up", "down", "in", "out"]
Sort = Literal["", "follow", "reveal", "arrive", "search", "silence"]


class PersonFact(Frozen):
    id: str
    name: str
    side: Literal["left", "right"] | None = None


class DeedFact(Frozen):
    """What somebody does in a sentence of action."""

    who: str
    verb: Verb
    expression: Expression = "neutral"


class CameraFact(Frozen):
    """A move that the script itself asks for."""

    move: MoveKind
    direction: Direction | None = None
    speed: float | None = None
    target: str | None = None
    """On whom it ends."""
    alone: bool = False
    """True when the sentence says nothing else: "WHIP PAN TO:" is about what comes next."""


class SentenceFact(Frozen):
    """One sentence (or two short ones) of an action beat: room for one shot."""

    text: str
    people: tuple[str, ...] = ()
    """Named or meant by it."""
    deeds: tuple[DeedFact, ...] = ()
    sort: Sort = ""
    """What the camera has to tell."""
    props: tuple[str, ...] = ()
    camera: CameraFact | None = None


class LineFact(Frozen):
    id: str
    who: str
    text: str
    seconds: float
    word_ends_s: tuple[float, ...] = ()
    """When each word ends, seconds from the line's start; empty when it cannot be divided."""
    off_screen: bool = False
    overlaps_previous: bool = False
    expression: Expression = "neutral"


class BeatFact(Frozen):
    id: str
    kind: Literal["action", "dialogue"]
    present: tuple[str, ...] = ()
    intensity: float = 0.3
    lines: tuple[LineFact, ...] = ()
    sentences: tuple[SentenceFact, ...] = ()


class SceneFact(Frozen):
    heading: str
    place: str
    set: str
    interior: bool
    time_of_day: str
    weather: str
    mood: Mood
    first_of_episode: bool
    place_changed: bool
    time_jump: bool
    last_of_episode: bool = False


class LimitFact(Frozen):
    min_shot_s: float
    max_shot_s: float
    max_cast: int
    moves: tuple[MoveKind, ...] = ()
    """Camera moves that the engine makes; empty for all."""


class CoverFacts(Frozen):
    """All the Director is told about one scene."""

    scene: SceneFact
    people: tuple[PersonFact, ...] = ()
    beats: tuple[BeatFact, ...] = ()
    limits: LimitFact


class SpokenAnswer(Frozen):
    line: str
    first: int | None = Field(default=None, ge=0)
    """Index of the first word heard; None for the line's start."""
    end: int | None = Field(default=None, ge=1)
    """Index after the last word heard; None for the line's end."""


class DoingAnswer(Frozen):
    who: str
    verb: Verb = "stand"
    toward: str | None = None
    expression: Expression = "neutral"


class ShotAnswer(Frozen):
    kind: Kind
    size: ShotSize
    angle: Angle = "eye_level"
    move: MoveKind = "lock_off"
    speed: float = Field(default=1.0, ge=0.1, le=3)
    direction: Direction = "right"
    target: str | None = None
    """On whom a whip pan or a rack focus ends; null is the next subject."""
    subjects: list[str] = Field(default=[], max_length=8)
    """Who the frame is composed on, the most important first. Empty frames the place."""
    over: str | None = None
    """Whose shoulder stands in the foreground of an over_shoulder."""
    doing: list[DoingAnswer] = []
    spoken: list[SpokenAnswer] = []
    hold_s: float = Field(default=0.3, ge=0, le=10)
    """A silent shot's whole length; otherwise the silence kept after the last word."""
    brief: str = Field(max_length=300)

    @model_serializer(mode="wrap")
    def _without_no_target(self, as_usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Few shots end on anybody: a target that is not there takes no room in an answer."""
        written = as_usual(self)
        if written.get("target") is None:
            written.pop("target", None)
        return written


class CoverageAnswer(Frozen):
    """A scene's coverage as answered."""

    shots: list[ShotAnswer] = Field(min_length=1)
    reason: str = ""
