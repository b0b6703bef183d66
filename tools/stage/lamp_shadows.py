"""The shadows of the key practicals: a cube of six small depth maps around each lamp that people stand close to.

The set's part of a cube is drawn once and kept by the process; every frame draws the people into a copy. A cube holds
1/depth, as the picture's own raster does, so that the same kernels fill both. Soft lights (windows, bounce cards) and
lamps that hardly reach the subject throw none: a face among ten lamps is not crossed by ten edges.
"""

import math
from collections.abc import Sequence

import numpy as np
from numba import njit

from tools.stage import raster
from tools.stage.light import Practical
from tools.stage.materials import CASTS_NO_SHADOW, LEAF
from tools.stage.mesh import Mesh

CUBE_SIZE = 256
"""Texels along a face; a texel is 8 mm wide a metre from the lamp."""
MOST_CUBES = 2
FARTHEST_CAMERA_M = 13.0
"""Beyond this distance between lens and subject a lamp's shadows are too small to be missed."""

_FOCAL = 0.48
"""Focal length over face size: a face sees a little more than its 90 degrees, so that soft edges run on past it."""
_FITTING_M = 0.42
"""What lies wholly this near to a lamp is its own shade and foot, which it shines through."""
_FAINT = 0.05
"""Light on the subject, as a share of white, below which a lamp throws no shadow."""
_SOFT_TEXELS = 1.5
_SCATTERED = 0.07
"""Share of a lamp's light that comes round every corner: what its own shade and the wall behind it throw back."""
_CUBES_KEPT = 8


def _rotations() -> np.ndarray:
    ways = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))
    return np.stack([raster.look_at(np.zeros(3), np.array(way, np.float64)) for way in ways])


FACES = _rotations()
"""(6, 3, 3): right, up, forward of the faces that look along +x, -x, +y, -y, +z and -z."""


def key_practicals(practicals: Sequence[Practical], subject: Sequence[float], distance_m: float) -> tuple[int, ...]:
    """Return the numbers of the at most two practicals that throw shadows in a shot, the strongest first.

    Args:
        practicals: the set's.
        subject: (x, y, z) the frame is composed on.
        distance_m: from the lens to it.
    """
    if distance_m > FARTHEST_CAMERA_M:
        return ()
    strength = [0.0 if lamp.soft else light_on(lamp, subject) for lamp in practicals]
    order = sorted(range(len(strength)), key=lambda number: (-strength[number], number))[:MOST_CUBES]
    return tuple(number for number in order if strength[number] > max(_FAINT, 0.15 * strength[order[0]]))


def light_on(lamp: Practical, subject: Sequence[float]) -> float:
    """How bright a lamp makes a surface that faces it: the falloff of `lamps.lamp_light`."""
    away = math.dist(lamp.position, subject)
    if away >= lamp.range_m:
        return 0.0
    level = 0.30 * lamp.colour[0] + 0.55 * lamp.colour[1] + 0.15 * lamp.colour[2]
    return level * (1.0 - away / lamp.range_m) ** 2 / (away * away * 0.55 + 0.42)


def set_cube(mesh: Mesh, lamp: Practical) -> np.ndarray:
    """Return the (6, N, N) float32 cube of a set's mesh around a lamp: 1/depth, 0 where nothing is in reach."""
    key = (id(mesh.positions), lamp.position, lamp.range_m)
    kept = CUBES.get(key)
    if kept is not None and kept[0] is mesh.positions:
        return kept[1]
    from_lamp = mesh.positions - np.asarray(lamp.position, np.float32)
    casts = _casting(mesh)
    corners = mesh.triangles[casts]
    nearest = np.abs(np.clip(0.0, from_lamp[corners].min(1), from_lamp[corners].max(1))).max(1)
    away = np.linalg.norm(from_lamp, axis=1)[corners].max(1)
    triangles = np.ascontiguousarray(corners[(nearest < lamp.range_m) & (away > _FITTING_M)])
    cube = np.zeros((6, CUBE_SIZE, CUBE_SIZE), np.float32)
    draw(cube, lamp.position, mesh.positions, triangles, 0, len(mesh.positions), np.empty(mesh.positions.shape))
    while len(CUBES) >= _CUBES_KEPT:
        CUBES.pop(next(iter(CUBES)))
    CUBES[key] = (mesh.positions, cube)
    return cube


def _casting(mesh: Mesh) -> np.ndarray:
    """Return (T,) bool. Every other leaf lets light through, as it does for the sun."""
    through = (mesh.material == LEAF) & (np.arange(len(mesh.material)) % 2 == 1)
    return ~np.isin(mesh.material, list(CASTS_NO_SHADOW)) & ~through


