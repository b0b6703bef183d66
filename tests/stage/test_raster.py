"""Depth, masks, normals and parts are exact; culling takes nothing away."""

import numpy as np
import pytest

from tools.stage import light, raster
from tools.stage.materials import PAINT, SKIN, WOOD
from tools.stage.mesh import Mesh, MeshBuilder, box, cylinder, placed, quad
from tools.stage.noise import fractal
from tools.stage.renderer import FAR_M, Renderer, View
from tools.stage.sets.stage_set import Set, flat_floor

_FACE = np.zeros((4, 4, 4), np.float32)
_RIG = light.rig("day", "clear", interior=False)


def _open_set(mesh: Mesh) -> Set:
    return Set(
        name="test",
        mesh=mesh,
        practicals=(),
        interior=False,
        floor=flat_floor,
        acting_area=(-2, 2, -2, 2),
        axis_yaw_deg=180.0,
        camera_box=(-9, 9, 0, 9, -9, 9),
        obstacles=(),
        seats=(),
        entrances=(),
        shadow_centre=(0, 0, 0),
        shadow_radius_m=8.0,
    )


def _ground() -> MeshBuilder:
    builder = MeshBuilder()
    quad(builder, [(-40, 0, 40), (40, 0, 40), (40, 0, -40), (-40, 0, -40)], (0.4, 0.4, 0.4), PAINT)
    return builder


def _rays(view: View, width: int, height: int) -> np.ndarray:
    """Return (H, W, 3) directions of depth 1 along the camera's axis."""
    rotation = raster.look_at(np.array(view.eye), np.array(view.target), view.roll_deg)
    focal_px = view.focal_mm / view.sensor_mm * width
    x = (np.arange(width) + 0.5 - width / 2) / focal_px
    y = (height / 2 - np.arange(height) - 0.5) / focal_px
    right, up = np.meshgrid(x, y)
    return right[..., None] * rotation[0] + up[..., None] * rotation[1] + rotation[2]


@pytest.mark.parametrize("roll_deg", [0.0, 17.0])
def test_depth_of_a_plane_is_exact(roll_deg: float) -> None:
    view = View((1.0, 1.7, 4.0), (0.0, 0.3, 0.0), 28.0, roll_deg=roll_deg)
    frame = Renderer(160, 90, _open_set(_ground().build()), _RIG, []).frame(view, 0.0, [])
    seen = frame.depth < 30
    assert seen.mean() > 0.6
    heights = np.array(view.eye)[1] + frame.depth[seen] * _rays(view, 160, 90)[seen][:, 1]
    assert np.abs(heights).max() < 1e-4


def test_sky_has_far_depth_and_nobody_in_it() -> None:
    view = View((0.0, 2.0, 0.0), (0.0, 9.0, -1.0), 28.0)
    frame = Renderer(64, 36, _open_set(_ground().build()), _RIG, []).frame(view, 0.0, [], maps=True)
    assert (frame.depth == FAR_M).all()
    assert not frame.actor.any()
    assert frame.part is not None
    assert not frame.part.any()


def _person() -> Mesh:
    builder = MeshBuilder()
    cylinder(builder, (0, 0, 0), (0, 1.7, 0), 0.25, (0.5, 0.3, 0.2), SKIN, sides=24)
    return builder.build()


def test_masks_number_the_people_in_order_and_the_nearer_one_hides_the_other() -> None:
    person = _person()
    renderer = Renderer(160, 90, _open_set(_ground().build()), _RIG, [(person, _FACE), (person, _FACE)])
    near, far = placed(person, (0, 0, 1)), placed(person, (0, 0, -2))
    view = View((0.0, 1.0, 5.0), (0.0, 1.0, 0.0), 35.0)
    frame = renderer.frame(view, 0.0, [(near.positions, near.normals), (far.positions, far.normals)])
    assert set(np.unique(frame.actor)) == {0, 1}
    swapped = renderer.frame(view, 0.0, [(far.positions, far.normals), (near.positions, near.normals)])
    assert set(np.unique(swapped.actor)) == {0, 2}
    assert ((frame.actor == 1) == (swapped.actor == 2)).all()


def test_mask_and_depth_follow_a_moved_person() -> None:
    person = _person()
    renderer = Renderer(160, 90, _open_set(_ground().build()), _RIG, [(person, _FACE)])
    view = View((0.0, 1.0, 5.0), (0.0, 1.0, 0.0), 35.0)
    left, right = placed(person, (-1, 0, 0)), placed(person, (1, 0, 0))
    first = renderer.frame(view, 0.0, [(left.positions, left.normals)])
    second = renderer.frame(view, 0.0, [(right.positions, right.normals)])
    assert (first.actor == second.actor[:, ::-1]).mean() > 0.995
    assert np.argwhere(first.actor)[:, 1].mean() < 60
    assert abs(float(first.depth[first.actor > 0].min()) - 4.75) < 0.02


