"""A script planned on top of a film: what stays, what is taken from the new plan, what both make together.

Three films meet: ``before``, as the crew planned it last; ``ours``, as it stands with everything a person changed
since; ``drafted``, the episodes of the script that is read now. Episodes that the script does not hold, and scenes
that it tells in the same words, are the film's own records.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from film.alignment import above
from film.bible import Bible, SceneContinuity
from film.merging import aligned_shots, merged_lines, merged_scene, order_of, three_way
from film.series import Episode, Finish, Scene, Series, Shot
from film.staging import with_clock
from film.state import Look, StyleWeight

_OF_THE_SERIES = ("title", "language", "aspect", "fps", "seed", "music")


class Films(NamedTuple):
    """One plan, twice."""

    planned: Series
    """As the crew plans it."""
    film: Series
    """With what a person changed."""


def scenes_of(series: Series) -> dict[str, Scene]:
    return {scene.id: scene for episode in series.episodes for scene in episode.scenes}


def joined(before: Series, ours: Series, drafted: Series, fresh: Collection[str], *, stated: Collection[str]) -> Films:
    """The films with the script's fresh scenes drafted in them, not yet directed.

    Args:
        fresh: ids of the drafted scenes that are to be planned.
        stated: ids of people, places and props whose records ``drafted`` states itself.
    """
    planned = _planned(before, drafted, fresh, stated)
    old, mine = scenes_of(before), scenes_of(ours)
    was, stands = ({episode.id: episode for episode in series.episodes} for series in (before, ours))
    episodes = []
    for episode in planned.episodes:
        if episode.id in was and episode.id in stands:
            episodes.append(_merged_episode(was[episode.id], stands[episode.id], episode, fresh, old))
        elif episode.id not in was:
            episodes.append(_further(episode, ours))
    own = [episode for episode in ours.episodes if episode.id not in {each.id for each in planned.episodes}]
    episodes = sorted([*episodes, *own], key=lambda episode: episode.number)
    there = [scene.id for episode in episodes for scene in episode.scenes]
    fields = {
        name: three_way(getattr(before, name), getattr(ours, name), getattr(planned, name)) for name in _OF_THE_SERIES
    }
    bible = _merged_bible(before.bible, ours.bible, planned.bible, there, {n for n in fresh if n in old and n in mine})
    return Films(planned, ours.model_copy(update={**fields, "bible": bible, "episodes": tuple(episodes)}))


def directed(films: Films, before: Series, ours: Series, scene_id: str, shots: Sequence[Shot], used: Collection[str]):
    """The films with the Director's coverage of a scene: under the ids of the last coverage, and in the film with what
    a person changed in it. Shots that the script itself numbers keep its ids.

    Args:
        used: every shot id that was ever given.
    """
    old, mine = scenes_of(before).get(scene_id), scenes_of(ours).get(scene_id)
    given = bool(scenes_of(films.planned)[scene_id].shots)
    if old is not None and not given:
        shots = aligned_shots(old.shots, shots, used)
    shots = with_clock(shots, old.shots if old is not None else ())
    drafted = scenes_of(films.planned)[scene_id].model_copy(update={"shots": tuple(shots)})
    scene = scenes_of(films.film)[scene_id]
    if old is not None and mine is not None:
        merged = merged_scene(old, mine, drafted)
        scene = merged.model_copy(update={"lines": scene.lines})
    else:
        scene = scene.model_copy(update={"shots": tuple(shots)})
    return Films(with_scenes(films.planned, [drafted]), with_scenes(films.film, [scene]))


def with_scenes(series: Series, scenes: Sequence[Scene]) -> Series:
    """``series`` with each of ``scenes`` in place of the one of that id; episodes without any are the same records."""
    new = {scene.id: scene for scene in scenes}
    episodes = tuple(
        episode.model_copy(update={"scenes": tuple(new.get(scene.id, scene) for scene in episode.scenes)})
        if any(scene.id in new for scene in episode.scenes)
        else episode
        for episode in series.episodes
    )
    return series.model_copy(update={"episodes": episodes})


def with_left_out(whole: Series, part: Series, now: Series) -> Series:
    """``now``, a film of some scenes, with those that were left out of it.

    Args:
        whole: the film with all its scenes, when the part was made.
        part: the film of some scenes, as it was made; scenes that ``now`` lacks of it were taken out since.
    """
    gone = {*scenes_of(part)} - {*scenes_of(now)}
    mine = scenes_of(now)
    stands = {episode.id: episode for episode in now.episodes}
    episodes = []
    for episode in whole.episodes:
        scenes = tuple(mine.get(scene.id, scene) for scene in episode.scenes if scene.id not in gone)
        own = stands.get(episode.id, episode)
        episodes.append(episode.model_copy(update={"scenes": scenes, "finish": own.finish, "title": own.title}))
    entries = {entry.scene_id: entry for entry in (*whole.bible.scenes, *now.bible.scenes)}
    bible = now.bible.model_copy(update={"scenes": tuple(entries.values())})
    return now.model_copy(update={"bible": bible, "episodes": tuple(episodes)})


def shared_look(series: Series) -> tuple[tuple[StyleWeight, ...] | None, Look | None]:
    """Styles and look that every shot of the film has: what a further scene is shot in. None where they differ."""
    states = [shot.state for _, _, shot in series.walk()]
    one_style = states and all(state.styles == states[0].styles for state in states)
    one_look = states and all(state.look == states[0].look for state in states)
    return (states[0].styles if one_style else None), (states[0].look if one_look else None)


def in_style(series: Series, styles: tuple[StyleWeight, ...]) -> Series:
    """The film with every shot in ``styles``."""
    restyled = []
    for scene in scenes_of(series).values():
        shots = tuple(
            shot.model_copy(update={"state": shot.state.model_copy(update={"styles": styles})}) for shot in scene.shots
        )
        restyled.append(scene.model_copy(update={"shots": shots}))
    return with_scenes(series, restyled)


def without_loose_starts(series: Series) -> Series:
    """The film in which no shot starts from one that has left it."""
    there = {shot.id for _, _, shot in series.walk()}
    mended = []
    for scene in scenes_of(series).values():
        if any(shot.start_from is not None and shot.start_from not in there for shot in scene.shots):
            shots = (
                shot if shot.start_from is None or shot.start_from in there else shot.model_copy(update={"start_from": None})
                for shot in scene.shots
            )
            mended.append(scene.model_copy(update={"shots": tuple(shots)}))
    return with_scenes(series, mended)


def next_episode(taken: Collection[str]) -> int:
    """The number after every episode's that there ever was."""
    return above("ep", taken) + 1


