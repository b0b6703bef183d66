"""What closes and marks clothes: plackets, buttons, zips, pockets, belts and sashes, epaulettes and badges."""

from __future__ import annotations

import numpy as np

from tools.stage.materials import CLOTH, METAL, PAINT
from tools.stage.people.fitting import Fitting, cloth
from tools.stage.people.parts import Part, sheet, tube

LEATHER = np.array([0.040, 0.026, 0.018])
BRASS = np.array([0.55, 0.42, 0.16])


def placket(fit: Fitting, colour: np.ndarray, low_m: float, half_m: float = 0.017) -> Part:
    """The doubled strip down a closed front."""
    s = fit.s
    rows = {"close": 26, "medium": 15, "far": 8}[fit.detail]
    y = np.linspace(low_m * s, fit.neckline.low_m + 0.002 * s, rows)
    across = np.array([-1.0, -0.97, -0.5, 0.0, 0.5, 0.97, 1.0]) * half_m * s
    lift = np.array([-0.0010, 0.0034, 0.0040, 0.0042, 0.0040, 0.0034, -0.0010]) * s
    return cloth(fit, sheet(fit.front(across[None, :], y[:, None], lift[None, :])), colour)


def buttons(
    fit: Fitting,
    colour: np.ndarray,
    heights_m: np.ndarray,
    *,
    x_m: float = 0.0,
    radius_m: float = 0.0062,
    material: int = PAINT,
) -> list[Part]:
    """A row of buttons at heights on the 1.70 m body."""
    s, parts = fit.s, []
    for height in heights_m:
        seat = fit.front(np.array(x_m * s), np.array(height * s))
        out = fit.normals(seat[None])[0]
        path = seat + out * np.array([[0.002], [0.0062], [0.0070], [0.0074]]) * s
        radius = np.array([1.0, 1.0, 0.82, 0.02]) * radius_m * s
        surface = tube(path, radius, 10 if fit.detail == "close" else 6, up=np.array([0, 1.0, 0]))
        parts.append(cloth(fit, surface, colour, material))
    return parts


def belt(
    fit: Fitting,
    colour: np.ndarray,
    height_m: float,
    *,
    half_m: float = 0.018,
    off_m: float = 0.0055,
    buckle: bool = True,
    material: int = PAINT,
) -> list[Part]:
    """A belt round the cloth with its buckle in front."""
    s = fit.s
    count = {"close": 56, "medium": 36, "far": 20}[fit.detail]
    azimuth = np.arange(count) * 360.0 / count
    rows = [(-1.0, -0.002), (-0.96, 0.0024), (0.0, 0.0030), (0.96, 0.0024), (1.0, -0.002)]
    grid = np.stack([fit.round(azimuth, height_m * s + v * half_m * s, (off_m + lift) * s) for v, lift in rows])
    parts = [cloth(fit, sheet(grid, closed=True), colour, material, patterned=False)]
    if buckle and fit.detail != "far":
        corner = np.array([(-1, -1), (-0.2, -1.15), (1, -1), (1.0, 1), (0.2, 1.15), (-1, 1)]) * [0.023, 0.021] * s
        seat = fit.front(corner[:, 0], height_m * s + corner[:, 1] * 0.9, 0.012 * s)
        seat[:, 2] = seat[:, 2].mean()
        parts.append(cloth(fit, tube(seat, 0.0028 * s, 6, closed=True), BRASS, METAL))
    return parts


def sash(fit: Fitting, colour: np.ndarray, height_m: float) -> list[Part]:
    """A belt of cloth, knotted, its two ends hanging."""
    s = fit.s
    parts = belt(fit, colour, height_m, half_m=0.026, buckle=False, material=CLOTH)
    knot = fit.front(np.array([-0.02, 0.0, 0.02]) * s + 0.02 * s, np.full(3, height_m * s), 0.016 * s)
    parts.append(cloth(fit, tube(knot, np.array([0.012, 0.021, 0.012]) * s, 8), colour * 0.92))
    for x, low in ((0.012, 0.30), (0.034, 0.22)):
        rows = np.linspace(0, 1, 9)
        across = np.linspace(-1, 1, 5)
        y = height_m * s - low * s * rows
        spine = x * s + 0.012 * s * rows * (1 if x > 0.02 else -1)
        grid = fit.front(spine[:, None] + across * 0.017 * s, y[:, None], (0.012 + 0.002 * np.cos(across * 3)) * s)
        parts.append(cloth(fit, sheet(grid[::-1]), colour * 0.96))
    return parts


