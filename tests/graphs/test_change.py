"""A change by talking, with token pictures: what is touched is shot, nothing else, and a yes can be taken back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from configs import settings as configuration
from configs.settings import Settings
from film.canonical import canonical_json
from film.changes import ChangeSet, Selector, apply
from film.cut_plan import CutPlan
from film.edits import Edit
from film.errors import ChangeError, RunBusy, RunError
from film.touched import touched
from graphs import changing, session, standing
from graphs.rehearsal import RehearsalWorkers
from tests.film.films import big_series
from tests.film.random_changes import random_change
from tools.run import audit, inbox, versions
from tools.run.folder import RunFolder, RunLock

DARKER = ChangeSet(where=Selector(episodes=("ep02",)), edits=(Edit(path="grade.brightness_stops", op="adjust", value=-0.6),))
CLOSER = ChangeSet(
    where=Selector(scenes=("ep01/sc002",)), edits=(Edit(path="shot.state.camera.size", op="adjust", value=1),)
)


def rehearsal(**more) -> RehearsalWorkers:
    return RehearsalWorkers(configuration.gates(), durable=False, **more)


def film(folder: Path, shots: int = 60) -> RunFolder:
    """A finished film of that many shots in two episodes."""
    script = folder / "film.json"
    script.write_text(canonical_json(big_series(shots)), "utf-8")
    settings = Settings(mind="understudy", engine="rehearsal")
    return session.make(settings, [script], runs=folder / "runs", hire=lambda count: rehearsal()).folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return film(tmp_path_factory.mktemp("film"))


@pytest.fixture(autouse=True)
def links_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Token clips have no timeline: ``out/`` gets its links and nothing else."""

    def deliver(job: dict[str, Any], send: Any) -> list[str]:
        folder = RunFolder(Path(job["run"]))
        return [folder.link_out(f"{folder.get(job['plan'], CutPlan).episode_id}.mp4", folder.film_path(job["film"])).name]

    monkeypatch.setattr("graphs.jobs.deliver", deliver)


@pytest.fixture
def run(finished: RunFolder, tmp_path: Path) -> RunFolder:
    """A copy of the finished film, to be changed."""
    shutil.copytree(finished.root, tmp_path / "run", symlinks=True)
    return RunFolder.open(tmp_path / "run")


def change(run: RunFolder, asked: ChangeSet | str, workers: RehearsalWorkers | None = None, **more) -> changing.Proposal:
    workers = workers or rehearsal()
    words = {"note": asked} if isinstance(asked, str) else {"change": asked}
    return changing.propose(run.root, actor="test", hire=lambda count: workers, mind="understudy", **{"yes": True, **words, **more})


def shot_again(workers: RehearsalWorkers) -> list[str]:
    return sorted({subject.split(" ")[0] for verb, subject in workers.log if verb == "clip"})


def films_of(run: RunFolder) -> dict[str, str]:
    version = versions.standing(run)
    assert version is not None
    return {episode: made.file_sha256 for episode, made in version.films.items()}


def test_the_finish_darkens_an_episode_without_a_camera(run: RunFolder):
    before, workers = films_of(run), rehearsal()
    told = change(run, DARKER, workers)
    assert told.status == "done" and told.version == 2 and told.shoots == () and told.recuts == ("ep02",)
    assert [verb for verb, _ in workers.log] == ["cut"]
    assert films_of(run)["ep01"] == before["ep01"] and films_of(run)["ep02"] != before["ep02"]


def test_closer_shoots_the_scene_and_nothing_else(run: RunFolder):
    workers = rehearsal()
    told = change(run, CLOSER, workers)
    standing_film = versions.read_version(run, 1).series
    scene = next(s for e in standing_film.episodes for s in e.scenes if s.id == "ep01/sc002")
    wanted = sorted(s.id for s in scene.shots if s.state.camera.size != "extreme_close" and not s.omitted)
    assert shot_again(workers) == wanted == sorted(told.shoots)
    assert told.recuts == ("ep01",) and told.remixes == ()


