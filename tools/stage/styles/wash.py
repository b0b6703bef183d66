"""Watercolour: transparent pigment that pools at its edges, and the paper it is on."""

import cv2
import numpy as np
from numba import njit

from film.passes import Paper, Pigment
from tools.stage.noise import noise_tile
from tools.stage.styles.canvas import DRIFT_PX, STRAY_PX, Canvas, bytes_of
from tools.stage.styles.pattern import ramp

TOOTH = 5.0
"""Salt of the paper's own noise."""


def pigment(picture: np.ndarray, canvas: Canvas, style: Pigment) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 as washes on paper.

    Source: Bousseau, Kaplan, Thollot, Sillion, "Interactive watercolor rendering with temporal coherence and
    abstraction", 2006 (section 3: density of pigment).
    """
    soft = cv2.GaussianBlur(picture, (0, 0), canvas.sigma(1.4))
    wide = cv2.resize(soft, (canvas.width // 2, canvas.height // 2), interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(wide, (0, 0), canvas.sigma(4.2) / 2)
    wide = cv2.resize(wide, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(picture)
    settings = np.array([style.edge, style.flow, style.granulation, style.bleed_px * canvas.unit, style.white])
    noises = (
        canvas.noise(STRAY_PX),
        canvas.noise(DRIFT_PX, 31.0, turned=True),
        # Pigment settles in the hollows of the paper that `paper` draws.
        canvas.noise(style.grain_px, TOOTH),
    )
    _wash(soft, wide, canvas.faces, *noises, settings, np.array(bytes_of(style.paper)), out)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _wash(soft, wide, faces, clouds, drifts, grains, settings, paper, out):
    height, width = faces.shape
    edge, flow, granulation, bleed, white = settings
    for y in range(height):
        for x in range(width):
            cloud, drift, tooth = clouds[y, x], drifts[y, x], grains[y, x]
            calm = 1.0 - 0.6 * faces[y, x] / 255.0
            sx = int(min(width - 1.0, max(0.0, x + (cloud - 0.5) * 3.6 * bleed * calm + 0.5)))
            sy = int(min(height - 1.0, max(0.0, y + (drift - 0.5) * 3.6 * bleed * calm + 0.5)))
            pool = 0.0
            for c in range(3):
                pool = max(pool, abs(float(soft[sy, sx, c]) - float(wide[sy, sx, c])))
            luma = (0.2126 * soft[sy, sx, 0] + 0.7152 * soft[sy, sx, 1] + 0.0722 * soft[sy, sx, 2]) / 255.0
            density = 1.0 + flow * 1.7 * (cloud - 0.5) * calm + flow * 0.8 * (drift - 0.5) * calm
            density += granulation * 1.5 * (tooth - 0.5) * (1.1 - luma)
            density += edge * 1.9 * ramp(7.0, 46.0, pool)
            left = white * ramp(0.52, 0.95, luma + 0.16 * (cloud - 0.5))
            for c in range(3):
                share = soft[sy, sx, c] / 255.0
                share = share + (1.0 - share) * 0.16
                share = share - (share - share * share) * (density - 1.0)
                share = share + (1.0 - share) * left
                out[y, x, c] = int(min(255.0, max(0.0, share * paper[c])) + 0.5)


def paper(picture: np.ndarray, canvas: Canvas, style: Paper) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 on a sheet with tooth, and a margin that no paint reaches."""
    out = np.empty_like(picture)
    rough = canvas.noise(style.grain_px, TOOTH)
    settings = np.array([style.tooth, style.margin_px * canvas.unit])
    _lay(picture, rough, noise_tile(), settings, np.array(bytes_of(style.colour)), out)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lay(picture, fibres, tile, settings, colour, out):
    height, width = fibres.shape
    tooth, margin = settings
    for y in range(height):
        for x in range(width):
            rough = fibres[y, x] - 0.5
            bare = 0.0
            if margin > 0.0:
                # The sheet stands still before the lens: its margin alone is drawn in the picture's own pixels.
                away = min(min(x, width - 1 - x), min(y, height - 1 - y)) / margin
                if away < 2.0:
                    ragged = tile[int(y * 90.0 / margin) & 511, int(x * 90.0 / margin) & 511]
                    bare = 1.0 - ramp(0.35, 0.75, away - 1.1 * (ragged - 0.5))
            for c in range(3):
                value = float(picture[y, x, c])
                value = value * (1.0 + tooth * 0.42 * rough) * (0.5 + 0.5 * colour[c] / 255.0 + 0.5 * (1.0 - colour[c] / 255.0) * 0.6)
                value = value + (colour[c] * (1.0 + 0.06 * tooth * rough) - value) * bare
                out[y, x, c] = int(min(255.0, max(0.0, value)) + 0.5)
