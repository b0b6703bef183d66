"""What a question offers: only choices whose own note is understood without a second question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crew.answers.notes import Choice
from crew.understudy.note_target import MOST_CHOICES, Scope


def sure_choices(scope: Scope, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices in their order, each with a note that is understood; one that leaves a question becomes its answers."""
    found: list[Choice] = []
    for choice in choices:
        note = next((note for note in _wordings(scope, choice) if _is_understood(scope, note)), None)
        if note is not None:
            found.append(choice.model_copy(update={"note": note}))
    return tuple(found) or tuple(further for choice in choices for further in _answered(scope, choice))[:MOST_CHOICES]


def _answered(scope: Scope, choice: Choice) -> list[Choice]:
    """The choices of the question that ``choice`` leaves, named together with it."""
    assert scope.read is not None
    asked = scope.read(replace(scope, note=choice.note))
    return [
        Choice(label=f"{choice.label}, {further.label}", note=further.note) for further in asked.choices if _is_understood(scope, further.note)
    ]  # fmt: skip


def _wordings(scope: Scope, choice: Choice) -> Iterator[str]:
    """Ways to say the choice as a whole note: its own first."""
    bare = scope.note.rstrip(".!? ।")
    label = choice.label.partition(" (")[0]
    yield choice.note
    yield from (f"{label} में {bare}", f"{label}: {bare}") if scope.language == "hi" else (f"{bare} in {label}", f"{label}: {bare}", f"{bare}: {label}")


def _is_understood(scope: Scope, note: str) -> bool:
    assert scope.read is not None
    return scope.read(replace(scope, note=note)).kind != "question"
