"""The chat: a person talks to the crew about one film.

A line is a note, the answer to what waits, one of a question's choices, or a command. What waits is held in
the run, not here: the chat may be left and the change answered tomorrow, from another door.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from film.errors import FilmError
from studio import answers
from studio.changing import how_to_answer
from studio.chat_commands import COMMANDS, run_command
from studio.door import at_terminal, print_json
from studio.options import api_key
from studio.prompt import Prompt, piped_prompt, terminal_prompt
from studio.words import done_lines, proposal_report, proposal_rows, question_lines

if TYPE_CHECKING:
    from graphs.proposal import Proposal

ASKING = "› "
PIPED_WIDTH = 240
"""Columns when nobody looks: no path is broken over two lines."""


@dataclass
class Chat:
    run: Path
    """The run folder."""
    actor: str
    prompt: Prompt
    console: Any
    """rich's, for standard output."""
    yes: bool = False
    """Shoot without asking."""
    mind: str | None = None
    whisper: str | None = None
    cost_per_hour: float | None = None
    as_json: bool = False
    """One JSON object a turn in place of words."""
    waiting: Proposal | None = None
    """What was shown and waits for a yes."""
    question: Proposal | None = None
    """What was asked last and is not answered."""
    names: list[str] = field(default_factory=list)
    """Of the film, to finish words with."""
    left: bool = False

    def talk(self) -> None:
        """Turns until the person leaves. An error is said and the talk goes on."""
        self.greet()
        while not self.left:
            try:
                line = self.prompt(ASKING)
            except KeyboardInterrupt:
                if not at_terminal():
                    raise
                continue
            except EOFError:
                break
            try:
                self.turn(line)
            except FilmError as error:
                self.say(str(error), error=True)
            except KeyboardInterrupt:  # while something was read or compared: nothing of the film was at stake
                self.say("stopped")
        if self.waiting is not None:
            self.say(how_to_answer(str(self.run)))

    def greet(self) -> None:
        """Which film this is, and what waits in it from another door."""
        from graphs import changing

        self.learn_names()
        self.say(f"{self.run.name}: say what to change, or /help")
        before = changing.pending(self.run)
        if before is not None:
            self.take_up(before)

    def turn(self, line: str) -> None:
        """One line of the person. Raises FilmError with the sentence to show."""
        choices = [choice.label for choice in self.question.choices] if self.question else []
        said = answers.meaning(line, choices)
        if said.kind == "command":
            run_command(self, said.words, said.rest)
        elif said.kind == "pick" and said.choice < 0:
            self.say(f"there are {len(choices)} choices; a number picks one, or say it in words")
        elif said.kind == "pick" and self.question is not None:
            self.note(self.question.choices[said.choice].note)
        elif said.kind == "yes":
            self.approve()
        elif said.kind == "no":
            self.abandon()
        elif said.kind == "note":
            self.note(said.words)

    def note(self, words: str) -> None:
        """Hand a note to the crew. It takes the place of a change that waits, which the crew knows as context."""
        from graphs import changing

        def propose(on_event: Any) -> Proposal:
            return changing.propose(
                self.run, words, actor=self.actor, yes=self.yes, mind=self.mind, cost_per_hour=self.cost_per_hour,
                on_event=on_event, key=api_key(),
            )  # fmt: skip

        self.work(propose)

    def approve(self) -> None:
        """Yes: to what was shown here. What another door left is shown first, so that no yes is blind."""
        from graphs import changing

        if self.question is not None:
            self.say("which one? a number picks it, or say it in words")
            return
        if self.waiting is None:
            found = changing.pending(self.run)
            if found is None:
                self.say("nothing waits for a yes")
            else:
                self.take_up(found)
            return
        shown = self.waiting.id
        self.work(lambda on_event: changing.approve(self.run, actor=self.actor, id=shown, on_event=on_event, key=api_key()), shown)

    def abandon(self) -> None:
        """No: an open question is left; what waits and was shown here is dropped whole."""
        from graphs import changing

        if self.question is not None:
            self.question = None
            self.say("good; nothing changes")
        elif self.waiting is not None:
            waits, self.waiting = self.waiting, None
            self.take_up(changing.abandon(self.run, actor=self.actor, id=waits.id))
        elif (found := changing.pending(self.run)) is not None:
            self.take_up(found)  # another door's: shown first, so that no "no" is blind
        else:
            self.say("good; nothing changes")

    def work(self, doing: Callable[[Any], Proposal], shown: str | None = None) -> None:
        """Do what takes time under a progress display. Ctrl-C cancels the change; the film stays as it was.

        Args:
            shown: id of the change that is shot; None for a note that gets its id on the way.
        """
        from studio.progress import QUIET_IN_A_CHAT, Display

        before = {item.id for item in self.inbox()}
        try:
            with Display(enabled=not self.as_json, doing="thinking", quiet=QUIET_IN_A_CHAT) as display:
                proposal = doing(display)
        except KeyboardInterrupt:
            mine = {item.id for item in self.inbox() if item.actor == self.actor} - before
            self.cancel({shown} if shown else mine)
        else:
            self.take_up(proposal)

    def cancel(self, ids: Iterable[str]) -> None:
        """Drop whole what Ctrl-C stopped. Where it was finished just before, say which film stands."""
        from graphs import changing

        self.waiting = self.question = None
        begun = {item.id for item in self.inbox()}
        for stopped in sorted(ids):
            if stopped in begun:
                changing.abandon(self.run, actor=self.actor, id=stopped)
            else:
                self.say("it was finished before Ctrl-C; /undo takes it back")
                return
        self.say("cancelled; the film is as it was")

    def inbox(self) -> tuple[Any, ...]:
        """Every note of this run that is not done with."""
        from tools.run import inbox
        from tools.run.folder import RunFolder

        return inbox.items(RunFolder.open(self.run))

    def take_up(self, proposal: Proposal) -> None:
        """Show what came back and remember what it waits for."""
        from graphs import changing

        known = self.waiting is not None and self.waiting.id == proposal.id
        self.question = proposal if proposal.status == "question" else None
        still = None if proposal.status in ("waits", "question", "done") else changing.pending(self.run)
        self.waiting = proposal if proposal.status == "waits" else still
        if proposal.status == "done":
            self.learn_names()
        if self.as_json:
            print_json(proposal_report(proposal), on_one_line=True)
        else:
            self.show(replace(proposal, reason="") if known else proposal)
        if still is not None:
            self.say(f"still waiting for y or n: {still.note or still.reason}")

    def show(self, proposal: Proposal) -> None:
        """The proposal for people: its reason, then a table, a question, an answer or what stands."""
        if proposal.reason:
            self.console.print(proposal.reason, markup=False)
        if proposal.answer and proposal.status != "question":
            self.console.print(proposal.answer, markup=False)
        if proposal.status == "question":
            self.lines(question_lines(proposal))
        elif proposal.status == "waits":
            self.console.print(table(proposal_rows(proposal)))
            self.say("y shoots it, n leaves the film as it is, or say it differently")
        elif proposal.status == "done":
            self.lines(done_lines(proposal))
        elif proposal.status == "queued" and not proposal.answer:
            self.say("the crew is at work on this film; the note waits its turn")
        elif not proposal.answer:
            self.say("nothing changes")

    def say(self, sentence: str, *, error: bool = False) -> None:
        """One sentence to the person; with ``as_json`` only an error, as an object."""
        if not self.as_json:
            self.console.print(sentence, markup=False, style="red" if error else "dim")
        elif error:
            print_json({"error": sentence}, on_one_line=True)

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.console.print(line, markup=False)

    def learn_names(self) -> None:
        """People, places, scenes and shots as they are in the film that stands."""
        from graphs import standing

        self.names = list(dict.fromkeys(name for group in standing.names_of(self.run).values() for name in group))


