"""The run folder: whole files, healed logs, one owner, an audit chain that shows tampering."""

from __future__ import annotations

import json

import pytest

from film.decision import Decision
from film.errors import ConfigError, RunError
from film.plan import plan_shot
from film.profile import Profile
from film.take import Slate, frame_id
from film.version import Circled, Version
from tests.film.films import small_series
from tools.run import audit, takes, versions
from tools.run.clean import clean
from tools.run.folder import RunFolder, RunLock
from tools.run.transcript import Transcript
from tools.whole import append_line, heal, read_lines

PROFILE = Profile(name="test", height=180, render_height=180)


@pytest.fixture
def folder(tmp_path) -> RunFolder:
    return RunFolder.create(tmp_path / "film", "film")


def decision(number: int) -> Decision:
    return Decision(id=f"d{number}", agent="director", task="cover", subject="s", mind="understudy", answer={"n": number})


def slate(attempt: int = 1) -> Slate:
    plan = plan_shot(small_series(), "ep01/sc001/sh0020", PROFILE)
    return Slate(plan=plan, asked_sha256="a" * 64, attempt=attempt, seed=attempt, engine="toy")


def version(number: int, **more) -> Version:
    return Version(number=number, series=small_series(), profile=PROFILE, gates=(), engine="toy", mind="m", **more)


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


def test_a_version_is_finished_in_one_step_and_does_not_change(folder):
    versions.write_draft(folder, version(1))
    assert versions.standing(folder) is None and versions.latest_draft(folder).number == 1
    versions.finish(folder, version(1))
    assert versions.standing(folder) == version(1) and versions.latest_draft(folder) is None
    with pytest.raises(RunError, match="finished"):
        versions.write_draft(folder, version(1))


def test_clean_spares_what_any_version_needs(folder):
    for attempt in (1, 2, 3):
        path = folder.take_folder(slate(attempt))
        takes.write_slate(path, slate(attempt))
        (path / "clip.mp4").write_bytes(b"x" * 1000)
    shot = slate().plan.shot_id
    for number, attempt in ((1, 1), (2, 2)):
        circled = Circled(take=slate(attempt).name, take_id=slate(attempt).take_id)
        versions.finish(folder, version(number, circled={shot: circled}))
    report = clean(folder)
    assert report["takes"] == 1 and report["bytes"] > 1000
    assert [path.name for path in folder.takes_of(shot)] == [slate(1).name, slate(2).name]


def tamper(folder: RunFolder, change) -> int | None:
    for act in ("made", "changed", "undone", "redone"):
        audit.record(folder, actor="me", time="2026-01-01T00:00:00Z", act=act, before=1, after=2)
    assert audit.first_bad_line(folder) is None
    lines = folder.audit.read_bytes().splitlines(keepends=True)
    folder.audit.write_bytes(b"".join(change(lines)))
    return audit.first_bad_line(folder)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"changed", b"cHanged"), *lines[2:]], 2),
        (lambda lines: [lines[0], *lines[2:]], 2),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
        (lambda lines: lines[:-1], 4),
        (lambda lines: [], 1),
    ],
    ids=["edited", "deleted", "reordered", "truncated", "emptied"],
)
def test_the_audit_log_shows_tampering(folder, change, line):
    assert tamper(folder, change) == line
