"""The transcript: every question and answer, verdict, remedy and circling of a run, by content id.

It is the answer store as well: a question whose id is known is not asked again, and a raw answer that
was given once is not asked for again. Appending a known id does nothing; a last line torn by a crash
is healed. Entries are one JSON object a line with ``id``, ``kind``, ``v`` (their format) and what
that kind holds; docs/TRANSCRIPT.md describes them all. Ids are of content alone: ``at`` and seconds are beside them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from film.canonical import canonical_json, content_id, plain
from film.decision import Decision
from film.errors import RunError
from tools.run.redaction import redacted
from tools.whole import append_line, heal, read_lines

FORMAT = 1
"""Of the entries. A transcript of a later format is refused with a sentence."""

_BESIDE = ("kind", "at", "v")
"""What an entry has beside its decision."""


class Transcript(MutableMapping[str, Decision]):
    """As a mapping it holds decisions by id; ``note`` and ``entries`` also reach the other kinds.

    Args:
        path: ``transcript.jsonl``.
        owner: True for the process that holds the run's lock: it alone heals and appends.
        now: the time of day for ``at``, as RFC 3339 in UTC; None writes none.

    Raises:
        RunError: a line in the middle is damaged, or a later filmcrew wrote it.
    """

    def __init__(self, path: Path, *, owner: bool = False, now: Callable[[], str] | None = None) -> None:
        self.path = path
        self._entries: dict[str, dict[str, Any]] = {}
        self._appending = threading.Lock()
        self._now = now
        if owner:
            heal(path)
        try:
            for entry in read_lines(path):
                if entry.get("v", 1) > FORMAT:
                    raise RunError(
                        f"{path.name} has entries of format {entry['v']} and this filmcrew reads format {FORMAT}; "
                        "use the newer filmcrew"
                    )
                self._entries.setdefault(entry["id"], entry)
        except ValueError as error:
            raise RunError(f"{error}; restore the file from a copy") from error

    def note(self, kind: str, **facts: Any) -> str:
        """Record something that happened. The same facts twice are one entry. Returns its id."""
        facts = redacted(facts)
        entry_id = content_id({"kind": kind, **facts})
        self._append({"id": entry_id, "kind": kind, **facts})
        return entry_id

    def entries(self, kind: str | None = None) -> Iterator[dict[str, Any]]:
        """Entries in the order they were written."""
        return (entry for entry in list(self._entries.values()) if kind is None or entry["kind"] == kind)

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """The raw answer that was given under a content key: ``raw``, ``stopped``, ``tokens_in``, ``tokens_out``, ``seconds``."""
        entry = self._entries.get(key)
        return entry if entry is not None and entry["kind"] == "answer" else None

    def keep(self, key: str, **answer: Any) -> None:
        """Record a raw answer as soon as it is there, before anybody judges it."""
        self._append({"id": key, "kind": "answer", **redacted(answer)})

    def note_mind(self, name: str, agents: Mapping[str, str], sees: tuple[str, ...], pins: list[dict[str, str]]) -> str:
        """Record who plays.

        Args:
            agents: agent -> name of the mind that is asked as it.
            sees: the agents that are shown pictures.
            pins: ``mind``, ``digest`` and ``server`` of every model.
        """
        return self.note("mind", name=name, agents=dict(agents), sees=sorted(sees), pins=pins)

    def minds(self) -> dict[str, tuple[str, ...]]:
        """Agent -> names of every mind that was asked as that agent, the latest first."""
        names: dict[str, list[str]] = {}
        for entry in self._entries.values():
            if entry["kind"] == "decision":
                attempts = entry.get("attempts") or ()
                asked = {entry["agent"]: attempts[0]["mind"] if attempts else entry["mind"]}
            else:
                asked = entry["agents"] if entry["kind"] == "mind" else {}
            for agent, name in asked.items():
                known = names.setdefault(agent, [])
                if name in known:
                    known.remove(name)
                known.insert(0, name)
        return {agent: tuple(known) for agent, known in names.items()}

    def sees(self) -> frozenset[str]:
        """Agents that were shown pictures, by the latest mind on record."""
        found: frozenset[str] = frozenset()
        for entry in self.entries("mind"):
            found = frozenset(entry["sees"])
        return found

    def pins(self) -> list[dict[str, str]]:
        """``mind``, ``digest`` and ``server`` of every model, as it was when it first played here."""
        first: dict[str, dict[str, str]] = {}
        for entry in self.entries("mind"):
            for pin in entry["pins"]:
                first.setdefault(pin["mind"], pin)
        return list(first.values())

    def _append(self, entry: dict[str, Any]) -> None:
        with self._appending:  # crew members think in threads of their own
            if entry["id"] in self._entries:
                return
            # As it will be read back: a film made in one go and one that was resumed see the same numbers.
            line = plain({**entry, "v": FORMAT, **({"at": self._now()} if self._now else {})})
            append_line(self.path, canonical_json(line))
            self._entries[entry["id"]] = line

    def __getitem__(self, decision_id: str) -> Decision:
        entry = self._entries[decision_id]
        if entry["kind"] != "decision":
            raise KeyError(decision_id)
        return Decision.model_validate({key: value for key, value in entry.items() if key not in _BESIDE})

    def __setitem__(self, decision_id: str, decision: Decision) -> None:
        if decision.id != decision_id:
            raise ValueError(f"decision {decision.id!r} cannot be kept as {decision_id!r}")
        self._append({"kind": "decision", **redacted(decision.model_dump(mode="json"))})

    def __delitem__(self, decision_id: str) -> None:
        raise TypeError("a transcript is only ever added to")

    def __iter__(self) -> Iterator[str]:
        return (key for key, entry in self._entries.items() if entry["kind"] == "decision")

    def __len__(self) -> int:
        return sum(1 for _ in self)
