"""The figures of a crew that thinks: failures are counted, questions grow with the scenes and with nothing else."""

from __future__ import annotations

import pytest

from film.errors import SetupError
from studio import bench_minds
from studio.bench_minds import fuzzed_films, measure_minds, planned_by_server
from tests.graphs import fuzzing


@pytest.fixture(scope="module")
def planned() -> dict[int, bench_minds.ServedPlan]:
    return {scenes: planned_by_server(scenes) for scenes in (10, 20, 40)}


@pytest.mark.film
def test_questions_grow_linearly_with_the_scenes(planned):
    ten, twenty, forty = (planned[scenes].questions for scenes in (10, 20, 40))
    a_scene = (twenty - ten) / 10
    assert a_scene == 5, "broken down, set in time, covered, supervised, reviewed: one question each"
    assert forty - twenty == 20 * a_scene
    assert ten - 10 * a_scene == len(bench_minds.PEOPLE) + len(bench_minds.PLACES), "the rest: cast and places, once"


@pytest.mark.film
def test_nobody_stands_in_for_a_mind_that_answers_rightly(planned):
    assert {plan.stood_in for plan in planned.values()} == {0}
    assert all(plan.overhead_ms > 0 for plan in planned.values())


def test_the_bench_gives_the_keys_of_the_issue(monkeypatch):
    monkeypatch.setattr(bench_minds, "FUZZED_FILMS", 2)
    monkeypatch.setattr(bench_minds, "SCENES", 2)
    monkeypatch.setattr(bench_minds, "REPEATS", 1)
    figures = measure_minds()
    assert set(figures) == {"fuzz_films", "fuzz_failures", "question_overhead_ms", "questions_per_scene"}
    assert (figures["fuzz_films"], figures["fuzz_failures"]) == (2, 0)
    assert figures["questions_per_scene"] == (2 * 5 + 3 + 2) / 2 and figures["question_overhead_ms"] > 0


def test_films_that_fail_are_counted_and_named(monkeypatch):
    monkeypatch.setattr(fuzzing, "fuzzed", lambda seed, runs: "no finished version" if seed % 2 else "")
    assert fuzzed_films(range(4)) == ["film 1: no finished version", "film 3: no finished version"]


def test_without_the_tests_a_sentence_says_what_to_do(monkeypatch):
    def missing(name: str):
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(bench_minds.importlib, "import_module", missing)
    with pytest.raises(SetupError, match="checkout"):
        fuzzed_films([0])
