"""The Director covers a scene: which shots, how close, which move, on whom, and where a line is cut.

Decides: size, angle, move and speed, who is framed, how long a silence is held, where a long line
changes shots. May not: add people or words, lose or reorder a line, or plan again what a user's own
shot already states. Durations of spoken shots follow from the recordings.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import NamedTuple

from crew.answers.director import (
    BeatFact,
    CoverageAnswer,
    CoverFacts,
    LimitFact,
    LineFact,
    PersonFact,
    SceneFact,
)
from crew.ask import Question, ask
from crew.described import with_descriptions
from crew.dividing import parts_for
from crew.given_shots import filled, given_facts
from crew.holding import carried
from crew.minds.mind import Mind
from crew.reading import NameFinder, expression_of, sentence_facts
from crew.shooting import check_coverage, shots_from, speech_of
from crew.understudy.coverage import cover
from crew.understudy.vocabulary import Vocabulary
from film.base import LanguageTag, text_in
from film.bible import Bible
from film.decision import Decision
from film.engine import Abilities
from film.series import Beat, Line, Scene, Shot
from film.state import Look, StyleWeight

SHOT_TOKENS = 180
"""One shot of an answer, all of its keys written out."""
USUAL_SHOT_S = 3.0
SHORT_BEAT = 4
"""Sentences or lines that are always asked about together."""


@dataclass(frozen=True)
class Taste:
    """What the person wants of every shot, and what the film's profile allows."""

    max_shot_s: float = 10.0
    min_shot_s: float = 1.5
    styles: tuple[StyleWeight, ...] = ()
    look: Look | None = None
    language: LanguageTag = "en"


class Coverage(NamedTuple):
    """A scene in shots."""

    shots: tuple[Shot, ...]
    reason: str


def direct(
    mind: Mind,
    scene: Scene,
    bible: Bible,
    abilities: Abilities,
    *,
    taste: Taste,
    previous: Scene | None,
    vocabulary: Vocabulary,
    transcript: MutableMapping[str, Decision],
    last: bool = False,
) -> Coverage:
    """The coverage of ``scene``.

    A scene that has shots already (a storyboard's) keeps them: the answer fills what they leave open.

    Args:
        previous: the scene before it (one of another episode does not count), to know whether place or time has changed.
        last: whether the episode ends with it.
    """
    facts = cover_facts(scene, bible, abilities, taste=taste, previous=previous, vocabulary=vocabulary, last=last)
    if scene.shots:
        facts = given_facts(facts, scene, bible, taste.language, vocabulary)
    parts = [facts] if scene.shots else _in_parts(facts, mind)
    answers = [_covered(mind, part, scene.id, transcript) for part in parts]
    answer = CoverageAnswer(
        shots=[shot for each in answers for shot in each.shots],
        reason=" ".join(dict.fromkeys(each.reason for each in answers if each.reason)),
    )
    shots = shots_from(answer, facts, scene, language=taste.language, styles=taste.styles, look=taste.look)
    shots = carried(shots, facts, vocabulary)
    if scene.shots:
        shots = filled(scene, shots, facts)
    shots = with_descriptions(shots, scene, taste.language, vocabulary, taste.max_shot_s)
    return Coverage(shots, answer.reason)


def _covered(mind: Mind, facts: CoverFacts, scene_id: str, transcript: MutableMapping[str, Decision]) -> CoverageAnswer:
    decision = ask(
        mind,
        Question(
            agent="director",
            task="cover",
            subject=scene_id,
            facts=facts.model_dump(mode="json"),
            answer_type=CoverageAnswer,
            check=lambda answer: check_coverage(answer, facts),
            house=lambda told: cover(CoverFacts.model_validate(told)),
        ),
        transcript,
    )
    return CoverageAnswer.model_validate(decision.answer)


def _in_parts(facts: CoverFacts, mind: Mind) -> list[CoverFacts]:
    """A long scene as several questions, each of some beats; only the first arrives at a place."""
    beats = [part for beat in facts.beats for part in _short_beats(beat)]
    if len(runs := parts_for(mind, "director", beats, answered_in=_answered_in)) == 1:
        return [facts]
    going_on = facts.scene.model_copy(update={"first_of_episode": False, "place_changed": False, "time_jump": False})
    parts = [
        facts.model_copy(update={"beats": run, "scene": facts.scene if at == 0 else going_on})
        for at, run in enumerate(runs)
    ]
    to_come = [part.scene.model_copy(update={"last_of_episode": False}) for part in parts[:-1]]
    return [*(part.model_copy(update={"scene": scene}) for part, scene in zip(parts, to_come, strict=False)), parts[-1]]


def _answered_in(beat: BeatFact) -> int:
    """Tokens of the shots that a beat takes: one for a sentence, and a shot lasts some seconds of a line."""
    spoken = sum(max(1, round(line.seconds / USUAL_SHOT_S)) for line in beat.lines)
    return SHOT_TOKENS * max(1, len(beat.sentences), spoken)


