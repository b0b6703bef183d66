"""Any server that speaks OpenAI's chat protocol as a mind: llama.cpp's server, vLLM, LM Studio.

Servers differ in how they take a schema, so the strictest way is tried first and what the server
refuses is left out: ``json_schema``, then ``json_object``, then none, the schema written into the
prompt for the last two. Only the address that the user named is ever asked; the key is held in memory
and taken out of everything that comes back.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from crew.answer_text import LONGEST_ANSWER
from crew.minds.mind import Pin, Reply, Timeouts
from crew.minds.patience import Patience
from crew.prompt_budget import check_room, tokens_in_images
from crew.suspicion import printable
from film.canonical import content_id
from film.errors import ConfigError, MindError

NUM_CTX = 8192
TEMPERATURE = 0.3
ANSWER_FORMATS: tuple[Literal["json_schema", "json_object", "none"], ...] = ("json_schema", "json_object", "none")
REFUSALS = (400, 404, 415, 422, 500, 501)
"""What servers say to a response_format that they do not know; llama-cpp-python says 500."""
LONGEST_ERROR_PAGE = 20_000
"""Bytes that are read of a server's complaint."""

_IDENTIFYING = ("id", "owned_by", "root", "meta", "max_model_len", "quantization", "arch")
"""What of a listed model names its weights: not when it was loaded, or by whom."""


