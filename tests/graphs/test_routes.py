"""Which way a shot goes, as a table."""

from __future__ import annotations

import pytest

from graphs.routes import after_critique, after_judging, after_review, ranked


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
        ("unknown", "keyframe", 1, 5, "clip"),
        ("unknown", "clip", 1, 5, "hold"),
    ],
)
def test_after_judging(status, part, attempt, limit, way):
    assert after_judging(status, part, attempt, limit) == way


@pytest.mark.parametrize(("status", "way"), [("pass", "hold"), ("unknown", "hold"), ("fail", "critique")])
def test_a_take_whose_keyframe_nobody_measured_is_held_unless_its_clip_fails(status, way):
    assert after_judging(status, "clip", 1, 5, unmeasured=True) == way


def test_the_critic_cannot_pass_a_take():
    assert after_critique("seed") == "keyframe"
    assert after_critique("hold") == "hold"


@pytest.mark.parametrize(("asked", "round_", "way"), [(0, 1, "mix"), (2, 1, "shoot"), (2, 3, "shoot"), (2, 4, "mix"), (0, 2, "mix")])
def test_after_review(asked, round_, way):
    assert after_review(asked, round_) == way


def entry(attempt, part, merit, **more):
    return {"attempt": attempt, "part": part, "merit": merit, **more}


def test_the_held_take_came_furthest_then_scored_best_then_was_first():
    tries = [entry(1, "keyframe", 0.9), entry(2, "clip", 0.4), entry(3, "clip", 0.6), entry(4, "clip", 0.6)]
    assert [each["attempt"] for each in ranked(tries)] == [3, 4, 2, 1]


def test_a_keyframe_whose_clip_cannot_be_made_is_the_last_resort():
    tries = [entry(1, "keyframe", 1.0, broken=True), entry(2, "keyframe", 0.2)]
    assert [each["attempt"] for each in ranked(tries)] == [2, 1]
    assert ranked([]) == []
