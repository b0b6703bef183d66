"""Captions from the true word times: two short rows, long enough to read, never two at once.

House rules (BBC and Netflix guides agree within a little): at most 42 letters a row and two rows; at least a second;
about 17 letters a second where the silence after a line allows; a breath between captions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from film.series import WordTime

if TYPE_CHECKING:
    from pysubs2 import SSAFile

ROW_LETTERS, ROWS = 42, 2
SHORTEST_S, LONGEST_S = 1.0, 7.0
LETTERS_PER_S = 17.0
LINGER_S = 0.5
"""A caption stays a little after its last word."""
GAP_S = 0.08
"""Dark between two captions: two frames."""
EARLIEST_S = 0.4
"""How far before its first word a caption may come up to last its second."""
SCRAP_LETTERS = 14
QUICK_S = 0.6
"""A line after which the next one begins sooner than this shares its caption."""
PAUSE_S = 0.9
"""A silence between two words after which a new caption begins."""
CLAUSE_END = re.compile(r"[.!?…।॥]['\"”’)]*$")
NO_MARKUP = str.maketrans("{}<>", "()‹›")
"""Players read these as styles, and would hide the word."""
COMMA = re.compile(r"[,;:—–-]['\"”’)]*$")


class Heard(NamedTuple):
    """A line in the film: its words in one language and when it is heard."""

    text: str
    start_s: float
    end_s: float
    words: tuple[WordTime, ...] = ()
    """In film time. Empty (a translation that nobody speaks): the words are shared out over the line's span."""


class Caption(NamedTuple):
    start_s: float
    end_s: float
    rows: tuple[str, ...]
    line: int = 0
    """Which of the lines it is of, in order of time."""


def captions(lines: Sequence[Heard], until_s: float = float("inf")) -> SSAFile:
    """The subtitle track of ``lines``, by pysubs2 (milliseconds); lines heard at once share a caption, with dashes.

    No caption stays beyond ``until_s``, the film's end: a player would show black under it.
    """
    import pysubs2

    track = pysubs2.SSAFile()
    for caption in timed(lines, until_s):
        event = pysubs2.SSAEvent(start=round(caption.start_s * 1000), end=round(caption.end_s * 1000))
        event.plaintext = "\n".join(caption.rows).translate(NO_MARKUP)
        track.events.append(event)
    return track


def write_subtitles(
    lines: Sequence[Heard], folder: Path, name: str, until_s: float = float("inf")
) -> tuple[Path, Path]:
    """Writes ``<name>.srt`` and ``<name>.vtt``, each whole; no line gives files without captions."""
    from tools.whole import write_whole

    track = captions(lines, until_s)
    for form in ("srt", "vtt"):
        write_whole(folder / f"{name}.{form}", track.to_string(form).encode("utf-8"))
    return folder / f"{name}.srt", folder / f"{name}.vtt"


def timed(lines: Sequence[Heard], until_s: float = float("inf")) -> list[Caption]:
    """Captions in order, without overlap, none beyond ``until_s``."""
    ordered = sorted((line for line in lines if line.text.split()), key=lambda line: (line.start_s, line.end_s))
    drafts = _with_duets([caption for number, line in enumerate(ordered) for caption in _of_line(line, number)])
    finished: list[Caption] = []
    for index, caption in enumerate(drafts):
        limit_s = drafts[index + 1].start_s - GAP_S if index + 1 < len(drafts) else until_s
        letters = sum(_letters(row) for row in caption.rows)
        wanted_s = max(SHORTEST_S, letters / LETTERS_PER_S, caption.end_s + LINGER_S - caption.start_s)
        end_s = min(caption.start_s + wanted_s, max(limit_s, caption.start_s + 0.1), until_s)
        free_s = finished[-1].end_s + GAP_S if finished else 0.0
        start_s = caption.start_s
        if end_s - start_s < SHORTEST_S:
            start_s = max(0.0, min(start_s, max(free_s, end_s - SHORTEST_S, start_s - EARLIEST_S)))
        finished.append(Caption(max(start_s, free_s if finished else 0.0), end_s, caption.rows, caption.line))
    return [caption for caption in finished if caption.end_s > caption.start_s]


