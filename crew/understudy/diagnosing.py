"""House rules of diagnosis: which failed measure asks for which remedy.

The first takes may have been unlucky in their blocking: another seed. After three the plan changes:
framing for what is not seen, motion for what shakes, smears or stands still. Light is mended at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from crew.answers.critic import RemedyAnswer
from film.edits import Edit
from film.state import SHOT_SIZES

Kind = Literal["framing", "light", "motion"]

UNLUCKY_TAKES = 3
"""So many failed takes of one plan may be bad luck (DESIGN: after three the plan changes)."""

FAMILIES: dict[str, str] = {
    "black": "dark", "blown": "bright", "light_match": "light", "frozen": "still", "flicker": "shake", "unwanted_cut": "shake",
    "keyframe_match": "shake", "blur": "smear", "cast_seen": "unseen", "cast_unobstructed": "hidden", "face_identity": "small",
    "cast_size": "small", "head_room": "tight", "clip_text": "unseen", "clip_plate": "unseen",
}  # fmt: skip
"""Measure -> what is wrong with the picture. An unknown measure is looked at from another angle."""

LIT = frozenset({"dark", "bright", "light"})
"""Faults that another seed does not mend: blocking changes with the seed, exposure does not."""
EXPOSURE_STEP_STOPS = 0.8
_LUMA = re.compile(r"\bluma ([\d.]+), luma_from ([\d.]+), luma_to ([\d.]+)")


def diagnose_take(
    failed: Sequence[Mapping[str, Any]], camera: Mapping[str, Any], exposure_stops: float, attempt: int, takes_left: int,
    moves: Sequence[str],
) -> RemedyAnswer:  # fmt: skip
    """A remedy for the worst failed measure.

    Args:
        failed: findings, ``measure`` and the relative ``miss``, worst first.
        attempt: takes failed so far.
        moves: camera moves the engine makes; empty for all.
    """
    if takes_left <= 0:
        return RemedyAnswer(kind="hold", reason="No takes are left; the best one stands and is marked held.")
    measure = str(failed[0]["measure"]) if failed else "unknown"
    family = FAMILIES.get(measure, "unseen")
    if attempt < UNLUCKY_TAKES and family not in LIT:
        return RemedyAnswer(
            kind="seed", reason=f"{measure} failed in take {attempt}; another seed blocks it differently."
        )
    again = max(0, attempt - UNLUCKY_TAKES)
    if family == "light":
        family = _light_fault(str(failed[0].get("why", "")))
    kind, edits = _remedy(family, camera, exposure_stops, again, moves)
    if not edits:
        kind, edits = "framing", _turned(camera)
    return RemedyAnswer(
        kind=kind,
        edits=edits,
        reason=f"{measure} failed, {attempt} takes so far; the plan changes: {', '.join(e.path.rsplit('.', 1)[-1] for e in edits)}.",
    )


def _light_fault(why: str) -> str:
    """Whether the picture was too dark, too bright, or of the wrong colour, from the finding's own words."""
    found = _LUMA.search(why)
    if found is None:
        return "tint"
    luma, lowest, highest = (float(value) for value in found.groups())
    return "dark" if luma < lowest else "bright" if luma > highest else "tint"


def _remedy(
    family: str, camera: Mapping[str, Any], exposure_stops: float, again: int, moves: Sequence[str]
) -> tuple[Kind, list[Edit]]:
    """The edits for one kind of fault; ``again`` counts earlier remedies, so that the next goes further."""
    if family in ("dark", "bright"):
        step = EXPOSURE_STEP_STOPS if family == "dark" else -EXPOSURE_STEP_STOPS
        value = round(min(4.0, max(-4.0, exposure_stops + step)), 2)
        return "light", [Edit(path="state.light.exposure_stops", value=value)] if value != exposure_stops else []
    if family == "tint":
        return "light", [Edit(path="state.light.key_stops", op="adjust", value=-0.4)]
    if family == "still":
        wanted = [kind for kind in ("push_in", "dolly", "pan", "handheld") if not moves or kind in moves]
        other = next((kind for kind in wanted if kind != camera["move"]["kind"]), None)
        edits = [Edit(path="state.camera.move.kind", value=other)] if other else []
        return "motion", [*edits, Edit(path="state.camera.move.speed", value=1.4)]
    if family in ("shake", "smear") and camera["move"]["kind"] != "lock_off":
        return "motion", [Edit(path="state.camera.move.kind", value="lock_off")]
    if family == "smear" and camera["f_stop"] < 8:
        return "framing", [Edit(path="state.camera.f_stop", value=8.0)]
    if family == "hidden" and camera["over"] is not None:
        return "framing", [Edit(path="state.camera.over", value=None)]
    if family in ("small", "tight"):
        return "framing", _resized(camera, +1 if family == "small" else -1)
    if family == "unseen" and again % 2 == 0:
        return "framing", _resized(camera, -1)
    return "framing", _turned(camera)


def _resized(camera: Mapping[str, Any], step: int) -> list[Edit]:
    """A size closer (+1) or wider (-1); none where there is no further size."""
    at = SHOT_SIZES.index(camera["size"]) + step
    return [Edit(path="state.camera.size", value=SHOT_SIZES[at])] if 0 <= at < len(SHOT_SIZES) else []


def _turned(camera: Mapping[str, Any]) -> list[Edit]:
    """The same people from twenty-five degrees further round, or back."""
    swing = float(camera["swing_deg"])
    return [Edit(path="state.camera.swing_deg", value=round(swing - 25 if swing > 0 else swing + 25, 1))]