def draw(
    cube: np.ndarray,
    position: Sequence[float],
    positions: np.ndarray,
    triangles: np.ndarray,
    first: int,
    last: int,
    clip: np.ndarray,
) -> None:
    """Draw triangles into a cube around `position`; what is nearer stays.

    Args:
        cube: (6, N, N) float32 1/depth, changed.
        positions: (V, 3), of which `triangles` (T, 3) uses first..last alone.
        clip: (V, 3) float64 scratch.
    """
    if not len(triangles):
        return
    size = cube.shape[1]
    low, high = positions[first:last].min(0) - position, positions[first:last].max(0) - position
    two_sided = np.ones(len(triangles), np.uint8)
    listed = (
        np.empty(len(triangles), np.int32),
        np.empty((len(triangles), 9)),
        np.empty((len(triangles), 4), np.int32),
        np.empty(len(triangles), np.float32),
    )
    order, seen = np.empty(len(triangles), np.int32), np.empty((size, size), np.int32)
    for face, rotation in enumerate(FACES):
        if not _in_view(rotation, low, high):
            continue
        camera = raster.Camera(
            np.asarray(position, np.float64), rotation, _FOCAL * size, size / 2.0, size / 2.0, size, size
        )
        raster.project(camera, positions, first, last, clip)
        count = raster.set_up(camera, clip, triangles, two_sided, 0, len(triangles), 0, *listed)
        raster.front_to_back(listed[3], 0, count, order)
        raster.fill(*listed[1:], order, 0, count, 0, size, cube[face], seen)


def _in_view(rotation: np.ndarray, low: np.ndarray, high: np.ndarray) -> bool:
    """Whether a box, given from the lamp, may reach into the pyramid of a face."""
    corners = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    right, up, ahead = rotation @ corners.T
    reach = ahead * (0.5 / _FOCAL)
    outside = (right > reach).all() or (-right > reach).all() or (up > reach).all() or (-up > reach).all()
    return not outside and bool((ahead > 0).any())


CUBES: dict[tuple[int, tuple[float, float, float], float], tuple[np.ndarray, np.ndarray]] = {}
"""The set's cubes of this process, by the identity of its mesh, and the lamp."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def lamp_reaches(cube, x, y, z):
    """Return the share of a lamp's light that reaches a point (x, y, z) metres from the lamp, soft at the edge.

    As `shadows.lit_share`: the edge is three steps wide and slides evenly between texels.
    """
    size = cube.shape[1]
    wide, tall, deep = abs(x), abs(y), abs(z)
    if wide >= tall and wide >= deep:
        face = 0 if x > 0.0 else 1
        ahead = wide
    elif tall >= deep:
        face = 2 if y > 0.0 else 3
        ahead = tall
    else:
        face = 4 if z > 0.0 else 5
        ahead = deep
    k = _FOCAL * size / max(ahead, 1e-6)
    u = size * 0.5 + k * (FACES[face, 0, 0] * x + FACES[face, 0, 1] * y + FACES[face, 0, 2] * z)
    v = size * 0.5 - k * (FACES[face, 1, 0] * x + FACES[face, 1, 1] * y + FACES[face, 1, 2] * z)
    # What lies nearer to the lamp than the point by more than the depth of a slanted texel stands in the way.
    blocks = 1.0 / max(ahead - 0.010 - 0.008 * ahead, 1e-3)
    step = 1.0 / _SOFT_TEXELS
    cell_u, cell_v = math.floor(u * step), math.floor(v * step)
    share_u, share_v = u * step - cell_u, v * step - cell_v
    left, top = (cell_u - 1) * _SOFT_TEXELS, (cell_v - 1) * _SOFT_TEXELS
    last = size - 1
    x0, x3 = min(max(int(left), 0), last), min(max(int(left + 3.0 * _SOFT_TEXELS), 0), last)
    y0, y3 = min(max(int(top), 0), last), min(max(int(top + 3.0 * _SOFT_TEXELS), 0), last)
    reached = 0.0
    if cube[face, y0, x0] < blocks:
        reached += 1.0
    if cube[face, y0, x3] < blocks:
        reached += 1.0
    if cube[face, y3, x0] < blocks:
        reached += 1.0
    if cube[face, y3, x3] < blocks:
        reached += 1.0
    if cube[face, min(max(int(v), 0), last), min(max(int(u), 0), last)] < blocks:
        reached += 1.0
    if reached == 5.0:
        return 1.0
    if reached == 0.0:
        return _SCATTERED
    reached = 0.0
    for j in range(4):
        weight_v = 1.0 - share_v if j == 0 else (share_v if j == 3 else 1.0)
        row = min(max(int(top + j * _SOFT_TEXELS), 0), last)
        for i in range(4):
            if cube[face, row, min(max(int(left + i * _SOFT_TEXELS), 0), last)] < blocks:
                reached += weight_v * (1.0 - share_u if i == 0 else (share_u if i == 3 else 1.0))
    return _SCATTERED + (1.0 - _SCATTERED) * reached / 9.0
