"""Is there a picture at all: black and blown-out frames."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import ScoreError

BLACK_BELOW = 25.5
"""Display luma of 255 under which a pixel shows nothing: ffmpeg blackdetect's pix_th of 0.10."""
BLOWN_FROM = 250.0
"""Display luma of 255 from which a pixel holds no detail."""


class Worst(NamedTuple):
    """A share of the picture and the frame that has it."""

    share: float
    frame: int


def black(luma: np.ndarray) -> Worst:
    """The largest share of one frame that is black, 0 none .. 1 a black frame.

    The worst frame, not the mean: one black frame inside a shot is a fault.

    Args:
        luma: (M, h, w) display luma 0..255, every frame.

    Raises:
        ScoreError: no frame.

    Source: ffmpeg's blackdetect (share of pixels under a luma).
    """
    return _worst(luma < BLACK_BELOW)


def blown(luma: np.ndarray) -> Worst:
    """The largest share of one frame that is clipped to white, 0 none .. 1 a white frame.

    Args:
        luma: (M, h, w) display luma 0..255, every frame.

    Raises:
        ScoreError: no frame.
    """
    return _worst(luma >= BLOWN_FROM)


def _worst(marked: np.ndarray) -> Worst:
    if len(marked) == 0:
        raise ScoreError("exposure cannot be measured on no frames; make the take again")
    shares = marked.reshape(len(marked), -1).mean(axis=1)
    frame = int(np.argmax(shares))
    return Worst(float(shares[frame]), frame)
