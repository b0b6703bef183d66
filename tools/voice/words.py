"""Words in time: how a text falls into words, how heavy each is, and how a span is shared among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from film.series import WordTime

DEVANAGARI = (0x0900, 0x097F)
VIRAMA = "\u094d"
PUNCTUATION_WEIGHT = 0.0
VOWEL_GROUPS = re.compile(r"[aeiouyàâäæèéêëìíîïòóôöøœùúûüāēīōū]+")


def is_devanagari(text: str) -> bool:
    """True when at least half of the letters and vowel signs of ``text`` are Devanagari."""
    letters = [c for c in text if unicodedata.category(c)[0] in "LM"]
    inside = sum(DEVANAGARI[0] <= ord(c) <= DEVANAGARI[1] for c in letters)
    return bool(letters) and 2 * inside >= len(letters)


def syllables(word: str) -> float:
    """About how many syllables ``word`` has, at least 1; 0 when it is punctuation alone.

    Latin: groups of vowels, a silent final e taken off. Devanagari: consonants and full vowels less the viramas
    that join them. Digits: two each. Other scripts: half a syllable a letter.
    """
    if not any(c.isalnum() for c in word):
        return PUNCTUATION_WEIGHT
    count = 2.0 * sum(c.isdigit() for c in word)
    letters = [c for c in unicodedata.normalize("NFC", word).lower() if c.isalpha() or unicodedata.combining(c)]
    latin = "".join(c for c in letters if ord(c) < 0x0250)
    if latin:
        groups = len(VOWEL_GROUPS.findall(latin))
        silent = latin.endswith("e") and not latin.endswith(("le", "ee")) and groups > 1
        count += max(1, groups - silent)
    devanagari = [c for c in letters if DEVANAGARI[0] <= ord(c) <= DEVANAGARI[1]]
    count += max(0, sum(c.isalpha() for c in devanagari) - devanagari.count(VIRAMA))
    count += 0.5 * sum(c.isalpha() and ord(c) >= 0x0250 and c not in devanagari for c in letters)
    return max(1.0, count)


def spread(words: Sequence[str], start_s: float, end_s: float) -> tuple[WordTime, ...]:
    """``words`` laid end to end over the span, each as long as its syllables weigh; punctuation alone takes no time."""
    weights = [syllables(word) for word in words]
    total = sum(weights) or 1.0
    times, sum_before = [], 0.0
    for word, weight in zip(words, weights, strict=True):
        first = start_s + (end_s - start_s) * sum_before / total
        sum_before += weight
        times.append(word_time(word, first, start_s + (end_s - start_s) * sum_before / total))
    return tuple(times)


def word_time(word: str, start_s: float, end_s: float) -> WordTime:
    """A WordTime in whole milliseconds: the finest that subtitles and frames can show."""
    return WordTime(word=word, start_s=round(start_s, 3), end_s=round(max(start_s, end_s), 3))
