"""Wet ground: a lamp stands in it upside down, where geometry says, and nothing but the ground changes."""

from __future__ import annotations

import numpy as np

from tools.stage.frame import View, camera_of
from tools.stage.puddles import lay_reflections

WIDTH, HEIGHT = 320, 180
VIEW = View((0.0, 1.5, 6.0), (0.0, 1.5, 0.0), 36.0)
"""Level, one pixel focal length a picture width: the horizon is the middle row."""


def _street() -> tuple[np.ndarray, np.ndarray]:
    """Radiance and depth of a dark floor before a dark wall 12 m ahead, on which a green lamp hangs 1.2 m up."""
    camera = camera_of(VIEW, WIDTH, HEIGHT)
    rows = (np.arange(HEIGHT) + 0.5 - HEIGHT / 2) / camera.focal_px
    floor = np.where(rows > 1e-6, 1.5 / np.maximum(rows, 1e-6), 1e9)
    depth = np.minimum(floor, 12.0).astype(np.float32)[:, None].repeat(WIDTH, 1)
    rgb = np.full((HEIGHT, WIDTH, 3), 0.02, np.float32)
    lamp = round(HEIGHT / 2 - (1.2 - 1.5) / 12.0 * camera.focal_px)
    rgb[lamp - 4 : lamp + 5, 150:170] = (0.1, 4.0, 0.1)
    return rgb, depth


def _wet(wetness: float) -> tuple[np.ndarray, np.ndarray]:
    rgb, depth = _street()
    before = rgb.copy()
    lay_reflections(rgb, depth, camera_of(VIEW, WIDTH, HEIGHT), wetness, lambda rows, draw: draw(0, rows))
    return before, rgb


def test_the_lamp_stands_on_its_head() -> None:
    before, after = _wet(1.0)
    gained = (after - before)[..., 1]
    y, x = np.unravel_index(int(gained.argmax()), gained.shape)
    # The mirror image hangs 1.2 m under the floor at the wall: (1.2 + 1.5) / 12 of the focal length under the horizon.
    assert abs(x - 160) < 14 and abs(y - (HEIGHT / 2 + 2.7 / 12.0 * WIDTH)) < 12
    assert gained.max() > 0.05


def test_only_the_ground_changes() -> None:
    before, after = _wet(1.0)
    assert (after[: HEIGHT // 2 + 35] == before[: HEIGHT // 2 + 35]).all()


def test_wetter_mirrors_more() -> None:
    (before, damp), (_, wet) = _wet(0.4), _wet(1.0)
    assert (wet - before)[..., 1].max() > 1.5 * (damp - before)[..., 1].max()
