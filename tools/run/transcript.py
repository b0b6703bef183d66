"""The transcript: every question and answer, verdict, remedy and circling of a run, by content id.

It is the answer store as well: a question whose id is known is not asked again. Appending a known
id does nothing; a last line torn by a crash is healed. Entries are one JSON object a line with
``id``, ``kind`` and what that kind holds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

from film.canonical import canonical_json, content_id
from film.decision import Decision
from film.errors import RunError
from tools.whole import append_line, heal, read_lines


class Transcript(MutableMapping[str, Decision]):
    """As a mapping it holds decisions by id; ``note`` and ``entries`` also reach the other kinds.

    Args:
        path: ``transcript.jsonl``.
        owner: True for the process that holds the run's lock: it alone heals and appends.

    Raises:
        RunError: a line in the middle is damaged.
    """

    def __init__(self, path: Path, *, owner: bool = False) -> None:
        self.path = path
        self._entries: dict[str, dict[str, Any]] = {}
        self._appending = threading.Lock()
        if owner:
            heal(path)
        try:
            for entry in read_lines(path):
                self._entries.setdefault(entry["id"], entry)
        except ValueError as error:
            raise RunError(f"{error}; restore the file from a copy") from error

    def note(self, kind: str, **facts: Any) -> str:
        """Record something that happened. The same facts twice are one entry. Returns its id."""
        entry_id = content_id({"kind": kind, **facts})
        self._append({"id": entry_id, "kind": kind, **facts})
        return entry_id

    def entries(self, kind: str | None = None) -> Iterator[dict[str, Any]]:
        """Entries in the order they were written."""
        return (entry for entry in list(self._entries.values()) if kind is None or entry["kind"] == kind)

    def _append(self, entry: dict[str, Any]) -> None:
        with self._appending:  # crew members think in threads of their own
            if entry["id"] in self._entries:
                return
            append_line(self.path, canonical_json(entry))
            self._entries[entry["id"]] = entry

    def __getitem__(self, decision_id: str) -> Decision:
        entry = self._entries[decision_id]
        if entry["kind"] != "decision":
            raise KeyError(decision_id)
        return Decision.model_validate({key: value for key, value in entry.items() if key != "kind"})

    def __setitem__(self, decision_id: str, decision: Decision) -> None:
        if decision.id != decision_id:
            raise ValueError(f"decision {decision.id!r} cannot be kept as {decision_id!r}")
        self._append({"kind": "decision", **decision.model_dump(mode="json")})

    def __delitem__(self, decision_id: str) -> None:
        raise TypeError("a transcript is only ever added to")

    def __iter__(self) -> Iterator[str]:
        return (key for key, entry in self._entries.items() if entry["kind"] == "decision")

    def __len__(self) -> int:
        return sum(1 for _ in self)
