"""What is worn on the head: caps, hats, turbans, headscarves and glasses. Shapes are head-local."""

from __future__ import annotations

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.materials import CLOTH, METAL, PAINT
from tools.stage.people import body
from tools.stage.people.features import Face
from tools.stage.people.head import EYE_Z_M, bones, head
from tools.stage.people.measures import Measures
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, painted, sheet, skinned, smoothstep, tube
from tools.stage.sdf import Field, Surface, clip, ellipsoid, even_axes, mirrored, polygonise, smooth_cut, smooth_union

_STEP_M = {"close": 0.0052, "medium": 0.0072, "far": 0.0110}


def wear(identity: Identity, wardrobe: Wardrobe, face: Face, m: Measures, detail: str) -> list[Part]:
    """Headwear and glasses."""
    colour = cloth_albedo(wardrobe.accent_colour or wardrobe.top_colour)
    worn = "scarf" if wardrobe.headwear == "none" and identity.hair == "covered" else wardrobe.headwear
    step = _STEP_M[detail]
    parts = []
    if worn == "scarf":
        parts.append(_headscarf(face, m, colour, step))
    elif worn == "turban":
        parts.append(_solid(m, _turban(face), (-0.13, 0.01, -0.16), (0.13, 0.20, 0.13), step, colour, CLOTH))
    elif worn == "cap":
        parts.append(_solid(m, _cap(face), (-0.11, 0.02, -0.14), (0.11, 0.16, 0.19), step, colour, CLOTH))
        parts.append(_worn(m, _peak(), colour * 0.85, CLOTH))
    elif worn == "hat":
        parts.append(_solid(m, _hat(face), (-0.17, 0.02, -0.19), (0.17, 0.20, 0.18), step, colour, CLOTH))
        parts.append(_worn(m, _brim(), colour, CLOTH))
    if identity.glasses:
        parts += _glasses(face, m, detail)
    return parts


def _solid(m: Measures, field: Field, low, high, step_m: float, colour: np.ndarray, material: int) -> Part:
    return _worn(m, polygonise(field, even_axes(low, high, step_m)), colour, material)


def _worn(m: Measures, local: Surface, colour: np.ndarray, material: int) -> Part:
    positions = (local.positions * m.head_scale + m.head_origin).astype(np.float32)
    count = len(positions)
    return Part(
        Surface(positions, local.triangles, local.normals),
        positions.copy(),
        painted(colour, count),
        material,
        skinned({"head": 1.0}, count),
    )


def _shell(face: Face, p: np.ndarray, thick_m: float) -> np.ndarray:
    return bones(face, mirrored(p)) - np.float32(thick_m)


