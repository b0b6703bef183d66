"""Control maps of a run: the take that stands is staged as it was shot, any other shot as its first take will be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from configs import settings as configuration
from configs.settings import Settings
from film.errors import ConfigError, RunError
from graphs import control, session
from graphs.rehearsal import RehearsalWorkers
from tools.run import takes, versions
from tools.run.folder import RunFolder

SCRIPT = "INT. KITCHEN - NIGHT\n\nMARA, 30, in a red coat, waits.\n\nMARA\nYou came back.\n"


def _rehearsal(count: int) -> RehearsalWorkers:
    return RehearsalWorkers(configuration.gates(), durable=False)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    script = tmp_path / "kettle.fountain"
    script.write_text(SCRIPT, "utf-8")
    asked = Settings(mind="understudy", engine="rehearsal", profile="draft", height=180)
    session.make(asked, [script], runs=tmp_path / "runs", hire=_rehearsal)
    (run,) = (tmp_path / "runs").iterdir()
    return RunFolder.open(run)


def test_the_take_that_stands_is_what_is_mapped(folder: RunFolder) -> None:
    version = versions.standing(folder)
    assert version is not None
    shot_id, circled = sorted(version.circled.items())[0]
    (made,) = control.of_run(folder.root, [shot_id], control.Wish(kinds=("depth",)))
    assert made.folder == folder.out / "control" / shot_id and made.frames == 1
    told = json.loads((made.folder / "slate.json").read_text("utf-8"))
    assert told["seed"] == takes.read_slate(folder.takes / shot_id / circled.take).seed
    assert [path.name for path in (made.folder / "depth").iterdir()] == [f"{told['control']['frames'][0]:05d}.png"]


def test_a_shot_without_a_take_is_mapped_as_its_first_will_be(folder: RunFolder) -> None:
    version = versions.standing(folder)
    assert version is not None
    shot_id, circled = sorted(version.circled.items())[0]
    shot_before = takes.read_slate(folder.takes / shot_id / circled.take)
    unshot = control.slate_of(version.model_copy(update={"circled": {}}), folder, shot_id)
    assert (unshot.plan, unshot.seed) == (shot_before.plan, shot_before.seed)


def test_what_is_not_there_is_said(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no shot"):
        control.of_run(folder.root, ["sc009/sh0010"])
    empty = RunFolder.create(tmp_path / "empty", "empty")
    with pytest.raises(RunError, match="no version yet"):
        control.of_run(empty.root)
