"""One edit: a field named by its path in frozen data, and what to do with it.

A Remedy is edits to one plan; a ChangeSet (``film.changes``) is edits to a selected part of the film.
Application is pure and validated: an edit that gives an illegal record is a ChangeError.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from film.base import Frozen
from film.errors import ChangeError
from film.state import SHOT_SIZES
from film.words import nearest

Model = TypeVar("Model", bound=BaseModel)
Value = str | int | float | bool | None | list[Any] | dict[str, Any]

MEMBER_KEYS = ("id", "scene_id", "style", "line_id", "character_id", "first_scene_id", "take")
"""What a member of a list goes by, the first of these that it has; plain values go by themselves."""


RemedyKind = Literal[
    "seed", "framing", "light", "identity", "wording", "motion", "shorter", "still", "action", "smaller", "engine", "hold",
]  # fmt: skip
"""``still``: the judged keyframe with a camera move; ``action``: something simpler to play; ``smaller``: fewer pixels
rendered; ``shorter``: fewer frames made and spread over the shot."""


class Edit(Frozen):
    path: str
    """Dotted path from the edited record: ``state.light.exposure_stops``."""
    op: Literal["set", "adjust", "add", "remove", "reorder"] = "set"
    """``adjust`` adds to a number, and steps along the shot sizes for ``camera.size``. ``add``, ``remove`` and
    ``reorder`` are for lists: a member, a member (or the id of one), and all ids in their new order. An added record
    may say ``after``: the id that it follows. ``remove`` also takes a key out of texts and other tables."""
    value: Value = None


class Remedy(Frozen):
    """What to do about a failed take: edits to its plan, or only another seed."""

    kind: RemedyKind
    edits: tuple[Edit, ...] = ()
    reason: str


def edit(record: Model, change: Edit, *, clamp: bool = False) -> Model:
    """A copy of ``record`` with one field edited and everything validated again.

    Args:
        clamp: an adjustment stops at the field's limit; without it, going past is an error.

    Raises:
        ChangeError: the path does not exist, the operation does not fit the value, or the result is not legal.
    """
    kind = type(record).__name__
    *parents, leaf = change.path.split(".")
    holder: Any = record
    for name in parents:
        holder = _child(holder, name, kind, change.path)
    if isinstance(holder, BaseModel):
        _child(holder, leaf, kind, change.path)
    elif not isinstance(holder, dict) or (change.op != "set" and leaf not in holder):
        raise ChangeError(f"{kind} has no field {change.path!r} (stopped at {leaf!r})")
    held = holder.get(leaf) if isinstance(holder, dict) else getattr(holder, leaf)
    value = operated(held, change)
    if clamp and change.op == "adjust" and isinstance(holder, BaseModel) and held is not None:
        value = within_limits(type(holder), leaf, value)
    data = record.model_dump(mode="python")
    at = data
    for name in parents:
        at = at.setdefault(name, {})  # what a record leaves out while it is as usual
    at[leaf] = value.model_dump(mode="python") if isinstance(value, BaseModel) else value
    try:
        return type(record).model_validate(data)
    except ValidationError as error:
        raise ChangeError(f"{change.path} cannot become {shown(value)}: {legal(error)}") from error


def edit_all(record: Model, edits: tuple[Edit, ...]) -> Model:
    for change in edits:
        record = edit(record, change)
    return record


class Attempts:
    """One edit on many records: what is added or removed may be there, or gone, in some of them already.

    A record that refuses such an edit stays as it is; any other edit must fit every record.
    """

    def __init__(self, change: Edit) -> None:
        self._change = change
        self._lenient = change.op in ("add", "remove")
        self._refused: ChangeError | None = None
        self._done = False

    def __call__(self, record: Model) -> Model:
        try:
            edited = edit(record, self._change, clamp=True)
        except ChangeError as error:
            if not self._lenient:
                raise
            self._refused = self._refused or error
            return record
        self._done = True
        return edited

    def settle(self) -> None:
        """Raises the first refusal when no record took the edit."""
        if self._refused is not None and not self._done:
            raise self._refused


def operated(value: Any, change: Edit) -> Any:
    """``value`` after the operation, not yet validated. Raises ChangeError when the operation does not fit it."""
    match change.op:
        case "set":
            return change.value
        case "adjust":
            return _adjusted(value, change)
        case "remove" if isinstance(value, dict):
            if change.value not in value:
                raise ChangeError(f"{change.path} has no {change.value!r}; it has {_listed(value)}")
            return {key: kept for key, kept in value.items() if key != change.value}
    if not isinstance(value, (tuple, list)):
        raise ChangeError(f"{change.path} holds {shown(value)}, which is no list: {change.op!r} needs one")
    match change.op:
        case "add":
            return _added(value, change)
        case "remove":
            at = [member_key(member) for member in value].index(_found(value, change.value, change.path))
            return (*value[:at], *value[at + 1 :])
        case _:
            return _reordered(value, change)


def member_key(member: Any) -> Any:
    """What a member of a list goes by: its id or the like, or itself."""
    if isinstance(member, BaseModel):
        member = {name: getattr(member, name) for name in type(member).model_fields}
    if isinstance(member, dict):
        return next((member[key] for key in MEMBER_KEYS if member.get(key) is not None), None)
    return member


def within_limits(model: type[BaseModel], field: str, value: Any) -> Any:
    """``value``, or the limit of the model's field that it goes past."""
    for bound in model.model_fields[field].metadata:
        low, high = getattr(bound, "ge", None), getattr(bound, "le", None)
        value = max(value, low) if low is not None else value
        value = min(value, high) if high is not None else value
    return value


