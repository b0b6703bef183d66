"""The audit log: who did what to the film, each entry chained to the one before by hash.

The head hash and the count are kept apart (``audit.head.json``), so that a log that was cut short
is found out as well.
"""

from __future__ import annotations

import json

from film.canonical import canonical_json, sha256_of
from tools.run.folder import RunFolder
from tools.whole import append_line, heal, read_lines, write_json

ORIGIN = "0" * 64


def record(
    folder: RunFolder, *, actor: str, time: str, act: str, before: int | None, after: int | None, reason: str = ""
) -> str:
    """Append one act. ``time`` is ISO 8601 UTC and comes from the door. Returns the entry's hash."""
    heal(folder.audit)
    count, head = 0, ORIGIN
    for entry in read_lines(folder.audit):
        count, head = count + 1, entry["hash"]
    body = {
        "actor": actor, "time": time, "act": act, "before": before, "after": after, "reason": reason, "previous": head,
    }  # fmt: skip
    entry = {**body, "hash": sha256_of(body)}
    append_line(folder.audit, canonical_json(entry))
    write_json(folder.audit_head, {"count": count + 1, "head": entry["hash"]})
    return entry["hash"]


def first_bad_line(folder: RunFolder) -> int | None:
    """The 1-based line that is edited, missing or out of order; None when the whole chain holds."""
    previous, count = ORIGIN, 0
    if folder.audit.exists():
        for number, raw in enumerate(folder.audit.read_bytes().split(b"\n")[:-1], start=1):
            try:
                entry = json.loads(raw)
            except ValueError:
                return number
            body = {key: value for key, value in entry.items() if key != "hash"}
            if body.get("previous") != previous or sha256_of(body) != entry.get("hash"):
                return number
            previous, count = entry["hash"], number
    if folder.audit_head.exists():
        kept = json.loads(folder.audit_head.read_text("utf-8"))
        if kept["count"] > count or (kept["count"] == count and kept["head"] != previous):
            return count + 1
    return None
