"""Legs that reach their footfalls and arms that reach their goals: inverse kinematics into bone rotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from tools.stage.people.skeleton import INDEX, bend_matrices, bend_of, two_bone_reach
from tools.stage.people.turns import frame_of

if TYPE_CHECKING:
    from tools.stage.people.gait import Foot
    from tools.stage.people.gestures import Hand
    from tools.stage.people.person import Person


class Stance(NamedTuple):
    """How the body is carried over its feet."""

    kind: Literal["stand", "sit", "kneel"]
    drop_m: float
    """How far the hips are lowered."""
    sway_m: np.ndarray
    """(3,) shift of the hips in the body's axes."""
    lean_deg: float
    down: float
    """0 standing .. 1 seated or kneeling."""
    bounce_m: float


def turn_matrix(yaw_deg: float) -> np.ndarray:
    """Rotation (3, 3) about y: positive takes +z towards +x."""
    a = np.radians(yaw_deg)
    return np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])


def leg_bends(
    person: Person, bends: np.ndarray, place: np.ndarray, yaw_deg: float, feet: list[Foot], stance: Stance
) -> tuple[np.ndarray, float]:
    """Bend both legs so that the feet are where they are planted, in place.

    Returns how far the hips are shifted from rest in the body's axes (3,), and how far the head is lowered, metres.
    """
    rest, back = person.skeleton, turn_matrix(-yaw_deg)
    scale = person.measures.scale
    hips_turn = bend_matrices(bends[[INDEX["hips"]]])[0]
    shift = np.array([0.0, -stance.drop_m + stance.bounce_m, 0.0]) + stance.sway_m
    if stance.kind == "sit":
        shift[2] -= 0.30 * scale * stance.down * 0.6
    ankles, turns = [], []
    for side, foot in zip("lr", feet, strict=True):
        floor = back @ (foot.place - place)
        turn = foot.yaw_deg - yaw_deg
        if stance.kind == "sit":  # seated feet stand before the knees, whatever brought the sitter here
            ahead = np.array(
                [
                    rest.at(f"foot_{side}")[0] * 1.25,
                    0.0,
                    0.24 * scale + (0.03 * scale if side == "l" else -0.02 * scale),
                ]
            )
            floor = floor + (ahead - floor * np.array([1, 0, 1])) * stance.down * np.array([1, 0, 1])
            turn *= 1 - 0.5 * stance.down
        if stance.kind == "kneel":
            behind = np.array([rest.at(f"foot_{side}")[0] * 1.1, 0.0, -0.34 * scale])
            floor = floor + (behind - floor * np.array([1, 0, 1])) * stance.down * np.array([1, 0, 1])
        ankle, foot_turn = _ankle(person, side, floor, turn, foot, stance)
        ankles.append(ankle)
        turns.append(foot_turn)
    if stance.kind == "stand":
        shift[1] = min(
            shift[1],
            *(_highest_hip(person, side, ankle, shift, hips_turn) for side, ankle in zip("lr", ankles, strict=True)),
        )
    hips = rest.at("hips") + shift
    for side, ankle, foot_turn in zip("lr", ankles, turns, strict=True):
        _bend_leg(person, bends, side, hips, hips_turn, ankle, foot_turn)
    return shift, float(-shift[1])


def arm_bends(person: Person, bends: np.ndarray, side: str, hand: Hand) -> None:
    """Bend one arm so that its wrist comes to the hand's goal, in place."""
    rest = person.skeleton
    sign = 1.0 if side == "l" else -1.0
    flip = np.array([sign, 1.0, 1.0])
    shoulder, elbow, wrist = (rest.at(f"{b}_{side}") for b in ("upper_arm", "forearm", "hand"))
    upper_m, lower_m = float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))
    goal = np.asarray(hand.goal) * flip * (upper_m + lower_m)
    pole = np.asarray(hand.elbow) * flip
    upper, lower = two_bone_reach(np.zeros(3), (upper_m, lower_m), goal, pole)
    back = np.array([0.0, 0.0, -1.0])
    upper_turn = _frame(upper, pole) @ _frame(elbow - shoulder, back).T
    thumb = np.asarray(hand.thumb) * flip
    rest_lower = wrist - elbow
    rest_thumb = np.array([0.0, 0.0, 1.0])
    hand_turn = _frame(lower, thumb) @ _frame(rest_lower, rest_thumb).T
    plain = _frame(lower, pole) @ _frame(rest_lower, back).T
    # Half of the hand's turn is made by the forearm, as radius and ulna do.
    twist = bend_of(plain.T @ hand_turn)
    lower_turn = plain @ bend_matrices(twist[None] * 0.5)[0]
    clavicle = bend_matrices(bends[[INDEX[f"clavicle_{side}"]]])[0]
    raised = float(np.clip(upper[1] + 0.25, 0, 1))
    clavicle = bend_matrices(np.array([[0, 0, sign * 22.0 * raised]]))[0] @ clavicle
    bends[INDEX[f"clavicle_{side}"]] = bend_of(clavicle)
    bends[INDEX[f"upper_arm_{side}"]] = bend_of(clavicle.T @ upper_turn)
    bends[INDEX[f"forearm_{side}"]] = bend_of(upper_turn.T @ lower_turn)
    bends[INDEX[f"hand_{side}"]] = bend_of(lower_turn.T @ hand_turn)
    along = rest_lower / np.linalg.norm(rest_lower)
    across = np.cross(along, rest_thumb)
    hinge = np.cross(across, along)  # the thumb's side: fingers close about it
    close = hinge / np.linalg.norm(hinge) * -sign
    bends[INDEX[f"fingers_{side}"]] = close * hand.curl_deg
    bends[INDEX[f"index_{side}"]] = close * hand.index_deg
    # Middle joints lag while a hand is loose and lead when it closes.
    bends[INDEX[f"fingertips_{side}"]] = close * (hand.curl_deg * (0.85 + 0.35 * min(hand.curl_deg / 70, 1.0)))
    bends[INDEX[f"index_tip_{side}"]] = close * (hand.index_deg * (0.75 + 0.45 * min(hand.index_deg / 70, 1.0)))
    # The thumb comes round to meet closing fingers, and folds over them.
    oppose = float(np.clip(hand.curl_deg - 10, 0, 70))
    bends[INDEX[f"thumb_{side}"]] = along * sign * oppose * 0.75 + close * hand.curl_deg * 0.12
    bends[INDEX[f"thumb_tip_{side}"]] = -across * (8 + oppose * 0.55)
    if hand.drop_deg:
        bends[INDEX[f"hand_{side}"]] += close * hand.drop_deg


