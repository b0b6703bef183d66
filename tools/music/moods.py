"""What each mood is made of: mode, chords, players and patterns. Data that the composer reads."""

from __future__ import annotations

from typing import Literal, NamedTuple

from film.series import Mood

IONIAN = (0, 2, 4, 5, 7, 9, 11)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)
AEOLIAN = (0, 2, 3, 5, 7, 8, 10)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)
HUNGARIAN = (0, 2, 3, 6, 7, 8, 11)

Pattern = Literal["none", "rise", "rock", "waltz", "ostinato", "skip", "drops", "fanfare"]
"""How the moving part breaks a chord up over a bar."""


class Palette(NamedTuple):
    """One mood. Chords are scale degrees, 0 the tonic. Levels are linear, and balanced so that each mood alone measures
    -17 LUFS (24 s at 84 bpm, three seeds): a change of mood is no change of loudness."""

    mode: tuple[int, ...]
    tonic: int
    """MIDI pitch of the bass register's tonic."""
    beats: int
    """In a bar."""
    progressions: tuple[tuple[int, ...], ...]
    """One chord a bar; the seed chooses, the phrase ends on the tonic."""
    seventh: bool
    """Chords of four notes instead of three."""
    bed: tuple[tuple[str, float], ...]
    """(player, level) of the held chords."""
    mover: str
    mover_level: float
    pattern: Pattern
    lead: str | None
    lead_level: float
    lead_rest: float
    """Share of the phrases without a tune: room for the voices."""
    bass_level: float
    drum: str | None
    drum_beats: tuple[float, ...]
    """Beats of the bar on which it sounds."""
    drum_level: float


PALETTES: dict[Mood, Palette] = {
    "calm": Palette(
        LYDIAN, 38, 4, ((0, 4, 5, 3), (0, 2, 3, 0), (0, 5, 3, 4)), True, (("pad", 0.21),),
        "piano", 0.19, "rise", "flute", 0.10, 0.5, 0.10, None, (), 0.0,
    ),
    "tense": Palette(
        PHRYGIAN, 40, 4, ((0, 0, 1, 0), (0, 5, 1, 0), (0, 1, 0, 6)), False, (("strings", 0.15), ("pad", 0.13)),
        "spiccato", 0.16, "ostinato", None, 0.0, 1.0, 0.25, "heart", (0.0, 0.5, 2.0, 2.5), 0.40,
    ),
    "hopeful": Palette(
        IONIAN, 36, 4, ((0, 4, 5, 3), (3, 0, 4, 5), (0, 3, 5, 4)), False, (("strings", 0.18), ("pad", 0.14)),
        "piano", 0.28, "rise", "horn", 0.13, 0.4, 0.18, "shaker", (1.0, 3.0), 0.04,
    ),
    "sad": Palette(
        AEOLIAN, 45, 4, ((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 4)), False, (("pad", 0.21), ("strings", 0.07)),
        "piano", 0.30, "rock", "bowed", 0.15, 0.35, 0.12, None, (), 0.0,
    ),
    "playful": Palette(
        MIXOLYDIAN, 43, 4, ((0, 3, 0, 4), (0, 1, 4, 0), (0, 6, 3, 0)), False, (("pad", 0.10),),
        "marimba", 0.56, "skip", "harp", 0.48, 0.3, 0.31, "shaker", (0.5, 1.5, 2.5, 3.5), 0.08,
    ),
    "romantic": Palette(
        IONIAN, 39, 3, ((0, 5, 1, 4), (0, 2, 5, 3), (0, 3, 1, 4)), True, (("strings", 0.15), ("pad", 0.11)),
        "harp", 0.20, "waltz", "bowed", 0.12, 0.35, 0.14, None, (), 0.0,
    ),
    "eerie": Palette(
        HUNGARIAN, 37, 4, ((0, 1, 0, 5), (0, 0, 3, 1), (0, 5, 1, 0)), False, (("choir", 0.17), ("glass", 0.11)),
        "bell", 0.13, "drops", "glass", 0.14, 0.5, 0.11, "heart", (0.0,), 0.26,
    ),
    "triumphant": Palette(
        MIXOLYDIAN, 38, 4, ((0, 6, 3, 0), (0, 5, 3, 4), (0, 3, 6, 0)), False, (("strings", 0.17), ("choir", 0.09)),
        "horn", 0.15, "fanfare", "horn", 0.15, 0.25, 0.20, "heart", (0.0, 2.0, 3.5), 0.34,
    ),
}  # fmt: skip
