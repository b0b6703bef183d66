"""How somebody stands at a moment: one performance, data, becomes one pose, a pure function of time.

Steps and posture carry the body, breath and mood bend it, eyes and head turn to what is looked at, hands do what the
verb does, and the face says the rest. Another seed is another performance of the same part; the same seed is the same
one, frame by frame, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.stage.people import gestures
from tools.stage.people.bearing import Life, Motion, bend_body, spring_of, stoop_of
from tools.stage.people.deeds import Aim, Body, body_of, hand_of
from tools.stage.people.expressions import Expression, blink_at, drift, expression
from tools.stage.people.gait import Waypoint, dip_at, foot_at, place_at, track_of
from tools.stage.people.gestures import Hand
from tools.stage.people.limbs import arm_bends
from tools.stage.people.looking import Look, Torso, look_ahead, look_at, torso_of, trunk_turn_deg
from tools.stage.people.postures import Change, Down, down_at, glide
from tools.stage.people.skeleton import BONES, INDEX
from tools.stage.people.visemes import visemes

if TYPE_CHECKING:
    from tools.stage.people.person import Person

__all__ = ["Change", "Performance", "Pose", "Waypoint", "pose_at", "visemes"]


class Pose(NamedTuple):
    """Everything that places one person's mesh. Angles in degrees; turns are right-handed about y up."""

    position: tuple[float, float, float]
    """On the floor, under the middle of the body, metres."""
    yaw_deg: float
    """0 faces +z, 90 faces +x."""
    hips_shift_m: tuple[float, float, float]
    """Of the hips from their place in the rest pose, in the body's axes: crouching, sitting, swaying."""
    bends_deg: np.ndarray
    """(B, 3) rotation vector of each bone against its parent, in the order of ``skeleton.BONES``."""
    head_yaw_deg: float = 0.0
    """Against the chest, shared by neck and head. Above 0 to the person's left."""
    head_pitch_deg: float = 0.0
    """Above 0 looks up."""
    head_roll_deg: float = 0.0
    """Above 0 leans to the person's right."""
    gaze_yaw_deg: float = 0.0
    """Of the eyes in the head; above 0 to the person's left."""
    gaze_pitch_deg: float = 0.0
    blink: float = 0.0
    """0 open .. 1 shut."""
    mouth_open: float = 0.0
    mouth_wide: float = 0.0
    mouth_round: float = 0.0
    smile: float = 0.0
    """-1 corners down .. 1 broad."""
    brow_raise: float = 0.0
    brow_knit: float = 0.0
    eyes_wide: float = 0.0


class Performance(NamedTuple):
    """What one person does during a shot."""

    path: tuple[Waypoint, ...]
    """Where they are, in time order; one waypoint stands still."""
    activity: str = "stand"
    """A verb of ``film.series.Verb``."""
    gaze_target: tuple[float, float, float] | None = None
    """World point they look at; None looks ahead."""
    expression: str = "neutral"
    """A name in ``expressions.EXPRESSIONS``."""
    mouth: Sequence[Sequence[float]] | np.ndarray = ()
    """Keyframes (N, 4) of (time_s, open, wide, round) from ``visemes``; empty stays shut."""
    seed: int = 0
    changes: tuple[Change, ...] = ()
    """Postures they go over to, in time order; before the first they stand."""
    act_at_s: float = 0.0
    """When an act with a beginning (turn, look, nod, reach) begins."""
    target: tuple[float, float, float] | None = None
    """World point that a reaching, pointing or shaking hand is meant for; None takes ``gaze_target``."""
    holding: str | None = None
    """A ``film.series.HeldProp`` in hand."""
    engaged: bool = False
    """In talk: the eyes do not leave who is looked at."""


def pose_at(person: Person, performance: Performance, time_s: float) -> Pose:
    """The pose of ``person`` in ``performance`` at a moment, on the clock that its path and its mouth are told in."""
    act, seed, m = performance, performance.seed, person.measures
    track = track_of(act.path, float(m.joints["thigh_l"][1]), float(m.joints["foot_l"][0]) * 0.98, seed)
    place, yaw, speed, phase = place_at(track, time_s)
    moving, run = glide(speed / 0.7), glide((speed - 1.7) / 1.0)
    motion = Motion(moving, run, phase, dip_at(track, time_s))
    down = down_at(act.changes, time_s)
    mood = expression(act.expression)
    spoken, speaking = _mouth(act.mouth, time_s), _speaking(act.mouth, time_s)
    main_left = gestures.acts_with_left(seed) and act.holding is None and act.activity != "handshake"
    since_s = time_s - act.act_at_s

    target = None if act.gaze_target is None else np.asarray(act.gaze_target, float)
    upright = 1.0 - down.share if down.posture == "lie" else 1.0
    rough = body_of(act.activity, seed, since_s, time_s, _rough_aim(person, act, place, yaw, down))
    age = person.identity.age
    stoop = stoop_of(age)
    head_on = _head_on(act, time_s)
    turn = 0.0 if target is None else trunk_turn_deg(target, place, yaw, motion.moving) * head_on * upright
    life = Life(
        seed=seed,
        lean_deg=mood.slump_deg + rough.lean_deg,
        stoop_deg=stoop,
        spring=spring_of(age),
        sway_m=rough.sway_m,
        twist_deg=rough.twist_deg + turn,
    )
    bends = np.zeros((len(BONES), 3))
    feet = [foot_at(track, side, time_s) for side in (0, 1)]
    shift = bend_body(person, bends, place, yaw, feet, down, motion, life, time_s)
    shrug = rough.shoulders_deg + (4.0 if act.expression == "afraid" else -1.5 if act.expression == "sad" else 0.0)
    for side, sign in (("l", 1.0), ("r", -1.0)):
        bends[INDEX[f"clavicle_{side}"], 2] += sign * shrug

    torso = torso_of(person, bends, place, yaw, shift)
    look = _look(person, act, torso, target, rough, mood, stoop, speaking, motion, down, head_on, time_s)
    for side in ("l", "r"):
        main = (side == "l") == main_left
        arm_bends(person, bends, side, _hand(person, act, torso, side, main, motion, down, speaking, spoken[0], time_s))
    return _faced(person, act, place, yaw, shift, bends, look, rough, mood, spoken, speaking, time_s)


