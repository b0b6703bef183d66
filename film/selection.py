"""Some scenes of a film: what ``--only`` means."""

from __future__ import annotations

from typing import Any, TypeVar

from film.errors import ConfigError
from film.screenplay import Screenplay, ScreenplayScene
from film.series import Scene, Series

Whole = TypeVar("Whole", Screenplay, Series)


def only_scenes(script: Whole, wanted: tuple[str, ...]) -> Whole:
    """The script with the scenes that ``wanted`` names and no others; all of them when it names none.

    A word is a scene's id (``ep01/sc003`` or ``sc003``) or the writer's own number. Where no scene has
    a number of its own, a number counts the scenes of an episode from 1.

    Raises:
        ConfigError: a word names no scene.
    """
    if not wanted:
        return script
    numbered = any(_number(scene) for episode in script.episodes for scene in episode.scenes)
    found: set[str] = set()
    kept: list[Any] = []
    for episode in script.episodes:
        scenes = []
        for at, scene in enumerate(episode.scenes, start=1):
            names = {scene.id, scene.id.split("/")[-1], _number(scene) if numbered else str(at)} & set(wanted)
            found |= names
            if names:
                scenes.append(scene)
        if scenes:
            kept.append(episode.model_copy(update={"scenes": tuple(scenes), "acts": ()}))
    lost = [word for word in wanted if word not in found]
    if lost:
        have = ", ".join(
            f"{_number(scene) or scene.id}" for episode in script.episodes[:2] for scene in episode.scenes[:8]
        )
        raise ConfigError(f"--only {lost[0]!r} names no scene; there are {have}")
    return script.model_copy(update={"episodes": tuple(kept)})


def _number(scene: ScreenplayScene | Scene) -> str:
    return scene.heading.number if isinstance(scene, ScreenplayScene) else scene.number
