"""Motion blur by the camera's own motion."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tools.stage.frame import View, camera_of
from tools.stage.shutter import DEAD, smear, smears

WIDTH, HEIGHT = 320, 180


def dots(depth_m=6.0):
    """A dark picture with one bright column in the middle, all of it ``depth_m`` away."""
    rgb = np.full((HEIGHT, WIDTH, 3), 0.1, np.float32)
    rgb[:, 158:162] = 8.0
    return rgb, np.full((HEIGHT, WIDTH), 1.0 / depth_m, np.float32)


def exposed(rgb, inverse_depth, view, opened):
    now, before = camera_of(view, WIDTH, HEIGHT), camera_of(opened, WIDTH, HEIGHT)
    if not smears(inverse_depth, now, before):
        return None
    out = np.empty_like(rgb)
    smear(rgb, inverse_depth, now, before, 0, HEIGHT, out)
    return out


def looking(yaw_deg, eye=(0.0, 1.5, 0.0)):
    turn = math.radians(yaw_deg)
    return View(eye, (eye[0] + math.sin(turn), eye[1], eye[2] - math.cos(turn)), 36.0)


def test_a_pan_smears_sideways_by_as_much_as_it_turns():
    rgb, near = dots()
    out = exposed(rgb, near, looking(0.0), looking(-3.0))
    row = out[90, :, 0]
    lit = np.flatnonzero(row > 0.2)
    # Three degrees before and three after, at one picture width a radian here: 320 * 2 * tan(3 deg) = 33.5 px.
    assert lit.max() - lit.min() == pytest.approx(33.5 + 4, abs=4)
    assert row.sum() == pytest.approx(rgb[90, :, 0].sum(), rel=0.1)
    assert row.max() < 2.0


def test_a_slow_move_smears_nothing():
    rgb, near = dots()
    small = math.degrees(0.3 * DEAD)
    assert exposed(rgb, near, looking(0.0), looking(-small)) is None
    assert exposed(rgb, near, looking(0.0), looking(0.0)) is None


def test_a_slide_smears_what_is_near_and_leaves_what_is_far():
    rgb = np.random.default_rng(1).uniform(0, 1, (HEIGHT, WIDTH, 3)).astype(np.float32)
    inverse = np.full((HEIGHT, WIDTH), 1.0 / 400.0, np.float32)
    inverse[90:] = 1.0 / 1.5
    out = exposed(rgb, inverse, looking(0.0), looking(0.0, (-0.05, 1.5, 0.0)))
    assert np.abs(out[:88] - rgb[:88]).max() < 1e-6
    assert out[95:].std() < 0.6 * rgb[95:].std()


def test_the_picture_does_not_depend_on_the_rows_it_is_made_in():
    rgb, near = dots()
    whole = exposed(rgb, near, looking(0.0), looking(-2.0))
    parts = np.empty_like(rgb)
    now, before = camera_of(looking(0.0), WIDTH, HEIGHT), camera_of(looking(-2.0), WIDTH, HEIGHT)
    for begin, end in ((0, 61), (61, 140), (140, HEIGHT)):
        smear(rgb, near, now, before, begin, end, parts)
    assert np.array_equal(whole, parts)
