"""Geometry that hair of every kind shares: flat tapered locks, keeping off a surface, and the way into the body.

Points and fields are head-local unless said otherwise.
"""

from __future__ import annotations

import numpy as np

from tools.stage.materials import HAIR
from tools.stage.people import body
from tools.stage.people.features import Face
from tools.stage.people.measures import Measures
from tools.stage.people.parts import Part, skinned
from tools.stage.sdf import Field, Surface, smooth_union

STRAND_SCALE = {"close": 1.0, "medium": 0.42, "far": 0.15}
"""How fine the pattern of strands is by detail: what a pixel cannot hold would sparkle."""


def flat_locks(
    spine: np.ndarray, outward: np.ndarray, half_width: np.ndarray, round_: float = 0.75
) -> tuple[Surface, np.ndarray]:
    """Locks of hair as sheets of two triangles a span, lying on ``outward``; and their uv (V, 3).

    Their normals lean to either side, so that a flat lock is lit as a round one.

    Args:
        spine: (N, K, 3) from root to tip.
        outward: (N, K, 3) away from the mass of hair.
        half_width: (N, K) metres.
        round_: how far the normals lean: 0 flat, 1 about 45 degrees.

    Returns:
        The surface, and for each vertex metres across, metres along and the lock's own number in 0..1.
    """
    count, points = spine.shape[:2]
    tangent = np.gradient(spine, axis=1)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True) + 1e-9
    across = np.cross(outward, tangent)
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-9
    rise = np.cross(tangent, across)
    side = np.array([-1.0, 1.0])[None, None, :, None]
    edge = spine[:, :, None] + side * across[:, :, None] * half_width[..., None, None]
    normal = rise[:, :, None] + round_ * side * across[:, :, None]
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    i = np.arange(points - 1) * 2
    one = np.concatenate([np.stack([i, i + 1, i + 2], 1), np.stack([i + 1, i + 3, i + 2], 1)])
    triangles = (np.arange(count)[:, None, None] * points * 2 + one).reshape(-1, 3)
    step = np.linalg.norm(np.diff(spine, axis=1), axis=-1)
    along = np.concatenate([np.zeros((count, 1)), np.cumsum(step, 1)], 1)
    number = (np.arange(count) * 0.6180339887) % 1.0
    uv = np.stack(
        [
            np.broadcast_to(side[..., 0] * half_width[..., None], (count, points, 2)),
            np.broadcast_to(along[..., None], (count, points, 2)),
            np.broadcast_to(number[:, None, None], (count, points, 2)),
        ],
        -1,
    )
    return Surface(
        edge.reshape(-1, 3).astype(np.float32),
        np.ascontiguousarray(triangles, np.int32),
        normal.reshape(-1, 3).astype(np.float32),
    ), uv.reshape(-1, 3).astype(np.float32)


def body_in_head(m: Measures, face: Face) -> Field:
    """Torso and neck as a head-local field: what long hair lies on."""

    def field(p: np.ndarray) -> np.ndarray:
        world = (p * m.head_scale + m.head_origin).astype(np.float32)
        return smooth_union(body.torso(m, world), body.neck(m, face, world), 0.04) / np.float32(m.head_scale)

    return field


def distance_from(field: Field, p: np.ndarray) -> np.ndarray:
    """Metres (N,) from the field's surface, negative inside."""
    return field(p.astype(np.float32)).astype(np.float64)


def outward_of(field: Field, p: np.ndarray) -> np.ndarray:
    """Unit directions (N, 3) away from the field's solid."""
    reach = np.float32(0.003)
    q = p.astype(np.float32)
    gradient = np.stack([field(q + reach * axis) - field(q - reach * axis) for axis in np.eye(3, dtype=np.float32)], -1)
    return gradient / (np.linalg.norm(gradient, axis=-1, keepdims=True) + 1e-9)


def kept_off(field: Field, p: np.ndarray, least_m: np.ndarray) -> np.ndarray:
    """Points nearer than ``least_m`` (N,) to the field's surface, or inside it, pushed out to that distance."""
    short = np.clip(least_m - distance_from(field, p), 0, 0.05)
    return p + outward_of(field, p) * short[:, None] if np.any(short > 0) else p


def placed(
    m: Measures,
    local: Surface,
    albedo: np.ndarray,
    follow: dict[str, np.ndarray] | None,
    uv: np.ndarray | None = None,
    detail: str = "close",
) -> Part:
    """A piece of hair on the body; ``follow`` gives its bone shares by name, None keeps it on the head.

    Without ``uv`` the strands are taken to run down the head: across is the angle about it, along is the height.
    """
    positions = (local.positions * m.head_scale + m.head_origin).astype(np.float32)
    shares = follow if follow is not None else {"head": np.ones(len(positions))}
    if uv is None:
        x, y, z = local.positions.T
        uv = np.stack([0.09 * np.arctan2(x, z + 0.012), -y, np.full(len(x), 0.37)], -1)
    uv = (uv * np.array([STRAND_SCALE[detail], STRAND_SCALE[detail] ** 0.5, 1.0])).astype(np.float32)
    return Part(
        Surface(positions, local.triangles, local.normals), uv,
        np.broadcast_to(albedo, positions.shape).astype(np.float32), HAIR, skinned(shares, len(positions)),
    )  # fmt: skip
