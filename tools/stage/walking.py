"""Who walks, where from and where to, and when they are where."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from film.series import Doing
from tools.stage.ground import Ground, Point, Side, across, along, distance, toward
from tools.stage.paths import first_stretch, last_stretch, length_of, route

WALK_M_S = 1.25
RUN_M_S = 3.1
"""Film paces: a purposeful walk and a run that a camera can follow."""


class Footstep(NamedTuple):
    time_s: float
    at: Point


class Way(NamedTuple):
    """What decides where somebody walks."""

    duration_s: float
    ground: Ground
    side: Side
    mark: Point
    """Where they stand in this take."""
    hit: dict[str, Point]
    """Where everybody stands, by character id."""
    front_yaw_deg: float
    late_s: float
    """How late they start."""


def walk(act: Doing, way_of: Way) -> tuple[Footstep, ...]:
    """The way of somebody who walks, ending on the mark; who leaves goes away from it."""
    if act.verb not in ("walk", "run", "enter", "leave"):
        return (Footstep(0.0, way_of.mark),)
    duration_s, ground, side, mark, hit, front_yaw_deg, late_s = way_of
    pace = RUN_M_S if act.verb == "run" else WALK_M_S
    room_m = max(0.3, pace * (duration_s - late_s - 0.4))
    right, front = across(front_yaw_deg), toward(front_yaw_deg)
    sign = -1.0 if side == "left" else 1.0
    to_a_door = act.toward is not None and act.toward != "camera" and act.toward not in hit
    if act.verb == "leave" or (act.verb in ("walk", "run") and to_a_door):
        way = first_stretch(route(ground, mark, _nearest_door(ground, mark, right, sign)), room_m)
        pause_s = min(1.0, 0.25 * duration_s) if act.verb == "leave" else 0.0
        return _timed(way, pace, pause_s)
    if act.verb == "enter":
        # In at the first third and on the mark with time to be looked at: nobody waits for an empty frame.
        room_m = min(room_m, 0.62 * pace * duration_s)
        start = _nearest_door(ground, mark, right, sign)
    elif act.toward == "camera":
        start = (mark[0] - front[0] * room_m, mark[1] - front[1] * room_m)
    elif act.toward in hit and act.toward != act.character_id:
        away = distance(hit[act.toward], mark) or 1.0
        start = along(hit[act.toward], mark, (away + min(room_m, 4.0)) / away)
    else:
        out, back = sign * 0.55 * room_m, -0.83 * room_m
        start = (mark[0] + right[0] * out + front[0] * back, mark[1] + right[1] * out + front[1] * back)
    start = start if act.verb == "enter" else _reachable(ground, start)
    return _timed(last_stretch(route(ground, start, mark), room_m), pace, late_s)


def _reachable(ground: Ground, start: Point) -> Point:
    """``start`` brought into the acting area and clear of what stands there."""
    inside = (
        min(max(start[0], ground.area[0]), ground.area[2]),
        min(max(start[1], ground.area[1]), ground.area[3]),
    )
    return ground.nearest_free(inside)


def _nearest_door(ground: Ground, mark: Point, right: Point, sign: float) -> Point:
    """The nearest entrance on one's own side of the frame, else the nearest; without any, the edge of the area."""
    if ground.entrances:

        def rank(door: Point) -> tuple[bool, float, Point]:
            outward = sign * ((door[0] - mark[0]) * right[0] + (door[1] - mark[1]) * right[1])
            return (outward < 0, distance(door, mark), door)

        return min(ground.entrances, key=rank)
    return _reachable(ground, (mark[0] + right[0] * sign * 6.0, mark[1] + right[1] * sign * 6.0))


def _timed(way: tuple[Point, ...], pace_m_s: float, start_s: float) -> tuple[Footstep, ...]:
    if length_of(way) < 0.05:
        return (Footstep(0.0, way[-1]),)
    steps, clock = [Footstep(start_s, way[0])], start_s
    for before, after in pairwise(way):
        leg = distance(before, after)
        if leg > 1e-6:
            clock += leg / pace_m_s
            steps.append(Footstep(clock, after))
    return tuple(steps)
