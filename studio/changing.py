"""The commands that change a film, look back at what was changed, and freeze what must not change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from film.errors import ConfigError
from studio import answers
from studio.door import at_terminal, folder_of, open_run, print_json, speaker, working
from studio.options import (
    DEFAULT_RUNS,
    Actor,
    AsJson,
    CostPerHour,
    Note,
    OtherMind,
    Run,
    Runs,
    Steps,
    VoiceNote,
    Whisper,
    Yes,
    api_key,
)

if TYPE_CHECKING:
    from film.changes import ChangeSet
    from graphs.proposal import Proposal

commands = typer.Typer()


@commands.command()
def change(
    run: Run,
    note: Note = None,
    source: Annotated[str | None, typer.Option("--from", help="A ChangeSet as JSON: a file, or - for stdin.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would touch.")] = False,
    yes: Yes = False,
    reshoot: Annotated[bool, typer.Option("--reshoot", help="With light and camera, not with the finish.")] = False,
    regrade: Annotated[bool, typer.Option("--regrade", help="With the finish only: shoot nothing.")] = False,
    voice: VoiceNote = None,
    whisper: Whisper = None,
    actor: Actor = None,
    mind: OtherMind = None,
    cost_per_hour: CostPerHour = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Change the film by a note in plain words: shows what it touches, asks, then shoots that and nothing else."""
    from studio.change_file import STANDARD_INPUT, read_change

    if reshoot and regrade:
        raise ConfigError("--reshoot and --regrade are two answers to one question; give one")
    folder = folder_of(run, runs)
    asks = at_terminal() and not as_json and source != STANDARD_INPUT
    words = " ".join(note or ())
    if voice is not None:
        words = _said(voice, whisper, folder, words, asks=asks and not yes, as_json=as_json)
    by_hand = read_change(source) if source else None
    if not words and by_hand is None:
        raise ConfigError(f'say what to change: filmcrew change {run} "make scene 2 darker", or --from change.json')
    from graphs import changing

    def propose(note: str, by_hand: ChangeSet | None = None) -> Proposal:
        with working(shown=not as_json, changed=folder) as on_event:
            return changing.propose(
                folder, note, by_hand, actor=speaker(actor), yes=yes, dry_run=dry_run, mind=mind,
                remedy="reshoot" if reshoot else "regrade" if regrade else "auto",
                cost_per_hour=cost_per_hour, on_event=on_event, key=api_key(),
            )  # fmt: skip

    proposal = propose(words, by_hand)
    if asks:
        proposal = _talked_over(proposal, propose, folder, speaker(actor), dry_run=dry_run)
    _conclude(proposal, as_json=as_json)
    if proposal.status == "waits" and not as_json:
        typer.echo("nothing was changed: this was a dry run" if dry_run else how_to_answer(str(folder)))


