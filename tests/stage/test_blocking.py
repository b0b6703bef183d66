"""Blocking: a scene keeps its marks, a take misses them a little, and nobody walks through a table."""

from __future__ import annotations

import pytest

from film.series import Doing
from film.state import Camera
from tests.stage.floor_plans import PARLOUR, STUDIO, shot_plan
from tools.stage.blocking import block, marks_of_scene, rehearsed
from tools.stage.ground import across, distance, turn_between, yaw_of
from tools.stage.paths import is_clear, length_of, route


def test_every_shot_of_a_scene_has_the_same_marks():
    wide = marks_of_scene(shot_plan(camera=Camera(size="wide")), STUDIO)
    close = marks_of_scene(shot_plan(shot_id="ep01/sc001/sh0099", camera=Camera(size="close")), STUDIO)
    assert wide == close


def test_another_scene_has_other_marks():
    here = marks_of_scene(shot_plan(), STUDIO)
    there = marks_of_scene(shot_plan(scene_id="ep01/sc002"), STUDIO)
    assert here.places != there.places


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("cast", [("ada", "ben"), ("ben", "ada"), ("ada", "ben", "cid", "dee")])
def test_left_people_stand_left_for_the_cameras_side(cast, side):
    plan = shot_plan(cast=cast, camera=Camera(side=side))
    for seed in range(20):
        blocking = block(plan, STUDIO, seed)
        right = across(blocking.marks.front_yaw_deg)
        x = {s.character_id: s.place(0)[0] * right[0] + s.place(0)[1] * right[1] for s in blocking.stands}
        assert x["ada"] < x["ben"]


def test_two_who_talk_face_each_other_opened_to_the_camera():
    blocking = block(shot_plan(), STUDIO, 5)
    for who, other in (("ada", "ben"), ("ben", "ada")):
        stand, partner = blocking.stand(who), blocking.stand(other)
        assert stand and partner
        off = turn_between(yaw_of(stand.place(0), partner.place(0)), stand.yaw_deg)
        assert abs(off) < 60
        to_camera = abs(turn_between(stand.yaw_deg, blocking.marks.front_yaw_deg))
        assert to_camera < 95


def test_another_seed_is_another_blocking_near_the_same_marks():
    plan = shot_plan()
    takes = [block(plan, STUDIO, seed) for seed in range(12)]
    places = {take.stand("ada").place(0) for take in takes}
    assert len(places) == 12
    mark = takes[0].marks.place("ada")
    missed = [distance(place, mark) for place in places]
    assert max(missed) < 1.2
    assert sum(missed) / len(missed) > 0.1


def test_the_same_seed_is_the_same_blocking():
    assert block(shot_plan(), PARLOUR, 9) == block(shot_plan(), PARLOUR, 9)


def test_nobody_stands_in_the_furniture():
    for seed in range(40):
        for stand in block(shot_plan(cast=("ada", "ben", "cid")), PARLOUR, seed).stands:
            assert PARLOUR.is_free(stand.place(0), margin=0.2)


def test_who_sits_takes_a_seat_and_sides_hold():
    doing = (Doing(character_id="ada", verb="sit"), Doing(character_id="ben", verb="sit"))
    for seed in range(10):
        blocking = block(shot_plan(doing=doing), PARLOUR, seed)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        assert ada.posture == ben.posture == "sit"
        assert ada.seat_m > 0 and ada.place(0) != ben.place(0)
        assert {ada.place(0), ben.place(0)} <= {seat.at for seat in PARLOUR.seats}


def test_without_a_seat_nobody_floats():
    blocking = block(shot_plan(doing=(Doing(character_id="ada", verb="sit"),)), STUDIO, 1)
    assert blocking.stand("ada").posture == "stand"


@pytest.mark.parametrize("verb", ["walk", "run", "enter", "leave"])
def test_walkers_move_at_a_human_pace_on_a_clear_way(verb):
    for seed in range(8):
        plan = shot_plan(cast=("ada",), doing=(Doing(character_id="ada", verb=verb),))
        stand = block(plan, PARLOUR, seed).stand("ada")
        assert stand.moves
        for before, after in zip(stand.track, stand.track[1:], strict=False):
            pace = distance(before.at, after.at) / (after.time_s - before.time_s)
            assert pace < 3.3
            assert is_clear(PARLOUR, before.at, after.at)


def test_who_enters_ends_on_the_mark_and_who_leaves_starts_there():
    plan = shot_plan(doing=(Doing(character_id="ada", verb="enter"), Doing(character_id="ben", verb="leave")))
    blocking = block(plan, STUDIO, 3)
    ada, ben = blocking.stand("ada"), blocking.stand("ben")
    assert distance(ada.place(plan.duration_s), blocking.marks.place("ada")) < 1.2
    assert distance(ben.place(0), blocking.marks.place("ben")) < 1.2
    assert distance(ada.place(0), ada.place(plan.duration_s)) > 0.3


def test_a_way_round_a_table_is_longer_than_the_straight_line():
    way = route(PARLOUR, (-0.9, -1.35), (0.9, -1.35))
    assert length_of(way) > 1.81
    assert len(way) > 2


def test_who_embraces_comes_close():
    plan = shot_plan(doing=(Doing(character_id="ada", verb="embrace", toward="ben"),))
    blocking = block(plan, STUDIO, 2)
    assert distance(blocking.stand("ada").place(0), blocking.stand("ben").place(0)) < 0.6


def test_two_at_a_table_keep_their_sides_and_face_each_other():
    doing = (Doing(character_id="ada", verb="sit"), Doing(character_id="ben", verb="sit"))
    for scene in ("ep01/sc001", "ep01/sc002", "ep02/sc009"):
        blocking = block(shot_plan(doing=doing, scene_id=scene), PARLOUR, 3)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        right = across(blocking.marks.front_yaw_deg)
        assert (ben.mark[0] - ada.mark[0]) * right[0] + (ben.mark[1] - ada.mark[1]) * right[1] > 0.5
        assert {ada.mark, ben.mark} == {(-0.9, -1.3), (0.9, -1.3)}


def test_who_talks_to_somebody_on_a_chair_stands_beside_it():
    doing = (Doing(character_id="ben", verb="sit"),)
    for seed in range(6):
        blocking = block(shot_plan(doing=doing), PARLOUR, seed)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        right = across(blocking.marks.front_yaw_deg)
        assert 0.5 < distance(ada.mark, ben.mark) < 1.8
        assert (ben.mark[0] - ada.mark[0]) * right[0] + (ben.mark[1] - ada.mark[1]) * right[1] > 0.3


def test_the_camera_is_set_up_for_marks_that_people_miss():
    blocking = block(shot_plan(), STUDIO, 8)
    on_marks = rehearsed(blocking)
    for stand in blocking.stands:
        wanted = on_marks.stand(stand.character_id)
        assert wanted.place(0) == stand.mark
        assert 0 < distance(stand.place(0), stand.mark) < 0.8
