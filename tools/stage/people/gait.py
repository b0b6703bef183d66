"""Walking, running and turning on the spot: where the body is along its path, and where each foot is planted.

A planted foot is a fixed place on the floor until it is lifted again, so feet cannot skate; the body
travels between them. Everything is a pure function of the path, so any frame can be asked for alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tools.stage.people.postures import glide

_RATE_HZ = 60
_MOVING_M = 0.05
_TURNING_DEG = 14.0
_EASE_S = 0.28
"""Twice this long is a start or a stop."""
_WALK_M_S, _RUN_M_S = 1.7, 2.7
"""Up to the first speed somebody walks, from the second on they run."""
_LEADS, _TRAILS = (0.38, 0.17), (0.63, 0.33)
"""How far before the body a foot lands and behind it is lifted, in steps, walking and running: a walker always has a
foot on the ground, a runner is in the air between."""
_PELVIS = 0.02
"""How far a turning pelvis carries a hip toward its foot, in leg lengths."""
_HEEL_DEG, _TOE_DEG = -50.0, 14.0


class Waypoint(NamedTuple):
    """A place on somebody's path. While they walk they face where they go; ``yaw_deg`` holds when they stand."""

    time_s: float
    x: float
    y: float
    z: float
    yaw_deg: float = 0.0
    """0 faces +z, 90 faces +x."""


class Step(NamedTuple):
    """One foot's flight from one plant to the next."""

    start_s: float
    end_s: float
    x: float
    y: float
    z: float
    yaw_deg: float
    lift_m: float


class Foot(NamedTuple):
    """Where one foot is at a moment."""

    place: np.ndarray
    """(3,) on the floor under the ankle were the foot flat."""
    yaw_deg: float
    lift_m: float
    pitch_deg: float
    """Above 0 the toes point up, below 0 the heel is raised over the toes."""


class Track(NamedTuple):
    """A path made smooth, and every footfall on it."""

    times_s: np.ndarray
    places: np.ndarray
    """(N, 3) of the body's middle, on the floor."""
    yaws_deg: np.ndarray
    """(N,) unwrapped."""
    speeds_m_s: np.ndarray
    phases: np.ndarray
    """(N,) footfalls so far: whole over a planted foot, even over the left one. Drives arms and sway."""
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    """Of the left and of the right foot; the first of each is where it stands from the start."""
    dips_m: np.ndarray
    """(N,) how far the hips are lowered so that both legs reach their feet, without a jolt."""


def place_at(track: Track, time_s: float) -> tuple[np.ndarray, float, float, float]:
    """Place (3,), yaw in degrees, speed in m/s and stride phase at a moment."""
    place = np.array([np.interp(time_s, track.times_s, track.places[:, i]) for i in range(3)])
    yaw, speed, phase = (
        float(np.interp(time_s, track.times_s, a)) for a in (track.yaws_deg, track.speeds_m_s, track.phases)
    )
    return place, yaw, speed, phase


def dip_at(track: Track, time_s: float) -> float:
    """How far the hips are lowered for the feet's sake at a moment, metres."""
    return float(np.interp(time_s, track.times_s, track.dips_m))


def foot_at(track: Track, side: int, time_s: float) -> Foot:
    """The left (0) or right (1) foot at a moment."""
    steps = track.steps[side]
    number = 0
    while number + 1 < len(steps) and steps[number + 1].start_s <= time_s:
        number += 1
    step = steps[number]
    place = np.array([step.x, step.y, step.z])
    if number == 0:
        return Foot(place, step.yaw_deg, 0.0, _heel(steps, number, time_s))
    strong = min(1.0, step.lift_m / 0.06)
    if time_s >= step.end_s:
        strike = 1.0 - glide((time_s - step.end_s) / 0.14)
        return Foot(place, step.yaw_deg, 0.0, _TOE_DEG * strong * strike + _heel(steps, number, time_s))
    before = steps[number - 1]
    t = (time_s - step.start_s) / max(step.end_s - step.start_s, 1e-6)
    go = glide(t)
    start = np.array([before.x, before.y, before.z])
    pitch = _HEEL_DEG * (1.0 - glide(t / 0.62)) + _TOE_DEG * glide((t - 0.45) / 0.55)
    return Foot(
        start + (place - start) * go,
        before.yaw_deg + (step.yaw_deg - before.yaw_deg) * go,
        step.lift_m * float(np.sin(np.pi * t)) ** 2,
        pitch * strong,
    )


