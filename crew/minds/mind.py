"""What a mind is: something that writes an answer to a prompt. And which mind plays which agent."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol, get_args, runtime_checkable

from film.base import Frozen
from film.decision import Agent


class Reply(NamedTuple):
    """What a mind wrote, as it wrote it."""

    text: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    stopped: str = "stop"
    """``stop``; ``length`` when the answer was cut off; ``window`` when the server lost part of the prompt;
    ``too_long`` when it wrote on and on and was stopped."""


class Asked(NamedTuple):
    """What a mind is being asked."""

    agent: Agent
    task: str
    subject: str
    attempt: int
    """From 0: the question, then its repairs."""


being_asked: ContextVar[Asked | None] = ContextVar("being_asked", default=None)
"""Set around every call of a mind, so that whoever shows its text as it comes can say whose it is."""


class Pin(Frozen):
    """Which model answered, to the byte: what a run records and ``--pin`` holds it to."""

    mind: str
    """As asked for: ``ollama:qwen3:8b``."""
    digest: str
    """Of the weights or, where a server tells none, of what it says about the model."""
    server: str
    """``Ollama 0.12.6``."""


class Timeouts(NamedTuple):
    """Seconds of waiting: for a connection, for the next piece of an answer (a model loads within it), for a whole answer."""

    connect_s: float = 3.0
    read_s: float = 180.0
    answer_s: float = 900.0

    def to_look(self) -> Timeouts:
        """For asking what is there: no model has to load for that."""
        return self._replace(read_s=min(self.read_s, 10.0))


class Mind(Protocol):
    """Writes; never validates, never repairs."""

    @property
    def name(self) -> str:
        """Stable and precise, ``ollama:qwen3:8b@1f3a9c04d2e7``: part of every decision's id."""
        ...

    @property
    def sees(self) -> bool:
        """True when it can be shown pictures."""
        ...

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """An answer that should fit the JSON ``schema``.

        Raises:
            MindError: it cannot be reached or failed; the message says what to do.
        """
        ...


@runtime_checkable
class Ensemble(Protocol):
    """A mind that is several: each agent is played by one of them."""

    def for_agent(self, agent: Agent) -> Mind:
        """Who plays ``agent``."""
        ...


@runtime_checkable
class Windowed(Protocol):
    """A mind that reads no more than so much at once."""

    @property
    def prompt_tokens(self) -> int | None:
        """The longest system text and prompt together, in tokens; None for any length."""
        ...


@runtime_checkable
class Resident(Protocol):
    """A mind that occupies memory on the machine (or its card) between questions."""

    def release(self) -> None:
        """Unload it; the next question loads it again. A server that is gone holds nothing: never raises."""
        ...


@runtime_checkable
class Pinned(Protocol):
    """A mind that can be named to the byte."""

    @property
    def pins(self) -> tuple[Pin, ...]: ...


def mind_for(mind: Mind, agent: Agent) -> Mind:
    """The one mind that answers for ``agent``."""
    return mind.for_agent(agent) if isinstance(mind, Ensemble) else mind


def pins_of(mind: Mind) -> tuple[Pin, ...]:
    """What can be pinned about a mind: nothing for the understudy, one or more models otherwise."""
    return mind.pins if isinstance(mind, Pinned) else ()


def release(mind: Mind) -> None:
    """Have a mind give back the memory it holds, before engines load."""
    if isinstance(mind, Resident):
        mind.release()


def about(mind: Mind) -> dict[str, Any]:
    """Who plays, as the transcript records it: ``Transcript.note_mind(**about(mind))``."""
    agents = {str(agent): mind_for(mind, agent) for agent in get_args(Agent)}
    return {
        "name": mind.name,
        "agents": {agent: each.name for agent, each in agents.items()},
        "sees": tuple(agent for agent, each in agents.items() if each.sees),
        "pins": [pin.model_dump() for pin in pins_of(mind)],
    }


def drift(recorded: Sequence[Pin], found: Sequence[Pin]) -> tuple[str, ...]:
    """One sentence for each model that is not what the run recorded. A model that is not in both has not drifted."""
    before = {pin.mind: pin for pin in recorded}
    sentences = []
    for pin in found:
        known = before.get(pin.mind)
        if known is None or known == pin:
            continue
        if known.digest != pin.digest:
            sentences.append(
                f"{pin.mind} is not the model this run was made with: {known.digest[:12]} then, {pin.digest[:12]} "
                "today; questions are asked of it anew"
            )
        else:
            sentences.append(f"{pin.mind} is served by {pin.server} today and was by {known.server}")
    return tuple(sentences)