def _of_line(line: Heard, number: int) -> list[Caption]:
    """One line as captions of at most two rows, split at the ends of clauses, at pauses, and where room runs out."""
    from tools.voice.words import spread

    words = list(line.words or spread(line.text.split(), line.start_s, line.end_s))
    groups: list[list[WordTime]] = []
    while words:
        count = _take(words)
        groups.append(words[:count])
        words = words[count:]
    return [Caption(g[0].start_s, max(g[-1].end_s, g[0].start_s), _rows([w.word for w in g]), number) for g in groups]


def _take(words: Sequence[WordTime]) -> int:
    """How many of ``words`` the next caption shows: all that fit, less what would leave a ragged end."""
    fits = 1
    while fits < len(words):
        more = words[: fits + 1]
        too_long = more[-1].end_s - more[0].start_s > LONGEST_S or more[-1].start_s - more[-2].end_s > PAUSE_S
        if too_long or len(_rows([w.word for w in more])) > ROWS:
            break
        fits += 1
    if fits == len(words) or words[fits].start_s - words[fits - 1].end_s > PAUSE_S:
        return fits
    for pattern in (CLAUSE_END, COMMA):
        for count in range(fits, fits // 3, -1):
            if pattern.search(words[count - 1].word) and not _is_scrap(words[count:]):
                return count
    while fits > 1 and _is_scrap(words[fits:]):
        fits -= 1
    return fits


def _is_scrap(rest: Sequence[WordTime]) -> bool:
    """True when what is left of a line is too little to stand as a caption of its own."""
    return rest[-1].end_s - rest[0].start_s < SHORTEST_S and _letters(" ".join(w.word for w in rest)) < SCRAP_LETTERS


def _rows(words: Sequence[str]) -> tuple[str, ...]:
    """``words`` on as few rows as hold them; two rows are made about even, the upper no longer than the lower if it
    can be. A single word that is longer than a row stands alone and is cut."""
    pieces = [piece for word in words for piece in _cut(word)]
    text = " ".join(pieces)
    if _letters(text) <= ROW_LETTERS:
        return (text,)
    best: tuple[float, tuple[str, ...]] | None = None
    for split in range(1, len(pieces)):
        upper, lower = " ".join(pieces[:split]), " ".join(pieces[split:])
        if max(_letters(upper), _letters(lower)) > ROW_LETTERS:
            continue
        cost = abs(_letters(lower) - _letters(upper)) - (8 if re.search(r"[,.;:!?…।—]$", pieces[split - 1]) else 0)
        if best is None or cost < best[0]:
            best = (cost, (upper, lower))
    if best is not None:
        return best[1]
    rows = [pieces[0]]
    for piece in pieces[1:]:
        if _letters(f"{rows[-1]} {piece}") <= ROW_LETTERS:
            rows[-1] += f" {piece}"
        else:
            rows.append(piece)
    return tuple(rows)


def _cut(word: str) -> list[str]:
    return [word[i : i + ROW_LETTERS] for i in range(0, len(word), ROW_LETTERS)] or [""]


def _letters(text: str) -> int:
    """Letters as a reader counts them: marks that sit on a letter take no room."""
    return sum(unicodedata.category(c) not in ("Mn", "Me", "Cf") for c in text)


def _with_duets(drafts: Sequence[Caption]) -> list[Caption]:
    """Captions in order of time; where two lines are heard at once, or the first is too quick to stand alone, and
    each fits a row, one caption shows both."""
    merged: list[Caption] = []
    for caption in sorted(drafts, key=lambda c: (c.start_s, c.end_s)):
        if not merged or not _go_together(merged[-1], caption):
            merged.append(caption)
            continue
        before = merged[-1]
        rows = tuple(row if row.startswith("– ") else f"– {row}" for row in (*before.rows, *caption.rows))
        merged[-1] = Caption(before.start_s, max(before.end_s, caption.end_s), rows, caption.line)
    return merged


def _go_together(before: Caption, caption: Caption) -> bool:
    if before.line == caption.line or len(before.rows) + len(caption.rows) > ROWS:
        return False
    at_once = caption.start_s < min(before.end_s, caption.end_s) - 0.25
    return at_once or caption.start_s - before.start_s < QUICK_S
