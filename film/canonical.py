"""One spelling for data that is hashed, and the seeds that come from it.

Two processes, folders, locales and hash seeds must agree on every byte, so that a hash names a
plan for ever. Floats are rounded to nine decimals: plans are written in metres, seconds and
stops, and nothing filmed depends on less than a nanometre.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from typing import Any

from pydantic import BaseModel

FLOAT_DECIMALS = 9


def plain(value: Any) -> Any:
    """The JSON-ready form of ``value``: models to dicts, tuples to lists, text to NFC, floats rounded.

    Raises:
        ValueError: on NaN, infinity or a type that JSON cannot hold.
    """
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json"))
    if isinstance(value, bool) or value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value!r} cannot be hashed: plans hold finite numbers only")
        rounded = round(value, FLOAT_DECIMALS)
        return 0.0 if rounded == 0 else rounded
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    raise ValueError(f"{type(value).__name__} cannot be written as canonical JSON")


def canonical_json(value: Any) -> str:
    """``value`` as JSON with sorted keys, no spaces and NFC text. Equal data gives equal text."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(value: Any) -> str:
    """64 hex digits: the sha256 of the canonical JSON of ``value``."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def content_id(value: Any, digits: int = 16) -> str:
    """The first ``digits`` hex digits of ``sha256_of(value)``: a short name for content."""
    return sha256_of(value)[:digits]


def seed_for(film_seed: int, shot_id: str, attempt: int, engine: str) -> int:
    """The seed of one take, 0 .. 2**32 - 1: the first 32 bits of sha256(film seed | shot | attempt | engine).

    uint32 because A1111-class servers take no more. Attempts count from 1.
    """
    text = f"{film_seed}|{shot_id}|{attempt}|{engine}"
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:8], 16)
