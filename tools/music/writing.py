"""Writing the score: a cue to notes.

A cue's bars are stretched a little (at most a tenth, or to whole beats in short cues) so that every scene change
falls on a bar line: the new cue begins there while the old one rings out. The tune is a motif drawn from the cue's
seed: cues with one seed share it across moods, as a film's theme. The last bar of each cue comes home to the tonic.
"""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from film.series import Mood
from tools.music.moods import PALETTES, Palette

LONGEST_STRETCH = 0.10
"""Share of its length by which a bar may change to meet the scene's end."""


BED_LOW, TUNE_LOW = 53, 60
"""Lowest MIDI pitch of the held chords' and the tune's tonic: below the voices' brightness, above mud."""


class Cue(NamedTuple):
    """Music for one stretch of the film."""

    start_s: float
    end_s: float
    mood: Mood
    tempo_bpm: float
    seed: int


class Note(NamedTuple):
    start_s: float
    held_s: float
    pitch: int
    player: str
    level: float
    pan: float
    """-1 left .. 1 right."""


def write_cue(cue: Cue) -> list[Note]:
    """The notes of one cue, from its first bar line to its end (their ring goes beyond).

    Raises:
        RenderError: the cue is empty.
    """
    if cue.end_s <= cue.start_s or cue.tempo_bpm <= 0:
        raise RenderError(f"{cue!r} has no length; a cue needs end_s after start_s and a tempo above 0")
    palette = PALETTES[cue.mood]
    draw = random.Random(f"{cue.seed}|{cue.mood}")
    bars, beat_s = fit_bars(cue.end_s - cue.start_s, cue.tempo_bpm, palette.beats)
    progression = palette.progressions[int(draw.random() * len(palette.progressions))]
    motif = _motif(cue.seed)
    notes: list[Note] = []
    voicing: tuple[int, ...] = ()
    phrase_rests = False
    start_s = cue.start_s
    for bar, beats in enumerate(bars):
        is_last = bar == len(bars) - 1
        degree = 0 if is_last else progression[bar % len(progression)]
        swell = 0.7 + 0.3 * np.sin(np.pi * min(1.0, (bar + 0.5) / len(bars)) ** 1.5)
        voicing = _voiced(_chord(palette, degree), voicing, _register(palette.tonic, BED_LOW))
        bar_s = beats * beat_s
        notes += _bed(palette, voicing, start_s, bar_s, swell)
        notes.append(Note(start_s, bar_s * 0.96, palette.tonic + palette.mode[degree], "bass", palette.bass_level, 0.0))
        if bar > 0 or len(bars) < 3:
            notes += _moving(palette, voicing, start_s, beats, beat_s, swell, draw, is_last)
            notes += _drums(palette, start_s, beats, beat_s, swell, is_last)
        if bar % 4 == 0:
            phrase_rests = draw.random() < palette.lead_rest
        if palette.lead and bar >= 2 and not is_last and not phrase_rests:
            notes += _tune(palette, motif, degree, bar, start_s, beats, beat_s, swell)
        start_s += bar_s
    return notes


