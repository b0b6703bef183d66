"""Spoken notes: what is needed, and what is heard."""

from __future__ import annotations

import pytest

from configs.settings import Settings
from film.errors import ConfigError
from graphs.request import Request
from studio.spoken import heard
from tools.whole import write_json


@pytest.fixture
def run(tmp_path):
    write_json(tmp_path / "run.json", {"format": 1, "series": "lamp", "standing": 1})
    request = Request(series="lamp", kind="screenplay", source="x", scripts=(), settings=Settings(whisper="/models/own"))
    write_json(tmp_path / "request.json", request.model_dump(mode="json"))
    (tmp_path / "note.wav").write_bytes(b"RIFF")
    return tmp_path


@pytest.fixture
def ear(monkeypatch):
    """What the model hears, and which model was loaded."""
    loaded: list[str] = []
    words = ["  make it\n darker "]
    monkeypatch.setattr("tools.voice.listening.hear", lambda path, model: (loaded.append(model), words[0])[1])
    return loaded, words


def test_the_words_of_a_recording(run, ear):
    loaded, _ = ear
    assert heard(run / "note.wav", "/models/small", run) == "make it darker"
    assert heard(run / "note.wav", None, run) == "make it darker"
    assert loaded == ["/models/small", "/models/own"]


def test_what_is_missing_is_said(run, ear):
    with pytest.raises(ConfigError, match="not a file"):
        heard(run / "other.wav", None, run)
    ear[1][0] = " \n"
    with pytest.raises(ConfigError, match="no word is heard"):
        heard(run / "note.wav", None, run)
    text = (run / "request.json").read_text().replace('"/models/own"', "null")
    (run / "request.json").write_text(text)
    with pytest.raises(ConfigError, match="--whisper FOLDER"):
        heard(run / "note.wav", None, run)
