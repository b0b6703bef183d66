"""People are the same in every process, whole, within budget, distinct, and their faces really move."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import get_args

import numpy as np
import pytest

from film.bible import HairStyle, Identity, Wardrobe
from tools.stage import materials
from tools.stage.people import morphs
from tools.stage.people.acting import Performance, Pose, Waypoint, pose_at
from tools.stage.people.cuts import CUTS
from tools.stage.people.head import mouth_line
from tools.stage.people.palette import skin_albedo
from tools.stage.people.person import Person, build_person, joints, pose_person

MARA = Identity(presents="woman", age=29, hair="bob", skin_tone=3, face_seed=11, freckles=True)
JON = Identity(presents="man", age=41, hair="short", skin_tone=8, face_seed=12, facial_hair="beard", height_m=1.84)
COAT = Wardrobe(id="coat", garment="coat", accent_colour="#2a7f86")
SUIT = Wardrobe(id="suit", garment="suit")
STANDING = Performance((Waypoint(0.0, 0.0, 0.0, 0.0),))


@pytest.fixture(scope="module")
def mara() -> Person:
    return build_person(MARA, COAT, detail="medium")


def digest(person: Person) -> str:
    sha = hashlib.sha256()
    for array in (*person.mesh, person.face_decal, person.bones, person.shares):
        sha.update(np.ascontiguousarray(array).tobytes())
    return sha.hexdigest()


def still(person: Person, **changes: float) -> Pose:
    pose = pose_at(person, STANDING, 0.0)
    return pose._replace(blink=0.0, **changes)


def moved_m(person: Person, **changes: float) -> np.ndarray:
    """How far each vertex is moved by a change of pose, metres."""
    before, _ = pose_person(person, still(person))
    after, _ = pose_person(person, still(person, **changes))
    return np.linalg.norm(after - before, axis=1)


def test_equal_words_give_the_kept_person(mara: Person):
    assert build_person(Identity(**MARA.model_dump()), COAT, detail="medium") is mara


def test_another_process_builds_the_same_bytes():
    program = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.stage.test_people import *\n"
        "print(digest(build_person(MARA, COAT, detail='far')))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": "77", "TZ": "Asia/Kolkata", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout.strip() == digest(build_person(MARA, COAT, detail="far"))


@pytest.mark.parametrize(("detail", "most"), [("close", 150_000), ("medium", 65_000), ("far", 28_000)])
def test_triangles_stay_in_budget(detail, most):
    for identity, outfit in ((MARA, COAT), (JON, SUIT)):
        assert len(build_person(identity, outfit, detail=detail).mesh.triangles) < most


@pytest.mark.parametrize("garment", sorted(CUTS))
def test_every_garment_makes_a_sound_mesh(garment):
    person = build_person(MARA, Wardrobe(id=garment, garment=garment, accent_colour="#a03020"), detail="far")
    mesh = person.mesh
    assert np.isfinite(mesh.positions).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-3)
    assert mesh.triangles.max() < len(mesh.positions)
    assert np.allclose(person.shares.sum(1), 1, atol=1e-4)
    assert mesh.positions[:, 1].min() > -0.01
    assert mesh.albedo.min() >= 0 and mesh.albedo.max() <= 1


@pytest.mark.parametrize("hair", get_args(HairStyle))
@pytest.mark.parametrize("headwear", ["none", "cap", "turban"])
def test_every_head_is_dressed(hair, headwear):
    identity = MARA.model_copy(update={"hair": hair, "glasses": True})
    person = build_person(identity, Wardrobe(id="w", headwear=headwear), detail="far")
    assert np.isfinite(person.mesh.positions).all()
    has_hair = (person.mesh.material == materials.HAIR).any()
    assert has_hair == (hair not in ("bald", "covered") and headwear != "turban")


def test_the_face_seed_draws_another_face():
    seeds = [MARA.model_copy(update={"face_seed": k}) for k in range(3)]
    people = [build_person(identity, COAT, detail="far") for identity in seeds]
    spacings = {round(float(person.skeleton.at("eye_l")[0]), 5) for person in people}
    heads = {person.mesh.positions.tobytes() for person in people}
    assert len(spacings) == len(heads) == 3


def test_a_person_is_as_tall_as_the_bible_says():
    for identity in (MARA, JON, Identity(age=7, height_m=1.22)):
        person = build_person(identity.model_copy(update={"hair": "bald"}), SUIT, detail="far")
        assert person.mesh.positions[:, 1].max() == pytest.approx(identity.height_m, abs=0.03)
        assert 0.86 < person.eye_height_m / identity.height_m < 0.95


def test_the_skin_scale_runs_from_light_to_dark():
    brightness = [float(skin_albedo(tone) @ [0.21, 0.72, 0.07]) for tone in np.linspace(1, 10, 19)]
    # The published swatches 1 to 3 differ in hue more than in lightness; from there on the scale falls steadily.
    assert all(a > b for a, b in zip(brightness[4:], brightness[5:], strict=False))
    assert brightness[0] > 8 * brightness[-1]


def test_rest_normals_look_outward(mara: Person):
    mesh = mara.mesh
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
    facing = np.einsum("ij,ij->i", np.cross(b - a, c - a), mesh.normals[mesh.triangles[:, 0]])
    one_sided = ~np.isin(mesh.material, sorted(materials.SEEN_FROM_BOTH_SIDES))
    eyelids = mesh.uv[mesh.triangles[:, 0], 2] == np.float32(-0.02)
    # Lips and ears are thinner than a coarse grid's cells: a few of their triangles turn.
    assert (facing[one_sided & ~eyelids] > 0).mean() > 0.98


def test_a_blink_covers_the_pupil(mara: Person):
    """The lids' margins meet below the middle of the eye when shut and stand apart when open."""
    rig = mara.rig
    for shut, gap in ((0.0, True), (1.0, False)):
        positions, _ = pose_person(mara, still(mara)._replace(blink=shut))
        lids = positions[rig.lid_vertices]
        left = rig.lids.centre_m[:, 0] > 0
        middle = left & (np.abs(rig.lids.azimuth_deg) < 12) & (np.abs(rig.lids.mobile) > 0.99)
        upper = lids[middle & (rig.lids.mobile > 0), 1].min()
        lower = lids[middle & (rig.lids.mobile < 0), 1].max()
        assert (upper - lower > 0.007) == gap


