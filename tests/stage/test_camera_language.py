"""Crane, whip pan, rack focus, dolly zoom and follow: each does what a crew means by its name."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from film.state import Camera, Move
from tests.stage.floor_plans import PARLOUR, STUDIO, shot_plan
from tests.stage.test_moves import WIDE, ride
from tools.stage.blocking import block
from tools.stage.framing import compose, head_of, people_at
from tools.stage.legal import stands_free
from tools.stage.lens import aim, axes, project
from tools.stage.moves import plan_path, view_at
from tools.stage.travel import KEYFRAME_BY, travel_at, whip_window


def pair(
    kind,
    *,
    cast=("ada", "ben"),
    subjects=("ada", "ben"),
    over=None,
    target=None,
    size="medium_close",
    focal=50.0,
    speed=1.0,
    seed=1,
    **more,
):
    """A move between two people: the composition, its path, a view for each frame of four seconds, and their heads."""
    move = Move(kind=kind, target=target, speed=speed, **more)
    plan = shot_plan(cast=cast, camera=Camera(size=size, subjects=subjects, over=over, focal_mm=focal, move=move))
    blocking = block(plan, STUDIO)
    heads = {stand.character_id: head_of(stand, 1.0, STUDIO) for stand in blocking.stands}
    composed = compose(plan.state.camera, blocking, STUDIO, WIDE, time_s=1.0, seed=seed)
    path = plan_path(composed, move, 4.0, STUDIO, seed)
    return composed, path, [view_at(path, n / 24, lambda _: composed.subject) for n in range(97)], heads


@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("size", ["full", "medium", "close"])
@pytest.mark.parametrize("easing", ["linear", "ease_in", "ease_out", "ease_in_out"])
def test_a_dolly_zoom_keeps_the_subject_and_changes_the_place(direction, size, easing):
    composed, _, views = ride("dolly_zoom", size=size, speed=2.0, direction=direction, easing=easing)
    x, y, z = composed.subject
    out = axes(composed.view)[2]
    behind = np.asarray(composed.subject) + 3.0 * out
    tall = [np.ptp(project(v, WIDE, [(x, y + 0.01, z), (x, y - 0.01, z)])[:, 1]) for v in views]
    far = [
        np.ptp(project(v, WIDE, [np.add(behind, (0, 0.01, 0)), np.subtract(behind, (0, 0.01, 0))])[:, 1]) for v in views
    ]
    assert max(tall) / min(tall) < 1.02
    assert max(far) / min(far) > 1.25
    assert (far[-1] < far[0]) == (direction == "in")
    assert (math.dist(views[-1].eye, composed.subject) < math.dist(views[0].eye, composed.subject)) == (
        direction == "in"
    )
    places = np.array([project(v, WIDE, [composed.subject])[0, :2] for v in views])
    assert np.ptp(places, axis=0).max() < 0.004


def test_a_dolly_zoom_keeps_the_size_of_who_walks():
    composed, path, _ = ride("dolly_zoom", size="medium")
    walk = [
        (composed.subject[0] + 0.3 * t, composed.subject[1], composed.subject[2] + 0.2 * t) for t in (0.0, 2.0, 4.0)
    ]
    tall = []
    for t, (x, y, z) in zip((0.0, 2.0, 4.0), walk, strict=True):
        view = view_at(path, t, lambda _, here=(x, y, z): here)
        up = 0.01 * axes(view)[1]
        tall.append(np.ptp(project(view, WIDE, [np.add((x, y, z), up), np.subtract((x, y, z), up)])[:, 1]))
    assert max(tall) / min(tall) < 1.02


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_crane_goes_up_or_down_on_an_arc(direction):
    composed, _, views = ride("crane", size="full", direction=direction, seconds=5.0)
    places = np.array([view.eye for view in views])
    rise = places[-1, 1] - places[0, 1]
    assert abs(rise) > 0.25 * composed.distance_m and (rise > 0) == (direction == "up")
    # An arc: all places lie on one circle in an upright plane, and it is plainly not a straight line.
    ahead = axes(composed.view)[2] * (1, 0, 1)
    along = places @ (ahead / np.linalg.norm(ahead))
    a = np.stack([2 * along, 2 * places[:, 1], np.ones(len(along))], 1)
    (centre_x, centre_y, rest), *_ = np.linalg.lstsq(a, along**2 + places[:, 1] ** 2, rcond=None)
    radius = math.sqrt(rest + centre_x**2 + centre_y**2)
    assert np.hypot(along - centre_x, places[:, 1] - centre_y) == pytest.approx(radius, rel=1e-3)
    assert np.ptp(along) > 0.05 * abs(rise)
    for view in views:
        assert project(view, WIDE, [composed.subject])[0, :2] == pytest.approx(composed.at, abs=0.01)


def test_a_crane_up_begins_near_its_frame_and_a_crane_down_ends_there():
    for direction, frame in (("up", 0), ("down", -1)):
        composed, _, views = ride("crane", size="full", direction=direction)
        assert math.dist(views[frame].eye, composed.view.eye) < 0.12 * composed.distance_m


def test_a_whip_pan_goes_from_the_first_to_the_next_and_rests_on_both():
    composed, path, views, heads = pair("whip_pan")
    assert composed.ends is not None
    start, end = whip_window(path.course)
    assert end - start < 0.6 and end < 0.4 * 4.0
    first, last = views[0], views[-1]
    assert 0.3 < project(first, WIDE, [heads["ada"].eyes])[0, 0] < 0.7
    assert 0.3 < project(last, WIDE, [heads["ben"].eyes])[0, 0] < 0.7
    assert first.eye == last.eye
    for time_s, view in enumerate(views):
        if time_s / 24 < start or time_s / 24 > end:
            assert view.target in (first.target, last.target)
    turned = np.degrees([np.linalg.norm(axes(b)[2] - axes(a)[2]) for a, b in pairwise(views)])
    assert turned.max() > 2.5  # a pan at the usual speed turns by a tenth of a degree
    assert views[round(KEYFRAME_BY * 96) + 1].target == last.target


@pytest.mark.parametrize(("target", "ends_on"), [(None, "ben"), ("ada", "ada"), ("ben", "ben"), ("nobody", "ben")])
def test_a_whip_pan_ends_on_whom_it_is_aimed_at(target, ends_on):
    composed, _, views, heads = pair("whip_pan", target=target)
    assert composed.subjects == (ends_on,)
    assert 0.3 < project(views[-1], WIDE, [heads[ends_on].eyes])[0, 0] < 0.7


@pytest.mark.parametrize(("direction", "side"), [("right", -1), ("left", 1)])
def test_a_whip_pan_with_nobody_to_leave_comes_from_the_side(direction, side):
    composed, _, views, heads = pair("whip_pan", cast=("ada",), subjects=("ada",), direction=direction)
    assert composed.ends is None
    turn = axes(views[0])[2] @ axes(views[-1])[0]
    assert math.copysign(1, turn) == side and abs(turn) > 0.5
    assert 0.25 < project(views[-1], WIDE, [heads["ada"].eyes])[0, 0] < 0.75


@pytest.mark.parametrize("over", [None, "ben"])
def test_a_rack_focus_goes_from_one_face_to_the_other(over):
    subjects = ("ada",) if over else ("ada", "ben")
    composed, _, views, heads = pair("rack_focus", subjects=subjects, over=over)
    first, last = ("ben", "ada") if over else ("ada", "ben")
    depths = {who: project(composed.view, WIDE, [heads[who].eyes])[0, 2] for who in heads}
    assert views[0].focus_m == pytest.approx(depths[first], rel=1e-6)
    assert views[-1].focus_m == pytest.approx(depths[last], rel=1e-6)
    focus = np.array([view.focus_m for view in views])
    way = np.diff(focus) * np.sign(focus[-1] - focus[0])
    assert (way >= -1e-9).all()
    assert np.abs(np.diff(1 / focus, 2)).max() < 0.02
    assert all(view.eye == views[0].eye and view.target == views[0].target for view in views)


def test_a_pull_of_focus_is_seen():
    """Whoever is not in focus has a blur circle of at least half a percent of the width, also on a stopped-down lens."""
    from film.optics import blur_circle_mm

    for seed in range(6):
        composed, _, views, heads = pair("rack_focus", focal=35.0, seed=seed)
        depths = [project(composed.view, WIDE, [heads[who].eyes])[0, 2] for who in ("ada", "ben")]
        circle = blur_circle_mm(views[0].focal_mm, views[0].f_stop, *depths)
        assert circle > 0.005 * 36
        assert any("pull of focus" in said for said in composed.moved)
        for who in heads:
            assert 0.05 < project(composed.view, WIDE, [heads[who].eyes])[0, 0] < 0.95


def test_a_pull_from_nobody_starts_behind_the_subject():
    composed, _, views, _ = pair("rack_focus", subjects=("ada",))
    assert views[0].focus_m > 2.5 * composed.distance_m
    assert views[-1].focus_m == pytest.approx(composed.distance_m, rel=0.1)


def test_a_faster_pull_takes_less_time():
    shares = []
    for speed in (0.5, 1.0, 3.0):
        _, path, views, _ = pair("rack_focus", speed=speed)
        shares.append(sum(0.02 < travel_at(path.course, n / 24).pulled < 0.98 for n in range(len(views))))
    assert shares[0] > shares[1] > shares[2] > 2


def test_a_following_camera_keeps_its_distance_and_its_side():
    composed, path, _ = ride("follow", size="full")

    def walking(time_s):
        return (composed.subject[0] + 1.2 * time_s, composed.subject[1], composed.subject[2] + 0.4 * time_s)

    path = plan_path(composed, path.move, 4.0, STUDIO, 1, subject=walking)
    for n in range(9):
        view, here = view_at(path, n / 2, walking), walking(n / 2)
        assert math.dist(view.eye, here) == pytest.approx(math.dist(composed.view.eye, composed.subject), rel=1e-6)
        assert project(view, WIDE, [here])[0, :2] == pytest.approx(composed.at, abs=0.005)


def test_a_following_camera_stops_at_a_wall_and_turns_after_its_subject():
    composed, path, _ = ride("follow", PARLOUR, size="medium")
    there = -6.0 if composed.view.eye[0] < 0 else 6.0

    def leaving(time_s):
        return (composed.subject[0] + there * time_s / 4, composed.subject[1], composed.subject[2])

    path = plan_path(composed, path.move, 4.0, PARLOUR, 1, subject=leaving)
    assert path.reach < 1 and "follow" in path.moved[0]
    for n in range(9):
        eye = view_at(path, n / 2, leaving).eye
        assert stands_free(PARLOUR, eye, composed.watched.people)
    seen = project(view_at(path, 4.0, leaving), WIDE, [leaving(4.0)])[0]
    assert 0.1 < seen[0] < 0.9


def test_a_follow_with_nobody_walking_slides_on():
    _, _, views = ride("follow", size="wide")
    assert math.dist(views[0].eye, views[-1].eye) > 0.2


def test_no_camera_is_walked_through():
    from film.series import Doing

    for seed in range(6):
        for verb in ("enter", "walk", "leave", "run"):
            doing = (Doing(character_id="ada", verb=verb),)
            for kind in ("lock_off", "push_in", "orbit"):
                camera = Camera(size="medium_full", subjects=("ada",), move=Move(kind=kind))
                plan = shot_plan(cast=("ada",), camera=camera, doing=doing)
                blocking = block(plan, STUDIO)
                composed = compose(camera, blocking, STUDIO, WIDE, time_s=1.5, seed=seed)
                path = plan_path(
                    *(composed, camera.move, 3.0, STUDIO, seed), people=lambda t, b=blocking: people_at(b, STUDIO, t)
                )
                for n in range(9):
                    eye = view_at(path, 3.0 * n / 8, lambda _, c=composed: c.subject).eye
                    assert stands_free(STUDIO, eye, people_at(blocking, STUDIO, 3.0 * n / 8))


def test_a_drone_looks_down_on_what_it_flies_over():
    composed, _, views = ride("drone", size="wide")
    assert composed.view.eye[1] > composed.subject[1] + 1.0
    ahead = aim(views[-1].eye, composed.subject, (0.5, 0.5), 40.0, WIDE)
    assert ahead[1] < -0.15
