"""Mouth shapes of speech: from timed phonemes to keyframes of open, wide and round."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

Shape = tuple[float, float, float]
"""(open, wide, round), each 0..1."""

_SHAPES: tuple[tuple[str, Shape], ...] = (
    ("pbm", (0.0, 0.05, 0.05)),
    ("fvʋɱ", (0.10, 0.22, 0.0)),
    ("wʍʷ", (0.16, 0.0, 0.90)),
    ("uʊɯʉ", (0.24, 0.0, 0.88)),
    ("oɔɒɵɤ", (0.50, 0.0, 0.66)),
    ("aɑäɐɶ", (0.86, 0.16, 0.04)),
    ("æɛɜœɞ", (0.60, 0.42, 0.0)),
    ("ʌəɚɝɘ", (0.40, 0.12, 0.08)),
    ("eøɪʏ", (0.36, 0.56, 0.0)),
    ("iyj", (0.22, 0.82, 0.0)),
    ("θðtdʈɖnɳɲlɭɾrɹɽsz", (0.22, 0.26, 0.02)),
    ("ʃʒɕʑʂʐ", (0.22, 0.02, 0.56)),
    ("kgɡŋxɣqχhɦħʔ", (0.30, 0.16, 0.04)),
)
"""Lip shapes by articulation: bilabials shut the mouth, rounded vowels purse it, open vowels drop the jaw."""

_CLOSED = "pbm"
_SHAPE_OF: dict[str, Shape] = {sound: shape for sounds, shape in _SHAPES for sound in sounds}
_NEUTRAL: Shape = (0.30, 0.15, 0.10)
_LEAD_S = 0.045
"""Lips arrive a little before the sound."""
_SHUT_S = 0.046
"""How long lips that close stay closed at least: a frame of 24 a second, so that no p, b or m falls between two."""
_REST_S = 0.22
"""A gap longer than this shuts the mouth."""


def visemes(phonemes: Sequence[tuple[float, float, str]]) -> np.ndarray:
    """Keyframes (N, 4) float64 of (time_s, open, wide, round) for phonemes (start_s, end_s, IPA), in order.

    Diphthongs and affricates get a key for each of their sounds. Stress and length marks are ignored; an
    unknown symbol moves the mouth like a neutral consonant. Before, after and in pauses the mouth is shut.
    An empty sequence gives an empty (0, 4) array.

    Raises ValueError when a phoneme ends before it starts.
    """
    keys: list[tuple[float, ...]] = []
    closures: list[tuple[float, float]] = []
    last_end = -1e9
    for start, end, ipa in phonemes:
        if end < start:
            raise ValueError(f"phoneme {ipa!r} ends at {end} before it starts at {start}")
        sounds = [
            c for c in unicodedata.normalize("NFD", ipa) if c in _SHAPE_OF or unicodedata.category(c) in ("Ll", "Lo")
        ]
        if not sounds:
            continue
        if start - last_end > _REST_S:
            if keys:
                keys.append((last_end + 0.09, 0.0, 0.0, 0.0))
            keys.append((max(start - _LEAD_S - 0.07, last_end + 0.10), 0.0, 0.0, 0.0))
        span = (end - start) / len(sounds)
        for number, sound in enumerate(sounds):
            at = start + (number + 0.5) * span - _LEAD_S
            # Short sounds are not fully formed.
            reach = 1.0 if sound in _CLOSED else float(np.clip(0.55 + span / 0.16, 0.6, 1.0))
            shape = _SHAPE_OF.get(sound, _NEUTRAL)
            formed = tuple(value * reach for value in shape)
            if sound in _CLOSED:
                held = max(_SHUT_S, 0.6 * span) / 2
                keys += [(at - held, *formed), (at + held, *formed)]
                closures.append((at - held, at + held))
            else:
                keys.append((at, *formed))
        last_end = end
    if keys:
        keys.append((last_end + 0.10, 0.0, 0.0, 0.0))
    table = np.asarray(keys, np.float64).reshape(-1, 4)
    return _unhindered(table[np.argsort(table[:, 0], kind="stable")], closures)


def _unhindered(table: np.ndarray, closures: list[tuple[float, float]]) -> np.ndarray:
    """``table`` without the keys that fall into a closure: a neighbour too quick for the lips is not formed."""
    kept = np.ones(len(table), bool)
    for start, end in closures:
        kept &= ~((table[:, 0] > start + 1e-9) & (table[:, 0] < end - 1e-9) & (table[:, 1] > 0.02))
    return table[kept]