def table(rows: Iterable[tuple[str, str]], *headings: str) -> Any:
    """Rows as a rich table; nothing in it is read as markup."""
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    found = Table(*headings, box=SIMPLE, show_header=bool(headings), pad_edge=False)
    for row in rows:
        found.add_row(*(Text(cell, overflow="fold") for cell in row))
    return found


def open_chat(run: Path, *, actor: str, voice: Path | None = None, **options: Any) -> None:
    """Talk about the film in ``run`` on this process's terminal or pipe, until it ends."""
    from rich.console import Console

    from tools.run.folder import RunFolder

    console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=PIPED_WIDTH)
    quiet = options.get("as_json", False)
    chat = Chat(run, actor, piped_prompt(echo=None if quiet else sys.stdout), console, **options)
    if at_terminal() and not quiet:
        commands = [f"/{name}" for name in COMMANDS]
        chat.prompt = terminal_prompt(RunFolder.open(run).chat_history, lambda: chat.names, commands)
    if voice is not None:
        chat.prompt = _with_first(f"/voice {voice}", chat.prompt)
    chat.talk()


def _with_first(line: str, prompt: Prompt) -> Prompt:
    """``prompt`` after one line that was already said."""
    said: list[str] = [line]
    return lambda asking: said.pop() if said else prompt(asking)
