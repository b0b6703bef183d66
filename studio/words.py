"""How a proposal is told: as the ``--json`` object, as rows for a table, and in plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphs.proposal import Proposal, Still


def proposal_report(proposal: Proposal) -> dict[str, Any]:
    """The object that ``--json`` prints for every command that changes. ``question`` and ``answer`` are None if empty.

    Stills are pictures of what waits: once it is done, the film itself shows it and they are gone.
    """
    stills = () if proposal.status == "done" else proposal.stills
    report: dict[str, Any] = {
        "status": proposal.status,
        "id": proposal.id,
        "note": proposal.note,
        "change": proposal.change.model_dump(mode="json") if proposal.change else None,
        "reason": proposal.reason,
        "shoots": list(proposal.shoots),
        "recuts": list(proposal.recuts),
        "remixes": list(proposal.remixes),
        "relines": list(proposal.relines),
        "stays": proposal.stays,
        "estimate_s": proposal.estimate_s,
        "cost": proposal.cost or None,
        "stills": [{"shot": still.shot, "before": still.before, "after": still.after} for still in stills],
        "sheet": proposal.sheet if stills else None,
        "question": proposal.question or None,
        "choices": [{"label": choice.label, "note": choice.note} for choice in proposal.choices],
        "answer": proposal.answer or None,
        "locked": list(proposal.locked),
        "version": proposal.version,
    }
    if proposal.outcome is not None:
        from studio.report import outcome_report

        report = {**outcome_report(proposal.outcome), **report}
    return report


def proposal_rows(proposal: Proposal) -> list[tuple[str, str]]:
    """What the change touches, leaves and costs: (what, which) in the order a person reads it."""
    shoots = [f"{scene}  {' '.join(shots)}" for scene, shots in _by_scene(proposal.shoots)]
    rows = [("shoots again", "\n".join(shoots) or "nothing")]
    if shoots:
        rows[0] = (f"shoots again ({len(proposal.shoots)})", rows[0][1])
    for what, which in (
        ("says again", proposal.relines), ("cuts again", proposal.recuts), ("mixes again", proposal.remixes),
        ("would touch, though locked", proposal.locked),
    ):  # fmt: skip
        if which:
            rows.append((what, " ".join(which)))
    rows.append(("stays as it is", _count(proposal.stays, "shot")))
    rows.append(("takes about", duration_words(proposal.estimate_s)))
    if proposal.cost:
        rows.append(("costs about", f"{proposal.cost:.2f}"))
    if proposal.stills:
        rows.append(("stills", "\n".join(_still_lines(proposal.stills))))
    if proposal.sheet is not None:
        rows.append(("before and after", str(proposal.sheet)))
    return rows


def proposal_lines(proposal: Proposal) -> list[str]:
    """The whole proposal without a table, for a plain output."""
    lines = [proposal.reason] if proposal.reason else []
    if proposal.status == "question":
        lines += question_lines(proposal)
    elif proposal.answer:
        lines.append(proposal.answer)
    if proposal.status == "waits":
        for what, which in proposal_rows(proposal):
            first, *rest = which.splitlines() or [""]
            lines.append(f"{what + ':':<20} {first}".rstrip())
            lines += [f"{'':<20} {line}" for line in rest]
    elif proposal.status == "done":
        lines += done_lines(proposal)
    elif proposal.status == "queued" and not proposal.answer:
        lines.append("the crew is at work on this film; the note waits its turn")
    elif proposal.status == "nothing" and not proposal.answer:
        lines.append("nothing changes")
    return lines


def question_lines(proposal: Proposal) -> list[str]:
    """The question, and its choices by number."""
    return [
        proposal.question,
        *(f"  {number}  {choice.label}" for number, choice in enumerate(proposal.choices, start=1)),
    ]


def done_lines(proposal: Proposal) -> list[str]:
    """Which version stands after it, what was made, and where the films are."""
    stands = f"version {proposal.version} stands"
    lines = [] if proposal.version is None or stands in proposal.answer else [stands]
    if proposal.outcome is not None:
        from studio.report import held_lines, outcome_report

        report = outcome_report(proposal.outcome)
        lines.append(f"{report['rendered']} rendered, {report['reused']} kept, {report['held']} held, {report['wall_s']:.0f} s")
        lines += held_lines(report)
        lines += [episode["film"] for episode in report["episodes"]]
    return lines


def duration_words(seconds: float) -> str:
    """``40 s``, ``3 min``, ``1 h 20 min``: as exact as a guess may sound."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s" if seconds >= 1 or seconds <= 0 else "1 s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _by_scene(shots: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Shot ids under their scene, in the order given: ``("ep01/sc003", ["sh0010", "sh0020"])``."""
    scenes: dict[str, list[str]] = {}
    for shot in shots:
        scene, _, name = shot.rpartition("/")
        scenes.setdefault(scene, []).append(name)
    return list(scenes.items())


def _still_lines(stills: Sequence[Still]) -> list[str]:
    """The folder that they lie in, then a pair of file names a line."""
    files = [file for still in stills for file in (still.before, still.after) if file is not None]
    pairs = [" -> ".join(file.name for file in (still.before, still.after) if file is not None) for still in stills]
    return [f"{files[0].parent}/", *pairs] if files else []


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")

