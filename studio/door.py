"""What every command shares: finding the run, showing the work, printing, and who is speaking."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from film.errors import FilmError

if TYPE_CHECKING:
    from tools.run.folder import RunFolder


class Interrupted(FilmError):
    """Ctrl-C while a run was open; the message holds the command that goes on."""

    exit_code = 130


@contextmanager
def working(*, shown: bool, changed: Path | None = None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A display around the work, to hand its events to. Ctrl-C inside becomes Interrupted, naming the run.

    Args:
        shown: False shows nothing: standard output then belongs to one JSON object, standard error to errors.
        changed: the run, where the work is a change of its film.
    """
    from studio.progress import QUIET_IN_A_CHANGE, Display

    opened = changed
    display = Display(enabled=shown, doing="thinking", quiet=QUIET_IN_A_CHANGE) if changed else Display(enabled=shown)
    with display:

        def note(event: dict[str, Any]) -> None:
            nonlocal opened
            if event["kind"] == "opened":
                opened = Path(event["run"])
            display(event)

        try:
            yield note
        except KeyboardInterrupt:
            if opened is None:
                raise
            sentence = f"interrupted; what was finished is kept. To go on: filmcrew resume {opened}"
            if changed:
                sentence += f". To drop it, the film as it was: filmcrew abandon {changed}"
            raise Interrupted(sentence) from None


def folder_of(run: str, runs: Path) -> Path:
    """The run that a word means: a film's name under ``runs`` first, else a folder as it stands."""
    named = runs / run
    return named if (named / "run.json").exists() or not (Path(run) / "run.json").exists() else Path(run)


def open_run(run: str, runs: Path) -> RunFolder:
    """Raises ConfigError when there is no such run, RunError when it cannot be read."""
    from tools.run.folder import RunFolder

    return RunFolder.open(folder_of(run, runs))


def at_terminal() -> bool:
    """Is a person there who can be asked?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def speaker(given: str | None) -> str:
    """The name that the audit log keeps: as given, else the user's of this machine."""
    import getpass

    if given:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "somebody"


def print_json(report: Any, *, on_one_line: bool = False) -> None:
    """One JSON object on standard output; letters of every script as they are."""
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=None if on_one_line else 1, default=_plain) + "\n")
    sys.stdout.flush()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else list(value)