def pocket(
    fit: Fitting,
    colour: np.ndarray,
    x_m: float,
    y_m: float,
    *,
    half_m: float = 0.042,
    high_m: float = 0.10,
    flap: bool = False,
) -> list[Part]:
    """A patch pocket in front, its top edge at ``y_m`` on the 1.70 m body."""
    s = fit.s
    across = np.array([-1.0, -0.97, -0.5, 0, 0.5, 0.97, 1.0])
    down = np.array([0.0, 0.01, 0.3, 0.6, 0.88, 1.0])
    narrow = 1 - 0.35 * np.maximum(down - 0.85, 0) / 0.15
    lift = np.full((6, 7), 0.0046)
    lift[:, [0, -1]] = lift[[-1]] = -0.001
    x = x_m * s + across[None, :] * half_m * s * narrow[:, None]
    y = np.broadcast_to((y_m - down * high_m)[:, None] * s, x.shape)
    parts = [cloth(fit, sheet(fit.front(x, y, lift * s)[::-1]), colour)]
    if flap:
        down = np.array([-0.06, 0.0, 0.16, 0.30, 0.34])
        x = x_m * s + across[None, :] * half_m * 1.06 * s * np.ones((5, 1))
        y = np.broadcast_to((y_m - down * high_m)[:, None] * s, x.shape) - 0.006 * s * (1 - np.abs(across)) * (
            down[:, None] > 0.2
        )
        lift = np.broadcast_to(np.array([0.001, 0.007, 0.0085, 0.0080, 0.002])[:, None], x.shape)
        parts.append(cloth(fit, sheet(fit.front(x, y, lift * s)[::-1]), colour * 0.93))
    return parts


def epaulettes(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """Straps on the shoulders, each with a button."""
    s, parts = fit.s, []
    for side in (-1.0, 1.0):
        t = np.linspace(0, 1, 7)[:, None]
        across = np.array([-1.0, -0.95, 0.0, 0.95, 1.0])[None, :]
        tip = fit.m.joints["upper_arm_l"][0]
        x = (0.072 * s + (tip - 0.060 * s) * t) * side + 0 * across
        z = -0.018 * s + across * (0.017 + 0.003 * t) * s
        over = np.stack([x, np.full(x.shape, 1.52 * s), z], -1)
        low, high = np.full(x.shape, 1.30 * s), np.full(x.shape, 1.55 * s)
        for _ in range(14):
            middle = (low + high) / 2
            over[..., 1] = middle
            within = (fit.field(over.reshape(-1, 3).astype(np.float32)) < 0).reshape(x.shape)
            low, high = np.where(within, middle, low), np.where(within, high, middle)
        over[..., 1] = (low + high) / 2 + np.array([-0.001, 0.006, 0.007, 0.006, -0.001]) * s
        grid = over if side < 0 else over[:, ::-1]
        parts.append(cloth(fit, sheet(grid[::-1]), colour))
        seat = over[1, 2]
        knob = tube(
            seat + np.array([[0, 0, 0], [0, 0.005, 0], [0, 0.006, 0]]) * s, np.array([0.007, 0.006, 0.001]) * s, 8
        )
        parts.append(cloth(fit, knob, BRASS, METAL))
    return parts


def badge(fit: Fitting, x_m: float, y_m: float) -> Part:
    """A shield on the breast."""
    s = fit.s
    outline = np.array(
        [(0, -1.15), (0.8, -0.45), (0.95, 0.6), (0.45, 0.75), (0, 1.05), (-0.45, 0.75), (-0.95, 0.6), (-0.8, -0.45)]
    )
    rows = [fit.front(x_m * s + outline[:, 0] * 0.019 * s * k, y_m * s + outline[:, 1] * 0.022 * s * k, lift * s)
            for k, lift in ((1.0, 0.002), (0.94, 0.0062), (0.45, 0.0085), (0.02, 0.009))]  # fmt: skip
    return cloth(fit, sheet(np.stack(rows)[::-1], closed=True), BRASS, METAL)
