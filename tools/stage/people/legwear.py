"""What covers the legs, and shoes: trousers in several cuts, skirts hung from the waist, shorts, boots, sandals."""

from __future__ import annotations

import numpy as np

from film.bible import Wardrobe
from tools.stage.materials import CLOTH, PAINT, SKIN
from tools.stage.people import body
from tools.stage.people.cuts import SKIRT_HEMS_M, SKIRTS
from tools.stage.people.fitting import STEP_M, Fitting, cloth_uv, garment_profile
from tools.stage.people.folds import crease, fall, leg_folds, shaded
from tools.stage.people.hems import hemmed
from tools.stage.people.measures import Measures
from tools.stage.people.palette import cloth_albedo, linear
from tools.stage.people.parts import Part, Skin, painted, sheet, skinned, smoothstep, tube
from tools.stage.sdf import capsule, clip, ellipsoid, even_axes, polygonise, smooth_union

_EASE_M = {  # thigh and hem
    "trousers": (0.011, 0.024), "jeans": (0.007, 0.014), "slim": (0.003, 0.002), "loose": (0.020, 0.030),
    "shorts": (0.014, 0.026),
}  # fmt: skip
_FOLD_M = {"trousers": 0.0044, "jeans": 0.0048, "slim": 0.0016, "loose": 0.0068, "shorts": 0.0044}
_SHOE_STEP_M = {"close": 0.0125, "medium": 0.0190, "far": 0.034}
_BARE_LEGS = ("bare", "skirt", "shorts", "dhoti")


def legwear(fit: Fitting, wardrobe: Wardrobe) -> list[Part]:
    """Trousers or a skirt, and what is on the feet."""
    kind = "sari" if wardrobe.garment == "sari" else fit.cut.legs
    colour = cloth_albedo(wardrobe.top_colour if kind == "sari" else wardrobe.legs_colour)
    parts = []
    if kind in SKIRTS:
        parts.append(_skirt(fit, wardrobe, kind, colour))
    elif kind != "bare":
        parts.append(_trousers(fit, kind, colour))
    return parts + _shoes(fit, wardrobe)


def bare_from_m(fit_legs: str, hem_m: float) -> float | None:
    """Height on the 1.70 m body below which legs are bare; None where they are covered to the ankle."""
    if fit_legs == "shorts":
        return 0.62
    if fit_legs in SKIRTS:
        return SKIRT_HEMS_M[fit_legs] + 0.06
    return hem_m + 0.11 if fit_legs in _BARE_LEGS else None


def _trousers(fit: Fitting, kind: str, colour: np.ndarray) -> Part:
    m, s, cut = fit.m, fit.s, fit.cut
    ease, hem = _EASE_M[kind]
    depth = _FOLD_M[kind]
    waist = (cut.ease_m + 0.0035 if cut.tucked else 0.001) * s

    def field(p: np.ndarray) -> np.ndarray:
        d = smooth_union(body.legs(m, p, ease * s, hem * s), body.torso(m, p, None, waist), 0.035 * s)
        return d + leg_folds(m, p, depth)

    axes = even_axes((-0.29 * s, 0.02 * s, -0.27 * s), (0.29 * s, 1.06 * s, 0.25 * s), STEP_M[fit.detail] * s * 1.06)
    surface = polygonise(field, axes)
    p = surface.positions
    low = 0.50 if kind == "shorts" else 0.085 if kind == "slim" else 0.050
    back = 0.012 * s * smoothstep(0.02, -0.05, p[:, 2])
    gone = (low * s - back) - p[:, 1]
    if cut.tucked:
        gone = np.maximum(gone, p[:, 1] - 0.985 * s)
    else:
        # Under the garment only as much is kept as a step or a seat may show, and nothing that would poke through.
        top = min(0.985, max(cut.hem_m + 0.03, 0.80)) * s
        poking = np.where(p[:, 1] > (cut.hem_m + 0.010) * s, fit.folded(p) + 0.007 * s, -0.05)
        gone = np.maximum(gone, np.maximum(p[:, 1] - top, poking))
    surface, _ = clip(surface, gone.astype(np.float32))
    p = surface.positions
    shade = shaded(p, leg_folds(m, p, depth), depth * s)
    uv = cloth_uv(p, "plain", 0, 5 if kind == "jeans" else 0)
    part = Part(surface, uv, (painted(colour, len(p)) * shade).astype(np.float32), CLOTH, body.leg_skin(m, p))
    return part if fit.detail == "far" else hemmed(part, 0.0038 * s)


