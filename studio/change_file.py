"""A ChangeSet written by hand: JSON from a file or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from film.changes import ChangeSet
from film.errors import ChangeError

STANDARD_INPUT = "-"


def read_change(source: str) -> ChangeSet:
    """The change in ``source``: a ChangeSet, or what ``change --dry-run --json`` printed with one in it.

    Raises:
        ChangeError: it cannot be read, is no JSON, or is no ChangeSet; the message names the field.
    """
    from pydantic import ValidationError

    name = "standard input" if source == STANDARD_INPUT else source
    try:
        text = sys.stdin.read() if source == STANDARD_INPUT else Path(source).read_text("utf-8")
        data = json.loads(text)
    except OSError as error:
        raise ChangeError(f"{name} cannot be read ({error.strerror}); give a file, or - for standard input") from error
    except ValueError as error:
        raise ChangeError(f"{name} is no JSON ({error}); filmcrew schema changes shows what a change looks like") from error
    if isinstance(data, dict) and "estimate_s" in data:
        data = data.get("change")
    if not isinstance(data, dict):
        raise ChangeError(f"{name} holds {type(data).__name__}, not a change; it is an object with where and edits")
    try:
        change = ChangeSet.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ChangeError(f"{name}: {field} = {first['input']!r}: {first['msg']}") from error
    if not change.edits and change.base is None and not any(more.edits for more in change.then):
        raise ChangeError(f"{name} has no edits; a change is where and at least one edit")
    return change

