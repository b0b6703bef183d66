"""16-bit wav files: the one form in which sound is kept."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np

from film.errors import RenderError


def as_int16(samples: np.ndarray) -> np.ndarray:
    """``samples`` as int16; float -1..1 is scaled by 32767, rounded half to even and clipped."""
    if samples.dtype == np.int16:
        return samples
    return np.clip(np.rint(samples.astype(np.float64) * 32767.0), -32768, 32767).astype(np.int16)


def wav_bytes(samples: np.ndarray, rate_hz: int) -> bytes:
    """A whole wav file of ``samples``, (N,) mono or (N, channels), float -1..1 or int16."""
    pcm = as_int16(samples)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1 if pcm.ndim == 1 else pcm.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.ascontiguousarray(pcm.astype("<i2")).tobytes())
    return buffer.getvalue()


def write_wav(path: Path, samples: np.ndarray, rate_hz: int) -> Path:
    """Writes what ``wav_bytes`` gives, whole, in blocks: an hour of sound is not doubled in memory."""
    from tools.cut.publish import whole

    block = 10 * rate_hz
    with whole(path) as partial, wave.open(str(partial), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        for at in range(0, len(samples), block):
            file.writeframesraw(np.ascontiguousarray(as_int16(samples[at : at + block]).astype("<i2")).tobytes())
    return path


def read_wav(path: Path) -> tuple[np.ndarray, int]:
    """(samples int16, (N,) or (N, channels); rate in Hz) of a 16-bit wav file.

    Raises:
        RenderError: missing, damaged, or not 16-bit PCM.
    """
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise RenderError(f"{path.name} has {8 * file.getsampwidth()}-bit samples, expected 16")
            channels, rate_hz = file.getnchannels(), file.getframerate()
            raw = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise RenderError(f"{path.name} is not a readable wav file ({error}); make it again") from error
    pcm = np.frombuffer(raw, "<i2").astype(np.int16)
    return (pcm if channels == 1 else pcm.reshape(-1, channels)), rate_hz
