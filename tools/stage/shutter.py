"""Motion blur by the camera's own motion: what the shutter sees while it is open is averaged along each pixel's way.

Every pixel's depth tells where it was when the shutter opened; the way is taken as straight and even, and as long
again until it closes. A subject that the camera keeps on its place stays sharp while the background streaks. What
moves by itself is not smeared.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from tools.stage import raster

DEAD = 0.0022
"""Smear as a share of the picture's width that is left out: a slow move stays crisp, and costs nothing."""
_MOST_TAPS = 40
_GRID = 9


def smears(inverse_depth: np.ndarray, camera: raster.Camera, opened: raster.Camera) -> bool:
    """True when the camera's motion during the exposure is long enough to be drawn.

    Args:
        inverse_depth: (H, W) float32 1 / metres along the camera's axis, 0 for sky.
        opened: the camera when the shutter opened, half an exposure before ``camera``.
    """
    height, width = inverse_depth.shape
    rows = np.linspace(0, height - 1, _GRID).astype(int)
    columns = np.linspace(0, width - 1, 2 * _GRID).astype(int)
    x, y = np.meshgrid(columns + 0.5, rows + 0.5)
    nearness = inverse_depth[np.ix_(rows, columns)]
    ahead = np.stack(
        [(x - camera.centre_x) / camera.focal_px, (camera.centre_y - y) / camera.focal_px, np.ones_like(x)]
    )
    world = np.einsum("ij,i...->j...", camera.rotation, ahead)
    offset = (camera.eye - opened.eye)[:, None, None] * nearness
    before = np.einsum("ij,j...->i...", opened.rotation, world + offset)
    depth = np.maximum(before[2], 1e-3)
    was_x = opened.centre_x + opened.focal_px * before[0] / depth
    was_y = opened.centre_y - opened.focal_px * before[1] / depth
    return bool(2.0 * np.hypot(x - was_x, y - was_y).max() > DEAD * width)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def smear(rgb, inverse_depth, camera, opened, row_begin, row_end, out):
    """Write rows of ``out`` (H, W, 3): ``rgb`` averaged along the way of each pixel while the shutter was open.

    Radiance, not display bytes, so that a lamp draws a bright line. Taps are shifted from pixel to pixel by a fixed
    pattern (Jimenez, "Next generation post processing in Call of Duty", 2014), which breaks up their steps.
    """
    height, width = inverse_depth.shape
    r, q = camera.rotation, opened.rotation
    off_x, off_y, off_z = camera.eye[0] - opened.eye[0], camera.eye[1] - opened.eye[1], camera.eye[2] - opened.eye[2]
    dead = DEAD * width
    # A camera that only turns smears near and far alike; one that travels must not smear what it passes over the rest.
    travels = off_x * off_x + off_y * off_y + off_z * off_z > 1e-8
    for y in range(row_begin, row_end):
        up = (camera.centre_y - y - 0.5) / camera.focal_px
        for x in range(width):
            right = (x + 0.5 - camera.centre_x) / camera.focal_px
            near = inverse_depth[y, x]
            wx = r[0, 0] * right + r[1, 0] * up + r[2, 0] + off_x * near
            wy = r[0, 1] * right + r[1, 1] * up + r[2, 1] + off_y * near
            wz = r[0, 2] * right + r[1, 2] * up + r[2, 2] + off_z * near
            depth = max(1e-3, q[2, 0] * wx + q[2, 1] * wy + q[2, 2] * wz)
            move_x = x + 0.5 - opened.centre_x - opened.focal_px * (q[0, 0] * wx + q[0, 1] * wy + q[0, 2] * wz) / depth
            move_y = y + 0.5 - opened.centre_y + opened.focal_px * (q[1, 0] * wx + q[1, 1] * wy + q[1, 2] * wz) / depth
            length = 2.0 * math.sqrt(move_x * move_x + move_y * move_y)
            if length <= dead:
                out[y, x, 0], out[y, x, 1], out[y, x, 2] = rgb[y, x, 0], rgb[y, x, 1], rgb[y, x, 2]
                continue
            # The smear grows from nothing at the threshold, so that an easing move never pops.
            share = min(1.0, (length - dead) / dead) if length < 2.0 * dead else 1.0
            taps = min(_MOST_TAPS, int(length * share * 0.6) + 2)
            pattern = 52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1.0)
            shift = pattern - math.floor(pattern)
            red, green, blue, counted = 0.0, 0.0, 0.0, 0.0
            for tap in range(taps):
                along = ((tap + shift) / taps * 2.0 - 1.0) * share
                i, j = int(x + 0.5 + move_x * along), int(y + 0.5 + move_y * along)
                i, j = min(width - 1, max(0, i)), min(height - 1, max(0, j))
                if travels and inverse_depth[j, i] > 1.2 * near + 0.01:
                    continue
                red += rgb[j, i, 0]
                green += rgb[j, i, 1]
                blue += rgb[j, i, 2]
                counted += 1.0
            if counted == 0.0:
                red, green, blue, counted = rgb[y, x, 0], rgb[y, x, 1], rgb[y, x, 2], 1.0
            out[y, x, 0], out[y, x, 1], out[y, x, 2] = red / counted, green / counted, blue / counted
