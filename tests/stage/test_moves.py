"""Camera moves: as much as a grip would do, subjects framed at both ends, never through a wall."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from film.state import Camera, Easing, Move, MoveKind
from tests.stage.floor_plans import PARLOUR, STUDIO, shot_plan
from tools.stage.blocking import block
from tools.stage.framing import compose
from tools.stage.legal import stands_free
from tools.stage.lens import axes, project
from tools.stage.moves import eased, plan_path, view_at

WIDE = 16 / 9
KINDS = get_args(MoveKind)
EASINGS = get_args(Easing)
SUDDEN = ("whip_pan",)
"""Moves that leave their frame: the subject is reached by the keyframe."""


def ride(kind, ground=STUDIO, size="medium", speed=1.0, seconds=4.0, seed=1, direction="right", easing="ease_in_out"):
    move = Move(kind=kind, speed=speed, direction=direction, easing=easing)
    plan = shot_plan(cast=("ada",), camera=Camera(size=size, subjects=("ada",), focal_mm=40, move=move))
    blocking = block(plan, ground)
    composed = compose(plan.state.camera, blocking, ground, WIDE, time_s=1.0, seed=seed)
    path = plan_path(composed, move, seconds, ground, seed)
    views = [view_at(path, frame / 24, lambda _: composed.subject) for frame in range(round(seconds * 24) + 1)]
    return composed, path, views


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", ["wide", "medium", "close"])
def test_the_subject_stays_framed_from_first_to_last(kind, size):
    composed, _, views = ride(kind, size=size, seconds=6.0)
    for view in (views[len(views) // 2], views[-1]) if kind in SUDDEN else (views[0], views[len(views) // 2], views[-1]):
        x, y, depth = project(view, WIDE, [composed.subject])[0]
        assert depth > 0.2
        assert 0.08 < x < 0.92
        assert 0.02 < y < 0.95


def test_a_push_ends_nearer_and_a_pull_farther():
    for kind, sign in (("push_in", -1), ("pull_back", 1)):
        composed, _, views = ride(kind)
        first, last = (math.dist(view.eye, composed.subject) for view in (views[0], views[-1]))
        assert sign * (last - first) > 0.05 * composed.distance_m


def test_each_move_moves_its_own_way():
    _, _, still = ride("lock_off")
    assert still[0].eye == still[-1].eye and still[0].target == still[-1].target
    _, _, pan = ride("pan")
    assert pan[0].eye == pan[-1].eye
    turned = axes(pan[0])[2] @ axes(pan[-1])[0]
    assert turned < -0.05  # where it looked first lies on the left of where it looks last
    _, _, tilt = ride("tilt", direction="up")
    assert axes(tilt[-1])[2][1] > axes(tilt[0])[2][1] + 0.03
    composed, _, dolly = ride("dolly")
    travel = np.subtract(dolly[-1].eye, dolly[0].eye)
    assert travel @ axes(composed.view)[0] > 0.15
    _, _, left = ride("dolly", direction="left")
    assert np.subtract(left[-1].eye, left[0].eye) @ axes(composed.view)[0] < -0.15
    composed, _, orbit = ride("orbit")
    radii = [math.dist(view.eye, composed.subject) for view in orbit]
    assert max(radii) - min(radii) < 0.02 * composed.distance_m
    assert math.dist(orbit[0].eye, orbit[-1].eye) > 0.2
    _, _, drone = ride("drone", size="wide")
    assert drone[-1].eye[1] > drone[0].eye[1] + 0.5


def test_faster_goes_farther():
    slow, fast = (ride("push_in", speed=speed, seconds=2.0)[2] for speed in (0.5, 2.0))
    assert math.dist(fast[0].eye, fast[-1].eye) > 2 * math.dist(slow[0].eye, slow[-1].eye)


@pytest.mark.parametrize("easing", ["linear", "ease_in", "ease_out", "ease_in_out"])
def test_easing_runs_from_nought_to_one_and_never_back(easing):
    values = [eased(step / 50, easing) for step in range(51)]
    assert values[0] == 0 and values[-1] == 1
    assert values == sorted(values)


@pytest.mark.parametrize("easing", EASINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_move_jumps_or_trembles(kind, easing):
    for speed, direction in ((0.1, "right"), (1.0, "down"), (1.0, "out"), (4.0, "left")):
        composed, _, views = ride(kind, seconds=4.0, easing=easing, speed=speed, direction=direction)
        places = np.array([view.eye for view in views])
        looks = np.array([axes(view)[2] for view in views])
        lens = np.log([view.focal_mm for view in views])
        pace = np.linalg.norm(np.diff(places, axis=0), axis=1)
        jerk = np.linalg.norm(np.diff(places, 2, axis=0), axis=1)
        shake = np.degrees(np.linalg.norm(np.diff(looks, 2, axis=0), axis=1))
        hard = max(1.0, speed)
        assert pace.max() < 0.03 * composed.distance_m * hard
        assert jerk.max() < 0.0012 * composed.distance_m * hard
        # A whip pan turns by tens of degrees in under half a second and still starts and stops softly.
        assert shake.max() < (9.0 * math.sqrt(hard) if kind in SUDDEN else 0.05 * hard)
        assert np.abs(np.diff(lens, 2)).max() < 0.0012 * hard


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("lock_off", "rack_focus", "whip_pan")])
def test_every_step_of_speed_goes_a_little_farther(kind):
    ways = []
    for speed in (0.1, 0.3, 1.0, 2.0, 4.0):
        views = ride(kind, size="wide", speed=speed, seconds=3.0)[2]
        turn = math.acos(min(1.0, float(axes(views[0])[2] @ axes(views[-1])[2])))
        ways.append(math.dist(views[0].eye, views[-1].eye) + turn)
    if kind == "handheld":
        return
    assert ways == sorted(ways) and ways[0] > 0
    assert all(b > 1.15 * a for a, b in pairwise(ways))


def test_handheld_breathes():
    _, _, views = ride("handheld")
    looks = np.array([axes(view)[2] for view in views])
    spread = np.degrees(np.ptp(looks, axis=0).max())
    assert 0.2 < spread < 3.0
    assert ride("handheld", seed=2)[2][10] != views[10]


@pytest.mark.parametrize("kind", ["push_in", "pull_back", "dolly", "orbit", "drone", "crane", "dolly_zoom"])
def test_no_move_goes_through_a_wall(kind):
    for seed in range(6):
        composed, path, views = ride(kind, PARLOUR, size="full", speed=4.0, seconds=6.0, seed=seed)
        if stands_free(PARLOUR, composed.view.eye, composed.watched.people):
            for view in views[:: len(views) // 8]:
                assert stands_free(PARLOUR, view.eye, composed.watched.people)
        assert bool(path.moved) == (path.reach < 1)


def test_the_camera_follows_who_walks_away():
    move = Move(kind="follow")
    plan = shot_plan(cast=("ada",), camera=Camera(size="medium", subjects=("ada",), move=move))
    composed = compose(plan.state.camera, block(plan, STUDIO), STUDIO, WIDE, time_s=0.0, seed=1)
    path = plan_path(composed, move, 3.0, STUDIO, 1)

    def walking(time_s):
        return (composed.subject[0] + time_s, composed.subject[1], composed.subject[2])

    for time_s in (0.0, 1.5, 3.0):
        seen = project(view_at(path, time_s, walking), WIDE, [walking(time_s)])[0]
        assert seen[0] == pytest.approx(composed.at[0], abs=0.03)
