"""Performances: pure functions of time, alive, planted on the floor, different by seed, silent unless speaking."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from film.series import Verb
from tools.stage.people.acting import Change, Performance, Waypoint, pose_at, visemes
from tools.stage.people.expressions import EXPRESSIONS, blink_at
from tools.stage.people.gait import foot_at, track_of
from tools.stage.people.person import Person, build_person, joints, pose_person
from tools.stage.people.skeleton import two_bone_reach

HERE = (Waypoint(0.0, 0.0, 0.0, 0.0, 0.0),)
WALK = (Waypoint(0.0, 0.0, 0.0, 0.0, 90.0), Waypoint(4.0, 5.0, 0.0, 0.0, 90.0))
RUN = (Waypoint(0.0, 0.0, 0.0, 0.0, 90.0), Waypoint(2.0, 6.2, 0.0, 0.0, 90.0))
SAID = ((0.0, 0.0, 0.0, 0.0), (0.3, 0.8, 0.1, 0.0), (0.6, 0.1, 0.0, 0.6), (0.9, 0.7, 0.2, 0.0), (1.2, 0.0, 0.0, 0.0))


@pytest.fixture(scope="module")
def ana() -> Person:
    return build_person(Identity(presents="woman", face_seed=3), Wardrobe(id="w", garment="shirt"), detail="far")


def planted(track, side: int, time_s: float) -> bool:
    return all(not (step.start_s < time_s < step.end_s) for step in track.steps[side][1:])


@pytest.mark.parametrize("path", [WALK, RUN], ids=["walk", "run"])
def test_planted_feet_do_not_skate(ana: Person, path):
    """Toes of a planted foot stay within 2 cm of where they were set down, as posed and not as planned."""
    act = Performance(path, "walk", seed=5)
    m = ana.measures
    track = track_of(path, float(m.joints["thigh_l"][1]), float(m.joints["foot_l"][0]) * 0.98, 5)
    for number, side in enumerate("lr"):
        ground: list[np.ndarray] = []
        for time_s in np.arange(-0.2, path[-1].time_s + 0.3, 1 / 48):
            if not planted(track, number, float(time_s)):
                ground = []
                continue
            toe = joints(ana, pose_at(ana, act, float(time_s)))[f"toe_{side}"]
            ground.append(toe)
            assert np.ptp(np.array(ground)[:, [0, 2]], axis=0).max() < 0.02


def test_feet_stand_on_the_floor(ana: Person):
    act = Performance(WALK, "walk", seed=1)
    for time_s in (0.0, 1.0, 1.4, 2.2, 4.2):
        positions, _ = pose_person(ana, pose_at(ana, act, time_s))
        assert -0.035 < positions[:, 1].min() < 0.02


def test_the_stride_suits_the_speed():
    slow = track_of(WALK, 0.88, 0.09, 1)
    fast = track_of(RUN, 0.88, 0.09, 1)
    strides = [
        5.0 / max(1, len(slow.steps[0]) + len(slow.steps[1]) - 3),
        6.2 / max(1, len(fast.steps[0]) + len(fast.steps[1]) - 3),
    ]
    assert 0.5 < strides[0] < 0.85 < strides[1] < 1.9


def test_a_runner_leaves_the_ground():
    track = track_of(RUN, 0.88, 0.09, 1)
    assert any(
        foot_at(track, 0, t).lift_m > 0.01 and foot_at(track, 1, t).lift_m > 0.01 for t in np.arange(0.6, 1.6, 0.02)
    )


def test_turning_on_the_spot_steps(ana: Person):
    path = (Waypoint(0.0, 0, 0, 0, 0.0), Waypoint(0.5, 0, 0, 0, 0.0), Waypoint(1.5, 0, 0, 0, 120.0))
    track = track_of(path, 0.88, 0.09, 2)
    assert all(any(step.end_s > step.start_s for step in steps) for steps in track.steps)
    act = Performance(path, "turn", seed=2)
    assert pose_at(ana, act, 0.0).yaw_deg == pytest.approx(0, abs=1)
    assert pose_at(ana, act, 2.0).yaw_deg == pytest.approx(120, abs=1)


def test_frames_may_be_asked_for_in_any_order(ana: Person):
    act = Performance(WALK, "walk", gaze_target=(5, 1.6, 2), mouth=SAID, seed=9)
    forward = [pose_at(ana, act, t) for t in (0.2, 0.8, 3.0)]
    backward = [pose_at(ana, act, t) for t in (3.0, 0.8, 0.2)][::-1]
    for a, b in zip(forward, backward, strict=True):
        assert a._replace(bends_deg=0) == b._replace(bends_deg=0) and np.array_equal(a.bends_deg, b.bends_deg)


def test_another_seed_is_another_performance(ana: Person):
    wrists = [joints(ana, pose_at(ana, Performance(HERE, seed=k, mouth=SAID), 0.8))["wrist_r"] for k in range(6)]
    apart = [np.linalg.norm(a - b) for i, a in enumerate(wrists) for b in wrists[i + 1 :]]
    assert max(apart) > 0.10 and np.median(apart) > 0.01


def test_people_breathe(ana: Person):
    chests = [pose_person(ana, pose_at(ana, Performance(HERE, seed=4), t))[0] for t in np.arange(0, 4, 0.5)]
    assert np.ptp(np.stack(chests), axis=0).max() > 0.002


def test_blinks_come_every_two_to_six_seconds():
    times = np.arange(0, 120, 1 / 60)
    shut = np.array([blink_at(8, float(t)) for t in times]) > 0.5
    starts = times[1:][shut[1:] & ~shut[:-1]]
    gaps = np.diff(starts)
    assert shut.any() and gaps.max() < 6.5
    assert np.median(gaps) > 2.0
    assert not np.array_equal(shut, np.array([blink_at(9, float(t)) for t in times]) > 0.5)


def test_only_a_speaker_opens_the_mouth(ana: Person):
    silent = [pose_at(ana, Performance(HERE, seed=2), t) for t in np.arange(0, 3, 0.1)]
    silent += [pose_at(ana, Performance(HERE, expression=mood, seed=2), 1.0) for mood in EXPRESSIONS]
    assert all(p.mouth_open == p.mouth_wide == p.mouth_round == 0 for p in silent)
    spoken = pose_at(ana, Performance(HERE, seed=2, mouth=SAID), 0.3)
    assert spoken.mouth_open == pytest.approx(0.8)
    assert pose_at(ana, Performance(HERE, seed=2, mouth=SAID), 1.5).mouth_open == 0


def test_eyes_meet_their_target(ana: Person):
    for target in ((0.8, 1.6, 2.0), (-1.5, 1.2, 2.0), (0.0, 1.9, 3.0)):
        act = Performance(HERE, gaze_target=target, seed=6)
        angles = []
        for time_s in np.arange(0.2, 1.4, 0.2):
            pose = pose_at(ana, act, float(time_s))
            found = joints(ana, pose)
            positions, _ = pose_person(ana, pose)
            front = (ana.mesh.uv[:, 2] > 0.999) & (np.linalg.norm(positions - found["eye_l"], axis=1) < 0.03)
            looks = positions[front].mean(0) - found["eye_l"]
            wants = np.array(target) - found["eye_l"]
            angles.append(np.degrees(np.arccos(looks @ wants / np.linalg.norm(looks) / np.linalg.norm(wants))))
        assert np.median(angles) < 7


def test_eyes_lead_the_head(ana: Person):
    act = Performance(HERE, "look", gaze_target=(3.0, 1.6, 1.5), seed=6, act_at_s=0.5)
    early, late = pose_at(ana, act, 0.66), pose_at(ana, act, 2.0)
    assert early.gaze_yaw_deg > 15 and early.head_yaw_deg < 0.4 * late.head_yaw_deg
    assert late.head_yaw_deg > 30


def test_a_head_does_not_turn_backwards(ana: Person):
    pose = pose_at(ana, Performance(HERE, gaze_target=(0.3, 1.6, -4.0), seed=6), 1.0)
    assert abs(pose.head_yaw_deg) < 75 and abs(pose.gaze_yaw_deg) <= 27


def test_sitting_puts_the_hips_on_the_seat(ana: Person):
    seated = (Change(float("-inf"), "sit", 0.0, 0.45, 0.26),)
    found = joints(ana, pose_at(ana, Performance(HERE, "sit", changes=seated, seed=3), 1.0))
    assert 0.42 < found["hip_l"][1] < 0.62
    assert found["knee_l"][2] - found["hip_l"][2] > 0.25
    assert found["knee_l"][1] - found["ankle_l"][1] > 0.25


def test_pointing_aims_the_hand(ana: Person):
    target = (0.6, 1.5, 4.0)
    found = joints(ana, pose_at(ana, Performance(HERE, "point", gaze_target=target, seed=3), 2.0))
    best = 0.0
    for side in "lr":
        arm = found[f"hand_{side}"] - found[f"shoulder_{side}"]
        line = np.array(target) - found[f"shoulder_{side}"]
        best = max(best, float(arm @ line / np.linalg.norm(arm) / np.linalg.norm(line)))
    assert best > np.cos(np.radians(12))


@pytest.mark.parametrize("verb", get_args(Verb))
def test_every_verb_of_the_vocabulary_can_be_played(ana: Person, verb: str):
    for time_s in (0.0, 0.7, 2.4):
        positions, normals = pose_person(
            ana, pose_at(ana, Performance(HERE, verb, gaze_target=(1, 1.5, 2), seed=3), time_s)
        )
        assert np.isfinite(positions).all() and np.isfinite(normals).all()
        assert positions[:, 1].min() > -0.12


def test_a_limb_reaches_its_goal():
    goal = np.array([0.1, -0.35, 0.2])
    upper, lower = two_bone_reach(np.zeros(3), (0.28, 0.25), goal, np.array([0.0, 0.0, -1.0]))
    assert np.allclose(upper * 0.28 + lower * 0.25, goal, atol=1e-6)


def test_visemes_follow_the_sounds():
    keys = visemes([(0.0, 0.08, "m"), (0.08, 0.25, "ɑː"), (0.25, 0.33, "p"), (0.33, 0.5, "uː"), (1.2, 1.3, "iː")])
    assert (np.diff(keys[:, 0]) >= 0).all() and keys[:, 1:].min() >= 0 and keys[:, 1:].max() <= 1

    def at(time_s: float) -> np.ndarray:
        return np.array([np.interp(time_s, keys[:, 0], keys[:, i]) for i in (1, 2, 3)])

    assert at(0.12)[0] > 0.6  # an open vowel
    assert at(0.24)[0] < 0.1  # lips shut for p
    assert at(0.37)[2] > 0.6  # rounded
    assert at(1.20)[1] > 0.5  # spread
    assert at(0.85)[0] == 0  # a pause
    assert visemes([]).shape == (0, 4)
    with pytest.raises(ValueError, match="ends"):
        visemes([(0.4, 0.2, "a")])


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5, 0.75])
@pytest.mark.parametrize("sound_s", [0.04, 0.07, 0.12])
def test_no_closed_lips_fall_between_two_pictures(ana: Person, phase: float, sound_s: float):
    """However the frames of 24 a second lie, one shows lips that are shut for the p of "apa"."""
    said = [(0.0, 0.2, "ɑ"), (0.2, 0.2 + sound_s, "p"), (0.2 + sound_s, 0.4 + sound_s, "ɑ")]
    act = Performance(HERE, mouth=tuple(map(tuple, visemes(said))), seed=1)
    opened = [pose_at(ana, act, (frame + phase) / 24).mouth_open for frame in range(1, 14)]
    assert min(opened[2:7]) < 0.08 and max(opened) > 0.5
