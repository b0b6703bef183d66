"""OllamaMind against a faithful server on loopback; which mind is chosen."""

from __future__ import annotations

import json

import pytest

from crew.minds.choose import choose_mind, chosen
from crew.minds.ollama import OllamaMind, Timeouts
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.errors import ConfigError, MindError
from tests.fakes.fake_ollama import Broken, FakeOllama, digest_of

SCHEMA = {"type": "object", "properties": {"mood": {"enum": ["calm"]}}, "required": ["mood"]}
NOWHERE = "http://127.0.0.1:9"


def test_answers_are_streamed_with_schema_seed_and_context():
    heard: list[str] = []
    with FakeOllama(answers=[{"mood": "calm", "reason": "a long enough reason to be streamed"}]) as server:
        mind = OllamaMind("qwen3:8b", host=server.url, num_ctx=4096, on_text=heard.append)
        reply = mind.think("You are.", "Which mood?", SCHEMA, seed=7)
    assert json.loads(reply.text)["mood"] == "calm" and reply[1:] == (120, 40, "stop")
    assert len(heard) > 1 and "".join(heard) == reply.text
    (chat,) = server.chats
    assert chat["format"] == SCHEMA and chat["think"] is False and chat["stream"] is True
    assert chat["options"]["seed"] == 7 and chat["options"]["num_ctx"] == 4096
    assert [message["role"] for message in chat["messages"]] == ["system", "user"]


def test_the_digest_is_part_of_the_name():
    with FakeOllama() as server:
        mind = OllamaMind("qwen3:8b", host=server.url)
    assert mind.name == f"ollama:qwen3:8b@{digest_of('qwen3:8b')[:12]}" and not mind.sees


def test_a_vision_model_is_shown_pictures():
    with FakeOllama(answers=[{"mood": "calm"}]) as server:
        mind = OllamaMind("qwen3-vl:8b", host=server.url)
        mind.think("s", "p", SCHEMA, images=(b"\x89PNG",), seed=1)
    assert mind.sees and len(server.chats[0]["messages"][1]["images"]) == 1


def test_json_in_thinking_is_read():
    with FakeOllama(answers=[Broken("thinking", text='{"mood": "calm"}')]) as server:
        reply = OllamaMind("qwen3:8b", host=server.url).think("s", "p", SCHEMA, seed=1)
    assert reply.text == '{"mood": "calm"}'


def test_a_cut_off_answer_says_so():
    with FakeOllama(answers=[Broken("length", text='{"mood": "ca')]) as server:
        assert OllamaMind("qwen3:8b", host=server.url).think("s", "p", SCHEMA, seed=1).stopped == "length"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (Broken("status", status=500), "answered 500: the runner has died"),
        (Broken("status", status=404, text="model not found"), "ollama pull qwen3:8b"),
        (Broken("garbage"), "does not speak Ollama's protocol"),
        (Broken("reset", text='{"mood": "calm", "reason": "' + "x" * 200), "broke"),
        (Broken("slow", text="{}", seconds=2.0), "did not answer in time"),
    ],
    ids=("500", "404", "garbage", "reset", "slow"),
)
def test_every_way_a_server_fails_is_one_sentence(broken, says):
    with FakeOllama(answers=[broken]) as server:
        mind = OllamaMind("qwen3:8b", host=server.url, timeouts=Timeouts(read_s=0.5 if broken.how == "slow" else 30))
        with pytest.raises(MindError, match=says):
            mind.think("s", "p", SCHEMA, seed=1)


def test_a_server_that_is_down_says_how_to_start_it():
    with pytest.raises(MindError, match="ollama serve"):
        OllamaMind("qwen3:8b", host=NOWHERE, timeouts=Timeouts(connect_s=0.5, read_s=0.5))


def test_a_missing_model_says_how_to_get_it_and_what_is_there():
    with FakeOllama() as server, pytest.raises(MindError, match=r"qwen3-vl:8b, qwen3:8b\); run: ollama pull llama9"):
        OllamaMind("llama9", host=server.url)


def test_auto_plays_the_understudy_without_a_server():
    found = chosen("auto", host=NOWHERE, timeouts=Timeouts(connect_s=0.5, read_s=0.5))
    assert isinstance(found.mind, Understudy) and "ollama serve" in found.why


def test_auto_takes_an_installed_model():
    with FakeOllama(models=("nomic-embed-text:latest", "qwen3:8b")) as server:
        assert choose_mind("auto", host=server.url).name.startswith("ollama:qwen3:8b@")


def test_a_named_mind_must_be_there():
    assert isinstance(choose_mind("understudy"), Understudy)
    with pytest.raises(MindError):
        choose_mind("ollama:qwen3:8b", host=NOWHERE, timeouts=Timeouts(connect_s=0.5, read_s=0.5))
    for wrong in ("gpt", "ollama:", ""):
        with pytest.raises(ConfigError, match="auto, understudy or ollama:MODEL"):
            choose_mind(wrong)


def test_the_understudy_refuses_a_prompt():
    with pytest.raises(MindError, match="told facts"):
        Understudy().think("s", "p", {}, seed=1)


def test_a_scripted_mind_runs_out_with_a_sentence():
    mind = ScriptedMind()
    mind.enqueue({"a": 1})
    assert mind.think("s", "p", {}, seed=1).text == '{"a": 1}'
    with pytest.raises(MindError, match="enqueue"):
        mind.think("s", "p", {}, seed=1)
