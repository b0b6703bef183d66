"""A decision: who was asked what about which part of the film, and what they answered."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from film.base import Frozen

Agent = Literal["screenwriter", "director", "continuity", "critic"]


class Attempt(Frozen):
    """One raw answer of a mind and what was wrong with it."""

    mind: str
    """``understudy``, ``scripted``, ``ollama:qwen3:8b@<digest>``."""
    raw: str
    error: str = ""
    """Empty when the answer was accepted."""
    tokens_in: int | None = None
    tokens_out: int | None = None
    stopped: str = "stop"
    """``stop``, ``length``, ``window`` (the server lost part of the prompt), ``too_long``, ``limit``, or ``failed``."""
    seconds: float | None = Field(default=None, ge=0)
    """How long the mind took; never part of an id."""
    key: str = ""
    """Content key of mind, prompt, schema and attempt: the answer is stored by it and not asked for again."""


class Decision(Frozen):
    id: str
    """Content id of agent, task, subject, facts, answer schema, prompt and mind: the same question is asked once."""
    agent: Agent
    task: str
    subject: str
    """The scene, shot, character or take it is about."""
    mind: str
    """Who answered in the end."""
    answer: dict[str, Any]
    """JSON of the task's answer model."""
    reason: str = ""
    prompt: str = ""
    """As rendered for an LLM; empty for the understudy, who is told facts."""
    attempts: tuple[Attempt, ...] = ()
    flags: tuple[str, ...] = ()
    """``understudy_stood_in``, ``facts_shortened``, ``injection_suspected`` and why…"""