def _heel(steps: tuple[Step, ...], number: int, time_s: float) -> float:
    """The heel rises over planted toes before the foot is lifted."""
    if number + 1 >= len(steps):
        return 0.0
    coming = steps[number + 1]
    rise = 1.0 - (coming.start_s - time_s) / min(0.34, max(0.16, 0.7 * (coming.end_s - coming.start_s)))
    rise = min(1.0, max(0.0, rise))
    rise = rise * rise * (3.0 - 2.0 * rise)
    return _HEEL_DEG * rise * min(1.0, coming.lift_m / 0.06)


@lru_cache(maxsize=256)
def track_of(path: tuple[Waypoint, ...], leg_m: float, stance_m: float, seed: int) -> Track:
    """Smooth a path and plan its footfalls.

    Args:
        path: at least one waypoint, times not decreasing.
        leg_m: length of the legs, which sets the stride.
        stance_m: how far each foot stands from the body's middle.
        seed: which foot goes first and how the feet are turned out.
    """
    draw = np.random.default_rng([seed, 303])
    times, places, yaws = _smooth(path)
    flat = np.diff(places[:, [0, 2]], axis=0)
    moved = np.concatenate([[0.0], np.cumsum(np.linalg.norm(flat, axis=1))])
    speeds = np.gradient(moved, times) if len(times) > 1 else np.zeros(1)
    first = int(draw.integers(0, 2))
    out_deg = draw.uniform(5, 14, 2)
    ahead = draw.uniform(-0.05, 0.07, 2)
    feet: list[list[Step]] = [[], []]

    def plant(side: int, at_s: float, place: np.ndarray, yaw: float, forward_m: float = 0.0, wide: float = 1.0) -> Step:
        a = np.radians(yaw)
        sign = 1.0 if side == 0 else -1.0
        left = np.array([np.cos(a), 0, -np.sin(a)]) * stance_m * sign * wide
        spot = place + left + np.array([np.sin(a), 0, np.cos(a)]) * forward_m
        return Step(at_s, at_s, float(spot[0]), float(spot[1]), float(spot[2]), yaw + sign * out_deg[side], 0.0)

    for side in (0, 1):
        feet[side].append(plant(side, float(times[0]), places[0], float(yaws[0]), float(ahead[side]), 1.12))
    phases = np.zeros(len(times))
    for start, end, kind in _stretches(path, times, moved, yaws):
        if kind == "turn":
            span = times[end] - times[start]
            for order, side in enumerate((first, 1 - first)):
                a, b = (0.0, 0.60) if order == 0 else (0.42, 1.0)
                goal = plant(side, 0.0, places[end], float(yaws[end]), float(ahead[side]), 1.12)
                feet[side].append(
                    goal._replace(
                        start_s=float(times[start] + a * span), end_s=float(times[start] + b * span), lift_m=0.035
                    )
                )
            continue
        stretch = slice(start, end + 1)
        plants = _walk(feet, plant, times[stretch], places[stretch], yaws[stretch], moved[stretch], leg_m, first, ahead)
        _count_steps(phases, plants, moved - moved[start], start, first)
    walked = Track(times, places, yaws, speeds, phases, (tuple(feet[0]), tuple(feet[1])), np.zeros(len(times)))
    return walked._replace(dips_m=_dips(walked, leg_m, stance_m))


