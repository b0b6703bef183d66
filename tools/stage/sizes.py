"""What the words for a shot mean in numbers: sizes in heads, where eyes lie, how angles tilt."""

from __future__ import annotations

from film.state import Camera, ShotSize

HEADS_HIGH: dict[ShotSize, float] = {
    "extreme_wide": 50.0, "wide": 18.0, "full": 9.0, "medium_full": 6.0, "medium": 4.1, "medium_close": 2.9,
    "close": 2.0, "extreme_close": 1.0,
}  # fmt: skip
"""Height of the picture in heads (chin to crown, 0.135 of a person) at the subject: brow to mouth; head and
shoulders; chest; waist; thighs (the cowboy); head to feet with air; the place with people in it; the place."""

HEAD_SHARE = 0.135
"""Head over body height of an adult."""

EYES_AT: dict[ShotSize, float] = {
    "extreme_wide": 0.62, "wide": 0.46, "full": 0.185, "medium_full": 0.225, "medium": 0.29, "medium_close": 0.335,
    "close": 0.37, "extreme_close": 0.42,
}  # fmt: skip
"""Where the eyes lie, as a share of the picture's height from the top: the upper third, less for whole bodies."""

PITCH_DEG = {"eye_level": 0.0, "dutch": 0.0, "low": 20.0, "high": -26.0, "overhead": -68.0}
DUTCH_DEG = 11.0
AERIAL_DEG = -13.0
"""A drone looks down on what it flies over, unless another angle is asked for."""


def pitch_of(camera: Camera) -> float:
    """How far the line from the camera to its subject looks up, degrees; 0 leaves it to the size."""
    if camera.move.kind == "drone" and camera.angle == "eye_level" and HEADS_HIGH[camera.size] > 5.0:
        return AERIAL_DEG if camera.subjects else 0.7 * AERIAL_DEG
    return PITCH_DEG[camera.angle]
