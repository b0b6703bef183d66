"""Loudness, true peak, ducking and stems."""

from __future__ import annotations

import math
import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from film.bible import Voice
from film.errors import RenderError, ScoreError
from tools.cut import loudness
from tools.cut.loudness import integrated_lufs, limit, true_peak
from tools.cut.mix import RATE_HZ, Placed, at_48k, duck, mix, write_stems
from tools.music.score import Cue, compose
from tools.voice.synth import synthesise, write_speech
from tools.voice.wav import read_wav, wav_bytes


def sine(level: float, hz: float, duration_s: float) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE_HZ)) / RATE_HZ)
    return np.stack([wave, wave], 1).astype(np.float32)


def measured_by_ffmpeg(path: Path) -> tuple[float, float]:
    """(LUFS, dBTP) by the ebur128 filter."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(path)]
    said = subprocess.run([*command, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, check=True)
    text = said.stderr.decode()
    return float(re.findall(r"I:\s+(\S+) LUFS", text)[-1]), float(re.findall(r"Peak:\s+(\S+) dBFS", text)[-1])


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """(wav, seconds) of a spoken line."""
    folder = tmp_path_factory.mktemp("speech")
    speech = write_speech(synthesise("The city sleeps, and nobody looks back.", "en", Voice()), folder)
    return folder / f"{speech.sha256}.wav", speech.duration_s


@pytest.fixture(scope="module")
def music() -> np.ndarray:
    return compose([Cue(0, 8, "hopeful", 84, 2)], 8.0)


def test_the_meter_reads_the_recommendations_sine() -> None:
    assert integrated_lufs(sine(1.0, 997, 3.0)) == pytest.approx(0.0, abs=0.1)
    assert integrated_lufs(sine(0.1, 997, 3.0)) == pytest.approx(-20.0, abs=0.1)
    assert integrated_lufs(sine(1.0, 997, 3.0)[:, 0]) == pytest.approx(-3.01, abs=0.1)


def test_silence_is_gated_out_and_pure_silence_has_no_loudness() -> None:
    tone = sine(0.1, 997, 4.0)
    padded = np.concatenate([tone, np.zeros((10 * RATE_HZ, 2), np.float32)])
    assert integrated_lufs(padded) == pytest.approx(integrated_lufs(tone), abs=0.4)
    assert integrated_lufs(np.zeros((RATE_HZ, 2))) == -math.inf
    with pytest.raises(ScoreError, match=r"0\.4 s"):
        integrated_lufs(tone[:1000])


def test_meter_and_peak_agree_with_ffmpeg_on_music(tmp_path: Path, music: np.ndarray) -> None:
    path = tmp_path / "music.wav"
    path.write_bytes(wav_bytes(music, RATE_HZ))
    lufs, peak_db = measured_by_ffmpeg(path)
    assert integrated_lufs(music) == pytest.approx(lufs, abs=0.15)
    assert 20 * math.log10(true_peak(music)) == pytest.approx(peak_db, abs=0.2)


def test_meter_and_limiter_do_not_depend_on_the_size_of_their_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(3)
    sound = (draw.standard_normal((3 * RATE_HZ, 2)) * np.linspace(0.05, 0.6, 3 * RATE_HZ)[:, None]).astype(np.float32)
    answers = []
    for steps in (100, 3):
        monkeypatch.setattr(loudness, "CHUNK_STEPS", steps)
        limited = sound.copy()
        limit(limited, -6.0)
        answers.append((integrated_lufs(sound), true_peak(sound), true_peak(limited)))
        assert 20 * math.log10(answers[-1][2]) <= -6.0
    assert answers[0] == pytest.approx(answers[1], abs=1e-5)


def test_true_peak_sees_between_the_samples() -> None:
    quarter = np.array([1.0, 1.0, -1.0, -1.0] * 500) * 0.7
    assert np.abs(quarter).max() == 0.7
    assert true_peak(np.stack([quarter, quarter], 1)) == pytest.approx(0.99, abs=0.05)


def test_the_limiter_holds_the_ceiling_and_leaves_quiet_sound_alone() -> None:
    sound = np.concatenate([sine(0.2, 300, 12.0), sine(1.4, 3000, 0.3), sine(0.2, 300, 3.0)])
    limited = sound.copy()
    limit(limited, -1.0)
    assert 20 * math.log10(true_peak(limited)) <= -1.0
    assert np.array_equal(limited[: 11 * RATE_HZ], sound[: 11 * RATE_HZ])
    assert np.array_equal(limited[-2 * RATE_HZ :], sound[-2 * RATE_HZ :])


def test_music_stands_at_the_asked_share_under_voice_and_is_whole_elsewhere() -> None:
    sound = np.ones((12 * RATE_HZ, 2), np.float32)
    duck(sound, [(3.0, 5.0), (8.0, 8.5)], 0.3)
    level = sound[:, 0]
    for at_s in (3.0, 4.0, 5.0, 8.2):
        assert level[int(at_s * RATE_HZ)] == pytest.approx(0.3, abs=0.002)
    for at_s in (0.0, 2.7, 6.5, 11.0):
        assert level[int(at_s * RATE_HZ)] == 1.0
    assert np.abs(np.diff(level)).max() < 0.001, "no step is heard"


@pytest.mark.parametrize("share", [0.3, 0.0, 1.0])
def test_the_mix_has_its_loudness_its_length_and_its_ducking(
    tmp_path: Path, line: tuple[Path, float], music: np.ndarray, share: float
) -> None:
    samples = 8 * RATE_HZ + 17
    path, duration_s = line
    made = mix([Placed(3.0, path)], music, None, samples, under_voice=share)
    assert made.mix.shape == (samples, 2) and made.mix.dtype == np.float32
    wavs = write_stems(made, tmp_path)
    assert sorted(wavs) == ["mix_en", "music", "narration_en"]
    lufs, peak_db = measured_by_ffmpeg(wavs["mix_en"])
    assert lufs == pytest.approx(-16, abs=0.5) and peak_db <= -0.9
    alone = mix([], music, None, samples, under_voice=share).stems["music"]
    window = slice(int(3.1 * RATE_HZ), int((2.9 + duration_s) * RATE_HZ))
    before = slice(int(1.0 * RATE_HZ), int(2.5 * RATE_HZ))

    def rms(sound: np.ndarray, part: slice) -> float:
        return float(np.sqrt(np.mean(sound[part].astype(np.float64) ** 2)))

    kept = (rms(made.stems["music"], window) / rms(made.stems["music"], before)) / (
        rms(alone, window) / rms(alone, before)
    )
    assert kept == pytest.approx(share, abs=0.02)


def test_stems_add_up_to_the_mix(line: tuple[Path, float], music: np.ndarray) -> None:
    air = sine(0.02, 200, 8.0)
    made = mix([Placed(1.0, line[0]), Placed(4.0, line[0], gain_db=-3)], music, air, 8 * RATE_HZ, loudness_lufs=-24)
    assert sorted(made.stems) == ["ambience", "music", "narration_en"]
    assert np.abs(sum(made.stems.values()) - made.mix).max() < 1e-4
    first = np.abs(made.stems["narration_en"][RATE_HZ : 3 * RATE_HZ]).max()
    second = np.abs(made.stems["narration_en"][4 * RATE_HZ : 6 * RATE_HZ]).max()
    assert second / first == pytest.approx(10 ** (-3 / 20), abs=0.02)


def test_a_line_is_heard_where_it_is_placed_and_only_its_stretch(line: tuple[Path, float]) -> None:
    path, duration_s = line
    whole = mix([Placed(2.0, path)], None, None, 6 * RATE_HZ).stems["narration_en"]
    assert not whole[: 2 * RATE_HZ].any() and whole[2 * RATE_HZ : 3 * RATE_HZ].any()
    half = duration_s / 2
    part = mix([Placed(2.0, path, to_s=half), Placed(4.0, path, from_s=half)], None, None, 8 * RATE_HZ)
    voice = part.stems["narration_en"]
    assert not voice[int((2.02 + half) * RATE_HZ) : 4 * RATE_HZ].any()
    assert voice[int(4.1 * RATE_HZ) : int(4.5 * RATE_HZ)].any()
    late = mix([Placed(5.9, path)], None, None, 6 * RATE_HZ)
    assert late.mix.shape == (6 * RATE_HZ, 2)


def test_no_sound_at_all_is_silence_not_an_error() -> None:
    made = mix([], None, None, 5 * RATE_HZ)
    assert not made.mix.any() and made.loudness_lufs == -math.inf
    assert mix([], None, None, 100).mix.shape == (100, 2)


def test_a_missing_line_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"gone\.wav"):
        mix([Placed(0.0, tmp_path / "gone.wav")], None, None, RATE_HZ)


def test_resampling_keeps_pitch_level_and_length() -> None:
    rate_hz = 22050
    tone = (0.5 * 32767 * np.sin(2 * np.pi * 1000 * np.arange(rate_hz) / rate_hz)).astype(np.int16)
    sound = at_48k(tone, rate_hz)
    assert abs(len(sound) - RATE_HZ) <= 1
    spectrum = np.abs(np.fft.rfft(sound[:RATE_HZ]))
    assert spectrum.argmax() == 1000 and np.abs(sound[1000:-1000]).max() == pytest.approx(0.5, abs=0.01)
    assert np.allclose(at_48k(np.stack([tone, tone], 1), rate_hz), sound)


def test_two_mixes_are_equal(tmp_path: Path, line: tuple[Path, float], music: np.ndarray) -> None:
    made = [mix([Placed(1.0, line[0])], music, None, 4 * RATE_HZ, language="hi") for _ in range(2)]
    wavs = [write_stems(m, tmp_path / str(i), "hi") for i, m in enumerate(made)]
    assert wavs[0]["mix_hi"].read_bytes() == wavs[1]["mix_hi"].read_bytes()
    assert read_wav(wavs[0]["narration_hi"])[0].shape == (4 * RATE_HZ, 2)