def test_what_is_promised_is_what_is_shot_over_many_changes(run: RunFolder):
    """The same generator as the bench, fewer of them; each change on top of the one before."""
    for seed in range(12):
        before = versions.standing(run)
        assert before is not None
        asked = random_change(before.series, seed)
        found = touched(before.series, apply(before.series, asked), before.profile)
        workers = rehearsal()
        told = change(run, asked, workers)
        assert told.status in ("done", "nothing"), told
        assert shot_again(workers) == sorted(told.shoots), asked
        assert set(told.shoots) <= set(found.takes), asked
        after = versions.standing(run)
        assert after is not None
        for shot_id, circled in after.circled.items():
            if shot_id not in found.takes and after.series.find(shot_id)[2].pin is None and shot_id in before.circled:
                assert circled == before.circled[shot_id], f"{shot_id} was not touched by {asked}"


def test_undo_and_redo_render_nothing_and_give_the_same_bytes(run: RunFolder):
    first = films_of(run)
    change(run, CLOSER)
    second = films_of(run)
    assert standing.undo(run.root, actor="test") == 1 and films_of(run) == first
    assert (run.out / "ep01.mp4").resolve() == run.film_path(first["ep01"])
    assert standing.redo(run.root, actor="test") == 2 and films_of(run) == second
    with pytest.raises(RunError, match="redo"):
        standing.redo(run.root, actor="test")
    assert standing.checkout(run.root, 1, actor="test") == 1
    assert standing.undo(run.root, actor="test") == 2


def test_a_change_that_is_taken_back_by_hand_shoots_nothing(run: RunFolder):
    first = versions.standing(run)
    change(run, CLOSER)
    back = ChangeSet(base=1, reason="as it was")
    workers = rehearsal()
    told = change(run, back, workers)
    assert told.status == "done" and told.shoots == () and shot_again(workers) == []
    again = versions.standing(run)
    assert first and again and again.circled == first.circled and again.films == first.films


def test_it_waits_for_a_yes_and_another_door_gives_it(run: RunFolder):
    before = films_of(run)
    told = change(run, CLOSER, yes=False)
    assert told.status == "waits" and told.stills and told.sheet and films_of(run) == before
    seen = changing.pending(run.root)
    assert seen is not None and seen.shoots == told.shoots and seen.id == told.id
    workers = rehearsal()
    made = changing.approve(run.root, actor="client", hire=lambda count: workers)
    assert made.status == "done" and made.version == 2 and versions.standing(run).change.edits == CLOSER.edits
    previewed = {still.shot for still in told.stills}
    keyframes = {subject.split(" ")[0] for verb, subject in workers.log if verb == "keyframe"}
    assert not keyframes & previewed, "the shoot goes on from the previewed keyframes"
    assert changing.pending(run.root) is None and not inbox.items(run)


def test_no_leaves_nothing_behind(run: RunFolder):
    before = films_of(run)
    change(run, CLOSER, yes=False)
    told = changing.abandon(run.root, actor="client")
    assert told.status == "done" and films_of(run) == before and versions.numbers(run) == [1]
    assert changing.pending(run.root) is None and not (run.previews / told.id).exists()


def test_a_dry_run_leaves_no_trace(run: RunFolder):
    told = change(run, CLOSER, dry_run=True)
    assert told.status == "waits" and told.shoots and not told.stills
    assert versions.numbers(run) == [1] and not inbox.items(run) and changing.pending(run.root) is None


def test_a_preview_of_another_version_is_made_anew(run: RunFolder):
    change(run, DARKER)
    told = change(run, CLOSER, yes=False)
    standing.undo(run.root, actor="test")
    again = changing.approve(run.root, actor="client", hire=lambda count: rehearsal())
    assert again.status == "waits" and again.id == told.id, "nobody has seen it on the film as it is now"
    assert changing.approve(run.root, actor="client", hire=lambda count: rehearsal()).status == "done"


def test_a_lock_is_met_and_holds(run: RunFolder):
    standing.lock(run.root, ("ep02",), actor="client")
    before, workers = films_of(run), rehearsal()
    told = change(run, DARKER, workers)
    assert told.status == "answer" and told.locked == ("ep02",) and "locked" in told.answer
    assert films_of(run) == before and workers.log == []
    change(run, CLOSER)
    assert films_of(run)["ep02"] == before["ep02"]
    standing.unlock(run.root, ("ep02",), actor="client")
    assert change(run, DARKER).status == "done"


