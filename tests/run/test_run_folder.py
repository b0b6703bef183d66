"""The run folder: whole files, healed logs, one owner."""

from __future__ import annotations

import json

import pytest

from film.decision import Decision
from film.errors import ConfigError, RunError
from film.plan import plan_shot
from film.profile import Profile
from film.take import Slate, frame_id
from tests.film.films import small_series
from tools.run import takes
from tools.run.folder import RunFolder, RunLock
from tools.run.transcript import Transcript
from tools.whole import append_line, heal, read_lines

PROFILE = Profile(name="test", height=180, render_height=180)


def decision(number: int) -> Decision:
    return Decision(id=f"d{number}", agent="director", task="cover", subject="s", mind="understudy", answer={"n": number})


def slate(attempt: int = 1) -> Slate:
    plan = plan_shot(small_series(), "ep01/sc001/sh0020", PROFILE)
    return Slate(plan=plan, asked_sha256="a" * 64, attempt=attempt, seed=attempt, engine="toy")


def test_a_torn_last_line_is_healed_and_the_rest_kept(tmp_path):
    log = tmp_path / "log.jsonl"
    append_line(log, json.dumps({"id": 1}))
    with open(log, "ab") as file:
        file.write(b'{"id": 2, "tor')
    assert [entry["id"] for entry in read_lines(log)] == [1]
    assert heal(log) and not heal(log)
    append_line(log, json.dumps({"id": 3}))
    assert [entry["id"] for entry in read_lines(log)] == [1, 3]


def test_a_line_broken_in_the_middle_is_named(tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_bytes(b'{"id": 1}\n{"id"\n{"id": 3}\n')
    with pytest.raises(ValueError, match=r"log.jsonl:2"):
        list(read_lines(log))


def test_a_decision_is_kept_once_and_read_back(folder):
    transcript = Transcript(folder.transcript)
    transcript["d1"] = decision(1)
    transcript["d1"] = decision(1)
    transcript["d2"] = decision(2)
    transcript.note("verdict", shot="x", status="pass")
    again = Transcript(folder.transcript)
    assert list(again) == ["d1", "d2"] and again["d2"].answer == {"n": 2}
    assert len(folder.transcript.read_text().splitlines()) == 3
    with pytest.raises(ValueError):
        transcript["d9"] = decision(1)


def test_one_process_owns_a_run(folder):
    with RunLock(folder), pytest.raises(RunError, match="worked on by process"), RunLock(folder):
        pass
    with RunLock(folder):
        pass


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(ConfigError, match="not a run folder"):
        RunFolder.create(tmp_path / "mine", "mine")
    with pytest.raises(ConfigError, match=r"no run\.json"):
        RunFolder.open(tmp_path / "mine")


def test_a_later_format_is_refused(folder):
    folder.run_file.write_text(json.dumps({**folder.read_run(), "format": 99}))
    with pytest.raises(RunError, match="99"):
        RunFolder.open(folder.root)


def test_a_take_folder_holds_one_slate(folder):
    path = folder.take_folder(slate())
    takes.write_slate(path, slate())
    takes.write_slate(path, slate())
    assert takes.read_slate(path) == slate()
    with pytest.raises(RunError, match="another slate"):
        takes.write_slate(path, slate(2))


def test_the_take_id_leaves_out_what_is_only_recorded():
    assert slate().take_id == slate().model_copy(update={"asked_sha256": "b" * 64, "attempt": 4}).take_id
    assert slate().take_id != slate().model_copy(update={"prompt": "x"}).take_id


def test_a_frame_is_named_by_its_take_and_its_index():
    assert frame_id(slate(), 7) == f"{slate().take_id[:16]}#00007" != frame_id(slate(2), 7)


def test_out_keeps_what_a_person_put_there(folder):
    folder.out.mkdir(parents=True, exist_ok=True)
    for name in ("ep01.mp4", "ep02.mp4", "notes.txt"):
        (folder.out / name).write_text("x")
    folder.keep_out(["ep01.mp4"])
    assert sorted(path.name for path in folder.out.iterdir()) == ["ep01.mp4", "notes.txt"]


def test_sweeping_leaves_alone_what_another_door_is_posting(folder):
    for parent in (folder.plans, folder.inbox):
        parent.mkdir(parents=True)
        (parent / "x.json.77.partial").write_text("half")
    assert folder.sweep() == 1
    assert (folder.inbox / "x.json.77.partial").exists() and not (folder.plans / "x.json.77.partial").exists()
