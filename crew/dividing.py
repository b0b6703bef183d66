"""Long scenes are asked about in parts: a small model answers a short question well and a long one not at all.

The understudy reads no prompt and is told scenes whole. Where the cuts fall depends on the scene alone,
never on the mind's window, so that a replay of the record asks the same questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from crew.minds.mind import Mind, mind_for
from crew.minds.understudy import Understudy
from crew.prompt_budget import tokens_in
from film.canonical import plain
from film.decision import Agent

ANSWER_TOKENS = 2400
"""An answer to one question: it fits what a window of 8192 keeps for answers, with some room."""
PART_TOKENS = 3000
"""Facts of one question: with the prompt's own 1400 and room for a repair they fit a window of 8192, the answer beside."""

LEAST_TOKENS = 600
"""What items have of a question, however much is told beside them."""

STORY_SO_FAR = 600
"""Characters of the story so far that a question is told: what happened last, 800 tokens in Hindi."""

Item = TypeVar("Item")


def rolling_story(synopses: Iterable[str]) -> str:
    """What happened, the latest last: a summary that rolls on, its beginning cut at a word."""
    told = " ".join(text for text in synopses if text)
    return told if len(told) <= STORY_SO_FAR else "… " + told[-STORY_SO_FAR:].partition(" ")[2]


def parts_for(
    mind: Mind,
    agent: Agent,
    items: Sequence[Item],
    *,
    stays: Callable[[Item], bool] = lambda item: False,
    told_of: Callable[[Item], Any] = lambda item: item,
    answered_in: Callable[[Item], int] = lambda item: 0,
    beside: Any = (),
) -> list[tuple[Item, ...]]:
    """``items`` in runs that each fit a question; one run of all of them for the understudy. At least one run.

    Args:
        items: records of a scene, in order.
        stays: True for an item that must not be parted from the one before it. Items that hang together and are
            more than a question holds are parted all the same: a question that does not fit is never asked.
        told_of: what a question tells of an item, JSON-able.
        answered_in: how many tokens an answer about the item takes.
        beside: what every question tells beside its items, JSON-able.
    """
    if mind_for(mind, agent).name == Understudy.name:
        return [tuple(items)]
    room = max(PART_TOKENS - _tokens(beside), LEAST_TOKENS)
    weighed = [(item, _tokens(told_of(item)), answered_in(item)) for item in items]

    def fits(part: Sequence[tuple[Item, int, int]]) -> bool:
        return sum(told for _, told, _ in part) <= room and sum(answer for _, _, answer in part) <= ANSWER_TOKENS

    bound: list[list[tuple[Item, int, int]]] = []
    for each in weighed:
        if bound and stays(each[0]):
            bound[-1].append(each)
        else:
            bound.append([each])
    parts: list[list[tuple[Item, int, int]]] = [[]]
    for together in bound:
        for piece in [together] if fits(together) else [[each] for each in together]:
            if parts[-1] and not fits([*parts[-1], *piece]):
                parts.append([])
            parts[-1] += piece
    return [tuple(item for item, _, _ in part) for part in parts]


def _tokens(told: Any) -> int:
    return tokens_in(json.dumps(plain(told), ensure_ascii=False))
