"""Replaying a record: the same film with no server, and a sentence where the record has nothing to say."""

from __future__ import annotations

import pytest

from crew.ask import ask
from crew.minds.choose import chosen
from crew.minds.mind import about, mind_for
from crew.minds.mixed import MixedMind
from crew.minds.ollama import OllamaMind
from crew.minds.replay import ReplayMind, record_of
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.canonical import sha256_of
from film.errors import ConfigError, MindError
from tests.crew.pages import planned
from tests.crew.test_ask import GOOD, question
from tests.crew.test_whole_crew import SCRIPT
from tests.fakes.fake_ollama import FakeOllama
from tools.run.transcript import Transcript


def recorded(path, mind, script=SCRIPT):
    transcript = Transcript(path, owner=True)
    transcript.note_mind(**about(mind))
    return planned(script, mind, transcript), transcript


def replay_of(transcript) -> ReplayMind:
    return ReplayMind(record_of("rain", transcript, transcript))


@pytest.mark.parametrize("who", ["understudy", "ollama", "mixed"])
def test_a_replay_is_the_same_film_with_nobody_asked(tmp_path, who):
    with FakeOllama() as server:
        model = OllamaMind("qwen3:8b", host=server.url) if who != "understudy" else Understudy()
        mind = MixedMind(Understudy(), {"director": model}) if who == "mixed" else model
        series, transcript = recorded(tmp_path / "first.jsonl", mind)
    again, record = recorded(tmp_path / "second.jsonl", replay_of(Transcript(transcript.path)))
    assert sha256_of(again) == sha256_of(series)
    assert dict(record) == dict(transcript), "the same decisions under the same ids"
    third, _ = recorded(tmp_path / "third.jsonl", replay_of(Transcript(record.path)))
    assert sha256_of(third) == sha256_of(series), "a replay can be replayed"


def test_a_question_that_the_record_lacks_stops_with_a_sentence(tmp_path):
    _, transcript = recorded(tmp_path / "first.jsonl", ScriptedMind(*["no"] * 999))
    with pytest.raises(MindError, match=r"record of rain lacks the question screenwriter break_down on ep01/sc002"):
        planned(SCRIPT.replace("Mara sits.", "Mara stands."), replay_of(transcript))


def test_another_prompt_is_another_question(tmp_path, monkeypatch):
    import crew.question

    transcript = Transcript(tmp_path / "t.jsonl", owner=True)
    ask(ScriptedMind(GOOD), question(), transcript)
    replay = replay_of(transcript)
    assert ask(replay, question(), {}).answer == GOOD
    monkeypatch.setattr(crew.question, "load", lambda name: "other words")
    with pytest.raises(MindError, match="lacks the question"):
        ask(replay, question(), {})


def test_decisions_of_every_mind_that_played_are_found(tmp_path):
    transcript = Transcript(tmp_path / "t.jsonl", owner=True)
    ask(ScriptedMind(GOOD, name="first"), question(), transcript)
    ask(ScriptedMind(GOOD, name="second"), question(subject="ep01/sc002"), transcript)
    replay = replay_of(transcript)
    assert mind_for(replay, "continuity").name == "second"
    assert ask(replay, question(), {}).mind == "first"


def test_an_empty_record_is_none(tmp_path):
    with pytest.raises(MindError, match="nothing to replay"):
        replay_of(Transcript(tmp_path / "t.jsonl"))


def test_replay_is_chosen_by_name(tmp_path):
    _, transcript = recorded(tmp_path / "first.jsonl", Understudy())
    found = chosen("replay:rain", record=lambda run: record_of(run, transcript, transcript))
    assert found.mind.name == "understudy" and found.resolved == "replay:rain" and "rain" in found.why
    with pytest.raises(ConfigError, match="only where a run is made"):
        chosen("replay:rain")
