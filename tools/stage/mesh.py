"""Triangle meshes: the shape in which sets, props and people reach the renderer, and the builder that joins them."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

Vector = Sequence[float] | np.ndarray
Rows = Sequence[Sequence[float]] | Sequence[np.ndarray] | Sequence[Vector] | Vector
"""One vector for each vertex, or one for all."""


class Mesh(NamedTuple):
    """Triangles with everything the renderer needs to know of them. V vertices, T triangles."""

    positions: np.ndarray
    """(V, 3) float32, metres."""
    triangles: np.ndarray
    """(T, 3) int32 vertex numbers, counter-clockwise seen from outside."""
    normals: np.ndarray
    """(V, 3) float32, unit length."""
    uv: np.ndarray
    """(V, 3) float32; its meaning depends on the material (see `materials`)."""
    albedo: np.ndarray
    """(V, 3) float32 scene-linear; radiance for EMISSIVE."""
    material: np.ndarray
    """(T,) uint8 Material."""
    actor: np.ndarray
    """(T,) uint8: 0 = set, k = the k-th person in the shot."""
    part: np.ndarray
    """(T,) int32, from 1: which piece of the mesh a triangle belongs to."""


class MeshBuilder:
    """Collects pieces and joins them into one Mesh; every piece added gets a part number of its own."""

    def __init__(self) -> None:
        self._pieces: list[Mesh] = []
        self._vertices = 0
        self._parts = 0

    def add(
        self,
        positions: Rows,
        triangles: np.ndarray | Sequence[Sequence[int]],
        normals: Rows,
        uv: Rows,
        albedo: Rows,
        material: int,
        actor: int = 0,
    ) -> int:
        """Add one piece and return its part number; `uv` and `albedo` may be one row for all vertices."""
        points = np.asarray(positions, np.float32)
        faces = np.asarray(triangles, np.int32)
        shape = points.shape
        self._parts += 1
        self._pieces.append(
            Mesh(
                positions=points,
                triangles=faces + np.int32(self._vertices),
                normals=np.broadcast_to(np.asarray(normals, np.float32), shape),
                uv=np.broadcast_to(np.asarray(uv, np.float32), shape),
                albedo=np.broadcast_to(np.asarray(albedo, np.float32), shape),
                material=np.full(len(faces), material, np.uint8),
                actor=np.full(len(faces), actor, np.uint8),
                part=np.full(len(faces), self._parts, np.int32),
            )
        )
        self._vertices += len(points)
        return self._parts

    def add_mesh(self, mesh: Mesh, actor: int | None = None) -> None:
        """Add all pieces of `mesh`, renumbering its parts; `actor` replaces the actor numbers when given."""
        parts = mesh.part - (mesh.part.min() if len(mesh.part) else 0) + 1 + self._parts
        self._pieces.append(
            mesh._replace(
                triangles=mesh.triangles + np.int32(self._vertices),
                actor=mesh.actor if actor is None else np.full_like(mesh.actor, actor),
                part=parts.astype(np.int32),
            )
        )
        self._vertices += len(mesh.positions)
        self._parts = int(parts.max()) if len(parts) else self._parts

    def build(self) -> Mesh:
        """Join everything added so far."""
        return merge(self._pieces)


def merge(pieces: Sequence[Mesh]) -> Mesh:
    """Concatenate pieces whose triangle numbers already count over the whole."""
    vectors, words = np.zeros((0, 3), np.float32), np.zeros(0, np.uint8)
    empty = Mesh(*(vectors, vectors.astype(np.int32), vectors, vectors, vectors, words, words, words.astype(np.int32)))
    columns = zip(*(pieces or [empty]), strict=True)
    return Mesh(*(np.ascontiguousarray(np.concatenate(column)) for column in columns))


def yaw_matrix(yaw_deg: float) -> np.ndarray:
    """Return the (3, 3) turn about y that takes +z towards +x for a positive angle."""
    cos, sin = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    return np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])


def placed(mesh: Mesh, position: Vector, yaw_deg: float = 0.0, scale: float = 1.0) -> Mesh:
    """Return the mesh scaled, turned about y and moved to `position`."""
    turn = yaw_matrix(yaw_deg).astype(np.float32)
    return mesh._replace(
        positions=(mesh.positions * np.float32(scale)) @ turn.T + np.asarray(position, np.float32),
        normals=mesh.normals @ turn.T,
    )


def quad(
    builder: MeshBuilder,
    corners: Sequence[Vector],
    albedo: Vector,
    material: int,
    *,
    uv_from: tuple[float, float] = (0.0, 0.0),
    uv_to: tuple[float, float] | None = None,
    w: float = 0.0,
) -> None:
    """Add a flat four-corner sheet, corners counter-clockwise from its front.

    uv runs from `uv_from` at the first corner to `uv_to` at the third; by default in metres along the first two edges.
    """
    points = np.asarray(corners, np.float64)
    across, up = points[1] - points[0], points[3] - points[0]
    normal = np.cross(across, up)
    normal = normal / (np.linalg.norm(normal) + 1e-12)
    (u0, v0), size = uv_from, (float(np.linalg.norm(across)), float(np.linalg.norm(up)))
    u1, v1 = uv_to if uv_to is not None else (u0 + size[0], v0 + size[1])
    uv = [(u0, v0, w), (u1, v0, w), (u1, v1, w), (u0, v1, w)]
    builder.add(points, [(0, 1, 2), (0, 2, 3)], normal, uv, albedo, material)


_BOX_FACES = (
    ((-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)),
    ((1, -1, -1), (-1, -1, -1), (-1, 1, -1), (1, 1, -1)),
    ((1, -1, 1), (1, -1, -1), (1, 1, -1), (1, 1, 1)),
    ((-1, -1, -1), (-1, -1, 1), (-1, 1, 1), (-1, 1, -1)),
    ((-1, 1, 1), (1, 1, 1), (1, 1, -1), (-1, 1, -1)),
    ((-1, -1, -1), (1, -1, -1), (1, -1, 1), (-1, -1, 1)),
)
_BOX_CORNERS = np.array(_BOX_FACES, np.float64)
_BOX_NORMALS = np.repeat(
    np.array([(0, 0, 1), (0, 0, -1), (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)], np.float64), 4, 0
)
_BOX_TRIANGLES = np.concatenate([np.array([(0, 1, 2), (0, 2, 3)]) + 4 * face for face in range(6)])
_BOX_SPANS = ((0, 1), (0, 1), (2, 1), (2, 1), (0, 2), (0, 2))


def box(
    builder: MeshBuilder,
    centre: Vector,
    size: Vector,
    albedo: Vector,
    material: int = 0,
    *,
    yaw_deg: float = 0.0,
    w: float = 0.0,
) -> None:
    """Add a box of full `size` (x, y, z) metres around `centre`; uv of every face in metres from its lower left."""
    half = np.asarray(size, np.float64) / 2
    turn = yaw_matrix(yaw_deg)
    points = (_BOX_CORNERS.reshape(-1, 3) * half) @ turn.T + np.asarray(centre, np.float64)
    uv = np.concatenate(
        [[(0, 0, w), (2 * half[i], 0, w), (2 * half[i], 2 * half[j], w), (0, 2 * half[j], w)] for i, j in _BOX_SPANS]
    )
    builder.add(points, _BOX_TRIANGLES, _BOX_NORMALS @ turn.T, uv, albedo, material)


def cylinder(
    builder: MeshBuilder,
    base: Vector,
    top: Vector,
    radius: float,
    albedo: Vector,
    material: int = 0,
    *,
    top_radius: float | None = None,
    sides: int = 12,
    capped: bool = True,
) -> None:
    """Add a round post or cone from `base` to `top`; `top_radius` equals `radius` unless given."""
    revolve(
        builder,
        base,
        top,
        [(0.0, radius), (1.0, radius if top_radius is None else top_radius)],
        albedo,
        material,
        sides=sides,
        capped=capped,
    )


def revolve(
    builder: MeshBuilder,
    base: Vector,
    top: Vector,
    profile: Sequence[tuple[float, float]],
    albedo: Vector,
    material: int = 0,
    *,
    sides: int = 14,
    capped: bool = False,
) -> None:
    """Add a turned shape: `profile` lists (fraction of the way from base to top, radius in metres)."""
    start, end = np.asarray(base, np.float64), np.asarray(top, np.float64)
    axis = end - start
    length = float(np.linalg.norm(axis)) + 1e-9
    axis = axis / length
    side = np.cross(axis, (0.0, 0.0, 1.0) if abs(axis[2]) < 0.9 else (1.0, 0.0, 0.0))
    side = side / np.linalg.norm(side)
    other = np.cross(axis, side)
    angle = np.arange(sides) * (2 * math.pi / sides)
    ring = np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * other
    along = np.array([p[0] for p in profile]) * length
    radii = np.array([p[1] for p in profile])
    slope = np.gradient(radii, along) if len(profile) > 1 and np.all(np.diff(along) > 0) else np.zeros(len(radii))
    points = start + along[:, None, None] * axis + radii[:, None, None] * ring
    normals = ring[None] - slope[:, None, None] * axis
    normals = normals / np.linalg.norm(normals, axis=-1, keepdims=True)
    uv = np.zeros_like(points)
    uv[..., 0] = angle * radii.mean()
    uv[..., 1] = along[:, None]
    triangles = []
    for row in range(len(profile) - 1):
        i = np.arange(sides)
        j = (i + 1) % sides
        low, high = row * sides, (row + 1) * sides
        triangles += [np.stack([low + i, low + j, high + j], 1), np.stack([low + i, high + j, high + i], 1)]
    builder.add(
        points.reshape(-1, 3), np.concatenate(triangles), normals.reshape(-1, 3), uv.reshape(-1, 3), albedo, material
    )
    if capped:
        for row, facing in ((0, -1.0), (len(profile) - 1, 1.0)):
            if radii[row] > 1e-4:
                fan = [(0, k, k + 1) if facing > 0 else (0, k + 1, k) for k in range(1, sides - 1)]
                builder.add(points[row], fan, axis * facing, uv[row], albedo, material)