def _planned(before: Series, drafted: Series, fresh: Collection[str], stated: Collection[str]) -> Series:
    """``drafted`` with the scenes and the records that it does not plan anew as they were planned, and the episodes that
    it does not hold."""
    old = scenes_of(before)
    episodes = []
    for episode in drafted.episodes:
        scenes = (scene if scene.id in fresh else old.get(scene.id, scene) for scene in episode.scenes)
        episodes.append(episode.model_copy(update={"scenes": tuple(scenes)}))
    own = [episode for episode in before.episodes if episode.id not in {each.id for each in drafted.episodes}]
    entries = {entry.scene_id: entry for entry in before.bible.scenes}
    entries |= {e.scene_id: e for e in drafted.bible.scenes if e.scene_id in fresh or e.scene_id not in entries}
    records = {
        name: tuple(
            record if record.id in stated else _by_id(getattr(before.bible, name)).get(record.id, record)
            for record in getattr(drafted.bible, name)
        )
        for name in ("characters", "places", "props")
    }
    return drafted.model_copy(
        update={
            "bible": Bible(**records, scenes=tuple(entries.values())),
            "episodes": tuple(sorted([*episodes, *own], key=lambda episode: episode.number)),
        }
    )


def _merged_episode(
    before: Episode, ours: Episode, planned: Episode, fresh: Collection[str], old: dict[str, Scene]
) -> Episode:
    ids = order_of(*(tuple(scene.id for scene in episode.scenes) for episode in (before, ours, planned)))
    mine, new = _by_id(ours.scenes), _by_id(planned.scenes)
    scenes = []
    for name in ids:
        scene = new[name] if name in fresh else mine.get(name) or new[name]
        if name in fresh and name in mine and name in old:
            scene = scene.model_copy(update={"lines": merged_lines(old[name].lines, mine[name].lines, scene.lines)})
        scenes.append(scene)
    merged = ours.model_copy(
        update={
            "scenes": tuple(scenes),
            "title": three_way(before.title, ours.title, planned.title),
            "acts": three_way(before.acts, ours.acts, planned.acts, "theirs"),
            "finish": three_way(before.finish, ours.finish, planned.finish),
        }
    )
    return ours if merged == ours else merged


def _further(episode: Episode, ours: Series) -> Episode:
    """An episode that the film had not, finished like the last one before it unless it states how."""
    if not ours.episodes or episode.finish != Finish():
        return episode
    like = ours.episodes[-1].finish
    per_scene = {name: {} for name in ("scene_grades", "shot_grades", "shot_paces", "scene_gains_db", "scene_music_db")}
    return episode.model_copy(update={"finish": like.model_copy(update={**per_scene, "scene_music_moods": {}})})


def _merged_bible(before: Bible, ours: Bible, planned: Bible, there: Sequence[str], both: Collection[str]) -> Bible:
    """Records of all three; continuity of the scenes that are ``there``, merged for those in ``both``."""
    records: dict[str, Any] = {}
    for name in ("characters", "places", "props"):
        old, mine, new = (_by_id(getattr(bible, name)) for bible in (before, ours, planned))
        records[name] = tuple(
            three_way(old[each], mine[each], new[each])
            if each in old and each in mine and each in new
            else mine.get(each) or new[each]
            for each in dict.fromkeys([*mine, *new])
        )
    old_entries, mine_entries, new_entries = ({e.scene_id: e for e in b.scenes} for b in (before, ours, planned))
    entries: list[SceneContinuity] = []
    for name in there:
        if name in both and name in old_entries and name in mine_entries and name in new_entries:
            entries.append(three_way(old_entries[name], mine_entries[name], new_entries[name]))
        elif name in mine_entries or name in new_entries:
            entries.append(mine_entries.get(name) or new_entries[name])
    return Bible(**records, scenes=tuple(entries))


def _by_id(records: Sequence[Any]) -> dict[str, Any]:
    return {record.id: record for record in records}
