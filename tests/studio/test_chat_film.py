"""The chat on a film that is really shot: a yes, an undo, and Ctrl-C in the middle of a shoot."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HOUSE), "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
SCRIPT = """Title: The Pot

INT. KITCHEN - DAY #1#

MEERA, 34, slim, in a yellow coat, stirs a pot.

MEERA
It is nearly ready.
"""

pytestmark = pytest.mark.film


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "studio.cli", *arguments]


def chat(run: Path, *lines: str) -> str:
    done = subprocess.run(
        command("chat", str(run), "--as", "asha"), input="".join(f"{line}\n" for line in lines),
        cwd=HOUSE, env=ENVIRONMENT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def film(run: Path) -> str:
    return hashlib.sha256((run / "out" / "ep01.mp4").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    (folder / "pot.fountain").write_text(SCRIPT)
    arguments = ["--profile", "draft", "--size", "270", "--mind", "understudy", "--workers", "1", "--runs", str(folder)]
    done = subprocess.run(
        command("make", str(folder / "pot.fountain"), *arguments, "--json"),
        cwd=HOUSE, env=ENVIRONMENT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout)["run"])


def test_a_note_a_yes_and_an_undo(run):
    before = film(run)
    shown = chat(run, "make scene 1 darker", "y")
    assert "shoots again" in shown and "version 2 stands" in shown and film(run) != before
    assert "version 1 stands" in chat(run, "/undo") and film(run) == before


def test_ctrl_c_in_the_middle_of_a_shoot_leaves_the_film_as_it_was(run):
    before, versions = film(run), sorted(path.name for path in (run / "versions").iterdir())
    talk = subprocess.Popen(
        command("chat", str(run), "--as", "asha"), cwd=HOUSE, env=ENVIRONMENT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert talk.stdin and talk.stdout and talk.stderr
    talk.stdin.write("make scene 1 night\ny\n")
    talk.stdin.flush()
    assert any(line.startswith("planned:") for line in talk.stderr)
    talk.send_signal(signal.SIGINT)
    shown, errors = talk.communicate("/history\n", timeout=120)
    assert talk.returncode == 0, errors
    assert "cancelled; the film is as it was" in shown and "night" not in shown.split("cancelled")[1]
    assert film(run) == before and sorted(path.name for path in (run / "versions").iterdir()) == versions
    assert not [path for path in (run / "inbox").iterdir() if path.is_file()]
