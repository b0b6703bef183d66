"""Which way a shot goes: pure functions of recorded verdicts, attempts and validated advice."""

from __future__ import annotations

from typing import Literal

from film.verdict import Part


def after_judging(
    status: Literal["pass", "fail", "unknown"], part: Part, attempt: int, limit: int
) -> Literal["clip", "circle", "critique", "hold"]:
    """Where a judged keyframe or clip goes.

    ``unknown`` (nothing failed, a required measure is missing) never passes and never burns a
    re-roll: another take would be as unmeasured as this one. The take is held.
    """
    if status == "pass":
        return "clip" if part == "keyframe" else "circle"
    if status == "unknown" or attempt >= limit:
        return "hold"
    return "critique"


def after_critique(remedy_kind: str) -> Literal["keyframe", "hold"]:
    """The Critic may give up on a shot; it may not pass one."""
    return "hold" if remedy_kind == "hold" else "keyframe"


def after_review(asked_again: int, round_: int, limit: int = 2) -> Literal["shoot", "mix"]:
    """Scenes are compared after every shoot (``round_`` counts them) and shots asked for again at most ``limit`` times."""
    return "shoot" if asked_again and round_ <= limit else "mix"


def best_take(tries: list[dict]) -> dict:
    """The take to hold: the one that came furthest (a clip before a keyframe), then the highest merit, then the first.

    Args:
        tries: ``{"attempt", "part", "merit", …}`` in order of attempt.

    Raises:
        ValueError: no take was made.
    """
    if not tries:
        raise ValueError("no take to choose from")
    return max(tries, key=lambda entry: (entry["part"] == "clip", entry["merit"], -entry["attempt"]))