def fit_bars(length_s: float, tempo_bpm: float, beats: int) -> tuple[list[int], float]:
    """(beats of each bar, seconds a beat) that fill ``length_s`` exactly.

    Whole bars where that changes the tempo by a tenth at most, else whole beats with a shorter last bar.
    """
    beat_s = 60 / tempo_bpm
    count = max(1, round(length_s / (beats * beat_s)))
    stretch = length_s / (count * beats * beat_s)
    if abs(stretch - 1) <= LONGEST_STRETCH:
        return [beats] * count, beat_s * stretch
    total = max(1, round(length_s / beat_s))
    bars = [beats] * (total // beats) + ([total % beats] if total % beats else [])
    return bars, length_s / total


def _chord(palette: Palette, degree: int) -> tuple[int, ...]:
    """Pitch classes of the chord on ``degree``, as semitones above the tonic."""
    steps = (0, 2, 4, 6) if palette.seventh else (0, 2, 4)
    return tuple(palette.mode[(degree + s) % 7] for s in steps)


def _register(tonic: int, low: int) -> int:
    """The octave of ``tonic`` that lies in ``low`` .. ``low + 11``."""
    return low + (tonic - low) % 12


def _voiced(chord: tuple[int, ...], before: tuple[int, ...], low: int) -> tuple[int, ...]:
    """The chord's pitches from ``low`` up, in the inversion that moves least from the chord before."""
    base = sorted(low + c for c in chord)
    choices = []
    for turn in range(len(base)):
        lifted = sorted(base[turn:] + [p + 12 for p in base[:turn]])
        choices.append(tuple(p - 12 for p in lifted) if lifted[0] > low + 7 else tuple(lifted))
    if not before:
        return choices[0]
    return min(choices, key=lambda c: (sum(abs(a - b) for a, b in zip(c, before, strict=True)), c))


def _bed(palette: Palette, voicing: tuple[int, ...], start_s: float, bar_s: float, swell: float) -> list[Note]:
    return [
        Note(start_s, bar_s, pitch, player, level * swell, (i - (len(voicing) - 1) / 2) * 0.5)
        for player, level in palette.bed
        for i, pitch in enumerate(voicing)
    ]


def _moving(
    palette: Palette, voicing: tuple[int, ...], start_s: float, beats: int, beat_s: float, swell: float,
    draw: random.Random, is_last: bool,
) -> list[Note]:  # fmt: skip
    """The chord broken up by the mood's pattern; on the last bar it is struck once and left to ring."""
    level = palette.mover_level * swell
    steps: list[tuple[float, int, float]] = []
    up = [*voicing, voicing[0] + 12]
    if palette.pattern == "none":
        return []
    if is_last:
        steps = [(0.06 * i, p, 0.9) for i, p in enumerate(voicing)]
    elif palette.pattern == "rise":
        steps = [(i / 2, up[(i if i < 4 else 8 - i) % len(up)], 1.0 if i == 0 else 0.72) for i in range(2 * beats)]
    elif palette.pattern == "rock":
        steps = [(float(i), up[(0, 2, 1, 2)[i % 4]], 1.0 if i == 0 else 0.7) for i in range(beats)]
        steps += [(0.0, up[0] - 12, 0.6)]
    elif palette.pattern == "waltz":
        steps = [(float(i), p, 0.9) for i in range(1, beats) for p in up[1:3]] + [(0.0, up[0] - 12, 1.0)]
        steps += [(0.5, up[-1], 0.5)]
    elif palette.pattern == "ostinato":
        steps = [(i / 2, up[0] - 12 + (0, 0, 0, 1)[i % 4] * (up[1] - up[0]), 1.0 if i % 4 == 0 else 0.66)
                 for i in range(2 * beats)]  # fmt: skip
    elif palette.pattern == "skip":
        steps = [(b, up[int(draw.random() * len(up))], 0.8 + 0.2 * (b == int(b))) for b in (0, 0.75, 1.5, 2, 2.5, 3.25)]
    elif palette.pattern == "drops":
        steps = [(draw.random() * beats, up[int(draw.random() * len(up))] + 12, 0.6 + 0.4 * draw.random())
                 for _ in range(2)]  # fmt: skip
    elif palette.pattern == "fanfare":
        steps = [(b, p, 1.0 if b == 0 else 0.75) for b in (0.0, 1.5, 2.0, 3.0) for p in up[:3]]
    return [
        Note(start_s + b * beat_s, (0.9 if not is_last else beats) * beat_s, pitch, palette.mover, level * share,
             0.35 * np.sin(pitch * 1.7))
        for b, pitch, share in steps if b < beats
    ]  # fmt: skip


def _drums(palette: Palette, start_s: float, beats: int, beat_s: float, swell: float, is_last: bool) -> list[Note]:
    if palette.drum is None:
        return []
    pitch = 33 if palette.drum == "heart" else 96
    return [
        Note(start_s + b * beat_s, 0.2, pitch, palette.drum, palette.drum_level * swell * (1.0 if b == 0 else 0.7), 0.1)
        for b in palette.drum_beats
        if b < beats and not (is_last and b > 0)
    ]


def _motif(seed: int) -> list[list[tuple[float, float, int]]]:
    """Four bars of (beat, held beats, step above the chord's root) that a listener can know again: A A' B A."""
    draw = random.Random(f"{seed}|motif")
    rhythms = ([(0, 1.5), (1.5, 0.5), (2, 2)], [(0, 1), (1, 1), (2, 2)], [(0, 2), (2, 1), (3, 1)], [(0.5, 1.5), (2, 2)])

    def phrase() -> list[tuple[float, float, int]]:
        step = (2, 4, 4, 7)[int(draw.random() * 4)]
        notes = []
        for beat, held in rhythms[int(draw.random() * len(rhythms))]:
            notes.append((beat, held, step))
            step = min(9, max(0, step + (-2, -1, -1, 1, 1, 2)[int(draw.random() * 6)]))
        return notes

    first, other = phrase(), phrase()
    answer = [*first[:-1], (first[-1][0], first[-1][1], 2 if first[-1][2] != 2 else 0)]
    return [first, answer, other, first]


def _tune(
    palette: Palette, motif: list, degree: int, bar: int, start_s: float, beats: int, beat_s: float, swell: float
) -> list[Note]:
    assert palette.lead is not None
    notes = []
    for beat, held, step in motif[bar % 4]:
        if beat >= beats:
            continue
        octave, place = divmod(degree % 7 + step - (7 if degree > 3 else 0), 7)
        pitch = _register(palette.tonic, TUNE_LOW) + 12 * octave + palette.mode[place]
        notes.append(
            Note(start_s + beat * beat_s, min(held, beats - beat) * beat_s, pitch, palette.lead,
                 palette.lead_level * swell, -0.18)
        )  # fmt: skip
    return notes
