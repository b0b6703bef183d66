"""Who is seen in a picture and how well, read from the stage's own account: what decides whether a fault would show."""

from __future__ import annotations

from typing import Any

from film.plan import ShotPlan
from tools.render.sabotage.planted import People

SEEN = 0.0015
"""Share of the frame from which somebody's absence is noticed."""
FACE_HEAD = 0.15
"""A head's share of the frame's height from which its face is known: 54 lines of 360."""
FACES_CAMERA_DEG = 50.0
FREE = 0.75


def expected_in(plan: ShotPlan, people: People) -> list[str]:
    """Those whom the shot is to show well (all but the shoulder in the foreground) and whom its picture shows, in the cast's order."""
    over = plan.state.camera.over
    cast = [member.character_id for member in plan.cast if member.character_id != over]
    return [who for who in cast if who in people and people[who]["visible"] >= SEEN]


def faces_in(plan: ShotPlan, people: People, *, at_least: float = FACE_HEAD) -> list[str]:
    """Those of them whose face is turned to the camera, unhidden, inside the frame and of some size.

    Args:
        at_least: the head's share of the frame's height.
    """
    if plan.kind == "insert":
        return []
    return [who for who in expected_in(plan, people) if _face_shows(people[who], at_least)]


def in_view(person: dict[str, Any], *, margin: float = 0.0) -> bool:
    """True when the middle of their head lies inside the frame."""
    x0, y0, x1, y1 = person["head"]
    return margin <= (x0 + x1) / 2 <= 1 - margin and margin <= (y0 + y1) / 2 <= 1 - margin


def head_height(person: dict[str, Any]) -> float:
    """The head's share of the frame's height; over 1 where it is larger than the frame."""
    return person["head"][3] - person["head"][1]


def _face_shows(person: dict[str, Any], at_least: float) -> bool:
    x0, y0, x1, y1 = person["head"]
    inside = max(0.0, min(x1, 1.0) - max(x0, 0.0)) * max(0.0, min(y1, 1.0) - max(y0, 0.0))
    share = inside / max(1e-9, (x1 - x0) * (y1 - y0))
    free = person["head_visible"] / max(1e-9, person["head_solo"] * share)
    large = head_height(person) >= at_least
    return large and person["facing_deg"] <= FACES_CAMERA_DEG and free >= FREE and share >= 0.6 and in_view(person)
