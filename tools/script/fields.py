"""One JSON object read field by field, with errors that name the JSON path, the value and what was expected."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from film.base import Text
from film.bible import Asset
from film.errors import ScriptError
from tools.script.encoding import normal
from tools.script.language import is_language, spoken_language

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


class Fields:
    """The fields of one object. A field that is absent or null reads as not stated."""

    def __init__(self, data: Any, name: str, path: str = "") -> None:
        self._name, self._path = name, path
        if not isinstance(data, dict):
            raise ScriptError(name, None, f"{path or 'the file'} is {_told(data)}", "an object {…}")
        self._data = data
        self._read: set[str] = set()

    def path(self, key: str) -> str:
        """``scenes[0].shots[2].seed``: where ``key`` stands in the file."""
        return f"{self._path}.{key}" if self._path else key

    def text(self, key: str, *, numbers: bool = False) -> str:
        """Words, trimmed and in NFC; empty when not stated. ``numbers`` also takes a whole number, as ids often are."""
        value = self._get(key)
        if value is None:
            return ""
        if numbers and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise self._wrong(key, value, "text in quotes")
        return normal(value).strip()

    def texts(self, key: str) -> list[str] | None:
        """A list of words, or None. One text stands for a list of one."""
        value = self._get(key)
        if value is None:
            return None
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise self._wrong(key, value, "a list of names in quotes")
        return [normal(item).strip() for item in values if item.strip()]

    def by_language(self, key: str, default: str) -> Text:
        """Words, or words by language tag; the first language is the one that is spoken. Must be stated."""
        value = self._get(key)
        texts = {spoken_language(value, default): value} if isinstance(value, str) else value
        if not isinstance(texts, dict) or not texts:
            raise self._wrong(key, value, 'words in quotes, or words by language {"en": "…"}')
        for tag, words in texts.items():
            if not is_language(tag) or not isinstance(words, str) or not words.strip():
                raise self._wrong(f"{key}.{tag}", words, "words in quotes under a language tag such as en or hi")
        return {tag: normal(words).strip() for tag, words in texts.items()}

    def number(self, key: str, least: float, most: float) -> float | None:
        """A number in ``least`` .. ``most``. A number in quotes is taken: it can mean nothing else."""
        value = self._get(key)
        if value is None:
            return None
        read = _as_number(value)
        if read is None or not least <= read <= most:
            raise self._wrong(key, value, f"a number from {least:g} to {most:g}")
        return read

    def whole(self, key: str, least: int, most: int) -> int | None:
        """A whole number in ``least`` .. ``most``, by the rule of ``number``; digits alone, so that none is rounded."""
        value = self._get(key)
        if value is None:
            return None
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= 20:
            read: Any = int(value.strip())
        else:
            read = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(read, bool) or not isinstance(read, int) or not least <= read <= most:
            raise self._wrong(key, value, f"a whole number from {least} to {most}")
        return read

    def flag(self, key: str) -> bool | None:
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def choice(self, key: str, legal: Sequence[str]) -> str | None:
        value = self.text(key)
        if value and value not in legal:
            raise self._wrong(key, value, "one of " + ", ".join(legal))
        return value or None

    def language(self, key: str) -> str | None:
        value = self.text(key)
        if value and not is_language(value):
            raise self._wrong(key, value, "a language tag such as en or hi")
        return value or None

    def records(self, key: str, *, needed: bool = True) -> list[Fields]:
        """A list of objects."""
        value = self._get(key)
        if value is None and not needed:
            return []
        if not isinstance(value, list):
            raise self._wrong(key, value, "a list [{…}, …]")
        return [Fields(item, self._name, f"{self.path(key)}[{index}]") for index, item in enumerate(value)]

    def unread(self) -> list[str]:
        """A reading for every key that nobody asked for."""
        return [f"{self._name}: {self.path(str(key))} is not a field of a storyboard; left alone"
                for key in self._data if key not in self._read]  # fmt: skip

    def _get(self, key: str) -> Any:
        self._read.add(key)
        return self._data.get(key)

    def _wrong(self, key: str, value: Any, expected: str) -> ScriptError:
        return ScriptError(self._name, None, f"{self.path(key)} is {_told(value)}", expected)


def asset_of(path: Path, kind: Literal["still", "reference"]) -> Asset:
    """The file at ``path`` by its content."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Asset(id=f"{kind}-{sha256[:12]}", sha256=sha256, kind=kind, name=path.name)


def _as_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def _told(value: Any) -> str:
    """The value in a few words, however large it is."""
    if value is None:
        return "missing"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    told = repr(value)
    return told if len(told) <= 60 else told[:57] + "..."
