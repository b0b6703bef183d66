"""Are the people who belong in the shot in it: seen, not hidden, large enough, heads in frame.

Each function reads the engine's account of some frames and answers with a number and the person
who is worst off. Frames are as the account has them: one for a keyframe, up to nine for a clip.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from film.errors import ScoreError
from film.plan import ShotPlan
from film.state import ShotSize
from tools.score.evidence import Box, CastEvidence, Sighting

SEEN_SHARE = 0.0004
"""Of the frame: about 30 x 28 pixels of 1080p. Fewer are not a person to an audience."""
SEEN_SHARE_EXTREME_WIDE = 0.0001
SMALLEST_HEAD = 4e-5
"""Of the frame, about 9 x 9 pixels of 1080p: a smaller head has too few pixels to say what hides it."""
PASSING = ("enter", "leave")
"""Doings that let somebody be out of frame for part of the shot."""

HEAD_HEIGHT: dict[ShotSize, float] = {
    "extreme_wide": 0.015, "wide": 0.045, "full": 0.11, "medium_full": 0.16,
    "medium": 0.24, "medium_close": 0.36, "close": 0.52, "extreme_close": 0.95,
}  # fmt: skip
"""A head's usual share of the frame's height. A standing figure is 7.5 heads: a full shot that fills 85% of the
frame gives 0.11, a medium from the waist (3.6 heads) 0.24, a close-up from the collar (1.7 heads) 0.52."""
HEAD_MAY_LOSE: dict[ShotSize, float] = {"medium_close": 0.05, "close": 0.30, "extreme_close": 1.0}
"""Share of a head's box that the frame may cut off at that size: a close-up crops the crown by custom."""


class Weakest(NamedTuple):
    """The worst value among the expected people and whose it is."""

    value: float
    who: str


def expected(plan: ShotPlan) -> tuple[str, ...]:
    """Character ids that the frame must show well: the plan's cast but the shoulder in the foreground."""
    return tuple(m.character_id for m in plan.cast if m.character_id != plan.state.camera.over)


def cast_seen(plan: ShotPlan, evidence: CastEvidence) -> Weakest | None:
    """The smallest share of frames, over everybody in the plan's cast, in which they are seen: 0 never .. 1 always.

    The shoulder in the foreground counts too. Who enters or leaves, or is left by a whip pan, needs only one frame of a clip, and none of a
    keyframe. None when nobody need be seen.

    Raises:
        ScoreError: an account without frames.
    """
    enough = SEEN_SHARE_EXTREME_WIDE if plan.state.camera.size == "extreme_wide" else SEEN_SHARE
    camera = plan.state.camera
    passing = {doing.character_id for doing in plan.doing if doing.verb in PASSING}
    if camera.move.kind == "whip_pan":
        # The camera leaves everybody but the one it comes to rest on.
        passing |= set(camera.subjects) - {camera.ends_on(tuple(member.character_id for member in plan.cast))}
    seen: dict[str, Sequence[float | None]] = {}
    for who in (member.character_id for member in plan.cast):
        frames = [float(s is not None and s.visible >= enough) for s in _of(evidence, who)]
        if who in passing:
            seen[who] = [max(frames)] if len(frames) > 1 else []
        else:
            seen[who] = frames
    return _weakest(seen, reduce=np.mean)


def cast_unobstructed(plan: ShotPlan, evidence: CastEvidence) -> Weakest | None:
    """How much of the most hidden expected head is free of whatever stands in front: 0 hidden .. 1 free.

    Visible head over the head as it would be alone, within the frame: what the frame's edge cuts is
    ``head_room``'s matter. Median over the frames where the head is in frame. None when nobody's is.

    Raises:
        ScoreError: an account without frames.
    """

    def free(s: Sighting | None) -> float | None:
        if s is None or s.head_solo < SMALLEST_HEAD:
            return None
        inside = s.head_solo * _share_in_frame(s.head)
        return min(1.0, s.head_visible / inside) if inside >= SMALLEST_HEAD else None

    return _weakest({who: [free(s) for s in _of(evidence, who)] for who in expected(plan)}, reduce=np.median)


def cast_size(plan: ShotPlan, evidence: CastEvidence) -> Weakest | None:
    """The largest subject's head against what the shot size calls for: 1 as usual, 0.5 half as tall.

    Median over the frames where somebody is seen; the camera's subjects if it names any, else the expected
    cast. None when the plan expects nobody, or frames what somebody holds; 0 when nobody of them is seen.

    Raises:
        ScoreError: an account without frames.
    """
    people = [who for who in expected(plan) if not plan.state.camera.subjects or who in plan.state.camera.subjects]
    people = people or list(expected(plan))
    framed_on_a_thing = plan.kind == "insert" and any(act.holding for act in plan.doing)
    if not people or framed_on_a_thing:
        return None
    _check(evidence)
    usual = HEAD_HEIGHT[plan.state.camera.size]
    largest: list[tuple[float, str]] = []
    for frame in evidence.frames:
        heads = [
            ((s.head[3] - s.head[1]) / usual, who) for who in people if (s := frame.people.get(who)) and s.visible > 0
        ]
        if heads:
            largest.append(max(heads))
    if not largest:
        return Weakest(0.0, people[0])
    largest.sort()
    return Weakest(*largest[len(largest) // 2])


def head_room(plan: ShotPlan, evidence: CastEvidence) -> Weakest | None:
    """How much of the worst framed expected head lies inside the frame: 1 all of it, or as much as the size allows.

    Median over the frames in which they are seen. None in an extreme close-up, for an empty cast, or when
    nobody is seen.

    Raises:
        ScoreError: an account without frames.
    """
    may_lose = HEAD_MAY_LOSE.get(plan.state.camera.size, 0.0)
    if may_lose >= 1:
        return None
    return _weakest(
        {
            who: [
                min(1.0, _share_in_frame(s.head) / (1 - may_lose)) if s is not None and s.visible > 0 else None
                for s in _of(evidence, who)
            ]
            for who in expected(plan)
        },
        reduce=np.median,
    )


def faces_away(evidence: CastEvidence, who: str, beyond_deg: float) -> bool:
    """True when that person is seen and never faces the camera within ``beyond_deg``."""
    seen = [s for s in _of(evidence, who) if s is not None and s.visible > 0]
    return bool(seen) and all(abs(s.facing_deg) > beyond_deg for s in seen)


def _of(evidence: CastEvidence, who: str) -> list[Sighting | None]:
    _check(evidence)
    return [frame.people.get(who) for frame in evidence.frames]


def _check(evidence: CastEvidence) -> None:
    if not evidence.frames:
        raise ScoreError("the cast's account holds no frame; make the take again")


def _weakest(by_person: dict[str, Sequence[float | None]], reduce) -> Weakest | None:
    worst: Weakest | None = None
    for who, values in by_person.items():
        known = [value for value in values if value is not None]
        if not known:
            continue
        value = float(reduce(known))
        if worst is None or value < worst.value:
            worst = Weakest(value, who)
    return worst


def _share_in_frame(box: Box) -> float:
    x0, y0, x1, y1 = box
    area = max(0.0, x1 - x0) * max(0.0, y1 - y0)
    inside = max(0.0, min(x1, 1.0) - max(x0, 0.0)) * max(0.0, min(y1, 1.0) - max(y0, 0.0))
    return inside / area if area > 0 else 0.0
