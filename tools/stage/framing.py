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
from tools.stage.empty_frames import of_place
from tools.stage.ground import Ground, Point, Point3, across, distance, toward, turn_between, yaw_of
from tools.stage.legal import Watched
from tools.stage.lens import aim, project, sensor_width_mm, visible_height_m
from tools.stage.placing import Wish, settle
from tools.stage.renderer import View
from tools.stage.sizes import DUTCH_DEG, EYES_AT, HEAD_SHARE, HEADS_HIGH, PITCH_DEG

_DROP_M: dict[str, float] = {"full": 0.42, "medium_full": 0.22, "wide": 0.25, "extreme_wide": -0.7}
"""How far under the eyes a level camera stands when whole bodies are in the frame."""
_SINGLE_DEG = 38.0
"""Between a single's camera and the line of action, for the closer sizes."""
_WIDER_SINGLE_DEG = 56.0
_LOOSEST = 1.55
"""How many times farther a camera goes to hold people who are not its subjects: past that the size would be lost."""
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
        wish = of_place(camera, blocking, ground, aspect)
    wish = wish._replace(
        yaw_deg=wish.yaw_deg + hand[0] * (0.3 if camera.over else 1.0),
        distance_m=wish.distance_m * (1 + hand[1]),
        at=(wish.at[0] + hand[2], wish.at[1] + hand[3]),
    )
    watched = _watched(camera.size, known, subjects, blocking.seen, wish, ground)
    view, reached_m = settle(wish, blocking, ground, aspect, watched, bool(subjects), moved)
    # A place is sharp from front to back; a face may stand out.
    view = view._replace(f_stop=camera.f_stop if subjects else max(camera.f_stop, 8.0))
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


class _Setup(NamedTuple):
    """Where the camera of one kind of framing belongs, at eye level."""

    eyes: Point3
    at_x: float
    yaw_deg: float
    away_m: float
    focal_mm: float
    least_m: float = 0.5


def _of_people(
    camera: Camera,
    blocking: Blocking,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    aspect: float,
    moved: list[str],
) -> Wish:
    first = known[subjects[0]]
    over = known.get(camera.over or "") if camera.over not in subjects and len(subjects) == 1 else None
    others = tuple(who for who in blocking.seen if who in known and who not in subjects) if over is None else ()
    tall = sum(known[who].height_m for who in subjects) / len(subjects)
    away = HEADS_HIGH[camera.size] * tall / visible_height_m(1.0, camera.focal_mm, aspect)
    if HEADS_HIGH[camera.size] < 5.0:
        # An upright picture is too narrow for shoulders at the usual size.
        away *= 1.0 + 0.18 * max(0.0, min(1.0, (1.25 - aspect) / 0.6))
    partner = known.get(blocking.marks.partner(subjects[0]) or "")
    if over is not None:
        setup = _past_shoulder(camera, blocking, first, over, max(away, _closest_past(camera, tall, aspect)), aspect)
    elif len(subjects) + len(others) > 1:
        setup = _group(camera, blocking, known, subjects, others, away, aspect)
    elif partner is not None:
        setup = _single(camera, blocking, first, partner, away, aspect)
    else:
        setup = _alone(camera, blocking, subjects[0], first, away, aspect)
    lens, away = _not_nearer(setup.focal_mm, setup.away_m, setup.least_m)
    if lens > 1.15 * camera.focal_mm:
        moved.append(
            f"the lens goes from {camera.focal_mm:.0f} to {lens:.0f} mm: "
            f"the camera cannot stand nearer than {setup.least_m:.1f} m"
        )
    at_y = 0.45 if camera.angle == "overhead" else EYES_AT[camera.size]
    pitch = PITCH_DEG[camera.angle]
    if pitch == 0.0 and over is not None:
        # The lens is at the height of the eyes it looks past, so that head and shoulder stay in the frame.
        pitch = math.degrees(math.atan2(first.eyes[1] - over.eyes[1] + 0.05, away))
        # Past somebody who stands, whoever sits lies lower in the frame.
        at_y += max(0.0, min(0.2, 0.5 * (over.eyes[1] - first.eyes[1] - 0.15)))
    elif pitch == 0.0 and camera.size in _DROP_M:
        # A level camera at chest height: whole bodies look down on nobody.
        pitch = math.degrees(math.atan2(_DROP_M[camera.size], away))
    roll = DUTCH_DEG if camera.angle == "dutch" else 0.0
    return Wish(setup.eyes, (setup.at_x, at_y), setup.yaw_deg, pitch, away, lens, roll, setup.least_m)


def _alone(camera: Camera, blocking: Blocking, who: str, head: Head, away_m: float, aspect: float) -> _Setup:
    """Somebody with nobody to look at: a little toward where they face, with room for that look."""
    stand = blocking.stand(who)
    facing = turn_between(blocking.marks.front_yaw_deg, stand.yaw_deg) if stand else 0.0
    yaw = blocking.marks.front_yaw_deg + max(-35.0, min(35.0, 0.35 * facing)) + math.copysign(camera.swing_deg, facing)
    at_x = 0.5 - _look_room(camera.size, aspect) * math.copysign(min(1.0, abs(facing) / 20.0), facing)
    return _Setup(head.eyes, at_x, yaw, away_m, camera.focal_mm)


