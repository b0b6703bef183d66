"""A camera that stands still keeps what it saw of the set, and nobody can tell by the pictures."""

import numpy as np

from tools.stage import light
from tools.stage.materials import CLOTH
from tools.stage.mesh import Mesh, MeshBuilder, placed, revolve
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set

_FACE = np.zeros((4, 4, 4), np.float32)
_VIEW = View((0.4, 1.6, 4.0), (0.0, 1.2, 0.0), 40.0)
_ASIDE = View((0.9, 1.6, 4.0), (0.0, 1.2, 0.0), 40.0)


def _person() -> Mesh:
    builder = MeshBuilder()
    coat = [(0, 0.15), (0.6, 0.2), (0.9, 0.18), (1, 0.06)]
    revolve(builder, (0, 0, 0), (0, 1.7, 0), coat, (0.4, 0.1, 0.08), CLOTH, sides=16)
    return builder.build()


def _renderer(threads: int = 1) -> tuple[Renderer, Mesh]:
    stage = build_set("street", seed=2, time_of_day="night", weather="rain")
    person = _person()
    rig = light.rig("night", "rain", interior=False)
    return Renderer(160, 90, stage, rig, [(person, _FACE)], threads=threads), person


def _frames(views: list[View], threads: int = 1) -> list:
    """Frames in which somebody walks across, one for each view."""
    renderer, person = _renderer(threads)
    walked = [placed(person, (0.3 * step - 0.6, 0, 0)) for step in range(len(views))]
    return [
        renderer.frame(view, 0.1 * step, [(walked[step].positions, walked[step].normals)], maps=True)
        for step, view in enumerate(views)
    ]


def _alone(views: list[View]) -> list:
    """The same frames, each by a renderer that has rendered no other."""
    frames = []
    for step, view in enumerate(views):
        renderer, person = _renderer()
        walked = placed(person, (0.3 * step - 0.6, 0, 0))
        frames.append(renderer.frame(view, 0.1 * step, [(walked.positions, walked.normals)], maps=True))
    return frames


def _assert_equal(some: list, others: list) -> None:
    for one, other in zip(some, others, strict=True):
        for mine, theirs in zip(one[:5], other[:5], strict=True):
            assert (mine == theirs).all()


def test_frames_of_a_locked_camera_are_those_of_a_fresh_one() -> None:
    views = [_VIEW] * 4
    _assert_equal(_frames(views), _alone(views))


def test_a_camera_that_moves_on_lets_go_of_what_it_kept() -> None:
    views = [_VIEW, _VIEW, _VIEW, _ASIDE, _ASIDE, _VIEW]
    _assert_equal(_frames(views), _alone(views))


def test_a_locked_camera_does_not_depend_on_threads() -> None:
    _assert_equal(_frames([_VIEW] * 4, threads=1), _frames([_VIEW] * 4, threads=2))
