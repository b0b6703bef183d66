"""The body under the clothes: torso, limbs and neck as fields, and the skin, hands and shoes made of them.

All fields take points (N, 3) in body space and give metres.
"""

from __future__ import annotations

import numpy as np

from tools.stage.people.features import Face
from tools.stage.people.head import head
from tools.stage.people.measures import Measures, Profile
from tools.stage.people.parts import Skin, skinned, smoothstep
from tools.stage.sdf import (
    Field,
    Surface,
    capsule,
    ellipsoid,
    even_axes,
    mirrored,
    polygonise,
    smooth_cut,
    smooth_union,
    sphere,
)

SECTION_POWER = 2.3
"""Superellipse exponent of a torso's cross-section: a little boxier than an ellipse."""


def loft(profile: Profile, p: np.ndarray, ease_m: float = 0.0) -> np.ndarray:
    """Field of a body of elliptical sections along y, ``ease_m`` larger all round than ``profile``."""
    heights, half_width, half_depth, shift = _dense(profile).T
    y = p[:, 1]
    a = np.interp(y, heights, half_width).astype(np.float32) + np.float32(ease_m)
    b = np.interp(y, heights, half_depth).astype(np.float32) + np.float32(ease_m)
    z = p[:, 2] - np.interp(y, heights, shift).astype(np.float32)
    power = np.float32(SECTION_POWER)
    norm = ((np.abs(p[:, 0]) / a) ** power + (np.abs(z) / b) ** power) ** np.float32(1 / SECTION_POWER)
    side = (norm - 1) * np.minimum(a, b)
    over = np.maximum(y - np.float32(heights[-1] + ease_m), np.float32(heights[0] - ease_m) - y)
    return np.maximum(side, over)


def section(
    profile: Profile, height_m: float | np.ndarray, angle_rad: np.ndarray, ease_m: float | np.ndarray = 0.0
) -> np.ndarray:
    """Points (..., 3) on the loft's skin at a height and an angle around the body (0 = front, growing to the left)."""
    heights, half_width, half_depth, shift = _dense(profile).T
    y = np.broadcast_to(np.asarray(height_m, float), np.broadcast_shapes(np.shape(height_m), np.shape(angle_rad)))
    a = np.interp(y, heights, half_width) + ease_m
    b = np.interp(y, heights, half_depth) + ease_m
    sin, cos = np.sin(angle_rad), np.cos(angle_rad)
    radius = ((np.abs(sin) / a) ** SECTION_POWER + (np.abs(cos) / b) ** SECTION_POWER) ** (-1 / SECTION_POWER)
    return np.stack([sin * radius, y + 0 * radius, cos * radius + np.interp(y, heights, shift)], -1)


def torso(m: Measures, p: np.ndarray, profile: Profile | None = None, ease_m: float = 0.0) -> np.ndarray:
    """Field of chest, belly and hips without limbs."""
    s = m.scale
    q = mirrored(p)
    d = loft(m.profile if profile is None else profile, p, ease_m)
    slope = capsule(
        q,
        np.array([0.030, 1.402, -0.034]) * s,
        m.joints["upper_arm_l"] * [0.88, 1.008, 1],
        0.030 * s + ease_m,
        0.036 * s + ease_m,
    )
    d = smooth_union(d, slope, 0.045 * s)
    if m.feminine > 0.15:
        bust = (0.044 + 0.006 * max(m.heavy, 0)) * s * m.feminine
        d = smooth_union(d, sphere(q, np.array([0.066, 1.243, 0.058]) * s, bust + ease_m), 0.045 * s)
    return smooth_union(d, sphere(q, np.array([0.072, 0.868, -0.058]) * s, 0.068 * s + ease_m), 0.05 * s)


