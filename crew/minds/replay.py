"""A recorded run as a mind: its film is made again from its transcript, with no server and nothing asked.

Nobody stands in here. A question that the record lacks means that this is another film (another
script, option or prompt), and a sentence says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol, get_args

from crew.minds.mind import Pin, Reply
from film.canonical import content_id
from film.decision import Agent, Decision
from film.errors import MindError


class Record(NamedTuple):
    """What a run has on record for a replay."""

    run: str
    """Its name, for people."""
    decisions: Mapping[str, Decision]
    names: Mapping[str, Sequence[str]]
    """Agent -> names of the minds that were asked as that agent, the latest first."""
    sees: frozenset[str] = frozenset()
    """Agents that were shown pictures."""
    pins: tuple[Pin, ...] = ()


class Recorded(Protocol):
    """A transcript, as a replay reads it."""

    def minds(self) -> Mapping[str, Sequence[str]]: ...

    def sees(self) -> frozenset[str]: ...

    def pins(self) -> Sequence[Mapping[str, str]]: ...


def record_of(run: str, transcript: Recorded, decisions: Mapping[str, Decision]) -> Record:
    """The record of a run.

    Args:
        decisions: the same transcript as a mapping of decisions by id.
    """
    pins = tuple(Pin.model_validate(pin) for pin in transcript.pins())
    return Record(run, decisions, transcript.minds(), transcript.sees(), pins)


class ReplayMind:
    """Plays all agents of a recorded run. Its names are the recorded minds', so that ids stay equal."""

    def __init__(self, record: Record, agent: Agent | None = None):
        """Args:
            agent: play this one alone; None plays all.

        Raises:
            MindError: the run has no decision on record.
        """
        if not any(record.names.values()):
            raise MindError(f"{record.run} has no decision on record, so there is nothing to replay; name another run")
        self.record, self._agent = record, agent
        if agent is not None:
            self.name = next(iter(record.names.get(agent, ())), "nobody")
        else:
            asked = {each: list(record.names.get(each, ()))[:1] for each in get_args(Agent)}
            minds = {name for names in asked.values() for name in names}
            self.name = minds.pop() if len(minds) == 1 else f"replay:{content_id(asked)}"
        self.sees = (agent or "critic") in record.sees
        self.pins = record.pins

    def for_agent(self, agent: Agent) -> ReplayMind:
        return ReplayMind(self.record, agent)

    def recorded(self, ids: Mapping[str, str], question: str) -> Decision:
        """The decision on record.

        Args:
            ids: recorded mind's name -> the question's id when asked of that mind.
            question: agent, task and subject, for the sentence.

        Raises:
            MindError: the record lacks it.
        """
        for decision_id in ids.values():
            found = self.record.decisions.get(decision_id)
            if found is not None:
                return found
        raise MindError(
            f"the record of {self.record.run} lacks the question {question}; it is a record of another film "
            "(script, options or prompts differ). Make it with a mind, or replay with what that run was given"
        )

    def names_for(self, agent: Agent) -> tuple[str, ...]:
        return tuple(self.record.names.get(agent, ()))

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """Raises MindError always: a record is looked up through ``crew.ask``, never asked."""
        raise MindError(f"the record of {self.record.run} is looked up, not asked; ask through crew.ask")
