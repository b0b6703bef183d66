"""The mix: voices in front, music that steps back for them, the place around them; loudness set, peaks held.

Levels are set by measurement, not by ear: the voices of an episode come to one loudness, the music and the ambience
stand a fixed distance below, the sum is brought to the loudness asked for. All of that is measured with every gain at
0 dB; the gains that a person gave are applied afterwards and only the limiter follows them. Were the gained sum
measured, it would be raised again: "scene 2 quieter" would come out as "all but scene 2 louder". So a scene at -6 dB
stands 6 dB lower in the film, the other scenes and the other stems stay as they were. The stems add up to the mix
before the limiter, so that another language's mix can be made from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tools.cut.levels import ATTACK_S, CHUNK, RATE_HZ, RELEASE_S, SILENT_DB, Level, duck, factor_of, shape
from tools.cut.loudness import integrated_lufs, limit
from tools.voice.wav import read_wav, write_wav

VOICE_LUFS, MUSIC_LUFS, AMBIENCE_LUFS = -17.0, -22.0, -37.0
"""Before the whole is raised to its target: alone, music is a little softer than speech and ambience is felt."""
CEILING_DBTP = -1.0
LOUDNESS_TOLERANCE_LU = 0.1
HOLD_S = 0.6
"""A pause shorter than this does not bring the music back."""
AMBIENCE_UNDER_VOICE = 0.6
EDGE_S = 0.005
"""Fade at both ends of a placed line, against clicks."""
SHORTEST_MEASURED_S = 0.4


class Placed(NamedTuple):
    """A line's sound in the film."""

    start_s: float
    path: Path
    gain_db: float = 0.0
    """Against the other lines, after all of them have come to one loudness."""
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
    music_levels: Sequence[Level] = (),
    ambience_levels: Sequence[Level] = (),
) -> Mix:
    """Mixes one language of one episode.

    Args:
        placed: the lines as heard in ``language``; what would run past the end is cut there. Under a silent line the
            music does not step back.
        music, ambience: (N, 2) float at 48 kHz, or None; shorter is padded with silence, longer is cut.
        samples: length of the result.
        under_voice: share of the music's level left while somebody speaks, 0 none .. 1 all.
        loudness_lufs: of the result as it is without any gain, within 0.5 LU unless it is silent.
        music_levels, ambience_levels: in order of time; see ``shape``.

    Raises:
        RenderError: a line's file is missing or damaged.
    """
    dialogue = f"narration_{language}"
    lines = _recorded(placed, samples)
    spans = _spoken(lines)
    stems = {dialogue: _voices(lines, samples, gained=False)}
    voice_factor = _bring_to(stems[dialogue], VOICE_LUFS)
    for name, sound, target, left in (
        ("music", music, MUSIC_LUFS, under_voice),
        ("ambience", ambience, AMBIENCE_LUFS, AMBIENCE_UNDER_VOICE),
    ):
        if sound is None:
            continue
        stem = np.zeros((samples, 2), np.float32)
        stem[: len(sound)] = sound[:samples]
        _bring_to(stem, target)
        duck(stem, spans, left)
        stems[name] = stem
    total = np.zeros((samples, 2), np.float32)
    gain_db, measured = _master(total, stems, loudness_lufs)
    if any(given.gain_db != 0 for given in (*placed, *music_levels, *ambience_levels)):
        stems[dialogue] = _voices(lines, samples, gained=True)
        stems[dialogue] *= voice_factor
        for name, levels in (("music", music_levels), ("ambience", ambience_levels)):
            if name in stems:
                shape(stems[name], levels)
        _sum_into(total, stems, 10 ** (gain_db / 20))
        limit(total, CEILING_DBTP, RATE_HZ)
        measured = _loudness(total)
    for stem in stems.values():
        stem *= np.float32(10 ** (gain_db / 20))
    return Mix(total, stems, measured)


def write_stems(made: Mix, folder: Path, language: str = "en") -> dict[str, Path]:
    """Writes ``mix_<language>.wav`` and one wav per stem into ``folder``; name -> path."""
    sounds = {f"mix_{language}": made.mix, **made.stems}
    return {name: write_wav(folder / f"{name}.wav", sound, RATE_HZ) for name, sound in sounds.items()}


class _Recorded(NamedTuple):
    """The stretch of a line that is heard."""

    line: Placed
    first: int
    """Sample of the film at which it begins."""
    sound: np.ndarray
    """(N,) float64, faded at both ends, without its gain; ends with the film."""


def _recorded(placed: Sequence[Placed], samples: int) -> list[_Recorded]:
    """The lines in order of time."""
    lines = []
    for line in sorted(placed, key=lambda p: (p.start_s, p.path.name)):
        sound = at_48k(*read_wav(line.path))
        sound = sound[round(line.from_s * RATE_HZ) : None if line.to_s is None else round(line.to_s * RATE_HZ)]
        edge = min(int(EDGE_S * RATE_HZ), len(sound) // 2)
        if edge:
            ramp = np.linspace(0, 1, edge)
            sound[:edge] *= ramp
            sound[-edge:] *= ramp[::-1]
        first = max(0, round(line.start_s * RATE_HZ))
        lines.append(_Recorded(line, first, sound[: max(0, samples - first)]))
    return lines


def _voices(lines: Sequence[_Recorded], samples: int, *, gained: bool) -> np.ndarray:
    """All lines on one stereo track, with the gains they were given or as they were recorded."""
    track = np.zeros((samples, 2), np.float32)
    for line, first, sound in lines:
        heard = sound * factor_of(line.gain_db) if gained else sound
        track[first : first + len(heard)] += heard[:, None].astype(np.float32)
    return track


def _spoken(lines: Sequence[_Recorded]) -> list[tuple[float, float]]:
    """The spans in which someone is heard."""
    return _merged(
        [
            (line.start_s, line.start_s + len(sound) / RATE_HZ)
            for line, _, sound in lines
            if len(sound) and line.gain_db > SILENT_DB
        ]
    )


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


def _bring_to(sound: np.ndarray, lufs: float) -> np.float32:
    """Sets the loudness of ``sound`` in place and returns the factor that did it; silence stays, at 1."""
    measured = _loudness(sound)
    if not math.isfinite(measured):
        return np.float32(1)
    factor = np.float32(10 ** ((lufs - measured) / 20))
    sound *= factor
    return factor


def _master(total: np.ndarray, stems: dict[str, np.ndarray], loudness_lufs: float) -> tuple[float, float]:
    """Fills ``total`` with the sum at its loudness and under the ceiling: (the gain in dB that it took, LUFS reached).
    Limiting takes loudness away, hence the few rounds."""
    _sum_into(total, stems, 1.0)
    measured = _loudness(total)
    if not math.isfinite(measured):
        return 0.0, measured
    gain_db, wanted_db = 0.0, loudness_lufs - measured
    for _ in range(4):
        gain_db = wanted_db
        _sum_into(total, stems, 10 ** (gain_db / 20))
        limit(total, CEILING_DBTP, RATE_HZ)
        measured = _loudness(total)
        if abs(measured - loudness_lufs) <= LOUDNESS_TOLERANCE_LU:
            break
        wanted_db += loudness_lufs - measured
    return gain_db, measured


def _sum_into(total: np.ndarray, stems: dict[str, np.ndarray], gain: float) -> None:
    for at in range(0, len(total), CHUNK):
        block = total[at : at + CHUNK]
        block[:] = 0
        for stem in stems.values():
            block += stem[at : at + CHUNK]
        block *= np.float32(gain)