def test_winding_of_a_mesh_does_not_matter() -> None:
    person = _person()
    inside_out = person._replace(triangles=person.triangles[:, ::-1])
    view = View((0.0, 1.0, 4.0), (0.0, 1.0, 0.0), 35.0)
    stage = _open_set(_ground().build())
    frames = [
        Renderer(96, 54, stage, _RIG, [(mesh, _FACE)]).frame(view, 0.0, [(mesh.positions, mesh.normals)])
        for mesh in (person, inside_out)
    ]
    assert (frames[0].rgb == frames[1].rgb).all()


def test_normals_and_parts_of_a_box() -> None:
    builder = _ground()
    box(builder, (0, 0.5, 0), (1, 1, 1), (0.5, 0.5, 0.5), WOOD)
    view = View((0.0, 0.5, 4.0), (0.0, 0.5, 0.0), 35.0)
    frame = Renderer(96, 54, _open_set(builder.build()), _RIG, []).frame(view, 0.0, [], maps=True)
    assert frame.normals is not None
    assert frame.part is not None
    assert np.allclose(frame.normals[27, 48], (0, 0, 1), atol=1e-5)
    assert frame.part[27, 48] == 2
    assert frame.part[52, 4] == 1


def test_clusters_keep_every_triangle_once() -> None:
    builder = MeshBuilder()
    random = np.random.default_rng(3)
    for _ in range(150):
        box(builder, random.uniform(-9, 9, 3), random.uniform(0.1, 2, 3), (0.5, 0.5, 0.5))
    mesh = builder.build()
    clustered = raster.cluster(mesh)
    assert len(clustered.centre) > 5

    def corners(m: Mesh) -> np.ndarray:
        middles = m.positions[m.triangles].mean(1)
        return middles[np.lexsort(middles.T)]

    assert np.allclose(corners(mesh), corners(clustered.mesh), atol=1e-5)
    inside = np.repeat(np.arange(len(clustered.centre)), np.diff(clustered.first_vertex))
    off = np.abs(clustered.mesh.positions - clustered.centre[inside]) - clustered.extent[inside]
    assert off.max() <= 1e-3


def test_culling_takes_nothing_away() -> None:
    """A camera among many boxes sees the same depth whether they are one cluster or hundreds."""
    random = np.random.default_rng(8)
    builder = _ground()
    for _ in range(220):
        box(builder, random.uniform((-9, 0, -9), (9, 4, 9)), random.uniform(0.1, 1.2, 3), (0.5, 0.5, 0.5))
    mesh = builder.build()
    view = View((0.3, 1.5, 0.2), (4.0, 1.0, -3.0), 24.0, roll_deg=8.0)
    clustered = Renderer(160, 90, _open_set(mesh), _RIG, []).frame(view, 0.0, [])
    empty = MeshBuilder()
    quad(empty, [(-1, -50, 1), (1, -50, 1), (1, -50, -1), (-1, -50, -1)], (0.4, 0.4, 0.4), PAINT)
    # People are never culled, so the same mesh as a person is the reference.
    whole = Renderer(160, 90, _open_set(empty.build()), _RIG, [(mesh, _FACE)])
    reference = whole.frame(view, 0.0, [(mesh.positions, mesh.normals)])
    assert np.allclose(clustered.depth, reference.depth, rtol=1e-5)


def test_look_at_is_a_rotation_that_rolls() -> None:
    level = raster.look_at(np.array((0, 1, 5.0)), np.array((0, 1, 0.0)))
    assert np.allclose(level, [(1, 0, 0), (0, 1, 0), (0, 0, -1)])
    rolled = raster.look_at(np.array((0, 1, 5.0)), np.array((0, 1, 0.0)), 90.0)
    assert np.allclose(rolled @ rolled.T, np.eye(3), atol=1e-12)
    assert np.allclose(rolled[0], (0, 1, 0), atol=1e-12)
    assert np.isfinite(raster.look_at(np.array((0, 5, 0.0)), np.zeros(3))).all()


def test_fractal_noise_is_repeatable_and_bounded() -> None:
    x, z = np.meshgrid(np.linspace(-50, 50, 40), np.linspace(-50, 50, 40))
    first, second = fractal(x, z, 0.1), fractal(x, z, 0.1)
    assert (first == second).all()
    assert first.min() >= 0
    assert first.max() <= 1
    assert first.std() > 0.05
