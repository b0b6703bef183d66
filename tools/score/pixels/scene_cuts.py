"""Is there a cut inside the clip, by PySceneDetect; frames that are already decoded are handed to its detector.

A burst of light is a cut to a detector of colour: what it finds counts only where the picture stays another one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import ScoreError
from tools.score.pixels.motion import shown, structure_apart
from tools.score.planes import luma_of

WINDOW = 2
"""Frames on either side of a change that it is compared with: PySceneDetect's own."""
LEAST_CONTENT = 10.0
"""PySceneDetect's ``min_content_val``, under its 15: a cut between two pictures of a night changes little."""
FLASH_FRAMES = 8
"""A flash is over after a third of a second, and the picture is the one before it again."""
ANOTHER = 0.25
"""Structural change from which the picture after is another one: ``unwanted_cut``'s own bound."""


class SceneCuts(NamedTuple):
    """How many cuts there are."""

    count: int
    frame: int
    """The first frame after the hardest of them."""
    strength: float
    """Structural change there, 0 .. about 1."""


def scene_cuts(tiny: np.ndarray) -> SceneCuts:
    """The cuts inside the clip.

    Held frames are left out: against neighbours that do not change, every step of an animation on twos is a cut.

    Args:
        tiny: (M, h, w, 3) uint8 display RGB of every frame.

    Raises:
        ScoreError: no frame.
        ImportError: PySceneDetect is not installed.

    Source: PySceneDetect's AdaptiveDetector (Castellano, BSD 3-Clause): change of hue, saturation and brightness
    against the mean of its neighbours, ratio 3.
    """
    from scenedetect.common import FrameTimecode
    from scenedetect.detectors import AdaptiveDetector

    if len(tiny) == 0:
        raise ScoreError("cuts cannot be looked for in no frames; make the take again")
    luma = luma_of(tiny)
    kept = shown(luma)
    luma = luma[kept]
    detector = AdaptiveDetector(min_scene_len=1, window_width=WINDOW, min_content_val=LEAST_CONTENT)
    found: list[int] = []
    for place, index in enumerate(kept):
        bgr = np.ascontiguousarray(tiny[index][..., ::-1])
        # The rate only spells times: windows are counted in frames.
        found += [cut.frame_num for cut in detector.process_frame(FrameTimecode(place, 24.0), bgr)]
    strengths = {place: _change_that_stays(luma, place) for place in found}
    cuts = [place for place in found if strengths[place] >= ANOTHER]
    if not cuts:
        return SceneCuts(0, 0, 0.0)
    hardest = max(cuts, key=strengths.__getitem__)
    return SceneCuts(len(cuts), int(kept[hardest]), strengths[hardest])


def _change_that_stays(luma: np.ndarray, place: int) -> float:
    """How far the pictures from ``place`` on, the nearest of them, are from the one before."""
    after = luma[place : place + FLASH_FRAMES]
    return float(structure_apart(after, luma[place - 1 : place]).min())
