"""Versions on disk: a draft until its films are finished, then renamed in one step.

Undo, redo and checkout move which version stands, and touch no version: they are one write of ``run.json``.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError

from film.canonical import canonical_json
from film.errors import ConfigError, RunError
from film.version import Version
from tools.run.folder import RunFolder, Standing
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


def undo(folder: RunFolder, steps: int = 1) -> int:
    """Let the version stand that stood ``steps`` moves ago. Returns its number.

    Raises:
        RunError: there are not so many moves to take back, or its file has gone.
    """
    now = folder.read_standing()
    _check_steps(steps, now.past, f"{folder.root.name} has {_counted(len(now.past), 'undo')} left")
    left, number, *undone = now.past[:-steps], *now.past[-steps:]
    _check_finished(folder, number)
    future = (*undone, *(() if now.number is None else (now.number,)), *now.future)
    folder.write_standing(Standing(number, past=left, future=future))
    return number


def redo(folder: RunFolder, steps: int = 1) -> int:
    """Take back ``steps`` undos. Returns the number of the version that stands then.

    Raises:
        RunError: not so much was undone since the last change, or the version's file has gone.
    """
    now = folder.read_standing()
    _check_steps(steps, now.future, f"{folder.root.name} has {_counted(len(now.future), 'redo')} left")
    *redone, number = now.future[:steps]
    _check_finished(folder, number)
    past = (*now.past, *(() if now.number is None else (now.number,)), *redone)
    folder.write_standing(Standing(number, past=past, future=now.future[steps:]))
    return number


def checkout(folder: RunFolder, number: int) -> int:
    """Let any finished version stand; it is a move like a change, so undo leads back. Returns ``number``.

    Raises:
        RunError: there is no finished version of that number.
    """
    _check_finished(folder, number)
    folder.set_standing(number)
    return number


def drop_draft(folder: RunFolder, number: int) -> None:
    """Forget a draft. A finished version of that number stays."""
    _draft(folder, number).unlink(missing_ok=True)


def is_finished(folder: RunFolder, number: int) -> bool:
    return _finished(folder, number).exists()


def read_version(folder: RunFolder, number: int) -> Version:
    """A finished version, or the draft of that number. Raises RunError when there is neither, or it is damaged."""
    for path in (_finished(folder, number), _draft(folder, number)):
        if path.exists():
            try:
                return Version.model_validate_json(path.read_bytes())
            except ValidationError as error:
                raise RunError(f"{path} is damaged ({error.error_count()} faults); restore it from a copy") from error
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


def find_shot(version: Version, word: str) -> str:
    """The shot that a person means: its id, or the end of it when only one ends so (``sc002/sh0030``).

    Raises:
        ConfigError: no shot, or several.
    """
    ids = [shot.id for _, _, shot in version.series.walk()]
    if word in ids:
        return word
    ending = [shot_id for shot_id in ids if shot_id.endswith("/" + word)]
    if len(ending) == 1:
        return ending[0]
    if ending:
        raise ConfigError(f"{word!r} could be {', '.join(ending[:6])}; name one")
    raise ConfigError(f"version {version.number} has no shot {word!r}; it has {', '.join(ids[:6])}…")


def _check_steps(steps: int, moves: tuple[int, ...], left: str) -> None:
    if not 1 <= steps <= len(moves):
        raise RunError(f"{left} and was asked for {steps}; filmcrew history shows its versions")


def _check_finished(folder: RunFolder, number: int) -> None:
    if not is_finished(folder, number):
        there = [n for n in numbers(folder) if is_finished(folder, n)]
        raise RunError(f"{folder.root.name} has no finished version {number}; it has {there}")


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _finished(folder: RunFolder, number: int) -> Path:
    return folder.versions / f"{number:04d}.json"


def _draft(folder: RunFolder, number: int) -> Path:
    return folder.versions / f"{number:04d}.draft.json"
