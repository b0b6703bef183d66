"""One language for edits: a ChangeSet changes the film, a Remedy changes one plan.

An edit names a field by its dotted path in the frozen data (``state.camera.size``) and what to do
with it. Application is pure and validated: an edit that gives an illegal film is a ChangeError.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from film.base import Frozen
from film.errors import ChangeError
from film.state import SHOT_SIZES

Model = TypeVar("Model", bound=BaseModel)


class Edit(Frozen):
    path: str
    """Dotted path from the edited record: ``state.light.exposure_stops``."""
    op: Literal["set", "adjust"] = "set"
    """``adjust`` adds to a number, and steps along the shot sizes for ``state.camera.size``."""
    value: str | int | float | bool | None


class Remedy(Frozen):
    """What to do about a failed take: edits to its plan, or only another seed."""

    kind: Literal["seed", "framing", "light", "motion", "shorter", "still", "identity", "engine", "hold"]
    edits: tuple[Edit, ...] = ()
    reason: str


class Selector(Frozen):
    """Which part of the film. Every list that is given must match; none given selects the whole film."""

    episodes: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    shots: tuple[str, ...] = ()


class ChangeSet(Frozen):
    """An edit of the film as data: where, what, why."""

    where: Selector = Selector()
    edits: tuple[Edit, ...]
    """On every selected shot."""
    reason: str = ""


def edit(record: Model, change: Edit) -> Model:
    """A copy of ``record`` with one field edited and everything validated again.

    Raises:
        ChangeError: the path does not exist, the operation does not fit the value, or the result is not legal.
    """
    data = record.model_dump(mode="python")
    *parents, leaf = change.path.split(".")
    holder: Any = data
    for name in parents:
        if not isinstance(holder, dict) or name not in holder or holder[name] is None:
            raise ChangeError(f"{type(record).__name__} has no field {change.path!r} (stopped at {name!r})")
        holder = holder[name]
    if not isinstance(holder, dict) or leaf not in holder:
        raise ChangeError(f"{type(record).__name__} has no field {change.path!r} (stopped at {leaf!r})")
    holder[leaf] = change.value if change.op == "set" else _adjusted(holder[leaf], change)
    try:
        return type(record).model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ChangeError(f"{change.path} cannot become {change.value!r}: {first['msg']}") from error


def edit_all(record: Model, edits: tuple[Edit, ...]) -> Model:
    for change in edits:
        record = edit(record, change)
    return record


def _adjusted(value: Any, change: Edit) -> Any:
    if isinstance(change.value, bool) or not isinstance(change.value, (int, float)):
        raise ChangeError(f"{change.path} can be adjusted by a number, not by {change.value!r}")
    if change.path.endswith("camera.size"):
        at = SHOT_SIZES.index(value) + round(change.value)
        return SHOT_SIZES[min(max(at, 0), len(SHOT_SIZES) - 1)]
    if value is None:
        return change.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ChangeError(f"{change.path} holds {value!r}, which cannot be adjusted by {change.value!r}")
    return value + change.value
