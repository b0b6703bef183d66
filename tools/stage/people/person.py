"""One person: built once from identity and wardrobe, then put into any pose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.mesh import Mesh, MeshBuilder
from tools.stage.people import eyes, hair, headgear, wardrobe
from tools.stage.people.face import paint_face
from tools.stage.people.features import Face, draw_face
from tools.stage.people.figure import head_parts, limb_parts
from tools.stage.people.measures import Measures, measure
from tools.stage.people.morphs import MORPHS, displacements, shading_normals
from tools.stage.people.parts import Part
from tools.stage.people.skeleton import BONES, INDEX, Skeleton, bend_matrices, forward

if TYPE_CHECKING:
    from tools.stage.people.acting import Pose

Detail = Literal["close", "medium", "far"]

_DECAL_PIXELS: dict[str, int] = {"close": 768, "medium": 384, "far": 192}
_KEPT_PEOPLE = 12
"""Built people that a process keeps: a cast of six in two details, at most about 20 MB each."""


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


class Person(NamedTuple):
    """Somebody as the stage keeps them: a mesh in the rest pose and everything that moves it."""

    identity: Identity
    wardrobe: Wardrobe
    mesh: Mesh
    """Rest pose: arms a little off the body, feet on y = 0, facing +z. ``actor`` is 0."""
    face_decal: np.ndarray
    """(S, S, 4) float32: linear RGB, straight alpha."""
    skeleton: Skeleton
    height_m: float
    eye_height_m: float
    measures: Measures
    face: Face
    bones: np.ndarray
    """(V, 4) uint8."""
    shares: np.ndarray
    """(V, 4) float32."""
    rig: FaceRig


def build_person(identity: Identity, wardrobe: Wardrobe, *, detail: Detail = "medium") -> Person:
    """Build a person, or return the one this process built before from equal words.

    The same words give the same bytes in any process. ``close`` is for faces that fill the frame
    (60-90 thousand triangles), ``medium`` for bodies, ``far`` for crowds and landscapes.
    """
    return _built(identity.model_dump_json(), wardrobe.model_dump_json(), detail)


@lru_cache(maxsize=_KEPT_PEOPLE)
def _built(identity_json: str, wardrobe_json: str, detail: Detail) -> Person:
    identity = Identity.model_validate_json(identity_json)
    outfit = Wardrobe.model_validate_json(wardrobe_json)
    face = draw_face(identity)
    measures = measure(identity, face)
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
    mesh = builder.build()
    lid_vertices = np.concatenate([
        starts[first_lid + i] + np.arange(len(p.surface.positions)) for i, p in enumerate(lid_parts)
    ])  # fmt: skip
    joints = measures.joints
    rest = np.stack([joints[name] if name in joints else _eye_joint(measures, face, name) for name in BONES])
    return Person(
        identity=identity,
        wardrobe=outfit,
        mesh=mesh,
        face_decal=paint_face(identity, face, _DECAL_PIXELS[detail]),
        skeleton=Skeleton(rest),
        height_m=identity.height_m,
        eye_height_m=float(measures.head_origin[1]),
        measures=measures,
        face=face,
        bones=np.concatenate([p.skin.bones for p in parts]),
        shares=np.concatenate([p.skin.shares for p in parts]),
        rig=_face_rig(face, measures, parts, starts, lids, lid_vertices),
    )


def pose_person(person: Person, pose: Pose) -> tuple[np.ndarray, np.ndarray]:
    """World-space positions and unit normals, each (V, 3) float32, in the mesh's vertex order."""
    from tools.stage.people import skinning

    positions, normals = person.mesh.positions.copy(), person.mesh.normals.copy()
    rig = person.rig
    skinning.displace(positions, normals, rig.moving, rig.shifts, rig.tilts, _morph_weights(pose))
    _set_lids(person, pose, positions, normals)
    at, turned = _bones(person, pose)
    turns = turned.astype(np.float32)
    moves = (at - np.einsum("bij,bj->bi", turned, person.skeleton.rest)).astype(np.float32)
    out_positions, out_normals = np.empty_like(positions), np.empty_like(normals)
    skinning.skin(positions, normals, person.bones, person.shares, turns, moves, out_positions, out_normals)
    return out_positions, out_normals


