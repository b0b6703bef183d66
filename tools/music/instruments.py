"""The players: each turns a pitch and a length into one mono note, by adding up waves in numpy.

A note comes back whole, with its attack and its ring; the same request gives the same samples, so a few
notes are kept (chords come round again) and all of a score's cost is in the notes that differ.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np

RATE_HZ = 48000
TABLE = 8192
"""Samples of one period in a wave table: fine enough to be read without interpolation."""
KEPT_NOTES = 96

Player = Callable[[float, float], np.ndarray]
"""(frequency in Hz, held for seconds) -> (N,) float32, peak about 1."""


@lru_cache(maxsize=KEPT_NOTES)
def play(name: str, pitch: int, held_ms: int) -> np.ndarray:
    """One note of instrument ``name``, a key of ``PLAYERS``; ``pitch`` is a MIDI number (69 is 440 Hz). Read only."""
    note = PLAYERS[name](440.0 * 2 ** ((pitch - 69) / 12), held_ms / 1000).astype(np.float32)
    note.setflags(write=False)
    return note


@cache
def _table(harmonics: tuple[float, ...]) -> np.ndarray:
    """One period of harmonics 1, 2, … with these levels, peak 1; phases spread so that the peak is low."""
    turn = np.arange(TABLE) / TABLE
    wave = sum(level * np.sin(2 * np.pi * (h * turn + 0.37 * h * h)) for h, level in enumerate(harmonics, 1) if level)
    return np.asarray(wave / np.abs(wave).max(), np.float32)


def _read(harmonics: tuple[float, ...], hz: float, count: int, phase: float = 0.0, bend: np.ndarray | None = None):
    """``count`` samples of the table at ``hz``; ``bend`` moves the pitch (in shares of a period). Harmonics that would
    pass 16 kHz are left out."""
    kept = harmonics[: max(1, min(len(harmonics), int(16000 / hz)))]
    turns = np.arange(count) * (hz / RATE_HZ) + phase
    if bend is not None:
        turns = turns + bend
    return _table(kept)[(turns * TABLE).astype(np.int64) & (TABLE - 1)]


def _swell(count: int, attack_s: float, release_s: float) -> np.ndarray:
    """Rises over ``attack_s``, falls over the last ``release_s``; both eased."""
    shape = np.ones(count, np.float32)
    rise = max(1, min(int(attack_s * RATE_HZ), count // 2))
    fall = max(1, min(int(release_s * RATE_HZ), count - rise))
    shape[:rise] = np.sin(np.linspace(0, np.pi / 2, rise)) ** 2
    shape[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall)) ** 2
    return shape


def _count(held_s: float, ring_s: float) -> int:
    return max(2, int((held_s + ring_s) * RATE_HZ))


def _choir_of(harmonics: tuple[float, ...], detune: tuple[float, ...], attack_s: float, release_s: float) -> Player:
    """Several slightly mistuned voices of one timbre: the sound of a section."""

    def player(hz: float, held_s: float) -> np.ndarray:
        count = _count(held_s, release_s)
        voices = [_read(harmonics, hz * (1 + d), count, 0.31 * i) for i, d in enumerate(detune)]
        return sum(voices) / len(voices) * _swell(count, attack_s, release_s)

    return player


def _struck(partials: tuple[tuple[float, float, float], ...], attack_s: float, ring_s: float, full_hz: float) -> Player:
    """Partials (ratio, level, decay per second) that ring off by themselves; lower notes ring longer."""

    def player(hz: float, held_s: float) -> np.ndarray:
        count = _count(min(held_s, 2.5), ring_s)
        time = np.arange(count) / RATE_HZ
        pace = (hz / full_hz) ** 0.4
        note = sum(
            level * np.sin(2 * np.pi * hz * ratio * time) * np.exp(-decay * pace * time)
            for ratio, level, decay in partials
            if hz * ratio < 15000
        )
        return note * _swell(count, attack_s, ring_s) / sum(level for _, level, _ in partials)

    return player


def _bowed(hz: float, held_s: float) -> np.ndarray:
    """A solo string: vibrato that comes late, a little bow noise."""
    count = _count(held_s, 0.45)
    time = np.arange(count) / RATE_HZ
    depth = 0.0045 * np.clip((time - 0.35) / 0.6, 0, 1)
    bend = -depth * hz / (2 * np.pi * 5.3) * np.cos(2 * np.pi * 5.3 * time)
    body = _read((1, 0.62, 0.5, 0.3, 0.24, 0.16, 0.1, 0.08, 0.05), hz, count, bend=bend)
    return body * _swell(count, 0.16, 0.4)


def _flute(hz: float, held_s: float) -> np.ndarray:
    count = _count(held_s, 0.3)
    time = np.arange(count) / RATE_HZ
    bend = -0.003 * hz / (2 * np.pi * 4.9) * np.cos(2 * np.pi * 4.9 * time)
    breath = np.random.default_rng(int(hz * 10)).standard_normal(count) * 0.02
    tremble = 1 + 0.12 * np.sin(2 * np.pi * 4.9 * time) * np.clip(time - 0.3, 0, 1)
    return (_read((1, 0.22, 0.09, 0.03), hz, count, bend=bend) * tremble + breath) * _swell(count, 0.09, 0.22)


def _horn(hz: float, held_s: float) -> np.ndarray:
    """Brass: gets brighter as it gets louder."""
    count = _count(held_s, 0.5)
    loud = _swell(count, 0.22, 0.5)
    dark = _read((1, 0.5, 0.2, 0.08), hz, count)
    bright = _read((1, 0.8, 0.75, 0.6, 0.45, 0.32, 0.22, 0.14, 0.08), hz * 1.0012, count, 0.2)
    return (dark * (1 - 0.6 * loud) + bright * 0.6 * loud) * loud


def _bass(hz: float, held_s: float) -> np.ndarray:
    count = _count(held_s, 0.25)
    time = np.arange(count) / RATE_HZ
    return _read((1, 0.45, 0.16, 0.05), hz, count) * _swell(count, 0.03, 0.22) * (0.55 + 0.45 * np.exp(-1.6 * time))


def _glass(hz: float, held_s: float) -> np.ndarray:
    """Wet glass: a wavering tone with an out-of-tune shadow."""
    count = _count(held_s, 1.6)
    time = np.arange(count) / RATE_HZ
    bend = 0.05 * np.sin(2 * np.pi * 0.31 * time)
    tone = np.sin(2 * np.pi * (hz * time + bend)) + 0.35 * np.sin(2 * np.pi * (2.76 * hz * time - bend))
    return tone / 1.35 * (0.75 + 0.25 * np.sin(2 * np.pi * 3.1 * time)) * _swell(count, 0.9, 1.6)


def _heart(hz: float, held_s: float) -> np.ndarray:
    """A low drum: the pitch falls as the skin settles."""
    del held_s
    count = _count(0.0, 0.9)
    time = np.arange(count) / RATE_HZ
    fall = hz * time + hz * 0.9 * (1 - np.exp(-time * 24)) / 24
    return np.sin(2 * np.pi * fall) * np.exp(-time * 5.5) * _swell(count, 0.004, 0.3)


def _shaker(hz: float, held_s: float) -> np.ndarray:
    del held_s
    count = _count(0.0, 0.09)
    noise = np.random.default_rng(int(hz)).standard_normal(count)
    time = np.arange(count) / RATE_HZ
    return np.diff(noise, prepend=0.0) * 0.4 * np.exp(-time * 55) * _swell(count, 0.004, 0.02)


PIANO = tuple((h * (1 + 0.0004 * h * h), 1 / h**1.25, 0.9 + 0.8 * h) for h in range(1, 9))
HARP = tuple((float(h), 1 / h**1.5, 1.8 + 1.3 * h) for h in range(1, 7))
MARIMBA = ((1.0, 1.0, 5.0), (3.93, 0.32, 12.0), (9.2, 0.08, 26.0))
BELL = ((1.0, 1.0, 1.1), (2.0, 0.55, 1.6), (2.76, 0.4, 2.0), (5.4, 0.2, 3.4), (8.93, 0.08, 5.0))
SAW = tuple(np.exp(-0.12 * h) / h for h in range(1, 15))
SOFT = (1.0, 0.3, 0.16, 0.05, 0.03)
VOWEL = (1.0, 0.85, 0.5, 0.3, 0.42, 0.3, 0.12, 0.04, 0.03, 0.05)

PLAYERS: dict[str, Player] = {
    "pad": _choir_of(SOFT, (-0.0023, 0.0, 0.0027), 0.8, 1.3),
    "strings": _choir_of(SAW, (-0.0031, -0.0008, 0.0029), 0.45, 0.9),
    "choir": _choir_of(VOWEL, (-0.004, 0.0005, 0.0043), 0.7, 1.2),
    "spiccato": _choir_of(SAW, (-0.002, 0.0021), 0.015, 0.14),
    "piano": _struck(PIANO, 0.006, 1.1, 262.0),
    "harp": _struck(HARP, 0.003, 0.9, 262.0),
    "marimba": _struck(MARIMBA, 0.002, 0.35, 262.0),
    "bell": _struck(BELL, 0.003, 2.0, 523.0),
    "bowed": _bowed,
    "flute": _flute,
    "horn": _horn,
    "bass": _bass,
    "glass": _glass,
    "heart": _heart,
    "shaker": _shaker,
}
