"""A take's files as numbers: every frame tiny, some frames as small RGB, a few as large lumas, and the stream's facts.

One pass over the file serves every measure. Full-size conversion to RGB would cost more than the
decoding, so planes are scaled down first and only about eight frames a second become colour of some size.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import ScoreError
from tools.score.planes import (
    LIMITED_RANGE_BLACK,
    LIMITED_RANGE_SPAN,
    large_luma,
    luma_of,
    luma_plane,
    small_rgb,
    tiny_rgb,
)

__all__ = ["LUMA_SIZE", "SAMPLE_FPS", "Footage", "footage_of", "luma_of", "read_clip", "read_still", "small_size"]

SAMPLE_FPS = 8
"""Colour frames a second: VBench samples motion at this rate (facts/metrics.md 1.1)."""
SAMPLE_LONG_SIDE = 480
LARGE_LONG_SIDE = 960
"""Burnt-in letters have strokes of three or four pixels in 1080p: at 480 pixels they are gone."""
LARGE_FRAMES = 3
LUMA_SIZE = (160, 90)
"""(width, height) of the pictures of every frame: 12 x 12 pixels of a 1080p picture each."""
LUMA_ROWS = 360
"""Picture rows that a luma is averaged from: four per cell; reading all of 1080 takes three times as long."""


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
    tiny: np.ndarray = np.zeros((0, 90, 160, 3), np.uint8)
    """(M, 90, 160, 3) uint8 display RGB of every frame."""
    large: np.ndarray = np.zeros((0, 2, 2), np.uint8)
    """(K, h, w) uint8 display luma of up to three of the colour frames spread over the clip, long side <= 960."""
    off_beat: int = 0
    """Frames that are shown earlier or later than the clip's rate says."""
    sound_streams: int = 0


def read_still(path: Path) -> Footage:
    """The picture in ``path``.

    Raises:
        ScoreError: the file is missing or is no picture.
    """
    import cv2

    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise ScoreError(f"{path.name} is missing or is not a picture; make the keyframe again")
    return footage_of(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)[None], 0)


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
    tiny: list[np.ndarray] = []
    times: list[int | None] = []
    large: dict[int, np.ndarray] = {}
    last: Any = None
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise ScoreError(f"{path.name} holds no picture; make the clip again")
            stream = container.streams.video[0]
            sound_streams = len(container.streams.audio)
            stream.codec_context.thread_count = 1
            fps = Fraction(stream.average_rate or 0)
            tick = Fraction(stream.time_base or 0)
            step = max(1, round(fps / SAMPLE_FPS))
            wanted = _spread(stream.frames, step)
            for index, frame in enumerate(container.decode(stream)):
                if frame.is_corrupt:
                    raise ScoreError(f"{path.name} is damaged at frame {index}; make the clip again")
                rows = luma_plane(frame)[:: max(1, frame.height // LUMA_ROWS)]
                lumas.append(cv2.resize(rows, LUMA_SIZE, interpolation=cv2.INTER_AREA))
                tiny.append(tiny_rgb(frame, lumas[-1], LUMA_SIZE))
                times.append(frame.pts)
                if index % step == 0:
                    colour.append(small_rgb(frame, small_size(frame.width, frame.height)))
                    at.append(index)
                if index in wanted:
                    large[index] = large_luma(frame, small_size(frame.width, frame.height, LARGE_LONG_SIDE))
                last = frame
    except av.FFmpegError as error:
        raise ScoreError(f"{path.name} cannot be decoded ({error}); make the clip again") from error
    if last is None:
        raise ScoreError(f"{path.name} holds no frame; make the clip again")
    if at[-1] != len(lumas) - 1:
        colour.append(small_rgb(last, small_size(last.width, last.height)))
        at.append(len(lumas) - 1)
    if not large:
        large[0] = large_luma(last, small_size(last.width, last.height, LARGE_LONG_SIDE))
    luma = np.stack(lumas).astype(np.float32)
    if last.format.name == "yuv420p":
        luma = np.clip((luma - LIMITED_RANGE_BLACK) * (255 / LIMITED_RANGE_SPAN), 0, 255)
    return Footage(
        np.stack(colour), tuple(at), luma, last.width, last.height, len(lumas), fps, np.stack(tiny),
        np.stack([large[index] for index in sorted(large)]), _off_beat(times, fps, tick), sound_streams,
    )  # fmt: skip


def footage_of(frames: np.ndarray, fps: int) -> Footage:
    """Frames in memory, (M, H, W, 3) uint8 RGB, as if they had been read from a clip of ``fps``; 0 for a still."""
    import cv2

    count, height, width = frames.shape[:3]
    step = max(1, round(Fraction(fps) / SAMPLE_FPS))
    at = sorted({*range(0, count, step), count - 1})
    size = small_size(width, height)
    colour = np.stack([cv2.resize(frames[i], size, interpolation=cv2.INTER_AREA) for i in at])
    tiny = np.stack([cv2.resize(frame, LUMA_SIZE, interpolation=cv2.INTER_AREA) for frame in frames])
    large_size = small_size(width, height, LARGE_LONG_SIDE)
    large = [cv2.resize(frames[i], large_size, interpolation=cv2.INTER_AREA) for i in sorted(_spread(count, step))]
    lumas = np.stack([np.clip(luma_of(picture) + 0.5, 0, 255).astype(np.uint8) for picture in large])
    return Footage(colour, tuple(at), luma_of(tiny), width, height, count, Fraction(fps), tiny, lumas)


def small_size(width: int, height: int, long_side: int = SAMPLE_LONG_SIDE) -> tuple[int, int]:
    """(width, height), both even, with the long side at most ``long_side`` pixels. Small pictures stay as they are."""
    scale = min(1.0, long_side / max(width, height))
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def _spread(frames: int, step: int) -> set[int]:
    """Indices of up to three colour frames, evenly over a clip of ``frames``; the first where that is not known."""
    samples = max(1, (frames + step - 1) // step)
    count = min(LARGE_FRAMES, samples)
    return {step * round(k * (samples - 1) / max(1, count - 1)) for k in range(count)}


def _off_beat(times: list[int | None], fps: Fraction, tick: Fraction) -> int:
    """How many frames are not one frame's time after the one before, to a tick of the file's clock."""
    if not fps or not tick or any(time is None for time in times):
        return 0
    known = [time for time in times if time is not None]
    wanted = 1 / (fps * tick)
    return sum(abs(after - before - wanted) > 1 for before, after in zip(known, known[1:], strict=False))
