"""A film as flat facts: ``(path, what it is of) -> value``, so that two films can be compared by what a viewer meets.

The paths are those of a ChangeSet where it has one. Values are what holds in the end: a shot's grade is its own,
else its scene's, else its episode's, and ``screen_s`` is how long the shot runs in the cut however that came about.
Nothing here uses the code under test but the data itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from film.series import Episode, Grade, Pace, Scene, Series, Shot

Fact = tuple[str, str]
Facts = dict[Fact, Any]

SILENCE_DB = -60.0


def facts(series: Series) -> Facts:
    """Every fact of the film that a note can be about."""
    found: Facts = {("series." + key, "series"): value for key, value in _flat(_outside(series))}
    for person in series.bible.characters:
        own = person.model_dump(mode="json", exclude={"wardrobe"})
        own["voice"].pop("gain_db")
        found |= {("character." + key, person.id): value for key, value in _flat(own)}
    for place in series.bible.places:
        found |= {("place." + key, place.id): value for key, value in _flat(place.model_dump(mode="json"))}
    for entry in series.bible.scenes:
        own = entry.model_dump(mode="json", exclude={"wardrobe"})
        found |= {("continuity." + key, entry.scene_id): value for key, value in _flat(own)}
    for episode in series.episodes:
        found |= _episode(series, episode)
    return found


def difference(before: Series, after: Series) -> dict[Fact, tuple[Any, Any]]:
    """The facts that are not the same: fact -> (value before, value after), None where there is none."""
    old, new = facts(before), facts(after)
    return {
        fact: (old.get(fact), new.get(fact)) for fact in sorted({*old, *new}) if not _same(old.get(fact), new.get(fact))
    }


def _episode(series: Series, episode: Episode) -> Facts:
    finish = episode.finish
    own = {
        key: getattr(finish, key)
        for key in ("title_card_s", "scene_cards", "end_card_s", "music_under_voice", "loudness_lufs", "subtitles")
    }
    found: Facts = {("finish." + key, episode.id): value for key, value in own.items()}
    found["episode.title", episode.id] = dict(episode.title)
    found["episode.scenes", episode.id] = [scene.id for scene in episode.scenes]
    for person in series.bible.characters:
        gain = person.voice.gain_db + finish.voice_gains_db.get(person.id, 0.0)
        found["sound.voice_db", f"{episode.id}|{person.id}"] = gain
    for scene in episode.scenes:
        found |= _scene(series, episode, scene)
    return found


def _scene(series: Series, episode: Episode, scene: Scene) -> Facts:
    finish = episode.finish
    music = finish.music_gain_db + finish.scene_music_db.get(scene.id, 0.0)
    found: Facts = {
        ("sound.gain_db", scene.id): finish.scene_gains_db.get(scene.id, 0.0),
        ("sound.music_db", scene.id): max(music, SILENCE_DB) if finish.music else SILENCE_DB,
        ("sound.music_mood", scene.id): finish.scene_music_moods.get(scene.id, scene.mood),
        ("scene.heading", scene.id): dict(scene.heading),
        ("scene.synopsis", scene.id): dict(scene.synopsis),
        ("scene.tempo_bpm", scene.id): scene.tempo_bpm,
        ("scene.mood", scene.id): scene.mood,
        ("scene.shots", scene.id): [shot.id for shot in scene.shots],
        ("scene.beats", scene.id): [beat.text for beat in scene.beats],
    }
    for person in sorted({who for shot in scene.shots for who in shot.cast}):
        worn = series.bible.worn(person, scene.id).model_dump(mode="json", exclude={"id"})
        found |= {("outfit." + key, f"{scene.id}|{person}"): value for key, value in _flat(worn)}
    for line in scene.lines:
        for key in ("character_id", "delivery", "off_screen"):
            found[f"line.{key}", line.id] = getattr(line, key)
        for language, words in line.text.items():
            found[f"line.text.{language}", line.id] = words
    for shot in scene.shots:
        found |= {(key, shot.id): value for key, value in _shot(episode, scene, shot)}
    return found


def _shot(episode: Episode, scene: Scene, shot: Shot) -> Iterator[tuple[str, Any]]:
    yield from (("shot." + key, value) for key, value in _flat(shot.model_dump(mode="json", exclude={"pin"})))
    yield "shot.pin", shot.pin.take_id if shot.pin else None
    finish = episode.finish
    grade = finish.shot_grades.get(shot.id) or finish.scene_grades.get(scene.id) or finish.grade
    for key in Grade.model_fields:
        yield f"grade.{key}", getattr(grade, key)
    pace = finish.shot_paces.get(shot.id, Pace())
    for key in Pace.model_fields:
        yield f"cut.{key}", getattr(pace, key)
    yield "screen_s", (shot.duration_s - pace.head_s - pace.tail_s) / pace.speed


def _outside(series: Series) -> dict[str, Any]:
    keys = ("title", "language", "aspect", "fps", "seed", "music", "standing_notes")
    return series.model_dump(mode="json", include=set(keys))


def _flat(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        return abs(one - other) < 1e-6
    return one == other
