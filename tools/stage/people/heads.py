"""Heads as parts: skin from crown to chest, eyes with lids and lashes, teeth and tongue."""

from __future__ import annotations

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.materials import EYE, MOUTH, PAINT, SKIN
from tools.stage.people import body, eyes
from tools.stage.people.cuts import bared_m
from tools.stage.people.features import Face
from tools.stage.people.hair import scalp_share
from tools.stage.people.head import mouth_cavity
from tools.stage.people.measures import Measures
from tools.stage.people.morphs import closed_mouth, shading_normals
from tools.stage.people.palette import hair_albedo, linear, skin_albedo
from tools.stage.people.parts import Part, painted, sheet, skinned, smoothstep
from tools.stage.people.stubble import beard_share
from tools.stage.sdf import Surface, clip, graded_axis, polygonise

_FINENESS = {"close": 2.25, "medium": 4.4, "far": 11.0}
"""Grid step over that of a close-up."""

_AWAY_FROM_FACE = np.array([0.0, 0.0, -1.0], np.float32)
"""uv of skin that takes no decal has w below zero."""


def head_parts(
    identity: Identity, wardrobe: Wardrobe, face: Face, m: Measures, detail: str
) -> tuple[list[Part], eyes.Lids, list[Part]]:
    """Skin from crown to chest, eyes and teeth; the lids as angles; the lids and lashes as parts in that order."""
    skin = skin_albedo(identity.skin_tone, face.undertone)
    parts = [_head_skin(identity, wardrobe, face, m, detail, skin), *(_teeth(face, m) if detail != "far" else [])]
    rings, spokes = {"close": (13, 26), "medium": (8, 14), "far": (4, 7)}[detail]
    for side in (-1, 1):
        ball, uv = eyes.eyeball(face, side, rings, spokes)
        count = len(uv)
        bone = "eye_l" if side > 0 else "eye_r"
        parts.append(
            Part(
                _in_body(m, ball.positions, ball.triangles, ball.normals),
                uv,
                painted(linear(identity.eye_colour), count),
                EYE,
                skinned({bone: 1.0}, count),
            )
        )
    lids, lid_sheet = eyes.lids(face, {"close": 19, "medium": 9, "far": 5}[detail])
    lashes, lash_triangles = eyes.lashes(face, *{"close": (15, 25), "medium": (7, 11), "far": (0, 5)}[detail])
    lid_count = len(lid_sheet.positions)
    shade = np.where(lids.mobile[:, None] > 0, np.array([0.93, 0.84, 0.82]), np.array([0.97, 0.90, 0.88]))
    rim = (np.abs(lids.radius_m / face.eye_radius_m - 1.004) < 0.01)[:, None]
    shade = np.where(rim, np.array([0.90, 0.62, 0.58]), shade)
    lid_part = Part(
        _in_body(m, lid_sheet.positions, lid_sheet.triangles, lid_sheet.normals),
        np.concatenate([lid_sheet.positions[:, :2], np.full((lid_count, 1), -0.02, np.float32)], 1),
        (skin * shade).astype(np.float32), SKIN, skinned({"head": 1.0}, lid_count),
    )  # fmt: skip
    at = eyes.lid_positions(lashes)
    lash_part = Part(
        _in_body(m, at, lash_triangles, eyes.direction(lashes.azimuth_deg, lashes.open_deg)),
        np.tile(_AWAY_FROM_FACE, (len(at), 1)), painted(np.minimum(hair_albedo(identity.hair_colour) * 0.25, 0.02), len(at)),
        PAINT, skinned({"head": 1.0}, len(at)),
    )  # fmt: skip
    both = eyes.Lids(*(np.concatenate([a, b]) for a, b in zip(lids, lashes, strict=True)))
    return parts, both, [lid_part, lash_part]


