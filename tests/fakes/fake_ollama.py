"""An Ollama server on loopback, faithful in what a client can see: version, tags, show, chat with format, streaming.

    with FakeOllama(answers=[{"mood": "calm"}, Broken("garbage")]) as server:
        mind = OllamaMind("qwen3:8b", host=server.url)

Answers are taken in order; when none is left, the answer is drawn from the request's own bytes so
that it fits the ``format`` schema: the same request gets the same answer.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

WHEN = "2025-01-01T00:00:00.000000Z"
PIECE_CHARACTERS = 12
"""How much of an answer a streamed message carries."""


@dataclass(frozen=True)
class Broken:
    """An answer that is none: an HTTP error, HTML, silence, a dripping or a torn stream, or a cut-off answer.

    ``window`` counts as many prompt tokens as the window holds, as a server does that has cut the prompt.
    """

    how: Literal["status", "garbage", "slow", "drip", "reset", "length", "thinking", "window", "endless"]
    status: int = 500
    text: str = ""
    seconds: float = 0.0


@dataclass
class FakeOllama:
    """``models``: names that are installed. ``requests`` keeps (path, body) of everything that was asked."""

    models: tuple[str, ...] = ("qwen3:8b", "qwen3-vl:8b")
    answers: list[str | dict[str, Any] | Broken] = field(default_factory=list)
    version: str = "0.12.6"
    sizes: dict[str, int] = field(default_factory=dict)
    """Bytes of a model; 5 GB when it is not named."""
    digests: dict[str, str] = field(default_factory=dict)
    abilities: dict[str, list[str] | None] = field(default_factory=dict)
    """None: a server too old to tell."""
    window: int = 40960
    """What ``show`` says the models were made for."""
    answer_for: Callable[[dict[str, Any]], str | dict[str, Any] | Broken | None] | None = None
    """Answers by request; None leaves it to the queue."""
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __enter__(self) -> FakeOllama:
        self._queue = deque(self.answers)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # clients that hang up are part of the play
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def chats(self) -> list[dict[str, Any]]:
        return [body for path, body in self.requests if path == "/api/chat"]

    def next_answer(self, request: dict[str, Any]) -> str | Broken:
        answer = self.answer_for(request) if self.answer_for else None
        if answer is None and self._queue:
            answer = self._queue.popleft()
        if answer is not None:
            return json.dumps(answer, ensure_ascii=False) if isinstance(answer, dict) else answer
        schema = request.get("format")
        draw = _Draw(json.dumps(request, sort_keys=True))
        return json.dumps(_fill(schema, draw, schema)) if isinstance(schema, dict) else f"reply {draw.below(10**6)}"

    def tag(self, model: str) -> dict[str, Any]:
        return {
            "name": model, "model": model, "modified_at": WHEN, "size": self.sizes.get(model, 5_225_388_164),
            "digest": self.digests.get(model, digest_of(model)), "details": _details(model),
        }  # fmt: skip

    def show(self, model: str) -> dict[str, Any]:
        usual = ["completion", "tools", "thinking"] + (["vision"] if "vl" in model else [])
        abilities = self.abilities.get(model, ["embedding"] if "embed" in model else usual)
        shown = {
            "modelfile": f"FROM {model}", "parameters": "temperature 0.6", "template": "{{ .Prompt }}",
            "details": _details(model), "model_info": {"general.architecture": "qwen3", "qwen3.context_length": self.window},
            "capabilities": abilities, "modified_at": WHEN,
        }  # fmt: skip
        return {key: value for key, value in shown.items() if value is not None}


def digest_of(model: str) -> str:
    return hashlib.sha256(f"weights of {model}".encode()).hexdigest()


def _details(model: str) -> dict[str, Any]:
    family = model.partition(":")[0]
    return {
        "parent_model": "", "format": "gguf", "family": family, "families": [family], "parameter_size": "8.2B",
        "quantization_level": "Q4_K_M",
    }  # fmt: skip


def _handler(server: FakeOllama) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # as servers in Go do: else each answer waits 40 ms for an acknowledgement

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            server.requests.append((self.path, {}))
            if self.path == "/api/version":
                self._json({"version": server.version})
            elif self.path == "/api/tags":
                self._json({"models": [server.tag(model) for model in server.models]})
            else:
                self._json({"error": "404 page not found"}, 404)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            server.requests.append((self.path, body))
            model = body.get("model") or ""
            full = model if ":" in model else f"{model}:latest"
            if not model:
                self._json({"error": "model is required"}, 400)
            elif full not in server.models:
                self._json({"error": f"model '{model}' not found"}, 404)
            elif self.path == "/api/show":
                self._json(server.show(full))
            elif self.path == "/api/chat":
                self._chat(full, body)
            else:
                self._json({"error": "404 page not found"}, 404)

        def _chat(self, model: str, body: dict[str, Any]) -> None:
            images = [image for message in body.get("messages", ()) for image in message.get("images") or ()]
            if images and "vl" not in model:
                return self._json({"error": "this model is missing data required for image input"}, 500)
            if not body.get("messages"):
                return self._json(_message(model, "", done=True, done_reason="load"))
            answer = server.next_answer(body)
            done = {"done": True, "done_reason": "stop", "prompt_eval_count": 120, "eval_count": 40}
            key = "content"
            if isinstance(answer, Broken):
                if answer.how == "status":
                    return self._json({"error": answer.text or "the runner has died"}, answer.status)
                if answer.how == "garbage":
                    return self._bytes(b"<html><body>It works!</body></html>\n", "text/html")
                if answer.how == "slow":
                    time.sleep(answer.seconds)
                if answer.how == "length":
                    done["done_reason"] = "length"
                if answer.how == "thinking":
                    key = "thinking"
                if answer.how == "window":
                    done["prompt_eval_count"] = body["options"]["num_ctx"]
                if answer.how in ("drip", "endless"):
                    return self._drip(model, answer)
            text = answer if isinstance(answer, str) else answer.text
            pieces = [text[i : i + PIECE_CHARACTERS] for i in range(0, len(text), PIECE_CHARACTERS)]
            parts = [_message(model, piece, key=key) for piece in pieces]
            if isinstance(answer, Broken) and answer.how == "reset":
                return self._stream(parts[: len(parts) // 2], torn=True)
            if body.get("stream", True):
                return self._stream([*parts, {**_message(model, ""), **done}])
            return self._json({**_message(model, text, key=key), **done})

        def _drip(self, model: str, answer: Broken) -> None:
            """Pieces that come slowly, or that never end: until the client has had enough."""
            pieces = [answer.text] * 10_000 if answer.how == "endless" else [*answer.text]
            self._begin_stream()
            try:
                for piece in pieces:
                    time.sleep(answer.seconds)
                    self._chunk(_message(model, piece))
                self._chunk({**_message(model, ""), "done": True, "done_reason": "stop"})
                self.wfile.write(b"0\r\n\r\n")
            except OSError:
                self.close_connection = True

        def _stream(self, parts: list[dict[str, Any]], torn: bool = False) -> None:
            self._begin_stream()
            for part in parts:
                self._chunk(part)
            if torn:
                self.close_connection = True
                self.connection.close()
            else:
                self.wfile.write(b"0\r\n\r\n")

        def _begin_stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

        def _chunk(self, part: dict[str, Any]) -> None:
            line = json.dumps(part).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            self.wfile.flush()

        def _json(self, data: dict[str, Any], status: int = 200) -> None:
            self._bytes(json.dumps(data).encode(), "application/json; charset=utf-8", status)

        def _bytes(self, data: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def _message(model: str, text: str, key: str = "content", **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": "", key: text}
    return {"model": model, "created_at": WHEN, "message": message, "done": False, **more}


class _Draw:
    """Numbers from a text: no clock, no randomness."""

    def __init__(self, text: str):
        self._state = hashlib.sha256(text.encode()).digest()

    def below(self, limit: int) -> int:
        self._state = hashlib.sha256(self._state).digest()
        return int.from_bytes(self._state[:8], "big") % max(1, limit)


def _fill(schema: dict[str, Any], draw: _Draw, root: dict[str, Any]) -> Any:
    """A value that fits the part of JSON Schema that pydantic writes."""
    if "$ref" in schema:
        return _fill(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], draw, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][draw.below(len(schema["enum"]))]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _fill(schema[key][0], draw, root)
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: _fill(part, draw, root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [
            _fill(schema.get("items", {"type": "string"}), draw, root) for _ in range(max(1, schema.get("minItems", 1)))
        ]
    if kind in ("integer", "number"):
        low, high = schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0) + 10)
        value = low + (high - low) * draw.below(1000) / 1000
        return int(value) if kind == "integer" else value
    if kind == "boolean":
        return bool(draw.below(2))
    if kind == "null":
        return None
    if "pattern" in schema and "0-9a-f" in schema["pattern"]:
        return f"#{draw.below(0x1000000):06x}"
    return f"text {draw.below(10**6)}".ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 10**6)]
