"""Walking, running and turning on the spot: where the body is along its path, and where each foot is planted.

A planted foot is a fixed place on the floor until it is lifted again, so feet cannot skate; the body
travels between them. Everything is a pure function of the path, so any frame can be asked for alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

_RATE_HZ = 60
_MOVING_M = 0.05
_TURNING_DEG = 14.0
_EASE_S = 0.30
_RUN_M_S = 2.2
"""From this speed on both feet leave the ground."""


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
    """(N,) footfalls so far, growing evenly while walking: drives arms and sway."""
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    """Of the left and of the right foot; the first of each is where it stands from the start."""


def place_at(track: Track, time_s: float) -> tuple[np.ndarray, float, float, float]:
    """Place (3,), yaw in degrees, speed in m/s and stride phase at a moment."""
    place = np.array([np.interp(time_s, track.times_s, track.places[:, i]) for i in range(3)])
    yaw, speed, phase = (
        float(np.interp(time_s, track.times_s, a)) for a in (track.yaws_deg, track.speeds_m_s, track.phases)
    )
    return place, yaw, speed, phase


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
    if time_s >= step.end_s:
        flat = np.clip((time_s - step.end_s) / 0.10, 0, 1)
        strike = (1 - flat) * (12.0 if step.lift_m > 0.05 else 0.0)
        return Foot(place, step.yaw_deg, 0.0, strike + _heel(steps, number, time_s))
    before = steps[number - 1]
    t = (time_s - step.start_s) / max(step.end_s - step.start_s, 1e-6)
    go = t * t * (3 - 2 * t)
    start = np.array([before.x, before.y, before.z])
    pitch = np.interp(t, [0, 0.25, 0.6, 1.0], [-34, -22, 4, 12]) * min(1.0, step.lift_m / 0.06)
    return Foot(
        start + (place - start) * go,
        before.yaw_deg + (step.yaw_deg - before.yaw_deg) * go,
        step.lift_m * np.sin(np.pi * t) ** 1.2,
        float(pitch),
    )


def _heel(steps: tuple[Step, ...], number: int, time_s: float) -> float:
    """The heel rises over planted toes just before the foot is lifted."""
    if number + 1 >= len(steps):
        return 0.0
    left = steps[number + 1].start_s - time_s
    rise = np.clip(1 - left / 0.16, 0, 1)
    return float(-34.0 * rise * rise * min(1.0, steps[number + 1].lift_m / 0.06))


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
        _walk(
            feet,
            plant,
            times[start : end + 1],
            places[start : end + 1],
            yaws[start : end + 1],
            moved[start : end + 1],
            leg_m,
            first,
            phases,
            start,
            ahead,
        )
    return Track(times, places, yaws, speeds, phases, (tuple(feet[0]), tuple(feet[1])))


def _walk(feet, plant, times, places, yaws, moved, leg_m, first, phases, offset, ahead) -> None:
    """Append the steps of one walk from standing to standing."""
    whole = float(moved[-1] - moved[0])
    travel = moved - moved[0] + np.arange(len(moved)) * 1e-9
    pace = float(np.percentile(np.gradient(travel, times), 80))
    runs = pace > _RUN_M_S
    stride = leg_m * (0.66 + 0.30 * pace) if runs else leg_m * (0.42 + 0.28 * min(pace, 2.0))
    count = max(1, round(whole / stride))
    length = whole / count
    lift = 0.15 * leg_m if runs else 0.085 * leg_m
    swing = 1.30 if runs else 0.80

    def when(distance: float) -> float:
        return float(np.interp(distance, travel, times))

    phases[offset : offset + len(times)] = phases[offset] + travel / length
    phases[offset + len(times) :] = phases[offset + len(times) - 1]
    for k in range(1, count + 2):
        side = first if k % 2 else 1 - first
        goal_m = min(k * length, whole)
        land = min(goal_m - 0.5 * length, whole) if k <= count else whole
        leave = max(land - swing * length, 0.0) if k <= count else whole - 0.48 * length
        start_s, end_s = when(leave), when(land)
        if k == count + 1:
            end_s = float(times[-1])
        if end_s - start_s < 0.12:
            end_s = start_s + 0.12
        earlier = feet[side][-1]
        start_s = max(start_s, earlier.end_s)
        end_s = max(end_s, start_s + 0.10)
        at = when(goal_m)
        place = np.array([np.interp(at, times, places[:, i]) for i in range(3)])
        yaw = float(np.interp(at if k <= count else times[-1], times, yaws))
        standing = k > count - 1
        step = plant(
            side,
            0.0,
            place,
            yaw,
            float(ahead[side]) if standing and k == count + 1 else 0.0,
            1.10 if standing else 0.55,
        )
        feet[side].append(step._replace(start_s=start_s, end_s=end_s, lift_m=lift if k <= count else lift * 0.6))


def _smooth(path: tuple[Waypoint, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The path sampled evenly, corners of speed and direction rounded over about a third of a second."""
    start, end = path[0].time_s - _EASE_S, path[-1].time_s + _EASE_S
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
    return times, _boxed(raw, _EASE_S), _boxed(turn[:, None], _EASE_S * 1.6)[:, 0]


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
