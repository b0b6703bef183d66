"""What expressions do to the skin of the face: fields of displacement over head-local rest positions.

Everything that lies on the face (skin, beard, teeth, glasses' rests) asks the same fields, so it moves together.
"""

from __future__ import annotations

import numpy as np

from tools.stage.people.features import Face
from tools.stage.people.head import mouth_line, slit_half_height
from tools.stage.people.parts import smoothstep

MORPHS = ("open", "wide", "round", "smile", "brow_raise", "brow_knit")
"""Order of the weights everywhere."""

_JAW_DEG = 13.5
_JAW_HINGE = np.array([0.0, -0.014, 0.002])


def closed_mouth(face: Face, p: np.ndarray) -> np.ndarray:
    """Head-local positions (N, 3) with the parted lips of the modelled head brought together."""
    x, y, z = p.T
    line = mouth_line(face, x)
    gap = slit_half_height(face, x)
    above = y - line
    near = smoothstep(0.070, 0.077, z)
    side = np.sign(above)
    inside = np.abs(above) <= gap
    moved_in = line
    moved_out = y - side * gap * 1.02 * (1 - smoothstep(0.0, 0.0105, np.abs(above) - gap))
    closed = p.copy()
    closed[:, 1] = y + (np.where(inside, moved_in, moved_out) - y) * near
    return closed


def jaw_share(face: Face, p: np.ndarray) -> np.ndarray:
    """How much (N,) of the jaw's turn each point takes: 0 on the skull, 1 on the chin."""
    x, y, z = p.T
    below = mouth_line(face, x) - y
    broad = np.clip(below / 0.030, -1, 1)
    across = np.sqrt(np.clip(1 - (x / (face.mouth_width_m * 1.02)) ** 2, 0, 1))
    lips = np.sign(below) * across * smoothstep(0.034, 0.052, z)
    split = np.where(np.abs(lips) > np.abs(broad), lips, broad)
    share = 0.5 + 0.5 * split
    share = share * smoothstep(-0.012, 0.036, z) * smoothstep(0.030, -0.010, y)
    # the underside of the jaw hands over to the throat
    return share * (1 - smoothstep(-0.112, -0.150, y) * smoothstep(0.06, 0.0, z))


def displacements(face: Face, p: np.ndarray) -> np.ndarray:
    """Head-local displacement (M, N, 3) of each morph at weight 1."""
    x, y, z = p.T
    ax, side = np.abs(x), np.sign(x)
    wide, line = face.mouth_width_m, mouth_line(face, x)
    out = np.zeros((len(MORPHS), len(p), 3))

    angle = np.radians(_JAW_DEG) * jaw_share(face, p)
    rel = p - _JAW_HINGE
    turned_y = rel[:, 1] * np.cos(angle) - rel[:, 2] * np.sin(angle)
    turned_z = rel[:, 1] * np.sin(angle) + rel[:, 2] * np.cos(angle)
    out[0, :, 1] = turned_y - rel[:, 1]
    out[0, :, 2] = turned_z - rel[:, 2]

    front = smoothstep(0.030, 0.060, z)
    above = (
        smoothstep(-0.0005, 0.0015, y - line)
        * np.exp(-((x / (wide * 0.9)) ** 2))
        * np.exp(-((np.maximum(y - line - 0.006, 0) / 0.008) ** 2))
        * front
    )
    out[0, :, 1] += 0.0030 * above  # an open mouth shows the upper teeth
    from_corner = np.hypot(ax - wide, (y - face.mouth_y_m) * 0.9)
    corner = np.exp(-((from_corner / 0.0135) ** 2)) * front
    lips = np.exp(-((ax / (wide * 1.15)) ** 4)) * np.exp(-(((y - line) / 0.0130) ** 2)) * front
    out[1, :, 0] = side * 0.0058 * corner
    out[1, :, 2] = -0.0030 * corner
    out[1, :, 1] = -(y - line) * 0.10 * lips
    out[2, :, 0] = -side * 0.0090 * corner - x * 0.16 * lips
    out[2, :, 2] = 0.0062 * lips
    out[2, :, 1] = (y - line) * 0.20 * lips

    cheek = np.exp(-(((ax - 0.042) / 0.017) ** 2) - (((y + 0.028) / 0.016) ** 2)) * front
    lid = np.exp(-(((ax - face.eye_spacing_m) / 0.016) ** 2) - (((y + 0.015) / 0.0075) ** 2)) * front
    out[3, :, 0] = side * (0.0064 * corner + 0.0012 * cheek)
    out[3, :, 1] = 0.0084 * corner + 0.0044 * cheek + 0.0018 * lid - 0.0006 * lips
    out[3, :, 2] = -0.0040 * corner + 0.0030 * cheek + 0.0008 * lid - 0.0012 * lips

    brow = np.exp(-(((y - 0.0265) / 0.0125) ** 2)) * smoothstep(0.070, 0.052, ax) * front
    forehead = np.exp(-(((y - 0.047) / 0.016) ** 2)) * smoothstep(0.065, 0.040, ax) * front
    out[4, :, 1] = 0.0088 * brow + 0.0040 * forehead
    inner = np.exp(-(((ax - 0.014) / 0.011) ** 2) - (((y - 0.023) / 0.0115) ** 2)) * front
    out[5, :, 0] = -side * 0.0044 * inner
    out[5, :, 1] = -0.0060 * inner - 0.0022 * brow
    out[5, :, 2] = 0.0014 * inner
    return out.astype(np.float32)


def shading_normals(positions: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Area-weighted vertex normals (V, 3)."""
    a, b, c = (positions[triangles[:, i]].astype(np.float64) for i in range(3))
    area = np.cross(b - a, c - a)
    normals = np.zeros((len(positions), 3))
    for axis in range(3):
        for corner in range(3):
            normals[:, axis] += np.bincount(triangles[:, corner], area[:, axis], len(positions))
    return normals / (np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-12)
