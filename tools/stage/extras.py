"""Extras: passers-by, loiterers and guests behind the action of a public place.

A handful of people are built once, their walk is baked into a cycle, and every extra is one of them in other colours.
Where they are follows from the scene's seed, its opening marks and its clock alone, so another shot shows the same
crowd, without whoever is in its way. They keep to floor that is free, away from the cast, and behind the line of action.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.series import Mood
from tools.stage.blocking import Blocking
from tools.stage.crowd import PHASES, POOL, SEAT_M, WALK_M_S, Baked, baked_person, dressed, set_down
from tools.stage.free_floor import FreeFloor, free_floor
from tools.stage.ground import Point, distance, toward, yaw_of
from tools.stage.mesh import Mesh
from tools.stage.movers import Mover
from tools.stage.scene_marks import Marks
from tools.stage.sets import Seat, Set

USUAL: dict[str, int] = {
    "street": 7, "market": 9, "station": 8, "cafe": 5, "park": 6, "quay": 4, "temple": 4, "church": 3, "hospital": 3,
    "train": 4, "shore": 3, "classroom": 3, "office": 2,
}  # fmt: skip
"""How many extras a set has on a fair afternoon; a set that is not named is private."""
_HOURS = {
    "dawn": 0.35, "morning": 0.8, "day": 1.0, "magic_hour": 1.0, "dusk": 0.85, "night": 0.5, "hard_noon": 0.8,
    "blue_hour": 0.8, "moonlight": 0.0, "neon_night": 1.0, "practical": 0.5, "candle": 0.0,
}  # fmt: skip
_WEATHERS = {"clear": 1.0, "overcast": 0.9, "rain": 0.45, "fog": 0.6, "snow": 0.5, "storm": 0.15}
_MOODS: dict[Mood, float] = {
    "calm": 1.0, "tense": 0.6, "hopeful": 1.0, "sad": 0.5, "playful": 1.15, "romantic": 0.7, "eerie": 0.0,
    "triumphant": 1.2,
}  # fmt: skip
_SITTING = {"cafe": 0.9, "train": 1.0, "church": 0.8, "park": 0.25, "hospital": 0.6, "classroom": 1.0, "station": 0.25,
            "office": 1.0}  # fmt: skip
"""Share of the extras who sit, where the set has seats to spare."""
_STANDING = 0.4
"""Share of the rest who stand in talk."""

_BEHIND_M = 3.6
"""How far behind the line of action an extra stays at least."""
_AWAY_M = 2.4
"""From anybody of the cast."""
_BESIDE_M = 1.5
"""From anybody of the cast, for an extra who sits, or whom somebody comes by."""
_FARTHEST_M = 34.0
_TURN_M = 0.55
"""Radius of the half circle in which a walker turns round."""


class Walker(NamedTuple):
    """Somebody who walks up and down a way of the set."""

    mesh: Mesh
    baked: Baked
    start: Point
    end: Point
    floor_m: tuple[float, float]
    """Height of the ground at both ends."""
    ahead_m: float
    """Where on the loop they are when the scene begins."""
    speed_m_s: float

    def place(self, time_s: float) -> tuple[float, float, float, float]:
        """The ball around them."""
        x, y, z, _ = self._where(time_s)
        return (x, y + 0.9, z, 1.2)

    def posed(self, time_s: float) -> tuple[np.ndarray, np.ndarray]:
        """Their vertices on the way."""
        x, y, z, yaw_deg = self._where(time_s)
        phase = (self._gone(time_s) / self.baked.stride_m % 1.0) * PHASES
        step = int(phase)
        share = np.float32(phase - step)
        walk, normals = self.baked.walk
        local = walk[step] * (1 - share) + walk[step + 1] * share
        return set_down(local, normals[step if share < 0.5 else step + 1], x, y, z, yaw_deg)

    def _gone(self, time_s: float) -> float:
        return self.ahead_m + self.speed_m_s * (time_s + 3600.0)

    def _where(self, time_s: float) -> tuple[float, float, float, float]:
        """x, y, z and yaw on a loop of two straights and two half circles."""
        straight = max(0.1, distance(self.start, self.end) - 2 * _TURN_M)
        along = self._gone(time_s) % (2 * straight + 2 * math.pi * _TURN_M)
        yaw = yaw_of(self.start, self.end)
        ahead, right = toward(yaw), toward(yaw - 90.0)
        half = math.pi * _TURN_M
        if along < straight:
            forth, side, turned = _TURN_M + along, -_TURN_M, 0.0
        elif along < straight + half:
            turn = (along - straight) / _TURN_M
            forth, side = _TURN_M + straight + _TURN_M * math.sin(turn), -_TURN_M * math.cos(turn)
            turned = -math.degrees(turn)
        elif along < 2 * straight + half:
            forth, side, turned = _TURN_M + straight - (along - straight - half), _TURN_M, -180.0
        else:
            turn = (along - 2 * straight - half) / _TURN_M
            forth, side = _TURN_M - _TURN_M * math.sin(turn), _TURN_M * math.cos(turn)
            turned = -180.0 - math.degrees(turn)
        share = forth / max(distance(self.start, self.end), 0.1)
        y = self.floor_m[0] + (self.floor_m[1] - self.floor_m[0]) * share
        x = self.start[0] + ahead[0] * forth + right[0] * side
        z = self.start[1] + ahead[1] * forth + right[1] * side
        return (x, y, z, yaw + turned)


class Loiterer(NamedTuple):
    """Somebody who stands or sits where they are, and shifts a little."""

    mesh: Mesh
    shape: tuple[np.ndarray, np.ndarray]
    at: tuple[float, float, float]
    yaw_deg: float
    seed: int

    def place(self, time_s: float) -> tuple[float, float, float, float]:
        """The ball around them."""
        del time_s
        return (self.at[0], self.at[1] + 0.9, self.at[2], 1.2)

    def posed(self, time_s: float) -> tuple[np.ndarray, np.ndarray]:
        """Their vertices: upright people sway from the ankles as they talk."""
        sway = 0.020 * math.sin(time_s * 0.9 + self.seed) + 0.012 * math.sin(time_s * 2.3 + 2 * self.seed)
        turn = 5.0 * math.sin(time_s * 0.47 + 3 * self.seed)
        local = self.shape[0].copy()
        local[:, 0] += np.float32(sway) * local[:, 1]
        return set_down(local, self.shape[1], *self.at, self.yaw_deg + turn)


Extra = Walker | Loiterer


def extras_of(
    stage_set: Set,
    blocking: Blocking,
    *,
    hour: str,
    weather: str,
    mood: Mood,
    seed: int,
    opened: Marks | None = None,
    folder: Path | None = None,
) -> tuple[Mover, ...]:
    """The extras of a scene, as many of them as one of its shots has room for.

    Args:
        stage_set: a built set.
        blocking: the shot's people and its line of action.
        hour, weather: as the set was built for.
        seed: of the scene: equal in all of its shots.
        opened: the marks that the scene opens with, equal in all of its shots; the shot's own when there is no other.
        folder: where built people are kept between processes.
    """
    wanted = USUAL.get(stage_set.name, 0) * _HOURS[hour] * _WEATHERS[weather] * _MOODS[mood]
    draw = random.Random(seed * 7919 + 13)
    number = int(wanted + draw.random() * 0.99) if wanted > 0.3 else 0
    if number == 0:
        return ()
    room = _Room(stage_set, opened or blocking.marks)
    people = tuple(baked_person(which, str(folder) if folder else "") for which in range(len(POOL)))
    sitters = round(number * _SITTING.get(stage_set.name, 0.0))
    found: list[Extra] = [_seated(people, seat, draw) for seat in _spare_seats(stage_set, room, draw)[:sitters]]
    while len(found) < number:
        before = len(found)
        if draw.random() < _STANDING:
            found += _talkers(people, stage_set, room, draw)
        else:
            found += _walkers(people, stage_set, room, draw)
        if len(found) == before and room.give_up():
            break
    return tuple(extra for extra in found[:number] if not _in_the_way(extra, blocking))


def _in_the_way(extra: Extra, blocking: Blocking) -> bool:
    """Whether somebody of the cast comes by an extra in this shot, or the line of action has moved behind them."""
    ends = (extra.start, extra.end) if isinstance(extra, Walker) else ((extra.at[0], extra.at[2]),)
    apart_m = _AWAY_M if isinstance(extra, Walker) else _BESIDE_M
    cast = [at for stand in blocking.stands if stand.here for at in (stand.mark, *(step.at for step in stand.track))]
    if any(_from_segment(at, ends[0], ends[-1]) < apart_m for at in cast):
        return True
    marks = blocking.marks
    return any(not _is_behind(at, marks.middle, toward(marks.front_yaw_deg)) for at in ends)


def _is_behind(at: Point, middle: Point, front: Point) -> bool:
    """Whether a place lies behind the action, or far beside it."""
    ahead = (at[0] - middle[0]) * front[0] + (at[1] - middle[1]) * front[1]
    aside = abs((at[0] - middle[0]) * front[1] - (at[1] - middle[1]) * front[0])
    return ahead < -1.2 or (ahead < 0.3 and aside > 2.4)


class _Room:
    """The floor that extras may use, and what of it is given away."""

    def __init__(self, stage_set: Set, marks: Marks) -> None:
        self.floor: FreeFloor = free_floor(stage_set)
        self.cast = [at for _, _, at in marks.places]
        self.middle = marks.middle
        self.front = toward(marks.front_yaw_deg)
        self.loops: list[tuple[Point, Point]] = []
        self.spots: list[Point] = []
        self._misses = 0

    def give_up(self) -> bool:
        """True after many misses: the place is full."""
        self._misses += 1
        return self._misses > 24

    def allows(self, at: Point, apart_m: float = 1.3) -> bool:
        """Whether an extra may be at a place."""
        ahead = (at[0] - self.middle[0]) * self.front[0] + (at[1] - self.middle[1]) * self.front[1]
        if ahead > -_BEHIND_M or distance(at, self.middle) > _FARTHEST_M or not self.floor.is_open(*at):
            return False
        if any(distance(at, other) < _AWAY_M for other in self.cast):
            return False
        if any(distance(at, other) < apart_m for other in self.spots):
            return False
        return all(_from_segment(at, *loop) > 0.9 + _TURN_M + 0.2 for loop in self.loops)

    def drawn(self, draw: random.Random) -> Point:
        """A place behind the action, the nearer the likelier."""
        away = _BEHIND_M + (_FARTHEST_M - _BEHIND_M) * draw.random() ** 2.0
        turn = math.atan2(-self.front[0], -self.front[1]) + math.radians(draw.uniform(-38.0, 38.0))
        return (self.middle[0] + away * math.sin(turn), self.middle[1] + away * math.cos(turn))


def _walkers(people: Sequence[Baked], stage_set: Set, room: _Room, draw: random.Random) -> list[Extra]:
    """One or two on a loop of their own."""
    for _ in range(12):
        start = room.drawn(draw)
        yaw = stage_set.axis_yaw_deg + draw.choice((0.0, 0.0, 180.0, 35.0, -35.0, 90.0))
        ahead, right = toward(yaw), toward(yaw - 90.0)
        length = 0.0
        while length < 24.0:
            at = (start[0] + ahead[0] * length, start[1] + ahead[1] * length)
            sides = [(at[0] + right[0] * s, at[1] + right[1] * s) for s in (-_TURN_M, 0.0, _TURN_M)]
            if not all(room.allows(side) for side in sides):
                break
            length += 0.3
        if length < 6.0:
            continue
        end = (start[0] + ahead[0] * (length - 0.3), start[1] + ahead[1] * (length - 0.3))
        room.loops.append((start, end))
        heights = (stage_set.floor(*start), stage_set.floor(*end))
        around = 2 * (length - 0.3) + 2 * (math.pi - 2) * _TURN_M
        speed = WALK_M_S * draw.uniform(0.85, 1.12)
        first = draw.uniform(0.0, around)
        found: list[Extra] = []
        for along in (first, first + around * draw.uniform(0.35, 0.6))[: 2 if length > 11.0 else 1]:
            baked = draw.choice(people)
            found.append(Walker(dressed(baked.mesh, draw), baked, start, end, heights, along, speed))
        return found
    return []


def _talkers(people: Sequence[Baked], stage_set: Set, room: _Room, draw: random.Random) -> list[Extra]:
    """Two who stand in talk."""
    for _ in range(12):
        at = room.drawn(draw)
        yaw = draw.uniform(0.0, 360.0)
        way = toward(yaw)
        pair = [(at[0] - 0.42 * way[0], at[1] - 0.42 * way[1]), (at[0] + 0.42 * way[0], at[1] + 0.42 * way[1])]
        if not all(room.allows(each) for each in pair):
            continue
        room.spots += pair
        found: list[Extra] = []
        for each, facing in zip(pair, (yaw, yaw + 180.0), strict=True):
            baked = draw.choice(people)
            place = (each[0], stage_set.floor(*each), each[1])
            found.append(Loiterer(dressed(baked.mesh, draw), baked.stand, place, facing, draw.randrange(100)))
        return found
    return []


def _seated(people: Sequence[Baked], seat: Seat, draw: random.Random) -> Extra:
    baked = draw.choice(people)
    place = (seat.x, seat.y - SEAT_M, seat.z)
    return Loiterer(dressed(baked.mesh, draw), baked.sit, place, seat.yaw_deg, draw.randrange(100))


def _spare_seats(stage_set: Set, room: _Room, draw: random.Random) -> list[Seat]:
    """Seats behind or beside the action that nobody of the cast is near, in random order."""
    spare = []
    for seat in stage_set.seats:
        at = (seat.x, seat.z)
        clear = all(distance(at, other) > _BESIDE_M for other in room.cast)
        if clear and _is_behind(at, room.middle, room.front):
            spare.append(seat)
    draw.shuffle(spare)
    return spare


def _from_segment(at: Point, start: Point, end: Point) -> float:
    """Metres from a place to a straight way."""
    way = (end[0] - start[0], end[1] - start[1])
    length_sq = max(way[0] ** 2 + way[1] ** 2, 1e-9)
    share = min(1.0, max(0.0, ((at[0] - start[0]) * way[0] + (at[1] - start[1]) * way[1]) / length_sq))
    return distance(at, (start[0] + way[0] * share, start[1] + way[1] * share))
