"""Where a camera may stand: inside the set's box, out of furniture and people, its subjects in plain view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tools.stage.ground import Box, Ground, Point, Point3, crosses

BODY_M = 0.12
"""How near the lens comes to a wall or a piece of furniture."""

FACE_M = 0.42
"""How near it comes to a person: nearer, a face bends and the near plane cuts."""


HEAD_M = 0.2
"""How far beside the middle of somebody's head a line of sight must pass: half a head and some hair."""


class Watched(NamedTuple):
    """What the camera must see."""

    points: tuple[Point3, ...]
    """Eyes, and for wider shots the body, of the subjects."""
    people: tuple[tuple[Point, float], ...]
    """Everybody who stands there: (x, z) and the height of their crown in set space."""
    screens: tuple[tuple[Point, float], ...] = ()
    """Those of them who must not stand in front of a subject: everybody but the shoulder in the foreground."""


def is_legal(ground: Ground, eye: Point3, watched: Watched) -> bool:
    """True when a camera at ``eye`` stands free and sees every watched point past the set's blocks."""
    return stands_free(ground, eye, watched.people) and all(sees(ground, eye, point) for point in watched.points)


def stands_free(ground: Ground, eye: Point3, people: Sequence[tuple[Point, float]]) -> bool:
    box = ground.camera_box
    if not all(box.low[axis] <= eye[axis] <= box.high[axis] for axis in range(3)):
        return False
    if eye[1] < ground.floor(eye[0], eye[2]) + 0.15:
        return False
    if any(block.holds(*eye, margin=BODY_M) for block in ground.obstacles):
        return False
    return all(math.hypot(eye[0] - at[0], eye[2] - at[1]) >= FACE_M or eye[1] > crown + FACE_M for at, crown in people)


def is_screened(eye: Point3, watched: Watched) -> bool:
    """True when somebody stands between a camera at ``eye`` and a watched point of somebody else."""
    return any(_hides(at, crown, eye, point) for point in watched.points for at, crown in watched.screens)


def _hides(at: Point, crown_m: float, eye: Point3, point: Point3) -> bool:
    """True when the line from ``eye`` to ``point`` goes through somebody who is plainly nearer than the point."""
    along_x, along_z = point[0] - eye[0], point[2] - eye[2]
    span = math.hypot(along_x, along_z)
    if span < 1e-6:
        return False
    share = ((at[0] - eye[0]) * along_x + (at[1] - eye[2]) * along_z) / span**2
    if not 0.0 < share * span < span - HEAD_M:
        return False
    off = math.hypot(eye[0] + share * along_x - at[0], eye[2] + share * along_z - at[1])
    height = eye[1] + share * (point[1] - eye[1])
    # Under the chin the shoulders are in the way.
    return off < (HEAD_M if height > crown_m - 0.28 else 1.5 * HEAD_M) and height < crown_m + 0.04


def sees(ground: Ground, eye: Point3, point: Point3) -> bool:
    """True when no block of the set stands between ``eye`` and ``point``.

    The last 15 cm are not tested: who sits on a chair is inside its block.
    """
    span = math.dist(eye, point)
    if span < 1e-6:
        return True
    share = max(0.0, 1.0 - 0.15 / span)
    short: Point3 = tuple(e + (p - e) * share for e, p in zip(eye, point, strict=True))  # type: ignore[assignment]
    if any(crosses(block, eye, short) and not block.holds(*point) for block in ground.obstacles):
        return False
    return not any(_under_ground(ground, eye, short, step / 12) for step in range(1, 12))


def _under_ground(ground: Ground, eye: Point3, point: Point3, share: float) -> bool:
    x, y, z = (e + (p - e) * share for e, p in zip(eye, point, strict=True))
    return y < ground.floor(x, z)


def inside(box: Box, eye: Point3) -> Point3:
    """``eye`` brought into ``box``."""
    return tuple(min(max(eye[axis], box.low[axis]), box.high[axis]) for axis in range(3))  # type: ignore[return-value]
