"""The two things every record here shares: it is frozen, and its texts are keyed by language."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

LanguageTag = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
"""A BCP 47 language tag: ``en``, ``hi``, ``pt-BR``."""

Text = dict[LanguageTag, str]
"""User-facing words by language: ``{"en": "Rain", "hi": "बारिश"}``. Adding a language renders no picture."""

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""A display (sRGB) colour, ``#rrggbb`` in lower case."""


class Frozen(BaseModel):
    """Immutable, strict about unknown keys, compared by value. Field meanings stand under the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def text_in(text: Text, language: str) -> str | None:
    """The words in ``language`` (``hi`` also serves ``hi-IN``), or None: a missing translation is never faked."""
    if language in text:
        return text[language]
    return text.get(language.split("-")[0])
