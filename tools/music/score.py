"""The score: cues with a mood and a tempo in, stereo music out; and a user's own music instead.

Rendered in chunks: besides the result itself only one chunk and the sounding notes are in memory. Equal cues give
equal samples in every process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from film.errors import RenderError
from tools.music.instruments import RATE_HZ, play
from tools.music.writing import Cue, Note, write_cue

CHUNK = 4 * RATE_HZ
REVERB_S, REVERB_DECAY, WET = 2.2, 3.0, 0.30
FADE_IN_S, FADE_OUT_S = 0.6, 2.4
JOIN_S = 2.0
"""Cross-fade between two of a user's pieces."""


def compose(cues: Sequence[Cue], duration_s: float, *, rate_hz: int = RATE_HZ) -> np.ndarray:
    """The music of a film.

    Args:
        cues: in order and apart; gaps stay silent. Touching cues of one mood, tempo and seed are played as one.
        duration_s: of the film; the music fades over its last seconds.

    Returns:
        (N, 2) float32 at 48 kHz, N = round(duration_s * rate), peak below 1.

    Raises:
        RenderError: another rate, or cues that overlap or are empty.
    """
    if rate_hz != RATE_HZ:
        raise RenderError(f"the score is made at {RATE_HZ} Hz, {rate_hz} Hz was asked for; resample the result")
    total = round(duration_s * RATE_HZ)
    music = np.empty((total, 2), np.float32)
    at = 0
    for chunk in render(_joined(cues), total):
        music[at : at + len(chunk)] = chunk
        at += len(chunk)
    return music


def render(cues: Sequence[Cue], total: int) -> Iterator[np.ndarray]:
    """Yields the music of ``total`` samples in chunks of (M, 2) float32."""
    from scipy.signal import fftconvolve

    notes = sorted((note for cue in cues for note in write_cue(cue)), key=lambda n: (n.start_s, n.player, n.pitch))
    room = _room()
    tail = np.zeros((CHUNK + len(room), 2), np.float32)
    sounding: list[tuple[int, Note, np.ndarray]] = []
    upcoming = iter(notes)
    following = next(upcoming, None)
    for at in range(0, total, CHUNK):
        while following is not None and following.start_s * RATE_HZ < at + CHUNK:
            samples = play(following.player, following.pitch, round(following.held_s * 1000))
            sounding.append((round(following.start_s * RATE_HZ), following, samples))
            following = next(upcoming, None)
        dry = np.zeros((CHUNK, 2), np.float32)
        for start, note, samples in sounding:
            first, last = max(start, at), min(start + len(samples), at + CHUNK)
            if first < last:
                part = samples[first - start : last - start] * np.float32(note.level)
                angle = (note.pan + 1) * np.pi / 4
                dry[first - at : last - at, 0] += part * np.float32(np.cos(angle))
                dry[first - at : last - at, 1] += part * np.float32(np.sin(angle))
        sounding = [entry for entry in sounding if entry[0] + len(entry[2]) > at + CHUNK]
        if dry.any():
            wet = fftconvolve(dry, room, axes=0)
            tail[: len(wet)] += wet.astype(np.float32)
        heard = np.tanh(dry + WET * tail[:CHUNK])
        tail = np.concatenate([tail[CHUNK:], np.zeros((CHUNK, 2), np.float32)])
        yield (heard * _edges(at, CHUNK, total)[:, None])[: total - at]


def play_files(paths: Sequence[Path], duration_s: float) -> np.ndarray:
    """A user's own music in order, cross-faded, from the start again when it is too short.

    Returns:
        (N, 2) float32 at 48 kHz, faded in and out.

    Raises:
        RenderError: no file, or one that cannot be read or is empty.
    """
    if not paths:
        raise RenderError("no music files were given; give at least one, or leave the score to the film")
    total = round(duration_s * RATE_HZ)
    music = np.zeros((total, 2), np.float32)
    at, index = 0, 0
    join = int(JOIN_S * RATE_HZ)
    while at < total:
        piece = _piece(paths[index % len(paths)], total - at)
        fade = min(join, len(piece) // 2)
        if index > 0:
            piece[:fade] *= np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
        reaches_end = at + len(piece) >= total
        if not reaches_end:
            piece[len(piece) - fade :] *= np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
        music[at : at + len(piece)] += piece[: total - at]
        at += len(piece) - (0 if reaches_end else fade)
        index += 1
    for at in range(0, total, CHUNK):
        block = music[at : at + CHUNK]
        block *= _edges(at, len(block), total)[:, None]
    return music


def _piece(path: Path, most: int) -> np.ndarray:
    """At most ``most`` samples of a music file, (N, 2) float32 at 48 kHz."""
    import av

    blocks, count = [], 0
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise RenderError(f"the music {path.name!r} holds no sound")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE_HZ)
            for frame in container.decode(container.streams.audio[0]):
                for part in resampler.resample(frame):
                    blocks.append(part.to_ndarray().T)
                    count += len(blocks[-1])
                if count >= most:
                    break
    except (av.FFmpegError, OSError) as error:
        raise RenderError(f"the music {path.name!r} cannot be read ({error}); give a wav, flac, mp3 or m4a") from error
    if count < RATE_HZ // 10:
        raise RenderError(f"the music {path.name!r} is shorter than a tenth of a second")
    return np.concatenate(blocks)[:most].astype(np.float32)


def _joined(cues: Sequence[Cue]) -> list[Cue]:
    """Touching cues that differ in nothing but time, made one."""
    joined: list[Cue] = []
    for cue in sorted(cues):
        if joined and cue.start_s < joined[-1].end_s - 1e-6:
            raise RenderError(f"{cue!r} starts before {joined[-1]!r} ends; cues must not overlap")
        if joined and joined[-1][2:] == cue[2:] and cue.start_s - joined[-1].end_s < 1e-3:
            joined[-1] = joined[-1]._replace(end_s=cue.end_s)
        else:
            joined.append(cue)
    return joined


def _room() -> np.ndarray:
    """(M, 2) float32: a hall's answer, decaying noise without rumble or hiss."""
    from scipy.signal import butter, sosfilt

    count = int(REVERB_S * RATE_HZ)
    noise = np.random.default_rng(1770).standard_normal((count, 2))
    noise = sosfilt(butter(2, [220, 5200], "band", fs=RATE_HZ, output="sos"), noise, axis=0)
    noise *= np.exp(-np.arange(count) / RATE_HZ * REVERB_DECAY)[:, None]
    noise = np.concatenate([np.zeros((int(0.018 * RATE_HZ), 2)), noise])
    return (noise / np.sqrt((noise**2).sum(axis=0))).astype(np.float32)


def _edges(at: int, count: int, total: int) -> np.ndarray:
    """(count,) float32: the fade at the film's start and end, for samples from ``at`` on."""
    place = np.arange(at, at + count)
    rise = np.clip(place / (FADE_IN_S * RATE_HZ), 0, 1)
    fall = np.clip((total - place) / (FADE_OUT_S * RATE_HZ), 0, 1)
    return (rise * np.sin(fall * np.pi / 2)).astype(np.float32)
