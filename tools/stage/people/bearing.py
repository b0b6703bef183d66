"""How a body is carried: weight on its feet, the back's lean, going down and getting up, and what age does to it.

Comes back as the hips' place and turn and the trunk's bends; legs then reach for where the feet are planted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.stage.people.expressions import drift
from tools.stage.people.gait import Foot
from tools.stage.people.limbs import Stance, leg_bends, turn_matrix
from tools.stage.people.postures import Down, glide
from tools.stage.people.skeleton import INDEX

if TYPE_CHECKING:
    from tools.stage.people.person import Person

_ELDER_AGES, _STOOP_DEG = (58.0, 72.0, 88.0), (0.0, 6.0, 13.0)
_CHILD_AGE = 12.0
_LYING_M = 0.118
"""Height of the hips' joint of the 1.70 m body over the floor while it lies."""


class Motion(NamedTuple):
    """How somebody goes at a moment."""

    moving: float
    """0 standing .. 1 walking."""
    run: float
    """0 walking .. 1 running."""
    phase: float
    """Footfalls so far."""
    dip_m: float = 0.0
    """How far the hips are lowered so that the legs reach their feet."""


class Life(NamedTuple):
    """What makes one body's carriage its own."""

    seed: int
    lean_deg: float
    """Forward, of mood and deed."""
    stoop_deg: float
    """Of age: the upper back bends and the neck lifts the face again."""
    spring: float
    """1 for grown people, more for children: how much steps bounce and weight shifts."""
    sway_m: tuple[float, float]
    """Of a deed that shifts weight (a dance): to the left, and down."""
    twist_deg: float
    """Of the chest against the hips, to the left above 0."""


def stoop_of(age: int) -> float:
    """Degrees that the years bend a back."""
    return float(np.interp(age, _ELDER_AGES, _STOOP_DEG))


def spring_of(age: int) -> float:
    """How much livelier than a grown body a child's is."""
    return 1.0 + 0.9 * float(np.clip((_CHILD_AGE - age) / 6.0, 0.0, 1.0))


def bend_body(
    person: Person, bends: np.ndarray, place: np.ndarray, yaw_deg: float, feet: list[Foot], down: Down,
    motion: Motion, life: Life, time_s: float,
) -> np.ndarray:  # fmt: skip
    """Bend trunk and legs, in place.

    Args:
        bends: (B, 3) rotation vectors, degrees.
        place: (3,) under the middle of the body.

    Returns the hips' shift from their place at rest (3,), in the body's axes, metres.
    """
    hips_m = float(person.skeleton.at("hips")[1])
    share = down.share
    stance, lean, pitch, flat = _stance(person, down, motion, life, time_s, hips_m)
    _bend_trunk(bends, lean, pitch, motion, life, time_s, upright=1.0 - flat)
    if down.posture == "kneel" and share > 0:
        # The toes stay where they stand and the knees go down before them.
        feet = [foot._replace(pitch_deg=foot.pitch_deg - 76.0 * share) for foot in feet]
    if flat > 0:
        feet = [
            _laid(person, foot, side, place, yaw_deg, float(stance.sway_m[2]), flat, down.prone)
            for side, foot in zip("lr", feet, strict=True)
        ]
    shift, _ = leg_bends(person, bends, place, yaw_deg, feet, stance)
    shift[1] = max(shift[1], _LYING_M * person.measures.scale - hips_m)
    return shift


