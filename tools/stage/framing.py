"""From a camera in words to a camera in the set: size, angle, lens and side become an eye, a direction and a frame.

Field conventions: a size says how much of a person the picture's height holds; eyes lie on the upper third; a
face has room in front of it; two who talk are shot from one side of the line between them, so the one on the
left stays on the left and their eyes meet across the cut. A camera that would stand in a wall is moved to the
nearest place where it may stand, and says so.
"""

from __future__ import annotations

import math
import random
from typing import NamedTuple

from film.state import Camera, ShotSize
from tools.stage.blocking import Blocking, Stand
from tools.stage.ground import Ground, Point, Point3, across, distance, toward, turn_between, yaw_of
from tools.stage.legal import Watched
from tools.stage.lens import aim, project, sensor_width_mm, visible_height_m
from tools.stage.placing import Wish, settle
from tools.stage.renderer import View

HEADS_HIGH: dict[ShotSize, float] = {
    "extreme_wide": 50.0, "wide": 18.0, "full": 9.0, "medium_full": 6.0, "medium": 4.1, "medium_close": 2.9,
    "close": 2.0, "extreme_close": 1.0,
}  # fmt: skip
"""Height of the picture in heads (chin to crown, 0.135 of a person) at the subject: brow to mouth; head and
shoulders; chest; waist; thighs (the cowboy); head to feet with air; the place with people in it; the place."""

HEAD_SHARE = 0.135
"""Head over body height of an adult."""

_EYES_AT: dict[ShotSize, float] = {
    "extreme_wide": 0.62, "wide": 0.46, "full": 0.185, "medium_full": 0.225, "medium": 0.29, "medium_close": 0.335,
    "close": 0.37, "extreme_close": 0.42,
}  # fmt: skip
"""Where the eyes lie, as a share of the picture's height from the top: the upper third, less for whole bodies."""

_PITCH_DEG = {"eye_level": 0.0, "dutch": 0.0, "low": 20.0, "high": -26.0, "overhead": -68.0}
_DROP_M: dict[str, float] = {"full": 0.42, "medium_full": 0.22, "wide": 0.25, "extreme_wide": -0.7}
"""How far under the eyes a level camera stands when whole bodies are in the frame."""
_DUTCH_DEG = 11.0
_SINGLE_DEG = 42.0
"""Between a single's camera and the line of action, for the closer sizes."""
_SHOULDER_DEG = 21.0
_SHOULDER_AT = 0.40
"""How far from the middle of the frame the head in the foreground may lie: half of it is cut by the edge."""
_ROUND_DEG = 52.0
"""How far the camera of a group goes round toward the line in an upright picture."""
_OPERATOR = 0.8
"""Share of a missed mark that the operator makes good by turning the camera."""
_LEAST_DEG = 7.0
"""Nearer to the line than this a camera sits on it."""
_BEHIND_SHOULDER_M = 0.78


class Head(NamedTuple):
    """The part of a person that is framed."""

    eyes: Point3
    height_m: float
    """Chin to crown."""
    crown_m: float
    """Height in set space."""
    feet: Point


class Composition(NamedTuple):
    """A camera set up for its marks."""

    view: View
    subject: Point3
    """What the frame is composed on, metres."""
    at: tuple[float, float]
    """Where in the picture the subject lies."""
    distance_m: float
    subjects: tuple[str, ...]
    aspect: float
    watched: Watched
    moved: tuple[str, ...]
    """What could not stand as it was asked for, in sentences."""


def head_of(stand: Stand, time_s: float, ground: Ground) -> Head:
    """A person's head before they are posed."""
    x, z = stand.place(time_s)
    tall = HEAD_SHARE * stand.height_m
    eyes = ground.floor(x, z) + stand.eyes_m
    return Head((x, eyes, z), tall, eyes + 0.5 * tall, (x, z))


