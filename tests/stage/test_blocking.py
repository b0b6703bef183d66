"""Blocking: a scene is played once on its marks, and nobody walks through a table."""

from __future__ import annotations

import pytest

from film.series import Doing
from film.staging import Station, Step
from film.state import Camera
from tests.stage.floor_plans import PARLOUR, STUDIO, shot_plan
from tools.stage.blocking import block, marks_of_scene
from tools.stage.ground import across, distance, turn_between, yaw_of
from tools.stage.paths import is_clear, length_of, route

SIT = Station(opens="sit")


def in_place(plan, seed: int):
    """The same shot in another place of the same kind: other marks."""
    return plan.model_copy(update={"place": plan.place.model_copy(update={"seed": seed})})


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
        blocking = block(in_place(plan, seed), STUDIO)
        right = across(blocking.marks.front_yaw_deg)
        x = {s.character_id: s.place(0)[0] * right[0] + s.place(0)[1] * right[1] for s in blocking.stands}
        assert x["ada"] < x["ben"]


def test_two_who_talk_face_each_other_opened_to_the_camera():
    blocking = block(shot_plan(), STUDIO)
    for who, other in (("ada", "ben"), ("ben", "ada")):
        stand, partner = blocking.stand(who), blocking.stand(other)
        assert stand and partner
        off = turn_between(yaw_of(stand.place(0), partner.place(0)), stand.yaw_deg)
        assert abs(off) < 60
        to_camera = abs(turn_between(stand.yaw_deg, blocking.marks.front_yaw_deg))
        assert to_camera < 95


def test_a_camera_moves_nobody():
    views = [Camera(), Camera(size="extreme_close", angle="high", side="right"), Camera(size="wide", focal_mm=20)]
    found = [block(shot_plan(camera=view, shot_id=f"ep01/sc001/sh{n:04d}"), PARLOUR) for n, view in enumerate(views)]
    assert len({each.stands for each in found}) == 1


def test_nobody_stands_in_the_furniture():
    for seed in range(40):
        for stand in block(in_place(shot_plan(cast=("ada", "ben", "cid")), seed), PARLOUR).stands:
            assert PARLOUR.is_free(stand.place(0), margin=0.2)


def test_who_sits_takes_a_seat_and_sides_hold():
    doing = (Doing(character_id="ada", verb="sit"), Doing(character_id="ben", verb="sit"))
    plan = shot_plan(doing=doing, stations={"ada": SIT, "ben": SIT})
    for seed in range(10):
        blocking = block(in_place(plan, seed), PARLOUR)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        assert ada.posture == ben.posture == "sit"
        assert ada.seat_m > 0 and ada.mark != ben.mark
        assert {ada.mark, ben.mark} <= {seat.at for seat in PARLOUR.seats}


def test_without_a_seat_nobody_floats():
    for stations in ({}, {"ada": SIT}):
        blocking = block(shot_plan(doing=(Doing(character_id="ada", verb="sit"),), stations=stations), STUDIO)
        assert blocking.stand("ada").posture == "stand"


def test_who_sits_down_goes_to_a_chair_first():
    plan = shot_plan(cast=("ada",), doing=(Doing(character_id="ada", verb="sit"),), frames=144)
    for seed in range(8):
        stand = block(in_place(plan, seed), PARLOUR).stand("ada")
        (change,) = stand.changes
        assert change.posture == "sit" and change.time_s > 0.2
        assert min(distance(stand.track[-1].at, seat.at) for seat in PARLOUR.seats) == pytest.approx(0.26, abs=0.01)
        assert stand.eyes_at(0.0) > 1.4 > stand.eyes_at(change.time_s + 2.0)


