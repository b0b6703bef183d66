"""How far each kind of camera move goes, and where in it the camera is at a moment.

Amplitudes follow the distance to the subject and the length of the shot, as a grip would choose them: a slow push
takes some percent of the distance each second and stops long before the nose. Speed makes a move go farther in the
same time, up to a limit that grows more slowly than it. The composed frame lies inside the move, so that the subjects
are framed at both ends; a whip pan and a focus pull rest before and after a quick change.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from film.state import Easing, Move

KEYFRAME_BY = 0.36
"""Share of the shot by which a whip pan has come to rest: the picture by which a take is judged lies after it."""
WHIP_S = 0.42
PULL_S = 1.1
"""How long a focus pull takes at the usual speed."""
_SHORTEST_S = 0.2
_SIDEWAYS = {"left": -1.0, "down": -1.0, "out": -1.0}


class Travel(NamedTuple):
    """Where a camera is against its composed place."""

    right_m: float = 0.0
    up_m: float = 0.0
    ahead_m: float = 0.0
    orbit_deg: float = 0.0
    pan_deg: float = 0.0
    """Positive turns to the right."""
    tilt_deg: float = 0.0
    """Positive turns up."""
    pulled: float = 1.0
    """How far a focus pull has come, 0..1."""


class Course(NamedTuple):
    """What the size of a move depends on."""

    move: Move
    duration_s: float
    distance_m: float
    """From the camera to its subject."""
    half_view_deg: float
    """Half of what the picture's width sees."""
    aspect: float
    whip_deg: tuple[float, float] = (0.0, 0.0)
    """From the end of a whip pan back to its start: pan to the right, tilt up."""
    leaves: bool = False
    """True when a whip pan starts on somebody."""
    late_s: float = 0.0
    moving: bool = False
    """True when the subject of a follow moves: the camera then needs no way of its own."""


def eased(share: float, easing: Easing) -> float:
    """Progress 0..1 at ``share`` 0..1 of the time. Always 0 at 0 and 1 at 1, never backwards."""
    if easing == "ease_in":
        return share * share
    if easing == "ease_out":
        return 1.0 - (1.0 - share) ** 2
    if easing == "ease_in_out":
        return share * share * (3.0 - 2.0 * share)
    return share


def settled(share: float, easing: Easing) -> float:
    """Progress of a change inside a shot, 0..1: it starts and stops without a jolt, whatever the easing.

    The curve of least jerk (Flash and Hogan, "The coordination of arm movements", 1985); the easing leans it to
    its end or to its start, ``linear`` is the gentler smoothstep.
    """
    share = min(1.0, max(0.0, share))
    if easing == "linear":
        return share * share * (3.0 - 2.0 * share)
    if easing == "ease_in":
        share = share**1.35
    elif easing == "ease_out":
        share = 1.0 - (1.0 - share) ** 1.35
    return share**3 * (10.0 - 15.0 * share + 6.0 * share * share)


def travel_at(course: Course, time_s: float, reach: float = 1.0) -> Travel:
    """The camera's displacement at ``time_s`` of the shot.

    Args:
        reach: share of the usual amplitude that the set allows, 0..1.
    """
    move, seconds = course.move, course.duration_s
    share = min(1.0, max(0.0, time_s / seconds)) if seconds > 0 else 0.0
    if move.kind == "whip_pan":
        left = 1.0 - settled(_within(whip_window(course), time_s), move.easing)
        return Travel(pan_deg=course.whip_deg[0] * left, tilt_deg=course.whip_deg[1] * left, pulled=1.0 - left)
    if move.kind == "rack_focus":
        return Travel(pulled=settled(_within(pull_window(course), time_s), move.easing))
    return _carried_by(course, eased(share, move.easing), reach)


def whip_window(course: Course) -> tuple[float, float]:
    """From when to when a whip pan turns, seconds of the shot."""
    latest = KEYFRAME_BY * course.duration_s
    length = min(max(_SHORTEST_S, WHIP_S / math.sqrt(course.move.speed)), 0.8 * latest)
    # Who whips away from nobody is turning already when the shot begins: nobody looks at an empty wall.
    end = latest if course.leaves else 0.6 * length
    return end - length, end


def pull_window(course: Course) -> tuple[float, float]:
    """From when to when the focus is pulled, seconds of the shot."""
    length = min(max(_SHORTEST_S, PULL_S / course.move.speed), 0.55 * course.duration_s)
    middle = 0.45 * course.duration_s
    start = min(max(0.05 * course.duration_s, middle - length / 2 + course.late_s), 0.95 * course.duration_s - length)
    return start, start + length


def limited(amount: float, most: float, speed: float) -> float:
    """``amount`` kept under ``most``, softly, so that more speed is always more; the limit grows with its root."""
    top = most * math.sqrt(max(1.0, speed))
    return top * math.tanh(amount / top)


def _within(window: tuple[float, float], time_s: float) -> float:
    return (time_s - window[0]) / max(1e-6, window[1] - window[0])


def _carried_by(course: Course, done: float, reach: float) -> Travel:
    """The displacement of a move that lasts the whole shot, ``done`` 0..1 of it."""
    move, away = course.move, course.distance_m
    sign = _SIDEWAYS.get(move.direction, 1.0)
    progress = done - 0.5

    def amount(each_second: float, most: float) -> float:
        return limited(each_second * course.duration_s * move.speed, most, move.speed) * reach

    if move.kind == "push_in":
        return Travel(ahead_m=amount(0.055, 0.30) * progress * away)
    if move.kind == "pull_back":
        return Travel(ahead_m=-amount(0.06, 0.34) * progress * away)
    if move.kind == "pan":
        # Panned onto its frame: it opens beside the subject and comes to rest on it.
        return Travel(pan_deg=sign * amount(4.5, 0.5 * course.half_view_deg) * (progress - 0.32))
    if move.kind == "tilt":
        tall = course.half_view_deg / max(course.aspect, 0.6)
        return Travel(tilt_deg=sign * amount(3.0, 0.55 * tall) * (progress - 0.32))
    if move.kind == "dolly" or (move.kind == "follow" and not course.moving):
        across = sign * amount(0.07, 0.42) * progress * away
        return Travel(ahead_m=across) if move.direction in ("in", "out") else Travel(right_m=across)
    if move.kind == "orbit":
        return Travel(orbit_deg=sign * amount(5.0, 34.0) * progress)
    if move.kind == "drone":
        rise = amount(0.05, 0.30) * progress * away * (-1.0 if move.direction == "down" else 1.0)
        return Travel(
            up_m=rise, ahead_m=amount(0.05, 0.32) * progress * away, orbit_deg=0.5 * amount(3.0, 16.0) * progress
        )
    if move.kind == "crane":
        return _on_its_arm(amount(0.16, 0.62) * away, 1.0 - done if move.direction == "down" else done)
    if move.kind == "dolly_zoom":
        # The distance changes by equal shares in equal times; the lens makes the subject's size good.
        nearer = amount(0.17, 0.75) * progress * (-1.0 if move.direction in ("out", "left", "down") else 1.0)
        return Travel(ahead_m=away * (1.0 - math.exp(-nearer)))
    return Travel()


def _on_its_arm(height_m: float, up: float) -> Travel:
    """A camera on the end of an arm whose pivot is behind it: as it rises it swings back.

    It begins a little under its frame, so that the rise starts from a look at the subject.
    """
    arm_m = 1.5 * max(height_m, 1e-6)
    rise = height_m * (up - 0.1)
    return Travel(up_m=rise, ahead_m=arm_m * (math.sqrt(max(0.0, 1.0 - (rise / arm_m) ** 2)) - 1.0))
