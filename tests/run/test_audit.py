"""The audit log: whatever is done to it shows, and a kill at any moment does not look like tampering."""

from __future__ import annotations

import json

import pytest

from film.canonical import canonical_json, sha256_of
from tools.run import audit
from tools.run.folder import RunFolder

ACTS = ("made", "changed", "undone", "redone")


def record(folder: RunFolder, act: str) -> str:
    return audit.record(folder, actor="mara", time="2026-01-01T00:00:00Z", act=act, before=1, after=2, reason="darker")


@pytest.fixture
def log(folder) -> RunFolder:
    for act in ACTS:
        record(folder, act)
    assert audit.check(folder) == (4, None, "")
    return folder


def rehashed(line: bytes, **changes) -> bytes:
    """A forged line: other words, with a hash that fits them."""
    body = {**json.loads(line), **changes}
    del body["hash"]
    return canonical_json({**body, "hash": sha256_of(body)}).encode() + b"\n"


TAMPERING = {
    "a word": (lambda a, b, c, d: [a, b.replace(b"changed", b"cHanged"), c, d], 2, "edited"),
    "a word of the last": (lambda a, b, c, d: [a, b, c, d.replace(b"mara", b"jona")], 4, "edited"),
    "a space": (lambda a, b, c, d: [a, b.replace(b'":"', b'": "', 1), c, d], 2, "edited"),
    "a hidden key": (lambda a, b, c, d: [a, b'{"actor":"jon",' + b[1:], c, d], 2, "edited"),
    "another key": (lambda a, b, c, d: [a, rehashed(b, more=1), c, d], 2, "not an entry"),
    "not JSON": (lambda a, b, c, d: [a, b"scribble\n", c, d], 2, "not an entry"),
    "NaN": (lambda a, b, c, d: [a, b.replace(b'"before":1', b'"before":NaN'), c, d], 2, "not an entry"),
    "an empty line": (lambda a, b, c, d: [a, b"\n", b, c, d], 2, "not an entry"),
    "forged": (lambda a, b, c, d: [a, rehashed(b, act="x"), c, d], 3, "missing before"),
    "forged last": (lambda a, b, c, d: [a, b, c, rehashed(d, act="x")], 4, "not the entry that was written"),
    "first deleted": (lambda a, b, c, d: [b, c, d], 1, "missing before"),
    "one deleted": (lambda a, b, c, d: [a, c, d], 2, "missing before"),
    "reordered": (lambda a, b, c, d: [a, c, b, d], 2, "out of order"),
    "reversed": (lambda a, b, c, d: [d, c, b, a], 1, "out of order"),
    "doubled": (lambda a, b, c, d: [a, b, b, c, d], 3, "twice"),
    "last doubled": (lambda a, b, c, d: [a, b, c, d, d], 5, "twice"),
    "put in": (lambda a, b, c, d: [a, rehashed(b, act="x"), b, c, d], 3, "put in before"),
    "cut short": (lambda a, b, c, d: [a, b, c], 4, "says 4 entries, there are 3"),
    "cut in a line": (lambda a, b, c, d: [a, b, c, d[:-20]], 4, "cut short"),
    "emptied": (lambda a, b, c, d: [], 1, "says 4 entries, there are 0"),
}


@pytest.mark.parametrize(("tamper", "line", "what"), TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_found_and_named(log, tamper, line, what):
    log.audit.write_bytes(b"".join(tamper(*log.audit.read_bytes().splitlines(keepends=True))))
    report = audit.check(log)
    assert report.first_bad_line == line and what in report.what


@pytest.mark.parametrize(("tamper", "line", "what"), TAMPERING.values(), ids=TAMPERING)
def test_work_that_goes_on_does_not_cover_the_traces(log, tamper, line, what):
    log.audit.write_bytes(b"".join(tamper(*log.audit.read_bytes().splitlines(keepends=True))))
    for _ in range(3):
        record(log, "changed")
    assert audit.check(log).first_bad_line in (line, line + 1)


def test_a_log_that_is_gone_is_missed_by_its_head(log):
    log.audit.unlink()
    assert audit.check(log) == (0, 1, "the log was cut short: audit.head.json says 4 entries, there are 0")
    record(log, "changed")
    assert audit.check(log).first_bad_line == 1


@pytest.mark.parametrize("done", ["unlinked", "{", "[]", '{"count": "many", "head": ""}'])
@pytest.mark.parametrize("kept", [1, 4])
def test_a_head_that_is_gone_or_damaged_is_missed(log, done, kept):
    lines = log.audit.read_bytes().splitlines(keepends=True)
    log.audit.write_bytes(b"".join(lines[:kept]))
    log.audit_head.unlink() if done == "unlinked" else log.audit_head.write_text(done)
    report = audit.check(log)
    assert report.first_bad_line == 1 and "audit.head.json" in report.what
    record(log, "changed")
    record(log, "changed")
    assert audit.check(log).first_bad_line == kept + 1


def test_a_head_that_counts_too_few_is_found(log):
    log.audit_head.write_text(json.dumps({"count": 0, "head": audit.ORIGIN}))
    assert audit.check(log).first_bad_line == 1
    second = json.loads(log.audit.read_bytes().splitlines()[1])["hash"]
    log.audit_head.write_text(json.dumps({"count": 2, "head": second}))
    assert audit.check(log) == (4, 3, "it was put in: audit.head.json says 2 entries, there are 4")


def test_a_line_torn_by_a_kill_is_no_tampering_and_is_healed(log):
    with open(log.audit, "ab") as file:
        file.write(b'{"act":"chan')
    assert audit.check(log) == (4, None, "")
    record(log, "changed")
    assert audit.check(log) == (5, None, "")
    assert [entry["act"] for entry in audit.acts(log)] == [*ACTS, "changed"]


@pytest.mark.parametrize("entries", [0, 4])
def test_a_kill_between_the_line_and_its_head_is_no_tampering(folder, monkeypatch, entries):
    for act in ACTS[:entries]:
        record(folder, act)
    write_head = audit._write_head

    def killed(folder, head):
        if head.count > entries:
            raise KeyboardInterrupt
        write_head(folder, head)

    with monkeypatch.context() as patch:
        patch.setattr(audit, "_write_head", killed)
        with pytest.raises(KeyboardInterrupt):
            record(folder, "changed")
    assert audit.check(folder) == (entries + 1, None, "")
    record(folder, "undone")
    assert audit.check(folder) == (entries + 2, None, "")


def test_a_kill_while_a_missing_head_is_begun_anew_does_not_cover_it(log, monkeypatch):
    log.audit.write_bytes(log.audit.read_bytes().splitlines(keepends=True)[0])
    log.audit_head.unlink()

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(audit, "append_line", killed)
        with pytest.raises(KeyboardInterrupt):
            record(log, "changed")
    assert audit.check(log).first_bad_line == 1


def test_words_of_every_script_are_kept(folder):
    audit.record(folder, actor="मीरा", time="2026-01-01T00:00:00Z", act="changed", before=None, after=1, reason="अँधेरा\n“”")
    assert audit.check(folder).first_bad_line is None
    assert next(audit.acts(folder))["actor"] == "मीरा"


def test_no_log_is_a_whole_log(folder):
    assert audit.check(folder) == (0, None, "") and list(audit.acts(folder)) == []


def test_acts_can_be_read_over_lines_that_are_none(log):
    log.audit.write_bytes(b'scribble\n{"act":"made"}\n' + log.audit.read_bytes())
    assert [entry["act"] for entry in audit.acts(log)] == list(ACTS)
    assert audit.check(log).first_bad_line == 1
