"""OpenAICompatibleMind against a server on loopback: schemas, fallbacks, keys that stay secret, addresses that stay put."""

from __future__ import annotations

import json

import pytest

from crew.ask import ask
from crew.minds.choose import chosen
from crew.minds.openai_compatible import OpenAICompatibleMind
from film.errors import ConfigError, MindError
from tests.crew.test_ask import question
from tests.fakes.fake_openai import FakeOpenAI, Status
from tools.run.transcript import Transcript

SCHEMA = {"type": "object", "properties": {"mood": {"enum": ["calm"]}}, "required": ["mood"]}
KEY = "local-secret-0123456789"


def test_the_schema_is_sent_and_the_answer_streamed():
    heard: list[str] = []
    with FakeOpenAI(answers=[{"mood": "calm", "reason": "long enough for two pieces"}]) as server:
        mind = OpenAICompatibleMind("qwen3-8b", server.url, on_text=heard.append)
        reply = mind.think("You are.", "Which mood?", SCHEMA, seed=7)
    assert json.loads(reply.text)["mood"] == "calm" and reply[1:] == (90, 20, "stop")
    assert len(heard) > 1 and "".join(heard) == reply.text
    (chat,) = server.chats
    assert chat["response_format"]["json_schema"]["schema"] == SCHEMA and chat["seed"] == 7 and chat["max_tokens"] > 0
    assert mind.name.startswith("openai:qwen3-8b@") and not mind.sees and mind.pins[0].server == "llamacpp"


@pytest.mark.parametrize("refusal", [400, 422, 500])
@pytest.mark.parametrize("formats", [("json_object", "none"), ("none",)], ids=("json_object", "no format"))
def test_a_server_without_json_schema_is_asked_in_words(formats, refusal):
    with FakeOpenAI(formats=formats, refusal=refusal) as server:
        mind = OpenAICompatibleMind("qwen3-8b", server.url)
        first = mind.think("s", "p", SCHEMA, seed=1)
        asked = len(server.chats)
        mind.think("s", "p", SCHEMA, seed=1)
    assert json.loads(first.text) == {"mood": "calm"}
    assert len(server.chats) == asked + 1, "what the server takes is tried once"
    assert json.dumps(SCHEMA) in server.chats[-1]["messages"][1]["content"]
    assert ("response_format" in server.chats[-1]) == ("json_object" in formats)


def test_a_server_that_does_not_stream_is_read_too():
    with FakeOpenAI(streams=False, finish="length") as server:
        reply = OpenAICompatibleMind("qwen3-8b", server.url).think("s", "p", SCHEMA, seed=1)
    assert reply == ('{"mood": "calm"}', 90, 20, "length")


def test_the_only_model_needs_no_name_and_a_missing_one_is_told():
    with FakeOpenAI() as server:
        assert OpenAICompatibleMind("", server.url).model == "qwen3-8b"
        with pytest.raises(MindError, match="it has: qwen3-8b"):
            OpenAICompatibleMind("llama9", server.url)
    with FakeOpenAI(lists=False) as server:
        assert OpenAICompatibleMind("llama9", server.url).model == "llama9"


def test_other_weights_under_the_same_name_are_another_mind():
    def name_of(meta):
        with FakeOpenAI(models=({"id": "m", "meta": meta, "created": meta["size"]},)) as server:
            return OpenAICompatibleMind("m", server.url).name

    assert name_of({"size": 1}) == name_of({"size": 1}) != name_of({"size": 2})


@pytest.mark.parametrize(
    ("model", "props"),
    [
        ({"id": "m", "capabilities": ["completion", "multimodal"]}, {}),
        ({"id": "m", "type": "vlm"}, {}),
        ({"id": "m"}, {"modalities": {"vision": True}}),
    ],
    ids=("llama.cpp listing", "LM Studio", "llama.cpp props"),
)
def test_a_model_that_sees_is_shown_pictures(model, props):
    with FakeOpenAI(models=(model,), props=props) as server:
        mind = OpenAICompatibleMind("m", server.url)
        mind.think("s", "p", SCHEMA, images=(b"\x89PNG",), seed=1)
    assert mind.sees
    assert server.chats[0]["messages"][1]["content"][1]["image_url"]["url"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Status(503), "answered 503"),
        (Status(302, location="http://127.0.0.1:9/elsewhere"), "only the address that was named"),
        (Status(401, "no"), "answered 401"),
    ],
    ids=("503", "redirect", "401"),
)
def test_every_way_a_server_fails_is_one_sentence(answer, says):
    with FakeOpenAI(answers=[answer] * 3) as server:
        mind = OpenAICompatibleMind("qwen3-8b", server.url)
        with pytest.raises(MindError, match=says):
            mind.think("s", "p", SCHEMA, seed=1)
        assert len(server.requests) <= 3, "nobody else was asked, and nothing over and over"


def test_a_server_that_is_down_says_so():
    with pytest.raises(MindError, match="no server answers"):
        OpenAICompatibleMind("m", "http://127.0.0.1:9/v1")


def test_a_page_that_is_no_protocol_says_so():
    with FakeOpenAI() as server, pytest.raises(MindError, match="check the address"):
        OpenAICompatibleMind("", f"{server.root}/v2")


@pytest.mark.parametrize("url", ["ftp://x/v1", "x", "http://me:pw@127.0.0.1/v1", "http://127.0.0.1/v1?key=1", ""])
def test_an_address_that_hides_a_secret_is_refused(url):
    with pytest.raises(ConfigError, match=r"address"):
        OpenAICompatibleMind("m", url)


@pytest.mark.parametrize("answers", [[], [Status(500)] * 3, [Status(401)]], ids=("answer", "500", "401"))
def test_the_key_is_sent_and_written_nowhere(tmp_path, answers):
    shown: list[str] = []
    with FakeOpenAI(echo_headers=True, answers=answers) as server:
        mind = chosen(f"openai:qwen3-8b@{server.url}", key=KEY, on_text=shown.append).mind
        transcript = Transcript(tmp_path / "transcript.jsonl", owner=True)
        transcript.note_mind(mind.name, {}, (), [pin.model_dump() for pin in mind.pins])
        decision = ask(mind, question(), transcript)
    assert all(headers.get("Authorization") == f"Bearer {KEY}" for _, _, headers in server.requests)
    assert "understudy_stood_in" in decision.flags and decision.attempts
    assert KEY not in (tmp_path / "transcript.jsonl").read_text("utf-8") + repr(vars(decision)) + "".join(shown)


@pytest.mark.parametrize(
    ("model", "props"),
    [
        ({"id": "m", "meta": {"n_ctx": 512}}, {}),
        ({"id": "m", "max_model_len": 512}, {}),
        ({"id": "m", "meta": {"n_ctx_train": 4096}}, {"default_generation_settings": {"n_ctx": 512}}),
    ],
    ids=("listed", "vLLM", "llama.cpp props"),
)
def test_a_question_too_long_for_the_window_is_not_sent(model, props):
    with FakeOpenAI(models=(model,), props=props) as server:
        mind = OpenAICompatibleMind("m", server.url)
        with pytest.raises(MindError, match="room for 320"):
            mind.think("s", "word " * 2000, SCHEMA, seed=1)
    assert not server.chats
