"""One blocking, many cameras: what is played at a moment of a scene is the same in every shot of it."""

from __future__ import annotations

import numpy as np
import pytest

from film.plan import ShotPlan
from film.series import Doing
from film.staging import Station, Step
from film.state import Camera, Move
from film.take import Slate
from tests.stage.floor_plans import shot_plan
from tools.stage.lens import project
from tools.stage.shot import ShotScene

CAMERAS = (
    Camera(size="full", subjects=("ada", "ben"), focal_mm=28),
    Camera(size="medium", subjects=("ben",), over="ada", angle="low", move=Move(kind="handheld")),
    Camera(size="close", subjects=("ada",), angle="high", side="right", move=Move(kind="push_in", direction="in")),
)


def act(who: str, verb: str, toward: str | None = None, expression: str = "neutral") -> Doing:
    return Doing(character_id=who, verb=verb, toward=toward, expression=expression)


def staged(plan: ShotPlan, seed: int, folder) -> ShotScene:
    return ShotScene(Slate(plan=plan, asked_sha256="", attempt=1, seed=seed, engine="stage"), folder)


def shots(folder, at_s: tuple[float, ...] = (4.0, 4.0, 4.0), **more) -> list[ShotScene]:
    """The same doings from three cameras, each another shot and another take."""
    return [
        staged(
            shot_plan(camera=camera, shot_id=f"ep01/sc001/sh{n:04d}", at_s=at, size=(160, 90), **more), 11 * n, folder
        )
        for n, (camera, at) in enumerate(zip(CAMERAS, at_s, strict=True), start=1)
    ]


def apart(a: dict, b: dict) -> float:
    """The farthest that any joint of anybody is from itself, metres."""
    return max(float(np.abs(a[who][name] - b[who][name]).max()) for who in a for name in a[who])


@pytest.mark.parametrize(
    "doing",
    [
        (act("ada", "laugh"), act("ben", "stand", "ada", "stern")),
        (act("ada", "walk"), act("ben", "wave")),
        (act("ada", "embrace", "ben"), act("ben", "stand")),
        (act("ada", "kneel"), act("ben", "cry")),
    ],
    ids=["laugh", "walk", "embrace", "kneel"],
)
def test_everybody_is_where_they_are_whoever_looks(doing, tmp_path):
    one, *others = shots(tmp_path, doing=doing)
    for index in (0, 17, 40, 71):
        for other in others:
            assert apart(one.skeletons(index), other.skeletons(index)) < 1e-6


def test_shots_of_the_same_moment_that_begin_at_other_times_agree(tmp_path):
    walk = Step(verb="walk", toward="ben", at_s=4.0, for_s=3.0)
    stations = {"ada": Station(steps=(walk,))}
    first = staged(shot_plan(doing=(act("ada", "walk", "ben"),), at_s=4.0, for_s=3.0, size=(160, 90)), 1, tmp_path)
    then = staged(
        shot_plan(doing=(act("ben", "stand"),), stations=stations, camera=CAMERAS[1], at_s=5.0, size=(160, 90)),
        2,
        tmp_path,
    )
    for index in (24, 30, 47):
        a, b = first.skeletons(index)["ada"], then.skeletons(index - 24)["ada"]
        assert max(np.abs(a[name] - b[name]).max() for name in ("hip", "ankle_l", "ankle_r", "chest")) < 1e-6


def test_a_walk_is_one_walk_across_the_cut(tmp_path):
    """Place and speed at the last frame of one shot and the first of the next."""
    walk = Step(verb="walk", at_s=0.0, for_s=1.5)
    one = staged(shot_plan(doing=(act("ada", "walk"),), at_s=0.0, for_s=1.5, frames=36, size=(160, 90)), 1, tmp_path)
    two = staged(
        shot_plan(
            doing=(act("ada", "walk"),), stations={"ada": Station(steps=(walk,))}, at_s=1.5, for_s=3.0, camera=CAMERAS[2],
            shot_id="ep01/sc001/sh0020", size=(160, 90),
        ), 9, tmp_path,
    )  # fmt: skip
    way = [one.skeletons(index)["ada"]["hip"] for index in (33, 34, 35)] + [
        two.skeletons(n)["ada"]["hip"] for n in (0, 1, 2)
    ]
    steps = np.diff(np.array(way), axis=0) * 24
    assert np.linalg.norm(steps, axis=1).min() > 0.9
    assert np.linalg.norm(np.diff(steps, axis=0), axis=1).max() < 0.6


def test_joints_land_on_the_people_in_every_picture(tmp_path):
    doing = (act("ada", "point", "ben"), act("ben", "look", "ada"))
    hits = tries = 0
    for shot in shots(tmp_path, doing=doing):
        actor, view = shot.frame(40).actor, shot.view(40)
        height, width = actor.shape
        for number, (_, found) in enumerate(shot.skeletons(40).items(), start=1):
            inner = [found["head"], found["chest"], *((found["hip_l"] + found["hip_r"])[None] / 2)]
            for x, y, depth in project(view, width / height, inner):
                column, row = int(x * width), int(y * height)
                if depth > 0.2 and 0 <= column < width and 0 <= row < height:
                    tries += 1
                    # Somebody in front may hide them, nothing else does.
                    assert actor[row, column] > 0
                    hits += actor[row, column] == number
    assert tries >= 7 and hits >= 0.8 * tries


def test_another_take_is_another_picture_of_the_same_acting(tmp_path):
    plan = shot_plan(doing=(act("ada", "laugh"), act("ben", "nod")), size=(160, 90))
    one, two = (staged(plan, seed, tmp_path) for seed in (1, 2))
    assert apart(one.skeletons(20), two.skeletons(20)) == 0.0
    assert one.view(20) != two.view(20)
    again = staged(plan.model_copy(update={"roll": 1}), 1, tmp_path)
    assert apart(one.skeletons(20), again.skeletons(20)) > 0.005


def test_on_twos_every_picture_is_shown_twice(tmp_path):
    shot = staged(shot_plan(doing=(act("ada", "walk"),), on_twos=True, size=(96, 54)), 1, tmp_path)
    first, held, then = (shot.frame(index).rgb for index in (10, 11, 12))
    assert np.array_equal(first, held) and not np.array_equal(held, then)
    assert shot.view(11) == shot.view(10) and shot.skeletons(11)["ada"]["hip"] is not None
    late = staged(shot_plan(doing=(act("ada", "walk"),), on_twos=True, size=(96, 54)), 1, tmp_path)
    assert np.array_equal(late.frame(11).rgb, first)
