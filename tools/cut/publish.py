"""Files that another program writes, given their name only when they are complete.

A process killed at any moment leaves the old file, the new file, or a hidden ``.partial`` that the next writer of the
same target sweeps away; never half a file under a name that someone reads.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.whole import TEMPORARY


def partial_of(target: Path) -> Path:
    """The hidden path beside ``target``, for a file or a folder, that this process writes to.

    What dead processes left there is swept away. The process id in the name keeps a killed run's orphaned child,
    which may still be flushing, off the file of the run that took over.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in sorted(target.parent.iterdir()):
        writer = leftover.name.removeprefix(f".{target.name}.").removesuffix(TEMPORARY)
        if leftover.name == f".{target.name}.{writer}{TEMPORARY}" and writer.isdigit() and not _is_alive(int(writer)):
            remove(leftover)
    return target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY}")


def publish(partial: Path, target: Path) -> None:
    """Flushes ``partial`` to the disk and renames it to ``target``; both are in one folder."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes ``target`` when the block ends well and vanishes when it raises."""
    partial = partial_of(target)
    try:
        yield partial
        publish(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Deletes a file or a folder with all that is in it; nothing there is no error."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
