"""The head's shape: one signed distance field from the numbers of a face, in head-local metres.

Written on points folded to x >= 0, so a face is symmetric in bone; the decal and the acting are not.
The mouth is modelled slightly parted, with a cavity behind it, because a closed slit has no inside:
``morphs`` closes it.
"""

from __future__ import annotations

import numpy as np

from tools.stage.people.features import Face
from tools.stage.sdf import capsule, ellipsoid, mirrored, smooth_cut, smooth_union, sphere

EYE_Z_M = 0.0610
"""Depth of the eye centres in head-local space; their height is 0."""

LID_SHELL = 1.075
"""Radius of the lids over that of the eyeball."""

SLIT_M = 0.0022
"""Half height of the parted mouth at its middle."""

CROWN_M = 0.124
CHIN_M = -0.116
"""Head-local heights of the top of the skull and of the chin."""


def mouth_line(face: Face, x: np.ndarray) -> np.ndarray:
    """Height (N,) of the line where the lips meet, at sideways positions ``x``: a soft bow."""
    across = np.clip(np.abs(x) / face.mouth_width_m, 0, 1.3)
    return face.mouth_y_m - 0.0012 * face.cupid * np.exp(-((x / 0.0055) ** 2)) + 0.0008 * across**2


def slit_half_height(face: Face, x: np.ndarray) -> np.ndarray:
    """Half the gap (N,) between the parted lips of the rest shape."""
    return SLIT_M * np.sqrt(np.clip(1.0 - (x / (face.mouth_width_m * 0.93)) ** 2, 0.0, 1.0))


def mouth_cavity(face: Face, p: np.ndarray) -> np.ndarray:
    """Field of the hollow behind the lips."""
    return ellipsoid(p, (0.0, face.mouth_y_m - 0.002, 0.055), (0.0255, 0.017, 0.026))


def skull(face: Face, p: np.ndarray) -> np.ndarray:
    """Field of cranium and face without features: what hair and hats lie on."""
    width = face.skull_width
    d = ellipsoid(p, (0, 0.032, -0.017), (0.0745 * width, 0.0915, 0.0965))
    full = 0.0035 * face.cheek_full
    d = smooth_union(d, ellipsoid(p, (0, -0.036, 0.020), (0.0575 * face.face_width + full, 0.080, 0.0635)), 0.035)
    return d


def head(face: Face, points: np.ndarray) -> np.ndarray:
    """Field of the whole head without neck, head-local. ``points`` (N, 3) -> (N,)."""
    p = mirrored(points)
    d = bones(face, p)
    d = _eyes(face, _nose(face, d, p), p)
    d = _mouth(face, d, p)
    return _ear(face, d, p)


def bones(face: Face, p: np.ndarray) -> np.ndarray:
    """Field of the head without eyes, nose, mouth and ears, on points folded to x >= 0."""
    jaw, child = face.jaw_width, face.youth
    d = skull(face, p)
    jaw_z = 0.004 + 0.006 * face.jaw_square
    corner = (0.0475 * jaw, -0.066 + 0.006 * child, jaw_z)
    chin = (0.0115 * face.chin * (1 + 0.5 * face.jaw_square), -0.0985 + 0.008 * child, 0.0640 - 0.004 * child)
    d = smooth_union(d, capsule(p, corner, chin, 0.0150, 0.0145 * face.chin), 0.026)
    d = smooth_union(
        d, capsule(p, (0.0555 * jaw, -0.020, -0.004), corner, 0.014, 0.0125 + 0.003 * face.jaw_square), 0.030
    )
    d = smooth_union(d, sphere(p, (0, -0.101 + 0.009 * child, 0.0680 - 0.004 * child), 0.0135 * face.chin), 0.022)
    bone = 0.0205 + 0.0018 * (face.cheekbone - 1) + 0.0015 * face.cheek_full
    d = smooth_union(d, sphere(p, (0.0430 * face.face_width, -0.0245, 0.0490), bone), 0.030)
    ridge = 0.0072 - 0.0030 * face.feminine - 0.001 * child
    d = smooth_union(d, capsule(p, (0.009, 0.0225, 0.0800), (0.047, 0.0255, 0.0625), ridge), 0.022)
    return smooth_union(d, ellipsoid(p, (0, 0.048, 0.052), (0.050, 0.032, 0.030)), 0.035)


