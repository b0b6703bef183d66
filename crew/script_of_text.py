"""In which writing a text is, as far as letters tell: an answer in the wrong language is caught by its script.

Hindi and English part by their letters; English and French do not, and are not told apart here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

_OWN_SCRIPT = {
    "DEVANAGARI": ("hi", "mr", "ne", "sa", "kok", "mai", "bho"),
    "BENGALI": ("bn", "as"),
    "GURMUKHI": ("pa",),
    "GUJARATI": ("gu",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "ARABIC": ("ar", "fa", "ur"),
    "HEBREW": ("he", "yi"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "be", "mk", "kk"),
    "GREEK": ("el",),
    "THAI": ("th",),
    "HANGUL": ("ko",),
    "CJK": ("zh", "ja"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
}
MOSTLY = 0.5
"""Share of the letters that must be of the language's script: names may be written in another."""


def scripts_for(language: str) -> frozenset[str]:
    """The scripts that ``language`` (a BCP 47 tag) is written in; LATIN where no other is known."""
    base, *subtags = language.lower().split("-")
    if "latn" in subtags:
        return frozenset({"LATIN"})
    return frozenset(script for script, languages in _OWN_SCRIPT.items() if base in languages) or frozenset({"LATIN"})


def wrong_script(text: str, language: str) -> bool:
    """True when most letters of ``text`` are of a script that ``language`` is not written in. No letters: False."""
    letters = _letters(text)
    wanted = scripts_for(language)
    total = sum(letters.values())
    return total > 0 and sum(letters[script] for script in wanted) < MOSTLY * total


def is_written_in(value: Any, language: str) -> bool:
    """Whether some text within ``value`` uses the language's own script: a Hindi script may be typed in Latin letters."""
    if isinstance(value, str):
        return any(_letters(value)[script] for script in scripts_for(language))
    if isinstance(value, dict):
        return any(is_written_in(item, language) for item in value.values())
    return isinstance(value, (list, tuple)) and any(is_written_in(item, language) for item in value)


def _letters(text: str) -> Counter[str]:
    return Counter(unicodedata.name(c, "?").split()[0].split("-")[0] for c in text if c.isalpha())
