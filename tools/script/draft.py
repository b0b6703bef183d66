"""The screenplay while it is being read: readers hand in elements in order, ids and episodes are made here.

Fountain and FDX share this, so that the same script gives the same ids from either file:
``ep01/sc003``, lines ``ep01/sc003/ln0010`` and actions ``ep01/sc003/ac0010``, in steps of ten.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from film.base import Text
from film.errors import ScriptError
from film.ids import episode_id, scene_id
from film.screenplay import (
    Action,
    Dialogue,
    Element,
    Heading,
    Note,
    Screenplay,
    ScreenplayEpisode,
    ScreenplayScene,
    Transition,
)
from tools.script.language import spoken_language, translation
from tools.script.names import clean_name

_EPISODE = re.compile(r"(?:EPISODE|EP|एपिसोड|कड़ी)\.? ?#?(\d{1,4}|[A-Z]{1,12})\b[\s.:\-–—]*", re.IGNORECASE)
_ACT = re.compile(r"(?:ACT|TEASER|COLD OPEN|PROLOGUE|EPILOGUE|अंक)(?![^\W_])", re.IGNORECASE)
_NUMBER_WORDS: tuple[str, ...] = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


@dataclass
class Speech:
    """One cue with what is said under it, before it has an id."""

    character: str
    line: int
    extension: str = ""
    dual: bool = False
    lyric: bool = False
    parentheticals: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    translations: Text = field(default_factory=dict)


@dataclass
class _OpenScene:
    id: str
    heading: Heading
    line: int
    elements: list[Element] = field(default_factory=list)
    lines: int = 0
    actions: int = 0


@dataclass
class _OpenEpisode:
    id: str = ""
    """Given with the first scene: an episode without scenes takes no number."""
    title: Text = field(default_factory=dict)
    scenes: list[_OpenScene] = field(default_factory=list)
    acts: list[tuple[str, int]] = field(default_factory=list)
    """(title, number of scenes before it)."""
    line: int = 1


class Draft:
    """Collects a screenplay's elements in the order they are read.

    Elements state their ``kind``: a record that is kept by what it states must still say what it is.
    """

    def __init__(self, name: str, language: str = "en") -> None:
        self.name = name
        self.language = language
        """What lines in Latin letters are spoken in."""
        self.readings: list[str] = []
        self._episodes = [_OpenEpisode()]
        self._with_scenes = 0
        """How many of the episodes have a scene."""
        self._held: list[Element] = []
        """Notes and transitions read before any scene: they open the next one."""

    def section(self, title: str, line: int, notes: list[str]) -> None:
        """A section: an episode, an act, or a note for the crew."""
        match = _EPISODE.match(title)
        number = _episode_number(match[1]) if match else None
        if match is not None and number is not None:
            self._open_episode(number, title[match.end() :].strip(), line, notes)
        elif _ACT.match(title):
            self._episodes[-1].acts.append((title, len(self._episodes[-1].scenes)))
            self._notes(notes, line)
        else:
            self._add(Note(kind="section", text=title, source_line=line))
            self._notes(notes, line)

    def heading(self, heading: Heading, line: int) -> None:
        episode = self._episodes[-1]
        if not episode.scenes:
            self._with_scenes += 1
            episode.id = episode_id(self._with_scenes)
        episode.scenes.append(_OpenScene(scene_id(episode.id, len(episode.scenes) + 1), heading, line, self._held))
        self._held = []

    def action(self, text: str, line: int, *, centred: bool = False) -> None:
        scene = self._scene(line)
        scene.actions += 10
        scene.elements.append(
            Action(kind="action", id=f"{scene.id}/ac{scene.actions:04d}", text=text, centred=centred, source_line=line)
        )

    def speech(self, speech: Speech) -> None:
        """A speech. One without words is an action: ``MEERA (nods)`` is something she does."""
        text = " ".join(speech.words)
        if not text:
            doing = ", ".join(speech.parentheticals)
            self.action(f"{speech.character} ({doing})" if doing else speech.character, speech.line)
            for tag, words in speech.translations.items():
                self.note(f"{tag}: {words}", speech.line)
            return
        scene = self._scene(speech.line)
        before = next((e for e in reversed(scene.elements) if not isinstance(e, Note)), None)
        dual = speech.dual and isinstance(before, Dialogue)
        if speech.dual and not dual:
            self.readings.append(f"line {speech.line}: a dual cue with no speech before it; spoken on its own")
        language = spoken_language(text, self.language)
        scene.lines += 10
        scene.elements.append(
            Dialogue(
                kind="dialogue",
                id=f"{scene.id}/ln{scene.lines:04d}",
                character=speech.character,
                extension=speech.extension,
                parentheticals=tuple(speech.parentheticals),
                text={language: text} | {tag: said for tag, said in speech.translations.items() if tag != language},
                language=language,
                dual=dual,
                lyric=speech.lyric,
                source_line=speech.line,
            )
        )
        if language in speech.translations:
            self.note(f"{language}: {speech.translations[language]}", speech.line)

    def transition(self, text: str, line: int) -> None:
        self._add(Transition(kind="transition", text=text, source_line=line))

    def note(self, text: str, line: int) -> None:
        """A note: the translation of the speech before it when it is tagged with a language, else for the crew."""
        tagged = translation(text)
        if tagged is None or not self._translate(*tagged, line):
            self._add(Note(kind="note", text=text, source_line=line))

    def synopsis(self, text: str, line: int) -> None:
        self._add(Note(kind="synopsis", text=text, source_line=line))

    def screenplay(self, *, title: Text, author: str, credits: dict[str, str], last_line: int) -> Screenplay:
        """The finished record.

        Raises:
            ScriptError: nothing that was read can be filmed.
        """
        if not self._with_scenes:
            found = "a title page and nothing that can be filmed" if title or author or credits else "no scene"
            raise ScriptError(self.name, last_line, found, "a scene heading such as INT. KITCHEN - NIGHT, and a scene")
        # What waits for a scene that never came belongs to the last one there is.
        next(episode for episode in reversed(self._episodes) if episode.scenes).scenes[-1].elements.extend(self._held)
        episodes = []
        for episode in self._episodes:
            if episode.scenes:
                episodes.append(_closed(episode))
            elif episode.title:
                told = next(iter(episode.title.values()))
                self.readings.append(f"line {episode.line}: episode {told!r} has no scene and makes no film")
        spoken = Counter(line.language for episode in episodes for scene in episode.scenes for line in scene.dialogue)
        language = max(spoken, key=lambda tag: (spoken[tag], tag == self.language, tag)) if spoken else self._read_in()
        return Screenplay(
            title=title,
            author=author,
            credits=credits,
            language=language,
            episodes=tuple(episodes),
            readings=tuple(f"{self.name}: {reading}" for reading in self.readings),
        )

    def _open_episode(self, number: int, title: str, line: int, notes: list[str]) -> None:
        told = title or f"Episode {number}"
        titles: Text = {spoken_language(told, self.language): told}
        for note in notes:
            tagged = translation(note)
            if tagged is None:
                self._held.append(Note(kind="note", text=note, source_line=line))
            else:
                titles.setdefault(*tagged)
        self._episodes.append(_OpenEpisode(title=titles, line=line))
        place = self._with_scenes + 1
        if number != place:
            self.readings.append(f"line {line}: episode {number} is number {place} of this script: {episode_id(place)}")

    def _scene(self, line: int) -> _OpenScene:
        """The scene being read. What comes before the first heading gets a scene of its own."""
        scenes = self._episodes[-1].scenes
        if not scenes:
            self.readings.append(f"line {line}: the episode opens without a scene heading; a scene was opened for it")
            self.heading(Heading(text=""), line)
        return scenes[-1]

    def _add(self, element: Element) -> None:
        scenes = self._episodes[-1].scenes
        (scenes[-1].elements if scenes else self._held).append(element)

    def _notes(self, notes: list[str], line: int) -> None:
        for note in notes:
            self._add(Note(kind="note", text=note, source_line=line))

    def _translate(self, tag: str, words: str, line: int) -> bool:
        """Gives the last speech its words in ``tag``; False when no speech stands right before, or it has that tag."""
        scenes = self._episodes[-1].scenes
        elements = scenes[-1].elements if scenes else []
        if not elements or not isinstance(elements[-1], Dialogue):
            return False
        if tag in elements[-1].text:
            self.readings.append(f"line {line}: a second text in {tag!r} for one speech; kept as a note")
            return False
        # The record has not left the draft yet; a copy for every tag would cost the square of their number.
        elements[-1].text[tag] = words
        return True

    def _read_in(self) -> str:
        """The language of a film without dialogue: that of its actions."""
        actions = [
            element.text
            for episode in self._episodes
            for scene in episode.scenes
            for element in scene.elements
            if isinstance(element, Action)
        ]
        return spoken_language(" ".join(actions), self.language)


def split_cue(cue: str) -> tuple[str, str]:
    """(name in NFC, extensions joined by commas) of ``MEERA (V.O.) (CONT'D)``."""
    name, _, rest = cue.partition("(")
    extensions = [part.replace("(", " ").strip() for part in rest.split(")")]
    return clean_name(name), ", ".join(clean_name(part) for part in extensions if part)


def _episode_number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return _NUMBER_WORDS.index(word.lower()) if word.lower() in _NUMBER_WORDS else None


def _closed(episode: _OpenEpisode) -> ScreenplayEpisode:
    scenes = tuple(
        ScreenplayScene(id=scene.id, heading=scene.heading, elements=tuple(scene.elements), source_line=scene.line)
        for scene in episode.scenes
    )
    acts = tuple((title, scenes[before].id) for title, before in episode.acts if before < len(scenes))
    return ScreenplayEpisode(id=episode.id, title=episode.title, scenes=scenes, acts=acts)
