"""The audit log: who did what to the film, each entry chained to the one before by hash.

The head hash and the count are kept apart (``audit.head.json``), so that a log that was cut short is found
out as well. Work goes on over a log that was tampered with, but the break stays: a new entry is chained to
the head that was written, never to what somebody put in the log. Who rewrites both files together is not
found out; a copy of the head elsewhere would show it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from film.canonical import canonical_json, sha256_of
from tools.run.folder import RunFolder
from tools.whole import append_line, write_json

ORIGIN = "0" * 64
FIELDS = {"actor", "time", "act", "before", "after", "reason", "previous", "hash"}


class AuditReport(NamedTuple):
    """What a reading of the whole log found."""

    count: int
    """Whole lines in the log."""
    first_bad_line: int | None
    """1-based; one past the last when the end is missing; None when the whole chain holds."""
    what: str = ""
    """What is wrong with it, in words."""


class Head(NamedTuple):
    """How far the log was written."""

    count: int
    hash: str


def record(
    folder: RunFolder, *, actor: str, time: str, act: str, before: int | None, after: int | None, reason: str = ""
) -> str:
    """Append one act. ``time`` is ISO 8601 UTC and comes from the door. Returns the entry's hash.

    The caller owns the run. A kill at any moment leaves a log that ``check`` accepts and that goes on here.
    """
    head, lines = _read_head(folder), _whole_lines(folder)
    if isinstance(head, Head):
        head = _with_unfinished(head, lines)
    else:  # begun anew: behind lines that were there before, that is a break for ever
        head = Head(0, ORIGIN)
        if not lines:  # written before the first entry, so that a head that is missing was taken away
            _write_head(folder, head)
    body = {
        "actor": actor, "time": time, "act": act, "before": before, "after": after, "reason": reason,
        "previous": head.hash,
    }  # fmt: skip
    entry = {**body, "hash": sha256_of(body)}
    append_line(folder.audit, canonical_json(entry))
    _write_head(folder, Head(head.count + 1, entry["hash"]))
    return entry["hash"]


def acts(folder: RunFolder) -> Iterator[dict[str, Any]]:
    """Entries in the order of the log, for whoever reads or counts them.

    Whether they can be trusted is for ``check`` to say, which names the lines that are no entries and are left out here.
    """
    return (entry for raw in _whole_lines(folder) if (entry := _entry(raw)) is not None)


def check(folder: RunFolder) -> AuditReport:
    """Read the whole log and name the first line that is not as it was written.

    An edit, a deletion, another order, a repeated line and a cut end are all found. A torn last line is what a
    kill leaves behind and no entry; so is one whole entry more than the head counts, when it is chained to it.
    """
    lines = _whole_lines(folder)
    hashes = [_claimed(raw) for raw in lines]
    previous = ORIGIN
    for at, raw in enumerate(lines):
        wrong = _fault(raw, previous, hashes, at)
        if wrong:
            return AuditReport(len(lines), at + 1, wrong)
        previous = str(hashes[at])
    return _against_head(folder, lines, hashes)


def _fault(raw: bytes, previous: str, hashes: list[str | None], at: int) -> str:
    """What is wrong with the line at index ``at``, or nothing."""
    entry = _entry(raw)
    if entry is None:
        return "it is not an entry of this log"
    body = {key: value for key, value in entry.items() if key != "hash"}
    # Bytes as well: a second "actor" in the same object would not show in what JSON makes of it.
    if sha256_of(body) != entry["hash"] or canonical_json(entry).encode("utf-8") != raw:
        return "it was edited: its hash does not fit its words"
    if entry["previous"] == previous:
        return ""
    if entry["hash"] in hashes[:at]:
        return "it is there twice"
    if entry["previous"] in hashes[at:]:
        return "it is out of order: the line that it follows comes later"
    if entry["previous"] in (ORIGIN, *hashes[:at]):
        return "a line was put in before it"
    return "a line is missing before it"


def _against_head(folder: RunFolder, lines: list[bytes], hashes: list[str | None]) -> AuditReport:
    """The last judgement: a chain that holds in itself, against the head that is kept apart."""
    count = len(lines)
    name = folder.audit_head.name
    head = _read_head(folder)
    if head is None and not lines:
        return AuditReport(0, None)
    if not isinstance(head, Head):
        return AuditReport(count, 1, f"{name}, which says how many lines there are, is {head or 'missing'}")
    if head.count > count:
        return AuditReport(count, count + 1, f"the log was cut short: {name} says {head.count} entries, there are {count}")
    if head.count and hashes[head.count - 1] != head.hash:
        return AuditReport(count, head.count, f"it is not the entry that was written: {name} has another hash")
    if count > head.count + 1:
        return AuditReport(count, head.count + 1, f"it was put in: {name} says {head.count} entries, there are {count}")
    return AuditReport(count, None)


def _with_unfinished(head: Head, lines: list[bytes]) -> Head:
    """The head, moved over the one entry that a kill left without it."""
    if len(lines) == head.count + 1 and not _fault(lines[-1], head.hash, [], 0):
        return Head(head.count + 1, str(_claimed(lines[-1])))
    return head


def _claimed(raw: bytes) -> str | None:
    """The hash that a line bears, right or wrong."""
    entry = _entry(raw)
    return None if entry is None else str(entry["hash"])


def _entry(raw: bytes) -> dict[str, str | int | None] | None:
    """A line as an entry; None when it has not its fields, or holds what no entry holds."""
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or set(entry) != FIELDS:
        return None
    return entry if all(value is None or isinstance(value, (str, int)) for value in entry.values()) else None


def _whole_lines(folder: RunFolder) -> list[bytes]:
    """Without a torn last one."""
    return folder.audit.read_bytes().split(b"\n")[:-1] if folder.audit.exists() else []


def _read_head(folder: RunFolder) -> Head | Literal["damaged"] | None:
    if not folder.audit_head.exists():
        return None
    try:
        kept = json.loads(folder.audit_head.read_text("utf-8"))
        return Head(int(kept["count"]), str(kept["head"]))
    except (ValueError, KeyError, TypeError):
        return "damaged"


def _write_head(folder: RunFolder, head: Head) -> None:
    write_json(folder.audit_head, {"count": head.count, "head": head.hash}, at_once=True)
