"""What a fault does to a take, as data: which frames are shown, of the shot that was asked or of another one, and how they are
retouched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from film.errors import RenderError
from film.plan import ShotPlan

People = dict[str, dict[str, Any]]
"""Character id -> where they are in one frame, as ``tools.stage.sightings.account`` tells it."""
Retouch = Callable[[np.ndarray, People, int], np.ndarray]
"""(H, W, 3) uint8 RGB, the people of that frame and its index -> the picture with the fault in it; the input is not changed."""


class DoesNotApply(RenderError):
    """The fault would not show in this shot, or would be no fault in it."""


class Shown(NamedTuple):
    """One frame of the planted clip."""

    index: int
    """Of the frame that is shown in its place."""
    other: bool = False
    """Taken from the other shot."""
    gain: float = 1.0
    """Times its display values: 0 is black."""


class Planted(NamedTuple):
    """A fault made ready for one take."""

    fault: str
    timeline: tuple[Shown, ...] | None = None
    """What is shown frame by frame; None is the clip in its own order."""
    other: ShotPlan | None = None
    """The shot that other frames are taken from."""
    retouch: Retouch | None = None
    in_keyframe: bool = True
    """The keyframe is wrong too; a fault of time alone leaves it as it should be."""

    def shown(self, index: int, *, keyframe: bool) -> Shown:
        """What stands in the place of frame ``index``."""
        if keyframe and not self.in_keyframe:
            return Shown(index)
        if keyframe or self.timeline is None:
            return Shown(index, other=self.other is not None)
        return self.timeline[index]

    def retouched(self, rgb: np.ndarray, shown: Shown, people: People, *, keyframe: bool) -> np.ndarray:
        """The picture as the planted take has it."""
        if keyframe and not self.in_keyframe:
            return rgb
        if self.retouch is not None:
            rgb = self.retouch(rgb, people, shown.index)
        if shown.gain != 1.0:
            rgb = np.clip(rgb.astype(np.float32) * shown.gain + 0.5, 0, 255).astype(np.uint8)
        return rgb
