"""The Critic reads a failed verdict and says what to change.

Decides: the remedy (another seed, framing, light, motion, or hold), as edits to the shot's plan; and,
with eyes, whether a take that passed is sent back once. May not: pass a take, change what is said or
who is in the shot, or touch another shot.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from hashlib import sha256
from typing import Any, get_args

from crew.answers.critic import Fault, LookAnswer, RemedyAnswer
from crew.ask import Question, ask
from crew.minds.mind import Mind
from crew.minds.understudy import Understudy
from crew.understudy.diagnosing import UNLUCKY_TAKES, diagnose_take
from film.canonical import content_id
from film.decision import Decision
from film.edits import Remedy, edit_all
from film.engine import Abilities
from film.errors import ChangeError
from film.plan import ShotPlan
from film.verdict import Finding, Verdict

EDITABLE = ("state.camera.", "state.light.", "state.look.")
"""Only how a shot looks: its people, words and length belong to the film."""
FIXED = ("state.camera.side", "state.camera.subjects")
"""The line of action and who is looked at stay."""


def diagnose(
    mind: Mind,
    plan: ShotPlan,
    verdict: Verdict,
    attempt: int,
    takes_left: int,
    abilities: Abilities,
    transcript: MutableMapping[str, Decision],
    pictures: Sequence[bytes] = (),
) -> Remedy:
    """What to do about a take that did not pass.

    Args:
        plan: as shot, earlier remedies applied.
        attempt: takes of this shot failed so far, this one included; from the third on the plan changes.
        pictures: PNG files for a mind that sees.
    """
    facts = {
        "shot": {"id": plan.shot_id, "kind": plan.kind, "brief": plan.brief, "seconds": round(plan.duration_s, 2)},
        "camera": plan.state.camera.model_dump(mode="json"),
        "exposure_stops": plan.state.light.exposure_stops,
        "plan": content_id(plan),
        "failed": [
            {"measure": f.measure, "value": f.value, "at_least": f.at_least, "at_most": f.at_most, "miss": round(miss(f), 4), "why": f.why}
            for f in sorted(_not_passed(verdict), key=lambda f: (-miss(f), f.measure))
        ],
        "attempt": attempt,
        "takes_left": takes_left,
        "moves": list(abilities.moves),
    }  # fmt: skip
    decision = ask(
        mind,
        Question(
            agent="critic",
            task="diagnose",
            subject=f"{plan.shot_id}#{attempt}",
            facts=facts,
            answer_type=RemedyAnswer,
            check=lambda answer: check_remedy(answer, plan, attempt, takes_left, abilities),
            house=lambda told: diagnose_take(
                told["failed"],
                told["camera"],
                told["exposure_stops"],
                told["attempt"],
                told["takes_left"],
                told["moves"],
            ),
            images=tuple(pictures),
            image_ids=tuple(sha256(picture).hexdigest() for picture in pictures),
        ),
        transcript,
    )
    answer = RemedyAnswer.model_validate(decision.answer)
    return Remedy(kind=answer.kind, edits=tuple(answer.edits), reason=answer.reason)


def look(
    mind: Mind,
    plan: ShotPlan,
    verdict: Verdict,
    pictures: Sequence[bytes],
    transcript: MutableMapping[str, Decision],
    *,
    subject: str,
) -> LookAnswer | None:
    """What a mind that sees says of a take; None when nobody looked (it gave no usable answer).

    Its word may send back a take that passed; it never passes one that failed.

    Args:
        pictures: PNG files of sampled frames.
        subject: the take, as the transcript names it.
    """
    facts = {
        "shot": {"brief": plan.brief, "kind": plan.kind, "size": plan.state.camera.size, "place": plan.place.description or plan.place.set,
                 "time_of_day": plan.time_of_day, "weather": plan.weather},
        "people": [{"id": member.character_id, "looks": member.description} for member in plan.cast],
        "failed": [
            {"measure": f.measure, "value": f.value, "at_least": f.at_least, "at_most": f.at_most, "why": f.why}
            for f in verdict.failed
        ],
    }  # fmt: skip
    decision = ask(
        mind,
        Question(
            agent="critic",
            task="look",
            subject=subject,
            facts=facts,
            answer_type=LookAnswer,
            check=_wrong_look,
            house=lambda told: _as_measured(told["failed"]),
            images=tuple(pictures),
            image_ids=tuple(sha256(picture).hexdigest() for picture in pictures),
        ),
        transcript,
    )
    return None if decision.mind == Understudy.name else LookAnswer.model_validate(decision.answer)


def _wrong_look(answer: LookAnswer) -> list[str]:
    faults = ", ".join(get_args(Fault))
    if answer.shows and answer.faults:
        return ["shows is true and faults are named: leave faults empty, or say that shows is false."]
    return [] if answer.shows or answer.faults else [f"shows is false: name at least one of the faults {faults}."]


def _as_measured(failed: Sequence[Mapping[str, Any]]) -> LookAnswer:
    """Without eyes nothing is added to what was measured."""
    if failed:
        names = ", ".join(entry["measure"] for entry in failed[:4])
        return LookAnswer(shows=False, faults=["unreadable"], reason=f"Nobody looked; {names} failed.")
    return LookAnswer(shows=True, reason="Nobody looked; every measure passed.")


def miss(finding: Finding) -> float:
    """How far a value lies outside its bound, relative to the bound; 0 when it is inside or unknown."""
    if finding.value is None:
        return 0.0
    below = (finding.at_least - finding.value) if finding.at_least is not None else 0.0
    above = (finding.value - finding.at_most) if finding.at_most is not None else 0.0
    bound = finding.at_least if below > above else finding.at_most
    return max(below, above, 0.0) / max(abs(bound or 0.0), 1e-6)


def check_remedy(
    answer: RemedyAnswer, plan: ShotPlan, attempt: int, takes_left: int, abilities: Abilities
) -> list[str]:
    """What is wrong with a remedy: the plan unchanged after three takes, an edit out of bounds, a move nobody can make."""
    if takes_left <= 0:
        return [] if answer.kind == "hold" else ["No takes are left: the kind must be hold."]
    wrong = []
    if answer.kind == "hold":
        wrong.append(f"{takes_left} takes are left: choose another kind than hold.")
    for each in answer.edits:
        if not each.path.startswith(EDITABLE) or each.path.startswith(FIXED):
            wrong.append(f"{each.path} may not be edited; only {', '.join(EDITABLE)} may, and not {', '.join(FIXED)}.")
    if wrong:
        return wrong
    try:
        edited = edit_all(plan, tuple(answer.edits))
    except (ChangeError, ValueError) as error:
        return [str(error)]
    if attempt >= UNLUCKY_TAKES and edited == plan:
        wrong.append(f"{attempt} takes of this plan failed: edit the plan, another seed is not enough.")
    if answer.edits and edited == plan:
        wrong.append("The edits change nothing.")
    move = edited.state.camera.move.kind
    if abilities.moves and move not in abilities.moves:
        wrong.append(f"The engine cannot make the move {move}; it makes {', '.join(abilities.moves)}.")
    over = edited.state.camera.over
    if over is not None and all(member.character_id != over for member in plan.cast):
        wrong.append(f"{over} is not in this shot.")
    return wrong


def _not_passed(verdict: Verdict) -> list[Finding]:
    failed = list(verdict.failed)
    return failed or [finding for finding in verdict.findings if finding.required and finding.status == "unknown"]
