"""What is sewn on or worn over a garment: collars, lapels, ties, scarves, aprons, pallus, belts and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from film.bible import Wardrobe
from tools.stage.materials import METAL, PAINT
from tools.stage.people import body
from tools.stage.people.drapes import apron, pallu, scarf, tie
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, sheet, smoothstep, tube
from tools.stage.people.seams import cloth, evened, neck_ring

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
        parts += tie(fit, accent if accent is not None else cloth_albedo("#6b1f24"))
    elif garment == "sari":
        parts.append(pallu(fit, top, accent if accent is not None else top * 0.6))
    elif garment == "apron":
        parts += apron(fit, accent if accent is not None else cloth_albedo("#cfc6b2"))
    elif garment == "kurta" and accent is not None:
        parts.append(pallu(fit, accent, accent * 0.7))
    elif accent is not None:
        parts += scarf(fit, accent)
    if garment in ("shirt", "uniform", "kurta"):
        parts += _buttons(
            fit, under * 0.9 if garment != "uniform" else np.array([0.55, 0.42, 0.16]), metal=garment == "uniform"
        )
    if garment in ("coat", "suit", "jacket"):
        parts += _coat_buttons(fit)
    if garment in ("shirt", "uniform", "apron"):
        parts.append(_belt(fit, np.array([0.040, 0.026, 0.018])))
    return parts


def _turned_collar(
    fit: Fitting, colour: np.ndarray, stand_m: float, fall_m: float, open_deg: float, ease_m: float = 0.008
) -> Part:
    """A collar that stands at the neck and turns over, its points in front."""
    s = fit.m.scale
    columns = 45 if fit.detail == "close" else 29
    angle = np.radians(np.linspace(-open_deg, open_deg, columns))
    base = neck_ring(fit, angle, ease_m * s)
    base = evened(base)
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
    return cloth(fit, sheet(grid[::-1]), colour)


def _stand_collar(fit: Fitting, colour: np.ndarray) -> Part:
    s = fit.m.scale
    angle = np.radians(np.linspace(-168, 168, 45))
    base = evened(neck_ring(fit, angle, 0.007 * s))
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
    return cloth(fit, sheet(np.stack(rows)[::-1]), colour)


def _roll_collar(fit: Fitting, colour: np.ndarray) -> Part:
    s = fit.m.scale
    angle = np.linspace(-np.pi, np.pi, 56, endpoint=False)
    base = evened(neck_ring(fit, angle, 0.012 * s), closed=True)
    ribs = 1 + 0.05 * np.cos(np.arange(56) * np.pi)
    return cloth(fit, tube(base + np.array([0, 0.002 * s, 0]), 0.0150 * s * ribs, 9, closed=True, flatten=1.25), colour)


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
        grid = body.drape(fit.field, start.reshape(-1, 3), np.tile(lift, rows)).reshape(start.shape)
        grid[..., :2] = start[..., :2]
        parts.append(cloth(fit, sheet(grid if side > 0 else grid[:, ::-1]), colour))
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
    return cloth(
        fit, tube(path, np.array([1.0, 1.0, 0.9, 0.02]) * radius_m, 10, up=np.array([0, 1.0, 0])), colour, material
    )


def _belt(fit: Fitting, colour: np.ndarray) -> Part:
    s = fit.m.scale
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = body.section(fit.m.profile, np.full(48, 0.955 * s), angle, 0.01)
    ring = body.drape(fit.field, ring, 0.001).astype(float)
    ring[:, 1] = 0.955 * s
    return cloth(fit, tube(ring, 0.0055 * s, 8, closed=True, up=np.array([0, 1.0, 0]), flatten=3.2), colour, PAINT)


def _off(fit: Fitting, offset_m: float):
    """A field that pushes points out of the garment but never pulls them in."""
    return lambda p: np.minimum(fit.field(p) - np.float32(offset_m), 0)
