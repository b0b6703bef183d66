"""Practicals throw the shadows that geometry says: a post between a lamp and a wall, a person who steps in between."""

import math

import numpy as np
import pytest

from tools.stage import lamp_shadows, light
from tools.stage.lamp_shadows import CUBE_SIZE, draw, key_practicals, lamp_reaches, set_cube
from tools.stage.light import Practical
from tools.stage.materials import CLOTH, EMISSIVE, PLASTER
from tools.stage.mesh import Mesh, MeshBuilder, box, quad
from tools.stage.renderer import Renderer, View
from tools.stage.sets import Set
from tools.stage.sets.stage_set import flat_floor

_LAMP = Practical((0.0, 1.5, 2.0), (6.0, 5.0, 4.0), 12.0)
_WALL_Z, _POST_Z, _POST_HALF_M = -2.0, 0.0, 0.1
_FACE = np.zeros((4, 4, 4), np.float32)


def _wall_and_post(post_material: int = PLASTER, post_x: float = 0.0) -> Mesh:
    builder = MeshBuilder()
    quad(builder, [(-4, -1, _WALL_Z), (4, -1, _WALL_Z), (4, 4, _WALL_Z), (-4, 4, _WALL_Z)], (0.5, 0.5, 0.5), PLASTER)
    box(builder, (post_x, 1.5, _POST_Z), (2 * _POST_HALF_M, 3.0, 2e-3), (0.3, 0.3, 0.3), post_material)
    # The lamp's own shade, which must not put its lamp out.
    box(builder, _LAMP.position, (0.2, 0.2, 0.2), (0.6, 0.6, 0.5), CLOTH)
    return builder.build()


def _set(mesh: Mesh) -> Set:
    everywhere = (-9.0, 9.0, -9.0, 9.0)
    return Set(
        name="wall", mesh=mesh, practicals=(_LAMP,), interior=True, floor=flat_floor, acting_area=everywhere,
        axis_yaw_deg=180.0, camera_box=(-9.0, 9.0, 0.0, 9.0, -9.0, 9.0), obstacles=(), seats=(), entrances=(),
        shadow_centre=(0.0, 0.0, 0.0), shadow_radius_m=5.0, room=everywhere,
    )  # fmt: skip


def _reaches(cube: np.ndarray, x: float, y: float, z: float) -> float:
    return lamp_reaches(cube, *(np.array((x, y, z)) - _LAMP.position))


def test_a_post_throws_the_shadow_that_similar_triangles_say() -> None:
    cube = set_cube(_wall_and_post(), _LAMP)
    lamp_z = _LAMP.position[2]
    edge = _POST_HALF_M * (lamp_z - _WALL_Z) / (lamp_z - _POST_Z)
    texel_m = (lamp_z - _WALL_Z) / (0.48 * CUBE_SIZE)
    on_wall = _WALL_Z + 0.05
    for side in (-1, 1):
        assert _reaches(cube, side * (edge - 3 * texel_m), 1.5, on_wall) < 0.1
        assert _reaches(cube, side * (edge + 3 * texel_m), 1.5, on_wall) == 1.0
    assert _reaches(cube, 0.0, 1.5, 0.5 * (lamp_z + _POST_Z)) == 1.0, "nothing stands between the lamp and the post"


def test_the_edge_of_a_shadow_is_soft_and_even() -> None:
    cube = set_cube(_wall_and_post(), _LAMP)
    across = np.array([_reaches(cube, x, 1.4, _WALL_Z + 0.05) for x in np.linspace(0.0, 0.6, 240)])
    assert (np.diff(across) > -1e-6).all()
    assert ((across > 0.1) & (across < 0.99)).sum() > 15
    assert np.diff(across).max() < 0.2


@pytest.mark.parametrize("way", [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1), (1, 1, 0.98)])
def test_every_face_and_corner_of_the_cube_sees(way: tuple[float, float, float]) -> None:
    at = np.array(_LAMP.position)
    builder = MeshBuilder()
    box(builder, at + np.array(way) * 1.2, (0.5, 0.5, 0.5), (0.3, 0.3, 0.3), PLASTER)
    mesh = builder.build()
    cube = np.zeros((6, CUBE_SIZE, CUBE_SIZE), np.float32)
    draw(cube, _LAMP.position, mesh.positions, mesh.triangles, 0, len(mesh.positions), np.empty(mesh.positions.shape))
    behind = np.array(way) * 2.5
    assert lamp_reaches(cube, *behind) < 0.1
    assert lamp_reaches(cube, *(-behind)) == 1.0


def test_glass_and_flames_throw_none() -> None:
    assert _reaches(set_cube(_wall_and_post(EMISSIVE), _LAMP), 0.0, 1.5, _WALL_Z + 0.05) == 1.0


def test_a_person_throws_one_on_the_wall_and_takes_it_along() -> None:
    person = MeshBuilder()
    box(person, (0.0, 0.9, 0.0), (0.5, 1.8, 0.3), (0.4, 0.1, 0.1), CLOTH)
    mesh = person.build()
    stage = _set(_wall_and_post(post_x=-3.5))
    dark = light.rig("night", "clear", interior=True, fill_stops=-4)
    view = View((0.0, 1.5, 6.0), (0.0, 1.5, -2.0), 26.0)

    def walls(casting: tuple[int, ...]) -> list[np.ndarray]:
        shot = Renderer(160, 90, stage, dark, [(mesh, _FACE)], casting=casting)
        moved = [mesh.positions + np.array((x, 0.0, 0.0), np.float32) for x in (-0.7, 0.7)]
        return [shot.frame(view, 0.0, [(at, mesh.normals)]).rgb.astype(float).mean(-1) for at in moved]

    left, right = walls((0,))
    assert not np.array_equal(left, right)
    shadowed = [(plain - cast) > 12 for plain, cast in zip(walls(()), (left, right), strict=True)]
    middles = [float(np.nonzero(mask[:45])[1].mean()) for mask in shadowed]
    assert middles[0] < 70 and middles[1] > 90, "a shadow stands behind whoever throws it"


def test_soft_far_and_faint_lamps_throw_none() -> None:
    window = _LAMP._replace(soft=True)
    faint = _LAMP._replace(colour=(0.02, 0.02, 0.02))
    away = _LAMP._replace(position=(40.0, 2.0, 0.0))
    second = _LAMP._replace(colour=(3.0, 2.0, 1.0))
    subject = (0.0, 1.6, 0.0)
    assert key_practicals((window, faint, away, second, _LAMP), subject, 3.0) == (4, 3)
    assert key_practicals((_LAMP,) * 5, subject, 3.0) == (0, 1)
    assert key_practicals((_LAMP,), subject, lamp_shadows.FARTHEST_CAMERA_M + 1) == ()


def test_a_cube_is_kept_for_its_set_and_lamp() -> None:
    mesh = _wall_and_post()
    assert set_cube(mesh, _LAMP) is set_cube(mesh, _LAMP)
    assert set_cube(mesh, _LAMP) is not set_cube(mesh, _LAMP._replace(position=(0.0, 2.0, 2.0)))
    assert math.isfinite(float(set_cube(mesh, _LAMP).max()))
