"""What blocking and camera need to know of a set: where one may stand, sit, come in, and put a camera.

A flat view of a built set. Everything is in set space: metres, y up; yaw 0 looks along +z, 90 along +x.
Nothing here knows of meshes, so blocking and framing are tested on a bare floor with a few boxes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

from tools.stage.sets.stage_set import Set, flat_floor

Point = tuple[float, float]
"""A place on the floor: (x, z)."""
Point3 = tuple[float, float, float]
Side = Literal["left", "right"]
"""Of the picture."""

SHOULDER_M = 0.28
"""Half the width of a standing person: how far from a wall or a table they keep."""


class Box(NamedTuple):
    """An upright block, from its lowest to its highest corner."""

    low: Point3
    high: Point3

    def holds(self, x: float, y: float, z: float, margin: float = 0.0) -> bool:
        return (
            self.low[0] - margin < x < self.high[0] + margin
            and self.low[1] - margin < y < self.high[1] + margin
            and self.low[2] - margin < z < self.high[2] + margin
        )


class Seat(NamedTuple):
    at: Point
    yaw_deg: float
    """Where somebody who sits there faces."""
    height_m: float = 0.45


class Ground(NamedTuple):
    """The floor plan of a set."""

    area: tuple[float, float, float, float]
    """x from, z from, x to, z to: where people act."""
    camera_box: Box
    """The camera stays inside."""
    front_yaw_deg: float = 0.0
    """From the middle of the acting area toward the set's usual camera."""
    floor: Callable[[float, float], float] = flat_floor
    """(x, z) to the height of the ground."""
    obstacles: tuple[Box, ...] = ()
    seats: tuple[Seat, ...] = ()
    entrances: tuple[Point, ...] = ()
    seated: bool = False
    """Nobody can stand up there."""

    @property
    def middle(self) -> Point:
        return ((self.area[0] + self.area[2]) / 2, (self.area[1] + self.area[3]) / 2)

    def is_free(self, at: Point, margin: float = SHOULDER_M) -> bool:
        """True where a person can stand: on the acting area and clear of everything that reaches knee height."""
        x, z = at
        inside = self.area[0] <= x <= self.area[2] and self.area[1] <= z <= self.area[3]
        return inside and not self.is_blocked(at, margin)

    def is_blocked(self, at: Point, margin: float = SHOULDER_M) -> bool:
        """True when something that one walks around stands there."""
        return any(_over(box, at, margin) for box in self.obstacles)

    def nearest_free(self, at: Point, margin: float = SHOULDER_M, *, anywhere: bool = False) -> Point:
        """``at`` itself when free, else the nearest free place found on rings around it; ``at`` when there is none.

        ``anywhere`` lets it lie beyond the acting area: beside a chair that stands at a wall.
        """

        def is_good(place: Point) -> bool:
            return not self.is_blocked(place, margin) if anywhere else self.is_free(place, margin)

        if is_good(at):
            return at
        for ring in range(1, 41):
            radius = 0.1 * ring
            for step in range(16):
                angle = math.tau * step / 16
                tried = (at[0] + radius * math.sin(angle), at[1] + radius * math.cos(angle))
                if is_good(tried):
                    return tried
        return at


def ground_of(stage_set: Set) -> Ground:
    """The floor plan of a built set."""
    x0, x1, z0, z1 = stage_set.acting_area
    left, right, low, high, far, near = stage_set.camera_box
    blocks = []
    for thing in stage_set.obstacles:
        floor = stage_set.floor((thing.x0 + thing.x1) / 2, (thing.z0 + thing.z1) / 2)
        blocks.append(Box((thing.x0, floor - 1.0, thing.z0), (thing.x1, floor + thing.height_m, thing.z1)))
    return Ground(
        area=(x0, z0, x1, z1),
        camera_box=Box((left, low, far), (right, high, near)),
        front_yaw_deg=(stage_set.axis_yaw_deg + 180.0) % 360.0,
        floor=stage_set.floor,
        obstacles=tuple(blocks),
        seats=tuple(
            Seat((seat.x, seat.z), seat.yaw_deg, seat.y - stage_set.floor(seat.x, seat.z)) for seat in stage_set.seats
        ),
        entrances=stage_set.entrances,
        seated=stage_set.seated,
    )


def toward(yaw_deg: float) -> Point:
    """The unit direction on the floor that ``yaw_deg`` looks along."""
    return (math.sin(math.radians(yaw_deg)), math.cos(math.radians(yaw_deg)))


def across(yaw_deg: float) -> Point:
    """Screen right for a camera that stands toward ``yaw_deg`` and looks back."""
    return (math.cos(math.radians(yaw_deg)), -math.sin(math.radians(yaw_deg)))


def yaw_of(from_: Point, to: Point) -> float:
    """The yaw in degrees that looks from one place to another."""
    return math.degrees(math.atan2(to[0] - from_[0], to[1] - from_[1]))


def turn_between(from_deg: float, to_deg: float) -> float:
    """The shortest turn from one yaw to another, -180 .. 180 degrees."""
    return (to_deg - from_deg + 180.0) % 360.0 - 180.0


def distance(a: Point, b: Point) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def along(a: Point, b: Point, share: float) -> Point:
    """The place ``share`` of the way from ``a`` to ``b``."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def crosses(box: Box, a: Point3, b: Point3) -> bool:
    """True when the straight line from ``a`` to ``b`` goes through ``box`` (the slab test)."""
    enter, leave = 0.0, 1.0
    for axis in range(3):
        span = b[axis] - a[axis]
        if abs(span) < 1e-9:
            if not box.low[axis] < a[axis] < box.high[axis]:
                return False
            continue
        first, second = (box.low[axis] - a[axis]) / span, (box.high[axis] - a[axis]) / span
        enter, leave = max(enter, min(first, second)), min(leave, max(first, second))
        if enter >= leave:
            return False
    return True


def _over(box: Box, at: Point, margin: float) -> bool:
    x, z = at
    return box.low[0] - margin < x < box.high[0] + margin and box.low[2] - margin < z < box.high[2] + margin
