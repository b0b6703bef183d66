"""A session: one process working on one run. Every door goes through it.

    make(...)    a script to a film; a run that was begun with the same request goes on where it stopped
    resume(run)  the same, with the request read back from the run folder
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from langgraph.types import Command

from configs.settings import Settings
from crew.minds.choose import Chosen
from film.canonical import sha256_of
from film.ids import slug
from film.series import Series
from film.version import Version
from graphs import changing, queueing
from graphs import plan as plan_graph
from graphs.checkpoints import drive
from graphs.playing import who_plays
from graphs.request import Request, load_request, read_script, write_request
from graphs.unit import Unit
from graphs.work import Hire, OnEvent, Outcome, at_work, log_made, outcome_of, produce
from graphs.workers import Workers
from tools.run import inbox, versions
from tools.run.folder import RunFolder, RunLock


def make(
    settings: Settings,
    scripts: Sequence[Path],
    *,
    runs: Path,
    series_name: str | None = None,
    bible: Path | None = None,
    on_event: OnEvent = lambda event: None,
    plan_only: bool = False,
    fresh: bool = False,
    key: str | None = None,
    hire: Hire = Workers,
) -> Outcome:
    """From scripts to films in ``runs/<series>/``, on top of the version that stands there. ``plan_only`` stops at the
    draft; ``fresh`` plans as if nothing stood.

    Raises:
        FilmError: one sentence for the user; what was finished before it is kept.
    """
    with opened(
        settings, scripts, runs=runs, series_name=series_name, bible=bible, on_event=on_event, keep=not plan_only,
        fresh=fresh, key=key,
    ) as (folder, request, choice):  # fmt: skip
        return asyncio.run(_work(folder, request, choice, on_event, hire, plan_only=plan_only))


@contextmanager
def opened(
    settings: Settings,
    scripts: Sequence[Path],
    *,
    runs: Path,
    series_name: str | None,
    bible: Path | None,
    on_event: OnEvent,
    keep: bool = True,
    fresh: bool = False,
    key: str | None = None,
) -> Iterator[tuple[RunFolder, Request, Chosen]]:
    """The run of a script with its request written and its lock held, and who plays the crew."""
    reading, name = read_script(scripts, series_name)
    folder = RunFolder.create(runs / slug(name), slug(name))
    with RunLock(folder):
        folder.sweep()
        choice = who_plays(settings, folder, runs, key=key, on_event=on_event)
        # As resolved: a resume must not plan another film because a server came or went.
        settings = settings.model_copy(update={"mind": choice.resolved})
        base = None if fresh else folder.read_standing().number
        yield folder, write_request(folder, settings, scripts, reading, name, bible, keep=keep, base=base), choice


def resume(
    root: Path,
    *,
    on_event: OnEvent = lambda event: None,
    approve: bool = False,
    key: str | None = None,
    hire: Hire = Workers,
) -> Outcome:
    """Go on with what was begun: a change whose yes was given, else the run's last request.

    ``approve`` answers a plan that was already waiting for a yes; a change that waits is answered by
    ``changing.approve``.
    """
    folder = RunFolder.open(root)
    if inbox.items(folder):
        return changing.go_on(root, on_event=on_event, key=key, hire=hire)
    with RunLock(folder):
        folder.sweep()
        request = load_request(folder)
        choice = who_plays(request.settings, folder, folder.root.parent, key=key, on_event=on_event)
        return asyncio.run(_work(folder, request, choice, on_event, hire, approve=approve, resuming=True))


async def _work(
    folder: RunFolder,
    request: Request,
    choice: Chosen,
    on_event: OnEvent,
    hire: Hire,
    *,
    plan_only: bool = False,
    approve: bool = False,
    resuming: bool = False,
) -> Outcome:
    on_event({"kind": "opened", "run": str(folder.root)})
    async with at_work(folder, request.settings, choice, on_event, hire) as (unit, checkpointer):
        version, waiting = await planned(unit, checkpointer, request, approve, remember=not plan_only)
        if resuming and version is not None and versions.is_finished(folder, version.number):
            version = versions.standing(folder) or version  # what was asked is made; a person may have gone on from it
        if version is not None and plan_only:
            versions.drop_draft(folder, version.number)  # planned again for nothing: every answer is on record
        elif version is not None:
            version = await produce(unit, checkpointer, version)
            log_made(folder, version, act="made", actor="filmcrew make")
            await queueing.take_up(unit, checkpointer)
        return outcome_of(unit, version, waiting)


async def planned(
    unit: Unit, checkpointer: Any, request: Request, approve: bool, *, remember: bool
) -> tuple[Version | None, Series | None]:
    """The version that this request asks for: known, or planned; or no version and the series that waits for a yes.

    Args:
        remember: False for a plan that is only looked at: its draft goes again, and its number with it.
    """
    asked = sha256_of({"request": request, "mind": unit.mind.name, "abilities": unit.abilities, "styles": unit.styles, "looks": unit.looks})
    for entry in unit.transcript.entries("planned"):
        if entry["asked"] == asked and entry["version"] in versions.numbers(unit.folder):
            return versions.read_version(unit.folder, entry["version"]), None
    graph = plan_graph.build(checkpointer)
    thread = f"plan/{asked[:16]}"
    config = {"configurable": {"thread_id": thread}, "recursion_limit": 40}
    waiting = any(task.interrupts for task in (await graph.aget_state(config)).tasks)
    if waiting and approve:  # somebody has seen this plan; one that is only now ready waits for the next yes
        state = await graph.ainvoke(Command(resume=True), config, context=unit, durability="sync")
    else:
        state = await drive(graph, {"request": request.model_dump(mode="json")}, thread, unit, limit=40)
    if "version" not in state:
        return None, unit.folder.get(state["series"], Series)
    if remember:
        unit.transcript.note("planned", asked=asked, version=state["version"])
    await checkpointer.adelete_thread(thread)
    return versions.read_version(unit.folder, state["version"]), None
