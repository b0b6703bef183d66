"""The last look through the finder: no subject's head is cut by the frame."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tools.stage.frame import View
from tools.stage.ground import Point3
from tools.stage.lens import aim, project

_MARGIN = 0.025
"""Share of the picture that stays free between a head and the edge."""
_HAIR_M = 0.03
"""Hair stands over the crown."""
_BROAD = 0.42
"""Half of a head with its hair, from ear to ear, in heads."""
_WIDENED = 0.94
_WIDEST = 0.62
"""The lens is never brought below that share of its length: past it the shot would have another size."""


def with_headroom(
    view: View, subject: Point3, at: tuple[float, float], heads: Sequence[tuple[Point3, float]], aspect: float,
    moved: list[str],
) -> tuple[View, tuple[float, float]]:  # fmt: skip
    """``view`` tilted, panned and, where that is not enough, with a wider lens, until all heads are whole.

    Args:
        subject, at: what the frame is composed on and where it lies in the picture.
        heads: between the eyes, and chin to crown in metres, of everybody who must be whole.

    Returns the view and where the subject lies in it.
    """
    asked = view.focal_mm
    for _ in range(24):
        view = _aimed(view, subject, at, aspect)
        low, high = _box(view, heads, aspect)
        shift = [_shift(low[axis], high[axis]) for axis in (0, 1)]
        if max(map(abs, shift)) < 1e-3 and not _too_large(low, high):
            break
        if _too_large(low, high):
            if view.focal_mm * _WIDENED < _WIDEST * asked:
                break
            view = view._replace(focal_mm=view.focal_mm * _WIDENED)
        at = (at[0] + shift[0], at[1] + shift[1])
    if view.focal_mm < 0.97 * asked:
        moved.append(f"the lens goes from {asked:.0f} to {view.focal_mm:.0f} mm, so that no head is cut")
    return view, at


def _aimed(view: View, subject: Point3, at: tuple[float, float], aspect: float) -> View:
    ahead = aim(view.eye, subject, at, view.focal_mm, aspect)
    reach = math.dist(view.eye, subject)
    x, y, z = (e + a * reach for e, a in zip(view.eye, ahead, strict=True))
    return view._replace(target=(x, y, z))


def _box(view: View, heads: Sequence[tuple[Point3, float]], aspect: float) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the smallest upright box in the picture that holds every head with its hair."""
    points = []
    for (x, y, z), tall in heads:
        out = (view.eye[0] - x, view.eye[2] - z)
        span = math.hypot(*out) or 1.0
        side = (_BROAD * tall * out[1] / span, -_BROAD * tall * out[0] / span)
        points += [(x, y + 0.5 * tall + _HAIR_M, z), (x, y - 0.5 * tall, z)]
        points += [(x + side[0], y, z + side[1]), (x - side[0], y, z - side[1])]
    seen = project(view, aspect, points)
    seen = seen[seen[:, 2] > 0.1, :2] if (seen[:, 2] > 0.1).any() else np.full((1, 2), 0.5)
    return seen.min(0), seen.max(0)


def _too_large(low: np.ndarray, high: np.ndarray) -> bool:
    return bool((high - low > 1.0 - 2.0 * _MARGIN).any())


def _shift(low: float, high: float) -> float:
    """How far a span must go to lie inside the margins; nothing for one that fits nowhere but the middle."""
    if high - low > 1.0 - 2.0 * _MARGIN:
        return 0.5 - (low + high) / 2
    return max(0.0, _MARGIN - low) - max(0.0, high - 1.0 + _MARGIN)
