"""The made score and a user's own music."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from film.errors import RenderError
from film.series import Mood
from tools.cut.loudness import integrated_lufs
from tools.music.moods import PALETTES
from tools.music.score import compose, play_files, render
from tools.music.writing import Cue, fit_bars, write_cue
from tools.voice.wav import wav_bytes

RATE_HZ = 48000
MOODS = get_args(Mood)


def test_every_mood_has_a_palette_and_each_sounds_unlike_the_others() -> None:
    assert set(PALETTES) == set(MOODS)
    spectra = []
    for mood in MOODS:
        music = compose([Cue(0, 6, mood, 90, 5)], 6.0)
        level = np.sqrt(np.mean(music[RATE_HZ : 5 * RATE_HZ] ** 2))
        assert 0.02 < level < 0.5 and np.abs(music).max() < 1
        spectrum = np.abs(np.fft.rfft(music[:, 0]))[: 6 * 2000].reshape(-1, 12).sum(1)
        spectra.append(spectrum / np.linalg.norm(spectrum))
    likeness = np.array([[float((a * b).sum()) for a in spectra] for b in spectra])
    assert (likeness - np.eye(len(MOODS))).max() < 0.95


@pytest.mark.parametrize("mood", MOODS)
def test_a_change_of_mood_is_no_change_of_loudness_and_nothing_clicks(mood: Mood) -> None:
    music = compose([Cue(0, 12, mood, 84, 1)], 12.0)
    assert integrated_lufs(music) == pytest.approx(-17, abs=2.0)
    assert np.abs(np.diff(music[:, 0], 2)).max() < 0.25


def test_length_is_exact_to_the_sample_and_gaps_are_silent() -> None:
    music = compose([Cue(0, 1, "sad", 80, 1), Cue(9, 11.017, "calm", 80, 1)], 11.017)
    assert music.shape == (round(11.017 * RATE_HZ), 2) and music.dtype == np.float32
    assert np.abs(music[7 * RATE_HZ : 8 * RATE_HZ]).max() < 1e-3
    assert np.abs(music[-20:]).max() < 1e-3


@pytest.mark.parametrize("length_s", [0.4, 1.0, 2.5, 3.0, 5.5, 7.3, 12.0, 45.0])
@pytest.mark.parametrize("tempo_bpm", [50, 84, 132])
def test_bars_fill_a_cue_exactly_and_keep_the_tempo(length_s: float, tempo_bpm: float) -> None:
    bars, beat_s = fit_bars(length_s, tempo_bpm, 4)
    assert sum(bars) * beat_s == pytest.approx(length_s)
    assert all(beats == 4 for beats in bars[:-1])
    if length_s > 4 * 60 / tempo_bpm:
        assert 60 / beat_s == pytest.approx(tempo_bpm, rel=0.126)


@pytest.mark.parametrize("mood", MOODS)
def test_a_new_scene_begins_on_a_bar_line_of_its_own_cue(mood: Mood) -> None:
    notes = write_cue(Cue(7.25, 19.0, mood, 96, 3))
    assert min(note.start_s for note in notes) == 7.25
    assert max(note.start_s for note in notes) < 19.0
    assert any(note.player == "bass" and note.start_s == 7.25 for note in notes)
    home = [note.pitch for note in notes if note.player == "bass"][-1]
    assert home == PALETTES[mood].tonic


def test_one_seed_is_one_theme_and_another_seed_another_tune() -> None:
    def tune(mood: Mood, seed: int) -> list[float]:
        return [round(n.start_s, 3) for n in write_cue(Cue(0, 40, mood, 80, seed)) if n.player == PALETTES[mood].lead]

    shared = [tune("hopeful", seed) for seed in range(6)]
    assert len({tuple(t) for t in shared}) > 2
    assert write_cue(Cue(0, 40, "sad", 80, 4)) == write_cue(Cue(0, 40, "sad", 80, 4))


def test_equal_samples_in_two_processes(tmp_path: Path) -> None:
    code = (
        "import hashlib; from tools.music.score import compose, Cue\n"
        "from tools.music.ambience import Bed, lay_beds\n"
        "m=compose([Cue(0,3,'tense',72,4),Cue(3,6,'playful',120,9)],6.0); a=lay_beds([Bed(0,2,'storm',5)],2.0)\n"
        "print(hashlib.sha256(m.tobytes()+a.tobytes()).hexdigest())"
    )
    answers = set()
    for seed in ("1", "77"):
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, check=True)
        answers.add(done.stdout)
    assert len(answers) == 1


def test_a_longer_film_begins_with_the_same_music() -> None:
    short = next(iter(render([Cue(0, 30, "eerie", 60, 2)], 30 * RATE_HZ)))
    longer = next(iter(render([Cue(0, 30, "eerie", 60, 2), Cue(30, 60, "sad", 60, 2)], 60 * RATE_HZ)))
    assert hashlib.sha256(short.tobytes()).digest() == hashlib.sha256(longer.tobytes()).digest()


def test_touching_equal_cues_are_one() -> None:
    split = compose([Cue(0, 4, "sad", 60, 2), Cue(4, 8, "sad", 60, 2)], 8.0)
    assert np.array_equal(split, compose([Cue(0, 8, "sad", 60, 2)], 8.0))


def test_wrong_cues_are_refused() -> None:
    with pytest.raises(RenderError, match="overlap"):
        compose([Cue(0, 5, "sad", 60, 2), Cue(4, 8, "calm", 60, 2)], 8.0)
    with pytest.raises(RenderError, match="length"):
        compose([Cue(5, 5, "sad", 60, 2)], 8.0)
    with pytest.raises(RenderError, match="44100"):
        compose([], 8.0, rate_hz=44100)


def test_a_users_music_is_played_in_order_and_again_until_the_end(tmp_path: Path) -> None:
    def tone(name: str, hz: float, rate_hz: int) -> Path:
        path = tmp_path / name
        path.write_bytes(wav_bytes(0.5 * np.sin(2 * np.pi * hz * np.arange(6 * rate_hz) / rate_hz), rate_hz))
        return path

    music = play_files([tone("a.wav", 440, 44100), tone("b.wav", 880, 48000)], 18.0)
    assert music.shape == (18 * RATE_HZ, 2)

    def pitch_hz(at_s: float) -> int:
        part = music[round(at_s * RATE_HZ) : round((at_s + 0.5) * RATE_HZ), 0]
        return round(float(np.abs(np.fft.rfft(part)).argmax()) * 2)

    assert [pitch_hz(1), pitch_hz(7), pitch_hz(11)] == [440, 880, 440]
    with pytest.raises(RenderError, match="no music"):
        play_files([], 3.0)
    (tmp_path / "c.mp3").write_text("no")
    with pytest.raises(RenderError, match=r"c\.mp3"):
        play_files([tmp_path / "c.mp3"], 3.0)
