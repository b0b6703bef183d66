"""Patterns that stay on the surface and keep their size on the screen.

A pattern lives in metres of the surface, in octaves of 2^k metres. As the camera comes nearer one octave fades into the
next, so its size on the screen stays between one and two times what was asked and nothing slides.
Source: Benard, Bousseau, Thollot, "Dynamic solid textures for real-time coherent stylization", 2009.
"""

import math
from functools import lru_cache

import numpy as np
from numba import njit

from tools.stage.noise import TILE_SIZE, noise_tile
from tools.stage.styles.underdrawing import Underdrawing

LEAST_OCTAVE = 24
PER_METRE = 2.0 ** -np.arange(-LEAST_OCTAVE, 25.0)
"""Cells to a metre in octave k, at k + LEAST_OCTAVE: a table, because powers are dear in a loop over pixels."""
WITHIN = 2.0 ** -(np.arange(256) / 256.0)
"""2^-f for f in [0, 1): how much smaller than asked an octave's cell is on the screen, f octaves on."""
_SHARES = 8
"""Steps in which one octave fades into the next: an eighth of the contrast is seen by nobody."""


@lru_cache(maxsize=1)
def octave_tiles() -> np.ndarray:
    """(8, 1024, 1024) uint8 noise: an octave (512 texels, twice) that fades into the next (every texel doubled).

    A place's value at the end of one octave is its value at the start of the next, so nothing jumps.
    """
    fine = np.tile(noise_tile(), (2, 2)).astype(np.float64) - 0.5
    at = np.arange(2 * TILE_SIZE) * 0.5
    low, share = np.floor(at).astype(np.int64), at % 1.0
    rows = noise_tile()[low % TILE_SIZE] * (1 - share)[:, None] + noise_tile()[(low + 1) % TILE_SIZE] * share[:, None]
    coarse = rows[:, low % TILE_SIZE] * (1 - share) + rows[:, (low + 1) % TILE_SIZE] * share - 0.5
    tiles = []
    for step in range(_SHARES):
        part = step / _SHARES
        # Blending two noises loses contrast in the middle; it is given back.
        value = 0.5 + (fine + (coarse - fine) * part) / np.hypot(part, 1.0 - part)
        tiles.append(np.round(255 * np.clip(value, 0.0, 1.0)).astype(np.uint8))
    return np.ascontiguousarray(np.stack(tiles))


def noise(
    under: Underdrawing, size_px: float, salt: float, *, turned: bool = False, half: bool = False
) -> np.ndarray:
    """(H, W) float32 smooth noise in [0, 1] that lies on the surfaces, its grains about ``size_px`` pixels.

    Coarse noise is made small and enlarged; nobody sees the difference.

    Args:
        salt: another number is another noise.
        turned: swap across and along, for a second noise that shares no grain with the first.
        half: give it at half size, (H/2, W/2).
    """
    import cv2

    height, width = under.level.shape
    step = 4 if size_px >= 7.0 else 2 if half or size_px >= 4.0 else 1
    out = np.empty((-(-height // step), -(-width // step)), np.float32)
    _field(under.place, under.level, octave_tiles(), math.log2(size_px), salt, step, 1 if turned else 0, out)
    size = (width // 2, height // 2) if half else (width, height)
    return out if out.shape == size[::-1] else cv2.resize(out, size, interpolation=cv2.INTER_LINEAR)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _field(place, level, tiles, size, salt, step, turned, out):
    height, width = level.shape
    mask = tiles.shape[1] - 1
    # A whole number of turns away, so that no negative coordinate needs a floor.
    far = 1048576.0
    for y in range(out.shape[0]):
        j = min(height - 1, y * step + step // 2)
        for x in range(out.shape[1]):
            i = min(width - 1, x * step + step // 2)
            total = level[j, i] + size + 64.0
            octave = int(total)
            tile = tiles[int((total - octave) * _SHARES)]
            scale = PER_METRE[octave - 64 + LEAST_OCTAVE]
            u = (place[j, i, turned] + salt) * scale + far
            v = (place[j, i, 1 - turned] - salt) * scale + far
            p, q = int(u), int(v)
            a, b = np.float32(u - p), np.float32(v - q)
            p &= mask
            q &= mask
            p1, q1 = (p + 1) & mask, (q + 1) & mask
            top = tile[q, p] + (np.float32(tile[q, p1]) - tile[q, p]) * a
            bottom = tile[q1, p] + (np.float32(tile[q1, p1]) - tile[q1, p]) * a
            out[y, x] = (top + (bottom - top) * b) * np.float32(1 / 255)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def ramp(low, high, x):
    """The cubic ramp from 0 at ``low`` to 1 at ``high``."""
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3.0 - 2.0 * t)