def _walk(feet, plant, times, places, yaws, moved, leg_m, first, ahead) -> list[float]:
    """Append the steps of one walk from standing to standing; how far along it each foot is set down, in order.

    Told from the start on: where a foot is set down follows from the speed there and never from how long the walk
    still is, so that a walk that goes on farther has the same first steps.
    """
    whole = float(moved[-1] - moved[0])
    travel = moved - moved[0] + np.arange(len(moved)) * 1e-9
    speeds = np.gradient(travel, times)

    def when(distance: float) -> float:
        return float(np.interp(distance, travel, times))

    def at(values: np.ndarray, distance: float) -> float:
        return float(np.interp(distance, travel, values))

    def gait(distance: float) -> tuple[float, float, float, float]:
        """Step length, lead and trail in metres and lift of the foot there."""
        speed = at(speeds, min(max(distance, 0.25), whole))
        run = float(np.clip((speed - _WALK_M_S) / (_RUN_M_S - _WALK_M_S), 0, 1))
        length = leg_m * ((0.40 + 0.27 * min(speed, 2.0)) * (1 - run) + (0.62 + 0.24 * speed) * run)
        lead, trail = (a + (b - a) * run for a, b in (_LEADS, _TRAILS))
        return length, lead * length, trail * length, leg_m * (0.075 + 0.17 * run)

    def land(side: int, start_s: float, end_s: float, distance: float, lift: float, last: bool) -> None:
        place = np.array([np.interp(distance, travel, places[:, i]) for i in range(3)])
        yaw = at(yaws, distance) if not last else float(yaws[-1])
        step = plant(side, 0.0, place, yaw, float(ahead[side]) if last else 0.0, 1.12 if last else 0.60)
        start_s = max(start_s, feet[side][-1].end_s + 0.02)
        feet[side].append(
            step._replace(
                start_s=start_s, end_s=max(end_s, start_s + (0.26 if lift > 0.12 * leg_m else 0.38)), lift_m=lift
            )
        )

    plants = [0.0]
    stood = {0: 0.0, 1: 0.0}
    side, landed_s = first, float(times[0])
    while whole - plants[-1] > 0.02:
        length, lead, _, lift = gait(plants[-1])
        goal = plants[-1] + length
        last = whole - goal < 0.30 * length
        goal = whole if last else goal
        from_m = stood[side]
        # Both feet stand beside each other at first: the second one follows sooner than in full stride.
        trail = gait(from_m)[2] * (0.62 if len(plants) == 2 else 1.0)
        leave_m = 0.02 if len(plants) == 1 else min(from_m + trail, goal - lead)
        start_s = when(max(0.0, min(leave_m, whole)))
        if len(plants) == 1:
            start_s = max(float(times[0]), start_s - 0.12)
        land(side, start_s, when(min(goal - lead, whole)), goal, lift, last)
        landed_s = feet[side][-1].end_s
        stood[side] = goal
        plants.append(goal)
        side = 1 - side
    trailing = 0.6 * gait(stood[side])[2]
    start_s = when(min(stood[side] + trailing, whole - 1e-6))
    start_s = min(max(start_s, landed_s - 0.10), max(float(times[-1]), landed_s))
    land(side, start_s, max(start_s + 0.36, float(times[-1]) - 0.05), whole, 0.045 * leg_m, True)
    return plants


def _dips(track: Track, leg_m: float, stance_m: float) -> np.ndarray:
    """What straight legs leave of the hips' height: the lowest of a tenth of a second around, evened out.

    The legs are those of the average body, in shares of their length: a leg over its ankle, an ankle over its sole,
    a foot from ankle to toes.
    """
    straight, ankle, foot = 0.886 * leg_m, 0.092 * leg_m, 0.142 * leg_m
    needed = np.zeros(len(track.times_s))
    busy = np.flatnonzero(_spread(track.speeds_m_s > 0.04, round(0.5 * _RATE_HZ)))
    for sample in busy[busy % 2 == 0]:
        time_s, yaw = float(track.times_s[sample]), np.radians(track.yaws_deg[sample])
        for side in (0, 1):
            step = foot_at(track, side, time_s)
            sign = 1.0 if side == 0 else -1.0
            hip = track.places[sample] + np.array([np.cos(yaw), 0.0, -np.sin(yaw)]) * stance_m * sign
            heading, pitch = np.radians(step.yaw_deg), np.radians(min(step.pitch_deg, 0.0))
            ahead = np.array([np.sin(heading), 0.0, np.cos(heading)]) * foot * (1.0 - np.cos(pitch))
            away = max(0.0, np.hypot(*(step.place + ahead - hip)[[0, 2]]) - _PELVIS * leg_m)
            up = ankle * np.cos(pitch) - foot * np.sin(pitch) + step.lift_m
            needed[sample] = max(needed[sample], leg_m - up - np.sqrt(max(straight**2 - away**2, 0.0)))
    needed[1:-1:2] = np.maximum(needed[0:-2:2], needed[2::2])[: len(needed[1:-1:2])]
    width = round(0.02 * _RATE_HZ)
    lowest = np.max([np.roll(needed, k) for k in range(-width, width + 1)], axis=0)
    return _boxed(_boxed(lowest[:, None], 0.07), 0.05)[:, 0]


