"""Thresholds from samples: known distributions give known bounds, and small or broken samples are refused."""

from __future__ import annotations

import numpy as np
import pytest

from film.errors import ScoreError
from tools.score.calibration.bounds import EVEN, FRUGAL, calibrate, equal_error

DRAW = np.random.default_rng(3)
GENUINE = DRAW.normal(0.7, 0.05, 400)
IMPOSTOR = DRAW.normal(0.2, 0.08, 900)
NEAR = DRAW.normal(0.6, 0.08, 900)


def test_separable_samples_get_the_higher_of_the_two_percentiles():
    found = calibrate(GENUINE, IMPOSTOR)
    assert found.separable
    assert found.threshold == max(np.percentile(GENUINE, 5), np.percentile(IMPOSTOR, 99))
    assert found.far == 0 and found.frr == pytest.approx(0.05, abs=0.003)
    assert found.eer == 0 and IMPOSTOR.max() < found.eer_threshold < GENUINE.min()
    assert (found.genuine, found.impostor) == (400, 900)
    assert found.spread == pytest.approx(0.05, rel=0.1)


def test_overlapping_samples_get_the_equal_error_point():
    found = calibrate(GENUINE, NEAR)
    assert not found.separable
    assert found.threshold == found.eer_threshold
    assert found.far == pytest.approx(found.frr, abs=0.01)
    assert found.eer == pytest.approx((found.far + found.frr) / 2)
    # Two normal distributions cross where each is as far from its mean in its own deviations: at 0.1 / 0.13 of one.
    assert found.threshold == pytest.approx(0.7 - 0.05 * 0.1 / 0.13, abs=0.01)


def test_the_equal_error_point_of_hand_made_samples():
    apart = equal_error(np.array([0.8, 0.9]), np.array([0.1, 0.2]))
    assert apart.rate == 0 and 0.2 < apart.threshold < 0.8
    crossed = equal_error(np.array([0.2, 0.6, 0.7, 0.8]), np.array([0.1, 0.3, 0.4, 0.65]))
    assert crossed.rate == 0.25 and 0.4 < crossed.threshold < 0.65
    assert equal_error(np.array([0.5]), np.array([0.5])).rate == 0.5


def test_the_interval_holds_the_threshold_and_narrows_with_more_pairs():
    few, many = calibrate(GENUINE[:40], IMPOSTOR), calibrate(GENUINE, IMPOSTOR)
    for found in (few, many):
        assert found.low <= found.threshold <= found.high
    assert many.high - many.low < few.high - few.low


def test_the_same_samples_give_the_same_bound_in_any_order():
    assert calibrate(GENUINE[::-1], IMPOSTOR[::-1]) == calibrate(GENUINE, IMPOSTOR)
    assert calibrate(GENUINE, IMPOSTOR, seed=2).low != calibrate(GENUINE, IMPOSTOR, seed=1).low


def test_a_frugal_bound_fails_one_good_take_in_a_hundred_at_most():
    for bad in (IMPOSTOR, NEAR):
        found = calibrate(GENUINE, bad, rule=FRUGAL)
        assert found.frr <= 0.01
        assert found.threshold < calibrate(GENUINE, bad, rule=EVEN).threshold
    apart = calibrate(GENUINE, IMPOSTOR, rule=FRUGAL)
    assert np.percentile(IMPOSTOR, 99) < apart.threshold < np.percentile(GENUINE, 1)


def test_a_frugal_bound_that_would_refuse_nobody_refuses_one_in_ten():
    found = calibrate([0.0, *[1.0] * 39], [0.0] * 2 + [1.0] * 8, rule=FRUGAL)
    assert found.threshold > 0 and found.far == pytest.approx(0.8)


def test_equal_values_still_have_a_spread():
    assert calibrate([1.0] * 40, [0.0] * 10).spread > 0


@pytest.mark.parametrize(
    ("genuine", "impostor", "words"),
    [
        (GENUINE[:29], IMPOSTOR, "29 genuine pairs are too few"),
        (GENUINE, [], "no impostor"),
        ([*GENUINE, float("nan")], IMPOSTOR, "no number"),
        (GENUINE, [float("inf")], "no number"),
    ],
)
def test_small_and_broken_samples_are_refused(genuine, impostor, words):
    with pytest.raises(ScoreError, match=words):
        calibrate(genuine, impostor)
    assert calibrate(GENUINE[:30], IMPOSTOR).genuine == 30
