"""The colours of a take: how light, how red or green, how yellow or blue its pixels are, and how far two takes are apart.

For pictures of one scene in one light. Two sizes of one scene show different things, so whole distributions are
compared by how far their mass must move, not bin by bin.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from film.errors import ScoreError

AXES = ((0.0, 100.0), (-80.0, 80.0), (-80.0, 80.0))
"""Range of CIELAB's L, a and b that is binned; what lies outside counts at the end."""
BINS = 32
LOOKED_AT = (96, 54)
"""(width, height) that frames are reduced to: colour has no fine detail."""
FRAMES = 8
CHROMA_WEIGHT = 2.0
"""A shift of hue is seen sooner than one of brightness, which framing alone changes."""
FULL_DISTANCE = 100.0


def colour_histogram(colour: np.ndarray) -> np.ndarray:
    """(96,) float32: the shares of a clip's pixels in 32 bins of each of CIELAB's L, a and b; each 32 sum to 1.

    A pixel between two bins is shared by them, so that a level of noise moves no bin by much.

    Args:
        colour: (N, h, w, 3) uint8 display RGB; at most eight frames, spread over the clip, are looked at.

    Raises:
        ScoreError: no frame.
    """
    import cv2

    if len(colour) == 0:
        raise ScoreError("colours cannot be measured on no frames; make the take again")
    chosen = np.unique(np.linspace(0, len(colour) - 1, FRAMES).round().astype(int))
    small = [cv2.resize(colour[i], LOOKED_AT, interpolation=cv2.INTER_AREA) for i in chosen]
    pixels = np.concatenate(small).astype(np.float32) / 255
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float64)
    return np.concatenate([_shares(lab[:, i], *limits) for i, limits in enumerate(AXES)]).astype(np.float32)


def colour_distance(a: np.ndarray, b: np.ndarray) -> float:
    """How far two colour histograms are apart: 0 the same .. 1.

    The earth mover's distance along each axis of CIELAB, in its units; the two of chroma count double.
    """
    moved = []
    for i, (low, high) in enumerate(AXES):
        part = slice(i * BINS, (i + 1) * BINS)
        gap = np.cumsum(a[part].astype(np.float64) - b[part].astype(np.float64))
        moved.append(float(np.abs(gap).sum()) * (high - low) / (BINS - 1))
    lightness, red, yellow = moved
    distance = np.sqrt(lightness**2 + (CHROMA_WEIGHT * red) ** 2 + (CHROMA_WEIGHT * yellow) ** 2)
    return float(min(1.0, distance / FULL_DISTANCE))


def colour_match(colour: np.ndarray, plates: Sequence[np.ndarray]) -> float:
    """How much a clip has the colours of its place: 1 the same as the nearest plate's .. 0.

    Args:
        colour: (N, h, w, 3) uint8 display RGB.
        plates: pictures (h, w, 3) uint8 of the place in the scene's light; at least one.
    """
    here = colour_histogram(colour)
    return 1.0 - min(colour_distance(here, colour_histogram(plate[None])) for plate in plates)


def _shares(values: np.ndarray, low: float, high: float) -> np.ndarray:
    at = (np.clip(values, low, high) - low) / (high - low) * (BINS - 1)
    lower = np.minimum(at.astype(int), BINS - 2)
    upper_share = at - lower
    counts = np.bincount(lower, 1 - upper_share, BINS) + np.bincount(lower + 1, upper_share, BINS)
    return counts / len(values)
