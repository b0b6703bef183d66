"""Clothes: each garment is the body's own field let out by an ease, cut clean at neck, cuff and hem, and trimmed.

A garment's cut is data (``CUTS``); ``dress`` sews it for one body. Lengths of a cut are metres on the
1.70 m body and are scaled to the wearer.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from film.bible import Wardrobe
from tools.stage.materials import CLOTH, PAINT
from tools.stage.people import body, trims
from tools.stage.people.features import Face
from tools.stage.people.measures import Measures, Profile
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, painted, skinned, smoothstep
from tools.stage.sdf import Field, clip, even_axes, polygonise, smooth_union


class Cut(NamedTuple):
    """How a garment is cut."""

    ease_m: float
    """How far it stands off the body."""
    sleeve: float
    """Share of the arm it covers; 1 reaches the wrist."""
    cuff_m: float
    """Ease at the cuff."""
    hem_m: float
    """Height of the lower edge."""
    neck: Literal["round", "scoop", "vee", "deep_vee"]
    flare: tuple[tuple[float, float, float], ...] = ()
    """Rows of (height, half width, half depth) that replace the body's section below the waist."""
    legs: Literal["trousers", "slim", "bare"] = "trousers"
    collar: Literal["none", "shirt", "stand", "roll", "coat"] = "none"
    under: bool = False
    """A shirt shows in the opening."""
    fold_m: float = 0.0026


_COAT_SKIRT = ((0.98, 0.160, 0.124), (0.86, 0.196, 0.148), (0.70, 0.214, 0.166), (0.48, 0.236, 0.188))
_DRESS_SKIRT = ((0.94, 0.172, 0.130), (0.80, 0.214, 0.170), (0.62, 0.240, 0.205), (0.40, 0.268, 0.240))
_SARI_SKIRT = (
    (0.97, 0.160, 0.122),
    (0.86, 0.190, 0.142),
    (0.60, 0.186, 0.142),
    (0.30, 0.196, 0.152),
    (0.05, 0.225, 0.180),
)
_KURTA_SKIRT = ((0.97, 0.162, 0.124), (0.86, 0.190, 0.138), (0.70, 0.198, 0.146), (0.52, 0.208, 0.154))

CUTS: dict[str, Cut] = {
    "coat": Cut(0.015, 1.0, 0.015, 0.50, "vee", _COAT_SKIRT, collar="coat", under=True),
    "jacket": Cut(0.012, 1.0, 0.010, 0.86, "deep_vee", collar="coat", under=True),
    "suit": Cut(0.009, 1.0, 0.010, 0.80, "deep_vee", collar="coat", under=True, fold_m=0.0014),
    "dress": Cut(0.003, 0.36, 0.014, 0.42, "scoop", _DRESS_SKIRT, legs="bare", fold_m=0.0022),
    "sari": Cut(0.003, 0.30, 0.004, 0.07, "scoop", _SARI_SKIRT, legs="bare", fold_m=0.0012),
    "kurta": Cut(0.009, 1.0, 0.012, 0.54, "round", _KURTA_SKIRT, legs="slim", collar="stand"),
    "knit": Cut(0.012, 1.0, 0.007, 0.86, "round", collar="roll", fold_m=0.0036),
    "shirt": Cut(0.007, 1.0, 0.009, 0.90, "round", collar="shirt"),
    "uniform": Cut(0.009, 1.0, 0.009, 0.84, "round", collar="shirt", fold_m=0.0014),
    "apron": Cut(0.006, 0.60, 0.012, 0.90, "round", collar="shirt"),
}

_STEP_M = {"close": 0.0145, "medium": 0.0210, "far": 0.0380}
_SLIT_FROM_M = 1.07
"""Where the opening of a coat's front begins; a jacket's begins lower."""


class Fitting(NamedTuple):
    """What trims need to know of the garment they are sewn on."""

    m: Measures
    face: Face
    cut: Cut
    field: Field
    """The garment's outside."""
    opening: tuple[float, float]
    """Height where the front opening ends below, and its half width per metre of height; width 0 = closed."""
    skirted: bool
    detail: str


