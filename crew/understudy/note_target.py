"""What part of the film a wish is about, as data, and the ways in which that can fail to be clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from crew.answers.notes import Choice, NoteAnswer
from crew.understudy.note_names import name_of, scene_heading, scenes_of
from crew.understudy.note_text import Clause, Lexicon, Span
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.changes import ChangeSet, Selector
from film.engine import Abilities
from film.named_looks import NamedLook
from film.selector import Selection, select
from film.series import Scene, Series, Shot

MOST_CHOICES = 6


class Unclear(Exception):
    """A wish that needs an answer first: carries the question, or the sentence on why it cannot be done."""

    def __init__(self, answer: NoteAnswer) -> None:
        self.answer = answer
        super().__init__(answer.question or answer.answer)


class Turn(NamedTuple):
    """One earlier exchange, as far as follow-ups need it."""

    note: str
    answer: NoteAnswer
    version: int | None


@dataclass(frozen=True)
class Scope:
    """All that the house rules know while they read one note."""

    note: str
    language: str
    series: Series
    words: NoteWords
    vocabulary: Vocabulary
    lexicon: Lexicon
    abilities: Abilities
    styles: tuple[str, ...]
    looks: tuple[NamedLook, ...]
    remedy: str
    turns: tuple[Turn, ...]
    takes: dict[str, tuple[Any, ...]]
    versions: tuple[tuple[int, str], ...]
    standing: int
    last: tuple[Selector, ...] = ()
    """What the last change was about; empty when there was none."""
    forced: Target | None = None
    """A target given in answer to a question, in place of what the note itself says."""
    read: Callable[[Scope], NoteAnswer] | None = None
    """Reads a note all over again: for notes that only say more of an earlier one."""

    def say(self, occasion: str, **values: object) -> str:
        return self.words.say(occasion, self.language, **values)

    def name(self, thing_id: str) -> str:
        return name_of(self.series, thing_id, self.language)

    def ask(self, occasion: str, choices: tuple[Choice, ...] = (), **values: object) -> Unclear:
        """A question, to be raised."""
        return Unclear(
            NoteAnswer(kind="question", question=self.say(occasion, **values), choices=choices[:MOST_CHOICES])
        )

    def cannot(self, occasion: str, **values: object) -> Unclear:
        """A sentence on why nothing changes, to be raised."""
        return Unclear(NoteAnswer(kind="answer", answer=self.say(occasion, **values)))

    def note_with(self, old: tuple[int, int] | None, new: str) -> str:
        """The note with the stretch ``old`` replaced by ``new``; put at an end when nothing is replaced."""
        if old is not None:
            return f"{self.note[: old[0]]}{new}{self.note[old[1] :]}".strip()
        bare = self.note.strip().rstrip(".!?।")
        return f"{new} {bare}" if self.language == "hi" else f"{bare}: {new}"

    @staticmethod
    def note_words(clause: Clause, span: Span | None) -> tuple[int, int] | None:
        """The stretch of the note that a phrase takes up."""
        return None if span is None else (clause.words[span.at].start, clause.words[span.end - 1].end)

    def selection(self, where: Selector) -> Selection:
        return select(self.series, where)

    def shots(self, where: Selector) -> list[tuple[Scene, Shot]]:
        """The shots in the cut that ``where`` means, each with its scene."""
        chosen = set(self.selection(where).shots)
        return [(scene, shot) for _, scene, shot in self.series.filmed() if shot.id in chosen]


@dataclass(frozen=True)
class Target:
    """Where a wish applies: several selectors when no single one can say it ("scene 3 and the kitchen")."""

    wheres: tuple[Selector, ...] = ()
    people: tuple[str, ...] = ()
    """Character ids that the wish names: whom it is about, or who must be seen."""
    scenes_named: bool = False
    """True when scenes, episodes, shots or places are named beside people."""
    whole: bool = False
    pronoun: bool = False
    """True when "it" or "this" said so."""
    order: tuple[tuple[str, str], ...] = ()
    """(kind, id) of scenes, shots and episodes in the order of the words: for swaps and moves."""
    lines: tuple[str, ...] = ()
    level: str = "none"
    """The finest thing that is named: film, episode, scene, shot, people, none."""
    label: str = ""

    @property
    def given(self) -> bool:
        return bool(self.wheres)

    def seen(self) -> tuple[Selector, ...]:
        """Where, restricted to shots in which the named people are seen."""
        if not self.people:
            return self.wheres
        return tuple(with_people(where, self.people) for where in self.wheres or (Selector(),))


def with_people(where: Selector, people: tuple[str, ...]) -> Selector:
    """``where``, only where one of ``people`` is seen."""
    return where.model_copy(update={"characters": tuple(dict.fromkeys((*where.characters, *people)))})


@dataclass
class Wish:
    """What one clause asks for: edits by selector, and the sentence that says why this way."""

    changes: list[ChangeSet] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, where: Selector, edits: tuple, reason: str = "") -> None:
        """One more change. Edits for one place stand together."""
        if self.changes and self.changes[-1].where == where:
            edits = (*self.changes[-1].edits, *edits)
            self.changes[-1] = self.changes[-1].model_copy(update={"edits": edits})
        else:
            self.changes.append(ChangeSet(where=where, edits=edits))
        if reason and reason not in self.reasons:
            self.reasons.append(reason)


def scene_choices(scope: Scope, scene_ids: list[str], old: tuple[int, int] | None) -> tuple[Choice, ...]:
    """One choice for each scene: said with its heading, answered with its number."""
    by_id = {scene.id: scene for _, scene in scenes_of(scope.series)}
    return tuple(
        Choice(
            label=f"{scope.name(scene_id)} ({scene_heading(by_id[scene_id], scope.language)})",
            note=scope.note_with(old, scope.name(scene_id)),
        )
        for scene_id in scene_ids
    )


def thing_choices(scope: Scope, ids: list[str], old: tuple[int, int] | None) -> tuple[Choice, ...]:
    """One choice for each shot, person, place or episode."""
    return tuple(Choice(label=scope.name(i), note=scope.note_with(old, scope.name(i))) for i in ids)


def where_choices(scope: Scope) -> tuple[Choice, ...]:
    """The whole film, then its episodes, or its scenes when it has one episode."""
    whole = scope.say("whole_film")
    first = Choice(label=whole, note=scope.note_with(None, whole))
    if len(scope.series.episodes) > 1:
        return (first, *thing_choices(scope, [episode.id for episode in scope.series.episodes], None))
    return (first, *scene_choices(scope, [scene.id for _, scene in scenes_of(scope.series)], None))


def narrowed(where: Selector, but: Selector) -> Selector:
    """``where`` without ``but``."""
    return where.model_copy(update={"but": but}) if where.but is None else replaced_but(where, but)


def replaced_but(where: Selector, but: Selector) -> Selector:
    """``where`` that already leaves something out, now leaving out ``but`` as well: nested one in the other."""
    inner = where.but
    assert inner is not None
    if inner.but is None and inner.places and but.places and not (inner.scenes or but.scenes):
        return where.model_copy(update={"but": inner.model_copy(update={"places": (*inner.places, *but.places)})})
    return where.model_copy(update={"but": but})


def with_last(scope: Scope, last: tuple[Selector, ...]) -> Scope:
    """The scope after one more clause: what "it" means from here on."""
    return replace(scope, last=last)