def _head_skin(identity: Identity, wardrobe: Wardrobe, face: Face, m: Measures, detail: str, skin: np.ndarray) -> Part:
    surface = polygonise(body.skin_field(m, face), _head_axes(m, _FINENESS[detail]))
    local = _to_head(m, surface.positions)
    surface, (local,) = clip(surface, eyes.hole_field(face, local), local)
    # What the clothes hide is not kept: shoulders and the sides of the chest.
    depth = np.where(surface.positions[:, 2] > 0, bared_m(wardrobe), 0.075) * m.scale
    hidden = (m.joints["neck"][1] - depth) - surface.positions[:, 1]
    hidden = np.maximum(hidden, np.abs(surface.positions[:, 0]) - 0.108 * m.scale)
    surface, (local,) = clip(surface, hidden, local)
    closed = closed_mouth(face, local.astype(np.float64)).astype(np.float32)
    moved = np.abs(closed - local).max(1) > 1e-6
    positions = (closed * m.head_scale + m.head_origin).astype(np.float32)
    normals = np.where(
        moved[:, None], shading_normals(positions, surface.triangles).astype(np.float32), surface.normals
    )
    uv = closed.copy()
    inside = _inside_mouth(face, local)
    uv[inside, 2] = -0.02
    uv[closed[:, 1] < -0.13, 2] = -0.02
    albedo = painted(skin, len(uv))
    scalp = scalp_share(identity, face, closed)[:, None]
    albedo = albedo * (1 - scalp) + (hair_albedo(identity.hair_colour) * 0.75 + skin * 0.08) * scalp
    beard = beard_share(identity, face, closed)[:, None]
    albedo = albedo * (1 - beard) + hair_albedo(identity.hair_colour) * 0.6 * beard
    albedo[inside] = np.array([0.060, 0.016, 0.014], np.float32)
    ears = smoothstep(0.070, 0.078, np.abs(closed[:, 0])) * smoothstep(0.05, 0.03, np.abs(closed[:, 1] + 0.004))
    albedo = albedo * (1 + ears[:, None] * np.array([0.03, -0.12, -0.12])).astype(np.float32)
    return Part(
        Surface(positions, surface.triangles, normals),
        uv,
        albedo.astype(np.float32),
        SKIN,
        body.head_skin(m, positions),
        head_local=closed,
    )


def _inside_mouth(face: Face, local: np.ndarray) -> np.ndarray:
    near = np.abs(mouth_cavity(face, local)) < 0.0030
    return near & (local[:, 2] < 0.0790) & (local[:, 2] > 0.02)


def _teeth(face: Face, m: Measures) -> list[Part]:
    """Two dental arches and a tongue, behind the lips."""
    parts = []
    y0 = face.mouth_y_m
    angle = np.linspace(-1.05, 1.05, 23)
    for top, bottom, back in ((0.0075, -0.0052, 0.0), (-0.0042, -0.0125, -0.0020)):
        rows = []
        for share in (0.0, 0.4, 0.8, 1.0):
            y = y0 + bottom + (top - bottom) * share
            scallop = 0.0007 * np.abs(np.sin(angle * 8.0)) * (share == 0.0)
            radius = 0.0200 - 0.0006 * share
            rows.append(
                np.stack([radius * np.sin(angle), y + scallop, 0.0515 + back + (radius + 0.0015) * np.cos(angle)], -1)
            )
        local = np.stack(rows)
        surface = sheet(local)
        count = len(surface.positions)
        gaps = 0.86 + 0.14 * np.abs(np.tile(np.sin(angle * 8.0), len(rows)))[:, None] ** 0.4
        albedo = np.array([0.56, 0.53, 0.46], np.float32) * gaps.astype(np.float32)
        local_points = surface.positions.copy()
        parts.append(Part(
            _in_body(m, surface.positions, surface.triangles, surface.normals), np.tile(_AWAY_FROM_FACE, (count, 1)),
            albedo, MOUTH, skinned({"head": 1.0}, count), head_local=_arch_anchor(face, local_points, upper=top > 0),
        ))  # fmt: skip
    u, v = np.linspace(0, np.pi, 8), np.linspace(0, 2 * np.pi, 15)
    dome = np.stack(
        [
            0.0145 * np.outer(np.sin(u), np.cos(v)),
            y0 - 0.0125 + 0.0050 * np.outer(np.sin(u), np.sin(v)),
            0.052 - 0.021 * np.outer(np.cos(u), np.ones(15)),
        ],
        -1,
    )
    surface = sheet(dome)
    outward = surface.positions - np.array([0, y0 - 0.0125, 0.052], np.float32)
    if np.einsum("ij,ij->i", outward, surface.normals).sum() < 0:
        surface = Surface(surface.positions, surface.triangles[:, ::-1].copy(), -surface.normals)
    count = len(surface.positions)
    parts.append(Part(
        _in_body(m, surface.positions, surface.triangles, surface.normals), np.tile(_AWAY_FROM_FACE, (count, 1)),
        painted(np.array([0.34, 0.10, 0.09]), count), MOUTH, skinned({"head": 1.0}, count),
        head_local=_arch_anchor(face, surface.positions, upper=False),
    ))  # fmt: skip
    return parts


