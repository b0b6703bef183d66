"""Which triangle does each pixel see, and how far away is it: exact, without antialiasing, from any mesh.

Triangles are filled with homogeneous edge functions (no clipping): three linear functions of the pixel whose sum is
1/depth and whose shares are the perspective-correct weights of the corners. Meshes are cut into clusters of nearby
triangles, so that whole clusters outside the picture cost nothing.
What is nearest is filled first; a triangle that lies behind everything in the tiles it reaches into is left out.
Sources: Olano and Greer, "Triangle Scan Conversion using 2D Homogeneous Coordinates", 1997; Greene, Kass and Miller,
"Hierarchical Z-Buffer Visibility", 1993.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.materials import SEEN_FROM_BOTH_SIDES
from tools.stage.mesh import Mesh

CLUSTER_TRIANGLES = 192
NEAR_M = 0.04
NO_TRIANGLE = -1
_TILE_PX = 8
_PASSES = 8
"""How often a picture stops to look which tiles are full."""
_LONG_ROW_PX = 16
_LEVEL = 1.0e-30
"""Stands for the slope of an edge that runs exactly along a row."""
_CROSSES_LENS = 1.0e9
"""Nearness of a triangle that reaches behind the lens: before all others."""


class Camera(NamedTuple):
    """A camera resolved for one picture, in the form the kernels take."""

    eye: np.ndarray
    """(3,) float64 metres."""
    rotation: np.ndarray
    """(3, 3) float64, rows = right, up, forward."""
    focal_px: float
    centre_x: float
    centre_y: float
    width: int
    height: int


class Clusters(NamedTuple):
    """A mesh sorted into clusters, each with its own run of triangles and of vertices. C clusters."""

    mesh: Mesh
    double_sided: np.ndarray
    """(T,) uint8: 1 where the back of a triangle is drawn too."""
    first_triangle: np.ndarray
    """(C + 1,) int64: cluster c owns triangles first[c] to first[c + 1]."""
    first_vertex: np.ndarray
    """(C + 1,) int64, likewise for vertices."""
    centre: np.ndarray
    """(C, 3) float32 middle of the bounding box."""
    extent: np.ndarray
    """(C, 3) float32 half size of the bounding box."""


def look_at(eye: np.ndarray, target: np.ndarray, roll_deg: float = 0.0) -> np.ndarray:
    """Return the (3, 3) camera rotation (rows right, up, forward); looking straight up or down keeps -z as up."""
    forward = np.asarray(target, np.float64) - np.asarray(eye, np.float64)
    forward = forward / max(float(np.linalg.norm(forward)), 1e-9)
    reference = np.array((0.0, 1.0, 0.0)) if abs(forward[1]) < 0.9995 else np.array((0.0, 0.0, -1.0))
    right = np.cross(forward, reference)
    right = right / np.linalg.norm(right)
    up = np.cross(right, forward)
    cos, sin = math.cos(math.radians(roll_deg)), math.sin(math.radians(roll_deg))
    return np.stack([right * cos + up * sin, up * cos - right * sin, forward])


def faced_outward(mesh: Mesh) -> np.ndarray:
    """Return the (T, 3) triangles, turned where their winding disagrees with their vertex normals."""
    corners = mesh.positions[mesh.triangles]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    agrees = np.einsum("tc,tc->t", flat, mesh.normals[mesh.triangles].sum(1)) >= 0
    return np.ascontiguousarray(np.where(agrees[:, None], mesh.triangles, mesh.triangles[:, ::-1]).astype(np.int32))


def double_sided(material: np.ndarray) -> np.ndarray:
    """Return (T,) uint8: 1 for triangles of materials seen from both sides."""
    table = np.zeros(256, np.uint8)
    table[list(SEEN_FROM_BOTH_SIDES)] = 1
    return table[material]


def cluster(mesh: Mesh) -> Clusters:
    """Sort a static mesh into clusters along a space-filling curve, giving each cluster its own vertices."""
    triangles = faced_outward(mesh)
    count = len(triangles)
    middle = mesh.positions[triangles].mean(1)
    low, high = middle.min(0), middle.max(0)
    cell = np.clip((middle - low) / np.maximum(high - low, 1e-6) * 1023, 0, 1023).astype(np.int64)
    key = _spread(cell[:, 0]) | (_spread(cell[:, 2]) << 1) | (_spread(cell[:, 1]) << 2)
    order = np.argsort(key, kind="stable")
    triangles = triangles[order]
    owner = np.arange(count, dtype=np.int64) // CLUSTER_TRIANGLES
    clusters = int(owner[-1]) + 1 if count else 0
    keys, local = np.unique(owner[:, None] * len(mesh.positions) + triangles, return_inverse=True)
    vertex = keys % max(len(mesh.positions), 1)
    positions = mesh.positions[vertex]
    first_vertex = np.searchsorted(keys // max(len(mesh.positions), 1), np.arange(clusters + 1))
    first_triangle = np.minimum(np.arange(clusters + 1) * CLUSTER_TRIANGLES, count)
    starts = first_vertex[:-1]
    box_low = np.minimum.reduceat(positions, starts) if clusters else np.zeros((0, 3), np.float32)
    box_high = np.maximum.reduceat(positions, starts) if clusters else np.zeros((0, 3), np.float32)
    material = mesh.material[order]
    sorted_mesh = Mesh(
        positions=np.ascontiguousarray(positions),
        triangles=local.reshape(count, 3).astype(np.int32),
        normals=np.ascontiguousarray(mesh.normals[vertex]),
        uv=np.ascontiguousarray(mesh.uv[vertex]),
        albedo=np.ascontiguousarray(mesh.albedo[vertex]),
        material=material,
        actor=mesh.actor[order],
        part=mesh.part[order],
    )
    return Clusters(
        mesh=sorted_mesh,
        double_sided=double_sided(material),
        first_triangle=first_triangle.astype(np.int64),
        first_vertex=first_vertex.astype(np.int64),
        centre=((box_low + box_high) / 2).astype(np.float32),
        extent=((box_high - box_low) / 2 + 1e-4).astype(np.float32),
    )


def _spread(value: np.ndarray) -> np.ndarray:
    """Put two zero bits between the ten low bits of each value."""
    value = (value | (value << 16)) & 0x030000FF
    value = (value | (value << 8)) & 0x0300F00F
    value = (value | (value << 4)) & 0x030C30C3
    return (value | (value << 2)) & 0x09249249


def sees_ball(camera: Camera, x: float, y: float, z: float, radius: float) -> bool:
    """Whether a ball may reach into the picture."""
    right, up, ahead = camera.rotation @ (np.array((x, y, z)) - camera.eye)
    tan_x, tan_y = camera.centre_x / camera.focal_px, camera.centre_y / camera.focal_px
    wide = abs(right) <= ahead * tan_x + radius * math.hypot(1.0, tan_x)
    return bool(ahead > -radius and wide and abs(up) <= ahead * tan_y + radius * math.hypot(1.0, tan_y))


@njit(cache=True, nogil=True, error_model="numpy")
def visible_clusters(camera, centre, extent, out):
    """Write the numbers of the clusters whose box may reach into the picture to `out`; return how many."""
    tan_x = camera.centre_x / camera.focal_px
    tan_y = camera.centre_y / camera.focal_px
    norm_x = math.sqrt(1.0 + tan_x * tan_x)
    norm_y = math.sqrt(1.0 + tan_y * tan_y)
    r = camera.rotation
    count = 0
    for c in range(centre.shape[0]):
        x = centre[c, 0] - camera.eye[0]
        y = centre[c, 1] - camera.eye[1]
        z = centre[c, 2] - camera.eye[2]
        right = r[0, 0] * x + r[0, 1] * y + r[0, 2] * z
        up = r[1, 0] * x + r[1, 1] * y + r[1, 2] * z
        ahead = r[2, 0] * x + r[2, 1] * y + r[2, 2] * z
        radius = math.sqrt(extent[c, 0] ** 2 + extent[c, 1] ** 2 + extent[c, 2] ** 2)
        if ahead < -radius:
            continue
        if abs(right) > ahead * tan_x + radius * norm_x or abs(up) > ahead * tan_y + radius * norm_y:
            continue
        out[count] = c
        count += 1
    return count


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def project(camera, positions, first, last, clip):
    """Write (x * depth, y * depth, depth) in pixels and metres for vertices first..last of `positions` to `clip`."""
    r = camera.rotation
    eye_x, eye_y, eye_z = camera.eye[0], camera.eye[1], camera.eye[2]
    focal, cx, cy = camera.focal_px, camera.centre_x, camera.centre_y
    r00, r01, r02 = r[0, 0], r[0, 1], r[0, 2]
    r10, r11, r12 = r[1, 0], r[1, 1], r[1, 2]
    r20, r21, r22 = r[2, 0], r[2, 1], r[2, 2]
    for i in range(first, last):
        x = positions[i, 0] - eye_x
        y = positions[i, 1] - eye_y
        z = positions[i, 2] - eye_z
        ahead = r20 * x + r21 * y + r22 * z
        clip[i, 0] = cx * ahead + focal * (r00 * x + r01 * y + r02 * z)
        clip[i, 1] = cy * ahead - focal * (r10 * x + r11 * y + r12 * z)
        clip[i, 2] = ahead


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def set_up(camera, clip, triangles, two_sided, first, last, count, triangle_of, edges, bounds, nearest):
    """Append the triangles first..last that cover a pixel centre; returns the new count.

    triangle_of (N,) gets their numbers, edges (N, 9) three edge functions (a, b, c of a x + b y + c, each the share of
    one corner divided by depth), bounds (N, 4) the pixel box x0, x1, y0, y1 (inclusive), nearest (N,) float32 the
    greatest 1/depth of the corners.
    """
    width, height = camera.width, camera.height
    for t in range(first, last):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, w0 = clip[a, 0], clip[a, 1], clip[a, 2]
        x1, y1, w1 = clip[b, 0], clip[b, 1], clip[b, 2]
        x2, y2, w2 = clip[c, 0], clip[c, 1], clip[c, 2]
        if w0 < NEAR_M and w1 < NEAR_M and w2 < NEAR_M:
            continue
        m00, m01, m02 = y1 * w2 - y2 * w1, x2 * w1 - x1 * w2, x1 * y2 - x2 * y1
        det = x0 * m00 + y0 * m01 + w0 * m02
        if det >= 0.0 and two_sided[t] == 0:
            continue
        if abs(det) < 1e-12:
            continue
        if w0 > NEAR_M and w1 > NEAR_M and w2 > NEAR_M:
            sx0, sy0, sx1, sy1, sx2, sy2 = x0 / w0, y0 / w0, x1 / w1, y1 / w1, x2 / w2, y2 / w2
            left, right = min(sx0, sx1, sx2), max(sx0, sx1, sx2)
            top, bottom = min(sy0, sy1, sy2), max(sy0, sy1, sy2)
            if right < 0 or left > width or bottom < 0 or top > height:
                continue
            # Clamped before they become whole numbers, which a corner near the lens would overflow.
            first_x = math.ceil(max(left, 0.5) - 0.5)
            last_x = math.floor(min(right, width - 0.5) - 0.5)
            first_y = math.ceil(max(top, 0.5) - 0.5)
            last_y = math.floor(min(bottom, height - 0.5) - 0.5)
            if last_x < first_x or last_y < first_y:
                continue
            nearest[count] = 1.0 / min(w0, w1, w2)
        else:
            first_x, last_x, first_y, last_y = 0, width - 1, 0, height - 1
            nearest[count] = _CROSSES_LENS
        k = 1.0 / det
        edges[count, 0] = m00 * k
        edges[count, 1] = m01 * k
        edges[count, 2] = m02 * k
        edges[count, 3] = (y2 * w0 - y0 * w2) * k
        edges[count, 4] = (x0 * w2 - x2 * w0) * k
        edges[count, 5] = (x2 * y0 - x0 * y2) * k
        edges[count, 6] = (y0 * w1 - y1 * w0) * k
        edges[count, 7] = (x1 * w0 - x0 * w1) * k
        edges[count, 8] = (x0 * y1 - x1 * y0) * k
        bounds[count, 0] = first_x
        bounds[count, 1] = last_x
        bounds[count, 2] = first_y
        bounds[count, 3] = last_y
        triangle_of[count] = t
        count += 1
    return count


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def set_up_clusters(camera, geometry, visible, visible_count, clip, triangle_of, edges, bounds, nearest):
    """Project and set up every visible cluster; returns how many triangles were set up.

    geometry = (positions, triangles, two_sided, first_vertex, first_triangle) of the clustered mesh.
    """
    positions, triangles, two_sided, first_vertex, first_triangle = geometry
    count = 0
    for k in range(visible_count):
        c = visible[k]
        project(camera, positions, first_vertex[c], first_vertex[c + 1], clip)
        count = set_up(
            camera,
            clip,
            triangles,
            two_sided,
            first_triangle[c],
            first_triangle[c + 1],
            count,
            triangle_of,
            edges,
            bounds,
            nearest,
        )
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def front_to_back(nearest, first, last, order):
    """Write the numbers first..last of the set-up list to those places of `order`, roughly nearest first."""
    # Sixteen steps to each doubling of the distance: the top bits of a positive float sort as its value does.
    keys = nearest[first:last].view(np.uint32) >> np.uint32(19)
    start = np.zeros(1 << 13, np.int64)
    for i in range(last - first):
        start[keys[i]] += 1
    above = first
    for key in range(start.shape[0] - 1, -1, -1):
        here = start[key]
        start[key] = above
        above += here
    for i in range(last - first):
        order[start[keys[i]]] = first + i
        start[keys[i]] += 1


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def fill(edges, bounds, nearest, order, first, last, row_begin, row_end, inverse_depth, seen):
    """Fill rows row_begin..row_end with the nearest of the set-up triangles first..last, taking them in `order`.

    inverse_depth (H, W) float32 holds 1/depth in 1/m (0 = nothing), seen (H, W) int32 the position of the triangle in
    the set-up list (-1 = nothing). Both must come in cleared, or filled with triangles of lower numbers. Of triangles
    at one depth the one of the lowest number stays, so that the picture does not depend on the order.
    """
    width = inverse_depth.shape[1]
    down, across = (row_end - row_begin + _TILE_PX - 1) // _TILE_PX, (width + _TILE_PX - 1) // _TILE_PX
    furthest = np.zeros((down, across), np.float32)
    batch = max(2048, (last - first) // _PASSES)
    for begin in range(first, last, batch):
        if begin > 0:
            _find_furthest(inverse_depth, row_begin, row_end, furthest)
        for k in range(begin, min(last, begin + batch)):
            t = order[k]
            top, bottom = max(row_begin, bounds[t, 2]), min(row_end - 1, bounds[t, 3])
            if top > bottom:
                continue
            first_x, last_x = bounds[t, 0], bounds[t, 1]
            if begin > 0 and _is_hidden(furthest, nearest[t], first_x, last_x, top - row_begin, bottom - row_begin):
                continue
            _fill_one(edges, t, nearest[t], first_x, last_x, top, bottom, inverse_depth, seen)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _find_furthest(inverse_depth, row_begin, row_end, furthest):
    """Write the least 1/depth of each tile of the rows to `furthest`."""
    width = inverse_depth.shape[1]
    for tile_y in range(furthest.shape[0]):
        top = row_begin + tile_y * _TILE_PX
        for tile_x in range(furthest.shape[1]):
            left = tile_x * _TILE_PX
            least = inverse_depth[top, left]
            for y in range(top, min(row_end, top + _TILE_PX)):
                for x in range(left, min(width, left + _TILE_PX)):
                    least = min(least, inverse_depth[y, x])
            furthest[tile_y, tile_x] = least


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _is_hidden(furthest, nearest, first_x, last_x, top, bottom):
    """Return whether everything in the tiles that a box reaches into is nearer than `nearest`."""
    for tile_y in range(top // _TILE_PX, bottom // _TILE_PX + 1):
        for tile_x in range(first_x // _TILE_PX, last_x // _TILE_PX + 1):
            if furthest[tile_y, tile_x] <= nearest:
                return False
    return True


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def _fill_one(edges, t, nearest, first_x, last_x, top, bottom, inverse_depth, seen):
    """Fill rows top..bottom of set-up triangle t."""
    a0, b0, c0 = edges[t, 0], edges[t, 1], edges[t, 2]
    a1, b1, c1 = edges[t, 3], edges[t, 4], edges[t, 5]
    a2, b2, c2 = edges[t, 6], edges[t, 7], edges[t, 8]
    # Where each edge crosses a row moves evenly from row to row: p y + q. An edge sets the left or the right limit.
    left, right = first_x + 0.5, last_x + 0.5
    r0, r1, r2 = (
        -1.0 / (a0 if a0 != 0.0 else _LEVEL),
        -1.0 / (a1 if a1 != 0.0 else _LEVEL),
        -1.0 / (a2 if a2 != 0.0 else _LEVEL),
    )
    p0, q0, p1, q1, p2, q2 = b0 * r0, c0 * r0, b1 * r1, c1 * r1, b2 * r2, c2 * r2
    low_p0, low_q0 = (p0, q0) if a0 >= 0.0 else (0.0, left)
    low_p1, low_q1 = (p1, q1) if a1 >= 0.0 else (0.0, left)
    low_p2, low_q2 = (p2, q2) if a2 >= 0.0 else (0.0, left)
    high_p0, high_q0 = (0.0, right) if a0 >= 0.0 else (p0, q0)
    high_p1, high_q1 = (0.0, right) if a1 >= 0.0 else (p1, q1)
    high_p2, high_q2 = (0.0, right) if a2 >= 0.0 else (p2, q2)
    slope_x, slope_y, base = a0 + a1 + a2, b0 + b1 + b2, c0 + c1 + c2
    step, number = np.float32(slope_x), np.int32(t)
    nearest_allowed = np.float32(1.0 / NEAR_M)
    for y in range(top, bottom + 1):
        py = y + 0.5
        low = max(max(max(low_p0 * py + low_q0, low_p1 * py + low_q1), low_p2 * py + low_q2), left)
        high = min(min(min(high_p0 * py + high_q0, high_p1 * py + high_q1), high_p2 * py + high_q2), right)
        # A thousandth of a pixel of overlap closes cracks between neighbours.
        begin = math.ceil(min(low, right + 2.0) - 0.501)
        end = math.floor(max(high, left - 2.0) - 0.499)
        start = np.float32(slope_x * (begin + 0.5) + slope_y * py + base)
        if end - begin < _LONG_ROW_PX:
            for x in range(begin, end + 1):
                # No nearer than its nearest corner, or whether a hidden triangle is skipped would show.
                s = min(start + step * np.float32(x - begin), nearest)
                was = inverse_depth[y, x]
                if s >= was and s < nearest_allowed and (s > was or number < seen[y, x]):
                    inverse_depth[y, x] = s
                    seen[y, x] = number
        else:
            # Without a branch, so that the compiler takes many pixels at once.
            depths, numbers = inverse_depth[y, begin : end + 1], seen[y, begin : end + 1]
            for i in range(end - begin + 1):
                s = min(start + step * np.float32(np.int32(i)), nearest)
                was, before = depths[i], numbers[i]
                wins = ((s > was) | ((s == was) & (number < before))) & (s < nearest_allowed)
                depths[i] = s if wins else was
                numbers[i] = number if wins else before
