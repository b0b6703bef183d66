"""Framing, tested on the geometry of the camera and never on its labels."""

from __future__ import annotations

import pytest

from film.state import SHOT_SIZES, Camera
from tests.stage.floor_plans import PARLOUR, STUDIO, shot_plan
from tools.stage.blocking import block
from tools.stage.framing import HEADS_HIGH, compose, head_of
from tools.stage.ground import toward
from tools.stage.legal import is_legal
from tools.stage.lens import aim, project

WIDE = 16 / 9
COVERAGE = {
    "master": {"subjects": ("ada", "ben"), "size": "full"},
    "two shot": {"subjects": ("ada", "ben"), "size": "medium"},
    "single": {"subjects": ("ada",), "size": "medium_close"},
    "reverse": {"subjects": ("ben",), "size": "medium_close"},
    "over ben": {"subjects": ("ada",), "over": "ben", "size": "medium"},
    "over ada": {"subjects": ("ben",), "over": "ada", "size": "medium"},
}


def shoot(plan, ground, seed, aspect=WIDE, time_s=1.0):
    blocking = block(plan, ground)
    heads = {stand.character_id: head_of(stand, time_s, ground) for stand in blocking.stands}
    return blocking, heads, compose(plan.state.camera, blocking, ground, aspect, time_s=time_s, seed=seed)


def gaze_x(composed, from_head, to_head):
    """Which way somebody who looks at somebody looks across the picture: negative is left."""
    start, far = from_head.eyes, to_head.eyes
    ahead = tuple(a + 0.2 * (b - a) for a, b in zip(start, far, strict=True))
    seen = project(composed.view, composed.aspect, [start, ahead])
    return seen[1, 0] - seen[0, 0]


@pytest.mark.parametrize("ground", [STUDIO, PARLOUR], ids=["studio", "parlour"])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", list(COVERAGE))
def test_all_coverage_keeps_to_one_side_of_the_line(name, side, ground):
    for seed in range(12):
        camera = Camera(side=side, focal_mm=45, **COVERAGE[name])
        blocking, heads, composed = shoot(shot_plan(camera=camera), ground, seed)
        ada, ben = heads["ada"].eyes, heads["ben"].eyes
        front = toward(blocking.marks.front_yaw_deg)
        normal = (-(ben[2] - ada[2]), ben[0] - ada[0])
        if normal[0] * front[0] + normal[1] * front[1] < 0:
            normal = (-normal[0], -normal[1])
        eye = composed.view.eye
        assert (eye[0] - ada[0]) * normal[0] + (eye[2] - ada[2]) * normal[1] > 0
        both = project(composed.view, WIDE, [ada, ben])
        if (both[:, 2] > 0.1).all():
            assert both[0, 0] < both[1, 0]


@pytest.mark.parametrize("ground", [STUDIO, PARLOUR], ids=["studio", "parlour"])
def test_eyelines_of_two_singles_meet_across_the_cut(ground):
    for seed in range(12):
        looks = []
        for who, other in (("ada", "ben"), ("ben", "ada")):
            plan = shot_plan(camera=Camera(subjects=(who,), size="close", focal_mm=65))
            _, heads, composed = shoot(plan, ground, seed)
            looks.append(gaze_x(composed, heads[who], heads[other]))
        assert looks[0] > 0 > looks[1]


@pytest.mark.parametrize("aspect", [16 / 9, 2.39, 1.0, 9 / 16], ids=["16:9", "2.39", "square", "upright"])
@pytest.mark.parametrize("size", SHOT_SIZES)
def test_a_size_is_how_much_of_a_person_the_picture_holds(size, aspect):
    for seed in range(6):
        plan = shot_plan(cast=("ada",), camera=Camera(size=size, subjects=("ada",), focal_mm=50))
        _, heads, composed = shoot(plan, STUDIO, seed, aspect)
        head = heads["ada"]
        x, y, z = head.eyes
        ends = project(composed.view, aspect, [(x, y + head.height_m / 2, z), (x, y - head.height_m / 2, z)])
        heads_high = 1 / (ends[1, 1] - ends[0, 1])
        assert heads_high == pytest.approx(HEADS_HIGH[size], rel=0.3)
        seen = project(composed.view, aspect, [head.eyes])[0]
        assert 0.3 < seen[0] < 0.7
        assert 0.05 < seen[1] < 0.7


