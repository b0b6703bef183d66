"""Looks by name: a file of numbers for lens and stock, the words that mean it, and how several go on one shot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import Field

from film.base import Frozen, LanguageTag, Text
from film.naming import meant_by
from film.state import Look

LOOK_NAME = r"^[a-z0-9][a-z0-9_]{0,39}$"


class NamedLook(Frozen):
    """A look as a file describes it."""

    name: str = Field(pattern=LOOK_NAME)
    title: Text = {}
    description: Text = {}
    words: dict[LanguageTag, tuple[str, ...]] = {}
    """What people call it, by language: found in notes, briefs and scripts."""
    look: Look = Look()
    """What it asks for. Only what the file states: a look of grain leaves the colours of another one."""
    lut_file: str | None = None
    """Name of a .cube file beside the JSON file: it becomes ``look.lut``."""


def look_named(text: str, known: Sequence[NamedLook]) -> NamedLook | None:
    """The look that ``text`` means: its name, its title or one of its words, in any language and case."""
    return meant_by(text, known)


def wearing(look: Look, worn: Iterable[NamedLook]) -> Look:
    """``look`` with what each of ``worn`` states written over it, in order."""
    for each in worn:
        look = look.model_copy(update={name: getattr(each.look, name) for name in sorted(each.look.model_fields_set)})
    return look
