"""The Critic reads a failed verdict and says what to change.

Decides: the remedy (another seed, framing, light, wording, motion, a simpler action, … or hold), as edits to the
shot's plan; and, with eyes, whether a take that passed is sent back once. May not: pass a take, change what is said,
who is in the shot or how long it is, or touch another shot.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple, get_args

from crew.answers.critic import Fault, LookAnswer, RemedyAnswer
from crew.ask import Question, ask
from crew.faults import fault_of
from crew.minds.mind import Mind
from crew.minds.understudy import Understudy
from crew.remedy_checks import EDITABLE, FIXED, Case, wrong_with
from crew.stopping import must_change
from crew.understudy.diagnosing import remedies
from film.canonical import content_id
from film.decision import Decision
from film.edits import Remedy
from film.engine import Abilities
from film.plan import ShotPlan
from film.verdict import Finding, Verdict

__all__ = ["EDITABLE", "FIXED", "Evidence", "diagnose", "failure_of", "look", "miss"]


class Evidence(NamedTuple):
    """What is known of a take beside its verdict."""

    recorded: Mapping[str, float] = {}
    """Scores that no gate reads, by measure: what the engine's own masks say."""
    said: Mapping[str, str] = {}
    """The facts of the plan in the words of a prompt: size, place, time, count, people, style."""
    still: str | None = None
    """sha256 of the take's keyframe, where that passed and may stand for the clip."""
    engines: tuple[str, ...] = ()
    """Names of the other engines that are set up."""


def diagnose(
    mind: Mind,
    plan: ShotPlan,
    verdict: Verdict,
    attempt: int,
    takes_left: int,
    abilities: Abilities,
    transcript: MutableMapping[str, Decision],
    pictures: Sequence[bytes] = (),
    *,
    history: Sequence[Mapping[str, Any]] = (),
    evidence: Evidence = Evidence(),
) -> Remedy:
    """What to do about a take that did not pass.

    Args:
        plan: as shot, earlier remedies applied.
        attempt: takes of this shot failed so far, this one included.
        pictures: PNG files for a mind that sees.
        history: the takes that failed before this one, as ``failure_of`` has them, each with the ``remedy`` that
            followed and the paths of its ``edits``.
    """
    taken = failure_of(plan, verdict, attempt, evidence.recorded)
    case = Case(
        plan=plan,
        takes_left=takes_left,
        must_change=must_change((*history, taken)),
        failed_plans=frozenset(entry["plan"] for entry in history) | {taken["plan"]},
        abilities=abilities,
        still=evidence.still,
        engines=evidence.engines,
    )
    facts = facts_of(case, taken, history, evidence)
    decision = ask(
        mind,
        Question(
            agent="critic",
            task="diagnose",
            subject=f"{plan.shot_id}#{attempt}",
            facts=facts,
            answer_type=RemedyAnswer,
            check=lambda answer: wrong_with(answer, case),
            house=lambda told: _first_legal(told, case),
            images=tuple(pictures),
            image_ids=tuple(sha256(picture).hexdigest() for picture in pictures),
        ),
        transcript,
    )
    answer = RemedyAnswer.model_validate(decision.answer)
    return Remedy(kind=answer.kind, edits=tuple(answer.edits), reason=answer.reason)


def failure_of(
    plan: ShotPlan, verdict: Verdict, attempt: int, recorded: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """A failed take as the next ones remember it: ``attempt``, ``part``, the ``plan``'s id and what ``failed``, worst first."""
    findings = sorted(_not_passed(verdict), key=lambda finding: (-miss(finding), finding.measure))
    failed = []
    for finding in findings:
        told = {
            "measure": finding.measure, "value": finding.value, "at_least": finding.at_least, "at_most": finding.at_most,
            "spread": finding.spread, "miss": round(miss(finding), 4), "why": finding.why,
        }  # fmt: skip
        failed.append({**told, "fault": fault_of(told, recorded)})
    return {"attempt": attempt, "part": verdict.part, "plan": content_id(plan), "failed": failed}


def facts_of(
    case: Case, taken: Mapping[str, Any], history: Sequence[Mapping[str, Any]], evidence: Evidence
) -> dict[str, Any]:
    """What a mind is told of a failed take; the house rules read the same."""
    plan, abilities = case.plan, case.abilities
    sides = [f"{member.description or member.character_id} on the {member.side}" for member in plan.cast if member.side]
    return {
        "shot": {
            "id": plan.shot_id, "kind": plan.kind, "brief": plan.brief, "seconds": round(plan.duration_s, 2),
            "time_of_day": plan.time_of_day, "weather": plan.weather, "interior": plan.place.interior,
        },
        "camera": plan.state.camera.model_dump(mode="json"),
        "light": plan.state.light.model_dump(mode="json"),
        "doing": [act.model_dump(mode="json") for act in plan.doing],
        "plan": taken["plan"],
        "part": taken["part"],
        "failed": taken["failed"],
        "recorded": {name: evidence.recorded[name] for name in sorted(evidence.recorded)},
        "attempt": taken["attempt"],
        "takes_left": case.takes_left,
        "must_change": case.must_change,
        "tried": [
            {"attempt": entry["attempt"], "remedy": entry.get("remedy", ""), "edits": list(entry.get("edits", ())),
             "failed": [finding["measure"] for finding in entry["failed"]]}
            for entry in history
        ],
        "said": {**evidence.said, **({"sides": ", ".join(sides)} if sides else {})},
        "still": evidence.still,
        "engine": {
            "name": abilities.engine, "moves": list(abilities.moves), "reads": abilities.prompt_tokens is not None,
            "tunes": list(abilities.tunes), "others": list(case.engines), "tuning": plan.tuning.model_dump(mode="json"),
            "negative_prompt": plan.negative_prompt, "size": [plan.render_width, plan.render_height],
        },
    }  # fmt: skip


def _first_legal(facts: Mapping[str, Any], case: Case) -> RemedyAnswer:
    """The house's best remedy that this plan takes. The last one is given as it is: its check says what is wrong."""
    answers = list(remedies(facts))
    return next((answer for answer in answers if not wrong_with(answer, case)), answers[-1])


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


def _not_passed(verdict: Verdict) -> list[Finding]:
    failed = list(verdict.failed)
    return failed or [finding for finding in verdict.findings if finding.required and finding.status == "unknown"]
