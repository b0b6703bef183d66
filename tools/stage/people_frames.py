"""Frames that are composed on people: singles, overs, two-shots and groups, before they meet the walls.

Field conventions: a size says how much of a person the picture's height holds; eyes lie on the upper third; a
face has room in front of it; two who talk are shot from one side of the line between them, so the one on the
left stays on the left and their eyes meet across the cut.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from film.state import Camera, ShotSize
from tools.stage.blocking import Blocking
from tools.stage.ends import PULL_LENS_MM, Pair
from tools.stage.ground import Point, Point3, across, distance, toward, turn_between, yaw_of
from tools.stage.heads import Head
from tools.stage.lens import aim, project, sensor_width_mm, visible_height_m
from tools.stage.placing import Wish
from tools.stage.renderer import View
from tools.stage.sizes import DUTCH_DEG, EYES_AT, HEADS_HIGH, pitch_of

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
_ROUND_DEG = (52.0, 60.0, 68.0)
"""How far the camera of a group goes round toward the line in an upright picture, until they fit at their size."""
_LEAST_DEG = 7.0
"""Nearer to the line than this a camera sits on it."""
_BEHIND_SHOULDER_M = 0.78
_WHIP_NEARER = 0.85


class _Setup(NamedTuple):
    """Where the camera of one kind of framing belongs, at eye level."""

    eyes: Point3
    at_x: float
    yaw_deg: float
    away_m: float
    focal_mm: float
    least_m: float = 0.5


def of_people(
    camera: Camera,
    blocking: Blocking,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    aspect: float,
    pair: Pair | None,
    moved: list[str],
) -> Wish:
    """Where the camera of a frame with subjects belongs, before it meets the walls.

    Args:
        known: the heads of everybody in the place, by character id.
        subjects: on whom the frame is composed, the first first.
        aspect: width over height of the picture.
        pair: whom a whip pan or a pull of focus goes between.
        moved: gets a sentence for every change to what was asked.
    """
    first = known[subjects[0]]
    leaving = pair.first if pair is not None else None
    if leaving and camera.move.kind == "rack_focus" and camera.focal_mm < PULL_LENS_MM:
        moved.append(
            f"the lens goes from {camera.focal_mm:.0f} to {PULL_LENS_MM:.0f} mm, so that the pull of focus is seen"
        )
        camera = camera.model_copy(update={"focal_mm": PULL_LENS_MM})
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
    elif leaving and camera.move.kind == "whip_pan":
        # A little nearer, so that more lies between the two.
        setup = _group(camera, blocking, known, subjects, (), _WHIP_NEARER * away, aspect)
        side = -1.0 if _is_left_of(blocking, first.feet, known[leaving].feet) else 1.0
        setup = setup._replace(at_x=0.5 + _look_room(camera.size, aspect) * side)
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
    pitch = pitch_of(camera)
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
    first = subjects[0]
    # An upright picture has no room side by side: the camera goes round until they stand one behind the other.
    narrow = max(0.0, min(1.0, (1.25 - aspect) / 0.6))
    # So it does for a pull of focus, which needs one of them nearer than the other.
    pulled = camera.move.kind == "rack_focus" and len(subjects) > 1
    least = pulled or len(subjects) != 2
    rounds: tuple[float, ...] = (_ROUND_DEG[0],) if least else _ROUND_DEG
    for round_deg in rounds if narrow or pulled else (0.0,):
        yaw = _swung(blocking, first, camera.swing_deg + round_deg * (1.0 if pulled else narrow))
        setup = _square(camera, known, subjects, others, yaw, away_m, aspect, 0.42 - 0.19 * narrow)
        if setup.away_m < 1.2 * away_m:
            break
    return setup


def _square(
    camera: Camera,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    others: tuple[str, ...],
    yaw_deg: float,
    away_m: float,
    aspect: float,
    shoulder_m: float,
) -> _Setup:
    """A frame from ``yaw_deg`` that is even on both sides of the outermost two, and holds ``shoulder_m`` beside each."""
    side, front = across(yaw_deg), toward(yaw_deg)
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
    middle = (max(off for off, _ in offs) + min(off for off, _ in offs)) / 2
    half = 0.5 * sensor_width_mm(aspect) / camera.focal_mm
    fits = max((abs(off - middle) + shoulder_m) / half + nearer for off, nearer in offs)
    if others:
        fits = min(fits, _LOOSEST * away_m)
    eyes: Point3 = (x + side[0] * middle, y, z + side[1] * middle)
    return _Setup(eyes, 0.5, yaw_deg, max(away_m, fits), camera.focal_mm)


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
    here, there = marks.place(first), marks.place(partner)
    if here is None or there is None:
        return marks.front_yaw_deg + swing_deg
    line = turn_between(marks.front_yaw_deg, yaw_of(here, there))
    return marks.front_yaw_deg + math.copysign(swing_deg, line) * (1 if swing_deg > 0 else -1)


def _is_left_of(blocking: Blocking, a: Point, b: Point) -> bool:
    """True when ``a`` is on the left of ``b`` for the scene's side of the line."""
    right = across(blocking.marks.front_yaw_deg)
    return (a[0] - b[0]) * right[0] + (a[1] - b[1]) * right[1] < 0


def _look_room(size: ShotSize, aspect: float) -> float:
    """How far from the middle a single stands, so that the look has room: less when the face fills the frame."""
    room = {"extreme_close": 0.03, "close": 0.07, "medium_close": 0.085, "medium": 0.10}.get(size, 0.09)
    return room * min(1.0, aspect / 1.6)
