"""Words as people say them: folded, stemmed and compared, in any script."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable

_FILLERS = frozenset("the a an of in at scene scenes shot shots part bit sequence moment episode".split())
"""Say nothing of which one is meant: ``the chase scene`` is ``chase``."""


def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text``: folded, without punctuation; numbers in plain digits (``007`` and ``७`` are ``7``)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" else "" if c in "'’" else " " for c in folded)
    return tuple(str(int(word)) if word.isdecimal() else word for word in spaced.split())


def told(text: str) -> tuple[str, ...]:
    """``tokens`` without articles and fillers; all of them when nothing else is left."""
    words = tokens(text)
    return tuple(word for word in words if word not in _FILLERS) or words


def stem(word: str) -> str:
    """A light stem of an English word (chase, chased, chasing: ``chas``); words of other scripts stay whole."""
    if not word.isascii() or not word.isalpha():
        return word
    for ending, left in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + left
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of what ``text`` tells."""
    return frozenset(stem(word) for word in told(text))


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand in ``text`` one after the other."""
    whole, part = tokens(text), tokens(phrase)
    return bool(part) and any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def nearest(word: str, names: Iterable[str], count: int = 3) -> str:
    """The few of ``names`` that look most like ``word``, for a message: ``'mara', 'jon'``."""
    known: Collection[str] = dict.fromkeys(name for name in names if name)
    folded = {name: " ".join(tokens(name)) for name in known}
    asked = " ".join(tokens(word))
    ranked = sorted(known, key=lambda name: -difflib.SequenceMatcher(None, asked, folded[name]).ratio())
    return ", ".join(repr(name) for name in ranked[:count]) or "nothing"
