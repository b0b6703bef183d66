"""Changes of a film that is really shot: measured inside the target and outside it, killed, and taken back."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

from film.cut_plan import plan_cut
from tests.studio.test_film import report, start
from tools.cut.decode import read_frames
from tools.run import versions
from tools.run.folder import RunFolder

pytestmark = pytest.mark.film

ONE = """Title: The Kettle

INT. KITCHEN - DAY

MARA, 30, in a red coat, stands by the window.

MARA
You came back.

EXT. STREET - DAY

JON, 44, bearded, walks away.
"""
TWO = """Title: The Letter

EXT. STREET - DAY

JON reads a letter.

INT. KITCHEN - DAY

MARA
Read it to me.
"""
ARGUMENTS = ("--profile", "draft", "--size", "90", "--mind", "understudy", "--series", "kettle", "--json")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    for name, text in (("one", ONE), ("two", TWO)):
        (folder / f"{name}.fountain").write_text(text, "utf-8")
    scripts = [str(folder / f"{name}.fountain") for name in ("one", "two")]
    return Path(report(start("make", *scripts, "--runs", str(folder / "runs"), *ARGUMENTS))["run"])


@pytest.fixture
def run(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path / "kettle", symlinks=True)
    return tmp_path / "kettle"


def change(run: Path, note: str, *more: str) -> dict:
    return report(start("change", str(run), note, "--yes", "--as", "test", "--json", *more))


def films(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((run / "out").glob("*.mp4"))}


def colours(run: Path) -> dict[str, np.ndarray]:
    """Shot id -> mean display RGB of its frames in the standing film."""
    version = versions.standing(RunFolder.open(run))
    assert version is not None
    means = {}
    for episode in version.series.episodes:
        frames = np.array([frame.mean(axis=(0, 1)) for frame in read_frames(run / "out" / f"{episode.id}.mp4")])
        for entry in plan_cut(version.series, episode, version.profile).shots:
            means[entry.shot_id] = frames[entry.at : entry.at + entry.frames].mean(axis=0)
    return means


def lengths(run: Path) -> dict[str, int]:
    version = versions.standing(RunFolder.open(run))
    assert version is not None
    return {
        entry.shot_id: entry.frames
        for episode in version.series.episodes
        for entry in plan_cut(version.series, episode, version.profile).shots
    }


def clips(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted((run / "takes").rglob("clip.mp4"))}


def test_darker_lowers_luminance_in_the_target_and_nowhere_else(run: Path):
    before, pictures, shot = films(run), colours(run), clips(run)
    told = change(run, "make episode 2 darker")
    assert told["shoots"] == [] and told["recuts"] == ["ep02"]
    after = colours(run)
    assert films(run)["ep01.mp4"] == before["ep01.mp4"] and clips(run) == shot
    assert all(after[s].mean() < 0.9 * pictures[s].mean() for s in after if s.startswith("ep02"))
    report(start("undo", str(run), "--as", "test", "--json"))
    assert films(run) == before


def test_warmer_in_one_scene_leaves_the_others_within_the_encoder_s_noise(run: Path):
    before = colours(run)
    assert change(run, "make the kitchen warmer")["shoots"] == []
    after = colours(run)
    warmth = {s: (after[s][0] - after[s][2]) - (before[s][0] - before[s][2]) for s in after}
    kitchens = {"ep01/sc001", "ep02/sc002"}
    assert all(warmth[s] > 2 for s in after if s.rpartition("/")[0] in kitchens)
    assert all(abs(warmth[s]) < 0.2 for s in after if s.rpartition("/")[0] not in kitchens)


def test_night_is_shot_again_and_only_there(run: Path):
    before, shot, picture = films(run), clips(run), colours(run)
    told = change(run, "make the first scene of episode 1 night")
    assert told["shoots"] and all(s.startswith("ep01/sc001/") for s in told["shoots"]) and told["recuts"] == ["ep01"]
    now = clips(run)
    assert {path: now[path] for path in shot} == shot
    made = {path.removeprefix("takes/").rsplit("/", 2)[0] for path in now if path not in shot}
    assert made == set(told["shoots"])
    assert films(run)["ep02.mp4"] == before["ep02.mp4"]
    after = colours(run)
    outside = [s for s in after if s.startswith("ep01/") and not s.startswith("ep01/sc001/")]
    assert all(np.abs(after[s] - picture[s]).max() < 0.5 for s in outside)


def test_shorter_by_a_second_is_a_second_shorter(run: Path):
    before = lengths(run)
    silent = next(s for s in before if s.startswith("ep01/sc002/"))
    told = change(run, f"make shot {silent} half a second shorter")
    assert told["shoots"] == []
    after = lengths(run)
    assert before[silent] - after[silent] == 12
    assert {s: n for s, n in after.items() if s != silent} == {s: n for s, n in before.items() if s != silent}


def test_killed_at_any_moment_it_is_the_old_film_or_goes_on_to_the_new(run: Path, tmp_path: Path):
    note = "make the first scene of episode 1 closer"
    old, draw = films(run), random.Random(3)
    whole = tmp_path / "whole"
    shutil.copytree(run, whole, symlinks=True)
    change(whole, note)
    new = films(whole)
    assert new["ep01.mp4"] != old["ep01.mp4"]
    for _ in range(6):
        process = start("change", str(run), note, "--yes", "--as", "test", "--json")
        try:
            process.wait(timeout=draw.uniform(1.0, 8.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert films(run) in (old, new)
        if list((run / "inbox").glob("*.json")):
            report(start("resume", str(run), "--json"))
            assert films(run) == new
        if films(run) == new:
            report(start("undo", str(run), "--as", "test", "--json"))
        assert films(run) == old
    checked = json.loads(start("audit", str(run), "--verify", "--json").communicate()[0])
    assert checked["first_bad_line"] is None
