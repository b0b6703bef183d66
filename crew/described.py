"""Shots that a sentence describes as a director would: "Slow tracking shot of a neon-drenched Tokyo street, raining".

Reading only. What the sentence says of size, angle, move, pace and look stands, as if a storyboard had stated it;
what it leaves open stays the Director's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, get_args

from crew.answers.director import CameraFact
from crew.directions import read_direction
from crew.reading import sentences_of
from crew.shooting import F_STOP, FOCAL_MM
from crew.stated import stated_over
from crew.understudy.placing import DARK_LIGHTS, INDOOR_SETS
from crew.understudy.vocabulary import Vocabulary
from film.base import text_in
from film.ids import scene_id
from film.screenplay import Action, Heading, Screenplay, ScreenplayEpisode, ScreenplayScene, Story
from film.series import Scene, Shot
from film.state import Angle, Camera, Move, ShotSize

SLOW_SHOT_S, DESCRIBED_SHOT_S = 8.0, 5.0
"""How long a silent shot is that a sentence describes alone; a slow move needs its time."""
LONGEST_PLACE_WORDS = 7
_OF = re.compile(r"\b(?:of|through|across|along|down|over|inside|in|around|at|into|on|past|towards?|above)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)
_FOCAL = re.compile(r"\b(\d{1,3})\s?mm\s+(?:\w+\s+)?lens\b", re.IGNORECASE)


class Described(NamedTuple):
    """What a sentence says of the camera; None where it says nothing."""

    size: ShotSize | None
    angle: Angle | None
    camera: CameraFact | None
    focal_mm: float | None
    looks: tuple[str, ...]


def described(text: str, vocabulary: Vocabulary) -> Described | None:
    """The shot that ``text`` describes; None for a text that tells of people and things and of no camera."""
    camera = read_direction(text, (), vocabulary).camera
    size = next((each for each in get_args(ShotSize) if each == vocabulary.first("shot_sizes", text)), None)
    angle = next((each for each in get_args(Angle) if each == vocabulary.first("shot_angles", text)), None)
    focal = _FOCAL.search(text)
    if not (camera or size or angle or focal or vocabulary.found("shot_nouns", text)):
        return None
    looks = tuple(dict.fromkeys(hit.value for hit in vocabulary.found("looks", text)))
    return Described(size, angle, camera, float(min(400, max(8, int(focal[1])))) if focal else None, looks)


def place_described(text: str, vocabulary: Vocabulary) -> str:
    """The place that a described shot shows, as its words name it: ``neon-drenched Tokyo street``; empty when none."""
    for part in re.split(r"[,.;:!?–—]", text):
        for match in _OF.finditer(part):
            words = part[match.end() :].split()
            for count in range(min(LONGEST_PLACE_WORDS, len(words)), 0, -1):
                if vocabulary.found("sets", words[count - 1]):
                    return " ".join(words[:count])
    return ""


def with_descriptions(
    shots: Sequence[Shot], scene: Scene, language: str, vocabulary: Vocabulary, max_shot_s: float
) -> tuple[Shot, ...]:
    """Planned shots with what the words that they show say of camera and look; a given shot's own fields stand.

    Args:
        scene: with the shots that a storyboard gave, if any.
    """
    given = {shot.id: shot for shot in scene.shots}
    made = []
    for shot in shots:
        texts = sentences_of(text_in(shot.brief, language) or next(iter(shot.brief.values()), ""))
        changed, own = as_described(shot, texts, vocabulary), given.get(shot.id)
        if own is not None:
            changed = changed.model_copy(update={"state": stated_over(own.state, changed.state)})
        if own is None or "duration_s" not in own.model_fields_set:
            changed = long_enough(changed, texts, vocabulary, max_shot_s)
        made.append(changed)
    return in_one_look(made)


def as_described(shot: Shot, texts: Sequence[str], vocabulary: Vocabulary) -> Shot:
    """The shot with what ``texts``, the sentences of its brief, say of camera and look."""
    found = _first(texts, vocabulary)
    if found is None:
        return shot
    camera = shot.state.camera
    update: dict[str, Any] = {}
    travels = found.camera is not None and found.camera.move in ("follow", "dolly") and not camera.subjects
    size = found.size or ("wide" if travels else None)
    if size is not None:
        update |= {"size": size, "focal_mm": FOCAL_MM[size], "f_stop": F_STOP[size]}
    if found.angle is not None:
        update["angle"] = found.angle
    if found.focal_mm is not None:
        update["focal_mm"] = found.focal_mm
    if found.camera is not None:
        update["move"] = _move(found.camera, camera)
    looks = shot.state.looks or found.looks
    return shot.model_copy(
        update={"state": shot.state.model_copy(update={"camera": camera.model_copy(update=update), "looks": looks})}
    )


def _move(asked: CameraFact, camera: Camera) -> Move:
    """The move that is asked for; with nobody to follow, a tracking shot is one along the place."""
    kind = "dolly" if asked.move == "follow" and not camera.subjects else asked.move
    usual = camera.move if camera.move.kind == kind else Move(kind=kind)
    update: dict[str, Any] = {"kind": kind}
    if asked.speed is not None:
        update["speed"] = asked.speed
    if asked.direction is not None:
        update["direction"] = asked.direction
    elif kind == "dolly" and not camera.subjects:
        update["direction"] = "in"  # along the street or the corridor: across it there is no way
    return usual.model_copy(update=update)


def long_enough(shot: Shot, texts: Sequence[str], vocabulary: Vocabulary, max_shot_s: float) -> Shot:
    """A silent shot that a sentence describes, as long as it takes to be looked at."""
    found = _first(texts, vocabulary)
    if found is None or found.camera is None or shot.spoken:
        return shot
    slow = found.camera.speed is not None and found.camera.speed < 1.0
    wanted = min(SLOW_SHOT_S if slow else DESCRIBED_SHOT_S, max_shot_s)
    return shot if shot.duration_s >= wanted else shot.model_copy(update={"duration_s": wanted})


def _first(texts: Sequence[str], vocabulary: Vocabulary) -> Described | None:
    return next((found for text in texts if (found := described(text, vocabulary)) is not None), None)


def in_one_look(shots: Sequence[Shot]) -> tuple[Shot, ...]:
    """Shots of a scene of which some were described with a look: the stock in the camera is not changed at a cut."""
    looks = tuple(dict.fromkeys(name for shot in shots for name in shot.state.looks))
    return tuple(
        shot if shot.state.looks or not looks else shot.model_copy(update={"state": shot.state.model_copy(update={"looks": looks})})
        for shot in shots
    )


def describes_shots(text: str, vocabulary: Vocabulary) -> bool:
    """True when every sentence of ``text`` describes a shot."""
    sentences = sentences_of(text)
    return bool(sentences) and all(described(sentence, vocabulary) is not None for sentence in sentences)


def screenplay_of_shots(story: Story, sentences: Sequence[str], vocabulary: Vocabulary) -> Screenplay:
    """A text that only describes shots, as a screenplay: each is an action, and another place is another scene."""
    scenes: list[tuple[Heading, list[str]]] = []
    for sentence in sentences:
        heading = _heading(sentence, vocabulary, scenes[-1][0] if scenes else None)
        if not scenes or heading != scenes[-1][0]:
            scenes.append((heading, []))
        scenes[-1][1].append(sentence)
    made = []
    for number, (heading, texts) in enumerate(scenes, start=1):
        this = scene_id("ep01", number)
        actions = tuple(Action(id=f"{this}/ac{10 * at:04d}", text=text) for at, text in enumerate(texts, start=1))
        made.append(ScreenplayScene(id=this, heading=heading, elements=actions))
    count = f"{len(sentences)} described shots" if len(sentences) > 1 else "one described shot"
    return Screenplay(
        title=story.title,
        language=story.language,
        episodes=(ScreenplayEpisode(id="ep01", title=story.title, scenes=tuple(made)),),
        sources=story.sources,
        readings=(*story.readings, f"{count} in {len(made)} scenes: filmed as they are described, and not told by a voice"),
    )


def _heading(sentence: str, vocabulary: Vocabulary, before: Heading | None) -> Heading:
    """The heading that the words ask for; what they leave open is as in the shot before."""
    place = place_described(sentence, vocabulary)
    if not place and before is not None:
        return before
    inside = vocabulary.first("sets", place) in INDOOR_SETS
    time = (vocabulary.first("times", sentence) or "").replace("_", " ").upper()
    if not time and vocabulary.first("lights", sentence) in DARK_LIGHTS:
        time = "NIGHT"
    time = time or (before.time if before is not None else "DAY")
    setting = "INT" if inside else "EXT"
    named = (place or "the open").upper()
    return Heading(text=f"{setting}. {named} - {time}", setting=setting, place=named, time=time)
