"""The title page of a Fountain script: ``Title: …`` fields above the first empty line."""

from __future__ import annotations

from typing import NamedTuple

from film.base import Text
from tools.script.headings import is_heading
from tools.script.language import translation
from tools.script.markup import Row, without_emphasis

_TITLE_KEYS = ("title", "series title", "शीर्षक")
_AUTHOR_KEYS = ("author", "authors", "written by", "लेखक")
_LANGUAGE_KEYS = ("language", "भाषा")
_NAMED = frozenset((*_TITLE_KEYS, *_AUTHOR_KEYS))
FIELDS = frozenset((
    *_TITLE_KEYS, *_AUTHOR_KEYS, *_LANGUAGE_KEYS, "credit", "source", "notes", "note", "draft", "draft date", "date",
    "contact", "copyright", "revision", "version", "format", "series", "episode", "episode title", "genre", "logline",
    "company", "phone", "email", "address", "based on",
))  # fmt: skip
"""Title page fields known by name. Others are taken too when the page has one of these."""


class TitlePage(NamedTuple):
    title: str
    translations: Text
    """The title in the languages of the page's notes, ``Title: The Lamp [[hi: दीया]]``."""
    author: str
    language: str
    """As typed: what lines in Latin letters are spoken in."""
    credits: dict[str, str]
    """The fields that have no place of their own, as typed."""
    rows: int
    """How many rows the page takes up; 0 when there is none."""


def read_title_page(rows: list[Row]) -> TitlePage:
    """The title page at the top of ``rows``; an empty one when they begin with the script itself."""
    fields, end = _fields(rows)
    tagged = [translation(note) for row in rows[:end] for note in row.notes]
    return TitlePage(
        title=_first(fields, _TITLE_KEYS),
        translations=dict(found for found in reversed(tagged) if found is not None),
        author=_first(fields, _AUTHOR_KEYS),
        language=_first(fields, _LANGUAGE_KEYS),
        credits={key: value for key, value in fields.items() if value and _folded(key) not in _NAMED},
        rows=end,
    )


def _fields(rows: list[Row]) -> tuple[dict[str, str], int]:
    """({field as typed: value}, index of the first row after the page); ({}, 0) when there is none."""
    start = next((index for index, row in enumerate(rows) if row.text.strip()), len(rows))
    fields: dict[str, list[str]] = {}
    values: list[str] | None = None
    end = len(rows)
    for index in range(start, len(rows)):
        row = rows[index]
        key, colon, value = row.text.partition(":")
        if row.emptied or (not row.text and row.notes):
            continue
        if values is not None and row.text[:1] in (" ", "\t") and row.text.strip():
            values.append(row.text)
        elif colon and _is_field(key, value) and not is_heading(row.text):
            values = fields.setdefault(key.strip(), [])
            values.append(value)
        else:
            end = index
            break
    if not any(_folded(key) in FIELDS for key in fields):
        return {}, 0
    return {key: without_emphasis(" ".join(" ".join(lines).split())) for key, lines in fields.items()}, end


def _is_field(key: str, value: str) -> bool:
    if _folded(key) in FIELDS:
        return True
    is_shouted = key.isupper() and not value.strip()  # FADE IN:, CUT TO:
    return 0 < len(key) <= 40 and not is_shouted and key[0].isalpha()


def _first(fields: dict[str, str], keys: tuple[str, ...]) -> str:
    """The value of the first of ``keys`` that the page has; empty when it has none."""
    folded = {_folded(key): value for key, value in fields.items()}
    return next((folded[key] for key in keys if key in folded), "")


def _folded(key: str) -> str:
    return " ".join(key.casefold().split())
