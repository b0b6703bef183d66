"""Is the file what was ordered: so many frames, of that size, at that rate."""

from __future__ import annotations

from fractions import Fraction

from film.plan import ShotPlan
from tools.score.footage import Footage


def frame_count(footage: Footage, plan: ShotPlan) -> float:
    """How many frames the clip has too many or too few; 0 is right. Counted by decoding, not read from a header."""
    return float(abs(footage.frames - plan.frames))


def frame_size(footage: Footage, plan: ShotPlan) -> float:
    """Pixels by which width and height together miss the delivered size; 0 is right."""
    return float(abs(footage.width - plan.width) + abs(footage.height - plan.height))


def frame_rate(footage: Footage, plan: ShotPlan) -> float:
    """Frames a second by which the clip's rate misses the plan's; 0 is right."""
    return float(abs(footage.fps - Fraction(plan.fps)))
