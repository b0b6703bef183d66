"""The part of a frame that shows somebody's clothes, found from their face."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ACROSS, ABOVE, BELOW = 3.2, 0.6, 2.6
"""Of the face's width, and of its height over the brow and under the chin: head, shoulders and chest."""
LEAST_SHARE = 0.6
"""Of that part, which must lie within the frame."""


def person_crop(frame: np.ndarray, face: Sequence[float]) -> np.ndarray | None:
    """(h, w, 3) view of ``frame`` (H, W, 3) from over the head to the waist; None when the frame cuts most of it off.

    Args:
        face: x0, y0, x1, y1 in pixels, brow to chin and ear to ear.
    """
    x0, y0, x1, y1 = face
    width, height = x1 - x0, y1 - y0
    middle = (x0 + x1) / 2
    left, right = middle - ACROSS / 2 * width, middle + ACROSS / 2 * width
    top, bottom = y0 - ABOVE * height, y1 + BELOW * height
    rows, columns = frame.shape[:2]
    inner = (max(0.0, left), max(0.0, top), min(float(columns), right), min(float(rows), bottom))
    seen = max(0.0, inner[2] - inner[0]) * max(0.0, inner[3] - inner[1])
    if seen < LEAST_SHARE * max((right - left) * (bottom - top), 1e-9):
        return None
    across, down = slice(round(inner[0]), round(inner[2])), slice(round(inner[1]), round(inner[3]))
    crop = frame[down, across]
    return crop if crop.size else None
