"""How the camera moves through a shot: a composed frame becomes a view for every moment.

Amplitudes follow the distance to the subject and the length of the shot, as a grip would choose them: a slow push
takes some percent of the distance each second and stops long before the nose. The composed frame lies in the
middle of the move, so the subjects are framed at both ends. A path that would touch a wall or lose a subject is
shortened until it does not.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from film.state import Easing, Move
from tools.stage.framing import Composition
from tools.stage.ground import Ground, Point3
from tools.stage.legal import is_legal, stands_free
from tools.stage.lens import aim, axes
from tools.stage.renderer import View

Subject = Callable[[float], Point3]
"""Where the subject is at a time of the shot, seconds."""


class _Travel(NamedTuple):
    """Where a camera is against its composed place."""

    right_m: float = 0.0
    up_m: float = 0.0
    ahead_m: float = 0.0
    orbit_deg: float = 0.0
    pan_deg: float = 0.0
    """Positive turns to the right."""
    tilt_deg: float = 0.0
    """Positive turns up."""


class Path(NamedTuple):
    """One shot's camera, ready to be asked for any moment."""

    composition: Composition
    move: Move
    duration_s: float
    reach: float
    """Share of the usual amplitude that the set allows, 0..1."""
    seed: int
    moved: tuple[str, ...]


def plan_path(composition: Composition, move: Move, duration_s: float, ground: Ground, seed: int) -> Path:
    """The longest version of ``move`` that stays legal, at least a standing camera."""
    for reach in (1.0, 0.75, 0.5, 0.3, 0.15, 0.0):
        path = Path(composition, move, duration_s, reach, seed, ())
        if reach == 0.0 or _is_clear(path, ground):
            said = f"the {move.kind.replace('_', ' ')} is shortened to {reach:.0%} by what stands in its way"
            return path._replace(moved=() if reach == 1.0 else (said,))
    raise AssertionError("a standing camera is always a path")


def view_at(path: Path, time_s: float, subject: Subject) -> View:
    """The camera at ``time_s``: the composed frame carried along the move, turned after its subject."""
    composed, move = path.composition, path.move
    share = min(1.0, max(0.0, time_s / path.duration_s)) if path.duration_s > 0 else 0.0
    travel = _travel(move, eased(share, move.easing) - 0.5, composed.distance_m, path)
    view = _carried(composed, travel)
    here = subject(time_s)
    drift = tuple(h - s for h, s in zip(here, composed.subject, strict=True))
    if move.kind == "follow":
        view = view._replace(
            eye=_sum(view.eye, (drift[0], 0.0, drift[2])), target=_sum(view.target, (drift[0], 0.0, drift[2]))
        )
    elif any(abs(d) > 1e-6 for d in drift):
        view = _tracked(view, composed, here, drift, path)
    if move.kind == "handheld":
        view = _shaken(view, time_s, move.speed, path.seed)
    return view._replace(focus_m=_focus_m(view, here))


def eased(share: float, easing: Easing) -> float:
    """Progress 0..1 at ``share`` 0..1 of the time. Always 0 at 0 and 1 at 1, never backwards."""
    if easing == "ease_in":
        return share * share
    if easing == "ease_out":
        return 1.0 - (1.0 - share) ** 2
    if easing == "ease_in_out":
        return share * share * (3.0 - 2.0 * share)
    return share


def _travel(move: Move, progress: float, distance_m: float, path: Path) -> _Travel:
    """The camera's place at ``progress`` -0.5..0.5 of the move."""
    seconds = path.duration_s * move.speed

    def amount(each_second: float, most: float) -> float:
        return min(most, each_second * seconds) * path.reach * progress

    sign = -1.0 if move.direction in ("left", "down", "out") else 1.0
    half_view_deg = math.degrees(math.atan(0.5 * path.composition.view.sensor_mm / path.composition.view.focal_mm))
    if move.kind == "push_in":
        return _Travel(ahead_m=amount(0.055, 0.30) * distance_m)
    if move.kind == "pull_back":
        return _Travel(ahead_m=-amount(0.06, 0.34) * distance_m)
    if move.kind == "pan":
        # Panned onto its frame: it opens beside the subject and comes to rest on it.
        return _Travel(pan_deg=sign * min(0.5 * half_view_deg, 4.5 * seconds) * path.reach * (progress - 0.32))
    if move.kind == "tilt":
        tall = half_view_deg / max(path.composition.aspect, 0.6)
        return _Travel(tilt_deg=sign * min(0.55 * tall, 3.0 * seconds) * path.reach * (progress - 0.32))
    if move.kind == "dolly":
        across = sign * amount(0.07, 0.42) * distance_m
        if move.direction in ("in", "out"):
            return _Travel(ahead_m=across)
        return _Travel(right_m=across)
    if move.kind == "orbit":
        return _Travel(orbit_deg=sign * amount(5.0, 34.0))
    if move.kind == "drone":
        rise = amount(0.05, 0.30) * distance_m * (-1.0 if move.direction == "down" else 1.0)
        return _Travel(up_m=rise, ahead_m=amount(0.05, 0.32) * distance_m, orbit_deg=0.5 * amount(3.0, 16.0))
    return _Travel()


