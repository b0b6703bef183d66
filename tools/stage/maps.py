"""Control maps read off a filled picture: depth, masks, parts and normals, exact and without antialiasing."""

import math

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def depth_and_actor(inverse_depth, seen, triangle_of, actor, far_m, depth, mask):
    """Write depth (H, W) float32 metres (`far_m` where nothing is) and the actor number (H, W) uint8 of each pixel."""
    for y in range(seen.shape[0]):
        for x in range(seen.shape[1]):
            t = seen[y, x]
            if t < 0:
                depth[y, x] = far_m
                mask[y, x] = 0
            else:
                depth[y, x] = np.float32(1.0) / inverse_depth[y, x]
                mask[y, x] = actor[triangle_of[t]]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def part_and_normal(inverse_depth, seen, triangle_of, edges, triangles, normals, part, part_map, normal_map):
    """Write the part number (H, W) int32 and the unit world normal (H, W, 3) float32 of each pixel (0 = nothing)."""
    for y in range(seen.shape[0]):
        for x in range(seen.shape[1]):
            k = seen[y, x]
            if k < 0:
                part_map[y, x] = 0
                normal_map[y, x, 0] = 0.0
                normal_map[y, x, 1] = 0.0
                normal_map[y, x, 2] = 0.0
                continue
            t = triangle_of[k]
            part_map[y, x] = part[t]
            px, py, z = x + 0.5, y + 0.5, 1.0 / inverse_depth[y, x]
            e0 = (edges[k, 0] * px + edges[k, 1] * py + edges[k, 2]) * z
            e1 = (edges[k, 3] * px + edges[k, 4] * py + edges[k, 5]) * z
            e2 = (edges[k, 6] * px + edges[k, 7] * py + edges[k, 8]) * z
            a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            nx = e0 * normals[a, 0] + e1 * normals[b, 0] + e2 * normals[c, 0]
            ny = e0 * normals[a, 1] + e1 * normals[b, 1] + e2 * normals[c, 1]
            nz = e0 * normals[a, 2] + e1 * normals[b, 2] + e2 * normals[c, 2]
            k_length = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
            normal_map[y, x, 0] = nx * k_length
            normal_map[y, x, 1] = ny * k_length
            normal_map[y, x, 2] = nz * k_length