def _single(
    camera: Camera, blocking: Blocking, head: Head, partner: Head, away_m: float, aspect: float
) -> _Setup:  # fmt: skip
    """One of two who talk: from three quarters in front, the closer the nearer to the line."""
    from_line = (_SINGLE_DEG if HEADS_HIGH[camera.size] < 5.0 else _WIDER_SINGLE_DEG) - camera.swing_deg
    yaw = _near_line(blocking, head.feet, partner.feet, from_line)
    side = -1.0 if _is_left_of(blocking, head.feet, partner.feet) else 1.0
    return _Setup(head.eyes, 0.5 + _look_room(camera.size, aspect) * side, yaw, away_m, camera.focal_mm)


def _group(
    camera: Camera,
    blocking: Blocking,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    others: tuple[str, ...],
    away_m: float,
    aspect: float,
) -> _Setup:
    """Everybody who must be seen, square to the line; the size is that of the subjects as far as the width allows."""
    # An upright picture has no room side by side: the camera goes round until they stand one behind the other.
    narrow = max(0.0, min(1.0, (1.25 - aspect) / 0.6))
    yaw = _swung(blocking, subjects[0], camera.swing_deg + _ROUND_DEG * narrow)
    side, front = across(yaw), toward(yaw)
    main = [known[who].eyes for who in subjects]
    x, z = (sum(eyes[axis] for eyes in main) / len(main) for axis in (0, 2))
    # The tallest has head room; who is smaller or sits has more.
    y = max(eyes[1] for eyes in main) - 0.02
    offs = [
        (
            (head.feet[0] - x) * side[0] + (head.feet[1] - z) * side[1],
            (head.feet[0] - x) * front[0] + (head.feet[1] - z) * front[1],
        )
        for head in (known[who] for who in (*subjects, *others))
    ]
    # The frame is even on both sides of the outermost two, and holds each one's shoulders at their own distance.
    middle = (max(off for off, _ in offs) + min(off for off, _ in offs)) / 2
    half = 0.5 * sensor_width_mm(aspect) / camera.focal_mm
    fits = max((abs(off - middle) + 0.42 - 0.19 * narrow) / half + nearer for off, nearer in offs)
    if others:
        fits = min(fits, _LOOSEST * away_m)
    eyes: Point3 = (x + side[0] * middle, y, z + side[1] * middle)
    return _Setup(eyes, 0.5, yaw, max(away_m, fits), camera.focal_mm)


def _closest_past(camera: Camera, tall_m: float, aspect: float) -> float:
    """Past a shoulder nothing is closer than a close-up: the distance of one."""
    return HEADS_HIGH["close"] * tall_m / visible_height_m(1.0, camera.focal_mm, aspect)


def _past_shoulder(
    camera: Camera, blocking: Blocking, subject: Head, over: Head, away_m: float, aspect: float
) -> _Setup:
    """Past the other's head and shoulder, which lie inside the edge of the frame.

    The longer the lens, the nearer to the line the camera must stand for that.
    """
    least = distance(subject.feet, over.feet) + _BEHIND_SHOULDER_M
    lens, away = _not_nearer(camera.focal_mm, away_m, least)
    at_x = 0.5 + (-0.10 if _is_left_of(blocking, subject.feet, over.feet) else 0.10)
    yaw = 0.0
    for step in range(12):
        yaw = _near_line(blocking, subject.feet, over.feet, _SHOULDER_DEG - camera.swing_deg - 1.4 * step)
        out = toward(yaw)
        eye: Point3 = (subject.eyes[0] + out[0] * away, subject.eyes[1], subject.eyes[2] + out[1] * away)
        ahead = aim(eye, subject.eyes, (at_x, EYES_AT[camera.size]), lens, aspect)
        target = (eye[0] + ahead[0], eye[1] + ahead[1], eye[2] + ahead[2])
        seen = project(View(eye, target, lens, sensor_width_mm(aspect)), aspect, [over.eyes])[0]
        if abs(seen[0] - 0.5) < _SHOULDER_AT:
            break
    return _Setup(subject.eyes, at_x, yaw, away, lens, least)


def _not_nearer(focal_mm: float, away_m: float, least_m: float) -> tuple[float, float]:
    """The same framing from ``least_m`` at least: a longer lens instead of a nearer camera."""
    return (focal_mm, away_m) if away_m >= least_m else (focal_mm * least_m / away_m, least_m)


def _near_line(blocking: Blocking, subject: Point, other: Point, from_line_deg: float) -> float:
    """The yaw from ``subject`` to a camera ``from_line_deg`` off the line to ``other``, on the front side."""
    line = yaw_of(subject, other)
    front = turn_between(line, blocking.marks.front_yaw_deg)
    off = max(_LEAST_DEG, min(180.0 - _LEAST_DEG, from_line_deg))
    return line + math.copysign(off, front)


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
