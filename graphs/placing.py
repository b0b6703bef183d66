"""Which episode a script file is: the one it was before, the one it says it is, or a further one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from film.alignment import scene_sha256
from film.errors import ScriptError
from film.ids import episode_id
from film.inheritance import next_episode, scenes_of
from film.screenplay import Screenplay, Story
from film.series import Series
from graphs.memory import Past, sources_of
from tools.script.episodes import renamed
from tools.script.reading import ScriptReading

Script = Screenplay | Story | Series
Paged = TypeVar("Paged", bound=Screenplay | Series)

_EPISODE = re.compile(r"s\d+ ?e(\d+)|(\d+)", re.IGNORECASE)
"""``2``, ``Episode 2``, ``S01E02``."""
MOSTLY = 0.5
"""Share of its scenes that a file of another name must have in common with an episode to be that episode."""


def placed_files(
    paths: Sequence[Path], readings: Sequence[ScriptReading], known: Mapping[str, tuple[str, ...]], past: Past | None
) -> tuple[tuple[str, ...], ...]:
    """For each file the ids of its episodes.

    A file that was given before is what it was. One whose title page says ``Episode: N`` is that. One of another name
    whose scenes are mostly those of an episode is that episode. Any other is a further one.

    Args:
        known: stem of a file -> ids of its episodes, of every file that the run was given before.

    Raises:
        ScriptError: two files are one episode, or a file is only a part of the story that was told in several.
    """
    if all(isinstance(reading.script, Story) for reading in readings):
        return _placed_story(paths, known, past)
    taken = {each for ids in known.values() for each in ids}
    taken |= {episode.id for series in ((past.film, past.planned) if past else ()) for episode in series.episodes}
    found: list[tuple[str, ...] | None] = []
    for path, reading in zip(paths, readings, strict=True):
        script = reading.script
        assert not isinstance(script, Story)
        own = _said(script)
        ids = (own,) if own else known.get(path.stem) or _like(script, past)
        found.append(ids)
        taken |= {*(ids or ())}
    placed = []
    for reading, ids in zip(readings, found, strict=True):
        assert not isinstance(reading.script, Story)
        count = len(reading.script.episodes)
        if ids is None and past is None and isinstance(reading.script, Series) and len(paths) == 1:
            ids = tuple(episode.id for episode in reading.script.episodes)
        placed.append(_numbered(ids or (), count, taken))
    given: dict[str, Path] = {}
    for path, ids in zip(paths, placed, strict=True):
        for each in ids:
            if given.setdefault(each, path) is not path:
                raise ScriptError(str(path), None, f"it is {each}, and so is {given[each].name}", "one file an episode")
    return tuple(placed)


def in_place(script: Script, placed: Sequence[tuple[str, ...]]) -> Script:
    """The whole script under the ids that its files were given. A story has none yet."""
    if isinstance(script, Story):
        return script
    return under_episodes(script, tuple(each for ids in placed for each in ids))


def under_episodes(script: Paged, ids: Sequence[str]) -> Paged:
    """``script`` with its episodes renamed to ``ids``, in order, and every id under them."""
    names = {episode.id: to for episode, to in zip(script.episodes, ids, strict=False)}
    if all(name == to for name, to in names.items()):
        return script
    script = renamed(script, names)
    if isinstance(script, Series):
        episodes = (e.model_copy(update={"number": int(e.id.removeprefix("ep"))}) for e in script.episodes)
        script = script.model_copy(update={"episodes": tuple(episodes)})
    return script


def _placed_story(
    paths: Sequence[Path], known: Mapping[str, tuple[str, ...]], past: Past | None
) -> tuple[tuple[str, ...], ...]:
    """Files of prose are one story, told through: one episode."""
    stems = {path.stem for path in paths}
    told = {ids for stem, ids in known.items() if stem in stems}
    for ids in told:
        parts = {stem for stem, each in known.items() if each == ids}
        if not parts <= stems:
            missing = ", ".join(sorted(parts - stems))
            raise ScriptError(str(paths[0]), None, f"the story of {ids[0]} was told in {len(parts)} files", f"{missing} too")
    if len(told) > 1:
        raise ScriptError(str(paths[-1]), None, f"the files are {len(told)} stories of the series", "one story at a time")
    taken = {each for ids in known.values() for each in ids}
    taken |= {episode.id for episode in past.planned.episodes} if past else set()
    ids = told.pop() if told else (episode_id(next_episode(taken)),)
    return tuple(ids for _ in paths)


def _said(script: Screenplay | Series) -> str | None:
    """The episode that a script's title page says it is; None when it says nothing, or holds several."""
    if isinstance(script, Series) or len(script.episodes) != 1:
        return None
    said = next((value for key, value in script.credits.items() if key.casefold().strip() == "episode"), "")
    number = _EPISODE.search(said)
    return episode_id(int(number.group(1) or number.group(2))) if number and int(number.group(1) or number.group(2)) else None


def _like(script: Screenplay | Series, past: Past | None) -> tuple[str, ...] | None:
    """The episode whose scenes the script mostly has, word for word: a file that was renamed, or copied and edited."""
    if past is None:
        return None
    if isinstance(script, Series):
        planned, sources = scenes_of(past.planned), sources_of(script)
        same = [name for name, sha256 in sources.items() if name in planned and planned[name].source_sha256 == sha256]
        alike = len(same) >= MOSTLY * max(len(sources), 1)
        return tuple(episode.id for episode in script.episodes) if alike else None
    if past.screenplay is None:
        return None
    before = {e.id: {scene_sha256(scene) for scene in e.scenes} for e in past.screenplay.episodes}
    found: list[str] = []
    for episode in script.episodes:
        scenes = {scene_sha256(scene) for scene in episode.scenes}
        shared = {name: len(scenes & theirs) for name, theirs in before.items() if name not in found}
        best = max(shared, key=lambda name: shared[name], default=None)
        if best is None or shared[best] < max(1.0, MOSTLY * len(scenes)):
            break  # further episodes of the file are new
        found.append(best)
    return tuple(found) or None


def _numbered(ids: Sequence[str], count: int, taken: set[str]) -> tuple[str, ...]:
    """``ids`` for so many episodes: the last dropped, or further ones added."""
    ids = list(ids[:count])
    while len(ids) < count:
        ids.append(episode_id(next_episode(taken)))
        taken.add(ids[-1])
    return tuple(ids)