def legal(error: ValidationError) -> str:
    """What the first finding of a failed validation says would be legal, and of which field."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{first['msg'][:1].lower()}{first['msg'][1:]} ({where})" if where else first["msg"]


def shown(value: Any) -> str:
    """``value`` for a message, cut where it grows long."""
    text = repr(value.model_dump(mode="json") if isinstance(value, BaseModel) else value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _child(holder: Any, name: str, kind: str, path: str) -> Any:
    if isinstance(holder, BaseModel) and name in type(holder).model_fields:
        return getattr(holder, name)
    if isinstance(holder, BaseModel):
        have = nearest(name, type(holder).model_fields, 4)
        raise ChangeError(f"{kind} has no field {path!r} (stopped at {name!r}); the nearest are {have}")
    if isinstance(holder, dict) and name in holder:
        return holder[name]
    raise ChangeError(f"{kind} has no field {path!r} (stopped at {name!r})")


def _adjusted(value: Any, change: Edit) -> Any:
    if isinstance(change.value, bool) or not isinstance(change.value, (int, float)):
        raise ChangeError(f"{change.path} can be adjusted by a number, not by {change.value!r}")
    if value in SHOT_SIZES and change.path.split(".")[-1] == "size":
        at = SHOT_SIZES.index(value) + round(change.value)
        return SHOT_SIZES[min(max(at, 0), len(SHOT_SIZES) - 1)]
    if value is None:
        return change.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ChangeError(f"{change.path} holds {shown(value)}, which cannot be adjusted by {change.value!r}")
    total = value + change.value
    return round(total, 9) if isinstance(total, float) else total


def _added(value: tuple | list, change: Edit) -> tuple:
    member, after = change.value, None
    if isinstance(member, dict) and "after" in member:
        after = member["after"]
        member = {name: part for name, part in member.items() if name != "after"}
    key = member_key(member)
    if key is not None and key in [member_key(entry) for entry in value]:
        raise ChangeError(f"{change.path} has {key!r} already")
    keys = [member_key(entry) for entry in value]
    at = len(value) if after is None else keys.index(_found(value, after, change.path)) + 1
    return (*value[:at], member, *value[at:])


def _reordered(value: tuple | list, change: Edit) -> tuple:
    asked = change.value if isinstance(change.value, list) else [change.value]
    order = [_found(value, word, change.path) for word in asked]
    keys = [member_key(entry) for entry in value]
    left = [key for key in keys if key not in order]
    if left or len(order) != len(keys):
        raise ChangeError(f"{change.path} in a new order takes each of its members once: {_listed(keys)}")
    return tuple(value[keys.index(key)] for key in order)


def _found(value: tuple | list, word: Any, path: str) -> Any:
    """The key of the member that ``word`` means: the key, the record, or the end of an id."""
    wanted = member_key(word) if isinstance(word, dict) else word
    keys = [member_key(entry) for entry in value]
    if wanted in keys:
        return wanted
    ends = [key for key in keys if isinstance(key, str) and isinstance(wanted, str) and key.endswith(f"/{wanted}")]
    if len(ends) != 1:
        raise ChangeError(f"{path} has no member {wanted!r}; it has {_listed(keys)}")
    return ends[0]


def _listed(keys: Any) -> str:
    return ", ".join(repr(key) for key in keys) or "nothing"
