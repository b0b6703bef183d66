"""Two remedies for one wish: the finish, which shoots nothing, or the light on the set, which shoots again.

Brightness, contrast, warmth and saturation are graded unless the note names a light or an hour. A person may
ask for the other remedy; what it cannot do is said.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from film.changes import ChangeSet
from film.edits import Edit

Remedying = Literal["auto", "regrade", "reshoot"]
"""Who picks: the Director, or the person (``--regrade``, ``--reshoot``)."""

WARM_KELVIN, COLD_KELVIN = 3200.0, 7500.0
"""Tungsten and open shade: a key that reads as warm or as cold beside daylight balance."""
FINISH_ROOTS = frozenset({"grade", "cut", "sound", "finish"})
FINISH_SHOT_FIELDS = frozenset({"shot.omitted", "shot.pin", "shot.transition_in", "shot.transition_s"})
_LIT = {
    "grade.brightness_stops": "shot.state.light.exposure_stops",
    "grade.contrast": "shot.state.look.contrast",
    "grade.saturation": "shot.state.look.saturation",
}
_GRADED = {
    "shot.state.light.exposure_stops": "grade.brightness_stops",
    "shot.state.light.key_stops": "grade.brightness_stops",
    "shot.state.light.practical_stops": "grade.brightness_stops",
    "shot.state.light.fill_stops": "grade.brightness_stops",
    "shot.state.look.contrast": "grade.contrast",
    "shot.state.look.saturation": "grade.saturation",
}
WARMTH = 0.35
"""How much warmer or colder a grade is made: the usual amount of the word."""


class Remedied(NamedTuple):
    """A change made with the other remedy, and the paths that it cannot reach."""

    change: ChangeSet
    out_of_reach: tuple[str, ...]


def is_finish(edit: Edit) -> bool:
    """True when the edit needs no shooting: the grade, the cut, the sound, cards, order, or a take that exists."""
    if edit.path.split(".")[0] in FINISH_ROOTS or edit.path in FINISH_SHOT_FIELDS:
        return True
    if edit.path in ("episode.scenes", "scene.shots"):
        return edit.op in ("reorder", "remove")
    return edit.path.startswith(("episode.title", "series.title", "series.standing_notes"))


def as_reshoot(change: ChangeSet) -> Remedied:
    """Grade edits as edits of the light and the stock; every other edit stays."""
    edits = []
    for edit in change.edits:
        if edit.path == "grade.warmth":
            warm = isinstance(edit.value, (int, float)) and edit.value > 0
            kelvin = WARM_KELVIN if warm else COLD_KELVIN
            edits.append(Edit(path="shot.state.light.key_kelvin", value=kelvin))
        else:
            edits.append(edit.model_copy(update={"path": _LIT.get(edit.path, edit.path)}))
    return _with(change, tuple(edits), (), as_reshoot)


def as_regrade(change: ChangeSet) -> Remedied:
    """Light edits as grade edits; what only the camera can do is named in ``out_of_reach``."""
    edits, lost = [], []
    for edit in change.edits:
        if edit.path in _GRADED:
            edits.append(edit.model_copy(update={"path": _GRADED[edit.path]}))
        elif edit.path == "shot.state.light.key_kelvin" and edit.op == "set" and isinstance(edit.value, (int, float)):
            warmth = WARMTH if edit.value < (WARM_KELVIN + COLD_KELVIN) / 2 else -WARMTH
            edits.append(Edit(path="grade.warmth", op="adjust", value=warmth))
        else:
            if not is_finish(edit):
                lost.append(edit.path)
            edits.append(edit)
    return _with(change, tuple(edits), tuple(lost), as_regrade)


def _with(change: ChangeSet, edits: tuple[Edit, ...], lost: tuple[str, ...], remedied) -> Remedied:
    rest = [remedied(part) for part in change.then]
    made = change.model_copy(update={"edits": edits, "then": tuple(part.change for part in rest)})
    return Remedied(made, (*lost, *(path for part in rest for path in part.out_of_reach)))


def shoots(change: ChangeSet) -> bool:
    """True when some edit of the change needs the camera."""
    return any(not is_finish(edit) for part in (change, *change.then) for edit in part.edits)
