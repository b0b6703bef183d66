"""A mind that says what it was told to say: for tests, demonstrations and films rehearsed in advance."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from crew.minds.mind import Reply
from film.errors import MindError


class Heard(NamedTuple):
    """One prompt that a scripted mind was given."""

    system: str
    prompt: str
    schema: dict[str, Any]
    images: tuple[bytes, ...]
    seed: int


class ScriptedMind:
    """Answers from a queue, in order, and keeps what it was asked in ``history``."""

    def __init__(self, *answers: str | dict[str, Any] | Reply | Exception, name: str = "scripted", sees: bool = False):
        self.name, self.sees = name, sees
        self.history: list[Heard] = []
        self._queue: deque[str | dict[str, Any] | Reply | Exception] = deque(answers)

    def enqueue(self, *answers: str | dict[str, Any] | Reply | Exception) -> None:
        """Put answers at the end of the queue: text, data that is written as JSON, a Reply, or an error to raise."""
        self._queue.extend(answers)

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """The next answer of the queue. Raises MindError when the queue is empty, or the queued error."""
        self.history.append(Heard(system, prompt, schema, tuple(images), seed))
        if not self._queue:
            raise MindError("the scripted mind has no answer left; enqueue one more")
        answer = self._queue.popleft()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Reply):
            return answer
        return Reply(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))
