"""Several minds in one crew: one model per agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crew.minds.mind import Mind, Pin, Reply, mind_for, pins_of, release
from film.decision import Agent
from film.errors import MindError


class MixedMind:
    """``by_agent`` play their agents, ``others`` all the rest. Each decision's id names the mind that was asked."""

    def __init__(self, others: Mind, by_agent: Mapping[Agent, Mind]):
        self._others, self._by_agent = others, dict(by_agent)
        named = [f"{agent}={mind.name}" for agent, mind in sorted(self._by_agent.items())]
        self.name = ",".join([*named, others.name])

    @property
    def sees(self) -> bool:
        """Whether the Critic sees: nobody else is shown pictures."""
        return self.for_agent("critic").sees

    @property
    def pins(self) -> tuple[Pin, ...]:
        """Of every model that plays, each once."""
        return tuple(dict.fromkeys(pin for mind in self._all() for pin in pins_of(mind)))

    def for_agent(self, agent: Agent) -> Mind:
        return mind_for(self._by_agent.get(agent, self._others), agent)

    def release(self) -> None:
        for mind in self._all():
            release(mind)

    def think(self, system: str, prompt: str, schema: dict[str, Any], **_: Any) -> Reply:
        """Raises MindError always: who is asked depends on the agent, which only ``crew.ask`` knows."""
        raise MindError("a mixed crew is asked agent by agent; ask through crew.ask")

    def _all(self) -> list[Mind]:
        return [self._others, *(mind for _, mind in sorted(self._by_agent.items()))]
