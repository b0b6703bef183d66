"""A run opened to draw something of it: locked, swept, with whoever played in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from crew.minds.choose import Chosen
from graphs.playing import who_plays
from graphs.request import Request, load_request
from graphs.work import OnEvent
from tools.run.folder import RunFolder, RunLock

Drawn = TypeVar("Drawn")
Work = Callable[[RunFolder, Request, Chosen], Awaitable[Drawn]]


def with_run(run: Path, work: Work[Drawn], *, on_event: OnEvent, key: str | None) -> Drawn:
    """What ``work`` makes of a run that nobody else works on meanwhile.

    Raises:
        RunBusy: another process works on it.
    """
    folder = RunFolder.open(run)
    with RunLock(folder):
        folder.sweep()
        request = load_request(folder)
        choice = who_plays(request.settings, folder, folder.root.parent, key=key, on_event=on_event)

        async def done() -> Drawn:
            return await work(folder, request, choice)

        return asyncio.run(done())
