"""One person: built once from identity and wardrobe, then put into any pose."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.mesh import Mesh, MeshBuilder
from tools.stage.people import eyes, kept, props
from tools.stage.people.building import Detail, FaceRig, build
from tools.stage.people.features import Face, draw_face
from tools.stage.people.measures import Measures, measure
from tools.stage.people.skeleton import BONES, INDEX, Skeleton, bend_matrices, forward

if TYPE_CHECKING:
    from tools.stage.people.acting import Pose

_KEPT_PEOPLE = 12
"""Built people that a process keeps: a cast of six in two details, at most about 20 MB each."""


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
    holding: str | None = None
    """The kind of thing in the right hand: part of the mesh, on the bone ``prop_r``."""


def build_person(
    identity: Identity,
    wardrobe: Wardrobe,
    *,
    detail: Detail = "medium",
    folder: Path | None = None,
    holding: str | None = None,
) -> Person:
    """Build a person, or return the one this process built before from equal words.

    The same words give the same bytes in any process. ``close`` is for faces that fill the frame, ``medium`` for
    bodies, ``far`` for crowds and landscapes.

    Args:
        folder: where built people are kept for other processes; None keeps them in this one alone.
        holding: a kind of ``film.series.HeldProp`` for their hands.
    """
    words = (identity.model_dump_json(), wardrobe.model_dump_json(), detail, folder)
    return _built(*words) if holding is None else _carrying(*words, holding)


@lru_cache(maxsize=_KEPT_PEOPLE)
def _carrying(identity_json: str, wardrobe_json: str, detail: Detail, folder: Path | None, holding: str) -> Person:
    person = _built(identity_json, wardrobe_json, detail, folder)
    parts = props.held(holding, person.measures, detail)
    builder = MeshBuilder()
    builder.add_mesh(person.mesh)
    for part in parts:
        surface = part.surface
        builder.add(surface.positions, surface.triangles, surface.normals, part.uv, part.albedo, part.material)
    return person._replace(
        mesh=builder.build(),
        bones=np.concatenate([person.bones, *(part.skin.bones for part in parts)]),
        shares=np.concatenate([person.shares, *(part.skin.shares for part in parts)]),
        holding=holding,
    )


@lru_cache(maxsize=_KEPT_PEOPLE)
def _built(identity_json: str, wardrobe_json: str, detail: Detail, folder: Path | None = None) -> Person:
    identity = Identity.model_validate_json(identity_json)
    outfit = Wardrobe.model_validate_json(wardrobe_json)
    face = draw_face(identity)
    measures = measure(identity, face)
    name = kept.name_of(identity_json, wardrobe_json, detail)
    built = kept.fetch(folder, name) if folder else None
    if built is None:
        built = build(identity, outfit, face, measures, detail)
        if folder:
            kept.keep(folder, name, built)
    joints = measures.joints
    rest = np.stack([joints[name] if name in joints else _eye_joint(measures, face, name) for name in BONES])
    return Person(
        identity=identity,
        wardrobe=outfit,
        mesh=built.mesh,
        face_decal=built.decal,
        skeleton=Skeleton(rest),
        height_m=identity.height_m,
        eye_height_m=float(measures.head_origin[1]),
        measures=measures,
        face=face,
        bones=built.bones,
        shares=built.shares,
        rig=built.rig,
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

    head (the middle of the skull), crown, neck, chest, eye_l, eye_r, ear_l, ear_r, nose, mouth, mouth_* (its corners), shoulder_*, elbow_*,
    wrist_*, hand_*, hip, hip_*, knee_*, ankle_*, toe_*, prop (what the right hand holds).
    """
    at, turned = _bones(person, pose)
    head, turn = INDEX["head"], turned[INDEX["head"]]

    def on_head(x: float, y: float, z: float) -> np.ndarray:
        rest = person.measures.head_origin + np.array([x, y, z]) * person.measures.head_scale
        return at[head] + turn @ (rest - person.skeleton.rest[head])

    found = {
        "head": on_head(0, 0.010, 0), "crown": on_head(0, 0.124, -0.01), "mouth": on_head(0, person.face.mouth_y_m, 0.085),
        "prop": at[INDEX["prop_r"]], "neck": at[INDEX["neck"]], "chest": at[INDEX["chest"]], "hip": at[INDEX["hips"]],
        "eye_l": at[INDEX["eye_l"]], "eye_r": at[INDEX["eye_r"]],
        "nose": on_head(0, 0.4 * person.face.mouth_y_m, 0.105),
        "mouth_l": on_head(person.face.mouth_width_m, person.face.mouth_y_m, 0.085),
        "mouth_r": on_head(-person.face.mouth_width_m, person.face.mouth_y_m, 0.085),
        "ear_l": on_head(0.074, -0.006, -0.012), "ear_r": on_head(-0.074, -0.006, -0.012),
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
    at, turned = forward(person.skeleton, local, root, yaw)
    if person.holding in props.UPRIGHT:  # a lantern hangs plumb however the hand turns
        turned[INDEX["prop_r"]] = yaw
    return at, turned


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
