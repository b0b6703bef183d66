"""Which part of a film is meant, by the words that people use."""

from __future__ import annotations

from typing import NamedTuple

from film.base import Frozen
from film.bible import SceneContinuity, TimeOfDay
from film.naming import (
    episodes_named,
    everybody,
    lines_named,
    people_named,
    places_named,
    scenes_named,
    scenes_of,
    shots_named,
    told_by,
)
from film.series import Scene, Series, Shot
from film.state import ShotSize


class Selector(Frozen):
    """Which part of the film. Every list that is given must match, by any of its words; none given selects all of it.

    Words are forgiving: an episode is ``ep02``, ``2`` or its title; a scene its id, ``sc003`` or the writer's number
    (where scenes have none, they are counted in their episode); a shot its id, ``sh0020``, its slate or its place in
    the scene; people and places go by id, name or alias; a line by id or by words of it.
    """

    episodes: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    shots: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    """People who are seen in the shot."""
    times_of_day: tuple[TimeOfDay, ...] = ()
    interior: bool | None = None
    sizes: tuple[ShotSize, ...] = ()
    lines: tuple[str, ...] = ()
    """Lines of dialogue that the shot speaks."""
    words: tuple[str, ...] = ()
    """``the chase``: what a scene's or a shot's own words tell."""
    but: Selector | None = None
    """What is left out all the same."""


class Selection(NamedTuple):
    """What a selector means, by id, in the order of the film. Omitted shots are in it: they may come back."""

    shots: tuple[str, ...]
    scenes: tuple[str, ...]
    episodes: tuple[str, ...]
    characters: tuple[str, ...]
    places: tuple[str, ...]
    lines: tuple[str, ...]


class _Meant(NamedTuple):
    """The ids that a selector's words stand for; None where no word was given."""

    episodes: frozenset[str] | None
    scenes: frozenset[str] | None
    shots: frozenset[str] | None
    places: frozenset[str] | None
    characters: frozenset[str] | None
    lines: frozenset[str] | None
    told: frozenset[str] | None
    """Scene and shot ids that ``words`` tell of."""


def select(series: Series, where: Selector) -> Selection:
    """The ids that ``where`` means.

    Scenes are those that fit and, when something is asked of their shots, hold a shot that fits. People and places
    are those asked for, else all that the selected shots show; lines are those asked for, else all that the selected
    people, or all of them, speak in the selected scenes.

    Raises:
        ChangeError: a word names nothing, or more than one person or place.
    """
    meant = _Meant(
        episodes=episodes_named(series, where.episodes),
        scenes=scenes_named(series, where.scenes),
        shots=shots_named(series, where.shots, counted_in_scene=bool(where.scenes)),
        places=places_named(series, where.places),
        characters=people_named(series, where.characters),
        lines=lines_named(series, where.lines),
        told=told_by(series, where.words),
    )
    shots, scenes, spoken_in = _matched(series, where, meant)
    if where.but is not None:
        without = select(series, where.but)
        taken = set(without.shots)
        shots = [shot_id for shot_id in shots if shot_id not in taken]
        left = {scene.id for _, scene, shot in series.walk() if shot.id in set(shots)}
        gone = set(without.scenes) - left
        scenes = [scene_id for scene_id in scenes if scene_id not in gone]
        spoken_in = [scene_id for scene_id in spoken_in if scene_id not in gone]
    return _selection(series, where, meant, shots, scenes, spoken_in)


def _matched(series: Series, where: Selector, meant: _Meant) -> tuple[list[str], list[str], list[str]]:
    """(shots, scenes, scenes whose lines are meant): a line is meant wherever its speaker is heard, seen or not."""
    shots: list[str] = []
    scenes: list[str] = []
    spoken_in: list[str] = []
    known = {entry.scene_id: entry for entry in series.bible.scenes}
    asks_of_shots = any(part is not None for part in (meant.shots, meant.characters, meant.lines)) or bool(where.sizes)
    for episode in series.episodes:
        if meant.episodes is not None and episode.id not in meant.episodes:
            continue
        for scene in episode.scenes:
            if not _scene_fits(series, scene, where, meant, known.get(scene.id)):
                continue
            whole = meant.told is None or scene.id in meant.told
            if not whole and not any(shot.id in (meant.told or ()) for shot in scene.shots):
                continue
            told_of = [shot for shot in scene.shots if whole or shot.id in (meant.told or ())]
            fit = [shot.id for shot in told_of if _shot_fits(shot, where, meant)]
            shots += fit
            if fit or (not scene.shots and not asks_of_shots):
                scenes.append(scene.id)
            heard_anywhere = meant.shots is None and not where.sizes
            unseen = meant._replace(characters=None, lines=None)
            if heard_anywhere or any(_shot_fits(shot, where, unseen) for shot in told_of):
                spoken_in.append(scene.id)
    return shots, scenes, spoken_in


def _scene_fits(
    series: Series, scene: Scene, where: Selector, meant: _Meant, continuity: SceneContinuity | None
) -> bool:
    if meant.scenes is not None and scene.id not in meant.scenes:
        return False
    if meant.places is None and not where.times_of_day and where.interior is None:
        return True
    if continuity is None:
        return False
    if meant.places is not None and continuity.place_id not in meant.places:
        return False
    if where.times_of_day and continuity.time_of_day not in where.times_of_day:
        return False
    return where.interior is None or series.bible.place(continuity.place_id).interior == where.interior


def _shot_fits(shot: Shot, where: Selector, meant: _Meant) -> bool:
    if meant.shots is not None and shot.id not in meant.shots:
        return False
    if meant.characters is not None and not meant.characters & set(shot.cast):
        return False
    if where.sizes and shot.state.camera.size not in where.sizes:
        return False
    return meant.lines is None or any(spoken.line_id in meant.lines for spoken in shot.spoken)


def _selection(
    series: Series, where: Selector, meant: _Meant, shots: list[str], scenes: list[str], spoken_in: list[str]
) -> Selection:
    chosen, held, speaking = set(shots), set(scenes), set(spoken_in)
    seen = {who for _, _, shot in series.walk() if shot.id in chosen for who in shot.cast}
    at = {entry.place_id for entry in series.bible.scenes if entry.scene_id in held}
    people = seen if meant.characters is None else meant.characters
    places = at if meant.places is None else meant.places
    silenced = lines_named(series, where.but.lines) if where.but else None
    everything = all(part is None for part in meant[1:]) and not (where.times_of_day or where.sizes or where.but)
    return Selection(
        shots=tuple(shots),
        scenes=tuple(scenes),
        episodes=tuple(
            episode.id
            for episode in series.episodes
            if any(scene.id in held for scene in episode.scenes)
            or (not episode.scenes and everything and (meant.episodes is None or episode.id in meant.episodes))
        ),
        characters=tuple(who for who in everybody(series) if who in people),
        places=tuple(place.id for place in series.bible.places if place.id in places),
        lines=tuple(
            line.id
            for scene in scenes_of(series)
            if scene.id in speaking
            for line in scene.lines
            if (meant.lines is None or line.id in meant.lines)
            and (meant.characters is None or line.character_id in meant.characters)
            and line.id not in (silenced or ())
        ),
    )
