"""``graphs.changing`` and ``graphs.standing`` as a list of answers: what each call would give back, and what was called.

``FakeChanging().said`` holds every call as ``(verb, details)``; ``next`` the proposals that ``propose`` gives, in order.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from crew.answers.notes import Choice
from film.changes import ChangeSet
from film.difference import Difference
from film.edits import Edit
from film.errors import ChangeError
from graphs.proposal import Proposal, Still
from tools.run import inbox
from tools.run.folder import RunFolder

NIGHT = Proposal(
    id="0001-aaaa",
    status="waits",
    note="make the kitchen night",
    change=ChangeSet(edits=(Edit(path="continuity.time_of_day", value="night"),), note="make the kitchen night"),
    reason="The Director lights it anew.",
    shoots=("ep01/sc001/sh0010", "ep01/sc001/sh0020", "ep02/sc004/sh0010"),
    recuts=("ep01", "ep02"),
    stays=31,
    estimate_s=100.0,
    stills=(Still("ep01/sc001/sh0010", Path("previews/b.png"), Path("previews/a.png")),),
    sheet=Path("previews/sheet.png"),
)
WHICH = Proposal(
    id="0002-bbbb", status="question", note="darker", question="Which kitchen?",
    choices=(
        Choice(label="the old kitchen", note="make the old kitchen darker"),
        Choice(label="घर की रसोई", note="घर की रसोई को गहरा करो"),
    ),
)  # fmt: skip
DONE = Proposal(id="0001-aaaa", status="done", version=2)


class FakeChanging:
    """Put in place of both modules with ``install``."""

    def __init__(self, *proposals: Proposal) -> None:
        self.next = list(proposals)
        self.waits: Proposal | None = None
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.interrupt: str | None = None
        """The verb during which the person presses Ctrl-C."""

    def install(self, monkeypatch: Any) -> FakeChanging:
        import graphs

        for name in ("changing", "standing"):
            monkeypatch.setitem(sys.modules, f"graphs.{name}", self)
            monkeypatch.setattr(graphs, name, self, raising=False)
        return self

    def verbs(self) -> list[str]:
        return [verb for verb, _ in self.said]

    def propose(self, run, note="", change=None, *, on_event, **options):
        self._say("propose", run=run, note=note, change=change, **options)
        if self.interrupt == "propose":
            self._post(run, note, options["actor"])
            raise KeyboardInterrupt
        if not self.next:
            raise ChangeError(f"{note!r} is not understood; say it differently")
        proposal = self.next.pop(0)
        if options["yes"] and proposal.status == "waits":
            return replace(DONE, note=note)
        if proposal.status == "waits" and not options.get("dry_run"):
            proposal = self.waits = replace(proposal, id=self._post(run, note, options["actor"]))
        return proposal

    def approve(self, run, *, actor, id=None, on_event, key=None):
        self._say("approve", run=run, actor=actor, id=id)
        if self.waits is None or id not in (None, self.waits.id):
            raise ChangeError("no such change waits")
        on_event({"kind": "planned", "episodes": 1, "shots": 3})
        if self.interrupt == "approve":
            raise KeyboardInterrupt
        done, self.waits = replace(DONE, id=self.waits.id, reason=self.waits.reason), None
        return done

    def abandon(self, run, *, actor, id=None):
        self._say("abandon", run=run, actor=actor, id=id)
        if not inbox.items(RunFolder.open(run)) and self.waits is None:
            raise ChangeError("nothing waits")
        self.waits = None
        inbox.drop(RunFolder.open(run), id or "0001")
        return Proposal(status="nothing", answer="dropped; version 1 stands")

    def pending(self, run):
        return self.waits

    def undo(self, run, *, actor, steps=1):
        return self._moved("undo", actor=actor, steps=steps)

    def redo(self, run, *, actor, steps=1):
        return self._moved("redo", actor=actor, steps=steps)

    def checkout(self, run, number, *, actor):
        return self._moved("checkout", actor=actor, number=number)

    def lock(self, run, words, *, actor):
        self._say("lock", words=words)
        return tuple(f"ep01/{word}" for word in words)

    def unlock(self, run, words, *, actor):
        self._say("unlock", words=words)
        return tuple(f"ep01/{word}" for word in words)

    def half_made(self, folder):
        return ()

    def names_of(self, run):
        return {"characters": ["Meera", "Dadi"], "scenes": ["ep01/sc001", "LAMP ROOM"], "episodes": ["ep01"]}

    def compare(self, run, a, b, sheet=None):
        size = Difference(path="ep01/sc001/sh0010.state.camera.size", before="wide", after="close")
        return SimpleNamespace(differences=(size,) if a != b else (), sheet=sheet)

    def _moved(self, verb: str, **details: Any) -> int:
        self._say(verb, **details)
        return 1

    def _post(self, run: Path, note: str, actor: str) -> str:
        """A note lies in the inbox until it is answered, as in the real one."""
        return inbox.post(RunFolder.open(run), actor=actor, time="2026-01-01T00:00:00Z", note=note or "by hand").id

    def _say(self, verb: str, **details: Any) -> None:
        self.said.append((verb, details))
