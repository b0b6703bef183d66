"""What every trim needs: a piece of cloth that hangs with the trunk, and the line where a garment meets the neck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.stage.materials import CLOTH
from tools.stage.people import body
from tools.stage.people.parts import Part, painted, skinned
from tools.stage.sdf import Surface

if TYPE_CHECKING:
    from tools.stage.people.wardrobe import Fitting


def neck_ring(fit: Fitting, angle: np.ndarray, ease_m: float) -> np.ndarray:
    """Where a garment meets the neck (N, 3): on the neck let out by ``ease_m``, at angles from the back (0)."""
    m, s = fit.m, fit.m.scale
    heights = np.linspace(1.50, 1.30, 41) * s
    nape = [1.385 * s, m.head_origin[1] - 0.055 * m.head_scale]
    depth = np.interp(heights, nape, [-0.034 * s, m.head_origin[2] - 0.024 * m.head_scale])
    centre = np.stack([0 * heights, heights, depth], -1)
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], -1)
    p = centre[:, None] + 0.02 * out
    flat = p.shape
    for _ in range(4):
        short = ease_m - body.neck(m, fit.face, p.reshape(-1, 3).astype(np.float32))
        p = p + out * short.reshape(flat[:2])[..., None]
    inside = (fit.field(p.reshape(-1, 3).astype(np.float32)) < 0).reshape(flat[:2])
    inside[-1] = True
    return p[np.argmax(inside, axis=0), np.arange(len(angle))]


def cloth(fit: Fitting, surface: Surface, colour: np.ndarray, material: int = CLOTH) -> Part:
    """``surface`` as a part in one colour, moved with the trunk."""
    p = surface.positions
    return Part(
        surface,
        p.copy(),
        painted(colour, len(p)),
        material,
        skinned(body.torso_skin(fit.m, p, skirted=fit.skirted), len(p)),
    )


def evened(ring: np.ndarray, *, closed: bool = False) -> np.ndarray:
    """A neckline with its small steps smoothed away."""
    pad = 4
    padded = (
        np.concatenate([ring[-pad:], ring, ring[:pad]])
        if closed
        else np.concatenate([np.repeat(ring[:1], pad, 0), ring, np.repeat(ring[-1:], pad, 0)])
    )
    kernel = np.array([1, 2, 3, 4, 5, 4, 3, 2, 1]) / 25
    return np.stack([np.convolve(padded[:, i], kernel, "valid") for i in range(3)], -1)
