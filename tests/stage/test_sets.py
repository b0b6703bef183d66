"""Every set stands on its floor, leaves room to act, and is the same set in every process."""

import hashlib
import itertools
import os
import subprocess
import sys

import numpy as np
import pytest

from film.errors import RenderError
from film.series import Doing, Verb
from film.staging import Opening, Station
from film.state import Camera
from tests.stage.floor_plans import shot_plan
from tools.render.stage import StageEngine
from tools.stage.blocking import block
from tools.stage.framing import compose
from tools.stage.ground import distance, ground_of
from tools.stage.legal import stands_free
from tools.stage.materials import Material
from tools.stage.paths import is_clear, route
from tools.stage.sets import SET_NAMES, Set, build_set
from tools.stage.sets.props import EVERY_PROP, PROPS


def _built(name: str, **changes) -> Set:
    wishes = {"seed": 3, "dressing": (), "time_of_day": "dusk", "weather": "clear"}
    return build_set(name, **(wishes | changes))


def _digest(stage: Set) -> str:
    digest = hashlib.sha256()
    for array in stage.mesh:
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update(repr(stage.practicals).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("name", SET_NAMES)
def test_mesh_is_sound(name: str) -> None:
    mesh = _built(name).mesh
    count = len(mesh.positions)
    assert mesh.triangles.min() >= 0
    assert mesh.triangles.max() < count
    assert mesh.positions.dtype == mesh.normals.dtype == mesh.uv.dtype == mesh.albedo.dtype == np.float32
    assert mesh.normals.shape == mesh.uv.shape == mesh.albedo.shape == (count, 3)
    assert len(mesh.material) == len(mesh.actor) == len(mesh.part) == len(mesh.triangles)
    assert np.isfinite(mesh.positions).all()
    used = np.unique(mesh.triangles)
    lengths = np.linalg.norm(mesh.normals[used], axis=1)
    assert np.isfinite(lengths).all()
    assert lengths.min() > 0.5
    assert set(np.unique(mesh.material)) <= {int(m) for m in Material}
    assert not mesh.actor.any()
    albedo = mesh.albedo[mesh.triangles[mesh.material != Material.EMISSIVE]]
    assert albedo.min() >= 0
    assert albedo.max() <= 1.01


@pytest.mark.parametrize("name", SET_NAMES)
def test_there_is_ground_under_the_acting_area(name: str) -> None:
    stage = _built(name)
    x0, x1, z0, z1 = stage.acting_area
    assert x1 - x0 >= (1.5 if name in ("train", "car") else 2.5)
    assert z1 - z0 >= (2 if stage.seated else 4)
    corners = stage.mesh.positions[stage.mesh.triangles]
    flat = corners[np.abs(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 1]) > 1e-4]
    for x, z in itertools.product(np.linspace(x0, x1, 4), np.linspace(z0, z1, 4)):
        assert abs(_height_under(flat, x, z, stage.floor(x, z)) - stage.floor(x, z)) < 0.06