def arms(m: Measures, p: np.ndarray, ease_m: float = 0.0, wrist_ease_m: float | None = None) -> np.ndarray:
    """Field of both arms, shoulder to wrist; sleeves widen by ``ease_m`` above and ``wrist_ease_m`` at the cuff."""
    q = mirrored(p)
    shoulder, elbow, wrist = (m.joints[j] for j in ("upper_arm_l", "forearm_l", "hand_l"))
    g = m.girth
    cuff = ease_m if wrist_ease_m is None else wrist_ease_m
    middle = (ease_m + cuff) / 2
    upper = capsule(q, shoulder, elbow, 0.0485 * g + ease_m, 0.0390 * g + middle)
    lower = capsule(q, elbow, wrist, 0.0400 * g + middle, 0.0270 * g + cuff)
    d = smooth_union(upper, lower, 0.02)
    return smooth_union(d, sphere(q, shoulder + np.array([0.004, -0.010, 0]) * m.scale, 0.0520 * g + ease_m), 0.03)


def legs(m: Measures, p: np.ndarray, ease_m: float = 0.0, hem_ease_m: float | None = None) -> np.ndarray:
    """Field of both legs, hip to ankle."""
    q = mirrored(p)
    hip, knee, ankle = (m.joints[j] for j in ("thigh_l", "shin_l", "foot_l"))
    g = m.girth * (1 + 0.10 * m.feminine)
    hem = ease_m if hem_ease_m is None else hem_ease_m
    thigh = capsule(q, hip, knee, 0.0830 * g + ease_m, 0.0535 * g + ease_m)
    shin = capsule(q, knee, ankle, 0.0530 * g + ease_m, 0.0360 * g + hem)
    calf = ellipsoid(
        q, knee * [1, 0.70, 1] + np.array([0, 0, -0.018]), (0.046 * g + ease_m, 0.13 * m.scale, 0.050 * g + ease_m)
    )
    return smooth_union(smooth_union(thigh, shin, 0.03), calf, 0.03)


def neck(m: Measures, face: Face, p: np.ndarray, ease_m: float = 0.0) -> np.ndarray:
    """Field of the neck, from under the jaw into the shoulders."""
    s, thick = m.head_scale, (0.0535 - 0.0105 * face.feminine - 0.006 * face.youth) * (1 + 0.08 * m.heavy)
    top = m.head_origin + np.array([0, -0.055, -0.024]) * s
    base = np.array([0, 1.385, -0.034]) * m.scale
    return capsule(p, base, top, (thick + 0.006) * s + ease_m, thick * s + ease_m)


def skin_field(m: Measures, face: Face) -> Field:
    """The whole skin from the crown to the chest as one field: no seam at the neck."""

    def field(p: np.ndarray) -> np.ndarray:
        local = (p - m.head_origin.astype(np.float32)) / np.float32(m.head_scale)
        d = head(face, local) * np.float32(m.head_scale)
        d = smooth_union(d, neck(m, face, p), 0.020 * m.head_scale)
        throat = local + np.array([0, 0.118, -0.006], np.float32)
        d = (
            smooth_union(d, ellipsoid(throat, (0, 0, 0), (0.016, 0.022, 0.014)) * np.float32(m.head_scale), 0.03)
            if face.feminine < 0.4
            else d
        )
        return smooth_union(d, torso(m, p), 0.040 * m.scale)

    return field


def head_skin(m: Measures, p: np.ndarray) -> Skin:
    """How skin from head to chest follows: rigid head, a neck that bends over its length, still chest."""
    local_y = (p[:, 1] - m.head_origin[1]) / m.head_scale
    local_z = (p[:, 2] - m.head_origin[2]) / m.head_scale
    rise = local_y - 0.55 * np.clip(local_z + 0.02, -0.06, 0.08)
    on_head = smoothstep(-0.145, -0.070, rise)
    neck_base = m.joints["neck"][1]
    on_chest = smoothstep(neck_base + 0.030 * m.scale, neck_base - 0.035 * m.scale, p[:, 1])
    trunk = torso_skin(m, p)
    shares = {bone: (1 - on_head) * on_chest * trunk[bone] for bone in ("hips", "spine", "chest")}
    return skinned(shares | {"head": on_head, "neck": (1 - on_head) * (1 - on_chest)}, len(p))


