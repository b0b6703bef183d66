"""A CLIP model made by hand: it knows some phrases, and sees in a frame exactly what the test says the frame shows.

A text is the sum of the axes of the phrases in it. A frame says in its first pixel which text it shows, so that a
cosine is the share of phrases in common and can be worked out on paper.
"""

from __future__ import annotations

import numpy as np

from tools.render.words import COLOURS, SIZES, TIMES
from tools.score.clip.statement import COUNTS, PLACES, STYLES

PHRASES = tuple(
    dict.fromkeys(
        [
            *SIZES.values(), *PLACES.values(), *TIMES.values(), *COUNTS, *STYLES.values(),
            *(f" {colour} " for colour in COLOURS), " coat", " jacket", " dress", " sari", " shirt", " hoodie",
        ]
    )
)  # fmt: skip


class FakeEye:
    """Stands in for ``tools.score.clip.model.Eye``."""

    name = "open_clip@handmade"
    limit_tokens = 40

    def __init__(self) -> None:
        self._shown: list[str] = []
        self.pictures_seen = 0
        self.texts_read: list[str] = []

    def showing(self, text: str, frames: int = 4, height: int = 18, width: int = 32) -> np.ndarray:
        """(frames, height, width, 3) uint8 frames in which this eye sees what ``text`` says."""
        if text not in self._shown:
            self._shown.append(text)
        clip = np.full((frames, height, width, 3), 90, np.uint8)
        clip[:, 0, 0, 0] = self._shown.index(text)
        return clip

    def picture(self, rgb: np.ndarray) -> np.ndarray:
        self.pictures_seen += 1
        return axes_of(self._shown[int(rgb[0, 0, 0])])

    def text(self, words: str) -> np.ndarray:
        self.texts_read.append(words)
        return axes_of(words)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2


def axes_of(text: str) -> np.ndarray:
    """(d,) float32 of length 1: the phrases of ``text``, the last axis for everything else."""
    vector = np.array([*(float(phrase in f"{text} ") for phrase in PHRASES), 0.25], np.float32)
    return vector / np.linalg.norm(vector)
