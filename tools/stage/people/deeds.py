"""What a verb does to a body: each deed's hands, lean, head and face as functions of the time since it began.

A deed comes in with a breath of anticipation against its direction, is held, and goes out again: nothing starts or
stops at full speed. Hand goals are as in ``gestures``: in arm lengths from the shoulder, in the chest's axes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tools.stage.people.expressions import drift
from tools.stage.people.gestures import Hand, mixed
from tools.stage.people.postures import glide

Aim = tuple[float, float, float]
"""(outward, up, forward) from the shoulder to what is meant, in arm lengths."""

_HELD = Hand((-0.02, -0.52, 0.56), (0.7, -0.8, -0.3), (-0.15, 1.0, 0.25), 58, 55)
_ALONE: frozenset[str] = frozenset({"point", "reach", "wave", "drink", "write"})
"""Deeds of one hand."""


class Body(NamedTuple):
    """What a deed adds to the body. Degrees, metres of the 1.70 m body, weights 0..1."""

    lean_deg: float = 0.0
    twist_deg: float = 0.0
    sway_m: tuple[float, float] = (0.0, 0.0)
    """To the left, and down."""
    head_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Yaw to the left, pitch up, roll to the right."""
    shoulders_deg: float = 0.0
    """Raised."""
    lids: float = 0.0
    """Shut, at least."""
    mouth_open: float = 0.0
    smile: float = 0.0
    brow_raise: float = 0.0
    brow_knit: float = 0.0
    eyes_off: float = 0.0
    """How much the eyes let go of what they look at."""


def swell(t: float, rise_s: float, hold_s: float = math.inf, fall_s: float = 0.9) -> float:
    """0 before 0, a little below it at first, 1 after ``rise_s``, and 0 again once it was held.

    The dip is the anticipation: a hand draws back before it goes.
    """
    if t <= 0.0:
        return 0.0
    wind = 0.3 * rise_s
    dip = 0.05 * math.sin(math.pi * min(1.0, t / (2.0 * wind))) ** 2 if t < 2.0 * wind else 0.0
    up = glide((t - 0.5 * wind) / rise_s)
    return (up - dip * (1.0 - up)) * (1.0 - glide((t - rise_s - hold_s) / fall_s) if math.isfinite(hold_s) else 1.0)