def _faced(
    person: Person, act: Performance, place: np.ndarray, yaw: float, shift: np.ndarray, bends: np.ndarray, look: Look,
    body: Body, mood: Expression, spoken: np.ndarray, speaking: float, time_s: float,
) -> Pose:  # fmt: skip
    """The body's pose with a face on it."""
    seed = act.seed
    lids = max(blink_at(seed, time_s), mood.droop, body.lids)
    raised = speaking * (0.22 + 0.32 * drift(seed, 30, time_s, 2.4)) + 0.05 * drift(seed, 31, time_s, 6)
    return Pose(
        position=(float(place[0]), float(place[1]), float(place[2])),
        yaw_deg=yaw,
        hips_shift_m=(float(shift[0]), float(shift[1]), float(shift[2])),
        bends_deg=bends,
        head_yaw_deg=look.head_yaw_deg,
        head_pitch_deg=look.head_pitch_deg,
        head_roll_deg=look.head_roll_deg,
        gaze_yaw_deg=look.eyes_yaw_deg,
        gaze_pitch_deg=look.eyes_pitch_deg,
        blink=float(np.clip(lids, 0, 1)),
        mouth_open=float(np.clip(max(spoken[0], body.mouth_open), 0, 1)),
        mouth_wide=float(spoken[1]),
        mouth_round=float(spoken[2]),
        smile=float(np.clip(mood.smile * (1 - 0.35 * speaking) + body.smile, -1, 1)),
        brow_raise=float(np.clip(mood.brow_raise + body.brow_raise + raised, -1, 1)),
        brow_knit=float(np.clip(mood.brow_knit + body.brow_knit, 0, 1)),
        eyes_wide=mood.eyes_wide * (1.0 - body.lids),
    )


def _mouth(keys: Sequence[Sequence[float]] | np.ndarray, time_s: float) -> np.ndarray:
    table = np.asarray(keys, float).reshape(-1, 4)
    if len(table) == 0 or time_s <= table[0, 0] or time_s >= table[-1, 0]:
        return np.zeros(3)
    after = int(np.searchsorted(table[:, 0], time_s, side="right"))
    before, then = table[after - 1], table[after]
    share = (time_s - before[0]) / max(then[0] - before[0], 1e-6)
    # Lips start and stop softly between two shapes.
    return before[1:] + (then[1:] - before[1:]) * share * share * (3.0 - 2.0 * share)


def _speaking(keys: Sequence[Sequence[float]] | np.ndarray, time_s: float) -> float:
    """0..1: how much of a speaker somebody is at this moment; words reach a little around themselves."""
    table = np.asarray(keys, float).reshape(-1, 4)
    if len(table) == 0:
        return 0.0
    live = table[table[:, 1:].max(1) > 0.05, 0]
    if len(live) == 0:
        return 0.0
    return float(np.clip(1.6 - np.abs(live - time_s).min() / 0.35, 0, 1))


def _head_on(act: Performance, time_s: float) -> float:
    """How far a look that begins in the shot has brought the head round: the eyes are there first."""
    return glide((time_s - act.act_at_s - 0.10) / 0.70) if act.activity == "look" else 1.0


