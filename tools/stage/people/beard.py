"""Beards and moustaches: short locks rooted where ``face.beard_region`` lets them grow; they follow the jaw."""

from __future__ import annotations

import numpy as np

from film.bible import Identity
from tools.stage.people import body
from tools.stage.people.features import Face
from tools.stage.people.head import head
from tools.stage.people.measures import Measures
from tools.stage.people.parts import Part
from tools.stage.people.strands import flat_locks, outward_of, placed
from tools.stage.people.stubble import beard_region
from tools.stage.sdf import Field

_SHARE_OF_LOCKS = {"close": 1.0, "medium": 0.25, "far": 0.05}


def grow_beard(
    identity: Identity, face: Face, m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator
) -> Part:
    kind = identity.facial_hair
    beard = kind == "beard"
    count = int((1450 if beard else 480) * _SHARE_OF_LOCKS[detail])
    # Scattered round the jaw, not over a plane before it: cheeks turn away and would be left bare.
    around = draw.uniform(-1.45, 1.45, count) if beard else draw.uniform(-0.48, 0.48, count)
    y = draw.uniform(-0.132, 0.012, count) if beard else draw.uniform(-0.078, -0.034, count)
    field: Field = lambda p: head(face, p)  # noqa: E731
    start = np.stack([0.074 * np.sin(around), y, 0.006 + 0.080 * np.cos(around)], -1)
    roots = body.drape(field, start, -0.0004, steps=5).astype(np.float64)
    inside = beard_region(face, roots[:, 0], roots[:, 1], kind)
    keep = (inside > 0.0002) & (np.abs(roots[:, 1] - face.mouth_y_m) > 0.0042) & (roots[:, 2] > -0.004)
    roots, inside = roots[keep], inside[keep]
    points = 4 if detail != "far" else 3
    length = (
        (0.0150 if beard else 0.0105) * np.clip(0.40 + inside / 0.012, 0.40, 1.10) * draw.uniform(0.7, 1.2, len(roots))
    )
    normal = outward_of(field, roots)
    upper = roots[:, 1] > face.mouth_y_m - 0.002
    sideways = np.where(upper, 26.0, np.where(np.abs(roots[:, 0]) > 0.045, 1.0, 4.0))
    down = np.stack([roots[:, 0] * sideways, -np.ones(len(roots)), np.where(upper, -0.1, 0.22)], -1)
    down = down + draw.normal(0, 0.13, roots.shape)
    down /= np.linalg.norm(down, axis=-1, keepdims=True)
    down -= normal * np.sum(down * normal, -1, keepdims=True) * 0.85
    along = np.linspace(0, 1, points)[None, :, None]
    # Thick under the chin, close on the cheeks.
    stand = 0.0016 + 0.0040 * np.clip(inside / 0.016, 0, 1)
    spine = (
        roots[:, None]
        + down[:, None] * length[:, None, None] * along
        + normal[:, None] * (stand[:, None, None] * np.sin(along * np.pi * 0.75) + 0.0001)
    )
    taper = np.interp(np.linspace(0, 1, points), [0, 0.4, 1], [0.7, 1.0, 0.12])[None, :]
    width = taper * draw.uniform(0.0013, 0.0022, (len(roots), 1)) / _SHARE_OF_LOCKS[detail] ** 0.5
    surface, uv = flat_locks(spine, np.repeat(normal[:, None], points, 1), width, 0.3)
    shade = np.exp(draw.normal(-0.08, 0.12, (len(roots), 1)) - 0.25 * (1 - along[0, :, 0])[None])
    albedo = colour * np.repeat(shade.reshape(-1), 2)[:, None]
    each = points * 2
    # Shaded as one soft mass: strands lean their normals towards the skin's.
    normals = surface.normals + 1.4 * np.repeat(normal, each, 0)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    soft = surface._replace(normals=normals.astype(np.float32))
    grown = placed(m, soft, np.clip(albedo, 0.004, 0.9), None, uv, detail)
    return grown._replace(head_local=np.repeat(roots.astype(np.float32), each, 0))