def compose(
    camera: Camera, blocking: Blocking, ground: Ground, aspect: float, *, time_s: float, seed: int,
    heads: dict[str, Head] | None = None,
) -> Composition:  # fmt: skip
    """The camera of one take at the moment ``time_s``.

    Args:
        camera: what the plan asks for.
        aspect: width over height of the picture.
        seed: the operator's own: a few degrees and centimetres differ from take to take.
        heads: measured heads by character id; whoever is missing is estimated from their stand.

    Returns a composition whose camera stands in a legal place whenever the set has one that sees the subjects.
    """
    known = {stand.character_id: head_of(stand, time_s, ground) for stand in blocking.stands} | (heads or {})
    subjects = tuple(who for who in camera.subjects if who in known)
    draw = random.Random(f"operator|{seed}")
    hand = (draw.gauss(0.0, 3.0), draw.gauss(0.0, 0.03), draw.gauss(0.0, 0.013), draw.gauss(0.0, 0.010))
    moved: list[str] = []
    if subjects:
        wish = _of_people(camera, blocking, known, subjects, aspect, moved)
    else:
        wish = _of_place(camera, blocking, ground, aspect)
    wish = wish._replace(
        yaw_deg=wish.yaw_deg + hand[0],
        distance_m=wish.distance_m * (1 + hand[1]),
        at=(wish.at[0] + hand[2], wish.at[1] + hand[3]),
    )
    watched = _watched(camera.size, known, subjects, blocking.seen, wish, ground)
    view, reached_m = settle(wish, blocking, ground, aspect, watched, bool(subjects), moved)
    view = view._replace(f_stop=camera.f_stop)
    return Composition(view, wish.subject, wish.at, reached_m, subjects, aspect, watched, tuple(moved))


def corrected(composed: Composition, drift: Point3) -> Composition:
    """The frame as the operator corrects it in the take: turned after subjects that stand ``drift`` off their marks.

    Most of the way and never all of it. The camera itself stays where it was set up.
    """
    if not any(drift):
        return composed
    view, share = composed.view, _OPERATOR
    x, y, z = (s + d * share for s, d in zip(composed.subject, drift, strict=True))
    ahead = aim(view.eye, (x, y, z), composed.at, view.focal_mm, composed.aspect)
    away = composed.distance_m
    target = (view.eye[0] + ahead[0] * away, view.eye[1] + ahead[1] * away, view.eye[2] + ahead[2] * away)
    return composed._replace(subject=(x, y, z), view=view._replace(target=target))


