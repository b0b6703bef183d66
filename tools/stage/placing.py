"""From a wished framing to a place where a camera may stand: the wish itself, else the least disturbance of it."""

from __future__ import annotations

import math
from typing import NamedTuple

from tools.stage.blocking import Blocking
from tools.stage.ground import Ground, Point3, toward
from tools.stage.legal import Watched, inside, is_legal, is_screened, stands_free
from tools.stage.lens import aim, sensor_width_mm
from tools.stage.renderer import View

_WIDEST_MM = 22.0
"""A set that is too small is not shot wider than this of the camera's own accord: people would bend."""


class Wish(NamedTuple):
    """The framing before it meets the walls."""

    subject: Point3
    at: tuple[float, float]
    yaw_deg: float
    """From the subject to the camera."""
    pitch_deg: float
    """Of the line from camera to subject: negative looks down."""
    distance_m: float
    focal_mm: float
    roll_deg: float
    least_m: float
    """Nearer than this the framing loses its sense."""


_SEARCH = sorted(
    (
        (abs(turn) / 22.0 + abs(math.log(nearer)) * 1.6 + abs(tilt) / 14.0, turn, nearer, tilt)
        for turn in (0.0, 6.0, -6.0, 12.0, -12.0, 20.0, -20.0, 30.0, -30.0, 42.0, -42.0, 56.0, -56.0, 70.0, -70.0)
        for nearer in (1.0, 0.9, 0.78, 0.66, 0.55, 0.45, 0.37, 0.3, 0.24, 1.15)
        for tilt in (0.0, -7.0, 7.0, -16.0, 16.0, -28.0, 28.0, 45.0)
    ),
)
"""Where else to look for a place, the least disturbance first: turned, nearer with a wider lens, higher or lower."""


def settle(
    wish: Wish, blocking: Blocking, ground: Ground, aspect: float, watched: Watched, of_people: bool, moved: list[str]
) -> tuple[View, float]:
    """The nearest legal camera to ``wish`` and its distance; what it cost is added to ``moved``."""
    screened: tuple[float, float, float] | None = None
    blind: tuple[float, float, float] | None = None
    chosen = None
    for _, turn, nearer, tilt in _SEARCH:
        away = wish.distance_m * nearer
        if away < wish.least_m and nearer < 1.0:
            continue
        eye = _eye(wish, ground, turn, away, tilt)
        if of_people and turn and not _keeps_side(blocking, watched, eye):
            continue
        if is_legal(ground, eye, watched):
            if not is_screened(eye, watched):
                chosen = (turn, nearer, tilt)
                break
            screened = screened or (turn, nearer, tilt)
        if blind is None and stands_free(ground, eye, watched.people):
            blind = (turn, nearer, tilt)
    chosen = chosen or screened or blind
    if chosen is None:
        eye = _free_near(_eye(wish, ground, 0.0, wish.distance_m, 0.0), wish, ground, watched)
        away = max(0.3, math.dist(eye, wish.subject))
        lens = max(min(wish.focal_mm, _WIDEST_MM), wish.focal_mm * min(1.0, away / wish.distance_m))
        moved.append("no place in the set sees the subjects freely: the camera stands where there is room")
    else:
        turn, nearer, tilt = chosen
        away = wish.distance_m * nearer
        eye = _eye(wish, ground, turn, away, tilt)
        lens = max(min(wish.focal_mm, _WIDEST_MM), wish.focal_mm * nearer)
        if nearer < 1.0:
            moved.append(f"the camera is {away:.1f} m away instead of {wish.distance_m:.1f}, on {lens:.0f} mm")
        elif nearer > 1.0:
            moved.append(f"the camera backs off to {away:.1f} m, on {lens:.0f} mm")
        if turn:
            moved.append(f"the camera is swung by {turn:.0f} degrees to stand free")
        if tilt:
            moved.append(f"the camera looks from {'higher' if tilt < 0 else 'lower'}, by {abs(tilt):.0f} degrees")
        if chosen == screened:
            moved.append("somebody stands in front of a subject")
        elif chosen == blind:
            moved.append("something of the set stands in front of a subject")
    ahead = aim(eye, wish.subject, wish.at, lens, aspect)
    target = tuple(e + a * away for e, a in zip(eye, ahead, strict=True))
    view = View(eye, target, lens, sensor_width_mm(aspect), wish.roll_deg, away, 0.0)  # type: ignore[arg-type]
    return view, away


def _free_near(eye: Point3, wish: Wish, ground: Ground, watched: Watched) -> Point3:
    """The nearest place to ``eye`` in the set where a camera stands free, whatever it sees: on rings, at some heights."""
    box = ground.camera_box
    start = inside(box, eye)
    for ring in range(60):
        for step in range(16 if ring else 1):
            out = toward(360.0 * step / 16)
            for rise in (0.0, 0.35, -0.35, 0.8, -0.8):
                tried = inside(box, (start[0] + 0.15 * ring * out[0], start[1] + rise, start[2] + 0.15 * ring * out[1]))
                tried = (tried[0], max(tried[1], ground.floor(tried[0], tried[2]) + 0.2), tried[2])
                if stands_free(ground, tried, watched.people) and math.dist(tried, wish.subject) > 0.4:
                    return tried
    return start


def _eye(wish: Wish, ground: Ground, turn_deg: float, away_m: float, tilt_deg: float) -> Point3:
    """The camera's place for a wish turned, brought nearer and tilted; never under the floor."""
    pitch = math.radians(max(-80.0, min(60.0, wish.pitch_deg + tilt_deg)))
    flat = away_m * math.cos(pitch)
    out = toward(wish.yaw_deg + turn_deg)
    x, z = wish.subject[0] + out[0] * flat, wish.subject[2] + out[1] * flat
    return (x, max(ground.floor(x, z) + 0.2, wish.subject[1] - away_m * math.sin(pitch)), z)


def _keeps_side(blocking: Blocking, watched: Watched, eye: Point3) -> bool:
    """True when a camera at ``eye`` is still on the scene's side of the line of action."""
    line = blocking.marks.line
    if line is None:
        return True
    front = toward(blocking.marks.front_yaw_deg)
    (ax, az), (bx, bz) = line
    normal = (-(bz - az), bx - ax)
    if normal[0] * front[0] + normal[1] * front[1] < 0:
        normal = (-normal[0], -normal[1])
    return (eye[0] - ax) * normal[0] + (eye[2] - az) * normal[1] > 0