def torso_skin(m: Measures, p: np.ndarray, *, skirted: bool = False) -> dict[str, np.ndarray]:
    """Shares of hips, spine, chest and legs for what is worn on the trunk, by height."""
    s = m.scale
    y, x = p[:, 1], p[:, 0]
    up_spine = smoothstep(0.95 * s, 1.08 * s, y)
    up_chest = smoothstep(1.08 * s, 1.26 * s, y)
    hips = 1 - up_spine
    start, full, most = (0.93, 0.66, 0.92) if skirted else (0.94, 0.80, 1.0)
    leg = smoothstep(start * s, full * s, y) * most * hips
    width = 0.10 * s if skirted else 0.022 * s
    left = smoothstep(-width, width, x)
    shares = {
        "hips": hips - leg, "spine": up_spine * (1 - up_chest), "chest": up_spine * up_chest,
        "thigh_l": leg * left, "thigh_r": leg * (1 - left),
    }  # fmt: skip
    if skirted:  # a long skirt falls from the knees when its wearer sits
        knee = m.joints["shin_l"][1]
        below = smoothstep(knee + 0.09 * s, knee - 0.09 * s, y)
        for side in ("l", "r"):
            shares[f"shin_{side}"] = shares[f"thigh_{side}"] * below
            shares[f"thigh_{side}"] = shares[f"thigh_{side}"] * (1 - below)
    return shares


def arm_skin(m: Measures, p: np.ndarray, side: str) -> dict[str, np.ndarray]:
    """Shares along one arm: clavicle at the shoulder's top, upper arm, forearm."""
    shoulder, elbow, wrist = (m.joints[f"{j}_{side}"] for j in ("upper_arm", "forearm", "hand"))
    axis = (elbow - shoulder) / np.linalg.norm(elbow - shoulder) + (wrist - elbow) / np.linalg.norm(wrist - elbow)
    bend = smoothstep(-0.045 * m.scale, 0.045 * m.scale, (p - elbow) @ (axis / np.linalg.norm(axis)))
    return {f"upper_arm_{side}": 1 - bend, f"forearm_{side}": bend}


def sleeved_skin(m: Measures, p: np.ndarray, *, skirted: bool) -> Skin:
    """A top with sleeves: whichever of trunk and arm is nearer moves it, blended across the armhole."""
    gap = torso(m, p) - arms(m, p)
    on_arm = smoothstep(-0.030 * m.scale, 0.050 * m.scale, gap)
    shares = {name: share * (1 - on_arm) for name, share in torso_skin(m, p, skirted=skirted).items()}
    for side, sign in (("l", 1), ("r", -1)):
        here = on_arm * (p[:, 0] * sign > 0)
        for name, share in arm_skin(m, p, side).items():
            shares[name] = share * here
    return skinned(shares, len(p))


def leg_skin(m: Measures, p: np.ndarray) -> Skin:
    """Trousers or bare legs with the pelvis: smooth at hip and knee."""
    shares = torso_skin(m, p)
    knee = m.joints["shin_l"][1]
    ankle = m.joints["foot_l"][1]
    below = smoothstep(knee + 0.050 * m.scale, knee - 0.050 * m.scale, p[:, 1])
    foot = smoothstep(ankle + 0.035 * m.scale, ankle - 0.03 * m.scale, p[:, 1]) * 0.6
    for side in ("l", "r"):
        thigh = shares[f"thigh_{side}"]
        shares[f"thigh_{side}"] = thigh * (1 - below)
        shares[f"shin_{side}"] = thigh * below * (1 - foot)
        shares[f"foot_{side}"] = thigh * below * foot
    return skinned(shares, len(p))


