"""Which way a shot goes, as a table."""

from __future__ import annotations

import pytest

from graphs.routes import after_critique, after_judging, after_review, best_take


@pytest.mark.parametrize(
    ("status", "part", "attempt", "limit", "way"),
    [
        ("pass", "keyframe", 1, 5, "clip"),
        ("pass", "clip", 1, 5, "circle"),
        ("pass", "clip", 5, 5, "circle"),
        ("fail", "keyframe", 1, 5, "critique"),
        ("fail", "clip", 4, 5, "critique"),
        ("fail", "clip", 5, 5, "hold"),
        ("fail", "keyframe", 9, 5, "hold"),
        ("unknown", "keyframe", 1, 5, "hold"),
        ("unknown", "clip", 1, 5, "hold"),
    ],
)
def test_after_judging(status, part, attempt, limit, way):
    assert after_judging(status, part, attempt, limit) == way


def test_the_critic_cannot_pass_a_take():
    assert after_critique("seed") == "keyframe"
    assert after_critique("hold") == "hold"


@pytest.mark.parametrize(("asked", "round_", "way"), [(0, 1, "mix"), (2, 1, "shoot"), (2, 2, "shoot"), (2, 3, "mix"), (0, 2, "mix")])
def test_after_review(asked, round_, way):
    assert after_review(asked, round_) == way


def entry(attempt, part, merit):
    return {"attempt": attempt, "part": part, "merit": merit}


def test_the_held_take_came_furthest_then_scored_best_then_was_first():
    tries = [entry(1, "keyframe", 0.9), entry(2, "clip", 0.4), entry(3, "clip", 0.6), entry(4, "clip", 0.6)]
    assert best_take(tries)["attempt"] == 3
    with pytest.raises(ValueError):
        best_take([])
