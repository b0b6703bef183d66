"""What the Critic is told of a failed take beside its verdict, and what the shot remembers of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crew.critic import Evidence, failure_of
from film.edits import Remedy
from film.plan import ShotPlan
from film.verdict import Verdict
from graphs.unit import Unit
from tools.render.engine import KEYFRAME
from tools.run import takes
from tools.score.clip.statement import statement_of
from tools.whole import file_sha256

TOLD = ("face_size",)
"""Decoded measures that say why another failed, whether they have a gate or not; the engine's own masks all do."""
SAID = ("size", "place", "time", "count", "people", "style")


def evidence_of(unit: Unit, plan: ShotPlan, verdict: Verdict, take: Path | None) -> Evidence:
    """What is on disk about a failed take.

    Args:
        take: its folder; None when it could not be made.
    """
    statement = statement_of(plan)
    return Evidence(
        recorded=_recorded(unit, verdict, take),
        said={fact: getattr(statement, fact) for fact in SAID},
        still=_still(plan, verdict, take),
        engines=unit.others_than(plan),
    )


def remembered(
    plan: ShotPlan, verdict: Verdict, attempt: int, recorded: Mapping[str, float], remedy: Remedy
) -> dict[str, Any]:
    """The failed take and its remedy, as small as the next diagnosis needs them: checkpoints are kept for every step."""
    taken = failure_of(plan, verdict, attempt, recorded)
    kept = ("measure", "fault", "value", "at_least", "at_most", "spread")
    failed = [{name: finding[name] for name in kept} for finding in taken["failed"]]
    return {**taken, "failed": failed, "remedy": remedy.kind, "edits": [entry.path for entry in remedy.edits]}


def keep_still(unit: Unit, remedied: ShotPlan, evidence: Evidence, take: Path | None) -> None:
    """Put the keyframe that a remedy shows instead of the clip among the run's assets."""
    if take is not None and evidence.still is not None and remedied.still_sha256 == evidence.still:
        unit.folder.keep_asset(take / KEYFRAME)


def _recorded(unit: Unit, verdict: Verdict, take: Path | None) -> dict[str, float]:
    scores = takes.read_scores(take, verdict.part, unit.scorers_sha256) if take is not None else None
    return {
        score.measure: round(score.value, 4)
        for score in scores or ()
        if score.value is not None and (score.provenance == "engine_masks" or score.measure in TOLD)
    }


def _still(plan: ShotPlan, verdict: Verdict, take: Path | None) -> str | None:
    """sha256 of the keyframe, where it passed, no mouth need move, and the shot begins with no picture of its own."""
    given = plan.still_sha256 is not None or plan.start_from is not None
    if take is None or verdict.part != "clip" or given or any(mouth.seen for mouth in plan.mouths):
        return None
    return file_sha256(take / KEYFRAME)
