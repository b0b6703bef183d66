"""What happens between the frames: nothing at all, a cut that nobody asked for, or flicker.

All three work on every frame's luma: sampled frames would miss a cut's neighbour and hide a
flicker of half the frame rate.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import ScoreError

STILL_LEVELS = 2.0
"""Levels of 255 that a frozen picture still varies by after x264 at crf 18 (area means of 12 x 12 pixels)."""
CUT_NEIGHBOURS = 3
"""Changes looked at on either side of a change to tell a cut from a fast camera."""
STEP_LEVELS = 0.5
"""Mean change of luma from which two frames count as different pictures and not one picture held."""
FLAT_LEVELS = 4.0
"""Contrast under which a picture has no structure that could be compared."""
REGIONS = (3, 5)
"""(down, across): local enough to see one lamp flicker, large enough that motion averages out."""


class Stretch(NamedTuple):
    """A share of the clip and where it starts and ends (last frame included)."""

    share: float
    first: int
    last: int


class Jump(NamedTuple):
    """How hard the picture changes, and the first frame after the change."""

    strength: float
    frame: int


def frozen(luma: np.ndarray) -> Stretch:
    """The longest stretch without any change, as a share of the clip: 0 always moving .. 1 a still.

    Frames are compared with the first of their stretch and not with the one before: breathing
    moves a shoulder by less than a level from frame to frame and by many in half a second.

    Args:
        luma: (M, h, w) display luma 0..255, every frame, M >= 2.

    Raises:
        ScoreError: fewer than two frames.
    """
    _check(luma, 2)
    best, start = Stretch(0.0, 0, 0), 0
    for index in range(1, len(luma) + 1):
        if index == len(luma) or np.abs(luma[index] - luma[start]).max() >= STILL_LEVELS:
            share = (index - 1 - start) / (len(luma) - 1)
            if share > best.share:
                best = Stretch(float(share), start, index - 1)
            start = index
    return best


def unwanted_cut(luma: np.ndarray) -> Jump:
    """The hardest change of the picture's structure beyond its neighbours', 0 none .. about 1 a cut, 2 a negative.

    The change from frame a to b is |a' - b'|^2 / (|a'|^2 + |b'|^2), means removed: 0 for one picture,
    1 for unrelated ones, and blind to a light that goes on. The median of the neighbouring changes is taken off,
    so that a fast pan is no cut. Held frames (an engine with fewer frames of its own) are skipped over:
    the steps between them are each other's neighbours.

    Args:
        luma: (M, h, w) display luma 0..255, every frame, M >= 2.

    Raises:
        ScoreError: fewer than two frames.

    Source: PySceneDetect's AdaptiveDetector compares with neighbours likewise; the distance is 1 - normalised
    cross-correlation for pictures of equal contrast.
    """
    _check(luma, 2)
    kept = shown(luma)
    if len(kept) < 2:
        return Jump(0.0, 0)
    apart = structure_apart(luma[kept[:-1]], luma[kept[1:]])
    best = Jump(0.0, 0)
    for i, change in enumerate(apart):
        around = [*apart[max(0, i - CUT_NEIGHBOURS) : i], *apart[i + 1 : i + 1 + CUT_NEIGHBOURS]]
        strength = float(change - np.median(around)) if around else float(change)
        if strength > best.strength:
            best = Jump(strength, int(kept[i + 1]))
    return best


def shown(luma: np.ndarray) -> np.ndarray:
    """Indices of the frames that are not the one before them held; the first is among them. (M, h, w) display luma."""
    steps = np.abs(np.diff(luma, axis=0)).mean(axis=(1, 2), dtype=np.float64)
    return np.concatenate([[0], np.flatnonzero(steps >= STEP_LEVELS) + 1]).astype(np.intp)


def structure_apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n,) how far the structure of pictures differs: 0 the same in any light, about 1 unrelated, 2 a negative.

    Args:
        a: (n, h, w) display luma 0..255.
        b: the same shape, or (1, h, w) to compare with each.
    """
    first, second = (x.reshape(len(x), -1).astype(np.float64) for x in (a, b))
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    energy = (first**2).mean(axis=1) + (second**2).mean(axis=1)
    return ((second - first) ** 2).mean(axis=1) / (energy + FLAT_LEVELS**2)


def flicker(luma: np.ndarray) -> float:
    """How much regions of the picture jump in brightness and back, as a share of full scale: 0 steady .. 1.

    The mean of |a - 2b + c| / 2 over successive frames and 15 regions. A second difference, because a slow
    change of light, a pan or a walk changes regions steadily, while flicker turns round at once. VBench's mean
    absolute difference would punish every camera move. The mean over time lets one lightning flash pass.

    Args:
        luma: (M, h, w) display luma 0..255, every frame, M >= 3.

    Raises:
        ScoreError: fewer than three frames.
    """
    _check(luma, 3)
    down, across = REGIONS
    rows = np.array_split(luma.astype(np.float64), down, axis=1)
    regions = np.stack([cell.mean(axis=(1, 2)) for row in rows for cell in np.array_split(row, across, axis=2)], axis=1)
    turns = np.abs(regions[:-2] - 2 * regions[1:-1] + regions[2:]) / 2
    return float(turns.mean() / 255)


def _check(luma: np.ndarray, least: int) -> None:
    if len(luma) < least:
        raise ScoreError(f"motion needs {least} frames and the clip has {len(luma)}; make the clip again")
