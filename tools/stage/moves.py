"""How the camera moves through a shot: a composed frame becomes a view for every moment.

A path that would touch a wall, go through somebody or lose a subject is shortened until it does not, and says so.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from film.state import Move
from tools.stage.framing import Composition
from tools.stage.ground import Ground, Point, Point3
from tools.stage.legal import Watched, is_legal, stands_free
from tools.stage.lens import aim, axes
from tools.stage.operating import operator_error
from tools.stage.renderer import View
from tools.stage.travel import Course, Travel, eased, travel_at

__all__ = ["Path", "Subject", "View", "eased", "plan_path", "view_at"]

Subject = Callable[[float], Point3]
"""Where the subject is at a time of the shot, seconds."""
People = Callable[[float], tuple[tuple[Point, float], ...]]
"""Everybody who is seen at a time of the shot: (x, z) and the height of their crown in set space."""

_STANDING = ("lock_off", "pan", "tilt", "whip_pan", "rack_focus")
"""Moves that leave the camera where it was set up."""
_TRACKS = 0.92
"""Share of a subject's way that the operator's turning makes good."""
_MOMENTS = 9
_REACHES = (1.0, 0.85, 0.7, 0.55, 0.4, 0.28, 0.16, 0.08, 0.0)
_OFF_FRAME = 1.35
"""How many picture widths beside its end a whip pan starts that comes from nobody."""


class Path(NamedTuple):
    """One shot's camera, ready to be asked for any moment."""

    composition: Composition
    move: Move
    duration_s: float
    reach: float
    """Share of the usual amplitude that the set allows, 0..1."""
    seed: int
    moved: tuple[str, ...]
    course: Course
    ground: Ground
    kept: tuple[float, float] = (1.0, 1.0)
    """Shares of a subject's way along the set's x and z that a following camera goes: it slides along a wall."""


def plan_path(
    composition: Composition, move: Move, duration_s: float, ground: Ground, seed: int, *,
    subject: Subject | None = None, people: People | None = None,
) -> Path:  # fmt: skip
    """The longest version of ``move`` that stays legal, at least a standing camera.

    Args:
        subject: where the subject goes; it stays when not given.
        people: where everybody goes; they stay as the frame was composed when not given.
    """
    going = subject or (lambda _: composition.subject)
    crowd = people or (lambda _: composition.watched.people)
    moving = any(math.dist(going(duration_s * n / 4), going(0.0)) > 0.05 for n in range(1, 5))
    view = composition.view
    course = Course(
        move,
        duration_s,
        composition.distance_m,
        math.degrees(math.atan(0.5 * view.sensor_mm / view.focal_mm)),
        composition.aspect,
        _whip(composition, move) if move.kind == "whip_pan" else (0.0, 0.0),
        composition.ends is not None,
        operator_error(seed).late_s,
        moving,
    )
    if move.kind == "follow" and moving:
        return _follow(Path(composition, move, duration_s, 1.0, seed, (), course, ground), going, crowd)
    for reach in _REACHES:
        path = Path(composition, move, duration_s, reach, seed, (), course, ground)
        if reach == 0.0 or _is_clear(path, going, crowd):
            named = move.kind.replace("_", " ")
            said = f"the {named} is shortened to {reach:.0%} by what stands in its way"
            if reach == 0.0:
                said = f"the camera stands still instead of making its {named}: the set has no room for it"
            return path._replace(moved=() if reach == 1.0 or move.kind == "handheld" else (said,))
    raise AssertionError("a standing camera is always a path")


def _follow(path: Path, subject: Subject, people: People) -> Path:
    """The path that keeps most of the subject's way; where a wall is in the way it slides along it."""
    last, first = subject(path.duration_s), subject(0.0)
    ways = (abs(last[0] - first[0]), abs(last[2] - first[2]))
    whole = math.hypot(*ways) or 1.0

    def share(kept: tuple[float, float]) -> float:
        return math.hypot(kept[0] * ways[0], kept[1] * ways[1]) / whole

    for kept in sorted(((x, z) for x in _REACHES for z in _REACHES), key=lambda each: (-share(each), -sum(each), each)):
        tried = path._replace(kept=kept, reach=share(kept))
        if not any(kept) or _is_clear(tried, subject, people):
            if tried.reach > 0.995:
                return tried
            said = f"the camera follows {tried.reach:.0%} of the way and then turns: the set has no room for the rest"
            return tried._replace(moved=(said,))
    raise AssertionError("a standing camera is always a path")


def view_at(path: Path, time_s: float, subject: Subject, *, shutter_s: float = 0.0) -> View:
    """The camera at ``time_s``: the composed frame carried along the move, turned after its subject.

    Args:
        shutter_s: how long the shutter is open; 0 is a picture without motion blur.
    """
    view = _view(path, time_s, subject)
    if shutter_s <= 0.0 or path.move.kind == "lock_off":
        return view
    opened = _view(path, time_s - shutter_s / 2, subject)
    return view._replace(opened=opened) if opened != view else view


