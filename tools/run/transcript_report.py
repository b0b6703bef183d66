"""The transcript told to a person: each decision with who was asked, what they said, the scores they saw and what came of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from film.decision import Decision
from film.errors import ConfigError
from tools.run.transcript import Transcript


def report(transcript: Transcript, *, agent: str | None = None, shot: str | None = None) -> list[dict[str, Any]]:
    """Decisions in the order they were made, each joined with what else is on record about it.

    Args:
        agent: only this one's.
        shot: only those on this shot and on its scene: an id, or the end of one.

    Raises:
        ConfigError: nothing is on record about such a shot, or the word fits several.
    """
    entries = list(transcript.entries())
    shot_id = _shot(shot, entries) if shot else None
    pins = {pin["mind"]: pin for pin in transcript.pins()}
    told = []
    for place, entry in enumerate(entries):
        if entry["kind"] != "decision" or (agent and entry["agent"] != agent):
            continue
        decision = transcript[entry["id"]]
        if shot_id and decision.subject.partition("#")[0] not in (shot_id, shot_id.rpartition("/")[0]):
            continue
        told.append(_told(decision, entry.get("at"), entries, place, pins))
    return told


def totals(told: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Of a report: questions, how many were answered by whom, tokens and seconds."""
    told = list(told)
    return {
        "questions": len(told),
        "by_agent": dict(sorted(Counter(each["agent"] for each in told).items())),
        "asked_of_a_model": sum(1 for each in told if each["attempts"]),
        "stood_in": sum(1 for each in told if "understudy_stood_in" in each["flags"]),
        "suspected": sum(1 for each in told if "injection_suspected" in each["flags"]),
        "tokens_in": sum(each["tokens_in"] for each in told),
        "tokens_out": sum(each["tokens_out"] for each in told),
        "seconds": round(sum(each["seconds"] for each in told), 3),
    }


def in_words(told: Sequence[dict[str, Any]]) -> str:
    """A report for a terminal: two or three lines a decision. Prompts and raw answers are in the Markdown."""
    lines = []
    for each in told:
        flags = f"  [{', '.join(each['flags'])}]" if each["flags"] else ""
        lines.append(f"{each['agent']} {each['task']} on {each['subject']}: {_effort(each)}{flags}")
        lines.append(f"  {each['reason'] or 'no reason given'}")
        lines += [f"  wrong: {attempt['error']}" for attempt in each["attempts"] if attempt["error"]]
        lines += [f"  -> {step}" for step in each["led_to"]]
    sums = totals(told)
    lines.append(
        f"{sums['questions']} questions, {sums['asked_of_a_model']} asked of a model, {sums['stood_in']} stood in for, "
        f"{sums['tokens_in']}+{sums['tokens_out']} tokens, {sums['seconds']:.1f} s"
    )
    return "\n".join(_on_one_line(line) for line in lines)


def in_markdown(told: Sequence[dict[str, Any]], title: str) -> str:
    """A report whole, as a document: prompts and raw answers are fenced so that nothing in them is markup."""
    parts = [f"# Transcript of {_on_one_line(title)}"]
    for each in told:
        parts.append(f"## {each['agent']}: {each['task']} on `{_on_one_line(each['subject'])}`")
        facts = [f"decision `{each['id']}`", _effort(each)]
        facts += [each["at"]] if each["at"] else []
        facts += [f"model digest `{each['digest']}`, {each['server']}"] if each["digest"] else []
        facts += [f"flags: {', '.join(each['flags'])}"] if each["flags"] else []
        parts.append("\n".join(f"- {_on_one_line(fact)}" for fact in facts))
        if each["scores_seen"]:
            parts.append(
                "Scores seen:\n\n" + _fenced(json.dumps(each["scores_seen"], ensure_ascii=False, indent=1), "json")
            )
        if each["prompt"]:
            parts.append("Prompt:\n\n" + _fenced(each["prompt"], "text"))
        for number, attempt in enumerate(each["attempts"], start=1):
            verdict = f"refused: {_on_one_line(attempt['error'])}" if attempt["error"] else "taken"
            parts.append(f"Answer {number} of {attempt['mind']}, {verdict}\n\n" + _fenced(attempt["raw"], "text"))
        parts.append("Decided:\n\n" + _fenced(json.dumps(each["answer"], ensure_ascii=False, indent=1), "json"))
        if each["led_to"]:
            parts.append("Led to:\n\n" + "\n".join(f"- {_on_one_line(step)}" for step in each["led_to"]))
    return "\n\n".join(parts) + "\n"


