"""Collars: cloth that starts on a garment's neckline and turns over it, stands up, rolls, or lies open as lapels."""

from __future__ import annotations

import numpy as np

from tools.stage.people import body
from tools.stage.people.fitting import Fitting, cloth
from tools.stage.people.parts import Part, sheet, smoothstep

_COLUMNS = {"close": 53, "medium": 27, "far": 13}


def collar(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """The collar that this cut calls for, none where it has none."""
    kind = fit.cut.collar
    if kind == "shirt":
        return [turned_collar(fit, colour)]
    if kind == "stand":
        return [_stand_collar(fit, colour)]
    if kind == "roll":
        return [_neck_band(fit, colour, 0.046, 0.0105)]
    if kind == "band":
        return [_neck_band(fit, colour * 0.92, 0.010, 0.0035)]
    if kind == "lapels":
        return [_turned_front(fit, colour, notched=True)]
    if kind == "shawl":
        return [_turned_front(fit, colour, notched=False)]
    return [_hood_down(fit, colour)] if kind == "hood" else []


def turned_collar(
    fit: Fitting, colour: np.ndarray, stand_m: float = 0.034, fall_m: float = 0.041, spread: float = 1.0
) -> Part:
    """A shirt's collar: a stand that closes at the throat, its fall turned over, points in front.

    ``spread`` below 1 keeps it close to the neck, as under a jacket.
    """
    s = fit.s
    gap = 5.0 if not fit.is_open else 14.0
    azimuth = np.linspace(gap, 360 - gap, _COLUMNS[fit.detail])
    base = _base(fit, azimuth)
    out, up = _outward(fit, azimuth), fit.neck_axis()
    front = np.minimum(azimuth, 360 - azimuth)[:, None]
    stand = stand_m * s * (0.74 + 0.26 * smoothstep(10, 90, front))
    point = 1 - smoothstep(gap + 2, 58, front)
    fall = fall_m * s * (1 + 0.80 * point)
    top = base + up * stand - out * 0.0065 * s
    aside = np.stack([np.sin(np.radians(azimuth)), 0 * azimuth, 0 * azimuth], -1)
    aside = np.sign(aside) * np.array([1.0, 0, 0])
    rows = [
        base - up * 0.008 * s,
        base + up * stand * 0.5 - out * 0.0035 * s,
        top,
        top + out * 0.0030 * s + up * 0.0016 * s,
    ]
    for share in (0.10, 0.4, 0.75, 1.0):
        away = (0.0060 + 0.016 * share * (1 - 0.35 * point)) * spread * s
        rows.append(top + out * away - up * fall * share + aside * 0.020 * s * share * point)
    grid = np.stack(rows)
    grid[5:] = fit.clear(grid[5:], np.array([0.0055, 0.0055, 0.0045])[:, None] * spread * s)
    under = grid[-1] - (grid[-1] - grid[-2]) * 0.10 - fit.normals(grid[-1]) * 0.0045 * s
    return cloth(fit, sheet(np.concatenate([grid, under[None]])[:, ::-1]), colour)


def _stand_collar(fit: Fitting, colour: np.ndarray) -> Part:
    """A band standing up at the neck, parted in front."""
    s = fit.s
    azimuth = np.linspace(4.0, 356.0, _COLUMNS[fit.detail])
    base = _base(fit, azimuth)
    out, up = _outward(fit, azimuth), fit.neck_axis()
    front = np.minimum(azimuth, 360 - azimuth)[:, None]
    high = up * 0.033 * s * (0.55 + 0.45 * smoothstep(3, 26, front))
    rows = [
        base - up * 0.006 * s + out * 0.0065 * s, base + high * 0.5 + out * 0.0045 * s, base + high + out * 0.0030 * s,
        base + high + up * 0.0012 * s, base + high - out * 0.0022 * s, base - up * 0.004 * s - out * 0.001 * s,
    ]  # fmt: skip
    return cloth(fit, sheet(np.stack(rows)), colour * 0.94)


def _neck_band(fit: Fitting, colour: np.ndarray, high_m: float, thick_m: float) -> Part:
    """A knitted band round the neck: low on a T-shirt, doubled over on a roll-neck."""
    s = fit.s
    count = _COLUMNS[fit.detail] - 1
    azimuth = np.arange(count) * 360.0 / count
    base = _base(fit, azimuth)
    out, up = _outward(fit, azimuth), fit.neck_axis()
    ribs = (0.0009 * s * np.cos(np.arange(count) * np.pi))[:, None] * out if high_m > 0.02 else 0.0
    lean = -0.10 if high_m > 0.02 else -0.35
    shape = np.array([
        (0.0, -0.10), (0.75, 0.02), (1.0, 0.28), (0.95, 0.62), (0.62, 0.90), (0.10, 1.0), (-0.30, 0.86), (-0.32, 0.1),
    ])  # fmt: skip
    rows = [
        base + ribs + out * (x * thick_m + lean * max(y, 0) * high_m * 0.3) * s + up * y * high_m * s for x, y in shape
    ]
    return cloth(fit, sheet(np.stack(rows), closed=True), colour * 0.93, weave=4)


def _turned_front(fit: Fitting, colour: np.ndarray, *, notched: bool) -> Part:
    """Lapels and collar in one: the edge of an open front turned back from the break to the nape."""
    s = fit.s
    columns = {"close": 41, "medium": 23, "far": 11}[fit.detail]
    azimuth = np.linspace(0.4, 180.0, 240)
    edge = fit.ring(azimuth)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(edge, axis=0), axis=1))])
    notch = float(np.interp(1.372 * s, edge[:120, 1], length[:120]))
    share = np.linspace(0, 1, columns)
    at = share * length[-1]
    if notched:  # columns gather at the notch, where the outline jumps
        near = at - notch
        at = np.sort(np.concatenate([at[np.abs(near) > 0.010 * s], notch + np.array([-0.0015, 0.0015, 0.012]) * s]))
    line = np.stack([np.interp(at, length, edge[:, i]) for i in range(3)], -1)
    if notched:
        widest = 0.064 if fit.cut.flare else 0.056
        width = np.where(
            at < notch,
            np.interp(at / notch, [0, 0.10, 0.55, 1.0], [0.006, 0.018, 0.046, widest]),
            np.interp(at - notch, np.array([0, 0.014, 0.05, 0.16]) * s, [0.026, 0.050, 0.050, 0.052]),
        ) * s  # fmt: skip
    else:
        width = np.interp(at / length[-1], [0, 0.12, 0.5, 1.0], [0.012, 0.050, 0.066, 0.072]) * s
    stand = 0.034 * s * smoothstep(notch - 0.02 * s, notch + 0.09 * s, at)
    left = _turned_rows(fit, line, width, stand)
    right = left[:, ::-1] * np.array([-1.0, 1, 1])
    grid = np.concatenate([left, right[:, 1:]], 1)
    return cloth(fit, sheet(grid[:, ::-1]), colour * 0.90, sheen=fit.cut.sheen)


