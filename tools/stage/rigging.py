"""What a gaffer rigs for a shot: the fixtures of its kind of light, the card that lifts faces, and who throws shadows.

Fixtures stand where they stand for the whole scene, on the camera's side of its line; the card goes with the lens.
"""

from __future__ import annotations

import math

from film.series import Mood
from film.state import LightRig
from tools.stage import lamp_shadows
from tools.stage.blocking import Blocking
from tools.stage.framing import Composition
from tools.stage.ground import Point, across, toward
from tools.stage.kinds import LIGHTS, Asked, Fixture
from tools.stage.light import Practical, kelvin_to_rgb
from tools.stage.sets import Set

_CARD_REACH_M = 14.0
_CARD_SEEN_M = 5.0
"""From this distance on the ground around people is in the frame, and the card is held back."""
_INDOORS = 1.5
"""In a room the windows are behind people and the exposure is for the room: faces need more of their own."""
_CONTRAST: dict[Mood, float] = {
    "tense": 0.55, "eerie": 0.4, "sad": 0.75, "romantic": 0.9, "calm": 1.0, "hopeful": 1.1, "playful": 1.15,
    "triumphant": 1.0,
}  # fmt: skip
"""How much of it a mood leaves: little for a face half in the dark."""
_LIT_ALREADY = 0.25
"""Light of the set's own lamps on the people, as a share of white, that makes a needed fixture needless."""


def rigged(
    stage_set: Set, lit: Asked, composed: Composition, blocking: Blocking, *, mood: Mood, wishes: LightRig
) -> tuple[Set, tuple[int, ...]]:
    """The set with what is rigged for the shot, and the numbers of the practicals that throw shadows.

    Args:
        lit: the light the shot asks for.
        composed: its frame.
        blocking: who stands where in it; the fixtures of a kind of light stand around them.
        wishes: the gaffer's stops.
    """
    practicals = stage_set.practicals + _fixtures(stage_set, lit, composed, blocking)
    casting = lamp_shadows.key_practicals(practicals, composed.subject, composed.distance_m)
    card = card_of(composed, lit.hour, mood, wishes, interior=stage_set.interior)
    if card is not None:
        practicals = (*practicals, card)
    return stage_set._replace(practicals=practicals), casting


def _fixtures(stage_set: Set, lit: Asked, composed: Composition, blocking: Blocking) -> tuple[Practical, ...]:
    if lit.kind is None or not composed.subjects:
        return ()
    middle = _middle(blocking)
    if lit.kind.needed:
        at = (middle[0], stage_set.floor(*middle) + 1.5, middle[1])
        own = (lamp for lamp in stage_set.practicals if not lamp.soft)
        if sum(lamp_shadows.light_on(lamp, at) for lamp in own) > _LIT_ALREADY:
            return ()
    return tuple(_stood(stage_set, fixture, middle, blocking.marks.front_yaw_deg) for fixture in lit.kind.fixtures)


def _stood(stage_set: Set, fixture: Fixture, middle: Point, front_yaw_deg: float) -> Practical:
    """A fixture as a lamp of the set, never outside the walls."""
    way = toward(front_yaw_deg - fixture.bearing_deg)
    x, z = middle[0] + fixture.away_m * way[0], middle[1] + fixture.away_m * way[1]
    if stage_set.room:
        x0, x1, z0, z1 = stage_set.room
        x, z = min(max(x, x0 + 0.3), x1 - 0.3), min(max(z, z0 + 0.3), z1 - 0.3)
    at = (x, stage_set.floor(x, z) + fixture.up_m, z)
    return Practical(at, fixture.colour, fixture.range_m, soft=fixture.soft, flame=fixture.flame, rigged=True)


def _middle(blocking: Blocking) -> Point:
    """The middle of everybody's marks."""
    marks = [stand.mark for stand in blocking.stands]
    if not marks:
        return blocking.marks.middle
    return (sum(at[0] for at in marks) / len(marks), sum(at[1] for at in marks) / len(marks))


def card_of(composed: Composition, hour_name: str, mood: Mood, wishes: LightRig, *, interior: bool) -> Practical | None:
    """The gaffer's card for a frame with people: soft light from beside the camera, a little over the eyes.

    For one person it stands 45 degrees off the lens on the side away from the look, as a key would, for two near the
    lens. It reaches no farther than the people. None for a frame without subjects, or so wide that the card would be
    seen on the ground.

    Args:
        hour_name: a key of LIGHTS.
    """
    if not composed.subjects or composed.distance_m > _CARD_REACH_M:
        return None
    hour = LIGHTS[hour_name]
    x, y, z = composed.subject
    eye = composed.view.eye
    yaw = math.degrees(math.atan2(eye[0] - x, eye[2] - z))
    # Two who face each other are lit from between them, or one of them would have the card at their back.
    side = (0.55 if len(composed.subjects) == 1 else 0.06) * (1.0 if composed.at[0] < 0.5 else -1.0)
    away = min(2.6, max(1.3, 0.8 * composed.distance_m))
    front, right = toward(yaw), across(yaw)
    at = (
        x + away * (0.75 * front[0] + side * right[0]),
        y + 0.45,
        z + away * (0.75 * front[1] + side * right[1]),
    )
    level = hour.card * _CONTRAST[mood] * (_INDOORS if interior else 1.0) * 2.0**wishes.fill_stops
    level *= away * away * (1.0 if composed.distance_m < _CARD_SEEN_M else 0.6)
    warm_room = interior and hour.lamps >= 0.0
    red, green, blue = kelvin_to_rgb(min(4700.0, hour.card_kelvin) if warm_room else hour.card_kelvin)
    return Practical(at, (red * level, green * level, blue * level), 2.2 * away, soft=True)
