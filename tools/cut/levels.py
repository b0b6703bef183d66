"""How loud a sound stands over time: the music's step back for the voices, and the levels of the scenes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

RATE_HZ = 48000
CHUNK = 10 * RATE_HZ
ATTACK_S, RELEASE_S = 0.25, 0.7
"""The music is down when the first word sounds, and comes back slowly."""
SILENT_DB = -60.0
"""A gain of this and below is silence."""
RAMP_S = 0.3
"""From one scene's level to the next, about the cut: no click, and no fade that is heard as one."""


class Level(NamedTuple):
    """The gain of a sound from a moment on, up to the next one's."""

    start_s: float
    gain_db: float


def duck(sound: np.ndarray, spans: Sequence[tuple[float, float]], left: float) -> None:
    """Turns ``sound`` (N, 2) down in place to the share ``left`` during ``spans``: (start_s, end_s) in order and at
    least ``ATTACK_S + RELEASE_S`` apart.

    The level reaches ``left`` before a span begins and returns after it, straight in decibels.
    """
    if not spans:
        return
    floor = max(left, 1e-4)
    corners = [t for start_s, end_s in spans for t in (start_s - ATTACK_S, start_s, end_s, end_s + RELEASE_S)]
    depths = [0.0, 1.0, 1.0, 0.0] * len(spans)
    for at in range(0, len(sound), CHUNK):
        block = sound[at : at + CHUNK]
        moments = np.arange(at, at + len(block)) / RATE_HZ
        block *= (floor ** np.interp(moments, corners, depths))[:, None].astype(np.float32)


def shape(sound: np.ndarray, levels: Sequence[Level]) -> None:
    """Turns ``sound`` (N, 2) to ``levels`` in place: each from its start until the next one's, the first from the
    beginning, the last to the end, so that what rings on after a scene keeps that scene's level.

    Neighbours meet in a straight ramp of ``RAMP_S`` about the later one's start.
    """
    factors = [factor_of(level.gain_db) for level in levels]
    if all(factor == 1.0 for factor in factors):
        return
    starts = [level.start_s for level in levels]
    corners, heights = [0.0], factors[:1]
    for index in range(1, len(levels)):
        near_s = min(after - before for before, after in pairwise(starts[index - 1 : index + 2]))
        half_s = min(RAMP_S, near_s) / 2
        corners += [starts[index] - half_s, starts[index] + half_s]
        heights += factors[index - 1 : index + 1]
    for at in range(0, len(sound), CHUNK):
        block = sound[at : at + CHUNK]
        moments = np.arange(at, at + len(block)) / RATE_HZ
        block *= np.interp(moments, corners, heights)[:, None].astype(np.float32)


def factor_of(gain_db: float) -> float:
    """What a sound is multiplied by: 0 from ``SILENT_DB`` down."""
    return 0.0 if gain_db <= SILENT_DB else 10 ** (gain_db / 20)
