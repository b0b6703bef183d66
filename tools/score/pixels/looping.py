"""Is a stretch of the clip shown again: a loop, or the same frames forwards and back.

Pictures that are equal far apart prove nothing where nothing moves. What tells a copy is that the picture goes away
and comes back exactly, frame after frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from film.errors import ScoreError

CELLS = (40, 24)
"""(width, height): large enough that the encoder's noise averages out in a cell."""
ACTIVE = 0.05
"""Share of the cells that are looked at: those that vary most over the clip."""
MOVES_LEVELS = 4.0
"""Levels by which active cells must differ between two frames, in the median, for a loop to be told from a lock-off."""
SAME_LEVELS, SAME_SHARE = 1.0, 0.1
"""A copy's active cells differ by no more levels, or no larger share of that median: it is encoded elsewhere in the clip."""
AWAY = 4.0
"""How many times farther than its copy the picture must have gone in between."""
LEAST_LAG = 6
"""Frames between a frame and its copy: a picture may be held for five (an engine of five frames a second)."""
LEAST_RUN = 6
"""Frames in a row that must come back: a single pose of a wave may."""


class Loop(NamedTuple):
    """The longest stretch that is shown a second time."""

    share: float
    """Of the clip's frames: 0 nothing comes back, 0.5 the second half repeats the first."""
    first: int
    last: int
    """Frames of the second showing, both included."""
    backwards: bool
    """The stretch comes back in reverse."""


def looped(luma: np.ndarray) -> Loop:
    """The longest stretch of the clip that is a copy of an earlier one, forwards or backwards.

    Args:
        luma: (M, h, w) display luma 0..255, every frame, M >= 2.

    Raises:
        ScoreError: fewer than two frames.
    """
    if len(luma) < 2:
        raise ScoreError(f"a loop needs 2 frames and the clip has {len(luma)}; make the clip again")
    count = len(luma)
    best = Loop(0.0, 0, 0, False)
    if count < LEAST_LAG + LEAST_RUN:
        return best
    apart = _apart(luma)
    usual = float(np.median(apart))
    if usual < MOVES_LEVELS:
        return best
    alike = apart < max(SAME_LEVELS, SAME_SHARE * usual)
    for backwards, pairs in ((False, _shifted(count)), (True, _mirrored(count))):
        for earlier, later in pairs:
            start, length = _longest(alike[earlier, later] & _went_away(apart, earlier, later))
            if length >= LEAST_RUN and length / count > best.share:
                shown = np.sort(later[start : start + length])
                best = Loop(length / count, int(shown[0]), int(shown[-1]), backwards)
    return best


def _apart(luma: np.ndarray) -> np.ndarray:
    """(M, M) root mean square difference in levels of every two frames, in the cells that vary most."""
    import cv2

    cells = np.stack([cv2.resize(frame, CELLS, interpolation=cv2.INTER_AREA) for frame in luma])
    flat = cells.reshape(len(luma), -1).astype(np.float64)
    active = np.argsort(-flat.std(axis=0), kind="stable")[: round(ACTIVE * flat.shape[1])]
    seen = flat[:, active]
    return np.stack([np.sqrt(((seen - frame) ** 2).mean(axis=1)) for frame in seen])


def _shifted(count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(earlier, later) indices of all frames and those a lag behind them, for every lag."""
    for lag in range(LEAST_LAG, count - LEAST_RUN + 1):
        earlier = np.arange(count - lag)
        yield earlier, earlier + lag


def _mirrored(count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(earlier, later) indices at equal distances from every frame and from between every two."""
    for doubled in range(2 * LEAST_RUN, 2 * (count - LEAST_RUN)):
        out = np.arange(LEAST_LAG // 2, min(doubled // 2, count - 1 - (doubled + 1) // 2) + 1)
        yield doubled // 2 - out, (doubled + 1) // 2 + out


def _went_away(apart: np.ndarray, earlier: np.ndarray, later: np.ndarray) -> np.ndarray:
    """Where the picture was another one half way between a frame and its copy."""
    middle = (earlier + later) // 2
    return apart[earlier, middle] >= AWAY * apart[earlier, later]


def _longest(marked: np.ndarray) -> tuple[int, int]:
    """(start, length) of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    if len(edges) == 0:
        return 0, 0
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    best = int(np.argmax(lengths))
    return int(starts[best]), int(lengths[best])
