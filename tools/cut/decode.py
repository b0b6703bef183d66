"""What is in a media file: its streams, its frames as RGB, its samples, and the hashes of both.

Frames are hashed decoded and sound as PCM: containers and lossy sound change their bytes for reasons
that nobody sees or hears.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import RenderError

BT709_CODE, BT601_CODES = 1, (5, 6)
"""ISO/IEC 23091-4 matrix coefficients as ffmpeg numbers them."""
FULL_RANGE = 2
HASHED_SAMPLES = 1 << 20


class Stream(NamedTuple):
    """One stream of a file. ``language`` is the ISO 639-2 tag in the file, "und" when it has none."""

    kind: str
    codec: str
    language: str
    title: str
    is_default: bool


class Probe(NamedTuple):
    """What a file says it holds. Colour tags are ISO/IEC 23091-4 codes: 1 is BT.709; range 1 is limited ("tv")."""

    width: int
    height: int
    fps: Fraction
    frames: int
    duration_s: float
    pix_fmt: str
    colour_matrix: int
    colour_primaries: int
    colour_transfer: int
    colour_range: int
    streams: tuple[Stream, ...]
    chapters: tuple[tuple[float, str], ...]
    """(start_s, title)."""


def probe(path: Path) -> Probe:
    """Reads the headers of ``path``. A file without pictures has width, height and frames 0.

    Raises:
        RenderError: not a media file.
    """
    with _opened(path) as container:
        streams = tuple(
            Stream(
                s.type,
                s.codec_context.name if s.codec_context is not None else str(s.metadata.get("handler_name", "")),
                s.language or "und",
                s.metadata.get("title", s.metadata.get("name", "")),
                bool(int(s.disposition) & 1),
            )
            for s in container.streams
        )
        chapters = tuple(
            (float(c["start"] * c["time_base"]), str(c["metadata"].get("title", ""))) for c in container.chapters()
        )
        duration_s = (container.duration or 0) / 1_000_000
        if not container.streams.video:
            return Probe(0, 0, Fraction(0), 0, duration_s, "", 0, 0, 0, 0, streams, chapters)
        video = container.streams.video[0]
        context = video.codec_context
        fps = video.average_rate or Fraction(0)
        frames = video.frames or round(duration_s * fps)
        return Probe(
            context.width,
            context.height,
            fps,
            frames,
            duration_s,
            context.pix_fmt or "",
            int(context.colorspace),
            int(context.color_primaries),
            int(context.color_trc),
            int(context.color_range),
            streams,
            chapters,
        )


def read_frames(path: Path, *, start: int = 0, end: int | None = None) -> Iterator[np.ndarray]:
    """Yields frames ``start`` up to but not including ``end`` as (H, W, 3) uint8 display RGB.

    Args:
        path: a file with constant frame rate; frame 0 is its first picture.
        end: None reads to the last frame.

    Raises:
        RenderError: unreadable or damaged file, or fewer frames than asked for (or than its header promises).
    """
    expected = start if end is None else end
    index = start
    with _opened(path) as container:
        stream = _video(container, path)
        stream.thread_type = "AUTO"
        if end is None:
            expected = stream.frames
        for index, frame in _indexed_frames(container, stream, start, path):
            if end is not None and index >= end:
                return
            if index >= start:
                yield _rgb(frame)
        index += 1
    if index < expected:
        raise RenderError(f"{path.name} ends after {index} frames where {expected} are needed; make the clip again")


def picture_sha256(path: Path) -> str:
    """64 hex digits of every decoded frame's Y'CbCr planes in order, with the picture's size.

    Raises:
        RenderError: unreadable or damaged file.
    """
    facts = probe(path)
    return sha256_of_frames((facts.width, facts.height), frame_sha256s(path))


def sha256_of_frames(size: tuple[int, int], frames: Sequence[str]) -> str:
    """``picture_sha256`` of a picture of ``size`` (width, height) whose frames have these hashes."""
    return hashlib.sha256("\n".join([f"{size[0]}x{size[1]}", *frames]).encode()).hexdigest()


def frame_sha256s(path: Path, start: int = 0, end: int | None = None) -> list[str]:
    """64 hex digits for each frame ``start`` up to ``end`` (None: the last): of its decoded Y'CbCr planes.

    Raises:
        RenderError: unreadable or damaged file.
    """
    hashes = []
    with _opened(path) as container:
        stream = _video(container, path)
        stream.thread_type = "AUTO"
        for index, frame in _indexed_frames(container, stream, start, path):
            if end is not None and index >= end:
                break
            if index >= start:
                hashes.append(hashlib.sha256(np.ascontiguousarray(frame.to_ndarray()).data).hexdigest())
    return hashes


def pcm_sha256(sound: Path | np.ndarray) -> str:
    """64 hex digits: sha256 of the samples as little-endian int16, channels interleaved.

    ``sound`` is an array, (N,) or (N, channels), float in -1..1 or int16, or a wav file.
    """
    from tools.voice.wav import as_int16, read_wav

    samples = read_wav(sound)[0] if isinstance(sound, Path) else sound
    digest = hashlib.sha256()
    for at in range(0, len(samples), HASHED_SAMPLES):
        digest.update(np.ascontiguousarray(as_int16(samples[at : at + HASHED_SAMPLES]).astype("<i2")).data)
    return digest.hexdigest()


def key_frames(path: Path) -> tuple[list[int], int, bytes]:
    """(display indices of the key frames, number of frames, codec headers) of the video in ``path``."""
    with _opened(path) as container:
        stream = _video(container, path)
        ticks = _ticks_per_frame(stream, path)
        keys, count = [], 0
        for packet in container.demux(stream):
            if packet.pts is None:
                continue
            count += 1
            if packet.is_keyframe:
                keys.append(round((packet.pts - (stream.start_time or 0)) / ticks))
        return sorted(keys), count, bytes(stream.codec_context.extradata or b"")


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import av

    if not path.is_file():
        raise RenderError(f"{str(path)!r} is missing; make it again")
    try:
        with av.open(str(path)) as container:
            yield container
    except av.FFmpegError as error:
        raise RenderError(f"{path.name} cannot be read ({error}); make it again") from error


def _video(container, path: Path):
    if not container.streams.video:
        raise RenderError(f"{path.name} holds no picture")
    return container.streams.video[0]


def _ticks_per_frame(stream, path: Path) -> Fraction:
    if not stream.average_rate:
        raise RenderError(f"{path.name} states no frame rate")
    return 1 / (stream.average_rate * stream.time_base)


def _indexed_frames(container, stream, start: int, path: Path) -> Iterator[tuple[int, Any]]:
    """(display index, frame) from the last key frame at or before ``start``."""
    ticks = _ticks_per_frame(stream, path)
    first = stream.start_time or 0
    if start > 0:
        container.seek(int(first + start * ticks), stream=stream, backward=True)
    for frame in container.decode(stream):
        if frame.is_corrupt:
            raise RenderError(f"{path.name} is damaged near frame {round((frame.pts - first) / ticks)}; make it again")
        yield round((frame.pts - first) / ticks), frame


def _rgb(frame) -> np.ndarray:
    from tools.cut.colour import BT601, BT709, from_i420

    if frame.format.name in ("yuv420p", "yuvj420p") and frame.color_range != FULL_RANGE and frame.width % 2 == 0:
        untagged_small = frame.colorspace == 2 and frame.height < 720
        return from_i420(frame.to_ndarray(), BT601 if frame.colorspace in BT601_CODES or untagged_small else BT709)
    return frame.to_ndarray(format="rgb24")
