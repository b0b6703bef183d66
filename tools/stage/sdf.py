"""Signed distance fields and how they become triangles.

A field is any function from points ``(N, 3)`` float32 to distances ``(N,)``: negative inside. Shapes
are blended here with smooth unions, polygonised by surface nets on a graded grid (fine where a face
needs it, coarse elsewhere), and cut along exact curves so that hems and eyelids have clean edges.
Knows nothing about people or materials.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

Field = Callable[[np.ndarray], np.ndarray]
Vector = Sequence[float] | np.ndarray

_BLOCK = 4
"""Grid nodes per side of the blocks that are skipped whole when the surface is far away."""


class Surface(NamedTuple):
    """Triangles with smooth normals. Counter-clockwise seen from outside."""

    positions: np.ndarray
    """(V, 3) float32, metres."""
    triangles: np.ndarray
    """(T, 3) int32."""
    normals: np.ndarray
    """(V, 3) float32, unit length, pointing out of the solid."""


def smooth_union(a: np.ndarray, b: np.ndarray, blend_m: float) -> np.ndarray:
    """The union of two fields with a fillet about ``blend_m`` wide (polynomial smooth minimum)."""
    h = np.clip(0.5 + 0.5 * (b - a) / blend_m, 0.0, 1.0)
    return b + (a - b) * h - blend_m * h * (1.0 - h)


def smooth_cut(a: np.ndarray, b: np.ndarray, blend_m: float) -> np.ndarray:
    """``a`` with ``b`` carved out of it, the rim rounded by ``blend_m``."""
    return -smooth_union(-a, b, blend_m)


def smooth_intersection(a: np.ndarray, b: np.ndarray, blend_m: float) -> np.ndarray:
    """What lies in both fields, the edge rounded by ``blend_m``."""
    return -smooth_union(-a, -b, blend_m)


def sphere(p: np.ndarray, centre: Vector, radius_m: float) -> np.ndarray:
    """Distance to a sphere."""
    return np.sqrt(_squared(p - np.asarray(centre, np.float32))) - np.float32(radius_m)


def ellipsoid(p: np.ndarray, centre: Vector, radii_m: Vector) -> np.ndarray:
    """Distance to an axis-aligned ellipsoid, first order: exact on the surface, good near it."""
    radii = np.asarray(radii_m, np.float32)
    q = (p - np.asarray(centre, np.float32)) / radii
    near = np.sqrt(_squared(q) + 1e-12)
    return near * (near - 1.0) / np.sqrt(_squared(q / radii) + 1e-12)


def capsule(
    p: np.ndarray, start: Vector, end: Vector, radius_m: float, end_radius_m: float | None = None
) -> np.ndarray:
    """Distance to a limb: a segment whose radius runs from ``radius_m`` to ``end_radius_m``."""
    a = np.asarray(start, np.float32)
    axis = np.asarray(end, np.float32) - a
    along = np.clip(((p - a) @ axis) / np.float32(axis @ axis), 0.0, 1.0)
    grow = np.float32((radius_m if end_radius_m is None else end_radius_m) - radius_m)
    return np.sqrt(_squared(p - a - along[:, None] * axis)) - (np.float32(radius_m) + grow * along)


def torus(p: np.ndarray, centre: Vector, ring_m: float, tube_m: float, flatten: float = 1.0) -> np.ndarray:
    """Distance to a ring lying flat; ``flatten`` above 1 makes its section taller."""
    q = p - np.asarray(centre, np.float32)
    across = np.sqrt(q[:, 0] ** 2 + q[:, 2] ** 2) - np.float32(ring_m)
    return np.sqrt(across**2 + (q[:, 1] / np.float32(flatten)) ** 2) - np.float32(tube_m)


def mirrored(p: np.ndarray) -> np.ndarray:
    """The points folded onto the left half (x >= 0): one shape written once serves both sides."""
    q = p.copy()
    np.abs(q[:, 0], out=q[:, 0])
    return q


def graded_axis(low_m: float, high_m: float, spacing: Sequence[tuple[float, float]]) -> np.ndarray:
    """Grid coordinates whose spacing follows ``spacing``, pairs of (coordinate, step), both metres.

    Returns (n,) float32, from ``low_m`` to just past ``high_m``.
    """
    at, step = zip(*spacing, strict=True)
    coordinates = [low_m]
    while coordinates[-1] < high_m:
        coordinates.append(coordinates[-1] + float(np.interp(coordinates[-1], at, step)))
    return np.asarray(coordinates, np.float32)


def even_axes(low_m: Vector, high_m: Vector, step_m: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three evenly spaced axes spanning a box, for ``polygonise``."""
    x, y, z = (graded_axis(lo, hi, [(lo, step_m)]) for lo, hi in zip(low_m, high_m, strict=True))
    return x, y, z


