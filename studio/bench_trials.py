"""What the saboteur's bench counts, apart from how takes are made: who is dealt which fault, what came of each take, and the tables.

Pure: trials and scores in, figures out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from film.verdict import Gate, Part, Score
from tools.score.ground_truth import is_clean
from tools.score.verdict import judge

Truth = Literal["clean", "planted", "reroll"]


class Trial(NamedTuple):
    """One take to be made and judged."""

    shot_id: str
    attempt: int
    fault: str | None = None

    @property
    def name(self) -> str:
        return f"{self.shot_id.replace('/', '-')}.{self.attempt}.{self.fault or 'clean'}"


class Outcome(NamedTuple):
    """What the gates made of one take."""

    trial: Trial
    truth: Truth
    """``reroll``: no fault was planted, and by its own masks it is no good take either."""
    status: Literal["pass", "fail", "unknown"]
    """fail when either part failed; unknown when none did and a required measure of one is missing."""
    fired: tuple[tuple[Part, str], ...]
    """Gates that failed it."""


def deal(applicable: Mapping[str, Sequence[str]], faults: Sequence[str], each: int) -> dict[str, list[str]]:
    """Shot id -> the faults it is given, so that every fault gets ``each`` shots, spread evenly over them.

    The rarest fault chooses first, and takes the shots that have the fewest so far. Equal inputs are dealt equally.

    Args:
        applicable: shot id -> faults that could be planted in it, in the order of the bench.
    """
    dealt: dict[str, list[str]] = {shot: [] for shot in applicable}
    order = {shot: at for at, shot in enumerate(applicable)}
    rarity = {fault: sum(fault in legal for legal in applicable.values()) for fault in faults}
    for fault in sorted(faults, key=lambda name: (rarity[name], name)):
        legal = [shot for shot in applicable if fault in applicable[shot]]
        for shot in sorted(legal, key=lambda one: (len(dealt[one]), order[one]))[:each]:
            dealt[shot].append(fault)
    return dealt


def outcome_of(
    trial: Trial, scored: Mapping[Part, Sequence[Score]], gates: Sequence[Gate], required: Sequence[str]
) -> Outcome:
    """The verdict on a take by the gates of the day, exactly as a film's takes are judged."""
    verdicts = [judge(scores, gates, required, part) for part, scores in scored.items()]
    fired: tuple[tuple[Part, str], ...] = tuple(
        (verdict.part, finding.measure) for verdict in verdicts for finding in verdict.failed
    )
    status = "fail" if fired else "unknown" if any(verdict.status == "unknown" for verdict in verdicts) else "pass"
    good = all(is_clean(scores, part) for part, scores in scored.items())
    truth: Truth = "planted" if trial.fault else "clean" if good else "reroll"
    return Outcome(trial, truth, status, fired)


def figures(outcomes: Sequence[Outcome], clean: int | None = None) -> dict[str, float]:
    """``saboteur_caught`` and ``saboteur_false_alarm`` as shares, and how many takes they are of.

    A fault is caught when a gate fails its take; a take that nobody could measure is neither caught nor an alarm.
    ``saboteur_caught_by_fault_alone`` counts only gates that let the same take pass without the fault.

    Args:
        clean: count the first so many clean takes; None counts all.
    """
    planted = [each for each in outcomes if each.truth == "planted"]
    good = [each for each in outcomes if each.truth == "clean"][:clean]
    twins = {(each.trial.shot_id, each.trial.attempt): set(each.fired) for each in outcomes if not each.trial.fault}
    alone = [bool(set(each.fired) - twins.get((each.trial.shot_id, each.trial.attempt), set())) for each in planted]
    return {
        "saboteur_caught": _share(each.status == "fail" for each in planted),
        "saboteur_caught_by_fault_alone": _share(alone),
        "saboteur_false_alarm": _share(each.status == "fail" for each in good),
        "saboteur_unknown": _share(each.status == "unknown" for each in (*planted, *good)),
        "saboteur_planted_takes": len(planted),
        "saboteur_clean_takes": len(good),
        "saboteur_rerolls": sum(each.truth == "reroll" for each in outcomes),
        "saboteur_shots": len({each.trial.shot_id for each in planted}),
    }


def tables(outcomes: Sequence[Outcome], faults: Sequence[str], clean: int | None = None) -> str:
    """Markdown: what was caught by fault, which gates fired on which fault, and which gates failed clean takes."""
    planted = [each for each in outcomes if each.truth == "planted"]
    good = [each for each in outcomes if each.truth == "clean"][:clean]
    lines = ["| fault | takes | caught | at the keyframe | gates that fired (takes) |", "|---|---|---|---|---|"]
    for fault in faults:
        mine = [each for each in planted if each.trial.fault == fault]
        if not mine:
            continue
        caught = sum(each.status == "fail" for each in mine)
        early = sum(any(part == "keyframe" for part, _ in each.fired) for each in mine)
        fired = Counter(measure for each in mine for measure in {measure for _, measure in each.fired})
        told = ", ".join(
            f"`{measure}` {count}" for measure, count in sorted(fired.items(), key=lambda f: (-f[1], f[0]))
        )
        lines.append(
            f"| {fault} | {len(mine)} | {caught} ({100 * caught / len(mine):.0f}%) | {early} | {told or '-'} |"
        )
    alarms = Counter(measure for each in good for measure in {measure for _, measure in each.fired})
    failed = sum(each.status == "fail" for each in good)
    lines += ["", f"Clean takes failed: {failed} of {len(good)}.", "", "| gate | clean takes it failed |", "|---|---|"]
    lines += [
        f"| `{measure}` | {count} |" for measure, count in sorted(alarms.items(), key=lambda f: (-f[1], f[0]))
    ] or ["| none | 0 |"]
    return "\n".join(lines) + "\n"


def missed(outcomes: Sequence[Outcome]) -> list[str]:
    """Names of planted takes that passed, and of clean ones that failed with the gates that did it: what to look at."""
    slipped = [each.trial.name for each in outcomes if each.truth == "planted" and each.status != "fail"]
    alarms = [
        f"{each.trial.name}: {', '.join(f'{part} {measure}' for part, measure in each.fired)}"
        for each in outcomes
        if each.truth == "clean" and each.status == "fail"
    ]
    return slipped + alarms


def _share(flags) -> float:
    counted = list(flags)
    return round(sum(counted) / len(counted), 4) if counted else 0.0