def _view(path: Path, time_s: float, subject: Subject) -> View:
    composed, move = path.composition, path.move
    travel = travel_at(path.course, time_s, path.reach)
    here = subject(time_s)
    if move.kind == "dolly_zoom":
        return _zoomed(composed, travel, here)
    view = _carried(composed, travel)
    drift = tuple(h - s for h, s in zip(here, composed.subject, strict=True))
    if any(abs(d) > 1e-6 for d in drift):
        if move.kind == "follow":
            view = _carried_along(view, drift, path)
        view = _tracked(view, composed, here, path)
    if move.kind == "handheld":
        view = _shaken(view, time_s, path)
    return view._replace(focus_m=_focus_m(view, composed, here, drift, travel.pulled))


def _carried(composed: Composition, travel: Travel) -> View:
    """The composed view displaced by ``travel``. Sliding and circling keep the subject on its place in the frame."""
    view = composed.view
    if travel._replace(pulled=1.0) == Travel():
        return view
    if travel.pan_deg or travel.tilt_deg:
        forward = axes(view._replace(roll_deg=0.0))[2]
        return view._replace(target=_sum(view.eye, _rotated(forward, travel.pan_deg, travel.tilt_deg)))
    place = _place(composed, travel)
    return view._replace(eye=place, target=_looking(place, composed.subject, composed, view.focal_mm))


def _place(composed: Composition, travel: Travel) -> Point3:
    """The eye displaced by ``travel``: across and along the floor, up, and round the subject."""
    view = composed.view
    right, _, forward = axes(view._replace(roll_deg=0.0))
    eye = np.asarray(view.eye) + right * travel.right_m
    if travel.up_m and abs(forward[1]) < 0.98:
        # What rises goes back along the floor, however far down it looks.
        level = np.array([forward[0], 0.0, forward[2]])
        forward = level / np.linalg.norm(level)
    eye = eye + forward * travel.ahead_m + np.array([0.0, travel.up_m, 0.0])
    if travel.orbit_deg:
        turn = math.radians(travel.orbit_deg)
        x, y, z = eye - np.asarray(composed.subject)
        cos, sin = math.cos(turn), math.sin(turn)
        eye = np.asarray(composed.subject) + np.array([x * cos + z * sin, y, -x * sin + z * cos])
    return (float(eye[0]), max(float(eye[1]), 0.15), float(eye[2]))


def _looking(eye: Point3, subject: Point3, composed: Composition, focal_mm: float) -> Point3:
    """What a camera at ``eye`` is aimed at, as far away as the subject, for it to lie on its place in the frame."""
    ahead = aim(eye, subject, composed.at, focal_mm, composed.aspect)
    reach = math.dist(eye, subject)
    return _sum(eye, tuple(a * reach for a in ahead))


def _zoomed(composed: Composition, travel: Travel, here: Point3) -> View:
    """A camera that comes nearer while its lens widens: the subject keeps its size and its place.

    With the subject off the axis by ``k`` mm on the sensor its depth is d * f / sqrt(f^2 + k^2), so that f / depth is
    constant for f^2 = (c * d)^2 - k^2.
    """
    view = composed.view
    eye = _place(composed, travel)
    off = (composed.at[0] - 0.5) * view.sensor_mm, (composed.at[1] - 0.5) * view.sensor_mm / composed.aspect
    k = math.hypot(*off)
    scale = math.hypot(view.focal_mm, k) / math.dist(view.eye, composed.subject)
    lens = math.sqrt(max(8.0**2, (scale * math.dist(eye, here)) ** 2 - k * k))
    view = view._replace(eye=eye, focal_mm=lens, target=_looking(eye, here, composed, lens))
    return view._replace(focus_m=_depth_m(view, here))


def _carried_along(view: View, drift: tuple, path: Path) -> View:
    """A camera that keeps its distance from a subject that walks, as far as the set lets it."""
    x, z = drift[0] * path.kept[0], drift[2] * path.kept[1]
    low = path.ground.floor(view.eye[0], view.eye[2])
    rise = path.ground.floor(view.eye[0] + x, view.eye[2] + z) - low
    return view._replace(eye=_sum(view.eye, (x, rise, z)), target=_sum(view.target, (x, rise, z)))


def _tracked(view: View, composed: Composition, here: Point3, path: Path) -> View:
    """The operator turns after a subject that left its mark; on a locked camera they let it walk."""
    if path.move.kind == "lock_off" and composed.distance_m > 4.0:
        return view
    was = composed.subject
    if path.move.kind == "follow":
        was = _sum(was, ((here[0] - was[0]) * path.kept[0], 0.0, (here[2] - was[2]) * path.kept[1]))
    ahead_of = aim(view.eye, here, composed.at, view.focal_mm, composed.aspect)
    before = aim(view.eye, was, composed.at, view.focal_mm, composed.aspect)
    forward = np.subtract(view.target, view.eye)
    reach = float(np.linalg.norm(forward))
    turned = forward / reach + _TRACKS * (np.asarray(ahead_of) - np.asarray(before))
    return view._replace(target=_sum(view.eye, tuple(turned / np.linalg.norm(turned) * reach)))