def _turban(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        x, y, z = p.T
        d = smooth_union(_shell(face, p, 0.012), ellipsoid(p, (0, 0.088, -0.022), (0.100, 0.068, 0.108)), 0.03)
        wrap = np.sin((y * 1.0 + np.abs(x) * 0.75 + 0.10 * z) * 150)
        d = d + (0.0030 * wrap).astype(np.float32)
        edge = (0.055 - 0.40 * np.abs(x) - 0.22 * np.maximum(-z, 0)) - y
        return smooth_cut(d, -edge.astype(np.float32), 0.010)

    return field


def _cap(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        x, y, z = p.T
        dome = np.maximum(_shell(face, p, 0.0135), 0.056 - 0.10 * np.minimum(z, 0) * -1 - y)
        seam = 0.0008 * np.abs(np.sin(np.arctan2(x, z + 0.012) * 3))
        return (dome + seam.astype(np.float32)).astype(np.float32)

    return field


def _hat(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        y = p[:, 1]
        crown = smooth_union(_shell(face, p, 0.0130), ellipsoid(p, (0, 0.105, -0.016), (0.080, 0.062, 0.090)), 0.02)
        crown = smooth_cut(crown, ellipsoid(p, (0, 0.178, -0.010), (0.018, 0.022, 0.075)), 0.02)
        crown = np.maximum(crown, 0.054 - y)
        band = np.where(np.abs(y - 0.073) < 0.011, np.float32(-0.0014), np.float32(0))
        return (crown + band).astype(np.float32)

    return field


def _peak() -> Surface:
    """The peak of a cap, a bent sheet over the brow."""
    angle = np.radians(np.linspace(-56, 56, 23))
    share = np.linspace(0, 1, 7)[:, None]
    reach = 0.072 + share * (0.020 + 0.058 * np.cos(angle * 1.45) ** 0.6)
    x = reach * np.sin(angle) * 1.04
    z = -0.006 + reach * np.cos(angle) * 1.12
    y = 0.066 - 2.0 * x**2 - 0.16 * np.maximum(z - 0.085, 0)
    return sheet(np.stack([x, y, z], -1)[::-1])


def _brim() -> Surface:
    """The brim of a hat, rolled up at the sides and dipped in front."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = np.linspace(0.066, 0.150, 7)[:, None]
    x = reach * np.sin(angle)
    z = -0.016 + 1.10 * reach * np.cos(angle)
    y = 0.061 + 1.3 * np.maximum(np.abs(x) - 0.085, 0) ** 1.3 - 0.10 * np.maximum(z - 0.07, 0)
    return sheet(np.stack([x, y, z], -1)[::-1], closed=True)


def _headscarf(face: Face, m: Measures, colour: np.ndarray, step_m: float) -> Part:
    """Cloth over head, neck and breast, open at the face."""
    base = m.joints["neck"]

    def field(p: np.ndarray) -> np.ndarray:
        local = ((p - m.head_origin) / m.head_scale).astype(np.float32)
        d = _shell(face, local, 0.013) * np.float32(m.head_scale)
        d = smooth_union(d, body.neck(m, face, p, 0.026 * m.scale), 0.045 * m.scale)
        cape = np.maximum(body.torso(m, p, None, 0.026 * m.scale), np.float32(base[1] - 0.150 * m.scale) - p[:, 1])
        d = smooth_union(d, cape, 0.06 * m.scale)
        x, y, z = local.T
        fold = np.sin((y + 0.55 * np.abs(x) - 0.35 * z) * 95 + 1.5 * np.sin(x * 40)) * smoothstep(0.0, -0.10, y)
        pleat = np.sin((np.abs(x) * 0.7 + y * 0.3 + z * 0.9) * 90) * 0.35
        return d + (0.0030 * fold + 0.0012 * pleat).astype(np.float32)

    low = np.array([-0.24 * m.scale, base[1] - 0.19 * m.scale, -0.20 * m.scale])
    high = np.array([0.24 * m.scale, m.height + 0.03, 0.22 * m.scale])
    surface = polygonise(field, even_axes(low, high, step_m * 1.25))
    local = (surface.positions - m.head_origin) / m.head_scale
    x, y, z = local.T
    face_hole = 1 - np.sqrt((x / 0.0635) ** 2 + ((y + 0.026) / np.where(y > -0.026, 0.087, 0.086)) ** 2)
    gone = np.where(z > 0.005, face_hole, -0.3)
    bottom = (base[1] - 0.075 * m.scale - 0.16 * np.maximum(surface.positions[:, 2], 0)) - surface.positions[:, 1]
    surface, _ = clip(
        surface,
        np.maximum(gone * 0.06, np.maximum(bottom, np.abs(surface.positions[:, 0]) - 0.17 * m.scale)).astype(
            np.float32
        ),
    )
    p = surface.positions
    return Part(surface, p.copy(), painted(colour, len(p)), CLOTH, body.head_skin(m, p))


def _glasses(face: Face, m: Measures, detail: str) -> list[Part]:
    """Thin frames with open rims, so that eyes stay readable, resting on the nose."""
    x0 = face.eye_spacing_m * 1.02
    front = EYE_Z_M + face.eye_radius_m * 1.10 + 0.0150
    nose = body.drape(lambda p: head(face, p), np.array([[0.0, 0.008, front]]), 0.0)[0, 2]
    front = max(front, float(nose) + 0.0035)
    spokes = 40 if detail == "close" else 24
    t = np.linspace(0, 2 * np.pi, spokes, endpoint=False)
    squared = 3.0
    radius = (np.abs(np.cos(t) / 0.0242) ** squared + np.abs(np.sin(t) / 0.0200) ** squared) ** (-1 / squared)
    frame = np.array([0.040, 0.026, 0.020])
    parts = []
    for side in (-1, 1):
        x = side * x0 + radius * np.cos(t)
        rim = np.stack([x, -0.0015 + radius * np.sin(t), front - 1.6 * x**2], -1)
        parts.append(_worn(m, tube(rim, 0.00145, 6, closed=True, up=np.array([0, 0, 1.0])), frame, PAINT))
        hinge = np.array([side * (x0 + 0.0235), 0.0065, front - 1.6 * (x0 + 0.0235) ** 2])
        ear = np.array([side * 0.0765 * face.skull_width, 0.0130, -0.004])
        temple = np.stack(
            [
                hinge,
                hinge * 0.92 + ear * 0.08 + [side * 0.0035, 0, 0],
                hinge * 0.4 + ear * 0.6 + [side * 0.0030, 0, 0],
                ear,
                ear + np.array([0, -0.016, -0.016]),
            ]
        )
        parts.append(_worn(m, tube(temple, 0.0014, 5), frame, PAINT))
    t = np.linspace(-1, 1, 7)
    gap = x0 - 0.0236
    bridge = np.stack([t * gap, 0.0050 + 0.0030 * (1 - t**2), front + 0.0010 * (1 - t**2) - 1.6 * (t * gap) ** 2], -1)
    parts.append(_worn(m, tube(bridge, 0.0013, 5), np.array([0.30, 0.24, 0.16]), METAL))
    return parts
