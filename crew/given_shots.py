"""Shots that the user gave (a storyboard): what they state stands, what they leave open is filled.

What a shot states is what its data set (pydantic's ``model_fields_set``, nested).
"""

from __future__ import annotations

from typing import Any

from crew.answers.director import BeatFact, CoverFacts
from crew.reading import NameFinder, sentence_facts
from crew.shooting import DISSOLVE_S, F_STOP, FADE_IN_S, FOCAL_MM, LEAD_S, heard_s
from crew.stated import stated_over
from crew.understudy.vocabulary import Vocabulary
from film.base import LanguageTag, text_in
from film.bible import Bible
from film.series import Doing, Scene, Shot, Spoken
from film.state import ShotSize, VisualState

KINDS = ("establishing", "single", "two_shot", "master")
"""By how many people a shot shows."""


def given_facts(
    facts: CoverFacts, scene: Scene, bible: Bible, language: LanguageTag, vocabulary: Vocabulary
) -> CoverFacts:
    """The facts of a storyboarded scene: one beat for each given shot, with the lines it is to carry."""
    names = {who.id: who.name for who in facts.people}
    finder = NameFinder({who: (name,) for who, name in names.items()})
    presents = {who: bible.character(who).identity.presents for who in names}
    lines = {line.id: line for beat in facts.beats for line in beat.lines}
    beats = []
    told: set[str] = set()
    for shot, spoken in zip(scene.shots, _lines_to_shots(scene), strict=True):
        # A line that the board divides over shots is told once: its ranges are the board's, not the Director's.
        carried = [each.line_id for each in spoken if each.line_id in lines and each.line_id not in told]
        told.update(carried)
        brief = text_in(shot.brief, language) or next(iter(shot.brief.values()), "")
        cast = tuple(who for who in shot.cast if who in names)
        sentences = sentence_facts(brief, finder, presents, cast, vocabulary)
        beats.append(
            BeatFact(
                id=shot.id,
                kind="dialogue" if carried else "action",
                present=cast,
                intensity=0.4,
                lines=tuple(lines[line_id] for line_id in dict.fromkeys(carried)),
                sentences=sentences,
            )
        )
    return facts.model_copy(update={"beats": tuple(beats)})


def filled(scene: Scene, planned: tuple[Shot, ...], facts: CoverFacts) -> tuple[Shot, ...]:
    """The given shots with what they do not state taken from the planned ones.

    A planned shot is matched by order among those of the same people, else by order. Durations
    not stated follow from the lines. Every line of the scene is heard in one of the shots.

    Args:
        facts: ``given_facts``: one beat for each given shot, with what its words say people do.
    """
    shots = []
    for at, (shot, spoken, beat) in enumerate(zip(scene.shots, _lines_to_shots(scene), facts.beats, strict=True)):
        model = _model_for(shot, at, len(scene.shots), planned)
        stated = shot.model_fields_set
        fill: dict[str, Any] = {"spoken": spoken}
        if "kind" not in stated:
            alike = set(model.cast) == set(shot.cast)
            fill["kind"] = model.kind if alike else KINDS[min(len(shot.cast), len(KINDS) - 1)]
        fill["state"] = _state_for(shot, model)
        if "doing" not in stated:
            fill["doing"] = _doings(shot, model, beat)
        if at == 0 and "transition_in" not in stated and planned:
            fill["transition_in"], fill["transition_s"] = planned[0].transition_in, planned[0].transition_s
        transition_s = fill.get("transition_s", shot.transition_s)
        if "lead_s" not in stated:
            fill["lead_s"] = LEAD_S + min(transition_s, max(FADE_IN_S, DISSOLVE_S))
        shot = shot.model_copy(update=fill)
        if "duration_s" not in stated:
            heard = heard_s(shot, scene)
            shot = shot.model_copy(update={"duration_s": round(heard + 0.35, 3) if heard else model.duration_s})
        shots.append(shot)
    return tuple(shots)


def _lines_to_shots(scene: Scene) -> list[tuple[Spoken, ...]]:
    """For each given shot its lines: those it states, and in order those that no shot states.

    An unstated line goes to the next shot that shows its speaker, else to the shot in hand.
    """
    stated = {spoken.line_id for shot in scene.shots for spoken in shot.spoken}
    heard = [list(shot.spoken) for shot in scene.shots]
    at = 0
    for line in scene.lines:
        if line.id in stated:
            at = max(at, *(i for i, shot in enumerate(scene.shots) if any(s.line_id == line.id for s in shot.spoken)))
            continue
        free = [i for i in range(at, len(heard)) if line.character_id in scene.shots[i].cast]
        at = free[0] if free else at
        heard[at].append(Spoken(line_id=line.id))
    return [tuple(spoken) for spoken in heard]


def _model_for(shot: Shot, at: int, count: int, planned: tuple[Shot, ...]) -> Shot:
    near = at * len(planned) // max(1, count)
    alike = [i for i, other in enumerate(planned) if set(other.cast) == set(shot.cast)]
    return planned[min(alike, key=lambda i: (abs(i - near), i))] if alike else planned[near]


def _doings(shot: Shot, model: Shot, beat: BeatFact) -> tuple[Doing, ...]:
    """What the shot's own words say somebody does, else what the planned shot has them do."""
    said = {deed.who: deed for sentence in reversed(beat.sentences) for deed in sentence.deeds}
    planned = {doing.character_id: doing for doing in model.doing}
    doings = []
    for who in shot.cast:
        doing = planned.get(who, Doing(character_id=who))
        if who in said:
            felt = said[who].expression
            expression = doing.expression if felt == "neutral" else felt
            doing = doing.model_copy(update={"verb": said[who].verb, "expression": expression})
        doings.append(doing)
    return tuple(doings)


def _state_for(shot: Shot, model: Shot) -> VisualState:
    """The planned state on the given shot's people, under what the shot states; the lens follows the size."""
    camera = model.state.camera
    if set(model.cast) != set(shot.cast):
        size: ShotSize = "wide" if not shot.cast else "medium" if len(shot.cast) == 1 else "full"
        camera = camera.model_copy(update={"subjects": shot.cast, "over": None, "size": size})
    stated = shot.state.camera
    size = stated.size if "size" in stated.model_fields_set else camera.size
    camera = camera.model_copy(update={"focal_mm": FOCAL_MM[size], "f_stop": F_STOP[size]})
    return stated_over(shot.state, model.state.model_copy(update={"camera": camera}))
