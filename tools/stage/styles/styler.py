"""A frame painted in the styles of its shot, mixed by their weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from film.errors import RenderError
from film.state import StyleWeight
from film.styles import Treatment
from tools.stage.frame import Frame, View, camera_of
from tools.stage.styles.brush import brush
from tools.stage.styles.canvas import Canvas, Source
from tools.stage.styles.flat import flat
from tools.stage.styles.glass import glass
from tools.stage.styles.grade import grade
from tools.stage.styles.hatching import dots, hatching
from tools.stage.styles.layers import layers
from tools.stage.styles.lines import lines
from tools.stage.styles.rim import rim
from tools.stage.styles.wash import paper, pigment

PASSES: dict[str, Callable[..., np.ndarray]] = {
    "brush": brush, "flat": flat, "lines": lines, "hatching": hatching, "dots": dots, "pigment": pigment,
    "paper": paper, "glass": glass, "layers": layers, "grade": grade, "rim": rim,
}  # fmt: skip
"""Each takes (H, W, 3) uint8, the canvas and its numbers, and returns a picture of that size."""


class Styler:
    """Paints the frames of one shot, in any order: a frame depends on nothing but itself."""

    def __init__(
        self,
        weights: Sequence[StyleWeight],
        treatments: Sequence[Treatment],
        width: int,
        height: int,
        *,
        seed: int = 0,
        cut_for: View | None = None,
    ) -> None:
        """
        Args:
            weights: the styles of the shot, and how much of each.
            treatments: what they are (``ShotPlan.styles``).
            width, height: size of the frames in pixels.
            seed: starts every pattern.
            cut_for: the camera that panes are cut for; the first frame's when there is none.

        Raises:
            RenderError: a style that no treatment defines.
        """
        known = {treatment.name: treatment for treatment in treatments}
        for weight in weights:
            if weight.weight > 0 and weight.style not in known:
                have = ", ".join(sorted(known)) or "none"
                raise RenderError(f"the plan has no definition of the style {weight.style!r} (it has: {have}); plan the film again")
        self._painted = [(known[w.style], w.weight) for w in weights if w.weight > 0]
        self._size = (width, height)
        self._seed, self._cut_for = seed, cut_for

    @property
    def paints(self) -> bool:
        """False when every frame stays as it is: no underdrawing is needed then."""
        return any(treatment.passes for treatment, _ in self._painted)

    def paint(self, frame: Frame, view: View, time_s: float) -> np.ndarray:
        """(H, W, 3) uint8: the frame in its styles, the natural picture filling what their weights leave.

        Args:
            frame: as the renderer made it, with its underdrawing.
            view: the camera that took it.
            time_s: seconds since the shot began; only a style that boils looks at it.

        Raises:
            RenderError: the frame has no underdrawing, or another size.
        """
        if not self.paints:
            return frame.rgb
        if frame.under is None or frame.rgb.shape[1::-1] != self._size:
            raise RenderError(f"a frame of {frame.rgb.shape[1::-1]} cannot be painted: render it at {self._size} with its underdrawing")
        if self._cut_for is None:
            self._cut_for = view
        cut_for = self._cut_for
        source = Source(
            frame.rgb, frame.depth, frame.actor, frame.under, camera_of(view, *self._size), camera_of(cut_for, *self._size),
            cut_for.focus_m,
        )  # fmt: skip
        total = sum(weight for _, weight in self._painted)
        shares = [weight / max(1.0, total) for _, weight in self._painted]
        pictures = [self._in(treatment, source, time_s) for treatment, _ in self._painted]
        natural = 1.0 - sum(shares)
        if natural < 1e-9 and len(pictures) == 1:
            return pictures[0]
        mixed = source.rgb * np.float32(natural)
        for picture, share in zip(pictures, shares, strict=True):
            mixed += picture * np.float32(share)
        return np.floor(np.clip(mixed, 0.0, 255.0) + np.float32(0.5)).astype(np.uint8)

    def _in(self, treatment: Treatment, source: Source, time_s: float) -> np.ndarray:
        # A little is added before the floor: 0.5 s at 12 Hz must not fall on either side of a whole number.
        moment = math.floor(time_s * treatment.boil_hz + 1e-6)
        canvas = Canvas(source, seed=self._seed, moment=moment)
        picture = source.rgb
        for each in treatment.passes:
            picture = PASSES[each.kind](picture, canvas, each)
        return picture