def _told(
    decision: Decision, at: str | None, entries: list[dict[str, Any]], place: int, pins: dict[str, dict[str, str]]
) -> dict[str, Any]:
    asked = decision.attempts[0].mind if decision.attempts else decision.mind
    pin = pins.get(asked.partition("@")[0], {})
    same = bool(pin) and pin["digest"].startswith(asked.partition("@")[2].partition("+")[0])
    shot_id, _, attempt = decision.subject.partition("#")
    seen = [e for e in entries if e["kind"] == "verdict" and attempt and _is_about(e, shot_id, attempt)]
    return {
        "id": decision.id,
        "at": at,
        "agent": decision.agent,
        "task": decision.task,
        "subject": decision.subject,
        "asked": asked,
        "mind": decision.mind,
        "digest": pin["digest"] if same else asked.partition("@")[2].partition("+")[0],
        "server": pin["server"] if same else "",
        "prompt": decision.prompt,
        "attempts": [attempt.model_dump(mode="json") for attempt in decision.attempts],
        "answer": decision.answer,
        "reason": decision.reason,
        "flags": list(decision.flags),
        "scores_seen": [
            {"part": e["part"], "status": e["status"], "findings": [f for f in e["findings"] if f["status"] != "pass"]}
            for e in seen
        ],
        "tokens_in": sum(each.tokens_in or 0 for each in decision.attempts),
        "tokens_out": sum(each.tokens_out or 0 for each in decision.attempts),
        "seconds": round(sum(each.seconds or 0.0 for each in decision.attempts), 3),
        "led_to": _led_to(decision, entries, place),
    }


def _led_to(decision: Decision, entries: list[dict[str, Any]], place: int) -> list[str]:
    """What is on record as coming of a decision: the remedy and its next take, a scene's takes, the version planned."""
    shot_id, _, attempt = decision.subject.partition("#")
    after = entries[place + 1 :]
    steps = []
    if attempt:
        remedies = (e for e in after if e["kind"] == "remedy" and _is_about(e, shot_id, attempt))
        for entry in remedies:
            edits = ", ".join(f"{edit['path']} {edit['op']} {edit['value']}" for edit in entry["edits"])
            steps.append(f"remedy {entry['remedy']}" + (f": {edits}" if edits else ""))
            break
        again = [
            e
            for e in after
            if e["kind"] == "verdict" and attempt.isdecimal() and _is_about(e, shot_id, str(int(attempt) + 1))
        ]
        steps += [f"take {entry['attempt']}, {entry['part']}: {entry['status']}" for entry in again[:2]]
    steps += [
        f"{entry['shot']}: {entry['take']} {'held' if entry['held'] else 'circled'}"
        for entry in after
        if entry["kind"] == "circled" and (entry["shot"] == shot_id or entry["shot"].startswith(f"{shot_id}/"))
    ]
    if decision.task == "review":
        steps += [
            f"{entry['shot']}: earlier take kept, {entry['why']}"
            for entry in after
            if entry["kind"] == "kept_take" and entry["shot"].startswith(f"{shot_id}/")
        ]
    planned = next((e for e in after if e["kind"] == "planned"), None)
    if not attempt and planned is not None:
        steps.append(f"version {planned['version']}")
    return steps


def _is_about(entry: dict[str, Any], shot_id: str, attempt: str) -> bool:
    return entry.get("shot") == shot_id and str(entry.get("attempt")) == attempt


def _shot(word: str, entries: list[dict[str, Any]]) -> str:
    known = {entry["shot"] for entry in entries if isinstance(entry.get("shot"), str)}
    known |= {
        entry["subject"].partition("#")[0]
        for entry in entries
        if entry["kind"] == "decision" and "#" in entry["subject"]
    }
    fitting = sorted(shot for shot in known if shot == word or shot.endswith(f"/{word}"))
    if word in fitting or len(fitting) == 1:
        return word if word in fitting else fitting[0]
    if fitting:
        raise ConfigError(f"--shot {word!r} could be {', '.join(fitting[:6])}; name one")
    raise ConfigError(
        f"--shot {word!r}: nothing is on record about it; there is {', '.join(sorted(known)[:6]) or 'no shot yet'}"
    )


def _effort(each: dict[str, Any]) -> str:
    if not each["attempts"]:
        return f"{each['mind']}"
    tries = len(each["attempts"])
    effort = f"{each['asked']}, {tries} {'answer' if tries == 1 else 'answers'}"
    if each["tokens_in"] or each["tokens_out"]:
        effort += f", {each['tokens_in']}+{each['tokens_out']} tokens"
    return effort + f", {each['seconds']:.1f} s"


def _on_one_line(text: str) -> str:
    """Without line ends and without what a terminal would obey: the text may come from a script or a model."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    return indent + " ".join("".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text).split())


def _fenced(text: str, kind: str) -> str:
    """A code block that the text itself cannot close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"
