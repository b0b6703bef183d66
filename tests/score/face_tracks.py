"""Faces made by hand: tracks of people whose directions are known, and references to know them by."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from tools.score.face.geometry import ALIGNED_PX
from tools.score.face.identity import References
from tools.score.face.reading import FaceTrack, FoundFace
from tools.score.footage import Footage

DIMENSIONS = 16
SIZE = (480, 270)
PEOPLE = ("mara", "jon", "stranger", "ava")


def direction(who: str, like: float = 1.0) -> np.ndarray:
    """The unit vector of ``who``, or one whose cosine to it is ``like`` and to all others of ``PEOPLE`` 0."""
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[PEOPLE.index(who)] = like
    vector[-1] = math.sqrt(max(0.0, 1 - like * like))
    return vector


def landmarks(x: float, y: float, height: float, yaw_deg: float) -> np.ndarray:
    """(5, 2) of a face of ``height`` pixels around (x, y): an average head turned under weak perspective."""
    unit = height / 140.0  # millimetres from brow to chin
    turn = math.radians(yaw_deg)
    points = ((-32, -30, 0), (32, -30, 0), (0, 2, 31), (-25, 36, 0), (25, 36, 0))
    across = [(px * math.cos(turn) + pz * math.sin(turn), py) for px, py, pz in points]
    return np.array([(x + unit * px, y + unit * py) for px, py in across], np.float32)


def face(
    who: str, x: float = 240.0, height: float = 60.0, yaw_deg: float = 0.0, like: float = 1.0, y: float = 110.0
) -> FoundFace:
    """A found face of somebody, ``like`` them, looking ``yaw_deg`` to the picture's right."""
    half = height / 2
    box = (x - 0.76 * half, y - half, x + 0.76 * half, y + half)
    return FoundFace(box, landmarks(x, y, height, yaw_deg), 0.9, direction(who, like), yaw_deg)


def track(*frames: tuple[FoundFace, ...]) -> FaceTrack:
    return FaceTrack(frames, tuple(3 * at for at in range(len(frames))), SIZE, "insightface@test")


def footage(count: int, colour: np.ndarray | None = None) -> Footage:
    """A take of ``count`` grey colour frames, or of those given."""
    frames = np.full((count, SIZE[1], SIZE[0], 3), 128, np.uint8) if colour is None else colour
    luma = np.zeros((count, 90, 160), np.float32)
    return Footage(frames, tuple(3 * at for at in range(count)), luma, *SIZE, count, Fraction(24))


def references(*people: str) -> dict[str, References]:
    """Two references each, of equal direction and with noise for faces."""
    known = {}
    for who in people:
        pictures = np.random.default_rng(PEOPLE.index(who)).integers(0, 255, (2, ALIGNED_PX, ALIGNED_PX, 3), np.uint8)
        known[who] = References(np.stack([direction(who)] * 2), pictures, (1, 2))
    return known