def _spread(mask: np.ndarray, by: int) -> np.ndarray:
    """A mask grown by ``by`` samples on both sides."""
    return np.convolve(mask.astype(float), np.ones(2 * by + 1), "same") > 0.5


def _count_steps(phases: np.ndarray, plants: list[float], travel: np.ndarray, offset: int, first: int) -> None:
    """Phases in place: a whole number where the body is over a planted foot, even over the left one."""
    steps = len(plants) - 1
    phase = np.interp(travel[offset:], plants, np.arange(steps + 1)) + 1.0 - first
    phases[offset:] = phase


def _smooth(path: tuple[Waypoint, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The path sampled evenly, corners of speed and direction rounded over about a third of a second."""
    start, end = path[0].time_s - 2 * _EASE_S, path[-1].time_s + 2 * _EASE_S
    times = np.arange(int(np.ceil((end - start) * _RATE_HZ)) + 1) / _RATE_HZ + start
    knots = np.array([w.time_s for w in path])
    raw = np.stack([np.interp(times, knots, np.array([w[i] for w in path])) for i in (1, 2, 3)], -1)
    yaws = np.degrees(np.unwrap(np.radians([w.yaw_deg for w in path])))
    turn = np.interp(times, knots, yaws)
    velocity = np.gradient(raw, 1 / _RATE_HZ, axis=0)
    speed = np.hypot(velocity[:, 0], velocity[:, 2])
    heading = np.degrees(np.arctan2(velocity[:, 0], velocity[:, 2]))
    toward = turn + (heading - turn + 180) % 360 - 180
    turn = np.where(speed > 0.15, toward, turn)
    turn = np.degrees(np.unwrap(np.radians(turn)))
    return times, _boxed(_boxed(raw, _EASE_S), _EASE_S), _boxed(_boxed(turn[:, None], _EASE_S), _EASE_S)[:, 0]


def _boxed(values: np.ndarray, width_s: float) -> np.ndarray:
    half = max(1, round(width_s * _RATE_HZ / 2))
    padded = np.concatenate([np.repeat(values[:1], half, 0), values, np.repeat(values[-1:], half, 0)])
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(padded, 0)])
    return (total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1)


def _stretches(
    path: tuple[Waypoint, ...], times: np.ndarray, moved: np.ndarray, yaws: np.ndarray
) -> list[tuple[int, int, str]]:
    """Runs of samples in which the person walks or turns on the spot: (first, last, kind)."""
    going = np.gradient(moved, times) > 0.04
    out: list[tuple[int, int, str]] = []
    i = 0
    while i < len(times):
        if going[i]:
            j = i
            while j + 1 < len(times) and going[j + 1]:
                j += 1
            if moved[j] - moved[i] > _MOVING_M:
                out.append((i, j, "walk"))
            i = j + 1
            continue
        j = i
        while j + 1 < len(times) and not going[j + 1]:
            j += 1
        if abs(yaws[j] - yaws[i]) > _TURNING_DEG:
            rate = np.abs(np.gradient(yaws[i : j + 1], times[i : j + 1]))
            busy = np.flatnonzero(rate > 2.0)
            if len(busy):
                out.append((i + int(busy[0]), i + int(busy[-1]), "turn"))
        i = j + 1
    return out
