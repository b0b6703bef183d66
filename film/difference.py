"""Two records told apart, field by field, in words that a person reads."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from film.base import Frozen

_OWN_PATH = ("id", "scene_id", "shot_id")
"""Keys whose value names a record in the whole film: its path starts anew with it."""
_KEYS = (*_OWN_PATH, "style", "line_id", "character_id", "first_scene_id", "measure", "name", "word")
"""What tells the members of a list apart, the first of these that all of them have with different values."""


class Difference(Frozen):
    """One field that differs."""

    path: str
    """As a person reads it: ``ep02/sc001/sh0010.state.camera.size``."""
    before: Any = None
    """None where there was nothing: the record was added."""
    after: Any = None
    """None where there is nothing left."""


def diff(before: BaseModel, after: BaseModel) -> tuple[Difference, ...]:
    """Every field in which two records (films, plans, versions) differ, in the order of their fields.

    Lists of records are aligned by id: a record that is only in one of them is one difference, another order is one
    difference of ids.
    """
    return tuple(_compare("", before.model_dump(mode="json"), after.model_dump(mode="json")))


def _compare(path: str, before: Any, after: Any) -> list[Difference]:
    if before == after and type(before) is type(after):
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for key in dict.fromkeys((*before, *after)):
            found += _compare(f"{path}.{key}" if path else str(key), before.get(key), after.get(key))
        return found
    if isinstance(before, list) and isinstance(after, list):
        key = _key_of([*before, *after], before, after)
        if key is not None:
            return _aligned(path, key, before, after)
    return [Difference(path=path, before=before, after=after)]


def _aligned(path: str, key: str, before: list[dict], after: list[dict]) -> list[Difference]:
    old, new = {entry[key]: entry for entry in before}, {entry[key]: entry for entry in after}
    found = []
    for name in dict.fromkeys((*old, *new)):
        here = str(name) if key in _OWN_PATH else f"{path}[{name}]"
        found += _compare(here, old.get(name), new.get(name))
    kept_before, kept_after = [name for name in old if name in new], [name for name in new if name in old]
    if kept_before != kept_after:
        found.append(Difference(path=path, before=kept_before, after=kept_after))
    return found


def _key_of(entries: list, before: list, after: list) -> str | None:
    """The key that names each member of both lists once; None for lists of plain values."""
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        return None
    for key in _KEYS:
        named = all(isinstance(entry.get(key), str) for entry in entries)
        if named and all(len({entry[key] for entry in side}) == len(side) for side in (before, after)):
            return key
    return None
