"""When a shot may be sent back: seldom, and never to undo what an earlier review asked for.

A review is bounded, or a film is never done: so many shots of a scene at once, each shot so often, and no order that
takes an earlier one back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from film.edits import Edit

AGAIN_AT_MOST = 3
"""Shots of one scene that one review may send back."""
SENT_BACK_AT_MOST = 2
"""How often one shot is; after that it is left and noted."""
ANOTHER_TAKE = "roll"
"""Path of the edit that asks for the same shot once more, drawn anew. It takes nothing back."""


def earlier_edits(take: Mapping[str, Any]) -> list[Edit]:
    """What earlier reviews asked of a shot, kept or not.

    Args:
        take: with ``sent_back``: a record of each order, its ``edits`` as JSON.
    """
    return [Edit.model_validate(edit) for order in take.get("sent_back", ()) for edit in order["edits"]]


def takes_back(asked: Edit, earlier: Iterable[Edit]) -> bool:
    """Whether an edit goes against an earlier one: the same field adjusted the other way, or set a second time."""
    if asked.path == ANOTHER_TAKE:
        return False
    before = [edit for edit in earlier if edit.path == asked.path]
    if asked.op != "adjust" or any(edit.op != "adjust" for edit in before):
        return bool(before)
    return any(_sign(edit.value) * _sign(asked.value) < 0 for edit in before)


def why_not(take: Mapping[str, Any], edits: Iterable[Edit]) -> str:
    """Why a shot may not be sent back with these edits, in words that follow its name; empty when it may.

    Args:
        take: ``held``, ``fixed``, ``seed_given`` and ``sent_back``, each if there is any.
    """
    edits, before = list(edits), earlier_edits(take)
    if take.get("fixed"):
        return "stands from an earlier version, is locked, or was chosen by hand"
    if take.get("held"):
        return "is held: no take of it passed, and it stays as it is"
    if len(take.get("sent_back", ())) >= SENT_BACK_AT_MOST:
        return f"was sent back {SENT_BACK_AT_MOST} times already; it is left"
    if any(takes_back(edit, before) for edit in edits):
        return "was sent back for the opposite; what was asked then is not taken back"
    if take.get("seed_given") and all(edit.path == ANOTHER_TAKE for edit in edits):
        return "has a seed of its own in the script: another take of it would be the same"
    return ""


def _sign(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0.0
    return float(value > 0) - float(value < 0)