def test_the_jaw_drops_and_the_skull_stays(mara: Person):
    distance = moved_m(mara, mouth_open=1.0)
    local = (mara.mesh.positions - mara.measures.head_origin) / mara.measures.head_scale
    skin = np.zeros(len(distance), bool)
    skin[mara.mesh.triangles[mara.mesh.material == materials.SKIN]] = True
    chin = skin & (local[:, 1] < -0.10) & (local[:, 1] > -0.118) & (local[:, 2] > 0.055)
    brow = skin & (local[:, 1] > 0.02) & (local[:, 1] < 0.06)
    assert distance[chin].min() > 0.010
    assert distance[brow].max() < 0.001


@pytest.mark.parametrize("part", ["mouth_wide", "mouth_round", "smile", "brow_raise", "brow_knit"])
def test_each_expression_moves_the_face_and_nothing_else(mara: Person, part: str):
    distance = moved_m(mara, **{part: 1.0})
    assert 0.002 < distance.max() < 0.02
    below = mara.mesh.positions[:, 1] < mara.measures.head_origin[1] - 0.16
    assert distance[below].max() == 0


def test_closed_lips_touch():
    face = build_person(MARA, COAT, detail="medium").face
    line = float(mouth_line(face, np.zeros(1))[0])
    parted = np.array([[0.0, line + 0.0021, 0.085], [0.0, line - 0.0033, 0.085]])
    closed = morphs.closed_mouth(face, parted)
    assert abs(closed[0, 1] - closed[1, 1]) < 0.35 * abs(parted[0, 1] - parted[1, 1])


def test_the_eyes_turn_with_the_gaze(mara: Person):
    eye = np.zeros(len(mara.mesh.positions), bool)
    eye[mara.mesh.triangles[mara.mesh.material == materials.EYE]] = True
    before, _ = pose_person(mara, still(mara, gaze_yaw_deg=0.0))
    after, _ = pose_person(mara, still(mara, gaze_yaw_deg=20.0))
    front = eye & (mara.mesh.uv[:, 2] > 0.99)
    assert (after[front, 0] - before[front, 0]).min() > 0.003


def test_joints_are_where_a_body_has_them(mara: Person):
    found = joints(mara, still(mara))
    assert (
        found["crown"][1]
        > found["eye_l"][1]
        > found["mouth"][1]
        > found["neck"][1]
        > found["hip"][1]
        > found["knee_l"][1]
        > found["ankle_l"][1]
    )
    assert found["shoulder_l"][0] > 0.1 and found["shoulder_r"][0] < -0.1
    assert found["eye_l"][1] == pytest.approx(mara.eye_height_m, abs=0.03)
