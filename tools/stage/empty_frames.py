"""Frames that are composed on the place and not on a person: establishing shots and inserts."""

from __future__ import annotations

from film.state import Camera
from tools.stage.blocking import Blocking
from tools.stage.ground import Box, Ground, Point, distance
from tools.stage.lens import visible_height_m
from tools.stage.placing import Wish
from tools.stage.sizes import DUTCH_DEG, HEAD_SHARE, HEADS_HIGH, pitch_of


def of_place(camera: Camera, blocking: Blocking, ground: Ground, aspect: float) -> Wish:
    """The set itself, the wider the farther back and the higher; close, the nearest thing that stands there."""
    middle = blocking.marks.middle
    height = {"extreme_wide": 1.9, "wide": 1.5, "full": 1.25}.get(camera.size, 1.0)
    thing = _nearest_thing(ground, middle) if HEADS_HIGH[camera.size] < 7.0 else None
    if thing is not None:
        middle = _centre(thing)
        height = thing.high[1] - ground.floor(*middle)
    away = HEADS_HIGH[camera.size] * HEAD_SHARE * 1.7 / visible_height_m(1.0, camera.focal_mm, aspect)
    pitch = pitch_of(camera) or (-4.0 if HEADS_HIGH[camera.size] > 10.0 else -15.0)
    roll = DUTCH_DEG if camera.angle == "dutch" else 0.0
    yaw = blocking.marks.front_yaw_deg + camera.swing_deg
    height += ground.floor(*middle)
    return Wish((middle[0], height, middle[1]), (0.5, 0.56), yaw, pitch, max(away, 1.2), camera.focal_mm, roll, 1.0)


def _nearest_thing(ground: Ground, middle: Point) -> Box | None:
    """The nearest table, else the nearest other thing that a hand could lie on."""
    things = [
        box
        for box in ground.obstacles
        if 0.3 < box.high[1] - ground.floor(box.low[0], box.low[2]) < 1.4
        and max(box.high[0] - box.low[0], box.high[2] - box.low[2]) < 2.5
        and _is_within_reach(ground, box, middle)
    ]

    def away(box: Box) -> tuple[bool, float, Box]:
        is_table = 0.6 < box.high[1] - ground.floor(box.low[0], box.low[2]) < 0.85
        return (not is_table, distance(_centre(box), middle), box)

    return min(things, key=away, default=None)


def _is_within_reach(ground: Ground, box: Box, middle: Point) -> bool:
    """True for what stands a few steps away, where a camera can go round it."""
    x, z = _centre(box)
    low, high = ground.camera_box
    return low[0] < x < high[0] and low[2] < z < high[2] and distance((x, z), middle) < 6.0


def _centre(box: Box) -> Point:
    return ((box.low[0] + box.high[0]) / 2, (box.low[2] + box.high[2]) / 2)
