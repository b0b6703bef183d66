"""Faults of time: the right pictures in the wrong order, too dark, or from another shot. Pure; each returns what is shown frame by frame."""

from __future__ import annotations

import random

from tools.render.sabotage.planted import Shown

LEAST_FRAMES = 12
"""A shorter clip has no room for a fault of time."""


def frozen(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """One frame from the first to the last."""
    held = draw.randrange(frames)
    return tuple(Shown(held) for _ in range(frames))


def looped(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """A third or a quarter of the clip over and over."""
    length = max(4, frames // draw.choice((3, 4)))
    first = draw.randrange(frames - length + 1)
    return tuple(Shown(first + at % length) for at in range(frames))


def judder(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """Frames shown too early and too late: swapped all along the clip, or held and jumped over without a rhythm."""
    if draw.random() < 0.5:
        order = [at - at % 4 + (0, 2, 1, 3)[at % 4] for at in range(frames)]
    else:
        order, at = [], 0
        while len(order) < frames:
            held = draw.randint(2, 5)
            order += [at] * held
            at += held + draw.choice((-1, 0, 1, 2))
    return tuple(Shown(min(max(0, at), frames - 1)) for at in order[:frames])


def flicker(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """Exposure that goes up and down every frame or every other one, by 5 to 12 percent."""
    depth, hold = draw.uniform(0.05, 0.12), draw.choice((1, 1, 2))
    return tuple(Shown(at, gain=1 + depth if at // hold % 2 else 1 - depth) for at in range(frames))


def black_frames(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """One to five black frames in the midst of the clip."""
    count = draw.randint(1, 5)
    first = draw.randrange(frames // 4, frames - count - 1)
    return tuple(Shown(at, gain=0.0 if first <= at < first + count else 1.0) for at in range(frames))


def cut_inside(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """The second half from another shot."""
    cut = round(frames * draw.uniform(0.45, 0.6))
    return tuple(Shown(at, other=at >= cut) for at in range(frames))


def drifts(frames: int, draw: random.Random) -> tuple[Shown, ...]:
    """The last half or so as the other plan has it."""
    begins = round(frames * draw.uniform(0.42, 0.55))
    return tuple(Shown(at, other=at >= begins) for at in range(frames))
