"""Long scenes in parts: whole, in order, each within a question, and cut by the scene alone."""

from __future__ import annotations

import json

import pytest

from crew.dividing import ANSWER_TOKENS, LEAST_TOKENS, PART_TOKENS, parts_for
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.prompt_budget import tokens_in

MIND = ScriptedMind()


def told(count: int, letters: int = 400) -> list[dict]:
    return [{"n": n, "text": "x" * letters} for n in range(count)]


def weight(part) -> int:
    return sum(tokens_in(json.dumps(item)) for item in part)


@pytest.mark.parametrize("count", [0, 1, 60, 200])
def test_nothing_is_lost_and_nothing_is_too_long(count):
    items = told(count)
    parts = parts_for(MIND, "continuity", items)
    assert [item for part in parts for item in part] == items and parts
    assert all(weight(part) <= PART_TOKENS for part in parts)
    assert parts_for(Understudy(), "continuity", items) == [tuple(items)]


def test_parts_are_filled_before_another_is_begun():
    parts = parts_for(MIND, "continuity", told(200))
    assert len({len(part) for part in parts[:-1]}) == 1 and weight(parts[0]) > 0.8 * PART_TOKENS


def test_what_hangs_together_is_not_parted_unless_it_must_be():
    pairs = parts_for(MIND, "continuity", told(61), stays=lambda item: item["n"] % 2 == 1)
    assert len(pairs) > 1 and all(part[0]["n"] % 2 == 0 for part in pairs)
    chain = parts_for(MIND, "continuity", told(61), stays=lambda item: True)
    assert len(chain) > 1 and all(weight(part) <= PART_TOKENS for part in chain)
    assert sum(len(part) for part in chain) == 61


def test_an_item_that_alone_is_too_long_stands_alone():
    items = [*told(2), {"n": 2, "text": "x" * 40_000}, *told(2)]
    assert [len(part) for part in parts_for(MIND, "continuity", items)] == [2, 1, 2]


def test_what_is_told_beside_the_items_takes_their_room():
    alone = parts_for(MIND, "continuity", told(40))
    crowded = parts_for(MIND, "continuity", told(40), beside={"present": "x" * 5000})
    assert len(crowded) > len(alone)
    full = parts_for(MIND, "continuity", told(40), beside={"present": "x" * 100_000})
    assert all(LEAST_TOKENS / 2 < weight(part) <= LEAST_TOKENS for part in full[:-1]), (
        "items keep some room all the same"
    )


def test_items_weigh_what_a_question_tells_of_them():
    twice = parts_for(MIND, "continuity", told(60), told_of=lambda item: [item, item])
    assert len(twice) > 1.5 * len(parts_for(MIND, "continuity", told(60)))


def test_answers_need_room_too():
    parts = parts_for(MIND, "continuity", told(10, letters=1), answered_in=lambda item: ANSWER_TOKENS // 3)
    assert [len(part) for part in parts] == [3, 3, 3, 1]
