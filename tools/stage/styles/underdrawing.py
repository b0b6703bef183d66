"""What lies under the paint: for every pixel the place on the thing itself, its material, its facing and its own colour.

Strokes, hatching, cells and paper hold on to ``place``: metres along a surface that does not move when the camera does,
and that moves with the body when a person does. So a pattern drawn in it has no shower door.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.materials import EMISSIVE, GRASS, LEAF
from tools.stage.mesh import Mesh
from tools.stage.raster import Camera

SKY = 255
"""The material number of a pixel on which nothing stands."""
SKY_M = 60.0
"""Radius of the sphere that the sky is painted on."""


class Underdrawing(NamedTuple):
    """The drawing under one picture, all (H, W) at the renderer's size."""

    place: np.ndarray
    """(H, W, 2) float32 metres across and along the surface: of the world on the set, of the resting body on people."""
    level: np.ndarray
    """(H, W) float32 log2 of the metres of surface that a pixel covers, foreshortening averaged over both directions."""
    facing: np.ndarray
    """(H, W) float32: 1 where the surface faces the camera, 0 where it is seen edge on; 1 in the sky."""
    material: np.ndarray
    """(H, W) uint8 Material, SKY where nothing is."""
    part: np.ndarray
    """(H, W) int32 number of the piece of mesh, 0 = sky."""
    normals: np.ndarray
    """(H, W, 3) float32 unit normals in world space, 0 = sky."""
    own: np.ndarray
    """(H, W, 3) uint8 display colour of the thing under white light, without pattern; black where there is sky."""


def underdrawing_of(
    camera: Camera,
    mesh: Mesh,
    inverse_depth: np.ndarray,
    seen: np.ndarray,
    triangle_of: np.ndarray,
    edges: np.ndarray,
) -> Underdrawing:
    """The underdrawing of a picture that has just been rasterised (see `raster.fill` for the four arrays)."""
    size = seen.shape
    under = Underdrawing(
        place=np.empty((*size, 2), np.float32),
        level=np.empty(size, np.float32),
        facing=np.empty(size, np.float32),
        material=np.empty(size, np.uint8),
        part=np.empty(size, np.int32),
        normals=np.empty((*size, 3), np.float32),
        own=np.empty((*size, 3), np.uint8),
    )
    _draw(
        camera, inverse_depth, seen, triangle_of, edges, mesh.triangles, mesh.normals, mesh.uv, mesh.albedo,
        mesh.material, mesh.actor, mesh.part, _display_curve(), under,
    )  # fmt: skip
    return under


def _display_curve() -> np.ndarray:
    """(1024,) uint8: display bytes of a linear albedo 0..1."""
    return np.round(255 * (np.arange(1024) / 1023) ** (1 / 2.2)).astype(np.uint8)


