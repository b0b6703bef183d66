"""A copy of a film with some of its records replaced; what is not asked for is shared, not copied."""

from __future__ import annotations

from collections.abc import Callable, Collection

from film.series import Episode, Line, Scene, Series, Shot


def map_episodes(series: Series, ids: Collection[str] | None, change: Callable[[Episode], Episode]) -> Series:
    """``change`` on the episodes of ``ids``; on all of them when None."""
    episodes = tuple(change(e) if ids is None or e.id in ids else e for e in series.episodes)
    return series.model_copy(update={"episodes": episodes})


def map_scenes(series: Series, ids: Collection[str] | None, change: Callable[[Scene], Scene]) -> Series:
    """``change`` on the scenes of ``ids``; on all of them when None."""

    def within(episode: Episode) -> Episode:
        scenes = tuple(change(scene) if ids is None or scene.id in ids else scene for scene in episode.scenes)
        return episode.model_copy(update={"scenes": scenes})

    return map_episodes(series, None, within)


def map_shots(series: Series, ids: Collection[str] | None, change: Callable[[Scene, Shot], Shot]) -> Series:
    """``change`` on the shots of ``ids``, each with its scene; on all of them when None."""

    def within(scene: Scene) -> Scene:
        shots = tuple(change(scene, shot) if ids is None or shot.id in ids else shot for shot in scene.shots)
        return scene.model_copy(update={"shots": shots})

    return map_scenes(series, None, within)


def map_lines(series: Series, ids: Collection[str] | None, change: Callable[[Line], Line]) -> Series:
    """``change`` on the lines of ``ids``; on all of them when None."""

    def within(scene: Scene) -> Scene:
        lines = tuple(change(line) if ids is None or line.id in ids else line for line in scene.lines)
        return scene.model_copy(update={"lines": lines})

    return map_scenes(series, None, within)
