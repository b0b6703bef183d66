"""What the Screenwriter may answer while a screenplay is written from one line: a step at a time, each of them small."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen

Time = Literal["DAWN", "MORNING", "DAY", "EVENING", "DUSK", "NIGHT"]


class LoglineAnswer(Frozen):
    title: str = Field(min_length=1, max_length=60)
    logline: str = Field(min_length=10, max_length=240)
    reason: str = ""


class PersonIdea(Frozen):
    name: str = Field(min_length=1, max_length=30)
    age: int = Field(ge=4, le=100)
    look: str = Field(min_length=3, max_length=120)
    """``a keeper in a navy coat, grey hair``."""


class PeopleAnswer(Frozen):
    people: list[PersonIdea] = Field(min_length=1, max_length=6)
    reason: str = ""


class SceneIdea(Frozen):
    setting: Literal["INT", "EXT"]
    place: str = Field(min_length=1, max_length=40)
    time: Time
    who: list[str] = Field(min_length=1, max_length=6)
    """Ids of the people in it."""
    length: Literal["short", "normal", "long"] = "normal"
    synopsis: str = Field(min_length=10, max_length=200)


class OutlineAnswer(Frozen):
    scenes: list[SceneIdea] = Field(min_length=1, max_length=8)
    reason: str = ""


class WrittenElement(Frozen):
    kind: Literal["action", "dialogue"]
    who: str = ""
    """Id of the speaker of a dialogue."""
    how: str = Field(default="", max_length=40)
    """How it is said: ``quietly``."""
    text: str = Field(min_length=1, max_length=300)


class SceneText(Frozen):
    elements: list[WrittenElement] = Field(min_length=1, max_length=60)
    reason: str = ""
