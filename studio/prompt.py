"""Where the chat's lines come from: a person at a terminal, or one note a line from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TextIO

from studio.completion import offers


class Prompt(Protocol):
    def __call__(self, asking: str) -> str:
        """The next line. Raises EOFError when there is none, KeyboardInterrupt when the line was thrown away."""
        ...


def terminal_prompt(history: Path, names: Callable[[], list[str]], commands: list[str]) -> Prompt:
    """A prompt with history, search in it (Ctrl-R) and completion (Tab)."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.history import FileHistory

    class Names(Completer):
        def get_completions(self, document: Any, complete_event: Any):
            for offer in offers(document.text_before_cursor, names(), commands):
                yield Completion(offer.text, start_position=-offer.back)

    session: Any = PromptSession(
        history=FileHistory(str(history)), completer=Names(), complete_while_typing=False, enable_history_search=True
    )
    return lambda asking: session.prompt(asking)


def piped_prompt(lines: TextIO | None = None, echo: TextIO | None = None) -> Prompt:
    """Reads a line at a time, and writes prompt and line to ``echo``, so that a log reads as the talk it was."""
    source = lines or sys.stdin

    def ask(asking: str) -> str:
        line = source.readline()
        if not line:
            raise EOFError
        if echo is not None:
            echo.write(f"{asking}{line.rstrip()}\n")
        return line.rstrip("\n")

    return ask
