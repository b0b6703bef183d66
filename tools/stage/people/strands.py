"""Geometry that hair of every kind shares: tapered ribbons, keeping off a surface, and the way into the body.

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


def ribbons(
    spine: np.ndarray, outward: np.ndarray, half_width: np.ndarray, sides: int, flat: float
) -> tuple[Surface, np.ndarray]:
    """Closed tapered tubes along ``spine`` (N, K, 3), flattened against ``outward``; and a tint (V,), darker underneath."""
    count, points = spine.shape[:2]
    tangent = np.gradient(spine, axis=1)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True) + 1e-9
    across = np.cross(tangent, outward)
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-9
    rise = np.cross(across, tangent)
    angle = np.arange(sides) * 2 * np.pi / sides + np.pi / 2
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    w = half_width[..., None, None]
    ring = spine[:, :, None] + w * (cos * across[:, :, None] + flat * sin * rise[:, :, None])
    normal = 0.75 * cos * across[:, :, None] + sin * rise[:, :, None]
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    i = np.arange(points - 1)[:, None] * sides + np.arange(sides)
    j = np.arange(points - 1)[:, None] * sides + (np.arange(sides) + 1) % sides
    one = np.concatenate(
        [np.stack([i, i + sides, j], -1).reshape(-1, 3), np.stack([j, i + sides, j + sides], -1).reshape(-1, 3)]
    )
    triangles = (np.arange(count)[:, None, None] * points * sides + one).reshape(-1, 3)
    tint = np.broadcast_to(0.86 + 0.14 * np.sin(angle), (count, points, sides)).reshape(-1)
    a, b, c = (ring.reshape(-1, 3)[triangles[0, k]] for k in range(3))
    if np.cross(b - a, c - a) @ normal.reshape(-1, 3)[triangles[0, 0]] < 0:
        triangles = triangles[:, ::-1]
    return Surface(
        ring.reshape(-1, 3).astype(np.float32),
        np.ascontiguousarray(triangles, np.int32),
        normal.reshape(-1, 3).astype(np.float32),
    ), tint


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


def placed(m: Measures, local: Surface, albedo: np.ndarray, follow: dict[str, np.ndarray] | None) -> Part:
    """A piece of hair on the body; ``follow`` gives its bone shares by name, None keeps it on the head."""
    positions = (local.positions * m.head_scale + m.head_origin).astype(np.float32)
    shares = follow if follow is not None else {"head": np.ones(len(positions))}
    return Part(
        Surface(positions, local.triangles, local.normals), local.positions.astype(np.float32),
        np.broadcast_to(albedo, positions.shape).astype(np.float32), HAIR, skinned(shares, len(positions)),
    )  # fmt: skip
