"""Does the script talk to the crew? Flags for a person, and text that a model reads as a reader sees it.

Script text is data whatever it says: an answer model can hold nothing but story decisions, so that an
instruction hidden in an action line has nowhere to go. What nobody can see on the page (zero-width
and tag characters, direction overrides) is taken out of prompts, and the words that models use to
mark who speaks are broken up.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

_ORDERS = re.compile(
    r"(ignore|disregard|forget|override)\s+(all\s+|any\s+)?(of\s+)?(the\s+|your\s+|these\s+|my\s+)?"
    r"(previous|prior|above|earlier|preceding|system)\b"
    r"|system\s+prompt|you\s+are\s+now\s+(an?\s+)?(ai|assistant|chat\s*bot|language\s+model|dan|jailbroken|in\s+developer\s+mode)\b|new\s+instructions?\s*:"
    r"|(पिछल[ेी]|पहले\s+के|उपरोक्त|पूर्व|ऊपर\s+के)\s+(सभी\s+|सारे\s+)?(निर्देश|आदेश|हिदायत)"
    r"|(निर्देश|आदेश|हिदायत)\S*\s+(को\s+)?(अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल)",
    re.IGNORECASE,
)
_ROLE_MARKS = re.compile(
    r"<\|[^|<>]{0,40}\|>|</?(?:s|think|tool_call|start_of_turn|end_of_turn)>|\[/?INST\]|<</?SYS>>"
    r"|^\s*#{2,}\s*(?:system|instruction|assistant)s?\b",
    re.IGNORECASE | re.MULTILINE,
)
"""How chat templates mark who speaks; some servers read these marks out of plain text."""
_ROLES = frozenset({"system", "assistant", "developer"})
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")

_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ belong to Hindi spelling and to emoji."""
_UNSEEN_BUT_USUAL = "\u00ad\ufeff\u200e\u200f\u061c"
"""Soft hyphens, byte order marks and the direction marks of Arabic and Hebrew are taken out without suspicion."""
_SEEN_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd"
"""Signs of numbers and verses that Unicode counts among formats and that are printed."""
_FLAG_EMOJI = re.compile("\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f")
_STRAY_JOINERS = re.compile(f"[{_JOINERS}]{{2,}}")
"""Joiners join two letters; a row of them is a message."""


def suspicions(facts: Any) -> tuple[str, ...]:
    """What about ``facts`` a person should look at: ``injection_suspected`` first, then why; empty when nothing is.

    Why: ``orders`` (speaks to a mind, in plain or encoded words), ``hidden_characters``, ``role_names``
    (a character called SYSTEM, or the marks of a chat template).
    """
    found = {reason for text in _texts(facts) for reason in _reasons(text)}
    return ("injection_suspected", *sorted(found)) if found else ()


def visible(value: Any) -> Any:
    """``value`` with every text in it as a reader sees it; joiners of Hindi and emoji stay.

    Marks of chat templates are kept readable but broken up (``< |im_start|>``), so that no server
    takes them for its own.
    """
    if isinstance(value, str):
        return _ROLE_MARKS.sub(lambda mark: _broken_up(mark.group()), seen(value))
    if isinstance(value, dict):
        return {key: visible(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [visible(item) for item in value]
    return value


def seen(text: str) -> str:
    """``text`` without characters that nobody sees."""
    if text.isascii():
        return text
    kept = _STRAY_JOINERS.sub("", _FLAG_EMOJI.sub("\U0001f3f4", text))
    return "".join(
        c for c in kept if c.isascii() or c in _JOINERS or (not _is_hidden(c) and c not in _UNSEEN_BUT_USUAL)
    )


def printable(text: str) -> str:
    """``text`` for a terminal: a model's escape sequences are not obeyed."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else "\ufffd" for c in text)


def _reasons(text: str) -> Iterator[str]:
    bare = text
    if not text.isascii():
        without_flags = _FLAG_EMOJI.sub("", text)
        if any(_is_hidden(c) and c not in _JOINERS for c in without_flags) or _STRAY_JOINERS.search(text):
            yield "hidden_characters"
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen(text)).translate(_NO_JOINERS))
        bare += " " + "".join(chr(ord(c) - 0xE0000) for c in text if "\U000e0020" <= c <= "\U000e007e")
    if _ORDERS.search(bare) or any(_ORDERS.search(decoded) for decoded in _decoded(bare)):
        yield "orders"
    if text.strip().casefold() in _ROLES or _ROLE_MARKS.search(bare):
        yield "role_names"


_NO_JOINERS = {ord(c): None for c in _JOINERS}


def _is_hidden(c: str) -> bool:
    """Takes no place on the page: formats, tags, direction overrides, and selectors that choose nothing."""
    if c in _UNSEEN_BUT_USUAL or c in _SEEN_FORMATS:
        return False
    return unicodedata.category(c) == "Cf" or "\U000e0000" <= c <= "\U000e01ef"


def _decoded(text: str) -> Iterator[str]:
    """What base64 in ``text`` says, where it says anything."""
    for match in _ENCODED.finditer(text):
        letters = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        try:
            yield base64.b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-8")
        except (binascii.Error, ValueError):
            continue


def _broken_up(mark: str) -> str:
    return f"{mark[0]} {mark[1:]}" if not mark[0].isspace() else mark.replace("#", "# ")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
