"""The light on a filled picture, at the rates that `detail` finds: one value for 4 x 4 pixels, for 2 x 2, or for each."""

from typing import NamedTuple

import cv2
import numpy as np

from tools.stage import detail, occlusion, raster, shading
from tools.stage.filling import Filling
from tools.stage.light import Air
from tools.stage.post import Banded

_NEIGHBOURS = np.ones((3, 3), np.uint8)


class Lens(NamedTuple):
    """What the lens blurs."""

    focus_m: float
    blur_px: float
    """Radius of the blur circle at infinity, 0 for a lens that blurs nothing."""


class Lighting:
    """Lights the frames of one shot; keeps the buffers that they share."""

    def __init__(self, size: tuple[int, int], kind: np.ndarray) -> None:
        """
        Args:
            size: (W, H) in pixels, even.
            kind: (T,) int32 from `detail.kind_of`.
        """
        self._kind = kind
        self._size = width, height = size
        half, quarter = (height // 2, width // 2), ((height + 3) // 4, (width + 3) // 4)
        self._openness = np.empty(quarter, np.float32)
        self._kinds = np.empty(half, np.int32)
        self._nearness = np.empty(half, np.float32)
        self._blur = np.empty(half, np.float32)
        self._sharpest = self._blur
        self._needs = np.empty(half, np.uint8)
        self._smooth = np.empty(quarter, np.uint8)
        self._rest = np.empty(half, np.uint8)
        self._half = np.empty((*half, 3), np.float32)
        self._wanted = np.empty((height, width), np.uint8)

    def light(
        self,
        camera: raster.Camera,
        filled: Filling,
        scene: shading.Scene,
        air: Air,
        time_s: float,
        lens: Lens,
        banded: Banded,
    ) -> np.ndarray:
        """(H, W, 3) float32 scene-linear radiance of a filled picture."""
        width, height = self._size
        found = (filled.seen, filled.triangle_of)
        with_light = (
            camera,
            scene,
            air,
            float(time_s),
            *found,
            filled.edges,
            self._openness_of(camera, filled, banded),
        )
        around = self._survey(filled, lens, banded)
        hidden = cv2.erode((self._needs == detail.FINE).astype(np.uint8), _NEIGHBOURS)
        first = np.zeros((height // 2, width // 2), np.uint8)
        first[::2, ::2] = 1 - hidden[::2, ::2]
        banded(height // 2, lambda a, b: shading.shade(*with_light, first, 2, a, b, self._half))
        found_so_far = (self._kinds, self._nearness, self._needs, self._sharpest, self._half)
        banded(len(self._smooth), lambda a, b: detail.find_smooth(*found_so_far, a, b, self._smooth))
        known = (self._kinds, self._needs, self._sharpest, hidden, self._smooth)
        banded(height // 2, lambda a, b: detail.bridge(*known, a, b, self._half, self._rest))
        banded(height // 2, lambda a, b: shading.shade(*with_light, self._rest, 2, a, b, self._half))
        rgb = cv2.resize(self._half, (width, height), interpolation=cv2.INTER_LINEAR)
        surfaces = (filled.inverse_depth, *found, self._kind, filled.edges, self._kinds, self._nearness)
        blocks = (self._needs, around, hidden, self._half)
        banded(height // 2, lambda a, b: detail.carry_over(*surfaces, *blocks, a, b, rgb, self._wanted))
        banded(height, lambda a, b: shading.shade(*with_light, self._wanted, 1, a, b, rgb))
        return rgb

    def _openness_of(self, camera: raster.Camera, filled: Filling, banded: Banded) -> np.ndarray:
        """(H/2, W/2) how much of the sky's light reaches each block."""
        spiral, openness = occlusion.SPIRAL, self._openness
        banded(
            len(openness),
            lambda a, b: occlusion.occlude(filled.inverse_depth, camera.focal_px, spiral, a, b, openness),
        )
        width, height = self._size
        return occlusion.smoothed(openness, (width // 2, height // 2))

    def _survey(self, filled: Filling, lens: Lens, banded: Banded) -> np.ndarray:
        """Find what each block shows and needs; (H/2, W/2), not 0 where a block touches one that needs more."""
        half = self._size[1] // 2
        seen = (filled.inverse_depth, filled.seen, filled.triangle_of, self._kind, float(lens.focus_m), lens.blur_px)
        banded(half, lambda a, b: detail.survey(*seen, a, b, self._kinds, self._nearness, self._blur))
        self._sharpest = cv2.erode(self._blur, _NEIGHBOURS)
        banded(half, lambda a, b: detail.flag(self._kinds, self._nearness, self._sharpest, a, b, self._needs))
        return cv2.dilate(self._needs, _NEIGHBOURS)
