"""From the writer's pages to a Series: what the crew decided is joined, nothing is decided here.

Screenplay + Breakdowns + Bible -> Series without shots -> with_coverage, scene by scene
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from film.alignment import scene_sha256
from film.base import Frozen, LanguageTag, Text
from film.bible import Bible
from film.ids import slug
from film.screenplay import Dialogue, Screenplay, ScreenplayEpisode, ScreenplayScene
from film.series import Act, Aspect, Beat, Episode, Line, Mood, Scene, Series, Shot
from film.staging import with_clock

NARRATOR = "narrator"
"""The character id of narration: a voice without a body."""

_OFF_SCREEN = frozenset({"V.O", "VO", "O.S", "OS", "O.C", "OC", "OFF", "VOICE", "OFFSCREEN", "OFF-SCREEN"})
"""Parts of a cue's extension that say no mouth moves. ``CONT'D`` and ``ON PHONE`` are seen."""


class Breakdown(Frozen):
    """One scene as the Screenwriter breaks it down: what happens, how heated, in which mood."""

    scene_id: str
    synopsis: Text = {}
    mood: Mood = "calm"
    tempo_bpm: int = 80
    beats: tuple[Beat, ...] = ()


def is_off_screen(line: Dialogue) -> bool:
    """True for V.O., O.S., O.C. and for the narrator: heard, no mouth moves."""
    said = re.split(r"[,;/() ]+", line.extension.upper())
    return slug(line.character) == NARRATOR or any(part.strip(".") in _OFF_SCREEN for part in said)


def people_by_slug(bible: Bible) -> dict[str, str]:
    """Slug of every name and alias -> character id, so that a user's own id stands for the script's cue."""
    known: dict[str, str] = {}
    for character in bible.characters:
        for name in (character.id, character.name, *character.aliases):
            known.setdefault(slug(name), character.id)
    return known


def series_from(
    screenplay: Screenplay,
    breakdowns: Mapping[str, Breakdown],
    bible: Bible,
    *,
    id: str,
    aspect: Aspect,
    fps: int,
    seed: int,
) -> Series:
    """The film as a Series without shots.

    Args:
        breakdowns: by scene id. A scene that has none keeps its lines, in one beat.
        id: the series' slug.
    """
    known = people_by_slug(bible)
    return Series(
        id=id,
        title=screenplay.title or {screenplay.language: id},
        language=screenplay.language,
        aspect=aspect,
        fps=fps,
        seed=seed,
        bible=bible,
        episodes=tuple(
            _episode(episode, at, screenplay, breakdowns, known) for at, episode in enumerate(screenplay.episodes, 1)
        ),
    )


def with_coverage(series: Series, scene_id: str, shots: Sequence[Shot]) -> Series:
    """A copy of ``series`` whose scene has ``shots``. Raises KeyError when the film has no such scene."""
    found = False
    episodes = []
    for episode in series.episodes:
        scenes = []
        for scene in episode.scenes:
            if scene.id == scene_id:
                found = True
                scene = scene.model_copy(update={"shots": with_clock(shots)})
            scenes.append(scene)
        episodes.append(episode.model_copy(update={"scenes": tuple(scenes)}))
    if not found:
        raise KeyError(scene_id)
    return series.model_copy(update={"episodes": tuple(episodes)})


def _episode(
    episode: ScreenplayEpisode,
    number: int,
    screenplay: Screenplay,
    breakdowns: Mapping[str, Breakdown],
    known: Mapping[str, str],
) -> Episode:
    digits = episode.id.removeprefix("ep")
    return Episode(
        id=episode.id,
        number=int(digits) if digits.isdecimal() and int(digits) > 0 else number,
        title=episode.title or screenplay.title,
        acts=tuple(Act(title={screenplay.language: title}, first_scene_id=first) for title, first in episode.acts),
        scenes=tuple(_scene(scene, breakdowns.get(scene.id), screenplay.language, known) for scene in episode.scenes),
    )


def _scene(
    scene: ScreenplayScene, breakdown: Breakdown | None, language: LanguageTag, known: Mapping[str, str]
) -> Scene:
    lines = tuple(_line(line, known) for line in scene.dialogue)
    if breakdown is None:
        beat = Beat(id=f"{scene.id}/bt010", kind="dialogue", text="", line_ids=tuple(line.id for line in lines))
        breakdown = Breakdown(scene_id=scene.id, beats=(beat,) if lines else ())
    beats = tuple(
        beat.model_copy(update={"present": tuple(dict.fromkeys(known.get(who, who) for who in beat.present))})
        for beat in breakdown.beats
    )
    return Scene(
        id=scene.id,
        heading={language: scene.heading.text},
        synopsis=breakdown.synopsis,
        mood=breakdown.mood,
        tempo_bpm=breakdown.tempo_bpm,
        beats=beats,
        lines=lines,
        number=scene.heading.number,
        source_sha256=scene_sha256(scene),
    )


def _line(line: Dialogue, known: Mapping[str, str]) -> Line:
    who = slug(line.character)
    return Line(
        id=line.id,
        character_id=known.get(who, who),
        text=line.text,
        language=line.language,
        delivery=", ".join(line.parentheticals),
        off_screen=is_off_screen(line),
        overlaps_previous=line.dual,
    )
