"""Developing and edges: levels where they belong, no steps in the blacks, stairs smoothed whichever way they lean."""

from __future__ import annotations

import numpy as np
import pytest

from tools.stage.developing import dither, film_curve
from tools.stage.edges import smooth_edges


def test_the_blacks_have_no_steps() -> None:
    levels = film_curve() * 255.0
    assert np.diff(levels).max() < 0.6 and np.diff(levels).min() >= 0.0


def test_dither_is_even() -> None:
    tile = dither(64)
    assert tile.shape == (64, 64) and abs(tile.mean() - 0.5) < 1e-3 and tile.min() > 0.0 and tile.max() < 1.0
    blocks = tile.reshape(8, 8, 8, 8).mean((1, 3))
    assert blocks.std() < 0.02


@pytest.mark.parametrize("slope", [0.1, 0.3, 0.7, 1.5, 9.0, -0.1, -0.3, -0.7, -2.5])
def test_stairs_come_nearer_to_the_true_edge(slope: float) -> None:
    size = 40
    y, x = np.mgrid[:size, :size]

    def edge(xs, ys):
        return np.where(ys - 20.2 > slope * (xs - 20), 200, 40)

    luma = edge(x, y).astype(np.uint8)
    offsets = (np.arange(8) + 0.5) / 8 - 0.5
    true = np.mean([edge(x + i, y + j) for i in offsets for j in offsets], 0)
    source = np.repeat(luma, 3, 1)
    out = source.copy()
    smooth_edges(source, luma, 0, size, out)

    def error(picture: np.ndarray) -> float:
        return float(np.sqrt(((picture[:, ::3][5:-5, 5:-5] - true[5:-5, 5:-5]) ** 2).mean()))

    assert error(out) < 0.8 * error(source)
