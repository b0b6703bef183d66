"""A picture as a shot: full frame, cropped to the aspect, with a slow move over it."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from film.errors import RenderError
from film.plan import ShotPlan
from tools.stage.moves import eased

_CLOSEST = 1.12
"""How much nearer the frame gets at most: slower than the eye notices, enough to live."""


class StillScene:
    """One still, ready to be shown at any frame of its shot."""

    def __init__(self, plan: ShotPlan, picture: Path, seed: int) -> None:
        """Read the picture.

        Raises:
            RenderError: the file is missing or is no picture.
        """
        self._plan = plan
        self._picture = _read(picture)
        draw = random.Random(f"still|{seed}")
        inward = plan.state.camera.move.kind != "pull_back"
        drift = 0.0 if plan.state.camera.move.kind == "lock_off" else 1.0
        near = 1.0 + (_CLOSEST - 1.0) * min(1.0, plan.duration_s * plan.state.camera.move.speed / 5.0) * drift
        ends = (1.0, near) if inward else (near, 1.0)
        self._zoom = ends
        self._toward = (draw.uniform(-0.6, 0.6), draw.uniform(-0.6, 0.3))

    def picture(self, index: int) -> np.ndarray:
        """(H, W, 3) uint8 RGB at the delivered size: frame ``index`` of the shot."""
        import cv2

        plan = self._plan
        share = eased(index / max(1, plan.frames - 1), "ease_in_out")
        zoom = self._zoom[0] + (self._zoom[1] - self._zoom[0]) * share
        tall, wide = self._picture.shape[:2]
        aspect = plan.width / plan.height
        crop_width = min(wide, tall * aspect) / zoom
        crop_height = crop_width / aspect
        spare_x, spare_y = wide - crop_width, tall - crop_height
        # The wander is bounded by what the zoom frees, so that no edge of the picture ever shows.
        left = spare_x / 2 * (1 + self._toward[0] * (zoom - 1) / (_CLOSEST - 1))
        top = spare_y / 2 * (1 + self._toward[1] * (zoom - 1) / (_CLOSEST - 1))
        scale = plan.width / crop_width
        shrink = min(1.0, 2.0 * scale)
        source = self._picture
        if scale < 0.5:
            # Two steps keep fine detail of large pictures from sparkling as the frame glides over it.
            source = cv2.resize(source, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
            left, top, scale = left * shrink, top * shrink, scale / shrink
        move = np.array([[scale, 0.0, -left * scale], [0.0, scale, -top * scale]])
        return cv2.warpAffine(
            source, move, (plan.width, plan.height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )


def _read(path: Path) -> np.ndarray:
    import cv2

    if not path.is_file():
        raise RenderError(f"the still {path.name!r} is not among the assets; add the file and run again")
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise RenderError(f"the still {path.name!r} is no picture that can be read; give a PNG, JPEG or WebP file")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
