"""Names for things: safe in a path, stable, and still readable in the writer's own script."""

from __future__ import annotations

import hashlib
import unicodedata

MAX_SLUG = 40


def slug(name: str) -> str:
    """``name`` as an id: lower case, letters, marks and digits of any script, dashes between words.

    Nothing of a path survives (``../``, separators, NUL, direction overrides). A name that is cut
    to ``MAX_SLUG`` characters, or that has nothing left, carries eight digits of its hash.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split()
    joined = "-".join(words)
    if joined and len(joined) <= MAX_SLUG:
        return joined
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{joined[: MAX_SLUG - 9].rstrip('-')}-{digest}".lstrip("-")


def episode_id(number: int) -> str:
    return f"ep{number:02d}"


def scene_id(episode: str, number: int) -> str:
    return f"{episode}/sc{number:03d}"


def shot_id(scene: str, number: int) -> str:
    """Shots are numbered in tens, so that one can be put between two others."""
    return f"{scene}/sh{number:04d}"
