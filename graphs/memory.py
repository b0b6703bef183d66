"""What a series remembers from one script to the next.

A further script, or the same one edited, is planned on top of the version that stands (``film.inheritance``).
What the crew planned and what it read are kept beside each version that a script made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crew.bible_writing import NOTHING_KNOWN, Known
from film.alignment import aligned, scene_sha256
from film.base import Frozen, text_in
from film.bible import Bible
from film.canonical import canonical_json, sha256_of
from film.ids import slug
from film.inheritance import Films, in_style, joined, scenes_of, shared_look, with_left_out
from film.look_naming import in_look
from film.screenplay import Screenplay
from film.selection import only_scenes
from film.series import Scene, Series
from film.state import Look, StyleWeight
from film.version import Version
from tools.run import versions
from tools.run.folder import RunFolder

_ID = re.compile(rb'"(ep\d+/sc\d+(?:/[a-z]+\d+)?)"')
STORY_SO_FAR = 1200
"""Characters of what happened before that a mind is told before a new scene."""


class Memory(Frozen):
    """Kept in the run's plans beside a version that a script made."""

    planned: Series
    """The whole film as the crew planned it, before any person changed it."""
    screenplay: Screenplay | None = None
    """The scripts as they were read, ids aligned; None when every episode came as data."""
    whole: Series | None = None
    """The film with the scenes that ``--only`` left out of the version."""


@dataclass(frozen=True)
class Past:
    """The version that a script is planned on top of, with all that it remembers."""

    version: Version
    film: Series
    """As it stands, the scenes that ``--only`` left out among it."""
    planned: Series
    screenplay: Screenplay | None


def ids_given(folder: RunFolder) -> frozenset[str]:
    """Every id of a scene, line or shot that any version of the run gave."""
    read = (path.read_bytes() for path in sorted(folder.versions.glob("*.json")))
    return frozenset(name.decode() for data in read for name in _ID.findall(data))


def numbers_of(folder: RunFolder, series: Series) -> list[int]:
    """Versions whose film is exactly ``series``, the newest first, found in their bytes: a long history is not parsed."""
    text = b'"series":' + canonical_json(series).encode("utf-8")
    return sorted({int(p.name[:4]) for p in folder.versions.glob("*.json") if text in p.read_bytes()}, reverse=True)


def recall(folder: RunFolder, number: int) -> Past:
    """What version ``number`` remembers. One made by a change remembers what its script did, further back."""
    version = source = versions.read_version(folder, number)
    known = set(versions.numbers(folder))
    while source.memory is None and source.parent in known:
        source = versions.read_version(folder, source.parent)
    memory = folder.get(source.memory, Memory) if source.memory else Memory(planned=version.series)
    film = with_left_out(memory.whole, source.series, version.series) if memory.whole else version.series
    return Past(version, film, memory.planned, memory.screenplay)


def as_before(screenplay: Screenplay, past: Past | None, used: Collection[str]) -> Screenplay:
    """The script with the ids that its scenes and lines had when it was read last.

    Args:
        used: ``ids_given``.
    """
    if past is None or past.screenplay is None:
        return screenplay
    return aligned(screenplay, past.screenplay, used)


def kept_pages(screenplay: Screenplay | None, past: Past | None, planned: Series) -> Screenplay | None:
    """All scripts of the series as they were planned: ``screenplay``, and the episodes that it does not hold.

    A scene that was edited and left out by ``--only`` is remembered as it was.
    """
    if past is None or past.screenplay is None or screenplay is None:
        return screenplay or (past.screenplay if past else None)
    sources = {name: scene.source_sha256 for name, scene in scenes_of(planned).items()}
    old = {scene.id: scene for scene in past.screenplay.scenes}
    episodes = []
    for episode in screenplay.episodes:
        scenes = (
            scene if sources.get(scene.id) == scene_sha256(scene) else old.get(scene.id, scene)
            for scene in episode.scenes
        )
        episodes.append(episode.model_copy(update={"scenes": tuple(scenes)}))
    held = {episode.id for episode in episodes}
    episodes += [episode for episode in past.screenplay.episodes if episode.id not in held]
    return past.screenplay.model_copy(update={"episodes": tuple(episodes)})


def sources_of(script: Screenplay | Series) -> dict[str, str]:
    """Scene id -> hash of what the script states of the scene, in its order."""
    if isinstance(script, Screenplay):
        return {scene.id: scene_sha256(scene) for scene in script.scenes}
    entries = {entry.scene_id: entry.model_dump(mode="json", exclude_unset=True) for entry in script.bible.scenes}
    return {
        name: sha256_of([scene.model_dump(mode="json", exclude_unset=True), entries.get(name)])
        for name, scene in scenes_of(script).items()
    }


