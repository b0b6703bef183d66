"""Who sits where: a scene at a table or on a bench, its line of action drawn between the seats."""

from __future__ import annotations

import random
from itertools import permutations
from typing import NamedTuple

from tools.stage.ground import Ground, Point, Seat, Side, across, distance, toward, turn_between, yaw_of

SEAT_AHEAD_M = 0.26
"""How far before the middle of a seat the feet of its sitter stand: they sit down from there without a step."""

_FACING_M = 1.35
"""Two who sit and talk are about a table apart."""
_BESIDE_M = 1.05
"""How far from a chair somebody stands who talks to whoever sits on it."""
_ROOM_M = 2.6
"""What a camera wants behind it."""
_EARSHOT_M = 1.8
"""Who sits down stays as near to whom they talk to, where there is a chair."""
_FARTHEST_M = 7.0
"""Nobody crosses a longer floor to sit down."""


class Seating(NamedTuple):
    """Where a scene's principals sit, and how the camera's side follows from it."""

    front_yaw_deg: float
    seats: dict[str, Seat]
    places: dict[str, Point]
    """Of everybody who has a seat, and of the principal who stands beside one."""


def seat_scene(
    people: list[tuple[str, Side]], sitters: tuple[str, ...], ground: Ground, front_yaw_deg: float, draw: random.Random
) -> Seating | None:
    """Seats for ``sitters``, so that left people are left for a camera as near to ``front_yaw_deg`` as the seats allow.

    None when nobody sits or the set has no seat.
    """
    if not sitters or not ground.seats:
        return None
    taste = {seat: draw.uniform(0.0, 0.5) for seat in ground.seats}
    left = next((who for who, side in people if side == "left"), None)
    right = next((who for who, side in people if side == "right"), None)
    if left in sitters and right in sitters and len(ground.seats) > 1:
        seating = _two(left, right, ground, front_yaw_deg, taste)
    elif left and right and (left in sitters or right in sitters):
        seating = _one_beside(left, right, sitters, ground, front_yaw_deg, taste)
    else:
        seating = _one(sitters[0], ground, front_yaw_deg, taste)
    return _and_the_others(seating, sitters, ground)


def seat_for(
    at: Point, side: Side, partner: Point | None, taken: list[Seat], ground: Ground, front_yaw_deg: float
) -> Seat | None:
    """The free seat for somebody who sits down in the course of a scene: near, and on their side of ``partner``."""
    right = across(front_yaw_deg)
    sign = -1.0 if side == "left" else 1.0

    def cost(seat: Seat) -> float:
        spent = distance(seat.at, at) + abs(turn_between(front_yaw_deg, seat.yaw_deg)) / 90.0
        if partner is not None:
            out = sign * ((seat.at[0] - partner[0]) * right[0] + (seat.at[1] - partner[1]) * right[1])
            spent += 4.0 * max(0.0, min(1.0, 0.3 - out))
            spent += abs(turn_between(seat.yaw_deg, yaw_of(seat.at, partner))) / 90.0
            apart = distance(seat.at, partner)
            spent += 6.0 if apart < 0.45 else 2.0 * max(0.0, apart - _EARSHOT_M)
        return spent + _cramped(ground, seat.at, seat.at, front_yaw_deg)

    free = [seat for seat in ground.seats if seat not in taken and distance(seat.at, at) < _FARTHEST_M]
    return min(free, key=lambda seat: (cost(seat), seat.at), default=None)


def _two(left: str, right: str, ground: Ground, front_yaw_deg: float, taste: dict[Seat, float]) -> Seating:
    def cost(pair: tuple[Seat, Seat]) -> float:
        a, b = pair
        front = _front_of(a.at, b.at)
        faced = sum(abs(turn_between(seat.yaw_deg, yaw_of(seat.at, other.at))) for seat, other in ((a, b), (b, a)))
        return (
            2.0 * abs(distance(a.at, b.at) - _FACING_M)
            + abs(turn_between(front, front_yaw_deg)) / 45.0
            + faced / 120.0
            + sum(max(0.0, abs(turn_between(front, seat.yaw_deg)) - 100.0) / 20.0 for seat in pair)
            + _cramped(ground, a.at, b.at, front)
            + taste[a]
        )

    a, b = min(permutations(ground.seats, 2), key=cost)
    return Seating(_front_of(a.at, b.at), {left: a, right: b}, {left: a.at, right: b.at})


