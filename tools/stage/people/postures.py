"""Standing, sitting, kneeling, lying: how far somebody has gone over from one to another at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Posture = Literal["stand", "sit", "kneel", "lie"]


class Change(NamedTuple):
    """From ``time_s`` on somebody goes over to a posture."""

    time_s: float
    posture: Posture
    span_s: float = 1.2
    """How long that takes."""
    seat_m: float = 0.0
    """Height of the seat for whoever sits."""
    back_m: float = 0.0
    """How far behind the feet the middle of the seat is."""
    prone: bool = False
    """Of whoever lies: on their face, as after a fall."""


class Down(NamedTuple):
    """How somebody is down at a moment."""

    posture: Posture
    share: float
    """0 on their feet .. 1 all the way down."""
    seat_m: float = 0.0
    back_m: float = 0.0
    prone: bool = False
    rising: bool = False


STANDING = Down("stand", 0.0)


def glide(share: float) -> float:
    """0..1 for 0..1, at rest at both ends in speed and in acceleration: the least jerk."""
    share = min(1.0, max(0.0, share))
    return share**3 * (10.0 - 15.0 * share + 6.0 * share * share)


def down_at(changes: Sequence[Change], time_s: float) -> Down:
    """How far down somebody is at a moment. From one low posture to another they come half way up between."""
    now = STANDING
    for change in changes:
        if change.time_s > time_s:
            break
        share = 1.0 if change.span_s <= 0 else min(1.0, (time_s - change.time_s) / change.span_s)
        if change.posture == "stand":
            # Getting up begins slowly: weight is brought over the feet first.
            now = now._replace(share=now.share * (1.0 - glide(share)), rising=share < 1.0)
            if share >= 1.0:
                now = STANDING
            continue
        to = Down(change.posture, 1.0, change.seat_m, change.back_m, change.prone)
        if now.share < 1e-9 or now.posture == "stand":
            now = to._replace(share=glide(share))
        elif now.posture == to.posture:
            now = to
        elif share < 0.5:
            now = now._replace(share=now.share * (1.0 - glide(2.0 * share)), rising=True)
        else:
            now = to._replace(share=glide(2.0 * share - 1.0))
    return now
