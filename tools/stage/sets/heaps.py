"""Many small round things at once: fruit in a crate, loaves in a basket, stones in a track bed."""

import math

import numpy as np

from tools.stage.materials import PAINT
from tools.stage.mesh import MeshBuilder


def balls(
    builder: MeshBuilder,
    centres: np.ndarray,
    radii: np.ndarray,
    tones: np.ndarray,
    material: int = PAINT,
    *,
    rings: int = 5,
    sides: int = 7,
) -> None:
    """Add N balls as one piece.

    Args:
        centres: (N, 3) metres.
        radii: (N,) metres, or (N, 3) for eggs and pebbles.
        tones: (N, 3) albedo, 0 to 1.
    """
    polar = np.linspace(0.12, math.pi - 0.12, rings)[:, None]
    turn = np.arange(sides)[None, :] * (2 * math.pi / sides)
    ball = np.stack([np.sin(polar) * np.cos(turn), np.cos(polar) + 0 * turn, np.sin(polar) * np.sin(turn)], -1)
    normals = ball.reshape(-1, 3)
    count, each = len(centres), len(normals)
    spread = np.asarray(radii, np.float64).reshape(count, 1, -1)
    points = np.asarray(centres)[:, None, :] + normals[None] * spread
    i = (np.arange(rings - 1)[:, None] * sides + np.arange(sides)).ravel()
    j = (np.arange(rings - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    one = np.concatenate([np.stack([i, j, j + sides], 1), np.stack([i, j + sides, i + sides], 1)])
    triangles = (one[None] + each * np.arange(count)[:, None, None]).reshape(-1, 3)
    builder.add(
        points.reshape(-1, 3),
        triangles,
        np.tile(normals, (count, 1)),
        (0.0, 0.0, 0.0),
        np.repeat(tones, each, 0),
        material,
    )
