"""Give back disk space: everything that no version, no lock and no work in flight needs."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from film.canonical import sha256_of
from film.cut_plan import plan_cut, sound_of
from tools.run import inbox, locks, takes, versions
from tools.run.folder import RunFolder, RunLock


class Needed(NamedTuple):
    """What must stay."""

    takes: set[tuple[str, str]]
    """(shot id, the take's folder name)."""
    films: set[str]
    """sha256 of the files."""
    sounds: set[Path]


def clean(folder: RunFolder) -> dict[str, Any]:
    """Delete takes, films and sound of no version, pictures that compared versions, built people (they are
    built again when needed), and what a kill left half made.

    While a draft is in work or a note waits in the inbox, for its turn or for a yes, nothing but half-made files
    goes: it may need any of it. Every version that exists keeps its takes, and so does every lock, so that undo
    and redo still restore equal bytes.

    Returns:
        ``{"takes": how many were deleted, "films": …, "sounds": …, "bytes": …}``.
    """
    with RunLock(folder):
        folder.sweep()
        freed = {"takes": 0, "films": 0, "sounds": 0, "bytes": 0}
        if not _is_in_work(folder):
            kept = _needed(folder)
            for slate in sorted(folder.takes.rglob("slate.json")):
                take = slate.parent
                if (take.parent.relative_to(folder.takes).as_posix(), take.name) not in kept.takes:
                    takes.forget(take)
                    _delete(take, "takes", freed)
            for film in sorted(folder.films.glob("*.mp4")):
                if film.stem not in kept.films:
                    _delete(film, "films", freed)
            for sound in sorted(folder.sound.iterdir()) if folder.sound.exists() else ():
                if sound not in kept.sounds:
                    _delete(sound, "sounds", freed)
            for path in (*sorted(folder.root.glob("checkpoints.sqlite*")), folder.previews, folder.people):
                freed["bytes"] += _remove(path)
    return freed


def _is_in_work(folder: RunFolder) -> bool:
    """A note in the inbox, a draft, or a thread that is not pruned: a plan may wait in it for a yes."""
    if inbox.items(folder) or versions.latest_draft(folder) is not None:
        return True
    if not folder.checkpoints.exists():
        return False
    with contextlib.closing(sqlite3.connect(f"file:{folder.checkpoints}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("select count(*) from checkpoints").fetchone() != (0,)
        except sqlite3.Error:  # no such table, or no database: nothing can go on from it
            return False


def _needed(folder: RunFolder) -> Needed:
    kept = Needed(set(), set(), _shown(folder))
    for number in versions.numbers(folder):
        version = versions.read_version(folder, number)
        kept.takes.update((shot_id, circled.take) for shot_id, circled in version.circled.items())
        kept.takes.update((shot.id, shot.pin.take) for _, _, shot in version.series.walk() if shot.pin)
        kept.films.update(film.file_sha256 for film in version.films.values())
        for episode in version.series.episodes:
            plan = plan_cut(version.series, episode, version.profile)
            kept.sounds.add(folder.sound_folder(sha256_of(sound_of(plan))))
    locked = locks.read(folder)
    kept.takes.update((shot_id, shot.take) for shot_id, shot in locked.shots.items())
    for episode in locked.episodes.values():
        kept.takes.update((shot_id, circled.take) for shot_id, circled in episode.circled.items())
        kept.films.add(episode.film.file_sha256)
    return kept


def _shown(folder: RunFolder) -> set[Path]:
    """Folders of sound that ``out/`` links to, whatever the version that was delivered named them by."""
    links = [path for path in folder.out.iterdir() if path.is_symlink()] if folder.out.exists() else []
    return {link.resolve().parent for link in links}


def _delete(path: Path, what: str, freed: dict[str, int]) -> None:
    freed[what] += 1
    freed["bytes"] += _remove(path)


def _remove(path: Path) -> int:
    """Delete a file or a folder. Returns its size in bytes, 0 when there is none."""
    if path.is_dir():
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        shutil.rmtree(path)
        return size
    size = path.stat().st_size if path.exists() else 0
    path.unlink(missing_ok=True)
    return size
