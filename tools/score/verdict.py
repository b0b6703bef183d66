"""From scores and gates to one verdict. Pure: the same scores always stand the same way."""

from __future__ import annotations

import math
from collections.abc import Sequence

from film.errors import ConfigError
from film.verdict import Finding, Gate, Part, Score, Verdict

DECIMALS = 3
"""Scores are compared rounded: learned encoders drift by 2-4e-4 between builds (facts/metrics.md 1.3)."""
WHOLE_MISS = 4.0
"""Spreads of good takes beyond its bound at which a miss is whole: nothing of a good take is left."""


def judge(scores: Sequence[Score], gates: Sequence[Gate], required: Sequence[str], part: Part) -> Verdict:
    """What ``gates`` say of one part of one take.

    fail when any gate fails, required or not; unknown when nothing failed but a required gate has no score;
    else pass. A measure that does not apply to this shot neither passes nor fails. A required measure binds the
    parts that have a gate for it. A value that is no number is unknown. Gates read decoded files and plates only: what
    an engine says of its own picture is on record and decides nothing.

    Raises:
        ConfigError: a measure is required that has no gate at all, two scores have one name, or a gate is to read what
            was measured on an engine's own masks.
    """
    gated = {gate.measure for gate in gates}
    ungated = [measure for measure in required if measure not in gated]
    if ungated:
        raise ConfigError(f"required: {ungated[0]!r} has no gate; legal: {', '.join(sorted(gated))}")
    by_measure = {score.measure: score for score in scores}
    if len(by_measure) != len(scores):
        raise ConfigError(f"two {part} scores have one name among {sorted(score.measure for score in scores)}")
    for gate in gates:
        score = by_measure.get(gate.measure)
        if gate.part == part and score is not None and score.provenance == "engine_masks":
            raise ConfigError(
                f"the gate on {gate.measure!r} would read the engine's own masks; gates read decoded files: take that "
                "gate out, or make the film again with filmcrew make --fresh if an earlier filmcrew froze it"
            )
    findings = tuple(
        _finding(gate, by_measure.get(gate.measure), gate.measure in required) for gate in gates if gate.part == part
    )
    if any(finding.status == "fail" for finding in findings):
        status = "fail"
    elif any(finding.status == "unknown" and finding.required for finding in findings):
        status = "unknown"
    else:
        status = "pass"
    return Verdict(part=part, status=status, findings=findings, merit=_merit(findings))


def _finding(gate: Gate, score: Score | None, required: bool) -> Finding:
    bounds = {"at_least": gate.at_least, "at_most": gate.at_most, "spread": gate.spread, "required": required}
    if score is None:
        return Finding(measure=gate.measure, status="unknown", why="not scored", **bounds)
    told = ", ".join(f"{key} {value}" for key, value in sorted(score.evidence.items()))
    if score.status != "measured" or score.value is None:
        status = "unknown" if score.status == "measured" else score.status
        return Finding(measure=gate.measure, status=status, why=told, **bounds)
    if not math.isfinite(score.value):
        why = f"{score.scorer} gave {score.value}, which is no number; its weights are broken"
        return Finding(measure=gate.measure, status="unknown", why=why, **bounds)
    value = round(score.value, DECIMALS)
    low = gate.at_least is not None and value < gate.at_least + gate.guard
    high = gate.at_most is not None and value > gate.at_most - gate.guard
    why = told
    if low or high:
        bound = f"under {gate.at_least:g}" if low else f"over {gate.at_most:g}"
        guard = f" with guard {gate.guard:g}" if gate.guard else ""
        why = f"{value:g} is {bound}{guard}" + (f": {told}" if told else "")
    return Finding(measure=gate.measure, status="fail" if low or high else "pass", value=score.value, why=why, **bounds)


def _merit(findings: Sequence[Finding]) -> float:
    """The share of gates passed less the worst miss, -1 .. 1.

    A gate that does not apply, and one whose score is unknown and not required, is left out: a take is no better for
    what nobody could measure. A required one that is unknown counts as not passed.
    """
    apply = [f for f in findings if f.status in ("pass", "fail") or (f.status == "unknown" and f.required)]
    if not apply:
        return 0.0
    passed = sum(f.status == "pass" for f in apply) / len(apply)
    return round(passed - max((_miss(f) for f in apply if f.status == "fail"), default=0.0), 6)


def _miss(finding: Finding) -> float:
    """How far beyond its bound a failed value lies, 0..1: in spreads of good takes where they are known, else relative
    to the bound. Without a spread any miss of a bound of 0 is whole."""
    assert finding.value is not None
    beyond = [0.0]
    if finding.at_least is not None:
        beyond.append(_counted(finding.at_least - finding.value, finding.at_least, finding.spread))
    if finding.at_most is not None:
        beyond.append(_counted(finding.value - finding.at_most, finding.at_most, finding.spread))
    return min(1.0, max(beyond))


def _counted(miss: float, bound: float, spread: float | None) -> float:
    if spread is not None:
        return miss / (WHOLE_MISS * spread)
    return miss / abs(bound) if bound else 1.0
