"""What a question offers: only choices whose own note is understood without a second question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crew.answers.notes import Choice
from crew.understudy.note_target import Scope


def sure_choices(scope: Scope, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices in their order, each with a note that is understood; those for which there is none are left out."""
    found = []
    for choice in choices:
        note = next((note for note in _wordings(scope, choice) if _is_understood(scope, note)), None)
        if note is not None:
            found.append(choice.model_copy(update={"note": note}))
    return tuple(found)


def _wordings(scope: Scope, choice: Choice) -> Iterator[str]:
    """Ways to say the choice as a whole note: its own first."""
    bare = scope.note.rstrip(".!? ।")
    label = choice.label.partition(" (")[0]
    yield choice.note
    yield from (f"{label} में {bare}", f"{label}: {bare}") if scope.language == "hi" else (f"{bare} in {label}", f"{label}: {bare}", f"{bare}: {label}")


def _is_understood(scope: Scope, note: str) -> bool:
    assert scope.read is not None
    return scope.read(replace(scope, note=note)).kind != "question"
