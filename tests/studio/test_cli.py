"""The command line's edges: exit codes, sentences, schema. Whole films are made in test_film.py."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from film.series import Series
from studio.cli import app

HOUSE = Path(__file__).resolve().parents[2]


def filmcrew(*arguments: str, cwd: Path = HOUSE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "studio.cli", *arguments], cwd=cwd, capture_output=True, text=True,
        env={"PYTHONPATH": str(HOUSE), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["make"], "scripts"),
        (["make", "nowhere.fountain"], "nowhere.fountain"),
        (["make", "x.fountain", "--profile", "huge"], "draft, default, final"),
        (["make", "x.fountain", "--fps", "1000"], "fps"),
        (["make", "x.fountain", "--aspect", "5:4"], "16:9"),
        (["make", "x.fountain", "--engine", "camera"], "diffusers:FAMILY=PATH"),
        (["make", "x.fountain", "--mind", "oracle"], "understudy"),
        (["status", "nothing-here"], "run.json"),
        (["schema", "sonnet"], "series, screenplay"),
        (["fly"], "fly"),
        (["change", "nothing-here", "darker"], "run.json"),
        (["change", "nothing-here"], "say what to change"),
        (["change", "nothing-here", "darker", "--reshoot", "--regrade"], "give one"),
        (["change", "nothing-here", "--from", "x.fountain"], "no JSON"),
        (["change", "nothing-here", "--voice", "no.wav"], "no.wav"),
        (["chat", "nothing-here"], "run.json"),
        (["undo", "nothing-here", "--steps", "0"], "steps"),
        (["board", "nothing-here"], "neither a run"),
        (["board", "x.fountain", "--version", "2"], "a script has none"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_input_is_one_sentence_and_exit_2(tmp_path, arguments, says):
    (tmp_path / "x.fountain").write_text("INT. ROOM - DAY\n\nMARA sits.\n")
    done = filmcrew(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_schema_is_the_schema_of_what_make_reads():
    printed = json.loads(filmcrew("schema").stdout)
    assert printed["title"] == "Series"
    assert set(printed["properties"]) == set(Series.model_fields)


def test_every_command_is_documented():
    commands = set(get_command(app).commands)
    readme = (HOUSE / "README.md").read_text("utf-8")
    assert commands == {
        "make", "plan", "resume", "status", "explain", "verify", "clean", "doctor", "schema",
        "change", "approve", "abandon", "undo", "redo", "checkout", "lock", "unlock", "chat",
        "history", "diff", "audit", "transcript", "export-otel", "write", "board", "cast", "control", "calibrate",
    }  # fmt: skip
    for command in commands:
        assert f"filmcrew {command}" in readme, command


@pytest.mark.parametrize("command", sorted(get_command(app).commands))
def test_every_option_is_in_the_readme(command):
    options = {name for option in get_command(app).commands[command].params for name in option.opts if name[:2] == "--"}
    readme = (HOUSE / "README.md").read_text("utf-8")
    assert not [option for option in sorted(options) if f"`{option}" not in readme and f" {option}" not in readme]


def test_help_needs_nothing_heavy():
    code = "import sys, studio.cli; print([m for m in ('torch', 'langgraph', 'rich.progress', 'prompt_toolkit', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_film_under_runs_comes_before_a_folder_of_that_name_here(tmp_path, monkeypatch):
    from studio.door import folder_of

    here, runs = tmp_path / "here", tmp_path / "runs"
    for folder in (here / "lamp", runs / "lamp", here / "other"):
        folder.mkdir(parents=True)
        (folder / "run.json").write_text("{}")
    monkeypatch.chdir(here)
    assert folder_of("lamp", runs) == runs / "lamp"
    assert folder_of("other", runs) == Path("other")
    assert folder_of("gone", runs) == runs / "gone"


def test_an_interrupted_change_is_named_by_status():
    from studio.looking_back import status_lines

    lines = status_lines({"version": 1, "waiting": None, "interrupted": ["make it night"]})
    assert lines == ["version: 1", "interrupted: make it night (filmcrew resume finishes it, abandon drops it)"]
