"""Beams of light in the air: how much of each line of sight the sun reaches, at a quarter of the resolution."""

import math

import cv2
import numpy as np
from numba import njit

from tools.stage.noise import hash01

STEPS = 10
REACH_M = 26.0


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def march(camera, inverse_depth, transform, shadow, row_begin, row_end, beams):
    """Write rows of beams (H/4, W/4) float32: the lit share 0..1 of the air between lens and subject."""
    size = shadow.shape[0]
    r, m = camera.rotation, transform
    height, width = inverse_depth.shape
    for y in range(row_begin, row_end):
        for x in range(beams.shape[1]):
            px, py = min(4 * x + 2, width - 1), min(4 * y + 2, height - 1)
            view_x = (px + 0.5 - camera.centre_x) / camera.focal_px
            view_y = (camera.centre_y - py - 0.5) / camera.focal_px
            dx = r[0, 0] * view_x + r[1, 0] * view_y + r[2, 0]
            dy = r[0, 1] * view_x + r[1, 1] * view_y + r[2, 1]
            dz = r[0, 2] * view_x + r[1, 2] * view_y + r[2, 2]
            here = inverse_depth[py, px]
            length = REACH_M
            if here > 0.0:
                length = min(REACH_M, 1.0 / here)
            step = length / STEPS
            lit = 0.0
            for i in range(STEPS):
                along = (i + hash01(x, y)) * step
                wx = camera.eye[0] + dx * along
                wy = camera.eye[1] + dy * along
                wz = camera.eye[2] + dz * along
                u = m[0, 0] * wx + m[0, 1] * wy + m[0, 2] * wz + m[0, 3]
                v = m[1, 0] * wx + m[1, 1] * wy + m[1, 2] * wz + m[1, 3]
                away = m[2, 0] * wx + m[2, 1] * wy + m[2, 2] * wz + m[2, 3]
                outside = u < 1.0 or v < 1.0 or u > size - 2.0 or v > size - 2.0
                if outside or shadow[int(v), int(u)] > away:
                    lit += 1.0
            beams[y, x] = lit / STEPS


def smoothed(beams: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Average the random starts of the steps away and return the beams at `size` (W, H)."""
    return cv2.resize(cv2.blur(beams, (5, 5)), size, interpolation=cv2.INTER_LINEAR)


def worth_marching(sun: tuple[float, float, float], glow: tuple[float, float, float], interior: bool) -> bool:
    """Return whether beams would show: a bright key, and low sun or a room to give them contrast."""
    return math.fsum(sun) > 0.9 and (interior or math.fsum(glow) > 1.2)
