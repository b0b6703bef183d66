"""A screenplay as read: what the writer wrote, in order, with nothing added and nothing lost.

Every element carries the line it came from, so that an error or a note can point at it. Ids are
given by the reader once (``ep01/sc003/ln0010``) and stay when a script is read again unchanged.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from film.base import Frozen, LanguageTag, Text


class Heading(Frozen):
    """A scene heading, as typed and as understood."""

    text: str
    """``INT. KITCHEN - NIGHT`` as typed, without the scene number."""
    setting: Literal["INT", "EXT", "INT/EXT", ""] = ""
    place: str = ""
    """``KITCHEN``: between the setting and the time."""
    time: str = ""
    """``NIGHT``, ``CONTINUOUS``, ``RAAT``: after the last dash, as typed."""
    number: str = ""
    """The writer's scene number, ``12A``; empty when there is none."""


class Action(Frozen):
    kind: Literal["action"] = "action"
    id: str
    text: str
    centred: bool = False
    source_line: int = 0


class Dialogue(Frozen):
    """One speech. ``text`` is keyed by language; a script usually carries one, and may carry translations."""

    kind: Literal["dialogue"] = "dialogue"
    id: str
    character: str
    """The cue as typed, NFC, without extensions."""
    extension: str = ""
    """``V.O.``, ``O.S.``, ``CONT'D``…"""
    parentheticals: tuple[str, ...] = ()
    text: Text
    language: LanguageTag = "en"
    """The language it is spoken in: the key of ``text`` that the writer wrote first."""
    dual: bool = False
    """True for the second speaker of a dual dialogue: spoken over the one before."""
    lyric: bool = False
    source_line: int = 0


class Transition(Frozen):
    kind: Literal["transition"] = "transition"
    text: str
    source_line: int = 0


class Note(Frozen):
    """A writer's note or synopsis: kept for the crew, never filmed."""

    kind: Literal["note", "synopsis", "section"] = "note"
    text: str
    source_line: int = 0


Element = Annotated[Action | Dialogue | Transition | Note, Field(discriminator="kind")]


class ScreenplayScene(Frozen):
    id: str
    """``ep01/sc003``."""
    heading: Heading
    elements: tuple[Element, ...] = ()
    source_line: int = 0

    @property
    def dialogue(self) -> tuple[Dialogue, ...]:
        return tuple(element for element in self.elements if isinstance(element, Dialogue))


class ScreenplayEpisode(Frozen):
    id: str
    """``ep01``."""
    title: Text = {}
    scenes: tuple[ScreenplayScene, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()
    """(act title, id of its first scene), in order."""


class Screenplay(Frozen):
    title: Text = {}
    author: str = ""
    credits: dict[str, str] = {}
    """The other fields of the title page, as typed."""
    language: LanguageTag = "en"
    """The language that most lines are spoken in."""
    episodes: tuple[ScreenplayEpisode, ...]
    sources: tuple[str, ...] = ()
    """sha256 of each file read, in order."""
    readings: tuple[str, ...] = ()
    """What the reader had to decide (an encoding, a heading it guessed), in plain words."""

    @property
    def scenes(self) -> tuple[ScreenplayScene, ...]:
        return tuple(scene for episode in self.episodes for scene in episode.scenes)

    @property
    def lines(self) -> tuple[Dialogue, ...]:
        return tuple(line for scene in self.scenes for line in scene.dialogue)


class Story(Frozen):
    """Prose: paragraphs in order. The Screenwriter makes a Screenplay out of it."""

    title: Text = {}
    language: LanguageTag = "en"
    paragraphs: tuple[str, ...]
    source_lines: tuple[int, ...] = ()
    """The first line of each paragraph in the file."""
    sources: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
