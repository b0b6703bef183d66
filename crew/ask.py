"""The only place that asks a mind, validates its answer, asks for repair, and falls back.

    transcript has it -> taken            understudy -> house rules on the facts, no prompt
    replay            -> the record's decision, or a sentence
    any other mind    -> prompt, answer, schema check, story check
                         up to two repair questions that quote the error
                         then the understudy answers that one question, flagged

Each raw answer is on record before it is judged, so that a crash between two attempts asks neither
again. The answer of house rules is validated exactly like a mind's: a rule that breaks the story is a
bug and is raised as one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel, ValidationError

from crew.answer_text import LONGEST_ANSWER, AnswerTextError, json_in, whole_text
from crew.minds.metered import LimitReached
from crew.minds.mind import Asked, Mind, Reply, Windowed, being_asked, mind_for
from crew.minds.replay import ReplayMind
from crew.minds.understudy import Understudy
from crew.prompt_budget import REPAIR_TOKENS, fitted, question_tokens, tokens_in_images
from crew.question import Question, schema_of
from crew.script_of_text import is_written_in, wrong_script
from crew.suspicion import suspicions, visible
from film.canonical import content_id, plain
from film.decision import Attempt, Decision
from film.errors import MindError
from prompts import as_data, render, system_prompt

__all__ = ["Question", "ask", "schema_of"]

REPAIRS = 2
"""Repair questions per question: a small model that fails twice with the error quoted rarely mends (facts, section 4)."""
KEPT_RAW_CHARACTERS = 20_000
"""How much of a raw answer a decision keeps; the answer itself is on record whole, up to ``LONGEST_ANSWER``."""
QUOTED_CHARACTERS = (4000, 1000, 200)
"""How much of a wrong answer a repair question quotes: as much as fits."""


@runtime_checkable
class AnswerStore(Protocol):
    """A transcript that also keeps raw answers by their content key."""

    def recall(self, key: str) -> Mapping[str, Any] | None: ...

    def keep(self, key: str, **answer: Any) -> None: ...


def ask(
    mind: Mind,
    question: Question,
    transcript: MutableMapping[str, Decision],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Decision:
    """The decision on ``question``: from the transcript, else from ``mind``, else from house rules.

    A mind that cannot be reached counts as a failed attempt; the film is made all the same and the
    decision is flagged ``understudy_stood_in``.

    Args:
        clock: seconds, for the record alone.

    Raises:
        MindError: ``mind`` replays a record that lacks this question. No other mind's failure is raised.
    """
    mind = mind_for(mind, question.agent)
    names = mind.names_for(question.agent) if isinstance(mind, ReplayMind) else (mind.name,)
    ids = {name: question.id_for(name) for name in names}
    for decision_id in ids.values():
        known = transcript.get(decision_id)
        if known is not None:
            return known
    flags = suspicions(question.facts)
    if isinstance(mind, ReplayMind):
        decision = mind.recorded(ids, f"{question.agent} {question.task} on {question.subject}")
    elif isinstance(mind, Understudy):
        decision = _house_decision(ids[mind.name], question, flags=flags)
    else:
        decision = _asked(mind, ids[mind.name], question, flags, transcript, clock)
    transcript[decision.id] = decision
    return transcript[decision.id]


def _asked(
    mind: Mind,
    decision_id: str,
    question: Question,
    flags: tuple[str, ...],
    transcript: MutableMapping[str, Decision],
    clock: Callable[[], float],
) -> Decision:
    system = system_prompt(question.agent)
    room = mind.prompt_tokens if isinstance(mind, Windowed) else None
    images = question.images if mind.sees else ()
    prompt, shortened = fitted(
        visible(plain(dict(question.facts))),
        lambda facts: render(question.prompt_name, {key: as_data(key, value) for key, value in facts.items()}),
        system,
        tokens_in_images(images),
        None if room is None else room - REPAIR_TOKENS,
    )
    if shortened:
        flags = (*flags, "facts_shortened")
    asked = prompt
    attempts: list[Attempt] = []
    for number in range(1 + REPAIRS):
        try:
            reply, seconds, key = _replied(mind, system, asked, question, images, number, transcript, clock)
        except MindError as error:
            limited = isinstance(error, LimitReached)
            attempts.append(Attempt(mind=mind.name, raw="", error=whole_text(str(error)), stopped="limit" if limited else "failed"))
            flags = (*flags, "limit_reached") if limited else flags
            break
        if room is not None and (reply.tokens_in or 0) > room and "over_budget" not in flags:
            flags = (*flags, "over_budget")
        answer, wrong = _judged(reply, question)
        attempts.append(
            Attempt(
                mind=mind.name,
                raw=reply.text[:KEPT_RAW_CHARACTERS],
                error=wrong,
                tokens_in=reply.tokens_in,
                tokens_out=reply.tokens_out,
                stopped=reply.stopped,
                seconds=seconds,
                key=key,
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
        if reply.stopped == "window":  # a repair question is longer still
            break
        repair = _repair(prompt, reply.text, wrong, system, tokens_in_images(images), room)
        if repair is None:
            break
        asked = repair
    return _house_decision(
        decision_id, question, prompt=prompt, attempts=tuple(attempts), flags=(*flags, "understudy_stood_in")
    )


def _replied(
    mind: Mind,
    system: str,
    prompt: str,
    question: Question,
    images: tuple[bytes, ...],
    number: int,
    transcript: MutableMapping[str, Decision],
    clock: Callable[[], float],
) -> tuple[Reply, float | None, str]:
    """(the mind's answer, seconds it took, its content key): from the record when it was given before."""
    schema = schema_of(question.answer_type)
    key = content_id(
        {
            "mind": mind.name,
            "system": system,
            "prompt": prompt,
            "schema": schema,
            "images": list(question.image_ids) if images else [],
            "attempt": number,
        }
    )
    store = transcript if isinstance(transcript, AnswerStore) else None
    kept = store.recall(key) if store is not None else None
    if kept is not None:
        return Reply(kept["raw"], kept["tokens_in"], kept["tokens_out"], kept["stopped"]), kept["seconds"], key
    token = being_asked.set(Asked(question.agent, question.task, question.subject, number))
    began = clock()
    try:
        # The seed follows from what is asked, so that a repair question is asked with another.
        reply = mind.think(system, prompt, schema, images=images, seed=int(key[:8], 16) % 2**31)
    finally:
        being_asked.reset(token)
    seconds = round(max(0.0, clock() - began), 3)
    reply = reply._replace(text=whole_text(reply.text))
    if len(reply.text) > LONGEST_ANSWER:
        reply = reply._replace(text=reply.text[:KEPT_RAW_CHARACTERS], stopped="too_long")
    if store is not None:
        store.keep(
            key, mind=mind.name, subject=question.subject, attempt=number, raw=reply.text, stopped=reply.stopped,
            tokens_in=reply.tokens_in, tokens_out=reply.tokens_out, seconds=seconds,
        )  # fmt: skip
    return reply, seconds, key


def _repair(prompt: str, answered: str, wrong: str, system: str, image_tokens: int, room: int | None) -> str | None:
    """The question again, with the wrong answer and the error quoted as far as there is room; None when there is none."""
    for limit in QUOTED_CHARACTERS:
        quoted = {"answer": visible(answered[:limit]), "error": visible(wrong[: 2 * limit])}
        asked = render("repair", {"question": prompt, **{key: as_data(key, text) for key, text in quoted.items()}})
        if room is None or question_tokens(system, asked, image_tokens) <= room:
            return asked
    return None


_CUT_OFF = {
    "length": "The answer was cut off at the length limit. Answer again, shorter, with the same keys.",
    "window": "The server lost part of the question: it did not fit the window.",
    "too_long": f"The answer has more than {LONGEST_ANSWER} characters; write one short JSON object.",
}


def _judged(reply: Reply, question: Question) -> tuple[BaseModel | None, str]:
    """(the answer, "") when it holds, else (None, what is wrong in sentences that a mind can act on)."""
    if reply.stopped in _CUT_OFF:
        return None, _CUT_OFF[reply.stopped]
    try:
        data = json_in(reply.text)
    except AnswerTextError as error:
        return None, str(error)
    try:
        answer = question.answer_type.model_validate(data)
    except ValidationError as error:
        return None, " ".join(
            f"{'.'.join(str(part) for part in entry['loc'])[:200] or 'answer'}: {entry['msg'][:300]}."
            for entry in error.errors(include_url=False, include_context=False)[:6]
        )
    wrong = [*_wrongly_worded(data, question), *question.check(answer)]
    return (None, " ".join(wrong[:6])) if wrong else (answer, "")


def _wrongly_worded(data: Mapping[str, Any], question: Question) -> list[str]:
    """Words of the film that came in another script than the film's, unless the film itself is typed in it."""
    if not question.worded or not is_written_in(dict(question.facts), question.language):
        return []
    return [
        f"{key} must be written in the film's language ({question.language}); it is in another script."
        for key in question.worded
        if wrong_script(str(data.get(key) or ""), question.language)
    ]


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
