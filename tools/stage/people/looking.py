"""Where a head turns and where eyes look: eyes go first, the head follows, the trunk helps when it is far round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.stage.people.expressions import glance_at
from tools.stage.people.postures import glide
from tools.stage.people.skeleton import INDEX, bend_matrices

if TYPE_CHECKING:
    from tools.stage.people.person import Person

HEAD_YAW_DEG, HEAD_PITCH_DEG = 66.0, 38.0
EYES_YAW_DEG, EYES_PITCH_DEG = 27.0, 22.0
"""How far a head turns on its neck, and eyes in their head."""
_BEHIND_DEG = 105.0
"""From here on somebody gives up looking over their shoulder."""


class Torso(NamedTuple):
    """Where a bent trunk carries its neck and its shoulders, world space."""

    turn: np.ndarray
    """(3, 3) of the chest."""
    neck: np.ndarray
    chest: np.ndarray
    """(3,) their joints, metres."""
    rest_chest: np.ndarray

    def world(self, rest: np.ndarray) -> np.ndarray:
        """Where a place of the rest pose comes to that hangs on the chest."""
        return self.chest + self.turn @ (rest - self.rest_chest)

    def local(self, direction: np.ndarray) -> np.ndarray:
        """A world direction in the chest's axes."""
        return self.turn.T @ direction


class Look(NamedTuple):
    """Turns in degrees, as in ``acting.Pose``."""

    head_yaw_deg: float
    head_pitch_deg: float
    head_roll_deg: float
    eyes_yaw_deg: float
    eyes_pitch_deg: float


def torso_of(person: Person, bends: np.ndarray, place: np.ndarray, yaw_deg: float, shift: np.ndarray) -> Torso:
    """The trunk as its bends leave it."""
    rest = person.skeleton
    matrices = bend_matrices(
        np.concatenate([bends[[INDEX["hips"], INDEX["spine"], INDEX["chest"]]], [[0.0, yaw_deg, 0.0]]])
    )
    turn = matrices[3] @ matrices[0]
    at = place + matrices[3] @ (rest.at("hips") + shift)
    spine = at + turn @ (rest.at("spine") - rest.at("hips"))
    turn = turn @ matrices[1]
    chest = spine + turn @ (rest.at("chest") - rest.at("spine"))
    turn = turn @ matrices[2]
    return Torso(turn, chest + turn @ (rest.at("neck") - rest.at("chest")), chest, rest.at("chest"))


def trunk_turn_deg(target: np.ndarray, place: np.ndarray, yaw_deg: float, moving: float) -> float:
    """How far the trunk turns toward what is looked at: nothing for what lies ahead."""
    line = target - place
    want = float((np.degrees(np.arctan2(line[0], line[2])) - yaw_deg + 180.0) % 360.0 - 180.0)
    return 15.0 * float(np.sin(np.radians(want))) * (1.0 - 0.7 * moving)


def look_at(
    person: Person, torso: Torso, target: np.ndarray, *, eyes_on: float, head_on: float, share: float,
    extra_deg: tuple[float, float, float], seed: int, time_s: float, wander: float,
) -> Look:  # fmt: skip
    """Head and eyes for somebody who looks at a point.

    Args:
        target: (3,) world space.
        eyes_on, head_on: 0..1 how far eyes and head have turned to it.
        share: of the turn that the head makes; the eyes make the rest exactly.
        extra_deg: yaw, pitch and roll of the head for other reasons (a nod): the eyes stay on the target all the same.
        wander: 0..1 how freely the eyes leave it now and then.
    """
    eye = _eye(person, torso, 0.0, 0.0)
    yaw, pitch = _angles(torso.local(target - eye))
    if abs(yaw) > _BEHIND_DEG:
        # Nobody looks at what is right behind them, and the head never snaps from one shoulder to the other.
        yaw = float(np.sign(yaw)) * _BEHIND_DEG * (1.0 - glide((abs(yaw) - _BEHIND_DEG) / (180.0 - _BEHIND_DEG)))
        eyes_on *= abs(yaw) / _BEHIND_DEG
    head_yaw = float(np.clip(yaw * share, -HEAD_YAW_DEG, HEAD_YAW_DEG)) * head_on
    head_pitch = float(np.clip(pitch * 0.72, -HEAD_PITCH_DEG, HEAD_PITCH_DEG)) * head_on
    # What eyes cannot reach the head gives them.
    over = yaw - head_yaw
    head_yaw += head_on * (over - float(np.clip(over, -EYES_YAW_DEG + 4, EYES_YAW_DEG - 4)))
    head_yaw = float(np.clip(head_yaw, -HEAD_YAW_DEG, HEAD_YAW_DEG)) + extra_deg[0]
    head_pitch, head_roll = head_pitch + extra_deg[1], extra_deg[2]
    turn = torso.turn
    for part in (0.42, 0.58):
        turn = turn @ turned(head_yaw * part, head_pitch * part, head_roll * part)
    eye = _eye(person, torso, head_yaw, head_pitch)
    eyes_yaw, eyes_pitch = _angles(turn.T @ (target - eye))
    glance_yaw, glance_pitch = glance_at(seed, time_s)
    if abs(glance_yaw) > 5.0:
        glance_yaw, glance_pitch = glance_yaw * wander, glance_pitch * wander
    return Look(
        head_yaw,
        head_pitch,
        head_roll,
        float(np.clip(eyes_yaw * eyes_on + glance_yaw, -EYES_YAW_DEG, EYES_YAW_DEG)),
        float(np.clip(eyes_pitch * eyes_on + glance_pitch, -EYES_PITCH_DEG, EYES_PITCH_DEG)),
    )


def look_ahead(moving: float, extra_deg: tuple[float, float, float], seed: int, time_s: float) -> Look:
    """Head and eyes of somebody who looks at nothing."""
    glance_yaw, glance_pitch = glance_at(seed, time_s)
    return Look(extra_deg[0], extra_deg[1] - 2.0 * moving, extra_deg[2], glance_yaw, glance_pitch - 2.0)


def turned(yaw_deg: float, pitch_deg: float, roll_deg: float) -> np.ndarray:
    """Rotation (3, 3): left for positive yaw, up for positive pitch, the crown to the right for positive roll."""
    yaw, pitch, roll = bend_matrices(np.array([[0, yaw_deg, 0], [-pitch_deg, 0, 0], [0, 0, -roll_deg]], float))
    return yaw @ pitch @ roll


def _eye(person: Person, torso: Torso, head_yaw_deg: float, head_pitch_deg: float) -> np.ndarray:
    """Between the eyes, near enough: the neck's and the head's turn taken as one about the neck's upper end."""
    rest = person.skeleton
    middle = (rest.at("eye_l") + rest.at("eye_r")) / 2
    neck, head = rest.at("neck"), rest.at("head")
    lower = turned(0.42 * head_yaw_deg, 0.42 * head_pitch_deg, 0.0)
    whole = lower @ turned(0.58 * head_yaw_deg, 0.58 * head_pitch_deg, 0.0)
    return torso.neck + torso.turn @ (lower @ (head - neck) + whole @ (middle - head))


def _angles(direction: np.ndarray) -> tuple[float, float]:
    """Yaw and pitch in degrees of a direction in axes that face +z."""
    yaw = float(np.degrees(np.arctan2(direction[0], direction[2])))
    return yaw, float(np.degrees(np.arctan2(direction[1], np.hypot(direction[0], direction[2]))))
