"""The changing commands as a person meets them: what is asked of the crew, what is printed, how it exits."""

from __future__ import annotations

import inspect
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from graphs import changing as real_changing
from graphs import standing as real_standing
from studio import changing as door
from studio.cli import app
from tests.fakes.fake_changing import NIGHT, WHICH, FakeChanging, Proposal

ASKED = ("change", "shoots", "recuts", "remixes", "estimate_s", "question", "answer")


@pytest.fixture
def run(tmp_path):
    (tmp_path / "run.json").write_text('{"format": 1, "series": "lamp", "standing": 1}')
    return str(tmp_path)


def filmcrew(*arguments: str, typed: str = ""):
    return CliRunner().invoke(app, list(arguments), input=typed)


def at_a_terminal(monkeypatch):
    monkeypatch.setattr(door, "at_terminal", lambda: True)


def test_the_fake_is_called_as_the_crew_is(run, monkeypatch):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    filmcrew("change", run, "night")
    for verb in "propose approve abandon pending undo redo checkout lock unlock compare names_of".split():
        real = getattr(real_changing, verb, None) or getattr(real_standing, verb)
        parameters = set(inspect.signature(real).parameters)
        assert set(inspect.signature(getattr(fake, verb)).parameters) - {"options"} <= parameters, verb
    assert set(fake.said[0][1]) <= set(inspect.signature(real_changing.propose).parameters)


def test_a_dry_run_prints_what_it_would_touch_and_asks_nothing(run, monkeypatch):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    done = filmcrew("change", run, "make the kitchen night", "--dry-run", "--json", "--as", "asha")
    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [report[key] for key in ASKED[1:]] == [list(NIGHT.shoots), ["ep01", "ep02"], [], 100.0, None, None]
    assert report["change"]["edits"] == [{"path": "continuity.time_of_day", "op": "set", "value": "night"}]
    assert fake.said[0][1]["dry_run"] is True and fake.said[0][1]["actor"] == "asha"
    assert fake.verbs() == ["propose"]


def test_what_changes_nothing_has_no_change(run, monkeypatch):
    FakeChanging(Proposal(status="answer", answer="The film is 120 s long.")).install(monkeypatch)
    report = json.loads(filmcrew("change", run, "how long is it?", "--dry-run", "--json").stdout)
    assert (report["change"], report["question"], report["answer"]) == (None, None, "The film is 120 s long.")


def test_without_a_terminal_it_waits_and_says_how_to_answer(run, monkeypatch):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    done = filmcrew("change", run, "make", "the", "kitchen", "night")
    assert done.exit_code == 0 and fake.verbs() == ["propose"]
    assert fake.said[0][1]["note"] == "make the kitchen night"
    assert f"filmcrew approve {run}" in done.stdout and f"filmcrew abandon {run}" in done.stdout
    assert "ep01/sc001  sh0010 sh0020" in done.stdout and "31 shots" in done.stdout and "2 min" in done.stdout
    assert "previews/sheet.png" in done.stdout and "b.png -> a.png" in done.stdout


@pytest.mark.parametrize(
    ("reply", "then", "says"),
    [("y\n", "approve", "version 2 stands"), ("n\n", "abandon", "dropped"), ("\n", "abandon", "dropped"), ("हाँ\n", "approve", "2")],
)
def test_at_a_terminal_it_asks(run, monkeypatch, reply, then, says):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    at_a_terminal(monkeypatch)
    done = filmcrew("change", run, "make the kitchen night", typed=reply)
    assert done.exit_code == 0 and fake.verbs() == ["propose", then] and says in done.stdout
    assert fake.said[1][1]["id"].startswith("0001-")


def test_at_a_terminal_it_is_said_differently(run, monkeypatch):
    fake = FakeChanging(NIGHT, replace(NIGHT, stays=33)).install(monkeypatch)
    at_a_terminal(monkeypatch)
    done = filmcrew("change", run, "make it night", typed="only the kitchen\ny\n")
    assert fake.verbs() == ["propose", "propose", "approve"] and fake.said[1][1]["note"] == "only the kitchen"
    assert "33 shots" in done.stdout


def test_a_question_may_be_left_open(run, monkeypatch):
    fake = FakeChanging(WHICH).install(monkeypatch)
    at_a_terminal(monkeypatch)
    done = filmcrew("change", run, "darker", typed="\n")
    assert fake.verbs() == ["propose"] and done.exit_code == 0 and done.stdout.count("Which kitchen?") == 1


def test_a_closed_terminal_leaves_it_waiting(run, monkeypatch):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    at_a_terminal(monkeypatch)
    done = filmcrew("change", run, "make the kitchen night")
    assert fake.verbs() == ["propose"] and "filmcrew approve" in done.stdout
    assert done.exit_code == 0 and done.stdout.count("stays as it is") == 1


