"""Ways on foot: where somebody walks from and to, and when they are where. All times are the scene's."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tools.stage.ground import Ground, Point, Side, across, along, distance, toward
from tools.stage.paths import first_stretch, is_clear, last_stretch, length_of, route

WALK_M_S = 1.25
RUN_M_S = 3.1
"""Film paces: a purposeful walk and a run that a camera can follow."""
BESIDE_M = 0.85
"""How far from somebody whoever walks up to them stops."""
_OVERRUN_S = 0.6
"""How far a stroll goes on past its shot's planned end: a cut on movement."""
_IN_COMPANY_M = 2.4
"""How far from somebody a stroll ends at most, and on one's own side of them: they still talk to each other."""


class Footstep(NamedTuple):
    time_s: float
    at: Point


class Way(NamedTuple):
    """What decides where somebody walks."""

    ground: Ground
    side: Side
    front_yaw_deg: float
    start_s: float
    for_s: float
    """How long there is for it."""
    pace_m_s: float


def arriving(way: Way, mark: Point, *, by_door: bool, toward_camera: bool, to: Point | None) -> tuple[Footstep, ...]:
    """Somebody on the way to their mark, first seen as they come.

    Args:
        by_door: they come in at an entrance; else across the floor.
        to: where the person stands whom they come to; their way ends on their own mark beside them.
    """
    right, front = across(way.front_yaw_deg), toward(way.front_yaw_deg)
    sign = -1.0 if way.side == "left" else 1.0
    room_m = max(0.3, way.pace_m_s * (way.for_s - 0.6))
    if by_door:
        # In at the first third and on the mark with time to be looked at: nobody waits for an empty frame.
        room_m = min(room_m, 0.62 * way.pace_m_s * way.for_s)
        start = nearest_door(way.ground, mark, right, sign)
    elif toward_camera:
        start = _reachable(way.ground, (mark[0] - front[0] * room_m, mark[1] - front[1] * room_m))
    elif to is not None:
        away = distance(to, mark) or 1.0
        start = _reachable(way.ground, along(to, mark, (away + min(room_m, 4.0)) / away))
    else:
        out, back = sign * 0.55 * room_m, -0.83 * room_m
        wanted = (mark[0] + right[0] * out + front[0] * back, mark[1] + right[1] * out + front[1] * back)
        start = _reachable(way.ground, wanted)
    return timed(last_stretch(route(way.ground, start, mark), room_m), way.pace_m_s, way.start_s)


def leaving(way: Way, at: Point) -> tuple[Footstep, ...]:
    """Out at the nearest entrance."""
    sign = -1.0 if way.side == "left" else 1.0
    corners = route(way.ground, at, nearest_door(way.ground, at, across(way.front_yaw_deg), sign))
    return timed(corners, way.pace_m_s, way.start_s)


def walking_to(way: Way, at: Point, goal: Point) -> tuple[Footstep, ...]:
    """All the way to ``goal``."""
    return timed(route(way.ground, at, goal), way.pace_m_s, way.start_s)


def beside(ground: Ground, at: Point, other: Point, gap_m: float) -> Point:
    """A free place ``gap_m`` from ``other``, on the side from which ``at`` comes."""
    away = distance(at, other)
    place = along(other, at, gap_m / away) if away > 1e-3 else (other[0] + gap_m, other[1])
    return place if gap_m < 0.6 else ground.nearest_free(place, 0.2, anywhere=True)


