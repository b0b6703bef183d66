"""The transcript told: joined with scores and what came of it, as words, Markdown and spans."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import typer
from typer.testing import CliRunner

from film.decision import Attempt, Decision
from film.errors import ConfigError, RunError, SetupError
from studio import transcripts
from tools.run.folder import RunFolder
from tools.run.otel import otlp_file, otlp_requests, send, spans_of
from tools.run.transcript import Transcript
from tools.run.transcript_report import in_markdown, in_words, report, totals

QWEN = "ollama:qwen3:8b@0123456789ab"
SHOT = "ep01/sc001/sh0010"


def decided(subject: str, agent="director", task="cover", **more) -> Decision:
    given = {
        "id": f"{agent}-{subject}",
        "agent": agent,
        "task": task,
        "subject": subject,
        "mind": "understudy",
        "answer": {"n": 1},
    }
    return Decision.model_validate({**given, **more})


def told_in(path, now=None) -> Transcript:
    transcript = Transcript(path, owner=True, now=now)
    transcript.note_mind(
        QWEN, {}, (), [{"mind": "ollama:qwen3:8b", "digest": "0123456789ab" + "0" * 52, "server": "Ollama 1"}]
    )
    attempts = (
        Attempt(
            mind=QWEN,
            raw="``` ```` no",
            error="no JSON object",
            tokens_in=100,
            tokens_out=5,
            seconds=1.5,
            key="00000001" * 2,
        ),
        Attempt(mind=QWEN, raw='{"n": 1}', tokens_in=120, tokens_out=9, seconds=0.5, key="00000002" * 2),
    )
    for decision in (
        decided("ep01/sc001", mind=QWEN, attempts=attempts, prompt="Cover it.\x1b[2J", reason="A quiet talk."),
        decided("ep01/sc002"),
    ):
        transcript[decision.id] = decision
    transcript.note("planned", asked="a", version=1)
    findings = [
        {"measure": "sharp", "status": "fail", "value": 0.1},
        {"measure": "light", "status": "pass", "value": 1.0},
    ]
    transcript.note("verdict", shot=SHOT, attempt=1, part="keyframe", status="fail", findings=findings, take="t1")
    stood_in = (Attempt(mind=QWEN, raw="", error="the server is down", stopped="failed"),)
    critic = decided(f"{SHOT}#1", "critic", "diagnose", attempts=stood_in, flags=("understudy_stood_in",))
    transcript[critic.id] = critic
    transcript.note(
        "remedy",
        shot=SHOT,
        attempt=1,
        remedy="light",
        reason="dark",
        take="t1",
        edits=[{"path": "a.b", "op": "set", "value": 2}],
    )
    transcript.note("verdict", shot=SHOT, attempt=2, part="keyframe", status="pass", findings=[], take="t2")
    transcript.note("circled", shot=SHOT, take="tk02", take_id="t2", held=False, why="passed", asked="x")
    return transcript


@pytest.fixture
def transcript(tmp_path) -> Transcript:
    return told_in(tmp_path / "transcript.jsonl")


def test_a_decision_is_joined_with_the_scores_it_saw_and_what_came_of_it(transcript):
    director, _, critic = report(transcript)
    assert critic["scores_seen"] == [
        {"part": "keyframe", "status": "fail", "findings": [{"measure": "sharp", "status": "fail", "value": 0.1}]}
    ]
    assert critic["led_to"] == ["remedy light: a.b set 2", "take 2, keyframe: pass", f"{SHOT}: tk02 circled"]
    assert director["led_to"] == [f"{SHOT}: tk02 circled", "version 1"]
    assert director["digest"] == "0123456789ab" + "0" * 52 and director["server"] == "Ollama 1"
    assert (director["tokens_in"], director["tokens_out"], director["seconds"]) == (220, 14, 2.0)


def test_by_agent_and_by_shot(transcript):
    assert [each["agent"] for each in report(transcript, agent="critic")] == ["critic"]
    for word in (SHOT, "sh0010", "sc001/sh0010"):
        assert [each["subject"] for each in report(transcript, shot=word)] == ["ep01/sc001", f"{SHOT}#1"]
    with pytest.raises(ConfigError, match=r"nothing is on record about it; there is ep01/sc001/sh0010"):
        report(transcript, shot="sh9999")


def test_totals(transcript):
    sums = totals(report(transcript))
    assert sums == {
        "questions": 3, "by_agent": {"critic": 1, "director": 2}, "asked_of_a_model": 2, "stood_in": 1, "suspected": 0,
        "tokens_in": 220, "tokens_out": 14, "seconds": 2.0,
    }  # fmt: skip


def test_in_words_obeys_no_escape_sequence(transcript):
    words = in_words(report(transcript))
    assert f"director cover on ep01/sc001: {QWEN}, 2 answers, 220+14 tokens, 2.0 s" in words
    assert "wrong: the server is down" in words and "[understudy_stood_in]" in words and "\x1b" not in words
    assert words.splitlines()[-1].startswith("3 questions, 2 asked of a model, 1 stood in for")


def test_markdown_fences_cannot_be_closed_from_within(transcript):
    document = in_markdown(report(transcript), "rain")
    assert "`````text\n``` ```` no\n`````" in document
    assert "Scores seen" in document and "- remedy light: a.b set 2" in document and "Prompt:" in document


def attributes(span) -> dict:
    return {entry["key"]: next(iter(entry["value"].values())) for entry in span["attributes"]}


def test_spans_follow_the_conventions_and_ids_are_stable(transcript, tmp_path):
    spans = spans_of(transcript, "rain")
    assert [span["name"] for span in spans] == [
        "invoke_workflow rain", "invoke_agent director", "chat qwen3:8b", "chat qwen3:8b", "invoke_agent director",
        "invoke_agent critic", "chat qwen3:8b",
    ]  # fmt: skip
    again = spans_of(told_in(tmp_path / "again.jsonl"), "rain")
    assert again == spans and len({span["spanId"] for span in spans}) == len(spans)
    film, agent, chat = spans[:3]
    assert agent["parentSpanId"] == film["spanId"] and chat["parentSpanId"] == agent["spanId"]
    told = attributes(chat)
    assert told["gen_ai.operation.name"] == "chat" and told["gen_ai.provider.name"] == "ollama"
    assert told["gen_ai.request.model"] == "qwen3:8b" and told["gen_ai.conversation.id"] == "rain"
    assert told["gen_ai.usage.input_tokens"] == "100" and told["gen_ai.request.seed"] == "1"
    assert told["error.type"] == "answer_refused" and chat["status"]["code"] == 2
    assert json.loads(told["gen_ai.input.messages"])[0]["parts"][0]["content"].startswith("Cover it.")
    assert all(len(span["traceId"]) == 32 and len(span["spanId"]) == 16 for span in spans)


def test_spans_have_the_times_that_are_on_record(tmp_path):
    minutes = iter(range(60))
    dated = told_in(tmp_path / "t.jsonl", now=lambda: f"2026-01-01T00:{next(minutes):02d}:00Z")
    film, agent, first, second, *_ = spans_of(dated, "rain")
    start = int(agent["startTimeUnixNano"])
    assert int(agent["endTimeUnixNano"]) - start == 2_000_000_000
    assert (int(first["startTimeUnixNano"]), int(second["startTimeUnixNano"])) == (start, start + 1_500_000_000)
    assert film["startTimeUnixNano"] == agent["startTimeUnixNano"]
    undated = spans_of(told_in(tmp_path / "u.jsonl"), "rain")
    assert [span["spanId"] for span in undated] == [span["spanId"] for span in spans_of(dated, "rain")]


def test_without_texts_no_word_of_the_script_leaves(transcript):
    sent = otlp_file(otlp_requests(spans_of(transcript, "rain", texts=False), "rain"))
    assert "Cover it" not in sent and "quiet talk" not in sent and "qwen3:8b" in sent


def test_an_empty_record_has_no_spans(tmp_path):
    with pytest.raises(RunError, match="no decision"):
        spans_of(Transcript(tmp_path / "t.jsonl"), "rain")


@pytest.fixture
def collector():
    posted = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format, *args):
            """Quiet."""

        def do_POST(self):
            posted.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(307 if self.path.startswith("/moved") else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", posted
    server.shutdown()
    server.server_close()


def test_spans_are_sent_as_protobuf_to_that_address_alone(transcript, collector):
    proto = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    url, posted = collector
    spans = spans_of(transcript, "rain")
    assert send(otlp_requests(spans, "rain"), url, {"x-key": "1"}) == f"{url}/v1/traces"
    ((path, headers, body),) = posted
    assert path == "/v1/traces" and headers["x-key"] == "1" and headers["Content-Type"] == "application/x-protobuf"
    read = proto.ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans[0].spans
    assert [span.span_id.hex() for span in read] == [span["spanId"] for span in spans]
    with pytest.raises(RunError, match="answered 307"):
        send(otlp_requests(spans, "rain"), f"{url}/moved")
    assert len(posted) == 2


def test_sending_without_the_extra_says_how_to_get_it(transcript, collector, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.proto", None)
    monkeypatch.setitem(sys.modules, "opentelemetry.proto.collector.trace.v1.trace_service_pb2", None)
    with pytest.raises(SetupError, match=r"pip install \"filmcrew\[otel\]\""):
        send(otlp_requests(spans_of(transcript, "rain"), "rain"), collector[0])
    with pytest.raises(ConfigError, match="collector's address"):
        send([], "ftp://x")


def test_the_commands(tmp_path):
    folder = RunFolder.create(tmp_path / "rain", "rain")
    told_in(folder.transcript)
    app = typer.Typer()
    transcripts.register(app)

    def said(*words: str) -> str:
        result = CliRunner().invoke(app, [*words, "--runs", str(tmp_path)])
        assert result.exit_code == 0, result.output
        return result.output

    assert "3 questions" in said("transcript", "rain")
    assert said("transcript", "rain", "--markdown").startswith("# Transcript of rain")
    shown = json.loads(said("transcript", "rain", "--json", "--agent", "critic", "--shot", "sh0010"))
    assert shown["totals"]["questions"] == 1 and shown["decisions"][0]["agent"] == "critic"
    assert "7 spans" in said("export-otel", "rain")
    first = (folder.out / "otel.json").read_bytes()
    said("export-otel", "rain", "--to", str(tmp_path / "mine.json"))
    assert (tmp_path / "mine.json").read_bytes() == first and json.loads(first)["resourceSpans"]
