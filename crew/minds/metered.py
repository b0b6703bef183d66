"""A mind with limits: how much a film, and each shot of it, may ask.

At a limit the understudy answers and the transcript says so; nothing stops half-way. What was spent is
counted from the record, so that a resumed film trips where an uninterrupted one does.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from crew.minds.mind import Mind, Pin, Reply, Windowed, being_asked, mind_for, pins_of, release
from crew.minds.replay import ReplayMind
from crew.minds.understudy import Understudy
from film.decision import Agent
from film.errors import MindError
from film.limits import Limits

FILM = ""
"""Under which the whole film is counted."""


class LimitReached(MindError):
    """The mind was not asked: a limit says so."""


class MeteredMind:
    """``mind`` within ``limits``. The understudy and a replay cost nothing and are not counted."""

    def __init__(
        self,
        mind: Mind,
        limits: Limits,
        answers: Iterable[Mapping[str, Any]] = (),
        clock: Callable[[], float] = time.monotonic,
    ):
        """Args:
        answers: the transcript's ``answer`` entries: what is spent already.
        """
        self._mind, self._limits, self._clock = mind, limits, clock
        self.name, self.sees = mind.name, mind.sees
        self._spent: Counter[tuple[str, str]] = Counter()
        self._counting = threading.Lock()  # critics of several shots think at once
        for answer in answers:
            tokens = (answer["tokens_in"] or 0) + (answer["tokens_out"] or 0)
            self.count(answer["subject"], answer["attempt"] == 0, tokens, answer["seconds"] or 0.0)

    @property
    def pins(self) -> tuple[Pin, ...]:
        return pins_of(self._mind)

    def for_agent(self, agent: Agent) -> Mind:
        mind = mind_for(self._mind, agent)
        return mind if isinstance(mind, (Understudy, ReplayMind)) else _Counted(mind, self, self._clock)

    def release(self) -> None:
        release(self._mind)

    def think(self, system: str, prompt: str, schema: dict[str, Any], **_: Any) -> Reply:
        """Raises MindError always: who is asked depends on the agent, which only ``crew.ask`` knows."""
        raise MindError("a metered mind is asked agent by agent; ask through crew.ask")

    def check(self, subject: str, is_question: bool) -> None:
        """Raises LimitReached when asking about ``subject`` once more would pass a limit."""
        for whole, scope in ((FILM, "film"), (_shot_of(subject), "shot")):
            for unit in ("questions", "tokens", "seconds"):
                limit = getattr(self._limits, f"{scope}_{unit}")
                if limit is None or (scope == "shot" and not whole) or (unit == "questions" and not is_question):
                    continue
                if self._spent[whole, unit] >= limit:
                    raise LimitReached(
                        f"the limit of {limit:g} {unit} for a {scope} is reached; the understudy answers"
                    )

    def count(self, subject: str, is_question: bool, tokens: int, seconds: float) -> None:
        """Add one answer to what the film and the subject's shot have spent."""
        with self._counting:
            for whole in dict.fromkeys((FILM, _shot_of(subject))):
                self._spent[whole, "questions"] += int(is_question)
                self._spent[whole, "tokens"] += tokens
                self._spent[whole, "seconds"] += seconds  # type: ignore[assignment]


class _Counted:
    """One agent's mind, counted."""

    def __init__(self, mind: Mind, meter: MeteredMind, clock: Callable[[], float]):
        self._mind, self._meter, self._clock = mind, meter, clock
        self.name, self.sees = mind.name, mind.sees
        self.prompt_tokens = mind.prompt_tokens if isinstance(mind, Windowed) else None

    @property
    def pins(self) -> tuple[Pin, ...]:
        return pins_of(self._mind)

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """The mind's answer. Raises LimitReached when there is no more to spend."""
        asked = being_asked.get()
        subject, is_question = (asked.subject, asked.attempt == 0) if asked else ("", True)
        self._meter.check(subject, is_question)
        began = self._clock()
        reply = self._mind.think(system, prompt, schema, images=images, seed=seed)
        tokens = (reply.tokens_in or 0) + (reply.tokens_out or 0)
        self._meter.count(subject, is_question, tokens, self._clock() - began)
        return reply


def _shot_of(subject: str) -> str:
    """The shot that a subject (``ep01/sc003/sh0020#2``) is about; the film when it is about none."""
    shot = subject.partition("#")[0]
    return shot if "/sh" in shot else FILM
