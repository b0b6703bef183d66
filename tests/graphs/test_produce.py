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


def test_a_lost_film_is_cut_again_from_its_takes(script, tmp_path):
    made = make(script, tmp_path / "runs", rehearsal())
    for path in made.folder.films.glob("*.mp4"):
        path.unlink()
    workers = rehearsal()
    again = session.resume(made.folder.root, hire=lambda count: workers)
    assert again.version == made.version
    assert {verb for verb, _ in workers.log} <= {"mix", "cut"}
    assert all(made.folder.film_path(film.file_sha256).exists() for film in made.version.films.values())


def test_clean_leaves_a_film_in_work_alone(script, tmp_path):
    from tools.run.clean import clean

    whole = rehearsal()
    make(script, tmp_path / "whole", whole)
    runs = tmp_path / "runs"
    with pytest.raises(KeyboardInterrupt):
        make(script, runs, rehearsal(stop_before=len(whole.log) - 1))
    run = next(runs.iterdir())
    clean(session.RunFolder.open(run))
    rest = rehearsal()
    made = session.resume(run, hire=lambda count: rest)
    assert len(rest.log) == 1 and made.version.films


def test_a_kill_while_the_run_is_created_locks_nobody_out(script, tmp_path):
    root = tmp_path / "runs" / "two-rooms"
    root.mkdir(parents=True)
    (root / "run.json.77.partial").write_text("{")
    assert make(script, tmp_path / "runs", rehearsal()).version is not None


def test_out_shows_the_version_that_stands(script, tmp_path):
    runs = tmp_path / "runs"
    first = make(script, runs, rehearsal(), seed=1)
    second = make(script, runs, rehearsal(), seed=2)
    assert first.version.films != second.version.films
    workers = rehearsal()
    back = make(script, runs, workers, seed=1)
    assert back.version == first.version and workers.log == []
    assert workers.delivered == [film.file_sha256 for film in first.version.films.values()]


def test_a_plan_that_nobody_saw_is_not_approved_by_a_resume(script, tmp_path):
    class Dies(RehearsalWorkers):
        def _speak(self, folder, job):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(script, tmp_path / "runs", Dies(configuration.gates(), durable=False), approve="plan")
    run = next((tmp_path / "runs").iterdir())
    assert session.resume(run, approve=True, hire=lambda count: rehearsal()).version is None
    assert session.resume(run, approve=True, hire=lambda count: rehearsal()).version is not None


def test_a_take_that_cannot_be_made_is_on_record_and_the_film_goes_on(script, tmp_path):
    from film.errors import RenderError

    class Breaks(RehearsalWorkers):
        def _clip(self, folder, job):
            if "/sh0010/tk01" in job["take"]:
                raise RenderError("the lens fell off")
            return super()._clip(folder, job)

    made = make(script, tmp_path / "runs", Breaks(configuration.gates(), durable=False))
    broken = list(Transcript(made.folder.transcript).entries("broken_take"))
    assert broken and all(entry["error"] == "the lens fell off" for entry in broken)
    assert not any(circled.held for circled in made.version.circled.values())
    assert any(circled.take.startswith("tk02") for circled in made.version.circled.values())


def film_json(path: Path, **changes) -> Path:
    from tests.film.films import small_series

    data = small_series().model_dump(mode="json")
    data.update(changes)
    path.write_text(json.dumps(data))
    return path


def test_a_film_in_json_keeps_its_own_seed_and_can_be_made_in_part(tmp_path):
    made = make(film_json(tmp_path / "film.json", seed=7), tmp_path / "runs", rehearsal(), seed=1)
    other = make(film_json(tmp_path / "other.json", seed=7), tmp_path / "other", rehearsal(), seed=99)
    assert made.version.series.seed == 7 and made.version.circled == other.version.circled


def test_a_shot_that_starts_from_another_changes_with_its_take(tmp_path):
    from tests.film.films import small_series

    data = small_series().model_dump(mode="json")
    shots = data["episodes"][0]["scenes"][0]["shots"]
    shots[2]["start_from"] = shots[1]["id"]
    path = tmp_path / "film.json"
    path.write_text(json.dumps(data))
    runs = tmp_path / "runs"
    first = make(path, runs, rehearsal()).version.circled
    shots[1]["roll"] = 1
    path.write_text(json.dumps(data))
    second = make(path, runs, rehearsal()).version.circled
    changed = {shot_id for shot_id in first if first[shot_id].take_id != second[shot_id].take_id}
    assert changed == {shots[1]["id"], shots[2]["id"]}


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda shots: shots[1].update(start_from=shots[1]["id"]), "from itself"),
        (lambda shots: shots[1].update(start_from="ep09/sc001/sh0010"), "which is no shot"),
        (lambda shots: shots[1].update(spoken=[{"line_id": "ep01/sc001/ln9990"}]), "which is no line"),
    ],
)
def test_a_film_whose_ids_do_not_hold_is_refused(tmp_path, damage, says):
    from film.errors import ScriptError
    from tests.film.films import small_series

    data = small_series().model_dump(mode="json")
    damage(data["episodes"][0]["scenes"][0]["shots"])
    path = tmp_path / "film.json"
    path.write_text(json.dumps(data))
    with pytest.raises(ScriptError, match=says):
        make(path, tmp_path / "runs", rehearsal())


def test_a_run_may_be_named_by_a_relative_path(script, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = make(script, Path("elsewhere"), rehearsal())
    assert made.folder.root == tmp_path / "elsewhere" / "two-rooms"