def _height_under(triangles: np.ndarray, x: float, z: float, wanted: float) -> float:
    """Return the height over (x, z) of the triangle nearest to the wanted height."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    det = (b[:, 0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (b[:, 2] - a[:, 2])
    u = ((x - a[:, 0]) * (c[:, 2] - a[:, 2]) - (c[:, 0] - a[:, 0]) * (z - a[:, 2])) / det
    v = ((b[:, 0] - a[:, 0]) * (z - a[:, 2]) - (x - a[:, 0]) * (b[:, 2] - a[:, 2])) / det
    hit = (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6)
    heights = (a[:, 1] + u * (b[:, 1] - a[:, 1]) + v * (c[:, 1] - a[:, 1]))[hit]
    return float(heights[np.abs(heights - wanted).argmin()])


@pytest.mark.parametrize("name", SET_NAMES)
def test_acting_area_is_mostly_free_and_inside_the_camera_box(name: str) -> None:
    stage = _built(name)
    x0, x1, z0, z1 = stage.acting_area
    box = stage.camera_box
    assert box[0] <= x0
    assert x1 <= box[1]
    # A car is filmed from its bonnet: nobody walks there, and no camera fits inside.
    assert box[4] <= z0 or stage.seated
    assert z1 <= box[5]
    grid = list(itertools.product(np.linspace(x0, x1, 12), np.linspace(z0, z1, 12)))
    blocked = [any(o.x0 < x < o.x1 and o.z0 < z < o.z1 for o in stage.obstacles) for x, z in grid]
    assert np.mean(blocked) < 0.12
    assert stage.entrances


@pytest.mark.parametrize("name", SET_NAMES)
def test_same_seed_same_set_and_another_seed_another(name: str) -> None:
    from tools.stage.sets import _built as cached

    first = _digest(_built(name))
    cached.cache_clear()
    assert _digest(_built(name)) == first


@pytest.mark.parametrize("name", [name for name in SET_NAMES if name != "neutral"])
def test_the_seed_changes_the_set(name: str) -> None:
    assert _digest(_built(name)) != _digest(_built(name, seed=4))


@pytest.mark.parametrize("word", ["piano", "bicycle", "lamp", "campfire", "boat"])
def test_dressing_adds_the_prop(word: str) -> None:
    bare, dressed = _built("neutral"), _built("neutral", dressing=(word,))
    assert len(dressed.mesh.triangles) > len(bare.mesh.triangles)
    assert len(dressed.obstacles) == len(bare.obstacles) + 1


def test_every_noun_builds_and_unknown_nouns_are_left_out() -> None:
    for word in PROPS:
        assert len(_built("neutral", dressing=(word,)).mesh.triangles) > 0
    assert _digest(_built("neutral", dressing=("sorrow",))) == _digest(_built("neutral"))


@pytest.mark.parametrize("word", sorted(set(EVERY_PROP) - set(PROPS)))
def test_nouns_of_the_action_are_honoured_indoors(word: str) -> None:
    bare, dressed = _built("warehouse"), _built("warehouse", dressing=(word,))
    is_there = word in ("barrels", "shelf")
    assert (len(dressed.mesh.triangles) > len(bare.mesh.triangles)) != is_there
    assert (_digest(_built("cafe", dressing=(word,))) != _digest(_built("cafe"))) != (word == "counter")


def test_lamps_burn_at_night_and_not_at_noon() -> None:
    assert len(_built("street", time_of_day="night").practicals) > len(_built("street", time_of_day="day").practicals)


def test_neon_hangs_coloured_lights() -> None:
    neon = _built("street", time_of_day="night", dressing=("neon",)).practicals
    assert any(max(lamp.colour) > 3 * min(lamp.colour) for lamp in neon)


def test_seats_are_at_sitting_height() -> None:
    for name in SET_NAMES:
        for seat in _built(name).seats:
            assert 0.3 < seat.y - _built(name).floor(seat.x, seat.z) < 0.8


@pytest.mark.parametrize("name", SET_NAMES)
@pytest.mark.parametrize("hour", ["day", "night"])
def test_every_set_builds_for_any_seed_and_hour(name: str, hour: str) -> None:
    for seed in (0, 1, 977):
        stage = _built(name, seed=seed, time_of_day=hour)
        assert stage.name == name
        assert len(stage.mesh.triangles) < 600_000
        assert all(np.isfinite(lamp.position).all() and min(lamp.colour) >= 0 for lamp in stage.practicals)


@pytest.mark.parametrize("name", [name for name in SET_NAMES if name not in ("neutral", "valley", "forest", "desert")])
def test_somebody_left_a_light_on_at_night(name: str) -> None:
    assert _built(name, time_of_day="night").practicals


@pytest.mark.parametrize("name", SET_NAMES)
@pytest.mark.parametrize("verb", ["stand", "sit", "enter", "leave"])
def test_two_people_stand_sit_and_walk_clear_of_everything(name: str, verb: Verb) -> None:
    doing = (Doing(character_id="ada", verb=verb), Doing(character_id="ben", verb="stand"))
    openings: tuple[Opening, ...] = {"enter": ("off",), "sit": ("sit", "stand")}.get(verb, ("stand",))
    ground = ground_of(_built(name, seed=3, time_of_day="day"))
    for number in range(4):
        opens = Station(opens=openings[number % len(openings)])
        scene = f"ep01/sc{number + 1:03d}"
        plan = shot_plan(set_name=name, scene_id=scene, frames=240, doing=doing, stations={"ada": opens})
        blocking = block(plan, ground)
        for stand in blocking.stands:
            if stand.posture == "sit":
                assert any(distance(stand.mark, seat.at) < 1e-6 for seat in ground.seats)
                continue
            inside = [step for step in stand.track[1:-1] if ground.is_blocked(step.at, margin=0.0)]
            assert not inside, (name, verb, stand.character_id, inside)
            assert not ground.is_blocked(stand.mark, margin=0.1)


@pytest.mark.parametrize("name", SET_NAMES)
def test_doors_are_reached_on_foot(name: str) -> None:
    ground = ground_of(_built(name, time_of_day="day"))
    middle = ground.nearest_free(ground.middle)
    for door in ground.entrances:
        assert not ground.is_blocked(door, margin=-0.05), (name, door)
        way = route(ground, middle, door)
        corners = [at for at in way[1:-1] if ground.is_blocked(at, margin=0.0)]
        assert not corners
        assert len(way) > 2 or is_clear(ground, middle, door), (name, door)


@pytest.mark.parametrize("name", [name for name in SET_NAMES if name != "neutral"])
def test_the_usual_camera_stands_free(name: str) -> None:
    plan = shot_plan(set_name=name, camera=Camera(size="wide", subjects=("ada", "ben"), focal_mm=28))
    ground = ground_of(_built(name, time_of_day="day"))
    composed = compose(plan.state.camera, block(plan, ground), ground, 16 / 9, time_s=1.0, seed=5)
    assert stands_free(ground, composed.view.eye, ())
    assert not [why for why in composed.moved if "no place" in why or "in front of a subject" in why]


def test_sets_are_equal_in_another_process() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); from tests.stage import test_sets as t; "
        "print(*(t._digest(t._built(n, dressing=('lamp', 'boat'))) for n in t.SET_NAMES if n not in ('valley', 'forest')))"
    )
    run = [sys.executable, "-c", code]
    told = [
        subprocess.run(
            run, env={**os.environ, "PYTHONHASHSEED": salt}, capture_output=True, text=True, check=True
        ).stdout
        for salt in ("1", "2")
    ]
    assert told[0] == told[1]
    assert told[0].split()[7] == _digest(_built("office", dressing=("lamp", "boat")))


def test_there_are_at_least_sixteen_sets_and_the_engine_knows_them_all() -> None:
    assert StageEngine.abilities.sets == SET_NAMES
    assert len(set(SET_NAMES) - {"neutral"}) >= 16


def test_an_unknown_set_is_refused_by_name() -> None:
    with pytest.raises(RenderError, match="moonbase"):
        _built("moonbase")


def test_a_lamp_in_the_open_is_a_lantern() -> None:
    assert _digest(_built("shore", dressing=("lamp",))) == _digest(_built("shore", dressing=("lantern",)))
    assert _digest(_built("shore", dressing=("lamp",))) != _digest(_built("shore"))
    assert _digest(_built("kitchen", dressing=("lamp",))) == _digest(_built("kitchen")), "it has one"