@pytest.mark.parametrize("verb", ["walk", "run", "enter", "leave"])
def test_walkers_move_at_a_human_pace_on_a_clear_way(verb):
    for seed in range(8):
        opens = {"enter": "off", "leave": "stand"}.get(verb, "coming" if seed % 2 else "stand")
        plan = shot_plan(
            cast=("ada",), doing=(Doing(character_id="ada", verb=verb),), stations={"ada": Station(opens=opens)}
        )
        stand = block(in_place(plan, seed), PARLOUR).stand("ada")
        assert stand.moves
        for before, after in zip(stand.track, stand.track[1:], strict=False):
            pace = distance(before.at, after.at) / (after.time_s - before.time_s)
            assert pace < 3.3
            assert is_clear(PARLOUR, before.at, after.at)


def test_who_enters_ends_on_the_mark_and_who_leaves_starts_there():
    doing = (Doing(character_id="ada", verb="enter"), Doing(character_id="ben", verb="leave"))
    plan = shot_plan(doing=doing, stations={"ada": Station(opens="off")})
    blocking, opened = block(plan, STUDIO), marks_of_scene(plan, STUDIO)
    ada, ben = blocking.stand("ada"), blocking.stand("ben")
    assert distance(ada.place(plan.duration_s), opened.place("ada")) < 0.1
    assert distance(ben.place(0), opened.place("ben")) < 0.1
    assert distance(ada.place(0), ada.place(plan.duration_s)) > 0.3


def test_who_embraces_comes_close_and_both_take_part():
    plan = shot_plan(doing=(Doing(character_id="ada", verb="embrace", toward="ben"),))
    blocking = block(plan, STUDIO)
    ada, ben = blocking.stand("ada"), blocking.stand("ben")
    assert distance(ada.place(plan.duration_s), ben.place(plan.duration_s)) < 0.5
    assert (ada.meets, ben.meets) == ("ben", "ada")
    assert ada.meeting == ben.meeting == "embrace"
    assert abs(turn_between(yaw_of(ada.mark, ben.mark), ada.yaw_deg)) < 10
    assert abs(turn_between(yaw_of(ben.mark, ada.mark), ben.yaw_deg)) < 10


def test_two_at_a_table_keep_their_sides_and_face_each_other():
    doing = (Doing(character_id="ada", verb="sit"), Doing(character_id="ben", verb="sit"))
    for scene in ("ep01/sc001", "ep01/sc002", "ep02/sc009"):
        blocking = block(shot_plan(doing=doing, scene_id=scene, stations={"ada": SIT, "ben": SIT}), PARLOUR)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        right = across(blocking.marks.front_yaw_deg)
        assert (ben.mark[0] - ada.mark[0]) * right[0] + (ben.mark[1] - ada.mark[1]) * right[1] > 0.5
        assert {ada.mark, ben.mark} == {(-0.9, -1.3), (0.9, -1.3)}


def test_who_talks_to_somebody_on_a_chair_stands_beside_it():
    plan = shot_plan(doing=(Doing(character_id="ben", verb="sit"),), stations={"ben": SIT})
    for seed in range(6):
        blocking = block(in_place(plan, seed), PARLOUR)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        right = across(blocking.marks.front_yaw_deg)
        assert 0.5 < distance(ada.mark, ben.mark) < 1.8
        assert (ben.mark[0] - ada.mark[0]) * right[0] + (ben.mark[1] - ada.mark[1]) * right[1] > 0.3


def later(at_s: float, *steps: Step, who: str = "ada", opens="stand", **more):
    """A shot at ``at_s`` that finds somebody after ``steps``."""
    return shot_plan(stations={who: Station(opens=opens, steps=steps)}, shot_id="ep01/sc001/sh0020", at_s=at_s, **more)


def test_a_walk_goes_on_through_the_cut():
    walk = (Doing(character_id="ada", verb="walk"),)
    first = block(shot_plan(cast=("ada",), doing=walk, frames=72), STUDIO).stand("ada")
    then = block(later(1.5, Step(verb="walk", at_s=0.0, for_s=3.0), cast=("ada",), frames=72), STUDIO).stand("ada")
    assert distance(first.place(0), first.place(2.9)) > 2.0
    for time_s in (1.5, 1.6, 2.0, 2.9):
        assert distance(first.place(time_s), then.place(time_s)) < 1e-9
    goes_on = block(
        later(1.5, Step(verb="walk", at_s=0.0, for_s=1.5), doing=walk, cast=("ada",), frames=96), STUDIO
    ).stand("ada")
    assert distance(goes_on.place(1.6), first.place(1.6)) < 1e-6
    assert distance(goes_on.place(5.0), first.place(1.5)) > distance(then.place(5.0), then.place(1.5)) - 0.1


