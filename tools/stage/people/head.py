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
    return face.mouth_y_m - 0.0012 * face.cupid * np.exp(-((x / 0.0055) ** 2)) + face.mouth_corner_m * across**2


def slit_half_height(face: Face, x: np.ndarray) -> np.ndarray:
    """Half the gap (N,) between the parted lips of the rest shape."""
    return SLIT_M * np.sqrt(np.clip(1.0 - (x / (face.mouth_width_m * 0.93)) ** 2, 0.0, 1.0))


def mouth_cavity(face: Face, p: np.ndarray) -> np.ndarray:
    """Field of the hollow behind the lips."""
    return ellipsoid(p, (0.0, face.mouth_y_m - 0.002, 0.055), (0.0255, 0.017, 0.026))


def skull(face: Face, p: np.ndarray) -> np.ndarray:
    """Field of cranium and face without features, on points folded to x >= 0."""
    width, wide, long = face.skull_width, face.face_width, face.face_length
    d = ellipsoid(p, (0, 0.032, -0.017), (0.0745 * width, 0.0915, 0.0965))
    back = 0.010 * face.forehead_slope
    d = smooth_union(d, ellipsoid(p, (0, 0.042, 0.042 - back), (0.0555 * wide, 0.042, 0.0395)), 0.030)
    return smooth_union(d, ellipsoid(p, (0, -0.034 * long, 0.019), (0.0545 * wide, 0.078 * long, 0.0620)), 0.030)


def head(face: Face, points: np.ndarray) -> np.ndarray:
    """Field of the whole head without neck, head-local. ``points`` (N, 3) -> (N,)."""
    p = mirrored(points)
    d = bones(face, p)
    d = _eyes(face, _nose(face, d, p), p)
    d = _mouth(face, d, p)
    return _ear(face, d, p)


def bones(face: Face, p: np.ndarray) -> np.ndarray:
    """Field of the head without eyes, nose, mouth and ears, on points folded to x >= 0."""
    jaw, long, wide, square = face.jaw_width * face.face_width, face.face_length, face.face_width, face.jaw_square
    out = face.chin_out_m
    d = skull(face, p)
    hinge = (0.0560 * (0.5 + 0.5 * jaw), -0.016, -0.001)
    corner = (0.0415 * jaw + 0.0035 * square, (-0.0700 - 0.0050 * square) * long, 0.004 + 0.006 * square)
    chin = (0.0120 * face.chin + 0.0035 * square, -0.0985 * long, 0.0630 + out)
    d = smooth_union(d, capsule(p, hinge, corner, 0.0120, 0.0095 + 0.0030 * square), 0.028)
    d = smooth_union(d, capsule(p, corner, chin, 0.0105 + 0.0020 * square, 0.0125 * face.chin), 0.028)
    d = smooth_union(d, ellipsoid(p, (0, -0.1015 * long, 0.0665 + out), (0.0150 * face.chin, 0.0135, 0.0130)), 0.018)
    bone = 0.0170 + 0.0024 * (face.cheekbone - 1)
    d = smooth_union(d, sphere(p, (0.0455 * wide, -0.0210, 0.0475), bone), 0.022)
    d = smooth_union(
        d, capsule(p, (0.0480 * wide, -0.0200, 0.0440), (0.0585 * wide, -0.0120, 0.004), 0.0115, 0.0085), 0.022
    )
    full = face.cheek_full
    if full > 0.05:
        fat = 0.0135 + 0.0062 * min(full, 1.6)
        low = -0.043 - 0.012 * max(face.heavy, 0.0)
        d = smooth_union(d, ellipsoid(p, (0.0365 * wide, low * long, 0.0510), (fat * 1.05, fat * 1.1, fat)), 0.024)
    if face.heavy > 0.2:
        d = smooth_union(d, ellipsoid(p, (0, -0.113 * long, 0.030), (0.042, 0.020, 0.040)), 0.030)
    if face.cheek_hollow > 0.02:
        deep = 0.0095 * min(face.cheek_hollow, 1.4)
        d = smooth_cut(d, ellipsoid(p, (0.0690 * wide, -0.050 * long, 0.0500), (0.0100 + deep, 0.030, 0.030)), 0.028)
    temple = 0.004 + 0.010 * face.old + 0.004 * max(-face.heavy, 0.0)
    d = smooth_cut(d, ellipsoid(p, (0.0840 * wide, 0.022, 0.0440), (0.0150 + temple, 0.026, 0.024)), 0.024)
    ridge = 0.0052 + 0.0036 * face.brow_ridge
    d = smooth_union(
        d,
        capsule(
            p, (0.010, 0.0205, 0.0792 + 0.0020 * face.brow_ridge), (0.0470 * wide, 0.0245, 0.0610), ridge, ridge * 0.8
        ),
        0.018,
    )
    return _sagged(face, d, p)


