"""Does the picture agree with its plan, as a CLIP model reads both: as a whole, and fact by fact.

    clip_text                                              cosine with what the plan says, whole
    clip_size  clip_place  clip_time  clip_count  clip_style   how much better the truth fits than what is false

A cosine moves with the wording and with the place; the margin between two sentences that differ in one fact does
not, because everything else is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from film.plan import ShotPlan
from tools.render.wording import prompt_for
from tools.score.clip.model import Eye, is_latin
from tools.score.clip.statement import (
    FACTS,
    SHORT,
    STYLES,
    WHOLE,
    Fact,
    Statement,
    alternatives,
    statement_of,
    style_of,
)

WINDOWLESS = frozenset({"cave", "cell", "neutral"})
"""Sets that no daylight reaches: their hour cannot be seen."""
PASSING = ("enter", "leave")
"""Doings that let somebody be out of frame for part of the shot."""
RESIZING = frozenset({"push_in", "pull_back", "drone", "crane"})
FAST = 1.5
"""Times the usual speed of a move, from which it ends more than one size away from where it began."""
STYLE_SHOWS, STYLE_HIDDEN = 0.7, 0.15
"""A style between these weights is half a style: neither its name nor ``photoreal`` is true of the picture."""
CROWD_SEEN = frozenset({"extreme_wide", "wide", "full", "medium_full"})
"""Shot sizes in which passers-by are large enough to be counted."""
SOME_PLACE = "a place"


class Margin(NamedTuple):
    """How much better the true statement fits than the best false one, averaged over frames: -2..2, above 0 is right."""

    value: float
    worst: float
    """Of a single frame."""
    rival: str
    """The false fact that fits best: what the picture was taken for when the value is negative."""


def words_of(plan: ShotPlan, eye: Eye, *, reads_prompts: bool) -> str:
    """The sentence that the whole picture is compared with, within the model's tokens.

    The house's own statement, because it says the same facts of every shot in the same words: cosines of one film
    can then be held against one bound, which free prose does not allow. Where it is too long, people are counted
    instead of described, so that no fact is cut in half. A prompt that the script brought replaces it only for an
    engine that reads prompts: that engine was told nothing else, while the stage builds from the facts and never
    reads the prompt. What does not fit of a prompt is left out at a word.

    Args:
        reads_prompts: the take's engine is told the plan in words.
    """
    if plan.prompt is not None and reads_prompts:
        return prompt_for(plan, eye.limit_tokens, eye.count_tokens).prompt
    told = _readable(statement_of(plan))
    whole = told.told(WHOLE)
    return whole if eye.count_tokens(whole) <= eye.limit_tokens else told.told(SHORT)


def unseen(plan: ShotPlan, fact: Fact, *, reads_prompts: bool) -> str:
    """Why ``fact`` cannot be seen in this plan's picture; empty when it can."""
    if plan.still_sha256 is not None:
        return "the script's own picture"
    if plan.prompt is not None and reads_prompts:
        return "the script's own prompt says what is to be seen"
    if fact != "style" and plan.kind == "insert":
        return "an insert shows a thing and its surroundings hardly"
    return _WHY_UNSEEN[fact](plan)


def margin(eye: Eye, seen: np.ndarray, plan: ShotPlan, fact: Fact) -> Margin | None:
    """How much better ``fact`` as planned fits the frames than anything it could be mistaken for.

    Per frame: cosine with the true statement less the highest with a false one. None when nothing is false enough
    to ask about, or when its words are in no script that CLIP reads.

    Args:
        seen: (N, d) unit vectors of frames.
    """
    true = statement_of(plan)
    false = [other for other in alternatives(plan, fact) if _is_rival(plan, fact, other)]
    if not false or not is_latin(getattr(true, fact)):
        return None
    true, false = _readable(true), [_readable(other) for other in false]
    near = seen @ eye.text(true.told(SHORT))
    others = np.stack([seen @ eye.text(other.told(SHORT)) for other in false], axis=1)
    per_frame = near - others.max(axis=1)
    rival = false[int(others.mean(axis=0).argmax())]
    return Margin(float(per_frame.mean()), float(per_frame.min()), getattr(rival, fact))


def _readable(told: Statement) -> Statement:
    """``told`` without a place described in another script, of which every letter would cost some tokens."""
    return told if is_latin(told.place) else told._replace(place=SOME_PLACE)


def _is_rival(plan: ShotPlan, fact: Fact, other: Statement) -> bool:
    """False for what is not clearly wrong: noir of a film that is shot in black and white anyway."""
    return not (fact == "style" and other.style == STYLES["film_noir"] and plan.state.look.monochrome >= 0.5)


def _no_size(plan: ShotPlan) -> str:
    if not plan.cast:
        return "nobody is in the picture whose size could be judged"
    move = plan.state.camera.move
    return "the camera's move goes through several sizes" if move.kind in RESIZING and move.speed > FAST else ""


def _no_place(plan: ShotPlan) -> str:
    return "a face fills the frame" if plan.state.camera.size == "extreme_close" else ""


def _no_time(plan: ShotPlan) -> str:
    if plan.place.set in WINDOWLESS:
        return "no daylight reaches this place"
    if plan.state.light.preset is not None:
        return "the shot has a kind of light of its own"
    if any(style.luma is not None for style in plan.styles):
        return "the style has a brightness of its own at every hour"
    return "a face fills the frame" if plan.state.camera.size == "extreme_close" else ""


def _no_count(plan: ShotPlan) -> str:
    camera = plan.state.camera
    if camera.size == "extreme_close":
        return "a face fills the frame"
    if any(act.verb in PASSING for act in plan.doing) or camera.move.kind == "whip_pan":
        return "people come into the frame or leave it"
    if camera.size in CROWD_SEEN:
        from tools.stage.extras import USUAL

        if plan.place.set in USUAL:
            return "passers-by may be in frame"
    return ""


def _no_style(plan: ShotPlan) -> str:
    asked = sorted(weight.weight for weight in plan.state.styles if weight.weight >= STYLE_HIDDEN)
    if len(asked) > 1 or (asked and asked[-1] < STYLE_SHOWS):
        return "the picture is between styles"
    if style_of(plan) not in STYLES:
        return "the style is the film's own: no model knows its name"
    return ""


_WHY_UNSEEN: dict[Fact, Callable[[ShotPlan], str]] = {
    "size": _no_size, "place": _no_place, "time": _no_time, "count": _no_count, "style": _no_style,
}  # fmt: skip
assert set(_WHY_UNSEEN) == set(FACTS)
