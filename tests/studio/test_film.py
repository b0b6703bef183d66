"""Whole films on the built-in stage, small: the same bytes whatever the process, after kills too, and proved so."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.cut.decode import probe

pytestmark = pytest.mark.film

HOUSE = Path(__file__).resolve().parents[2]
SCRIPT = """Title: The Kettle

INT. KITCHEN - NIGHT

MARA, 30, in a red coat, stands by the window.

MARA
You came back.

JON
मैं हमेशा लौटता हूँ।
[[en: I always come back.]]

EXT. STREET - DAY

JON, 44, bearded, walks away in the rain.
"""
ARGUMENTS = ("--profile", "draft", "--size", "180", "--mind", "understudy", "--json")


@pytest.fixture(scope="module")
def script(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("script") / "kettle.fountain"
    path.write_text(SCRIPT, "utf-8")
    return path


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HOUSE), **changes}


def start(*arguments: str, **changes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "studio.cli", *arguments], cwd=HOUSE, env=environment(**changes), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def report(process: subprocess.Popen[str]) -> dict:
    output, messages = process.communicate(timeout=900)
    assert process.returncode == 0, messages[-3000:]
    return json.loads(output)


def films(made: dict) -> list[str]:
    return [episode["file_sha256"] for episode in made["episodes"]]


@pytest.fixture(scope="module")
def made(script, tmp_path_factory) -> dict:
    runs = tmp_path_factory.mktemp("first")
    return report(start("make", str(script), "--runs", str(runs), *ARGUMENTS, PYTHONHASHSEED="1", TZ="Asia/Kolkata"))


def test_the_film_is_what_was_asked_for(made):
    (episode,) = made["episodes"]
    facts = probe(Path(episode["film"]))
    assert (facts.width, facts.height, float(facts.fps)) == (320, 180, 24.0)
    assert facts.frames == episode["frames"]
    kinds = [stream.kind for stream in facts.streams]
    assert kinds.count("video") == 1 and kinds.count("audio") == 1 and kinds.count("subtitle") >= 1
    out = Path(episode["film"]).parent
    captions = (out / "ep01.en.srt").read_text("utf-8")
    assert "You came back." in captions and "I always come back." in captions
    assert {"ep01.otio", "ep01.music.wav", "ep01.narration_en.wav", "ep01.en.vtt"} <= {p.name for p in out.iterdir()}


def test_another_process_folder_and_locale_make_the_same_bytes(script, made, tmp_path):
    runs = tmp_path / "ein anderer Ordner"
    again = report(
        start("make", str(script), "--runs", str(runs), *ARGUMENTS, PYTHONHASHSEED="77", TZ="UTC", LC_ALL="C.UTF-8")
    )
    assert films(again) == films(made)
    assert again["takes"] == made["takes"]


def test_killed_and_resumed_it_is_the_same_film(script, made, tmp_path):
    draw = random.Random(7)
    runs = tmp_path / "runs"
    whole_group = True
    committed: set[tuple[str, int]] = set()
    for _ in range(8):
        process = start("make", str(script), "--runs", str(runs), *ARGUMENTS)
        try:
            process.wait(timeout=draw.uniform(1.5, 9.0))
        except subprocess.TimeoutExpired:
            if whole_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.send_signal(signal.SIGKILL)
        process.communicate()
        committed |= clips_of(runs)
        whole_group = not whole_group
        if process.returncode == 0:
            break
        time.sleep(0.2)
    (run,) = runs.iterdir()
    assert films(report(start("resume", str(run), "--json"))) == films(made)
    assert committed <= clips_of(runs), "a clip that was there was made again"


def clips_of(runs: Path) -> set[tuple[str, int]]:
    """Every finished clip and when it was written."""
    return {(str(path), path.stat().st_mtime_ns) for path in runs.rglob("clip.mp4")}


def test_interrupted_by_a_person_it_leaves_no_process_and_says_how_to_go_on(script, tmp_path):
    runs = tmp_path / "runs"
    process = start("make", str(script), "--runs", str(runs), *ARGUMENTS)
    while not list(runs.rglob("keyframe.png")) and process.poll() is None:  # it is shooting
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 130 and "resume" in messages and "Traceback" not in messages
    deadline = time.monotonic() + 10
    while group_alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not group_alive(process.pid)


def group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_verify_finds_one_changed_byte(made):
    run = made["run"]
    status = json.loads(start("status", run, "--json").communicate()[0])
    assert status["finished"] and not status["missing"]
    shot = sorted(path.parent.parent.relative_to(Path(run) / "takes").as_posix() for path in Path(run).glob("takes/*/*/*/*/clip.mp4"))[-1]
    clean = start("verify", run, shot, "--json")
    output, _ = clean.communicate()
    assert clean.returncode == 0 and json.loads(output)["same"]
    version = json.loads((Path(run) / "versions" / "0001.json").read_text("utf-8"))
    clip = Path(run) / "takes" / shot / version["circled"][shot]["take"] / "clip.mp4"
    data = bytearray(clip.read_bytes())
    data[len(data) // 2] ^= 1
    clip.write_bytes(data)
    dirty = start("verify", run, shot, "--json")
    output, _ = dirty.communicate()
    data[len(data) // 2] ^= 1
    clip.write_bytes(data)
    assert dirty.returncode == 1
    (entry,) = json.loads(output)["shots"]
    assert any("clip.mp4 on disk is not the recorded file" in difference for difference in entry["differences"])


def test_explain_needs_no_checkpoints(made):
    run = Path(made["run"])
    for path in run.glob("checkpoints.sqlite*"):
        path.unlink()
    process = start("explain", str(run), "sc001/sh0010")
    output, _ = process.communicate()
    assert process.returncode == 0 and "circled" in output
