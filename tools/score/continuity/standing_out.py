"""Which members of a group stand out from the rest: the worst against the middle of the others, again and again.

The middle is a median, so that one wrong take does not move what it is held against. Equal members that disagree are
decided by their order: what came first was established, the later one stands out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple, TypeVar

Value = TypeVar("Value")

TIMES_USUAL = 2.5
"""A group that is scattered as a whole has no outlier: one lies so many times further off than the others usually do."""
_SCATTER_FROM = 3
"""So many others tell what is usual."""
_MANY = 24
"""Of more members than these, one moves no median: all are held against the same middle, which is found once."""


class Spread(NamedTuple):
    """How a group lies around its own middle."""

    distance: tuple[float, ...]
    """Of each member, from the middle of the others that do not stand out."""
    out: tuple[int, ...]
    """Indices of those that stand out, the worst first."""


def spread(
    values: Sequence[Value],
    middle: Callable[[Sequence[Value]], Value],
    distance: Callable[[Value, Value], float],
    bound: float | None,
    anchor: Value | None = None,
) -> Spread:
    """Hold every member against the middle of the others.

    Never more than half of the members stand out, unless there is an anchor: without one the majority is right.

    Args:
        values: the members in the order of the film.
        bound: a member further off than this stands out; None lets none.
        anchor: one more member that is known to be right.
    """
    fixed = () if anchor is None else (anchor,)

    def far_off(members: Sequence[int], kept: Sequence[int]) -> dict[int, float]:
        shared = middle([*(values[at] for at in kept), *fixed]) if len(kept) > _MANY else None
        far = {}
        for at in members:
            others = [*(values[other] for other in kept if other != at), *fixed] if shared is None else []
            centre = shared if shared is not None else middle(others) if others else values[at]
            far[at] = distance(values[at], centre)
        return far

    kept = list(range(len(values)))
    out: list[int] = []
    while bound is not None and kept and (fixed or (len(kept) > 1 and 2 * (len(out) + 1) <= len(values))):
        far = far_off(kept, kept)
        worst = max(kept, key=lambda at: (far[at], at))
        rest = [at for at in kept if at != worst]
        usual = far_off(rest, rest) if far[worst] > bound and len(rest) >= _SCATTER_FROM else {}
        scattered = bool(usual) and far[worst] <= TIMES_USUAL * median(usual.values())
        if far[worst] <= bound or scattered:
            break
        kept.remove(worst)
        out.append(worst)
    return Spread(tuple(far_off(range(len(values)), kept).values()), tuple(out))
