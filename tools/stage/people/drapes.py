"""Lengths of cloth that lie on a garment: ties, scarves, pallus and aprons, draped onto its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.stage.people import body
from tools.stage.people.parts import Part, sheet, smoothstep, tube
from tools.stage.people.seams import cloth, evened, neck_ring

if TYPE_CHECKING:
    from tools.stage.people.wardrobe import Fitting


def tie(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """A tie from collar to belt, with its knot."""
    s = fit.m.scale
    rows = 22
    t = np.linspace(0, 1, rows)
    ring = neck_ring(fit, np.array([np.pi]), 0.006 * s)[0]
    y = ring[1] + 0.004 * s - t * (ring[1] - 0.99 * s)
    half = np.interp(t, [0, 0.06, 0.10, 0.85, 1.0], [0.017, 0.013, 0.017, 0.036, 0.030]) * s * 0.8
    across = np.linspace(-1, 1, 7)
    x = half[:, None] * across
    start = np.stack([x, np.broadcast_to(y[:, None], x.shape), np.full(x.shape, 0.12 * s)], -1)
    shirt = lambda p: body.torso(fit.m, p, None, fit.cut.ease_m * s * 0.30)  # noqa: E731
    start[..., 2] = body.section(fit.m.profile, start[..., 1], np.arctan2(x, 0.11 * s), 0.01)[..., 2]
    flat = body.drape(shirt, start.reshape(-1, 3), 0.004 * s).reshape(start.shape)
    flat[..., :2] = start[..., :2]
    flat[..., 2] += 0.006 * s * (1 - across**2)
    flat[:2, :, 2] += 0.012 * s
    parts = [cloth(fit, sheet(flat[::-1]), colour)]
    knot = tube(
        np.stack([np.zeros(5), np.linspace(0.012, -0.026, 5) * s + ring[1], np.full(5, ring[2] + 0.012 * s)], -1),
        np.array([0.004, 0.016, 0.017, 0.014, 0.003]) * s,
        8,
    )
    return [*parts, cloth(fit, knot, colour * 0.9)]


def scarf(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """Wound twice, one end hanging."""
    s = fit.m.scale
    columns, sides = {"close": (64, 10), "medium": (40, 7), "far": (24, 5)}[fit.detail]
    angle = np.linspace(-np.pi, np.pi, columns, endpoint=False)
    base = evened(neck_ring(fit, angle, 0.020 * s), closed=True)
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], -1)
    folds = 1 + 0.10 * np.sin(angle * 7) + 0.06 * np.sin(angle * 13 + 1)
    upper = tube(
        base
        + out * 0.004 * s
        + np.array([0, 0.030 * s, 0])
        + np.stack([0 * angle, 0.006 * s * np.sin(angle + 1), 0 * angle], -1),
        0.0215 * s * folds,
        sides,
        closed=True,
        flatten=1.15,
    )
    lower = tube(
        base
        + out * 0.018 * s
        - np.array([0, 0.004 * s, 0])
        + np.stack([0 * angle, 0.010 * s * np.sin(angle * 1 - 0.6), 0 * angle], -1),
        0.0235 * s * (2 - folds),
        sides,
        closed=True,
        flatten=1.1,
    )
    rows, across = (24, np.linspace(-1, 1, 11)) if fit.detail == "close" else (13, np.linspace(-1, 1, 7))
    t = np.linspace(0, 1, rows)
    y = (1.395 - 0.34 * t) * s
    centre = (0.040 + 0.030 * t) * s
    half = np.interp(t, [0, 0.2, 1], [0.022, 0.036, 0.052]) * s
    x = centre[:, None] + half[:, None] * across
    start = np.stack([x, np.broadcast_to(y[:, None], x.shape), 0 * x], -1)
    start[..., 2] = body.section(fit.m.profile, start[..., 1], np.arctan2(x, 0.11 * s), 0.02)[..., 2]
    hung = body.drape(fit.field, start.reshape(-1, 3), 0.010 * s).reshape(start.shape)
    hung[..., :2] = start[..., :2]
    hung[..., 2] += (
        0.006 * np.cos(across * 7.5)[None, :] + 0.014 * (1 - across[None, :] ** 2) + 0.018 * np.exp(-t * 6)[:, None]
    ) * s
    hung = np.concatenate([hung, hung[:, ::-1] * np.array([1, 1, 1]) - np.array([0, 0, 0.012 * s])], 1)
    return [
        cloth(fit, upper, colour),
        cloth(fit, lower, colour * 0.93),
        cloth(fit, sheet(hung[::-1]), colour * 0.96),
    ]


def pallu(fit: Fitting, colour: np.ndarray, border: np.ndarray) -> Part:
    """A length of cloth from the right hip across the breast, over the left shoulder and down the back."""
    s = fit.m.scale
    way = np.array([
        (-0.150, 0.985, 0.060), (-0.110, 1.060, 0.110), (-0.040, 1.160, 0.130), (0.035, 1.270, 0.125), (0.085, 1.365, 0.075), (0.105, 1.420, -0.010),
        (0.100, 1.385, -0.085), (0.085, 1.26, -0.125), (0.075, 1.08, -0.125), (0.070, 0.88, -0.150), (0.070, 0.72, -0.160),
    ]) * s  # fmt: skip
    rows, columns = (56, 13) if fit.detail == "close" else (36, 9)
    t = np.linspace(0, len(way) - 1, rows)
    spine = np.stack([np.interp(t, np.arange(len(way)), way[:, i]) for i in range(3)], -1)
    v = np.linspace(-1, 1, columns)
    wide = np.interp(t, [0, 2, 4, 5, 6, 10], [0.085, 0.095, 0.060, 0.050, 0.060, 0.105]) * s
    sideways = np.stack(
        [
            np.interp(t, [0, 3, 5, 7, 10], [0.55, 0.80, 1, 1, 1]),
            np.interp(t, [0, 2, 4, 5, 6], [-0.85, -0.75, -0.45, 0.0, 0.0]),
            0 * t,
        ],
        -1,
    )
    sideways /= np.linalg.norm(sideways, axis=-1, keepdims=True)
    points = spine[:, None] + wide[:, None, None] * v[None, :, None] * sideways[:, None]
    pleat = 0.0045 * s * np.sin(v * 11)[None, :] + 0.010 * s
    points = body.drape(fit.field, points.reshape(-1, 3), 0.006 * s, steps=4).reshape(points.shape)
    away = points * np.array([1.0, 0.0, 1.0])
    away /= np.linalg.norm(away, axis=-1, keepdims=True) + 1e-6
    points = points + away * np.broadcast_to(pleat, points.shape[:2])[..., None]
    part = cloth(fit, sheet(points[:, ::-1]), colour)
    edge = np.tile(np.abs(v) > 0.80, rows)
    part.albedo[edge] = border
    return part


def apron(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """Bib and skirt of an apron with its straps."""
    s = fit.m.scale
    rows, across = 30, np.linspace(-1, 1, 15)
    y = np.linspace(0.52, 1.285, rows) * s
    half = np.interp(y / s, [0.52, 0.94, 1.00, 1.10, 1.285], [0.185, 0.170, 0.155, 0.115, 0.085]) * s
    x = half[:, None] * across
    start = np.stack([x, np.broadcast_to(y[:, None], x.shape), 0 * x], -1)
    start[..., 2] = body.section(fit.m.profile, np.maximum(start[..., 1], 0.85 * s), np.arctan2(x, 0.12 * s), 0.02)[
        ..., 2
    ]
    hung = body.drape(fit.field, start.reshape(-1, 3), 0.010 * s).reshape(start.shape)
    fall = smoothstep(0.92 * s, 0.80 * s, y)[:, None]
    row = int(np.argmin(np.abs(y / s - 0.90)))  # from the hips down it hangs as it hangs there
    hung[..., 2] = (
        hung[..., 2] * (1 - fall) + (hung[row][None, :, 2] + 0.012 * s + 0.006 * s * np.sin(across * 9)[None]) * fall
    )
    hung[..., :2] = start[..., :2]
    parts = [cloth(fit, sheet(hung), colour)]
    for side in (-1, 1):
        top = hung[-1, 0 if side < 0 else -1]
        back = neck_ring(fit, np.array([side * 0.9]), 0.016 * s)[0]
        shoulder = neck_ring(fit, np.array([side * 2.0]), 0.020 * s)[0] + [0, 0.008 * s, 0]
        parts.append(
            cloth(
                fit,
                tube(np.stack([top, top * 0.5 + shoulder * 0.5 + [0, 0, 0.012 * s], shoulder, back]), 0.006 * s, 5),
                colour * 0.85,
            )
        )
    return parts
