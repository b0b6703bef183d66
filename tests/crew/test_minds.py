"""OllamaMind against a faithful server on loopback; which mind is chosen."""

from __future__ import annotations

import json

import pytest

from crew.ask import ask
from crew.minds.choose import choose_mind, chosen
from crew.minds.mind import Pin, Timeouts, mind_for, pins_of, release
from crew.minds.ollama import OllamaMind
from crew.minds.ollama_server import OllamaServer, describe_installed
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.errors import ConfigError, MindError
from tests.crew.test_ask import GOOD, question
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
        with pytest.raises(ConfigError, match="auto, understudy, ollama:MODEL"):
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


def test_the_window_is_the_models_own_and_part_of_the_name():
    with FakeOllama(window=2048, answers=[{"mood": "calm"}]) as server:
        small = OllamaMind("qwen3:8b", host=server.url)
        small.think("s", "p", SCHEMA, seed=1)
    with FakeOllama() as server:
        usual = OllamaMind("qwen3:8b", host=server.url)
    assert server.chats == [] and small.name.startswith(usual.name + "+"), "another window is another mind"
    assert small.prompt_tokens == 2048 - 768 and usual.prompt_tokens == 5120


def test_a_question_too_long_for_the_window_is_not_sent():
    with FakeOllama() as server, pytest.raises(MindError, match="room for 5120"):
        OllamaMind("qwen3:8b", host=server.url).think("s", "word " * 20_000, SCHEMA, seed=1)
    assert server.chats == []


def test_a_count_that_fills_the_window_means_a_cut_prompt():
    with FakeOllama(answers=[Broken("window", text='{"mood": "calm"}')]) as server:
        assert OllamaMind("qwen3:8b", host=server.url).think("s", "p", SCHEMA, seed=1).stopped == "window"


def test_a_drip_is_waited_for_no_longer_than_allowed():
    ticks = iter(range(0, 10_000, 100))
    with FakeOllama(answers=[Broken("drip", text='{"mood": "calm"}' * 100)]) as server:
        mind = OllamaMind("qwen3:8b", host=server.url, clock=lambda: next(ticks))
        with pytest.raises(MindError, match="still writing after 900 s"):
            mind.think("s", "p", SCHEMA, seed=1)


def test_an_answer_without_end_is_stopped():
    with FakeOllama(answers=[Broken("endless", text="x" * 100_000)]) as server:
        reply = OllamaMind("qwen3:8b", host=server.url).think("s", "p", SCHEMA, seed=1)
    assert reply.stopped == "too_long" and len(reply.text) < 1_200_000


def test_a_server_that_fails_again_and_again_is_left_alone():
    with FakeOllama(answers=[Broken("status")] * 10) as server:
        mind = OllamaMind("qwen3:8b", host=server.url)
        for _ in range(5):
            with pytest.raises(MindError):
                mind.think("s", "p", SCHEMA, seed=1)
        with pytest.raises(MindError, match="3 times in a row"):
            mind.think("s", "p", SCHEMA, seed=1)
    assert len(server.chats) == 3


def test_released_memory_is_asked_for_and_a_dead_server_holds_none():
    with FakeOllama() as server:
        mind = OllamaMind("qwen3:8b", host=server.url)
        release(mind)
    assert server.chats == [{"model": "qwen3:8b", "messages": [], "tools": [], "stream": False, "keep_alive": 0}]
    release(mind)
    release(Understudy())


def test_the_pin_holds_digest_and_server():
    with FakeOllama() as server:
        (pin,) = OllamaMind("qwen3:8b", host=server.url).pins
    assert pin == Pin(mind="ollama:qwen3:8b", digest=digest_of("qwen3:8b"), server="Ollama 0.12.6")


def test_drift_warns_and_a_held_pin_refuses():
    with FakeOllama() as server:
        pinned = pins_of(choose_mind("ollama:qwen3:8b", host=server.url))
        assert chosen("ollama:qwen3:8b", host=server.url, pinned=pinned, hold_to_pins=True).warnings == ()
    with FakeOllama(version="0.13.0") as server:
        (warning,) = chosen("ollama:qwen3:8b", host=server.url, pinned=pinned).warnings
        assert "Ollama 0.13.0" in warning and "0.12.6" in warning
    with FakeOllama(digests={"qwen3:8b": "0" * 64}) as server:
        (warning,) = chosen("ollama:qwen3:8b", host=server.url, pinned=pinned).warnings
        assert "not the model" in warning and "000000000000" in warning
        with pytest.raises(MindError, match="--pin refuses"):
            chosen("ollama:qwen3:8b", host=server.url, pinned=pinned, hold_to_pins=True)


def test_auto_picks_by_size_and_ability():
    models = ("big:70b", "embed-all:9b", "eyes:8b-vl", "plain:8b", "small:1b")
    sizes = {"big:70b": 40 * 10**9, "embed-all:9b": 9 * 10**9, "small:1b": 10**9}
    with FakeOllama(models=models, sizes=sizes) as server:
        found = chosen("auto", host=server.url)
        listed = {model.name: model for model in describe_installed(server.url)}
    assert found.resolved == "ollama:eyes:8b-vl", "of equal size the one that sees"
    assert [name for name, model in listed.items() if not model.fits] == ["big:70b"]
    assert [name for name, model in listed.items() if model.sees] == ["eyes:8b-vl"]
    assert [name for name, model in listed.items() if not model.completes] == ["embed-all:9b"]
    with FakeOllama(models=("big:70b",), sizes=sizes) as server:
        assert chosen("auto", host=server.url).resolved == "understudy"


def test_a_server_too_old_to_tell_abilities_is_believed_to_write():
    with FakeOllama(
        models=("llama3:8b", "nomic-embed:1"), abilities={"llama3:8b": None, "nomic-embed:1": None}
    ) as server:
        listed = {model.name: model.completes for model in describe_installed(server.url)}
    assert listed == {"llama3:8b": True, "nomic-embed:1": False}


def test_one_model_per_agent():
    with FakeOllama(answers=[GOOD]) as server:
        found = chosen("ollama:qwen3:8b,critic=understudy,director=ollama:qwen3-vl:8b", host=server.url)
        mixed = chosen({"continuity": "ollama:qwen3:8b", "others": "understudy"}, host=server.url)
        decision = ask(found.mind, question(), {})
    plain, eyes = (f"ollama:{name}@{digest_of(name)[:12]}" for name in ("qwen3:8b", "qwen3-vl:8b"))
    assert mind_for(found.mind, "director").name == eyes and mind_for(found.mind, "screenwriter").name == plain
    assert found.mind.name == f"critic=understudy,director={eyes},{plain}" and not found.mind.sees
    assert found.resolved == "ollama:qwen3:8b,critic=understudy,director=ollama:qwen3-vl:8b"
    assert len(pins_of(found.mind)) == 2
    assert decision.mind == plain and decision.id == question().id_for(plain), "ids are of the mind that was asked"
    assert mind_for(mixed.mind, "continuity").name == plain and mind_for(mixed.mind, "critic").name == "understudy"


@pytest.mark.parametrize(
    "wrong",
    ["producer=understudy", "understudy,understudy", "critic=", "critic=understudy,critic=auto", "replay:", "openai:x"],
)
def test_a_crew_that_cannot_be_is_refused(wrong):
    with pytest.raises(ConfigError):
        choose_mind(wrong)


def test_no_key_of_the_environment_is_sent(monkeypatch):
    monkeypatch.setenv("OLLAMA_API_KEY", "secret")
    assert "authorization" not in OllamaServer().client._client.headers
