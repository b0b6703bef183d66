"""When another seed is no longer worth a take: pure functions of the takes that failed so far.

Seeds are drawn one after the other and the first take that passes stands, so the question comes after every failure:
was it bad luck, or will no seed do? Formulas: facts/metrics.md 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import stdev
from typing import Any

from crew.faults import IN_WORDS, Fault

UNLUCKY_TAKES = 3
"""So many takes that fail for one reason may be bad luck; then the plan changes (DESIGN: re-rolls)."""
LEAST_PASS_RATE = 0.1
"""At a chance of one in ten a seed costs ten takes: a change of plan is cheaper."""
REACH_SD = 2.0
"""A seed reaches so many standard deviations beyond the best one seen about once in fifty takes."""
LEAST_SCATTER = 0.05
"""Of the bound: two takes that scored alike by chance do not prove that seeds change nothing."""
NEEDS_ANOTHER_PLAN: frozenset[Fault] = frozenset({"memory", "crash"})
"""Faults that no seed mends: another one asks the same work of the engine, and a worker that died was tried twice."""


def hopeless(
    passes: int,
    fails: int,
    values: Sequence[float] = (),
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    least_sd: float = 0.0,
) -> bool:
    """Whether no further seed is worth trying.

    True when the mean of the posterior Beta(1 + passes, 1 + fails) is under ``LEAST_PASS_RATE``, or when the best of
    at least two values misses its bound by more than ``REACH_SD`` standard deviations of the values.

    Args:
        passes, fails: takes that did and did not have this fault.
        values: what the failed measure gave in each take of the plan.
        at_least, at_most: its bound.
        least_sd: the standard deviation is taken to be at least this.
    """
    if (1 + passes) / (2 + passes + fails) < LEAST_PASS_RATE:
        return True
    if len(values) < 2:
        return False
    reach = REACH_SD * max(stdev(values), least_sd)
    below = at_least is not None and max(values) < at_least - reach
    above = at_most is not None and min(values) > at_most + reach
    return below or above


def must_change(history: Sequence[Mapping[str, Any]]) -> str:
    """Why the plan must change before the next take; empty while another seed may do.

    Args:
        history: the failed takes of the shot, the one in hand last: ``plan`` (its name), ``part`` and
            ``failed``, findings with ``measure``, ``fault``, ``value``, ``at_least``, ``at_most`` and ``spread``, the
            worst first.
    """
    taken = history[-1]
    for finding in taken["failed"]:
        fault: Fault = finding["fault"]
        fails = sum(any(other["fault"] == fault for other in take["failed"]) for take in history)
        if fault in NEEDS_ANOTHER_PLAN:
            return f"{IN_WORDS[fault]}: another seed asks as much of the engine"
        if fails >= UNLUCKY_TAKES:
            return f"{fails} takes failed for {IN_WORDS[fault]}"
        alike = [take for take in history if take["plan"] == taken["plan"]]
        values = [
            other["value"]
            for take in alike
            for other in take["failed"]
            if other["measure"] == finding["measure"] and other["value"] is not None
        ]
        measured = [take for take in alike if take["part"] == "clip" or taken["part"] == "keyframe"]
        passes = sum(all(other["fault"] != fault for other in take["failed"]) for take in measured)
        bound = finding["at_least"] if finding["at_least"] is not None else finding["at_most"]
        scatter = finding.get("spread") or LEAST_SCATTER * abs(bound or 0.0)
        bounds = {"at_least": finding["at_least"], "at_most": finding["at_most"]}
        if not passes and hopeless(passes, fails, values, least_sd=scatter, **bounds):
            return f"{finding['measure']} stays at {_span(values)}, too far from {bound:g} for another seed"
    return ""


def _span(values: Sequence[float]) -> str:
    low, high = f"{min(values):.3g}", f"{max(values):.3g}"
    return low if low == high else f"{low} to {high}"
