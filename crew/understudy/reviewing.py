"""House rules of reviewing a scene's circled takes: what stands out is shot again, the light of it gently corrected.

Brightness follows the plan, so it is mended there; a face, a coat, a place or a prop that came out wrong came out of
the draw, and is drawn again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crew.answers.continuity import AgainAnswer, ReviewAnswer
from crew.sending_back import AGAIN_AT_MOST, ANOTHER_TAKE
from film.edits import Edit

LARGEST_STEP_STOPS = 1.0
STEP_OF_DIFFERENCE = 0.6
"""How much of a difference in brightness one correction makes up: a step too far would stand out the other way."""
ORDER = ("identity", "wardrobe", "place", "light", "warmth", "colour", "direction", "props")
"""Which fault is mended before which, when there are more than may be sent back."""
LONGEST_REASON = 300


def review_takes(
    evidence: Sequence[Mapping[str, Any]], acceptable: Callable[[AgainAnswer], bool] = lambda again: True
) -> ReviewAnswer:
    """At most ``AGAIN_AT_MOST`` shots, those first whose fault comes first in ``ORDER``, then the furthest off.

    Args:
        evidence: per circled take ``shot_id``, ``held``; ``found``: ``measure``, ``value`` (of light: stops over the
            rest), ``miss`` (times the bound) and ``says``; ``sent_back`` as ``crew.sending_back`` has it.
        acceptable: whether a shot may be sent back so.
    """
    wanted = []
    for at, take in enumerate(evidence):
        found = sorted(take.get("found", ()), key=_rank)
        if found:
            wanted.append((_rank(found[0]), at, order_for(take)))
    again, left = [], []
    for _, _, asked in sorted(wanted, key=lambda each: each[:2]):
        if acceptable(asked) and len(again) < AGAIN_AT_MOST:
            again.append(asked)
        else:
            left.append(asked.shot_id)
    return ReviewAnswer(again=again, reason=_reason(evidence, again, left))


def order_for(take: Mapping[str, Any]) -> AgainAnswer:
    """Everything that stands out in one take, which has something, mended in one order."""
    found = sorted(take["found"], key=_rank)
    edits = []
    lit = next((each for each in found if each["measure"] == "light"), None)
    if lit is not None:
        stops = float(lit["value"])
        step = -math.copysign(min(LARGEST_STEP_STOPS, STEP_OF_DIFFERENCE * abs(stops)), stops)
        edits.append(Edit(path="state.light.exposure_stops", op="adjust", value=round(step, 2)))
    if any(each["measure"] != "light" for each in found):
        # One further than any earlier order: a draw that was no better is not drawn again.
        edits.append(Edit(path=ANOTHER_TAKE, op="adjust", value=1 + len(take.get("sent_back", ()))))
    reason = " ".join(dict.fromkeys(str(each["says"]) for each in found))
    return AgainAnswer(shot_id=take["shot_id"], edits=edits, reason=reason[:LONGEST_REASON])


def _reason(evidence: Sequence[Mapping[str, Any]], again: Sequence[AgainAnswer], left: Sequence[str]) -> str:
    told = f"{len(evidence)} takes compared, {len(again)} sent back"
    return f"{told}; left as they are: {', '.join(left)}" if left else told


def _rank(found: Mapping[str, Any]) -> tuple[int, float]:
    measure = found["measure"]
    return (ORDER.index(measure) if measure in ORDER else len(ORDER), -float(found["miss"]))
