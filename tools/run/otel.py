"""A run's transcript as OpenTelemetry spans, by the GenAI semantic conventions; Phoenix and Langfuse open them.

    invoke_workflow <film>
      invoke_agent director         one for each decision
        chat qwen3:8b               one for each answer of a model

Ids are hashes of content ids, so that exporting twice gives the same spans. The names in this file are
the only ones in the house that follow the conventions, which are still in development: version 1.37.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from film.errors import ConfigError, RunError, SetupError
from tools.run.transcript import Transcript

SCHEMA_URL = "https://opentelemetry.io/schemas/1.37.0"
SPANS_PER_REQUEST = 400
SEND_S = 30.0
"""Seconds for one request to a collector."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Where a transcript without times begins: spans need a time, and the same one whenever they are exported."""

_INTERNAL, _CLIENT = 1, 3
_OK, _ERROR = 1, 2
_FINISH = {"stop": "stop", "length": "length", "window": "length", "too_long": "length", "failed": "error"}


def spans_of(transcript: Transcript, film: str, *, texts: bool = True) -> list[dict[str, Any]]:
    """The spans in OTLP's JSON form, the film's first.

    Args:
        film: the film's slug, which is also the conversation's id.
        texts: whether prompts and answers go along; without them only what was asked, of whom and how much.

    Raises:
        RunError: the transcript holds no decision.
    """
    entries = list(transcript.entries("decision"))
    if not entries:
        raise RunError(f"{film} has no decision on record yet, so there is nothing to export")
    trace_id = _hash(f"trace|{film}|{entries[0]['id']}", 32)
    root = _hash(f"film|{trace_id}", 16)
    spans = []
    latest = UNDATED
    for entry in entries:
        took = timedelta(seconds=sum(attempt.get("seconds") or 0.0 for attempt in entry["attempts"]))
        end = _time(entry.get("at")) or latest + took
        latest = max(latest, end)
        spans += _decision_spans(entry, trace_id, root, film, end - took, end, texts)
    starts, ends = [int(s["startTimeUnixNano"]) for s in spans], [int(s["endTimeUnixNano"]) for s in spans]
    film_span = {
        "traceId": trace_id,
        "spanId": root,
        "name": f"invoke_workflow {film}",
        "kind": _INTERNAL,
        "startTimeUnixNano": str(min(starts)),
        "endTimeUnixNano": str(max(ends)),
        "attributes": _attributes(
            {
                "gen_ai.operation.name": "invoke_workflow",
                "gen_ai.provider.name": "filmcrew",
                "gen_ai.conversation.id": film,
                "session.id": film,
                "openinference.span.kind": "CHAIN",
                "filmcrew.decisions": len(entries),
            }
        ),
        "status": {"code": _OK},
    }
    return [film_span, *spans]


def otlp_requests(spans: list[dict[str, Any]], film: str) -> list[dict[str, Any]]:
    """The spans as OTLP export requests, of a size that collectors take."""
    resource = {"attributes": _attributes({"service.name": "filmcrew", "openinference.project.name": film})}
    return [
        {
            "resourceSpans": [
                {
                    "resource": resource,
                    "scopeSpans": [
                        {
                            "scope": {"name": "filmcrew"},
                            "spans": spans[i : i + SPANS_PER_REQUEST],
                            "schemaUrl": SCHEMA_URL,
                        }
                    ],
                }
            ]
        }
        for i in range(0, len(spans), SPANS_PER_REQUEST)
    ]


def otlp_file(requests: list[dict[str, Any]]) -> str:
    """The text of an OTLP JSON file: one request a line."""
    return "".join(json.dumps(request, ensure_ascii=False, sort_keys=True) + "\n" for request in requests)


def send(requests: list[dict[str, Any]], url: str, headers: Mapping[str, str] | None = None) -> str:
    """Post the requests to a collector by OTLP/HTTP, in protobuf, which every collector takes.

    Args:
        url: the collector's address as the user gave it; ``/v1/traces`` is added to a bare host. Nobody else is asked.

    Returns:
        the address that was posted to.

    Raises:
        ConfigError: ``url`` is no http(s) address.
        SetupError: the optional extra is not installed.
        RunError: the collector cannot be reached or refuses.
    """
    import httpx

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"{url!r} is not a collector's address; write it as http://127.0.0.1:6006/v1/traces")
    address = url if parts.path.strip("/") else f"{url.rstrip('/')}/v1/traces"
    bodies = [_protobuf(request) for request in requests]
    with httpx.Client(timeout=SEND_S, follow_redirects=False, trust_env=False) as client:
        for body in bodies:
            try:
                answer = client.post(
                    address, content=body, headers={**(headers or {}), "Content-Type": "application/x-protobuf"}
                )
            except httpx.HTTPError as error:
                raise RunError(
                    f"the collector at {parts.hostname} cannot be reached: {type(error).__name__}; is it running?"
                ) from error
            if answer.status_code // 100 != 2:
                raise RunError(
                    f"the collector at {parts.hostname} answered {answer.status_code}; check the address and its key"
                )
    return address


