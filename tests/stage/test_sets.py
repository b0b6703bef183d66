"""Every set stands on its floor, leaves room to act, and is the same set in every process."""

import hashlib
import itertools

import numpy as np
import pytest

from film.errors import RenderError
from tools.stage.materials import Material
from tools.stage.sets import SET_NAMES, Set, build_set
from tools.stage.sets.props import PROPS


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
    assert x1 - x0 >= 2.5
    assert z1 - z0 >= 4
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
    assert box[4] <= z0
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


@pytest.mark.parametrize("name", ["street", "forest", "room", "cafe"])
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


def test_lamps_burn_at_night_and_not_at_noon() -> None:
    assert len(_built("street", time_of_day="night").practicals) > len(_built("street", time_of_day="day").practicals)


def test_neon_hangs_coloured_lights() -> None:
    neon = _built("street", time_of_day="night", dressing=("neon",)).practicals
    assert any(max(lamp.colour) > 3 * min(lamp.colour) for lamp in neon)


def test_seats_are_at_sitting_height() -> None:
    for name in SET_NAMES:
        for seat in _built(name).seats:
            assert 0.3 < seat.y - _built(name).floor(seat.x, seat.z) < 0.8


def test_an_unknown_set_is_refused_by_name() -> None:
    with pytest.raises(RenderError, match="moonbase"):
        _built("moonbase")
