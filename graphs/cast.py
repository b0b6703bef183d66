"""The casting sheet of a film: who everybody is, drawn by the stage before any clip is shot.

    of_run(run)   a plan that waits for a yes, a draft, or the version that stands

Whatever engine shoots the film, the stage draws the sheet: it shows what the bible says, not what a take made of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from crew.minds.choose import Chosen
from film.errors import ConfigError
from graphs.board import version_to_show
from graphs.opening import with_run
from graphs.request import Request
from graphs.work import Hire, OnEvent, at_work
from graphs.workers import Workers
from tools.cut.cast_sheet import cast_of
from tools.run.folder import RunFolder

FOLDER = "cast"
"""Within ``out/``, where nobody names another."""


class Sheeted(NamedTuple):
    """What was written."""

    run: Path
    says: str
    """Which film it is: ``version 3``, ``a plan that waits for a yes``."""
    pages: tuple[Path, ...]
    """The line-up first, then a page for everybody."""
    people: tuple[str, ...]


class Wish(NamedTuple):
    """What the sheet shall be."""

    version: int | None = None
    out: Path | None = None


def of_run(
    run: Path,
    wish: Wish = Wish(),
    *,
    on_event: OnEvent = lambda event: None,
    key: str | None = None,
    hire: Hire = Workers,
) -> Sheeted:
    """The casting sheet of a run; a film that was not planned to its end is planned first.

    Raises:
        ConfigError: the film has no characters.
        RunError: no such version.
        RunBusy: another process works on the run.
    """
    return with_run(
        run,
        lambda folder, request, choice: _work(folder, request, choice, wish, on_event, hire),
        on_event=on_event,
        key=key,
    )


async def _work(
    folder: RunFolder, request: Request, choice: Chosen, wish: Wish, on_event: OnEvent, hire: Hire
) -> Sheeted:
    on_event({"kind": "opened", "run": str(folder.root)})
    async with at_work(folder, request.settings, choice, on_event, hire) as (unit, checkpointer):
        version, says = await version_to_show(unit, checkpointer, request, wish.version)
        cast = cast_of(version.series, says=says)
        if not cast.members:
            raise ConfigError(f"{says} of {folder.root.name} has no characters; a casting sheet shows people")
        out = wish.out.resolve() if wish.out else folder.out / FOLDER
        files = await unit.job("cast", cast=folder.put(cast), out=str(out))
        return Sheeted(folder.root, says, tuple(out / name for name in files), tuple(m.name for m in cast.members))