def _short_beats(beat: BeatFact) -> list[BeatFact]:
    """A beat of many sentences, or of many lines, as several: else one beat might fill more than an answer."""
    if beat.sentences and beat.lines:
        return [beat]
    return [
        beat.model_copy(
            update={"sentences": beat.sentences[at : at + SHORT_BEAT], "lines": beat.lines[at : at + SHORT_BEAT]}
        )
        for at in range(0, max(1, len(beat.sentences), len(beat.lines)), SHORT_BEAT)
    ]


def cover_facts(
    scene: Scene,
    bible: Bible,
    abilities: Abilities,
    *,
    taste: Taste,
    previous: Scene | None,
    vocabulary: Vocabulary,
    last: bool = False,
) -> CoverFacts:
    """All the Director is told about a scene."""
    continuity = bible.scene(scene.id)
    place = bible.place(continuity.place_id)
    if previous is not None and previous.id.partition("/")[0] != scene.id.partition("/")[0]:
        previous = None
    before = bible.scene(previous.id) if previous is not None else None
    heading = text_in(scene.heading, taste.language) or next(iter(scene.heading.values()), scene.id)
    known = {character.id: character for character in bible.characters}
    seen = dict.fromkeys(
        [
            *(line.character_id for line in scene.lines if not line.off_screen),
            *(who for beat in scene.beats for who in beat.present),
            *(who for shot in scene.shots for who in shot.cast),
        ]
    )
    people = [known[who] for who in seen if who in known]
    finder = NameFinder({person.id: (person.name, *person.aliases) for person in people})
    presents = {person.id: person.identity.presents for person in people}
    lines = {line.id: line for line in scene.lines}
    return CoverFacts(
        scene=SceneFact(
            heading=heading,
            place=place.name,
            set=place.set,
            interior=place.interior,
            time_of_day=continuity.time_of_day,
            weather=continuity.weather,
            mood=scene.mood,
            first_of_episode=previous is None,
            last_of_episode=last,
            place_changed=before is None or before.place_id != continuity.place_id,
            time_jump=before is not None
            and (bool(vocabulary.found("later", heading)) or before.time_of_day != continuity.time_of_day),
        ),
        people=tuple(
            PersonFact(id=person.id, name=person.name, side=continuity.screen_side.get(person.id)) for person in people
        ),
        beats=tuple(
            BeatFact(
                id=beat.id,
                kind=beat.kind,
                present=tuple(who for who in beat.present if who in known),
                intensity=beat.intensity,
                lines=tuple(_line_fact(lines[i], vocabulary) for i in beat.line_ids if i in lines),
                sentences=_sentences(beat, lines, finder, presents, vocabulary),
            )
            for beat in _beats_of(scene)
        ),
        limits=LimitFact(
            min_shot_s=taste.min_shot_s,
            max_shot_s=min(taste.max_shot_s, abilities.max_clip_s),
            max_cast=abilities.max_cast,
            moves=abilities.moves,
        ),
    )


def _beats_of(scene: Scene) -> tuple[Beat, ...]:
    """The scene's beats, and one more for lines that none of them holds: a film's own JSON may leave some out."""
    held = {line_id for beat in scene.beats for line_id in beat.line_ids}
    left = tuple(line.id for line in scene.lines if line.id not in held)
    if not left:
        return scene.beats
    seen = tuple(dict.fromkeys(line.character_id for line in scene.lines if not line.off_screen))
    return (*scene.beats, Beat(id=f"{scene.id}/bt999", kind="dialogue", text="", line_ids=left, present=seen))


def _sentences(
    beat: Beat, lines: dict[str, Line], finder: NameFinder, presents: dict[str, str], vocabulary: Vocabulary
):
    spoken = [lines[line_id] for line_id in beat.line_ids if line_id in lines]
    if beat.kind == "dialogue" and not (spoken and all(line.off_screen for line in spoken)):
        return ()
    text = beat.text if beat.kind == "action" else "\n".join(_words(line) for line in spoken)
    return sentence_facts(text, finder, presents, beat.present, vocabulary)


def _words(line: Line) -> str:
    return line.text.get(line.language) or next(iter(line.text.values()), "")


def _line_fact(line: Line, vocabulary: Vocabulary) -> LineFact:
    speech = speech_of(line)
    text = _words(line)
    feeling = expression_of(line.delivery, vocabulary)
    if feeling == "neutral" and any(word.isupper() and len(word) > 2 for word in text.split()) and "!" in text:
        feeling = "angry"
    return LineFact(
        id=line.id,
        who=line.character_id,
        text=text,
        seconds=round(speech.duration_s, 3),
        word_ends_s=tuple(round(word.end_s, 3) for word in speech.words) if len(speech.words) > 1 else (),
        off_screen=line.off_screen,
        overlaps_previous=line.overlaps_previous,
        expression=feeling,
    )