def dress(wardrobe: Wardrobe, face: Face, m: Measures, detail: str) -> list[Part]:
    """All that is worn below the chin, hands excepted."""
    cut = CUTS[wardrobe.garment]
    top, under = cloth_albedo(wardrobe.top_colour), cloth_albedo(wardrobe.under_colour)
    fit = _fit(m, face, cut, detail)
    parts = [_top(fit, top)]
    if cut.under:
        parts.append(_under_shirt(fit, under))
    if cut.legs != "bare":
        parts.append(_trousers(fit, cloth_albedo(wardrobe.legs_colour)))
    parts += _shoes(m, wardrobe, detail)
    return parts + trims.sew(fit, wardrobe)


def garment_profile(m: Measures, cut: Cut) -> Profile:
    """The sections of body and skirt together, without ease."""
    s = m.scale
    if not cut.flare:
        profile = m.profile.copy()
        widest = int(np.argmax(profile[:4, 1]))
        profile[:widest, 1:] = profile[widest, 1:]  # cloth hangs straight down from the hips
        profile[0, 0] = min(profile[0, 0], cut.hem_m * s - 0.05)
        return profile
    waist = cut.flare[0][0] * s
    wide = float(m.profile[2, 1] / (0.172 * s))
    rows = [(cut.hem_m * s - 0.06, *(cut.flare[-1][i] * s * wide for i in (1, 2)), -0.006 * s)]
    for height, a, b in reversed(cut.flare):
        rows.append((height * s, a * s * wide, b * s * wide, -0.008 * s))
    skirt = np.array(rows)
    within = m.profile[(m.profile[:, 0] <= waist + 0.02 * s) & (m.profile[:, 0] > 0.83 * s)].copy()
    for column in (1, 2, 3):
        within[:, column] = np.maximum(within[:, column], np.interp(within[:, 0], skirt[:, 0], skirt[:, column]))
    profile = np.concatenate([skirt, within, m.profile[m.profile[:, 0] > waist + 0.02 * s]])
    profile = profile[np.argsort(profile[:, 0], kind="stable")]
    # No skirt is tighter than the body in it.
    for row in profile:
        for column in (1, 2):
            row[column] = max(
                row[column],
                float(np.interp(row[0], m.profile[:, 0], m.profile[:, column]))
                if row[0] > m.profile[0, 0]
                else row[column],
            )
    return profile[np.concatenate([[True], np.diff(profile[:, 0]) > 0.004])]


def _fit(m: Measures, face: Face, cut: Cut, detail: str) -> Fitting:
    profile = garment_profile(m, cut)
    ease, cuff = cut.ease_m * m.scale, cut.cuff_m * m.scale
    s = m.scale

    def field(p: np.ndarray) -> np.ndarray:
        d = smooth_union(body.torso(m, p, profile, ease), body.arms(m, p, ease * 0.7, cuff), 0.028 * s)
        return d + _folds(p / np.float32(s), cut.fold_m * s) + _gathers(p / np.float32(s), cut, s)

    opening = {"vee": (_SLIT_FROM_M * s, 0.235), "deep_vee": ((0.985 if cut.ease_m > 0.010 else 1.03) * s, 0.190)}.get(
        cut.neck, (0.0, 0.0)
    )
    return Fitting(m, face, cut, field, opening, bool(cut.flare), detail)


def _folds(p: np.ndarray, depth_m: float) -> np.ndarray:
    """Soft creases: most at waist and elbows, hardly any on chest and shoulders."""
    x, y, z = p[:, 0], p[:, 1], p[:, 2]
    bend = np.exp(-(((y - 1.03) / 0.10) ** 2)) + np.exp(-(((y - 1.10) / 0.12) ** 2)) * smoothstep(0.20, 0.30, np.abs(x))
    wave = np.sin(y * 52 + x * 16 + 2.6 * np.sin(z * 16 + x * 7)) * 0.6 + np.sin(y * 27 - x * 34 + 5 * z + 1) * 0.4
    return (depth_m * (0.22 + 0.78 * np.clip(bend, 0, 1)) * wave).astype(np.float32)


