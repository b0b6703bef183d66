"""Parts to one picture track, exact to the frame, byte-identical when made again.

Where a part needs no change its packets are copied: whole groups of pictures of clips that were written with the same
encoding (equal codec headers) and size. All else (cards, stills, graded or retimed parts, dissolves, fades and
the groups they cut into) is drawn and encoded, each part by itself, and copied the next time. Groups are closed, so
the two sorts join without a seam.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from film.profile import Encoding
from tools.cut.decode import key_frames, probe
from tools.cut.encode import TICKS_PER_FRAME, ClipWriter
from tools.cut.grade import is_neutral
from tools.cut.kept import drawn_sha256
from tools.cut.parts import Clip, Part, head_of, pictures, tail_of, total_frames
from tools.cut.publish import partial_of, whole


class Stretch(NamedTuple):
    """Film frames ``first`` up to ``end`` of one part, copied from ``path`` from its frame ``source`` on, drawn when
    None."""

    first: int
    end: int
    path: Path | None
    source: int = 0


class Assembly(NamedTuple):
    """What assembling took."""

    path: Path
    frames: int
    copied: int
    """Frames whose packets were copied from clips."""
    drawn: int
    """Frames that were drawn and encoded; the rest had been kept."""
    files: tuple[tuple[Path, int, int], ...]
    """(file, first frame, frame after the last) in order. What was drawn is in ``kept``, or gone with its folder."""


def assemble(
    parts: Sequence[Part],
    out: Path,
    encoding: Encoding,
    size: tuple[int, int],
    fps: int | Fraction,
    *,
    fade_out_frames: int = 0,
    kept: Path | None = None,
) -> Assembly:
    """Writes the picture track of ``parts`` to ``out`` (MP4, H.264, no sound), whole or not at all.

    Args:
        encoding: of the drawn stretches; clips of another encoding are encoded again.
        size: (width, height) in pixels, both even.
        fade_out_frames: the film's last frames that go to black.
        kept: folder of what was drawn before, by content; see ``kept.py``. None keeps nothing.

    Raises:
        RenderError: no parts, or a file is missing, damaged or too short.
    """
    parts, rate = list(parts), Fraction(fps)
    if not parts:
        raise RenderError("the cut is empty: there is no part to assemble")
    work = partial_of(out.with_name(f"{out.name}.work"))
    work.mkdir()
    try:
        stretches = plan_stretches(
            parts, _headers(encoding.model_dump_json(), size, rate), size, rate, fade_out_frames
        )
        drawn, files = 0, []
        for first, end, path, source in stretches:
            if path is None:
                name = drawn_sha256(parts, first, end, encoding, size, rate, fade_out_frames)
                path = (kept or work) / f"{name}.mp4"
                if not path.exists():
                    with ClipWriter(path, size=size, fps=rate, encoding=encoding) as clip:
                        for picture in draw(parts, first, end, size, rate, fade_out_frames):
                            clip.write(picture)
                    drawn += end - first
            files.append((path, source, source + end - first))
        join(files, out, rate)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    copied = sum(stretch.end - stretch.first for stretch in stretches if stretch.path is not None)
    return Assembly(out, total_frames(parts), copied, drawn, tuple(files))


def plan_stretches(
    parts: Sequence[Part], headers: bytes, size: tuple[int, int], fps: Fraction, fade_out_frames: int = 0
) -> list[Stretch]:
    """Which frames are copied and which are drawn, in order, without gap or overlap."""
    stretches: list[Stretch] = []
    offset = 0
    for index, part in enumerate(parts):
        head, tail = head_of(parts, index), tail_of(parts, index, fade_out_frames)
        copy = _copyable(part, head, tail, headers, size, fps)
        if copy is None:
            stretches.append(Stretch(offset, offset + part.frames, None))
        else:
            assert isinstance(part, Clip)
            first, end = offset + copy[0] - part.start, offset + copy[1] - part.start
            stretches.append(Stretch(offset, first, None))
            stretches.append(Stretch(first, end, part.path, copy[0]))
            stretches.append(Stretch(end, offset + part.frames, None))
        offset += part.frames
    return [stretch for stretch in stretches if stretch.first < stretch.end]


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
            head, tail = head_of(parts, index), tail_of(parts, index, fade_out_frames)
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


def join(files: Sequence[tuple[Path, int, int]], out: Path, fps: Fraction) -> None:
    """Copies the packets of ``files``, each (file, first frame, frame after the last: whole groups of pictures, with
    equal headers), into one file.

    Decoding times are renumbered from the first packet on, so the reordering delay is paid once.

    Raises:
        RenderError: a file cannot be read, or does not hold the frames it promises.
    """
    import av

    tick = Fraction(1) / (fps * TICKS_PER_FRAME)
    with whole(out) as partial:
        try:
            with av.open(
                str(partial), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
            ) as target:
                track, decoded, begun = None, 0, 0
                for path, first, end in files:
                    with av.open(str(path)) as source:
                        video = source.streams.video[0]
                        if track is None:
                            track = target.add_stream_from_template(video)
                            track.time_base = tick
                        packets = list(_group_packets(source, video, first, end, fps))
                        if len(packets) != end - first:
                            raise RenderError(
                                f"{path.name} gave {len(packets)} frames, needed are {end - first}; make it again"
                            )
                        for shown, packet in packets:
                            packet.stream = track
                            packet.time_base = tick
                            packet.pts = (begun + shown - first) * TICKS_PER_FRAME
                            packet.dts = (decoded - REORDER_FRAMES) * TICKS_PER_FRAME
                            packet.duration = TICKS_PER_FRAME
                            target.mux(packet)
                            decoded += 1
                    begun += end - first
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


@cache
def _headers(encoding_json: str, size: tuple[int, int], fps: Fraction) -> bytes:
    """The codec headers that an encoding gives: of one black frame."""
    encoding = Encoding.model_validate_json(encoding_json)
    with tempfile.TemporaryDirectory() as folder:
        with ClipWriter(Path(folder) / "black.mp4", size=size, fps=fps, encoding=encoding) as clip:
            clip.write(np.zeros((size[1], size[0], 3), np.uint8))
        return key_frames(clip.path)[2]


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
    after = part.start + part.frames
    if after > count:
        raise RenderError(f"{part.path.name} has {count} frames, the cut needs {after}; make the clip again")
    borders = [*keys, count]
    first = min((k for k in borders if k >= part.start + head), default=count)
    end = max((k for k in borders if k <= after - tail), default=0)
    return (first, end) if first < end else None