def _one_beside(
    left: str, right: str, sitters: tuple[str, ...], ground: Ground, front_yaw_deg: float, taste: dict[Seat, float]
) -> Seating:
    """One principal sits, the other stands beside the chair, on their own side of the frame."""
    sitter, standing = (left, right) if left in sitters else (right, left)
    sign = 1.0 if sitter == left else -1.0
    found: list[tuple[float, int, Seat, Point, float]] = []
    for number, seat in enumerate(ground.seats):
        for turn in (0.0, 20.0, -20.0, 40.0, -40.0, 60.0, -60.0):
            side, front = across(front_yaw_deg + turn), toward(front_yaw_deg + turn)
            for nearer in (0.0, 0.3):
                place = (
                    seat.at[0] + sign * _BESIDE_M * side[0] + nearer * front[0],
                    seat.at[1] + sign * _BESIDE_M * side[1] + nearer * front[1],
                )
                ends = (seat.at, place) if sitter == left else (place, seat.at)
                off = abs(turn_between(seat.yaw_deg, yaw_of(seat.at, place)))
                cost = abs(turn) / 30.0 + off / 60.0 + _cramped(ground, *ends, _front_of(*ends)) + taste[seat]
                cost += 0.0 if not ground.is_blocked(place) else 6.0
                found.append((cost, number, seat, place, _front_of(*ends)))
    _, _, seat, place, front_yaw = min(found, key=lambda option: option[:2])
    return Seating(front_yaw, {sitter: seat}, {sitter: seat.at, standing: place})


def _one(sitter: str, ground: Ground, front_yaw_deg: float, taste: dict[Seat, float]) -> Seating:
    """Somebody alone: on the chair that faces the camera most, the camera drawn half way round to it."""

    def cost(seat: Seat) -> float:
        away = abs(turn_between(front_yaw_deg, seat.yaw_deg))
        return away / 60.0 + _cramped(ground, seat.at, seat.at, front_yaw_deg) + taste[seat]

    seat = min(ground.seats, key=cost)
    turn = max(-50.0, min(50.0, 0.5 * turn_between(front_yaw_deg, seat.yaw_deg)))
    return Seating(front_yaw_deg + turn, {sitter: seat}, {sitter: seat.at})


def _and_the_others(seating: Seating, sitters: tuple[str, ...], ground: Ground) -> Seating:
    """The free seats nearest to the first sitter, for whoever else sits."""
    seats, places = dict(seating.seats), dict(seating.places)
    first = next(iter(places.values()))
    for who in sitters:
        free = [seat for seat in ground.seats if seat not in seats.values()]
        if who in seats or not free:
            continue
        seats[who] = min(free, key=lambda seat: (distance(seat.at, first), seat.at))
        places[who] = seats[who].at
    return Seating(seating.front_yaw_deg, seats, places)


def _front_of(left: Point, right: Point) -> float:
    """The yaw toward the camera for which ``left`` is on the left of ``right``."""
    return yaw_of(left, right) - 90.0


def _cramped(ground: Ground, a: Point, b: Point, front_yaw_deg: float) -> float:
    """0 where a camera has room to look at the middle of two places from the front, more the less room it has."""
    middle, front = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), toward(front_yaw_deg)
    low, high = ground.camera_box
    outside = 0
    for step in range(1, 11):
        away_m = 0.8 + _ROOM_M * step / 10
        x, z = middle[0] + front[0] * away_m, middle[1] + front[1] * away_m
        outside += not (low[0] < x < high[0] and low[2] < z < high[2])
    return 0.5 * outside