def _gathers(p: np.ndarray, cut: Cut, scale: float) -> np.ndarray:
    """The fall of a skirt: folds that deepen towards the hem."""
    if not cut.flare:
        return np.zeros(len(p), np.float32)
    low = smoothstep(cut.flare[0][0] - 0.05, cut.hem_m, p[:, 1])
    angle = np.arctan2(p[:, 0], p[:, 2])
    pleats = 15 if cut.sleeve < 0.5 else 8
    wave = np.sin(angle * pleats + 1.3 * np.sin(p[:, 1] * 5)) * 0.7 + np.sin(angle * (pleats - 4) + 2.0) * 0.3
    depth = 0.011 if cut.sleeve < 0.5 else 0.006
    return (depth * scale * low * wave).astype(np.float32)


def _top(fit: Fitting, colour: np.ndarray) -> Part:
    m, cut, s = fit.m, fit.cut, fit.m.scale
    wrist = m.joints["hand_l"]
    low_y = min(cut.hem_m * s - 0.03, wrist[1] - 0.03)
    reach = max(float(wrist[0]) + 0.09, 0.34 * s)
    axes = even_axes((-reach, low_y, -0.32 * s), (reach, 1.50 * s, 0.34 * s), _STEP_M[fit.detail] * s)
    surface = polygonise(fit.field, axes)
    surface, _ = clip(surface, _cut_away(fit, surface.positions))
    p = surface.positions
    return Part(surface, p.copy(), painted(colour, len(p)), CLOTH, body.sleeved_skin(m, p, skirted=fit.skirted))


def _cut_away(fit: Fitting, p: np.ndarray) -> np.ndarray:
    """Positive (V,) where the pattern has no cloth: neck, front opening, below hem and cuff."""
    m, cut, s = fit.m, fit.cut, fit.m.scale
    ease = {"round": 0.010, "scoop": 0.030, "vee": 0.016, "deep_vee": 0.014}[cut.neck] * s
    gone = ease - body.neck(m, fit.face, p)
    gone = np.where(p[:, 1] > 1.30 * s, gone, -0.05)
    if cut.neck == "scoop":
        drop = np.array([0, 1.385, 0.075]) * s
        gone = np.maximum(gone, 0.085 * s - np.linalg.norm((p - drop) * np.array([1.0, 0.9, 0.8]), axis=-1))
    low, slope = fit.opening
    if slope:
        vee = np.minimum((p[:, 1] - low) * slope - np.abs(p[:, 0]), p[:, 2] + 0.005 * s)
        gone = np.maximum(gone, vee)
        if cut.flare:  # the fronts of a coat part again below the last button
            gone = np.maximum(gone, np.minimum((0.84 * s - p[:, 1]) * 0.10 - np.abs(p[:, 0] - 0.006), p[:, 2]))
    trunk = body.arms(m, p) - body.torso(m, p)
    on_arm = (np.abs(p[:, 0]) > 0.20 * s) | ((trunk < 0) & (np.abs(p[:, 0]) > 0.15 * s))
    hem = cut.hem_m * s - p[:, 1]
    gone = np.maximum(gone, np.where(on_arm & (p[:, 1] > 0.62 * s) & (hem < 0.15), -0.05, hem))
    shoulder, elbow, wrist = (m.joints[f"{j}_l"] for j in ("upper_arm", "forearm", "hand"))
    q = np.abs(p[:, :1]) * np.array([[1, 0, 0]]) + p * np.array([[0, 1, 1]])
    upper, lower = elbow - shoulder, wrist - elbow
    whole = np.linalg.norm(upper) + np.linalg.norm(lower)
    reach = cut.sleeve * whole + (0.004 if cut.sleeve > 0.9 else 0)
    if reach > np.linalg.norm(upper):
        along = (q - elbow) @ (lower / np.linalg.norm(lower)) - (reach - np.linalg.norm(upper))
    else:
        along = (q - shoulder) @ (upper / np.linalg.norm(upper)) - reach
    sleeve_end = np.where(on_arm & (body.arms(m, p) < body.torso(m, p)), along, -0.05)
    return np.maximum(gone, sleeve_end).astype(np.float32)


