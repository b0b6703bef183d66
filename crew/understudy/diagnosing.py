"""House rules of diagnosis: which fault is mended by what, in which order.

A take may have been unlucky: another seed. When that is no longer likely (``crew.stopping``) the plan changes, one
rung of the fault's ladder further for every take that had it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crew.answers.critic import RemedyAnswer
from crew.faults import IN_WORDS, Fault
from crew.understudy import rungs
from crew.understudy.rungs import Facts, Rung, Way

LADDERS: dict[Fault, tuple[Rung, ...]] = {
    "dark": (rungs.brighter, rungs.worded, rungs.by_another_engine),
    "bright": (rungs.darker, rungs.worded, rungs.by_another_engine),
    "light": (rungs.tinted, rungs.like_the_hour, rungs.worded, rungs.by_another_engine),
    "hour": (rungs.like_the_hour, rungs.worded, rungs.wider, rungs.by_another_engine),
    "place": (rungs.worded, rungs.wider, rungs.turned, rungs.by_another_engine),
    "style": (rungs.worded, rungs.wider, rungs.by_another_engine),
    "look": (rungs.worded, rungs.wider, rungs.turned, rungs.simplified),
    "size": (rungs.sized, rungs.worded, rungs.locked, rungs.fronted, rungs.without_the_shoulder, rungs.turned),
    "small": (rungs.sized, rungs.closer, rungs.worded, rungs.locked, rungs.turned),
    "tight": (rungs.wider, rungs.worded, rungs.locked, rungs.turned),
    "unseen": (rungs.wider, rungs.turned, rungs.worded, rungs.simplified, rungs.locked, rungs.by_another_engine),
    "crowd": (rungs.worded, rungs.closer, rungs.turned, rungs.simplified, rungs.by_another_engine),
    "hidden": (rungs.without_the_shoulder, rungs.turned, rungs.simplified, rungs.wider),
    "identity": (rungs.closer, rungs.likened, rungs.worded, rungs.fronted, rungs.turned, rungs.stilled, rungs.by_another_engine),
    "wardrobe": (rungs.worded, rungs.wider, rungs.turned, rungs.by_another_engine),
    "side": (rungs.fronted, rungs.worded, rungs.simplified, rungs.turned),
    "pasted": (rungs.likened, rungs.turned, rungs.worded, rungs.closer),
    "still": (rungs.livelier, rungs.by_another_engine),
    "shake": (rungs.slower, rungs.locked, rungs.shortened, rungs.stilled, rungs.simplified, rungs.by_another_engine),
    "smear": (rungs.slower, rungs.locked, rungs.deeper, rungs.worded, rungs.stilled, rungs.by_another_engine),
    "text": (rungs.worded, rungs.turned, rungs.closer, rungs.by_another_engine),
    "format": (rungs.by_another_engine, rungs.locked),
    "memory": (rungs.fewer_pixels, rungs.shortened, rungs.by_another_engine),
    "crash": (rungs.fewer_pixels, rungs.shortened, rungs.by_another_engine),
    "other": (rungs.turned, rungs.wider),
}  # fmt: skip
"""Fault -> what is tried in order once another seed is not enough."""
LAST_RESORT = (rungs.turned, rungs.wider, rungs.closer)
"""The end of every ladder: however many takes there are, some framing was not tried yet."""

_LUMA = re.compile(r"\bluma ([\d.]+), luma_from ([\d.]+), luma_to ([\d.]+)")
SIZE_SAID = "Rendered at {0} lines instead of {1}"
LENGTH_SAID = "Half of the frames are made and spread over the shot"


def remedies(facts: Facts) -> Iterator[RemedyAnswer]:
    """Every remedy that the house knows for the worst failed measure, the best first; never empty.

    Args:
        facts: what the Critic knows of the take; see ``crew.critic.facts_of``.
    """
    if facts["takes_left"] <= 0:
        yield RemedyAnswer(kind="hold", reason="No takes are left; the best one stands and is marked held.")
        return
    worst: dict[str, Any] = facts["failed"][0] if facts["failed"] else {"measure": "unknown", "fault": "other", "why": ""}
    fault: Fault = worst["fault"]
    if not facts["must_change"]:
        yield RemedyAnswer(
            kind="seed", reason=f"{worst['measure']} failed in take {facts['attempt']}: {IN_WORDS[fault]}; another seed draws it anew."
        )  # fmt: skip
    if fault == "light":
        fault = _light_fault(str(worst["why"]))
    ways = [way for rung in (*LADDERS[fault], *LAST_RESORT) for way in rung(facts, fault)]
    taken = [(each["remedy"], sorted(each["edits"])) for each in facts["tried"]]
    # What was not tried yet first; then what was tried least: a second step of the same kind may go far enough.
    for way in sorted(ways, key=lambda way: taken.count(_name(way))):
        yield RemedyAnswer(kind=way.kind, edits=list(way.edits), reason=_reason(worst, way, facts))


def _name(way: Way) -> tuple[str, list[str]]:
    return way.kind, sorted(edit.path for edit in way.edits)


def _reason(worst: dict[str, Any], way: Way, facts: Facts) -> str:
    cause = facts["must_change"] or f"{worst['measure']} failed"
    if way.kind == "smaller":
        change = SIZE_SAID.format(way.edits[-1].value, facts["engine"]["size"][1])
    elif way.kind == "shorter":
        change = LENGTH_SAID
    else:
        change = "the plan changes: " + ", ".join(edit.path.rsplit(".", 1)[-1] for edit in way.edits)
    return f"{worst['measure']} failed ({cause}); {change}."[:300]


def _light_fault(why: str) -> Fault:
    """Whether the picture was too dark, too bright, or of the wrong colour, from the finding's own words."""
    found = _LUMA.search(why)
    if found is None:
        return "light"
    luma, lowest, highest = (float(value) for value in found.groups())
    return "dark" if luma < lowest else "bright" if luma > highest else "light"
