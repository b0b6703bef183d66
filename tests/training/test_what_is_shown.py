"""What the school shows: boxes and landmarks that move with the picture, heads that are not asked for, files that are torn."""

from __future__ import annotations

import random

import numpy as np
import pytest

from film.errors import RenderError
from tests.training.schoolroom import make_school
from tools.training import captions, crops, detector, recogniser
from tools.training.draws import person, world_plans
from tools.training.pictures import Face, read_encoded, read_world
from tools.training.portraits import read_block

FACE = Face("ana", (100.0, 80.0, 176.0, 180.0), ((120, 120), (156, 120), (138, 140), (124, 160), (152, 160)), 20.0, 1.0)


@pytest.fixture
def school(tmp_path):
    return make_school(tmp_path)


def test_nothing_held_out_is_ever_trained_on():
    def drawn(split):
        plans = [plan for number in range(40) for plan in world_plans(split, number)]
        faces = {member.identity.face_seed for plan in plans for member in plan.cast}
        block = random.Random(f"portraits|{split}|0")
        faces |= {person(block, split, "p").identity.face_seed for _ in range(200)}
        return faces, {plan.place.seed for plan in plans}

    faces, places = zip(drawn("train"), drawn("held"), strict=True)
    assert not faces[0] & faces[1] and not places[0] & places[1]
    assert all(seed % 2 == 0 for seed in faces[0] | places[0]) and all(seed % 2 for seed in faces[1] | places[1])
    assert not set(captions.TOLD["train"]) & set(captions.TOLD["held"])


@pytest.mark.parametrize(
    "changed",
    [
        {"character_id": ""}, {"visible": 0.5}, {"facing_deg": 81.0}, {"box": (100.0, 80.0, 106.0, 88.0)},
        {"box": (-70.0, 80.0, 60.0, 240.0)},
    ],
)  # fmt: skip
def test_what_nobody_can_see_is_not_asked_for(changed):
    assert crops.is_asked(FACE)
    assert not crops.is_asked(FACE._replace(**changed))


def test_the_goals_name_the_cells_of_a_face():
    face = FACE._replace(box=(64.0, 32.0, 104.0, 80.0))
    shown = [crops.Shown(np.zeros((160, 224, 3), np.uint8), (face,))]
    is_face, is_free, sides, marks = detector._goals(shown, 16, detector.REACH_PX[1], 10, 14)
    rows, columns = np.nonzero(is_face[0])
    # The middle is at (84, 56) pixels and 19.2 px count as near it: columns 80 and 96, rows 48 and 64.
    assert sorted(zip(rows.tolist(), columns.tolist(), strict=True)) == [(3, 5), (3, 6), (4, 5), (4, 6)]
    for y, x in zip(rows, columns, strict=True):
        left, top, right, bottom = sides[0, y, x] * 16
        assert (16 * x - left, 16 * y - top, 16 * x + right, 16 * y + bottom) == pytest.approx(face.box)
        assert (marks[0, y, x].reshape(5, 2) * 16 + (16 * x, 16 * y)).tolist() == pytest.approx(
            np.array(face.landmarks)
        )
    assert is_free[0, 0, 13] == 1.0


def test_the_back_of_a_head_is_punished_and_an_extra_is_not():
    box = (96.0, 48.0, 128.0, 96.0)
    middle = (4, 7)
    for face, free in (
        (FACE._replace(box=box, facing_deg=150.0), 1.0),
        (FACE._replace(box=box, facing_deg=95.0), 0.0),
        (FACE._replace(box=box, character_id="", facing_deg=180.0, visible=0.0), 0.0),
    ):
        shown = [crops.Shown(np.zeros((160, 224, 3), np.uint8), (face,))]
        is_face, is_free, _, _ = detector._goals(shown, 16, detector.REACH_PX[1], 10, 14)
        assert not is_face.any()
        assert is_free[0][middle] == free


def test_landmarks_move_with_the_crop(school):
    """Where the truth says an eye is, the crop is dark."""
    samples = crops.load(school, "train")
    checked = 0
    for seed in range(12):
        sample, lesson = samples[seed % 2], crops.LARGE
        shown = crops.shown_of(crops.unpacked(sample), sample.faces, lesson, random.Random(seed))
        assert shown.rgb.shape == (lesson.height, lesson.width, 3)
        for face in shown.faces:
            if not crops.is_asked(face, lesson.width, lesson.height) or crops.size_px(face) < 40:
                continue
            (ax, ay), (bx, by) = face.landmarks[:2]
            assert ax < bx
            bridge = (round((ax + bx) / 2), round((ay + by) / 2))
            if all(
                0 <= x < lesson.width - 1 and 0 <= y < lesson.height - 1
                for x, y in (face.landmarks[0], face.landmarks[1], bridge)
            ):
                eye = shown.rgb[round(ay), round(ax)].mean()
                assert eye < 0.75 * shown.rgb[bridge[1], bridge[0]].mean()
                checked += 1
    assert checked >= 3


def test_the_recogniser_sees_only_clear_faces_and_people_seen_twice(school):
    faces = recogniser.load(school, "train")
    assert (faces.people >= 0).sum() == 12
    world = faces.people[faces.people < 0]
    assert len(world) == 2
    _, classes, count = recogniser._classes(faces)
    _, times = np.unique(world, return_counts=True)
    assert count == 3 + (times >= 2).sum() and len(np.unique(classes)) == count
    assert not recogniser.is_clear(FACE._replace(facing_deg=86.0))
    assert not recogniser.is_clear(FACE._replace(visible=0.7))
    assert not recogniser.is_clear(FACE._replace(box=(0.0, 0.0, 20.0, 27.0)))


def test_a_jittered_crop_stays_a_crop(school):
    crop = recogniser.load(school, "train").crops[0]
    draw = random.Random(1)
    several = [recogniser._jittered(crop, draw) for _ in range(20)]
    assert all(each.shape == (112, 112, 3) and each.dtype == np.uint8 for each in several)
    assert len({each.tobytes() for each in several}) == 20
    assert np.abs(np.mean(several, axis=0)[40:70, 30:80] - crop[40:70, 30:80]).mean() < 40


@pytest.mark.parametrize("keep", [0, 30, 4000])
def test_a_torn_file_is_one_sentence(school, keep):
    for path, read in (
        (school / "pictures" / "train" / "00000.npz", read_world),
        (school / "pictures" / "train" / "00000.npz", read_encoded),
        (school / "portraits" / "train" / "00000.npz", read_block),
    ):
        path.write_bytes(path.read_bytes()[:keep])
        with pytest.raises(RenderError, match=r"00000\.npz is torn .*; delete it and make") as caught:
            read(path)
        assert "\n" not in str(caught.value)


def test_missing_data_says_what_makes_it(tmp_path):
    for load in (crops.load, recogniser.load):
        with pytest.raises(RenderError, match=r"python -m tools\.training data"):
            load(tmp_path, "train")
