"""Changes of what there is and in which order: shots of a scene, scenes of an episode (lines: ``film.dialogue``).

Ids are given once and never renumbered: what is added gets a fresh one, what is taken out keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from film.bible import SceneContinuity
from film.edits import Edit, legal, operated, shown
from film.errors import ChangeError
from film.naming import character_named, place_named, shot_named
from film.rewrites import map_episodes, map_scenes
from film.selector import Selection
from film.series import Act, Episode, Scene, Series, Shot
from film.staging import with_clock

STEP = 10
"""Shots and lines are numbered in tens, so that one can be put between two others."""


def change_shots_of(series: Series, selection: Selection, change: Edit) -> Series:
    """``scene.shots``: a shot put in, shots taken out of the cut, or all of a scene's in another order.

    ``remove`` omits the shot: it stays in the data, so that it can come back, and its neighbours' pictures do not
    change. ``reorder`` takes every shot that is in the cut; omitted ones stay behind the shot that they follow.
    """
    scene = one_scene(series, selection, change)
    match change.op:
        case "add":
            changed = _with_shot(series, scene, change)
        case "remove":
            shot_id = shot_named(scene, str(change.value))
            shots = [s.model_copy(update={"omitted": True}) if s.id == shot_id else s for s in scene.shots]
            changed = scene.model_copy(update={"shots": tuple(shots)})
        case "reorder" if isinstance(change.value, list):
            changed = scene.model_copy(update={"shots": _in_order(scene, [str(word) for word in change.value])})
        case _:
            raise ChangeError(f"scene.shots takes add, remove and reorder, not {change.op!r} {shown(change.value)}")
    return map_scenes(series, (scene.id,), lambda _: changed)


def change_scenes_of(series: Series, selection: Selection, change: Edit) -> Series:
    """``episode.scenes``: a scene put in, taken out, or all of an episode's in another order.

    An added scene may bring its ``continuity``; what that leaves out is as in the scene before it.
    """
    named = _words(change)
    holding = [e for e in series.episodes if named and all(any(is_named(s.id, word) for s in e.scenes) for word in named)]
    chosen = [e for e in holding if e.id in selection.episodes] or holding
    if named and not holding:
        have = ", ".join(scene.id for episode in series.episodes for scene in episode.scenes)
        raise ChangeError(f"no episode has all of {', '.join(map(repr, named))}; there are {have}")
    if not named:
        chosen = [episode for episode in series.episodes if episode.id in selection.episodes]
    if len(chosen) != 1:
        raise ChangeError(f"episode.scenes {change.op} is about one episode, and {len(chosen)} are meant; say which")
    (episode,) = chosen
    match change.op:
        case "add":
            return _with_scene(series, episode, change)
        case "remove" | "reorder":
            scenes = operated(episode.scenes, change)
        case _:
            raise ChangeError(f"episode.scenes takes add, remove and reorder, not {change.op!r}")
    if not scenes:
        raise ChangeError(f"{change.value!r} is the last scene of {episode.id}; an episode keeps at least one")
    changed = episode.model_copy(update={"scenes": scenes, "acts": _acts_over(episode, scenes)})
    return map_episodes(series, (episode.id,), lambda _: changed)


def _acts_over(episode: Episode, scenes: tuple[Scene, ...]) -> tuple[Act, ...]:
    """The episode's acts over the scenes that are left: one whose first scene is gone begins with its next."""
    left = {scene.id for scene in scenes}
    order = [scene.id for scene in episode.scenes]
    firsts = [act.first_scene_id for act in episode.acts]
    acts: dict[str, Act] = {}
    for act in episode.acts:
        at = order.index(act.first_scene_id) if act.first_scene_id in order else len(order)
        ends = next((i for i in range(at + 1, len(order)) if order[i] in firsts), len(order))
        first = next((scene_id for scene_id in order[at:ends] if scene_id in left), None)
        if first is not None:
            acts[first] = act.model_copy(update={"first_scene_id": first})
    return tuple(acts.values())


class _Given(NamedTuple):
    """What an added record says of itself, and which member it follows."""

    fields: dict[str, Any]
    after: str | None


def given(change: Edit) -> _Given:
    """The record that an ``add`` puts in. Raises ChangeError when its value is no record."""
    if not isinstance(change.value, dict):
        raise ChangeError(f"{change.path} adds a record with its fields, not {shown(change.value)}")
    fields = {name: value for name, value in change.value.items() if name != "after"}
    after = change.value.get("after")
    return _Given(fields, None if after is None else str(after))


def _words(change: Edit) -> list[str]:
    """The members that the edit names."""
    if change.op == "add":
        after = given(change).after
        return [after] if after else []
    return [str(word) for word in change.value] if isinstance(change.value, list) else [str(change.value)]


def is_named(member_id: str, word: str) -> bool:
    """Whether ``word`` is the id or its end."""
    return word == member_id or member_id.endswith(f"/{word}")


