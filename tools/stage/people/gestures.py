"""What arms do: where each hand wants to be for an activity, for walking, for speaking and for idling.

Goals are in arm lengths from the shoulder, in the chest's axes with +x outward from the body: one goal
serves both arms.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tools.stage.people.expressions import drift


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

_HELD = Hand((-0.02, -0.52, 0.56), (0.7, -0.8, -0.3), (-0.15, 1.0, 0.25), 58, 55)
_SEATED = Hand((-0.02, -0.66, 0.52), (0.8, -0.1, -0.6), (-0.65, 0.25, 0.75), 22, 18)


def mixed(a: Hand, b: Hand, share: float) -> Hand:
    """From ``a`` (0) to ``b`` (1)."""
    if share <= 0.0:
        return a
    if share >= 1.0:
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


def seated(seed: int, main: bool, time_s: float) -> Hand:
    """Hands on the thighs."""
    k = 0 if main else 3
    x, y, z = _SEATED.goal
    return _SEATED._replace(
        goal=(x + 0.015 * drift(seed, 60 + k, time_s, 6), y, z + 0.02 * drift(seed, 61 + k, time_s, 7))
    )


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


def acted(
    activity: str, main: bool, seed: int, time_s: float, toward: tuple[float, float, float] | None
) -> Hand | None:
    """The hand of an activity, or None when that activity leaves it free.

    Args:
        main: the hand that acts; the other mostly stays free.
        toward: direction (outward, up, forward) from the shoulder to what is meant, unit length, or None.
    """
    t = time_s
    beat = drift(seed, 70 + main, t, 2.6)
    if activity == "point" and main:
        d = _ahead(toward)
        return Hand((d[0] * 0.93, d[1] * 0.93 + 0.01 * beat, d[2] * 0.93), (0.6, -0.9, -0.3), (-0.25, 1.0, 0.1), 88, 2)
    if activity == "reach" and main:
        d = _ahead(toward)
        out = 0.80 + 0.13 * float(np.clip(t / 0.9, 0, 1))
        return Hand((d[0] * out, d[1] * out, d[2] * out), (0.7, -0.8, -0.3), (-0.5, 0.9, 0.1), 14, 6)
    if activity == "wave" and main:
        side = float(np.sin(2 * np.pi * 1.7 * t + seed % 7))
        return Hand((0.42 + 0.13 * side, 0.46, 0.30), (0.9, -1.0, -0.1), (-1.0, 0.0, 0.25), 6, 4)
    if activity in ("hold", "drink") and main:
        if activity == "drink":
            sip = _pulse(t, 0.9 + (seed % 5) * 0.15, 2.6, 0.7)
            return mixed(_HELD, Hand((-0.26, 0.10, 0.44), (1.0, -0.5, 0.0), (-0.2, 1.0, 0.1), 62, 58), sip)
        return _HELD._replace(goal=(_HELD.goal[0], _HELD.goal[1] + 0.02 * beat, _HELD.goal[2]))
    if activity == "hold":
        return _HELD._replace(goal=(-0.12, -0.60, 0.50))
    if activity == "embrace":
        high = 0.02 if main else -0.20
        return Hand((-0.20, high, 0.80), (1.0, -0.2, 0.0), (0.1, 1.0, 0.2), 20, 16)
    if activity == "cry":
        shake = 0.008 * float(np.sin(2 * np.pi * 3.1 * t))
        return (
            Hand((-0.27, 0.27 + shake, 0.36), (0.7, -1.0, 0.1), (-0.4, 0.5, -0.7), 30, 26, 20)
            if main
            else Hand((-0.30, -0.42, 0.34), (0.9, -0.6, 0.0), (-0.3, 0.8, 0.3), 30, 26)
        )
    if activity == "laugh" and main:
        return mixed(
            HANGING, Hand((-0.30, -0.48, 0.34), (0.9, -0.4, 0.0), (-0.3, 0.8, 0.3), 24, 20), _pulse(t, 0.3, 3.0, 0.5)
        )
    if activity == "write":
        if main:
            stroke = 0.03 * float(np.sin(2 * np.pi * 1.9 * t)) + 0.04 * ((t * 0.16) % 1.0)
            return Hand((-0.22 + stroke, -0.62, 0.60), (0.9, -0.3, -0.3), (-0.6, 0.7, 0.4), 55, 42)
        return Hand((-0.12, -0.64, 0.56), (0.9, -0.3, -0.3), (-0.7, 0.5, 0.5), 12, 10)
    if activity == "fall":
        down = float(np.clip((t - 0.3) / 0.8, 0, 1))
        return mixed(HANGING, Hand((0.22, -0.50, 0.80), (0.9, 0.0, -0.3), (-0.7, 0.0, 0.6), 8, 6), down)
    if activity == "kneel":
        return Hand((0.02, -0.80, 0.36), (0.8, -0.1, -0.6), (-0.5, 0.2, 0.8), 20, 18)
    return None


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
            share = float(np.clip((time_s - start) / 0.38, 0, 1) * np.clip((end - time_s) / 0.42, 0, 1))
            share = share * share * (3 - 2 * share)
            hand = _SPOKEN[shape]
            x, y, z = hand.goal
            beat = 0.030 * np.sin(2 * np.pi * 1.45 * (time_s - start)) + 0.035 * emphasis
            return hand._replace(goal=(x, float(y + beat), z + 0.5 * float(beat))), share
    return HANGING, 0.0


def _ahead(toward: tuple[float, float, float] | None) -> np.ndarray:
    d = np.array(toward if toward is not None else (0.15, 0.02, 1.0), float)
    return d / np.linalg.norm(d)


def _pulse(t: float, start: float, period: float, rise: float) -> float:
    """0..1: up after ``start``, down again before ``period`` is over, and again."""
    u = (t - start) % period if t >= start else 0.0
    value = np.clip(u / rise, 0, 1) * np.clip((period * 0.72 - u) / rise, 0, 1)
    return float(value * value * (3 - 2 * value))
