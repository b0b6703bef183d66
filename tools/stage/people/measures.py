"""How long and how wide the parts of one body are, in metres, from height, age, sex and build."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.bible import Identity
from tools.stage.people.features import Face
from tools.stage.people.head import CHIN_M, CROWN_M

_ADULT_CHIN_M = 1.464
"""Chin height of the 1.70 m body that the profiles below describe."""

_ARM_OUT_DEG = 30.0
"""How far the arms stand off the body in the rest pose: enough that sleeves never touch the torso."""

HAND_KNUCKLE_M, HAND_MIDDLE_M = 0.087, 0.123
"""Along the hand from the wrist: knuckles and middle joints of the fingers."""
HAND_THUMB_M, HAND_THUMB_MIDDLE_M = (0.020, 0.024, 0.007), (0.052, 0.0455, 0.0135)
"""Root and middle joint of the thumb, in hand space: along, towards the thumb, out of the palm."""
_PALM_M = (0.074, 0.002, 0.026)
"""Where a held thing lies."""

Profile = np.ndarray
"""(L, 4) float64 rows of height, half width, half depth, forward shift of a body's section, metres."""

_MAN = np.array([
    (0.74, 0.085, 0.080, -0.020), (0.80, 0.152, 0.108, -0.016), (0.87, 0.168, 0.118, -0.014), (0.94, 0.160, 0.112, -0.008),
    (1.04, 0.142, 0.101, 0.004), (1.14, 0.148, 0.107, 0.004), (1.24, 0.163, 0.115, 0.006), (1.31, 0.172, 0.112, 0.002),
    (1.37, 0.158, 0.090, -0.012), (1.41, 0.110, 0.070, -0.022), (1.45, 0.062, 0.056, -0.026),
])  # fmt: skip
_WOMAN = np.array([
    (0.74, 0.085, 0.080, -0.020), (0.80, 0.158, 0.108, -0.020), (0.87, 0.176, 0.120, -0.018), (0.94, 0.163, 0.110, -0.008),
    (1.04, 0.119, 0.088, 0.004), (1.14, 0.122, 0.092, 0.004), (1.24, 0.137, 0.100, 0.002), (1.31, 0.145, 0.098, -0.002),
    (1.37, 0.130, 0.080, -0.014), (1.41, 0.092, 0.062, -0.022), (1.45, 0.054, 0.050, -0.026),
])  # fmt: skip


class Measures(NamedTuple):
    """One body's numbers. All lengths in metres; joints in the rest pose."""

    height: float
    head_scale: float
    head_origin: np.ndarray
    """(3,) where head-local (0, 0, 0), the point between the eyes' centres at x = z = 0, lies."""
    scale: float
    """This body below the chin over the 1.70 m body."""
    girth: float
    """Limb thickness over the average build's."""
    feminine: float
    heavy: float
    profile: Profile
    joints: dict[str, np.ndarray]
    """Rest positions (3,) by joint name."""

    def at(self, fraction_m: float) -> float:
        """A height on the 1.70 m body, carried to this one."""
        return fraction_m * self.scale


def measure(identity: Identity, face: Face) -> Measures:
    """The body these words describe."""
    age = identity.age
    child = float(np.clip((16 - age) / 12, 0, 1))
    head_scale = float(np.interp(age, [4, 8, 12, 16], [0.905, 0.94, 0.98, 1.0])) * (
        0.985 if identity.presents == "woman" else 1.0
    )
    head_scale *= 1.0 + 0.16 * float(np.clip(identity.height_m - 1.70, -0.15, 0.25)) * (1 - child)
    height = identity.height_m
    chin = height - (CROWN_M - CHIN_M + 0.004) * head_scale
    scale = chin / _ADULT_CHIN_M
    heavy = {"slim": -0.55, "average": 0.0, "athletic": 0.10, "heavy": 1.0}[identity.build]
    strong = 1.0 if identity.build == "athletic" else 0.0
    feminine = face.feminine * (1 - child)
    profile = (_MAN + (_WOMAN - _MAN) * feminine).copy()
    if child:
        straight = _MAN.copy()
        straight[:, 1:3] *= 1.02
        profile += (straight - profile) * child * 0.7
    level = profile[:, 0]
    belly = np.exp(-(((level - 1.03) / 0.14) ** 2))
    hips = np.exp(-(((level - 0.88) / 0.10) ** 2))
    chest = np.exp(-(((level - 1.30) / 0.10) ** 2))
    wide = 1.05 * scale / max(scale, 0.8) * (1.0 + 0.12 * child)
    profile[:, 1] *= wide * (
        1 + 0.06 * heavy + 0.17 * max(heavy, 0) * belly + 0.05 * heavy * hips + 0.05 * strong * chest
    )
    profile[:, 2] *= wide * (
        1 + 0.06 * heavy + 0.36 * max(heavy, 0) * belly + 0.08 * heavy * hips + 0.06 * strong * chest
    )
    profile[:, 3] += 0.030 * max(heavy, 0) * belly
    profile[:, 0] *= scale
    profile[:, 1:] *= max(scale, 0.1)
    girth = scale * (1 + 0.10 * child) * (1 + 0.15 * heavy + 0.09 * strong) * (1 - 0.10 * feminine)
    return Measures(
        height=height,
        head_scale=head_scale,
        head_origin=np.array([0.0, height - CROWN_M * head_scale, 0.012 * scale]),
        scale=scale,
        girth=girth,
        feminine=feminine,
        heavy=heavy,
        profile=profile,
        joints=_joints(scale, feminine, child, height - CROWN_M * head_scale, head_scale, face, profile),
    )


