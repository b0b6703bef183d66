"""What a remedy may do: the checks that every mind's answer passes, the house's as well.

A remedy changes how a shot is shot. What is said, who is in it, how long it is and on which side of the line the
camera stands belong to the film.
"""

from __future__ import annotations

from typing import NamedTuple

from crew.answers.critic import RemedyAnswer
from crew.understudy.rungs import FEWEST_LINES, SIMPLER
from film.canonical import content_id
from film.edits import RemedyKind, edit_all
from film.engine import Abilities
from film.errors import ChangeError
from film.plan import ShotPlan

EDITABLE = ("state.camera.", "state.light.", "state.look.")
"""How a shot looks: every remedy may change it."""
FIXED = ("state.camera.side", "state.camera.subjects")
"""The line of action and who is looked at stay."""
BY_KIND: dict[RemedyKind, tuple[str, ...]] = {
    "wording": ("tuning.emphasis", "negative_prompt"), "identity": ("tuning.identity_strength",), "shorter": ("tuning.length",),
    "still": ("still_sha256", "engine"), "action": ("doing",), "smaller": ("render_width", "render_height"), "engine": ("engine",),
}  # fmt: skip
"""What a remedy of that kind may change besides."""
MOST_EMPHASIS, LONGEST_EMPHASIS, LONGEST_NEGATIVE = 3, 200, 600
"""Entries, and characters of each: a prompt has room for 77 tokens."""
ASPECT_SLACK = 0.02


class Case(NamedTuple):
    """What an answer is checked against."""

    plan: ShotPlan
    takes_left: int
    must_change: str
    """Why another seed is not enough; empty when it may do."""
    failed_plans: frozenset[str]
    """Ids of the plans that failed, this one among them: none is shot again as a change."""
    abilities: Abilities
    still: str | None
    engines: tuple[str, ...]


def wrong_with(answer: RemedyAnswer, case: Case) -> list[str]:
    """Sentences about what is wrong with a remedy; empty when it may be taken."""
    if case.takes_left <= 0:
        return [] if answer.kind == "hold" else ["No takes are left: the kind must be hold."]
    if answer.kind == "hold":
        return [f"{case.takes_left} takes are left: choose another kind than hold."]
    allowed = (*EDITABLE, *BY_KIND.get(answer.kind, ()))
    wrong = [
        f"{each.path} may not be edited by a remedy of kind {answer.kind}; only {', '.join(allowed)} may, and not {', '.join(FIXED)}."
        for each in answer.edits
        if not _within(each.path, allowed) or each.path.startswith(FIXED)
    ]
    if wrong:
        return wrong
    if answer.kind == "seed" and answer.edits:
        return ["A remedy of kind seed has no edits; name the kind that they are."]
    try:
        edited = edit_all(case.plan, tuple(answer.edits))
    except (ChangeError, ValueError) as error:
        return [str(error)]
    if edited == case.plan:
        if case.must_change:
            return [f"The plan must be edited, another seed is not enough: {case.must_change}."]
        return [] if answer.kind == "seed" else ["The edits change nothing."]
    if content_id(edited) in case.failed_plans:
        return ["That plan was shot and failed already: edit it otherwise."]
    return [*_of_the_camera(edited, case), *_of_the_engine(edited, case), *_of_the_people(edited, case)]


def _within(path: str, allowed: tuple[str, ...]) -> bool:
    return any(path.startswith(part) if part.endswith(".") else path == part for part in allowed)


def _of_the_camera(edited: ShotPlan, case: Case) -> list[str]:
    before, after = case.plan.state.camera, edited.state.camera
    moves, wrong = case.abilities.moves, []
    if after.move.kind != before.move.kind and moves and after.move.kind not in moves and edited.still_sha256 is None:
        wrong.append(f"The engine cannot make the move {after.move.kind}; it makes {', '.join(moves)}.")
    if after.over not in (before.over, None) and all(member.character_id != after.over for member in edited.cast):
        wrong.append(f"{after.over} is not in this shot.")
    return wrong


def _of_the_engine(edited: ShotPlan, case: Case) -> list[str]:
    plan, abilities, wrong = case.plan, case.abilities, []
    for field in type(edited.tuning).model_fields:
        if getattr(edited.tuning, field) != getattr(plan.tuning, field) and field not in abilities.tunes:
            turns = ", ".join(abilities.tunes) or "nothing"
            wrong.append(f"The engine does not follow tuning.{field}; of tuning it follows {turns}.")
    emphasis = edited.tuning.emphasis
    if len(emphasis) > MOST_EMPHASIS or any(len(words) > LONGEST_EMPHASIS for words in emphasis):
        wrong.append(f"tuning.emphasis has at most {MOST_EMPHASIS} entries of {LONGEST_EMPHASIS} characters.")
    if edited.negative_prompt != plan.negative_prompt:
        if abilities.prompt_tokens is None:
            wrong.append("The engine reads no prompt: words change nothing.")
        elif len(edited.negative_prompt or "") > LONGEST_NEGATIVE:
            wrong.append(f"negative_prompt has at most {LONGEST_NEGATIVE} characters.")
    if edited.engine != plan.engine and edited.engine not in case.engines:
        wrong.append(f"The engine {edited.engine} is not set up; set up are {', '.join(case.engines) or 'no others'}.")
    if edited.still_sha256 != plan.still_sha256 and (case.still is None or edited.still_sha256 != case.still):
        wrong.append(
            f"still_sha256 may only be {case.still}."
            if case.still
            else "This take has no keyframe that may stand for the clip."
        )
    size, before = (edited.render_width, edited.render_height), (plan.render_width, plan.render_height)
    if size != before:
        stretched = abs(size[0] / max(1, size[1]) * before[1] / before[0] - 1) > ASPECT_SLACK
        odd = any(side % 2 for side in size)
        if odd or stretched or size[1] > before[1] or size[0] > before[0] or size[1] < FEWEST_LINES:
            wrong.append(
                f"render_width and render_height must both shrink from {before[0]} x {before[1]} alike, to even numbers and "
                f"at least {FEWEST_LINES} lines."
            )
    return wrong


def _of_the_people(edited: ShotPlan, case: Case) -> list[str]:
    before, after = case.plan.doing, edited.doing
    if before == after:
        return []
    if len(before) != len(after):
        return ["doing must keep everybody who does something, in order."]
    wrong = []
    for was, now in zip(before, after, strict=True):
        if was.model_copy(update={"verb": now.verb}) != now:
            wrong.append(f"Of what {was.character_id} does, only the verb may change.")
        elif now.verb not in (was.verb, SIMPLER.get(was.verb)):
            easier = f"{was.verb} may become {SIMPLER[was.verb]}" if was.verb in SIMPLER else f"{was.verb} stays"
            wrong.append(f"{was.character_id} cannot {now.verb} instead: {easier}.")
    return wrong