def polygonise(field: Field, axes: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Surface:
    """The zero surface of ``field`` on a rectilinear grid, by surface nets with projected vertices.

    Surface nets give one vertex per crossed cell and well shaped quads; one Newton step along the
    gradient then puts each vertex on the true surface, so normals are smooth at any grid.
    Blocks of the grid that the surface cannot reach are never evaluated in full.

    Raises ValueError when the surface does not cross the grid: the caller's box is wrong.
    Source: Gibson 1998, "Constrained elastic surface nets".
    """
    values = _sample(field, axes)
    inside = values < 0
    shape = np.array(values.shape) - 1
    corners = [(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)]

    def corner_of(grid: np.ndarray, c: tuple[int, int, int]) -> np.ndarray:
        return grid[c[0] : shape[0] + c[0], c[1] : shape[1] + c[1], c[2] : shape[2] + c[2]]

    count = np.zeros(tuple(shape), np.int8)
    for c in corners:
        count += corner_of(inside, c)
    crossed = (count > 0) & (count < 8)
    cells = np.argwhere(crossed)
    if len(cells) == 0:
        raise ValueError("the field has no surface inside the grid")
    index = np.full(tuple(shape), -1, np.int64)
    index[crossed] = np.arange(len(cells))

    step = float(np.median(np.concatenate([np.diff(axis) for axis in axes])))
    positions = _cell_vertices(values, axes, cells, crossed, corner_of, corners)
    gradient, value = _gradient(field, positions, step * 0.3)
    size = np.maximum((gradient * gradient).sum(-1), 0.05)
    local = np.stack([np.diff(axes[i])[cells[:, i]] for i in range(3)], -1).min(-1)
    shift = np.clip(value / size, -local, local)
    positions = (positions - gradient * shift[:, None]).astype(np.float32)
    normals, _ = _gradient(field, positions, step * 0.2)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    return Surface(positions, _quads(inside, index, shape), normals.astype(np.float32))


def clip(surface: Surface, keep: np.ndarray, *extras: np.ndarray) -> tuple[Surface, list[np.ndarray]]:
    """The part of ``surface`` where ``keep`` (V,) is negative, cut exactly along keep = 0.

    ``extras`` are per-vertex arrays (V, ...) carried along and interpolated at the cut.
    Returns the cut surface and the carried arrays, unused vertices dropped.
    """
    triangles = surface.triangles
    outside = keep >= 0
    corner_out = outside[triangles]
    lost = corner_out.sum(1)
    whole = triangles[lost == 0]
    columns = [surface.positions, surface.normals, *extras]
    crossing = triangles[(lost == 1) | (lost == 2)]
    if len(crossing):
        edges = np.concatenate([crossing[:, [0, 1]], crossing[:, [1, 2]], crossing[:, [2, 0]]])
        edges = np.unique(np.sort(edges[outside[edges[:, 0]] != outside[edges[:, 1]]], 1), axis=0)
        a, b = edges[:, 0], edges[:, 1]
        t = (keep[a] / (keep[a] - keep[b])).astype(np.float32)
        first = len(surface.positions)
        columns = [np.concatenate([c, _lerp(c[a], c[b], t)]) for c in columns]
        number = {(int(p), int(q)): first + i for i, (p, q) in enumerate(edges)}
        whole = np.concatenate([whole, _split(crossing, outside, number)])
    used = np.unique(whole)
    renumber = np.full(len(columns[0]), -1, np.int32)
    renumber[used] = np.arange(len(used), dtype=np.int32)
    columns = [c[used] for c in columns]
    normals = columns[1] / (np.linalg.norm(columns[1], axis=-1, keepdims=True) + 1e-9)
    return Surface(columns[0], renumber[whole], normals.astype(np.float32)), columns[2:]


def _squared(q: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->i", q, q)


def _lerp(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    t = t.reshape(-1, *([1] * (a.ndim - 1)))
    return (a + (b - a) * t).astype(a.dtype)


def _split(crossing: np.ndarray, outside: np.ndarray, number: dict[tuple[int, int], int]) -> np.ndarray:
    kept = []

    def cut(p: int, q: int) -> int:
        return number[(p, q) if p < q else (q, p)]

    for triangle in crossing.tolist():
        flags = [bool(outside[v]) for v in triangle]
        lone = flags.index(True) if sum(flags) == 1 else flags.index(False)
        a, b, c = triangle[lone], triangle[(lone + 1) % 3], triangle[(lone + 2) % 3]
        ab, ac = cut(a, b), cut(a, c)
        kept += [(ab, b, c), (ab, c, ac)] if sum(flags) == 1 else [(a, ab, ac)]
    return np.asarray(kept, np.int32)


def _sample(field: Field, axes: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    blocks = [np.arange(0, len(axis) - 1, _BLOCK) for axis in axes]
    low = [axis[b] for axis, b in zip(axes, blocks, strict=True)]
    high = [axis[np.minimum(b + _BLOCK, len(axis) - 1)] for axis, b in zip(axes, blocks, strict=True)]
    centre = np.stack(np.meshgrid(*[(lo + hi) / 2 for lo, hi in zip(low, high, strict=True)], indexing="ij"), -1)
    half = np.stack(np.meshgrid(*[(hi - lo) / 2 for lo, hi in zip(low, high, strict=True)], indexing="ij"), -1)
    shape = centre.shape[:3]
    coarse = field(centre.reshape(-1, 3).astype(np.float32)).reshape(shape)
    # Blended and stretched fields underestimate distance a little: reach further than the half diagonal.
    near = np.abs(coarse) < 1.7 * np.linalg.norm(half, axis=-1)
    nodes = tuple(len(axis) for axis in axes)
    spread = np.where(coarse < 0, np.float32(-1), np.float32(1))
    wanted = near
    for axis in range(3):
        spread = np.repeat(spread, _BLOCK, axis)
        wanted = np.repeat(wanted, _BLOCK, axis)
        if spread.shape[axis] < nodes[axis]:
            last = np.take(spread, [-1], axis)
            spread = np.concatenate([spread, last], axis)
            wanted = np.concatenate([wanted, np.take(wanted, [-1], axis)], axis)
        spread = np.take(spread, np.arange(nodes[axis]), axis)
        wanted = np.take(wanted, np.arange(nodes[axis]), axis)
    for axis in range(3):  # a block's last cell reaches the first node of the next block
        shifted = np.roll(wanted, 1, axis)
        index: list[slice | int] = [slice(None)] * 3
        index[axis] = 0
        shifted[tuple(index)] = False
        wanted = wanted | shifted
    where = np.argwhere(wanted)
    points = np.stack([axes[i][where[:, i]] for i in range(3)], -1).astype(np.float32)
    values = np.ascontiguousarray(spread)
    values[wanted] = field(points)
    return values


def _cell_vertices(values, axes, cells, crossed, corner_of, corners) -> np.ndarray:
    total = np.zeros((len(cells), 3))
    hits = np.zeros(len(cells))
    base = np.stack([axes[i][cells[:, i]] for i in range(3)], -1).astype(np.float64)
    size = np.stack([np.diff(axes[i])[cells[:, i]] for i in range(3)], -1).astype(np.float64)
    at = {c: corner_of(values, c)[crossed] for c in corners}
    for c in corners:
        for axis in range(3):
            if c[axis]:
                continue
            d = tuple(1 if i == axis else c[i] for i in range(3))
            va, vb = at[c], at[d]
            crosses = (va < 0) != (vb < 0)
            t = np.where(crosses, va / np.where(crosses, va - vb, 1), 0.0)
            point = np.broadcast_to(np.asarray(c, float), (len(cells), 3)).copy()
            point[:, axis] += t
            total += point * crosses[:, None]
            hits += crosses
    return (base + size * total / hits[:, None]).astype(np.float32)


def _quads(inside: np.ndarray, index: np.ndarray, shape: np.ndarray) -> np.ndarray:
    triangles = []
    for axis in range(3):
        u_axis, v_axis = (axis + 1) % 3, (axis + 2) % 3
        here: list[slice] = [slice(None)] * 3
        there: list[slice] = [slice(None)] * 3
        here[axis], there[axis] = slice(0, shape[axis]), slice(1, shape[axis] + 1)
        start, end = inside[tuple(here)], inside[tuple(there)]
        edge = np.argwhere(start != end)
        interior = np.ones(len(edge), bool)
        for other in (u_axis, v_axis):
            interior &= (edge[:, other] > 0) & (edge[:, other] < shape[other])
        edge = edge[interior]
        leaving = start[tuple(edge.T)]
        ring = []
        for du, dv in ((1, 1), (0, 1), (0, 0), (1, 0)):
            cell = edge.copy()
            cell[:, u_axis] -= du
            cell[:, v_axis] -= dv
            ring.append(index[tuple(cell.T)])
        quad = np.stack(ring, 1)
        quad = np.where(leaving[:, None], quad, quad[:, ::-1])
        triangles += [quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]
    return np.concatenate(triangles).astype(np.int32)


_TETRAHEDRON = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], np.float32)


def _gradient(field: Field, p: np.ndarray, reach_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Gradient (N, 3) and mean value (N,) from four samples around each point."""
    samples = [field(p + corner * np.float32(reach_m)) for corner in _TETRAHEDRON]
    gradient = sum(s[:, None] * corner for s, corner in zip(samples, _TETRAHEDRON, strict=True)) / (4 * reach_m)
    return np.asarray(gradient), np.mean(samples, axis=0)
