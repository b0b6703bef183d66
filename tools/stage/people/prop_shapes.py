"""Shapes that held things are made of: rods, balls, soft boxes, blades, and what leans. Lengths are metres."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.stage.materials import METAL, PAINT
from tools.stage.mesh import MeshBuilder
from tools.stage.people.parts import tube

BRASS, STEEL = (0.46, 0.33, 0.12), (0.42, 0.43, 0.45)
LEATHER, DARK, PAPER = (0.105, 0.050, 0.024), (0.025, 0.025, 0.028), (0.74, 0.70, 0.60)
TIMBER, STRAW = (0.20, 0.11, 0.055), (0.42, 0.30, 0.13)


def rod(
    b: MeshBuilder, points, radius_m, colour, material: int = PAINT, sides: int = 7, *, closed: bool = False
) -> None:
    surface = tube(np.asarray(points, float), radius_m, sides, closed=closed, up=np.array([0.31, 0.2, 0.93]))
    b.add(surface.positions, surface.triangles, surface.normals, surface.positions, colour, material)


def ball(b: MeshBuilder, centre, radii, colour, material: int, sides: int) -> None:
    u, v = np.linspace(0, np.pi, max(5, sides // 2)), np.arange(sides) * 2 * np.pi / sides
    unit = np.stack(
        [np.outer(np.sin(u), np.cos(v)), np.outer(np.cos(u), np.ones(sides)), np.outer(np.sin(u), -np.sin(v))], -1
    )
    radii = np.broadcast_to(np.asarray(radii, float), (3,))
    rows = len(u)
    i = (np.arange(rows - 1)[:, None] * sides + np.arange(sides)).ravel()
    j = (np.arange(rows - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    triangles = np.concatenate([np.stack([i, i + sides, j], 1), np.stack([j, i + sides, j + sides], 1)])
    normals = (unit / radii).reshape(-1, 3)
    points = unit.reshape(-1, 3) * radii + np.asarray(centre, float)
    b.add(points, triangles, normals / np.linalg.norm(normals, axis=1, keepdims=True), points, colour, material)


def leant(
    b: MeshBuilder, build: Callable[[MeshBuilder], None], pitch_deg: float, at=(0.0, 0.0, 0.0), roll_deg: float = 0.0
) -> None:
    """What ``build`` makes, leant back about x by ``pitch_deg`` and sideways about z, and moved to ``at``."""
    inner = MeshBuilder()
    build(inner)
    mesh = inner.build()
    p, r = np.radians(pitch_deg), np.radians(roll_deg)
    lean = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    roll = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    turn = (roll @ lean).astype(np.float32)
    b.add_mesh(
        mesh._replace(positions=mesh.positions @ turn.T + np.asarray(at, np.float32), normals=mesh.normals @ turn.T)
    )


def soft_box(b: MeshBuilder, rows, colour, at, sides: int) -> None:
    """A soft box of rounded sections (height, half width x, half depth z)."""
    count = max(12, sides)
    a = np.arange(count) * 2 * np.pi / count
    c, s = np.cos(a), np.sin(a)
    sx, sz = np.sign(c) * np.abs(c) ** 0.35, np.sign(s) * np.abs(s) ** 0.35
    grid = np.stack(
        [
            np.stack([sx * x, np.full(count, y), -sz * z], -1)
            for y, x, z in ((rows[0][0], 0.001, 0.001), *rows, (rows[-1][0], 0.001, 0.001))
        ]
    )
    grid = grid + np.asarray(at, float)
    across, along = (np.roll(grid, -1, 1) - np.roll(grid, 1, 1)) / 2, np.gradient(grid, axis=0)
    normals = np.cross(across, along)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    normals[:1], normals[-1:] = (0, -1, 0), (0, 1, 0)
    n = len(grid)
    i = (np.arange(n - 1)[:, None] * count + np.arange(count)).ravel()
    j = (np.arange(n - 1)[:, None] * count + (np.arange(count) + 1) % count).ravel()
    triangles = np.concatenate([np.stack([i, j, i + count], 1), np.stack([j, j + count, i + count], 1)])
    b.add(grid.reshape(-1, 3), triangles, normals.reshape(-1, 3), grid.reshape(-1, 3), colour, PAINT)


def blade(b: MeshBuilder, start, end, half_m: float, thick_m: float) -> None:
    a, e = np.asarray(start, float), np.asarray(end, float)
    along = (e - a) / np.linalg.norm(e - a)
    wide, flat = np.cross(along, [0, 0, 1.0]), np.array([0, 0, 1.0])
    share = np.array([0.0, 0.75, 0.92, 1.0])
    width = np.array([1.0, 0.85, 0.60, 0.02]) * half_m
    for side in (1.0, -1.0):
        for edge in (1.0, -1.0):
            middle = a + share[:, None] * (e - a) + side * flat * thick_m * np.array([1, 1, 0.8, 0.05])[:, None]
            rim = a + share[:, None] * (e - a) + edge * wide * width[:, None]
            points = np.concatenate([middle, rim])
            normal = side * flat * half_m + edge * wide * thick_m
            idx = np.array([[k, k + 4, k + 1] for k in range(3)] + [[k + 1, k + 4, k + 5] for k in range(3)])
            facing = np.cross(points[4] - points[0], points[1] - points[0]) @ normal
            b.add(
                points,
                idx if facing > 0 else idx[:, ::-1],
                normal / np.linalg.norm(normal),
                points,
                (0.50, 0.52, 0.55),
                METAL,
            )