def _eyes(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    x, r = face.eye_spacing_m, face.eye_radius_m
    d = smooth_cut(d, ellipsoid(p, (x + 0.0005, 0.0010, 0.0930), (0.0205, 0.0160, 0.0170)), 0.012)
    return smooth_union(d, sphere(p, (x, 0.0, EYE_Z_M), r * LID_SHELL + 0.0004), 0.0065)


def _nose(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    length, width, tip = face.nose_length, face.nose_width, face.nose_tip
    base_y = -0.0365 * length
    out = 0.0985 + 0.0050 * (length - 1) * 4 - 0.003 * face.youth
    root_z = 0.0790 + 0.0030 * face.nose_bridge
    d = smooth_union(d, capsule(p, (0, 0.0150, root_z), (0, base_y + 0.006, out), 0.0058, 0.0078 * width), 0.013)
    d = smooth_union(d, sphere(p, (0, base_y + 0.0035, out + 0.0010 * tip), 0.0080 * (0.6 * width + 0.4)), 0.008)
    d = smooth_union(d, ellipsoid(p, (0.0118 * width, base_y - 0.0005, out - 0.0095), (0.0066, 0.0062, 0.0090)), 0.0075)
    d = smooth_union(
        d, capsule(p, (0, base_y - 0.003, out - 0.002), (0, base_y - 0.008, out - 0.016), 0.0040, 0.0040), 0.006
    )
    return smooth_cut(
        d, ellipsoid(p, (0.0066 * width, base_y - 0.0068, out - 0.0070), (0.0034, 0.0034, 0.0058)), 0.0035
    )


def _mouth(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    wide, y = face.mouth_width_m, face.mouth_y_m
    x = p[:, 0]
    d = smooth_union(d, ellipsoid(p, (0, y - 0.001, 0.066), (0.0290, 0.0265, 0.0215)), 0.022)
    bent = p.copy()
    bent[:, 1] -= mouth_line(face, x)
    bent[:, 2] += 9.0 * x**2  # the lips follow the dental arch
    full = face.lip_full
    upper = ellipsoid(bent, (0, 0.0054, 0.0862), (wide * 1.02, 0.0040 + 0.0017 * full, 0.0072))
    peak = ellipsoid(bent, (0.0060, 0.0060, 0.0876), (0.0085, 0.0034 + 0.0016 * full, 0.0058))
    lower = ellipsoid(bent, (0, -0.0064, 0.0852), (wide * 0.86, 0.0046 + 0.0025 * full, 0.0080))
    d = smooth_union(d, smooth_union(upper, peak, 0.004), 0.0050)
    d = smooth_union(d, lower, 0.0050)
    d = smooth_cut(d, capsule(p, (0, y + 0.0135, 0.0935), (0, y + 0.021, 0.0945), 0.0020, 0.0016), 0.006)
    d = smooth_cut(d, ellipsoid(p, (0, y - 0.0195, 0.0900), (0.020, 0.0050, 0.0080)), 0.012)
    d = smooth_cut(d, sphere(p, (wide + 0.0030, y - 0.0008, 0.0840), 0.0030), 0.007)
    gap = np.abs(bent[:, 1]) - slit_half_height(face, x)
    slit = np.maximum(np.maximum(gap, 0.058 - p[:, 2]), x - wide * 0.93)
    return smooth_cut(d, smooth_union(slit, mouth_cavity(face, p), 0.002), 0.0012)


def _ear(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    q = p - np.array([0.0735 * face.skull_width, -0.004, -0.012], np.float32)
    # Ears lean back and stand off the head: shear before measuring.
    q[:, 2] += 0.18 * q[:, 1]
    q[:, 0] -= 0.32 * np.maximum(-q[:, 2], 0.0)
    size = face.ear
    shell = ellipsoid(q, (0, 0.004, -0.005), (0.0080, 0.0300 * size, 0.0185 * size))
    lobe = ellipsoid(q, (-0.001, -0.0235 * size, 0.003), (0.0052, 0.0105, 0.0090))
    bowl = ellipsoid(q, (0.0100, 0.0055, -0.0030), (0.0058, 0.0205 * size, 0.0115 * size))
    canal = ellipsoid(q, (0.0085, -0.006, 0.003), (0.0055, 0.008, 0.006))
    ear = smooth_union(shell, lobe, 0.008)
    ear = smooth_cut(smooth_cut(ear, bowl, 0.004), canal, 0.004)
    return smooth_union(d, ear, 0.006)
