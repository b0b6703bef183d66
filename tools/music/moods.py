"""What each mood is made of: mode, chords, players and patterns. Data that the composer reads."""

from __future__ import annotations

from typing import Literal, NamedTuple

from film.series import Mood

IONIAN = (0, 2, 4, 5, 7, 9, 11)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
AEOLIAN = (0, 2, 3, 5, 7, 8, 10)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)
HUNGARIAN = (0, 2, 3, 6, 7, 8, 11)

Pattern = Literal["none", "rise", "rock", "waltz", "ostinato", "skip", "drops", "fanfare"]
"""How the moving part breaks a chord up over a bar."""


class Palette(NamedTuple):
    """One mood. Levels are linear; chords are scale degrees, 0 the tonic."""

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
        LYDIAN, 38, 4, ((0, 4, 5, 3), (0, 2, 3, 0), (0, 5, 3, 4)), True, (("pad", 0.34),),
        "piano", 0.30, "rise", "flute", 0.16, 0.5, 0.16, None, (), 0.0,
    ),
    "tense": Palette(
        PHRYGIAN, 40, 4, ((0, 0, 1, 0), (0, 5, 1, 0), (0, 1, 0, 6)), False, (("strings", 0.16), ("pad", 0.14)),
        "spiccato", 0.17, "ostinato", None, 0.0, 1.0, 0.26, "heart", (0.0, 0.5, 2.0, 2.5), 0.42,
    ),
    "hopeful": Palette(
        IONIAN, 36, 4, ((0, 4, 5, 3), (3, 0, 4, 5), (0, 3, 5, 4)), False, (("strings", 0.20), ("pad", 0.16)),
        "piano", 0.32, "rise", "horn", 0.15, 0.4, 0.20, "shaker", (1.0, 3.0), 0.05,
    ),
    "sad": Palette(
        AEOLIAN, 45, 4, ((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 4)), False, (("pad", 0.24), ("strings", 0.08)),
        "piano", 0.34, "rock", "bowed", 0.17, 0.35, 0.14, None, (), 0.0,
    ),
    "playful": Palette(
        MIXOLYDIAN, 43, 4, ((0, 3, 0, 4), (0, 1, 4, 0), (0, 6, 3, 0)), False, (("pad", 0.07),),
        "marimba", 0.40, "skip", "harp", 0.34, 0.3, 0.22, "shaker", (0.5, 1.5, 2.5, 3.5), 0.09,
    ),
    "romantic": Palette(
        IONIAN, 39, 3, ((0, 5, 1, 4), (0, 2, 5, 3), (0, 3, 1, 4)), True, (("strings", 0.20), ("pad", 0.14)),
        "harp", 0.26, "waltz", "bowed", 0.16, 0.35, 0.18, None, (), 0.0,
    ),
    "eerie": Palette(
        HUNGARIAN, 37, 4, ((0, 1, 0, 5), (0, 0, 3, 1), (0, 5, 1, 0)), False, (("choir", 0.16), ("glass", 0.10)),
        "bell", 0.12, "drops", "glass", 0.13, 0.5, 0.10, "heart", (0.0,), 0.24,
    ),
    "triumphant": Palette(
        MIXOLYDIAN, 38, 4, ((0, 6, 3, 0), (0, 5, 3, 4), (0, 3, 6, 0)), False, (("strings", 0.22), ("choir", 0.12)),
        "horn", 0.19, "fanfare", "horn", 0.20, 0.25, 0.26, "heart", (0.0, 2.0, 3.5), 0.44,
    ),
}  # fmt: skip