def _look(
    person: Person, act: Performance, torso: Torso, target: np.ndarray | None, body: Body, mood: Expression,
    stoop_deg: float, speaking: float, motion: Motion, down: Down, head_on: float, time_s: float,
) -> Look:  # fmt: skip
    seed = act.seed
    yaw = 1.6 * drift(seed, 20, time_s, 6.0) + speaking * 3.0 * drift(seed, 23, time_s, 2.2) + body.head_deg[0]
    pitch = 0.6 * mood.head_pitch_deg + 1.2 * drift(seed, 21, time_s, 5.0) + body.head_deg[1]
    pitch -= speaking * 3.2 * drift(seed, 26, time_s, 1.3)
    roll = 2.2 * drift(seed, 22, time_s, 7.5) + speaking * 2.5 * drift(seed, 24, time_s, 3.0) + body.head_deg[2]
    if down.posture == "lie":
        # On their face the head lies on its cheek; on their back it rests.
        flat = glide((down.share - 0.45) / 0.55)
        rest = Look((62.0 if seed % 2 else -62.0) if down.prone else 9.0, -8.0 if down.prone else -6.0, 0.0, 0.0, -4.0)
        lying = Look(rest.head_yaw_deg + 0.3 * yaw, rest.head_pitch_deg + 0.3 * pitch, 0.3 * roll, 0.0, -4.0)
        if flat >= 1.0 or target is None:
            return _mixed_look(look_ahead(0.0, (yaw, pitch, roll), seed, time_s), lying, flat)
    else:
        flat, lying = 0.0, None
    if target is None:
        return look_ahead(motion.moving, (yaw, pitch + 0.8 * stoop_deg, roll), seed, time_s)
    found = look_at(
        person,
        torso,
        target,
        eyes_on=(glide((time_s - act.act_at_s) / 0.18) if act.activity == "look" else 1.0) * (1.0 - body.eyes_off),
        head_on=head_on * (1.0 - 0.7 * body.eyes_off),
        share=0.80 + 0.06 * drift(seed, 25, time_s, 9.0),
        extra_deg=(yaw, pitch, roll),
        seed=seed,
        time_s=time_s,
        wander=0.0 if act.engaged else 1.0 - 0.5 * speaking,
    )
    return found if lying is None else _mixed_look(found, lying, flat)


def _mixed_look(a: Look, b: Look, share: float) -> Look:
    return Look(*(x + (y - x) * share for x, y in zip(a, b, strict=True)))


def _hand(
    person: Person, act: Performance, torso: Torso, side: str, main: bool, motion: Motion, down: Down,
    speaking: float, opened: float, time_s: float,
) -> Hand:  # fmt: skip
    """What one hand does: idling, under it walking, over it speaking, and over all the deed."""
    seed, since_s = act.seed, time_s - act.act_at_s
    hand = gestures.mixed(gestures.idle(seed, main, time_s), gestures.resting(down, seed, main, time_s), down.share)
    walking = glide(motion.moving)
    hand = gestures.mixed(hand, gestures.striding(side == "l", motion.phase, motion.run), walking)
    grip = _grip(act.holding, side, speaks=len(act.mouth) > 0)
    if grip is not None:
        held, walks = grip
        hand = gestures.mixed(
            held, gestures.striding(side == "l", motion.phase, motion.run), 0.25 * walking if walks else 0.0
        )
    elif speaking > 0:
        gesture, share = gestures.spoken(seed, main, time_s, opened)
        hand = gestures.mixed(
            hand, gesture, share * speaking * (1.0 - walking) * (1.0 - glide(down.share) * (down.posture == "lie"))
        )
    if grip is not None and act.activity == "hold":
        return hand
    goal = act.target if act.target is not None else act.gaze_target
    aim = _aim(person, torso, np.asarray(goal, float), side) if goal is not None else None
    done = hand_of(act.activity, main, seed, since_s, time_s, aim)
    if done is None:
        return hand
    deed, share = done
    if grip is not None:
        deed = deed._replace(curl_deg=hand.curl_deg, index_deg=hand.index_deg)
    return gestures.mixed(hand, deed, share)


def _grip(holding: str | None, side: str, *, speaks: bool) -> tuple[Hand, bool] | None:
    """How one hand holds what is carried, and whether its arm may swing; None for a free hand."""
    if holding is None:
        return None
    from tools.stage.people.grips import grip_of

    grip = grip_of(holding, speaking=speaks)
    hand = grip.main if side == "r" else grip.other
    return None if hand is None else (hand, grip.walks)


def _aim(person: Person, torso: Torso, target: np.ndarray, side: str) -> Aim:
    """``target`` from the shoulder in arm lengths: outward, up, forward of the chest."""
    rest = person.skeleton
    arm_m = float(np.linalg.norm(rest.at(f"forearm_{side}") - rest.at(f"upper_arm_{side}")))
    arm_m += float(np.linalg.norm(rest.at(f"hand_{side}") - rest.at(f"forearm_{side}")))
    local = torso.local(target - torso.world(rest.at(f"upper_arm_{side}"))) / arm_m
    return (float(local[0]) * (1.0 if side == "l" else -1.0), float(local[1]), float(local[2]))


def _rough_aim(person: Person, act: Performance, place: np.ndarray, yaw: float, down: Down) -> Aim | None:
    """``_aim`` before the trunk is bent, of the right arm: enough to know how far a body must lean."""
    goal = act.target if act.target is not None else act.gaze_target
    if goal is None or act.activity not in ("reach", "handshake"):
        return None
    shift = np.array([0.0, -0.42 * down.share if down.posture != "stand" else 0.0, 0.0])
    return _aim(person, torso_of(person, np.zeros((len(BONES), 3)), place, yaw, shift), np.asarray(goal, float), "r")