def test_sizes_get_closer_in_their_order():
    assert [HEADS_HIGH[size] for size in SHOT_SIZES] == sorted(HEADS_HIGH.values(), reverse=True)


def test_a_full_shot_holds_head_and_feet():
    for seed in range(10):
        plan = shot_plan(cast=("ben",), camera=Camera(size="full", subjects=("ben",), focal_mm=40))
        _, heads, composed = shoot(plan, STUDIO, seed)
        x, z = heads["ben"].feet
        ends = project(composed.view, WIDE, [(x, heads["ben"].crown_m, z), (x, 0.0, z)])
        assert ends[0, 1] > 0.0
        assert ends[1, 1] < 1.0


def test_a_look_has_room_in_front_of_it():
    for who, wanted in (("ada", -1), ("ben", 1)):
        off = []
        for seed in range(10):
            plan = shot_plan(camera=Camera(subjects=(who,), size="medium_close", focal_mm=50))
            _, heads, composed = shoot(plan, STUDIO, seed)
            off.append(project(composed.view, WIDE, [heads[who].eyes])[0, 0] - 0.5)
        assert sum(off) / len(off) * wanted > 0.04


def test_over_the_shoulder_has_both_heads_in_the_picture():
    for size in ("medium_full", "medium", "medium_close", "close"):
        for seed in range(8):
            plan = shot_plan(camera=Camera(subjects=("ada",), over="ben", size=size, focal_mm=50))
            _, heads, composed = shoot(plan, STUDIO, seed)
            ada, ben = project(composed.view, WIDE, [heads["ada"].eyes, heads["ben"].eyes])
            assert ben[2] < ada[2] - 0.3
            assert 0 < ada[0] < ben[0] < 1.05


@pytest.mark.parametrize(
    ("angle", "lowest", "highest"),
    [("low", -60, -8), ("eye_level", -8, 8), ("dutch", -8, 8), ("high", 15, 40), ("overhead", 45, 80)],
)
def test_angles_look_up_and_down(angle, lowest, highest):
    import math

    plan = shot_plan(cast=("ada",), camera=Camera(size="medium", subjects=("ada",), angle=angle))
    _, heads, composed = shoot(plan, STUDIO, 4)
    rise = composed.view.eye[1] - heads["ada"].eyes[1]
    above = math.degrees(math.atan2(rise, math.dist(composed.view.eye[::2], heads["ada"].eyes[::2])))
    assert lowest <= above <= highest
    assert (composed.view.roll_deg != 0) == (angle == "dutch")


@pytest.mark.parametrize("ground", [STUDIO, PARLOUR], ids=["studio", "parlour"])
def test_every_camera_is_legal_or_says_why_not(ground):
    for size in SHOT_SIZES:
        for angle in ("eye_level", "low", "high", "overhead", "dutch"):
            for side in ("left", "right"):
                for subjects, over in ((("ada",), None), (("ada", "ben"), None), (("ben",), "ada"), ((), None)):
                    camera = Camera(size=size, angle=angle, side=side, subjects=subjects, over=over, focal_mm=40)
                    _, _, composed = shoot(shot_plan(camera=camera), ground, 1)
                    blind = any("in front of" in said or "freely" in said for said in composed.moved)
                    assert blind or is_legal(ground, composed.view.eye, composed.watched)
                    low, high = ground.camera_box
                    assert all(low[i] <= composed.view.eye[i] <= high[i] for i in range(3))


def test_a_camera_that_has_to_move_says_so():
    plan = shot_plan(cast=("ada",), camera=Camera(size="wide", subjects=("ada",), focal_mm=85))
    _, _, composed = shoot(plan, PARLOUR, 1)
    assert composed.moved
    assert shoot(plan, STUDIO._replace(camera_box=STUDIO.camera_box._replace(high=(20.0, 9.0, 60.0))), 1)[2].moved == ()


@pytest.mark.parametrize("at", [(0.5, 0.5), (0.4, 0.33), (0.62, 0.7)])
def test_aim_puts_a_point_where_it_is_wanted(at):
    from tools.stage.renderer import View

    eye, point = (1.0, 1.7, 4.0), (-0.6, 1.5, -1.0)
    ahead = aim(eye, point, at, 35.0, WIDE)
    target = tuple(e + a for e, a in zip(eye, ahead, strict=True))
    seen = project(View(eye, target, 35.0), WIDE, [point])[0]
    assert seen[:2] == pytest.approx(at, abs=0.002)
