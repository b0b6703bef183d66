"""What every pass is given: the natural picture, what lies under it, and the size of a brush here."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np
from numba import njit

from tools.stage.materials import EYE, MOUTH, SKIN
from tools.stage.raster import Camera
from tools.stage.styles.pattern import noise
from tools.stage.styles.underdrawing import Underdrawing

STRAY_PX, DRIFT_PX = 17.0, 10.0
"""Grain of the noises by which lines and washes stray."""
LINES = 720.0
"""Picture lines that the pixels of a style are meant for."""


_FACES = np.where(np.isin(np.arange(256), (SKIN, EYE, MOUTH)), 255, 0).astype(np.uint8)


class Source(NamedTuple):
    """One frame as the renderer made it."""

    rgb: np.ndarray
    """(H, W, 3) uint8 display bytes."""
    depth: np.ndarray
    """(H, W) float32 metres."""
    actor: np.ndarray
    """(H, W) uint8: 0 = set or sky, k = the k-th person."""
    under: Underdrawing
    camera: Camera
    """That took it."""
    cut_for: Camera
    """One camera for the whole shot: what cannot fade from size to size, as panes of glass, has the size that suits it."""
    subject_m: float
    """How far from ``cut_for`` the subject is."""


class Canvas:
    """One frame on the easel. What several passes look at is made once, when the first asks for it."""

    def __init__(self, source: Source, *, seed: int, moment: int) -> None:
        """
        Args:
            seed: starts every pattern.
            moment: counts how often the hand has drawn anew; 0 for a style that does not boil.
        """
        self.source = source
        self.under = source.under
        self.height, self.width = source.depth.shape
        self.unit = self.height / LINES
        """Pixels of this picture to a pixel of 720 lines."""
        self._noises: dict[tuple[float, float, bool], np.ndarray] = {}
        self.salt = (seed % 997) * 0.731 + moment * 13.37
        """Metres by which this picture's patterns lie elsewhere on the surfaces."""

    @cached_property
    def luma(self) -> np.ndarray:
        """(H, W) float32 0..1, BT.709 weights, of the natural picture."""
        return luma_of(self.source.rgb)

    @cached_property
    def near(self) -> np.ndarray:
        """(H, W) float32 1 / depth, per metre."""
        return 1.0 / self.source.depth

    @cached_property
    def faces(self) -> np.ndarray:
        """(H, W) uint8: 255 on skin, eyes and mouths, soft at the border."""
        return cv2.blur(cv2.LUT(self.under.material, _FACES), (3, 3), borderType=cv2.BORDER_REPLICATE)

    def noise(self, size_px: float, salt: float = 0.0, *, turned: bool = False) -> np.ndarray:
        """(H, W) float32 noise in [0, 1] on the surfaces, grains of ``size_px`` pixels of 720 lines; made once."""
        key = (size_px, salt, turned)
        if key not in self._noises:
            self._noises[key] = noise(self.under, size_px * self.unit, self.salt + salt, turned=turned)
        return self._noises[key]

    def sigma(self, px: float) -> float:
        """A Gaussian's standard deviation for ``px`` pixels of 720 lines, never too small to count."""
        return max(0.35, px * self.unit)


def luma_of(rgb: np.ndarray) -> np.ndarray:
    """(H, W) float32 0..1: BT.709 luma of (H, W, 3) display bytes."""
    out = np.empty(rgb.shape[:2], np.float32)
    _luma(rgb, out)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _luma(rgb, out):
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = (0.2126 * rgb[y, x, 0] + 0.7152 * rgb[y, x, 1] + 0.0722 * rgb[y, x, 2]) * np.float32(1 / 255)


def bytes_of(colour: str) -> tuple[float, float, float]:
    """``#rrggbb`` as three numbers 0..255."""
    return (float(int(colour[1:3], 16)), float(int(colour[3:5], 16)), float(int(colour[5:7], 16)))
