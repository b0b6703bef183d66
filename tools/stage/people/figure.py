"""Limbs: hands, and arms and legs as far as the garment leaves them bare. The head is ``heads``'s."""

from __future__ import annotations

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.materials import SKIN
from tools.stage.people import body
from tools.stage.people.cuts import Cut, cut_of
from tools.stage.people.features import draw_face
from tools.stage.people.hands import hand
from tools.stage.people.legwear import bare_from_m, bares_feet, feet
from tools.stage.people.measures import Measures
from tools.stage.people.palette import skin_albedo
from tools.stage.people.parts import Part, painted, skinned
from tools.stage.people.wardrobe import midriff
from tools.stage.sdf import Surface, clip, even_axes, polygonise

AWAY_FROM_FACE = np.array([0.0, 0.0, -1.0], np.float32)
"""uv of skin that takes no decal has w below zero."""
GLOVE = np.array([0.050, 0.036, 0.028], np.float32)


def limb_parts(identity: Identity, wardrobe: Wardrobe, m: Measures, detail: str) -> list[Part]:
    """Hands, and arms and legs as far as the garment leaves them bare."""
    skin = skin_albedo(identity.skin_tone, draw_face(identity).undertone)
    cut = cut_of(wardrobe)
    parts = []
    for side in ("l", "r"):
        parts += hand(m, side, GLOVE if wardrobe.gloves else skin, detail)
    coarse = {"close": 0.0155, "medium": 0.026, "far": 0.046}[detail] * m.scale
    if 0 < cut.sleeve < 0.95:
        parts.append(_bare_arms(m, cut, skin, coarse))
    from_m = bare_from_m(cut.legs, cut.hem_m)
    if from_m is not None and wardrobe.garment != "sari":
        parts.append(_bare_legs(m, from_m, skin, coarse))
    if wardrobe.garment == "sari":
        parts.append(midriff(m, skin, detail))
    if bares_feet(wardrobe):
        parts += [foot for side in ("l", "r") for foot in feet(m, side, skin, wardrobe.footwear != "barefoot", detail)]
    return parts


def _bare(surface: Surface, hung, skin: np.ndarray) -> Part:
    uv = surface.positions * np.array([1, 1, 0], np.float32) + AWAY_FROM_FACE
    return Part(surface, uv, painted(skin, len(uv)), SKIN, hung)


def _bare_arms(m: Measures, cut: Cut, skin: np.ndarray, step_m: float) -> Part:
    wrist = m.joints["hand_l"]
    axes = even_axes(
        (-wrist[0] - 0.1, wrist[1] - 0.06, -0.2 * m.scale), (wrist[0] + 0.1, 1.46 * m.scale, 0.2 * m.scale), step_m
    )
    surface = polygonise(lambda p: body.arms(m, p), axes)
    surface, _ = clip(
        surface, (cut.sleeve * _arm_m(m) - 0.014 * m.scale - _along_arm(m, surface.positions)).astype(np.float32)
    )
    shares: dict[str, np.ndarray] = {}
    for side, sign in (("l", 1), ("r", -1)):
        here = (surface.positions[:, 0] * sign > 0).astype(np.float32)
        shares |= {name: share * here for name, share in body.arm_skin(m, surface.positions, side).items()}
    return _bare(surface, skinned(shares, len(surface.positions)), skin)


def _arm_m(m: Measures) -> float:
    """Length of an arm, shoulder to wrist."""
    shoulder, elbow, wrist = (m.joints[f"{j}_l"] for j in ("upper_arm", "forearm", "hand"))
    return float(np.linalg.norm(elbow - shoulder) + np.linalg.norm(wrist - elbow))


def _along_arm(m: Measures, p: np.ndarray) -> np.ndarray:
    """How far (V,) from the shoulder a point of either arm lies, metres."""
    shoulder, elbow, wrist = (m.joints[f"{j}_l"] for j in ("upper_arm", "forearm", "hand"))
    q = p.astype(np.float64)
    q[:, 0] = np.abs(q[:, 0])
    upper, lower = elbow - shoulder, wrist - elbow
    past = (q - elbow) @ (lower / np.linalg.norm(lower))
    before = (q - shoulder) @ (upper / np.linalg.norm(upper))
    return np.where(past > 0, np.linalg.norm(upper) + past, np.minimum(before, np.linalg.norm(upper)))


def _bare_legs(m: Measures, from_m: float, skin: np.ndarray, step_m: float) -> Part:
    low = (-0.24 * m.scale, 0.06 * m.scale, -0.18 * m.scale)
    surface = polygonise(
        lambda p: body.legs(m, p), even_axes(low, (0.24 * m.scale, 0.80 * m.scale, 0.18 * m.scale), step_m)
    )
    # Above the hem a bent knee would come through the skirt: what it hides is not kept.
    surface, _ = clip(surface, surface.positions[:, 1] - from_m * m.scale)
    return _bare(surface, body.leg_skin(m, surface.positions), skin)