def _sagged(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    """What years do to the shape: jowls, folds from nose to mouth, bags under the eyes."""
    if face.lined < 0.15:
        return d
    years, long, wide = face.lined, face.face_length, face.mouth_width_m
    jowl = 0.0090 + 0.0040 * years
    d = smooth_union(
        d, ellipsoid(p, (0.0310 * face.face_width, -0.0860 * long, 0.0500), (jowl * 0.9, jowl, jowl)), 0.020
    )
    top, low = (
        (0.0205 * face.nose_width, -0.034 * face.nose_length, 0.0845),
        (wide + 0.0085, face.mouth_y_m - 0.001, 0.0770),
    )
    d = smooth_cut(d, capsule(p, top, low, 0.0012 + 0.0010 * years, 0.0010 + 0.0010 * years), 0.0065)
    d = smooth_cut(
        d, capsule(p, low, (wide + 0.0070, face.mouth_y_m - 0.020, 0.0700), 0.0008 + 0.0012 * years, 0.0004), 0.0060
    )
    return smooth_union(
        d, ellipsoid(p, (face.eye_spacing_m, -0.0180, 0.0690), (0.0150, 0.0050, 0.0048 + 0.0012 * years)), 0.014
    )


def _eyes(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    x, r = face.eye_spacing_m, face.eye_radius_m
    d = smooth_cut(d, ellipsoid(p, (x + 0.0005, 0.0010, 0.0930), (0.0205, 0.0160, 0.0170)), 0.012)
    return smooth_union(d, sphere(p, (x, 0.0, EYE_Z_M), r * LID_SHELL + 0.0004), 0.0065)


def nose_base_m(face: Face) -> float:
    """Head-local height of the wings of the nose."""
    return -0.0365 * face.nose_length * (0.5 + 0.5 * face.face_length)


def _nose(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    width, tip = face.nose_width, face.nose_tip
    base_y, up = nose_base_m(face), face.nose_up_m
    out = 0.0985 + 0.016 * (face.nose_length - 1) + face.nose_out_m
    root_z = 0.0765 + 0.0045 * face.nose_bridge
    slim = 0.0050 + 0.0010 * width
    middle = (0, 0.5 * (0.0150 + base_y) + 0.004, 0.5 * (root_z + out) + 0.0008 + face.nose_hump_m)
    d = smooth_union(d, capsule(p, (0, 0.0150, root_z), middle, slim * 0.95, slim * 1.05), 0.013)
    d = smooth_union(d, capsule(p, middle, (0, base_y + 0.007 + up, out), slim * 1.05, 0.0052 + 0.0024 * width), 0.011)
    ball = 0.0062 + 0.0022 * tip * (0.55 + 0.45 * width)
    d = smooth_union(d, sphere(p, (0, base_y + 0.0040 + up, out + 0.0022 - 0.0010 * width), ball), 0.008)
    wing = (0.0060 + 0.0008 * width, 0.0060, 0.0090)
    d = smooth_union(
        d, ellipsoid(p, (0.0116 * width, base_y - 0.0003, out - 0.0105 - 0.4 * face.nose_out_m), wing), 0.0072
    )
    d = smooth_union(
        d,
        capsule(p, (0, base_y - 0.003 + 0.7 * up, out - 0.002), (0, base_y - 0.008, out - 0.016), 0.0040, 0.0040),
        0.006,
    )
    return smooth_cut(
        d, ellipsoid(p, (0.0066 * width, base_y - 0.0068 + 0.4 * up, out - 0.0075), (0.0034, 0.0034, 0.0058)), 0.0035
    )


def _mouth(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    wide, y, out = face.mouth_width_m, face.mouth_y_m, face.mouth_out_m
    x = p[:, 0]
    d = smooth_union(d, ellipsoid(p, (0, y - 0.001, 0.066 + out), (0.0285, 0.0250, 0.0210)), 0.022)
    bent = p.copy()
    bent[:, 1] -= mouth_line(face, x)
    bent[:, 2] += 9.0 * x**2 - np.float32(out)  # the lips follow the dental arch
    upper_full, lower_full = face.lip_upper, face.lip_lower
    upper = ellipsoid(
        bent, (0, 0.0054, 0.0862), (wide * 1.02, 0.0038 + 0.0019 * upper_full, 0.0066 + 0.0008 * upper_full)
    )
    peak = ellipsoid(bent, (0.0060, 0.0060, 0.0876), (0.0085, 0.0032 + 0.0018 * upper_full, 0.0058))
    lower = ellipsoid(
        bent, (0, -0.0064, 0.0852), (wide * 0.86, 0.0044 + 0.0027 * lower_full, 0.0072 + 0.0010 * lower_full)
    )
    d = smooth_union(d, smooth_union(upper, peak, 0.004), 0.0050)
    d = smooth_union(d, lower, 0.0050)
    d = smooth_cut(d, capsule(p, (0, y + 0.0135, 0.0935 + out), (0, y + 0.021, 0.0945 + out), 0.0020, 0.0016), 0.006)
    d = smooth_cut(d, ellipsoid(p, (0, y - 0.0195, 0.0900 + out), (0.020, 0.0050, 0.0080)), 0.012)
    if face.chin_cleft > 0.15:
        chin_y, chin_z = -0.1010 * face.face_length, 0.0815 + face.chin_out_m
        deep = 0.0022 * min(face.chin_cleft, 1.0)
        d = smooth_cut(
            d, capsule(p, (0, chin_y + 0.004, chin_z), (0, chin_y - 0.006, chin_z - 0.001), deep, deep * 0.6), 0.006
        )
    d = smooth_cut(d, sphere(p, (wide + 0.0030, y - 0.0008 + face.mouth_corner_m, 0.0840 + out), 0.0030), 0.007)
    gap = np.abs(bent[:, 1]) - slit_half_height(face, x)
    slit = np.maximum(np.maximum(gap, 0.058 - p[:, 2]), x - wide * 0.93)
    return smooth_cut(d, smooth_union(slit, mouth_cavity(face, p), 0.002), 0.0012)


def _ear(face: Face, d: np.ndarray, p: np.ndarray) -> np.ndarray:
    q = p - np.array([0.0735 * face.skull_width, -0.004, -0.012], np.float32)
    # Ears lean back and stand off the head: shear before measuring.
    q[:, 2] += 0.18 * q[:, 1]
    q[:, 0] -= 0.32 * face.ear_out * np.maximum(-q[:, 2], 0.0)
    size = face.ear
    shell = ellipsoid(q, (0, 0.004, -0.005), (0.0080, 0.0300 * size, 0.0185 * size))
    lobe = ellipsoid(q, (-0.001, -0.0235 * size, 0.003), (0.0052, 0.0105, 0.0090))
    bowl = ellipsoid(q, (0.0104, 0.0062, -0.0035), (0.0066, 0.0195 * size, 0.0112 * size))
    canal = ellipsoid(q, (0.0085, -0.006, 0.003), (0.0055, 0.008, 0.006))
    ear = smooth_union(shell, lobe, 0.008)
    ridge = capsule(q, (0.0045, -0.010, 0.001), (0.0050, 0.0120 * size, -0.0085), 0.0022, 0.0022)
    ear = smooth_union(smooth_cut(smooth_cut(ear, bowl, 0.003), canal, 0.004), ridge, 0.003)
    return smooth_union(d, ear, 0.006)
