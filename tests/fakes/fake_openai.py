"""A server on loopback that speaks OpenAI's chat protocol as llama.cpp, vLLM and LM Studio do.

    with FakeOpenAI(answers=[{"mood": "calm"}], formats=("json_object",)) as server:
        mind = OpenAICompatibleMind("qwen3-8b", server.url)

``formats`` are the response formats that it takes; any other gets ``refusal``, as such servers do.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE_CHARACTERS = 12


@dataclass(frozen=True)
class Status:
    """An HTTP status in the place of an answer."""

    code: int
    text: str = "the runner has died"
    location: str = ""


@dataclass
class FakeOpenAI:
    models: tuple[dict[str, Any], ...] = ({"id": "qwen3-8b", "object": "model", "owned_by": "llamacpp"},)
    answers: list[str | dict[str, Any] | Status] = field(default_factory=list)
    formats: tuple[str, ...] = ("json_schema", "json_object", "none")
    refusal: int = 400
    finish: str = "stop"
    streams: bool = True
    lists: bool = True
    props: dict[str, Any] = field(default_factory=dict)
    echo_headers: bool = False
    """Answer with what the client sent about itself: the worst that a server can do to a key."""
    requests: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)

    def __enter__(self) -> FakeOpenAI:
        self.queue = deque(self.answers)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.root}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def chats(self) -> list[dict[str, Any]]:
        return [body for path, body, _ in self.requests if path == "/v1/chat/completions"]


def _handler(server: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            server.requests.append((self.path, {}, dict(self.headers)))
            if self.path == "/v1/models" and server.lists:
                self._json({"object": "list", "data": list(server.models)})
            elif self.path == "/props" and server.props:
                self._json(server.props)
            else:
                self._json({"error": {"message": "not found"}}, 404)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            server.requests.append((self.path, body, dict(self.headers)))
            way = (body.get("response_format") or {"type": "none"})["type"]
            if way not in server.formats:
                return self._json({"error": {"message": f"unknown response_format {way}"}}, server.refusal)
            answer = server.queue.popleft() if server.queue else {"mood": "calm"}
            if server.echo_headers:
                told = f"you sent {dict(self.headers)}"
                answer = Status(answer.code, told) if isinstance(answer, Status) else told
            if isinstance(answer, Status):
                return self._json({"error": {"message": answer.text}}, answer.code, answer.location)
            text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
            usage = {"prompt_tokens": 90, "completion_tokens": 20, "total_tokens": 110}
            if not (server.streams and body.get("stream")):
                message = {"role": "assistant", "content": text}
                return self._json({"choices": [{"message": message, "finish_reason": server.finish}], "usage": usage})
            self._stream(text, usage)

        def _stream(self, text: str, usage: dict[str, int]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            pieces = [text[i : i + PIECE_CHARACTERS] for i in range(0, len(text), PIECE_CHARACTERS)]
            parts: list[dict[str, Any]] = [{"choices": [{"delta": {"role": "assistant"}}]}]
            parts += [{"choices": [{"delta": {"content": piece}, "finish_reason": None}]} for piece in pieces]
            parts += [{"choices": [{"delta": {}, "finish_reason": server.finish}]}, {"choices": [], "usage": usage}]
            for part in parts:
                self.wfile.write(f"data: {json.dumps(part)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def _json(self, data: dict[str, Any], status: int = 200, location: str = "") -> None:
            raw = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(raw)

    return Handler
