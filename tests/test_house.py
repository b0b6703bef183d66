"""The house itself: arrows, names, and files that stay readable."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
ROOMS = ("film", "prompts", "configs", "tools", "crew", "graphs", "studio")
LONGEST = 400


def test_the_arrows_point_one_way():
    code = "import sys; from importlinter.cli import lint_imports_command as lint; sys.argv = ['lint-imports']; lint()"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-500:]


def test_no_installed_distribution_ships_one_of_our_names():
    taken = []
    for name, distributions in importlib.metadata.packages_distributions().items():
        if name in (*ROOMS, "tests", "runs"):
            taken += [f"{name}: {d}" for d in distributions if d.replace("_", "-").lower() != "filmcrew"]
    assert not taken


def test_only_the_doors_read_the_environment():
    allowed = {"graphs/worker.py", "studio", "tests", "tools/voice/speak.py", "tools/stage/warm.py", "tools/cut/ffmpeg_process.py"}
    readers = []
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            name = path.relative_to(HOUSE).as_posix()
            if name in allowed or name.split("/")[0] in allowed:
                continue
            if "os.environ" in (text := path.read_text("utf-8")) or "os.getenv" in text or "sys.argv" in text:
                readers.append(name)
    assert not readers


def test_files_stay_readable():
    long = {
        path.relative_to(HOUSE).as_posix(): count
        for room in ROOMS
        for path in (HOUSE / room).rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_every_package_is_in_the_wheel():
    import tomllib

    listed = set(tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    found = {
        path.parent.relative_to(HOUSE).as_posix().replace("/", ".")
        for room in ROOMS
        for path in (HOUSE / room).rglob("__init__.py")
    }
    assert listed == found
