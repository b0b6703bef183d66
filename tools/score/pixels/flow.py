"""Does the picture move: dense optical flow between sampled frames, by VBench's formula.

OpenCV's DIS flow stands in for RAFT: it has no weights and takes a hundredth of the time.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from film.errors import ScoreError
from tools.score.planes import luma_of

FLOW_HEIGHT = 144
"""Rows that flow is measured on; thresholds are scaled to them as VBench scales its own."""
STRONGEST = 0.05
"""Share of the pixels that answers for a pair: those that move most."""
MOVES_PX, STIRS_PX = 6.0, 3.0
"""Pixels in 1/8 s, in a picture of 256 rows, from which a pair moves (VBench's dynamic degree) or stirs at all (its static
filter)."""
RESIDUAL_LEVELS = 2.0
"""Levels of luma that a flow must explain to count: on a flat wall any flow is as good as none."""


class Dynamic(NamedTuple):
    """How much a clip moves."""

    value: float
    """Mean over pairs of the strongest 5% of flow, as a multiple of what VBench calls moving: 1 moves by its rule."""
    moving: float
    """Share of the pairs that move by that rule."""
    stirring: float
    """Share of the pairs that move half as much."""
    strongest: int
    """Index of the pair that moves most."""


def dynamic(colour: np.ndarray) -> Dynamic:
    """How much a clip moves, from pictures an eighth of a second apart.

    Args:
        colour: (N, h, w, 3) uint8 display RGB, about eight a second, N >= 2.

    Raises:
        ScoreError: fewer than two frames.

    Source: VBench dynamic_degree.py (Huang et al., CVPR 2024): pairs at 8 a second, the mean of the largest 5% of the
    flow's magnitudes, compared with 6.0 * (shorter side / 256).
    """
    import cv2

    if len(colour) < 2:
        raise ScoreError(f"motion needs 2 frames and the clip has {len(colour)}; make the clip again")
    height, width = colour.shape[1:3]
    scale = min(1.0, FLOW_HEIGHT / min(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    greys = [
        cv2.resize(np.clip(luma_of(frame) + 0.5, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_AREA)
        for frame in colour
    ]
    unit = MOVES_PX * min(size) / 256
    paces = np.array([strongest_flow(a, b) for a, b in zip(greys, greys[1:], strict=False)]) / unit
    return Dynamic(
        float(paces.mean()),
        float((paces >= 1).mean()),
        float((paces >= STIRS_PX / MOVES_PX).mean()),
        int(np.argmax(paces)),
    )


def strongest_flow(before: np.ndarray, after: np.ndarray) -> float:
    """Mean magnitude in pixels of the largest 5% of the flow between two (h, w) uint8 lumas."""
    flow = flow_between(before, after)
    magnitude = np.hypot(flow[..., 0], flow[..., 1]).ravel()
    count = max(1, int(len(magnitude) * STRONGEST))
    return float(np.partition(magnitude, len(magnitude) - count)[-count:].mean(dtype=np.float64))


def flow_between(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(h, w, 2) float32 pixels that every pixel of ``before`` goes right and down to be in ``after``, (h, w) uint8 lumas.

    Source: Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016.
    """
    return _search().calc(before, after, None)


@cache
def _search() -> Any:
    import cv2

    return cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