def _of_people(
    camera: Camera,
    blocking: Blocking,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    aspect: float,
    moved: list[str],
) -> Wish:
    marks, first = blocking.marks, known[subjects[0]]
    group = [known[who] for who in subjects]
    lens = camera.focal_mm
    at_y = _EYES_AT[camera.size]
    crowded = len(group) > 1
    eyes: Point3 = tuple(sum(head.eyes[axis] for head in group) / len(group) for axis in range(3))  # type: ignore[assignment]
    tall = sum(head.height_m for head in group) / len(group)
    away = HEADS_HIGH[camera.size] * tall / visible_height_m(1.0, lens, aspect)
    least = 0.5
    at_x = 0.5
    stand = blocking.stand(subjects[0])
    partner = marks.partner(subjects[0])
    over = known.get(camera.over or "") if camera.over not in subjects and not crowded else None
    if over is not None:
        least = distance(first.feet, over.feet) + _BEHIND_SHOULDER_M
        is_left = _is_left_of(blocking, first.feet, over.feet)
        at_x = 0.5 + (-0.10 if is_left else 0.10)
        away = max(away, HEADS_HIGH["close"] * tall / visible_height_m(1.0, lens, aspect))
        lens, away = _not_nearer(lens, away, least)
        yaw = _past_shoulder(blocking, first, over, (at_x, at_y), away, lens, aspect, camera.swing_deg)
    elif crowded:
        # An upright picture has no room side by side: the camera goes round until they stand one behind the other.
        narrow = max(0.0, min(1.0, (1.25 - aspect) / 0.6))
        yaw = _swung(blocking, subjects[0], camera.swing_deg + _ROUND_DEG * narrow)
        side = across(yaw)
        spread = [head.feet[0] * side[0] + head.feet[1] * side[1] for head in group]
        # Two pairs of shoulders must fit the width, whatever the size says.
        width = max(spread) - min(spread) + 0.64 - 0.22 * narrow
        fits = width * lens / sensor_width_mm(aspect)
        away = max(away, fits)
        eyes = _middle_of(eyes, spread, side)
    elif partner and partner in known:
        close = HEADS_HIGH[camera.size] < 5.0
        other = known[partner].feet
        yaw = _near_line(blocking, first.feet, other, (_SINGLE_DEG if close else 56.0) - camera.swing_deg)
        at_x = 0.5 + _look_room(camera.size, aspect) * (-1.0 if _is_left_of(blocking, first.feet, other) else 1.0)
    else:
        facing = turn_between(marks.front_yaw_deg, stand.yaw_deg) if stand else 0.0
        yaw = marks.front_yaw_deg + max(-35.0, min(35.0, 0.35 * facing)) + math.copysign(camera.swing_deg, facing)
        at_x = 0.5 - _look_room(camera.size, aspect) * math.copysign(min(1.0, abs(facing) / 20.0), facing)
    lens, away = _not_nearer(lens, away, least)
    if lens > 1.15 * camera.focal_mm:
        moved.append(
            f"the lens goes from {camera.focal_mm:.0f} to {lens:.0f} mm: nearer than {least:.1f} m it cannot stand"
        )
    pitch = _PITCH_DEG[camera.angle]
    if over is not None and pitch == 0.0:
        # The lens is at the height of the eyes it looks past, so that head and shoulder stay in the frame.
        pitch = math.degrees(math.atan2(eyes[1] - over.eyes[1] + 0.05, away))
    if camera.angle == "overhead":
        at_y = 0.45
    if camera.size in _DROP_M and pitch == 0.0:
        # A level camera at chest height: whole bodies look down on nobody.
        pitch = math.degrees(math.atan2(_DROP_M[camera.size], away))
    roll = _DUTCH_DEG * (1 if blocking.marks.front_yaw_deg >= 0 else -1) if camera.angle == "dutch" else 0.0
    return Wish(eyes, (at_x, at_y), yaw, pitch, away, lens, roll, least)


def _of_place(camera: Camera, blocking: Blocking, ground: Ground, aspect: float) -> Wish:
    """The set itself: the wider, the farther back and the higher; people happen to be in it."""
    middle = blocking.marks.middle
    height = {"extreme_wide": 1.9, "wide": 1.5, "full": 1.25}.get(camera.size, 1.0)
    away = HEADS_HIGH[camera.size] * HEAD_SHARE * 1.7 / visible_height_m(1.0, camera.focal_mm, aspect)
    pitch = _PITCH_DEG[camera.angle] or (-4.0 if camera.size in ("extreme_wide", "wide") else -8.0)
    roll = _DUTCH_DEG if camera.angle == "dutch" else 0.0
    yaw = blocking.marks.front_yaw_deg + camera.swing_deg
    height += ground.floor(*middle)
    return Wish((middle[0], height, middle[1]), (0.5, 0.56), yaw, pitch, max(away, 1.2), camera.focal_mm, roll, 1.0)


def _not_nearer(focal_mm: float, away_m: float, least_m: float) -> tuple[float, float]:
    """The same framing from ``least_m`` at least: a longer lens instead of a nearer camera."""
    return (focal_mm, away_m) if away_m >= least_m else (focal_mm * least_m / away_m, least_m)


