"""Does the clip show the keyframe that was judged."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import ScoreError

WINDOW_SIGMA = 1.5
FLAT_WEIGHT = 1.0
"""Levels of contrast that a flat patch counts as: skies of two films are alike and say nothing."""
STABILISERS = ((0.01 * 255) ** 2, (0.03 * 255) ** 2)
CANDIDATES = 4
"""Frames nearest to the keyframe by mean difference, of which the most alike answers for the clip."""


class Likeness(NamedTuple):
    """How alike, 0..1, and the clip's frame that is."""

    value: float
    frame: int


def keyframe_match(luma: np.ndarray, keyframe: np.ndarray) -> Likeness:
    """How alike the keyframe and the clip's nearest frame are: 1 equal, 0 unrelated.

    Everything that was judged on the keyframe is worth nothing if the clip shows something else. An engine may
    take its keyframe from anywhere in the shot, so the nearest frame is looked for.

    Args:
        luma: (M, h, w) display luma 0..255, every frame.
        keyframe: (h, w) the keyframe's.

    Raises:
        ScoreError: no frame.
    """
    if len(luma) == 0:
        raise ScoreError("a clip without frames cannot be compared with its keyframe; make the take again")
    away = np.abs(luma - keyframe).mean(axis=(1, 2))
    nearest = np.argsort(away, kind="stable")[:CANDIDATES]
    likeness = [similarity(luma[i], keyframe) for i in nearest]
    best = int(np.argmax(likeness))
    return Likeness(likeness[best], int(nearest[best]))


def similarity(a: np.ndarray, b: np.ndarray) -> float:
    """Structural similarity of two lumas, (h, w) float32 0..255: 1 equal, 0 unrelated, never below 0.

    Each patch weighs as much as it has contrast.

    Source: Wang et al., "Image Quality Assessment: From Error Visibility to Structural Similarity", IEEE TIP 2004,
    with its Gaussian window of sigma 1.5; weights after Wang and Li, "Information Content Weighting for Perceptual
    Image Quality Assessment", IEEE TIP 2011, in their simplest form.
    """
    mean_a, mean_b = _smooth(a), _smooth(b)
    spread_a = _smooth(a * a) - mean_a**2
    spread_b = _smooth(b * b) - mean_b**2
    shared = _smooth(a * b) - mean_a * mean_b
    c1, c2 = STABILISERS
    alike = ((2 * mean_a * mean_b + c1) * (2 * shared + c2)) / (
        (mean_a**2 + mean_b**2 + c1) * (spread_a + spread_b + c2)
    )
    weight = np.sqrt(np.maximum(spread_a + spread_b, 0)) + FLAT_WEIGHT
    return float(np.clip(np.average(alike.astype(np.float64), weights=weight), 0.0, 1.0))


def _smooth(values: np.ndarray) -> np.ndarray:
    import cv2

    return cv2.GaussianBlur(values, (11, 11), WINDOW_SIGMA)
