"""The camera operator of one take: people are not machines, so a second take of the same shot is another picture.

The acting of a shot is the same in every take. What differs is the framing, by a few centimetres and degrees; once
in a while an operator loses the frame, and the take is for the gates to reject.
"""

from __future__ import annotations

import random
from typing import Literal, NamedTuple

BLUNDERS = 0.05
"""Share of takes in which the operator loses the frame."""

Blunder = Literal["", "loose", "low"]


class OperatorError(NamedTuple):
    """How one take's camera differs from the ideal one."""

    swing_deg: float
    """Round the subject."""
    distance: float
    """Share of the distance, positive is farther."""
    at_x: float
    at_y: float
    """Shares of the picture by which the subject lies off its place, right and down."""
    height_m: float
    late_s: float
    """How much later than called a whip or a focus pull begins."""
    blunder: Blunder
    """``loose``: a size too wide. ``low``: the crown is out of the frame."""


def operator_error(seed: int) -> OperatorError:
    """The operator's error in the take of that seed: small bell curves, and a blunder in one take of twenty."""
    draw = random.Random(f"operator|{seed}")
    swing, away, at_x, at_y, height = (
        max(-2.5 * spread, min(2.5 * spread, draw.gauss(0.0, spread))) for spread in (3.0, 0.03, 0.013, 0.010, 0.02)
    )
    late = draw.uniform(0.0, 0.12)
    blunder: Blunder = draw.choice(("loose", "low")) if draw.random() < BLUNDERS else ""
    return OperatorError(swing, away, at_x, at_y, height, late, blunder)