_LOG2 = np.log2(1.0 + (np.arange(1024) + 0.5) / 1024.0).astype(np.float32)
"""log2 of a float's fraction by its first ten bits: a thousandth of an octave is close enough for a pattern."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def log2_of(x):
    """log2 of a positive number, to a thousandth, at a fraction of its price."""
    bits = np.float32(x).view(np.int32)
    return np.float32((bits >> 23) - 127) + _LOG2[(bits >> 13) & 1023]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _draw(
    camera, inverse_depth, seen, triangle_of, edges, triangles, normals, uv, albedo, material, actor, part, curve, under
):
    """Fill ``under`` from the filled picture; the arrays are the mesh's and the raster's."""
    height, width = seen.shape
    r = camera.rotation
    eye = camera.eye
    focal = camera.focal_px
    sky_level = log2_of(SKY_M / focal)
    own = np.zeros(3, np.uint8)
    corner = np.zeros((3, 3))
    edge = np.zeros(9)
    tip = np.zeros((3, 2))
    for y in range(height):
        py = y + 0.5
        b = (camera.centre_y - py) / focal
        last, kind, who, number = -2, 0, 0, 0
        for x in range(width):
            px = x + 0.5
            a = (px - camera.centre_x) / focal
            ray_x = r[0, 0] * a + r[1, 0] * b + r[2, 0]
            ray_y = r[0, 1] * a + r[1, 1] * b + r[2, 1]
            ray_z = r[0, 2] * a + r[1, 2] * b + r[2, 2]
            # The forward axis has length 1 and the two others stand square to it.
            shorten = 1.0 / math.sqrt(1.0 + a * a + b * b)
            k = seen[y, x]
            if k < 0:
                under.place[y, x, 0] = math.atan2(ray_x, ray_z) * SKY_M
                under.place[y, x, 1] = math.asin(ray_y * shorten) * SKY_M
                under.level[y, x] = sky_level
                under.facing[y, x] = 1.0
                under.material[y, x] = SKY
                under.part[y, x] = 0
                for c in range(3):
                    under.normals[y, x, c] = 0.0
                    under.own[y, x, c] = 0
                continue
            if k != last:
                # Neighbours mostly see the same triangle: what it looks like is fetched once for all of them.
                last = k
                t = triangle_of[k]
                kind, who, number = material[t], actor[t], part[t]
                glow = 511.0 if kind == EMISSIVE else 1023.0
                for c in range(9):
                    edge[c] = edges[k, c]
                for m in range(3):
                    vertex = triangles[t, m]
                    for c in range(3):
                        corner[m, c] = normals[vertex, c]
                    tip[m, 0] = uv[vertex, 0]
                    tip[m, 1] = uv[vertex, 1]
                first = triangles[t, 0]
                for c in range(3):
                    own[c] = curve[min(1023, max(0, int(albedo[first, c] * glow)))]
            z = 1.0 / inverse_depth[y, x]
            e0 = (edge[0] * px + edge[1] * py + edge[2]) * z
            e1 = (edge[3] * px + edge[4] * py + edge[5]) * z
            e2 = (edge[6] * px + edge[7] * py + edge[8]) * z
            nx = e0 * corner[0, 0] + e1 * corner[1, 0] + e2 * corner[2, 0]
            ny = e0 * corner[0, 1] + e1 * corner[1, 1] + e2 * corner[2, 1]
            nz = e0 * corner[0, 2] + e1 * corner[1, 2] + e2 * corner[2, 2]
            unit = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
            nx, ny, nz = nx * unit, ny * unit, nz * unit
            under.normals[y, x, 0] = nx
            under.normals[y, x, 1] = ny
            under.normals[y, x, 2] = nz
            facing = abs(nx * ray_x + ny * ray_y + nz * ray_z) * shorten
            under.facing[y, x] = facing
            away = z / focal
            under.level[y, x] = 0.5 * log2_of(away * away / max(facing, 0.1))
            if who > 0:
                u = e0 * tip[0, 0] + e1 * tip[1, 0] + e2 * tip[2, 0] + 11.7 * who
                v = e0 * tip[0, 1] + e1 * tip[1, 1] + e2 * tip[2, 1]
                if x > 0 and y > 0 and under.part[y, x - 1] == number and under.part[y - 1, x] == number:
                    # A resting body is drawn from the front: where it turns away, a pixel spans less of the drawing.
                    left_u, left_v = u - under.place[y, x - 1, 0], v - under.place[y, x - 1, 1]
                    above_u, above_v = u - under.place[y - 1, x, 0], v - under.place[y - 1, x, 1]
                    spans = 0.5 * (left_u * left_u + left_v * left_v + above_u * above_u + above_v * above_v)
                    plain = away * away
                    under.level[y, x] = 0.5 * log2_of(min(3.0 * plain, max(0.06 * plain, spans)))
            else:
                across, up, ahead = eye[0] + z * ray_x, eye[1] + z * ray_y, eye[2] + z * ray_z
                if kind in (LEAF, GRASS):
                    # Leaves face everywhere: one slanted plane for all of them, or no pattern would join up.
                    u, v = (across + 0.6 * ahead) * 0.857, up
                elif abs(ny) >= abs(nx) and abs(ny) >= abs(nz):
                    u, v = across, ahead
                elif abs(nx) > abs(nz):
                    u, v = ahead + 37.3, up
                else:
                    u, v = across + 71.9, up
            under.place[y, x, 0] = u
            under.place[y, x, 1] = v
            under.material[y, x] = kind
            under.part[y, x] = number
            for c in range(3):
                under.own[y, x, c] = own[c]
