"""Lengths of cloth that lie on a garment: ties, scarves, pallus, dupattas, aprons, bibs and cloaks, draped onto its field."""

from __future__ import annotations

import numpy as np

from tools.stage.materials import CLOTH, METAL
from tools.stage.people import body
from tools.stage.people.cuts import SKIRTS
from tools.stage.people.fastenings import BRASS, belt
from tools.stage.people.fitting import Fitting, cloth
from tools.stage.people.folds import crease
from tools.stage.people.hems import hemmed
from tools.stage.people.parts import Part, sheet, skinned, smoothstep, tube

_ROWS = {"close": 40, "medium": 22, "far": 12}


def tie(fit: Fitting, colour: np.ndarray, low_m: float) -> list[Part]:
    """A tie with its knot on the shirt ``fit``, down to ``low_m`` on the 1.70 m body, where a jacket covers it."""
    s = fit.s
    throat = fit.neckline.low_m + 0.010 * s
    t = np.linspace(0, 1, _ROWS[fit.detail] // 2)
    half = np.interp(t, [0, 0.05, 0.12, 0.86, 0.90, 1.0], [0.015, 0.012, 0.016, 0.036, 0.036, 0.034]) * s * 0.88
    across = np.array([-1.0, -0.94, -0.45, 0.0, 0.45, 0.94, 1.0])
    y = throat - 0.014 * s - t * (throat - low_m * s)
    swell = 0.0045 + 0.0060 * (1 - across**2)[None, :] + 0.012 * np.exp(-t * 9)[:, None]
    swell *= np.interp(t, [0.7, 1.0], [1.0, 0.35])[:, None]  # flat where a jacket closes over it
    swell[:, [0, -1]] = 0.001
    grid = fit.front(half[:, None] * across, y[:, None], swell * s)
    knot_at = fit.front(np.zeros(6), throat + np.linspace(0.006, -0.034, 6) * s, 0.010 * s)
    knot = tube(
        knot_at,
        np.array([0.010, 0.0185, 0.0190, 0.0165, 0.0135, 0.004]) * s,
        10,
        up=np.array([0, 0, 1.0]),
        flatten=0.72,
    )
    return [cloth(fit, sheet(grid[::-1]), colour, sheen=1), cloth(fit, knot, colour * 0.92, sheen=1)]


def bow_tie(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """A bow at the throat."""
    s = fit.s
    centre = fit.front(np.array(0.0), np.array(fit.neckline.low_m + 0.006 * s), 0.014 * s)
    x = np.linspace(-1, 1, 13)
    path = centre + np.stack([x * 0.052, 0 * x, -0.022 * np.abs(x)], -1) * s
    radius = np.interp(np.abs(x), [0, 0.15, 0.3, 0.9, 1.0], [0.009, 0.008, 0.013, 0.022, 0.003]) * s
    bow = tube(path, radius, 10, up=np.array([0, 0, 1.0]), flatten=0.42)
    return [cloth(fit, bow, colour, sheen=1)]


def scarf(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """Wound round the neck over the collar, both ends hanging, one in front of the other."""
    s = fit.s
    columns, sides = {"close": (46, 10), "medium": (28, 6), "far": (14, 4)}[fit.detail]
    azimuth = np.arange(columns) * 360.0 / columns
    a, up = np.radians(azimuth), fit.neck_axis()
    out = np.stack([np.sin(a), 0 * a, np.cos(a)], -1)
    throat = np.array([0, 1.398, -0.034]) * s
    neck = _round_neck(fit, throat, out)
    parts = []
    coils = ((0.040, 0.012, 0.019, 0.06, 0.0), (0.012, 0.020, 0.0225, -0.16, 2.1), (0.024, 0.026, 0.018, 0.34, 4.0))
    for rise, off, thick, tilt, turn in coils:
        wave = 0.10 * np.sin(a * 5 + turn) + 0.07 * np.sin(a * 9 + 2 * turn)
        lean = tilt * np.cos(a - 0.4 * turn) * 0.10
        path = neck + out * (off * (1 + 0.12 * np.sin(a * 2 + turn)))[:, None] * s + up * ((rise + lean)[:, None] * s)
        path = fit.clear(path, 0.004 * s + 0.25 * thick * s)
        coil = tube(path, thick * s * (1 + wave), sides, closed=True, flatten=1.18)
        angle = np.tile(np.arange(sides) * 2 * np.pi / sides, columns)
        grooves = 1 - 0.14 * (0.5 + 0.5 * np.cos(angle * 4 + np.repeat(a, sides) * 3 + turn))
        part = cloth(fit, coil, colour, weave=4)
        parts.append(part._replace(albedo=(part.albedo * grooves[:, None]).astype(np.float32)))
    for x, long, off, shade in ((0.052, 0.34, 0.024, 0.97), (0.012, 0.26, 0.036, 0.92)):
        parts.append(_scarf_end(fit, colour * shade, x, long, off))
    return parts


def _scarf_end(fit: Fitting, colour: np.ndarray, x_m: float, long_m: float, off_m: float) -> Part:
    s = fit.s
    rows, columns = _ROWS[fit.detail] // 2 + 2, 13 if fit.detail == "close" else 9
    t, v = np.linspace(0, 1, rows), np.linspace(-1, 1, columns)
    half = np.interp(t, [0, 0.10, 0.20, 0.34, 1], [0.012, 0.022, 0.032, 0.041, 0.052]) * s
    x = (x_m + 0.012 * t)[:, None] * s + half[:, None] * v
    y = (1.436 - (long_m + 0.034) * t)[:, None] * s + 0.004 * s * np.sin(v * 5)
    pleat = 0.0065 * crease(v * 6.5 + 1.2)[None, :] * (1 - 0.45 * t[:, None]) + 0.010 * (1 - v**2)[None, :]
    off = off_m * np.exp(-(((t - 0.06) * 4.0) ** 2))[:, None] + 0.011 + pleat
    grid = fit.front(x, np.minimum(y, 1.392 * s), off * s)
    grid[..., 2] -= np.maximum(y - 1.415 * s, 0.0) * 1.4  # its root goes in under the coils
    grid[..., 1] = y
    # From the breast down it hangs free: it never follows the waist in.
    grid[..., 2] = np.maximum(
        grid[..., 2], np.maximum.accumulate(grid[..., 2] - 0.05 * s * t[:, None], 0) + 0.02 * s * t[:, None]
    )
    part = cloth(fit, sheet(grid[::-1]), colour, weave=4)
    shade = 1 - 0.13 * np.clip(-crease(v * 6.5 + 1.2), 0, 1)
    part = part._replace(albedo=(part.albedo * np.tile(shade, rows)[:, None]).astype(np.float32))
    return part if fit.detail == "far" else hemmed(part, 0.0065 * s, 0.004)


def _round_neck(fit: Fitting, centre: np.ndarray, out: np.ndarray) -> np.ndarray:
    p = centre + 0.02 * out
    for _ in range(5):
        p = p - out * body.neck(fit.m, fit.face, p.astype(np.float32))[:, None]
    return p


def pallu(fit: Fitting, colour: np.ndarray, border: np.ndarray) -> Part:
    """A length of cloth from the right hip across the breast, over the left shoulder and down the back."""
    s = fit.s
    way = np.array([
        (-0.150, 0.955, 0.030), (-0.130, 1.040, 0.100), (-0.062, 1.140, 0.135), (0.018, 1.255, 0.135), (0.072, 1.355, 0.085), (0.098, 1.425, -0.010),
        (0.096, 1.385, -0.095), (0.088, 1.26, -0.135), (0.080, 1.08, -0.135), (0.076, 0.88, -0.165), (0.074, 0.66, -0.185),
    ]) * s  # fmt: skip
    rows, columns = {"close": (60, 19), "medium": (34, 11), "far": (18, 7)}[fit.detail]
    t = np.linspace(0, len(way) - 1, rows)
    spine = _spline(way, t)
    v = np.linspace(-1, 1, columns)
    wide = np.interp(t, [0, 1, 2.5, 4, 5, 6, 10], [0.105, 0.115, 0.095, 0.062, 0.050, 0.064, 0.115]) * s
    sideways = np.stack([
        np.interp(t, [0, 3, 5, 7, 10], [0.55, 0.80, 1, 1, 1]), np.interp(t, [0, 2, 4, 5, 6], [-0.85, -0.75, -0.45, 0.0, 0.0]), 0 * t,
    ], -1)  # fmt: skip
    sideways /= np.linalg.norm(sideways, axis=-1, keepdims=True)
    points = spine[:, None] + wide[:, None, None] * v[None, :, None] * sideways[:, None]
    tight = np.interp(t, [0, 2, 4, 5, 6.5, 10], [0.6, 0.7, 1.0, 1.0, 0.9, 0.75])[:, None]
    pleat = 0.0040 * s * tight * crease(v * 15 + 0.7 * np.sin(t * 0.9)[:, None]) + 0.0095 * s
    points = body.drape(fit.field, points.reshape(-1, 3), 0.004 * s, steps=4).reshape(points.shape)
    points = fit.clear(points, 0.004 * s)
    points = points + fit.normals(points) * pleat[..., None]
    # Behind, the end hangs free of the small of the back.
    hang = smoothstep(7.2, 8.2, t)[:, None]
    row = int(np.searchsorted(t, 7.2))
    skirt = np.array(SKIRTS["sari"])[::-1]
    wide = float(fit.m.profile[2, 1] / (0.172 * s))
    behind = -(np.interp(points[..., 1] / s, skirt[:, 0], skirt[:, 2]) * wide + 0.026) * s
    free = np.minimum(np.minimum(points[..., 2], points[row, :, 2] - 0.004 * s), behind)
    points[..., 2] = points[..., 2] * (1 - hang) + free * hang
    part = cloth(fit, sheet(points[:, ::-1]), colour, sheen=1, patterned=True)
    albedo = part.albedo.reshape(rows, columns, 3).copy()
    albedo *= (1 - 0.20 * np.clip(-crease(v * 15 + 0.7 * np.sin(t * 0.9)[:, None]), 0, 1))[..., None]
    albedo[:, np.abs(v) > 0.88] = border
    albedo[t > len(way) - 1.55] = border
    part = part._replace(albedo=albedo.reshape(-1, 3).astype(np.float32))
    return part if fit.detail == "far" else hemmed(part, 0.0030 * s, 0.004)


def dupatta(fit: Fitting, colour: np.ndarray) -> Part:
    """A long scarf over the breast and both shoulders, its ends down the back."""
    s = fit.s
    rows, columns = {"close": (57, 11), "medium": (33, 7), "far": (17, 5)}[fit.detail]
    half = np.array([
        (0.0, 1.255, 0.16), (0.050, 1.300, 0.13), (0.082, 1.370, 0.08), (0.098, 1.430, -0.02), (0.094, 1.360, -0.105), (0.086, 1.20, -0.14), (0.082, 0.98, -0.15), (0.082, 0.74, -0.18),
    ]) * s  # fmt: skip
    way = np.concatenate([half[::-1] * np.array([-1, 1, 1]), half[1:]])
    t = np.linspace(0, len(way) - 1, rows)
    spine, v = _spline(way, t), np.linspace(-1, 1, columns)
    wide = np.interp(np.abs(t - 7), [0, 1.5, 3, 4, 7], [0.060, 0.058, 0.046, 0.052, 0.080]) * s
    along = np.gradient(spine, axis=0)
    normal = fit.normals(spine)
    sideways = np.cross(along, normal)
    sideways /= np.linalg.norm(sideways, axis=1, keepdims=True) + 1e-9
    points = spine[:, None] + wide[:, None, None] * v[None, :, None] * sideways[:, None]
    points = body.drape(fit.field, points.reshape(-1, 3), 0.005 * s, steps=4).reshape(points.shape)
    pleat = 0.0062 * crease(v * 8 + 0.8 * np.sin(t * 0.8)[:, None]) + 0.0115
    points = points + fit.normals(points) * (pleat * s)[..., None]
    part = cloth(fit, sheet(points), colour, sheen=1)
    shade = 1 - 0.18 * np.clip(-crease(v * 8 + 0.8 * np.sin(t * 0.8)[:, None]), 0, 1)
    part = part._replace(albedo=(part.albedo * shade.reshape(-1, 1)).astype(np.float32))
    return part if fit.detail == "far" else hemmed(part, 0.0032 * s, 0.004)


def apron(fit: Fitting, colour: np.ndarray, *, bib: bool = True) -> list[Part]:
    """An apron with its bib and straps; ``bib`` False is a waiter's, from the waist."""
    s = fit.s
    top = 1.265 if bib else 0.99
    rows, across = _ROWS[fit.detail], np.linspace(-1, 1, 19 if fit.detail == "close" else 13)
    y = np.linspace(0.50, top, rows) * s
    half = np.interp(y / s, [0.50, 0.94, 1.00, 1.10, 1.265], [0.200, 0.182, 0.160, 0.112, 0.086]) * s
    hips = np.maximum(y, 0.86 * s)  # from the hips down it hangs as it hangs there
    # Round the sides an apron wraps: columns follow the body's outline rather than run off it.
    grid = fit.round(across[None, :] * np.degrees(half / (0.155 * s))[:, None] * 0.62, hips[:, None], 0.0105 * s)
    grid[..., 1] = y[:, None]
    fallen = smoothstep(0.86 * s, 0.60 * s, y)[:, None]
    grid[..., 2] += fallen * (0.020 + 0.010 * crease(across * 8 + 0.8)) * s
    parts = [cloth(fit, sheet(grid), colour, weave=5)]
    if fit.detail != "far":
        parts = [hemmed(parts[0], 0.0035 * s, 0.006)]
    if bib:
        for side in (0, -1):
            corner = grid[-1, side]
            sign = -1.0 if side == 0 else 1.0
            over = fit.ring(np.array([sign * 62.0, sign * 96.0, sign * 140.0, sign * 176.0]), -2.0) + np.array(
                [0, 0.004 * s, 0]
            )
            path = np.concatenate(
                [corner[None] - [0, 0.01 * s, 0], fit.clear((corner + over[:1]) / 2, 0.008 * s), over]
            )
            parts.append(cloth(fit, tube(path, 0.0068 * s, 6, flatten=0.5), colour * 0.88))
    return parts + belt(fit, colour * 0.88, 0.988, half_m=0.012, off_m=0.0130, buckle=False, material=CLOTH)


def bib(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """The bib of overalls with its pocket and buckled straps."""
    s = fit.s
    rows, across = _ROWS[fit.detail] // 2, np.array([-1.0, -0.97, -0.7, -0.4, 0.0, 0.4, 0.7, 0.97, 1.0])
    y = np.linspace(0.97, 1.245, rows) * s
    half = np.interp(y / s, [0.97, 1.03, 1.10, 1.245], [0.150, 0.128, 0.104, 0.092]) * s
    lift = np.broadcast_to(np.array([0.001, 0.0085, 0.009, 0.009, 0.009, 0.009, 0.009, 0.0085, 0.001]), (rows, 9))
    grid = fit.front(half[:, None] * across, y[:, None], lift * s)
    parts = [cloth(fit, sheet(grid), colour, weave=5)]
    pouch = fit.front(
        0.055 * s * across[None, :],
        (np.array([1.11, 1.115, 1.19, 1.195]) * s)[:, None],
        np.array([0.006, 0.0135, 0.0135, 0.006])[:, None] * s,
    )
    parts.append(cloth(fit, sheet(pouch), colour * 0.92, weave=5))
    for side in (1.0, -1.0):
        corner = fit.front(np.array(side * 0.078 * s), np.array(1.238 * s), 0.010 * s)
        over = fit.ring(side * np.array([70.0, 104.0, 140.0]), -9.0)
        back = fit.round(side * np.array([165.0, 172.0]), np.array([1.22, 1.0]) * s, 0.010 * s)
        path = fit.clear(_spline(np.concatenate([corner[None], over, back]), np.linspace(0, 5, 22)), 0.0075 * s)
        strap = tube(path, 0.015 * s, 6, up=fit.normals(path), flatten=0.24)
        parts.append(cloth(fit, strap, colour * 0.95, weave=5))
        ring = (
            corner
            + np.array([(-1, -1, 0.5), (1, -1, 0.5), (1, 1, 0.5), (-1, 1, 0.5)]) * np.array([0.013, 0.012, 0.012]) * s
        )
        parts.append(cloth(fit, tube(ring, 0.0026 * s, 5, closed=True), BRASS, METAL))
    return parts


def cloak(fit: Fitting, colour: np.ndarray) -> list[Part]:
    """A cloak from the neck over both shoulders to the calves, open in front, clasped at the throat."""
    s = fit.s
    rows, columns = {"close": (36, 57), "medium": (20, 33), "far": (10, 17)}[fit.detail]
    t = np.linspace(0, 1, rows)
    share = np.linspace(-1, 1, columns)
    opening = np.interp(t, [0, 0.12, 0.3, 1], [14, 34, 58, 64])
    azimuth = 180.0 + share[None, :] * (180.0 - opening[:, None])
    a = np.radians(azimuth)
    tip = float(fit.m.joints["upper_arm_l"][0]) / s
    # Down from the neck, over the round of the shoulders, then falling free.
    outline = np.array([
        (0.0, 1.452, 0.066, 0.066), (0.05, 1.438, 0.092, 0.080), (0.10, 1.425, tip - 0.040, 0.100), (0.15, 1.402, tip + 0.010, 0.122),
        (0.20, 1.362, tip + 0.044, 0.140), (0.26, 1.300, tip + 0.062, 0.152), (0.45, 1.05, tip + 0.090, 0.185), (1.0, 0.26, tip + 0.165, 0.265),
    ])  # fmt: skip
    y, wide, deep = (np.interp(t, outline[:, 0], outline[:, i]) * s for i in (1, 2, 3))
    folds = 1 + (0.105 * smoothstep(0.12, 0.75, t))[:, None] * crease(a * 11 + 0.8 * np.sin(t * 6)[:, None])
    grid = np.stack([
        np.sin(a) * wide[:, None] * folds, np.broadcast_to(y[:, None], a.shape), np.cos(a) * deep[:, None] * folds - 0.030 * s,
    ], -1)  # fmt: skip
    # Arms hang inside it and may part it: only the shoulders hold it up.
    bearing = t < 0.19
    grid[bearing] = fit.clear(grid[bearing], 0.012 * s)
    part = cloth(fit, sheet(grid[::-1]), colour)
    p = part.surface.positions
    # A cloak swings from the shoulders: knees never lift it, and the arms pass in front of it.
    down = smoothstep(1.25 * s, 0.75 * s, p[:, 1])
    skin = skinned({"chest": 1 - down, "spine": down * 0.35, "hips": down * 0.65}, len(p))
    shade = (
        1 - 0.16 * np.clip(-crease(a * 11 + 0.8 * np.sin(t * 6)[:, None]), 0, 1) * smoothstep(0.12, 0.75, t)[:, None]
    )
    part = part._replace(skin=skin, albedo=(part.albedo * shade[::-1].reshape(-1, 1)).astype(np.float32))
    ring = fit.ring(np.array([0.0]))[0] + np.array([0, -0.008, 0.022]) * s
    clasp = tube(
        ring + np.array([[0, 0, 0], [0, 0, 0.006], [0, 0, 0.009]]) * s,
        np.array([0.019, 0.016, 0.001]) * s,
        12,
        up=np.array([0, 1.0, 0]),
    )
    return [part if fit.detail == "far" else hemmed(part, 0.0055 * s), cloth(fit, clasp, BRASS, METAL)]


def _spline(points: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Catmull-Rom through ``points`` (K, 3) at fractional indices (N,)."""
    i = np.clip(at.astype(int), 0, len(points) - 2)
    t = (at - i)[:, None]
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    a, b, c, d = padded[i], padded[i + 1], padded[i + 2], padded[i + 3]
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