def _arch_anchor(face: Face, local: np.ndarray, *, upper: bool) -> np.ndarray:
    """Where to ask for displacements so that teeth move rigidly: high on the skull, or at the chin's height."""
    anchor = local.copy()
    anchor[:, 1] = 0.09 if upper else face.mouth_y_m - 0.034
    anchor[:, 0] *= 0.2
    anchor[:, 2] = 0.0 if upper else 0.070
    return anchor


def _to_head(m: Measures, p: np.ndarray) -> np.ndarray:
    return ((p - m.head_origin.astype(np.float32)) / np.float32(m.head_scale)).astype(np.float32)


def _in_body(m: Measures, p: np.ndarray, triangles: np.ndarray, normals: np.ndarray) -> Surface:
    return Surface((p * m.head_scale + m.head_origin).astype(np.float32), triangles, normals.astype(np.float32))


def _head_axes(m: Measures, coarse: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A grid from chest to crown: fine at eyes, nose, mouth and ears, coarse at the back and the chest."""
    s = m.head_scale
    # Lips, nostrils and ears are thin: on too coarse a grid they have holes.
    thin = coarse**0.55
    x = [
        (-0.24, 0.013 * coarse), (-0.11, 0.008 * coarse), (-0.092, 0.0048 * thin), (-0.066, 0.0048 * thin), (-0.05, 0.0028 * thin),
        (0.05, 0.0028 * thin), (0.066, 0.0048 * thin), (0.092, 0.0048 * thin), (0.11, 0.008 * coarse), (0.24, 0.013 * coarse),
    ]  # fmt: skip
    y = [
        (-0.40, 0.013 * coarse), (-0.16, 0.010 * coarse), (-0.112, 0.0042 * coarse), (-0.088, 0.0028 * thin),
        (-0.076, 0.0020 * thin), (-0.056, 0.0020 * thin), (-0.038, 0.0030 * thin), (-0.020, 0.0042 * thin),
        (0.012, 0.0026 * coarse), (0.035, 0.0036 * coarse), (0.06, 0.0062 * coarse), (0.14, 0.0075 * coarse),
    ]  # fmt: skip
    z = [
        (-0.20, 0.011 * coarse), (-0.06, 0.0085 * coarse), (-0.042, 0.0062 * thin), (-0.004, 0.0062 * thin),
        (0.01, 0.0062 * coarse), (0.045, 0.0034 * coarse), (0.062, 0.0028 * thin), (0.13, 0.0028 * thin),
    ]  # fmt: skip
    axes = []
    for axis, origin in zip((x, y, z), m.head_origin, strict=True):
        grown = [(at * s + origin, step * s) for at, step in axis]
        axes.append(graded_axis(grown[0][0], grown[-1][0], grown))
    return axes[0], axes[1], axes[2]
