"""Geometry as picture files, each in the convention that users of ControlNet feed to it.

    depth     16-bit grey: near is bright, as MiDaS gives it, and metric: even steps of 1/metres between near and far
    normals   8-bit RGB in camera space: red = left, green = up, blue = toward the camera (the "bae" convention)
    masks     8-bit grey, 255 inside
    edges     8-bit grey, white lines on black, as a Canny map
    flow      16-bit RGB: 64 steps a pixel from 32768, right and down; blue = 1 where the point is seen next, else 0
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tools.stage.raster import Camera

DEEPEST = 65535
FLOW_STEPS = 64.0
FLOW_ZERO = 32768

CREASE_COS = 0.80
"""Neighbours whose normals are further apart than this (37 degrees) have an edge between them."""
STEP_SHARE = 0.03
"""So have neighbours of which the farther lies this much deeper than the nearer one's plane says."""


def depth16(depth_m: np.ndarray, near_m: float, far_m: float) -> np.ndarray:
    """(H, W) uint16 of a depth in metres: 65535 at ``near_m`` and nearer, 0 at ``far_m`` and beyond, even in 1/m."""
    share = (1.0 / np.maximum(depth_m.astype(np.float64), 1e-6) - 1.0 / far_m) / (1.0 / near_m - 1.0 / far_m)
    return np.rint(np.clip(share, 0.0, 1.0) * DEEPEST).astype(np.uint16)


def depth8(depth_m: np.ndarray, bright_m: float, far_m: float) -> np.ndarray:
    """(H, W) uint8 of a depth in metres, as a depth estimator shows it: 255 at ``bright_m`` and nearer, even in 1/m."""
    return (depth16(depth_m, bright_m, far_m) >> 8).astype(np.uint8)


def metres_of(code: np.ndarray, near_m: float, far_m: float) -> np.ndarray:
    """The metres (float64) that a ``depth16`` picture stands for."""
    return 1.0 / (code.astype(np.float64) / DEEPEST * (1.0 / near_m - 1.0 / far_m) + 1.0 / far_m)


def normals8(normals: np.ndarray, camera: Camera) -> np.ndarray:
    """(H, W, 3) uint8 RGB of world normals (H, W, 3): red = left, green = up, blue = toward the camera; sky is black.

    What the renderer shows from behind (leaves, cloth) is turned toward the camera, as an estimator would see it.
    """
    local = normals @ camera.rotation.T.astype(np.float32)
    height, width = normals.shape[:2]
    across = (np.arange(width, dtype=np.float32) + 0.5 - np.float32(camera.centre_x)) / np.float32(camera.focal_px)
    up = (np.float32(camera.centre_y) - np.arange(height, dtype=np.float32) - 0.5) / np.float32(camera.focal_px)
    facing = local[..., 0] * across[None, :] + local[..., 1] * up[:, None] + local[..., 2]
    toward = np.where(facing > 0.0, np.float32(-1.0), np.float32(1.0))[..., None]
    left_up_near = local * toward * np.array([-1.0, 1.0, -1.0], np.float32)
    code = np.rint((left_up_near + 1.0) * 127.5)
    return np.where(np.any(normals != 0.0, axis=-1)[..., None], code, 0.0).astype(np.uint8)


def mask8(inside: np.ndarray) -> np.ndarray:
    """(H, W) uint8: 255 where ``inside`` (H, W) bool."""
    return np.where(inside, np.uint8(255), np.uint8(0))


def flow16(flow: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint16 RGB of a flow (H, W, 2) in pixels; blue is 0 where it is hidden next or out of range (512 px)."""
    code = np.rint(flow.astype(np.float64) * FLOW_STEPS) + FLOW_ZERO
    fits = ((code >= 0) & (code <= DEEPEST)).all(-1)
    told = (seen & fits).astype(np.uint16)
    return np.dstack([np.clip(code, 0, DEEPEST).astype(np.uint16), told])


def pixels_of(code: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(flow (H, W, 2) float32 pixels, told (H, W) bool) of a ``flow16`` picture in RGB."""
    flow = (code[..., :2].astype(np.float32) - FLOW_ZERO) / np.float32(FLOW_STEPS)
    return flow, code[..., 2] > 0


def edges8(depth_m: np.ndarray, part: np.ndarray, actor: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """(H, W) uint8: one-pixel lines where depth steps, a crease folds, or one person or thing ends before another."""
    out = np.zeros(depth_m.shape, np.uint8)
    _trace(depth_m, part, actor, normals, out)
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def _trace(depth_m, part, actor, normals, out):
    height, width = depth_m.shape
    for y in range(height - 1):
        for x in range(width - 1):
            for step in range(2):
                i, j = (x + 1, y) if step == 0 else (x, y + 1)
                if _apart(depth_m, part, actor, normals, x, y, i, j, step):
                    # The line lies on what is in front: an outline belongs to its figure.
                    if depth_m[y, x] <= depth_m[j, i]:
                        out[y, x] = 255
                    else:
                        out[j, i] = 255


@njit(cache=True, nogil=True, error_model="numpy")
def _apart(depth_m, part, actor, normals, x, y, i, j, step):
    if part[y, x] == 0 and part[j, i] == 0:
        return False
    if (part[y, x] == 0) != (part[j, i] == 0) or actor[y, x] != actor[j, i]:
        return True
    here, there = 1.0 / depth_m[y, x], 1.0 / depth_m[j, i]
    # 1/depth is linear over a plane in the picture: what does not go on as it came is a step, at any slant.
    height, width = depth_m.shape
    expected = np.inf
    if step == 0:
        if x > 0:
            expected = abs(here - 1.0 / depth_m[y, x - 1])
        if i < width - 1:
            expected = min(expected, abs(1.0 / depth_m[j, i + 1] - there))
    else:
        if y > 0:
            expected = abs(here - 1.0 / depth_m[y - 1, x])
        if j < height - 1:
            expected = min(expected, abs(1.0 / depth_m[j + 1, i] - there))
    if abs(there - here) - 2.0 * expected > STEP_SHARE * min(here, there):
        return True
    cos = 0.0
    for axis in range(3):
        cos += normals[y, x, axis] * normals[j, i, axis]
    return cos < CREASE_COS and part[y, x] != part[j, i]
