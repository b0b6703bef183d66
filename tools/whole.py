"""Files that appear whole or not at all, and logs whose torn last line is healed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEMPORARY = ".partial"
"""Suffix of a file in the making. One that is found when nobody owns the run is waste."""


def write_whole(path: Path, data: bytes, *, at_once: bool = False) -> None:
    """Write ``data`` so that ``path`` holds either its old content or all of the new one, even after a power cut.

    Args:
        at_once: wait until the new name itself is on the disk. Without it a power cut may bring the old
            content back, which is as good for whatever can be made again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    with open(partial, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    if at_once:
        _sync_folder(path.parent)


def write_json(path: Path, value: Any, *, at_once: bool = False) -> None:
    """``value`` as indented JSON with sorted keys, written whole; see ``write_whole``."""
    text = json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False)
    write_whole(path, text.encode("utf-8") + b"\n", at_once=at_once)


def append_line(path: Path, line: str) -> None:
    """Append one line and make it durable. A torn line left by a crash is dropped first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    heal(path)
    with open(path, "ab") as file:
        file.write(line.encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def heal(path: Path) -> bool:
    """Cut off a last line that has no newline. True when there was one."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    with open(path, "rb+") as file:
        file.seek(-1, os.SEEK_END)
        if file.read(1) == b"\n":
            return False
        file.seek(0)
        whole = file.read()
        file.truncate(whole.rfind(b"\n") + 1)
    return True


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a JSONL file, a torn last one left out.

    Raises:
        ValueError: a line that is not the last is not JSON; the message names it.
    """
    if not path.exists():
        return
    with open(path, "rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.endswith(b"\n"):
                return
            try:
                yield json.loads(raw)
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: not JSON ({error})") from error


def file_sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
