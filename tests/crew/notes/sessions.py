"""A session of notes without a studio: versions, undo and redo as a run keeps them, and nothing shot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from film.series import Series
from tests.crew.notes.film import film

STYLES = ("anime", "comic", "noir", "pencil", "watercolour")
"""What the engine of the tables can be asked for."""


@dataclass
class Session:
    """A film, its versions, and what was said so far."""

    understand: Callable[[str, Series, Any], Any]
    """(note, film as it stands, told) -> NoteAnswer."""
    tell: Callable[[Session], Any]
    """The session as the crew is told of it."""
    apply: Callable[[Series, Any], Series]
    versions: list[Series] = field(default_factory=lambda: [film()])
    standing: int = 1
    past: list[int] = field(default_factory=list)
    future: list[int] = field(default_factory=list)
    exchanges: list[tuple[str, Any, int | None]] = field(default_factory=list)

    @property
    def series(self) -> Series:
        return self.versions[self.standing - 1]

    def said(self, number: int) -> str:
        """The note that made version ``number``; empty for the first."""
        return next((note for note, _, version in self.exchanges if version == number), "")

    def hear(self, note: str) -> Any:
        return self.understand(note, self.series, self.tell(self))

    def changed(self, answer: Any) -> Series:
        """The film that the answer's change gives, from the version it starts from."""
        base = self.series if answer.change.base is None else self.versions[answer.change.base - 1]
        return self.apply(base, answer.change)

    def accept(self, note: str) -> None:
        """Say yes to whatever the note was understood as."""
        answer = self.hear(note)
        number = None
        if answer.kind == "change" and answer.change is not None:
            self.versions.append(self.changed(answer))
            number = len(self.versions)
            self._stand(number)
        elif answer.kind == "checkout" and answer.version:
            self._stand(answer.version)
        elif answer.kind in ("undo", "redo"):
            source, other = (self.past, self.future) if answer.kind == "undo" else (self.future, self.past)
            for _ in range(min(answer.steps, len(source))):
                other.append(self.standing)
                self.standing = source.pop()
        self.exchanges.append((note, answer, number))

    def _stand(self, number: int) -> None:
        self.past.append(self.standing)
        self.future.clear()
        self.standing = number
