"""Who plays the crew of a run: the mind that its settings name, with what the run remembers of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from configs.settings import Settings
from crew.minds.choose import Chosen, chosen
from crew.minds.metered import MeteredMind
from crew.minds.mind import Mind, Pin, being_asked
from crew.minds.replay import Record, record_of
from film.errors import ConfigError
from film.limits import Limits
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript

OnEvent = Callable[[dict[str, Any]], None]


def who_plays(settings: Settings, folder: RunFolder | None, runs: Path, *, key: str | None, on_event: OnEvent) -> Chosen:
    """The mind for ``settings``.

    Args:
        folder: the run, once it is there: a model that is not the one it recorded is warned of, or refused with ``pin``.
        runs: where a run to replay is looked for by name.
        key: for an OpenAI-compatible server; it is written nowhere.

    Raises:
        ConfigError: the mind's name is not one.
        MindError: what was named cannot be had, or is another model than the run's with ``pin``.
    """
    recorded = Transcript(folder.transcript).pins() if folder is not None else []
    choice = chosen(
        settings.mind,
        host=settings.ollama_host,
        key=key,
        num_ctx=settings.num_ctx,
        on_text=lambda text: _overheard(text, on_event),
        record=lambda name: _record(name, runs),
        pinned=tuple(Pin.model_validate(pin) for pin in recorded),
        hold_to_pins=settings.pin,
    )
    for warning in choice.warnings:
        on_event({"kind": "reading", "text": warning})
    return choice


def within_limits(mind: Mind, settings: Settings, transcript: Transcript) -> Mind:
    """``mind``, held to what a film and a shot may ask; what was spent is counted from the record."""
    return mind if settings.limits == Limits() else MeteredMind(mind, settings.limits, transcript.entries("answer"))


def _overheard(text: str, on_event: OnEvent) -> None:
    asked = being_asked.get()
    on_event(
        {"kind": "thinking", "text": text, "agent": asked.agent if asked else "", "subject": asked.subject if asked else ""}
    )


def _record(name: str, runs: Path) -> Record:
    root = Path(name) if (Path(name) / "run.json").exists() else runs / name
    if not (root / "run.json").exists():
        raise ConfigError(f"--mind replay:{name}: no run of that name is in {runs}; give its folder")
    transcript = Transcript(RunFolder.open(root).transcript)
    return record_of(name, transcript, transcript)
