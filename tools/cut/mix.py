"""The mix: voices in front, music that steps back for them, the place around them; loudness set, peaks held.

Levels are set by measurement, not by ear: the voices of an episode come to one loudness, the music and the ambience
stand a fixed distance below, the sum is brought to the loudness asked for. The stems add up to the mix before the
limiter, so that another language's mix can be made from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tools.cut.loudness import integrated_lufs, limit
from tools.voice.wav import read_wav, write_wav

RATE_HZ = 48000
VOICE_LUFS, MUSIC_LUFS, AMBIENCE_LUFS = -17.0, -22.0, -37.0
"""Before the whole is raised to its target: alone, music is a little softer than speech and ambience is felt."""
CEILING_DBTP = -1.0
LOUDNESS_TOLERANCE_LU = 0.1
ATTACK_S, RELEASE_S = 0.25, 0.7
"""The music is down when the first word sounds, and comes back slowly."""
HOLD_S = 0.6
"""A pause shorter than this does not bring the music back."""
AMBIENCE_UNDER_VOICE = 0.6
EDGE_S = 0.005
"""Fade at both ends of a placed line, against clicks."""
SHORTEST_MEASURED_S = 0.4
CHUNK = 10 * RATE_HZ


class Placed(NamedTuple):
    """A line's sound in the film."""

    start_s: float
    path: Path
    gain_db: float = 0.0
    from_s: float = 0.0
    """The stretch of the file that is heard: a line may be shared out over several shots."""
    to_s: float | None = None
    """None is the file's end."""


class Mix(NamedTuple):
    """The finished sound, 48 kHz stereo, full scale 1."""

    mix: np.ndarray
    """(N, 2) float32, limited."""
    stems: dict[str, np.ndarray]
    """``narration_<language>`` (dialogue and narration), ``music`` (ducked), ``ambience``: (N, 2) float32 each."""
    loudness_lufs: float
    """Measured; -inf for silence."""


def mix(
    placed: Sequence[Placed],
    music: np.ndarray | None,
    ambience: np.ndarray | None,
    samples: int,
    *,
    language: str = "en",
    under_voice: float = 0.3,
    loudness_lufs: float = -16.0,
    music_gain_db: float = 0.0,
) -> Mix:
    """Mixes one language of one episode.

    Args:
        placed: the lines as heard in ``language``; what would run past the end is cut there.
        music, ambience: (N, 2) float at 48 kHz, or None; shorter is padded with silence, longer is cut.
        samples: length of the result.
        under_voice: share of the music's level left while somebody speaks, 0 none .. 1 all.
        loudness_lufs: of the result, within 0.5 LU unless it is silent.

    Raises:
        RenderError: a line's file is missing or damaged.
    """
    voice, spans = _voices(placed, samples)
    stems = {f"narration_{language}": voice}
    _bring_to(voice, VOICE_LUFS)
    for name, sound, target, left, extra_db in (
        ("music", music, MUSIC_LUFS, under_voice, music_gain_db),
        ("ambience", ambience, AMBIENCE_LUFS, AMBIENCE_UNDER_VOICE, 0.0),
    ):
        if sound is None:
            continue
        stem = np.zeros((samples, 2), np.float32)
        stem[: len(sound)] = sound[:samples]
        _bring_to(stem, target, extra_db)
        duck(stem, spans, left)
        stems[name] = stem
    return _finished(stems, samples, loudness_lufs)


def write_stems(made: Mix, folder: Path, language: str = "en") -> dict[str, Path]:
    """Writes ``mix_<language>.wav`` and one wav per stem into ``folder``; name -> path."""
    sounds = {f"mix_{language}": made.mix, **made.stems}
    return {name: write_wav(folder / f"{name}.wav", sound, RATE_HZ) for name, sound in sounds.items()}


