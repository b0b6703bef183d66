"""What faces say of a take: each measure holds on a good one and falls on the fault that it is there for."""

from __future__ import annotations

import numpy as np
import pytest

from film.series import Doing
from tests.fakes.plans import member, shot_plan
from tests.score import face_tracks as made
from tests.score.face_tracks import face
from tools.score.face import scoring as faces
from tools.score.face.geometry import aligned, alignment, yaw_of
from tools.score.face.identity import assigned, likeness
from tools.score.face.reading import FoundFace

BOTH = made.references("mara", "jon")
PAIR = shot_plan(
    cast=(member("mara", side="left"), member("jon", side="right")),
    doing=(Doing(character_id="mara", toward="camera"), Doing(character_id="jon", toward="camera")),
    camera={"subjects": ("mara", "jon"), "size": "medium"}, width=1920, height=1080,
)  # fmt: skip
ALONE = shot_plan("mara", cast=(member("mara", side="left"),), width=1920, height=1080)
GOOD = [(face("mara", 120, 45), face("jon", 360, 46))] * 4


def scored(plan, *frames: tuple[FoundFace, ...], known=None, footage=None):
    """Every score of a hand-made track, by name; the faces are named as ``faces.look`` names them."""
    known = BOTH if known is None else known
    track = assigned(made.track(*frames), [each.character_id for each in plan.cast], known, 10.0, 0.4)
    look = faces.Look(track, known, "", "insightface@test", 0.4)
    found = faces.score(plan, look, footage or made.footage(len(frames)))
    assert tuple(score.measure for score in found) == faces.MEASURES
    assert all(score.provenance == "decoded" and score.scorer == "insightface@test" for score in found)
    return {score.measure: score for score in found}


def values(plan, *frames, known=None) -> dict[str, float | None]:
    return {name: score.value for name, score in scored(plan, *frames, known=known).items()}


def test_a_good_take_stands_well_in_every_measure():
    found = values(PAIR, *GOOD)
    assert found["face_identity"] == found["face_identity_low"] == pytest.approx(1)
    assert (found["face_coverage"], found["cast_recall"], found["cast_precision"], found["screen_side"]) == (1, 1, 1, 1)
    assert 0.8 < found["face_size"] < 1.25
    assert found["reference_copied"] < 0.2


def test_identity_is_the_worst_persons_median_and_the_low_end_beside_it():
    frames = [(face("mara", 120), face("jon", 360, like=like)) for like in (0.9, 0.8, 0.7, 0.6, 0.2)]
    found = scored(PAIR, *frames)
    assert found["face_identity"].value == pytest.approx(0.7)
    assert found["face_identity"].evidence["who"] == "jon"
    assert found["face_identity_low"].value == pytest.approx(0.36)  # between 0.2 and 0.6, two fifths of the way


def test_another_person_in_somebodys_place_is_unlike_and_somebody_is_missing():
    frames = [(face("mara", 120), face("stranger", 360))] * 4
    found = scored(PAIR, *frames)
    assert found["face_identity"].value == pytest.approx(0, abs=1e-6)
    assert found["cast_recall"].value == 0.5
    assert found["cast_recall"].evidence["missing"] == "jon"
    assert found["cast_precision"].value == 1  # there are as many faces as people


def test_somebody_missing_is_a_fail_of_coverage_and_of_recall():
    found = scored(PAIR, *[(face("mara", 120),)] * 4)
    assert found["face_coverage"].value == 0
    assert found["face_coverage"].evidence["who"] == "jon"
    assert (found["cast_recall"].value, found["cast_precision"].value) == (0.5, 1)


def test_coverage_counts_the_frames_of_the_one_who_is_seen_least():
    found = scored(PAIR, *GOOD[:3], (face("mara", 120),))
    assert found["face_coverage"].value == 0.75
    assert found["cast_recall"].value == 1


def test_no_face_at_all_is_unknown_for_identity_and_no_coverage():
    found = scored(ALONE, (), (), ())
    assert (found["face_identity"].status, found["face_identity"].value) == ("unknown", None)
    assert found["face_identity"].evidence["why"] == "no face was found in 3 frames"
    assert found["face_coverage"].value == 0
    assert found["cast_recall"].value == 0


