"""A calibration on disk: the YAML of a scorer's bounds, in the form of ``film.thresholds``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from film.thresholds import Calibrated, CalibratedGate, Thresholds
from tools.score.calibration.pairs import Found
from tools.whole import write_whole

GUARD = 0.002
"""Encoders drift by 2-4e-4 between builds and devices (facts/metrics.md 1.3); values are compared rounded to 0.001."""
DIGITS = 4
_HEADER = "# Bounds measured for one scorer; they serve where it takes the scores. Made by: {command}\n\n"


def gate_of(found: Found) -> CalibratedGate:
    """The gate: its guard band ends at the threshold, so that what the sample let pass still passes."""
    told = found.calibration
    above = found.above
    apart = "apart" if told.separable else f"overlapping, equal error {told.eer:.1%} at {told.eer_threshold:.3f}"
    return CalibratedGate(
        measure=found.measure,
        part=found.part,
        at_least=math.floor((told.threshold - GUARD) * 10**DIGITS) / 10**DIGITS,
        at_most=None if above is None else math.ceil((GUARD - above.threshold) * 10**DIGITS) / 10**DIGITS,
        guard=GUARD,
        spread=round(told.spread, DIGITS),
        evidence=f"{told.genuine} genuine, {told.impostor} impostor, {apart}; FAR {told.far:.1%}, FRR {told.frr:.1%}"
        + (f"; from above FAR {above.far:.1%}, FRR {above.frr:.1%}" if above is not None else ""),
        genuine=told.genuine,
        impostor=told.impostor,
        low=round(told.low, DIGITS),
        high=round(told.high, DIGITS),
        far=round(told.far, DIGITS),
        frr=round(told.frr, DIGITS),
        eer=round(told.eer, DIGITS),
    )


def thresholds_of(scorer: str, found: Sequence[Found], calibrated: Calibrated, same: float | None = None) -> Thresholds:
    """The bounds of one scorer; ``same`` is the cosine from which two faces are one person's, for face models."""
    return Thresholds(
        scorer=scorer,
        calibrated=calibrated,
        gates=tuple(gate_of(each) for each in found if each.scorer == scorer),
        same_person=None if same is None else round(same, DIGITS),
    )


def write_thresholds(path: Path, thresholds: Thresholds) -> None:
    """Write the YAML, whole; the same bounds always give the same bytes."""
    import yaml

    data: dict[str, Any] = thresholds.model_dump(mode="json", exclude_none=True)
    gates = data.pop("gates")
    text = _HEADER.format(command=thresholds.calibrated.command)
    text += yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)
    rows = (yaml.safe_dump(gate, sort_keys=False, default_flow_style=True, width=10_000).strip() for gate in gates)
    text += "gates:\n" + "".join(f"- {row}\n" for row in rows)
    write_whole(path, text.encode("utf-8"))
