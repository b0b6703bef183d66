"""A take's files as numbers: every frame as a small luma, some frames as small RGB, and the stream's facts.

One pass over the file serves every measure. Full-size conversion to RGB would cost more than the
decoding, so planes are scaled down first and only about eight frames a second become colour.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import ScoreError

SAMPLE_FPS = 8
"""Colour frames a second: VBench samples motion at this rate (facts/metrics.md 1.1)."""
SAMPLE_LONG_SIDE = 480
LUMA_SIZE = (160, 90)
"""(width, height) of the lumas of every frame: 12 x 12 pixels of a 1080p picture each."""

LUMA_ROWS = 360
"""Picture rows that a luma is averaged from: four per cell; reading all of 1080 takes three times as long."""

BT601_CODES = (5, 6)
LIMITED_RANGE_BLACK, LIMITED_RANGE_SPAN = 16, 219


class Footage(NamedTuple):
    """A decoded clip, or a still as a clip of one frame."""

    colour: np.ndarray
    """(N, h, w, 3) uint8 display RGB, long side <= 480: about eight a second, the first and the last among them."""
    at: tuple[int, ...]
    """The frame index of each colour frame."""
    luma: np.ndarray
    """(M, 90, 160) float32, every frame's display luma, 0 black .. 255 white."""
    width: int
    height: int
    frames: int
    """Pictures in the file, counted by decoding."""
    fps: Fraction
    """0 for a still."""


def read_still(path: Path) -> Footage:
    """The picture in ``path``.

    Raises:
        ScoreError: the file is missing or is no picture.
    """
    import cv2

    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise ScoreError(f"{path.name} is missing or is not a picture; make the keyframe again")
    rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, small_size(width, height), interpolation=cv2.INTER_AREA)
    luma = _luma(cv2.resize(rgb, LUMA_SIZE, interpolation=cv2.INTER_AREA))
    return Footage(small[None], (0,), luma[None], width, height, 1, Fraction(0))


def read_clip(path: Path) -> Footage:
    """The clip in ``path``, decoded once on one thread.

    Raises:
        ScoreError: the file is missing, holds no picture, or is damaged.
    """
    import av
    import cv2

    if not path.is_file():
        raise ScoreError(f"{path.name} is missing; make the clip again")
    colour: list[np.ndarray] = []
    at: list[int] = []
    lumas: list[np.ndarray] = []
    last: Any = None
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise ScoreError(f"{path.name} holds no picture; make the clip again")
            stream = container.streams.video[0]
            stream.codec_context.thread_count = 1
            fps = Fraction(stream.average_rate or 0)
            step = max(1, round(fps / SAMPLE_FPS))
            for index, frame in enumerate(container.decode(stream)):
                if frame.is_corrupt:
                    raise ScoreError(f"{path.name} is damaged at frame {index}; make the clip again")
                rows = _plane(frame)[:: max(1, frame.height // LUMA_ROWS)]
                lumas.append(cv2.resize(rows, LUMA_SIZE, interpolation=cv2.INTER_AREA))
                if index % step == 0:
                    colour.append(_small_rgb(frame))
                    at.append(index)
                last = frame
    except av.FFmpegError as error:
        raise ScoreError(f"{path.name} cannot be decoded ({error}); make the clip again") from error
    if last is None:
        raise ScoreError(f"{path.name} holds no frame; make the clip again")
    if at[-1] != len(lumas) - 1:
        colour.append(_small_rgb(last))
        at.append(len(lumas) - 1)
    luma = np.stack(lumas).astype(np.float32)
    if last.format.name == "yuv420p":
        luma = np.clip((luma - LIMITED_RANGE_BLACK) * (255 / LIMITED_RANGE_SPAN), 0, 255)
    return Footage(np.stack(colour), tuple(at), luma, last.width, last.height, len(lumas), fps)


def footage_of(frames: np.ndarray, fps: int) -> Footage:
    """Frames in memory, (M, H, W, 3) uint8 RGB, as if they had been read from a clip of ``fps``."""
    import cv2

    count, height, width = frames.shape[:3]
    step = max(1, round(Fraction(fps) / SAMPLE_FPS))
    at = sorted({*range(0, count, step), count - 1})
    size = small_size(width, height)
    colour = np.stack([cv2.resize(frames[i], size, interpolation=cv2.INTER_AREA) for i in at])
    luma = np.stack([_luma(cv2.resize(frame, LUMA_SIZE, interpolation=cv2.INTER_AREA)) for frame in frames])
    return Footage(colour, tuple(at), luma, width, height, count, Fraction(fps))


def small_size(width: int, height: int) -> tuple[int, int]:
    """(width, height), both even, with the long side at most 480 pixels. Small pictures stay as they are."""
    scale = min(1.0, SAMPLE_LONG_SIDE / max(width, height))
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def luma_of(rgb: np.ndarray) -> np.ndarray:
    """BT.709 luma, float32 0..255, of (..., 3) display RGB 0..255."""
    return _luma(rgb)


def _luma(rgb: np.ndarray) -> np.ndarray:
    return rgb.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def _plane(frame: Any, index: int = 0) -> np.ndarray:
    """(h, w) uint8 view of one plane of a planar frame; the grey of any other frame."""
    if frame.format.name not in ("yuv420p", "yuvj420p"):
        return frame.to_ndarray(format="gray")
    plane = frame.planes[index]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def _small_rgb(frame: Any) -> np.ndarray:
    import cv2

    width, height = small_size(frame.width, frame.height)
    if frame.format.name != "yuv420p":
        return cv2.resize(frame.to_ndarray(format="rgb24"), (width, height), interpolation=cv2.INTER_AREA)
    y = _plane(frame)
    if frame.width >= 2 * width and frame.width % 2 == 0 and frame.height % 2 == 0:
        y = cv2.resize(y, (frame.width // 2, frame.height // 2), interpolation=cv2.INTER_LINEAR)  # means of 2 x 2
    planes = [
        cv2.resize(y, (width, height), interpolation=cv2.INTER_AREA),
        *(cv2.resize(_plane(frame, i), (width, height), interpolation=cv2.INTER_LINEAR) for i in (1, 2)),
    ]
    rgb = cv2.transform(cv2.merge(planes).astype(np.float32), _to_rgb(frame.colorspace in BT601_CODES))
    return np.clip(rgb + 0.5, 0, 255).astype(np.uint8)


@cache
def _to_rgb(bt601: bool) -> np.ndarray:
    """(3, 4) float32: display RGB 0..255 from limited-range Y'CbCr 0..255 and a constant 1."""
    kr, kb = (0.299, 0.114) if bt601 else (0.2126, 0.0722)
    kg = 1 - kr - kb
    luma, chroma = 255 / LIMITED_RANGE_SPAN, 255 / 224
    red = [luma, 0.0, 2 * (1 - kr) * chroma]
    green = [luma, -2 * kb * (1 - kb) / kg * chroma, -2 * kr * (1 - kr) / kg * chroma]
    blue = [luma, 2 * (1 - kb) * chroma, 0.0]
    matrix = np.array([red, green, blue])
    offset = -(matrix @ np.array([LIMITED_RANGE_BLACK, 128, 128]))
    return np.hstack([matrix, offset[:, None]]).astype(np.float32)
