"""What a style costs: CPU seconds for one 720p frame on one thread, on top of the natural frame."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import cv2

from film.state import StyleWeight
from film.styles import Treatment
from tools.stage import light
from tools.stage.frame import View
from tools.stage.renderer import Renderer
from tools.stage.sets import build_set
from tools.stage.styles.styler import Styler

_VIEW = View((0.0, 1.6, 4.0), (0.5, 1.5, -6.0), 35.0, focus_m=6.0)
_SIZE = (1280, 720)


def style_cpu_s(treatments: Sequence[Treatment], *, repeats: int = 5) -> dict[str, float]:
    """CPU seconds by style name: the underdrawing and the passes, the best of ``repeats``, on a busy street at noon.

    The best, because whatever else the machine does can only add.
    """
    stage_set = build_set("street", seed=4, time_of_day="day", weather="clear")
    renderer = Renderer(*_SIZE, stage_set, light.rig("day", "clear", interior=False), [])
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        frame = renderer.frame(_VIEW, 0.0, [], under=True)
        natural = _best_s(lambda: renderer.frame(_VIEW, 0.0, []), repeats)
        drawn = max(0.0, _best_s(lambda: renderer.frame(_VIEW, 0.0, [], under=True), repeats) - natural)
        found = {}
        for treatment in treatments:
            styler = Styler([StyleWeight(style=treatment.name)], [treatment], *_SIZE)
            found[treatment.name] = drawn + _best_s(lambda styler=styler: styler.paint(frame, _VIEW, 0.0), repeats)
        return found
    finally:
        cv2.setNumThreads(threads)


def _best_s(work: Callable[[], object], repeats: int) -> float:
    work()
    best = float("inf")
    for _ in range(repeats):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best
