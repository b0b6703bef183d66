"""The way on foot: from one place of the set to another around everything that stands there."""

from __future__ import annotations

import heapq
import math
from itertools import pairwise

from tools.stage.ground import Ground, Point, along, distance

CELL_M = 0.25


def route(ground: Ground, start: Point, end: Point) -> tuple[Point, ...]:
    """The corners of a way from ``start`` to ``end``, both included; the straight line when there is no other.

    A* on a grid of 25 cm cells, then every corner that can be cut is cut.
    """
    if is_clear(ground, start, end):
        return (start, end)
    origin = (min(start[0], end[0], ground.area[0]) - 1.0, min(start[1], end[1], ground.area[1]) - 1.0)
    far = (max(start[0], end[0], ground.area[2]) + 1.0, max(start[1], end[1], ground.area[3]) + 1.0)
    columns, rows = (math.ceil((far[axis] - origin[axis]) / CELL_M) + 1 for axis in (0, 1))

    def place(cell: tuple[int, int]) -> Point:
        return (origin[0] + cell[0] * CELL_M, origin[1] + cell[1] * CELL_M)

    def cell(at: Point) -> tuple[int, int]:
        return (round((at[0] - origin[0]) / CELL_M), round((at[1] - origin[1]) / CELL_M))

    first, last = cell(start), cell(end)
    came_from: dict[tuple[int, int], tuple[int, int]] = {}
    cost = {first: 0.0}
    # The counter settles ties in the order of discovery, so that equal ways never depend on tuple comparison.
    queue = [(0.0, 0, first)]
    count = 0
    while queue:
        _, _, here = heapq.heappop(queue)
        if here == last:
            break
        for dx, dz in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            there = (here[0] + dx, here[1] + dz)
            if not (0 <= there[0] < columns and 0 <= there[1] < rows):
                continue
            if there != last and ground.is_blocked(place(there)):
                continue
            spent = cost[here] + math.hypot(dx, dz)
            if spent < cost.get(there, math.inf):
                cost[there], came_from[there] = spent, here
                count += 1
                rest = math.hypot(last[0] - there[0], last[1] - there[1])
                heapq.heappush(queue, (spent + rest, count, there))
    if last not in came_from:
        return (start, end)
    cells = [last]
    while cells[-1] != first:
        cells.append(came_from[cells[-1]])
    corners = [start, *(place(c) for c in reversed(cells[1:-1])), end]
    return _straightened(ground, corners)


def is_clear(ground: Ground, a: Point, b: Point) -> bool:
    """True when nothing stands in the straight way; the ends themselves may touch (a chair one sits down on)."""
    steps = max(2, math.ceil(distance(a, b) / 0.12))
    return not any(ground.is_blocked(along(a, b, step / steps)) for step in range(1, steps))


def last_stretch(way: tuple[Point, ...], length_m: float) -> tuple[Point, ...]:
    """The end of ``way``, at most ``length_m`` long."""
    kept, left = [way[-1]], length_m
    for corner, before in zip(way[:0:-1], way[-2::-1], strict=True):
        leg = distance(corner, before)
        if leg >= left:
            kept.append(along(corner, before, left / leg if leg else 0.0))
            break
        kept.append(before)
        left -= leg
    return tuple(reversed(kept))


def first_stretch(way: tuple[Point, ...], length_m: float) -> tuple[Point, ...]:
    """The beginning of ``way``, at most ``length_m`` long."""
    return tuple(reversed(last_stretch(tuple(reversed(way)), length_m)))


def length_of(way: tuple[Point, ...]) -> float:
    return sum(distance(a, b) for a, b in pairwise(way))


def _straightened(ground: Ground, corners: list[Point]) -> tuple[Point, ...]:
    kept, at = [corners[0]], 0
    while at < len(corners) - 1:
        farther = range(len(corners) - 1, at, -1)
        reach = next(n for n in farther if n == at + 1 or is_clear(ground, corners[at], corners[n]))
        kept.append(corners[reach])
        at = reach
    return tuple(kept)
