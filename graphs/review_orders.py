"""What a review asked of a shot, and whether the take that came of it stays: pure functions.

A new take stays when it fits the neighbours of the take it replaces better than that one did. Each replacement lowers
the misfit, so that takes never swing to and fro.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from film.base import Frozen
from film.edits import Edit
from film.version import Circled
from tools.score.continuity.agreement import Agreement, misfit


class Order(Frozen):
    """One time that a review sent a shot back."""

    round: int
    """Which shoot was reviewed, from 1."""
    edits: tuple[Edit, ...]
    reason: str
    measures: tuple[str, ...] = ()
    """In which its take stood out."""
    replaces: Circled
    """The take that was sent back."""
    kept: bool | None = None
    """Whether the new take stayed; None until it is there."""


class Judged(NamedTuple):
    kept: bool
    why: str


def pending(orders: Mapping[str, Sequence[Order]]) -> dict[str, Order]:
    """Shot id -> the order whose new take nobody has looked at."""
    return {shot_id: given[-1] for shot_id, given in orders.items() if given and given[-1].kept is None}


def edits_of(orders: Mapping[str, Sequence[Order]]) -> dict[str, list[dict[str, Any]]]:
    """Shot id -> the edits that its plan is shot with: every order's, without those whose take did not stay.

    A shot that has orders and no edits left is in the result: it is shot as it was directed, which its memo remembers.
    """
    return {
        shot_id: [edit.model_dump(mode="json") for order in given if order.kept is not False for edit in order.edits]
        for shot_id, given in orders.items()
    }


def judged(order: Order, shot_id: str, now: Circled, before: Sequence[Agreement], after: Sequence[Agreement]) -> Judged:
    """Whether a new take stays.

    Args:
        now: the new take.
        before: how the takes agreed when the shot was sent back.
        after: the same with nothing but this shot's take replaced.
    """
    if now.take_id == order.replaces.take_id:
        return Judged(False, "it came out as the same take")
    if now.held and not order.replaces.held:
        return Judged(False, "no take of the re-shoot passed its gates")
    missing = [measure for measure in order.measures if not _compared(measure, shot_id, after)]
    if missing:
        return Judged(False, f"{', '.join(missing)} could not be measured on the re-shoot")
    was, is_now = misfit(before, shot_id), misfit(after, shot_id)
    told = f"{is_now:.2f} times the bound after {was:.2f}"
    if order.measures:
        return Judged(is_now < was, f"the re-shoot fits {'better' if is_now < was else 'no better'}: {told}")
    return Judged(
        is_now <= max(was, 1.0), f"the re-shoot {'fits' if is_now <= max(was, 1.0) else 'stands out'}: {told}"
    )


def _compared(measure: str, shot_id: str, agreements: Sequence[Agreement]) -> bool:
    return any(each.measure == measure and shot_id in each.distance for each in agreements)
