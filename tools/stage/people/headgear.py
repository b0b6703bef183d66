"""What is worn on the head: caps, hats, turbans, helmets, headscarves, hoods and glasses. Shapes are head-local."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.materials import CLOTH, METAL, PAINT
from tools.stage.people import body
from tools.stage.people.features import Face
from tools.stage.people.head import EYE_Z_M, bones, head
from tools.stage.people.hems import hemmed
from tools.stage.people.measures import Measures
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, painted, sheet, skinned, smoothstep, tube
from tools.stage.sdf import Field, Surface, clip, ellipsoid, even_axes, mirrored, polygonise, smooth_cut, smooth_union

_STEP_M = {"close": 0.0068, "medium": 0.0100, "far": 0.0160}


def wear(identity: Identity, wardrobe: Wardrobe, face: Face, m: Measures, detail: str) -> list[Part]:
    """Headwear and glasses."""
    colour = cloth_albedo(wardrobe.accent_colour or wardrobe.top_colour)
    felt = cloth_albedo(wardrobe.top_colour) * 0.55 + 0.004  # a hat goes with the coat, not with the scarf
    rim_m = 0.0042 * m.head_scale
    worn = "scarf" if wardrobe.headwear == "none" and identity.hair == "covered" else wardrobe.headwear
    step = _STEP_M[detail]
    parts = []
    if worn == "scarf":
        parts.append(_headscarf(face, m, colour, step, 0.0175, (0.0655, 0.089)))
    elif worn == "hood":
        parts.append(_headscarf(face, m, cloth_albedo(wardrobe.top_colour) * 0.95, step, 0.026, (0.078, 0.106)))
    elif worn == "beanie":
        parts.append(_open_below(m, _beanie(face), _beanie_low, step, colour, CLOTH))
    elif worn == "helmet":
        parts.append(_open_below(m, _helmet(face), _helmet_low, step, felt, PAINT))
        parts.append(_worn(m, _chin_strap(face), np.array([0.05, 0.035, 0.024]), PAINT))
    elif worn == "peaked_cap":
        parts.append(_solid(m, _peaked_cap(face), (-0.15, 0.03, -0.17), (0.15, 0.18, 0.17), step, felt * 1.5, CLOTH))
        parts.append(_worn(m, _peak(), np.array([0.014, 0.014, 0.016]), PAINT))
        parts.append(_worn(m, _cap_badge(face), np.array([0.55, 0.42, 0.16]), METAL))
    elif worn == "turban":
        parts.append(_solid(m, _turban(face), (-0.13, 0.01, -0.16), (0.13, 0.20, 0.13), step, colour, CLOTH))
    elif worn == "cap":
        parts.append(_open_below(m, _cap(face), _cap_low, step, felt, CLOTH))
        parts.append(hemmed(_worn(m, _peak(), felt * 0.85, CLOTH), rim_m, 0.003))
    elif worn == "hat":
        parts.append(_solid(m, _hat(face), (-0.17, 0.02, -0.19), (0.17, 0.20, 0.18), step, felt, CLOTH))
        parts.append(hemmed(_worn(m, _brim(), felt, CLOTH), rim_m, 0.003))
    if identity.glasses:
        parts += _glasses(face, m, detail)
    return parts


def _solid(m: Measures, field: Field, low, high, step_m: float, colour: np.ndarray, material: int) -> Part:
    return _worn(m, polygonise(field, even_axes(low, high, step_m)), colour, material)


def _open_below(
    m: Measures, field: Field, low: Callable[[np.ndarray], np.ndarray], step_m: float, colour: np.ndarray, material: int
) -> Part:
    """A crown cut off clean at the height ``low`` gives for each depth of the head, its edge turned in."""
    surface = polygonise(field, even_axes((-0.15, -0.06, -0.18), (0.15, 0.19, 0.17), step_m))
    _, y, z = surface.positions.T
    surface, _ = clip(surface, (low(z) - y).astype(np.float32))
    return hemmed(_worn(m, surface, colour, material), 0.0042 * m.head_scale, 0.006)


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
        x, _, z = p.T
        seam = 0.0008 * np.abs(np.sin(np.arctan2(x, z + 0.012) * 3))
        return (_shell(face, p, 0.0135) + seam).astype(np.float32)

    return field


def _cap_low(z: np.ndarray) -> np.ndarray:
    return 0.056 + 0.10 * np.minimum(z, 0)


def _beanie_low(z: np.ndarray) -> np.ndarray:
    """Over the ears, off the brow."""
    return 0.052 - 0.055 * smoothstep(0.05, -0.07, z)


def _helmet_low(z: np.ndarray) -> np.ndarray:
    return 0.050 - 0.060 * smoothstep(0.06, -0.06, z)


def _hat(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        y = p[:, 1]
        crown = smooth_union(_shell(face, p, 0.0130), ellipsoid(p, (0, 0.105, -0.016), (0.080, 0.062, 0.090)), 0.02)
        crown = smooth_cut(crown, ellipsoid(p, (0, 0.178, -0.010), (0.018, 0.022, 0.075)), 0.02)
        crown = np.maximum(crown, 0.054 - y)
        band = np.where(np.abs(y - 0.073) < 0.011, np.float32(-0.0014), np.float32(0))
        return (crown + band).astype(np.float32)

    return field


def _beanie(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        x, y, z = p.T
        d = smooth_union(_shell(face, p, 0.0125), ellipsoid(p, (0, 0.100, -0.024), (0.070, 0.062, 0.082)), 0.03)
        band = smoothstep(0.040, 0.034, y - _beanie_low(z))
        ribs = np.cos(np.arctan2(x, z + 0.02) * 46) * 0.0011
        return (d - 0.0055 * band + ribs * (0.4 + 0.6 * band)).astype(np.float32)

    return field


def _helmet(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        _, y, z = p.T
        d = smooth_union(_shell(face, p, 0.021), ellipsoid(p, (0, 0.060, -0.014), (0.104, 0.092, 0.122)), 0.02)
        rim = 0.010 * np.exp(-(((y - _helmet_low(z)) / 0.012) ** 2))  # turned out at the edge
        return (d - rim).astype(np.float32)

    return field


def _peaked_cap(face: Face) -> Field:
    def field(p: np.ndarray) -> np.ndarray:
        _, y, z = p.T
        band = np.maximum(np.maximum(_shell(face, p, 0.0135), y - 0.096), 0.052 - y)
        tilt = p.copy()
        tilt[:, 1] = y - 0.20 * (z + 0.02)
        crown = ellipsoid(tilt, (0, 0.107, -0.012), (0.122, 0.023, 0.134))
        return smooth_union(band, crown, 0.010).astype(np.float32)

    return field


def _chin_strap(face: Face) -> Surface:
    angle = np.linspace(-np.pi / 2, np.pi / 2, 21)
    x = 0.079 * face.skull_width * np.sin(angle)
    path = np.stack([x, 0.020 - 0.137 * np.cos(angle), 0.006 + 0.048 * np.cos(angle) ** 2], -1)
    return tube(path, 0.0048, 6, up=np.array([0, 0, 1.0]), flatten=0.4)


def _cap_badge(face: Face) -> Surface:
    front = body.drape(lambda p: bones(face, mirrored(p)), np.array([[0.0, 0.078, 0.095]]), 0.0145)[0]
    path = front + np.array([[0, 0, -0.002], [0, 0, 0.004], [0, 0, 0.0055]])
    return tube(path, np.array([0.013, 0.011, 0.001]), 9, up=np.array([0, 1.0, 0]))


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


def _headscarf(
    face: Face, m: Measures, colour: np.ndarray, step_m: float, thick_m: float, opening_m: tuple[float, float]
) -> Part:
    """Cloth over head, neck and breast, open at the face: a scarf close to the skull, or a hood off it."""
    base = m.joints["neck"]

    def field(p: np.ndarray) -> np.ndarray:
        local = ((p - m.head_origin) / m.head_scale).astype(np.float32)
        d = _shell(face, local, thick_m) * np.float32(m.head_scale)
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
    face_hole = 1 - np.sqrt((x / opening_m[0]) ** 2 + ((y + 0.026) / opening_m[1]) ** 2)
    gone = np.where(z > 0.005, face_hole, -0.3)
    bottom = (base[1] - 0.075 * m.scale - 0.16 * np.maximum(surface.positions[:, 2], 0)) - surface.positions[:, 1]
    surface, _ = clip(
        surface,
        np.maximum(gone * 0.06, np.maximum(bottom, np.abs(surface.positions[:, 0]) - 0.17 * m.scale)).astype(
            np.float32
        ),
    )
    p = surface.positions
    return hemmed(Part(surface, p.copy(), painted(colour, len(p)), CLOTH, body.head_skin(m, p)), 0.006 * m.scale)


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
