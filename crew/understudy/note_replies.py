"""An answer to the question that was asked last: a number, a name, a label, "both", "neither"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crew.answers.notes import Choice, NoteAnswer
from crew.understudy.note_acts import ACTS
from crew.understudy.note_counting import number_at
from crew.understudy.note_places import find_target
from crew.understudy.note_target import Scope
from crew.understudy.note_text import Clause, normal, words_in


def reply(scope: Scope, read: Callable[[Scope], NoteAnswer]) -> NoteAnswer | None:
    """The answer to the question that was asked last; None when the note answers none."""
    if not scope.turns or scope.turns[-1].answer.kind != "question":
        return None
    question = scope.turns[-1]
    choices = question.answer.choices
    clause = Clause(words_in(scope.note), scope.lexicon)
    settled = len(scope.turns)
    while settled and scope.turns[settled - 1].answer.kind == "question":
        settled -= 1
    before = replace(scope, turns=scope.turns[:settled])
    chosen = _chosen(clause, choices, scope)
    if chosen is not None:
        return read(replace(before, note=chosen.note))
    if clause.has("both") and len(choices) > 1 and not clause.has(*ACTS):
        return _joined([read(replace(before, note=choice.note)) for choice in choices])
    bare = not [i for i in clause.left() if not any(s.at <= i < s.end for s in clause.find_all("neither", "no_word", "yes_word"))]
    if clause.has("neither", "no_word") and bare and not clause.has(*(ACTS - {"undo"})):
        return NoteAnswer(kind="answer", answer=scope.say("dropped"))
    if clause.has("yes_word") and bare and not clause.has(*ACTS):
        if len(choices) == 1:
            return read(replace(before, note=choices[0].note))
        raise scope.ask("which_of_these", choices)
    if clause.has(*ACTS) or clause.has("undo", "redo") or question.answer.change is not None:
        return None
    target = find_target(Clause(words_in(scope.note), scope.lexicon), before)
    if not (target.given or target.people) or target.pronoun:
        return None
    old = replace(before, note=choices[0].note if choices else question.note, forced=target)
    return read(old)


def _chosen(clause: Clause, choices: tuple[Choice, ...], scope: Scope) -> Choice | None:
    words = [i for i, w in enumerate(clause.words) if w.kind != "break" and w.text not in _SMALL]
    if not choices or not words or len(words) > 8:
        return None
    said = normal(" ".join(clause.words[i].text for i in words))
    exact = [c for c in choices if normal(" ".join(w.text for w in words_in(c.label) if w.text not in _SMALL)) == said or normal(c.note) == normal(scope.note)]
    if len(exact) == 1:
        return exact[0]
    if len(words) == 1:
        number = number_at(clause, scope, words[0])
        if number is not None and number == int(number) and (1 <= number <= len(choices) or number == -1):
            return choices[int(number) - 1 if number > 0 else -1]
    def key(at: int) -> str:
        number = number_at(clause, scope, at)
        return clause.words[at].text if number is None else f"{number:g}"

    asked = [key(i) for i in words]
    fits, near = [], []
    for choice in choices:
        label = Clause(words_in(choice.label), scope.lexicon)
        have = [f"{number:g}" if (number := number_at(label, scope, i)) is not None else w.text for i, w in enumerate(label.words)]
        near += [choice] if set(asked) <= set(have) else []
        fits += [choice] if any(have[i : i + len(asked)] == asked for i in range(len(have))) else []
    found = fits or near
    return found[0] if len(found) == 1 else None
_SMALL = frozenset({"the", "one", "a", "an", "of", "in", "please", "i", "mean", "meant", "option", "number", "choice", "वाला", "वाली", "वाले", "wala", "wali", "wale", "का", "के", "की", "ka", "ke", "ki",
                    "s", "विकल्प", "vikalp", "में", "mein", "just", "only", "that"})  # fmt: skip


def _joined(answers: list[NoteAnswer]) -> NoteAnswer:
    for answer in answers:
        if answer.kind != "change" or answer.change is None:
            return answer
    first, *rest = [answer.change for answer in answers if answer.change is not None]
    then = (*first.then, *(part for change in rest for part in (change.model_copy(update={"then": ()}), *change.then)))
    return answers[0].model_copy(update={"change": first.model_copy(update={"then": then})})
