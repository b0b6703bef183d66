"""Is a take of the stage clean: known from the engine's own masks, and so by nobody who judges takes.

Samples for thresholds and the benches need takes that are good beyond doubt. A take whose people stand in each other's
way is no good take, and a gate that fails it is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from film.verdict import Part, Score

LEAST: Mapping[Part, Mapping[str, float]] = {
    "keyframe": {"cast_seen": 1.0, "cast_unobstructed": 0.7, "cast_size": 0.6, "head_room": 0.9},
    "clip": {"cast_seen": 0.6, "cast_unobstructed": 0.65, "cast_size": 0.55, "head_room": 0.85},
}
"""Everybody is seen (in 6 of 9 frames of a clip: a pan may find somebody late), at most a third of a head is hidden, no
shot is a size wider than planned, and crowns are in frame but where a close-up crops them by custom."""


def is_clean(scores: Sequence[Score], part: Part) -> bool:
    """Whether nothing that masks can tell is wrong with that part of a take. What does not apply is not wrong.

    Args:
        scores: among them the measures of ``tools.score.cast``.
    """
    told = {score.measure: score for score in scores if score.provenance == "engine_masks"}
    return all(
        (score := told.get(measure)) is not None
        and (score.status == "not_applicable" or (score.value is not None and score.value >= least))
        for measure, least in LEAST[part].items()
    )
