"""How much of the sky's light nearby surfaces keep from each pixel, guessed from depth alone, at half resolution."""

import math

import cv2
import numpy as np
from numba import njit

TAPS = 6
FURTHEST = 1.0 / 70.0
"""1/m: beyond 70 m a crease is smaller than a pixel."""
_ROTATIONS = 16


def _spiral() -> np.ndarray:
    """Return (16, 6, 2): six taps on a golden-angle spiral in the unit disc, in sixteen rotations."""
    rotation = np.arange(_ROTATIONS)[:, None] * (2 * math.pi / _ROTATIONS)
    tap = np.arange(TAPS)[None, :]
    angle = rotation + tap * 2.39996
    radius = np.sqrt((tap + 0.5) / TAPS) + 0 * rotation
    return np.stack([np.cos(angle) * radius, np.sin(angle) * radius], -1)


SPIRAL = _spiral()


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def occlude(inverse_depth, focal_px, spiral, row_begin, row_end, openness):
    """Write rows of openness (H/2, W/2) float32: 1 = nothing near, down to 0.12 in a corner."""
    height, width = inverse_depth.shape
    for y in range(row_begin, row_end):
        for x in range(openness.shape[1]):
            here = inverse_depth[2 * y, 2 * x]
            if here <= FURTHEST:
                openness[y, x] = 1.0
                continue
            depth = 1.0 / here
            radius_px = min(64.0, max(3.0, 0.38 * focal_px * here))
            right = inverse_depth[2 * y, min(2 * x + 2, width - 1)] - here
            left = here - inverse_depth[2 * y, max(2 * x - 2, 0)]
            below = inverse_depth[min(2 * y + 2, height - 1), 2 * x] - here
            above = here - inverse_depth[max(2 * y - 2, 0), 2 * x]
            # 1/depth of a plane is linear on screen, so the gentler slope of each pair is the surface itself.
            slope_x = (right if abs(right) < abs(left) else left) * 0.5
            slope_y = (below if abs(below) < abs(above) else above) * 0.5
            rotation = (x & 3) * 4 + (y & 3)
            blocked = 0.0
            for i in range(TAPS):
                offset_x = spiral[rotation, i, 0] * radius_px
                offset_y = spiral[rotation, i, 1] * radius_px
                tap_x = int(2 * x + offset_x)
                tap_y = int(2 * y + offset_y)
                if tap_x < 0 or tap_y < 0 or tap_x >= width or tap_y >= height:
                    continue
                there = inverse_depth[tap_y, tap_x]
                plane = here + slope_x * offset_x + slope_y * offset_y
                if there <= 0 or plane <= 0:
                    continue
                rise = 1.0 / plane - 1.0 / there
                if rise > 0.012 + 0.0012 * depth and rise < 0.75:
                    blocked += min(1.0, rise * 9.0) * (1.0 - rise / 0.75)
            openness[y, x] = 1.0 - min(0.88, blocked * 0.225)


def smoothed(openness: np.ndarray) -> np.ndarray:
    """Average the sixteen rotations away over 5 x 5 pixels."""
    return cv2.blur(openness, (5, 5))
