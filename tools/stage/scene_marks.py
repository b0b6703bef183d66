"""The marks of a scene: where it opens with everybody, which way the camera looks, and where its line of action lies.

Drawn from the place and the scene, never from a take, a size or an angle.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from film.plan import Mark, ShotPlan
from film.series import Doing
from tools.stage.ground import Ground, Point, Seat, Side, across, distance, toward, turn_between, yaw_of
from tools.stage.playing import Player, number_of
from tools.stage.seating import seat_scene

OPENED_DEG = 26.0
"""How far two who talk stand open to the camera, from square to each other: the stage's quarter turn."""

_TALKING_M = {"romantic": 0.72, "tense": 1.08, "eerie": 1.08, "sad": 0.85}
"""Distance between the principals by mood; others stand at the social distance."""
_SOCIAL_M = 0.95


class Marks(NamedTuple):
    """What a scene keeps."""

    front_yaw_deg: float
    """From the line of action toward the camera's side of it."""
    places: tuple[tuple[str, Side, Point], ...]
    """Character id, side of the frame, mark; in the order of the plan's ``present``."""
    line: tuple[Point, Point] | None
    """The line of action, from the principal on the left to the one on the right; None for one person alone."""
    middle: Point
    seats: dict[str, Seat] = {}
    """Of whoever sits."""

    def place(self, character_id: str) -> Point | None:
        """The mark of somebody; None for whoever is not there."""
        return next((at for who, _, at in self.places if who == character_id), None)

    def partner(self, character_id: str) -> str | None:
        """Who somebody talks to, all else being silent: the nearest one on the other side, else the nearest."""
        here = next((place for place in self.places if place[0] == character_id), None)
        others = [place for place in self.places if place[0] != character_id]
        if here is None or not others:
            return None
        return min(others, key=lambda place: (place[1] == here[1], distance(place[2], here[2])))[0]


def marks_of_scene(plan: ShotPlan, ground: Ground) -> Marks:
    """The marks that the scene opens with: the same for every shot of it."""
    draw = random.Random(number_of(f"marks|{plan.place.seed}|{plan.scene_id}"))
    front = ground.front_yaw_deg + draw.uniform(8.0, 24.0)
    people = _sided(plan)
    apart = _TALKING_M.get(plan.mood, _SOCIAL_M) * draw.uniform(0.95, 1.08)
    stagger = [draw.uniform(-0.10, 0.10) for _ in people]
    best: tuple[int, Point] = (-1, ground.middle)
    for attempt in range(60):
        spread = 0.42 * min(1.0, attempt / 20)
        reach_x, reach_z = ground.area[2] - ground.area[0], ground.area[3] - ground.area[1]
        middle = (
            ground.middle[0] + draw.uniform(-spread, spread) * reach_x,
            ground.middle[1] + draw.uniform(-spread, spread) * reach_z,
        )
        tried = _spread_out(people, middle, front, apart, stagger)
        free = sum(ground.is_free(at) for at in tried)
        if free > best[0]:
            best = (free, middle)
        if free == len(people):
            break
    spots = {
        mark.character_id: ground.nearest_free(at)
        for (mark, _), at in zip(people, _spread_out(people, best[1], front, apart, stagger), strict=True)
    }
    sitters = tuple(mark.character_id for mark, _ in people if ground.seated or mark.station.opens == "sit")
    sided: list[tuple[str, Side]] = [(mark.character_id, side) for mark, side in people]
    seating = seat_scene(sided, sitters, ground, front, draw)
    if seating is not None:
        front, middle = seating.front_yaw_deg, _between(list(seating.places.values()))
        around = zip(people, _spread_out(people, middle, front, apart, stagger), strict=True)
        spots = {mark.character_id: ground.nearest_free(at) for (mark, _), at in around} | seating.places
    places: tuple[tuple[str, Side, Point], ...] = tuple((who, side, spots[who]) for who, side in sided)
    middle = _between([at for _, _, at in places]) if places else best[1]
    return Marks(front, places, _line(places), middle, seating.seats if seating else {})


