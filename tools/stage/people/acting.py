"""How somebody stands at a moment: one performance, data, becomes one pose, a pure function of time.

Breath, weight, steps, gaze, gestures, mouth and mood are layered in that order. Another seed is another
performance of the same part; the same seed is the same one, frame by frame, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.stage.people import gestures
from tools.stage.people.expressions import blink_at, drift, expression, glance_at
from tools.stage.people.gait import Waypoint, foot_at, place_at, track_of
from tools.stage.people.limbs import Stance, arm_bends, leg_bends, turn_matrix
from tools.stage.people.skeleton import BONES, INDEX
from tools.stage.people.visemes import visemes

if TYPE_CHECKING:
    from tools.stage.people.person import Person

__all__ = ["Performance", "Pose", "Waypoint", "pose_at", "visemes"]

HEAD_YAW_DEG, HEAD_PITCH_DEG = 66.0, 34.0
EYES_YAW_DEG, EYES_PITCH_DEG = 27.0, 20.0
"""How far a head turns on its neck, and eyes in their head."""


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
    seat_m: float = 0.45
    """Height of the seat while they sit."""
    act_at_s: float = 0.0
    """When an act with a beginning (turn, look, sit, kneel, fall, reach) begins."""
    target: tuple[float, float, float] | None = None
    """What a pointing or reaching hand is meant for; None takes ``gaze_target``."""
    settled: bool = True
    """Somebody who sits or kneels is already down when the shot begins."""


def pose_at(person: Person, performance: Performance, time_s: float) -> Pose:
    """The pose of ``person`` in ``performance`` at a moment of the shot."""
    act, seed, m = performance, performance.seed, person.measures
    track = track_of(act.path, float(m.joints["thigh_l"][1]), float(m.joints["foot_l"][0]) * 0.98, seed)
    place, yaw, speed, phase = place_at(track, time_s)
    moving = float(np.clip(speed / 0.5, 0, 1))
    run = float(np.clip((speed - 1.7) / 1.0, 0, 1))
    mood = expression(act.expression)
    spoken = _mouth(act.mouth, time_s)
    speaking = _speaking(act.mouth, time_s)

    stance = _stance(person, act, time_s, moving, run, phase, speed)
    feet = [foot_at(track, side, time_s) for side in (0, 1)]
    bends = np.zeros((len(BONES), 3))
    breath = np.sin(2 * np.pi * time_s / 3.9 + seed % 11)
    _bend_trunk(bends, act, mood.slump_deg + stance.lean_deg, time_s, moving, run, phase, breath)
    hips_shift, lowered = leg_bends(person, bends, place, yaw, feet, stance)

    look = _look(person, act, place, yaw, lowered, time_s, speaking, moving)
    bends[INDEX["spine"], 1] += look.trunk_deg * 0.5
    bends[INDEX["chest"], 1] += look.trunk_deg * 0.5
    _move_arms(person, bends, act, place, yaw, hips_shift, time_s, speed, run, phase, spoken[0], speaking)
    nod = _nod(act, time_s, speaking, seed)
    shut = max(
        blink_at(seed, time_s),
        mood.droop + (0.45 if act.activity == "cry" else 0.0) + (0.30 if act.activity == "laugh" else 0.0),
    )
    laugh = 1.0 if act.activity == "laugh" else 0.0
    return Pose(
        position=(float(place[0]), float(place[1]), float(place[2])),
        yaw_deg=yaw,
        hips_shift_m=(float(hips_shift[0]), float(hips_shift[1]), float(hips_shift[2])),
        bends_deg=bends,
        head_yaw_deg=look.head_yaw_deg
        + 1.6 * drift(seed, 20, time_s, 6.0)
        + speaking * 3.0 * drift(seed, 23, time_s, 2.2),
        head_pitch_deg=look.head_pitch_deg
        + mood.head_pitch_deg * 0.6
        + nod
        + 1.2 * drift(seed, 21, time_s, 5.0)
        + laugh * 7,
        head_roll_deg=2.2 * drift(seed, 22, time_s, 7.5) + speaking * 2.5 * drift(seed, 24, time_s, 3.0),
        gaze_yaw_deg=look.eyes_yaw_deg,
        gaze_pitch_deg=look.eyes_pitch_deg,
        blink=float(np.clip(shut, 0, 1)),
        mouth_open=float(np.clip(max(spoken[0], laugh * (0.30 + 0.12 * np.sin(2 * np.pi * 4.2 * time_s))), 0, 1)),
        mouth_wide=float(spoken[1]),
        mouth_round=float(spoken[2]),
        smile=float(
            np.clip(mood.smile * (1 - 0.35 * speaking) + laugh * 0.9 - (0.5 if act.activity == "cry" else 0.0), -1, 1)
        ),
        brow_raise=float(
            np.clip(
                mood.brow_raise
                + speaking * (0.22 + 0.32 * drift(seed, 30, time_s, 2.4))
                + 0.05 * drift(seed, 31, time_s, 6),
                -1,
                1,
            )
        ),
        brow_knit=float(np.clip(mood.brow_knit + (0.5 if act.activity == "cry" else 0.0), 0, 1)),
        eyes_wide=mood.eyes_wide,
    )


class _Look(NamedTuple):
    head_yaw_deg: float
    head_pitch_deg: float
    eyes_yaw_deg: float
    eyes_pitch_deg: float
    trunk_deg: float


def _mouth(keys: Sequence[Sequence[float]] | np.ndarray, time_s: float) -> np.ndarray:
    table = np.asarray(keys, float).reshape(-1, 4)
    if len(table) == 0 or time_s <= table[0, 0] or time_s >= table[-1, 0]:
        return np.zeros(3)
    return np.array([np.interp(time_s, table[:, 0], table[:, i]) for i in (1, 2, 3)])


def _speaking(keys: Sequence[Sequence[float]] | np.ndarray, time_s: float) -> float:
    """0..1: how much of a speaker somebody is at this moment; words reach a little around themselves."""
    table = np.asarray(keys, float).reshape(-1, 4)
    if len(table) == 0:
        return 0.0
    live = table[table[:, 1:].max(1) > 0.05, 0]
    if len(live) == 0:
        return 0.0
    return float(np.clip(1.6 - np.abs(live - time_s).min() / 0.35, 0, 1))


def _since(act: Performance, time_s: float, span_s: float) -> float:
    """0..1 progress of an act that begins at ``act_at_s``."""
    t = float(np.clip((time_s - act.act_at_s) / span_s, 0, 1))
    return t * t * (3 - 2 * t)


def _stance(
    person: Person, act: Performance, time_s: float, moving: float, run: float, phase: float, speed: float
) -> Stance:
    """How high the hips are and how the weight lies."""
    m, seed = person.measures, act.seed
    leg = float(m.joints["thigh_l"][1])
    sway = (
        (1 - moving)
        * m.scale
        * np.array([0.017 * drift(seed, 1, time_s, 8.5), 0.0, 0.008 * drift(seed, 2, time_s, 6.5)])
    )
    sway[0] += moving * 0.016 * m.scale * np.sin(np.pi * phase)
    drop = 0.006 * leg + 0.012 * moving + 0.035 * run * leg
    bounce = run * 0.030 * np.abs(np.sin(np.pi * phase)) - 0.010 * moving * np.cos(2 * np.pi * phase)
    down = _since(act, time_s, 1.1) if not act.settled else 1.0
    lean = 2.5 * moving + 9.0 * run + 1.2 * drift(seed, 3, time_s, 9.0)
    if act.activity == "sit":
        seat = max(act.seat_m, 0.25)
        drop = down * (leg - seat - 0.085 * m.scale) + (1 - down) * drop
        sway = sway * (1 - 0.8 * down)
        lean += 24 * np.sin(np.pi * down) + 2 * down
        return Stance("sit", float(drop), sway, float(lean), down, float(bounce))
    if act.activity == "kneel":
        return Stance(
            "kneel",
            float(down * (float(m.joints["shin_l"][1]) - 0.058 * m.scale) + (1 - down) * drop),
            sway,
            float(lean + 6 * down),
            down,
            0.0,
        )
    if act.activity == "fall":
        fell = _since(act, time_s, 0.9)
        return Stance(
            "kneel", float(fell * (leg - 0.30 * m.scale) + (1 - fell) * drop), sway, float(lean + 62 * fell), fell, 0.0
        )
    return Stance("stand", float(drop), sway, float(lean), 0.0, float(bounce))


def _bend_trunk(
    bends: np.ndarray,
    act: Performance,
    lean_deg: float,
    time_s: float,
    moving: float,
    run: float,
    phase: float,
    breath: float,
) -> None:
    seed = act.seed
    twist = moving * (5.5 + 5 * run) * np.sin(np.pi * phase)
    bends[INDEX["hips"]] += (0.25 * lean_deg, -0.7 * twist, 1.6 * moving * np.cos(np.pi * phase))
    bends[INDEX["spine"]] += (
        0.40 * lean_deg + 0.5 * breath,
        0.8 * twist + 1.2 * drift(seed, 4, time_s, 10),
        -(1 - moving) * 1.6 * drift(seed, 1, time_s, 8.5) - 1.6 * moving * np.cos(np.pi * phase),
    )
    bends[INDEX["chest"]] += (
        0.35 * lean_deg - 0.9 * breath,
        0.8 * twist,
        (1 - moving) * 1.0 * drift(seed, 1, time_s, 8.5),
    )
    if act.activity == "laugh":
        shake = np.sin(2 * np.pi * 4.2 * time_s)
        bends[INDEX["chest"], 0] += 1.6 * shake - 3
    if act.activity == "cry":
        bends[INDEX["chest"], 0] += 7 + 1.2 * np.sin(2 * np.pi * 3.1 * time_s)
    for side, sign in (("l", 1.0), ("r", -1.0)):
        bends[INDEX[f"clavicle_{side}"], 2] += sign * (
            0.8 * breath + (4.0 if act.expression == "afraid" else -1.5 if act.expression == "sad" else 0.0)
        )


def _look(
    person: Person,
    act: Performance,
    place: np.ndarray,
    yaw: float,
    lowered_m: float,
    time_s: float,
    speaking: float,
    moving: float,
) -> _Look:
    """Eyes go first, the head follows, the trunk helps when the target is far round."""
    glance_yaw, glance_pitch = glance_at(act.seed, time_s)
    if act.gaze_target is None:
        return _Look(0.0, -2.0 * moving, glance_yaw, glance_pitch - 2.0, 0.0)
    eye = place + np.array([0, person.eye_height_m - lowered_m, 0])
    line = np.asarray(act.gaze_target, float) - eye
    want_yaw = float((np.degrees(np.arctan2(line[0], line[2])) - yaw + 180) % 360 - 180)
    want_pitch = float(np.degrees(np.arctan2(line[1], np.hypot(line[0], line[2]))))
    eyes_on = head_on = 1.0
    if act.activity in ("look", "turn"):
        eyes_on = _since(act, time_s, 0.16)
        head_on = _since(act._replace(act_at_s=act.act_at_s + 0.10), time_s, 0.62)
    share = 0.80 + 0.06 * drift(act.seed, 25, time_s, 9.0)
    trunk = float(np.clip(want_yaw * 0.16, -16, 16)) * (0.3 if moving > 0.5 else 1.0) * head_on
    head_yaw = float(np.clip(want_yaw * share - trunk, -HEAD_YAW_DEG, HEAD_YAW_DEG)) * head_on
    head_pitch = float(np.clip(want_pitch * 0.70, -HEAD_PITCH_DEG, HEAD_PITCH_DEG)) * head_on
    away = 1.0 - 0.5 * speaking
    eyes_yaw = (want_yaw * eyes_on - head_yaw - trunk) + glance_yaw * away
    eyes_pitch = (want_pitch * eyes_on - head_pitch) + glance_pitch * away
    return _Look(
        head_yaw, head_pitch, float(np.clip(eyes_yaw, -EYES_YAW_DEG, EYES_YAW_DEG)), float(np.clip(eyes_pitch, -EYES_PITCH_DEG, EYES_PITCH_DEG)), trunk
    )  # fmt: skip


def _nod(act: Performance, time_s: float, speaking: float, seed: int) -> float:
    if act.activity == "nod":
        t = time_s - act.act_at_s
        swing = np.sin(2 * np.pi * 1.25 * t) * np.clip(t / 0.3, 0, 1) * np.clip((2.6 - t % 3.6) / 0.5, 0, 1)
        return -8.5 * float(swing)
    return -speaking * 3.2 * drift(seed, 26, time_s, 1.3)


def _move_arms(
    person: Person,
    bends: np.ndarray,
    act: Performance,
    place: np.ndarray,
    yaw: float,
    hips_shift: np.ndarray,
    time_s: float,
    speed: float,
    run: float,
    phase: float,
    opened: float,
    speaking: float,
) -> None:
    seed = act.seed
    main_left = gestures.acts_with_left(seed)
    walking = float(np.clip(speed / 0.7, 0, 1))
    aim = act.target if act.target is not None else act.gaze_target
    for side in ("l", "r"):
        main = (side == "l") == main_left
        rest = gestures.idle(seed, main, time_s)
        if act.activity == "sit":
            rest = gestures.mixed(
                rest, gestures.seated(seed, main, time_s), _since(act, time_s, 1.1) if not act.settled else 1.0
            )
        hand = gestures.mixed(rest, gestures.striding(side == "l", phase, run), walking)
        if speaking > 0 and walking < 0.6:
            gesture, share = gestures.spoken(seed, main, time_s, opened)
            hand = gestures.mixed(hand, gesture, share * speaking)
        toward = _aim(person, aim, place, yaw, hips_shift, side) if aim is not None else None
        done = gestures.acted(act.activity, main, seed, time_s - act.act_at_s, toward)
        if done is not None:
            hand = gestures.mixed(hand, done, _since(act._replace(act_at_s=act.act_at_s - 0.25), time_s, 0.85))
        arm_bends(person, bends, side, hand)


def _aim(
    person: Person, target: tuple[float, float, float], place: np.ndarray, yaw: float, hips_shift: np.ndarray, side: str
) -> tuple[float, float, float] | None:
    """Direction from the shoulder to ``target``: outward, up, forward. A hand does not point behind its back."""
    shoulder = person.skeleton.at(f"upper_arm_{side}") + hips_shift
    local = turn_matrix(-yaw) @ (np.asarray(target, float) - place) - shoulder
    local[2] = max(local[2], 0.25 * float(np.linalg.norm(local)))
    local /= max(float(np.linalg.norm(local)), 1e-6)
    return (float(local[0]) * (1.0 if side == "l" else -1.0), float(local[1]), float(local[2]))