def test_a_stranger_lowers_precision_and_a_passer_by_does_not():
    stranger = [(*frame, face("stranger", 240, 40)) for frame in GOOD]
    assert values(PAIR, *stranger)["cast_precision"] == pytest.approx(8 / 12)
    passing = [(*frame, face("stranger", 240, 14)) for frame in GOOD]
    assert values(PAIR, *passing)["cast_precision"] == 1


def test_an_empty_frame_has_no_strangers_until_a_face_fills_it():
    empty = shot_plan(size="wide", width=1920, height=1080)
    assert values(empty, (face("stranger", 240, 12),), ())["cast_precision"] == 1
    found = scored(empty, (face("stranger", 240, 60),), ())
    assert found["cast_precision"].value == 0
    assert found["cast_precision"].evidence["strangers"] == 1
    assert found["face_identity"].status == "not_applicable"


def test_the_size_of_a_face_tells_another_shot_size():
    usual, wide = ((face("mara", height=height),) for height in (46, 20))
    assert values(ALONE, usual, usual)["face_size"] == pytest.approx(1, abs=0.05)
    assert values(ALONE, wide, wide)["face_size"] < 0.5
    assert scored(ALONE, (), ())["face_size"].status == "unknown"


def test_a_mirrored_pair_is_on_the_wrong_sides():
    mirrored = [(face("mara", 360), face("jon", 120))] * 3
    found = scored(PAIR, *mirrored)["screen_side"]
    assert (found.value, found.evidence["by"]) == (-1, "places")
    assert values(PAIR, *mirrored[:2], *GOOD[:1])["screen_side"] == pytest.approx(-1 / 3, abs=1e-6)


@pytest.mark.parametrize(
    ("side", "yaw_deg", "value"), [("left", 40, 1), ("left", -40, -1), ("right", -40, 1), ("left", 10, 0.347)]
)
def test_one_person_looks_away_from_their_own_side(side, yaw_deg, value):
    plan = shot_plan("mara", cast=(member("mara", side=side),), width=1920, height=1080)
    found = scored(plan, *[(face("mara", yaw_deg=yaw_deg),)] * 3)["screen_side"]
    assert found.value == pytest.approx(value, abs=0.01)
    assert found.evidence["by"] == "looks"


def test_a_look_into_the_lens_has_no_side():
    plan = ALONE.model_copy(update={"doing": (Doing(character_id="mara", toward="camera"),)})
    assert scored(plan, (face("mara", yaw_deg=-40),))["screen_side"].status == "not_applicable"


def picture(seed: int) -> np.ndarray:
    """(270, 480, 3) something with detail at the size of a face's."""
    import cv2

    coarse = np.random.default_rng(seed).integers(0, 255, (90, 160, 3), dtype=np.uint8)
    return cv2.resize(coarse, made.SIZE, interpolation=cv2.INTER_CUBIC)


def test_a_pasted_reference_is_told_from_the_same_face_photographed_again():
    import cv2

    reference = picture(1)
    shown = face("mara", 240, 100)
    known = {
        "mara": made.references("mara")["mara"]._replace(faces=np.stack([aligned(reference, shown.landmarks)] * 2))
    }

    def copied(frame: np.ndarray, at: FoundFace) -> float:
        colour = np.stack([picture(7), frame])
        found = scored(ALONE, (), (at,), known=known, footage=made.footage(2, colour))
        return found["reference_copied"].value

    assert copied(reference, shown) > 0.98
    smaller = cv2.resize(reference, (288, 162), interpolation=cv2.INTER_AREA)
    pasted = picture(3)
    pasted[50:212, 90:378] = smaller
    moved = shown._replace(landmarks=shown.landmarks * 0.6 + np.float32((90, 50)))
    assert copied(pasted, moved) > 0.9
    assert copied(picture(2), shown) < 0.3


def test_somebody_without_a_reference_makes_identity_unknown_and_nothing_else():
    only_mara = made.references("mara")
    found = scored(PAIR, *GOOD, known=only_mara)
    for measure in ("face_identity", "face_identity_low", "cast_recall", "cast_precision"):
        assert found[measure].status == "unknown", measure
    assert (found["face_coverage"].value, found["screen_side"].value) == (1, 1)