def _near_line(blocking: Blocking, subject: Point, other: Point, from_line_deg: float) -> float:
    """The yaw from ``subject`` to a camera ``from_line_deg`` off the line to ``other``, on the front side."""
    line = yaw_of(subject, other)
    front = turn_between(line, blocking.marks.front_yaw_deg)
    off = max(_LEAST_DEG, min(180.0 - _LEAST_DEG, from_line_deg))
    return line + math.copysign(off, front)


def _past_shoulder(
    blocking: Blocking,
    subject: Head,
    over: Head,
    at: tuple[float, float],
    away_m: float,
    focal_mm: float,
    aspect: float,
    swing_deg: float,
) -> float:
    """The yaw from the subject to a camera that has the other's head and shoulder inside the edge of its frame.

    The longer the lens, the nearer to the line the camera must stand for that.
    """
    yaw = 0.0
    for step in range(12):
        yaw = _near_line(blocking, subject.feet, over.feet, _SHOULDER_DEG - swing_deg - 1.4 * step)
        out = toward(yaw)
        eye: Point3 = (subject.eyes[0] + out[0] * away_m, subject.eyes[1], subject.eyes[2] + out[1] * away_m)
        ahead = aim(eye, subject.eyes, at, focal_mm, aspect)
        target = (eye[0] + ahead[0], eye[1] + ahead[1], eye[2] + ahead[2])
        seen = project(View(eye, target, focal_mm, sensor_width_mm(aspect)), aspect, [over.eyes])[0]
        if abs(seen[0] - 0.5) < _SHOULDER_AT:
            break
    return yaw


def _swung(blocking: Blocking, first: str, swing_deg: float) -> float:
    """A group's camera: square to the line, swung so that the first subject is seen more from the front."""
    marks = blocking.marks
    partner = marks.partner(first)
    if swing_deg == 0 or partner is None:
        return marks.front_yaw_deg + swing_deg
    line = turn_between(marks.front_yaw_deg, yaw_of(marks.place(first), marks.place(partner)))
    return marks.front_yaw_deg + math.copysign(swing_deg, line) * (1 if swing_deg > 0 else -1)


def _is_left_of(blocking: Blocking, a: Point, b: Point) -> bool:
    """True when ``a`` is on the left of ``b`` for the scene's side of the line."""
    right = across(blocking.marks.front_yaw_deg)
    return (a[0] - b[0]) * right[0] + (a[1] - b[1]) * right[1] < 0


def _look_room(size: ShotSize, aspect: float) -> float:
    """How far from the middle a single stands, so that the look has room: less when the face fills the frame."""
    room = {"extreme_close": 0.03, "close": 0.07, "medium_close": 0.085, "medium": 0.10}.get(size, 0.09)
    return room * min(1.0, aspect / 1.6)


def _middle_of(eyes: Point3, spread: list[float], side: Point) -> Point3:
    """The middle of the outermost two rather than the mean of all, so that the frame is even on both sides."""
    mean = eyes[0] * side[0] + eyes[2] * side[1]
    shift = (max(spread) + min(spread)) / 2 - mean
    return (eyes[0] + side[0] * shift, eyes[1], eyes[2] + side[1] * shift)


def _watched(
    size: ShotSize,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    seen: tuple[str, ...],
    wish: Wish,
    ground: Ground,
) -> Watched:
    points = [known[who].eyes for who in subjects] or [wish.subject]
    if HEADS_HIGH[size] > 3.5:
        for x, z in (known[who].feet for who in subjects):
            points.append((x, ground.floor(x, z) + 1.15, z))
    people = tuple((known[who].feet, known[who].crown_m) for who in seen if who in known)
    return Watched(tuple(points), people)


def left_of(view: View, aspect: float, a: Point3, b: Point3) -> bool:
    """True when ``a`` falls left of ``b`` in the picture."""
    seen = project(view, aspect, [a, b])
    return bool(seen[0, 0] < seen[1, 0])
