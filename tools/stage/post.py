"""From scene-linear radiance to display bytes: lens, rain and snow, film curve, grade, edges, grain, size."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np

from tools.stage import optics
from tools.stage.developing import develop, display_matrix, dither, film_curve, packed
from tools.stage.edges import smooth_edges
from tools.stage.frame import View
from tools.stage.grain import Grain, grained
from tools.stage.light import Grade
from tools.stage.optics import Glass

FAR_M = 1.0e4
"""Depth written where there is only sky."""

Banded = Callable[[int, Callable[[int, int], None]], None]
"""Shares rows among threads: `Renderer._banded`."""


class Stock(NamedTuple):
    """The lens and the film that a shot is taken with."""

    glass: Glass = Glass()
    """Its bloom is the grade's."""
    grain: Grain = Grain()
    table: np.ndarray | None = None
    """Of `grading.colour_table`; None where the grade's matrix says all."""
    barrel: float = 0.0
    """How far the corners are drawn in, as a share of their distance."""


class Post:
    """Finishes the frames of one shot; keeps the buffers that they share."""

    def __init__(self, width: int, height: int, grade: Grade, stock: Stock, seed: int) -> None:
        self._size = (width, height)
        self._grade, self._stock, self._seed = grade, stock, seed
        self._glass = stock.glass._replace(bloom=grade.bloom)
        self._matrix = display_matrix(grade)
        self._table = packed(stock.table)
        self._bend = optics.bend(width, height, stock.barrel)
        self._developed = np.empty((height, 3 * width), np.uint8)
        self._luma = np.empty((height, width), np.uint8)

    def finished(self, rgb: np.ndarray, depth: np.ndarray, view: View, blur_px: float, banded: Banded) -> np.ndarray:
        """(H, W, 3) uint8 display bytes of a frame, without grain and as a straight lens draws it.

        Args:
            rgb: (H, W, 3) float32 radiance. depth: (H, W) float32 metres.
            blur_px: radius of the lens's blur circle at infinity, 0 for one that blurs nothing.
        """
        width, height = self._size
        grade = self._grade
        spread = optics.spread(rgb, depth, self._glass, grade.exposure, view.focus_m, blur_px)
        tones = (np.float32(grade.exposure), np.float32(grade.vignette), film_curve(), self._matrix, self._table)
        picture, steps = rgb.reshape(height, -1), dither(width)
        banded(height, lambda a, b: develop(picture, *spread, *tones, steps, a, b, self._developed, self._luma))
        out = self._developed.copy()
        banded(height, lambda a, b: smooth_edges(self._developed, self._luma, a, b, out))
        return out.reshape(height, width, 3)

    def grained(self, picture: np.ndarray, time_s: float) -> np.ndarray:
        """A finished frame (H, W, 3) uint8, drawn in as the lens does and with the grain of its moment laid over it.

        Both come after a style's paint: that goes by depth and by outlines, which know of no bent lens.
        """
        if self._bend is not None:
            picture = optics.bent(picture, self._bend)
        return grained(picture, self._stock.grain, time_s, self._seed)


def upscale(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return `rgb` (H, W, 3) uint8 at the delivered size, bicubic; unchanged when it has that size."""
    if rgb.shape[1] == width and rgb.shape[0] == height:
        return rgb
    shrinks = width < rgb.shape[1]
    return cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
