"""Changes of the finish: grade, pace, sound levels and cards. Nothing of it is shot again."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from film.canonical import plain
from film.edits import Edit, edit, legal, operated, shown
from film.errors import ChangeError
from film.plan import heard_in
from film.rewrites import map_episodes
from film.selector import Selection
from film.series import Episode, Finish, Grade, Pace, Scene, Series, Shot

SHORTEST_IN_CUT_S = 0.4
"""Under this a viewer does not see what a shot shows."""
QUIETEST_DB, LOUDEST_DB = -60.0, 24.0

_ELSEWHERE = {
    "grade": "grade.…",
    "scene_grades": "grade.…",
    "shot_grades": "grade.…",
    "shot_paces": "cut.…",
    "scene_gains_db": "sound.gain_db",
    "scene_music_db": "sound.music_db",
    "scene_music_moods": "sound.music_mood",
    "voice_gains_db": "sound.voice_db",
}
"""Fields of the finish that are edited by what is selected, and how."""
_SCENE_SOUND = {"gain_db": "scene_gains_db", "music_db": "scene_music_db", "music_mood": "scene_music_moods"}


def change_grade(series: Series, selection: Selection, change: Edit) -> Series:
    """The grade of the selected shots, written as high up as it holds: episode, scene, else shot.

    What overrides it further down moves along, so that darker is darker everywhere.
    """
    chosen = set(selection.shots)

    def grade(held: Grade) -> Grade:
        if not change.path:
            return _whole(change)
        return edit(held, change, clamp=True)

    def within(episode: Episode) -> Episode:
        finish = episode.finish
        if not chosen & {shot.id for shot in episode.shots}:
            return episode
        scenes, shots = dict(finish.scene_grades), dict(finish.shot_grades)
        if all(shot.id in chosen for shot in episode.shots):
            scenes = {scene_id: grade(held) for scene_id, held in scenes.items()}
            shots = {shot_id: grade(held) for shot_id, held in shots.items()}
            return _finished(episode, grade=grade(finish.grade), scene_grades=scenes, shot_grades=shots)
        for scene in episode.scenes:
            of_scene = finish.scene_grades.get(scene.id, finish.grade)
            mine = [shot.id for shot in scene.shots if shot.id in chosen]
            if mine and len(mine) == len(scene.shots):
                scenes[scene.id] = grade(of_scene)
                mine = [shot_id for shot_id in mine if shot_id in shots]
            shots |= {shot_id: grade(finish.shot_grades.get(shot_id, of_scene)) for shot_id in mine}
        return _finished(episode, scene_grades=scenes, shot_grades=shots)

    return map_episodes(series, selection.episodes, within)


def change_pace(series: Series, selection: Selection, change: Edit) -> Series:
    """Speed and trims of the selected shots in the cut.

    Lips keep their time: of shots in which somebody is heard, the speed stays. A trim stops where it would cut
    a word or leave less than ``SHORTEST_IN_CUT_S``.

    Raises:
        ChangeError: somebody is heard in all of the shots, or none of them has anything to spare.
    """
    if change.path not in Pace.model_fields:
        raise ChangeError(f"cut.{change.path} is not of the cut; it has speed, head_s and tail_s")
    chosen = [(episode, scene, shot) for episode, scene, shot in series.walk() if shot.id in selection.shots]
    if change.path == "speed":
        chosen = [entry for entry in chosen if not entry[2].spoken]
        if not chosen:
            raise ChangeError(
                f"the speed of {_few(selection.shots)} stays: somebody is heard, and lips keep their time; "
                "cut.head_s and cut.tail_s trim the silence, shot.duration_s shoots it again"
            )
    paces: dict[str, dict[str, Pace]] = {}
    wished = False
    for episode, scene, shot in chosen:
        held = episode.finish.shot_paces.get(shot.id, Pace())
        asked = edit(held, change, clamp=True)
        wished = wished or asked != held
        paces.setdefault(episode.id, {})[shot.id] = _spared(scene, shot, held, asked)
    changed = map_episodes(series, paces, lambda episode: _paced(episode, paces[episode.id]))
    if wished and changed == series:
        raise ChangeError(
            f"cut.{change.path} cannot become {shown(change.value)} in {_few(selection.shots)}: it would cut words, or "
            f"leave less than {SHORTEST_IN_CUT_S} s; shot.duration_s and line.text shoot it otherwise"
        )
    return changed


def change_sound(series: Series, selection: Selection, change: Edit) -> Series:
    """Levels and music of the selected scenes, levels of the selected voices in the selected episodes."""
    if change.path == "voice_db":
        field, keys = "voice_gains_db", dict.fromkeys(selection.episodes, selection.characters)
    elif change.path in _SCENE_SOUND:
        field = _SCENE_SOUND[change.path]
        keys = {
            episode.id: tuple(scene.id for scene in episode.scenes if scene.id in selection.scenes)
            for episode in series.episodes
        }
    else:
        raise ChangeError(f"sound.{change.path} is no level; there are {', '.join((*_SCENE_SOUND, 'voice_db'))}")
    if change.op not in ("set", "adjust", "remove"):
        raise ChangeError(f"sound.{change.path} can be set, adjusted or removed, not {change.op!r}")

    def level(held: float | str) -> Any:
        value = operated(held, change)
        if change.op == "adjust":
            value = min(max(value, QUIETEST_DB), LOUDEST_DB)
        return value

    def within(episode: Episode) -> Episode:
        levels = dict(getattr(episode.finish, field))
        moods = {scene.id: scene.mood for scene in episode.scenes}
        for key in keys.get(episode.id, ()):
            if change.op == "remove" or (change.op == "set" and change.value is None):
                levels.pop(key, None)
            else:
                levels[key] = level(levels.get(key, moods[key] if change.path == "music_mood" else 0.0))
        return _finished(episode, **{field: levels})

    return map_episodes(series, selection.episodes, within)


def change_finish(series: Series, selection: Selection, change: Edit) -> Series:
    """Cards, music and subtitles of the selected episodes."""
    first = change.path.split(".")[0]
    if first in _ELSEWHERE:
        raise ChangeError(f"finish.{first} is written by what is selected; edit {_ELSEWHERE[first]} of it")
    return map_episodes(
        series,
        selection.episodes,
        lambda episode: episode.model_copy(update={"finish": edit(episode.finish, change, clamp=True)}),
    )


def _spared(scene: Scene, shot: Shot, held: Pace, asked: Pace) -> Pace:
    """``asked`` with as much of its trims as words and shortest length leave; never less than is cut already."""
    silent_s, end_s = _silence(scene, shot)
    usable_s = shot.duration_s - SHORTEST_IN_CUT_S * asked.speed
    head_s, tail_s = asked.head_s, asked.tail_s
    if head_s > held.head_s:
        head_s = max(held.head_s, min(head_s, silent_s, usable_s - tail_s))
    if tail_s > held.tail_s:
        tail_s = max(held.tail_s, min(tail_s, shot.duration_s - end_s, usable_s - head_s))
    slowest_to_see = (shot.duration_s - head_s - tail_s) / SHORTEST_IN_CUT_S
    speed = asked.speed if asked.speed <= held.speed else max(held.speed, min(asked.speed, slowest_to_see))
    return Pace(speed=round(speed, 6), head_s=round(head_s, 6), tail_s=round(tail_s, 6))


def _silence(scene: Scene, shot: Shot) -> tuple[float, float]:
    """(seconds before the first word, when the last one ends). A line without a recording is heard throughout."""
    heard = heard_in(shot, scene)
    if len(heard) < len(shot.spoken):
        return 0.0, shot.duration_s
    starts = [h.start_s + (h.words[0].start_s - h.from_s if h.words else 0.0) for h in heard]
    ends = [h.start_s + (h.words[-1].end_s if h.words else h.to_s) - h.from_s for h in heard]
    return max(0.0, min(starts, default=shot.duration_s)), max(ends, default=0.0)


def _paced(episode: Episode, paces: dict[str, Pace]) -> Episode:
    plain_pace = Pace()
    held = {**episode.finish.shot_paces, **paces}
    return _finished(episode, shot_paces={shot_id: pace for shot_id, pace in held.items() if pace != plain_pace})


def _finished(episode: Episode, **fields: Any) -> Episode:
    """The episode with fields of its finish replaced and validated; tables in the order of their keys."""
    data = episode.finish.model_dump(mode="python")
    for name, value in fields.items():
        data[name] = {key: plain(value[key]) for key in sorted(value)} if isinstance(value, dict) else plain(value)
    try:
        return episode.model_copy(update={"finish": Finish.model_validate(data)})
    except ValidationError as error:
        raise ChangeError(f"the finish of {episode.id} cannot become that: {legal(error)}") from error


def _whole(change: Edit) -> Grade:
    if change.op != "set" or not isinstance(change.value, dict):
        raise ChangeError(f"grade is set as a whole by its fields, not by {change.op!r} {shown(change.value)}")
    try:
        return Grade.model_validate(change.value)
    except ValidationError as error:
        raise ChangeError(f"the grade cannot become {shown(change.value)}: {legal(error)}") from error


def _few(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")
