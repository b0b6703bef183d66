"""Which mind plays: what ``--mind`` says, as a mind. Nothing is downloaded.

auto                                        an installed model of Ollama that fits, else the understudy
understudy                                  house rules
ollama:qwen3:8b                             that model
openai:MODEL@http://127.0.0.1:8080/v1       a llama.cpp, vLLM or LM Studio server
replay:RUN                                  the answers that another run recorded
ollama:qwen3:8b,critic=ollama:qwen3-vl:8b   one mind for all, another for one agent
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, get_args

from crew.minds.mind import Mind, Pin, Timeouts, drift, pins_of
from crew.minds.mixed import MixedMind
from crew.minds.ollama import NUM_CTX, OllamaMind
from crew.minds.ollama_server import DEFAULT_HOST, Described, describe_installed
from crew.minds.openai_compatible import OpenAICompatibleMind
from crew.minds.replay import Record, ReplayMind
from crew.minds.understudy import Understudy
from film.decision import Agent
from film.errors import ConfigError, MindError

LEGAL = "auto, understudy, ollama:MODEL, openai:MODEL@URL, replay:RUN, or AGENT=one of these, separated by commas"


class Chosen(NamedTuple):
    mind: Mind
    why: str
    """One sentence for the person."""
    resolved: str = ""
    """What was asked for with ``auto`` settled: asked for again, it gives the same mind."""
    warnings: tuple[str, ...] = ()
    """Models that are not what the run recorded."""


@dataclass(frozen=True)
class Doors:
    """What minds reach the outside with."""

    host: str | None = None
    """Ollama's address; None is its usual place on this machine."""
    key: str | None = field(default=None, repr=False)
    """For an OpenAI-compatible server. Never written anywhere."""
    timeouts: Timeouts = field(default_factory=Timeouts)
    num_ctx: int = NUM_CTX
    on_text: Callable[[str], None] | None = None
    """Called with each piece of an answer as it arrives; ``crew.minds.mind.being_asked`` tells whose it is."""
    record: Callable[[str], Record] | None = None
    """Reads another run's record, for ``replay:RUN``."""


def choose_mind(
    wanted: str, *, host: str | None = None, timeouts: Timeouts = Timeouts(), num_ctx: int = NUM_CTX
) -> Mind:
    """``chosen(…).mind``."""
    return chosen(wanted, host=host, timeouts=timeouts, num_ctx=num_ctx).mind


def chosen(
    wanted: str | Mapping[str, str],
    *,
    host: str | None = None,
    key: str | None = None,
    timeouts: Timeouts = Timeouts(),
    num_ctx: int = NUM_CTX,
    on_text: Callable[[str], None] | None = None,
    record: Callable[[str], Record] | None = None,
    pinned: Sequence[Pin] = (),
    hold_to_pins: bool = False,
) -> Chosen:
    """The mind that ``wanted`` names; see the module for how. A mapping names a mind per agent, and ``others``.

    Args:
        host, key, timeouts, num_ctx, on_text, record: see ``Doors``.
        pinned: the models that the run recorded.
        hold_to_pins: refuse a model that is not what was recorded; without it a warning says so.

    Raises:
        ConfigError: ``wanted`` is none of these.
        MindError: a named mind cannot be had, or has drifted from its pin. ``auto`` never raises.
    """
    doors = Doors(host or DEFAULT_HOST, key, timeouts, num_ctx, on_text, record)
    others, by_agent = _parts(wanted)
    agents = get_args(Agent)
    wanted_minds = [*by_agent.values(), *([others] if len(by_agent) < len(agents) else [])]
    made: dict[str, Chosen] = {name: _one(name, doors) for name in wanted_minds}
    if by_agent:
        rest = made.get(others) or Chosen(Understudy(), "", "understudy")
        mind: Mind = MixedMind(rest.mind, {agent: made[name].mind for agent, name in by_agent.items()})
        named = [f"{agent}={made[name].resolved}" for agent, name in by_agent.items()]
        why = " ".join(dict.fromkeys(each.why for each in made.values()))
        found = Chosen(mind, why, ",".join([*([rest.resolved] if others in made else []), *named]))
    else:
        found = made[others]
    warnings = drift(pinned, pins_of(found.mind))
    if warnings and hold_to_pins:
        raise MindError(f"{warnings[0]}. --pin refuses it: bring the old model back, or leave --pin out")
    return found._replace(warnings=warnings)


def _parts(wanted: str | Mapping[str, str]) -> tuple[str, dict[Agent, str]]:
    """(who plays everybody else, who plays whom)."""
    agents = {str(agent): agent for agent in get_args(Agent)}
    if isinstance(wanted, Mapping):
        given = [(agent, name.strip()) for agent, name in wanted.items()]
    else:
        given = []
        for part in wanted.split(","):
            agent, equals, name = part.strip().partition("=")
            given.append((agent, name) if equals and agent in agents else ("others", part.strip()))
    by_agent: dict[Agent, str] = {}
    others = ""
    for agent, name in given:
        if agent not in (*agents, "others"):
            raise ConfigError(f"--mind: {agent!r} is not an agent; they are {', '.join(agents)}")
        if not name or (agent == "others" and others) or agents.get(agent) in by_agent:
            raise ConfigError(f"--mind {wanted!r} is not a mind; use {LEGAL}")
        if agent == "others":
            others = name
        else:
            by_agent[agents[agent]] = name
    return others or "auto", by_agent


def _one(name: str, doors: Doors) -> Chosen:
    kind, _, rest = name.partition(":")
    if name == "understudy":
        return Chosen(Understudy(), "The understudy plays by house rules.", name)
    if name == "auto":
        return _auto(doors)
    if kind == "ollama" and rest:
        return _thinking(_ollama(rest, doors), name)
    if kind == "openai" and "@" in rest:
        model, _, url = rest.rpartition("@")
        mind = OpenAICompatibleMind(
            model, url, key=doors.key, timeouts=doors.timeouts, num_ctx=doors.num_ctx, on_text=doors.on_text
        )
        return _thinking(mind, name)
    if kind == "replay" and rest:
        if doors.record is None:
            raise ConfigError("--mind replay:RUN plays only where a run is made: with make, plan or resume")
        return Chosen(ReplayMind(doors.record(rest)), f"The crew says again what {rest} recorded.", name)
    raise ConfigError(f"--mind {name!r} is not a mind; use {LEGAL}")


def _auto(doors: Doors) -> Chosen:
    host = doors.host or DEFAULT_HOST
    try:
        best = best_of(describe_installed(host, doors.timeouts.to_look()))
        if best is None:
            why = f"Ollama at {host} has no model of fitting size that writes; the understudy plays."
            return Chosen(Understudy(), why, "understudy")
        return _thinking(_ollama(best.name, doors), f"ollama:{best.name}")
    except MindError as error:
        return Chosen(Understudy(), f"The understudy plays: {error}", "understudy")


def best_of(models: Sequence[Described]) -> Described | None:
    """The model that ``auto`` takes: of those that write and fit the largest; of equals one that sees."""
    fitting = [model for model in models if model.completes and model.fits]
    return max(fitting, key=lambda model: (model.size_bytes, model.sees, model.name), default=None)


def _ollama(model: str, doors: Doors) -> OllamaMind:
    return OllamaMind(
        model,
        host=doors.host or DEFAULT_HOST,
        timeouts=doors.timeouts,
        num_ctx=doors.num_ctx,
        on_text=doors.on_text,
    )


def _thinking(mind: Mind, resolved: str) -> Chosen:
    return Chosen(mind, f"{mind.name} thinks for the crew.", resolved)
