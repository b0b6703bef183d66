"""How far posed people reach: the box around them, the middle of their points, and where their feet stand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.raster import Camera

_FOOT_M = 0.25
"""What is lower than this above somebody's lowest point is foot."""
MOST_CONTACTS = 4
"""Extras whose feet darken the ground; farther ones are too small to be missed."""


class Extent(NamedTuple):
    """How far one posed person reaches, metres."""

    low: np.ndarray
    """(3,)"""
    high: np.ndarray
    """(3,)"""
    middle: np.ndarray
    """(3,) mean of all points."""
    feet: tuple[float, float, float, float]
    """x, y, z of the point between the feet and the radius of the shadow they leave on the ground."""


def settle(positions: np.ndarray, normals: np.ndarray, vertices: np.ndarray, points: np.ndarray) -> Extent:
    """Copy a pose into the renderer's arrays and measure it on the way.

    Args:
        positions, normals: (V, 3) of the pose.
        vertices: (V, 12) whose first six columns are overwritten with both.
        points: (V, 3) overwritten with the positions.
    """
    found = np.empty((4, 3))
    _copy(positions, normals, vertices, points, found)
    low, high, middle, foot = found
    return Extent(low, high, middle, (float(foot[0]), float(low[1]), float(foot[1]), 0.16 + 0.45 * float(foot[2])))


@njit(cache=True, nogil=True, error_model="numpy")
def _copy(positions, normals, vertices, points, found):
    """found (4, 3): low, high, mean, and of the feet middle x, middle z and spread."""
    for c in range(3):
        found[0, c], found[1, c], found[2, c] = 1e30, -1e30, 0.0
    count = positions.shape[0]
    for v in range(count):
        for c in range(3):
            at = positions[v, c]
            points[v, c] = at
            vertices[v, c] = at
            vertices[v, 3 + c] = normals[v, c]
            found[0, c] = min(found[0, c], at)
            found[1, c] = max(found[1, c], at)
            found[2, c] += at
    floor = found[0, 1]
    left, right, back, front = 1e30, -1e30, 1e30, -1e30
    for v in range(count):
        if points[v, 1] < floor + _FOOT_M:
            left, right = min(left, points[v, 0]), max(right, points[v, 0])
            back, front = min(back, points[v, 2]), max(front, points[v, 2])
    for c in range(3):
        found[2, c] /= max(1, count)
    found[3, 0], found[3, 1] = (left + right) / 2.0, (back + front) / 2.0
    found[3, 2] = max(right - left, front - back)


def contacts(extents: Sequence[Extent], walking: Sequence[Extent], camera: Camera) -> np.ndarray:
    """Return (A, 4) where people touch the ground: everybody of the cast and the nearest extras."""
    near = sorted(walking, key=lambda extent: float(np.linalg.norm(extent.middle - camera.eye)))
    standing = [*extents, *near[:MOST_CONTACTS]]
    return np.array([extent.feet for extent in standing], np.float64).reshape(-1, 4)
