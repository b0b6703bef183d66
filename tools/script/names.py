"""One spelling for names and other words that a script repeats."""

from __future__ import annotations

import unicodedata


def clean_name(name: str) -> str:
    """``name`` in NFC with single spaces, so that two ways of typing it are one person."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def is_id(text: str) -> bool:
    r"""True for an id that is safe in a path: parts of letters, vowel signs, digits, ``-`` and ``_``, between slashes.

    ``\w`` would not do: it leaves out the vowel signs of Devanagari.
    """
    return all(
        part and all(letter in "-_" or unicodedata.category(letter)[0] in "LMN" for letter in part)
        for part in text.split("/")
    )
