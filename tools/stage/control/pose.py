"""OpenPose keypoints of the stage's people: the eighteen joints of COCO with a neck, as JSON and as a drawn map.

The order of joints and limbs and the colours (the hue circle in eighteen steps, limbs at 60 percent) are what
ControlNet's pose models were trained on. Source: Cao et al., "OpenPose", 2019; Zhang et al., "ControlNet", 2023.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

KEYPOINTS: tuple[str, ...] = (
    "nose", "neck", "shoulder_r", "elbow_r", "wrist_r", "shoulder_l", "elbow_l", "wrist_l",
    "hip_r", "knee_r", "ankle_r", "hip_l", "knee_l", "ankle_l", "eye_r", "eye_l", "ear_r", "ear_l",
)  # fmt: skip
"""The person's own right and left, in OpenPose's order. The neck is the middle between the shoulders."""

LIMBS: tuple[tuple[int, int], ...] = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
    (1, 0), (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip

COLOURS: tuple[tuple[int, int, int], ...] = tuple(
    tuple(round(channel * 255) for channel in colorsys.hsv_to_rgb(hue / 18, 1.0, 1.0))  # type: ignore[misc]
    for hue in range(18)
)
"""RGB of each joint, and of the limb of that number."""

SEEN, BY_OWN_BODY, HIDDEN = 1.0, 0.5, 0.0
"""Confidence of a keypoint: seen, behind the person's own body (still drawn), behind others or out of the frame."""

_INSIDE_BODY_M = {"eye": 0.03, "nose": 0.03, "ear": 0.06, "neck": 0.16, "shoulder": 0.14, "elbow": 0.10,
                  "wrist": 0.08, "hip": 0.22, "knee": 0.12, "ankle": 0.10}  # fmt: skip
"""How deep a joint lies under the skin and clothes that cover it, metres."""


class Keypoint(NamedTuple):
    """One joint in the picture. Pixels from the upper left corner of the picture."""

    x_px: float
    y_px: float
    confidence: float


def keypoints(
    joints: Mapping[str, np.ndarray],
    number: int,
    projected: np.ndarray,
    depth_m: np.ndarray,
    actor: np.ndarray,
) -> tuple[Keypoint, ...]:
    """The eighteen keypoints of one person.

    Args:
        joints: names whose projections ``projected`` holds, in order, with every name of ``KEYPOINTS`` but the neck.
        number: the person's number in ``actor``.
        projected: (N, 3) x in pixels, y in pixels, metres in front of the camera.
        depth_m, actor: (H, W) of the frame.
    """
    at = dict(zip(joints, projected, strict=True))
    at["neck"] = (at["shoulder_r"] + at["shoulder_l"]) / 2
    return tuple(_keypoint(name, at[name], number, depth_m, actor) for name in KEYPOINTS)


def _keypoint(name: str, at: np.ndarray, number: int, depth_m: np.ndarray, actor: np.ndarray) -> Keypoint:
    x, y, ahead = (float(value) for value in at)
    height, width = depth_m.shape
    if ahead <= 0.0 or not (0.0 <= x < width and 0.0 <= y < height):
        return Keypoint(x, y, HIDDEN)
    column, row = int(x), int(y)
    if ahead <= float(depth_m[row, column]) + _INSIDE_BODY_M[name.split("_")[0]]:
        return Keypoint(x, y, SEEN)
    return Keypoint(x, y, BY_OWN_BODY if int(actor[row, column]) == number else HIDDEN)


def people_json(people: Sequence[tuple[str, tuple[Keypoint, ...]]], width: int, height: int) -> dict:
    """OpenPose's own JSON, as ControlNet's editors read it, with each person's character id beside it."""
    return {
        "version": 1.3,
        "canvas_width": width,
        "canvas_height": height,
        "people": [
            {
                "person_id": [number],
                "character_id": who,
                "pose_keypoints_2d": [
                    round(value, 3)
                    for x, y, c in points
                    for value in ((x, y, c) if c > HIDDEN else (0.0, 0.0, 0.0))
                ],
                "face_keypoints_2d": [],
                "hand_left_keypoints_2d": [],
                "hand_right_keypoints_2d": [],
            }
            for number, (who, points) in enumerate(people)
        ],
    }


def drawn(people: Sequence[tuple[Keypoint, ...]], width: int, height: int) -> np.ndarray:
    """(H, W, 3) uint8 RGB: everybody's limbs and joints on black, at the line width of a 512-pixel map."""
    import cv2

    out = np.zeros((height, width, 3), np.uint8)
    thick = max(2, round(4 * min(width, height) / 512))
    for points in people:
        for (first, second), colour in zip(LIMBS, COLOURS, strict=False):
            a, b = points[first], points[second]
            if a.confidence == HIDDEN or b.confidence == HIDDEN:
                continue
            middle = (round((a.x_px + b.x_px) / 2), round((a.y_px + b.y_px) / 2))
            length = math.hypot(a.x_px - b.x_px, a.y_px - b.y_px)
            angle = round(math.degrees(math.atan2(b.y_px - a.y_px, b.x_px - a.x_px)))
            limb = cv2.ellipse2Poly(middle, (round(length / 2), thick), angle, 0, 360, 1)
            cv2.fillConvexPoly(out, np.asarray(limb), tuple(int(channel * 0.6) for channel in colour))
        for point, colour in zip(points, COLOURS, strict=True):
            if point.confidence > HIDDEN:
                cv2.circle(out, (round(point.x_px), round(point.y_px)), thick, colour, -1)
    return out
