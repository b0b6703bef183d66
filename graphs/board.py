"""The storyboard of a film: a still of every shot, then pages. No clip is shot.

    of_run(run)          a plan that waits for a yes, a draft, or the version that stands
    of_scripts(scripts)  plans first; the plan then waits for a yes, as with make --approve plan

A shot that has a take shows it as the cut grades it; any other gets the keyframe that its first take begins with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from configs.settings import Settings
from crew.minds.choose import Chosen
from film.canonical import sha256_of
from film.errors import RenderError
from film.series import Series, Shot
from film.version import Version
from graphs import keeping, session, stills
from graphs.opening import with_run
from graphs.request import Request
from graphs.unit import Unit
from graphs.work import Hire, OnEvent, at_work, of_version
from graphs.workers import Workers
from tools.cut.board import board_of
from tools.run import versions
from tools.run.folder import RunFolder

FOLDER = "board"
"""Within ``out/``, where nobody names another."""


class Boarded(NamedTuple):
    """What was written."""

    run: Path
    says: str
    """Which film it is: ``version 3``, ``a plan that waits for a yes``."""
    html: Path
    pages: tuple[Path, ...]
    shots: int
    seconds: float
    empty: tuple[str, ...]
    """Shots without a still: the engine could not make one, and the panel says why."""


class Wish(NamedTuple):
    """What the board shall be."""

    version: int | None = None
    """None takes what waits for a yes, else what is in work, else what stands."""
    out: Path | None = None
    columns: int | None = None


def of_run(
    run: Path,
    wish: Wish = Wish(),
    *,
    on_event: OnEvent = lambda event: None,
    key: str | None = None,
    hire: Hire = Workers,
) -> Boarded:
    """The storyboard of a run; a film that was not planned to its end is planned first.

    Raises:
        RunError: no such version.
        RunBusy: another process works on the run.
    """
    return with_run(
        run,
        lambda folder, request, choice: _work(folder, request, choice, wish, on_event, hire),
        on_event=on_event,
        key=key,
    )


def of_scripts(
    settings: Settings,
    scripts: Sequence[Path],
    wish: Wish = Wish(),
    *,
    runs: Path,
    series_name: str | None = None,
    bible: Path | None = None,
    on_event: OnEvent = lambda event: None,
    key: str | None = None,
    hire: Hire = Workers,
) -> Boarded:
    """The storyboard of a script; its plan waits for a yes, and ``resume`` gives it.

    Raises:
        FilmError: one sentence for the user.
    """
    settings = settings.model_copy(update={"approve": "plan"})
    with session.opened(
        settings, scripts, runs=runs, series_name=series_name, bible=bible, on_event=on_event, key=key
    ) as (folder, request, choice):
        return asyncio.run(_work(folder, request, choice, wish, on_event, hire))


async def _work(
    folder: RunFolder, request: Request, choice: Chosen, wish: Wish, on_event: OnEvent, hire: Hire
) -> Boarded:
    on_event({"kind": "opened", "run": str(folder.root)})
    async with at_work(folder, request.settings, choice, on_event, hire) as (unit, checkpointer):
        version, says = await version_to_show(unit, checkpointer, request, wish.version)
        return await _draw(unit, version, wish, says)


async def version_to_show(unit: Unit, checkpointer: Any, request: Request, number: int | None) -> tuple[Version, str]:
    """The film that pages are drawn of, and which one it is in words: ``version 3``, ``a plan that waits for a yes``.

    Args:
        number: a version of the run; None takes what waits for a yes, else what is in work, else what stands.

    Raises:
        RunError: no such version.
    """
    if number is not None:
        version = versions.read_version(unit.folder, number)
        return version, _said(unit, version)
    version, waiting = await session.planned(unit, checkpointer, request, approve=False, remember=True)
    if waiting is not None:
        return _as_version(unit, waiting), "a plan that waits for a yes"
    assert version is not None
    if versions.is_finished(unit.folder, version.number):
        version = versions.standing(unit.folder) or version
    return version, _said(unit, version)


def _said(unit: Unit, version: Version) -> str:
    draft = "" if versions.is_finished(unit.folder, version.number) else ", a draft"
    return f"version {version.number}{draft}"


def _as_version(unit: Unit, series: Series) -> Version:
    """A plan as the draft that a yes makes of it; it is written nowhere."""
    standing = versions.standing(unit.folder)
    known = versions.numbers(unit.folder)
    return Version(
        number=(known[-1] if known else 0) + 1, parent=standing.number if standing else None, series=series,
        profile=unit.profile, gates=unit.gates, engine=unit.settings.engine, mind=unit.mind.name,
    )  # fmt: skip


async def _draw(unit: Unit, version: Version, wish: Wish, says: str) -> Boarded:
    unit = of_version(unit, version)
    found, notes = await _stills(unit, version)
    board = board_of(version.series, version.profile, found, says=says, notes=notes)
    out = wish.out.resolve() if wish.out else unit.folder.out / FOLDER
    files = await unit.job("board", board=unit.folder.put(board), columns=wish.columns, out=str(out))
    html, *pages = (out / name for name in files)
    shots = [panel for episode in board.episodes for scene in episode.scenes for panel in scene.panels]
    return Boarded(
        run=unit.folder.root,
        says=says,
        html=html,
        pages=tuple(pages),
        shots=len(shots),
        seconds=sum(panel.duration_s for panel in shots),
        empty=tuple(panel.shot_id for panel in shots if panel.still is None),
    )


async def _stills(unit: Unit, version: Version) -> tuple[dict[str, str], dict[str, str]]:
    """(shot id -> still within the run, shot id -> what to know of it)."""
    standing, due = keeping.sort_out(version, unit)
    standing = {**standing, **version.circled}
    looks = stills.cut_shots(version.series, version.profile)
    found: dict[str, str] = {}
    notes = {shot_id: "held: no take passed" for shot_id, circled in standing.items() if circled.held}

    async def one(planned: Shot) -> None:
        try:
            take = await stills.take_to_show(unit, version, planned.id, standing, due)
            if take is None:
                take = await stills.take_as_directed(unit, version, due[planned.id])
                notes[planned.id] = f"begins with the last frame of {planned.start_from}"
            look = looks[planned.id]
            out = f"previews/{FOLDER}/{planned.id.replace('/', '-')}.{sha256_of([take, look.grade])[:12]}.png"
            found[planned.id] = await stills.graded(unit, take, look, out)
        except RenderError as error:
            notes[planned.id] = f"no picture: {error}"
        unit.emit("still", item=FOLDER, shot=planned.id, before=None, after=found.get(planned.id))

    await asyncio.gather(*(one(planned) for _, _, planned in version.series.filmed()))
    return found, notes