def test_a_locked_shot_keeps_its_take(run: RunFolder):
    shot = next(s.id for _, scene, s in versions.standing(run).series.walk() if scene.id == "ep01/sc002")
    standing.lock(run.root, (shot,), actor="client")
    assert change(run, CLOSER).locked == (shot,)
    spared = CLOSER.model_copy(update={"where": Selector(scenes=("ep01/sc002",), but=Selector(shots=(shot,)))})
    assert change(run, spared).status == "done"


def test_killed_before_any_effect_the_film_is_the_old_or_the_new(finished: RunFolder, tmp_path: Path):
    def copy(name: str) -> RunFolder:
        shutil.copytree(finished.root, tmp_path / name, symlinks=True)
        return RunFolder.open(tmp_path / name)

    whole = rehearsal()
    run = copy("whole")
    old = films_of(run)
    change(run, CLOSER, whole)
    new = films_of(run)
    for stop in range(len(whole.log)):
        run = copy(f"killed-{stop}")
        killed, rest = rehearsal(stop_before=stop), rehearsal()
        with pytest.raises(KeyboardInterrupt):
            change(run, CLOSER, killed)
        assert films_of(run) == old
        session.resume(run.root, hire=lambda count, rest=rest: rest)
        assert films_of(run) == new and sorted(killed.log + rest.log) == sorted(whole.log)
    run = copy("abandoned")
    with pytest.raises(KeyboardInterrupt):
        change(run, CLOSER, rehearsal(stop_before=3))
    changing.abandon(run.root, actor="test")
    assert films_of(run) == old and versions.numbers(run) == [1]


def test_a_note_that_comes_while_another_is_shot_is_queued(run: RunFolder):
    with RunLock(run):
        told = change(run, DARKER)
        assert told.status == "queued"
        with pytest.raises(RunBusy):
            changing.approve(run.root, actor="client")
    assert change(run, CLOSER).status == "done"
    standing_now = versions.standing(run)
    assert standing_now.number == 3 and standing_now.series.episodes[1].finish.grade.brightness_stops == -0.6


def test_a_change_that_fits_nothing_is_refused_with_a_sentence(run: RunFolder):
    wrong = ChangeSet(where=Selector(scenes=("sc099",)), edits=(Edit(path="shot.roll", op="adjust", value=1),))
    with pytest.raises(ChangeError, match="sc099"):
        change(run, wrong)
    assert not inbox.items(run) and versions.numbers(run) == [1]


def test_every_act_is_in_the_audit_log(run: RunFolder):
    change(run, CLOSER)
    standing.undo(run.root, actor="anna")
    standing.lock(run.root, ("ep01",), actor="client")
    acts = [(entry["act"], entry["actor"], entry["before"], entry["after"]) for entry in audit.acts(run)]
    assert acts[-3:] == [("changed", "test", 1, 2), ("undo", "anna", 2, 1), ("locked", "client", 1, 1)]
    assert audit.check(run).first_bad_line is None


def test_a_session_of_notes(run: RunFolder):
    assert change(run, "make episode 2 darker").version == 2
    assert change(run, "a bit more").version == 3
    grade = [versions.read_version(run, n).series.episodes[1].finish.grade.brightness_stops for n in (1, 2, 3)]
    assert grade[0] > grade[1] > grade[2]
    assert change(run, "undo").version == 2
    assert change(run, "go back to version 1").version == 1
    assert films_of(run) == {e: f.file_sha256 for e, f in versions.read_version(run, 1).films.items()}


def test_two_sessions_of_the_same_notes_are_equal(finished: RunFolder, tmp_path: Path):
    found = []
    for name in ("one", "two"):
        shutil.copytree(finished.root, tmp_path / name, symlinks=True)
        run = RunFolder.open(tmp_path / name)
        change(run, CLOSER)
        change(run, "make episode 2 darker")
        found.append([versions.read_version(run, n).model_dump() for n in (2, 3)])
    assert found[0] == found[1]


def test_what_was_locked_since_the_preview_is_not_touched(run: RunFolder):
    before = films_of(run)
    change(run, DARKER, yes=False)
    standing.lock(run.root, ("ep02",), actor="client")
    told = changing.approve(run.root, actor="test", hire=lambda count: rehearsal())
    assert told.status == "answer" and told.locked == ("ep02",)
    assert films_of(run) == before and versions.numbers(run) == [1] and not inbox.items(run)


