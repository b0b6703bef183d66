"""Ollama as a mind: structured output, explicit timeouts, the model's digest in its name.

Measured traps (facts/orchestration.md, section 4): the client's default timeout is none; a missing
``num_ctx`` truncates long prompts silently; some models put their JSON in ``thinking``; options
outside ``options`` are ignored.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from crew.answer_text import LONGEST_ANSWER
from crew.minds.mind import Pin, Reply, Timeouts
from crew.minds.ollama_server import DEFAULT_HOST, OllamaServer
from crew.minds.patience import Patience
from crew.prompt_budget import check_room, tokens_in_images
from crew.suspicion import printable
from film.canonical import content_id
from film.errors import MindError

NUM_CTX = 8192
"""Tokens of the window: what an 8-billion-parameter model holds beside itself on a card of 8 GB."""
TEMPERATURE = 0.3
"""Above 0, because at 0 a repair question with another seed gives the same answer."""
KEEP_ALIVE = "30m"


class OllamaMind:
    """One model of one Ollama server. Building it asks the server for the model's digest and abilities."""

    def __init__(
        self,
        model: str,
        *,
        host: str = DEFAULT_HOST,
        timeouts: Timeouts = Timeouts(),
        num_ctx: int = NUM_CTX,
        num_predict: int | None = None,
        temperature: float = TEMPERATURE,
        keep_alive: str = KEEP_ALIVE,
        on_text: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        """Args:
            num_ctx: context window in tokens; always sent, since the server's default truncates silently.
                A model made for less gets less.
            num_predict: the part of the window that is kept for the answer; None is three eighths of it.
            on_text: called with each piece of an answer as it arrives, fit for a terminal.
            clock: seconds, for ``timeouts.answer_s`` alone.

        Raises:
            MindError: the server is down, or does not have the model.
        """
        self.host = host
        self._server = OllamaServer(host, timeouts)
        looking = OllamaServer(host, timeouts.to_look())
        found = {entry.name: entry for entry in looking.installed()}
        self.model = model if model in found or ":" in model else f"{model}:latest"
        if self.model not in found:
            have = ", ".join(sorted(found)) or "none"
            raise MindError(f"Ollama at {host} has no model {model!r} (it has: {have}); run: ollama pull {model}")
        described = looking.describe(found[self.model])
        if not described.completes:
            raise MindError(f"{self.model} writes no text (it embeds it); name another model of Ollama at {host}")
        window = min(num_ctx, described.context_tokens or num_ctx)
        kept = min(num_predict or window * 3 // 8, window // 2)
        self._options = {"num_ctx": window, "num_predict": kept, "temperature": temperature}
        self.prompt_tokens = window - kept
        usual = (window, kept, temperature) == (NUM_CTX, NUM_CTX * 3 // 8, TEMPERATURE)
        self.name = f"ollama:{self.model}@{described.digest[:12]}" + (
            "" if usual else f"+{content_id(self._options, 6)}"
        )
        self.sees = described.sees
        self.pins = (Pin(mind=f"ollama:{self.model}", digest=described.digest, server=looking.version()),)
        self._think = _thinking_off(self.model) if described.thinks else None
        self._keep_alive, self._on_text = keep_alive, on_text
        self._timeouts, self._clock = timeouts, clock
        self._patience = Patience(f"Ollama at {host}")

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """The model's answer, streamed. Raises MindError when the server fails, is slow, or talks nonsense.

        A reply says ``window`` when the server's own count shows that the prompt did not fit.
        """
        self._patience.check()
        check_room(system, prompt, tokens_in_images(images), self.prompt_tokens, self.name)
        user: dict[str, Any] = {"role": "user", "content": prompt}
        if images:
            user["images"] = list(images)
        messages = [{"role": "system", "content": system}, user]
        try:
            reply = self._server.told(lambda: self._stream(messages, schema, seed), self.model)
        except MindError:
            self._patience.failed()
            raise
        self._patience.answered()
        if reply.tokens_in is not None and reply.tokens_in >= self._options["num_ctx"]:
            return reply._replace(stopped="window")
        return reply

    def release(self) -> None:
        """Unload the model: engines need the card. A server that is gone holds no memory."""
        try:
            self._server.told(lambda: self._server.client.chat(model=self.model, messages=[], keep_alive=0), self.model)
        except MindError:
            return

    def _stream(self, messages: list[dict[str, Any]], schema: dict[str, Any], seed: int) -> Reply:
        content, thinking, length = [], [], 0
        reply = Reply("", stopped="length")
        began = self._clock()
        for part in self._server.client.chat(
            model=self.model,
            messages=messages,
            format=schema,
            options={**self._options, "seed": seed},
            keep_alive=self._keep_alive,
            think=self._think,
            stream=True,
        ):
            content.append(part.message.content or "")
            thinking.append(part.message.thinking or "")
            length += len(content[-1]) + len(thinking[-1])
            if self._on_text and content[-1]:
                self._on_text(printable(content[-1]))
            if length > LONGEST_ANSWER:
                reply = Reply("", stopped="too_long")
                break
            if part.done:
                reply = Reply("", part.prompt_eval_count, part.eval_count, part.done_reason or "stop")
            if self._clock() - began > self._timeouts.answer_s:
                raise MindError(
                    f"{self.name} was still writing after {self._timeouts.answer_s:.0f} s; try a smaller model or a longer timeout"
                )
        return reply._replace(text="".join(content) or "".join(thinking))


def _thinking_off(model: str) -> Any:
    """What switches a model's thinking off, or as low as it goes: gpt-oss cannot stop thinking."""
    return "low" if model.startswith("gpt-oss") else False
