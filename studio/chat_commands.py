"""The chat's commands: what is asked of the run itself, not of the crew.

``COMMANDS`` lists them for /help and for completion; each is a function of the chat and the words after it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from film.errors import ConfigError

if TYPE_CHECKING:
    from studio.chat import Chat


class Command(NamedTuple):
    do: Callable[[Chat, str], None]
    usage: str
    what: str


def run_command(chat: Chat, name: str, rest: str) -> None:
    """Raises ConfigError when there is no such command or its words do not fit."""
    if name not in COMMANDS:
        raise ConfigError(f"there is no /{name}; there is {', '.join('/' + known for known in COMMANDS)}")
    COMMANDS[name].do(chat, rest)


def _undo(chat: Chat, rest: str) -> None:
    from graphs import standing
    from studio.changing import moved

    chat.take_up(moved(standing.undo(chat.run, actor=chat.actor, steps=_number(rest or "1", "/undo 2"))))


def _redo(chat: Chat, rest: str) -> None:
    from graphs import standing
    from studio.changing import moved

    chat.take_up(moved(standing.redo(chat.run, actor=chat.actor, steps=_number(rest or "1", "/redo 2"))))


def _checkout(chat: Chat, rest: str) -> None:
    from graphs import standing
    from studio.changing import moved

    chat.take_up(moved(standing.checkout(chat.run, _number(rest, "/checkout 3"), actor=chat.actor)))


def _history(chat: Chat, rest: str) -> None:
    from studio.looking_back import history_lines, history_of

    _tell(chat, history_of(chat.run), history_lines)


def _diff(chat: Chat, rest: str) -> None:
    from studio.looking_back import diff_lines, diff_of

    words = rest.split()
    if len(words) != 2:
        raise ConfigError("/diff compares two versions: /diff 1 2")
    first, second = (_number(word, "/diff 1 2") for word in words)
    _tell(chat, diff_of(chat.run, first, second), diff_lines)


def _lock(chat: Chat, rest: str) -> None:
    from graphs import standing
    from studio.looking_back import locked_in

    locked = standing.lock(chat.run, tuple(rest.split()), actor=chat.actor) if rest else locked_in(chat.run)
    _tell(chat, {"locked": list(locked)}, lambda report: [f"locked: {', '.join(report['locked']) or 'nothing'}"])


def _unlock(chat: Chat, rest: str) -> None:
    from graphs import standing

    if not rest:
        raise ConfigError("/unlock what? shots, scenes or episodes: /unlock ep01/sc002")
    freed = standing.unlock(chat.run, tuple(rest.split()), actor=chat.actor)
    _tell(chat, {"unlocked": list(freed)}, lambda report: [f"unlocked: {', '.join(report['unlocked']) or 'nothing'}"])


def _why(chat: Chat, rest: str) -> None:
    from tools.run.explain import explain, in_words
    from tools.run.folder import RunFolder

    if not rest:
        raise ConfigError("/why which shot? /why ep01/sc001/sh0010")
    _tell(chat, explain(RunFolder.open(chat.run), rest), lambda report: in_words(report).splitlines())


def _status(chat: Chat, rest: str) -> None:
    from studio.looking_back import status_lines, status_report
    from tools.run.explain import status_of
    from tools.run.folder import RunFolder

    folder = RunFolder.open(chat.run)
    _tell(chat, status_report(folder, status_of(folder)), status_lines)


def _voice(chat: Chat, rest: str) -> None:
    from studio import answers
    from studio.spoken import heard

    words = heard(Path(rest).expanduser(), chat.whisper, chat.run)
    chat.say(f"heard: {words}")
    try:
        reply = chat.prompt("is that right? y, or what you meant: ").strip()
    except (EOFError, KeyboardInterrupt):
        reply = ""
    if not reply or answers.meaning(reply).kind == "no":
        chat.say("the note was not used")
    else:
        chat.note(words if answers.is_yes(reply) else reply)


def _help(chat: Chat, rest: str) -> None:
    from studio.chat import table

    if chat.as_json:
        _tell(chat, {"commands": {command.usage: command.what for command in COMMANDS.values()}}, lambda report: [])
        return
    chat.lines([
        "Say what to change: make scene 2 darker; closer on Meera; cut this shot; undo; फ़िल्म को थोड़ा गर्म करो.",
        "y shoots what was proposed, n leaves the film as it is, anything else is a new note.",
        "Ctrl-C while shooting cancels the change; Ctrl-D leaves.",
    ])  # fmt: skip
    chat.console.print(table([(command.usage, command.what) for command in COMMANDS.values()]))


def _quit(chat: Chat, rest: str) -> None:
    chat.left = True


COMMANDS = {
    "undo": Command(_undo, "/undo [N]", "the film before the last change; renders nothing"),
    "redo": Command(_redo, "/redo [N]", "the change that was undone"),
    "checkout": Command(_checkout, "/checkout N", "any version"),
    "history": Command(_history, "/history", "every version, and the note that made it"),
    "diff": Command(_diff, "/diff A B", "what differs between two versions"),
    "lock": Command(_lock, "/lock [WHAT]", "freeze shots, scenes or episodes; alone: what is frozen"),
    "unlock": Command(_unlock, "/unlock WHAT", "let them be changed again"),
    "why": Command(_why, "/why SHOT", "why this take stands"),
    "status": Command(_status, "/status", "where the film stands"),
    "voice": Command(_voice, "/voice FILE", "a note that you spoke"),
    "help": Command(_help, "/help", "this list"),
    "quit": Command(_quit, "/quit", "leave; what waits keeps waiting"),
}


def _number(word: str, example: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise ConfigError(f"{word!r} is no number here; for example {example}")
    return int(word)


def _tell(chat: Chat, report: Any, lines: Callable[[Any], list[str]]) -> None:
    """A report as JSON or in words, as the chat was asked to speak."""
    from studio.door import print_json

    if chat.as_json:
        print_json(report, on_one_line=True)
    else:
        chat.lines(lines(report))