def test_a_begun_change_that_meets_a_new_lock_is_dropped_whole(run: RunFolder):
    before = films_of(run)
    with pytest.raises(KeyboardInterrupt):
        change(run, CLOSER, rehearsal(stop_before=3))
    standing.lock(run.root, ("ep01/sc002",), actor="client")
    with pytest.raises(RunError, match="locked"):
        session.resume(run.root, hire=lambda count: rehearsal())
    assert films_of(run) == before and versions.numbers(run) == [1] and not inbox.items(run)


def test_an_edited_script_may_not_touch_what_is_locked(tmp_path: Path):
    folder = film(tmp_path, 12)
    standing.lock(folder.root, ("ep01",), actor="client")
    series = big_series(12)
    script = tmp_path / "film.json"
    script.write_text(canonical_json(apply(series, ChangeSet(where=Selector(episodes=("ep01",)), edits=CLOSER.edits))), "utf-8")
    workers = rehearsal()
    with pytest.raises(ChangeError, match="locked"):
        session.make(Settings(mind="understudy", engine="rehearsal"), [script], runs=tmp_path / "runs", hire=lambda count: workers)
    assert workers.log == [] and versions.numbers(folder) == [1]


def test_nothing_is_undone_underneath_a_half_made_change(run: RunFolder):
    change(run, DARKER)
    with pytest.raises(KeyboardInterrupt):
        change(run, CLOSER, rehearsal(stop_before=3))
    with pytest.raises(RunError, match="half made"):
        standing.undo(run.root, actor="test")
    changing.abandon(run.root, actor="test")
    assert standing.undo(run.root, actor="test") == 1


def test_a_bad_note_of_another_door_does_not_fail_this_one(run: RunFolder):
    wrong = ChangeSet(where=Selector(scenes=("sc099",)), edits=(Edit(path="shot.roll", op="adjust", value=1),))
    with RunLock(run):
        assert change(run, wrong).status == "queued"
    assert change(run, DARKER).version == 2 and not inbox.items(run)
    assert any(entry["act"] == "refused" for entry in audit.acts(run))


@pytest.mark.parametrize("name", ["../../nowhere", "tk99-00000000"])
def test_a_pin_must_name_a_take_that_is_there(run: RunFolder, name: str):
    shot = next(s.id for _, _, s in versions.standing(run).series.filmed())
    pin = ChangeSet(where=Selector(shots=(shot,)), edits=(Edit(path="shot.pin", value={"take": name, "take_id": "0" * 64}),))
    with pytest.raises(ChangeError, match="no finished take"):
        change(run, pin)
    assert not inbox.items(run)


def test_a_chosen_take_stands_and_is_cut_in_without_shooting(run: RunFolder):
    shot = next(s.id for _, _, s in versions.standing(run).series.filmed())
    reroll = ChangeSet(where=Selector(shots=(shot,)), edits=(Edit(path="shot.roll", op="adjust", value=1),))
    first = versions.standing(run).circled[shot]
    change(run, reroll)
    assert versions.standing(run).circled[shot] != first
    pin = Edit(path="shot.pin", value={"take": first.take, "take_id": first.take_id})
    workers = rehearsal()
    told = change(run, ChangeSet(where=Selector(shots=(shot,)), edits=(pin,)), workers)
    assert told.shoots == () and shot_again(workers) == []
    assert versions.standing(run).circled[shot].take_id == first.take_id


def test_a_cancel_from_another_door_stops_the_shoot_and_leaves_the_film(run: RunFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("graphs.queueing.CANCEL_LOOK_S", 0)
    before = films_of(run)

    def call_off(event: dict[str, Any]) -> None:
        if event["kind"] == "take":
            for item in inbox.items(run):
                inbox.ask_cancel(run, item.id)

    told = change(run, CLOSER, on_event=call_off)
    assert "cancelled" in told.answer and told.version == 1
    assert films_of(run) == before and versions.numbers(run) == [1] and not inbox.items(run)


def test_keeping_a_look_while_going_back_is_data(run: RunFolder):
    change(run, DARKER)
    keep = ChangeSet(base=1, keep_look=Selector(scenes=("ep02/sc001",)))
    change(run, keep)
    finish = versions.standing(run).series.episodes[1].finish
    shots = [s.id for s in versions.standing(run).series.episodes[1].scenes[0].shots]
    assert all(finish.shot_grades[s].brightness_stops == pytest.approx(-0.6) for s in shots)
    assert finish.grade.brightness_stops == 0
