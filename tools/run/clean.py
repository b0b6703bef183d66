"""Give back disk space: everything that neither the standing version, nor undo, nor work in flight needs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tools.run import versions
from tools.run.folder import RunFolder, RunLock


def clean(folder: RunFolder) -> dict[str, Any]:
    """Delete takes that no version circled, films of no version and files a killed process left half made.

    While a draft is in work nothing but half-made files goes: it may need any of it.

    Every version that exists keeps its takes, so that undo and redo still restore equal bytes.

    Returns:
        ``{"takes": how many were deleted, "films": …, "bytes": …}``.
    """
    with RunLock(folder):
        folder.sweep()
        kept_takes: set[tuple[str, str]] = set()
        kept_films: set[str] = set()
        for number in versions.numbers(folder):
            version = versions.read_version(folder, number)
            kept_takes |= {(shot_id, circled.take) for shot_id, circled in version.circled.items()}
            kept_films |= {film.file_sha256 for film in version.films.values()}
        drafting = versions.latest_draft(folder) is not None
        freed = {"takes": 0, "films": 0, "bytes": 0}
        for slate in sorted(folder.takes.rglob("slate.json")) if not drafting else []:
            take = slate.parent
            shot_id = take.parent.relative_to(folder.takes).as_posix()
            if (shot_id, take.name) not in kept_takes:
                freed["takes"] += 1
                freed["bytes"] += _size(take)
                shutil.rmtree(take)
        for film in sorted(folder.films.glob("*.mp4")) if folder.films.exists() and not drafting else []:
            if film.stem not in kept_films:
                freed["films"] += 1
                freed["bytes"] += film.stat().st_size
                film.unlink()
        if not drafting and folder.checkpoints.exists():
            for path in folder.root.glob("checkpoints.sqlite*"):
                freed["bytes"] += path.stat().st_size
                path.unlink()
    return freed


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
