"""Lines to sound: espeak-ng's voices with the time of every word and phoneme, and the user's own recordings.

Equal text, language and voice give equal samples in every process. The words of an utterance are exactly the
whitespace tokens of its text, in order, and never overlap; a token of punctuation alone has no length. Every line
comes out at one speech level, so that a character's ``gain_db`` means the same for all voices.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.bible import Voice
from film.errors import RenderError, SetupError
from film.series import Speech, WordTime
from tools.voice import speak
from tools.voice.wav import wav_bytes
from tools.voice.words import is_devanagari, spread, word_time

DEVANAGARI_LANGUAGES = ("hi", "mr", "ne", "kok", "sa")
SPEECH_RMS = 10 ** (-20 / 20)
"""Level of the voiced parts, full scale 1."""
PEAK = 0.97
VOICED_ABOVE = 10 ** (-35 / 20)
"""Of the utterance's own peak."""
TAIL_S = 0.12
"""Silence kept after the last phoneme."""
SILENT_LINE_S = 0.4
"""Length of a line without a sound, such as "…"."""
RATE_HZ = 22050

Phoneme = tuple[float, float, str]
"""(start_s, end_s, IPA with stress marks)."""


class Utterance(NamedTuple):
    """A line as heard."""

    pcm: np.ndarray
    """(N,) int16 mono."""
    rate_hz: int
    words: tuple[WordTime, ...]
    phonemes: tuple[Phoneme, ...]
    """In order, without overlap; pauses are the gaps."""

    @property
    def duration_s(self) -> float:
        return len(self.pcm) / self.rate_hz


def synthesise(text: str, language: str, voice: Voice, *, timeout_s: float = 30.0) -> Utterance:
    """Speaks ``text``, about 0.1 s of wall time in a process of its own.

    Args:
        text: one line, as written. Mostly Devanagari letters are spoken in Hindi whatever ``language`` says (unless
            it is another language of that script); single words of another script are pronounced by its own rules.
        language: BCP 47 tag; ``xx-YY`` falls back to ``xx``.

    Raises:
        RenderError: no voice speaks ``language``, or the worker failed or took longer than ``timeout_s``.
        SetupError: espeakng-loader is not installed.
    """
    request = {
        "text": re.sub(r"[\x00-\x1f\x7f]", " ", text),
        "voices": voice_names(text, language, voice.variant),
        "pitch": voice.pitch,
        "rate_wpm": voice.rate_wpm,
    }
    header, pcm = _ask_worker(request, timeout_s)
    rate_hz = header["rate_hz"]
    phonemes = _phonemes(header["phonemes"], len(pcm) / rate_hz)
    if not phonemes:
        silence = np.zeros(int(SILENT_LINE_S * RATE_HZ), np.int16)
        return Utterance(silence, RATE_HZ, spread(text.split(), 0.0, SILENT_LINE_S), ())
    pcm = pcm[: round((phonemes[-1][1] + TAIL_S) * rate_hz)]
    words = _words(text, header["words"], phonemes)
    return Utterance(_levelled(pcm, voice.gain_db), rate_hz, words, phonemes)


def voice_names(text: str, language: str, variant: str) -> list[str]:
    """espeak-ng voices to try for a line, best first: ``["hi+f3"]``, ``["pt-br+m1", "pt+m1"]``."""
    tag = language.lower()
    tags = [tag, tag.split("-")[0]]
    if is_devanagari(text):
        tags = [*tags, "hi"] if tags[1] in DEVANAGARI_LANGUAGES else ["hi"]
    return [f"{t}+{variant}" for t in dict.fromkeys(tags)]


def read_recording(path: Path, text: str = "") -> Utterance:
    """A recorded line (wav, flac, mp3, …) as mono 48 kHz; the words of ``text`` are shared out over its voiced span.

    It is brought to the level of the made voices.

    Raises:
        RenderError: unreadable, or holds no sound.
    """
    import av

    rate_hz, blocks = 48000, []
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise RenderError(f"the recording {path.name!r} holds no sound")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
            for frame in container.decode(container.streams.audio[0]):
                blocks += [part.to_ndarray()[0] for part in resampler.resample(frame)]
            blocks += [part.to_ndarray()[0] for part in resampler.resample(None)]
    except (av.FFmpegError, OSError) as error:
        raise RenderError(f"the recording {path.name!r} cannot be read ({error}); give a wav, flac or mp3") from error
    pcm = np.concatenate(blocks) if blocks else np.zeros(0, np.int16)
    if not len(pcm):
        raise RenderError(f"the recording {path.name!r} holds no sound")
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > VOICED_ABOVE * max(1, int(np.abs(pcm.astype(np.int32)).max())))
    first_s, last_s = (loud[0] / rate_hz, (loud[-1] + 1) / rate_hz) if len(loud) else (0.0, len(pcm) / rate_hz)
    return Utterance(_levelled(pcm, 0.0), rate_hz, spread(text.split(), first_s, last_s), ())