def test_a_number_picks_a_choice(run, monkeypatch):
    fake = FakeChanging(WHICH, NIGHT).install(monkeypatch)
    at_a_terminal(monkeypatch)
    done = filmcrew("change", run, "darker", "--regrade", typed="7\n2\nn\n")
    assert "  2  घर की रसोई" in done.stdout and "there are 2 choices" in done.stdout
    assert [details.get("note") for _, details in fake.said[:2]] == ["darker", "घर की रसोई को गहरा करो"]
    assert fake.said[1][1]["remedy"] == "regrade"


def test_a_question_without_a_terminal_is_printed_and_left(run, monkeypatch):
    fake = FakeChanging(WHICH).install(monkeypatch)
    done = filmcrew("change", run, "darker", "--yes")
    assert done.exit_code == 0 and "Which kitchen?" in done.stdout and fake.verbs() == ["propose"]
    report = json.loads(filmcrew_json(run, monkeypatch))
    assert report["question"] == "Which kitchen?" and len(report["choices"]) == 2


def filmcrew_json(run, monkeypatch) -> str:
    FakeChanging(WHICH).install(monkeypatch)
    return filmcrew("change", run, "darker", "--json").stdout


def test_a_lock_refuses_with_exit_1(run, monkeypatch):
    FakeChanging(Proposal(status="answer", answer="ep01 is locked", locked=("ep01",))).install(monkeypatch)
    done = filmcrew("change", run, "darker")
    assert done.exit_code == 1 and "ep01 is locked" in done.stdout


def test_yes_asks_nothing(run, monkeypatch):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    at_a_terminal(monkeypatch)
    done = filmcrew("change", run, "make the kitchen night", "--yes")
    assert fake.said[0][1]["yes"] is True and fake.verbs() == ["propose"] and "version 2 stands" in done.stdout


def test_stills_of_what_is_done_are_not_promised(run, monkeypatch):
    FakeChanging(replace(NIGHT, status="done", version=2)).install(monkeypatch)
    report = json.loads(filmcrew("change", run, "night", "--yes", "--json").stdout)
    assert (report["stills"], report["sheet"], report["version"]) == ([], None, 2)
    FakeChanging(NIGHT).install(monkeypatch)
    report = json.loads(filmcrew("change", run, "night", "--json").stdout)
    assert report["stills"] == [{"shot": "ep01/sc001/sh0010", "before": "previews/b.png", "after": "previews/a.png"}]


def test_the_price_of_an_hour_goes_to_the_estimate(run, monkeypatch):
    fake = FakeChanging(replace(NIGHT, cost=1.25)).install(monkeypatch)
    assert "costs about:         1.25" in filmcrew("change", run, "night", "--cost-per-hour", "36").stdout
    assert fake.said[0][1]["cost_per_hour"] == 36.0


def test_a_change_by_hand_comes_from_a_file_or_a_pipe(run, monkeypatch, tmp_path):
    data = {"where": {"episodes": ["2"]}, "edits": [{"path": "grade.brightness_stops", "op": "adjust", "value": -0.6}]}
    file = tmp_path / "change.json"
    file.write_text(json.dumps(data))
    fake = FakeChanging(NIGHT, NIGHT, NIGHT).install(monkeypatch)
    filmcrew("change", run, "--from", str(file))
    filmcrew("change", run, "--from", "-", typed=json.dumps(data))
    filmcrew("change", run, "--from", "-", typed=json.dumps({"estimate_s": 1.0, "change": data, "question": None}))
    given = [details["change"] for _, details in fake.said]
    assert len(given) == 3 and given[0] == given[1] == given[2]
    assert given[0].where.episodes == ("2",) and given[0].edits[0].value == -0.6


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"edits": [{"path": "shot.roll", "op": "paint"}]}, "edits.0.op"),
        ({"edits": [], "where": {}}, "no edits"),
        ({"edit": []}, "edit"),
        ([], "list"),
        ({"estimate_s": 1.0, "change": None}, "NoneType"),
    ],
)
def test_a_wrong_change_by_hand_names_the_field(run, monkeypatch, data, says):
    fake = FakeChanging(NIGHT).install(monkeypatch)
    done = filmcrew("change", run, "--from", "-", typed=json.dumps(data))
    assert says in str(done.exception) and getattr(done.exception, "exit_code", 0) == 2 and not fake.said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["undo", "--steps", "2"], ("undo", {"actor": "asha", "steps": 2})),
        (["redo"], ("redo", {"actor": "asha", "steps": 1})),
        (["checkout", "3"], ("checkout", {"actor": "asha", "number": 3})),
    ],
)
def test_moving_between_versions(run, monkeypatch, arguments, said):
    fake = FakeChanging().install(monkeypatch)
    done = filmcrew(arguments[0], run, *arguments[1:], "--as", "asha")
    assert fake.said == [said] and "version 1 stands" in done.stdout


