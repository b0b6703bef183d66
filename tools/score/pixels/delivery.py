"""Is the file what was ordered: so many frames, of that size, at that rate, for that long, and silent."""

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


def steady_rate(footage: Footage) -> float:
    """Frames that are not shown one frame's time after the one before; 0 is right, as a variable rate is not."""
    return float(footage.off_beat)


def duration(footage: Footage, plan: ShotPlan) -> float:
    """Seconds by which the clip is longer or shorter than planned. A file without a rate lasts no time."""
    lasts = footage.frames / footage.fps if footage.fps else Fraction(0)
    return float(abs(lasts - Fraction(plan.frames, plan.fps)))


def sound_streams(footage: Footage) -> float:
    """Streams of sound in the clip; 0 is right: the cut lays the sound, and an engine's own would be heard under it."""
    return float(footage.sound_streams)
