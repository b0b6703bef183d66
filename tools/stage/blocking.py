"""Where everybody stands, sits and walks: marks that a scene keeps, and how one take hits them.

``marks_of_scene`` is drawn once per scene, so every shot finds its people where the last one left them and
the line of action between the two principals holds. ``block`` is one take on those marks: people are not
machines, so they miss them a little, turn a little more or less, come a little nearer. Nothing is corrected
to perfection: a take in which somebody covers somebody else is for the scores to reject.
"""

from __future__ import annotations

import hashlib
import random
from itertools import pairwise
from typing import Literal, NamedTuple

from film.plan import Mark, ShotPlan
from film.series import Doing
from tools.stage.ground import Ground, Point, Seat, Side, across, along, distance, toward, turn_between, yaw_of
from tools.stage.seating import seat_scene
from tools.stage.walking import Footstep, Way, walk

Posture = Literal["stand", "sit", "kneel", "lie"]

OPENED_DEG = 26.0
"""How far two who talk stand open to the camera, from square to each other: the stage's quarter turn."""

_TALKING_M = {"romantic": 0.72, "tense": 1.08, "eerie": 1.08, "sad": 0.85}
"""Distance between the principals by mood; others stand at the social distance."""
_SOCIAL_M = 0.95
_MISS_M = 0.15
"""How far people miss a mark on the floor, one deviation; toward the camera a little more than sideways."""
_EMBRACE_M = 0.42
_SEATED = ("sit", "write")
_POSTURES: dict[str, Posture] = {"kneel": "kneel", "fall": "lie"}


class Stand(NamedTuple):
    """One person during one shot."""

    character_id: str
    side: Side
    height_m: float
    yaw_deg: float
    """Where the body faces when it stands still."""
    posture: Posture
    seat_m: float
    """Height of the seat; 0 for everybody who does not sit."""
    mark: Point
    """Where this take was rehearsed to have them: the camera is set up for it."""
    track: tuple[Footstep, ...]
    """Where they really are, in time; one entry for somebody who stays."""

    def place(self, time_s: float) -> Point:
        """Where the feet are at ``time_s``."""
        if time_s <= self.track[0].time_s:
            return self.track[0].at
        for before, after in pairwise(self.track):
            if time_s < after.time_s:
                return along(before.at, after.at, (time_s - before.time_s) / (after.time_s - before.time_s))
        return self.track[-1].at

    @property
    def moves(self) -> bool:
        return len(self.track) > 1

    @property
    def eyes_m(self) -> float:
        """Height of the eyes over the floor, near enough to frame them before they are posed."""
        if self.posture == "sit":
            return self.seat_m + 0.425 * self.height_m
        return self.height_m * {"stand": 0.936, "kneel": 0.68, "lie": 0.12}[self.posture]


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

    def place(self, character_id: str) -> Point:
        return next(at for who, _, at in self.places if who == character_id)

    def partner(self, character_id: str) -> str | None:
        """Who somebody talks to, all else being silent: the nearest one on the other side, else the nearest."""
        here = next((place for place in self.places if place[0] == character_id), None)
        others = [place for place in self.places if place[0] != character_id]
        if here is None or not others:
            return None
        return min(others, key=lambda place: (place[1] == here[1], distance(place[2], here[2])))[0]


class Blocking(NamedTuple):
    """One take on the scene's marks."""

    marks: Marks
    stands: tuple[Stand, ...]
    """Everybody of the scene: who is not seen keeps their place, and is looked at."""
    seen: tuple[str, ...] = ()
    """Character ids of the plan's cast."""

    def stand(self, character_id: str) -> Stand | None:
        return next((stand for stand in self.stands if stand.character_id == character_id), None)


def marks_of_scene(plan: ShotPlan, ground: Ground) -> Marks:
    """The marks of the plan's scene: the same for every shot of it that keeps to one side of the line."""
    draw = random.Random(_number(f"marks|{plan.place.seed}|{plan.scene_id}"))
    swing = draw.uniform(8.0, 24.0)
    front = ground.front_yaw_deg + (swing if plan.state.camera.side == "left" else -swing)
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
    sitters = tuple(act.character_id for act in plan.doing if act.verb in _SEATED and act.character_id in spots)
    sided: list[tuple[str, Side]] = [(mark.character_id, side) for mark, side in people]
    seating = seat_scene(sided, sitters, ground, front, draw)
    if seating is not None:
        front, middle = seating.front_yaw_deg, _between(list(seating.places.values()))
        around = zip(people, _spread_out(people, middle, front, apart, stagger), strict=True)
        spots = {mark.character_id: ground.nearest_free(at) for (mark, _), at in around} | seating.places
    places: tuple[tuple[str, Side, Point], ...] = tuple((who, side, spots[who]) for who, side in sided)
    middle = _between([at for _, _, at in places]) if places else best[1]
    return Marks(front, places, _line(places), middle, seating.seats if seating else {})


