"""Colours of one scene lie near one another, and a cast or another light lies apart."""

from __future__ import annotations

import numpy as np
import pytest

from film.errors import ScoreError
from tests.score import clips
from tools.score.pixels.colour import BINS, colour_distance, colour_histogram, colour_match

GOOD = clips.good_clip(9)


def away(frames: np.ndarray) -> float:
    return colour_distance(colour_histogram(GOOD), colour_histogram(frames))


def tinted(gain: tuple[float, float, float]) -> np.ndarray:
    return np.clip(GOOD * np.array(gain), 0, 255).astype(np.uint8)


def test_a_histogram_is_shares_of_each_axis():
    histogram = colour_histogram(GOOD)
    assert histogram.shape == (3 * BINS,)
    assert histogram.reshape(3, BINS).sum(axis=1) == pytest.approx([1, 1, 1])


def test_distance_is_nothing_for_itself_symmetric_and_small_for_another_framing():
    assert away(GOOD) == 0
    night = clips.at_night(GOOD)
    assert away(night) == pytest.approx(colour_distance(colour_histogram(night), colour_histogram(GOOD)))
    closer = GOOD[:, 20:160, 40:280]
    assert away(closer) < 0.1 < 0.4 < away(night)


def test_distance_grows_with_a_cast_and_one_level_of_noise_is_none():
    casts = [away(tinted((1 + step, 1.0, 1 - step))) for step in (0.0, 0.1, 0.2, 0.4)]
    assert casts == sorted(casts) and casts[-1] > 0.25
    assert away(clips.noisy(GOOD, 1)) < 0.01


def test_the_nearest_plate_answers():
    plates = [clips.at_night(GOOD)[0], clips.street(1)]
    assert colour_match(GOOD, plates) == pytest.approx(colour_match(GOOD, plates[1:]))
    assert colour_match(GOOD, plates) > 0.9 > 0.55 > colour_match(GOOD, plates[:1])


def test_no_frames_are_an_error():
    with pytest.raises(ScoreError):
        colour_histogram(GOOD[:0])