def test_a_stroll_in_company_stays_within_earshot():
    for seed in range(12):
        plan = in_place(shot_plan(doing=(Doing(character_id="ada", verb="walk"),), frames=120), seed)
        blocking = block(plan, STUDIO)
        ada, ben = blocking.stand("ada"), blocking.stand("ben")
        assert distance(ada.mark, ben.mark) < 2.5
        right = across(marks_of_scene(plan, STUDIO).front_yaw_deg)
        assert (ben.mark[0] - ada.mark[0]) * right[0] + (ben.mark[1] - ada.mark[1]) * right[1] > 0.25


def test_who_walked_over_is_there_and_who_sat_sits():
    over = block(later(9.0, Step(verb="walk", toward="ben", at_s=0.0, for_s=3.0)), STUDIO)
    assert distance(over.stand("ada").place(9.0), over.stand("ben").place(9.0)) < 1.1
    assert not over.stand("ada").moves
    sat = block(later(9.0, Step(verb="sit", at_s=0.0, for_s=3.0)), PARLOUR).stand("ada")
    assert sat.posture == "sit" and sat.mark in {seat.at for seat in PARLOUR.seats}
    up = block(
        later(19.0, Step(verb="sit", at_s=0.0, for_s=3.0), Step(verb="stand", at_s=9.0, for_s=3.0)), PARLOUR
    ).stand("ada")
    assert up.posture == "stand" and up.eyes_at(19.0) > 1.4


def test_who_left_is_gone():
    gone = block(later(30.0, Step(verb="leave", at_s=0.0, for_s=3.0), cast=("ben",), present=("ada", "ben")), STUDIO)
    assert not gone.stand("ada").here
    assert [who for who, _, _ in gone.marks.places] != []
    back = block(
        later(30.0, Step(verb="leave", at_s=0.0, for_s=3.0), doing=(Doing(character_id="ada", verb="enter"),)), STUDIO
    )
    assert back.stand("ada").moves and back.stand("ada").here


def test_a_shot_that_only_watches_does_not_change_the_way():
    steps = (Step(verb="walk", at_s=0.0, for_s=3.0), Step(verb="sit", at_s=6.0, for_s=3.0))
    early = block(later(3.0, steps[0]), PARLOUR).stand("ada")
    late = block(later(30.0, *steps), PARLOUR).stand("ada")
    assert early.path[-1].time_s < 6.0
    assert late.path[: len(early.path) - 1] == early.path[:-1]


def test_a_way_round_a_table_is_longer_than_the_straight_line():
    way = route(PARLOUR, (-0.9, -1.35), (0.9, -1.35))
    assert length_of(way) > 1.81
    assert len(way) > 2


def test_two_hold_each_other_as_long_as_the_shots_say_so():
    hug = Step(verb="embrace", toward="ben", at_s=0.0, for_s=3.0)
    again = (Doing(character_id="ada", verb="embrace", toward="ben"),)
    assert block(later(6.0, hug, doing=again), STUDIO).stand("ben").meeting == "embrace"
    assert block(later(6.0, hug), STUDIO).stand("ben").meeting is None
    kneels = (Doing(character_id="ada", verb="kneel"),)
    for at_s in (1.0, 6.0):
        assert block(later(at_s, hug, doing=kneels), STUDIO).stand("ben").meeting is None
    gone = (Doing(character_id="ben", verb="leave"),)
    assert block(later(3.0, hug, doing=gone), STUDIO).stand("ada").meets is None
