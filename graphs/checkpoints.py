"""Where work in flight is checkpointed: one sqlite file a run, strict about what it will read back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

BUSY_TIMEOUT_S = 30
"""Another process that reads the file may hold its lock that long."""


@asynccontextmanager
async def saver(path: Path) -> AsyncIterator[AsyncSqliteSaver]:
    """The run's checkpointer. State must be plain JSON: any other type in a checkpoint is refused on reading."""
    async with aiosqlite.connect(path, timeout=BUSY_TIMEOUT_S) as connection:
        checkpointer = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        await checkpointer.setup()
        await connection.execute("PRAGMA synchronous=NORMAL")
        yield checkpointer


async def drive(graph: Any, start: dict[str, Any], thread: str, context: Any, *, limit: int) -> dict[str, Any]:
    """Run a thread to its end: from ``start`` when it is unknown, from where it stopped otherwise.

    ``state.next == ()`` does not tell whether it is finished: after a crash between a node's writes and
    the next checkpoint it is empty while ``state.tasks`` is not.

    Args:
        limit: supersteps at most; a loop that does not end is a bug, not a film.

    Returns:
        The last state; ``__interrupt__`` in it when the thread waits for a person.
    """
    config = {"configurable": {"thread_id": thread}, "recursion_limit": limit}
    state = await graph.aget_state(config)
    if state.values and not state.tasks:
        return state.values
    if any(task.interrupts for task in state.tasks):
        return {**state.values, "__interrupt__": [i for task in state.tasks for i in task.interrupts]}
    begin = None if state.tasks else start
    return await graph.ainvoke(begin, config, context=context, durability="sync")


async def threads_of(checkpointer: AsyncSqliteSaver, beginning: str) -> list[str]:
    """Ids of the threads whose id begins so, sorted."""
    query = "select distinct thread_id from checkpoints where substr(thread_id, 1, ?) = ? order by thread_id"
    async with checkpointer.conn.execute(query, (len(beginning), beginning)) as rows:
        return [row[0] async for row in rows]
