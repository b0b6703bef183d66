"""What a person's data states stands; what it leaves open is filled. Stated is what pydantic's ``model_fields_set`` holds."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

Record = TypeVar("Record", bound=BaseModel)


def stated_over(stated: Record, written: Record) -> Record:
    """``written`` with every field that ``stated`` set, at every depth of records within records."""
    update = {}
    for name in sorted(stated.model_fields_set):
        mine, other = getattr(stated, name), getattr(written, name)
        nested = isinstance(mine, BaseModel) and isinstance(other, BaseModel)
        update[name] = stated_over(mine, other) if nested else mine
    return written.model_copy(update=update)
