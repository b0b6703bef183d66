"""Which mind plays: what ``--mind`` says, as a mind. Nothing is downloaded."""

from __future__ import annotations

from typing import NamedTuple

from crew.minds.mind import Mind
from crew.minds.ollama import DEFAULT_HOST, OllamaMind, Timeouts, installed
from crew.minds.understudy import Understudy
from film.errors import ConfigError, MindError

LARGEST_AUTO_BYTES = 12 * 10**9
"""``auto`` takes the largest model up to this size: about what an 8 to 14 billion parameter model weighs at 4 bits."""


class Chosen(NamedTuple):
    mind: Mind
    why: str
    """One sentence for the person."""


def choose_mind(wanted: str, *, host: str | None = None, timeouts: Timeouts = Timeouts(), num_ctx: int = 8192) -> Mind:
    """``chosen(…).mind``."""
    return chosen(wanted, host=host, timeouts=timeouts, num_ctx=num_ctx).mind


def chosen(wanted: str, *, host: str | None = None, timeouts: Timeouts = Timeouts(), num_ctx: int = 8192) -> Chosen:
    """The mind named by ``wanted``: ``understudy``, ``ollama:MODEL``, or ``auto`` (Ollama if it runs, else the understudy).

    Args:
        host: the Ollama server's address; None is its usual place on this machine.

    Raises:
        ConfigError: ``wanted`` is none of these.
        MindError: ``ollama:MODEL`` was asked for and cannot be had. ``auto`` never raises.
    """
    host = host or DEFAULT_HOST
    if wanted == "understudy":
        return Chosen(Understudy(), "The understudy plays by house rules.")
    if wanted.startswith("ollama:") and wanted != "ollama:":
        mind = OllamaMind(wanted.removeprefix("ollama:"), host=host, timeouts=timeouts, num_ctx=num_ctx)
        return Chosen(mind, f"{mind.name} thinks for the crew.")
    if wanted != "auto":
        raise ConfigError(f"--mind {wanted!r} is not a mind; use auto, understudy or ollama:MODEL")
    try:
        fitting = [m for m in installed(host, timeouts) if m.size_bytes <= LARGEST_AUTO_BYTES and "embed" not in m.name]
        if not fitting:
            return Chosen(Understudy(), f"Ollama at {host} has no model of fitting size; the understudy plays.")
        best = max(fitting, key=lambda model: (model.size_bytes, model.name))
        mind = OllamaMind(best.name, host=host, timeouts=timeouts, num_ctx=num_ctx)
        return Chosen(mind, f"{mind.name} thinks for the crew.")
    except MindError as error:
        return Chosen(Understudy(), f"The understudy plays: {error}")
