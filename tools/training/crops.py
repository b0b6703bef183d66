"""What the detector learns from: crops of the worlds' pictures with the faces in them, and which of these it is to find.

Small crops round small faces, and fewer large ones round large faces; a quarter of them anywhere in the picture.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from tools.training.draws import HEIGHT, WIDTH, Split
from tools.training.pictures import Face, read_encoded

LEAST_PX = 10.0
"""Smaller faces are neither asked for nor punished."""
LEAST_VISIBLE, MOST_FACING_DEG, LEAST_INSIDE = 0.55, 80.0, 0.6
BACK_DEG = 105.0
"""From here on it is the back of a head, and finding a face there is wrong; up to here it is nobody's fault."""
_SCORED_SCALES = (0.45, 0.85)
"""Of a kept picture, about as scoring shows it to the detector."""
_CROPS_OF_A_PICTURE = 3


class Lesson(NamedTuple):
    """Crops of one size."""

    count: int
    width: int
    height: int
    tall_px: tuple[float, float]
    """Heights that the faces in their middle are scaled to."""


SMALL = Lesson(24, 128, 128, (12.0, 90.0))
LARGE = Lesson(8, 256, 192, (50.0, 230.0))


class Sample(NamedTuple):
    """One kept picture, still packed, and its faces in the pixels of the whole picture."""

    jpeg: np.ndarray
    faces: tuple[Face, ...]


class Shown(NamedTuple):
    """What the network is shown."""

    rgb: np.ndarray
    """(h, w, 3) uint8."""
    faces: tuple[Face, ...]


def load(folder: Path, split: Split) -> list[Sample]:
    """Every picture of a split, packed: unpacked they would fill the memory.

    Raises:
        RenderError: a file is torn, or there is none.
    """
    paths = sorted((folder / "pictures" / split).glob("*.npz"))
    samples = [Sample(jpeg, faces) for path in paths for jpeg, faces in read_encoded(path)]
    if not samples:
        raise RenderError(f"{folder / 'pictures' / split} holds no pictures; make them: python -m tools.training data")
    return samples


def is_asked(face: Face, width: int = WIDTH, height: int = HEIGHT) -> bool:
    """True for a face that a detector should find: eyes, nose and mouth turned to the lens, within the picture and free.

    At most 80 degrees off the lens, at least 55 % of the head unhidden, 60 % of the box inside the picture, 10 px.
    """
    return (
        bool(face.character_id)
        and face.visible >= LEAST_VISIBLE
        and face.facing_deg <= MOST_FACING_DEG
        and size_px(face) >= LEAST_PX
        and share_inside(face, width, height) >= LEAST_INSIDE
    )


def is_back(face: Face) -> bool:
    """True where a found face is plainly a false one: the back of a known head."""
    return bool(face.character_id) and face.facing_deg >= BACK_DEG


def size_px(face: Face) -> float:
    """Square root of the box's area."""
    x0, y0, x1, y1 = face.box
    return math.sqrt(max(0.0, x1 - x0) * max(0.0, y1 - y0))


def share_inside(face: Face, width: int, height: int) -> float:
    """Share of the box that lies in a picture of this size."""
    x0, y0, x1, y1 = face.box
    across, down = min(x1, width) - max(x0, 0.0), min(y1, height) - max(y0, 0.0)
    return max(0.0, across) * max(0.0, down) / max(1e-9, (x1 - x0) * (y1 - y0))


def crops_of(samples: list[Sample], step: int, draw: random.Random) -> list[Shown]:
    """The crops of one step: small ones round small faces, and at every fourth step fewer and larger ones.

    Several are cut from each picture: to unpack one costs as much as to learn from half a crop.
    """
    lesson = LARGE if step % 4 == 3 else SMALL
    shown: list[Shown] = []
    while len(shown) < lesson.count:
        sample = draw.choice(samples)
        rgb = unpacked(sample)
        some = min(_CROPS_OF_A_PICTURE, lesson.count - len(shown))
        shown += [shown_of(rgb, sample.faces, lesson, draw) for _ in range(some)]
    return shown


