"""Clothes in layers: what lies under, the garment itself, what covers the legs, shoes, and all that is sewn on.

Each garment is the body's own field let out by an ease, cut clean at neck, cuff and hem; ``cuts`` has the patterns.
"""

from __future__ import annotations

import numpy as np

from film.bible import Wardrobe
from tools.stage.materials import CLOTH, SKIN
from tools.stage.people import body, trims
from tools.stage.people.cuts import Cut, cut_of, under_of
from tools.stage.people.features import Face
from tools.stage.people.fitting import STEP_M, Fitting, cloth_uv, fitted
from tools.stage.people.folds import gathers, shaded, top_folds
from tools.stage.people.hems import hemmed
from tools.stage.people.legwear import legwear
from tools.stage.people.measures import Measures
from tools.stage.people.neckline import above
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, painted, skinned, smoothstep
from tools.stage.sdf import clip, even_axes, polygonise

_THICK_M = 0.0042
"""Cloth at its hems: thicker than life, so that an edge reads across a street."""


def dress(wardrobe: Wardrobe, face: Face, m: Measures, detail: str) -> list[Part]:
    """All that is worn below the chin, hands excepted."""
    cut = cut_of(wardrobe)
    fit = fitted(m, face, cut, detail, wardrobe.pattern)
    parts, inner = [], None
    under = under_of(cut)
    if under is not None:
        inner = fitted(m, face, under, detail)
        parts.append(_under(inner, fit, cloth_albedo(wardrobe.under_colour)))
    parts.append(_garment(fit, wardrobe))
    parts += legwear(fit, wardrobe)
    return parts + trims.sew(fit, inner, wardrobe)


def midriff(m: Measures, skin: np.ndarray, detail: str) -> Part:
    """The waist that a sari leaves bare."""
    s = m.scale
    axes = even_axes((-0.24 * s, 0.93 * s, -0.22 * s), (0.24 * s, 1.16 * s, 0.24 * s), STEP_M[detail] * s * 1.1)
    surface = polygonise(lambda p: body.torso(m, p), axes)
    p = surface.positions
    uv = p * np.array([1, 1, 0], np.float32) + np.array([0, 0, -1.0], np.float32)
    return Part(surface, uv, painted(skin, len(p)), SKIN, skinned(body.torso_skin(m, p), len(p)))


def _garment(fit: Fitting, wardrobe: Wardrobe) -> Part:
    m, cut, s = fit.m, fit.cut, fit.s
    wrist = m.joints["hand_l"]
    sleeved = cut.sleeve > 0
    low_y = min(cut.hem_m * s - 0.05, (wrist[1] - 0.04) if cut.sleeve > 0.5 else 9.0)
    reach = max(float(wrist[0]) + 0.10 if sleeved else 0.0, 0.36 * s)
    axes = even_axes((-reach, low_y, -0.34 * s), (reach, 1.52 * s, 0.36 * s), STEP_M[fit.detail] * s)
    surface = polygonise(fit.folded, axes)
    gone = cut_away(fit, surface.positions)
    if wardrobe.torn:
        gone = gone + _ragged(surface.positions, s, gone)
    surface, _ = clip(surface, gone.astype(np.float32))
    p = surface.positions
    # A sari's upper garment is its blouse; its own colour hangs over it.
    blouse = wardrobe.garment == "sari"
    colour = painted(cloth_albedo(wardrobe.under_colour if blouse else wardrobe.top_colour), len(p))
    depth = top_folds(m, p, cut) + gathers(m, p, cut) * 0.4
    colour = colour * shaded(p, depth, cut.fold_m * s)
    if cut.ribbed:
        colour = colour * (1 - 0.16 * bands(fit, p))[:, None]
    if wardrobe.torn:
        colour = colour * _worn_patches(p, s)
    part = Part(
        surface, cloth_uv(p, "plain" if blouse else wardrobe.pattern, cut.sheen, cut.weave), colour.astype(np.float32), CLOTH,
        body.sleeved_skin(m, p, skirted=fit.skirted) if sleeved
        else skinned(body.torso_skin(m, p, skirted=fit.skirted), len(p)),
    )  # fmt: skip
    return part if fit.detail == "far" else hemmed(part, _THICK_M * s)


def cut_away(fit: Fitting, p: np.ndarray) -> np.ndarray:
    """Positive (V,) where the pattern has no cloth: neck, front opening, below hem and cuff."""
    m, cut, s = fit.m, fit.cut, fit.s
    along, on_arm = _past_cuff(m, cut, p)
    trunk = np.where(on_arm, -0.05, above(fit.neckline, p))
    side, y, z = np.abs(p[:, 0]), p[:, 1], p[:, 2]
    hem = cut.hem_m * s - y
    if not cut.flare and not cut.tucked and not cut.ribbed and cut.collar != "lapels":
        hem = hem - 0.018 * s * smoothstep(0.08 * s, 0.20 * s, side)  # shirt tails: higher at the sides
    trunk = np.maximum(trunk, np.where(on_arm, -0.05, hem))
    if cut.collar == "lapels":  # the fronts part again below the last button
        below = (fit.neckline.low_m - (0.26 if cut.flare else 0.135) * s) - y
        spread = np.minimum(below * (0.12 if cut.flare else 0.42), 0.06 * s) - np.abs(p[:, 0])
        trunk = np.maximum(trunk, np.where((z > 0) & ~on_arm, np.minimum(spread, below), -0.05))
    elif cut.collar == "shawl":
        below = 0.86 * s - y
        trunk = np.maximum(trunk, np.where(z > 0, np.minimum(below * 0.08 - np.abs(p[:, 0] + 0.05 * s), below), -0.05))
    elif cut.flare and cut.sleeve > 0.45:  # side slits of kurta and kameez
        below = 0.76 * s - y
        slit = np.minimum(below * 0.10, 0.035 * s) - np.abs(z + 0.01 * s)
        trunk = np.maximum(trunk, np.where((side > 0.10 * s) & ~on_arm, np.minimum(slit, below), -0.05))
    return np.maximum(trunk, along)