def strolling(way: Way, at: Point, others: Sequence[Point], draw: random.Random) -> tuple[Footstep, ...]:
    """Across the floor to nowhere in particular, for as long as there is and a little longer."""
    right = across(way.front_yaw_deg)
    sign = -1.0 if way.side == "left" else 1.0
    offset = draw.uniform(0.0, math.tau)
    found: list[tuple[float, Point]] = []
    for step in range(16):
        angle = offset + math.tau * step / 16
        out = (math.sin(angle), math.cos(angle))
        sideways = abs(out[0] * right[0] + out[1] * right[1])
        for reach_m in (9.0, 6.5, 4.5, 3.0, 2.2, 1.6):
            goal = (at[0] + reach_m * out[0], at[1] + reach_m * out[1])
            crowded = any(_passes(at, goal, other) < 0.6 for other in others)
            company = min(others, key=lambda other: distance(other, at), default=None)
            lost = company is not None and (
                distance(company, goal) > _IN_COMPANY_M
                or sign * ((goal[0] - company[0]) * right[0] + (goal[1] - company[1]) * right[1]) < 0.3
            )
            if not crowded and not lost and way.ground.is_free(goal) and is_clear(way.ground, at, goal):
                found.append((reach_m * (0.55 + 0.45 * sideways), goal))
                break
    if not found:
        return (Footstep(way.start_s, at),)
    return _limited(way, (at, max(found)[1]))


def strolling_to_camera(way: Way, at: Point) -> tuple[Footstep, ...]:
    """Toward the camera's side as far as the floor is free."""
    front = toward(way.front_yaw_deg)
    reach_m = 0.0
    while reach_m < 9.0 and way.ground.is_free(
        (at[0] + (reach_m + 0.3) * front[0], at[1] + (reach_m + 0.3) * front[1])
    ):
        reach_m += 0.3
    return _limited(way, (at, (at[0] + reach_m * front[0], at[1] + reach_m * front[1])))


def at_time(steps: Sequence[Footstep], time_s: float) -> Point:
    """The place on a timed way at a moment; its ends before and after."""
    if time_s <= steps[0].time_s:
        return steps[0].at
    for before, after in pairwise(steps):
        if time_s < after.time_s:
            return along(before.at, after.at, (time_s - before.time_s) / (after.time_s - before.time_s))
    return steps[-1].at


def timed(way: Sequence[Point], pace_m_s: float, start_s: float) -> tuple[Footstep, ...]:
    """Footsteps along the corners of a way at an even pace; one alone for a way of no length."""
    if length_of(tuple(way)) < 0.05:
        return (Footstep(start_s, way[-1]),)
    steps, clock = [Footstep(start_s, way[0])], start_s
    for before, after in pairwise(way):
        leg = distance(before, after)
        if leg > 1e-6:
            clock += leg / pace_m_s
            steps.append(Footstep(clock, after))
    return tuple(steps)


def nearest_door(ground: Ground, mark: Point, right: Point, sign: float) -> Point:
    """The nearest entrance on one's own side of the frame, else the nearest; without any, the edge of the area."""
    if ground.entrances:

        def rank(door: Point) -> tuple[bool, float, Point]:
            outward = sign * ((door[0] - mark[0]) * right[0] + (door[1] - mark[1]) * right[1])
            return (outward < 0, distance(door, mark), door)

        return min(ground.entrances, key=rank)
    return _reachable(ground, (mark[0] + right[0] * sign * 6.0, mark[1] + right[1] * sign * 6.0))


def _limited(way: Way, corners: tuple[Point, ...]) -> tuple[Footstep, ...]:
    length_m = max(0.5, way.pace_m_s * (way.for_s + _OVERRUN_S))
    return timed(first_stretch(corners, length_m), way.pace_m_s, way.start_s)


def _reachable(ground: Ground, start: Point) -> Point:
    """``start`` brought into the acting area and clear of what stands there."""
    inside = (
        min(max(start[0], ground.area[0]), ground.area[2]),
        min(max(start[1], ground.area[1]), ground.area[3]),
    )
    return ground.nearest_free(inside)


def _passes(a: Point, b: Point, other: Point) -> float:
    """How near the straight way from ``a`` to ``b`` comes to ``other``, its first half metre aside."""
    span = distance(a, b)
    if span < 1e-6:
        return distance(a, other)
    share = ((other[0] - a[0]) * (b[0] - a[0]) + (other[1] - a[1]) * (b[1] - a[1])) / span**2
    return distance(along(a, b, min(1.0, max(0.5 / span, share))), other)
