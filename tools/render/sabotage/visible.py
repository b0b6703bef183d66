"""Would anybody see it? The two keyframes side by side, the asked one and the one with the fault, decide.

A fault that hardly shows is not planted: to let it pass would be no mistake. The bounds lie where a person who is shown both
pictures would say at once what is wrong, not where any gate does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.plan import ShotPlan
from tools.render.sabotage.other_plans import STRANGER
from tools.render.sabotage.planted import DoesNotApply, People, Planted
from tools.render.sabotage.sight import SEEN, expected_in, head_height, in_view

CHANGED_LEVELS = 24
"""Of 255, in any channel: a pixel that is another one."""
LEAST_CHANGED = {
    "wrong_time": 0.25,
    "wrong_place": 0.25,
    "style_drift": 0.25,
    "cut_inside": 0.25,
    "wardrobe_swapped": 0.015,
}
"""Share of the picture's pixels that must be other ones."""
LEAST_CHANGED_OF_ANY = 0.003
LEAST_SIZE_RATIO = 1.55
LIKE_THE_OTHERS = 0.35
"""A stranger covers at least so much of what the largest of the cast covers."""
TURNED_DEG = 105.0
LEAST_STEP = 0.6
"""Levels of 255 by which a picture without its grain changes from one frame to the next, on the mean, for an order to be seen."""
UNGRAINED = (160, 90)


class Seen(NamedTuple):
    """One picture and who is where in it."""

    rgb: np.ndarray
    people: People


def check_shows(planted: Planted, plan: ShotPlan, clean: Seen, wrong: Seen) -> None:
    """Raises DoesNotApply when the picture with the fault could pass for the asked one.

    Args:
        clean, wrong: the two keyframes at one size.
    """
    fault = planted.fault
    changed = float((np.abs(clean.rgb.astype(np.int16) - wrong.rgb) > CHANGED_LEVELS).any(axis=2).mean())
    least = LEAST_CHANGED.get(fault, LEAST_CHANGED_OF_ANY)
    if changed < least:
        raise DoesNotApply(f"{plan.shot_id}: {fault} does not show, {changed:.3f} of the picture is another one")
    expected = expected_in(plan, clean.people)
    if fault == "wrong_size":
        ratio = _largest(wrong.people, expected) / max(1e-9, _largest(clean.people, expected))
        if 1 / LEAST_SIZE_RATIO < ratio < LEAST_SIZE_RATIO:
            raise DoesNotApply(
                f"{plan.shot_id}: the set leaves the camera no room to be two sizes off (heads {ratio:.2f} times)"
            )
    if fault == "extra_character":
        _check_stranger(plan, wrong.people, expected)
    if fault == "face_hidden" and any(
        wrong.people[who]["facing_deg"] < TURNED_DEG for who in expected if who in wrong.people
    ):
        raise DoesNotApply(f"{plan.shot_id}: they turn so that their face is seen from there too")
    if fault in ("other_person", "wardrobe_swapped") and any(who not in wrong.people for who in expected):
        raise DoesNotApply(f"{plan.shot_id}: somebody is out of the picture")


def check_stirs(planted: Planted, plan: ShotPlan, frame: np.ndarray, following: np.ndarray) -> None:
    """Raises DoesNotApply when the clip moves so little that nobody would miss the right order of its frames.

    Args:
        frame, following: (H, W, 3) uint8, two successive frames of the clip as it should be.
    """
    import cv2

    small = [cv2.resize(rgb, UNGRAINED, interpolation=cv2.INTER_AREA).astype(np.float32) for rgb in (frame, following)]
    step = float(np.abs(small[1] - small[0]).mean())
    if step < LEAST_STEP:
        raise DoesNotApply(
            f"{plan.shot_id}: {planted.fault} does not show, the picture changes by {step:.2f} levels a frame"
        )


def _check_stranger(plan: ShotPlan, people: People, expected: list[str]) -> None:
    stranger = people.get(STRANGER)
    largest = max((people[who]["visible"] for who in expected if who in people), default=SEEN)
    if stranger is None or not in_view(stranger) or stranger["visible"] < max(SEEN, LIKE_THE_OTHERS * largest):
        raise DoesNotApply(f"{plan.shot_id}: the stranger is hardly in the picture")
    if any(who not in people or people[who]["visible"] < SEEN for who in expected):
        raise DoesNotApply(f"{plan.shot_id}: the stranger hides somebody")


def _largest(people: People, expected: list[str]) -> float:
    return max((head_height(people[who]) for who in expected if who in people), default=0.0)
