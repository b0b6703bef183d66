"""Wet ground as a mirror: what stands on a flat floor is seen in it upside down, drawn out and dimmed by the rough.

Traced in the finished radiance, a quarter of the size each way: what the picture does not show is not reflected.
Source: McGuire and Mara, "Efficient GPU Screen-Space Ray Tracing", 2014 (the march; here by growing steps).
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numba import njit

from tools.stage.noise import noise_tile, tile_noise
from tools.stage.raster import Camera

WET_FROM = 0.3
"""Wetness under which a ground is merely dark."""
_STEPS = 30

Banded = Callable[[int, Callable[[int, int], None]], None]


def lay_reflections(rgb: np.ndarray, depth: np.ndarray, camera: Camera, wetness: float, banded: Banded) -> None:
    """Add the mirror image to the ground at y = 0 of `rgb` (H, W, 3), in place.

    Args:
        depth: (H, W) float32 metres along the camera's axis.
        wetness: 0 dry to 1 under water.
    """
    height, width = depth.shape
    small = (width // 4, height // 4)
    picture = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
    depths = cv2.resize(depth, small, interpolation=cv2.INTER_NEAREST)
    mirrored = np.zeros_like(picture)
    banded(small[1], lambda a, b: trace(picture, depths, camera, a, b, mirrored))
    # Ripples and the rough of stone draw a reflection out along the line of sight.
    mirrored = cv2.GaussianBlur(mirrored, (0, 0), sigmaX=0.6 * small[0] / 240, sigmaY=2.2 * small[0] / 240)
    full = cv2.resize(mirrored, (width, height), interpolation=cv2.INTER_LINEAR)
    tile, share = noise_tile(), np.float32(wetness)
    banded(height, lambda a, b: lay(full, depth, camera, tile, share, a, b, rgb))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def trace(picture, depth, camera, row_begin, row_end, out):
    """Write rows of the mirror image `out` (h, w, 3) of ground pixels, from radiance (h, w, 3) and depth (h, w)."""
    height, width = depth.shape
    r, eye = camera.rotation, camera.eye
    focal = camera.focal_px * width / camera.width
    for y in range(row_begin, row_end):
        for x in range(width):
            across, down = (x + 0.5 - width * 0.5) / focal, (height * 0.5 - y - 0.5) / focal
            dx = r[0, 0] * across + r[1, 0] * down + r[2, 0]
            dy = r[0, 1] * across + r[1, 1] * down + r[2, 1]
            dz = r[0, 2] * across + r[1, 2] * down + r[2, 2]
            far = depth[y, x]
            if far > 200.0 or dy >= 0.0 or abs(eye[1] + dy * far) > 0.03 + 0.004 * far:
                continue
            px, pz = eye[0] + dx * far, eye[2] + dz * far
            step, before = 0.25, 0.0
            halvings = 0
            for _ in range(_STEPS):
                qx, qy, qz = px + dx * step - eye[0], -dy * step - eye[1], pz + dz * step - eye[2]
                ahead = r[2, 0] * qx + r[2, 1] * qy + r[2, 2] * qz
                if ahead < 0.1:
                    break
                sx = width * 0.5 + focal * (r[0, 0] * qx + r[0, 1] * qy + r[0, 2] * qz) / ahead
                sy = height * 0.5 - focal * (r[1, 0] * qx + r[1, 1] * qy + r[1, 2] * qz) / ahead
                # Past the picture's upper rim its last row goes on, fading.
                rim = 1.0 if sy >= 0.0 else 1.0 + sy / (0.35 * height)
                if sx < 0.0 or sx >= width or sy >= height or rim <= 0.0:
                    break
                row, column = max(0, int(sy)), int(sx)
                seen = depth[row, column]
                met = seen < ahead or (seen > 5000.0 and step > 40.0)
                if not met:
                    if halvings > 0:
                        before, step = step, step + 0.5 * (step - before)
                    else:
                        before, step = step, step * 1.28
                elif halvings < 4 and seen < 5000.0:
                    # Overshot: the surface lies between the last step and this one.
                    halvings += 1
                    step = 0.5 * (before + step)
                else:
                    if seen > ahead - 1.0 - 0.3 * step:
                        for c in range(3):
                            out[y, x, c] = min(picture[row, column, c], 4.0) * rim
                    break


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def lay(mirrored, depth, camera, tile, wetness, row_begin, row_end, rgb):
    """Add `mirrored` (H, W, 3) to the ground pixels of rows of `rgb`: more at a flat angle and where water stands."""
    width = depth.shape[1]
    r, eye = camera.rotation, camera.eye
    for y in range(row_begin, row_end):
        for x in range(width):
            across, down = (x + 0.5 - camera.centre_x) / camera.focal_px, (camera.centre_y - y - 0.5) / camera.focal_px
            dy = r[0, 1] * across + r[1, 1] * down + r[2, 1]
            far = depth[y, x]
            if far > 200.0 or dy >= 0.0 or abs(eye[1] + dy * far) > 0.03 + 0.004 * far:
                continue
            dx = r[0, 0] * across + r[1, 0] * down + r[2, 0]
            dz = r[0, 2] * across + r[1, 2] * down + r[2, 2]
            flat = 1.0 + dy / (dx * dx + dy * dy + dz * dz) ** 0.5
            gx, gz = eye[0] + dx * far, eye[2] + dz * far
            pool = tile_noise(tile, gx * 3.1, gz * 3.1) * 0.7 + tile_noise(tile, gx * 17.0, gz * 17.0) * 0.3
            standing = min(1.0, max(0.0, (pool - 0.52 + 0.22 * wetness) * 6.0))
            k = wetness * (0.05 + 0.75 * flat**3) * (0.45 + 0.55 * standing)
            for c in range(3):
                rgb[y, x, c] += (mirrored[y, x, c] - 0.35 * rgb[y, x, c] * standing) * k
