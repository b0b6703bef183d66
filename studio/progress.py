"""A live display of the work: episodes, shots, takes, speed and time left; plain lines without a terminal."""

from __future__ import annotations

import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

QUIET = frozenset({"progress", "read", "directed", "spoken", "verdict", "take", "clip"})
"""Events that make no line of their own on a plain output."""

QUIET_IN_A_CHANGE = frozenset({"kept", "finished", "unmeasured"})
"""What is no news where one change is made: most shots are kept, what cannot be measured was said when the film was
made, and its door says itself what stands."""

QUIET_IN_A_CHAT = QUIET_IN_A_CHANGE | {"mind", "untranslated"}
"""What would be said again at every note."""

THOUGHT_CHARACTERS = 60
"""How much of what a mind is writing is shown: its last words."""


class Display:
    """Takes a session's events; use as a context manager. Everything goes to standard error.

    Args:
        doing: what the bar says before the first event.
        quiet: kinds of events that make no line, beside the ones that never do; ``kept`` is a shot that was not
            shot, and is not counted either when it is quiet.
    """

    def __init__(self, *, enabled: bool = True, doing: str = "reading", quiet: frozenset[str] = frozenset()) -> None:
        self.console = Console(stderr=True, highlight=False)
        self.live = enabled and self.console.is_terminal
        self.enabled = enabled
        self.quiet = QUIET | quiet
        self._frames: dict[str, int] = {}
        self._frames_done = 0
        self._began: float | None = None
        self._shots = self._done = self._takes = 0
        self._thinks = self._heard = ""
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"), console=self.console, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task(doing, total=None, note="")

    def __enter__(self) -> Display:
        if self.live:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.live:
            self._bar.stop()

    def __call__(self, event: dict[str, Any]) -> None:
        kind = "kept" if event["kind"] == "circled" and event.get("reused") else event["kind"]
        if kind == "thinking":
            self._heard = (self._heard + event["text"])[-THOUGHT_CHARACTERS:] if event["agent"] == self._thinks else event["text"]
            self._thinks = event["agent"]
            if self.live:
                words = " ".join(self._heard.split())
                self._bar.update(self._task, description=f"{event['agent']} thinks", note=f"{event['subject']} {words}")
            return
        if kind == "understood":
            self._bar.update(self._task, description="previewing")
        elif kind == "planned":
            self._shots = event["shots"]
            self._bar.update(self._task, total=self._shots, description="shooting")
        elif kind == "take":
            self._began = self._began or time.monotonic()
            self._takes += event["part"] == "keyframe"
            self._bar.update(self._task, description=f"shooting {event['shot'].split('/')[0]}")
        elif kind == "progress":
            key = event["shot"]
            self._frames_done += event["done"] - self._frames.get(key, 0)
            self._frames[key] = 0 if event["done"] >= event["total"] else event["done"]
        elif kind == "circled" or (kind == "kept" and kind not in self.quiet):
            self._done += 1
        elif kind == "calibrating":
            self._done = event["done"]
            self._bar.update(self._task, total=event["total"], description="measuring")
        elif kind in ("mix", "cut"):
            self._bar.update(self._task, description="mixing" if kind == "mix" else "cutting")
        if not self.enabled:
            return
        if self.live:
            self._bar.update(self._task, completed=self._done, note=self._note())
        line = _line(event)
        if line and kind not in self.quiet:
            (self._bar.console if self.live else self.console).print(line)

    def _note(self) -> str:
        if self._began is None or not self._frames_done:
            return ""
        elapsed = time.monotonic() - self._began
        note = f"{self._takes} takes, {self._frames_done / elapsed:.1f} fps"
        if self._done and self._shots > self._done:
            note += f", about {elapsed / self._done * (self._shots - self._done):.0f} s left"
        return note


def _line(event: dict[str, Any]) -> str:
    kind = event["kind"]
    if kind == "reading":
        return event["text"]
    if kind == "mind":
        return event["why"]
    if kind == "planned":
        return f"planned: {event['episodes']} episode(s), {event['shots']} shots"
    if kind == "circled":
        if event.get("reused"):
            return f"{event['shot']}  kept"
        state = "held" if event["held"] else "circled"
        return f"{event['shot']}  {state} after {event['takes']} take(s)"
    if kind == "still":
        return f"{event['shot']}  still: {event['after'] or event['before'] or 'none'}"
    if kind == "conflict":
        return f"continuity: {event['sentence']}"
    if kind == "again":
        return f"{event['shot']}  asked for again: {event['reason']}"
    if kind == "kept_take":
        return f"{event['shot']}  earlier take kept: {event['why']}"
    if kind == "untranslated":
        return f"{event['episode']}  not translated, so not in that language: {', '.join(event['lines'])}"
    if kind == "unmeasured":
        by_reason: dict[str, list[str]] = {}
        for measure, why in event["measures"].items():
            by_reason.setdefault(why, []).append(measure)
        return "\n".join(f"unmeasured: {', '.join(names)} ({why})" for why, names in by_reason.items())
    if kind == "mix":
        return f"{event['episode']}  mixing"
    if kind == "cut":
        return f"{event['episode']}  cutting {event['frames']} frames"
    if kind == "finished":
        return f"version {event['version']} stands"
    return ""