def _decision_spans(
    entry: dict[str, Any], trace_id: str, parent: str, film: str, start: datetime, end: datetime, texts: bool
) -> list[dict[str, Any]]:
    span_id = _hash(f"decision|{trace_id}|{entry['id']}", 16)
    flags = list(entry["flags"])
    agent = {
        "traceId": trace_id,
        "spanId": span_id,
        "parentSpanId": parent,
        "name": f"invoke_agent {entry['agent']}",
        "kind": _INTERNAL,
        **_times(start, end),
        "attributes": _attributes(
            {
                "gen_ai.operation.name": "invoke_agent",
                "gen_ai.provider.name": _provider(entry["mind"]),
                "gen_ai.agent.name": entry["agent"],
                "gen_ai.conversation.id": film,
                "session.id": film,
                "openinference.span.kind": "AGENT",
                "filmcrew.decision.id": entry["id"],
                "filmcrew.task": entry["task"],
                "filmcrew.subject": entry["subject"],
                "filmcrew.mind": entry["mind"],
                "filmcrew.flags": flags,
                "filmcrew.reason": entry["reason"] if texts else None,
                "gen_ai.output.messages": _messages(
                    "assistant", json.dumps(entry["answer"], ensure_ascii=False), "stop"
                )
                if texts
                else None,
            }
        ),
        "status": {"code": _OK},
    }
    spans, begins = [agent], start
    for number, attempt in enumerate(entry["attempts"]):
        ends = begins + timedelta(seconds=attempt.get("seconds") or 0.0)
        spans.append(_chat_span(entry, attempt, number, trace_id, span_id, film, begins, ends, texts))
        begins = ends
    return spans


def _chat_span(
    entry: dict[str, Any], attempt: dict[str, Any], number: int, trace_id: str, parent: str, film: str,
    start: datetime, end: datetime, texts: bool,
) -> dict[str, Any]:  # fmt: skip
    model, digest = _model(attempt["mind"])
    stopped = attempt.get("stopped", "stop")
    failed = stopped == "failed"
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _provider(attempt["mind"]),
        "gen_ai.request.model": model,
        "gen_ai.response.model": model,
        "gen_ai.conversation.id": film,
        "session.id": film,
        "openinference.span.kind": "LLM",
        "gen_ai.agent.name": entry["agent"],
        "gen_ai.output.type": "json",
        "gen_ai.request.seed": int(attempt["key"][:8], 16) % 2**31 if attempt.get("key") else None,
        "gen_ai.usage.input_tokens": attempt["tokens_in"],
        "gen_ai.usage.output_tokens": attempt["tokens_out"],
        "gen_ai.response.finish_reasons": [_FINISH.get(stopped, "stop")],
        "filmcrew.model.digest": digest or None,
        "filmcrew.attempt": number,
        "error.type": ("mind_failed" if failed else "answer_refused") if attempt["error"] else None,
    }
    if texts and number == 0:
        attributes["gen_ai.input.messages"] = _messages("user", entry["prompt"])
    if texts and attempt["raw"]:
        attributes["gen_ai.output.messages"] = _messages("assistant", attempt["raw"], _FINISH.get(stopped, "stop"))
    return {
        "traceId": trace_id,
        "spanId": _hash(f"attempt|{parent}|{number}", 16),
        "parentSpanId": parent,
        "name": f"chat {model}",
        "kind": _CLIENT,
        **_times(start, end),
        "attributes": _attributes(attributes),
        "status": {"code": _ERROR, "message": attempt["error"]} if attempt["error"] else {"code": _OK},
    }


def _attributes(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in sorted(values.items()) if value is not None]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(item) for item in value]}}
    return {"stringValue": str(value)}


def _messages(role: str, text: str, finish: str | None = None) -> str:
    message: dict[str, Any] = {"role": role, "parts": [{"type": "text", "content": text}]}
    return json.dumps([{**message, "finish_reason": finish} if finish else message], ensure_ascii=False)


def _model(mind: str) -> tuple[str, str]:
    """(model, digest) of a mind's name: ``ollama:qwen3:8b@1f3a9c04d2e7+ctx`` is qwen3:8b and 1f3a9c04d2e7."""
    name, _, version = mind.partition("@")
    return name.partition(":")[2] or name, version.partition("+")[0]


def _provider(mind: str) -> str:
    kind = mind.partition(":")[0]
    return kind if kind in ("ollama", "openai") else "filmcrew"


def _times(start: datetime, end: datetime) -> dict[str, str]:
    return {"startTimeUnixNano": _nanoseconds(start), "endTimeUnixNano": _nanoseconds(end)}


def _nanoseconds(moment: datetime) -> str:
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return str((since.days * 86_400 + since.seconds) * 10**9 + since.microseconds * 1000)


def _time(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


def _hash(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:digits]


def _protobuf(request: dict[str, Any]) -> bytes:
    try:
        from google.protobuf.json_format import ParseDict
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest  # pyright: ignore[reportMissingImports]
    except ModuleNotFoundError as error:
        raise SetupError(
            'sending spans needs an optional package; run: pip install "filmcrew[otel]". A file needs none: --to spans.json'
        ) from error
    return ParseDict(_with_base64_ids(request), ExportTraceServiceRequest()).SerializeToString()


def _with_base64_ids(value: Any) -> Any:
    """OTLP writes ids in hex where protobuf's own JSON form wants base64."""
    import base64

    if isinstance(value, dict):
        return {
            key: base64.b64encode(bytes.fromhex(item)).decode()
            if key in ("traceId", "spanId", "parentSpanId")
            else _with_base64_ids(item)
            for key, item in value.items()
        }
    return [_with_base64_ids(item) for item in value] if isinstance(value, list) else value