def _skirt(fit: Fitting, wardrobe: Wardrobe, kind: str, colour: np.ndarray) -> Part:
    m, s = fit.m, fit.s
    flare, hem = SKIRTS[kind], SKIRT_HEMS_M[kind]
    profile = garment_profile(m, flare, hem)
    ease = (fit.cut.ease_m + 0.003) * s if fit.cut.tucked else 0.004 * s

    def folds(p: np.ndarray) -> np.ndarray:
        q = p / np.float32(s)
        low = smoothstep(flare[0][0] - 0.04, hem + 0.1, q[:, 1])
        if kind == "skirt":
            return fall(q, low, 13, 0.015) * s
        front = smoothstep(0.085, 0.05, np.abs(q[:, 0] - 0.02)) * (q[:, 2] > 0)
        pleats = -0.0085 * crease(q[:, 0] * 230 + 0.8 * np.sin(q[:, 1] * 4)) * front * (0.45 + 0.55 * low)
        swept = crease((q[:, 1] * 0.8 + q[:, 0] * 0.9) * 42 + 1.2 * np.sin(q[:, 2] * 20))
        wrap = -0.0030 * swept * (1 - front) * smoothstep(0.55, 0.85, q[:, 1])
        return (fall(q, low * (1 - 0.7 * front), 8, 0.0085) + pleats + wrap) * s

    def field(p: np.ndarray) -> np.ndarray:
        d = smooth_union(body.torso(m, p, profile, ease), body.torso(m, p, None, ease), 0.02 * s)
        return d + folds(p).astype(np.float32)

    step = STEP_M[fit.detail] * s
    surface = polygonise(field, even_axes((-0.36 * s, hem * s - 0.05, -0.36 * s), (0.36 * s, 1.04 * s, 0.36 * s), step))
    p = surface.positions
    surface, _ = clip(surface, np.maximum(hem * s - p[:, 1], p[:, 1] - 1.005 * s).astype(np.float32))
    p = surface.positions
    albedo = painted(colour, len(p)) * shaded(p, folds(p), 0.012 * s)
    if kind == "sari":
        border = cloth_albedo(wardrobe.accent_colour) if wardrobe.accent_colour else colour * 0.5
        albedo[p[:, 1] < 0.125 * s] = border
    uv = cloth_uv(p, wardrobe.pattern if kind == "sari" else "plain", 1 if kind == "sari" else 0)
    skin = skinned(body.torso_skin(m, p, skirted=True), len(p))
    part = Part(surface, uv, albedo.astype(np.float32), CLOTH, skin)
    return part if fit.detail == "far" else hemmed(part, 0.0038 * s)


def _shoes(fit: Fitting, wardrobe: Wardrobe) -> list[Part]:
    m, s = fit.m, fit.s
    kind = wardrobe.footwear
    if bares_feet(wardrobe):
        return []
    leather = np.array([0.045, 0.030, 0.022])
    if kind == "trainers":
        leather = np.array([0.56, 0.55, 0.52])
    elif wardrobe.garment == "dress" or fit.cut.legs == "skirt":
        leather = cloth_albedo(wardrobe.legs_colour) * 0.7 + 0.01
    parts = []
    for side in ("l", "r"):
        surface, hung = body.shoe(m, side, _SHOE_STEP_M[fit.detail] * s, tall=kind == "boots")
        p = surface.positions
        sole = smoothstep(0.020 * s, 0.014 * s, p[:, 1])[:, None]
        rubber = linear("#e8e4dc") * 0.8 if kind == "trainers" else np.array([0.018, 0.014, 0.012])
        parts.append(Part(surface, p.copy(), (leather * (1 - sole) + rubber * sole).astype(np.float32), PAINT, hung))
    return parts


def bares_feet(wardrobe: Wardrobe) -> bool:
    """Sandals or nothing on the feet."""
    if wardrobe.footwear == "garment":
        return wardrobe.garment in ("sari", "kurta", "salwar")
    return wardrobe.footwear in ("sandals", "barefoot")


