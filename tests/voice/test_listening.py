"""Spoken notes: what is missing is said in one sentence, and the same recording always reads the same."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from film.errors import ConfigError, SetupError
from tests.fakes import tiny_models
from tools.voice import listening
from tools.voice.listening import hear
from tools.voice.wav import write_wav

RATE_HZ = 16000


@pytest.fixture
def recording(tmp_path) -> Path:
    """A second of a tone that rises and falls."""
    t = np.arange(RATE_HZ) / RATE_HZ
    return write_wav(tmp_path / "note.wav", 0.3 * np.sin(2 * np.pi * (200 + 100 * np.sin(6 * t)) * t), RATE_HZ)


@pytest.fixture
def heard(monkeypatch):
    """Ears that hear what the test says, and what they were asked."""

    class Ears:
        supported_languages = ("en", "hi")
        says: tuple[str, ...] = (" Make it", " darker. ")
        language: str | None = "?"

        def transcribe(self, path: str, *, language: str | None, **_):
            self.language = language
            return [type("Segment", (), {"text": text}) for text in self.says], None

    ears = Ears()
    monkeypatch.setattr(listening, "load_ear", lambda folder: (ears, "ears"))
    return ears


@pytest.fixture(scope="session")
def whisper(tmp_path_factory) -> str:
    return str(tiny_models.whisper(tmp_path_factory.mktemp("ears") / "whisper"))


def test_a_note_is_one_line_of_words(recording, heard):
    assert hear(recording, "model") == "Make it darker."
    assert heard.language is None


@pytest.mark.parametrize(("tag", "spoken"), [("hi", "hi"), ("en-GB", "en"), ("hi_IN", "hi")])
def test_a_language_tag_is_heard_as_its_language(recording, heard, tag, spoken):
    hear(recording, "model", tag)
    assert heard.language == spoken


def test_a_language_that_the_model_lacks_is_named(recording, heard):
    with pytest.raises(SetupError, match="knows en, hi and not 'fr'"):
        hear(recording, "model", "fr")


@pytest.mark.parametrize("says", [(), (" ",), (" ... ", " ♪")])
def test_nothing_said_is_no_note(recording, heard, says):
    heard.says = says
    with pytest.raises(ConfigError, match="no words are heard"):
        hear(recording, "model")


def test_what_is_no_sound_is_named(tmp_path, heard):
    (tmp_path / "note.wav").write_bytes(b"not a sound")
    with pytest.raises(ConfigError, match=r"note\.wav is not a sound file"):
        hear(tmp_path / "note.wav", "model")
    with pytest.raises(ConfigError, match="no such file"):
        hear(tmp_path / "gone.wav", "model")


def test_without_a_model_it_says_how_to_get_one(recording, tmp_path):
    with pytest.raises(SetupError, match="download"):
        hear(recording, None)
    with pytest.raises(SetupError, match=r"has no model\.bin.*download"):
        hear(recording, str(tmp_path))


def test_without_the_package_it_says_how_to_get_it(recording, tmp_path, monkeypatch):
    for name in ("model.bin", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(SetupError, match=r"package faster-whisper.*make film"):
        hear(recording, str(tmp_path))


def test_a_model_that_does_not_load_is_a_setup_error(recording, tmp_path):
    for name in ("model.bin", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(SetupError, match="does not load"):
        hear(recording, str(tmp_path))


@pytest.mark.film
def test_a_real_model_reads_the_same_twice(recording, whisper):
    ear, name = listening.load_ear(whisper)
    first = listening.transcribe(ear, recording, "en")
    assert first and first == listening.transcribe(ear, recording, None)
    assert name.startswith("faster_whisper@")
    with pytest.raises(ConfigError, match="no words"):  # random weights make no letter
        hear(recording, whisper)


@pytest.mark.film
@pytest.mark.parametrize("samples", [0, RATE_HZ])
def test_silence_is_no_note(tmp_path, whisper, samples):
    with pytest.raises(ConfigError, match="no words"):
        hear(write_wav(tmp_path / "quiet.wav", np.zeros(samples), RATE_HZ), whisper)
