"""What Fountain writes inside lines: boneyard, notes and emphasis, taken out of the text in one pass each.

Line numbers survive: what is cut out of the middle of a script leaves its line ends behind.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from film.errors import ScriptError

_CUT, _NOTE = "\x01", "\x02"
"""Stand where a boneyard or a note was, until the lines are split. No text that was decoded holds them."""

_BONEYARD_MARKS = re.compile(r"/\*|\*/")
_NOTE_MARKS = re.compile(r"\[\[|\]\]|\n\n")
_EMPHASIS = re.compile(r"\\[*_]|\*{1,3}|_")


class Row(NamedTuple):
    """One line of the script without its boneyard and notes."""

    number: int
    text: str
    notes: tuple[str, ...] = ()
    """Notes that begin on this line."""
    emptied: bool = False
    """True when the line held nothing but what was cut out: it separates nothing."""


def rows_of(text: str, name: str) -> list[Row]:
    """The lines of a script, numbered from 1, with boneyard dropped and notes set beside the line they begin on.

    Raises:
        ScriptError: a boneyard is opened and never closed.
    """
    text, notes = _without_notes(_without_boneyard(text, name))
    rows = []
    first = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if _CUT not in line and _NOTE not in line:
            rows.append(Row(number, line))
            continue
        end = first + line.count(_NOTE)
        kept = line.replace(_CUT, "").replace(_NOTE, "")
        rows.append(Row(number, kept, tuple(note for note in notes[first:end] if note), not kept.strip()))
        first = end
    return rows


def without_emphasis(text: str) -> str:
    r"""``text`` without ``*italics*``, ``**bold**``, ``***both***`` and ``_underline_``; ``\*`` is an asterisk.

    A mark counts only in a pair that hugs its words, so that ``5 * 3`` and ``f***`` stay as they are.
    """
    if "*" not in text and "_" not in text:
        return text
    opened: dict[str, re.Match[str]] = {}
    dropped: set[int] = set()
    for match in _EMPHASIS.finditer(text):
        mark, start, end = match[0], match.start(), match.end()
        if mark.startswith("\\"):
            dropped.add(start)
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        # An underscore inside a word is part of the word; asterisks may mark half a word.
        closes = before.strip() != "" and (mark != "_" or not after.isalnum())
        opens = after.strip() != "" and (mark != "_" or not before.isalnum())
        if closes and mark in opened:
            dropped.update((*range(*opened.pop(mark).span()), *range(start, end)))
        elif closes and mark == "***" and "*" in opened and "**" in opened:
            dropped.update((*range(*opened.pop("*").span()), *range(*opened.pop("**").span()), *range(start, end)))
        elif opens:
            opened[mark] = match
    return "".join(letter for place, letter in enumerate(text) if place not in dropped)


def _without_boneyard(text: str, name: str) -> str:
    pieces: list[str] = []
    kept_from, opened_at = 0, -1
    for match in _BONEYARD_MARKS.finditer(text):
        if match[0] == "/*":
            if opened_at < 0:
                opened_at = match.start()
                pieces.append(text[kept_from:opened_at])
        elif opened_at >= 0:
            # A cut line end gets its own mark, so that every line of the boneyard is seen to be emptied.
            pieces.append(_CUT + f"\n{_CUT}" * text.count("\n", opened_at, match.start()))
            kept_from, opened_at = match.end(), -1
    if opened_at >= 0:
        line = text.count("\n", 0, opened_at) + 1
        raise ScriptError(name, line, "a boneyard /* is opened and never closed", "*/ where the cut passage ends")
    return "".join((*pieces, text[kept_from:]))


def _without_notes(text: str) -> tuple[str, list[str]]:
    """The text with a mark for each note, and the notes. An empty line ends a note that was not closed: it is text."""
    pieces: list[str] = []
    notes: list[str] = []
    kept_from, opened_at = 0, -1
    for match in _NOTE_MARKS.finditer(text):
        if match[0] == "[[":
            opened_at = match.start() if opened_at < 0 else opened_at
        elif match[0] == "]]" and opened_at >= 0:
            note = text[opened_at + 2 : match.start()]
            pieces.append(text[kept_from:opened_at] + _NOTE + f"\n{_CUT}" * note.count("\n"))
            notes.append(" ".join(note.replace(_CUT, " ").split()))
            kept_from, opened_at = match.end(), -1
        elif match[0] == "\n\n":
            opened_at = -1
    return "".join((*pieces, text[kept_from:])), notes
