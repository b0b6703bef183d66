"""The Screenwriter reads: prose into scenes, a scene into beats.

Decides: where a story's scenes begin, who speaks a quotation, how a scene divides into beats, who is
present, how heated each beat is, the mood. May not: write or change a word, drop a line, or bring in
a person that the script lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping, Sequence
from itertools import pairwise
from typing import get_args

from crew.answers.screenwriter import BreakdownAnswer, ElementFact
from crew.ask import Question, ask
from crew.dividing import parts_for, rolling_story
from crew.minds.mind import Mind
from crew.reading import NameFinder, person_ids
from crew.story import adapt
from crew.understudy.breaking_down import break_down_scene
from crew.understudy.vocabulary import Vocabulary
from film.decision import Decision
from film.draft import NARRATOR, Breakdown, is_off_screen
from film.ids import slug
from film.screenplay import Action, Dialogue, Screenplay, ScreenplayScene
from film.series import Beat, Mood

__all__ = ["adapt", "break_down", "cast_of", "strangers_in"]

LONGEST_SYNOPSIS = 400

_INTRODUCED = re.compile(
    r"(?<![\w'’])([A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,2})"
    r"(?= ?\((?:\d|early|mid|late|a |an |young|old)|, (?:\d|an? |the |his |her |their |early |mid|late |old |young ))"
)
"""A name in capitals that is being introduced: ``ELI (60s)``, ``MARA, a keeper``."""
_ACTING = re.compile(r"(?<![\w'’])([A-Z][A-Z'’-]{2,}(?: [A-Z][A-Z'’-]+)?)(?= [a-z]+s\b)")
"""A name in capitals that does something, ``ANNA walks``; a person only if the script also writes ``Anna``."""
_SOMEBODY = re.compile(
    r"(?<![\w'’])((?:(?:YOUNG|OLD|ELDERLY|LITTLE|TALL) )?"
    r"(?:WOMAN|MAN|GIRL|BOY|CHILD|FATHER|MOTHER|SISTER|BROTHER|SOLDIER|STRANGER|DOCTOR|NURSE|TEACHER|FISHERMAN|FARMER))"
    r"(?![\w'’])"
)
"""Somebody without a name, in capitals: ``A YOUNG WOMAN``."""
_NOT_PEOPLE = frozenset(
    "THE A AN CLOSE ANGLE CUT FADE INSERT SUPER TITLE POV INT EXT SMASH MONTAGE BANG CRASH RAIN WIND SNOW FOG STORM "
    "THUNDER LIGHTNING FIRE SMOKE MUSIC SILENCE LIGHTS DOOR PHONE CAR SUN NIGHT DAY WATER SOUND VOICE".split()
)


def cast_of(screenplay: Screenplay) -> tuple[str, ...]:
    """Names of everybody in the script: those who speak, then those that an action line introduces in capitals."""
    names = tuple(dict.fromkeys(line.character for line in screenplay.lines if slug(line.character) != NARRATOR))
    actions = [e.text for scene in screenplay.scenes for e in scene.elements if isinstance(e, Action)]
    return (*names, *_introduced(actions, names))


def strangers_in(action: str, known: Iterable[str]) -> tuple[str, ...]:
    """Names of people that an action line introduces in capitals and that are not among ``known``, each once."""
    words = {slug(part) for name in known for part in (name, *name.split())}
    return tuple(name for name in _introduced([action], ()) if slug(name) not in words)


def _introduced(actions: Sequence[str], names: Iterable[str]) -> list[str]:
    known = {slug(name) for name in names}
    written = {word for text in actions for word in re.findall(r"[A-Z][a-z]+", text)}
    new: list[str] = []
    for text in actions:
        acting = (m for m in _ACTING.finditer(text) if m.group(1).split()[0].title() in written)
        found = [*_INTRODUCED.finditer(text), *acting, *_SOMEBODY.finditer(text)]
        for match in sorted(found, key=lambda m: (m.start(), -m.end())):
            name = match.group(1).strip(" .-")
            if name.split()[0] in _NOT_PEOPLE or len(name) < 2 or slug(name) in known:
                continue
            known.add(slug(name))
            new.append(name)
    return new


def break_down(
    mind: Mind,
    scene: ScreenplayScene,
    cast: Sequence[str],
    story_so_far: str,
    transcript: MutableMapping[str, Decision],
    *,
    vocabulary: Vocabulary,
    language: str = "en",
) -> Breakdown:
    """The scene in beats.

    Args:
        cast: names of everybody in the film, ``cast_of(screenplay)``.
        story_so_far: a short summary; the understudy needs none.
    """
    people = person_ids(cast)
    finder = NameFinder(people)
    elements = _element_facts(scene, finder, vocabulary)
    spoken = {element.who for element in elements if element.kind == "dialogue"}
    named = {who for element in elements for who in element.named}
    here = [who for who in people if who in spoken | named]
    answers: list[BreakdownAnswer] = []
    for part in parts_for(mind, "screenwriter", elements, stays=lambda element: element.overlaps):
        so_far = rolling_story([story_so_far, *(answer.synopsis for answer in answers)])
        answers.append(_broken_down(mind, scene, part, {who: people[who][0] for who in here}, so_far, language, transcript))
    answer = _joined(answers)
    return Breakdown(
        scene_id=scene.id,
        synopsis={language: answer.synopsis},
        mood=answer.mood,
        tempo_bpm=answer.tempo_bpm,
        beats=_beats(answer, scene, elements),
    )


def _broken_down(
    mind: Mind,
    scene: ScreenplayScene,
    elements: Sequence[ElementFact],
    people: dict[str, str],
    story_so_far: str,
    language: str,
    transcript: MutableMapping[str, Decision],
) -> BreakdownAnswer:
    facts = {
        "heading": scene.heading.text,
        "language": language,
        "story_so_far": story_so_far,
        "cast": [{"id": who, "name": name} for who, name in people.items()],
        "elements": [element.model_dump(mode="json", exclude_defaults=True) for element in elements],
    }
    decision = ask(
        mind,
        Question(
            agent="screenwriter",
            task="break_down",
            subject=scene.id,
            facts=facts,
            answer_type=BreakdownAnswer,
            check=lambda answer: _wrong(answer, elements, list(people)),
            house=lambda told: break_down_scene(
                [ElementFact.model_validate(each) for each in told["elements"]],
                told["cast"], told["heading"], told["language"],
            ),
            language=language,
            worded=("synopsis",),
        ),
        transcript,
    )  # fmt: skip
    return BreakdownAnswer.model_validate(decision.answer)


def _joined(answers: Sequence[BreakdownAnswer]) -> BreakdownAnswer:
    """The parts of a long scene as one: its mood and tempo are those of the part that runs hottest."""
    hottest = max(answers, key=lambda answer: max((beat.intensity for beat in answer.beats), default=0.0))
    return hottest.model_copy(
        update={
            "synopsis": " ".join(answer.synopsis for answer in answers)[:LONGEST_SYNOPSIS],
            "beats": [beat for answer in answers for beat in answer.beats],
        }
    )


def _element_facts(scene: ScreenplayScene, finder: NameFinder, vocabulary: Vocabulary) -> list[ElementFact]:
    facts = []
    for element in scene.elements:
        if not isinstance(element, (Action, Dialogue)):
            continue
        text = element.text if isinstance(element, Action) else _words(element)
        told = isinstance(element, Dialogue) and slug(element.character) == NARRATOR
        cues = " ".join((text, *element.parentheticals)) if isinstance(element, Dialogue) else text
        off = isinstance(element, Dialogue) and is_off_screen(element)
        facts.append(
            ElementFact(
                id=f"e{len(facts) + 1}",
                kind="action" if isinstance(element, Action) else "narration" if off else "dialogue",
                who=slug(element.character) if isinstance(element, Dialogue) else "",
                text=text,
                named=finder.who(text) if isinstance(element, Action) or told else (),
                overlaps=isinstance(element, Dialogue) and element.dual,
                heat=_heat_of(cues, vocabulary),
                mood=_mood_of(cues, vocabulary),
            )
        )
    return facts


def _heat_of(text: str, vocabulary: Vocabulary) -> float:
    words = max(1, len(text.split()))
    hot = len(vocabulary.found("heated", text)) / words**0.5
    shouted = 0.35 if text.upper() == text != text.lower() and words > 1 else 0.0
    return round(min(1.0, 0.35 * hot + 0.12 * min(3, text.count("!")) + shouted), 3)


def _mood_of(text: str, vocabulary: Vocabulary) -> Mood | None:
    said = vocabulary.most("moods", text)
    return next((mood for mood in get_args(Mood) if mood == said), None)


def _words(line: Dialogue) -> str:
    return line.text.get(line.language) or next(iter(line.text.values()), "")


def _wrong(answer: BreakdownAnswer, elements: Sequence[ElementFact], people: Sequence[str]) -> list[str]:
    wanted = [element.id for element in elements]
    got = [each for beat in answer.beats for each in beat.elements]
    wrong = []
    if got != wanted:
        lost = [each for each in wanted if each not in got]
        extra = [each for each in got if each not in wanted or got.count(each) > 1]
        what = f"missing {lost}, unknown or repeated {extra}" if lost or extra else "they are out of order"
        wrong.append(f"The beats must hold every element once, in order {wanted}; {what}.")
    for before, element in pairwise(elements):
        apart = not any({before.id, element.id} <= set(beat.elements) for beat in answer.beats)
        if element.overlaps and apart and before.kind == element.kind == "dialogue":
            wrong.append(f"{element.id} is spoken over {before.id}: put both in one beat.")
    strangers = sorted({who for beat in answer.beats for who in beat.present if who not in people})
    if strangers:
        wrong.append(f"present names {strangers}; the cast of this scene is {list(people)}.")
    return wrong


def _beats(answer: BreakdownAnswer, scene: ScreenplayScene, elements: Sequence[ElementFact]) -> tuple[Beat, ...]:
    """Beats of one kind each: an answer that puts action and speech together is divided where they meet."""
    filmed = [element for element in scene.elements if isinstance(element, (Action, Dialogue))]
    by_id = dict(zip((element.id for element in elements), zip(elements, filmed, strict=True), strict=True))
    beats: list[Beat] = []
    for told in answer.beats:
        runs: list[list[str]] = []
        for element_id in told.elements:
            if runs and by_id[runs[-1][0]][0].kind == by_id[element_id][0].kind:
                runs[-1].append(element_id)
            else:
                runs.append([element_id])
        for run in runs:
            parts = [by_id[element_id] for element_id in run]
            speakers = [fact.who for fact, _ in parts if fact.kind == "dialogue"]
            beats.append(
                Beat(
                    id=f"{scene.id}/bt{10 * (len(beats) + 1):03d}",
                    kind="action" if parts[0][0].kind == "action" else "dialogue",
                    text="\n".join(fact.text for fact, _ in parts),
                    line_ids=tuple(element.id for _, element in parts if isinstance(element, Dialogue)),
                    present=tuple(dict.fromkeys([*told.present, *speakers])),
                    intensity=told.intensity,
                )
            )
    return tuple(beats)
