"""Parts to one picture track, exact to the frame, byte-identical when made again.

Where a part needs no change its packets are copied: whole groups of pictures of clips that were written with the same
encoding (equal codec headers) and size. All else (cards, stills, graded or retimed parts, dissolves, fades and
the groups they cut into) is drawn and encoded in runs. Groups are closed, so the two sorts join without a seam.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from film.profile import Encoding
from tools.cut.decode import key_frames, probe
from tools.cut.encode import TICKS_PER_FRAME, ClipWriter
from tools.cut.grade import is_neutral
from tools.cut.parts import Clip, Part, pictures, total_frames
from tools.cut.publish import partial_of, whole


class Stretch(NamedTuple):
    """A run of film frames ``first`` up to ``end``, copied from ``path`` at its frame ``source``, drawn when None."""

    first: int
    end: int
    path: Path | None
    source: int = 0


class Assembly(NamedTuple):
    """What assembling took."""

    path: Path
    frames: int
    copied: int
    """Frames whose packets were copied."""


def assemble(
    parts: Sequence[Part],
    out: Path,
    encoding: Encoding,
    size: tuple[int, int],
    fps: int | Fraction,
    *,
    fade_out_frames: int = 0,
) -> Assembly:
    """Writes the picture track of ``parts`` to ``out`` (MP4, H.264, no sound), whole or not at all.

    Args:
        encoding: of the drawn stretches; clips of another encoding are encoded again.
        size: (width, height) in pixels, both even.
        fade_out_frames: the film's last frames that go to black.

    Raises:
        RenderError: no parts, or a file is missing, damaged or too short.
    """
    parts, rate = list(parts), Fraction(fps)
    if not parts:
        raise RenderError("the cut is empty: there is no part to assemble")
    work = partial_of(out.with_name(f"{out.name}.work"))
    work.mkdir()
    try:
        headers = _headers(work / "reference.mp4", encoding, size, rate)
        stretches = plan_stretches(parts, headers, size, rate, fade_out_frames)
        joined = []
        for stretch in stretches:
            if stretch.path is None:
                path = work / f"{stretch.first}.mp4"
                with ClipWriter(path, size=size, fps=rate, encoding=encoding) as clip:
                    for picture in draw(parts, stretch.first, stretch.end, size, rate, fade_out_frames):
                        clip.write(picture)
                stretch = Stretch(stretch.first, stretch.end, path)
            joined.append(stretch)
        join(joined, out, rate)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    copied = sum(s.end - s.first for s in stretches if s.path is not None)
    return Assembly(out, total_frames(parts), copied)


def plan_stretches(
    parts: Sequence[Part], headers: bytes, size: tuple[int, int], fps: Fraction, fade_out_frames: int = 0
) -> list[Stretch]:
    """Which frames are copied and which are drawn, in order, without gap or overlap."""
    stretches: list[Stretch] = []
    offset = 0
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        head = _head(part, is_first=index == 0)
        tail = fade_out_frames if following is None else _tail(following)
        copy = _copyable(part, head, tail, headers, size, fps)
        if copy is None:
            _add(stretches, Stretch(offset, offset + part.frames, None))
        else:
            assert isinstance(part, Clip)
            first, end = offset + copy[0] - part.start, offset + copy[1] - part.start
            _add(stretches, Stretch(offset, first, None))
            _add(stretches, Stretch(first, end, part.path, copy[0]))
            _add(stretches, Stretch(end, offset + part.frames, None))
        offset += part.frames
    return stretches


def draw(
    parts: Sequence[Part], first: int, end: int, size: tuple[int, int], fps: Fraction, fade_out_frames: int = 0
) -> Iterator[np.ndarray]:
    """Yields film frames ``first`` up to ``end`` as (H, W, 3) uint8 display RGB, transitions included."""
    from tools.cut.colour import blend

    black = np.zeros((size[1], size[0], 3), np.uint8)
    offset = 0
    for index, part in enumerate(parts):
        begin, stop = max(first, offset) - offset, min(end, offset + part.frames) - offset
        if begin < stop:
            head = _head(part, is_first=index == 0)
            following = parts[index + 1] if index + 1 < len(parts) else None
            tail = fade_out_frames if following is None else _tail(following)
            own = pictures(part, size, fps, begin)
            under: Iterator[np.ndarray] | None = None
            for frame in range(begin, stop):
                picture = next(own)
                if frame < head:
                    if part.transition_in == "dissolve" and index > 0:
                        before = parts[index - 1]
                        under = under or pictures(before, size, fps, before.frames + frame)
                        picture = blend(next(under), picture, (frame + 1) / (head + 1))
                    else:
                        picture = blend(black, picture, (frame + 0.5) / head)
                if frame >= part.frames - tail:
                    picture = blend(black, picture, (part.frames - frame - 0.5) / tail)
                yield picture
        offset += part.frames


def join(stretches: Sequence[Stretch], out: Path, fps: Fraction) -> None:
    """Copies the packets of ``stretches`` (whole groups of pictures with equal headers) into one file.

    Decoding times are renumbered from the first packet on, so the reordering delay is paid once.

    Raises:
        RenderError: a file cannot be read, or a stretch does not hold the frames it promises.
    """
    import av

    tick = Fraction(1) / (fps * TICKS_PER_FRAME)
    with whole(out) as partial:
        try:
            with av.open(
                str(partial), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
            ) as target:
                track, decoded = None, 0
                for stretch in stretches:
                    assert stretch.path is not None
                    with av.open(str(stretch.path)) as source:
                        video = source.streams.video[0]
                        if track is None:
                            track = target.add_stream_from_template(video)
                            track.time_base = tick
                        length = stretch.end - stretch.first
                        packets = list(_group_packets(source, video, stretch.source, stretch.source + length, fps))
                        if len(packets) != length:
                            raise RenderError(
                                f"{stretch.path.name} gave {len(packets)} frames, needed are {length}; make it again"
                            )
                        for shown, packet in packets:
                            packet.stream = track
                            packet.time_base = tick
                            packet.pts = (stretch.first + shown - stretch.source) * TICKS_PER_FRAME
                            packet.dts = (decoded - REORDER_FRAMES) * TICKS_PER_FRAME
                            packet.duration = TICKS_PER_FRAME
                            target.mux(packet)
                            decoded += 1
        except av.FFmpegError as error:
            raise RenderError(f"{out.name} cannot be joined ({error}); make its clips again") from error


REORDER_FRAMES = 2
"""Most frames by which x264 decodes ahead of display (B-frames used as references)."""


def _group_packets(source, video, first: int, end: int, fps: Fraction):
    """(display index, packet) in decoding order of the frames ``first`` up to ``end``, which begin a group."""
    per_frame = 1 / (fps * video.time_base)
    zero = video.start_time or 0
    if first > 0:
        source.seek(int(zero + first * per_frame), stream=video, backward=True)
    for packet in source.demux(video):
        if packet.pts is None:
            continue
        shown = round((packet.pts - zero) / per_frame)
        if packet.is_keyframe and shown >= end:
            return
        if first <= shown < end:
            yield shown, packet


def _headers(path: Path, encoding: Encoding, size: tuple[int, int], fps: Fraction) -> bytes:
    """The codec headers that ``encoding`` gives: of one black frame."""
    with ClipWriter(path, size=size, fps=fps, encoding=encoding) as clip:
        clip.write(np.zeros((size[1], size[0], 3), np.uint8))
    return key_frames(path)[2]


def _head(part: Part, *, is_first: bool) -> int:
    """Frames at the start of ``part`` that its transition changes."""
    if part.transition_in == "cut" or (part.transition_in == "dissolve" and is_first):
        return 0
    whole_fade = part.transition_in == "dissolve" or is_first
    frames = part.transition_frames if whole_fade else part.transition_frames - part.transition_frames // 2
    return min(frames, part.frames)


def _tail(following: Part) -> int:
    """Frames at the end of a part that the fade into the next one changes."""
    return following.transition_frames // 2 if following.transition_in == "fade" else 0


def _copyable(
    part: Part, head: int, tail: int, headers: bytes, size: tuple[int, int], fps: Fraction
) -> tuple[int, int] | None:
    """Source frames (first, end) of the whole groups of ``part`` that need no change; None when there are none."""
    if not isinstance(part, Clip) or part.speed != 1 or not is_neutral(part.grade):
        return None
    facts = probe(part.path)
    keys, count, found = key_frames(part.path)
    if (facts.width, facts.height) != size or facts.fps != fps or found != headers:
        return None
    if part.end > count:
        raise RenderError(f"{part.path.name} has {count} frames, the cut needs {part.end}; make the clip again")
    borders = [*keys, count]
    first = min((k for k in borders if k >= part.start + head), default=count)
    end = max((k for k in borders if k <= part.end - tail), default=0)
    return (first, end) if first < end else None


def _add(stretches: list[Stretch], stretch: Stretch) -> None:
    """Appends ``stretch`` unless it is empty; drawn neighbours become one, so that they are encoded in one run."""
    if stretch.first >= stretch.end:
        return
    if stretches and stretches[-1].path is None and stretch.path is None:
        stretches[-1] = Stretch(stretches[-1].first, stretch.end, None)
    else:
        stretches.append(stretch)
