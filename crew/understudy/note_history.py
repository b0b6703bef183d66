"""Undo, redo, and going back to a version, with or without the look of a part of the present film."""

from __future__ import annotations

from crew.answers.notes import NoteAnswer
from crew.understudy.note_acts import ACTS, WEAK_ACTS
from crew.understudy.note_counting import counted, number_at
from crew.understudy.note_places import find_target
from crew.understudy.note_target import Scope
from crew.understudy.note_text import Clause, words_in


def history(scope: Scope) -> NoteAnswer | None:
    """The answer when the note is about versions; None when it is not. Raises Unclear when it says too little."""
    clause = Clause(words_in(scope.note), scope.lexicon)
    kept = _kept_part(clause, scope)
    clause = kept[0]
    named = _version(clause, scope)
    if named is not None and clause.find("history", "undo", "restore", "use", "redo", "do_verb", "change_verb", fresh=False):
        clause.take_all("history", "undo", "restore", "use", "redo", "version")
        return _checkout(scope, named, kept[1])
    if kept[1] is not None and clause.find("undo", "redo"):
        before = _one_before(scope)
        return _checkout(scope, before, kept[1])
    if scope.turns and scope.turns[-1].answer.kind == "undo" and clause.find("restore") and not clause.has("shot", "scene", "version"):
        return NoteAnswer(kind="redo", steps=scope.turns[-1].answer.steps, reason=scope.say("why_redo"))
    span, kind = clause.find("redo"), "redo"
    if span is None:
        span, kind = clause.find("undo"), "undo"
    if span is None:
        return None
    clause.use(span)
    if _asked_not(clause):
        return None
    clause.take_all("no_word", "yes_word", "polite", "too_much", "neither")
    steps = _steps(clause, scope)
    clause.take_all("it", "also", "last", "change_verb", "times_noun", "twice", "thrice", "all_words", "history", "whole", "both", "undo", "redo")
    left = [i for i in clause.left() if clause.words[i].text not in _LOOSE and _matters(clause, i)]
    if left or clause.quotes():
        return None
    return NoteAnswer(kind=kind, steps=steps, reason=scope.say(f"why_{kind}"))


_LOOSE = frozenset({"last", "change", "changes", "edit", "note", "previous", "thing", "what", "did", "you", "i", "said", "everything", "step", "steps", "one", "two", "actually", "no", "wait",
                    "sorry", "oops", "पिछला", "पिछले", "बदलाव", "आखिरी", "badlav", "pichla", "pichle", "aakhri", "wala", "film", "was", "before"})  # fmt: skip


def _matters(clause: Clause, at: int) -> bool:
    """True for a word that asks for something else or names a part of the film."""
    if clause.words[at].kind != "word":
        return True
    return any(
        span.at <= at < span.end
        and any(t in ("character", "place", "title", "style", "weather", "garments") or (t == "concept" and (v in ACTS - WEAK_ACTS or v in _PARTS)) for t, v in span.hits)
        for span in clause.spans
    )


_PARTS = ("scene", "shot", "episode", "take_noun", "whole")


def _asked_not(clause: Clause) -> bool:
    """``don't undo``; not ``don't keep this, go back``."""
    return any(span.at < other.at for span in clause.find_all("not", fresh=False) for other in clause.find_all("undo", "redo", fresh=False)) and not clause.has("keep")


def _steps(clause: Clause, scope: Scope) -> int:
    if clause.take("twice"):
        return 2
    if clause.take("thrice"):
        return 3
    if any(word.text in ("both", "दोनों", "dono", "donon") for word in clause.words):
        return 2
    for span in clause.find_all("times_noun"):
        number = number_at(clause, scope, span.at - 1)
        if number is not None and number >= 1:
            clause.used.update((span.at - 1, span.at))
            return int(number)
    for at, word in enumerate(clause.words):
        number = number_at(clause, scope, at)
        if at not in clause.used and number is not None and number >= 2 and (word.kind == "number" or word.text in ("two", "three", "four", "five")):
            clause.used.add(at)
            return int(number)
    return 1


def _version(clause: Clause, scope: Scope) -> int | None:
    """The number of the version that is named, as it is said: it may not exist."""
    if clause.take("original"):
        return min((number for number, _ in scope.versions), default=1)
    mentions = counted(clause, scope, "version")
    if not mentions:
        for span in clause.find_all("version"):
            if span.at and clause.words[span.at - 1].text in ("previous", "last", "earlier", "old", "older", "पिछला", "पिछले", "pichla", "pichle"):
                clause.used.update((span.at - 1, span.at))
                return _one_before(scope)
        return None
    number = mentions[0].numbers[0]
    if number > 0:
        return number
    numbers = sorted(n for n, _ in scope.versions)
    return numbers[number] if numbers else None


def _one_before(scope: Scope) -> int:
    earlier = [number for number, _ in scope.versions if number < scope.standing]
    if not earlier:
        raise scope.cannot("first_already")
    return max(earlier)


def _kept_part(clause: Clause, scope: Scope):
    """(the clause before "but keep the look of", what is kept). Hindi says the part before the word for keep."""
    keep = clause.find("keep")
    look = clause.find("look", "style") or clause.find("light")
    if keep is None or (look is None and (scope.language == "hi" or not clause.has("history", "undo", "version"))):
        return clause, None
    first, second = (clause.words[: keep.at], clause.words[keep.at :])
    if scope.language == "hi" and keep.at == len(clause.words) - keep.length:
        cut = next((s.at for s in clause.find_all("conj", fresh=False) if s.at > 0), None)
        if cut is None:
            return clause, None
        first, second = clause.words[:cut], clause.words[cut:]
    kept = Clause(second, scope.lexicon)
    kept.take_all("keep", "look", "style", "light")
    target = find_target(kept, scope)
    if look is None and (target.pronoun or not (target.given or target.people)):
        return clause, None
    if not (target.given or target.people):
        raise scope.ask("keep_what")
    return Clause(first, scope.lexicon), target.seen()[0]


def _checkout(scope: Scope, number: int, keep) -> NoteAnswer:
    have = sorted(n for n, _ in scope.versions)
    if number not in have:
        raise scope.cannot("no_version", wanted=number, have=", ".join(str(n) for n in have) or "-")
    if number == scope.standing and keep is None:
        raise scope.cannot("stands_already", wanted=number)
    return NoteAnswer(kind="checkout", version=number, keep=keep, reason=scope.say("why_checkout", number=number))
