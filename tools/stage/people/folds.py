"""Creases of cloth as displacements of a garment's field, in the rest pose: they ride on the bones with the cloth.

Folds lie where bodies bend or cloth has no room: elbows, waist, armpits, knees, ankles and hems.
"""

from __future__ import annotations

import numpy as np

from tools.stage.people.cuts import Cut
from tools.stage.people.measures import Measures
from tools.stage.people.parts import smoothstep

_Array = np.ndarray


def crease(phase: _Array) -> _Array:
    """-1..1: broad puffs between narrow valleys, as pushed cloth lies."""
    return 2.0 * np.sqrt(0.12 + 0.88 * (0.5 + 0.5 * np.cos(phase))) - 1.25


def bump(x: _Array, middle: float, width: float) -> _Array:
    """1 at ``middle``, fading over ``width``."""
    return np.exp(-(((x - middle) / width) ** 2))


def along_arm(m: Measures, p: _Array) -> tuple[_Array, _Array, _Array]:
    """Of points near either arm: share of the way to the wrist, angle about it (0 in front), metres off its axis."""
    shoulder, elbow, wrist = (m.joints[f"{j}_l"] for j in ("upper_arm", "forearm", "hand"))
    q = p.astype(np.float64)
    q[:, 0] = np.abs(q[:, 0])
    upper, lower = elbow - shoulder, wrist - elbow
    long, short = float(np.linalg.norm(upper)), float(np.linalg.norm(lower))
    past = (q - elbow) @ (lower / short)
    before = np.minimum((q - shoulder) @ (upper / long), long)
    on_lower = past > 0
    metres = np.where(on_lower, long + past, before)
    axis = np.where(on_lower[:, None], elbow + lower / short * past[:, None], shoulder + upper / long * before[:, None])
    off = q - axis
    outward = np.array([upper[1], -upper[0], 0.0]) / np.hypot(upper[0], upper[1]) * -1.0
    angle = np.arctan2(off @ outward, off[:, 2])
    return metres / (long + short), angle, np.linalg.norm(off, axis=1)


def top_folds(m: Measures, p: _Array, cut: Cut) -> _Array:
    """Displacement (N,) of a garment of the upper body, metres, above 0 inwards."""
    s = m.scale
    q = p / np.float32(s)
    x, y, z = q[:, 0].astype(float), q[:, 1].astype(float), q[:, 2].astype(float)
    side = np.abs(x)
    share, angle, off = along_arm(m, p)
    angle = angle + 0.35 * (x > 0)  # the two sleeves do not crease alike
    on_arm = smoothstep(0.16, 0.22, side) * smoothstep(0.13, 0.08, off / s)
    inner = 0.62 + 0.38 * np.cos(angle + 0.4)
    wander = 0.9 * np.sin(side * 19 + z * 27 + y * 7) + 0.5 * np.sin(z * 41 - side * 12 + 1.0)
    elbow = bump(share, 0.535, 0.085) * inner * crease(share * 66 + 1.1 * np.sin(angle + 0.6) + wander)
    forearm = smoothstep(0.60, 0.80, share) * 0.62 * crease(share * 54 + 1.5 * np.sin(angle - 0.8) + wander)
    upper = bump(share, 0.30, 0.16) * 0.46 * crease(share * 34 + 1.9 * np.sin(angle + 2.2) + 1.3 * wander)
    sleeve = on_arm * (1.1 * elbow + forearm + upper)
    chest = 1 - smoothstep(0.15, 0.21, side)
    waist = bump(y, 1.035, 0.060) * (0.5 + 0.5 * smoothstep(0.02, 0.11, side))
    lines = crease(y * 105 + 16 * side + 1.8 * np.sin(z * 21 + x * 9) + 2.2 * wander)
    armpit = bump(y, 1.26, 0.075) * smoothstep(0.07, 0.13, side)
    drag = crease((side * 0.86 - (y - 1.26) * 0.72) * 112 + wander * 1.6 + (z > 0) * 1.3)
    belly = bump(y, 0.93, 0.07) * 0.45 * crease(x * 62 + 1.3 * np.sin(y * 30) + wander)
    hem = (
        0.35 * bump(y, cut.hem_m + 0.02, 0.05) * crease(np.arctan2(x, z + 0.01) * 9 + wander) if not cut.tucked else 0.0
    )
    body = chest * (0.85 * waist * lines + 0.70 * armpit * drag + belly + hem)
    stiff = 0.55 if cut.collar == "lapels" else 1.0
    return (-cut.fold_m * s * (sleeve + stiff * body)).astype(np.float32)


def gathers(m: Measures, p: _Array, cut: Cut) -> _Array:
    """The fall of a skirt below the waist: folds that deepen towards the hem."""
    if not cut.flare:
        return np.zeros(len(p), np.float32)
    q = p / np.float32(m.scale)
    low = smoothstep(cut.flare[0][0] - 0.02, cut.hem_m + 0.05, q[:, 1])
    return fall(q, low, cut.pleats or 7, 0.013 if cut.pleats else 0.0075) * np.float32(m.scale)


def fall(q: _Array, low: _Array, pleats: int, depth_m: float) -> _Array:
    """Hanging folds round the body: displacement (N,), metres on the 1.70 m body, growing with ``low`` 0..1."""
    angle = np.arctan2(q[:, 0], q[:, 2] + 0.01)
    sway = 1.1 * np.sin(q[:, 1] * 5.2) + 0.6 * np.sin(q[:, 1] * 11 + angle * 2)
    wave = 0.72 * crease(angle * pleats + sway) + 0.28 * crease(angle * (pleats * 2 - 3) + 2.0 + 0.7 * sway)
    return (-depth_m * low * wave).astype(np.float32)


def leg_folds(m: Measures, p: _Array, depth_m: float) -> _Array:
    """Displacement (N,) of trousers: lap, backs of the knees, and the break over the shoes."""
    s = m.scale
    q = p / np.float32(s)
    x, y, z = q[:, 0].astype(float), q[:, 1].astype(float), q[:, 2].astype(float)
    side = np.abs(x)
    wander = 0.6 * np.sin(x * 37 + z * 29) + 0.4 * np.sin(z * 53 + x * 17)
    back = smoothstep(0.05, -0.05, z)
    knee = bump(y, 0.475, 0.055) * (0.4 + 0.6 * back) * crease(y * 112 + 22 * (side - 0.1) + wander)
    shoe = bump(y, 0.115, 0.065) * crease(y * 96 + 1.6 * np.sin(x * 40 + z * 30) + wander)
    lap = bump(y, 0.845, 0.05) * crease((side * 0.75 + y) * 92 + wander) * (0.75 - 0.3 * back)
    long = 0.28 * bump(y, 0.66, 0.10) * crease(x * 66 + y * 12 + wander)
    return (-depth_m * s * (0.8 * knee + 1.05 * shoe + 0.8 * lap + long)).astype(np.float32)


def shaded(p: _Array, depth: _Array, depth_m: float) -> _Array:
    """Factor (N, 1) on a cloth's colour: valleys of ``depth`` (N,), metres inwards, see less sky."""
    return (1.0 - 0.20 * np.clip(depth / max(depth_m, 1e-6), -0.3, 1.0))[:, None].astype(np.float32)
