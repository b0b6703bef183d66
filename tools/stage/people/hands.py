"""Hands: a palm and five fingers with two joints each, relaxed in the rest pose, palm to the thigh.

Hand space is (along the forearm, towards the thumb, out of the palm), metres for a man of 1.70 m, its origin the wrist.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage.people.measures import (
    HAND_KNUCKLE_M,
    HAND_MIDDLE_M,
    HAND_THUMB_M,
    HAND_THUMB_MIDDLE_M,
    Measures,
    hand_frame,
)
from tools.stage.people.parts import Part, painted, skinned, smoothstep, tube
from tools.stage.sdf import Surface, capsule, ellipsoid, even_axes, polygonise, smooth_union

_STEP_M = {"close": 0.0068, "medium": 0.0125, "far": 0.0260}
_SIDES = {"close": (10, 13), "medium": (6, 8), "far": (4, 6)}
"""Sides of a finger, and rings along it."""


class _Finger(NamedTuple):
    across_m: float
    along_m: float
    """Of its knuckle."""
    long_m: float
    radius_m: float
    fan: float
    """How far it spreads across for each metre along."""
    index: bool


_FINGERS = (
    _Finger(0.0265, 0.0870, 0.0760, 0.0090, 0.095, True),
    _Finger(0.0088, 0.0915, 0.0840, 0.0093, 0.030, False),
    _Finger(-0.0088, 0.0885, 0.0780, 0.0089, -0.030, False),
    _Finger(-0.0250, 0.0800, 0.0620, 0.0078, -0.085, False),
)


def hand(m: Measures, side: str, skin: np.ndarray, detail: str) -> list[Part]:
    """Palm, fingers and thumb of one hand, in skin of this colour."""
    palm = _palm(detail)
    p = palm.positions
    parts = [_hung(m, side, palm, painted(skin, len(p)), _palm_shares(p, side))]
    for finger in _FINGERS:
        surface, tint, shares = _finger(finger, side, detail)
        parts.append(_hung(m, side, surface, skin * tint, shares))
    surface, tint, shares = _thumb(side, detail)
    return [*parts, _hung(m, side, surface, skin * tint, shares)]


def _hung(m: Measures, side: str, local: Surface, albedo: np.ndarray, shares: dict[str, np.ndarray]) -> Part:
    from tools.stage.materials import SKIN

    frame, wrist, size = hand_frame(m, side)
    positions = (local.positions * size @ frame + wrist).astype(np.float32)
    # The frame is right-handed on one side only: the other side is its mirror image.
    triangles = local.triangles if np.linalg.det(frame) > 0 else local.triangles[:, ::-1]
    surface = Surface(positions, np.ascontiguousarray(triangles), (local.normals @ frame).astype(np.float32))
    uv = (positions * np.array([1, 1, 0], np.float32) + np.array([0, 0, -1.0], np.float32)).astype(np.float32)
    return Part(surface, uv, albedo.astype(np.float32), SKIN, skinned(shares, len(positions)))


def _palm(detail: str) -> Surface:
    def field(p: np.ndarray) -> np.ndarray:
        d = ellipsoid(p, (0.050, 0.001, 0.001), (0.050, 0.0365, 0.0125))
        d = smooth_union(d, capsule(p, (0.060, 0.022, 0.000), (0.060, -0.021, 0.000), 0.0125, 0.0110), 0.016)
        d = smooth_union(d, capsule(p, (0.082, 0.0255, -0.001), (0.074, -0.0235, -0.001), 0.0092, 0.0080), 0.014)
        d = smooth_union(d, capsule(p, (-0.045, 0, 0), (0.016, 0, 0.001), 0.0245, 0.0215), 0.022)
        d = smooth_union(d, ellipsoid(p, (0.036, 0.022, 0.008), (0.029, 0.0155, 0.0125)), 0.012)
        return smooth_union(d, ellipsoid(p, (0.034, -0.022, 0.006), (0.029, 0.011, 0.0105)), 0.012)

    axes = even_axes((-0.036, -0.056, -0.034), (0.102, 0.056, 0.036), _STEP_M[detail])
    return polygonise(field, axes)


def _palm_shares(p: np.ndarray, side: str) -> dict[str, np.ndarray]:
    forearm = smoothstep(0.006, -0.026, p[:, 0])
    ball = (
        smoothstep(0.014, 0.030, p[:, 1]) * smoothstep(0.010, 0.034, p[:, 0]) * smoothstep(0.074, 0.056, p[:, 0]) * 0.55
    )
    knuckles = smoothstep(0.080, 0.100, p[:, 0]) * 0.5
    rest = (1 - forearm) * (1 - ball) * (1 - knuckles)
    return {
        f"hand_{side}": rest, f"forearm_{side}": forearm, f"thumb_{side}": ball * (1 - forearm),
        f"fingers_{side}": knuckles * (1 - ball),
    }  # fmt: skip


def _finger(finger: _Finger, side: str, detail: str) -> tuple[Surface, np.ndarray, dict[str, np.ndarray]]:
    sides, rings = _SIDES[detail]
    # From inside the palm to the tip: the root is hidden there, so a bent knuckle shows no gap.
    reach = np.concatenate(
        [
            [-0.020, -0.008],
            np.linspace(0.004, finger.long_m - 0.006, rings - 4),
            finger.long_m + np.array([-0.002, 0.0012]),
        ]
    )
    share = np.clip(reach / finger.long_m, 0, 1)
    curl = 0.010 * share + 0.016 * share**2
    path = np.stack([
        finger.along_m + reach * (1 - 0.04 * share), finger.across_m + finger.fan * np.maximum(reach, 0) * (1 - 0.55 * share), curl - 0.0005,
    ], -1)  # fmt: skip
    joints = 1 + 0.10 * np.exp(-(((share - 0.46) / 0.06) ** 2)) + 0.06 * np.exp(-(((share - 0.74) / 0.05) ** 2))
    radius = (
        finger.radius_m
        * np.interp(share, [0, 0.1, 0.46, 0.74, 0.90, 1.0], [1.08, 1.04, 0.96, 0.88, 0.80, 0.66])
        * joints
    )
    radius[0] *= 0.7
    radius[-2] = finger.radius_m * 0.52
    radius[-1] = finger.radius_m * 0.06
    surface = _outward(tube(path, radius, sides, up=np.array([0, 0, 1.0]), flatten=0.94))
    along = np.repeat(reach, sides)
    tint = _nails(surface, np.repeat(share, sides), 0.84)
    root, tip = ("index", "index_tip") if finger.index else ("fingers", "fingertips")
    knuckle = smoothstep(-0.010, 0.008, along)
    middle = smoothstep(-0.006, 0.006, along - (HAND_MIDDLE_M - HAND_KNUCKLE_M) * finger.long_m / 0.080)
    return surface, tint, {
        f"hand_{side}": 1 - knuckle, f"{root}_{side}": knuckle * (1 - middle), f"{tip}_{side}": knuckle * middle,
    }  # fmt: skip


def _thumb(side: str, detail: str) -> tuple[Surface, np.ndarray, dict[str, np.ndarray]]:
    sides, rings = _SIDES[detail]
    start, middle = np.array(HAND_THUMB_M), np.array(HAND_THUMB_MIDDLE_M)
    tip = middle + np.array([0.040, 0.0115, 0.0060])
    way = np.array(
        [start - (middle - start) * 0.2, start, middle, (middle + tip) / 2, tip, tip + (tip - middle) * 0.03]
    )
    t = np.linspace(0, 5, rings)
    path = np.stack([np.interp(t, np.arange(6), way[:, i]) for i in range(3)], -1)
    radius = np.interp(t, [0, 1, 2, 3, 4, 4.6, 5], [0.0105, 0.0125, 0.0105, 0.0098, 0.0086, 0.0060, 0.0006])
    surface = _outward(tube(path, radius, sides, up=np.array([0, -0.5, 1.0]), flatten=0.88))
    along = np.repeat(t, sides)
    bend = smoothstep(1.75, 2.3, along)
    tint = _nails(surface, np.repeat(t / 5, sides), 0.70)
    return surface, tint, {f"thumb_{side}": 1 - bend, f"thumb_tip_{side}": bend}


def _nails(surface: Surface, share: np.ndarray, start: float) -> np.ndarray:
    """Tint (V, 3) on the skin: paler nails on the backs of the tips, redder knuckles and pads."""
    back = -surface.normals[:, 2]
    nail = (smoothstep(start - 0.04, start + 0.02, share) * smoothstep(0.55, 0.8, back))[:, None]
    pad = (smoothstep(0.75, 1.0, share) * (1 - nail[:, 0]))[:, None]
    return 1 + nail * np.array([0.22, 0.14, 0.16]) + pad * np.array([0.04, -0.06, -0.05])


def _outward(surface: Surface) -> Surface:
    """The same tube, its triangles facing the way of its normals."""
    a, b, c = (surface.positions[surface.triangles[:, i]] for i in range(3))
    facing = np.einsum("ij,ij->i", np.cross(b - a, c - a), surface.normals[surface.triangles[:, 0]])
    if facing.sum() >= 0:
        return surface
    return surface._replace(triangles=np.ascontiguousarray(surface.triangles[:, ::-1]))
