"""Prose to Story: paragraphs in order, with Markdown's marks taken off."""

from __future__ import annotations

import re

from film.errors import ScriptError
from film.screenplay import Story
from tools.script.encoding import normal
from tools.script.language import spoken_language
from tools.script.markup import without_emphasis

_RULE = re.compile(r"(?:[-*_=~] ?){3,}")
_UNDERLINE = re.compile(r"(?:=+|-+)")
_LONGEST_TITLE = 80


def parse_story(text: str, name: str) -> Story:
    """The story that ``text`` tells.

    The title is the first ``#`` heading, an underlined first line, a ``Title:`` line, or a first paragraph of one short
    line without a full stop. Later headings are not told; a reading names them.

    Raises:
        ScriptError: there is no paragraph.
    """
    title = ""
    paragraphs: list[str] = []
    first_lines: list[int] = []
    readings: list[str] = []
    for line, lines in _blocks(normal(text)):
        if not title and not paragraphs:
            title, lines, line = _titled(lines, line)
        kept = []
        for offset, words in enumerate(lines):
            if words.startswith("#"):
                readings.append(f"{name}: line {line + offset}: the heading {words.strip('# ')!r} is not told")
            elif not _RULE.fullmatch(words):
                kept.append(words.removeprefix("> "))
        if told := without_emphasis(" ".join(kept)).strip():
            paragraphs.append(told)
            first_lines.append(line)
    if not paragraphs:
        raise ScriptError(name, text.count("\n") + 1, "no paragraph of a story", "prose in paragraphs, or a screenplay")
    return Story(
        title={spoken_language(title): title} if title else {},
        language=spoken_language(" ".join(paragraphs)),
        paragraphs=tuple(paragraphs),
        source_lines=tuple(first_lines),
        readings=tuple(readings),
    )


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """(number of the first line, trimmed lines) of every run of lines with words on them."""
    blocks: list[tuple[int, list[str]]] = []
    after_blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if words and after_blank:
            blocks.append((number, [words]))
        elif words:
            blocks[-1][1].append(words)
        after_blank = not words
    return blocks


def _titled(lines: list[str], line: int) -> tuple[str, list[str], int]:
    """(title, lines left in the block, number of the first of them) of the first block."""
    first = lines[0]
    if first.startswith("#"):
        return without_emphasis(first.strip("# ")), lines[1:], line + 1
    if first.casefold().startswith("title:"):
        return without_emphasis(first[len("title:") :].strip()), lines[1:], line + 1
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]):
        return without_emphasis(first), lines[2:], line + 2
    if len(lines) == 1 and len(first) <= _LONGEST_TITLE and first[-1] not in ".!?…।\"”'":
        return without_emphasis(first), [], line + 1
    return "", lines, line