def _past_cuff(m: Measures, cut: Cut, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far (V,) beyond the sleeve's end a point lies, metres, and whether it is on an arm."""
    s = m.scale
    gap = body.torso(m, p) - body.arms(m, p)
    if cut.sleeve <= 0:
        tip = m.joints["upper_arm_l"] - np.array([0.012, 0, 0]) * s
        lean = np.array([0.94, 0.34, 0.0])
        q = np.abs(p[:, :1]) * np.array([[1.0, 0, 0]]) + p * np.array([[0, 1.0, 1.0]])
        past = (q - tip) @ lean
        return np.where(p[:, 1] > 1.08 * s, past, -0.05), np.zeros(len(p), bool)
    on_arm = (gap > 0) & (np.abs(p[:, 0]) > 0.14 * s)
    shoulder, elbow, wrist = (m.joints[f"{j}_l"] for j in ("upper_arm", "forearm", "hand"))
    q = np.abs(p[:, :1]) * np.array([[1.0, 0, 0]]) + p * np.array([[0, 1.0, 1.0]])
    upper, lower = elbow - shoulder, wrist - elbow
    long = float(np.linalg.norm(upper))
    reach = cut.sleeve * (long + float(np.linalg.norm(lower))) + (0.006 * s if cut.sleeve > 0.9 else 0)
    if reach > long:
        along = (q - elbow) @ (lower / np.linalg.norm(lower)) - (reach - long)
    else:
        along = (q - shoulder) @ (upper / long) - reach
    return np.where(on_arm, along, -0.05), on_arm


def bands(fit: Fitting, p: np.ndarray) -> np.ndarray:
    """1 (V,) on the knitted bands at hem and cuffs, else 0."""
    along, on_arm = _past_cuff(fit.m, fit.cut, p)
    hem = fit.cut.hem_m * fit.s - p[:, 1]
    near = np.where(on_arm, along, hem)
    return smoothstep(-0.060 * fit.s, -0.048 * fit.s, near)


def _under(inner: Fitting, outer: Fitting, colour: np.ndarray) -> Part:
    """What is worn beneath: whole with its sleeves under a waistcoat, else only as much as an opening shows."""
    m, s = inner.m, inner.s
    sleeves = outer.cut.sleeve <= 0
    if sleeves:
        wrist = m.joints["hand_l"]
        low, reach = min(0.9 * s, wrist[1] - 0.04), float(wrist[0]) + 0.09
    else:
        low, reach = max(outer.neckline.low_m - 0.10 * s, 0.84 * s), 0.20 * s
    step = STEP_M[inner.detail] * s
    surface = polygonise(inner.folded, even_axes((-reach, low, -0.25 * s), (reach, 1.52 * s, 0.27 * s), step))
    p = surface.positions
    gone = cut_away(inner, p)
    if sleeves:
        # Under the waistcoat it is not kept: only arms and what the armholes and the front show.
        within = (p[:, 1] < 1.25 * s) & (np.abs(p[:, 0]) < 0.20 * s) & (body.torso(m, p) < body.arms(m, p) - 0.02 * s)
        gone = np.maximum(gone, np.where(within, -0.055 * s - above(outer.neckline, p), -0.05))
    else:
        gone = np.maximum(gone, -0.050 * s - above(outer.neckline, p))
    surface, _ = clip(surface, gone.astype(np.float32))
    p = surface.positions
    shade = shaded(p, top_folds(m, p, inner.cut), inner.cut.fold_m * s)
    part = Part(
        surface, cloth_uv(p), (painted(colour, len(p)) * shade).astype(np.float32), CLOTH,
        body.sleeved_skin(m, p, skirted=False) if sleeves else skinned(body.torso_skin(m, p), len(p)),
    )  # fmt: skip
    return hemmed(part, _THICK_M * 0.6 * s) if sleeves and inner.detail != "far" else part


def _ragged(p: np.ndarray, s: float, gone: np.ndarray) -> np.ndarray:
    """Torn hems and cuffs: the edge bitten into, the neck left whole."""
    x, y, z = (p / s).T
    bite = np.sin(x * 61 + z * 43) + 0.7 * np.sin(x * 131 - z * 97 + 2) + 0.5 * np.sin(z * 211 + x * 29)
    near = smoothstep(-0.07, 0.0, gone) * (y < 1.30)
    return 0.020 * s * np.maximum(bite, -0.4) * near


def _worn_patches(p: np.ndarray, s: float) -> np.ndarray:
    x, y, z = (p / s).T
    blotch = np.sin(x * 19 + 2 * np.sin(y * 13)) * np.sin(y * 17 + 1.5 * np.sin(z * 23 + x * 7))
    return (1 - 0.34 * smoothstep(0.35, 0.75, blotch))[:, None]
