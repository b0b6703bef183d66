"""A pool of worker processes: our own limit on how much is made at once.

LangGraph's ``max_concurrency`` would gate checkpoint writes as well (measured: finished siblings
are lost on a kill), so the pool's idle queue is the only limiter. A worker that dies is replaced
and its job tried once more; jobs are idempotent.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from film import errors

HOUSE = Path(__file__).resolve().parent.parent

OnEvent = Callable[[dict[str, Any]], None]


class _WorkerDied(Exception):
    """The process ended without an answer."""


class _Worker:
    def __init__(self) -> None:
        self._messages: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "graphs.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            cwd=HOUSE,
        )

    def do(self, job: dict[str, Any], on_event: OnEvent) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(job, ensure_ascii=False).encode("utf-8") + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _WorkerDied(self._last_words()) from error
        for line in self._process.stdout:
            message = json.loads(line)
            if "event" in message:
                on_event(message["event"])
            elif "error" in message:
                raise _rebuilt(message)
            else:
                return message["answer"]
        raise _WorkerDied(self._last_words())

    def end(self) -> None:
        """Kill and reap it. Its ffmpeg sees the end of its input and goes as well."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # unsent bytes to a dead process
                    continue
        self._messages.close()

    def _last_words(self) -> str:
        code = self._process.poll()
        self._messages.seek(0)
        text = self._messages.read()[-600:].decode("utf-8", "replace").strip()
        return f"a worker process ended with code {code}" + (f": {text}" if text else "")


class Workers:
    """``count`` processes, started when first needed. Use as an async context manager."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._slots = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._closed = False

    async def __aenter__(self) -> Workers:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed = True
        for worker in self._all:
            worker.end()
        self._all.clear()

    async def run(self, job: dict[str, Any], on_event: OnEvent = lambda event: None) -> Any:
        """Do one job on whichever worker is free.

        Raises:
            FilmError: what the job itself raised.
            RenderError: the worker died twice on it.
        """
        async with self._slots:
            for attempt in (1, 2):
                worker = self._idle.pop() if self._idle else self._hire()
                try:
                    answer = await asyncio.to_thread(worker.do, job, on_event)
                except _WorkerDied as died:
                    self._all.remove(worker)
                    worker.end()
                    if attempt == 2 or self._closed:
                        raise errors.RenderError(f"{job['verb']} failed twice: {died}") from died
                    continue
                except errors.FilmError:
                    self._idle.append(worker)
                    raise
                self._idle.append(worker)
                return answer
        raise AssertionError("unreachable")

    def _hire(self) -> _Worker:
        worker = _Worker()
        self._all.append(worker)
        return worker


def _rebuilt(message: dict[str, Any]) -> errors.FilmError:
    """The error as the job raised it, by its class name."""
    kind = getattr(errors, message["kind"], errors.RenderError)
    if kind is errors.ScriptError or not issubclass(kind, errors.FilmError):
        kind = errors.RenderError
    return kind(message["error"])