@commands.command()
def approve(run: Run, actor: Actor = None, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """Yes to the change that waits, from whichever door it came: shoots it."""
    from graphs import changing

    folder = folder_of(run, runs)
    with working(shown=not as_json, changed=folder) as on_event:
        proposal = changing.approve(folder, actor=speaker(actor), on_event=on_event, key=api_key())
    _conclude(proposal, as_json=as_json)


@commands.command()
def abandon(run: Run, actor: Actor = None, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """No to the change that waits, or that was interrupted: dropped whole, the film stays as it is."""
    from graphs import changing

    _conclude(changing.abandon(folder_of(run, runs), actor=speaker(actor)), as_json=as_json)


@commands.command()
def undo(run: Run, steps: Steps = 1, actor: Actor = None, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """The film as it was before the last change. Renders nothing."""
    from graphs import standing

    _moved(standing.undo(folder_of(run, runs), actor=speaker(actor), steps=steps), as_json=as_json)


@commands.command()
def redo(run: Run, steps: Steps = 1, actor: Actor = None, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """The change that was undone, again. Renders nothing."""
    from graphs import standing

    _moved(standing.redo(folder_of(run, runs), actor=speaker(actor), steps=steps), as_json=as_json)


@commands.command()
def checkout(
    run: Run,
    number: Annotated[int, typer.Argument(min=1, help="A version, as history counts them.")],
    actor: Actor = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Any earlier or later version of the film. Renders nothing; undo leads back."""
    from graphs import standing

    _moved(standing.checkout(folder_of(run, runs), number, actor=speaker(actor)), as_json=as_json)


@commands.command()
def lock(
    run: Run,
    words: Annotated[list[str], typer.Argument(help="Shots, scenes or episodes: sh0010, ep01/sc002, ep02.")],
    actor: Actor = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Freeze what was approved: no later change may touch these shots or these episodes' films."""
    from graphs import standing

    locked = standing.lock(folder_of(run, runs), tuple(words), actor=speaker(actor))
    print_json({"locked": list(locked)}) if as_json else typer.echo(f"locked: {', '.join(locked) or 'nothing'}")


@commands.command()
def unlock(
    run: Run,
    words: Annotated[list[str], typer.Argument(help="What to set free: sh0010, ep01/sc002, ep02.")],
    actor: Actor = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Let what was frozen be changed again."""
    from graphs import standing

    freed = standing.unlock(folder_of(run, runs), tuple(words), actor=speaker(actor))
    print_json({"unlocked": list(freed)}) if as_json else typer.echo(f"unlocked: {', '.join(freed) or 'nothing'}")


@commands.command()
def chat(
    run: Run,
    yes: Yes = False,
    voice: VoiceNote = None,
    whisper: Whisper = None,
    actor: Actor = None,
    mind: OtherMind = None,
    cost_per_hour: CostPerHour = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Talk to the crew: notes, questions, yes and no, undo. One note a line when it is not a terminal."""
    from studio.chat import open_chat

    open_chat(
        open_run(run, runs).root, actor=speaker(actor), yes=yes, voice=voice, whisper=whisper, mind=mind,
        cost_per_hour=cost_per_hour, as_json=as_json,
    )  # fmt: skip


def moved(number: int) -> Proposal:
    """What is told when another version was made to stand, and nothing was proposed."""
    from graphs.proposal import Proposal

    return Proposal(status="done", version=number)


def _moved(number: int, *, as_json: bool) -> None:
    _conclude(moved(number), as_json=as_json)


def _said(voice: Path, whisper: str | None, folder: Path, typed: str, *, asks: bool, as_json: bool) -> str:
    """The spoken note after a person has seen it. What was typed beside it comes after it."""
    from studio.spoken import heard

    words = heard(voice, whisper, folder)
    if not as_json:
        typer.echo(f"heard: {words}", err=True)
    if asks:
        reply = _typed("is that right? y, or what you meant: ")
        if not reply or answers.meaning(reply).kind == "no":
            raise typer.Abort()
        words = words if answers.is_yes(reply) else reply
    return f"{words} {typed}".strip()


def _talked_over(
    proposal: Proposal, propose: Callable[[str], Proposal], folder: Path, actor: str, *, dry_run: bool
) -> Proposal:
    """What became of it after a person answered questions and said yes, no, or the same thing differently."""
    from graphs import changing

    while proposal.status == "question" or (proposal.status == "waits" and not dry_run):
        _say(proposal)
        waits = proposal.status == "waits"
        try:
            line = input("shoot it? y, n, or say it differently: " if waits else "a number, or in words: ")
        except EOFError:  # the terminal was closed: what waits keeps waiting
            typer.echo(how_to_answer(str(folder)) if waits else "")
            raise typer.Exit() from None
        said = answers.meaning(line, [choice.label for choice in proposal.choices])
        if said.kind == "pick" and said.choice < 0:
            typer.echo(f"there are {len(proposal.choices)} choices")
        elif said.kind in ("pick", "note"):
            proposal = propose(proposal.choices[said.choice].note if said.kind == "pick" else said.words)
        elif waits and said.kind == "yes":
            with working(shown=True, changed=folder) as on_event:
                proposal = changing.approve(folder, actor=actor, id=proposal.id, on_event=on_event, key=api_key())
        elif waits:
            proposal = changing.abandon(folder, actor=actor, id=proposal.id)
        elif said.kind != "yes":
            return replace(proposal, status="nothing", question="", answer="left as it is")
    return proposal


def _typed(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        return ""


def _say(proposal: Proposal) -> None:
    from studio.words import proposal_lines

    for line in proposal_lines(proposal):
        typer.echo(line)


def how_to_answer(run: str) -> str:
    return f"it waits. Yes: filmcrew approve {run}. No: filmcrew abandon {run}."


def _conclude(proposal: Proposal, *, as_json: bool) -> None:
    """Print it, and exit 1 when a lock refused it or, with --strict, when a shot is held."""
    from studio.words import proposal_report

    print_json(proposal_report(proposal)) if as_json else _say(proposal)
    held = proposal.outcome is not None and proposal.outcome.strict and proposal_report(proposal)["held"]
    if held or (proposal.status == "answer" and proposal.locked):
        raise typer.Exit(1)
