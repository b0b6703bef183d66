"""A storyboard with token pictures: what it shows, what it makes, and that the shoot goes on with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from configs import settings as configuration
from configs.settings import Settings
from film.canonical import canonical_json
from film.errors import RenderError, RunBusy, RunError
from film.series import Series
from graphs import board, changing, session
from graphs.board import Wish
from graphs.rehearsal import RehearsalWorkers
from tests.film.films import big_series
from tools.cut.board import Board, Panel
from tools.run import versions
from tools.run.folder import RunFolder, RunLock

SHOTS = 12
SETTINGS = Settings(mind="understudy", engine="rehearsal")


def rehearsal(**more) -> RehearsalWorkers:
    return RehearsalWorkers(configuration.gates(), durable=False, **more)


def script(folder: Path, series: Series | None = None) -> Path:
    path = folder / "film.json"
    path.write_text(canonical_json(series or big_series(SHOTS)), "utf-8")
    return path


def made(folder: Path, approve: str = "none", **more) -> RunFolder:
    workers = more.pop("workers", None) or rehearsal()
    settings = SETTINGS.model_copy(update={"approve": approve})
    return session.make(settings, [script(folder)], runs=folder / "runs", hire=lambda count: workers, **more).folder


def drawn(run: RunFolder, workers: RehearsalWorkers) -> Board:
    """The last board that the workers were given."""
    return run.get([subject for verb, subject in workers.log if verb == "board"][-1], Board)


def panels_of(told: Board) -> dict[str, Panel]:
    return {panel.shot_id: panel for episode in told.episodes for scene in episode.scenes for panel in scene.panels}


def verbs(workers: RehearsalWorkers, verb: str) -> list[str]:
    return sorted(subject.split(" ")[0] for each, subject in workers.log if each == verb)


def board_of(run: RunFolder, workers: RehearsalWorkers | None = None, **wish) -> tuple[board.Boarded, RehearsalWorkers]:
    workers = workers or rehearsal()
    return board.of_run(run.root, Wish(**wish), hire=lambda count: workers), workers


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return made(tmp_path_factory.mktemp("film"))


@pytest.fixture
def run(finished: RunFolder, tmp_path: Path) -> RunFolder:
    shutil.copytree(finished.root, tmp_path / "run", symlinks=True)
    return RunFolder.open(tmp_path / "run")


def test_a_finished_film_shows_its_circled_takes_and_makes_nothing(run: RunFolder):
    told, workers = board_of(run)
    standing = versions.standing(run)
    assert standing is not None and told.says == "version 1" and told.empty == ()
    assert [verb for verb, _ in workers.log] == ["board"]
    panels = panels_of(drawn(run, workers))
    assert list(panels) == [shot.id for _, _, shot in standing.series.filmed()]
    assert all(panel.still and (run.root / panel.still).exists() for panel in panels.values())
    assert told.html == run.out / "board" / "board.html" and told.html.exists()


def test_the_board_of_a_film_is_the_same_file_again(run: RunFolder):
    (_, first), (_, second) = board_of(run), board_of(run)
    assert first.log == second.log


def test_a_plan_that_waits_is_boarded_and_its_keyframes_are_what_the_yes_goes_on_with(tmp_path: Path):
    run = made(tmp_path, approve="plan")
    told, workers = board_of(run)
    assert told.says == "a plan that waits for a yes" and versions.numbers(run) == []
    panels = panels_of(drawn(run, workers))
    assert "clip" not in dict(workers.log) and len(verbs(workers, "keyframe")) == len(panels) == told.shots
    after = rehearsal()
    outcome = session.resume(run.root, approve=True, hire=lambda count: after)
    assert outcome.version is not None
    begins = {shot.id for _, _, shot in outcome.version.series.filmed() if shot.start_from}
    assert begins, "the film has a shot that begins with another's last frame"
    assert set(verbs(after, "keyframe")) == begins, "every other keyframe was there already"
    assert len(verbs(after, "clip")) == told.shots


def test_a_shot_that_begins_with_a_frame_nobody_has_is_shown_as_directed(tmp_path: Path):
    run = made(tmp_path, approve="plan")
    told, workers = board_of(run)
    assert told.empty == ()
    for panel in panels_of(drawn(run, workers)).values():
        _, _, shot = big_series(SHOTS).find(panel.shot_id)
        assert panel.still and panel.note == (f"begins with the last frame of {shot.start_from}" if shot.start_from else "")


def test_an_interrupted_film_is_boarded_with_the_takes_that_it_has(tmp_path: Path):
    workers = rehearsal(stop_before=12)
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, workers=workers)
    run = RunFolder.open(tmp_path / "runs" / "big")
    shot = verbs(workers, "keyframe")
    told, again = board_of(run)
    assert told.says == "version 1, a draft" and told.shots > len(shot) > 0
    made_now = verbs(again, "keyframe")
    assert len(made_now) >= told.shots - len(shot) and "clip" not in dict(again.log)
    assert not set(made_now) & (set(shot) - {s.id for _, _, s in big_series(SHOTS).walk() if s.start_from})


def test_what_stands_is_boarded_graded_as_it_is_cut_and_any_version_by_its_number(run: RunFolder):
    note = "make episode 2 darker"
    changing.propose(run.root, note, actor="test", hire=lambda count: rehearsal(), mind="understudy", yes=True, stills=0)
    told, workers = board_of(run)
    dark = panels_of(drawn(run, workers))
    assert told.says == "version 2" and verbs(workers, "keyframe") == []
    told, workers = board_of(run, version=1)
    plain = panels_of(drawn(run, workers))
    assert told.says == "version 1"
    changed = {shot_id for shot_id in plain if plain[shot_id].still != dark[shot_id].still}
    assert changed == {shot_id for shot_id in plain if shot_id.startswith("ep02")}, "a graded still is another file"
    with pytest.raises(RunError, match="no version 9"):
        board_of(run, version=9)


def test_a_script_is_planned_and_boarded_and_waits_for_a_yes(tmp_path: Path):
    workers = rehearsal()
    told = board.of_scripts(SETTINGS, [script(tmp_path)], runs=tmp_path / "runs", hire=lambda count: workers)
    run = RunFolder.open(told.run)
    assert told.says == "a plan that waits for a yes" and told.shots == len(verbs(workers, "keyframe"))
    again = rehearsal()
    assert board.of_scripts(SETTINGS, [script(tmp_path)], runs=tmp_path / "runs", hire=lambda count: again).shots == told.shots
    assert verbs(again, "keyframe") == []
    assert session.resume(run.root, approve=True, hire=lambda count: rehearsal()).version is not None


def test_the_board_goes_where_it_is_wanted(run: RunFolder, tmp_path: Path):
    told, _ = board_of(run, out=tmp_path / "on the wall", columns=2)
    assert told.html == tmp_path / "on the wall" / "board.html" and told.html.exists()
    assert not (run.out / "board").exists()


class Broken(RehearsalWorkers):
    """Workers whose engine cannot make one shot."""

    def __init__(self, shot: str) -> None:
        super().__init__(configuration.gates(), durable=False)
        self.shot = shot

    async def run(self, job: dict[str, Any], on_event: Callable[[dict[str, Any]], None] = lambda event: None) -> Any:
        if job["verb"] == "keyframe" and self.shot in str(RunFolder(Path(job["run"])).plans.joinpath(f"{job['plan']}.json").read_text("utf-8")):
            raise RenderError("the engine is out of film")
        return await super().run(job, on_event)


def test_a_still_that_cannot_be_made_is_an_empty_panel_that_says_why(tmp_path: Path):
    run = made(tmp_path, approve="plan")
    told, workers = board_of(run, Broken("ep01/sc001/sh0020"))
    assert told.empty == ("ep01/sc001/sh0020",)
    panels = panels_of(drawn(run, workers))
    empty = panels["ep01/sc001/sh0020"]
    assert empty.still is None and "out of film" in empty.note
    assert all(panel.still for shot_id, panel in panels.items() if shot_id not in told.empty)


def test_a_held_take_says_so(tmp_path: Path):
    run = made(tmp_path, workers=rehearsal(passes=lambda shot_id, attempt: shot_id != "ep01/sc001/sh0010"))
    _, workers = board_of(run)
    assert [p.shot_id for p in panels_of(drawn(run, workers)).values() if "held" in p.note] == ["ep01/sc001/sh0010"]


def test_one_process_works_on_a_run(run: RunFolder):
    with RunLock(run), pytest.raises(RunBusy):
        board_of(run)