def one_scene(series: Series, selection: Selection, change: Edit) -> Scene:
    """The one scene that is meant: the one that holds the full ids the edit names, else the one that is selected."""
    words = _words(change)
    scenes = [scene for episode in series.episodes for scene in episode.scenes]
    members = {scene.id: [*(shot.id for shot in scene.shots), *(line.id for line in scene.lines)] for scene in scenes}
    by_id = {scene.id: scene for scene in scenes}
    holding = [scene_id for scene_id, ids in members.items() if words and all(word in ids for word in words)]
    chosen = holding if len(holding) == 1 else [scene_id for scene_id in by_id if scene_id in selection.scenes]
    if len(chosen) != 1:
        raise ChangeError(f"scene.{change.path} {change.op} is about one scene, and {len(chosen)} are meant; say which")
    return by_id[chosen[0]]


def made(model: type, fields: dict[str, Any], what: str) -> Any:
    """A record of ``model``. Raises ChangeError, in a sentence that begins with ``what``, when a field is not legal."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise ChangeError(f"{what} cannot be {shown(fields)}: {legal(error)}") from error


def _number(record_id: str) -> int | None:
    found = re.search(r"(\d+)$", record_id)
    return int(found.group()) if found else None


def fresh_id(prefix: str, width: int, taken: Iterable[str], before: str | None, after: str | None) -> str:
    """An id that nobody has, numbered between two neighbours where they leave room, else after all others."""
    known = set(taken)
    numbers = [number for number in map(_number, known) if number is not None]
    low = (_number(before) or 0) if before else 0
    high = (_number(after) or 0) if after else 0
    between = sorted(range(low + 1, high), key=lambda n: (abs(2 * n - low - high), n)) if after else []
    last = (max(numbers, default=0) // STEP + 1) * STEP
    for number in (*between, last):
        if f"{prefix}{number:0{width}d}" not in known:
            return f"{prefix}{number:0{width}d}"
    raise ChangeError(f"{prefix} has no free number")


def _with_shot(series: Series, scene: Scene, change: Edit) -> Scene:
    fields, after = given(change)
    at = len(scene.shots)
    if after is not None:
        at = [shot.id for shot in scene.shots].index(shot_named(scene, after)) + 1
    before_id = scene.shots[at - 1].id if at else None
    next_id = scene.shots[at].id if at < len(scene.shots) else None
    ids = [shot.id for shot in scene.shots]
    fresh = fresh_id(f"{scene.id}/sh", 4, ids, before_id, next_id)
    cast = fields.get("cast")
    if isinstance(cast, (list, tuple)):
        fields["cast"] = [character_named(series, str(who)) for who in cast]
    shot = made(Shot, {"id": fresh, **fields}, "a new shot")
    if shot.id in ids:
        raise ChangeError(f"{shot.id} is there already; a new shot gets an id of its own")
    shots = (*scene.shots[:at], shot, *scene.shots[at:])
    has_clock = all(other.at_s is not None for other in scene.shots)
    return scene.model_copy(update={"shots": with_clock(shots) if has_clock else shots})


def _in_order(scene: Scene, words: list[str]) -> tuple[Shot, ...]:
    order = [shot_named(scene, word) for word in words]
    by_id = {shot.id: shot for shot in scene.shots}
    left = [shot.id for shot in scene.shots if shot.id not in order and not shot.omitted]
    if left or len(set(order)) != len(order):
        raise ChangeError(
            f"the shots of {scene.id} in a new order are each of them once: "
            f"{', '.join(shot.id.split('/')[-1] for shot in scene.shots if not shot.omitted)}"
        )
    for at, shot in enumerate(scene.shots):
        if shot.id not in order:
            order.insert(order.index(scene.shots[at - 1].id) + 1 if at else 0, shot.id)
    return tuple(by_id[shot_id] for shot_id in order)


def _with_scene(series: Series, episode: Episode, change: Edit) -> Series:
    fields, after = given(change)
    at = len(episode.scenes)
    if after is not None:
        at = next(i for i, scene in enumerate(episode.scenes, start=1) if is_named(scene.id, after))
    ids = [scene.id for scene in episode.scenes]
    continuity = fields.pop("continuity", {})
    fresh = f"{episode.id}/sc{max((_number(scene_id) or 0 for scene_id in ids), default=0) + 1:03d}"
    scene = made(Scene, {"id": fresh, **fields}, "a new scene")
    if any(scene.id == other.id for each in series.episodes for other in each.scenes):
        raise ChangeError(f"{scene.id} is there already; a new scene gets an id of its own")
    known = {entry.scene_id: entry for entry in series.bible.scenes}
    neighbour = known.get(ids[at - 1] if at else (ids[0] if ids else ""))
    if isinstance(continuity.get("place_id"), str):
        continuity = {**continuity, "place_id": place_named(series, continuity["place_id"])}
    base = neighbour.model_dump(mode="python") if neighbour else {}
    entry = made(SceneContinuity, {**base, **continuity, "scene_id": scene.id}, "the continuity of a new scene")
    bible = series.bible.model_copy(update={"scenes": (*series.bible.scenes, entry)})
    changed = episode.model_copy(update={"scenes": (*episode.scenes[:at], scene, *episode.scenes[at:])})
    return map_episodes(series.model_copy(update={"bible": bible}), (episode.id,), lambda _: changed)
