"""One spelling for names and other words that a script repeats."""

from __future__ import annotations

import unicodedata


def clean_name(name: str) -> str:
    """``name`` in NFC with single spaces, so that two ways of typing it are one person."""
    return unicodedata.normalize("NFC", " ".join(name.split()))