def unpacked(sample: Sample) -> np.ndarray:
    import cv2

    bgr = np.asarray(cv2.imdecode(sample.jpeg, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(bgr[..., ::-1])


def shown_of(rgb: np.ndarray, faces: Sequence[Face], lesson: Lesson, draw: random.Random) -> Shown:
    """A crop of the picture at a scale drawn at random, mirrored half of the time, in another light."""
    wanted, backs = [face for face in faces if is_asked(face)], [face for face in faces if is_back(face)]
    chance = draw.random()
    focus = None
    if wanted and chance < 0.72:
        focus = draw.choice(wanted)
    elif backs and chance < 0.85:
        focus = draw.choice(backs)
    scale = draw.uniform(*_SCORED_SCALES)
    if focus is not None and draw.random() < 0.8:
        tall = math.exp(draw.uniform(*(math.log(limit) for limit in lesson.tall_px)))
        scale = min(2.2, max(0.25, tall / (focus.box[3] - focus.box[1])))
    middle = ((focus.box[0] + focus.box[2]) / 2, (focus.box[1] + focus.box[3]) / 2) if focus else None
    left = _start(WIDTH * scale, lesson.width, middle and middle[0] * scale, draw)
    top = _start(HEIGHT * scale, lesson.height, middle and middle[1] * scale, draw)
    mirrored = draw.random() < 0.5
    flip, shift = (-1.0, lesson.width - 1 + left) if mirrored else (1.0, -left)
    move = np.array([[flip * scale, 0.0, shift], [0.0, scale, -top]])
    crop = _cut(rgb, move, lesson)
    moved = (_moved(face, move, mirrored) for face in faces)
    seen = tuple(face for face in moved if share_inside(face, lesson.width, lesson.height) > 0)
    return Shown(_relit(crop, draw), seen)


def _cut(rgb: np.ndarray, move: np.ndarray, lesson: Lesson) -> np.ndarray:
    """The crop; a picture that is made much smaller is halved first, so that nothing flickers between its pixels."""
    import cv2

    unpacked = move
    if abs(move[0, 0]) < 0.5:
        rgb = cv2.resize(rgb, (rgb.shape[1] // 2, rgb.shape[0] // 2), interpolation=cv2.INTER_AREA)
        unpacked = move * [2.0, 2.0, 1.0]
    return cv2.warpAffine(rgb, unpacked, (lesson.width, lesson.height), flags=cv2.INTER_LINEAR)


def _start(whole: float, shown: int, middle: float | None, draw: random.Random) -> float:
    """Where the crop begins along one axis of the scaled picture; a smaller picture lies anywhere in the crop."""
    free = sorted((0.0, whole - shown))
    if middle is None:
        return draw.uniform(*free)
    return min(free[1], max(free[0], middle - draw.uniform(0.15, 0.85) * shown))


def _moved(face: Face, move: np.ndarray, mirrored: bool) -> Face:
    x0, y0, x1, y1 = face.box
    ax, bx = sorted((move[0, 0] * x0 + move[0, 2], move[0, 0] * x1 + move[0, 2]))
    points = [(float(move[0, 0] * x + move[0, 2]), float(move[1, 1] * y + move[1, 2])) for x, y in face.landmarks]
    if mirrored:
        points = [points[1], points[0], points[2], points[4], points[3]]
    box = (float(ax), float(move[1, 1] * y0 + move[1, 2]), float(bx), float(move[1, 1] * y1 + move[1, 2]))
    return face._replace(box=box, landmarks=tuple(points))


def _relit(rgb: np.ndarray, draw: random.Random) -> np.ndarray:
    """Brighter, darker, of another colour, softer or coarser, as takes and encoders make pictures."""
    import cv2

    if draw.random() < 0.12:
        rgb = cv2.GaussianBlur(rgb, (0, 0), draw.uniform(0.4, 1.2))
    if draw.random() < 0.12:
        done, packed = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, draw.randint(30, 75)])
        assert done
        rgb = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    gain = draw.uniform(0.7, 1.3)
    tint = [gain * draw.uniform(0.93, 1.07) for _ in range(3)]
    lit = rgb.astype(np.float32) * np.array(tint, np.float32) + draw.uniform(-12, 12)
    if draw.random() < 0.05:
        lit = np.repeat(lit.mean(2, keepdims=True), 3, axis=2)
    return np.clip(lit, 0, 255).astype(np.uint8)
