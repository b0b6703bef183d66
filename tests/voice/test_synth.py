"""Lines spoken by espeak-ng and read from recordings."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from film.bible import Voice
from film.errors import RenderError
from tools.voice.synth import read_phonemes, read_recording, synthesise, voice_names, write_speech
from tools.voice.wav import as_int16, read_wav, wav_bytes
from tools.voice.words import is_devanagari, spread, syllables

ENGLISH = "Well — what did you, er, hear? Twenty-two of 1984, I'd say… out of the blue."
HINDI = "शहर सो रहा है। मीरा, बारिश में चलती है।"


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (HINDI, "hi"), ("Chai, please. धन्यवाद दोस्त।", "en")])
def test_words_are_the_texts_tokens_in_order_without_overlap(text: str, language: str) -> None:
    said = synthesise(text, language, Voice(variant="f2"))
    assert [word.word for word in said.words] == text.split()
    edges = [edge for word in said.words for edge in (word.start_s, word.end_s)]
    assert edges == sorted(edges)
    assert edges[0] >= 0 and edges[-1] <= said.duration_s
    spoken = [word for word in said.words if any(c.isalnum() for c in word.word)]
    assert all(word.end_s - word.start_s > 0.03 for word in spoken)


def test_phonemes_are_sounds_in_order_and_the_pause_between_sentences_is_a_gap() -> None:
    said = synthesise("Stop. Go.", "en", Voice())
    assert all(end > start and label for start, end, label in said.phonemes)
    gaps = [b[0] - a[1] for a, b in zip(said.phonemes, said.phonemes[1:], strict=False)]
    assert min(gaps) >= 0 and max(gaps) > 0.15
    first = [label for start, _, label in said.phonemes if start < said.words[1].start_s]
    assert first[-1].endswith("p")


def test_equal_bytes_in_two_processes_of_another_locale_zone_and_folder(tmp_path: Path) -> None:
    code = (
        "import sys,hashlib; from film.bible import Voice; from tools.voice.synth import synthesise\n"
        f"u=synthesise({HINDI!r},'hi',Voice(variant='f3')); print(hashlib.sha256(u.pcm.tobytes()).hexdigest(), u.words)"
    )
    root = str(Path(__file__).resolve().parents[2])
    answers = set()
    # espeak-ng seeds its breath noise with the clock's seconds; a second apart is what shows that we seed it again.
    for number, (zone, locale) in enumerate([("UTC", "C"), ("Asia/Kolkata", "hi_IN.UTF-8")]):
        folder = tmp_path / f"run {number}"
        folder.mkdir()
        env = {**os.environ, "PYTHONPATH": root, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(number + 1)}
        env["PYTHONIOENCODING"] = "utf-8"
        answers.add(subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True).stdout)
        time.sleep(1.05)
    assert len(answers) == 1 and answers.pop()


def test_devanagari_is_spoken_in_hindi_whatever_the_lines_language_says() -> None:
    assert voice_names(HINDI, "en", "f3") == ["hi+f3"]
    assert voice_names(HINDI, "mr", "f3") == ["mr+f3", "hi+f3"]
    assert synthesise(HINDI, "sa", Voice()).phonemes, "a language of the script without a voice of its own"
    assert voice_names("Olá", "pt-BR", "m1") == ["pt-br+m1", "pt+m1"]
    assert not np.array_equal(synthesise(HINDI, "en", Voice()).pcm[:2000], synthesise("शहर", "mr", Voice()).pcm[:2000])


def test_voices_differ_and_a_faster_one_is_shorter() -> None:
    slow, fast = (synthesise("She walks into the rain.", "en", Voice(rate_wpm=rate)) for rate in (120, 240))
    assert fast.duration_s < 0.75 * slow.duration_s
    assert not np.array_equal(synthesise("Yes.", "en", Voice(variant="f1")).pcm, synthesise("Yes.", "en", Voice()).pcm)


def test_every_voice_has_one_level_and_gain_moves_it() -> None:
    def level_db(voice: Voice) -> float:
        pcm = synthesise("The city sleeps under the rain.", "en", voice).pcm / 32768
        return 20 * np.log10(np.sqrt(np.mean(pcm**2)))

    plain = level_db(Voice(variant="m1"))
    assert level_db(Voice(variant="f4")) == pytest.approx(plain, abs=1.5)
    assert level_db(Voice(variant="m1", gain_db=-6)) == pytest.approx(plain - 6, abs=0.2)


@pytest.mark.parametrize("text", ["...", "", "—"])
def test_a_line_without_a_sound_is_a_short_silence(text: str) -> None:
    said = synthesise(text, "en", Voice())
    assert said.duration_s > 0 and not said.pcm.any() and not said.phonemes
    assert [word.word for word in said.words] == text.split()


def test_an_unknown_language_and_a_worker_that_takes_too_long_are_errors() -> None:
    with pytest.raises(RenderError, match="xx"):
        synthesise("hello", "xx", Voice())
    with pytest.raises(RenderError, match="within"):
        synthesise("hello", "en", Voice(), timeout_s=0.001)


def test_speech_is_kept_by_content_and_its_phonemes_come_back(tmp_path: Path) -> None:
    said = synthesise("Stay here.", "en", Voice())
    speech = write_speech(said, tmp_path)
    wav = tmp_path / f"{speech.sha256}.wav"
    assert hashlib.sha256(wav.read_bytes()).hexdigest() == speech.sha256
    assert speech.duration_s == pytest.approx(said.duration_s, abs=1e-6)
    assert speech.words == said.words
    assert read_phonemes(tmp_path, speech.sha256) == said.phonemes
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([wav.name, f"{speech.sha256}.json"])
    with pytest.raises(RenderError, match="speak the line again"):
        read_phonemes(tmp_path, "0" * 64)


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3"])
def test_a_recording_replaces_the_voice_and_its_words_fill_the_voiced_span(tmp_path: Path, suffix: str) -> None:
    import av

    tone = np.zeros(44100, np.float32)
    tone[11025:33075] = 0.4 * np.sin(np.arange(22050) * 0.05)
    path = tmp_path / f"line.{suffix}"
    if suffix == "wav":
        path.write_bytes(wav_bytes(np.stack([tone, tone], 1), 44100))
    else:
        with av.open(str(path), "w") as out:
            stream = out.add_stream("flac" if suffix == "flac" else "mp3", rate=44100, layout="mono")
            frame = av.AudioFrame.from_ndarray(as_int16(tone)[None], format="s16", layout="mono")
            frame.rate = 44100
            out.mux([*stream.encode(frame), *stream.encode(None)])
    said = read_recording(path, "walking home")
    assert np.abs(said.pcm).max() == pytest.approx(0.1 * np.sqrt(2) * 32767, rel=0.1), "at the level of the voices"
    assert said.rate_hz == 48000 and said.duration_s == pytest.approx(1.0, abs=0.06)
    assert said.words[0].start_s == pytest.approx(0.25, abs=0.05)
    assert said.words[1].end_s == pytest.approx(0.75, abs=0.05)
    assert said.words[0].end_s - said.words[0].start_s > 1.5 * (said.words[1].end_s - said.words[1].start_s)


def test_what_is_not_a_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "line.mp3"
    path.write_text("not sound")
    with pytest.raises(RenderError, match=r"line\.mp3"):
        read_recording(path)
    with pytest.raises(RenderError, match=r"missing\.wav"):
        read_recording(tmp_path / "missing.wav")


def test_wav_round_trip_and_damage(tmp_path: Path) -> None:
    stereo = np.array([[0.5, -1.0], [1.0, 0.0]])
    path = tmp_path / "a.wav"
    path.write_bytes(wav_bytes(stereo, 48000))
    pcm, rate_hz = read_wav(path)
    assert rate_hz == 48000 and pcm.tolist() == [[16384, -32767], [32767, 0]]
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(RenderError):
        read_wav(path)


@pytest.mark.parametrize(
    ("word", "count"), [("rain", 1), ("tonight", 2), ("take", 1), ("little", 2), ("नमस्ते", 3), ("—", 0), ("1984", 8)]
)
def test_syllables(word: str, count: float) -> None:
    assert syllables(word) == count


def test_spread_shares_a_span_by_weight_and_loses_nothing() -> None:
    times = spread(["tonight", "—", "rain"], 1.0, 4.0)
    assert [(t.start_s, t.end_s) for t in times] == [(1.0, 3.0), (3.0, 3.0), (3.0, 4.0)]
    assert is_devanagari("हाँ, OK") and not is_devanagari("OK then, हाँ") and not is_devanagari("123")
