"""Camera directions in a script's action: CRANE UP, WHIP PAN TO BIRA, RACK FOCUS TO, ZOLLY, "the camera follows her".

A word is a direction where it cannot be anything else: in capitals, at the start of its sentence, with the camera or
a shot named beside it, or as a phrase that means nothing else ("rack focus"). A frying pan stays a frying pan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, get_args

from crew.answers.director import CameraFact, Direction
from crew.understudy.vocabulary import Found, Vocabulary, words_of
from film.state import MoveKind

SURE: frozenset[MoveKind] = frozenset({"whip_pan", "rack_focus", "dolly_zoom"})
"""Moves whose names are said of nothing but a camera."""
_OF_A_CAMERA = frozenset({"camera", "shot", "we", "lens", "कैमरा", "शॉट"})
_SLOW = frozenset({"slow", "slowly", "gently", "gentle", "creeping", "धीरे", "धीमे"})
_FAST = frozenset({"fast", "quick", "quickly", "rapid", "rapidly", "sudden", "hard", "तेज", "तेज़"})
_PACES = _SLOW | _FAST
_SAYS_NOTHING = (
    frozenset(
        {"to", "on", "the", "a", "of", "in", "out", "up", "down", "left", "right", "camera", "shot", "and", "then"}
    )
    | _PACES
)
SLOW, FAST = 0.5, 1.7
_NEAR_WORDS = 3
"""So many words beside a direction belong to it."""
_WORD = re.compile(r"[\w\u0300-\u036f\u0900-\u0dff]+")


class Reading(NamedTuple):
    """A direction in a sentence, and the sentence without it: what is left is what people do."""

    camera: CameraFact | None
    plain: str
    """As long as the sentence; the direction's letters are spaces."""


def read_direction(sentence: str, named: Sequence[tuple[str, int]], vocabulary: Vocabulary) -> Reading:
    """The first camera direction of ``sentence``.

    Args:
        named: (character id, character offset) of everybody named in it.
    """
    spans = [match.span() for match in _WORD.finditer(sentence)]
    words = words_of(sentence)
    if len(spans) != len(words):  # some letter of this script folds to several: no offsets, no direction
        return Reading(None, sentence)
    for hit in vocabulary.found("camera", sentence):
        kind = next((kind for kind in get_args(MoveKind) if kind == hit.value), None)
        if kind is None or not _is_meant(kind, hit, sentence, spans, words):
            continue
        start, end = spans[hit.at][0], spans[hit.at + hit.words - 1][1]
        beside = words[max(0, hit.at - _NEAR_WORDS) : hit.at + hit.words + _NEAR_WORDS]
        after = [who for who, at in named if at >= start]
        rest = words_of(sentence[:start] + " " + sentence[end:])
        camera = CameraFact(
            move=kind,
            direction=_way(kind, words[hit.at : hit.at + hit.words + _NEAR_WORDS]),
            speed=SLOW if _SLOW & set(beside) else FAST if _FAST & set(beside) else None,
            target=after[0] if after and kind in ("whip_pan", "rack_focus") else None,
            alone=not named and set(rest) <= _SAYS_NOTHING,
        )
        return Reading(camera, sentence[:start] + " " * (end - start) + sentence[end:])
    return Reading(None, sentence)


def _is_meant(kind: MoveKind, hit: Found, sentence: str, spans: list[tuple[int, int]], words: Sequence[str]) -> bool:
    first, last = hit.at, hit.at + hit.words - 1
    written = sentence[spans[first][0] : spans[last][1]]
    if kind in SURE or _OF_A_CAMERA & set(words[max(0, first - 2) : last + 2]):
        return True
    if written.isupper():
        # A whole sentence in capitals shouts; one of its phrases in capitals directs. A lone direction is both.
        return True
    begins = set(words[:first]) <= _PACES and sentence[spans[0][0]].isupper()
    return begins and (hit.words > 1 or len(words) == 1)


def _way(kind: MoveKind, words: Sequence[str]) -> Direction | None:
    """Which way it goes, where the words say so."""
    said = next((way for way in get_args(Direction) for word in words if word == way), None)
    if kind == "dolly_zoom" and said not in ("in", "out"):
        return "in"
    if kind in ("crane", "drone") and said not in ("up", "down"):
        return "up"
    return said