def fresh_scenes(sources: Mapping[str, str], past: Past | None) -> list[str]:
    """Which of the script's scenes are to be planned: new ones, edited ones, and those that were never directed.

    A scene that a person took out of the film stays out, and is not planned again.
    """
    if past is None:
        return list(sources)
    planned, standing = scenes_of(past.planned), scenes_of(past.film)
    fresh = []
    for name, sha256 in sources.items():
        edited = name not in planned or planned[name].source_sha256 != sha256
        if edited or (name in standing and not standing[name].shots and not planned[name].shots):
            fresh.append(name)
    return fresh


def on_top(
    past: Past, drafted: Series, fresh: Sequence[str], stated: Collection[str], only: tuple[str, ...]
) -> tuple[Films, list[str]]:
    """The films with the script's fresh scenes in them, and those of the scenes that are to be directed.

    Args:
        drafted: the script's episodes, without shots.
        stated: ids of people, places and props that the user's own data states.
        only: what ``--only`` names; an edited scene that it leaves out stays as it is, until it is asked for.
    """
    films = joined(past.planned, past.film, drafted, fresh, stated=stated)
    old, chosen = scenes_of(past.planned), scenes_of(only_scenes(films.film, only))
    left = {name for name in fresh if name in old and old[name].shots and name not in chosen}
    if left:
        films = joined(past.planned, past.film, drafted, [n for n in fresh if n not in left], stated=stated)
    return films, [name for name in fresh if name in chosen]


def restyled(films: Films, past: Past, style: str | None) -> Films:
    """Every shot in ``style``, when it is another than the crew was asked for before; a person's own stays otherwise."""
    styles = (StyleWeight(style=style),) if style else None
    before, _ = shared_look(past.planned)
    return films if styles is None or before is None or before == styles else Films(*(in_style(f, styles) for f in films))


def relooked(films: Films, past: Past, look: Look | None) -> Films:
    """Every shot in ``look``, when it is another than the crew was asked for before; a person's own stays otherwise."""
    _, before = shared_look(past.planned)
    return films if look is None or before is None or before == look else Films(*(in_look(f, look) for f in films))


def stated_records(bible: Bible) -> set[str]:
    """Ids of the people, places and props of a bible."""
    return {record.id for record in (*bible.characters, *bible.places, *bible.props)}


def inherited(given: Bible, past: Past | None, fresh: Collection[str], but: Collection[str] = ()) -> Bible:
    """Who and what the film knows already, given to whoever writes the Bible: the user's own records, then the film's.

    Args:
        given: the user's own bible.
        fresh: scenes whose continuity is to be written; the others' stands.
        but: ids that the script's own data states.
    """
    if past is None:
        return given
    records = {}
    for kind in ("characters", "places", "props"):
        own = getattr(given, kind)
        names = {slug(word) for record in own for word in (record.id, record.name)} | {*but}
        known = (r for r in getattr(past.film.bible, kind) if not names & {r.id, slug(r.id), slug(r.name)})
        records[kind] = (*own, *known)
    entries = {entry.scene_id: entry for entry in (*past.planned.bible.scenes, *past.film.bible.scenes)}
    entries = {name: entry for name, entry in entries.items() if name not in fresh}
    entries |= {entry.scene_id: entry for entry in given.scenes}
    return Bible(**records, scenes=tuple(entries.values()))


def settled(past: Past | None) -> Known:
    """What the scripts so far have settled of places, outfits and the scenes that are written again."""
    if past is None:
        return NOTHING_KNOWN
    places = {place.id: place for place in past.film.bible.places}
    headed = {(slug(place.name), place.interior): place.id for place in reversed(past.film.bible.places)}
    entries = {entry.scene_id: entry for entry in past.planned.bible.scenes}
    for scene in reversed(past.screenplay.scenes if past.screenplay else ()):
        entry = entries.get(scene.id)
        if entry is not None and entry.place_id in places:
            headed[slug(scene.heading.place or scene.heading.text), scene.heading.setting == "INT"] = entry.place_id
    return Known(places=headed, outfits=_usual_outfits(past.film.bible), scenes=entries)


def _usual_outfits(bible: Bible) -> dict[str, str]:
    """Character id -> the outfit that they wear in most scenes; of equals the one worn first."""
    worn: dict[str, list[str]] = {}
    for entry in bible.scenes:
        for who, outfit in sorted(entry.wardrobe.items()):
            worn.setdefault(who, []).append(outfit)
    return {who: max(dict.fromkeys(each), key=each.count) for who, each in worn.items()}


def story_before(past: Past | None, episode_id: str) -> str:
    """What happened in the episodes before this one, in the crew's own words."""
    scenes: Iterable[Scene] = (
        scene
        for episode in (past.film.episodes if past else ())
        if episode.id < episode_id
        for scene in episode.scenes
    )
    return " ".join(filter(None, (text_in(s.synopsis, past.film.language) for s in scenes if past)))[-STORY_SO_FAR:]
