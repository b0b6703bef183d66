"""Film grain: clumps of silver laid over display bytes, the same for a frame and a seed on every machine and thread.

It is strongest in the mid-tones, where a print shows it, and nearly gone in black and white. Clumps keep their size
against the picture, so a film looks alike at every resolution.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit

_TILE = 512
_CLUMP = 1 / 900
"""Deviation of a clump of 35 mm grain in heights of the picture: a little over one pixel of a 1080p frame."""
_UNIT = 32.0
"""Value of a tile at one deviation."""
_TICKS_PER_S = 600
"""Divides by 24, 25, 30, 50 and 60: every frame of every rate falls on a tick of its own."""


class Grain(NamedTuple):
    """The grain of a stock."""

    level: float = 0.0
    """Deviation in mid-grey, display units 0..1; 0.02 is a pushed negative."""
    size: float = 1.0
    """Size of the clumps: 1 is 35 mm, 2 is 16 mm."""
    colour: float = 0.0
    """How far the three dye layers have grain of their own, 0 to 1."""


@lru_cache(maxsize=8)
def _tile(sigma_px: float, width: int) -> np.ndarray:
    """(512, 512 + W) int8 grain whose clumps have that deviation, mean 0, one deviation = 32; repeats after 512."""
    fine = np.random.default_rng(5).normal(0.0, 1.0, (_TILE, _TILE))
    rows = np.fft.fftfreq(_TILE)
    away = rows[:, None] ** 2 + rows[None, :] ** 2
    clumps = np.fft.ifft2(np.fft.fft2(fine) * np.exp(-2.0 * (np.pi * sigma_px) ** 2 * away)).real
    clumps -= clumps.mean()
    levels = np.clip(np.rint(clumps * (_UNIT / clumps.std())), -127, 127).astype(np.int8)
    return np.ascontiguousarray(np.take(levels, np.arange(_TILE + width) % _TILE, axis=1))


def _places(tick: int, seed: int) -> np.ndarray:
    """(3, 2) int64: row and column of the tile where a frame's three layers of grain begin, far from its neighbours'."""
    places = []
    for layer in range(3):
        mixed = (tick * 2654435761 + seed * 40503 + layer * 97) & 0xFFFFFFFF
        mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF
        mixed ^= mixed >> 13
        places.append((mixed % _TILE, (mixed // _TILE) % _TILE))
    return np.array(places, np.int64)


def grained(rgb: np.ndarray, grain: Grain, time_s: float, seed: int) -> np.ndarray:
    """`rgb` (H, W, 3) uint8 with the grain of its moment laid over it, in place.

    Args:
        time_s: the moment of the scene.
        seed: of the scene: a shot on the same moment has the same grain.
    """
    if grain.level <= 0.0:
        return rgb
    height, width = rgb.shape[:2]
    tile = _tile(round(max(0.3, grain.size * _CLUMP * height), 3), width)
    places = _places(round(time_s * _TICKS_PER_S), seed)
    # Full strength at mid-grey: (level + 12) * (267 - level) is 19460 there.
    strength = grain.level * 255.0 / (_UNIT * 19460.0)
    own = np.float32(strength * grain.colour)
    lay_grain(rgb.reshape(height, -1), tile, places, np.float32(strength), own)
    return rgb


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def lay_grain(rgb, tile, places, strength, own):
    """Add grain to (H, 3 W) uint8 `rgb`: one layer alike in the channels, two more in red and blue where `own` > 0."""
    width = rgb.shape[1] // 3
    for y in range(rgb.shape[0]):
        shared = tile[(y + places[0, 0]) % tile.shape[0], places[0, 1] : places[0, 1] + width]
        if own > np.float32(0.0):
            warm = tile[(y + places[1, 0]) % tile.shape[0], places[1, 1] : places[1, 1] + width]
            cool = tile[(y + places[2, 0]) % tile.shape[0], places[2, 1] : places[2, 1] + width]
            _lay_colours(rgb[y], shared, warm, cool, strength, own)
        else:
            _lay(rgb[y], shared, strength)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lay(row, noise, strength):
    for x in range(noise.shape[0]):
        red, green, blue = np.int32(row[3 * x]), np.int32(row[3 * x + 1]), np.int32(row[3 * x + 2])
        level = (red + green + green + blue) >> 2
        room = np.float32((level + 12) * (267 - level)) * strength
        step = np.int32(np.float32(noise[x]) * room + np.float32(512.5)) - 512
        row[3 * x] = min(max(red + step, 0), 255)
        row[3 * x + 1] = min(max(green + step, 0), 255)
        row[3 * x + 2] = min(max(blue + step, 0), 255)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lay_colours(row, noise, warm, cool, strength, own):
    half = np.float32(512.5)
    for x in range(noise.shape[0]):
        red, green, blue = np.int32(row[3 * x]), np.int32(row[3 * x + 1]), np.int32(row[3 * x + 2])
        level = (red + green + green + blue) >> 2
        room = np.float32((level + 12) * (267 - level))
        step = np.float32(noise[x]) * room * strength + half
        red_step = np.int32(step + np.float32(warm[x]) * room * own) - 512
        blue_step = np.int32(step + np.float32(cool[x]) * room * own) - 512
        row[3 * x] = min(max(red + red_step, 0), 255)
        row[3 * x + 1] = min(max(green + np.int32(step) - 512, 0), 255)
        row[3 * x + 2] = min(max(blue + blue_step, 0), 255)
