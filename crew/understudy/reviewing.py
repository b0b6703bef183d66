"""House rules of reviewing a scene's circled takes: one that stands out in brightness is shot again, gently."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from crew.answers.continuity import AgainAnswer, ReviewAnswer
from film.edits import Edit

STANDS_OUT_STOPS = 1.6
"""Shots of one scene differ by a stop or so between a wide and a close shot; more reads as another light."""
LUMA_PER_STOP = 0.12
"""Mean display luma that one stop of exposure moves, after the tone curve."""
LARGEST_STEP_STOPS = 1.0
AGAIN_PER_SCENE = 2


def review_takes(evidence: Sequence[Mapping[str, Any]]) -> ReviewAnswer:
    """At most ``AGAIN_PER_SCENE`` shots whose mean luminance is far from the scene's median.

    Args:
        evidence: per circled take ``shot_id``, ``kind``, ``held``, ``light`` with ``luma`` (mean display luma, 0 .. 1).
            Held takes, looks at the place and inserts are not compared: they show other things.
    """
    lit = [
        (each["shot_id"], float(each["light"]["luma"]))
        for each in evidence
        if (each.get("light") or {}).get("luma") is not None
        and not each.get("held")
        and each.get("kind") not in ("establishing", "insert", "still")
    ]
    if len(lit) < 3:
        return ReviewAnswer(reason="too few takes to compare")
    middle = median(value for _, value in lit)
    off = [(shot_id, (value - middle) / LUMA_PER_STOP) for shot_id, value in lit]
    worst = sorted((each for each in off if abs(each[1]) > STANDS_OUT_STOPS), key=lambda each: (-abs(each[1]), each[0]))
    again = []
    for shot_id, stops in worst[:AGAIN_PER_SCENE]:
        step = -math.copysign(min(LARGEST_STEP_STOPS, 0.6 * abs(stops)), stops)
        side = "brighter" if stops > 0 else "darker"
        again.append(
            AgainAnswer(
                shot_id=shot_id,
                edits=[Edit(path="state.light.exposure_stops", op="adjust", value=round(step, 2))],
                reason=f"{abs(stops):.1f} stops {side} than the rest of the scene.",
            )
        )
    return ReviewAnswer(again=again, reason=f"{len(lit)} takes compared with their median")
