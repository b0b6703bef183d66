"""What lens and stock do to the picture: a shot's Look put onto the rig's own grade."""

from __future__ import annotations

import math

from film.series import Mood
from film.state import LightRig, Look
from tools.stage import light
from tools.stage.framing import Composition
from tools.stage.ground import across
from tools.stage.light import Practical, Rig, kelvin_to_rgb

_GRAIN_FULL = 0.026
"""Deviation of full grain in display units: a pushed 500T negative."""


def rig_of(
    time_of_day: str, weather: str, wishes: LightRig, look: Look, *, interior: bool, neon: bool, axis_yaw_deg: float
) -> Rig:
    """The light of a shot with its look.

    Args:
        wishes: the gaffer's; ``key_azimuth_deg`` counts clockwise from the set's axis.
        axis_yaw_deg: where that axis looks in the set.
    """
    azimuth = None if wishes.key_azimuth_deg is None else (axis_yaw_deg - wishes.key_azimuth_deg) % 360.0
    rig = light.rig(
        time_of_day,
        weather,
        interior=interior,
        key_azimuth_deg=azimuth,
        key_elevation_deg=wishes.key_elevation_deg,
        key_kelvin=wishes.key_kelvin,
        key_stops=wishes.key_stops,
        fill_stops=wishes.fill_stops,
        practical_stops=wishes.practical_stops,
        exposure_stops=wishes.exposure_stops,
        neon=neon,
    )
    return light.with_look(
        rig, vignette=look.vignette, bloom=look.bloom, saturation=look.saturation, contrast=look.contrast
    )


def grain_of(look: Look) -> float:
    """The renderer's grain, display units, for a look's 0..1."""
    return _GRAIN_FULL * look.grain


_BOUNCE: dict[str, float] = {
    "dawn": 0.42, "morning": 0.36, "day": 0.34, "magic_hour": 0.46, "dusk": 0.34, "night": 0.36,
}  # fmt: skip
"""Level of the card that lifts faces, by time of day, where the hour's own light comes from behind."""
_CARD_REACH_M = 5.0
_INDOORS = 1.5
"""In a room the windows are behind people and the exposure is for the room: faces need more of their own."""
_CONTRAST: dict[Mood, float] = {
    "tense": 0.55, "eerie": 0.4, "sad": 0.75, "romantic": 0.9, "calm": 1.0, "hopeful": 1.1, "playful": 1.15,
    "triumphant": 1.0,
}  # fmt: skip
"""How much of it a mood leaves: little for a face half in the dark."""


def bounce_of(
    composed: Composition, time_of_day: str, mood: Mood, wishes: LightRig, *, interior: bool
) -> Practical | None:
    """The gaffer's card for a frame with people: soft light from beside the camera, a little over the eyes.

    It stands 45 degrees off the lens on the side away from the look, as a key would, and reaches no farther than
    the people. None for a frame without subjects, or so wide that the card would be seen on the ground.
    """
    if not composed.subjects or composed.distance_m > _CARD_REACH_M:
        return None
    x, y, z = composed.subject
    eye = composed.view.eye
    yaw = math.degrees(math.atan2(eye[0] - x, eye[2] - z))
    side = 1.0 if composed.at[0] < 0.5 else -1.0
    away = min(2.6, max(1.3, 0.8 * composed.distance_m))
    front, right = (math.sin(math.radians(yaw)), math.cos(math.radians(yaw))), across(yaw)
    at = (
        x + away * (0.75 * front[0] + 0.55 * side * right[0]),
        y + 0.45,
        z + away * (0.75 * front[1] + 0.55 * side * right[1]),
    )
    level = _BOUNCE[time_of_day] * _CONTRAST[mood] * (_INDOORS if interior else 1.0) * 2.0**wishes.fill_stops
    level *= away * away
    red, green, blue = kelvin_to_rgb(4700.0 if interior or time_of_day in ("magic_hour", "night") else 5600.0)
    return Practical(at, (red * level, green * level, blue * level), 2.2 * away)
