"""Whole films by minds that answer nonsense, break off or die: each is made, on record, and made again by replay."""

from __future__ import annotations

import pytest

from crew.minds.nonsense import NonsenseMind
from crew.minds.replay import ReplayMind, record_of
from tests.graphs.fuzzing import FAULTS, film_by, fuzzed, wrong_with
from tools.run.transcript import Transcript

SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.film) for seed in range(4, 30))]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_film_is_made_and_its_record_holds(tmp_path, seed):
    assert fuzzed(seed, tmp_path) == ""


def test_thirty_films_meet_every_fault_of_a_server():
    assert {FAULTS[seed // 2 % len(FAULTS)] for seed in range(1, 30, 2)} == set(FAULTS)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.film) for seed in range(2, 10))])
def test_a_nonsense_film_is_made_again_from_its_record(tmp_path, seed):
    mind = NonsenseMind(seed, troubles=0.2 * (seed % 5), dies_after=seed if seed % 3 == 0 else None)
    outcome = film_by(mind, tmp_path / "first")
    assert wrong_with(outcome, mind) == ""
    record = Transcript(outcome.folder.transcript)
    replayed = film_by(ReplayMind(record_of("first", record, record)), tmp_path / "second")
    assert replayed.version == outcome.version


def test_a_film_that_raises_or_lacks_its_record_is_counted(tmp_path, monkeypatch):
    mind = NonsenseMind(2)
    outcome = film_by(mind, tmp_path)
    outcome.folder.transcript.write_text("", "utf-8")
    assert "circled" in wrong_with(outcome, mind)
    monkeypatch.setattr("tests.graphs.fuzzing.film_by", lambda *_: 1 / 0)
    assert "ZeroDivisionError" in fuzzed(2, tmp_path / "raises")
