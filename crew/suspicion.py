"""Does the script talk to the crew? Flags only: script text is data whatever it says.

An answer model can hold nothing but story decisions, so that an instruction hidden in an action
line has nowhere to go. The flag tells a person where to look.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_ORDERS = re.compile(
    r"(ignore|disregard|forget)\s+(all\s+|any\s+)?(the\s+|your\s+)?(previous|prior|above|earlier)"
    r"|system\s+prompt|you\s+are\s+now\s+an?\b|new\s+instructions?\s*:"
    r"|पिछले\s+(सभी\s+)?निर्देश|निर्देशों?\s+को\s+(अनदेखा|नज़रअंदाज़|नजरअंदाज)",
    re.IGNORECASE,
)
_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ belong to Hindi spelling and to emoji."""


def suspicions(facts: Any) -> tuple[str, ...]:
    """``("injection_suspected",)`` when some text in ``facts`` reads as an order to a mind or hides characters."""
    return ("injection_suspected",) if any(_suspect(text) for text in _texts(facts)) else ()


def _suspect(text: str) -> bool:
    hidden = any(
        ("\U000e0000" <= c <= "\U000e007f") or (unicodedata.category(c) == "Cf" and c not in _JOINERS + "\u00ad\ufeff")
        for c in text
        if not c.isascii()
    )
    return hidden or _ORDERS.search(text) is not None


def _texts(value: Any):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
