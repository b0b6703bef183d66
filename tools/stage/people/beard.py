"""Beards and moustaches: short locks rooted where ``face.beard_region`` lets them grow; they follow the jaw."""

from __future__ import annotations

import numpy as np

from film.bible import Identity
from tools.stage.people import body
from tools.stage.people.face import beard_region
from tools.stage.people.features import Face
from tools.stage.people.head import head
from tools.stage.people.measures import Measures
from tools.stage.people.parts import Part
from tools.stage.people.strands import outward_of, placed, ribbons
from tools.stage.sdf import Field

_SHARE_OF_LOCKS = {"close": 1.0, "medium": 0.47, "far": 0.25}


def grow_beard(
    identity: Identity, face: Face, m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator
) -> Part:
    kind = identity.facial_hair
    count = int((1150 if kind == "beard" else 420) * _SHARE_OF_LOCKS[detail])
    x = draw.uniform(-0.074, 0.074, count) if kind == "beard" else draw.uniform(-0.034, 0.034, count)
    y = draw.uniform(-0.125, 0.000, count) if kind == "beard" else draw.uniform(-0.072, -0.040, count)
    inside = beard_region(face, x, y, kind)
    x, y, inside = (a[inside > 0.0004] for a in (x, y, inside))
    field: Field = lambda p: head(face, p)  # noqa: E731
    start = np.stack([x, y, 0.088 - 11.5 * x**2 - 0.15 * np.maximum(-0.085 - y, 0)], -1)
    roots = body.drape(field, start, -0.0004, steps=5).astype(np.float64)
    keep = (np.abs(roots[:, 0] - x) < 0.012) & (np.abs(roots[:, 1] - y) < 0.014)
    # Nothing grows inside the parted lips.
    keep &= np.abs(roots[:, 1] - face.mouth_y_m) > 0.0052
    roots, inside = roots[keep], inside[keep]
    points = 4
    length = (
        (0.0165 if kind == "beard" else 0.0120)
        * np.clip(0.35 + inside / 0.012, 0.35, 1.15)
        * draw.uniform(0.7, 1.2, len(roots))
    )
    normal = outward_of(field, roots)
    upper = roots[:, 1] > face.mouth_y_m
    down = np.stack(
        [roots[:, 0] * np.where(upper, 26.0, 5.0), -np.ones(len(roots)), np.where(upper, -0.1, 0.30)], -1
    ) + draw.normal(0, 0.16, roots.shape)
    down /= np.linalg.norm(down, axis=-1, keepdims=True)
    down -= normal * np.sum(down * normal, -1, keepdims=True) * 0.8
    along = np.linspace(0, 1, points)[None, :, None]
    spine = (
        roots[:, None]
        + down[:, None] * length[:, None, None] * along
        + normal[:, None] * (0.0045 * np.sin(along * np.pi * 0.75) + 0.0002)
    )
    width = np.interp(np.linspace(0, 1, points), [0, 0.4, 1], [0.7, 1.0, 0.12])[None, :] * draw.uniform(
        0.0020, 0.0034, (len(roots), 1)
    )
    surface, tint = ribbons(
        spine, np.repeat(normal[:, None], points, 1), width / np.sqrt(_SHARE_OF_LOCKS[detail]), 3, 0.6
    )
    shade = np.exp(draw.normal(-0.15, 0.16, (len(roots), 1, 1))) * np.ones((1, points * 3, 1))
    albedo = (shade * colour).reshape(-1, 3) * tint[:, None]
    anchored = np.repeat(roots.astype(np.float32), points * 3, 0)
    # Shaded as one soft mass: strands lean their normals towards the skin's.
    normals = surface.normals + 1.2 * np.repeat(normal, points * 3, 0)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    return placed(m, surface._replace(normals=normals.astype(np.float32)), np.clip(albedo, 0.004, 0.9), None)._replace(
        head_local=anchored
    )
