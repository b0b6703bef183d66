"""Moves a person's vertices into a pose: face displacements, then linear blend skinning. Compiled by numba.

Imported only when a person is posed; the first call in a fresh cache compiles for a few seconds.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def displace(positions, normals, moving, shifts, tilts, weights):
    """Add weighted displacements in place: ``shifts`` and ``tilts`` (M, K, 3) act on vertices ``moving`` (K,)."""
    for m in range(weights.shape[0]):
        w = weights[m]
        if w == 0.0:
            continue
        for k in range(moving.shape[0]):
            v = moving[k]
            for c in range(3):
                positions[v, c] += w * shifts[m, k, c]
                normals[v, c] += w * tilts[m, k, c]


@njit(cache=True, nogil=True)
def skin(positions, normals, bones, shares, turns, moves, out_positions, out_normals):
    """Blend bone transforms.

    Args:
        positions, normals: (V, 3) float32, rest pose.
        bones: (V, 4) uint8. shares: (V, 4) float32, rows sum to 1, largest first.
        turns: (B, 3, 3) float32. moves: (B, 3) float32; a bone takes p to turn @ p + move.
        out_positions, out_normals: (V, 3) float32, filled; normals are made unit length.
    """
    m = np.empty((3, 4), np.float32)
    for v in range(positions.shape[0]):
        first = bones[v, 0]
        if shares[v, 0] > 0.9995:
            for r in range(3):
                for c in range(3):
                    m[r, c] = turns[first, r, c]
                m[r, 3] = moves[first, r]
        else:
            for r in range(3):
                for c in range(4):
                    m[r, c] = np.float32(0)
            for k in range(bones.shape[1]):
                s = shares[v, k]
                if s <= np.float32(0):
                    break
                b = bones[v, k]
                for r in range(3):
                    for c in range(3):
                        m[r, c] += s * turns[b, r, c]
                    m[r, 3] += s * moves[b, r]
        x, y, z = positions[v, 0], positions[v, 1], positions[v, 2]
        nx, ny, nz = normals[v, 0], normals[v, 1], normals[v, 2]
        out_positions[v, 0] = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z + m[0, 3]
        out_positions[v, 1] = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z + m[1, 3]
        out_positions[v, 2] = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + m[2, 3]
        a = m[0, 0] * nx + m[0, 1] * ny + m[0, 2] * nz
        b_ = m[1, 0] * nx + m[1, 1] * ny + m[1, 2] * nz
        c_ = m[2, 0] * nx + m[2, 1] * ny + m[2, 2] * nz
        k_ = np.float32(1.0) / np.sqrt(a * a + b_ * b_ + c_ * c_ + np.float32(1e-12))
        out_normals[v, 0] = a * k_
        out_normals[v, 1] = b_ * k_
        out_normals[v, 2] = c_ * k_
