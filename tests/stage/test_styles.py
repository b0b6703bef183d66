"""Styles in motion: a pattern stays on the world, nothing flickers, faces stay readable, bytes are the same everywhere."""

import hashlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from configs.style_files import built_in_styles
from film.errors import RenderError
from film.passes import Grade, Hatching
from film.state import StyleWeight
from film.styles import Treatment
from tools.score.footage import footage_of
from tools.score.pixels.exposure import black, blown
from tools.score.pixels.motion import flicker
from tools.score.pixels.sharpness import blur
from tools.stage import light
from tools.stage.frame import Frame, View, camera_of
from tools.stage.renderer import Renderer
from tools.stage.sets import build_set
from tools.stage.styles.styler import PASSES, Styler

pytestmark = pytest.mark.film

STYLES = {style.name: style for style in built_in_styles()}
SIZE = (480, 270)
AHEAD = View((0.0, 1.6, 4.0), (0.5, 1.5, -6.0), 35.0, focus_m=6.0)
TEXTURED = ("watercolour", "pen_and_ink", "oil", "comic", "paper_cut", "stained_glass")
FLICKER_GATE = 0.012


@cache
def street() -> Renderer:
    return Renderer(*SIZE, build_set("street", seed=4, time_of_day="day", weather="clear"), light.rig("day", "clear", interior=False), [])


@cache
def taken(view: View) -> Frame:
    return street().frame(view, 0.0, [], under=True)


def styler(name: str, weight: float = 1.0) -> Styler:
    return Styler([StyleWeight(style=name, weight=weight)], [STYLES[name].treatment], *SIZE, seed=3, cut_for=AHEAD)


def painted(name: str, view: View = AHEAD, time_s: float = 0.0) -> np.ndarray:
    return styler(name).paint(taken(view), view, time_s)


def luma(rgb: np.ndarray) -> np.ndarray:
    return rgb.astype(np.float64) @ np.array([0.2126, 0.7152, 0.0722])


def test_every_style_that_was_promised_is_there():
    assert set(STYLES) >= {
        "photoreal", "watercolour", "stained_glass", "paper_cut", "oil", "pen_and_ink", "comic", "hand_drawn",
        "cartoon_3d", "film_noir",
    }  # fmt: skip


@pytest.mark.parametrize("name", STYLES)
def test_a_style_says_what_it_is_in_two_languages(name):
    style = STYLES[name]
    assert {"en", "hi"} <= set(style.title) and style.description["en"] and style.prompt
    assert style.words["en"] and style.words["hi"] and style.passes


@pytest.mark.parametrize("name", STYLES)
def test_a_styled_picture_passes_the_gates_of_exposure_and_focus(name):
    footage = footage_of(painted(name)[None], 24)
    assert black(footage.luma).share < 0.9 and blown(footage.luma).share < 0.35
    assert blur(footage.colour)[0] <= 0.55


@pytest.mark.parametrize("name", STYLES)
def test_a_style_changes_the_picture_and_keeps_what_is_in_it(name):
    natural, styled = taken(AHEAD).rgb, painted(name)
    assert styled.shape == natural.shape and styled.dtype == np.uint8
    apart = np.abs(styled.astype(int) - natural).mean()
    assert apart > 1.5, "nothing was painted"
    small = [luma(p)[: 264, :480].reshape(22, 12, 24, 20).mean(axis=(1, 3)).ravel() for p in (natural, styled)]
    assert np.corrcoef(*small)[0, 1] > 0.6, "what was light is dark"


def carried(values: np.ndarray, start: View, end: View) -> tuple[np.ndarray, np.ndarray]:
    """``values`` of the frame from ``start`` as ``end`` sees them by exact depth, and where that is known."""
    import cv2

    here, there = camera_of(end, *SIZE), camera_of(start, *SIZE)
    depth = taken(end).depth.astype(np.float64)
    y, x = np.mgrid[: SIZE[1], : SIZE[0]] + 0.5
    rays = (
        ((x - here.centre_x) / here.focal_px)[..., None] * here.rotation[0]
        + ((here.centre_y - y) / here.focal_px)[..., None] * here.rotation[1]
        + here.rotation[2]
    )
    seen = (here.eye + depth[..., None] * rays - there.eye) @ there.rotation.T
    u = (there.centre_x + there.focal_px * seen[..., 0] / seen[..., 2] - 0.5).astype(np.float32)
    v = (there.centre_y - there.focal_px * seen[..., 1] / seen[..., 2] - 0.5).astype(np.float32)
    known = cv2.remap(taken(start).depth, u, v, cv2.INTER_NEAREST, borderValue=0.0)
    # Near enough for a pattern of a few pixels to be told apart, and not a silhouette.
    same = (np.abs(known - seen[..., 2]) < 0.01 * seen[..., 2]) & (depth < 40.0)
    return cv2.remap(values.astype(np.float32), u, v, cv2.INTER_LINEAR), same


