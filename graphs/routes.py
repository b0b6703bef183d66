"""Which way a shot goes: pure functions of recorded verdicts, attempts and validated advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from film.verdict import Part


def after_judging(
    status: Literal["pass", "fail", "unknown"], part: Part, attempt: int, limit: int, *, unmeasured: bool = False
) -> Literal["clip", "circle", "critique", "hold"]:
    """Where a judged keyframe or clip goes.

    ``unknown`` (nothing failed, a required measure is missing) never passes and never burns a re-roll: another take
    would be as unmeasured as this one. Such a keyframe goes on to its clip, which a held shot needs as well; then the
    take is held, unless the clip fails what can be measured.

    Args:
        unmeasured: a required measure of this take's keyframe was unknown.
    """
    if status == "fail":
        return "hold" if attempt >= limit else "critique"
    if part == "keyframe":
        return "clip"
    return "hold" if status == "unknown" or unmeasured else "circle"


def after_critique(remedy_kind: str) -> Literal["keyframe", "hold"]:
    """The Critic may give up on a shot; it may not pass one."""
    return "hold" if remedy_kind == "hold" else "keyframe"


def after_review(asked: int, round_: int, limit: int = 3) -> Literal["shoot", "mix"]:
    """Scenes are compared after every shoot (``round_`` counts them).

    Two reviews may send shots back; a third only puts back takes whose re-shoots were no better, which costs nothing:
    ``limit`` ends it whatever is asked.
    """
    return "shoot" if asked and round_ <= limit else "mix"


def ranked(tries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Takes in the order in which they would be held: the one that came furthest first, then the higher merit, then
    the earlier.

    A clip comes before any keyframe: its own keyframe passed. A keyframe whose clip could not be made comes last.

    Args:
        tries: ``{"attempt", "part", "merit", …}``, with ``broken`` where the clip could not be made.
    """
    return sorted(
        tries,
        key=lambda entry: (entry.get("broken", False), entry["part"] == "keyframe", -entry["merit"], entry["attempt"]),
    )
