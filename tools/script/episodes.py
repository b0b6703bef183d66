"""Several files of one kind joined to one script: episodes are numbered on, and every id follows its episode."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from film.bible import Bible
from film.errors import ScriptError
from film.ids import episode_id
from film.screenplay import Screenplay, Story
from film.series import Series
from tools.script.reading import ScriptReading

_ID = re.compile(r"[\w-]+(?:/[\w-]+)*")


def joined(parts: Sequence[tuple[ScriptReading, str]]) -> ScriptReading:
    """One reading out of those of several files, each given with the name of its file.

    Raises:
        ScriptError: the files are of different kinds, or their Bibles contradict each other.
    """
    (first, first_name), *others = parts
    if not others:
        return first
    for reading, name in others:
        if type(reading.script) is not type(first.script):
            kinds = f"a {type(reading.script).__name__}, and {first_name} is a {type(first.script).__name__}"
            raise ScriptError(name, None, kinds, "files of one kind, each an episode")
    scripts = [reading.script for reading, _ in parts]
    said = tuple(sentence for reading, _ in parts for sentence in reading.readings)
    if isinstance(first.script, Story):
        return ScriptReading(_stories([s for s in scripts if isinstance(s, Story)]), {}, said)
    if isinstance(first.script, Screenplay):
        return ScriptReading(_screenplays([s for s in scripts if isinstance(s, Screenplay)]), {}, said)
    films = []
    episodes = 0
    for reading, name in parts:
        assert isinstance(reading.script, Series)
        ids = _new_ids(reading.script, episodes)
        films.append((renamed(reading.script, ids), name))
        episodes += len(reading.script.episodes)
    assets = {sha256: path for reading, _ in parts for sha256, path in reading.assets.items()}
    return ScriptReading(_films(films), assets, said)


def renamed(value: Any, ids: dict[str, str]) -> Any:
    """``value`` with every id under an episode of ``ids`` moved to the new episode id. What a record states and what it
    leaves at its default (``model_fields_set``) stays as it was."""
    if isinstance(value, BaseModel):
        stated = {key: getattr(value, key) for key in type(value).model_fields if key in value.model_fields_set}
        return value.model_copy(update={key: renamed(item, ids) for key, item in stated.items()})
    if isinstance(value, tuple):
        return tuple(renamed(item, ids) for item in value)
    if isinstance(value, dict):
        return {_renamed_id(key, ids): renamed(item, ids) for key, item in value.items()}
    return _renamed_id(value, ids) if isinstance(value, str) else value


def _renamed_id(text: str, ids: dict[str, str]) -> str:
    episode, slash, rest = text.partition("/")
    if episode not in ids or not _ID.fullmatch(text):
        return text
    return ids[episode] + slash + rest


def _new_ids(script: Screenplay | Series, before: int) -> dict[str, str]:
    """Old episode id -> new one, when ``before`` episodes stand in front."""
    numbered = enumerate(script.episodes, start=before + 1)
    return {episode.id: episode_id(number) for number, episode in numbered}


def _stories(parts: list[Story]) -> Story:
    """One story told through: prose has no episodes of its own."""
    return Story(
        title=next((part.title for part in parts if part.title), {}),
        language=parts[0].language,
        paragraphs=tuple(paragraph for part in parts for paragraph in part.paragraphs),
        source_lines=tuple(line for part in parts for line in part.source_lines),
        sources=tuple(source for part in parts for source in part.sources),
        readings=tuple(reading for part in parts for reading in part.readings),
    )


def _screenplays(parts: list[Screenplay]) -> Screenplay:
    """The episodes of all parts. One without a title takes its file's, where that is not the title of the whole."""
    title = next((part.title for part in parts if part.title), {})
    episodes = []
    for part in parts:
        own = part.title if part.title != title and len(part.episodes) == 1 else {}
        for episode in renamed(part, _new_ids(part, len(episodes))).episodes:
            episodes.append(episode if episode.title else episode.model_copy(update={"title": own}))
    spoken = Counter(line.language for part in parts for line in part.lines)
    return Screenplay(
        title=title,
        author=next((part.author for part in parts if part.author), ""),
        credits={key: value for part in reversed(parts) for key, value in part.credits.items()},
        language=max(spoken, key=lambda tag: (spoken[tag], tag)) if spoken else parts[0].language,
        episodes=tuple(episodes),
        sources=tuple(source for part in parts for source in part.sources),
        readings=tuple(reading for part in parts for reading in part.readings),
    )


def _films(parts: list[tuple[Series, str]]) -> Series:
    """The first film's settings with the episodes and the people of all."""
    films = [film for film, _ in parts]
    episodes = [episode for film in films for episode in film.episodes]
    return films[0].model_copy(
        update={
            "episodes": tuple(
                episode.model_copy(update={"number": number}) for number, episode in enumerate(episodes, start=1)
            ),
            "bible": Bible(
                characters=_once([(film.bible.characters, name) for film, name in parts]),
                places=_once([(film.bible.places, name) for film, name in parts]),
                props=_once([(film.bible.props, name) for film, name in parts]),
                scenes=tuple(scene for film in films for scene in film.bible.scenes),
            ),
            "music": tuple(track for film in films for track in film.music),
        }
    )


def _once(parts: list[tuple[tuple[Any, ...], str]]) -> tuple[Any, ...]:
    """Every record once, by id."""
    found: dict[str, Any] = {}
    for records, name in parts:
        for record in records:
            if found.setdefault(record.id, record) != record:
                raise ScriptError(name, None, f"{record.id!r} differs from the same id in a file before", "one record")
    return tuple(found.values())
