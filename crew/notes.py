"""The Director reads a person's note: what part of the film, what about it, and with which remedy.

Decides: a ChangeSet, a question with choices, undo, redo, or the version to go back to. May not: touch a shot
outside the note's target, guess what is ambiguous, or take words in quotes for orders.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

from crew.answers.notes import NoteAnswer
from crew.ask import Question, ask
from crew.minds.mind import Mind
from crew.note_facts import note_facts
from crew.remedies import Remedying
from crew.understudy.note_looks import look_entries
from crew.understudy.note_names import film_entries
from crew.understudy.note_places import find_target
from crew.understudy.note_rules import read_note
from crew.understudy.note_target import Scope, Turn, Unclear
from crew.understudy.note_text import Clause, normal, words_in
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.base import Frozen
from film.canonical import content_id, plain
from film.changes import ChangeSet, Selector, apply
from film.decision import Decision
from film.engine import Abilities
from film.errors import ChangeError
from film.named_looks import NamedLook
from film.series import Series


class Exchange(Frozen):
    """A note and what came of it."""

    note: str
    answer: NoteAnswer
    version: int | None = None
    """The version that the change made; None when it is not accepted, or not yet."""


class TakeFact(Frozen):
    """A take of a shot's present plan."""

    attempt: int
    take: str
    take_id: str
    stands: bool


class Told(Frozen):
    """What is known beside the film."""

    exchanges: tuple[Exchange, ...] = ()
    """The oldest first."""
    takes: dict[str, tuple[TakeFact, ...]] = {}
    """Shot id -> takes of its present plan, by attempt."""
    versions: tuple[tuple[int, str], ...] = ()
    """Number and reason of each."""
    standing: int = 1
    """Number of the version that stands."""
    styles: tuple[str, ...] = ()
    """That the engine has."""
    looks: tuple[NamedLook, ...] = ()


def understand(
    mind: Mind,
    note: str,
    series: Series,
    told: Told,
    *,
    vocabulary: Vocabulary,
    words: NoteWords,
    abilities: Abilities,
    transcript: MutableMapping[str, Decision],
    remedy: Remedying = "auto",
) -> NoteAnswer:
    """What the note means for this film, in the note's language.

    Args:
        told: earlier exchanges, takes and versions, which "it", "take 2" and "go back" are about.
        remedy: whether the finish or the camera does it, when the person says so.
    """
    scope = scope_of(note, series, told, vocabulary=vocabulary, words=words, abilities=abilities, remedy=remedy)
    decision = ask(
        mind,
        Question(
            agent="director",
            task="note",
            subject=content_id({"note": note, "standing": told.standing, "film": plain(series), "told": plain(told.model_copy(update={"looks": ()}))}),
            facts=note_facts(scope),
            answer_type=NoteAnswer,
            check=lambda answer: check_note(answer, scope),
            house=lambda _: read_note(scope),
        ),
        transcript,
    )
    answer = NoteAnswer.model_validate(decision.answer)
    if answer.change is not None and not answer.change.note:
        answer = answer.model_copy(update={"change": answer.change.model_copy(update={"note": note})})
    return answer


def scope_of(
    note: str,
    series: Series,
    told: Told,
    *,
    vocabulary: Vocabulary,
    words: NoteWords,
    abilities: Abilities,
    remedy: Remedying = "auto",
) -> Scope:
    """All that the house rules know while they read ``note``."""
    styles = told.styles or abilities.styles
    names = film_entries(series, words)
    names += [(text, ("style", style)) for style in styles for text in dict.fromkeys((style, style.replace("_", " "), *words.style_words.get(style, ())))]
    names += look_entries(told.looks, words.lexicon(vocabulary))
    lexicon = words.lexicon(vocabulary).with_more(names)
    turns = tuple(Turn(exchange.note, exchange.answer, exchange.version) for exchange in told.exchanges)
    scope = Scope(
        note=" ".join(note.split()),
        language=language_of(note, words),
        series=series,
        words=words,
        vocabulary=vocabulary,
        lexicon=lexicon,
        abilities=abilities,
        styles=styles,
        looks=told.looks,
        remedy=remedy,
        turns=turns,
        takes=dict(told.takes),
        versions=told.versions,
        standing=told.standing,
    )
    return replace(scope, last=_last_talked_of(scope))


