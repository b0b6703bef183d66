"""Tiling value noise and integer hashes that the kernels and the set builders share. No global random state."""

import math
from functools import lru_cache

import numpy as np
from numba import njit

TILE_SIZE = 512
"""Side of the noise tile in texels; a power of two, so that wrapping is a bit mask."""


@lru_cache(maxsize=1)
def noise_tile() -> np.ndarray:
    """Return the (512, 512) float32 tile of smooth noise in [0, 1] that wraps at its edges, equal in every process."""
    random = np.random.default_rng(11)
    frequency = np.fft.fftfreq(TILE_SIZE)
    radius_sq = frequency[:, None] ** 2 + frequency[None, :] ** 2
    tile = np.zeros((TILE_SIZE, TILE_SIZE))
    for sigma_texels, weight in ((0.0, 0.30), (1.8, 0.42), (4.5, 0.38)):
        white = random.random((TILE_SIZE, TILE_SIZE))
        soft = np.fft.ifft2(np.fft.fft2(white) * np.exp(-2 * (math.pi * sigma_texels) ** 2 * radius_sq)).real
        tile += weight * (soft - soft.mean()) / soft.std()
    # Rounded, because FFT libraries differ in the last bit.
    tile = np.clip(0.5 + np.round(tile, 6) * 0.26, 0.0, 1.0)
    return np.ascontiguousarray(tile.astype(np.float32))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def tile_noise(tile, u, v):
    """Sample the tile bilinearly at (u, v) texels; returns a value in [0, 1]."""
    size = tile.shape[0]
    floor_u = math.floor(u)
    floor_v = math.floor(v)
    i = int(floor_u) & (size - 1)
    j = int(floor_v) & (size - 1)
    next_i = (i + 1) & (size - 1)
    next_j = (j + 1) & (size - 1)
    a = u - floor_u
    b = v - floor_v
    top = tile[j, i] * (1.0 - a) + tile[j, next_i] * a
    bottom = tile[next_j, i] * (1.0 - a) + tile[next_j, next_i] * a
    return top * (1.0 - b) + bottom * b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def smoothstep(low, high, x):
    """Return the cubic ramp from 0 at `low` to 1 at `high`; `low` may be the greater."""
    t = (x - low) / (high - low)
    t = min(1.0, max(0.0, t))
    return t * t * (3.0 - 2.0 * t)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def hash01(a, b):
    """Return a repeatable value in [0, 1] for two whole numbers."""
    h = (int(a) * 374761393 + int(b) * 668265263) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFF) / 65535.0


def fractal(x: np.ndarray, z: np.ndarray, scale: float, octaves: int = 6) -> np.ndarray:
    """Return fractal value noise in about [0, 1] at x, z metres (equal shapes); `scale` is cells per metre."""
    tile = noise_tile()
    total = np.zeros(np.broadcast(x, z).shape)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        u = x * scale * 2**octave + 37 * octave
        v = z * scale * 2**octave + 11 * octave
        i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
        a, b = u - i, v - j
        a, b = a * a * (3 - 2 * a), b * b * (3 - 2 * b)
        mask = TILE_SIZE - 1
        # Stepping five texels decorrelates neighbours that the tile's own smoothing ties together.
        i0, i1, j0, j1 = (5 * i) & mask, (5 * i + 5) & mask, (5 * j) & mask, (5 * j + 5) & mask
        top = tile[j0, i0] * (1 - a) + tile[j0, i1] * a
        bottom = tile[j1, i0] * (1 - a) + tile[j1, i1] * a
        total += weight * (top * (1 - b) + bottom * b)
        weights += weight
        weight *= 0.48
    return total / weights
