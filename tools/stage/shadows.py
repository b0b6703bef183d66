"""Shadow maps: depth seen from the key light. The set's map is made once, the people's anew every frame.

The people get a small map of their own around them, so that a face shades itself finely and a frame clears little.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

NOTHING = np.float32(1e9)


class ShadowMap(NamedTuple):
    """A square depth map along the light."""

    transform: np.ndarray
    """(3, 4) float64: world metres to (texel x, texel y, metres along the light)."""
    depth: np.ndarray
    """(N, N) float32 metres along the light; NOTHING where no caster is."""


def light_frame(direction: np.ndarray) -> np.ndarray:
    """Return rows (across, up, away from the light) for a unit direction that points at the light."""
    towards = np.asarray(direction, np.float64)
    reference = np.array((0.0, 1.0, 0.0)) if abs(towards[1]) < 0.99 else np.array((0.0, 0.0, 1.0))
    across = np.cross(reference, towards)
    across = across / np.linalg.norm(across)
    return np.stack([across, np.cross(towards, across), -towards])


def transform_around(frame: np.ndarray, centre: np.ndarray, radius_m: float, size: int) -> np.ndarray:
    """Return the (3, 4) transform that maps a disc of `radius_m` around `centre` to a map of `size` texels."""
    scale = np.array((size / (2 * radius_m), size / (2 * radius_m), 1.0))
    offset = np.array((size / 2, size / 2, 0.0)) - (frame @ np.asarray(centre, np.float64)) * scale
    offset[2] = 0.0
    return np.concatenate([frame * scale[:, None], offset[:, None]], axis=1)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def cast(transform, positions, triangles, casts, first, last, depth):
    """Draw the casting triangles first..last into `depth`, keeping the nearest to the light."""
    size = depth.shape[0]
    m = transform
    for t in range(first, last):
        if casts[t] == 0:
            continue
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ax, ay, az = positions[a, 0], positions[a, 1], positions[a, 2]
        bx, by, bz = positions[b, 0], positions[b, 1], positions[b, 2]
        cx, cy, cz = positions[c, 0], positions[c, 1], positions[c, 2]
        x0 = m[0, 0] * ax + m[0, 1] * ay + m[0, 2] * az + m[0, 3]
        x1 = m[0, 0] * bx + m[0, 1] * by + m[0, 2] * bz + m[0, 3]
        x2 = m[0, 0] * cx + m[0, 1] * cy + m[0, 2] * cz + m[0, 3]
        left, right = min(x0, x1, x2), max(x0, x1, x2)
        if right < 0 or left > size:
            continue
        y0 = m[1, 0] * ax + m[1, 1] * ay + m[1, 2] * az + m[1, 3]
        y1 = m[1, 0] * bx + m[1, 1] * by + m[1, 2] * bz + m[1, 3]
        y2 = m[1, 0] * cx + m[1, 1] * cy + m[1, 2] * cz + m[1, 3]
        top, bottom = min(y0, y1, y2), max(y0, y1, y2)
        if bottom < 0 or top > size:
            continue
        det = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(det) < 1e-9:
            continue
        z0 = m[2, 0] * ax + m[2, 1] * ay + m[2, 2] * az + m[2, 3]
        z1 = m[2, 0] * bx + m[2, 1] * by + m[2, 2] * bz + m[2, 3]
        z2 = m[2, 0] * cx + m[2, 1] * cy + m[2, 2] * cz + m[2, 3]
        k = 1.0 / det
        du, dv = (y2 - y0) * k, -(y1 - y0) * k
        for y in range(max(0, math.floor(top)), min(size - 1, math.ceil(bottom)) + 1):
            for x in range(max(0, math.floor(left)), min(size - 1, math.ceil(right)) + 1):
                u = (x - x0) * du - (x2 - x0) * (y - y0) * k
                v = (x - x0) * dv + (x1 - x0) * (y - y0) * k
                if u >= -0.02 and v >= -0.02 and u + v <= 1.02:
                    z = np.float32(z0 + u * (z1 - z0) + v * (z2 - z0))
                    if z < depth[y, x]:
                        depth[y, x] = z


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def lit_share(transform, depth, x, y, z, bias_m, softness, jitter_x, jitter_y):
    """Return the share 0..1 of nine taps around world point (x, y, z) that the light reaches; 1 outside the map."""
    size = depth.shape[0]
    m = transform
    u = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z + m[0, 3]
    v = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z + m[1, 3]
    away = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + m[2, 3] - bias_m
    margin = softness * 1.5 + 2.0
    if u <= margin or v <= margin or u >= size - margin - 1.0 or v >= size - margin - 1.0:
        return 1.0
    reached = 0.0
    for j in range(-1, 2):
        for i in range(-1, 2):
            tap_x = int(u + (i + jitter_x) * softness + 0.5)
            tap_y = int(v + (j + jitter_y) * softness + 0.5)
            if depth[tap_y, tap_x] > away:
                reached += 1.0
    return reached / 9.0