def duck(sound: np.ndarray, spans: Sequence[tuple[float, float]], left: float) -> None:
    """Turns ``sound`` (N, 2) down in place to the share ``left`` during ``spans``: (start_s, end_s) in order and at
    least ``ATTACK_S + RELEASE_S`` apart.

    The level reaches ``left`` before a span begins and returns after it, straight in decibels.
    """
    if not spans:
        return
    floor = max(left, 1e-4)
    corners = [t for start_s, end_s in spans for t in (start_s - ATTACK_S, start_s, end_s, end_s + RELEASE_S)]
    depths = [0.0, 1.0, 1.0, 0.0] * len(spans)
    for at in range(0, len(sound), CHUNK):
        block = sound[at : at + CHUNK]
        moments = np.arange(at, at + len(block)) / RATE_HZ
        block *= (floor ** np.interp(moments, corners, depths))[:, None].astype(np.float32)


def _voices(placed: Sequence[Placed], samples: int) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """All lines on one stereo track, and the spans in which someone speaks."""
    track = np.zeros((samples, 2), np.float32)
    spans: list[tuple[float, float]] = []
    for line in sorted(placed, key=lambda p: (p.start_s, p.path.name)):
        sound = at_48k(*read_wav(line.path)) * 10 ** (line.gain_db / 20)
        sound = sound[round(line.from_s * RATE_HZ) : None if line.to_s is None else round(line.to_s * RATE_HZ)]
        edge = min(int(EDGE_S * RATE_HZ), len(sound) // 2)
        if edge:
            ramp = np.linspace(0, 1, edge)
            sound[:edge] *= ramp
            sound[-edge:] *= ramp[::-1]
        first = max(0, round(line.start_s * RATE_HZ))
        heard = sound[: max(0, samples - first)]
        track[first : first + len(heard)] += heard[:, None].astype(np.float32)
        if len(heard):
            spans.append((line.start_s, line.start_s + len(heard) / RATE_HZ))
    return track, _merged(spans)


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """``spans`` (in order of start) with those that overlap or nearly touch made one."""
    joined: list[tuple[float, float]] = []
    for start_s, end_s in spans:
        if joined and start_s - joined[-1][1] < ATTACK_S + HOLD_S + RELEASE_S:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_s))
        else:
            joined.append((start_s, end_s))
    return joined


def at_48k(pcm: np.ndarray, rate_hz: int) -> np.ndarray:
    """(N,) float64 mono, full scale 1, at 48 kHz; channels are averaged."""
    from scipy.signal import resample_poly

    sound = pcm.astype(np.float64) / 32768
    if sound.ndim == 2:
        sound = sound.mean(axis=1)
    if rate_hz == RATE_HZ:
        return sound
    shared = math.gcd(RATE_HZ, rate_hz)
    return resample_poly(sound, RATE_HZ // shared, rate_hz // shared)


def _loudness(sound: np.ndarray) -> float:
    """-inf when the sound is silent or too short to measure."""
    return integrated_lufs(sound, RATE_HZ) if len(sound) >= SHORTEST_MEASURED_S * RATE_HZ else -math.inf


def _bring_to(sound: np.ndarray, lufs: float, extra_db: float = 0.0) -> None:
    """Sets the loudness of ``sound`` in place; silence stays."""
    measured = _loudness(sound)
    if math.isfinite(measured):
        sound *= np.float32(10 ** ((lufs - measured + extra_db) / 20))


def _finished(stems: dict[str, np.ndarray], samples: int, loudness_lufs: float) -> Mix:
    """The sum at its loudness and under the ceiling. Limiting takes loudness away, hence the few rounds."""
    total = np.zeros((samples, 2), np.float32)
    _sum_into(total, stems, 1.0)
    measured = _loudness(total)
    if not math.isfinite(measured):
        return Mix(total, stems, measured)
    gain_db = loudness_lufs - measured
    for _ in range(4):
        _sum_into(total, stems, 10 ** (gain_db / 20))
        limit(total, CEILING_DBTP, RATE_HZ)
        measured = _loudness(total)
        if abs(measured - loudness_lufs) <= LOUDNESS_TOLERANCE_LU:
            break
        gain_db += loudness_lufs - measured
    for stem in stems.values():
        stem *= np.float32(10 ** (gain_db / 20))
    return Mix(total, stems, measured)


def _sum_into(total: np.ndarray, stems: dict[str, np.ndarray], gain: float) -> None:
    for at in range(0, len(total), CHUNK):
        block = total[at : at + CHUNK]
        block[:] = 0
        for stem in stems.values():
            block += stem[at : at + CHUNK]
        block *= np.float32(gain)