class OpenAICompatibleMind:
    """One model of one server. Building it asks the server what it serves."""

    def __init__(
        self,
        model: str,
        base_url: str,
        *,
        key: str | None = None,
        timeouts: Timeouts = Timeouts(),
        num_ctx: int = NUM_CTX,
        num_predict: int | None = None,
        temperature: float = TEMPERATURE,
        sees: bool | None = None,
        on_text: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        """Args:
            model: as the server lists it; empty for the only one it serves.
            base_url: as the user gave it, ``http://127.0.0.1:8080/v1``.
            key: sent as a bearer token to ``base_url`` alone, and written nowhere.
            num_ctx: tokens of the server's window; the server is believed when it tells a smaller one.
            sees: whether pictures may be shown; None believes the server.

        Raises:
            ConfigError: ``base_url`` is no plain http(s) address.
            MindError: the server is down, or does not serve the model.
        """
        import httpx

        self.base_url = _plain_address(base_url)
        self._key, self._timeouts, self._clock, self._on_text = key or "", timeouts, clock, on_text
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeouts.read_s, connect=timeouts.connect_s),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            follow_redirects=False,
            trust_env=False,
        )
        self._patience = Patience(f"the server at {self.base_url}")
        entry = self._listed(model)
        self.model = str(entry["id"])
        props = self._props()
        window = min(num_ctx, _window_of(entry, props) or num_ctx)
        kept = min(num_predict or window * 3 // 8, window // 2)
        self._options = {"max_tokens": kept, "temperature": temperature}
        self.prompt_tokens = window - kept
        self._formats = list(ANSWER_FORMATS)
        digest = content_id({name: entry[name] for name in _IDENTIFYING if name in entry}, 64)
        usual = (window, kept, temperature) == (NUM_CTX, NUM_CTX * 3 // 8, TEMPERATURE)
        options = "" if usual else f"+{content_id({'num_ctx': window, **self._options}, 6)}"
        self.name = f"openai:{self.model}@{digest[:12]}{options}"
        self.sees = _says_it_sees(entry, props) if sees is None else sees
        self.pins = (Pin(mind=f"openai:{self.model}", digest=digest, server=str(entry.get("owned_by") or "unnamed")),)

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """The model's answer. Raises MindError when the server fails, is slow, or talks nonsense."""
        self._patience.check()
        try:
            reply = self._told(lambda: self._answered(system, prompt, schema, images, seed))
        except _Unasked as unasked:
            raise MindError(str(unasked)) from unasked
        except MindError:
            self._patience.failed()
            raise
        self._patience.answered()
        return reply._replace(text=self._without_key(reply.text))

    def _answered(self, system: str, prompt: str, schema: dict[str, Any], images: Sequence[bytes], seed: int) -> Reply:
        while True:
            way = self._formats[0]
            words = prompt if way == "json_schema" else f"{prompt}\n\n{_SCHEMA_ASKED}\n{json.dumps(schema)}"
            try:
                check_room(system, words, tokens_in_images(images), self.prompt_tokens, self.name)
            except MindError as error:
                raise _Unasked(str(error)) from error
            try:
                return self._chat(system, words, way, schema, images, seed)
            except _Refused as refused:
                if refused.status not in REFUSALS or len(self._formats) == 1:
                    raise MindError(
                        f"{self.base_url} answered {refused.status}: {refused}; see the server's log"
                    ) from refused
                self._formats.pop(0)

    def _chat(
        self, system: str, prompt: str, way: str, schema: dict[str, Any], images: Sequence[bytes], seed: int
    ) -> Reply:
        content: Any = prompt
        if images:
            content = [{"type": "text", "text": prompt}, *(_picture(image) for image in images)]
        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": content}],
            "seed": seed,
            "stream": True,
            "stream_options": {"include_usage": True},
            **self._options,
            **_response_format(way, schema),
        }
        reply, text, thought, length, unshown = Reply("", stopped="length"), [], [], 0, ""
        began = self._clock()
        for part in self._parts(body):
            usage = part.get("usage") or {}
            if usage:
                reply = reply._replace(tokens_in=usage.get("prompt_tokens"), tokens_out=usage.get("completion_tokens"))
            for choice in part.get("choices") or ():
                said = choice.get("delta") or choice.get("message") or {}
                text.append(said.get("content") or "")
                thought.append(said.get("reasoning_content") or said.get("reasoning") or "")
                length += len(text[-1]) + len(thought[-1])
                if self._on_text:
                    unshown = self._shown(unshown + text[-1])
                if choice.get("finish_reason"):
                    reply = reply._replace(stopped="length" if choice["finish_reason"] == "length" else "stop")
            if length > LONGEST_ANSWER:
                reply = reply._replace(stopped="too_long")
                break
            if self._clock() - began > self._timeouts.answer_s:
                raise MindError(
                    f"{self.name} was still writing after {self._timeouts.answer_s:.0f} s; try a smaller model or a longer timeout"
                )
        if self._on_text and unshown:
            self._on_text(printable(unshown))
        return reply._replace(text="".join(text) or "".join(thought))

    def _shown(self, text: str) -> str:
        """Show what has come so far, but for an end that may be the beginning of the key; that end."""
        text = self._without_key(text)
        held = next((n for n in range(min(len(self._key) - 1, len(text)), 0, -1) if self._key.startswith(text[-n:])), 0)
        if self._on_text and len(text) > held:
            self._on_text(printable(text[: len(text) - held]))
        return text[len(text) - held :] if held else ""

    def _parts(self, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The pieces of an answer: server-sent events, or one JSON object from a server that does not stream."""
        with self._http.stream("POST", f"{self.base_url}/chat/completions", json=body) as answer:
            if answer.status_code != 200:
                raise self._refusal(answer)
            if "event-stream" not in answer.headers.get("content-type", ""):
                yield _object(answer.read())
                return
            for line in answer.iter_lines():
                if line.startswith("data:") and (data := line[5:].strip()) and data != "[DONE]":
                    part = _object(data)
                    if "error" in part:
                        raise MindError(f"{self.base_url} broke off: {self._brief(json.dumps(part['error']))}")
                    yield part

    def _listed(self, model: str) -> dict[str, Any]:
        """The server's entry of ``model``; of a server that lists nothing, one made of the name alone."""
        answer = self._told(lambda: self._http.get(f"{self.base_url}/models"))
        if answer.status_code in (404, 405, 501) and model:
            return {"id": model}
        if answer.status_code != 200:
            refused = self._refusal(answer)
            raise MindError(
                f"{self.base_url}/models answered {refused.status}: {refused}; check the address"
                + (" and the key" if refused.status in (401, 403) else "")
            )
        listing = self._told(lambda: [dict(entry) for entry in _object(answer.content)["data"]])
        for entry in listing:
            if entry.get("id") == model or (not model and len(listing) == 1):
                return entry
        have = ", ".join(sorted(str(entry.get("id")) for entry in listing)) or "none"
        raise MindError(f"the server at {self.base_url} has no model {model!r} (it has: {have}); name one of them")

    def _props(self) -> dict[str, Any]:
        """What llama.cpp's server tells about itself on a page of its own; empty of any other server."""
        root = self.base_url.removesuffix("/v1")
        try:
            return _object(self._told(lambda: self._http.get(f"{root}/props")).content)
        except (MindError, ValueError):
            return {}

    def _refusal(self, answer: Any) -> _Refused:
        if 300 <= answer.status_code < 400:
            return _Refused(answer.status_code, "it sends elsewhere, and only the address that was named is asked")
        read = b""
        for piece in answer.iter_bytes():
            read += piece
            if len(read) > LONGEST_ERROR_PAGE:
                break
        return _Refused(answer.status_code, self._brief(read.decode("utf-8", "replace")))

    def _brief(self, text: str) -> str:
        return self._without_key(" ".join(text.split())[:200])

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text

    def _told(self, call: Callable[[], Any]) -> Any:
        """``call()`` with every way a server fails told as one sentence that never holds the key."""
        import httpx

        try:
            return call()
        except httpx.ConnectError as error:
            raise MindError(f"no server answers at {self.base_url}; start it, or name another address") from error
        except httpx.TimeoutException as error:
            raise MindError(
                f"the server at {self.base_url} did not answer in time ({type(error).__name__}); "
                "try a smaller model or a longer timeout"
            ) from error
        except httpx.HTTPError as error:
            raise MindError(f"the connection to {self.base_url} broke: {self._brief(str(error))}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MindError(
                f"what answers at {self.base_url} does not speak OpenAI's chat protocol: {self._brief(str(error))}; "
                "check the address (it often ends in /v1)"
            ) from error


class _Refused(Exception):
    """The server said no, with a status and a reason."""

    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status = status


class _Unasked(Exception):
    """Not the server's failure: nothing was sent."""


_SCHEMA_ASKED = "Answer with one JSON object that fits this JSON Schema, and nothing else:"


def _response_format(way: str, schema: dict[str, Any]) -> dict[str, Any]:
    if way == "json_schema":
        return {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": schema, "strict": True},
            }
        }
    if way == "json_object":
        return {"response_format": {"type": "json_object", "schema": schema}}  # llama.cpp reads the schema here
    return {}


def _picture(image: bytes) -> dict[str, Any]:
    kind = "image/jpeg" if image.startswith(b"\xff\xd8") else "image/png"
    return {"type": "image_url", "image_url": {"url": f"data:{kind};base64,{base64.b64encode(image).decode()}"}}


def _object(data: bytes | str) -> dict[str, Any]:
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError(f"a {type(found).__name__} where an object was expected")
    return found


def _window_of(entry: dict[str, Any], props: dict[str, Any]) -> int | None:
    """The server's window in tokens, where the listing or the server's own page tells it."""
    meta, settings = entry.get("meta"), props.get("default_generation_settings")
    told = [entry.get("max_model_len"), entry.get("loaded_context_length")]
    told += [part.get("n_ctx") for part in (meta, settings) if isinstance(part, dict)]
    return min((value for value in told if isinstance(value, int) and value > 0), default=None)


def _says_it_sees(entry: dict[str, Any], props: dict[str, Any]) -> bool:
    """Whether the server says so, in one of the ways that servers do."""
    abilities = [*(entry.get("capabilities") or ()), *(entry.get("input_modalities") or ())]
    if {"vision", "multimodal", "image"} & {str(each) for each in abilities} or entry.get("type") == "vlm":
        return True
    modalities = props.get("modalities")
    return isinstance(modalities, dict) and bool(modalities.get("vision"))


def _plain_address(base_url: str) -> str:
    """The address without a trailing slash. Raises ConfigError on one that hides a secret or leads astray."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(f"{base_url!r} is not a server's address; write it as http://127.0.0.1:8080/v1")
    if parts.username or parts.password:
        raise ConfigError("the server's address holds a name or a password; give the key in the environment instead")
    return base_url.rstrip("/")
