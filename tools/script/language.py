"""Which language a line is spoken in, and how a script carries the translation of one.

A line's language follows from the writing system of most of its letters: Devanagari is spoken as
Hindi, Latin letters as the script's own default (English, or the title page's ``Language: fr``).

**Translated lines.** A note right after a speech that begins with a language tag is that speech in
that language, and is never a writer's note:

    MEERA
    दीया जलता रहेगा।
    [[en: The lamp will keep burning.]]

The same words work in a script note of an FDX paragraph. In JSON the text of a line is a mapping of
language to words. The titles of the series and of an episode take such notes too.
"""

from __future__ import annotations

import re
from collections import Counter

_SYSTEMS = (
    ("hi", 0x0900, 0x097F), ("bn", 0x0980, 0x09FF), ("pa", 0x0A00, 0x0A7F), ("gu", 0x0A80, 0x0AFF),
    ("or", 0x0B00, 0x0B7F), ("ta", 0x0B80, 0x0BFF), ("te", 0x0C00, 0x0C7F), ("kn", 0x0C80, 0x0CFF),
    ("ml", 0x0D00, 0x0D7F), ("si", 0x0D80, 0x0DFF), ("th", 0x0E00, 0x0E7F), ("el", 0x0370, 0x03FF),
    ("ru", 0x0400, 0x04FF), ("he", 0x0590, 0x05FF), ("ar", 0x0600, 0x06FF), ("ja", 0x3040, 0x30FF),
    ("ko", 0xAC00, 0xD7AF), ("zh", 0x4E00, 0x9FFF),
)  # fmt: skip
"""(language, first and last code point of its writing system). Where several languages share a system the one with
the most speakers stands for it; a title page's ``Language:`` or a tagged note says otherwise."""

_TAGS = frozenset((
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "bo", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es",
    "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "is", "it", "ja",
    "jv", "ka", "kk", "km", "kn", "ko", "ky", "la", "lo", "lt", "lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt",
    "my", "nb", "ne", "nl", "nn", "no", "or", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "sa", "sd", "si", "sk", "sl",
    "sn", "so", "sq", "sr", "su", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl", "tr", "tt", "ug", "uk", "ur", "uz",
    "vi", "xh", "yi", "yo", "zh", "zu", "awb", "bho", "doi", "gom", "kok", "mai", "mni", "sat",
))  # fmt: skip
_TAGGED = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]{2,8})?\s?:")


def spoken_language(text: str, default: str = "en") -> str:
    """The language tag that most letters of ``text`` belong to; ``default`` when those are Latin or there are none.

    A tie goes to the other writing system: a Hindi line that names a brand in Latin letters is still Hindi.
    """
    found: Counter[str] = Counter()
    latin = 0
    for letter in text:
        if letter < "\u0370":
            latin += letter.isalpha()
            continue
        code = ord(letter)
        for language, first, last in _SYSTEMS:
            if first <= code <= last:
                found[language] += 1
                break
    if not found:
        return default
    if found["ja"]:
        # Japanese mixes kana with Chinese characters; kana decide.
        found["ja"] += found.pop("zh", 0)
    language, letters = max(found.items(), key=lambda item: (item[1], item[0]))
    return language if letters >= latin else default


def is_language(tag: str) -> bool:
    """True for a tag this room takes as a language: ``hi``, ``pt-BR``; not for ``vo`` or ``todo``."""
    return _TAGGED.fullmatch(f"{tag}:") is not None and tag.split("-")[0] in _TAGS


def translation(note: str) -> tuple[str, str] | None:
    """(language tag, words) of a note such as ``hi: मैं यहाँ हूँ``, or None when it is an ordinary note."""
    match = _TAGGED.match(note.lstrip())
    if match is None or match[1] not in _TAGS:
        return None
    words = " ".join(note.lstrip()[match.end() :].split())
    return (match[1] + (match[2] or ""), words) if words else None