def _frame(along: np.ndarray, toward: np.ndarray) -> np.ndarray:
    """Orthonormal columns: ``along``, the part of ``toward`` across it, and their cross product."""
    return frame_of(np.ascontiguousarray(along, np.float64), np.ascontiguousarray(toward, np.float64))


def _ankle(
    person: Person, side: str, floor: np.ndarray, turn_deg: float, foot: Foot, stance: Stance
) -> tuple[np.ndarray, np.ndarray]:
    """The ankle over a footfall (3,) in body axes, and the foot's rotation (3, 3)."""
    rest = person.skeleton
    height = rest.at(f"foot_{side}")[1]
    heading = turn_matrix(turn_deg)
    pitch = foot.pitch_deg - (78.0 * stance.down if stance.kind == "kneel" else 0.0)
    tilt = bend_matrices(np.array([[-pitch, 0.0, 0.0]]))[0]
    turn = heading @ tilt
    toe = (rest.at(f"toes_{side}") - rest.at(f"foot_{side}")) * np.array([0, 1, 1])
    ankle = floor + np.array([0, height + foot.lift_m, 0])
    if pitch < 0:  # the heel rises about the toes, which stay where they are
        ankle = ankle + heading @ toe - turn @ toe
    return ankle, turn


def _highest_hip(person: Person, side: str, ankle: np.ndarray, shift: np.ndarray, hips_turn: np.ndarray) -> float:
    """The largest hip shift in height at which this leg still reaches its ankle."""
    rest = person.skeleton
    thigh, knee, foot = (rest.at(f"{b}_{side}") for b in ("thigh", "shin", "foot"))
    longest = (np.linalg.norm(knee - thigh) + np.linalg.norm(foot - knee)) * 0.992
    joint = rest.at("hips") + shift + hips_turn @ (thigh - rest.at("hips"))
    flat = float(np.hypot(joint[0] - ankle[0], joint[2] - ankle[2]))
    rise = float(np.sqrt(max(longest**2 - flat**2, 0.02)))
    return float(shift[1] + (ankle[1] + rise) - joint[1])


def _bend_leg(
    person: Person,
    bends: np.ndarray,
    side: str,
    hips: np.ndarray,
    hips_turn: np.ndarray,
    ankle: np.ndarray,
    foot_turn: np.ndarray,
) -> None:
    rest = person.skeleton
    thigh, knee, foot = (rest.at(f"{b}_{side}") for b in ("thigh", "shin", "foot"))
    start = hips + hips_turn @ (thigh - rest.at("hips"))
    lengths = (float(np.linalg.norm(knee - thigh)), float(np.linalg.norm(foot - knee)))
    pole = foot_turn @ np.array([0.0, 0.0, 1.0])
    pole = np.array([pole[0] * 0.6, 0.0, max(pole[2], 0.3)])
    upper, lower = two_bone_reach(start, lengths, ankle, pole)
    ahead = np.array([0.0, 0.0, 1.0])
    if upper[1] > -0.5 or lower[1] > -0.5:  # a thigh or shin near level: the knee's own plane decides
        hinge = np.cross(upper, pole)
        pole_upper, pole_lower = np.cross(hinge, upper), np.cross(hinge, lower)
    else:
        pole_upper = pole_lower = pole
    upper_turn = _frame(upper, pole_upper) @ _frame(knee - thigh, ahead).T
    lower_turn = _frame(lower, pole_lower) @ _frame(foot - knee, ahead).T
    bends[INDEX[f"thigh_{side}"]] = bend_of(hips_turn.T @ upper_turn)
    bends[INDEX[f"shin_{side}"]] = bend_of(upper_turn.T @ lower_turn)
    bends[INDEX[f"foot_{side}"]] = bend_of(lower_turn.T @ foot_turn)
    sole = foot_turn @ np.array([0.0, 0.0, 1.0])
    # Toes stay on the floor while the heel is up.
    bends[INDEX[f"toes_{side}"]] = (
        np.array([float(np.degrees(np.arcsin(np.clip(min(sole[1], 0.0), -1, 1)))), 0.0, 0.0]) * 0.9
    )