def _stance(
    person: Person, down: Down, motion: Motion, life: Life, time_s: float, hips_m: float
) -> tuple[Stance, float, float, float]:
    """The hips over the feet, the trunk's lean and the hips' own pitch in degrees, and how far the body lies, 0..1."""
    m, seed, share = person.measures, life.seed, down.share
    leg, scale = float(m.joints["thigh_l"][1]), m.scale
    still = 1.0 - motion.moving
    sway = (
        still
        * life.spring
        * scale
        * np.array([0.017 * drift(seed, 1, time_s, 8.5), 0.0, 0.008 * drift(seed, 2, time_s, 6.5)])
    )
    sway[0] += (
        motion.moving * (1 - 0.5 * motion.run) * 0.020 * scale * np.cos(np.pi * motion.phase) + life.sway_m[0] * scale
    )
    drop = 0.006 * leg + life.sway_m[1] * scale
    drop += max(0.0, motion.dip_m - drop) + 0.004 * motion.moving * leg + 0.008 * motion.run * leg
    # A walker is highest over the standing foot, a runner between two.
    bounce = (
        -0.5
        * motion.moving
        * (0.012 - 0.050 * motion.run)
        * life.spring
        * scale
        * (1 - np.cos(2 * np.pi * motion.phase))
    )
    lean = 2.5 * motion.moving + 9.0 * motion.run + 1.2 * drift(seed, 3, time_s, 9.0) + life.lean_deg
    standing = 1.0 - share
    pitch = flat = 0.0
    low, back = 0.0, 0.0
    if down.posture == "sit":
        low = leg - max(down.seat_m, 0.25) - 0.085 * scale
        back = -(down.back_m + 0.17 * scale)
        # Weight goes over the feet before it leaves the seat, and is held over them on the way down.
        lean += (34.0 if down.rising else 27.0) * float(np.sin(np.pi * share)) + 2.0 * share
    elif down.posture == "kneel":
        low = float(m.joints["shin_l"][1]) - 0.075 * scale
        back = 0.37 * scale
        lean += 12.0 * float(np.sin(np.pi * share)) + 3.0 * share
    elif down.posture == "lie":
        low = hips_m - _LYING_M * scale
        flat = glide((share - 0.30) / 0.70)
        pitch = (86.0 if down.prone else -87.0) * flat
        back = (0.58 if down.prone else -0.40) * scale * flat
        crouch = float(np.sin(np.pi * min(1.0, share / 0.75))) if share < 0.75 else 0.0
        back += (0.10 if down.prone else -0.10) * scale * crouch
        lean += (20.0 if down.prone else 34.0) * crouch
    sway = sway * (standing + 0.2 * share) * (1.0 - flat)
    sway[2] += back if down.posture == "lie" else back * share
    drop = drop * standing + low * share
    return Stance("stand", float(drop), sway, float(lean), 0.0, float(bounce * standing)), float(lean), pitch, flat


def _bend_trunk(
    bends: np.ndarray, lean_deg: float, pitch_deg: float, motion: Motion, life: Life, time_s: float, upright: float
) -> None:
    """Breath, the counter-turn of a walk, lean and stoop; ``upright`` 0 lies and only breathes."""
    seed, moving, phase = life.seed, motion.moving, motion.phase
    breath = np.sin(2 * np.pi * time_s / 3.9 + seed % 11)
    twist = moving * (5.5 + 5 * motion.run) * np.sin(np.pi * phase)
    still = 1.0 - moving
    lean = lean_deg * upright
    stoop = life.stoop_deg * upright
    bends[INDEX["hips"]] += (0.25 * lean + pitch_deg, 0.7 * twist, 1.6 * moving * np.cos(np.pi * phase))
    bends[INDEX["spine"]] += (
        0.40 * lean + 0.30 * stoop + 0.5 * breath,
        -0.8 * twist + upright * 1.2 * drift(seed, 4, time_s, 10) + 0.45 * life.twist_deg,
        upright * (-still * 1.6 * drift(seed, 1, time_s, 8.5)) - 1.6 * moving * np.cos(np.pi * phase),
    )
    bends[INDEX["chest"]] += (
        0.35 * lean + 0.70 * stoop - 0.9 * breath,
        -0.8 * twist + 0.55 * life.twist_deg,
        upright * still * 1.0 * drift(seed, 1, time_s, 8.5),
    )
    for side, sign in (("l", 1.0), ("r", -1.0)):
        bends[INDEX[f"clavicle_{side}"], 2] += sign * 0.8 * breath


def _laid(
    person: Person, foot: Foot, side: str, place: np.ndarray, yaw_deg: float, hips_z_m: float, flat: float, prone: bool
) -> Foot:
    """A foot that leaves its plant for where it lies: out before a body on its back, behind one on its face."""
    leg, x = float(person.skeleton.at(f"thigh_{side}")[1]), float(person.skeleton.at(f"foot_{side}")[0])
    drawn = 0.90 if prone else 0.80 if side == "l" else 0.89
    lies = turn_matrix(yaw_deg) @ np.array([1.35 * x, 0.0, hips_z_m + (-drawn if prone else drawn) * leg])
    return Foot(
        foot.place + (place + lies - foot.place) * flat,
        foot.yaw_deg + (yaw_deg + (14.0 if side == "l" else -14.0) - foot.yaw_deg) * flat,
        foot.lift_m * (1.0 - flat),
        foot.pitch_deg + ((-64.0 if prone else 58.0) - foot.pitch_deg) * flat,
    )