def joints(person: Person, pose: Pose) -> dict[str, np.ndarray]:
    """World positions (3,) of the places on a body that cameras and other people care about.

    head (the middle of the skull), crown, neck, chest, eye_l, eye_r, mouth, shoulder_*, elbow_*, wrist_*, hand_*,
    hip, hip_*, knee_*, ankle_*, toe_*.
    """
    at, turned = _bones(person, pose)
    head, turn = INDEX["head"], turned[INDEX["head"]]

    def on_head(x: float, y: float, z: float) -> np.ndarray:
        rest = person.measures.head_origin + np.array([x, y, z]) * person.measures.head_scale
        return at[head] + turn @ (rest - person.skeleton.rest[head])

    found = {
        "head": on_head(0, 0.010, 0), "crown": on_head(0, 0.124, -0.01), "mouth": on_head(0, person.face.mouth_y_m, 0.085),
        "neck": at[INDEX["neck"]], "chest": at[INDEX["chest"]], "hip": at[INDEX["hips"]],
        "eye_l": at[INDEX["eye_l"]], "eye_r": at[INDEX["eye_r"]],
    }  # fmt: skip
    names = {
        "shoulder": "upper_arm",
        "elbow": "forearm",
        "wrist": "hand",
        "hand": "fingers",
        "hip": "thigh",
        "knee": "shin",
        "ankle": "foot",
        "toe": "toes",
    }
    for joint, bone in names.items():
        for side in ("l", "r"):
            found[f"{joint}_{side}"] = at[INDEX[f"{bone}_{side}"]]
    return found


def _bones(person: Person, pose: Pose) -> tuple[np.ndarray, np.ndarray]:
    local = bend_matrices(pose.bends_deg)
    for bone, share in (("neck", 0.42), ("head", 0.58)):
        local[INDEX[bone]] = local[INDEX[bone]] @ _turned(
            pose.head_yaw_deg * share, pose.head_pitch_deg * share, pose.head_roll_deg * share
        )
    for bone in ("eye_l", "eye_r"):
        local[INDEX[bone]] = _turned(pose.gaze_yaw_deg, pose.gaze_pitch_deg, 0.0)
    yaw = bend_matrices(np.array([[0.0, pose.yaw_deg, 0.0]]))[0]
    root = np.asarray(pose.position, float) + yaw @ (person.skeleton.at("hips") + np.asarray(pose.hips_shift_m, float))
    return forward(person.skeleton, local, root, yaw)


def _turned(yaw_deg: float, pitch_deg: float, roll_deg: float) -> np.ndarray:
    """Rotation (3, 3): left for positive yaw, up for positive pitch, the crown to the right for positive roll."""
    yaw, pitch, roll = bend_matrices(np.array([[0, yaw_deg, 0], [-pitch_deg, 0, 0], [0, 0, -roll_deg]], float))
    return yaw @ pitch @ roll


def _morph_weights(pose: Pose) -> np.ndarray:
    return np.array([
        pose.mouth_open, pose.mouth_wide, pose.mouth_round, pose.smile, pose.brow_raise, pose.brow_knit,
    ], np.float32)  # fmt: skip


def _set_lids(person: Person, pose: Pose, positions: np.ndarray, normals: np.ndarray) -> None:
    """Slide the lids over the eyeballs: they blink, widen, and the upper ones follow the gaze up and down."""
    rig, measures = person.rig, person.measures
    shut = (min(1.0, pose.blink), min(1.0, pose.blink))
    squint = max(0.0, pose.smile) * 5.0
    follow = float(np.clip(pose.gaze_pitch_deg, -30, 30))
    upper = 7.0 * pose.eyes_wide + 0.62 * follow - 3.0 * pose.brow_knit + 1.5 * pose.brow_raise - 0.3 * squint
    lower = -2.0 * pose.eyes_wide + 0.28 * follow + squint
    local = eyes.lid_positions(rig.lids, shut, (upper, lower))
    positions[rig.lid_vertices] = local * np.float32(measures.head_scale) + measures.head_origin.astype(np.float32)
    normals[rig.lid_vertices] = eyes.direction(rig.lids.azimuth_deg, eyes.lid_elevation(rig.lids, shut, (upper, lower)))


def _eye_joint(measures: Measures, face: Face, bone: str) -> np.ndarray:
    centre = eyes.eye_centre(face, 1 if bone == "eye_l" else -1)
    return measures.head_origin + centre * measures.head_scale


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
