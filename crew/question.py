"""A question: one narrow thing to decide, for one agent, with the facts to decide it on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from crew.minds.understudy import Understudy
from film.canonical import content_id
from film.decision import Agent
from prompts import load


@cache
def schema_of(answer_type: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of an answer model, made once: it takes pydantic ten milliseconds."""
    return answer_type.model_json_schema()


@dataclass(frozen=True)
class Question:
    """One narrow question to one agent."""

    agent: Agent
    task: str
    subject: str
    """The scene, character, place, shot or take it is about."""
    facts: Mapping[str, Any]
    """JSON-able; its keys are the variables of ``prompts/<agent>_<task>.md``."""
    answer_type: type[BaseModel]
    check: Callable[[Any], list[str]]
    """Story validation: sentences on what is wrong with a well-formed answer; empty when nothing is."""
    house: Callable[[dict[str, Any]], BaseModel]
    """House rules: facts to answer, deterministic."""
    images: tuple[bytes, ...] = ()
    """PNG files for a mind that sees."""
    image_ids: tuple[str, ...] = ()
    """sha256 of ``images``: part of the question's id."""
    language: str = ""
    """Of the film. Together with ``worded`` it catches an answer in the wrong language."""
    worded: tuple[str, ...] = ()
    """Keys of the answer that are words of the film, in ``language``."""

    @property
    def prompt_name(self) -> str:
        return f"{self.agent}_{self.task}"

    def id_for(self, mind_name: str) -> str:
        """Content id: equal for equal questions to the same mind, on every machine.

        The prompt's own text is part of it, so that a reworded prompt asks again what depends on it. The
        understudy reads no prompt.
        """
        asked = {
            "agent": self.agent,
            "task": self.task,
            "subject": self.subject,
            "facts": dict(self.facts),
            "schema": schema_of(self.answer_type),
            "mind": mind_name,
            "images": list(self.image_ids),
        }
        return content_id(asked if mind_name == Understudy.name else {**asked, "prompt": self._prompt_sha256()})

    def _prompt_sha256(self) -> str:
        texts = (load(self.agent), load(self.prompt_name), load("repair"))
        return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()
