"""Things that hands hold: small meshes on the prop bone of the right hand, in the rest pose.

A thing either hangs plumb or stands upright whatever the hand does (lanterns, cups, umbrellas; axes of the body: x to
the wearer's left, y up, z ahead), or turns with the hand (swords, phones; axes of hand space: along the forearm, towards
the thumb, out of the palm). The origin is the middle of the closed hand; lengths are metres.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.stage.mesh import Mesh, MeshBuilder
from tools.stage.people import prop_tools, prop_wares
from tools.stage.people.measures import Measures, hand_frame
from tools.stage.people.parts import Part, skinned
from tools.stage.sdf import Surface

UPRIGHT = frozenset({
    "lantern", "candle", "cup", "glass", "bottle", "book", "letter", "bag", "suitcase", "umbrella", "stick", "flowers",
    "basket", "box", "camera", "guitar", "broom", "toy", "tray",
})  # fmt: skip
"""Kinds that keep to the plumb line; the others turn with the hand."""

_LIGHTS: dict[str, tuple[tuple[float, float, float], float, float]] = {
    "lantern": ((0.95, 0.55, 0.22), 5.0, -0.20), "candle": ((0.50, 0.28, 0.10), 2.6, 0.16),
}  # fmt: skip

_SIDES = {"close": 20, "medium": 12, "far": 7}


def held(kind: str, m: Measures, detail: str) -> list[Part]:
    """A held thing as parts of its holder.

    Raises KeyError for a kind that is not in ``film.series.HeldProp``.
    """
    builder = MeshBuilder()
    _MAKERS[kind](builder, _SIDES[detail])
    mesh = builder.build()
    frame = np.eye(3) if kind in UPRIGHT else hand_frame(m, "r")[0]
    return [_hung(mesh, part, frame, m) for part in range(1, int(mesh.part.max()) + 1)]


def light_of(kind: str) -> tuple[tuple[float, float, float], float, float] | None:
    """What a held light sheds: radiance, range in metres, and how far above the prop bone it burns; None sheds none."""
    return _LIGHTS.get(kind)


def _hung(mesh: Mesh, part: int, frame: np.ndarray, m: Measures) -> Part:
    mine = mesh.part == part
    used, triangles = np.unique(mesh.triangles[mine], return_inverse=True)
    triangles = triangles.reshape(-1, 3).astype(np.int32)
    if np.linalg.det(frame) < 0:
        triangles = np.ascontiguousarray(triangles[:, ::-1])
    positions = (mesh.positions[used] @ frame + m.joints["prop_r"]).astype(np.float32)
    normals = (mesh.normals[used] @ frame).astype(np.float32)
    return Part(
        Surface(positions, triangles, normals), mesh.uv[used], mesh.albedo[used], int(mesh.material[mine][0]),
        skinned({"prop_r": 1.0}, len(used)),
    )  # fmt: skip


_MAKERS: dict[str, Callable[[MeshBuilder, int], None]] = {
    "lantern": prop_wares.lantern, "candle": prop_wares.candle, "torch": prop_wares.torch, "cup": prop_wares.cup, "glass": prop_wares.glass, "bottle": prop_wares.bottle, "book": prop_tools.book,
    "letter": prop_tools.letter, "phone": prop_tools.phone, "bag": prop_wares.bag, "suitcase": prop_wares.suitcase, "umbrella": prop_tools.umbrella, "stick": prop_tools.stick,
    "sword": prop_tools.sword, "gun": prop_tools.gun, "knife": prop_tools.knife, "flowers": prop_wares.flowers, "basket": prop_wares.basket, "box": prop_wares.parcel, "key": prop_tools.key,
    "camera": prop_tools.camera, "guitar": prop_tools.guitar, "broom": prop_tools.broom, "toy": prop_tools.toy, "tray": prop_wares.tray,
}  # fmt: skip