def write_speech(utterance: Utterance, folder: Path) -> Speech:
    """Keeps ``utterance`` as ``<sha256 of the wav>.wav`` and ``.json`` (words, phonemes); each file appears whole."""
    import hashlib

    from film.canonical import canonical_json
    from tools.whole import write_whole

    wav = wav_bytes(utterance.pcm, utterance.rate_hz)
    sha256 = hashlib.sha256(wav).hexdigest()
    times = {"words": [[w.word, w.start_s, w.end_s] for w in utterance.words], "phonemes": utterance.phonemes}
    write_whole(folder / f"{sha256}.json", canonical_json(times).encode("utf-8"))
    write_whole(folder / f"{sha256}.wav", wav)
    return Speech(sha256=sha256, duration_s=round(utterance.duration_s, 6), words=utterance.words)


def read_phonemes(folder: Path, sha256: str) -> tuple[Phoneme, ...]:
    """The phonemes kept with a speech; empty for a recording, whose mouth follows loudness instead.

    Raises:
        RenderError: the file is missing or damaged.
    """
    path = folder / f"{sha256}.json"
    try:
        return tuple((float(a), float(b), str(ipa)) for a, b, ipa in json.loads(path.read_text("utf-8"))["phonemes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RenderError(f"speech {sha256[:12]} has no readable phonemes ({error}); speak the line again") from error


def _ask_worker(request: dict, timeout_s: float) -> tuple[dict, np.ndarray]:
    command = [sys.executable, "-P", str(Path(speak.__file__))]
    try:
        done = subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, timeout=timeout_s)
    except subprocess.TimeoutExpired:
        raise RenderError(f"{request['text'][:40]!r} was not spoken within {timeout_s:g} s; split the line") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if said and "espeakng_loader" in said[-1]:
            raise SetupError("espeak-ng is not installed; run: pip install espeakng-loader==0.2.4")
        why = said[-1] if said else f"the speaker ended with {done.returncode}"
        raise RenderError(f"{request['text'][:40]!r} cannot be spoken: {why}; give the line a recording")
    header, samples = done.stdout.split(b"\n", 1)
    return json.loads(header), np.frombuffer(samples, "<i2").astype(np.int16)


def _phonemes(events: Sequence[list], end_s: float) -> tuple[Phoneme, ...]:
    """Spans of the sounding events: an empty label is a pause, one in brackets a change of language."""
    starts = [event[0] / 1000 for event in events] + [end_s]
    return tuple(
        (round(start, 3), round(stop, 3), label)
        for (_, label), start, stop in zip(events, starts, starts[1:], strict=False)
        if label and not label.startswith("(") and stop > start
    )


def _words(text: str, events: Sequence[list], phonemes: Sequence[Phoneme]) -> tuple[WordTime, ...]:
    """Each token from its first word event to its last phoneme before the next token.

    espeak-ng may say two tokens as one ("of the"): a token with letters and no event of its own shares the span of
    the one before by syllables.
    """
    tokens = list(re.finditer(r"\S+", text))
    if not tokens:
        return ()
    heard: dict[int, float] = {}
    for start_ms, position, _ in events:
        owner = max((i for i, token in enumerate(tokens) if token.start() <= position), default=0)
        heard.setdefault(owner, start_ms / 1000)
    heard.setdefault(0, phonemes[0][0])
    owners = sorted(heard)
    bounds = [heard[owner] for owner in owners] + [float("inf")]
    words: list[WordTime] = []
    for owner, following, start_s, limit_s in zip(owners, [*owners[1:], len(tokens)], bounds, bounds[1:], strict=False):
        sounding = [end for begin, end, _ in phonemes if start_s - 0.03 <= begin < limit_s - 0.03]
        end_s = min(max(sounding, default=start_s), limit_s)
        words += spread([token.group() for token in tokens[owner:following]], start_s, end_s)
    return tuple(word_time(w.word, w.start_s, w.end_s) for w in words)


def _levelled(pcm: np.ndarray, gain_db: float) -> np.ndarray:
    """``pcm`` with its voiced parts at the speech level plus ``gain_db``, never over the peak."""
    samples = pcm.astype(np.float64) / 32768
    peak = float(np.abs(samples).max(initial=0.0))
    if peak == 0:
        return pcm
    voiced = samples[np.abs(samples) > VOICED_ABOVE * peak]
    gain = SPEECH_RMS / float(np.sqrt(np.mean(voiced**2))) * 10 ** (gain_db / 20)
    return np.rint(samples * min(gain, PEAK / peak) * 32767).astype(np.int16)
