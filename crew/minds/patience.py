"""How often a server may fail before it is left alone: a film of 300 questions must not wait 300 times for a timeout."""

from __future__ import annotations

import threading

from film.errors import MindError

FAILURES_IN_A_ROW = 3


class Patience:
    """Counts failures in a row. Past ``limit`` the mind is not asked again by this process."""

    def __init__(self, who: str, limit: int = FAILURES_IN_A_ROW):
        self._who, self._limit = who, limit
        self._failures = 0
        self._lock = threading.Lock()  # critics of several shots think at once

    def check(self) -> None:
        """Raises MindError when the server has failed too often to be asked again."""
        if self._failures >= self._limit:
            raise MindError(
                f"{self._who} failed {self._limit} times in a row and is not asked again; "
                "filmcrew resume asks it what is still open"
            )

    def failed(self) -> None:
        with self._lock:
            self._failures += 1

    def answered(self) -> None:
        with self._lock:
            self._failures = 0
