"""What the prompt offers to finish: commands at the start of a line, names of the film anywhere in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

LONGEST_LIST = 40


class Offer(NamedTuple):
    text: str
    back: int
    """How many letters before the cursor it replaces."""


def offers(before: str, names: Iterable[str], commands: Sequence[str]) -> list[Offer]:
    """What could follow ``before``, the text up to the cursor; case does not matter.

    A name of several words is offered from any of its beginnings: "darker in the lamp r" finds "LAMP ROOM".
    """
    if before.startswith("/") and " " not in before:
        return [Offer(name, len(before)) for name in commands if name.startswith(before.lower())]
    found: dict[str, int] = {}
    for typed in _endings(before):
        folded = typed.casefold()
        for name in names:
            if name.casefold().startswith(folded) and name.casefold() != folded:
                found.setdefault(name, len(typed))
    return [Offer(name, back) for name, back in found.items()][:LONGEST_LIST]


def _endings(text: str) -> Iterator[str]:
    """The last words of ``text``, longest first, down to the word under the cursor; nothing after a space."""
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter.isspace())]
    return (text[start:] for start in starts if text[start:].strip() and not text[start].isspace())
