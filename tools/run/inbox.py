"""The inbox: notes that wait while the run is worked on, and the mark that cancels.

Any door may post at any time; only the owner of the run (``RunLock``) takes out. A number is claimed by making
its file, which one process alone can do, and is never given again: notes are carried out in the order of numbers.

    inbox/0003-1f3a9c04.json     a note       inbox/numbers/0003   its number
    inbox/0003-1f3a9c04.cancel   drop it, also in the middle of making it
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from film.base import Frozen
from film.canonical import canonical_json, content_id
from film.changes import ChangeSet
from film.errors import ChangeError, RunError
from tools.run.folder import RunFolder
from tools.whole import write_whole

Remedies = Literal["auto", "regrade", "reshoot"]
NAME = re.compile(r"[0-9]{4,}-[0-9a-f]{8}\.json")
ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class Item(Frozen):
    """A note that waits its turn."""

    id: str
    number: int = Field(ge=1)
    actor: str
    time: str
    """ISO 8601 UTC, from the door that it came in by."""
    note: str = ""
    """In the person's own words."""
    change: ChangeSet | None = None
    """A change written by hand, in place of words."""
    remedy: Remedies = "auto"
    yes: bool = False
    """Carried out without showing a preview first."""


def post(
    folder: RunFolder,
    *,
    actor: str,
    time: str,
    note: str = "",
    change: ChangeSet | None = None,
    remedy: Remedies = "auto",
    yes: bool = False,
) -> Item:
    """Queue a note, or a change written by hand. Works while another process owns the run, and beside other posts.

    Raises:
        ChangeError: there is neither a note nor a change.
    """
    if not note.strip() and change is None:
        raise ChangeError("an empty note changes nothing; say what should be different")
    number = _claim(folder)
    said = {
        "number": number, "actor": actor, "time": time, "note": note, "change": change, "remedy": remedy, "yes": yes,
    }  # fmt: skip
    item = Item.model_validate({"id": f"{number:04d}-{content_id(said, 8)}", **said})
    write_whole(_file(folder, item.id), canonical_json(item).encode("utf-8"), at_once=True)
    return item


def items(folder: RunFolder) -> tuple[Item, ...]:
    """What waits, in order. Raises RunError when a file of it is damaged."""
    found = []
    for path in folder.inbox.iterdir() if folder.inbox.exists() else ():
        if NAME.fullmatch(path.name):
            with contextlib.suppress(FileNotFoundError):  # its owner has just taken it out
                found.append(_read(path))
    return tuple(sorted(found, key=lambda item: item.number))


def drop(folder: RunFolder, item_id: str) -> None:
    """Take a note out for good. One that is not there is no error: dropping is repeated after a crash."""
    _file(folder, item_id).unlink(missing_ok=True)
    _cancel(folder, item_id).unlink(missing_ok=True)


def ask_cancel(folder: RunFolder, item_id: str) -> None:
    """Ask the owner of the run to drop a note, also in the middle of making it, and leave the film as it was."""
    write_whole(_cancel(folder, item_id), b"")


def cancel_asked(folder: RunFolder, item_id: str) -> bool:
    return _cancel(folder, item_id).exists()


def _claim(folder: RunFolder) -> int:
    """The next free number, made this process's own."""
    claims = folder.inbox / "numbers"
    claims.mkdir(parents=True, exist_ok=True)
    number = max((int(path.name) for path in claims.iterdir() if path.name.isdecimal()), default=0) + 1
    while True:
        try:
            (claims / f"{number:04d}").touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return number


def _read(path: Path) -> Item:
    try:
        return Item.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise RunError(f"{path} is damaged ({error.error_count()} faults); delete it and post the note again") from error


def _file(folder: RunFolder, name: str) -> Path:
    """Raises RunError when an id that came from outside is no id: nothing of a path gets through."""
    if not ID.fullmatch(name):
        raise RunError(f"{name!r} is not the id of a note; filmcrew status shows what waits")
    return folder.inbox / f"{name}.json"


def _cancel(folder: RunFolder, item_id: str) -> Path:
    return _file(folder, item_id).with_suffix(".cancel")