def language_of(note: str, words: NoteWords) -> str:
    """``hi`` for Devanagari and for Hindi in Latin letters, else ``en``. Words in quotes do not count."""
    plain_words = [word.text for word in words_in(note) if word.kind == "word"]
    if any("\u0900" <= c <= "\u097f" for word in plain_words for c in word):
        return "hi"
    romanised = {normal(word) for word in words.romanised}
    return "hi" if any(word in romanised for word in plain_words) else "en"


def _last_talked_of(scope: Scope) -> tuple[Selector, ...]:
    """What "it" is: where the last change was made, or what the last answer was about."""
    for turn in reversed(scope.turns):
        change = turn.answer.change
        try:
            if change is not None:
                return _outermost([part.where for part in _parts(change)], scope)
            if turn.answer.kind == "answer":
                target = find_target(Clause(words_in(turn.note), scope.lexicon), scope)
                if target.given and not target.whole and not target.pronoun:
                    return target.seen()
        except (ChangeError, Unclear):
            continue
    return ()


def _outermost(wheres: list[Selector], scope: Scope) -> tuple[Selector, ...]:
    """The selectors without those whose shots another one holds already."""
    shots = [set(scope.selection(where).shots) for where in wheres]
    kept = [
        at for at, held in enumerate(shots)
        if not any(held < other or (held == other and before < at) for before, other in enumerate(shots) if before != at)
    ]  # fmt: skip
    return tuple(wheres[at] for at in kept)


def check_note(answer: NoteAnswer, scope: Scope) -> list[str]:
    """What is wrong with an answer: a part missing, unknown ids, an illegal edit, a version that is not there."""
    wrong = []
    if answer.kind == "change":
        if answer.change is None or not any(part.edits for part in _parts(answer.change)):
            return ["kind change needs a change with at least one edit."]
        wrong += _check_change(answer.change, scope)
    if answer.kind == "question" and not answer.question.strip():
        wrong.append("kind question needs a question.")
    if answer.kind == "answer" and not answer.answer.strip():
        wrong.append("kind answer needs an answer: a sentence.")
    if answer.kind == "checkout":
        have = [number for number, _ in scope.versions]
        if answer.version not in have:
            wrong.append(f"There is no version {answer.version}; there are {', '.join(map(str, have)) or 'none'}.")
    if answer.kind in ("undo", "redo", "checkout") and answer.change is not None:
        wrong.append(f"kind {answer.kind} has no change.")
    return wrong


def _parts(change: ChangeSet) -> list[ChangeSet]:
    return [change, *(part for more in change.then for part in _parts(more))]


def _check_change(change: ChangeSet, scope: Scope) -> list[str]:
    have = [number for number, _ in scope.versions]
    if change.base is not None and have and change.base not in have:
        return [f"There is no version {change.base}; there are {', '.join(map(str, have))}."]
    wrong = []
    for part in _parts(change):
        for edit in part.edits:
            kind = edit.path == "shot.state.camera.move.kind" and edit.value
            if kind and scope.abilities.moves and kind not in scope.abilities.moves:
                wrong.append(f"The engine cannot make the move {kind}; it makes {', '.join(scope.abilities.moves)}.")
            if edit.path == "shot.state.styles":
                wrong += _check_styles(edit.value, scope)
    try:
        after = apply(scope.series, change)
    except ChangeError as error:
        return [*wrong, f"{error}."]
    if after == scope.series and change.base is None:
        wrong.append("The change changes nothing.")
    return wrong


def _check_styles(value: Any, scope: Scope) -> list[str]:
    if not isinstance(value, list):
        return []
    asked = [entry.get("style") for entry in value if isinstance(entry, dict)]
    have = ", ".join(scope.styles) or "none"
    return [f"There is no style {name!r}; there are: {have}." for name in asked if name not in scope.styles]
