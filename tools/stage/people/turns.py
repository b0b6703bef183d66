"""Rotations of single bones, compiled: a pose takes hundreds of them, and numpy is slow on three numbers."""

from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def matrices_of(bend_deg: np.ndarray) -> np.ndarray:
    """Rotation matrices (B, 3, 3) of rotation vectors (B, 3): axis times angle in degrees. Source: Rodrigues, 1840."""
    out = np.empty((bend_deg.shape[0], 3, 3))
    for b in range(bend_deg.shape[0]):
        x, y, z = math.radians(bend_deg[b, 0]), math.radians(bend_deg[b, 1]), math.radians(bend_deg[b, 2])
        angle = math.sqrt(x * x + y * y + z * z)
        k = 1.0 / max(angle, 1e-12)
        x, y, z = x * k, y * k, z * k
        sin, cos = math.sin(angle), math.cos(angle)
        rest = 1.0 - cos
        out[b, 0, 0], out[b, 0, 1], out[b, 0, 2] = 1.0 - rest * (y * y + z * z), rest * x * y - sin * z, rest * x * z + sin * y
        out[b, 1, 0], out[b, 1, 1], out[b, 1, 2] = rest * x * y + sin * z, 1.0 - rest * (x * x + z * z), rest * y * z - sin * x
        out[b, 2, 0], out[b, 2, 1], out[b, 2, 2] = rest * x * z - sin * y, rest * y * z + sin * x, 1.0 - rest * (x * x + y * y)
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def frame_of(along: np.ndarray, toward: np.ndarray) -> np.ndarray:
    """Orthonormal columns (3, 3): ``along``, the part of ``toward`` across it, and their cross product."""
    ax, ay, az = along[0], along[1], along[2]
    k = 1.0 / math.sqrt(ax * ax + ay * ay + az * az)
    ax, ay, az = ax * k, ay * k, az * k
    share = toward[0] * ax + toward[1] * ay + toward[2] * az
    tx, ty, tz = toward[0] - ax * share, toward[1] - ay * share, toward[2] - az * share
    size = math.sqrt(tx * tx + ty * ty + tz * tz)
    if size < 1e-4:
        tx, ty, tz = 0.0, az, -ay
        size = math.sqrt(ty * ty + tz * tz)
    tx, ty, tz = tx / size, ty / size, tz / size
    out = np.empty((3, 3))
    out[0, 0], out[1, 0], out[2, 0] = ax, ay, az
    out[0, 1], out[1, 1], out[2, 1] = tx, ty, tz
    out[0, 2], out[1, 2], out[2, 2] = ay * tz - az * ty, az * tx - ax * tz, ax * ty - ay * tx
    return out
