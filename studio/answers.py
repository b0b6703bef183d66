"""What a line typed at the prompt means: a yes, a no, one of the choices, a command, or a note for the crew.

Pure, so that it is tested as a table. Only a line that is nothing but a yes or a no is one: "no, only the
kitchen" is a note.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

YES = frozenset(
    "y yes yeah yep ok okay sure go do_it go_ahead please_do yes_please yes_do_it make_it shoot "
    "haan han haanji haan_ji ji ji_haan theek_hai thik_hai kar_do "
    "हाँ हां हा जी जी_हाँ जी_हां हाँ_जी हां_जी ठीक ठीक_है कर_दो".split()
)
NO = frozenset(
    "n no nope nah cancel stop never_mind nevermind forget_it leave_it no_thanks don't "
    "nahi nahin nahi_ji na mat rehne_do "
    "नहीं नही ना मत नहीं_जी रहने_दो छोड़ो".split()
)
BARE_COMMANDS = frozenset({"quit", "exit", "help", "bye"})
"""Commands that need no stroke: no note to a crew is one of these words alone."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "पहला": 1, "पहली": 1, "दूसरा": 2, "दूसरी": 2}


class Meaning(NamedTuple):
    kind: Literal["empty", "yes", "no", "pick", "command", "note"]
    words: str = ""
    """A command's name, or the note."""
    rest: str = ""
    """What follows a command."""
    choice: int = -1
    """Index among the choices, of a pick; -1 for a number that none of them has."""


def meaning(line: str, choices: Sequence[str] = ()) -> Meaning:
    """What ``line`` means.

    Args:
        choices: labels of the question that was asked last; empty when none was.
    """
    text = unicodedata.normalize("NFC", line).strip()
    if not text:
        return Meaning("empty")
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        return Meaning("command", name.lower(), rest.strip())
    bare = _bare(text)
    if bare in BARE_COMMANDS:
        return Meaning("command", bare.replace("bye", "quit").replace("exit", "quit"))
    chosen = picked(text, choices)
    if chosen is not None:
        return Meaning("pick", choice=chosen)
    if is_yes(text):
        return Meaning("yes")
    if bare.replace(" ", "_") in NO:
        return Meaning("no")
    return Meaning("note", text)


def is_yes(line: str) -> bool:
    """Is the whole line a yes, in English or Hindi?"""
    return _bare(unicodedata.normalize("NFC", line)).replace(" ", "_") in YES


def picked(line: str, choices: Sequence[str]) -> int | None:
    """The index of the choice that ``line`` picks: by number, by ordinal, or by words that only one label has.

    -1 when it is a number that no choice has; None when it picks nothing.
    """
    bare = _bare(unicodedata.normalize("NFC", line))
    if not bare or not choices:
        return None
    number = int(bare) if bare.isdecimal() else ORDINALS.get(bare.removeprefix("the ").removesuffix(" one"))
    if number is not None:
        return number - 1 if 1 <= number <= len(choices) else -1
    labels = [_bare(unicodedata.normalize("NFC", label)) for label in choices]
    if bare in labels:
        return labels.index(bare)
    holding = [index for index, label in enumerate(labels) if f" {bare} " in f" {label} "]
    return holding[0] if len(holding) == 1 else None


def _bare(text: str) -> str:
    """Case, outer punctuation and doubled spaces away: ``"Yes, do it!"`` is ``yes do it``."""
    kept = "".join(" " if unicodedata.category(c)[0] in "PZ" and c not in "'-/" else c for c in text.casefold())
    return " ".join(kept.split())
