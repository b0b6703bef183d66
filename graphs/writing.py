"""From one line to a screenplay file: the Screenwriter's answers kept beside the file, so that a killed writing goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from crew.idea import Unwritten, seconds_of_screenplay, write_screenplay
from crew.minds.mind import Mind, about, mind_for
from crew.minds.understudy import Understudy
from film.errors import ConfigError
from film.screenplay import Action, Dialogue, Screenplay
from tools.run.transcript import Transcript
from tools.script.fountain import parse_fountain
from tools.script.writing import fountain_of
from tools.whole import write_whole

NEEDS_A_MIND = (
    "a script is not written by house rules; a mind is needed. Install Ollama and run: ollama pull qwen3:8b, or name a "
    "server of your own: --mind openai:MODEL@http://127.0.0.1:8080/v1"
)


class Written(NamedTuple):
    """What was written, and where."""

    script: Path
    transcript: Path
    screenplay: Screenplay
    seconds: float
    """About how long the film will be."""


def transcript_beside(script: Path) -> Path:
    """``script.fountain.transcript.jsonl``: every question and answer of the writing."""
    return script.with_name(f"{script.name}.transcript.jsonl")


def write(
    mind: Mind,
    why: str,
    idea: str,
    script: Path,
    *,
    minutes: float,
    language: str,
    force: bool = False,
    on_step: Callable[[str], None] = lambda line: None,
    now: Callable[[], str] | None = None,
) -> Written:
    """Write the screenplay of ``idea`` to ``script``. Answers that are on record beside it are not asked for again.

    Args:
        why: how the mind was chosen, for the refusal when it is the understudy.
        force: write over a file that is there.

    Raises:
        ConfigError: no mind to write with, no words in the idea, or the file is there.
        Unwritten: the mind failed; what it answered is kept.
    """
    idea = " ".join(idea.split())
    if not any(c.isalpha() for c in idea):
        raise ConfigError(f"the line {idea!r} holds no words; say in a sentence what the film is about")
    if script.exists() and not force:
        raise ConfigError(f"{script} is there already; --force writes over it, -o names another file")
    if not script.parent.is_dir():
        raise ConfigError(f"there is no folder {script.parent}; make it first, or name another file with -o")
    if isinstance(mind_for(mind, "screenwriter"), Understudy):
        raise ConfigError(f"{NEEDS_A_MIND} ({why.rstrip('.')})" if why else NEEDS_A_MIND)
    transcript = Transcript(transcript_beside(script), owner=True, now=now)
    transcript.note_mind(**about(mind))
    drafts = Counter(entry["subject"] for entry in transcript.entries("unwritten"))
    try:
        screenplay = write_screenplay(
            mind, idea, transcript, minutes=minutes, language=language, drafts=drafts, on_step=on_step
        )
    except Unwritten as error:
        transcript.note("unwritten", subject=error.subject, draft=1 + drafts[error.subject], why=str(error))
        raise
    text = fountain_of(screenplay)
    read = parse_fountain(text, script.name)
    assert lines_of(read) == lines_of(screenplay), "what was written reads back otherwise"
    write_whole(script, text.encode("utf-8"))
    return Written(script, transcript.path, read, seconds_of_screenplay(read))


def lines_of(screenplay: Screenplay) -> list[tuple[str, str, str]]:
    """(heading, cue, words) of every speech and action in order: what a reader must find again."""
    return [
        (scene.heading.text, element.character if isinstance(element, Dialogue) else "", _words(element))
        for scene in screenplay.scenes
        for element in scene.elements
        if isinstance(element, (Action, Dialogue))
    ]


def _words(element: Action | Dialogue) -> str:
    return element.text if isinstance(element, Action) else next(iter(element.text.values()))
