"""Cut paper: sheets one behind the other, each throwing a soft shadow on the next."""

import cv2
import numpy as np
from numba import njit

from film.passes import Layers
from tools.stage.materials import GRASS, LEAF
from tools.stage.styles.canvas import Canvas
from tools.stage.styles.pattern import ramp


def layers(picture: np.ndarray, canvas: Canvas, style: Layers) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 as sheets of paper, lit from the upper left."""
    near = canvas.near
    half = cv2.resize(near, (canvas.width // 2, canvas.height // 2), interpolation=cv2.INTER_NEAREST)
    parts = canvas.under.part[::2, ::2][: half.shape[0], : half.shape[1]]
    shade = np.empty_like(half)
    offset = style.offset_px * canvas.unit / 2
    _overhang(half, parts, offset, style.apart, shade)
    shade = cv2.GaussianBlur(shade, (0, 0), max(0.6, style.blur_px * canvas.unit / 4))
    shade = cv2.resize(shade, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(picture)
    settings = np.array([style.shadow, style.rim, style.fibre, style.apart, canvas.unit])
    fibres = canvas.noise(2.2), canvas.noise(7.0, 9.0)
    _stack(picture, near, shade, canvas.faces, canvas.under.material, *fibres, settings, out)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _overhang(near, parts, offset, apart, out):
    """How much of the light from the upper left is kept off by something nearer, 0..1."""
    height, width = near.shape
    for y in range(height):
        for x in range(width):
            here = near[y, x]
            covered = 0.0
            for step in range(1, 5):
                sx = int(x - offset * step / 4.0 * 0.8 + 0.5)
                sy = int(y - offset * step / 4.0 + 0.5)
                if sx < 0 or sy < 0:
                    continue
                other = near[sy, sx]
                if other > here and parts[sy, sx] != parts[y, x]:
                    covered = max(covered, ramp(0.3 * apart, apart, (other - here) / other))
            out[y, x] = covered


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _stack(picture, near, shade, faces, material, fibres, pulps, settings, out):
    height, width = near.shape
    shadow, rim, fibre, apart, unit = settings
    reach = max(1, int(1.4 * unit + 0.5))
    for y in range(height):
        for x in range(width):
            rough, pulp = fibres[y, x] - 0.5, pulps[y, x] - 0.5
            here = near[y, x]
            lit = 0.0
            kind = material[y, x]
            cut = 0.0
            if y >= 2 * reach and x >= 2 * reach:
                # Two tones of one thing are two sheets, the lighter on the darker: it throws a narrow shadow.
                above = 0.3 * picture[y - 2 * reach, x - reach, 0] + 0.6 * picture[y - 2 * reach, x - reach, 1]
                step = above - 0.3 * picture[y, x, 0] - 0.6 * picture[y, x, 1]
                cut = 0.55 * ramp(10.0, 60.0, step)
                lit = 0.5 * rim * ramp(10.0, 60.0, -step)
            if y >= reach and x >= reach:
                # A sheet's upper left edge shows its white core.
                behind = max(here - near[y - reach, x], here - near[y, x - reach]) / here
                lit = max(lit, rim * ramp(0.5 * apart, 1.5 * apart, behind))
                if kind in (LEAF, GRASS):
                    lit *= 0.5
            gain = 1.0 - shadow * 0.85 * max(shade[y, x], cut * (1.0 - faces[y, x] / 255.0))
            gain *= 1.0 + fibre * (0.34 * rough + 0.22 * pulp)
            for c in range(3):
                value = picture[y, x, c] * gain
                value += (252.0 - value) * lit
                tint = 1.06 if c == 2 else 0.99
                value = value * (1.0 + (tint - 1.0) * shade[y, x])
                out[y, x, c] = int(min(255.0, max(0.0, value)) + 0.5)