def _turned_rows(fit: Fitting, line: np.ndarray, width: np.ndarray, stand: np.ndarray) -> np.ndarray:
    s, up = fit.s, fit.neck_axis()
    normal = fit.normals(line)
    along = np.gradient(line, axis=0)
    along[-1] = np.array([-1.0, 0, 0])
    away = np.cross(along, normal)
    away /= np.linalg.norm(away, axis=1, keepdims=True) + 1e-9
    away[-1, 0] = 0.0
    for _ in range(2):
        away[1:-1] = 0.25 * away[:-2] + 0.5 * away[1:-1] + 0.25 * away[2:]
    away /= np.linalg.norm(away, axis=1, keepdims=True) + 1e-9
    high = stand[:, None] * up
    top = line + high + normal * 0.004 * s
    rows = [line - normal * 0.005 * s, line + 0.5 * high - 0.001 * s * normal, top]
    for share, off in ((0.10, 0.0085), (0.35, 0.0090), (0.70, 0.0075), (0.97, 0.0060)):
        # Laid on the cloth first, then raised towards the fold: a turned collar lies on the shoulder at its edge.
        laid = body.drape(fit.folded, line + away * width[:, None] * share, off * s)
        rows.append(laid + high * (1 - share) ** 1.3)
    last = rows[-1] + away * 0.03 * width[:, None] - normal * 0.0045 * s
    return np.stack([*rows, last])


def _hood_down(fit: Fitting, colour: np.ndarray) -> Part:
    """A hood lying on the back, its edges crossing at the throat."""
    s = fit.s
    azimuth = np.linspace(3.0, 357.0, _COLUMNS[fit.detail])
    base = _base(fit, azimuth)
    out, up = _outward(fit, azimuth), fit.neck_axis()
    back = smoothstep(30, 165, np.minimum(azimuth, 360 - azimuth))[:, None]
    sag = 0.5 + 0.5 * np.sin(np.radians(azimuth) * 3 + 0.6)[:, None]
    rows = []
    for x, y in (
        (0.0, -0.06),
        (0.10, 0.55),
        (0.34, 0.95),
        (0.62, 0.90),
        (0.86, 0.45),
        (1.0, -0.25),
        (0.90, -0.95),
        (0.55, -1.15),
    ):
        wide = (0.030 + 0.062 * back) * (1 + 0.08 * sag) * s
        high = (0.030 + 0.024 * back) * s
        deep = np.where(y < 0, high * (1 + 1.9 * back), high)
        rows.append(base + out * wide * x + up * deep * y)
    grid = np.stack(rows)
    grid[4:] = fit.clear(grid[4:], np.array([0.020, 0.020, 0.014, 0.002])[:, None] * s)
    return cloth(fit, sheet(grid[:, ::-1]), colour * 0.95, weave=fit.cut.weave)


def _base(fit: Fitting, azimuth_deg: np.ndarray) -> np.ndarray:
    return fit.ring((azimuth_deg + 180) % 360 - 180)


def _outward(fit: Fitting, azimuth_deg: np.ndarray) -> np.ndarray:
    """Unit directions (N, 3) away from the neck's axis, square to it."""
    a, up = np.radians(azimuth_deg), fit.neck_axis()
    flat = np.stack([np.sin(a), 0 * a, np.cos(a)], -1)
    flat = flat - (flat @ up)[:, None] * up
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)
