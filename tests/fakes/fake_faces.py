"""Face models made by hand: a face is a patch of one strong colour on grey, and who it is, is that colour.

Colours survive a video encoder, so that whole takes can be made of them.
"""

from __future__ import annotations

import numpy as np

from tools.score.face.models import RawFace

GREY = 96
COLOURS = {"mara": (230, 40, 40), "jon": (40, 60, 235), "asha": (40, 220, 60), "leo": (235, 225, 30)}
_STRONG = 60
"""Difference between a pixel's channels from which it belongs to a face."""


class FakeFaces:
    """Stands in for what ``tools.score.face.reading.open_reader`` returns."""

    name = "insightface@0123456789ab"

    def __init__(self) -> None:
        self.looked = 0

    def look(self, rgb: np.ndarray) -> list[RawFace]:
        self.looked += 1
        strong = rgb.max(axis=2).astype(int) - rgb.min(axis=2) > _STRONG
        if strong.sum() < 16:
            return []
        rows, columns = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
        x0, x1, y0, y1 = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
        places = np.array([(0.3, 0.35), (0.7, 0.35), (0.5, 0.55), (0.35, 0.8), (0.65, 0.8)])
        landmarks = (places * (x1 - x0, y1 - y0) + (x0, y0)).astype(np.float32)
        vector = rgb[strong].mean(axis=0).astype(np.float32) - GREY
        return [RawFace((float(x0), float(y0), float(x1), float(y1)), landmarks, 0.9, vector)]


def picture_of(
    who: str, *, size: tuple[int, int] = (320, 180), face_px: int = 44, at_x: float = 0.5, seed: int = 0
) -> np.ndarray:
    """(h, w, 3) uint8 RGB: one face on grey, its colour a little different with every seed."""
    width, height = size
    picture = np.full((height, width, 3), GREY, np.uint8)
    shade = np.random.default_rng(seed).integers(-14, 15, 3)
    left, top = round(at_x * width - face_px * 0.38), (height - face_px) // 2
    picture[top : top + face_px, left : left + round(face_px * 0.76)] = np.clip(np.array(COLOURS[who]) + shade, 0, 255)
    return picture