def test_approve_and_abandon_answer_from_another_door(run, monkeypatch):
    fake = FakeChanging().install(monkeypatch)
    fake.waits = NIGHT
    assert "version 2 stands" in filmcrew("approve", run).stdout
    fake.waits = NIGHT
    assert json.loads(filmcrew("abandon", run, "--json").stdout)["status"] == "nothing"
    assert "no such change waits" in str(filmcrew("approve", run).exception)


def test_ctrl_c_while_shooting_says_how_to_go_on(run, monkeypatch):
    fake = FakeChanging().install(monkeypatch)
    fake.waits, fake.interrupt = NIGHT, "approve"
    done = filmcrew("approve", run)
    assert getattr(done.exception, "exit_code", 0) == 130 and f"filmcrew resume {run}" in str(done.exception)


def test_locks_are_named(run, monkeypatch):
    fake = FakeChanging().install(monkeypatch)
    assert filmcrew("lock", run, "sc001", "sc002").stdout == "locked: ep01/sc001, ep01/sc002\n"
    assert json.loads(filmcrew("unlock", run, "sc001", "--json").stdout) == {"unlocked": ["ep01/sc001"]}
    assert fake.said == [("lock", {"words": ("sc001", "sc002")}), ("unlock", {"words": ("sc001",)})]


def test_a_spoken_note_is_shown_and_confirmed(run, monkeypatch):
    monkeypatch.setattr("studio.spoken.heard", lambda voice, whisper, run: "make it darker")
    fake = FakeChanging(NIGHT, NIGHT).install(monkeypatch)
    done = filmcrew("change", run, "--voice", "note.wav", "--whisper", "model")
    assert "heard: make it darker" in done.stderr and fake.said[0][1]["note"] == "make it darker"
    at_a_terminal(monkeypatch)
    filmcrew("change", run, "--voice", "note.wav", typed="make it night\nn\n")
    assert fake.said[1][1]["note"] == "make it night"
    count = len(fake.said)
    assert filmcrew("change", run, "--voice", "note.wav", typed="n\n").exit_code != 0 and len(fake.said) == count


def test_diff_names_fields(run, monkeypatch):
    FakeChanging().install(monkeypatch)
    assert filmcrew("diff", run, "1", "2").stdout == "ep01/sc001/sh0010.state.camera.size: wide -> close\n"
    assert "the same film" in filmcrew("diff", run, "1", "1").stdout


def test_a_broken_audit_log_is_exit_1_with_the_line(run, tmp_path):
    from tools.run import audit
    from tools.run.folder import RunFolder

    folder = RunFolder.open(tmp_path)
    for number in (1, 2, 3):
        audit.record(folder, actor="asha", time=f"2026-01-0{number}T00:00:00Z", act="changed", before=number, after=number + 1)
    assert filmcrew("audit", run).stdout.splitlines()[1] == "2026-01-02T00:00:00Z  asha  changed 2 -> 3"
    assert filmcrew("audit", run, "--verify").exit_code == 0
    folder.audit.write_text(folder.audit.read_text().replace("2026-01-02", "2026-01-09"))
    broken = filmcrew("audit", run, "--verify")
    assert broken.exit_code == 1 and broken.stdout.startswith("line 2 of ")
    assert json.loads(filmcrew("audit", run, "--verify", "--json").stdout)["first_bad_line"] == 2


def test_status_names_what_waits(run, monkeypatch, tmp_path):
    from studio.looking_back import status_lines, status_report
    from tools.run.folder import RunFolder

    fake = FakeChanging().install(monkeypatch)
    fake.waits = NIGHT
    report = status_report(RunFolder.open(tmp_path), {"version": 1, "locked": ["ep02"]})
    assert report["waiting"]["note"] == "make the kitchen night"
    assert status_lines(report) == ["version: 1", 'locked: ["ep02"]', "waiting: make the kitchen night (waits)"]
    fake.waits = None
    assert status_report(RunFolder.open(tmp_path), {})["waiting"] is None


def test_history_marks_what_stands_and_what_was_undone():
    from studio.looking_back import history_lines

    row = {"note": "", "reason": "", "shot": ["a", "b"], "cut": ["ep01"], "time": None, "by": None, "act": None}
    rows = [
        {**row, "number": 1, "parent": None, "place": "stands"},
        {**row, "number": 2, "parent": 1, "place": "future", "note": "रात कर दो", "by": "asha"},
        {**row, "number": 3, "parent": 2, "place": "draft", "reason": "by hand"},
    ]
    assert history_lines({"standing": 1, "versions": rows}) == [
        "->   1            made from the script  (2 shot, 1 cut)",
        "     2  from 1    रात कर दो  (2 shot, 1 cut by asha, undone)",
        "     3  from 2    by hand  (in work)",
    ]
    assert history_lines({"standing": None, "versions": []}) == ["no version is finished yet"]
