"""Where a bound must lie so that it tells good takes from false ones: pure statistics of two samples.

    genuine    values of pictures that are what they should be
    impostor   values of pictures that are not

Source of the rules: facts of face verification (equal-error point, FAR, FRR) as ISO/IEC 19795-1 defines them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from film.errors import ScoreError

FEWEST_GENUINE = 30
"""Under it the 5th percentile is the smallest value or the one after it: chance."""
RESAMPLES = 1000
INTERVAL = (2.5, 97.5)
SMALLEST_SPREAD = 1e-4
"""So that a sample of equal values still has a unit that a miss can be counted in."""


class Rule(NamedTuple):
    """How a bound is read from the samples."""

    genuine_percentile: float
    impostor_percentile: float
    budget: bool
    """True where the bound may fail no larger share of good takes, whatever it lets pass."""
    towards_impostors: float
    """Share of the gap between the two percentiles that is given away to good takes nobody has seen yet."""


EVEN = Rule(5.0, 99.0, budget=False, towards_impostors=0.0)
"""The higher of the 5th percentile of genuine and the 99th of impostors; where they overlap, the equal-error point."""
FRUGAL = Rule(1.0, 99.0, budget=True, towards_impostors=0.25)
"""For many gates on one take: each may fail one good take in a hundred, since each failure is a render for nothing."""
LEAST_REFUSED = 10.0
"""Percent of impostors that a frugal bound refuses at least, whatever it costs: one that refuses nobody is no gate."""
_ABOVE = 0.004
"""How far above a value a bound lies that refuses it: twice the usual guard."""


class Calibration(NamedTuple):
    """A bound and how good it is. Values at or above it pass."""

    threshold: float
    low: float
    high: float
    """95% interval of the threshold over bootstrap samples."""
    separable: bool
    """Whether the percentile of genuine lies at or above that of impostors."""
    eer: float
    """Equal-error rate, 0..1."""
    eer_threshold: float
    far: float
    """False acceptance rate: share of impostors that reach the threshold."""
    frr: float
    """False rejection rate: share of genuine values under it."""
    genuine: int
    impostor: int
    spread: float
    """Standard deviation of genuine."""


class EqualError(NamedTuple):
    threshold: float
    rate: float


def calibrate(
    genuine: Sequence[float] | np.ndarray, impostor: Sequence[float] | np.ndarray, *, rule: Rule = EVEN, seed: int = 1
) -> Calibration:
    """The bound that ``rule`` reads from two samples, higher being better.

    Args:
        genuine, impostor: one value a pair; their order does not matter.
        seed: of the bootstrap.

    Raises:
        ScoreError: fewer than ``FEWEST_GENUINE`` genuine values, no impostor, or a value that is no number.
    """
    good, bad = np.sort(np.asarray(genuine, np.float64)), np.sort(np.asarray(impostor, np.float64))
    if len(good) < FEWEST_GENUINE:
        raise ScoreError(f"{len(good)} genuine pairs are too few for a threshold: {FEWEST_GENUINE} are needed")
    if len(bad) == 0:
        raise ScoreError("there is no impostor pair to hold the genuine ones against")
    if not (np.isfinite(good).all() and np.isfinite(bad).all()):
        raise ScoreError("a value is no number; the model that gave it is broken")
    threshold, separable = _bound(good, bad, rule)
    draw = np.random.default_rng(seed)
    again = [
        _bound(np.sort(draw.choice(good, len(good))), np.sort(draw.choice(bad, len(bad))), rule)[0]
        for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(again, INTERVAL)
    equal = equal_error(good, bad)
    return Calibration(
        threshold=threshold,
        low=float(low),
        high=float(high),
        separable=separable,
        eer=equal.rate,
        eer_threshold=equal.threshold,
        far=false_acceptance(bad, threshold),
        frr=false_rejection(good, threshold),
        genuine=len(good),
        impostor=len(bad),
        spread=max(SMALLEST_SPREAD, float(good.std())),
    )


def equal_error(genuine: np.ndarray, impostor: np.ndarray) -> EqualError:
    """Where false acceptance and false rejection are nearest to each other, and their mean there.

    Every threshold between two neighbouring values gives the same errors: the middle of the best such stretch is taken.

    Args:
        genuine, impostor: sorted, ascending.
    """
    edges = np.unique(np.concatenate([genuine, impostor]))
    between = np.concatenate([[edges[0]], (edges[1:] + edges[:-1]) / 2, [np.nextafter(edges[-1], np.inf)]])
    rejected = np.searchsorted(genuine, between, side="left") / len(genuine)
    accepted = 1 - np.searchsorted(impostor, between, side="left") / len(impostor)
    apart = np.abs(rejected - accepted)
    best = np.flatnonzero(apart == apart.min())
    total = (rejected + accepted)[best]
    at = best[np.flatnonzero(total == total.min())]
    middle = int(at[len(at) // 2])
    return EqualError(float(between[middle]), float((rejected[middle] + accepted[middle]) / 2))


def false_acceptance(impostor: np.ndarray, threshold: float) -> float:
    """Share of (N,) impostor values at or above ``threshold``."""
    return float(np.mean(impostor >= threshold))


def false_rejection(genuine: np.ndarray, threshold: float) -> float:
    """Share of (N,) genuine values under ``threshold``."""
    return float(np.mean(genuine < threshold))


def _bound(genuine: np.ndarray, impostor: np.ndarray, rule: Rule) -> tuple[float, bool]:
    least = float(np.percentile(genuine, rule.genuine_percentile))
    most = float(np.percentile(impostor, rule.impostor_percentile))
    if least >= most:
        return max(least, most) - rule.towards_impostors * (least - most), True
    if rule.budget:
        return max(least, float(np.percentile(impostor, LEAST_REFUSED)) + _ABOVE), False
    return equal_error(genuine, impostor).threshold, False
