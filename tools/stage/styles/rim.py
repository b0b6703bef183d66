"""Light along the contour of people, and soft light around their forms."""

import cv2
import numpy as np
from numba import njit

from film.passes import Rim
from tools.stage.styles.canvas import Canvas, bytes_of
from tools.stage.styles.pattern import ramp


def rim(picture: np.ndarray, canvas: Canvas, style: Rim) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 with light around its people."""
    small = cv2.resize(picture, (canvas.width // 4, canvas.height // 4), interpolation=cv2.INTER_AREA)
    spill = cv2.resize(
        cv2.GaussianBlur(small, (0, 0), canvas.sigma(12.0) / 4), (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR
    )
    normals = cv2.blur(canvas.under.normals, (3, 3))
    people = cv2.GaussianBlur((canvas.source.actor > 0).astype(np.float32), (0, 0), canvas.sigma(1.5))
    out = np.empty_like(picture)
    settings = np.array([style.strength, style.width, style.wrap, style.bloom])
    _shine(picture, spill, normals, people, canvas.under.own, canvas.faces, settings, np.array(bytes_of(style.colour)),
           canvas.under.facing, out)  # fmt: skip
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _shine(picture, spill, normals, people, own, faces, settings, colour, facing, out):
    height, width = people.shape
    strength, reach, wrap, bloom = settings
    for y in range(height):
        for x in range(width):
            person = people[y, x]
            edge = 0.0
            if person > 0.1:
                edge = ramp(1.0 - 0.75 * reach, 1.0, 1.0 - facing[y, x]) * person
                # From above and behind, as a back light stands.
                edge *= 0.35 + 0.65 * ramp(-0.4, 0.8, normals[y, x, 1])
                edge *= 1.0 - 0.5 * faces[y, x] / 255.0
            luma = (0.2126 * picture[y, x, 0] + 0.7152 * picture[y, x, 1] + 0.0722 * picture[y, x, 2]) / 255.0
            for c in range(3):
                value = picture[y, x, c] / 255.0
                lifted = value + own[y, x, c] / 255.0 * 0.55 * wrap * (1.0 - luma) * (1.0 - luma) * person
                glow = spill[y, x, c] / 255.0
                lifted = lifted + edge * strength * (colour[c] / 255.0 * (0.35 + 0.65 * glow)) * (1.0 - 0.35 * lifted)
                # Screen: light added to light never clips.
                lifted = 1.0 - (1.0 - min(1.0, lifted)) * (1.0 - bloom * glow * glow * 0.55)
                out[y, x, c] = int(min(255.0, max(0.0, lifted * 255.0)) + 0.5)