def marks_now(opened: Marks, players: dict[str, Player]) -> Marks:
    """The marks where everybody has come to in a shot; the camera stays on its side of the line."""
    places: tuple[tuple[str, Side, Point], ...] = tuple(
        (who, side, player.seat.at if player.posture == "sit" and player.seat else player.at)
        for (who, side, _), player in zip(opened.places, players.values(), strict=True)
        if player.here or len(players) < 3
    )
    if all(place in opened.places for place in places) and len(places) == len(opened.places):
        return opened
    line = _line(places)
    front = opened.front_yaw_deg
    if line is not None and distance(*line) > 0.3:
        square = yaw_of(*line) - 90.0
        off = turn_between(front, square)
        # Who has crossed over the other is filmed from where they were before: the line follows people, not sides.
        front = square if abs(off) <= 90.0 else square + 180.0
    seats = {who: player.seat for who, player in players.items() if player.posture == "sit" and player.seat is not None}
    return Marks(front, places, line, _between([at for _, _, at in places]) if places else opened.middle, seats)


def _sided(plan: ShotPlan) -> list[tuple[Mark, Side]]:
    """Everybody of the scene with a side of the frame; whoever has none goes where fewer stand."""
    present = list(plan.present)
    known = {mark.character_id for mark in present}
    present += [
        Mark(character_id=member.character_id, side=member.side, height_m=member.identity.height_m)
        for member in plan.cast
        if member.character_id not in known
    ]
    taken = {"left": 0, "right": 0}
    for mark in present:
        if mark.side:
            taken[mark.side] += 1
    sided: list[tuple[Mark, Side]] = []
    for mark in present:
        side: Side = mark.side or ("left" if taken["left"] <= taken["right"] else "right")
        if mark.side is None:
            taken[side] += 1
        sided.append((mark, side))
    return sided


def _spread_out(
    people: list[tuple[Mark, Side]], middle: Point, front_yaw_deg: float, apart_m: float, stagger: list[float]
) -> list[Point]:
    """A place for everybody: the first on each side face each other, later ones stand outside and behind them."""
    right, front = across(front_yaw_deg), toward(front_yaw_deg)
    rank = {"left": 0, "right": 0}
    places = []
    for (_, side), nearer in zip(people, stagger, strict=True):
        sign = -1.0 if side == "left" else 1.0
        order = rank[side]
        rank[side] += 1
        out = sign * (apart_m / 2 + 0.62 * order) if len(people) > 1 else sign * 0.15
        depth = nearer - 0.42 * order
        places.append((middle[0] + right[0] * out + front[0] * depth, middle[1] + right[1] * out + front[1] * depth))
    return places


def _between(places: list[Point]) -> Point:
    """The middle of some places."""
    return (sum(at[0] for at in places) / len(places), sum(at[1] for at in places) / len(places))


def _line(places: tuple[tuple[str, Side, Point], ...]) -> tuple[Point, Point] | None:
    lefts = [at for _, side, at in places if side == "left"]
    rights = [at for _, side, at in places if side == "right"]
    if lefts and rights:
        return lefts[0], rights[0]
    same = lefts or rights
    if len(same) < 2:
        return None
    # All on one side: ranks go outward, so the outer one is the left end on the left side.
    return (same[1], same[0]) if lefts else (same[0], same[1])


def facing(who: str, side: Side, act: Doing | None, marks: Marks, walked_to: str | None = None) -> float:
    """Where the body turns: to whom it concerns, opened to the camera's side."""
    asked = act.toward if act is not None else None
    if asked == "camera":
        return marks.front_yaw_deg
    here = marks.place(who)
    known = {name for name, _, _ in marks.places}
    other = next((name for name in (asked, walked_to, marks.partner(who)) if name in known and name != who), None)
    if other is None or here is None:
        return marks.front_yaw_deg + (32.0 if side == "left" else -32.0)
    there = marks.place(other)
    if there is None or distance(here, there) < 0.05:
        return marks.front_yaw_deg
    square = yaw_of(here, there)
    opening = turn_between(square, marks.front_yaw_deg)
    return square + max(-OPENED_DEG, min(OPENED_DEG, opening))
