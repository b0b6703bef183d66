"""Extras: on free floor, behind the action, the same from every angle, moving smoothly, and nobody's cast."""

import math

import numpy as np
import pytest

from film.plan import ShotPlan
from film.series import Doing
from studio.bench_shots import slate_of
from tools.stage.blocking import Blocking, block, marks_of_scene
from tools.stage.extras import Loiterer, Walker, extras_of
from tools.stage.free_floor import free_floor
from tools.stage.ground import distance, ground_of
from tools.stage.sets import Set, build_set


def _placed(name: str, seed: int = 4, **light: str) -> tuple[Set, Blocking, tuple]:
    plan = slate_of("street", 96, 54).plan
    stage = build_set(name, seed=seed, time_of_day="day", weather="clear")
    blocking = block(plan.model_copy(update={"place": plan.place.model_copy(update={"set": name})}), ground_of(stage))
    told = {"hour": "day", "weather": "clear", "mood": "calm"} | light
    return stage, blocking, extras_of(stage, blocking, seed=seed, **told)


@pytest.mark.parametrize("name", ["street", "market", "station", "park", "quay"])
def test_they_keep_to_free_floor_away_from_the_cast_and_behind_the_line(name: str) -> None:
    stage, blocking, extras = _placed(name)
    floor = free_floor(stage)
    assert len(extras) >= 2
    middle, yaw = blocking.marks.middle, math.radians(blocking.marks.front_yaw_deg)
    for extra in extras:
        sits = isinstance(extra, Loiterer) and any(
            math.dist((s.x, s.z), (extra.at[0], extra.at[2])) < 0.1 for s in stage.seats
        )
        for time_s in np.linspace(0.0, 60.0, 41):
            x, _, z, _ = extra.place(float(time_s))
            assert all(distance((x, z), stand.mark) > 1.4 for stand in blocking.stands)
            ahead = (x - middle[0]) * math.sin(yaw) + (z - middle[1]) * math.cos(yaw)
            if not sits:
                assert ahead < -1.0
                assert floor.is_open(x, z), (name, x, z)


def test_walkers_move_smoothly_at_a_walk_and_never_jump() -> None:
    _, _, extras = _placed("market")
    walkers = [extra for extra in extras if isinstance(extra, Walker)]
    assert walkers
    for walker in walkers:
        places = np.array([walker.place(k / 24)[:3] for k in range(1200)])
        speed = np.linalg.norm(np.diff(places, axis=0), axis=1) * 24
        assert speed.max() < 1.6 and speed.min() > 0.5


def test_feet_do_not_skate() -> None:
    _, _, extras = _placed("market")
    walker = next(extra for extra in extras if isinstance(extra, Walker))
    lowest = []
    for k in range(48):
        positions, _ = walker.posed(k / 24)
        foot = positions[positions[:, 1] < positions[:, 1].min() + 0.015]
        lowest.append(foot[:, [0, 2]].mean(0))
    steps = np.linalg.norm(np.diff(np.array(lowest), axis=0), axis=1)
    # From one planted foot to the other is a jump; while one is planted it stays.
    assert np.median(steps) < 0.03


def _crowd(plan: ShotPlan, stage: Set) -> dict:
    """Where each extra of a shot is, and their vertices there."""
    ground = ground_of(stage)
    told = {"hour": "day", "weather": "clear", "mood": "calm", "seed": 4}
    extras = extras_of(stage, block(plan, ground), opened=marks_of_scene(plan, ground), **told)
    return {extra.place(7.3): extra.posed(7.3)[0] for extra in extras}


@pytest.mark.parametrize("name", ["station", "market", "park"])
def test_the_same_scene_has_the_same_extras_whatever_the_shot(name: str) -> None:
    stage = build_set(name, seed=4, time_of_day="day", weather="clear")
    plan = slate_of("street", 96, 54).plan
    plan = plan.model_copy(update={"place": plan.place.model_copy(update={"set": name}), "doing": ()})
    crowd = _crowd(plan, stage)
    assert len(crowd) >= 2
    who = plan.cast[0].character_id
    state = plan.state.model_copy(update={"camera": plan.state.camera.model_copy(update={"side": "right"})})
    for other in (
        plan.model_copy(update={"doing": (Doing(character_id=who, verb="walk", toward="camera"),)}),
        plan.model_copy(update={"doing": (Doing(character_id=who, verb="leave"),)}),
        plan.model_copy(update={"state": state}),
    ):
        seen = _crowd(other, stage)
        assert seen and set(seen) <= set(crowd), "some may be in the way; nobody is elsewhere"
        assert all(np.array_equal(seen[at], crowd[at]) for at in seen)


def test_fewer_come_at_night_in_a_storm_and_none_to_an_eerie_or_private_place() -> None:
    fair = len(_placed("market")[2])
    assert len(_placed("market", hour="night", weather="storm")[2]) < fair
    assert _placed("market", mood="eerie")[2] == ()
    assert _placed("forest")[2] == ()
    assert _placed("street", hour="candle")[2] == ()


def test_free_floor_ends_at_walls_water_and_furniture() -> None:
    street = free_floor(build_set("street", seed=4, time_of_day="day", weather="clear"))
    assert street.is_open(0.0, 0.0)
    assert not street.is_open(8.0, 0.0), "inside a house"
    quay = free_floor(build_set("quay", seed=4, time_of_day="day", weather="clear"))
    assert quay.is_open(0.0, 0.0)
    assert not quay.is_open(7.0, 0.0), "on the water"
