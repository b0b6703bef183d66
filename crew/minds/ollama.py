"""Ollama as a mind: structured output, explicit timeouts, the model's digest in its name.

Measured traps (facts/orchestration.md, section 4): the client's default timeout is none; a missing
``num_ctx`` truncates long prompts silently; some models put their JSON in ``thinking``; options
outside ``options`` are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from crew.answer_text import LONGEST_ANSWER
from crew.minds.mind import Reply
from film.errors import MindError

if TYPE_CHECKING:
    import ollama

DEFAULT_HOST = "http://127.0.0.1:11434"


class Timeouts(NamedTuple):
    """Seconds of waiting for a connection, and for the next piece of an answer (a model loads within it)."""

    connect_s: float = 3.0
    read_s: float = 180.0


class Installed(NamedTuple):
    """A model that the server has."""

    name: str
    digest: str
    size_bytes: int


class OllamaMind:
    """One model of one Ollama server. Building it asks the server for the model's digest and abilities."""

    def __init__(
        self,
        model: str,
        *,
        host: str = DEFAULT_HOST,
        timeouts: Timeouts = Timeouts(),
        num_ctx: int = 8192,
        num_predict: int = 4096,
        temperature: float = 0.3,
        keep_alive: str = "30m",
        on_text: Callable[[str], None] | None = None,
    ):
        """Args:
            num_ctx: context window in tokens; always sent, since the server's default truncates silently.
            temperature: above 0, because at 0 a repair question with another seed gives the same answer.
            on_text: called with each piece of an answer as it arrives.

        Raises:
            MindError: the server is down, or does not have the model.
        """
        self.model, self.host = model, host
        self._options = {"num_ctx": num_ctx, "num_predict": num_predict, "temperature": temperature}
        self._keep_alive, self._on_text = keep_alive, on_text
        self._client = _client(host, timeouts)
        digests = {found.name: found.digest for found in installed(host, timeouts)}
        full = model if model in digests or ":" in model else f"{model}:latest"
        if full not in digests:
            have = ", ".join(sorted(digests)) or "none"
            raise MindError(f"Ollama at {host} has no model {model!r} (it has: {have}); run: ollama pull {model}")
        self.name = f"ollama:{full}@{digests[full][:12]}"
        abilities = set(self._told(lambda: self._client.show(full)).capabilities or ())
        self.sees = "vision" in abilities
        self._thinks = "thinking" in abilities

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """The model's answer, streamed. Raises MindError when the server fails, is slow, or talks nonsense."""
        user: dict[str, Any] = {"role": "user", "content": prompt}
        if images:
            user["images"] = list(images)
        return self._told(lambda: self._stream([{"role": "system", "content": system}, user], schema, seed))

    def _stream(self, messages: list[dict[str, Any]], schema: dict[str, Any], seed: int) -> Reply:
        content, thinking, length = [], [], 0
        reply = Reply("", stopped="length")
        for part in self._client.chat(
            model=self.model,
            messages=messages,
            format=schema,
            options={**self._options, "seed": seed},
            keep_alive=self._keep_alive,
            think=False if self._thinks else None,
            stream=True,
        ):
            content.append(part.message.content or "")
            thinking.append(part.message.thinking or "")
            length += len(content[-1]) + len(thinking[-1])
            if self._on_text and content[-1]:
                self._on_text(content[-1])
            if length > LONGEST_ANSWER:
                break
            if part.done:
                reply = Reply("", part.prompt_eval_count, part.eval_count, part.done_reason or "stop")
        return reply._replace(text="".join(content) or "".join(thinking))

    def _told(self, call):
        """``call()`` with every way a server fails told as one sentence."""
        return _told(call, self.host, self.model)


def installed(host: str = DEFAULT_HOST, timeouts: Timeouts = Timeouts()) -> tuple[Installed, ...]:
    """The server's models, by name. Raises MindError when it cannot be reached."""
    listing = _told(lambda: _client(host, timeouts).list(), host, "")
    found = [Installed(m.model or "", m.digest or "", int(m.size or 0)) for m in listing.models]
    return tuple(sorted(found))


def _client(host: str, timeouts: Timeouts) -> ollama.Client:
    import httpx
    import ollama

    return ollama.Client(host=host, timeout=httpx.Timeout(timeouts.read_s, connect=timeouts.connect_s))


def _told(call, host: str, model: str):
    import httpx
    import ollama
    from pydantic import ValidationError

    try:
        return call()
    except ConnectionError as error:
        raise MindError(f"no Ollama server answers at {host}; start it with: ollama serve") from error
    except httpx.TimeoutException as error:
        raise MindError(
            f"Ollama at {host} did not answer in time ({type(error).__name__}); try a smaller model or a longer timeout"
        ) from error
    except httpx.HTTPError as error:
        raise MindError(f"the connection to Ollama at {host} broke: {error}; is the server still running?") from error
    except ollama.ResponseError as error:
        hint = f"run: ollama pull {model}" if error.status_code == 404 else "see the server's log"
        raise MindError(f"Ollama at {host} answered {error.status_code}: {error.error}; {hint}") from error
    except (ValueError, ValidationError) as error:
        raise MindError(
            f"what answers at {host} does not speak Ollama's protocol: {error}; check the address"
        ) from error
