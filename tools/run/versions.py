"""Versions on disk: a draft until its films are finished, then renamed in one step."""

from __future__ import annotations

import os
from pathlib import Path

from film.canonical import canonical_json
from film.errors import RunError
from film.version import Version
from tools.run.folder import RunFolder
from tools.whole import write_whole


def write_draft(folder: RunFolder, version: Version) -> Path:
    """Write or replace a draft. A finished version of that number is a RunError: versions do not change."""
    if is_finished(folder, version.number):
        raise RunError(f"version {version.number} is finished; a change makes a new version")
    path = _draft(folder, version.number)
    write_whole(path, canonical_json(version).encode("utf-8"), at_once=True)
    return path


def finish(folder: RunFolder, version: Version) -> None:
    """The draft becomes the version that stands; drafts before it are dropped."""
    if not _finished(folder, version.number).exists():
        write_draft(folder, version)
        os.replace(_draft(folder, version.number), _finished(folder, version.number))
    folder.set_standing(version.number)
    for number in numbers(folder):  # older plans that were never shot
        if number < version.number:
            drop_draft(folder, number)


def drop_draft(folder: RunFolder, number: int) -> None:
    """Forget a draft. A finished version of that number stays."""
    _draft(folder, number).unlink(missing_ok=True)


def is_finished(folder: RunFolder, number: int) -> bool:
    return _finished(folder, number).exists()


def read_version(folder: RunFolder, number: int) -> Version:
    """A finished version, or the draft of that number. Raises RunError when there is neither."""
    for path in (_finished(folder, number), _draft(folder, number)):
        if path.exists():
            return Version.model_validate_json(path.read_bytes())
    raise RunError(f"{folder.root.name} has no version {number}; it has {numbers(folder)}")


def numbers(folder: RunFolder) -> list[int]:
    """Of finished versions and drafts, ascending."""
    return sorted({int(path.name[:4]) for path in folder.versions.glob("[0-9][0-9][0-9][0-9].*json")})


def standing(folder: RunFolder) -> Version | None:
    """The version that stands, or None before the first film is finished."""
    number = folder.read_run()["standing"]
    return None if number is None else read_version(folder, number)


def latest_draft(folder: RunFolder) -> Version | None:
    """The newest version that is not finished."""
    drafts = [n for n in numbers(folder) if not _finished(folder, n).exists()]
    return read_version(folder, drafts[-1]) if drafts else None


def _finished(folder: RunFolder, number: int) -> Path:
    return folder.versions / f"{number:04d}.json"


def _draft(folder: RunFolder, number: int) -> Path:
    return folder.versions / f"{number:04d}.draft.json"
