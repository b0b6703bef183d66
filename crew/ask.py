"""The only place that asks a mind, validates its answer, asks for repair, and falls back.

    transcript has it -> taken            understudy -> house rules on the facts, no prompt
    any other mind    -> prompt, answer, schema check, story check
                         up to two repair questions that quote the error
                         then the understudy answers that one question, flagged

The answer of house rules is validated exactly like a mind's: a rule that breaks the story is a bug
and is raised as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from crew.answer_text import AnswerTextError, json_in
from crew.minds.mind import Mind, Reply
from crew.minds.understudy import Understudy
from crew.suspicion import suspicions
from film.canonical import content_id, plain
from film.decision import Agent, Attempt, Decision
from film.errors import MindError
from prompts import as_data, render, system_prompt

REPAIRS = 2
"""Repair questions per question: a small model that fails twice with the error quoted rarely mends (facts, section 4)."""
KEPT_RAW_CHARACTERS = 20_000
"""How much of a raw answer the transcript keeps."""


@cache
def schema_of(answer_type: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of an answer model, made once: it takes pydantic ten milliseconds."""
    return answer_type.model_json_schema()


@dataclass(frozen=True)
class Question:
    """One narrow question to one agent."""

    agent: Agent
    task: str
    subject: str
    """The scene, character, place, shot or take it is about."""
    facts: Mapping[str, Any]
    """JSON-able; its keys are the variables of ``prompts/<agent>_<task>.md``."""
    answer_type: type[BaseModel]
    check: Callable[[Any], list[str]]
    """Story validation: sentences on what is wrong with a well-formed answer; empty when nothing is."""
    house: Callable[[dict[str, Any]], BaseModel]
    """House rules: facts to answer, deterministic."""
    images: tuple[bytes, ...] = ()
    """PNG files for a mind that sees."""
    image_ids: tuple[str, ...] = ()
    """sha256 of ``images``: part of the question's id."""

    def id_for(self, mind_name: str) -> str:
        """Content id: equal for equal questions to the same mind, on every machine."""
        return content_id(
            {
                "agent": self.agent,
                "task": self.task,
                "subject": self.subject,
                "facts": plain(dict(self.facts)),
                "schema": schema_of(self.answer_type),
                "mind": mind_name,
                "images": list(self.image_ids),
            }
        )


def ask(mind: Mind, question: Question, transcript: MutableMapping[str, Decision]) -> Decision:
    """The decision on ``question``: from the transcript, else from ``mind``, else from house rules.

    A mind that cannot be reached counts as a failed attempt; the film is made all the same and the
    decision is flagged ``understudy_stood_in``.
    """
    decision_id = question.id_for(mind.name)
    known = transcript.get(decision_id)
    if known is not None:
        return known
    flags = suspicions(question.facts)
    if isinstance(mind, Understudy):
        decision = _house_decision(decision_id, question, flags=flags)
    else:
        decision = _asked(mind, decision_id, question, flags)
    transcript[decision_id] = decision
    return decision


def _asked(mind: Mind, decision_id: str, question: Question, flags: tuple[str, ...]) -> Decision:
    schema = schema_of(question.answer_type)
    system = system_prompt(question.agent)
    prompt = render(
        f"{question.agent}_{question.task}", {key: as_data(key, value) for key, value in question.facts.items()}
    )
    asked = prompt
    attempts: list[Attempt] = []
    images = question.images if mind.sees else ()
    for number in range(1 + REPAIRS):
        seed = (int(decision_id[:8], 16) + number) % 2**31
        try:
            reply = mind.think(system, asked, schema, images=images, seed=seed)
        except MindError as error:
            attempts.append(Attempt(mind=mind.name, raw="", error=str(error)))
            break
        answer, wrong = _judged(reply, question)
        attempts.append(
            Attempt(
                mind=mind.name,
                raw=reply.text[:KEPT_RAW_CHARACTERS],
                error=wrong,
                tokens_in=reply.tokens_in,
                tokens_out=reply.tokens_out,
            )
        )
        if answer is not None:
            return Decision(
                id=decision_id,
                agent=question.agent,
                task=question.task,
                subject=question.subject,
                mind=mind.name,
                answer=answer.model_dump(mode="json"),
                reason=str(getattr(answer, "reason", "")),
                prompt=prompt,
                attempts=tuple(attempts),
                flags=flags,
            )
        asked = render(
            "repair",
            {"question": prompt, "answer": as_data("answer", reply.text[:4000]), "error": as_data("error", wrong)},
        )
    return _house_decision(
        decision_id, question, prompt=prompt, attempts=tuple(attempts), flags=(*flags, "understudy_stood_in")
    )


def _judged(reply: Reply, question: Question) -> tuple[BaseModel | None, str]:
    """(the answer, "") when it holds, else (None, what is wrong in sentences that a mind can act on)."""
    if reply.stopped == "length":
        return None, "The answer was cut off at the length limit. Answer again, shorter, with the same keys."
    try:
        data = json_in(reply.text)
    except AnswerTextError as error:
        return None, str(error)
    try:
        answer = question.answer_type.model_validate(data)
    except ValidationError as error:
        return None, " ".join(
            f"{'.'.join(str(part) for part in entry['loc']) or 'answer'}: {entry['msg']}."
            for entry in error.errors(include_url=False, include_context=False)[:6]
        )
    wrong = question.check(answer)
    return (None, " ".join(wrong[:6])) if wrong else (answer, "")


def _house_decision(
    decision_id: str,
    question: Question,
    *,
    prompt: str = "",
    attempts: tuple[Attempt, ...] = (),
    flags: tuple[str, ...] = (),
) -> Decision:
    answer = question.house(dict(question.facts))
    wrong = question.check(answer)
    if wrong:
        raise AssertionError(f"house rules for {question.agent} {question.task} on {question.subject}: {wrong}")
    return Decision(
        id=decision_id,
        agent=question.agent,
        task=question.task,
        subject=question.subject,
        mind="understudy",
        answer=answer.model_dump(mode="json"),
        reason=str(getattr(answer, "reason", "")),
        prompt=prompt,
        attempts=attempts,
        flags=flags,
    )