def body_of(verb: str, seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    """What the deed does to trunk, head and face ``t`` seconds after it began.

    Args:
        scene_s: the scene's time: what goes on and on keeps its beat across shots.
        aim: of the hand that acts.
    """
    make = _BODIES.get(verb)
    return make(seed, t, scene_s, aim) if make is not None else Body()


def hand_of(verb: str, main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float] | None:
    """One hand of the deed and how far it has left its rest, 0..1; None when the deed leaves it free.

    Args:
        main: the hand that acts; the other mostly stays free.
    """
    make = _HANDS.get(verb)
    if make is None or (verb in _ALONE and not main and verb != "write"):
        return None
    return make(main, seed, t, scene_s, aim)


def _laughing(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    """Bouts: the chest shakes, the head goes back, eyes narrow; breath is caught between."""
    on = glide(t / 0.5)
    bout = 0.55 + 0.45 * math.sin(2 * math.pi * scene_s / 2.6 + seed % 7)
    shake = math.sin(2 * math.pi * 3.9 * scene_s)
    return Body(
        lean_deg=on * (-3.0 + 1.0 * bout * shake + 5.0 * (1 - bout)),
        head_deg=(
            2.0 * drift(seed, 81, scene_s, 3.0) * on,
            on * (4.0 + 5.0 * bout),
            on * 3.0 * drift(seed, 82, scene_s, 2.4),
        ),
        shoulders_deg=on * (2.0 + 1.6 * bout * shake),
        lids=0.30 * on,
        mouth_open=on * (0.24 + 0.16 * bout + 0.06 * shake * bout),
        smile=0.9 * on,
        brow_raise=0.15 * on,
    )


def _crying(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    on = glide(t / 0.8)
    sob = max(0.0, math.sin(2 * math.pi * scene_s / 1.9 + seed % 5)) ** 2
    return Body(
        lean_deg=on * (8.0 + 3.0 * sob),
        head_deg=(0.0, on * (-10.0 - 3.0 * sob), on * 3.0 * drift(seed, 83, scene_s, 4.0)),
        shoulders_deg=on * 4.0 * sob,
        lids=on * (0.42 + 0.2 * sob),
        mouth_open=0.10 * on * sob,
        smile=-0.55 * on,
        brow_raise=0.25 * on,
        brow_knit=0.55 * on,
        eyes_off=0.4 * on,
    )


def _nodding(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    """Two or three nods, each smaller than the one before."""
    fade = glide(t / 0.25) * math.exp(-max(t, 0.0) / 1.3)
    return Body(head_deg=(0.0, -11.0 * fade * math.sin(2 * math.pi * 1.25 * max(t, 0.0)), 0.0))


def _shaking(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    fade = glide(t / 0.3) * math.exp(-max(t - 0.4, 0.0) / 1.4)
    return Body(
        head_deg=(13.0 * fade * math.sin(2 * math.pi * 1.15 * max(t, 0.0)), -2.0 * fade, 0.0),
        brow_knit=0.2 * glide(t / 0.5),
    )


def _bowing(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    low = swell(t, 0.8, 0.7, 1.0)
    return Body(lean_deg=38.0 * low, head_deg=(0.0, -14.0 * low, 0.0), eyes_off=max(0.0, low))


def _shrugging(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    up = swell(t, 0.4, 0.45, 0.6)
    return Body(shoulders_deg=15.0 * up, head_deg=(0.0, 0.0, 7.0 * up), brow_raise=0.5 * max(0.0, up), smile=-0.2 * up)


def _dancing(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    on = glide(t / 0.8)
    beat = 2 * math.pi * scene_s / 1.1
    return Body(
        twist_deg=on * 13.0 * math.sin(beat + 0.6),
        sway_m=(on * 0.075 * math.sin(beat), on * (0.030 + 0.024 * math.cos(2 * beat))),
        head_deg=(on * 5.0 * math.sin(beat + 1.2), on * 3.0 * math.sin(2 * beat), on * 7.0 * math.sin(beat + 0.3)),
        smile=0.35 * on,
    )


def _reaching(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    """The trunk goes with the hand, the farther it has to go."""
    out = swell(t, 0.75, 1.3, 1.0)
    far = min(1.0, max(0.0, math.hypot(*aim) - 0.85) / 0.5) if aim else 0.3
    low = min(1.0, max(0.0, -aim[1] - 0.3)) if aim else 0.0
    return Body(lean_deg=out * (6.0 + 13.0 * far + 12.0 * low), twist_deg=out * 6.0 * (-1 if seed % 9 else 1))


def _pointing(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    out = swell(t, 0.5, 1.9, 1.0)
    return Body(lean_deg=2.0 * out, brow_raise=0.2 * max(0.0, out))


def _drinking(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    sip = _sip(t)
    return Body(head_deg=(0.0, 13.0 * sip, 0.0), lids=0.25 * sip, eyes_off=0.5 * sip)


def _writing(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    on = glide(t / 0.9)
    return Body(lean_deg=13.0 * on, head_deg=(0.0, -20.0 * on, 4.0 * on), eyes_off=0.0)


def _holding_each_other(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    close = glide(t / 0.9)
    sway = math.sin(2 * math.pi * scene_s / 3.4)
    return Body(
        lean_deg=7.0 * close,
        sway_m=(0.012 * sway * close, 0.0),
        head_deg=(0.0, -3.0 * close, close * 13.0),
        lids=0.85 * glide((t - 0.7) / 0.6),
        smile=0.15 * close,
    )


def _kissing(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    close = glide(t / 1.1)
    return Body(lean_deg=9.0 * close, head_deg=(0.0, 2.0 * close, 11.0 * close), lids=glide((t - 0.6) / 0.5))


def _shaking_hands(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    return Body(
        lean_deg=6.0 * swell(t, 0.7, 1.7, 0.9), head_deg=(0.0, -3.0 * glide(t / 0.7), 0.0), smile=0.25 * glide(t)
    )


def _sleeping(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    on = glide(t / 1.5)
    return Body(head_deg=(0.0, -4.0 * on, 9.0 * on * (1 if seed % 2 else -1)), lids=on, eyes_off=on)


def _falling(seed: int, t: float, scene_s: float, aim: Aim | None) -> Body:
    return Body(lids=0.9 * glide((t - 0.9) / 0.6), mouth_open=0.12 * glide(t / 0.3), eyes_off=glide(t / 0.4))


_BODIES: dict[str, Callable[[int, float, float, Aim | None], Body]] = {
    "laugh": _laughing, "cry": _crying, "nod": _nodding, "shake_head": _shaking, "bow": _bowing, "shrug": _shrugging,
    "dance": _dancing, "reach": _reaching, "point": _pointing, "drink": _drinking, "write": _writing,
    "embrace": _holding_each_other, "kiss": _kissing, "handshake": _shaking_hands, "sleep": _sleeping, "fall": _falling,
}  # fmt: skip


def _reach_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    x, y, z = _within_reach(aim, 0.97) if aim else (0.02, -0.36, 0.78)
    return Hand((x, y, z), (0.7, -0.8, -0.3), (-0.5, 0.9, 0.1), 14, 6), swell(t, 0.75, 1.3, 1.0)


def _point_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    d = np.array(aim if aim else (0.15, 0.02, 1.0))
    d = d / np.linalg.norm(d) * 0.93
    beat = 0.008 * drift(seed, 71, scene_s, 2.6)
    return Hand((float(d[0]), float(d[1]) + beat, float(d[2])), (0.6, -0.9, -0.3), (-0.25, 1.0, 0.1), 88, 2), swell(
        t, 0.5, 1.9, 1.0
    )


def _wave_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    side = math.sin(2 * math.pi * 1.6 * t)
    return Hand((0.42 + 0.12 * side, 0.46, 0.30), (0.9, -1.0, -0.1), (-1.0, 0.0, 0.25), 6, 4), swell(t, 0.6, 2.4, 0.9)


def _sip(t: float) -> float:
    """0..1: the cup goes to the mouth every few seconds."""
    u = (t - 0.7) % 4.2 if t >= 0.7 else 0.0
    return glide(u / 0.8) * (1.0 - glide((u - 1.9) / 0.8))


def _drink_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    mouth = Hand((-0.24, 0.10, 0.44), (1.0, -0.5, 0.0), (-0.2, 1.0, 0.1), 62, 58)
    return mixed(_HELD, mouth, _sip(t)), glide(t / 0.7)


def _hold_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    if main:
        beat = 0.02 * drift(seed, 71, scene_s, 2.6)
        return _HELD._replace(goal=(_HELD.goal[0], _HELD.goal[1] + beat, _HELD.goal[2])), glide(t / 0.8)
    return _HELD._replace(goal=(-0.12, -0.60, 0.50)), glide(t / 0.8)


def _embrace_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    """Arms open first, then close about the other, as far as ``aim`` on their back is: one high, one low."""
    open_arms = Hand((0.40, -0.08 if main else -0.28, 0.80), (1.0, -0.6, -0.2), (-0.3, 1.0, 0.3), 10, 8)
    high = -0.02 if main else -0.24
    behind = min(0.95, max(0.55, aim[2] + (0.0 if main else 0.06))) if aim else 0.76
    round_them = Hand((-0.26, high, behind), (1.0, 0.1 if main else -0.3, 0.1), (0.1, 1.0, 0.2), 24, 20, 24)
    pat = 0.012 * math.sin(2 * math.pi * 0.6 * scene_s)
    x, y, z = round_them.goal
    return mixed(open_arms, round_them._replace(goal=(x, y + pat, z)), glide((t - 0.75) / 0.75)), swell(t, 0.60)


def _kiss_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    """A hand to the other's cheek, the other to the arm."""
    goal = (0.02, 0.22, 0.72) if main else (0.14, -0.46, 0.62)
    return Hand(goal, (0.9, -1.0, -0.2), (0.2, 1.0, 0.3), 18, 12), swell(t, 0.9)


def _handshake_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float] | None:
    if not main:
        return None
    share = swell(t, 0.7, 1.9, 0.9)
    pump = 0.035 * math.sin(2 * math.pi * 1.5 * t) * glide((t - 0.7) / 0.3) * (1.0 - glide((t - 1.7) / 0.5))
    x, y, z = _within_reach(aim, 0.95) if aim else (-0.26, -0.62, 0.62)
    return Hand((x, y + pump, z), (0.5, -1.0, -0.4), (-0.1, 1.0, 0.1), 46, 40), share


def _cry_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    sob = 0.012 * math.sin(2 * math.pi * scene_s / 1.9)
    if main:
        hand = Hand((-0.27, 0.25 + sob, 0.37), (0.7, -1.0, 0.1), (-0.4, 0.5, -0.7), 30, 26, 20)
        wiped = 0.55 + 0.45 * math.sin(2 * math.pi * scene_s / 5.2 + seed % 6)
        return mixed(Hand((-0.30, -0.42, 0.34), (0.9, -0.6, 0.0), (-0.3, 0.8, 0.3), 30, 26), hand, glide(wiped)), glide(
            t / 1.0
        )
    return Hand((-0.30, -0.42, 0.34), (0.9, -0.6, 0.0), (-0.3, 0.8, 0.3), 30, 26), glide(t / 1.0)


def _laugh_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float] | None:
    if not main:
        return None
    return Hand((-0.30, -0.46, 0.36), (0.9, -0.4, 0.0), (-0.3, 0.8, 0.3), 24, 20), swell(t, 0.7, 1.6, 1.0)


def _write_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    on = glide(t / 0.9)
    if main:
        stroke = 0.022 * math.sin(2 * math.pi * 1.7 * scene_s) + 0.03 * math.sin(2 * math.pi * scene_s / 6.0)
        return Hand((-0.22 + stroke, -0.62, 0.60), (0.9, -0.3, -0.3), (-0.6, 0.7, 0.4), 55, 42), on
    return Hand((-0.12, -0.64, 0.56), (0.9, -0.3, -0.3), (-0.7, 0.5, 0.5), 12, 10), on


def _clap_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    apart = 0.5 - 0.5 * math.cos(2 * math.pi * 2.1 * t)
    return Hand((-0.29 + 0.20 * apart, -0.28, 0.56), (0.9, -0.7, -0.1), (-0.1, 0.8, 0.6), 12, 10), swell(t, 0.6)


def _shrug_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    return Hand((0.34, -0.52, 0.44), (0.5, -0.8, -0.6), (1.0, 0.2, 0.2), 14, 10), swell(t, 0.4, 0.45, 0.6)


def _dance_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    beat = 2 * math.pi * scene_s / 1.1 + (0.0 if main else math.pi)
    high = 0.5 + 0.5 * math.sin(2 * math.pi * scene_s / 8.8 + seed % 6 + (0.0 if main else 2.0))
    low = Hand(
        (0.12 + 0.10 * math.sin(beat), -0.42 + 0.06 * math.cos(2 * beat), 0.48),
        (0.9, -0.6, -0.5),
        (-0.3, 0.9, 0.3),
        36,
        30,
    )
    up = Hand((0.26 + 0.12 * math.sin(beat), 0.52, 0.34), (1.0, -0.4, 0.1), (-0.5, 0.3, -0.6), 16, 10)
    return mixed(low, up, glide(high)), glide(t / 0.8)


def _fall_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    """Hands go out to break the fall, then lie beside the head."""
    out = Hand((0.22, -0.05, 0.80), (0.9, 0.0, -0.3), (-0.7, 0.0, 0.6), 8, 6)
    lying = Hand((0.42 if main else 0.30, 0.52 if main else -0.30, 0.20), (1.0, -0.3, 0.1), (-0.8, 0.5, 0.0), 26, 22)
    return mixed(out, lying, glide((t - 0.55) / 0.7)), glide((t - 0.05) / 0.6)


def _rest_hand(main: bool, seed: int, t: float, scene_s: float, aim: Aim | None) -> tuple[Hand, float]:
    """Lying on the back: one hand on the belly, one beside the body."""
    hand = (
        Hand((-0.22, -0.62, 0.36), (1.0, -0.2, -0.4), (-0.6, 0.6, 0.3), 20, 16) if main else Hand((0.24, -0.92, 0.02))
    )
    return hand, glide((t - 0.6) / 1.4)


def _within_reach(aim: Aim, most: float) -> Aim:
    """A goal no farther than the arm goes. A hand does not reach behind its own back."""
    x, y, z = aim
    z = max(z, 0.18)
    far = math.sqrt(x * x + y * y + z * z)
    share = min(1.0, most / far)
    return (x * share, y * share, z * share)


_HANDS: dict[str, Callable[[bool, int, float, float, Aim | None], tuple[Hand, float] | None]] = {
    "reach": _reach_hand, "point": _point_hand, "wave": _wave_hand, "drink": _drink_hand, "hold": _hold_hand,
    "embrace": _embrace_hand, "kiss": _kiss_hand, "handshake": _handshake_hand, "cry": _cry_hand, "laugh": _laugh_hand,
    "write": _write_hand, "clap": _clap_hand, "shrug": _shrug_hand, "dance": _dance_hand, "fall": _fall_hand,
    "lie": _rest_hand, "sleep": _rest_hand,
}  # fmt: skip