def test_the_scripts_own_picture_is_asked_nothing():
    found = scored(ALONE.model_copy(update={"still_sha256": "a" * 64}), ())
    assert {score.status for score in found.values()} == {"not_applicable"}


def test_whoever_may_turn_away_is_judged_where_they_can_be_read_and_else_not():
    walking = ALONE.model_copy(update={"doing": (Doing(character_id="mara", verb="walk"),)})
    away = scored(walking, *[(face("mara", yaw_deg=80, like=0.1),)] * 4)
    assert {away[name].status for name in ("face_identity", "face_coverage", "cast_recall")} == {"not_applicable"}
    assert scored(walking, (), ())["face_identity"].status == "not_applicable"
    read = scored(walking, *[(face("mara", yaw_deg=20, like=0.1),)] * 4)
    assert read["face_identity"].value == pytest.approx(0.1)


def test_turned_faces_count_only_where_there_are_no_others():
    turned, front = (face("mara", yaw_deg=80, like=0.2),), (face("mara", like=0.9),)
    assert values(ALONE, turned, turned, front)["face_identity"] == pytest.approx(0.9)
    assert values(ALONE, turned, turned, turned)["face_identity"] == pytest.approx(0.2)


def test_each_face_has_one_name_and_each_name_one_face():
    like_both = face("mara", 240, like=0.6)
    frames = assigned(made.track((like_both, face("mara", 360, like=0.9))), ("mara", "jon"), BOTH, 10.0, 0.4).frames
    assert [each.who for each in frames[0]] == ["jon", "mara"]
    small = assigned(made.track((face("mara", height=8),)), ("mara",), BOTH, 10.0, 0.4)
    assert small.frames[0][0].who is None


def test_what_the_detector_is_not_sure_of_goes_to_whom_it_is_like_and_is_else_nothing():
    turned, pattern = face("jon", 360, like=0.6)._replace(score=0.3), face("stranger", 240)._replace(score=0.3)
    track = assigned(made.track((face("mara", 120), turned, pattern)), ("mara", "jon"), BOTH, 10.0, 0.4)
    assert [each.who for each in track.frames[0]] == ["mara", "jon"]
    unlike = assigned(made.track((pattern,)), ("mara", "jon"), BOTH, 10.0, 0.4)
    assert unlike.frames == ((),)
    found = values(PAIR, *[(face("mara", 120), turned, pattern)] * 3)
    assert (found["face_coverage"], found["cast_precision"]) == (1, 1)


def test_likeness_is_the_mean_of_the_two_nearest_references():
    references = np.stack([made.direction("mara", like) for like in (0.9, 0.5, 0.1)])
    assert likeness(made.direction("mara")[None], references) == pytest.approx([0.7])
    assert likeness(made.direction("mara")[None], references[:1]) == pytest.approx([0.9])


@pytest.mark.parametrize("yaw_deg", [-80, -45, -10, 0, 25, 60])
@pytest.mark.parametrize("roll_deg", [-20, 0, 15])
def test_five_landmarks_tell_which_way_a_face_looks(yaw_deg, roll_deg):
    points = made.landmarks(100, 100, 60, yaw_deg)
    turn = np.radians(roll_deg)
    rolled = (points - 100) @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + 100
    assert yaw_of(rolled) == pytest.approx(yaw_deg, abs=8)


def test_a_face_is_aligned_as_recognisers_expect_it():
    from tools.score.face.geometry import TEMPLATE

    turn = np.radians(25)
    factor = 2.5 * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    found = TEMPLATE @ factor + (40, 17)
    move = alignment(found)
    assert np.allclose(found @ move[:, :2].T + move[:, 2], TEMPLATE, atol=1e-3)


def test_features_are_the_mean_of_somebodys_faces():
    track = assigned(made.track(*GOOD), ("mara", "jon"), BOTH, 10.0, 0.4)
    found = faces.features_of(faces.Look(track, BOTH, "", "insightface@test", 0.4))
    assert set(found) == {"mara", "jon"}
    assert found["mara"].faces == 4
    assert found["mara"].embedding @ made.direction("mara") == pytest.approx(1)
    assert faces.features_of(faces.Look(None, {}, "none", "faces@2")) == {}


def test_equal_faces_give_equal_scores():
    assert scored(PAIR, *GOOD) == scored(PAIR, *GOOD)
