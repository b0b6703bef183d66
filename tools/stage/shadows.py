"""Shadow maps: depth seen from the key light. The set's map is made once, the people's anew every frame.

The people get a small map of their own around them, so that a face shades itself finely and a frame clears little.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.mesh import Mesh

NOTHING = np.float32(1e9)


class ShadowMap(NamedTuple):
    """A square depth map along the light."""

    transform: np.ndarray
    """(3, 4) float64: world metres to (texel x, texel y, metres along the light)."""
    depth: np.ndarray
    """(N, N) float32 metres along the light; NOTHING where no caster is."""


class Passing:
    """A shadow map with what moves through it drawn in; the next frame gives back what the last one covered."""

    def __init__(self, still: ShadowMap) -> None:
        self._still = still
        self._depth: np.ndarray | None = None
        self._covered: list[tuple[slice, slice]] = []

    def drawn(
        self, mesh: Mesh, casts: np.ndarray, runs: Sequence[tuple[int, int, int, int]], texels: np.ndarray
    ) -> np.ndarray:
        """Return the (N, N) depth map with the runs of a mesh in it.

        Args:
            mesh: posed.
            casts: (T,) uint8, 1 where a triangle throws a shadow.
            runs: first and last vertex, first and last triangle of each mover.
            texels: (V, 3) scratch.
        """
        still = self._still
        if self._depth is None:
            self._depth = still.depth.copy()
        for rows, columns in self._covered:
            self._depth[rows, columns] = still.depth[rows, columns]
        self._covered = []
        size = len(still.depth)
        for first, last, begin, end in runs:
            to_texels(still.transform, mesh.positions, first, last, texels)
            low = np.clip(texels[first:last, :2].min(0) - 2, 0, size).astype(int)
            high = np.clip(texels[first:last, :2].max(0) + 3, 0, size).astype(int)
            cast(texels, mesh.triangles, casts, begin, end, self._depth)
            self._covered.append((slice(low[1], high[1]), slice(low[0], high[0])))
        return self._depth


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
def to_texels(transform, positions, first, last, texels):
    """Write texel x, texel y and metres along the light of vertices first..last to `texels` (V, 3)."""
    m = transform
    for i in range(first, last):
        x, y, z = positions[i, 0], positions[i, 1], positions[i, 2]
        texels[i, 0] = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z + m[0, 3]
        texels[i, 1] = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z + m[1, 3]
        texels[i, 2] = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + m[2, 3]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def cast(texels, triangles, casts, first, last, depth):
    """Draw the casting triangles first..last into `depth` where they cover a texel; the nearest to the light wins."""
    size = depth.shape[0]
    for t in range(first, last):
        if casts[t] == 0:
            continue
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, x1, x2 = texels[a, 0], texels[b, 0], texels[c, 0]
        left, right = max(min(x0, x1, x2), 0.0), min(max(x0, x1, x2), size - 1.0)
        y0, y1, y2 = texels[a, 1], texels[b, 1], texels[c, 1]
        top, bottom = max(min(y0, y1, y2), 0.0), min(max(y0, y1, y2), size - 1.0)
        if left > right or top > bottom:
            continue
        first_x, last_x = math.ceil(left - 0.02), math.floor(right + 0.02)
        first_y, last_y = math.ceil(top - 0.02), math.floor(bottom + 0.02)
        if first_x > last_x or first_y > last_y:
            continue
        det = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(det) < 1e-9:
            continue
        z0, z1, z2 = texels[a, 2], texels[b, 2], texels[c, 2]
        k = 1.0 / det
        for y in range(first_y, last_y + 1):
            for x in range(first_x, last_x + 1):
                u = ((x - x0) * (y2 - y0) - (x2 - x0) * (y - y0)) * k
                v = ((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) * k
                if u >= -0.02 and v >= -0.02 and u + v <= 1.02:
                    z = np.float32(z0 + u * (z1 - z0) + v * (z2 - z0))
                    if z < depth[y, x]:
                        depth[y, x] = z


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def lit_share(transform, depth, x, y, z, bias_m, softness):
    """Return the share 0..1 of the light that reaches world point (x, y, z); 1 outside the map.

    The edge of a shadow is three steps of `softness` texels wide and slides evenly between them, so that it neither
    crawls nor shows texels.
    """
    size = depth.shape[0]
    m = transform
    u = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z + m[0, 3]
    v = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z + m[1, 3]
    away = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + m[2, 3] - bias_m
    margin = softness * 3.0 + 2.0
    if u <= margin or v <= margin or u >= size - margin or v >= size - margin:
        return 1.0
    step = 1.0 / softness
    cell_u, cell_v = math.floor(u * step), math.floor(v * step)
    share_u, share_v = u * step - cell_u, v * step - cell_v
    left, top = (cell_u - 1) * softness, (cell_v - 1) * softness
    far = 3.0 * softness
    reached = 0.0
    if depth[int(top), int(left)] > away:
        reached += 1.0
    if depth[int(top), int(left + far)] > away:
        reached += 1.0
    if depth[int(top + far), int(left)] > away:
        reached += 1.0
    if depth[int(top + far), int(left + far)] > away:
        reached += 1.0
    if depth[int(v), int(u)] > away:
        reached += 1.0
    # Five taps that agree are not at an edge, which is nearly everywhere.
    if reached in (0.0, 5.0):
        return reached * 0.2
    reached = 0.0
    for j in range(4):
        weight_v = 1.0 - share_v if j == 0 else (share_v if j == 3 else 1.0)
        row = int(top + j * softness)
        for i in range(4):
            if depth[row, int(left + i * softness)] > away:
                reached += weight_v * (1.0 - share_u if i == 0 else (share_u if i == 3 else 1.0))
    return reached / 9.0