def _whip(composed: Composition, move: Move) -> tuple[float, float]:
    """From the frame that a whip pan ends on back to where it starts: pan to the right, tilt up, degrees."""
    view, sign = composed.view, -1.0 if move.direction in ("left", "down", "out") else 1.0
    width_deg = math.degrees(2.0 * math.atan(0.5 * view.sensor_mm / view.focal_mm))
    if composed.ends is None:
        return (-sign * min(100.0, max(50.0, _OFF_FRAME * width_deg)), 0.0)
    # Each of two who face each other has the room for their look on their own side.
    first = aim(view.eye, composed.ends[0], (1.0 - composed.at[0], composed.at[1]), view.focal_mm, composed.aspect)
    last = np.subtract(view.target, view.eye)
    last = last / np.linalg.norm(last)
    turn = math.atan2(last[0], last[2]) - math.atan2(first[0], first[2])
    pan = math.degrees((turn + math.pi) % math.tau - math.pi)
    return pan, math.degrees(math.asin(first[1]) - math.asin(max(-1.0, min(1.0, float(last[1])))))


def _shaken(view: View, time_s: float, path: Path) -> View:
    """A camera on a shoulder: slow sway and a little breath, no frequency that reads as jitter."""
    draw, speed = random.Random(f"handheld|{path.seed}"), path.move.speed
    wander = [_sway(time_s, draw) for _ in range(5)]
    size = 0.34 * math.sqrt(speed) * min(1.3, math.sqrt(35.0 / view.focal_mm))
    right, up, forward = axes(view._replace(roll_deg=0.0))
    # Where the operator has no room to sway, only the camera turns.
    sway = path.reach * speed
    eye = np.asarray(view.eye) + right * (0.012 * sway * wander[3]) + up * (0.009 * sway * wander[4])
    turned = _rotated(forward, size * wander[0], 0.8 * size * wander[1])
    place = (float(eye[0]), float(eye[1]), float(eye[2]))
    return view._replace(eye=place, target=_sum(place, turned), roll_deg=view.roll_deg + 0.35 * size * wander[2])


def _sway(time_s: float, draw: random.Random) -> float:
    """A smooth value near -1..1: five slow waves between 0.12 and 1.1 Hz, the faster the weaker."""
    value = 0.0
    for hertz in (0.13, 0.29, 0.47, 0.74, 1.1):
        rate, phase = hertz * draw.uniform(0.85, 1.15), draw.uniform(0.0, math.tau)
        value += math.sin(math.tau * rate * time_s + phase) * (0.13 / hertz) ** 0.62
    return 0.62 * value


def _rotated(forward: np.ndarray, pan_deg: float, tilt_deg: float) -> Point3:
    """``forward`` panned to the right and tilted up."""
    yaw = math.atan2(forward[0], forward[2]) - math.radians(pan_deg)
    pitch = math.asin(max(-1.0, min(1.0, float(forward[1])))) + math.radians(tilt_deg)
    pitch = max(-1.5, min(1.5, pitch))
    return (math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch))


def _focus_m(view: View, composed: Composition, here: Point3, drift: tuple, pulled: float) -> float:
    """Where the lens is focused. A pull goes evenly in 1 / distance, as a lens's ring is turned."""
    if composed.ends is None:
        return _depth_m(view, here)
    near, far = (1.0 / _depth_m(view, _sum(end, drift)) for end in composed.ends)
    return 1.0 / (near + (far - near) * pulled)


def _depth_m(view: View, point: Point3) -> float:
    forward = np.subtract(view.target, view.eye)
    return max(0.25, float(np.subtract(point, view.eye) @ (forward / np.linalg.norm(forward))))


def _is_clear(path: Path, subject: Subject, people: People) -> bool:
    if path.move.kind in _STANDING:
        return True
    watched = path.composition.watched
    at_rest = is_legal(path.ground, path.composition.view.eye, watched)
    # What passes between a following camera and its subject is the foreground that tells that both move.
    passes = _MOMENTS // 3 if path.move.kind == "follow" else 0
    for step in range(_MOMENTS):
        time_s = path.duration_s * step / (_MOMENTS - 1)
        eye = _view(path, time_s, subject).eye
        if not stands_free(path.ground, eye, people(time_s)):
            return False
        # A frame that was set up past something keeps what it had; the move only may not make it worse.
        if at_rest and not is_legal(path.ground, eye, _drifted(watched, path.composition.subject, subject(time_s))):
            passes -= 1
            if passes < 0:
                return False
    return True


def _drifted(watched: Watched, was: Point3, here: Point3) -> Watched:
    """What must be seen when the subject has gone from ``was`` to ``here``; people are looked at apart."""
    drift = tuple(h - w for h, w in zip(here, was, strict=True))
    return Watched(tuple(_sum(point, drift) for point in watched.points), ())


def _sum(a: Point3, b: tuple) -> Point3:
    return (float(a[0] + b[0]), float(a[1] + b[1]), float(a[2] + b[2]))
