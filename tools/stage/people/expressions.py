"""Faces of moods, blinks and the wandering of eyes: everything a face does besides speaking."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np


class Expression(NamedTuple):
    """A mood on a face. Weights as in ``acting.Pose``."""

    smile: float = 0.0
    brow_raise: float = 0.0
    brow_knit: float = 0.0
    eyes_wide: float = 0.0
    droop: float = 0.0
    """Lids lowered, 0..1."""
    head_pitch_deg: float = 0.0
    slump_deg: float = 0.0
    """The back bends forward."""


EXPRESSIONS: dict[str, Expression] = {
    "neutral": Expression(smile=0.08),
    "happy": Expression(smile=0.85, brow_raise=0.25, droop=0.04, head_pitch_deg=2),
    "sad": Expression(smile=-0.55, brow_raise=0.30, brow_knit=0.55, droop=0.24, head_pitch_deg=-9, slump_deg=7),
    "angry": Expression(smile=-0.40, brow_raise=-0.35, brow_knit=1.0, eyes_wide=0.25, head_pitch_deg=-4, slump_deg=2),
    "afraid": Expression(smile=-0.30, brow_raise=0.85, brow_knit=0.50, eyes_wide=0.85, slump_deg=-2),
    "surprised": Expression(smile=0.10, brow_raise=1.0, eyes_wide=0.75, head_pitch_deg=3),
    "tender": Expression(smile=0.42, brow_raise=0.22, brow_knit=0.10, droop=0.13, head_pitch_deg=-3, slump_deg=2),
    "stern": Expression(smile=-0.18, brow_raise=-0.25, brow_knit=0.55, droop=0.06),
}


def expression(name: str) -> Expression:
    """The expression of that name; an unknown one is neutral."""
    return EXPRESSIONS.get(name, EXPRESSIONS["neutral"])


@lru_cache(maxsize=512)
def _blink_times(seed: int, until_s: int) -> tuple[float, ...]:
    draw = np.random.default_rng([seed, 11])
    times, at = [], float(draw.uniform(0.3, 3.2))
    while at < until_s:
        times.append(at)
        if draw.random() < 0.12:
            times.append(at + 0.34)
        at += float(draw.uniform(2.0, 6.0))
    return tuple(times)


def blink_at(seed: int, time_s: float) -> float:
    """How far the lids are shut, 0..1: a blink every two to six seconds, now and then a double one."""
    shut = 0.0
    for start in _blink_times(seed, 64 * (1 + int(max(time_s, 0.0)) // 64)):
        t = time_s - start
        if 0.0 <= t < 0.21:
            shut = max(shut, t / 0.065 if t < 0.065 else 1.0 if t < 0.095 else 1 - (t - 0.095) / 0.115)
    return float(np.clip(shut, 0, 1))


@lru_cache(maxsize=512)
def _glances(seed: int, until_s: int) -> tuple[tuple[float, float, float, float], ...]:
    draw = np.random.default_rng([seed, 12])
    found, at = [], float(draw.uniform(1.5, 5.0))
    while at < until_s:
        found.append(
            (
                at,
                at + float(draw.uniform(0.45, 1.0)),
                float(draw.uniform(9, 17) * draw.choice([-1, 1])),
                float(draw.uniform(-9, 4)),
            )
        )
        at += float(draw.uniform(3.0, 7.5))
    return tuple(found)


def glance_at(seed: int, time_s: float) -> tuple[float, float]:
    """Eyes leave their target now and then: (yaw, pitch) in degrees away from it, with small fixations between."""
    for start, end, yaw, pitch in _glances(seed, 64 * (1 + int(max(time_s, 0.0)) // 64)):
        if start <= time_s < end:
            return yaw, pitch
    return _fixation(seed, max(int(np.floor(time_s / 0.7)), 0))


@lru_cache(maxsize=4096)
def _fixation(seed: int, beat: int) -> tuple[float, float]:
    draw = np.random.default_rng([seed, 13, beat])
    return float(draw.uniform(-1.3, 1.3)), float(draw.uniform(-0.9, 0.9))


def drift(seed: int, channel: int, time_s: float, period_s: float) -> float:
    """A slow wander between about -1 and 1, different for every seed and channel, smooth in time."""
    turns = 2 * math.pi / period_s * time_s
    return sum(share * math.sin(rate * turns + phase) for share, rate, phase in _waves(seed, channel))


@lru_cache(maxsize=8192)
def _waves(seed: int, channel: int) -> tuple[tuple[float, float, float], ...]:
    """(share, rate, phase) of the sines that make one wander."""
    draw = np.random.default_rng([seed, 99, channel])
    phase, stretch = draw.uniform(0, 2 * math.pi, 3), draw.uniform(0.85, 1.15, 3)
    return tuple(
        (share, rate * float(stretch[i]), float(phase[i]))
        for i, (share, rate) in enumerate(((0.55, 1.0), (0.30, 1.63), (0.15, 2.71)))
    )
