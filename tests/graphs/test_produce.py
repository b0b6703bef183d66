"""The whole crew with token pictures: paths taken, kills survived, nothing made twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from configs import settings as configuration
from configs.settings import Settings
from graphs import session
from graphs.rehearsal import RehearsalWorkers
from tools.run import versions
from tools.run.explain import explain, in_words, status_of
from tools.run.transcript import Transcript

SCRIPT = """Title: Two Rooms

INT. KITCHEN - NIGHT

MARA, 30, in a red coat, waits by the window.

JON
You came back.

MARA
(quietly)
I said I would.

EXT. STREET - DAY

JON, 44, bearded, walks away in the rain. Mara watches him go.
"""


@pytest.fixture
def script(tmp_path) -> Path:
    path = tmp_path / "two.fountain"
    path.write_text(SCRIPT)
    return path


def make(script: Path, runs: Path, workers: RehearsalWorkers, **changes) -> session.Outcome:
    settings = Settings(mind="understudy", engine="rehearsal", **changes)
    return session.make(settings, [script], runs=runs, hire=lambda count: workers)


def rehearsal(passes=lambda shot_id, attempt: True, **more) -> RehearsalWorkers:
    return RehearsalWorkers(configuration.gates(), passes, durable=False, **more)


def test_a_film_is_made_and_made_again_for_nothing(script, tmp_path):
    first = rehearsal()
    made = make(script, tmp_path / "runs", first)
    assert made.version is not None and made.version.films
    assert set(made.version.circled) == {shot.id for _, _, shot in made.version.series.walk()}
    again = rehearsal()
    second = make(script, tmp_path / "runs", again)
    assert again.log == [] and second.version == made.version


def test_a_failed_take_is_shot_again_and_the_third_time_changes_the_plan(script, tmp_path):
    made = make(script, tmp_path / "runs", rehearsal(lambda shot_id, attempt: attempt >= 5))
    folder = made.folder
    shot = next(iter(made.version.circled))
    report = explain(folder, shot)
    assert [take["attempt"] for take in report["takes"]] == [1, 2, 3, 4, 5]
    remedies = [take["remedies"][0] for take in report["takes"][:-1]]
    assert any(remedy["edits"] for remedy in remedies[2:]), "after three failed takes the plan changes"
    assert not made.version.circled[shot].held
    assert "circled" in in_words(report)
    assert made.rerolls == 4 * len(made.version.circled)


def test_at_the_limit_the_best_take_is_held(script, tmp_path):
    made = make(script, tmp_path / "runs", rehearsal(lambda shot_id, attempt: False))
    assert all(circled.held for circled in made.version.circled.values())
    limit = made.version.profile.takes
    takes = Counter(e["shot"] for e in Transcript(made.folder.transcript).entries("verdict") if e["part"] == "clip")
    assert set(takes.values()) == {limit}
    assert status_of(made.folder)["held"] == sorted(made.version.circled)


def test_killed_before_any_effect_it_goes_on_and_repeats_nothing(script, tmp_path):
    def passes(shot_id: str, attempt: int) -> bool:
        return attempt >= 2 or not shot_id.endswith("0020")

    whole = rehearsal(passes)
    wanted = make(script, tmp_path / "whole", whole).version
    for stop in range(len(whole.log)):
        runs = tmp_path / f"killed-{stop}"
        killed = rehearsal(passes, stop_before=stop)
        with pytest.raises(KeyboardInterrupt):
            make(script, runs, killed)
        rest = rehearsal(passes)
        made = session.resume(next(runs.iterdir()), hire=lambda count, rest=rest: rest)
        assert sorted(killed.log + rest.log) == sorted(whole.log), f"killed before effect {stop}"
        assert made.version.films == wanted.films and made.version.circled == wanted.circled


def test_no_question_is_asked_twice(script, tmp_path):
    made = make(script, tmp_path / "runs", rehearsal())
    ids = [json.loads(line)["id"] for line in made.folder.transcript.read_text().splitlines()]
    assert len(ids) == len(set(ids))
    assert {d.agent for d in Transcript(made.folder.transcript).values()} >= {"screenwriter", "director", "continuity"}


def test_a_finished_run_needs_no_checkpoints(script, tmp_path):
    made = make(script, tmp_path / "runs", rehearsal())
    for path in made.folder.root.glob("checkpoints.sqlite*"):
        path.unlink()
    shot = next(iter(made.version.circled))
    assert explain(made.folder, shot)["stands"] and status_of(made.folder)["finished"]
    again = rehearsal()
    assert make(script, tmp_path / "runs", again).version == made.version and again.log == []


def test_finished_threads_are_pruned(script, tmp_path):
    import sqlite3

    made = make(script, tmp_path / "runs", rehearsal())
    with sqlite3.connect(made.folder.checkpoints) as connection:
        assert connection.execute("select count(*) from checkpoints").fetchone() == (0,)
        assert connection.execute("select count(*) from writes").fetchone() == (0,)


def test_a_changed_script_shoots_only_what_it_touches(script, tmp_path):
    runs = tmp_path / "runs"
    first = make(script, runs, rehearsal())
    script.write_text(SCRIPT.replace("Mara watches him go.", "Mara runs after him through the fog."))
    second = rehearsal()
    made = make(script, runs, second)
    assert made.version.number == 2 and made.version.parent == 1
    kitchen = "ep01/sc001/"
    assert {k: v for k, v in made.version.circled.items() if k.startswith(kitchen)} == {
        k: v for k, v in first.version.circled.items() if k.startswith(kitchen)
    }
    assert second.log and not [subject for verb, subject in second.log if subject.startswith(kitchen)]


def test_a_plan_waits_for_its_yes(script, tmp_path):
    workers = rehearsal()
    waiting = make(script, tmp_path / "runs", workers, approve="plan")
    assert waiting.version is None and workers.log == []
    still = session.resume(waiting.folder.root, hire=lambda count: workers)
    assert still.version is None and versions.numbers(waiting.folder) == []
    made = session.resume(waiting.folder.root, approve=True, hire=lambda count: workers)
    assert made.version is not None and made.version.films
