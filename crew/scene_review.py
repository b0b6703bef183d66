"""The Continuity Supervisor reviews a scene whose takes stand, and sends back those that do not match.

What is measured is compared elsewhere and comes as facts; here it is decided what to do about it. May not: touch a
held take, change more than how a shot looks, or undo what an earlier review asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from crew.answers.continuity import AgainAnswer, ReviewAnswer
from crew.ask import Question, ask
from crew.critic import EDITABLE, FIXED
from crew.dividing import parts_for
from crew.minds.mind import Mind
from crew.sending_back import AGAIN_AT_MOST, ANOTHER_TAKE, why_not
from crew.understudy.reviewing import order_for, review_takes
from film.bible import Bible
from film.decision import Decision
from film.edits import Edit, edit_all
from film.errors import ChangeError
from film.series import Scene, Shot

COMPARED = ("luma", "warmth")
"""What of a take's light is told."""


class ShotAgain(NamedTuple):
    """A shot to shoot again, with what to change."""

    shot_id: str
    edits: tuple[Edit, ...]
    reason: str
    measures: tuple[str, ...] = ()
    """In which its take stood out; empty when a mind wanted it for reasons of its own."""


def review_scene(
    mind: Mind,
    scene: Scene,
    bible: Bible,
    evidence: Sequence[Mapping[str, Any]],
    transcript: MutableMapping[str, Decision],
) -> tuple[ShotAgain, ...]:
    """Shots whose circled take does not sit with the others, at most ``AGAIN_AT_MOST``.

    Args:
        evidence: per circled take, in the scene's order, JSON-able: ``shot_id``, ``held``; ``light`` (``luma``: mean
            display luma, 0 .. 1, ``warmth``); ``found``: everything in which the take stands out (``measure``,
            ``about``, ``value``, ``miss``: times the bound, ``says``); ``sent_back``: what earlier reviews asked of
            the shot (``measures``, ``edits``, ``kept``: whether the new take stayed); ``fixed``: a take that stands
            whatever is found. Held takes are left alone too.
    """
    shots = {shot.id: shot for shot in scene.shots}
    told = [_told(each, shots[each["shot_id"]]) for each in evidence if each["shot_id"] in shots]
    parts = parts_for(mind, "continuity", told)
    answers = [_reviewed(mind, scene, bible, part, transcript) for part in parts]
    found = {each["shot_id"]: tuple(dict.fromkeys(f["measure"] for f in each.get("found", ()))) for each in told}
    # The worst of each part before the second worst of any: the end of a long scene is as good as its beginning.
    again = [each for worst in zip_longest(*answers) for each in worst if each is not None]
    return tuple(
        ShotAgain(each.shot_id, tuple(each.edits), each.reason, found[each.shot_id]) for each in again[:AGAIN_AT_MOST]
    )


def why_left(scene: Scene, take: Mapping[str, Any]) -> str:
    """Why a take that stands out was not sent back, in words.

    Args:
        take: evidence of ``review_scene`` with something ``found``.
    """
    shot = next(shot for shot in scene.shots if shot.id == take["shot_id"])
    told = _told(take, shot)
    refused = why_not(told, order_for(told).edits)
    return f"it {refused}" if refused else f"the Supervisor sent others back first, {AGAIN_AT_MOST} at most, or left it"


def _told(each: Mapping[str, Any], shot: Shot) -> dict[str, Any]:
    """What a question tells of one take; what there is nothing of is left out."""
    light = each.get("light") or {}
    more = {
        "found": each.get("found"),
        "sent_back": each.get("sent_back"),
        "fixed": each.get("fixed"),
        "seed_given": shot.seed is not None,
    }
    return {
        "shot_id": each["shot_id"],
        "kind": shot.kind,
        "held": bool(each.get("held")),
        "light": {name: round(float(light[name]), 3) for name in COMPARED if light.get(name) is not None},
        **{name: value for name, value in more.items() if value},
    }


def _reviewed(
    mind: Mind,
    scene: Scene,
    bible: Bible,
    evidence: Sequence[Mapping[str, Any]],
    transcript: MutableMapping[str, Decision],
) -> list[AgainAnswer]:
    continuity = bible.scene(scene.id)
    takes = {each["shot_id"]: each for each in evidence}
    shots = {shot.id: shot for shot in scene.shots if shot.id in takes}
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="review",
            subject=scene.id,
            facts={
                "scene": {"mood": scene.mood, "time_of_day": continuity.time_of_day, "weather": continuity.weather},
                "evidence": evidence,
            },
            answer_type=ReviewAnswer,
            check=lambda answer: _wrong_review(answer, shots, takes),
            house=lambda told: review_takes(
                told["evidence"], lambda again: not _wrong_order(again, shots[again.shot_id], takes[again.shot_id])
            ),
        ),
        transcript,
    )
    return ReviewAnswer.model_validate(decision.answer).again


def _wrong_review(answer: ReviewAnswer, shots: Mapping[str, Shot], takes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    wrong = []
    asked: set[str] = set()
    if len(answer.again) > AGAIN_AT_MOST:
        wrong.append(f"At most {AGAIN_AT_MOST} shots of a scene may be shot again.")
    for each in answer.again:
        if each.shot_id not in shots:
            wrong.append(f"{each.shot_id!r} is not a shot of this scene; they are {list(shots)}.")
            continue
        if each.shot_id in asked:
            wrong.append(f"{each.shot_id!r} is named twice; put all of its edits into one entry.")
            continue
        asked.add(each.shot_id)
        refused = _wrong_order(each, shots[each.shot_id], takes[each.shot_id])
        if refused:
            wrong.append(refused)
    return wrong


def _wrong_order(asked: AgainAnswer, shot: Shot, take: Mapping[str, Any]) -> str:
    """What is wrong with sending one shot back; empty when nothing is."""
    looks = [edit for edit in asked.edits if edit.path != ANOTHER_TAKE]
    if any(not edit.path.startswith(EDITABLE) or edit.path.startswith(FIXED) for edit in looks):
        return f"Only {', '.join(EDITABLE)} of a shot may be edited, or {ANOTHER_TAKE}, and not {', '.join(FIXED)}."
    rolls = [edit for edit in asked.edits if edit.path == ANOTHER_TAKE]
    if len(rolls) > 1 or any(edit.op != "adjust" or edit.value not in (1, 2, 3) for edit in rolls):
        return f"{ANOTHER_TAKE} is adjusted by 1, 2 or 3, once."
    refused = why_not(take, asked.edits)
    if refused:
        return f"{asked.shot_id!r} {refused}; leave it out."
    try:
        edited = edit_all(shot, tuple(asked.edits))
    except (ChangeError, ValueError) as error:
        return str(error)
    return (
        f"The edits of {asked.shot_id!r} change nothing; leave it out, or change something." if edited == shot else ""
    )