def block(plan: ShotPlan, ground: Ground, seed: int) -> Blocking:
    """One take: everybody of the plan on or near their mark, walking where the plan lets them walk."""
    marks = marks_of_scene(plan, ground)
    draw = random.Random(_number(f"take|{seed}|{plan.shot_id}"))
    heights = {mark.character_id: mark.height_m for mark in plan.present}
    heights |= {member.character_id: member.identity.height_m for member in plan.cast}
    doing = {act.character_id: act for act in plan.doing}
    drift = (_bell(draw, 0.20, 0.5), _bell(draw, 0.20, 0.5))
    turned = _bell(draw, 7.0, 16.0)
    at_chairs = bool(marks.seats)
    if at_chairs:
        # Chairs stay where they are, and so does the group that gathers round them.
        drift, turned = (0.0, 0.0), 0.0
    right, front = across(marks.front_yaw_deg), toward(marks.front_yaw_deg)
    wanted: dict[str, Point] = {}
    hit: dict[str, Point] = {}
    for who, _, at in marks.places:
        swung = _turned(at, marks.middle, turned)
        mark = ground.nearest_free((swung[0] + drift[0], swung[1] + drift[1]), anywhere=at_chairs)
        sideways, nearer = _bell(draw, _MISS_M, 0.45), _bell(draw, 1.3 * _MISS_M, 0.55)
        missed = (mark[0] + right[0] * sideways + front[0] * nearer, mark[1] + right[1] * sideways + front[1] * nearer)
        wanted[who], hit[who] = mark, ground.nearest_free(missed, anywhere=at_chairs)
    _close_in(hit, doing)
    stands = []
    for who, side, _ in marks.places:
        act = doing.get(who, Doing(character_id=who))
        loose = _bell(draw, 9.0, 24.0)
        late_s = draw.uniform(0.05, 0.35)
        seat = marks.seats.get(who)
        at = seat.at if seat else hit[who]
        yaw = seat.yaw_deg if seat else _facing(who, side, act, marks, hit) + loose
        way = Way(plan.duration_s, ground, side, at, hit, marks.front_yaw_deg, late_s)
        stands.append(
            Stand(
                character_id=who,
                side=side,
                height_m=heights.get(who, 1.7),
                yaw_deg=yaw,
                posture="sit" if seat else _POSTURES.get(act.verb, "stand"),
                seat_m=seat.height_m if seat else 0.0,
                mark=seat.at if seat else wanted[who],
                track=(Footstep(0.0, at),) if seat else walk(act, way),
            )
        )
    return Blocking(marks, tuple(stands), tuple(member.character_id for member in plan.cast))


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


def _facing(who: str, side: Side, act: Doing, marks: Marks, hit: dict[str, Point]) -> float:
    """Where the body turns: to whom it concerns, opened to the camera."""
    if act.toward == "camera":
        return marks.front_yaw_deg
    other = act.toward if act.toward in hit and act.toward != who else marks.partner(who)
    if other is None:
        return marks.front_yaw_deg + (32.0 if side == "left" else -32.0)
    square = yaw_of(hit[who], hit[other])
    opening = turn_between(square, marks.front_yaw_deg)
    return square + max(-OPENED_DEG, min(OPENED_DEG, opening))


def _close_in(hit: dict[str, Point], doing: dict[str, Doing]) -> None:
    """Who embraces somebody steps up to them."""
    for who in hit:
        act = doing.get(who)
        if act and act.verb == "embrace" and act.toward in hit and act.toward != who:
            other = hit[act.toward]
            gap = distance(other, hit[who])
            if gap > _EMBRACE_M:
                hit[who] = along(other, hit[who], _EMBRACE_M / gap)


def _turned(at: Point, pivot: Point, degrees: float) -> Point:
    """``at`` carried round ``pivot`` as a yaw turns."""
    cos_sin = toward(degrees)
    x, z = at[0] - pivot[0], at[1] - pivot[1]
    return (pivot[0] + x * cos_sin[1] + z * cos_sin[0], pivot[1] - x * cos_sin[0] + z * cos_sin[1])


def rehearsed(blocking: Blocking) -> Blocking:
    """The blocking with everybody who stays on their mark: what the camera is set up for."""
    return blocking._replace(
        stands=tuple(
            stand if stand.moves else stand._replace(track=(Footstep(0.0, stand.mark),)) for stand in blocking.stands
        )
    )


def _bell(draw: random.Random, spread: float, limit: float) -> float:
    """A draw from the bell curve of that spread, cut at ``limit``."""
    return max(-limit, min(limit, draw.gauss(0.0, spread)))


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:16], 16)
