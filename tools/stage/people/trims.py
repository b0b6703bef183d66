"""What is sewn on or worn over a garment: collars, lapels, ties, scarves, aprons, pallus, belts and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from film.bible import Wardrobe
from tools.stage.materials import CLOTH, METAL, PAINT
from tools.stage.people import body
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, painted, sheet, skinned, smoothstep, tube
from tools.stage.sdf import Surface

if TYPE_CHECKING:
    from tools.stage.people.wardrobe import Fitting


def sew(fit: Fitting, wardrobe: Wardrobe) -> list[Part]:
    """Every trim that this outfit calls for."""
    top, under = cloth_albedo(wardrobe.top_colour), cloth_albedo(wardrobe.under_colour)
    accent = cloth_albedo(wardrobe.accent_colour) if wardrobe.accent_colour else None
    garment, parts = wardrobe.garment, []
    kind = fit.cut.collar
    if kind == "shirt":
        parts.append(_turned_collar(fit, under if garment == "apron" else top * 0.94, 0.034, 0.036, 158))
    elif kind == "stand":
        parts.append(_stand_collar(fit, top * 0.90))
    elif kind == "roll":
        parts.append(_roll_collar(fit, top * 0.90))
    elif kind == "coat":
        parts += _lapels(fit, top * 0.84)
        parts.append(_turned_collar(fit, under, 0.028, 0.026, 162, ease_m=0.002))
        parts.append(_turned_collar(fit, top * 0.80, 0.022, 0.050, 134, ease_m=0.026))
    if garment == "suit":
        parts += _tie(fit, accent if accent is not None else cloth_albedo("#6b1f24"))
    elif garment == "sari":
        parts.append(_pallu(fit, top, accent if accent is not None else top * 0.6))
    elif garment == "apron":
        parts += _apron(fit, accent if accent is not None else cloth_albedo("#cfc6b2"))
    elif garment == "kurta" and accent is not None:
        parts.append(_pallu(fit, accent, accent * 0.7))
    elif accent is not None:
        parts += _scarf(fit, accent)
    if garment in ("shirt", "uniform", "kurta"):
        parts += _buttons(
            fit, under * 0.9 if garment != "uniform" else np.array([0.55, 0.42, 0.16]), metal=garment == "uniform"
        )
    if garment in ("coat", "suit", "jacket"):
        parts += _coat_buttons(fit)
    if garment in ("shirt", "uniform", "apron"):
        parts.append(_belt(fit, np.array([0.040, 0.026, 0.018])))
    return parts


def _cloth(fit: Fitting, surface: Surface, colour: np.ndarray, material: int = CLOTH) -> Part:
    p = surface.positions
    return Part(
        surface,
        p.copy(),
        painted(colour, len(p)),
        material,
        skinned(body.torso_skin(fit.m, p, skirted=fit.skirted), len(p)),
    )


def neck_ring(fit: Fitting, angle: np.ndarray, ease_m: float) -> np.ndarray:
    """Where a garment meets the neck (N, 3): on the neck let out by ``ease_m``, at angles from the back (0)."""
    m, s = fit.m, fit.m.scale
    heights = np.linspace(1.50, 1.30, 41) * s
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], -1)
    hit = np.zeros((len(angle), 3))
    found = np.zeros(len(angle), bool)
    for height in heights:
        centre = np.array(
            [
                0,
                height,
                float(
                    np.interp(
                        height,
                        [1.385 * s, m.head_origin[1] - 0.055 * m.head_scale],
                        [-0.034 * s, m.head_origin[2] - 0.024 * m.head_scale],
                    )
                ),
            ]
        )
        start = centre + out * 0.02
        p = start.copy()
        for _ in range(4):
            p += out * (ease_m - body.neck(m, fit.face, p.astype(np.float32)))[:, None]
        inside = (fit.field(p.astype(np.float32)) < 0) & ~found
        hit[inside] = p[inside]
        found |= inside
    hit[~found] = np.array([0, 1.38 * s, 0])
    return hit


def _turned_collar(
    fit: Fitting, colour: np.ndarray, stand_m: float, fall_m: float, open_deg: float, ease_m: float = 0.008
) -> Part:
    """A collar that stands at the neck and turns over, its points in front."""
    s = fit.m.scale
    columns = 45 if fit.detail == "close" else 29
    angle = np.radians(np.linspace(-open_deg, open_deg, columns))
    base = neck_ring(fit, angle, ease_m * s)
    base = _evened(base)
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], -1)
    ends = np.abs(angle) / angle[-1]
    point = 1 + 0.55 * smoothstep(0.70, 1.0, ends)
    lean = 0.10 * stand_m
    rows = [base - np.array([0, 0.012 * s, 0]), base + np.array([0, 0.35 * stand_m * s, 0])]
    top = base + np.array([0, stand_m * s, 0]) * (1 - 0.25 * ends[:, None] ** 3) + out * lean
    rows += [
        top,
        top + out * 0.0045 * s + np.array([0, 0.0020 * s, 0]),
        top + out * 0.009 * s - np.array([0, 0.004 * s, 0]),
    ]
    for share in (0.4, 0.75, 1.0):
        drop = fall_m * s * share * point
        spread = (0.010 + 0.020 * share) * s
        rows.append(
            top
            + out * spread
            + np.stack([np.sign(angle) * 0.010 * s * share * (point - 1), -drop, 0.012 * s * share * (point - 1)], -1)
        )
    grid = np.stack(rows)
    grid[5:] = (
        body.drape(_off(fit, 0.005 * s), grid[5:].reshape(-1, 3), 0.0, steps=1).reshape(grid[5:].shape) * 0.5
        + grid[5:] * 0.5
    )
    return _cloth(fit, sheet(grid[::-1]), colour)


def _stand_collar(fit: Fitting, colour: np.ndarray) -> Part:
    s = fit.m.scale
    angle = np.radians(np.linspace(-168, 168, 45))
    base = _evened(neck_ring(fit, angle, 0.007 * s))
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], -1)
    high = 0.030 * s * (1 - 0.30 * smoothstep(0.85, 1.0, np.abs(angle) / angle[-1]))[:, None] * np.array([0, 1, 0])
    rows = [
        base - [0, 0.010 * s, 0],
        base + high * 0.5,
        base + high,
        base + high + out * 0.004 * s,
        base + high * 0.4 + out * 0.005 * s,
        base - np.array([0, 0.012 * s, 0]) + out * 0.008 * s,
    ]
    return _cloth(fit, sheet(np.stack(rows)[::-1]), colour)


def _roll_collar(fit: Fitting, colour: np.ndarray) -> Part:
    s = fit.m.scale
    angle = np.linspace(-np.pi, np.pi, 56, endpoint=False)
    base = _evened(neck_ring(fit, angle, 0.012 * s), closed=True)
    ribs = 1 + 0.05 * np.sin(np.arange(56) * np.pi)
    return _cloth(
        fit, tube(base + np.array([0, 0.002 * s, 0]), 0.0150 * s * ribs, 9, closed=True, flatten=1.25), colour
    )


def _lapels(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """The turned-back edges of an open front, notched at the top."""
    s, (low, slope) = fit.m.scale, fit.opening
    rows = 26 if fit.detail == "close" else 16
    t = np.linspace(0, 1, rows)
    y = low + t * (1.398 * s - low)
    edge = (y - low) * slope
    width = np.interp(t, [0, 0.06, 0.45, 0.74, 0.78, 1.0], [0.004, 0.014, 0.040, 0.058, 0.046, 0.034]) * s
    parts = []
    for side in (-1, 1):
        across = np.array([-0.10, 0.0, 0.12, 0.4, 0.7, 0.95, 1.0])
        x = edge[:, None] + width[:, None] * across
        start = np.stack([side * x, np.broadcast_to(y[:, None], x.shape), np.full(x.shape, 0.12 * s)], -1)
        front = body.section(fit.m.profile, start[..., 1], np.arctan2(start[..., 0], 0.11 * s), 0.015 * s)
        start[..., 2] = front[..., 2]
        lift = np.array([-0.004, 0.0035, 0.0075, 0.0075, 0.0065, 0.0050, -0.001]) * s
        grid = np.empty_like(start)
        for column in range(len(across)):
            pulled = body.drape(fit.field, start[:, column], float(lift[column]), steps=3)
            grid[:, column] = pulled
            grid[:, column, :2] = start[:, column, :2]
        parts.append(_cloth(fit, sheet(grid if side > 0 else grid[:, ::-1]), colour))
    return parts


def _tie(fit: Fitting, colour: np.ndarray) -> list[Part]:
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
    parts = [_cloth(fit, sheet(flat[::-1]), colour)]
    knot = tube(
        np.stack([np.zeros(5), np.linspace(0.012, -0.026, 5) * s + ring[1], np.full(5, ring[2] + 0.012 * s)], -1),
        np.array([0.004, 0.016, 0.017, 0.014, 0.003]) * s,
        8,
    )
    return [*parts, _cloth(fit, knot, colour * 0.9)]


def _scarf(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """Wound twice, one end hanging."""
    s = fit.m.scale
    angle = np.linspace(-np.pi, np.pi, 64, endpoint=False)
    base = _evened(neck_ring(fit, angle, 0.020 * s), closed=True)
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], -1)
    folds = 1 + 0.10 * np.sin(angle * 7) + 0.06 * np.sin(angle * 13 + 1)
    upper = tube(
        base
        + out * 0.004 * s
        + np.array([0, 0.030 * s, 0])
        + np.stack([0 * angle, 0.006 * s * np.sin(angle + 1), 0 * angle], -1),
        0.0215 * s * folds,
        10,
        closed=True,
        flatten=1.15,
    )
    lower = tube(
        base
        + out * 0.018 * s
        - np.array([0, 0.004 * s, 0])
        + np.stack([0 * angle, 0.010 * s * np.sin(angle * 1 - 0.6), 0 * angle], -1),
        0.0235 * s * (2 - folds),
        10,
        closed=True,
        flatten=1.1,
    )
    rows, across = 24, np.linspace(-1, 1, 11)
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
        _cloth(fit, upper, colour),
        _cloth(fit, lower, colour * 0.93),
        _cloth(fit, sheet(hung[::-1]), colour * 0.96),
    ]


def _pallu(fit: Fitting, colour: np.ndarray, border: np.ndarray) -> Part:
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
            np.interp(t, [0, 3, 5, 7, 10], [0.85, -0.55, 0, 0, 0]) * -1,
            0 * t,
        ],
        -1,
    )
    sideways[:, 1] = np.interp(t, [0, 2, 4, 5, 6], [-0.85, -0.75, -0.45, 0.0, 0.0])
    sideways /= np.linalg.norm(sideways, axis=-1, keepdims=True)
    points = spine[:, None] + wide[:, None, None] * v[None, :, None] * sideways[:, None]
    pleat = 0.0045 * s * np.sin(v * 11)[None, :] + 0.010 * s
    points = body.drape(fit.field, points.reshape(-1, 3), 0.006 * s, steps=4).reshape(points.shape)
    away = points - np.array([0, 0, 0]) - np.stack([0 * points[..., 0], points[..., 1], 0 * points[..., 0]], -1)
    away /= np.linalg.norm(away, axis=-1, keepdims=True) + 1e-6
    points = points + away * np.broadcast_to(pleat, points.shape[:2])[..., None]
    part = _cloth(fit, sheet(points[:, ::-1]), colour)
    edge = np.tile(np.abs(v) > 0.80, rows)
    part.albedo[edge] = border
    return part


def _apron(fit: Fitting, colour: np.ndarray) -> list[Part]:
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
    waist = np.interp(0.90, [0, 1], [0, 1])
    row = int(np.argmin(np.abs(y / s - waist)))
    hung[..., 2] = (
        hung[..., 2] * (1 - fall) + (hung[row][None, :, 2] + 0.012 * s + 0.006 * s * np.sin(across * 9)[None]) * fall
    )
    hung[..., :2] = start[..., :2]
    parts = [_cloth(fit, sheet(hung), colour)]
    for side in (-1, 1):
        top = hung[-1, 0 if side < 0 else -1]
        back = neck_ring(fit, np.array([side * 0.9]), 0.016 * s)[0]
        shoulder = neck_ring(fit, np.array([side * 2.0]), 0.020 * s)[0] + [0, 0.008 * s, 0]
        parts.append(
            _cloth(
                fit,
                tube(np.stack([top, top * 0.5 + shoulder * 0.5 + [0, 0, 0.012 * s], shoulder, back]), 0.006 * s, 5),
                colour * 0.85,
            )
        )
    return parts


def _buttons(fit: Fitting, colour: np.ndarray, *, metal: bool) -> list[Part]:
    s = fit.m.scale
    heights = np.linspace(1.345, 1.02, 5) * s
    return [_button(fit, 0.0, y, 0.0058 * s, colour, METAL if metal else PAINT) for y in heights]


def _coat_buttons(fit: Fitting) -> list[Part]:
    s, low = fit.m.scale, fit.opening[0]
    heights = [low - 0.012 * s, low - 0.105 * s] + ([low - 0.198 * s] if fit.skirted else [])
    return [_button(fit, 0.012 * s, y, 0.0105 * s, np.array([0.050, 0.034, 0.024]), PAINT) for y in heights]


def _button(fit: Fitting, x: float, y: float, radius_m: float, colour: np.ndarray, material: int) -> Part:
    start = np.array([[x, y, float(body.section(fit.m.profile, np.array([y]), np.zeros(1), 0.02)[0, 2])]])
    seat = body.drape(fit.field, start, 0.0005)[0]
    path = seat + np.array([[0, 0, z] for z in (-0.002, 0.0015, 0.0022, 0.0026)]) * 1.0
    return _cloth(
        fit, tube(path, np.array([1.0, 1.0, 0.9, 0.02]) * radius_m, 10, up=np.array([0, 1.0, 0])), colour, material
    )


def _belt(fit: Fitting, colour: np.ndarray) -> Part:
    s = fit.m.scale
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = body.section(fit.m.profile, np.full(48, 0.955 * s), angle, 0.01)
    ring = body.drape(fit.field, ring, 0.001).astype(float)
    ring[:, 1] = 0.955 * s
    return _cloth(fit, tube(ring, 0.0055 * s, 8, closed=True, up=np.array([0, 1.0, 0]), flatten=3.2), colour, PAINT)


def _off(fit: Fitting, offset_m: float):
    """A field that pushes points out of the garment but never pulls them in."""
    return lambda p: np.minimum(fit.field(p) - np.float32(offset_m), 0)


def _evened(ring: np.ndarray, *, closed: bool = False) -> np.ndarray:
    """A neckline with its small steps smoothed away."""
    pad = 4
    padded = (
        np.concatenate([ring[-pad:], ring, ring[:pad]])
        if closed
        else np.concatenate([np.repeat(ring[:1], pad, 0), ring, np.repeat(ring[-1:], pad, 0)])
    )
    kernel = np.array([1, 2, 3, 4, 5, 4, 3, 2, 1]) / 25
    return np.stack([np.convolve(padded[:, i], kernel, "valid") for i in range(3)], -1)
