"""What every pixel of a frame sees, down to the triangle and the point on it: the root of every control map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.raster import Camera

NOTHING = -1
"""Triangle number of the sky."""


class Surfaces(NamedTuple):
    """One frame's geometry at the size of its renderer. No antialiasing: a pixel is what its centre sees."""

    camera: Camera
    depth_m: np.ndarray
    """(H, W) float32 metres along the camera's axis; ``post.FAR_M`` where there is sky."""
    actor: np.ndarray
    """(H, W) uint8: 0 = set or sky, k = the k-th person of the cast."""
    part: np.ndarray
    """(H, W) int32 number of the piece of mesh; 0 = sky."""
    normals: np.ndarray
    """(H, W, 3) float32 unit normals in world space; 0 = sky."""
    triangle: np.ndarray
    """(H, W) int32 row of ``triangles``, ``NOTHING`` for the sky."""
    shares: np.ndarray
    """(H, W, 3) float32: how much of each corner of its triangle the seen point is; they sum to 1 (sky: 0)."""
    triangles: np.ndarray
    """(T, 3) int32 vertex numbers."""
    positions: np.ndarray
    """(V, 3) float32 world metres of every vertex at this frame: the set's and everybody's."""


@njit(cache=True, nogil=True, error_model="numpy")
def locate(seen, triangle_of, edges, triangle, shares):
    """Write the triangle (H, W) int32 that each pixel sees and the shares (H, W, 3) float32 of its corners.

    seen, triangle_of and edges are what ``raster.fill`` and ``raster.set_up`` wrote.
    """
    for y in range(seen.shape[0]):
        for x in range(seen.shape[1]):
            k = seen[y, x]
            if k < 0:
                triangle[y, x] = NOTHING
                shares[y, x, 0] = 0.0
                shares[y, x, 1] = 0.0
                shares[y, x, 2] = 0.0
                continue
            px, py = x + 0.5, y + 0.5
            first = edges[k, 0] * px + edges[k, 1] * py + edges[k, 2]
            second = edges[k, 3] * px + edges[k, 4] * py + edges[k, 5]
            third = edges[k, 6] * px + edges[k, 7] * py + edges[k, 8]
            whole = 1.0 / (first + second + third)
            triangle[y, x] = triangle_of[k]
            shares[y, x, 0] = first * whole
            shares[y, x, 1] = second * whole
            shares[y, x, 2] = third * whole
