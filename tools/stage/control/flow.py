"""Optical flow from geometry: where the point that a pixel sees lies in the next frame. Exact, occlusions known."""

from __future__ import annotations

import numpy as np
from numba import njit

from tools.stage.control.surfaces import Surfaces

HIDDEN_SHARE = 0.01
"""A point counts as hidden in the next frame when something lies nearer there by more than this share of its depth."""


def forward_flow(here: Surfaces, there: Surfaces) -> tuple[np.ndarray, np.ndarray]:
    """The motion of every pixel from frame ``here`` to the next one, ``there``.

    Returns:
        flow (H, W, 2) float32: pixels to the right and down, for a point on a surface wherever the surface goes (the
        camera's motion and its own), for the sky as if infinitely far away. 0 for what passes behind the camera.
        seen (H, W) bool: True where that point is seen in the next frame too: inside it, and behind nothing.
    """
    flow = np.zeros((*here.depth_m.shape, 2), np.float32)
    seen = np.zeros(here.depth_m.shape, np.uint8)
    rays_home = np.ascontiguousarray(here.camera.rotation.T)
    _move(
        here.triangle, here.shares, here.triangles, there.positions, there.triangle, there.depth_m,
        here.camera, there.camera, rays_home, flow, seen,
    )  # fmt: skip
    return flow, seen.astype(bool)


@njit(cache=True, nogil=True, error_model="numpy")
def _move(triangle, shares, triangles, positions, next_triangle, next_depth, camera, next_camera, rays_home, flow, seen):
    height, width = triangle.shape
    eye, turned = next_camera.eye, next_camera.rotation
    for y in range(height):
        for x in range(width):
            t = triangle[y, x]
            if t < 0:
                # The sky moves with the camera's turning alone.
                right = (x + 0.5 - camera.centre_x) / camera.focal_px
                up = (camera.centre_y - y - 0.5) / camera.focal_px
                px = rays_home[0, 0] * right + rays_home[0, 1] * up + rays_home[0, 2]
                py = rays_home[1, 0] * right + rays_home[1, 1] * up + rays_home[1, 2]
                pz = rays_home[2, 0] * right + rays_home[2, 1] * up + rays_home[2, 2]
            else:
                a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                first, second, third = shares[y, x, 0], shares[y, x, 1], shares[y, x, 2]
                px = first * positions[a, 0] + second * positions[b, 0] + third * positions[c, 0] - eye[0]
                py = first * positions[a, 1] + second * positions[b, 1] + third * positions[c, 1] - eye[1]
                pz = first * positions[a, 2] + second * positions[b, 2] + third * positions[c, 2] - eye[2]
            ahead = turned[2, 0] * px + turned[2, 1] * py + turned[2, 2] * pz
            if ahead <= 1e-4:
                continue
            scale = next_camera.focal_px / ahead
            at_x = next_camera.centre_x + scale * (turned[0, 0] * px + turned[0, 1] * py + turned[0, 2] * pz)
            at_y = next_camera.centre_y - scale * (turned[1, 0] * px + turned[1, 1] * py + turned[1, 2] * pz)
            flow[y, x, 0] = at_x - (x + 0.5)
            flow[y, x, 1] = at_y - (y + 0.5)
            if not (0.0 <= at_x < width and 0.0 <= at_y < height):
                continue
            i, j = int(at_x), int(at_y)
            if t < 0:
                seen[y, x] = 1 if next_triangle[j, i] < 0 else 0
            else:
                seen[y, x] = 1 if ahead <= next_depth[j, i] * (1.0 + HIDDEN_SHARE) + 0.01 else 0