def shoe(m: Measures, side: str, step_m: float, *, tall: bool = False) -> tuple[Surface, Skin]:
    """One shoe, its sole on y = 0, and how ankle and toes bend it; ``tall`` is a boot to the calf."""
    ankle = m.joints[f"foot_{side}"]
    s, sign = m.scale, 1.0 if side == "l" else -1.0
    g = s * (1 - 0.10 * m.feminine)

    def field(p: np.ndarray) -> np.ndarray:
        q = (p - np.array([ankle[0], 0, ankle[2]], np.float32)) / np.float32(g)
        q = q * np.array([sign, 1, 1], np.float32)
        body = ellipsoid(q, (0.004, 0.030, 0.040), (0.0405, 0.046, 0.108))
        toe = ellipsoid(q, (0.010, 0.024, 0.098), (0.0415, 0.034, 0.062))
        heel = ellipsoid(q, (0.0, 0.034, -0.034), (0.0335, 0.052, 0.040))
        shaft = capsule(q, (0, 0.060, -0.012), (0, 0.250 if tall else 0.118, -0.010), 0.0385, 0.0560 if tall else 0.0400)
        d = smooth_union(smooth_union(smooth_union(body, toe, 0.02), heel, 0.02), shaft, 0.03)
        welt = np.where(q[:, 1] < 0.016, np.float32(-0.0022), np.float32(0.0))
        waist = ellipsoid(q, (-0.004, -0.012, 0.012), (0.06, 0.020, 0.020))
        return np.maximum(smooth_cut(d + welt, waist, 0.006), -q[:, 1]) * np.float32(g)

    low = np.array([ankle[0] - 0.080 * s, -0.004, ankle[2] - 0.085 * s])
    high = np.array([ankle[0] + 0.080 * s, (0.30 if tall else 0.150) * s, ankle[2] + 0.180 * s])
    surface = polygonise(field, even_axes(low, high, step_m))
    bend = smoothstep(-0.028 * s, 0.018 * s, surface.positions[:, 2] - m.joints[f"toes_{side}"][2] + 0.030 * s)
    return surface, skinned({f"foot_{side}": 1 - bend, f"toes_{side}": bend}, len(surface.positions))


def drape(field: Field, points: np.ndarray, offset_m: float | np.ndarray = 0.0, steps: int = 3) -> np.ndarray:
    """``points`` (N, 3) pulled along the field's gradient until they lie ``offset_m``, one or (N,), outside it."""
    p = points.astype(np.float32)
    reach = np.float32(0.004)
    for _ in range(steps):
        value = field(p) - np.asarray(offset_m, np.float32)
        gradient = np.stack(
            [field(p + reach * axis) - field(p - reach * axis) for axis in np.eye(3, dtype=np.float32)], -1
        ) / (2 * reach)
        size = np.maximum((gradient * gradient).sum(-1), 0.1)
        p = p - gradient * np.clip(value / size, -0.05, 0.05)[:, None]
    return p


def _dense(profile: Profile) -> np.ndarray:
    """The profile resampled with a smooth curve through its rows, (96, 4)."""
    heights = profile[:, 0]
    at = np.linspace(heights[0], heights[-1], 96)
    slopes = np.gradient(profile, heights, axis=0)
    i = np.clip(np.searchsorted(heights, at, side="right") - 1, 0, len(heights) - 2)
    gap = heights[i + 1] - heights[i]
    t = ((at - heights[i]) / gap)[:, None]
    gap = gap[:, None]
    curve = (
        (2 * t**3 - 3 * t**2 + 1) * profile[i] + (t**3 - 2 * t**2 + t) * gap * slopes[i]
        + (-2 * t**3 + 3 * t**2) * profile[i + 1] + (t**3 - t**2) * gap * slopes[i + 1]
    )  # fmt: skip
    curve[:, 0] = at
    return curve