def _joints(
    scale: float, feminine: float, child: float, eye_y: float, head_scale: float, face: Face, profile: Profile
) -> dict[str, np.ndarray]:
    def at(x: float, y: float, z: float) -> np.ndarray:
        return np.array([x, y, z]) * scale

    shoulder_x = 0.176 - 0.026 * feminine + 0.006 * child
    shoulder_x *= (
        float(np.interp(1.31 * scale, profile[:, 0], profile[:, 1])) / scale / (0.172 - 0.027 * feminine) / 1.05
    )
    joints = {
        "hips": at(0, 0.93, -0.008),
        "spine": at(0, 1.04, -0.010),
        "chest": at(0, 1.20, -0.012),
        "neck": at(0, 1.405, -0.030),
        "head": np.array([0, eye_y - 0.050 * head_scale, -0.004 * scale]),
    }
    out = np.radians(_ARM_OUT_DEG)
    upper, fore = 0.283, 0.246
    down = np.array([np.sin(out), -np.cos(out), 0.0])
    forearm = np.array([np.sin(out * 0.78), -np.cos(out * 0.78), 0.16])
    forearm /= np.linalg.norm(forearm)
    for name, side in (("l", 1.0), ("r", -1.0)):
        mirror = np.array([side, 1, 1])
        shoulder = np.array([shoulder_x, 1.348, -0.020])
        elbow = shoulder + down * upper
        wrist = elbow + forearm * fore
        joints[f"clavicle_{name}"] = at(0.035, 1.365, -0.010) * mirror
        joints[f"upper_arm_{name}"] = shoulder * scale * mirror
        joints[f"forearm_{name}"] = elbow * scale * mirror
        joints[f"hand_{name}"] = wrist * scale * mirror
        frame = _hand_axes(forearm * mirror, side)
        size = hand_size(feminine)
        for joint, place in (
            ("fingers", (HAND_KNUCKLE_M, 0, 0.001)), ("index", (HAND_KNUCKLE_M, 0.025, 0.001)), ("thumb", HAND_THUMB_M),
            ("fingertips", (HAND_MIDDLE_M, 0, 0.007)), ("index_tip", (HAND_MIDDLE_M - 0.002, 0.028, 0.007)),
            ("thumb_tip", HAND_THUMB_MIDDLE_M), ("prop", _PALM_M),
        ):  # fmt: skip
            joints[f"{joint}_{name}"] = (wrist * mirror + np.array(place) * size @ frame) * scale
        hip_x = 0.088 + 0.004 * feminine
        joints[f"thigh_{name}"] = at(hip_x, 0.895, -0.004) * mirror
        joints[f"shin_{name}"] = at(hip_x + 0.006, 0.485, 0.006) * mirror
        joints[f"foot_{name}"] = at(hip_x + 0.008, 0.082, -0.022) * mirror
        joints[f"toes_{name}"] = at(hip_x + 0.014, 0.022, 0.105) * mirror
    return joints


def hand_size(feminine: float) -> float:
    """A hand over the one that hand space describes, before the body's scale."""
    return (1.0 - 0.09 * feminine) * 1.03


def hand_frame(m: Measures, side: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Rows (3, 3) of hand space in the rest pose, the wrist (3,), and metres for each metre of hand space."""
    wrist = m.joints[f"hand_{side}"]
    frame = _hand_axes(wrist - m.joints[f"forearm_{side}"], 1.0 if side == "l" else -1.0)
    return frame, wrist, m.scale * hand_size(m.feminine)


def _hand_axes(forearm: np.ndarray, sign: float) -> np.ndarray:
    along = forearm / np.linalg.norm(forearm)
    thumb = np.array([0, 0, 1.0]) - along * along[2]
    thumb /= np.linalg.norm(thumb)
    return np.stack([along, thumb, np.cross(along, thumb) * sign])
