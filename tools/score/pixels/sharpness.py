"""Is anything in focus."""

from __future__ import annotations

import numpy as np

from film.errors import ScoreError
from tools.score.footage import luma_of

TILES = (4, 6)
"""(down, across). A shallow lens leaves most of the frame soft on purpose: something must be sharp, not all."""
SHARPEST = 3
"""The tile that answers for the frame: the third sharpest, so that one grain of noise does not."""
REBLUR_PIXELS = 9
EDGE_LEVELS = 1.0
"""Mean gradient in levels per pixel under which a tile has no edge that could be sharp or soft."""


def blur(colour: np.ndarray) -> tuple[float, int]:
    """How blurred the sharpest parts of the picture are, 0 crisp .. 1 without detail, and the worst frame.

    A sharp picture loses most of its gradients when it is blurred again; a blurred one loses few. The value is
    the share that stays, for each frame in its third sharpest tile, and the median over frames, so that one
    frame of motion blur passes. Edge strength alone would call every foggy or night picture blurred.

    Args:
        colour: (N, h, w, 3) uint8 display RGB, long side about 480.

    Returns:
        (value, index of the most blurred sample). A frame without edges has 1.

    Raises:
        ScoreError: no frame.

    Source: Crete et al., "The blur effect: perception and estimation with a new no-reference perceptual blur
    metric", SPIE 2007, section 3; tiles and quantile are ours.
    """
    if len(colour) == 0:
        raise ScoreError("sharpness cannot be measured on no frames; make the take again")
    values = [_frame_blur(luma_of(frame)) for frame in colour]
    return float(np.median(values)), int(np.argmax(values))


def _frame_blur(luma: np.ndarray) -> float:
    import cv2

    tiles = []
    for axis in (0, 1):
        kernel = (1, REBLUR_PIXELS) if axis == 0 else (REBLUR_PIXELS, 1)
        softer = cv2.blur(luma, kernel)
        before = np.abs(np.diff(luma, axis=axis))
        lost = np.maximum(0, before - np.abs(np.diff(softer, axis=axis)))
        tiles.append([_tile_sums(before), _tile_sums(lost)])
    (down_edges, down_lost), (across_edges, across_lost) = tiles
    shares = []
    for edges, lost in ((down_edges, down_lost), (across_edges, across_lost)):
        mean_edge = edges / (luma.size / (TILES[0] * TILES[1]))
        shares.append(np.where(mean_edge >= EDGE_LEVELS, 1 - lost / np.maximum(edges, 1e-9), 1.0))
    return float(np.sort(np.minimum(*shares))[SHARPEST - 1])


def _tile_sums(values: np.ndarray) -> np.ndarray:
    rows = np.array_split(values, TILES[0], axis=0)
    return np.array([tile.sum(dtype=np.float64) for row in rows for tile in np.array_split(row, TILES[1], axis=1)])
