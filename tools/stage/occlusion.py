"""How much of the sky's light nearby surfaces keep from each pixel, guessed from depth alone, at a quarter of the resolution."""

import math

import cv2
import numpy as np
from numba import njit

TAPS = 7
FURTHEST = 1.0 / 70.0
"""1/m: beyond 70 m a crease is smaller than a pixel."""
_ROTATIONS = 9


def _spiral() -> np.ndarray:
    """Return (9, 7, 2): seven taps on a golden-angle spiral in the unit disc, in nine rotations."""
    rotation = np.arange(_ROTATIONS)[:, None] * (2 * math.pi / _ROTATIONS)
    tap = np.arange(TAPS)[None, :]
    angle = rotation + tap * 2.39996
    radius = np.sqrt((tap + 0.5) / TAPS) + 0 * rotation
    return np.stack([np.cos(angle) * radius, np.sin(angle) * radius], -1)


SPIRAL = _spiral()


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def occlude(inverse_depth, focal_px, spiral, row_begin, row_end, openness):
    """Write rows of openness (H/4, W/4, rounded up) float32: 1 = nothing near, down to 0.12 in a corner."""
    height, width = inverse_depth.shape
    for y in range(row_begin, row_end):
        for x in range(openness.shape[1]):
            column, row = 4 * x + 1, 4 * y + 1
            here = inverse_depth[row, column]
            if here <= FURTHEST:
                openness[y, x] = 1.0
                continue
            depth = 1.0 / here
            radius_px = min(64.0, max(3.0, 0.38 * focal_px * here))
            right = inverse_depth[row, min(column + 2, width - 1)] - here
            left = here - inverse_depth[row, max(column - 2, 0)]
            below = inverse_depth[min(row + 2, height - 1), column] - here
            above = here - inverse_depth[max(row - 2, 0), column]
            # 1/depth of a plane is linear on screen, so the gentler slope of each pair is the surface itself.
            slope_x = (right if abs(right) < abs(left) else left) * 0.5
            slope_y = (below if abs(below) < abs(above) else above) * 0.5
            rotation = (x % 3) * 3 + y % 3
            blocked = 0.0
            for i in range(TAPS):
                offset_x = spiral[rotation, i, 0] * radius_px
                offset_y = spiral[rotation, i, 1] * radius_px
                tap_x = int(column + offset_x)
                tap_y = int(row + offset_y)
                if tap_x < 0 or tap_y < 0 or tap_x >= width or tap_y >= height:
                    continue
                there = inverse_depth[tap_y, tap_x]
                plane = here + slope_x * offset_x + slope_y * offset_y
                if there <= 0 or plane <= 0:
                    continue
                rise = 1.0 / plane - 1.0 / there
                if rise > 0.012 + 0.0012 * depth and rise < 0.75:
                    blocked += min(1.0, rise * 9.0) * (1.0 - rise / 0.75)
            openness[y, x] = 1.0 - min(0.88, blocked * 0.193)


def smoothed(openness: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Average the nine rotations away and return the openness at `size` (W, H), twice as fine, cut to it."""
    scaled = cv2.resize(cv2.blur(openness, (3, 3)), None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(scaled[: size[1], : size[0]])
