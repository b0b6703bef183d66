"""One verdict from scores and gates: what fails, what is unknown, what is best among the failed."""

from __future__ import annotations

from typing import Any

import pytest

from film.errors import ConfigError
from film.verdict import Gate, Score
from tools.score.verdict import judge

GATES = (
    Gate(measure="blur", part="clip", at_most=0.5),
    Gate(measure="clip_text", part="clip", at_least=0.22, guard=0.002),
    Gate(measure="frame_count", part="clip", at_most=0),
    Gate(measure="blur", part="keyframe", at_most=0.45),
)


def score(measure: str, value: float | None, **fields: Any) -> Score:
    return Score(measure=measure, value=value, scorer="test@1", **fields)


def good(**values: float) -> list[Score]:
    return [score(m, v) for m, v in {"blur": 0.1, "clip_text": 0.3, "frame_count": 0.0, **values}.items()]


def test_all_gates_passed():
    verdict = judge(good(), GATES, ("blur",), "clip")
    assert (verdict.status, verdict.merit, len(verdict.findings)) == ("pass", 1.0, 3)


@pytest.mark.parametrize(
    ("value", "status"), [(0.2199, "fail"), (0.2214, "fail"), (0.2216, "pass"), (0.222, "pass"), (0.3, "pass")]
)
def test_a_guard_band_fails_inside_the_bound_and_values_are_rounded(value, status):
    assert judge(good(clip_text=value), GATES, (), "clip").status == status


def test_a_failed_gate_fails_the_take_required_or_not():
    verdict = judge(good(blur=0.7), GATES, (), "clip")
    assert verdict.status == "fail"
    assert [finding.measure for finding in verdict.failed] == ["blur"]
    assert "0.7 is over 0.5" in verdict.failed[0].why


def test_unknown_never_passes_a_required_gate_and_never_fails_an_optional_one():
    scores = [*good()[:1], score("clip_text", None, status="unknown", evidence={"why": "no model"}), good()[2]]
    assert judge(scores, GATES, ("clip_text",), "clip").status == "unknown"
    assert judge(scores, GATES, ("blur",), "clip").status == "pass"
    assert judge(good()[:1], GATES, ("frame_count",), "clip").status == "unknown"


def test_a_measured_score_without_a_value_is_unknown():
    assert judge([score("blur", None)], GATES, ("blur",), "clip").status == "unknown"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_is_unknown_and_says_whose_it_is(value):
    verdict = judge(good(clip_text=value), GATES, ("clip_text",), "clip")
    assert verdict.status == "unknown"
    (finding,) = [finding for finding in verdict.findings if finding.status == "unknown"]
    assert finding.measure == "clip_text" and "test@1" in finding.why and "no number" in finding.why


def test_no_gate_reads_what_an_engine_says_of_its_own_masks():
    masks = score("blur", 0.1, provenance="engine_masks")
    with pytest.raises(ConfigError, match="'blur' would read the engine's own masks"):
        judge([masks, *good()[1:]], GATES, (), "clip")
    recorded = score("cast_seen", 0.0, provenance="engine_masks")
    assert judge([*good(), recorded], GATES, (), "clip").status == "pass", "what has no gate is only recorded"


def test_what_does_not_apply_neither_passes_nor_fails():
    scores = [*good()[:2], score("frame_count", None, status="not_applicable")]
    verdict = judge(scores, GATES, ("frame_count",), "clip")
    assert (verdict.status, verdict.merit) == ("pass", 1.0)


def test_a_failure_outranks_an_unknown():
    scores = [score("blur", 0.9), score("clip_text", None, status="unknown"), score("frame_count", 0)]
    assert judge(scores, GATES, ("clip_text",), "clip").status == "fail"


def test_each_part_has_its_own_bounds():
    assert judge([score("blur", 0.47)], GATES, (), "keyframe").status == "fail"
    assert judge(good(blur=0.47), GATES, (), "clip").status == "pass"


def test_merit_orders_by_gates_passed_and_by_the_worst_miss():
    near, far, worse = good(blur=0.55), good(blur=0.95), good(blur=0.95, frame_count=3)
    merits = [judge(scores, GATES, (), "clip").merit for scores in (near, far, worse)]
    assert merits == sorted(merits, reverse=True)
    assert len(set(merits)) == 3


def test_a_miss_is_counted_in_the_spread_of_good_takes_where_that_is_known():
    def merit(value: float, spread: float | None) -> float:
        gate = Gate(measure="clip_size", part="clip", at_least=0.001, spread=spread)
        return judge([score("clip_size", value)], (gate,), (), "clip").merit

    assert merit(-0.01, None) == merit(-0.5, None) == -1, "relative to a bound near 0 any miss is whole"
    assert merit(-0.009, 0.01) == pytest.approx(-0.25)
    assert merit(-0.009, 0.01) > merit(-0.019, 0.01) > merit(-0.5, 0.01) == -1


def test_merit_leaves_out_what_nobody_could_measure_unless_it_is_required():
    failing = good(blur=0.55)
    without = [failing[0], score("clip_text", None, status="unknown"), failing[2]]
    not_asked = [failing[0], score("clip_text", None, status="not_applicable"), failing[2]]
    unknown, required = (judge(without, GATES, names, "clip").merit for names in ((), ("clip_text",)))
    assert judge(not_asked, GATES, ("clip_text",), "clip").merit == unknown
    assert required < unknown < judge(failing, GATES, (), "clip").merit


def test_the_order_of_scores_does_not_matter():
    assert judge(good(), GATES, (), "clip") == judge(good()[::-1], GATES, (), "clip")


def test_a_required_measure_without_a_gate_and_a_doubled_score_are_refused():
    with pytest.raises(ConfigError, match="sparkle"):
        judge(good(), GATES, ("sparkle",), "clip")
    with pytest.raises(ConfigError, match="one name"):
        judge([*good(), score("blur", 0.2)], GATES, (), "clip")
