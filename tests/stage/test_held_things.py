"""Hands close, and what they hold goes with them: plumb where it hangs, turning where it is gripped."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from film.series import HeldProp
from tools.stage.people.acting import Performance, Pose, Waypoint, pose_at
from tools.stage.people.gestures import Hand
from tools.stage.people.grips import grip_of
from tools.stage.people.limbs import arm_bends
from tools.stage.people.person import Person, build_person, joints, pose_person
from tools.stage.people.props import UPRIGHT, light_of
from tools.stage.people.skeleton import INDEX

MARA = Identity(presents="woman", age=29, face_seed=11)
SHIRT = Wardrobe(id="shirt")
KINDS = get_args(HeldProp)
OPEN, FIST = (Hand((0.1, -0.5, 0.6), curl_deg=c, index_deg=c, thumb=(-0.15, 1.0, 0.25)) for c in (8.0, 88.0))


def person(kind: str | None = None) -> Person:
    return build_person(MARA, SHIRT, detail="far", holding=kind)


def posed(who: Person, right: Hand, left: Hand | None = None, time_s: float = 0.0) -> Pose:
    pose = pose_at(who, Performance((Waypoint(0.0, 0.0, 0.0, 0.0),)), time_s)
    bends = pose.bends_deg.copy()
    arm_bends(who, bends, "r", right)
    if left is not None:
        arm_bends(who, bends, "l", left)
    return pose._replace(bends_deg=bends)


def thing_of(who: Person) -> np.ndarray:
    """Which vertices are the held thing's."""
    return (who.bones[:, 0] == INDEX["prop_r"]) & (who.shares[:, 0] > 0.99)


def reach_of(who: Person, hand: Hand, bone: str) -> float:
    """How far from the wrist what hangs on a bone of the right hand reaches, metres."""
    pose = posed(who, hand)
    points, _ = pose_person(who, pose)
    mine = (who.bones[:, 0] == INDEX[bone]) & (who.shares[:, 0] > 0.6)
    return float(np.linalg.norm(points[mine] - joints(who, pose)["wrist_r"], axis=1).max())


def test_a_fist_draws_in_every_finger():
    who = person()
    for bone in ("fingertips_r", "index_tip_r"):
        assert reach_of(who, FIST, bone) < 0.72 * reach_of(who, OPEN, bone)


def test_a_pointing_hand_leaves_the_index_out():
    who = person()
    pointing = FIST._replace(index_deg=2.0)
    assert reach_of(who, pointing, "index_tip_r") > 1.35 * reach_of(who, pointing, "fingertips_r")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_may_be_held_is_built_and_hangs_on_the_right_hand(kind):
    empty, who = person(), person(kind)
    thing = thing_of(who)
    assert thing.sum() == len(who.mesh.positions) - len(empty.mesh.positions) >= 8
    assert np.isfinite(who.mesh.positions).all()
    assert np.allclose(np.linalg.norm(who.mesh.normals[thing], axis=1), 1, atol=1e-3)
    extra = len(who.mesh.triangles) - len(empty.mesh.triangles)
    assert 12 <= extra < 2400
    hand = joints(who, posed(who, grip_of(kind).main))["hand_r"]
    points, _ = pose_person(who, posed(who, grip_of(kind).main))
    low, high = points[thing].min(0) - 0.10, points[thing].max(0) + 0.10
    assert (hand > low).all() and (hand < high).all(), "the hand is at the thing"
    assert points[thing][:, 1].min() > -0.06, "nothing sinks into the floor"


def test_a_lantern_stays_plumb_and_a_sword_turns_with_the_hand():
    level, turned = (Hand((0.0, -0.4, 0.6), thumb=thumb) for thumb in ((-0.15, 1.0, 0.25), (-1.0, 0.1, 0.3)))
    for kind, plumb in (("lantern", True), ("sword", False)):
        who = person(kind)
        thing = thing_of(who)
        shapes = []
        for hand in (level, turned):
            points, _ = pose_person(who, posed(who, hand))
            shapes.append(points[thing] - points[thing].mean(0))
        assert (np.abs(shapes[0] - shapes[1]).max() < 1e-3) == plumb


def test_an_umbrella_covers_the_head():
    who = person("umbrella")
    pose = posed(who, grip_of("umbrella").main)
    points, _ = pose_person(who, pose)
    canopy, crown = points[thing_of(who)], joints(who, pose)["crown"]
    assert canopy[:, 1].max() > crown[1] + 0.15
    above = canopy[canopy[:, 1] > crown[1]]
    assert above[:, 0].min() < crown[0] < above[:, 0].max()
    assert above[:, 2].min() < crown[2] < above[:, 2].max()


def test_two_handed_things_have_a_hand_on_either_side():
    for kind in ("book", "box", "letter"):
        who, grip = person(kind), grip_of(kind)
        assert grip.other is not None
        pose = posed(who, grip.main, grip.other)
        points, _ = pose_person(who, pose)
        middle = points[thing_of(who)].mean(0)
        found = joints(who, pose)
        between = (found["wrist_r"][0] + found["wrist_l"][0]) / 2
        assert abs(middle[0] - between) < 0.09


def test_a_telephone_goes_to_the_ear_of_whoever_speaks():
    who = person("phone")
    ear = {}
    for speaking in (False, True):
        pose = posed(who, grip_of("phone", speaking=speaking).main)
        points, _ = pose_person(who, pose)
        ear[speaking] = float(np.linalg.norm(points[thing_of(who)] - joints(who, pose)["head"], axis=1).min())
    assert ear[True] < 0.22 < ear[False]


def test_what_burns_sheds_light_and_what_does_not_sheds_none():
    for kind in KINDS:
        assert (light_of(kind) is not None) == (kind in ("lantern", "candle"))
    assert set(KINDS) > UPRIGHT
