"""Paint on skin: soft areas, strokes and spots, composited in head-local metres seen from the front."""

from __future__ import annotations

import cv2
import numpy as np

HALF_WIDTH_M, HALF_HEIGHT_M = 0.11, 0.13
"""What the decal covers: x in +-0.11 m, y in -0.13..0.13."""
_SUBPIXEL_BITS = 4


class Canvas:
    """Layers of paint on skin, composited with straight alpha."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.colour = np.zeros((size, size, 3), np.float32)
        self.alpha = np.zeros((size, size), np.float32)

    def _pixels(self, points: np.ndarray) -> np.ndarray:
        x = (points[:, 0] + HALF_WIDTH_M) / (2 * HALF_WIDTH_M) * (self.size - 1)
        y = (HALF_HEIGHT_M - points[:, 1]) / (2 * HALF_HEIGHT_M) * (self.size - 1)
        return np.round(np.stack([x, y], -1) * (1 << _SUBPIXEL_BITS)).astype(np.int32)

    def _pixel_m(self) -> float:
        return 2 * HALF_WIDTH_M / self.size

    def lay(
        self, mask: np.ndarray, colour: np.ndarray, opacity: float, soft_m: float, corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Composite ``mask`` (uint8) in one colour, its edge softened by ``soft_m``; ``corner`` is its (row, column)."""
        sigma = soft_m / self._pixel_m()
        cover = mask.astype(np.float32) / 255.0
        if sigma > 0.3:
            cover = cv2.GaussianBlur(cover, (0, 0), sigma)
        cover *= np.float32(opacity)
        rows, columns = (slice(c, c + n) for c, n in zip(corner, mask.shape, strict=True))
        alpha, below = self.alpha[rows, columns], self.colour[rows, columns]
        total = cover + alpha * (1 - cover)
        mixed = np.asarray(colour, np.float32) * cover[..., None] + below * (alpha * (1 - cover))[..., None]
        self.colour[rows, columns] = mixed / np.maximum(total, 1e-4)[..., None]
        self.alpha[rows, columns] = total

    def _window(
        self, pixels: list[np.ndarray], soft_m: float, thickness: int
    ) -> tuple[np.ndarray, list[np.ndarray], tuple[int, int]]:
        """An empty mask just large enough for shapes and their soft edge, the shapes moved into it, and its corner."""
        pad = int(3.5 * soft_m / self._pixel_m()) + thickness + 2
        every = np.concatenate(pixels) >> _SUBPIXEL_BITS
        low = np.clip(every.min(0) - pad, 0, self.size - 1)
        high = np.clip(every.max(0) + pad + 1, low + 1, self.size)
        mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        return mask, [p - (low << _SUBPIXEL_BITS).astype(np.int32) for p in pixels], (int(low[1]), int(low[0]))

    def area(self, points: np.ndarray, colour: np.ndarray, opacity: float, soft_m: float) -> None:
        """A filled outline (N, 2), metres."""
        mask, pixels, corner = self._window([self._pixels(np.asarray(points))], soft_m, 0)
        cv2.fillPoly(mask, pixels, 255, cv2.LINE_AA, _SUBPIXEL_BITS)
        self.lay(mask, colour, opacity, soft_m, corner)

    def strokes(
        self, lines: list[np.ndarray], width_m: float, colour: np.ndarray, opacity: float, soft_m: float
    ) -> None:
        """Open lines (N, 2) of one width."""
        exact = width_m / self._pixel_m()
        thickness = max(1, round(exact))
        mask, pixels, corner = self._window([self._pixels(np.asarray(line)) for line in lines], soft_m, thickness)
        for line in pixels:
            cv2.polylines(mask, [line], False, 255, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
        # A stroke thinner than a pixel is a fainter stroke.
        self.lay(mask, colour, opacity * min(1.0, max(exact, 0.35)), soft_m, corner)

    def spot(self, x: float, y: float, rx: float, ry: float, colour: np.ndarray, opacity: float, soft_m: float) -> None:
        """A soft ellipse."""
        t = np.linspace(0, 2 * np.pi, 40)
        self.area(np.stack([x + rx * np.cos(t), y + ry * np.sin(t)], -1), colour, opacity, soft_m)

    def image(self) -> np.ndarray:
        fade = np.ones(self.size, np.float32)
        edge = max(2, self.size // 24)
        ramp = np.linspace(0, 1, edge, dtype=np.float32)
        fade[:edge], fade[-edge:] = ramp, ramp[::-1]
        return np.dstack([self.colour, self.alpha * fade[:, None] * fade[None, :]]).astype(np.float32)


def smooth_path(path: np.ndarray) -> np.ndarray:
    """A Catmull-Rom curve through ``path`` (N, 2), 8 points a span."""
    padded = np.concatenate([2 * path[:1] - path[1:2], path, 2 * path[-1:] - path[-2:-1]])
    t = np.linspace(0, 1, 8, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        spans.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*spans, path[-1:]])
