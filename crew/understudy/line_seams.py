"""Where a spoken line may be cut between two shots: between words, best after a stop, near an even share."""

from __future__ import annotations

from collections.abc import Sequence

_STOPS = (".", "!", "?", "…", "।", ";", ":", "—", "–", "--")
_PAUSES = (",", "-")
SHORTEST_PIECE_S = 1.5
"""A shorter piece of a line would flash by."""


def pieces(
    words: Sequence[str], word_ends_s: Sequence[float], targets_s: Sequence[float], longest_s: float
) -> tuple[tuple[int, int], ...]:
    """Word ranges ``(first, end)`` that partition the line, each near the next of ``targets_s`` (used in turn).

    A piece is between ``SHORTEST_PIECE_S`` and ``longest_s`` long wherever the words allow it; one word is
    never divided.

    Args:
        words: the line's words, to see stops; may be shorter than ``word_ends_s`` when the recording counts otherwise.
        word_ends_s: when each word ends, rising, seconds from the start of the line.
    """
    count = len(word_ends_s)
    longest_s += 1e-6  # times are read from rounded milliseconds
    found: list[tuple[int, int]] = []
    first = 0
    while first < count:
        began = word_ends_s[first - 1] if first else 0.0
        left = word_ends_s[-1] - began
        target = min(targets_s[len(found) % len(targets_s)], longest_s)
        if left <= longest_s and left < target + SHORTEST_PIECE_S:
            end = count
        else:
            end = _seam(words, word_ends_s, first, began, target, longest_s)
        found.append((first, end))
        first = end
    return tuple(found)


def _seam(words: Sequence[str], ends: Sequence[float], first: int, began: float, target: float, longest: float) -> int:
    """Index after the piece's last word: the least cost of distance from the target, less for a stop or a pause."""
    best, least = first + 1, float("inf")
    for end in range(first + 1, len(ends) + 1):
        length, rest = ends[end - 1] - began, ends[-1] - ends[end - 1]
        if length > longest and end > first + 1:
            break
        cost = abs(length - target)
        if end - 1 < len(words):
            word = words[end - 1].rstrip("\"'”’)")
            cost -= 1.4 if word.endswith(_STOPS) else 0.7 if word.endswith(_PAUSES) else 0.0
        if length < SHORTEST_PIECE_S or 0 < rest < SHORTEST_PIECE_S:
            cost += 6.0
        if cost < least:
            best, least = end, cost
    return best
