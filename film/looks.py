"""A film that keeps the look of another version of itself in some of its scenes."""

from __future__ import annotations

from film.selector import Selector, select
from film.series import Episode, Scene, Series, Shot


def with_look_of(series: Series, source: Series, where: Selector) -> Series:
    """``series`` in which the selected shots look as they do in ``source``: light, look, style, grade, hour and weather.

    Framing, action and words stay those of ``series``. Shots and scenes that it lacks are passed over.

    Raises:
        ChangeError: ``where`` names nothing of ``source``.
    """
    kept = select(source, where)
    shots = {shot.id: shot for _, _, shot in source.walk() if shot.id in set(kept.shots)}
    scenes = {entry.scene_id: entry for entry in source.bible.scenes if entry.scene_id in set(kept.scenes)}
    finishes = {episode.id: episode for episode in source.episodes}
    bible = series.bible.model_copy(
        update={
            "scenes": tuple(
                entry.model_copy(
                    update={
                        "time_of_day": scenes[entry.scene_id].time_of_day, "weather": scenes[entry.scene_id].weather,
                        "light": scenes[entry.scene_id].light,
                    }
                )
                if entry.scene_id in scenes
                else entry
                for entry in series.bible.scenes
            )
        }
    )  # fmt: skip
    episodes = tuple(
        _graded_as(_dressed(episode, shots), finishes[episode.id], frozenset(shots))
        if episode.id in finishes
        else episode
        for episode in series.episodes
    )
    return series.model_copy(update={"bible": bible, "episodes": episodes})


def _dressed(episode: Episode, looks: dict[str, Shot]) -> Episode:
    def lit(shot: Shot) -> Shot:
        if shot.id not in looks:
            return shot
        state = looks[shot.id].state
        update = {"light": state.light, "look": state.look, "styles": state.styles}
        return shot.model_copy(update={"state": shot.state.model_copy(update=update)})

    def scene_of(scene: Scene) -> Scene:
        return scene.model_copy(update={"shots": tuple(lit(shot) for shot in scene.shots)})

    return episode.model_copy(update={"scenes": tuple(scene_of(scene) for scene in episode.scenes)})


def _graded_as(episode: Episode, source: Episode, shots: frozenset[str]) -> Episode:
    """The selected shots' grade as it is in force in ``source``, kept shot by shot."""
    grades = dict(episode.finish.shot_grades)
    for scene in source.scenes:
        for shot in scene.shots:
            if shot.id in shots:
                grades[shot.id] = source.finish.grade_of(shot.id, scene.id)
    return episode.model_copy(update={"finish": episode.finish.model_copy(update={"shot_grades": grades})})
