"""The cold build: identity and outfit become a mesh with bones, a decal and what an expression may move.

It takes most of a second, so ``kept`` keeps what comes out; whatever is cheap to work out again is not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.mesh import Mesh, MeshBuilder
from tools.stage.people import eyes, hair, headgear, wardrobe
from tools.stage.people.face import paint_face
from tools.stage.people.features import Face
from tools.stage.people.figure import limb_parts
from tools.stage.people.heads import head_parts
from tools.stage.people.measures import Measures
from tools.stage.people.morphs import MORPHS, displacements, shading_normals
from tools.stage.people.parts import Part

Detail = Literal["close", "medium", "far"]

_DECAL_PIXELS: dict[str, int] = {"close": 768, "medium": 384, "far": 128}


class FaceRig(NamedTuple):
    """What an expression may move: displacements of some vertices, and the lids as angles."""

    moving: np.ndarray
    """(K,) int64 vertex numbers."""
    shifts: np.ndarray
    """(M, K, 3) float32 metres at weight 1, in the order of ``morphs.MORPHS``."""
    tilts: np.ndarray
    """(M, K, 3) float32: what each displacement does to the normals."""
    lids: eyes.Lids
    lid_vertices: np.ndarray
    """(L,) int64: where the lids lie in the mesh."""


class Built(NamedTuple):
    """All arrays of a person."""

    mesh: Mesh
    decal: np.ndarray
    bones: np.ndarray
    shares: np.ndarray
    rig: FaceRig


def build(identity: Identity, outfit: Wardrobe, face: Face, measures: Measures, detail: Detail) -> Built:
    """Make everybody's arrays from words alone; the same words give the same bytes in any process."""
    parts, lids, lid_parts = head_parts(identity, outfit, face, measures, detail)
    first_lid = len(parts)
    parts += lid_parts
    parts += hair.grow(identity, outfit, face, measures, detail)
    parts += headgear.wear(identity, outfit, face, measures, detail)
    parts += limb_parts(identity, outfit, measures, detail)
    # A headscarf is the outfit's scarf: it is not wound about the neck as well.
    scarfed = identity.hair == "covered" or outfit.headwear in ("scarf", "turban")
    loose = outfit.garment not in ("suit", "sari", "apron", "kurta")
    sewn = outfit.model_copy(update={"accent_colour": None}) if scarfed and loose else outfit
    parts += wardrobe.dress(sewn, face, measures, detail)

    builder = MeshBuilder()
    starts, count = [], 0
    for part in parts:
        builder.add(
            part.surface.positions, part.surface.triangles, part.surface.normals, part.uv, part.albedo, part.material
        )
        starts.append(count)
        count += len(part.surface.positions)
    lid_vertices = np.concatenate([
        starts[first_lid + i] + np.arange(len(p.surface.positions)) for i, p in enumerate(lid_parts)
    ])  # fmt: skip
    return Built(
        mesh=builder.build(),
        decal=paint_face(identity, face, _DECAL_PIXELS[detail]),
        bones=np.concatenate([p.skin.bones for p in parts]),
        shares=np.concatenate([p.skin.shares for p in parts]),
        rig=_face_rig(face, measures, parts, starts, lids, lid_vertices),
    )


def _face_rig(
    face: Face,
    measures: Measures,
    parts: Sequence[Part],
    starts: Sequence[int],
    lids: eyes.Lids,
    lid_vertices: np.ndarray,
) -> FaceRig:
    moving, shifts, tilts = [], [], []
    for part, start in zip(parts, starts, strict=True):
        if part.head_local is None:
            continue
        move = displacements(face, part.head_local) * np.float32(measures.head_scale)
        still = shading_normals(part.surface.positions, part.surface.triangles)
        tilt = np.stack([
            shading_normals(part.surface.positions + move[i], part.surface.triangles) - still for i in range(len(MORPHS))
        ])  # fmt: skip
        used = np.flatnonzero(np.abs(move).max((0, 2)) > 2e-5)
        moving.append(used + start)
        shifts.append(move[:, used])
        tilts.append(tilt[:, used])
    return FaceRig(
        np.concatenate(moving).astype(np.int64),
        np.ascontiguousarray(np.concatenate(shifts, 1), np.float32),
        np.ascontiguousarray(np.concatenate(tilts, 1), np.float32),
        lids,
        lid_vertices.astype(np.int64),
    )