def pattern_of(name: str, view: View) -> np.ndarray:
    """What the style adds, without what it does to large areas."""
    import cv2

    added = (luma(painted(name, view)) - luma(taken(view).rgb)).astype(np.float32)
    return added - cv2.GaussianBlur(added, (0, 0), 6.0)


MOVES = {
    "pan": AHEAD._replace(target=(0.95, 1.5, -6.0)),
    "dolly": AHEAD._replace(eye=(0.15, 1.6, 3.8), target=(0.65, 1.5, -6.2)),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("name", TEXTURED)
def test_a_pattern_moves_with_the_world_and_not_with_the_glass(name, move):
    start, end = pattern_of(name, AHEAD), pattern_of(name, MOVES[move])
    moved, same = carried(start, AHEAD, MOVES[move])
    inner = same.copy()
    inner[:12], inner[-12:], inner[:, :12], inner[:, -12:] = False, False, False, False
    with_world = np.corrcoef(moved[inner], end[inner])[0, 1]
    with_screen = np.corrcoef(start[inner], end[inner])[0, 1]
    assert with_world > 0.45 and with_world > with_screen + 0.25, (with_world, with_screen)


@pytest.mark.parametrize("name", STYLES)
def test_nothing_flickers_under_a_camera_that_hardly_moves(name):
    views = [AHEAD._replace(eye=(0.002 * step, 1.6, 4.0)) for step in range(6)]
    frames = np.stack([painted(name, view, step / 24) for step, view in enumerate(views)])
    assert flicker(footage_of(frames, 24).luma) < FLICKER_GATE / 3


def test_only_a_style_that_boils_draws_anew():
    still = Treatment(name="still", passes=(Hatching(),))
    boiling = Treatment(name="boiling", passes=(Hatching(),), boil_hz=12)

    def at(treatment: Treatment, time_s: float) -> bytes:
        painter = Styler([StyleWeight(style=treatment.name)], [treatment], *SIZE, seed=3)
        return painter.paint(taken(AHEAD), AHEAD, time_s).tobytes()

    assert at(still, 0.0) == at(still, 0.5)
    assert at(boiling, 0 / 24) == at(boiling, 1 / 24) != at(boiling, 2 / 24)


def test_half_a_style_is_half_way_to_the_natural_picture():
    natural, whole, half = taken(AHEAD).rgb, painted("film_noir"), styler("film_noir", 0.5).paint(taken(AHEAD), AHEAD, 0.0)
    assert np.abs(half - (natural.astype(float) + whole) / 2).max() <= 0.5


def test_two_styles_mix_by_their_weights():
    names = ("film_noir", "watercolour")
    weights = [StyleWeight(style=name, weight=1.0) for name in names]
    both = Styler(weights, [STYLES[name].treatment for name in names], *SIZE, seed=3, cut_for=AHEAD)
    mean = sum(painted(name).astype(float) for name in names) / 2
    assert np.abs(both.paint(taken(AHEAD), AHEAD, 0.0) - mean).max() <= 0.5


def test_without_a_style_the_picture_is_untouched():
    plain = Styler([], [], *SIZE)
    assert not plain.paints
    frame = taken(AHEAD)
    assert plain.paint(frame, AHEAD, 0.0) is frame.rgb


def test_a_style_that_nobody_defines_is_named_with_those_there_are():
    with pytest.raises(RenderError, match=r"'cubist'.*oil"):
        Styler([StyleWeight(style="cubist")], [STYLES["oil"].treatment], *SIZE)


def test_a_frame_without_its_underdrawing_is_refused():
    frame = taken(AHEAD)._replace(under=None)
    with pytest.raises(RenderError, match="underdrawing"):
        styler("oil").paint(frame, AHEAD, 0.0)


def test_every_pass_that_a_file_may_name_can_be_painted():
    from typing import get_args

    from film.passes import Pass

    kinds = {model.model_fields["kind"].default for model in get_args(get_args(Pass)[0])}
    assert kinds == set(PASSES)


def test_grade_leaves_a_picture_that_asks_for_nothing():
    nothing = Treatment(name="nothing", passes=(Grade(),))
    frame = taken(AHEAD)
    same = Styler([StyleWeight(style="nothing")], [nothing], *SIZE).paint(frame, AHEAD, 0.0)
    assert np.abs(same.astype(int) - frame.rgb).max() <= 1


HASHES = """
import hashlib, json, sys
import cv2, numba
from tests.stage.test_styles import STYLES, taken, painted, AHEAD
cv2.setNumThreads(int(sys.argv[1]))
print(json.dumps({name: hashlib.sha256(painted(name).tobytes()).hexdigest() for name in STYLES}))
"""


@cache
def elsewhere() -> dict[str, str]:
    """The hash of each style's picture in another process with three threads."""
    root = Path(__file__).parents[2]
    made = subprocess.run([sys.executable, "-c", HASHES, "3"], cwd=root, capture_output=True, text=True, check=True)
    return json.loads(made.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", STYLES)
def test_bytes_are_equal_in_another_process_with_other_threads(name):
    assert elsewhere()[name] == hashlib.sha256(painted(name).tobytes()).hexdigest()
