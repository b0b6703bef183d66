"""Does the motion run evenly: every other frame guessed from its neighbours, and steps that are out of step.

VBench guesses with AMT-S; here pixels are carried half way along DIS flow, which has no weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import ScoreError
from tools.score.pixels.flow import flow_between, strongest_flow
from tools.score.pixels.motion import shown

NEIGHBOURS = 3
"""Steps looked at on either side of a step."""
LEAST_STEP = 0.6
"""Cells of 12 x 12 pixels that count as motion: a lock-off's breath has no beat that could be missed."""


class Smoothness(NamedTuple):
    """How well frames follow from their neighbours."""

    value: float
    """1 - mean absolute error / 255: 1 foreseen to the level."""
    worst_frame: int


class Fault(NamedTuple):
    """How far the worst frame is out of step, and which."""

    value: float
    frame: int


def smoothness(luma: np.ndarray) -> Smoothness:
    """How well the odd frames can be guessed from the even ones.

    Held frames are left out: an engine of fewer frames is judged on its own.

    Args:
        luma: (M, h, w) display luma 0..255, every frame.

    Raises:
        ScoreError: fewer than three frames.

    Source: VBench motion_smoothness.py (Huang et al., CVPR 2024), AMT-S replaced by both neighbours carried half way
    along the flow between them, and averaged.
    """
    _check(luma)
    kept = shown(luma)
    frames = np.clip(luma[kept] + 0.5, 0, 255).astype(np.uint8)
    worst, errors = (0.0, 0), []
    for middle in range(1, len(frames) - 1, 2):
        guess = _half_way(frames[middle - 1], frames[middle + 1])
        error = float(np.abs(guess - frames[middle]).mean(dtype=np.float64))
        errors.append(error)
        worst = max(worst, (error, int(kept[middle])))
    return Smoothness(1 - float(np.mean(errors or [0.0])) / 255, worst[1])


def judder(luma: np.ndarray) -> Fault:
    """How much longer one step is than the steps around it: 0 even, 1 twice as long, as where a picture is missing.

    Steps are measured twice, as the strongest flow and as the change of the picture, and the smaller excess counts:
    rain fools flow, a lamp fools the difference. A move that starts takes frames; both neighbours of a step must be
    shorter. Held frames are left out.

    Args:
        luma: (M, h, w) display luma 0..255, every frame.

    Raises:
        ScoreError: fewer than three frames.
    """
    _check(luma)
    kept = shown(luma)
    frames = _plain(luma[kept])
    flows = np.array([strongest_flow(a, b) for a, b in zip(frames, frames[1:], strict=False)])
    changes = _changes(frames, 1)
    worst = Fault(0.0, 0)
    for at in range(2, len(flows) - 2):
        flow, change = _usual(flows, at), _usual(changes, at)
        value = min((flows[at] - flow) / (flow + LEAST_STEP), changes[at] / max(change, 1e-6) - 1)
        if value > worst.value:
            worst = Fault(float(value), int(kept[at + 1]))
    return worst


def out_of_order(luma: np.ndarray) -> Fault:
    """How clearly two neighbouring frames have changed places: 0 in order, about 0.5 two frames of a pan swapped.

    Of four frames a b c d in order, b is nearer to a than c is, or c nearer to d than b is. The value is the smaller
    of the two shares by which it is the other way round.

    Args:
        luma: (M, h, w) display luma 0..255, every frame.

    Raises:
        ScoreError: fewer than three frames.
    """
    _check(luma)
    kept = shown(luma)
    frames = _plain(luma[kept])
    near, far = np.maximum(_changes(frames, 1), 1e-6), _changes(frames, 2)
    worst = Fault(0.0, 0)
    for at in range(1, len(frames) - 2):
        value = min(1 - far[at - 1] / near[at - 1], 1 - far[at] / near[at + 1])
        if value > worst.value:
            worst = Fault(float(value), int(kept[at]))
    return worst


def _usual(steps: np.ndarray, at: int) -> float:
    """The step that is to be expected at ``at``: the median of those around it, or a longer one right beside it."""
    around = [*steps[max(0, at - NEIGHBOURS) : at], *steps[at + 1 : at + 1 + NEIGHBOURS]]
    return float(max(np.median(around), steps[at - 1], steps[at + 1]))


def _changes(frames: np.ndarray, lag: int) -> np.ndarray:
    """(n - lag,) root mean square difference in levels of frames and those a lag after them."""
    flat = frames.reshape(len(frames), -1).astype(np.float32)
    return np.array([np.sqrt(((b - a) ** 2).mean(dtype=np.float64)) for a, b in zip(flat, flat[lag:], strict=False)])


def _half_way(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(h, w) float32: the picture in the middle of two (h, w) uint8 lumas."""
    import cv2

    half = flow_between(before, after) / 2
    down, across = np.indices(before.shape, np.float32)
    carried = [
        cv2.remap(frame, across + sign * half[..., 0], down + sign * half[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for frame, sign in ((before, -1.0), (after, 1.0))
    ]  # fmt: skip
    return (carried[0].astype(np.float32) + carried[1]) / 2


def _plain(luma: np.ndarray) -> np.ndarray:
    """(n, h, w) uint8 frames of one brightness and contrast: lightning is no motion."""
    levels = [(frame - frame.mean()) * (40 / (frame.std() + 4)) + 128 for frame in luma]
    return np.clip(np.stack(levels), 0, 255).astype(np.uint8)


def _check(luma: np.ndarray) -> None:
    if len(luma) < 3:
        raise ScoreError(f"smoothness needs 3 frames and the clip has {len(luma)}; make the clip again")
