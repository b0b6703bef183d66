"""What arms do: where each hand wants to be for an activity, for walking, for speaking and for idling.

Goals are in arm lengths from the shoulder, in the chest's axes with +x outward from the body: one goal
serves both arms.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tools.stage.people.expressions import drift
from tools.stage.people.postures import Down, glide


class Hand(NamedTuple):
    """Where one hand wants to be and how it is held."""

    goal: tuple[float, float, float]
    """(outward, up, forward) of the wrist from the shoulder, in arm lengths."""
    elbow: tuple[float, float, float] = (0.5, -0.1, -1.0)
    """Direction in which the elbow points, same axes."""
    thumb: tuple[float, float, float] = (-0.35, 0.0, 1.0)
    """Direction of the thumb's side of the hand, same axes."""
    curl_deg: float = 16.0
    index_deg: float = 12.0
    drop_deg: float = 0.0
    """The wrist bends the palm inward."""


HANGING = Hand((0.17, -0.955, 0.07))
_IDLE: tuple[tuple[Hand, Hand], ...] = (
    (HANGING, HANGING),
    (Hand((0.20, -0.86, 0.10), (1.0, 0.0, -0.6), (-0.8, 0.2, 0.6), 35, 30), HANGING),
    (
        Hand((-0.22, -0.80, 0.36), (0.9, -0.2, -0.4), (-0.2, 0.55, 0.8), 30, 25),
        Hand((-0.19, -0.78, 0.40), (0.9, -0.2, -0.4), (-0.2, 0.55, 0.8), 30, 25),
    ),
    (Hand((0.18, -0.70, 0.02), (1.0, 0.0, -0.7), (-0.5, 0.7, -0.5), 45, 40), HANGING),
)
"""Ways to stand about: hands hanging, one at the pocket, clasped before the body, one on the hip. (main hand, other)."""

_KNEELING = Hand((0.02, -0.80, 0.36), (0.8, -0.1, -0.6), (-0.5, 0.2, 0.8), 20, 18)
_SEATED = Hand((-0.02, -0.66, 0.52), (0.8, -0.1, -0.6), (-0.65, 0.25, 0.75), 22, 18)


def mixed(a: Hand, b: Hand, share: float) -> Hand:
    """From ``a`` (0) to ``b`` (1); a little under 0 draws back from ``b``."""
    if share == 0.0:
        return a
    if share == 1.0:
        return b

    def point(x: tuple[float, float, float], y: tuple[float, float, float]) -> tuple[float, float, float]:
        return (x[0] + (y[0] - x[0]) * share, x[1] + (y[1] - x[1]) * share, x[2] + (y[2] - x[2]) * share)

    return Hand(
        point(a.goal, b.goal),
        point(a.elbow, b.elbow),
        point(a.thumb, b.thumb),
        a.curl_deg + (b.curl_deg - a.curl_deg) * share,
        a.index_deg + (b.index_deg - a.index_deg) * share,
        a.drop_deg + (b.drop_deg - a.drop_deg) * share,
    )


def idle(seed: int, main: bool, time_s: float) -> Hand:
    """Standing about, with the small life of hands."""
    pair = _IDLE[_habit(seed)]
    hand = pair[0] if main else pair[1]
    x, y, z = hand.goal
    k = 0 if main else 3
    sway = [drift(seed, 50 + k + i, time_s, 5.5) for i in range(3)]
    return hand._replace(
        goal=(x + 0.012 * sway[0], y + 0.008 * sway[1], z + 0.020 * sway[2]), curl_deg=hand.curl_deg + 5 * sway[1]
    )


@lru_cache(maxsize=512)
def _habit(seed: int) -> int:
    return int(np.random.default_rng([seed, 41]).choice(len(_IDLE), p=[0.55, 0.12, 0.21, 0.12]))


@lru_cache(maxsize=512)
def acts_with_left(seed: int) -> bool:
    """Which hand points, waves and drinks: a part may be played left-handed."""
    return bool(np.random.default_rng([seed, 40]).random() < 0.22)


