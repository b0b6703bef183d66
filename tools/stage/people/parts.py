"""Pieces of a person before they are joined: triangles with looks, and how they hang on the bones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tools.stage.people.skeleton import INDEX
from tools.stage.sdf import Surface

INFLUENCES = 4
"""Bones that may move one vertex."""


class Skin(NamedTuple):
    """Which bones move each vertex, and by what share."""

    bones: np.ndarray
    """(V, 4) uint8 numbers into ``BONES``."""
    shares: np.ndarray
    """(V, 4) float32, rows sum to 1."""


class Part(NamedTuple):
    """One piece of a person in the rest pose, in body space."""

    surface: Surface
    uv: np.ndarray
    """(V, 3) float32, as the material wants it."""
    albedo: np.ndarray
    """(V, 3) float32 scene-linear."""
    material: int
    skin: Skin
    head_local: np.ndarray | None = None
    """(V, 3) head-local rest positions of pieces that the face's expressions move, else None."""


def skinned(shares: Mapping[str, np.ndarray] | Mapping[str, float], count: int) -> Skin:
    """Bone shares by name, arrays (V,) or numbers, normalised; the four largest are kept."""
    names = list(shares)
    table = np.stack([np.broadcast_to(np.asarray(shares[n], np.float32), (count,)) for n in names], 1)
    if len(names) < INFLUENCES:
        pad = INFLUENCES - len(names)
        table = np.concatenate([table, np.zeros((count, pad), np.float32)], 1)
        names += [names[0]] * pad
    order = np.argsort(-table, axis=1, kind="stable")[:, :INFLUENCES]
    kept = np.clip(np.take_along_axis(table, order, 1), 0, None)
    kept /= np.maximum(kept.sum(1, keepdims=True), 1e-9)
    numbers = np.array([INDEX[n] for n in names], np.uint8)
    return Skin(numbers[order], kept.astype(np.float32))


def painted(albedo: np.ndarray, count: int) -> np.ndarray:
    """One colour (3,) for ``count`` vertices."""
    return np.tile(np.asarray(albedo, np.float32), (count, 1))


def smoothstep(low: float, high: float, x: np.ndarray) -> np.ndarray:
    """0 below ``low``, 1 above ``high``, eased between; ``low`` may be the larger."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def sheet(points: np.ndarray, *, closed: bool = False) -> Surface:
    """A grid of points (R, C, 3) as one smooth sheet; ``closed`` joins the last column to the first.

    Faces look towards the side from which rows run up and columns run to the right.
    """
    rows, columns = points.shape[:2]
    along = np.gradient(points, axis=0)
    if closed:
        across = (np.roll(points, -1, 1) - np.roll(points, 1, 1)) / 2
    else:
        across = np.gradient(points, axis=1)
    normals = np.cross(across, along)
    normals[np.linalg.norm(normals, axis=-1) < 1e-12] = (0.0, 0.0, 1.0)  # where a sheet runs to a point
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-12
    width = columns if closed else columns - 1
    i = (np.arange(rows - 1)[:, None] * columns + np.arange(width)).ravel()
    j = (np.arange(rows - 1)[:, None] * columns + (np.arange(width) + 1) % columns).ravel()
    triangles = np.concatenate([np.stack([i, j, i + columns], 1), np.stack([j, j + columns, i + columns], 1)])
    return Surface(
        points.reshape(-1, 3).astype(np.float32), triangles.astype(np.int32), normals.reshape(-1, 3).astype(np.float32)
    )


def tube(
    path: np.ndarray,
    radius_m: np.ndarray | float,
    sides: int = 6,
    *,
    closed: bool = False,
    up: np.ndarray | None = None,
    flatten: float = 1.0,
) -> Surface:
    """A tube along ``path`` (N, 3), its ends pinched shut by the radii given.

    Args:
        radius_m: one radius, or one per path point (N,).
        closed: joins the last point to the first.
        up: (N, 3) or (3,) direction in which the section is ``flatten`` times as thick as across.
    """
    path = np.asarray(path, float)
    count = len(path)
    tangent = (np.roll(path, -1, 0) - np.roll(path, 1, 0)) if closed else np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True) + 1e-12
    guide = np.broadcast_to(np.array([0.0, 1.0, 0.0]) if up is None else up, path.shape)
    across = np.cross(guide, tangent)
    weak = np.linalg.norm(across, axis=-1) < 1e-3
    across[weak] = np.cross(np.array([0.0, 0.0, 1.0]), tangent[weak])
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-12
    rise = np.cross(tangent, across)
    radius = np.broadcast_to(np.asarray(radius_m, float), (count,))[:, None, None]
    angle = np.arange(sides) * 2 * np.pi / sides
    ring = np.cos(angle)[:, None] * across[:, None] + flatten * np.sin(angle)[:, None] * rise[:, None]
    facing = flatten * np.cos(angle)[:, None] * across[:, None] + np.sin(angle)[:, None] * rise[:, None]
    facing /= np.linalg.norm(facing, axis=-1, keepdims=True)
    points = path[:, None] + radius * ring
    spans = count if closed else count - 1
    i = np.arange(spans)[:, None] * sides + np.arange(sides)
    j = np.arange(spans)[:, None] * sides + (np.arange(sides) + 1) % sides
    k, n = (i + sides) % (count * sides), (j + sides) % (count * sides)
    triangles = np.concatenate([np.stack([i, j, k], -1).reshape(-1, 3), np.stack([j, n, k], -1).reshape(-1, 3)])
    return Surface(
        points.reshape(-1, 3).astype(np.float32), triangles.astype(np.int32), facing.reshape(-1, 3).astype(np.float32)
    )
