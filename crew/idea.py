"""The Screenwriter writes: one line becomes a screenplay, in questions that a small model can answer.

    logline > people > outline, five scenes at a time > each scene, knowing only the story so far

Only a mind can do this. There are no house rules for it: a question whose answers do not hold ends
the writing with a sentence (``Unwritten``), and what was written so far stays on record.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple, NoReturn, TypeVar

from pydantic import BaseModel

from crew.answers.idea import LoglineAnswer, OutlineAnswer, PeopleAnswer, SceneIdea, SceneText, WrittenElement
from crew.ask import Question, ask
from crew.dividing import rolling_story
from crew.idea_checks import check_logline, check_outline, check_people, check_scene, introduction, seconds_of
from crew.minds.mind import Mind, Reply, Windowed, mind_for
from crew.minds.replay import ReplayMind
from film.decision import Decision
from film.errors import MindError
from film.ids import scene_id, slug
from film.screenplay import Action, Dialogue, Heading, Note, Screenplay, ScreenplayEpisode, ScreenplayScene

SCENE_S = 45.0
"""Seconds of a scene on average: short enough to be written in one answer."""
SCENES_PER_QUESTION = 5
KNOWN_PLACES = 12
"""Places of the latest scenes that an outline is told, so that it goes back to them by the same name."""
SHARES = {"short": 0.6, "normal": 1.0, "long": 1.6}
LEAST_SCENE_S = 8
LEEWAY = 1.2
"""How much longer than asked for a scene may be: they are asked for so much shorter than the film may be."""

TIMES: dict[str, dict[str, str]] = {
    "hi": {"DAWN": "भोर", "MORNING": "सुबह", "DAY": "दिन", "EVENING": "शाम", "DUSK": "संध्या", "NIGHT": "रात"},
}
"""Times of headings in languages whose scripts do not write them in English."""

_Answer = TypeVar("_Answer", bound=BaseModel)


class Unwritten(MindError):
    """A step could not be written; asked as another draft, it may be."""

    def __init__(self, subject: str, why: str):
        self.subject = subject
        super().__init__(f"{subject} could not be written: {why}. What is written is kept: the same command goes on")


class Person(NamedTuple):
    """Somebody of the story, named by an id that is given here."""

    id: str
    name: str
    age: int
    look: str


def write_screenplay(
    mind: Mind,
    idea: str,
    transcript: MutableMapping[str, Decision],
    *,
    minutes: float,
    language: str,
    drafts: Mapping[str, int] | None = None,
    on_step: Callable[[str], None] = lambda line: None,
) -> Screenplay:
    """A screenplay of one episode of at most ``minutes``, written by ``mind``.

    Args:
        idea: one line, a person's own words.
        language: ``en`` or ``hi``.
        drafts: subject -> how often it ended as ``Unwritten`` before; it is asked for another draft then.
        on_step: told what is being written, for a person to read.

    Raises:
        Unwritten: the mind cannot be reached, or three answers to one question did not hold.
    """
    writer = _Writer(mind, language, transcript, drafts or {})
    on_step("the story in a sentence")
    told = writer.asked(
        "logline", "the logline", {"idea": idea, "minutes": minutes}, LoglineAnswer,
        lambda answer: check_logline(answer, language),
    )  # fmt: skip
    logline = _line(told.logline)
    count = max(1, round(minutes * 60 / SCENE_S))
    on_step(f"who is in {_line(told.title)}")
    cast = writer.asked(
        "people", "the people", {"logline": logline, "at_most": min(6, count + 1)}, PeopleAnswer,
        lambda answer: check_people(answer, language, min(6, count + 1)),
    )  # fmt: skip
    people = {slug(each.name): Person(slug(each.name), _line(each.name), each.age, _line(each.look)) for each in cast.people}
    scenes: list[SceneIdea] = []
    while len(scenes) < count:
        first, last = len(scenes) + 1, min(count, len(scenes) + SCENES_PER_QUESTION)
        on_step(f"scenes {first} to {last} of {count}, in outline")
        scenes += writer.outlined(logline, people, scenes, first, last, count)
    written = writer.scenes(logline, people, scenes, minutes * 60, on_step)
    return Screenplay(
        title={language: _line(told.title)},
        credits={"Logline": logline, "Language": language},
        language=language,
        episodes=(ScreenplayEpisode(id="ep01", scenes=written),),
    )


def seconds_of_screenplay(screenplay: Screenplay) -> float:
    """About how long its film will be."""
    return _lasts_s(screenplay.scenes)


def _lasts_s(scenes: Sequence[ScreenplayScene]) -> float:
    return seconds_of(
        [next(iter(line.text.values())) for scene in scenes for line in scene.dialogue],
        [element.text for scene in scenes for element in scene.elements if isinstance(element, Action)],
    )


def _last_words(scene: ScreenplayScene) -> str:
    last = scene.elements[-1]
    return next(iter(last.text.values())) if isinstance(last, Dialogue) else last.text


class _Writer:
    """Asks the steps of one screenplay."""

    def __init__(
        self, mind: Mind, language: str, transcript: MutableMapping[str, Decision], drafts: Mapping[str, int]
    ):
        chosen = mind_for(mind, "screenwriter")
        self._mind = chosen if isinstance(chosen, ReplayMind) else _Listened(chosen)
        self._language, self._transcript, self._drafts = language, transcript, drafts

    def asked(
        self,
        task: str,
        subject: str,
        facts: Mapping[str, Any],
        answer_type: type[_Answer],
        check: Callable[[_Answer], list[str]],
    ) -> _Answer:
        """One validated answer. Raises Unwritten when there is none."""
        wrong: list[str] = []

        def checked(answer: _Answer) -> list[str]:
            wrong[:] = check(answer)
            return wrong

        def nobody_else(_: dict[str, Any]) -> NoReturn:
            failed = self._mind.error if isinstance(self._mind, _Listened) else ""
            raise Unwritten(subject, failed or " ".join(wrong[:2]).rstrip(".") or "no answer was usable JSON")

        decision = ask(
            self._mind,
            Question(
                agent="screenwriter",
                task=task,
                subject=subject,
                facts={**facts, "language": self._language, "draft": 1 + self._drafts.get(subject, 0)},
                answer_type=answer_type,
                check=checked,
                house=nobody_else,
            ),
            self._transcript,
        )
        return answer_type.model_validate(decision.answer)

    def outlined(
        self, logline: str, people: Mapping[str, Person], before: Sequence[SceneIdea], first: int, last: int, count: int
    ) -> list[SceneIdea]:
        places = list(dict.fromkeys(_place(scene, self._language) for scene in reversed(before)))[:KNOWN_PLACES]
        facts = {
            "logline": logline,
            "people": [{"id": each.id, "name": each.name} for each in people.values()],
            "story_so_far": _summary(before),
            "places": places,
            "wanted": {"scenes": last - first + 1, "first": first, "last": last, "of": count, "part": _part(first, last, count)},
        }
        answer = self.asked(
            "outline", f"the outline of scenes {first} to {last}", facts, OutlineAnswer,
            lambda answer: check_outline(answer, people, last - first + 1, [s.synopsis for s in before], self._language),
        )  # fmt: skip
        return list(answer.scenes)

    def scenes(
        self,
        logline: str,
        people: Mapping[str, Person],
        outline: Sequence[SceneIdea],
        total_s: float,
        on_step: Callable[[str], None],
    ) -> tuple[ScreenplayScene, ...]:
        """Each scene within its share of the whole, and all of them within ``total_s``."""
        made: list[ScreenplayScene] = []
        shares = [SHARES[each.length] for each in outline]
        left_s, seen = total_s, set[str]()
        for at, idea in enumerate(outline):
            heading = _heading(idea, self._language)
            on_step(f"scene {at + 1} of {len(outline)}: {heading.text}")
            most_s = min(total_s * shares[at] / sum(shares), left_s * shares[at] / sum(shares[at:]))
            new = [introduction(people[who].name, people[who].age, people[who].look) for who in dict.fromkeys(idea.who) if who not in seen]
            elements = self._scene(logline, people, outline[: at + 1], made[-1:], new, most_s).elements
            made.append(_scene(at + 1, heading, idea, new, elements, people, self._language))
            left_s = max(0.0, left_s - _lasts_s(made[-1:]))
            seen |= set(idea.who)
        return tuple(made)

    def _scene(
        self,
        logline: str,
        people: Mapping[str, Person],
        outline: Sequence[SceneIdea],
        before: Sequence[ScreenplayScene],
        introductions: Sequence[str],
        most_s: float,
    ) -> SceneText:
        """What is seen and said in the last scene of ``outline``, in at most ``most_s`` with its introductions."""
        *earlier, idea = outline
        here = [people[who] for who in dict.fromkeys(idea.who)]
        room_s = most_s - seconds_of([], introductions)
        seconds = max(LEAST_SCENE_S, round(most_s / LEEWAY - seconds_of([], introductions)))
        facts = {
            "logline": logline,
            "heading": _heading(idea, self._language).text,
            "synopsis": _line(idea.synopsis),
            "people": [{"id": each.id, "name": each.name, "look": each.look} for each in here],
            "story_so_far": _summary(earlier),
            "ended": _last_words(before[0]) if before else "",
            "seconds": seconds,
        }
        everybody = {each.id: each.name for each in people.values()}
        return self.asked(
            "write", f"scene {len(outline)}", facts, SceneText,
            lambda answer: check_scene(
                answer, everybody, {each.id for each in here}, seconds, max(room_s, seconds), self._language
            ),
        )  # fmt: skip


class _Listened:
    """A mind whose failure is remembered, so that the person is told of it and not of what followed."""

    def __init__(self, mind: Mind):
        self._mind, self.error = mind, ""
        self.name, self.sees = mind.name, mind.sees
        self.prompt_tokens = mind.prompt_tokens if isinstance(mind, Windowed) else None

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        self.error = ""
        try:
            return self._mind.think(system, prompt, schema, images=images, seed=seed)
        except MindError as error:
            self.error = str(error)
            raise


def _scene(
    number: int,
    heading: Heading,
    idea: SceneIdea,
    introductions: Sequence[str],
    written: Sequence[WrittenElement],
    people: Mapping[str, Person],
    language: str,
) -> ScreenplayScene:
    this = scene_id("ep01", number)
    elements: list[Action | Dialogue | Note] = [Note(kind="synopsis", text=_line(idea.synopsis))]
    actions = lines = 0
    for text in introductions:
        actions += 10
        elements.append(Action(id=f"{this}/ac{actions:04d}", text=text))
    for each in written:
        text = _line(each.text)
        if each.kind == "action":
            actions += 10
            elements.append(Action(id=f"{this}/ac{actions:04d}", text=text))
            continue
        lines += 10
        elements.append(
            Dialogue(
                id=f"{this}/ln{lines:04d}",
                character=people[each.who].name.upper(),
                parentheticals=(_line(each.how),) if each.how.strip() else (),
                text={language: text},
                language=language,
            )
        )
    return ScreenplayScene(id=this, heading=heading, elements=tuple(elements))


def _heading(idea: SceneIdea, language: str) -> Heading:
    place, time = _place(idea, language), TIMES.get(language, {}).get(idea.time, idea.time)
    return Heading(text=f"{idea.setting}. {place} - {time}", setting=idea.setting, place=place, time=time)


def _place(idea: SceneIdea, language: str) -> str:
    return _line(idea.place).upper()


def _summary(scenes: Sequence[SceneIdea]) -> str:
    return rolling_story(_line(scene.synopsis) for scene in scenes)


def _part(first: int, last: int, count: int) -> str:
    """Which part of the story scenes are in, as a writer says it."""
    if first == 1:
        return "the whole story" if last == count else "the beginning: who they are, what they want"
    if last == count:
        return "the end: how it comes out"
    return "the middle: it gets harder" if last <= count * 2 / 3 else "the turn: the hardest choice"


def _line(text: str) -> str:
    """One line of text, spelled in one way."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