def _carried(composed: Composition, travel: _Travel) -> View:
    """The composed view displaced by ``travel``. Sliding and circling keep the subject on its place in the frame."""
    view = composed.view
    if travel == _Travel():
        return view
    right, _, forward = axes(view._replace(roll_deg=0.0))
    eye = np.asarray(view.eye) + right * travel.right_m + forward * travel.ahead_m
    eye = eye + np.array([0.0, travel.up_m, 0.0])
    if travel.orbit_deg:
        turn = math.radians(travel.orbit_deg)
        out = eye - np.asarray(composed.subject)
        cos, sin = math.cos(turn), math.sin(turn)
        eye = np.asarray(composed.subject) + np.array(
            [out[0] * cos + out[2] * sin, out[1], -out[0] * sin + out[2] * cos]
        )
    eye[1] = max(eye[1], 0.15)
    place: Point3 = (float(eye[0]), float(eye[1]), float(eye[2]))
    if travel.pan_deg or travel.tilt_deg:
        turned = _rotated(forward, travel.pan_deg, travel.tilt_deg)
        return view._replace(eye=place, target=_sum(place, turned))
    ahead = aim(place, composed.subject, composed.at, view.focal_mm, composed.aspect)
    reach = math.dist(place, composed.subject)
    return view._replace(eye=place, target=_sum(place, tuple(a * reach for a in ahead)))


def _tracked(view: View, composed: Composition, here: Point3, drift: tuple, path: Path) -> View:
    """The operator turns after a subject that left its mark; on a locked camera they let it walk."""
    if path.move.kind == "lock_off" and composed.distance_m > 4.0:
        return view
    ahead_of = aim(view.eye, here, composed.at, view.focal_mm, path.composition.aspect)
    was = aim(view.eye, composed.subject, composed.at, view.focal_mm, path.composition.aspect)
    forward = np.subtract(view.target, view.eye)
    forward = forward / np.linalg.norm(forward)
    turned = forward + 0.92 * (np.asarray(ahead_of) - np.asarray(was))
    return view._replace(target=_sum(view.eye, tuple(turned / np.linalg.norm(turned))))


def _shaken(view: View, time_s: float, speed: float, seed: int) -> View:
    """A camera on a shoulder: slow sway and a little breath, no frequency that reads as jitter."""
    draw = random.Random(f"handheld|{seed}")
    wander = [_sway(time_s, draw) for _ in range(5)]
    size = 0.34 * math.sqrt(speed) * min(1.3, math.sqrt(35.0 / view.focal_mm))
    right, up, forward = axes(view._replace(roll_deg=0.0))
    eye = np.asarray(view.eye) + right * (0.012 * speed * wander[3]) + up * (0.009 * speed * wander[4])
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


def _focus_m(view: View, subject: Point3) -> float:
    forward = np.subtract(view.target, view.eye)
    return max(0.25, float(np.subtract(subject, view.eye) @ (forward / np.linalg.norm(forward))))


def _is_clear(path: Path, ground: Ground) -> bool:
    if path.move.kind in ("lock_off", "pan", "tilt", "handheld"):
        return True
    watched = path.composition.watched
    at_rest = is_legal(ground, path.composition.view.eye, watched)
    for step in range(9):
        eye = _carried(
            path.composition,
            _travel(path.move, eased(step / 8, path.move.easing) - 0.5, path.composition.distance_m, path),
        ).eye
        # A frame that was set up past something keeps what it had; the move only may not make it worse.
        if not (is_legal(ground, eye, watched) if at_rest else stands_free(ground, eye, watched.people)):
            return False
    return True


def _sum(a: Point3, b: tuple) -> Point3:
    return (float(a[0] + b[0]), float(a[1] + b[1]), float(a[2] + b[2]))