def _under_shirt(fit: Fitting, colour: np.ndarray) -> Part:
    m, s = fit.m, fit.m.scale
    low, slope = fit.opening
    axes = even_axes(
        (-0.16 * s, low - 0.06 * s, -0.02 * s), (0.16 * s, 1.47 * s, 0.26 * s), _STEP_M[fit.detail] * s * 0.9
    )
    surface = polygonise(lambda p: body.torso(m, p, None, fit.cut.ease_m * s * 0.30), axes)
    p = surface.positions
    gone = np.maximum(0.001 * s - body.neck(m, fit.face, p), np.abs(p[:, 0]) - (p[:, 1] - low) * slope - 0.035 * s)
    gone = np.maximum(gone, 0.0 - p[:, 2])
    surface, _ = clip(surface, gone.astype(np.float32))
    p = surface.positions
    return Part(surface, p.copy(), painted(colour, len(p)), CLOTH, skinned(body.torso_skin(m, p), len(p)))


def _trousers(fit: Fitting, colour: np.ndarray) -> Part:
    m, s = fit.m, fit.m.scale
    slim = fit.cut.legs == "slim"
    ease, hem = (0.005, 0.004) if slim else (0.010, 0.022)

    def field(p: np.ndarray) -> np.ndarray:
        d = smooth_union(body.legs(m, p, ease * s, hem * s), body.torso(m, p, None, 0.001 * s), 0.035 * s)
        q = p / np.float32(s)
        knee = (
            np.exp(-(((q[:, 1] - 0.47) / 0.07) ** 2))
            + np.exp(-(((q[:, 1] - 0.12) / 0.06) ** 2))
            + 0.6 * np.exp(-(((q[:, 1] - 0.80) / 0.05) ** 2))
        )
        return d + (0.0026 * s * (0.25 + knee) * np.sin(q[:, 1] * 60 + q[:, 0] * 30 + 2 * np.sin(q[:, 2] * 25))).astype(
            np.float32
        )

    axes = even_axes((-0.27 * s, 0.03 * s, -0.24 * s), (0.27 * s, 1.04 * s, 0.22 * s), _STEP_M[fit.detail] * s * 1.08)
    surface = polygonise(field, axes)
    p = surface.positions
    # Under the garment only as much is kept as a step or a seat may show, and nothing that would poke through.
    top = min(0.975, max(fit.cut.hem_m + 0.025, 0.80)) * s
    poking = np.where(p[:, 1] > (fit.cut.hem_m + 0.006) * s, fit.field(p) + 0.007 * s, -0.05)
    surface, _ = clip(surface, np.maximum(np.maximum(0.058 * s - p[:, 1], p[:, 1] - top), poking).astype(np.float32))
    p = surface.positions
    return Part(surface, p.copy(), painted(colour, len(p)), CLOTH, body.leg_skin(m, p))


def _shoes(m: Measures, wardrobe: Wardrobe, detail: str) -> list[Part]:
    leather = (
        np.array([0.045, 0.030, 0.022])
        if wardrobe.garment not in ("sari", "dress")
        else cloth_albedo(wardrobe.legs_colour) * 0.8 + 0.01
    )
    parts = []
    for side in ("l", "r"):
        surface, hung = body.shoe(m, side, {"close": 0.0110, "medium": 0.0150, "far": 0.026}[detail] * m.scale)
        p = surface.positions
        sole = smoothstep(0.020, 0.014, p[:, 1])[:, None]
        albedo = leather * (1 - 0.55 * sole)
        parts.append(Part(surface, p.copy(), albedo.astype(np.float32), PAINT, hung))
    return parts
