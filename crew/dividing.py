"""Long scenes are asked about in parts: a small model answers a short question well and a long one not at all.

The understudy reads no prompt and is told scenes whole. Where the cuts fall depends on the scene alone,
never on the mind's window, so that a replay of the record asks the same questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from crew.minds.mind import Mind, mind_for
from crew.minds.understudy import Understudy
from crew.prompt_budget import tokens_in
from film.canonical import plain
from film.decision import Agent

ANSWER_TOKENS = 2400
"""An answer to one question: it fits what a window of 8192 keeps for answers, with some room."""
PART_TOKENS = 3000
"""Facts of one question: with the prompt's own 1400 and room for a repair they fit a window of 8192, the answer beside."""

Item = TypeVar("Item")


def parts_for(
    mind: Mind,
    agent: Agent,
    items: Sequence[Item],
    *,
    stays: Callable[[Item], bool] = lambda item: False,
    answered_in: Callable[[Item], int] = lambda item: 0,
) -> list[tuple[Item, ...]]:
    """``items`` in runs that each fit a question; one run of all of them for the understudy. At least one run.

    Args:
        items: records of a scene, in order, as they are told.
        stays: True for an item that must not be parted from the one before it.
        answered_in: how many tokens an answer about the item takes.
    """
    if mind_for(mind, agent).name == Understudy.name:
        return [tuple(items)]
    parts: list[list[Item]] = [[]]
    filled = answered = 0
    for item in items:
        weight, answer = tokens_in(json.dumps(plain(item), ensure_ascii=False)), answered_in(item)
        full = filled + weight > PART_TOKENS or answered + answer > ANSWER_TOKENS
        if parts[-1] and full and not stays(item):
            parts.append([])
            filled = answered = 0
        parts[-1].append(item)
        filled += weight
        answered += answer
    return [tuple(part) for part in parts]