def resting(down: Down, seed: int, main: bool, time_s: float) -> Hand:
    """The hand of somebody who is down: on the thighs, or on the floor beside a lying body."""
    k = 0 if main else 3
    sway = (0.015 * drift(seed, 60 + k, time_s, 6), 0.02 * drift(seed, 61 + k, time_s, 7))
    if down.posture == "lie" and down.prone:
        hand = Hand((0.42, 0.50, 0.20), (1.0, -0.3, 0.1), (-0.8, 0.5, 0.0), 26, 22)
        return hand if main else hand._replace(goal=(0.30, -0.34, 0.18))
    if down.posture == "lie":
        on_belly = Hand((-0.22, -0.62, 0.36), (1.0, -0.2, -0.4), (-0.6, 0.6, 0.3), 20, 16)
        return on_belly if main else Hand((0.24, -0.92, 0.02))
    hand = _KNEELING if down.posture == "kneel" else _SEATED
    x, y, z = hand.goal
    return hand._replace(goal=(x + sway[0], y, z + sway[1]))


def striding(left: bool, phase: float, run: float) -> Hand:
    """Arms swing against the legs. ``phase`` counts footfalls; ``run`` 0 walking .. 1 running."""
    swing = np.sin(np.pi * phase) * (1.0 if left else -1.0)
    angle = np.radians(5 + 23 * swing)
    walk = Hand(
        (0.15, -0.93 * float(np.cos(angle)), 0.93 * float(np.sin(angle)) + 0.04 + 0.05 * max(swing, 0.0)),
        (0.35, 0, -1),
        (-0.3, 0, 1),
        24,
        22,
    )
    fast = Hand((0.02, -0.50 + 0.16 * max(swing, 0.0), 0.26 + 0.34 * swing), (0.30, -0.3, -1), (-0.2, 0.9, 0.5), 62, 60)
    return mixed(walk, fast, run)


@lru_cache(maxsize=512)
def _gestures(seed: int, until_s: int) -> tuple[tuple[float, float, int, int], ...]:
    """(start, end, shape, hands) of the gestures a speaker would make: hands 1 main, 2 other, 3 both."""
    draw = np.random.default_rng([seed, 42])
    found, at = [], float(draw.uniform(0.1, 0.9))
    while at < until_s:
        span = float(draw.uniform(0.9, 1.9))
        found.append(
            (at, at + span, int(draw.integers(0, len(_SPOKEN))), int(draw.choice([1, 2, 3], p=[0.58, 0.14, 0.28])))
        )
        at += span + float(draw.uniform(0.15, 1.3))
    return tuple(found)


_SPOKEN: tuple[Hand, ...] = (
    Hand((0.10, -0.52, 0.56), (0.8, -0.8, -0.4), (0.35, 0.95, 0.1), 24, 14),
    Hand((0.24, -0.44, 0.52), (0.7, -1.0, -0.3), (0.8, 0.55, 0.0), 18, 10),
    Hand((-0.06, -0.42, 0.50), (0.9, -0.7, -0.2), (-0.2, 1.0, 0.1), 48, 20),
    Hand((0.04, -0.36, 0.62), (0.6, -1.0, -0.2), (-0.3, 1.0, 0.2), 70, 8),
    Hand((-0.24, -0.38, 0.36), (1.0, -0.6, 0.0), (-0.2, 0.9, 0.3), 26, 20),
)
"""Palm up, opened outward, precise, a raised finger, hand to the heart."""


def spoken(seed: int, main: bool, time_s: float, emphasis: float) -> tuple[Hand, float]:
    """A speaker's hand and how far it has left its rest, 0..1, at a moment of speech. ``emphasis`` follows the mouth."""
    for start, end, shape, hands in _gestures(seed, 64 * (1 + int(max(time_s, 0.0)) // 64)):
        if start <= time_s < end and hands & (1 if main else 2):
            share = glide((time_s - start) / 0.45) * glide((end - time_s) / 0.5)
            hand = _SPOKEN[shape]
            x, y, z = hand.goal
            beat = 0.030 * np.sin(2 * np.pi * 1.45 * (time_s - start)) + 0.035 * emphasis
            return hand._replace(goal=(x, float(y + beat), z + 0.5 * float(beat))), share
    return HANGING, 0.0
