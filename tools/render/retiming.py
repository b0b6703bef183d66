"""A model's few frames as a shot's frames, and its sizes as the delivered size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from film.errors import RenderError


def retimed(native: np.ndarray, frames: int) -> Iterator[np.ndarray]:
    """``frames`` frames that show ``native`` (n, H, W, 3) uint8 from its first to its last.

    Between two native frames they are cross-faded: honest about having nothing in between, and free of judder.
    """
    for index in range(frames):
        at = index * (len(native) - 1) / (frames - 1) if frames > 1 else 0.0
        before = min(int(at), len(native) - 1)
        after = min(before + 1, len(native) - 1)
        share = at - before
        if share < 1e-9 or before == after:
            yield native[before]
        else:
            yield cv2.addWeighted(native[before], 1 - share, native[after], share, 0)


def cover(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8: scaled until it fills the frame, the overhang cut off evenly on both sides."""
    down, across = picture.shape[:2]
    if (across, down) == (width, height):
        return picture
    scale = max(width / across, height / down)
    wide, high = max(width, round(across * scale)), max(height, round(down * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(picture, (wide, high), interpolation=method)
    left, top = (wide - width) // 2, (high - height) // 2
    return np.ascontiguousarray(scaled[top : top + height, left : left + width])


def read_rgb(path: Path) -> np.ndarray:
    """(H, W, 3) uint8 display RGB.

    Raises:
        RenderError: missing, or not a picture.
    """
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise RenderError(f"{path.name} is missing or is not a picture; make or add it again")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