def feet(m: Measures, side: str, skin: np.ndarray, sandals: bool, detail: str) -> list[Part]:
    """A bare foot with its toes, and a sandal's sole and straps under and over it."""
    ankle, s = m.joints[f"foot_{side}"], m.scale
    sign, size = (1.0 if side == "l" else -1.0), s * (1 - 0.10 * m.feminine)
    lift = 0.014 if sandals else 0.0

    def local(p: np.ndarray) -> np.ndarray:
        q = (p - np.array([ankle[0], lift * size, ankle[2]], np.float32)) / np.float32(size)
        return q * np.array([sign, 1, 1], np.float32)

    def field(p: np.ndarray) -> np.ndarray:
        q = local(p)
        d = smooth_union(
            ellipsoid(q, (0.0, 0.024, 0.036), (0.0345, 0.030, 0.092)),
            ellipsoid(q, (0, 0.030, -0.028), (0.030, 0.036, 0.034)),
            0.02,
        )
        d = smooth_union(d, capsule(q, (0, 0.050, -0.010), (0, 0.16, -0.012), 0.031, 0.034), 0.035)
        for across, ahead, radius in (
            (-0.026, 0.128, 0.0115),
            (-0.006, 0.128, 0.0088),
            (0.009, 0.121, 0.0082),
            (0.022, 0.112, 0.0078),
            (0.033, 0.100, 0.0075),
        ):
            toe = capsule(q, (across * 0.85, 0.016, ahead - 0.040), (across, 0.0105, ahead), radius, radius)
            d = smooth_union(d, toe, 0.006)
        return np.maximum(d, -q[:, 1]) * np.float32(size)

    low = np.array([ankle[0] - 0.060 * s, -0.004, ankle[2] - 0.085 * s])
    high = np.array([ankle[0] + 0.060 * s, 0.150 * s, ankle[2] + 0.165 * s])
    surface = polygonise(field, even_axes(low, high, _SHOE_STEP_M[detail] * s * 0.85))
    p = surface.positions
    uv = p * np.array([1, 1, 0], np.float32) + np.array([0, 0, -1.0], np.float32)
    hung = _foot_skin(m, side, p)
    parts = [Part(surface, uv, painted(skin, len(p)), SKIN, hung)]
    if sandals:
        angle = np.linspace(0, 2 * np.pi, 25)[:-1]
        outline = np.stack(
            [
                0.042 * np.sin(angle) * (1 + 0.12 * np.cos(angle)) * sign + 0.003 * sign,
                0 * angle,
                0.038 + 0.108 * np.cos(angle),
            ],
            -1,
        )
        rows = [
            outline * [k, 1, k if k < 1 else 1] + [0, y, 0.038 * (1 - k) if k < 1 else 0]
            for k, y in ((0.02, 0.002), (1.0, 0.002), (1.0, 0.016), (0.02, 0.016))
        ]
        grid = np.stack(rows) * size + [ankle[0], 0, ankle[2]]
        sole = sheet(grid, closed=True)
        straps = [sole]
        for ahead, rise in ((0.062, 0.058), (0.010, 0.082)):
            turn = np.linspace(-0.15, np.pi + 0.15, 13)
            path = np.stack(
                [0.038 * np.cos(turn) * sign, 0.012 + (rise - 0.012) * np.clip(np.sin(turn), 0, 1), ahead + 0 * turn],
                -1,
            )
            straps.append(
                tube(path * size + [ankle[0], 0, ankle[2]], 0.0085 * size, 6, up=np.array([0, 0, 1.0]), flatten=1.0)
            )
        for surface in straps:
            p = surface.positions
            parts.append(
                Part(surface, p.copy(), painted(np.array([0.075, 0.042, 0.024]), len(p)), PAINT, _foot_skin(m, side, p))
            )
    return parts


def _foot_skin(m: Measures, side: str, p: np.ndarray) -> Skin:
    s = m.scale
    bend = smoothstep(-0.028 * s, 0.018 * s, p[:, 2] - m.joints[f"toes_{side}"][2] + 0.030 * s)
    return skinned({f"foot_{side}": 1 - bend, f"toes_{side}": bend}, len(p))
