"""VBench's sums on features made by hand, worked out on paper."""

import numpy as np
import pytest

from tools.score.clip.consistency import clip_to_clip, from_keyframe, in_clip, likeness


def _at(*degrees: float) -> np.ndarray:
    """Unit vectors in a plane, so that cosines are those of the angles between."""
    turn = np.radians(degrees)
    return np.stack([np.cos(turn), np.sin(turn)], 1)


def _cos(degrees: float) -> float:
    return float(np.cos(np.radians(degrees)))


def test_in_clip_is_the_mean_of_neighbours_and_of_the_first() -> None:
    # Frames at 0, 30, 90: frame 1 lies 30 from both; frame 2 lies 60 from its neighbour and 90 from the first.
    assert in_clip(_at(0, 30, 90)) == pytest.approx(((2 * _cos(30)) / 2 + (_cos(60) + 0.0) / 2) / 2, abs=1e-9)
    assert in_clip(_at(10, 10, 10)) == pytest.approx(1.0, abs=1e-9)


def test_opposite_frames_count_nothing_and_not_less() -> None:
    assert in_clip(_at(0, 180)) == 0.0
    assert likeness(_at(0)[0], _at(120)[0]) == 0.0


def test_from_keyframe_weighs_best_mean_and_worst() -> None:
    # Best likeness to the picture at 20 is that of the frame at 30; neighbours lie 30 and 60 apart.
    expected = 0.4 * _cos(10) + 0.3 * (_cos(30) + _cos(60)) / 2 + 0.3 * _cos(60)
    assert from_keyframe(_at(20)[0], _at(0, 30, 90)) == pytest.approx(expected, abs=1e-9)


def test_the_order_of_clips_matters() -> None:
    scattered, gathered = clip_to_clip(_at(0, 80, 10)), clip_to_clip(_at(0, 10, 80))
    assert scattered is not None and gathered is not None
    assert gathered > scattered


def test_one_frame_says_nothing() -> None:
    assert in_clip(_at(5)) is None and from_keyframe(_at(5)[0], _at(5)) is None and clip_to_clip(_at(5)) is None
