"""What is wrong with a picture whose measure failed: the kinds of fault that remedies are chosen by.

Several measures tell of one fault: a hidden face fails recall and coverage alike. Takes that fail for one reason are
counted by fault, not by measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

Fault = Literal[
    "dark", "bright", "light", "hour", "place", "style", "look", "size", "small", "tight", "unseen", "crowd", "hidden",
    "identity", "wardrobe", "side", "pasted", "still", "shake", "smear", "text", "format", "memory", "crash", "other",
]  # fmt: skip
FAULTS: tuple[Fault, ...] = get_args(Fault)

OF_MEASURE: dict[str, Fault] = {
    "black": "dark", "blown": "bright", "light_match": "light", "colour_match": "light",
    "clip_time": "hour", "clip_place": "place", "clip_plate": "place", "clip_text": "place",
    "clip_style": "style", "clip_style_plate": "style",
    "clip_size": "size", "cast_size": "small", "face_size": "small", "head_room": "tight",
    "cast_seen": "unseen", "cast_recall": "unseen", "face_coverage": "unseen", "clip_count": "unseen",
    "cast_precision": "crowd", "cast_unobstructed": "hidden",
    "face_identity": "identity", "face_identity_low": "identity",
    "clip_wardrobe": "wardrobe", "wardrobe_colour": "wardrobe",
    "screen_side": "side", "reference_copied": "pasted", "copied": "pasted",
    "frozen": "still", "looped": "still", "dynamic": "still",
    "flicker": "shake", "unwanted_cut": "shake", "scene_cut": "shake", "keyframe_match": "shake", "smoothness": "shake",
    "clip_steady": "shake", "clip_keyframe": "shake", "judder": "shake", "frame_order": "shake",
    "blur": "smear", "stray_text": "text",
    "frame_count": "format", "frame_size": "format", "frame_rate": "format", "duration": "format", "steady_rate": "format",
    "sound_streams": "format",
    "rendered": "crash", "critic": "look",
}  # fmt: skip
"""Measure -> fault. ``rendered`` is a take that the engine could not make, ``critic`` one that eyes sent back."""

IN_WORDS: dict[Fault, str] = {
    "dark": "too dark", "bright": "too bright", "light": "the wrong light", "hour": "the wrong time of day",
    "place": "another place", "style": "another style", "look": "not what was asked for", "size": "another shot size",
    "small": "people of the wrong size", "tight": "heads cut off", "unseen": "somebody not seen",
    "crowd": "people who should not be there", "hidden": "somebody hidden", "identity": "another face",
    "wardrobe": "other clothes", "side": "the wrong screen side", "pasted": "a copied picture", "still": "no movement",
    "shake": "a picture that jumps", "smear": "a blurred picture", "text": "stray text", "format": "the wrong format",
    "memory": "out of memory", "crash": "no picture made", "other": "an unknown fault",
}  # fmt: skip

HIDDEN_UNDER, SMALL_UNDER, ROOM_UNDER = 0.65, 0.6, 0.85
"""Under these the engine's own masks say that a head is hidden, people are too small, or a crown is cut off."""
_MEMORY_WORDS = ("out of memory", "out of gpu memory", "memoryerror", "cannot allocate", "code -9", "bad_alloc")
"""What libraries and the system say when memory ran out; -9 is the kernel's killer."""


def fault_of(finding: Mapping[str, Any], recorded: Mapping[str, float] | None = None) -> Fault:
    """The fault that a failed finding tells of.

    Args:
        finding: ``measure``, and what is known of ``value``, ``at_most`` and ``why``.
        recorded: scores that no gate reads, by measure: the engine's own masks tell why somebody is not seen.
    """
    fault = OF_MEASURE.get(str(finding["measure"]), "other")
    seen = recorded or {}
    if fault == "crash" and any(words in str(finding.get("why", "")).casefold() for words in _MEMORY_WORDS):
        return "memory"
    if fault in ("unseen", "identity") and seen.get("cast_unobstructed", 1.0) < HIDDEN_UNDER:
        return "hidden"
    if fault in ("unseen", "identity") and seen.get("cast_size", 1.0) < SMALL_UNDER:
        return "small"
    if fault == "unseen" and seen.get("head_room", 1.0) < ROOM_UNDER:
        return "tight"
    return fault
