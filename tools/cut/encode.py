"""RGB frames to an H.264 clip, byte-identical for equal frames: one encoder, pinned threads, no SIMD-dependent path.

Measured (facts/media.md 1): x264 output depends on its thread count and, without ``cpu-independent``, on the
processor's vector units; both are pinned here. Every clip has closed groups of pictures of one fixed length, so that
the cut can copy packets instead of encoding again.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import numpy as np

from film.errors import RenderError
from film.profile import Encoding
from tools.cut.decode import Probe, Stream, key_frames, pcm_sha256, picture_sha256, probe, read_frames
from tools.cut.ffmpeg_process import arguments, feed, last_words
from tools.cut.publish import partial_of, publish

__all__ = [
    "ClipWriter", "Encoding", "Probe", "Stream", "key_frames", "pcm_sha256", "picture_sha256", "probe", "read_frames",
]  # fmt: skip

TICKS_PER_FRAME = 512
"""Media time units per frame: a whole number at every rate, so that no frame time is rounded."""
CLOSING_TIMEOUT_S = 300.0


DEFAULT = Encoding()


class ClipWriter:
    """Writes RGB frames to an MP4 that appears under its name only when it is complete.

    with ClipWriter(path, size=(1920, 1080), fps=24, encoding=Encoding()) as clip:
        clip.write(frame)

    Args:
        path: the clip; its folder is made.
        size: (width, height) in pixels, both even.
        fps: frames per second.

    Raises:
        RenderError: odd size, a frame of another shape, ffmpeg failed or was killed, no frame was written. The file
            is then not there.
    """

    def __init__(self, path: Path, *, size: tuple[int, int], fps: int | Fraction, encoding: Encoding = DEFAULT):
        width, height = size
        if width % 2 or height % 2 or width < 16 or height < 16:
            raise RenderError(f"a clip cannot be {width}x{height}: both sides must be even and at least 16")
        self.path, self.size, self.frames = path, size, 0
        self._partial = partial_of(path)
        self._planes = np.empty((height * 3 // 2, width), np.uint8)
        self._child, self._messages = feed(_command(self._partial, size, Fraction(fps), encoding))

    @property
    def process_id(self) -> int:
        """Of the encoder."""
        return self._child.pid

    def write(self, rgb: np.ndarray) -> None:
        """Adds one frame, (H, W, 3) uint8 display RGB."""
        from tools.cut.colour import to_i420

        expected = (self.size[1], self.size[0], 3)
        if rgb.shape != expected or rgb.dtype != np.uint8:
            raise RenderError(f"frame {self.frames} is {rgb.shape} {rgb.dtype}, expected {expected} uint8")
        to_i420(rgb, self._planes)
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(self._planes.data)
        except (BrokenPipeError, ValueError):
            raise RenderError(f"{self.path.name}: the encoder stopped at frame {self.frames}: {self._why()}") from None
        self.frames += 1

    def close(self) -> Path:
        """Ends the clip and gives it its name.

        Raises:
            RenderError: see the class.
        """
        try:
            if self.frames == 0:
                raise RenderError(f"{self.path.name}: no frame was written")
            status = self._end()
            if status != 0:
                raise RenderError(f"{self.path.name}: the encoder ended with {status}: {self._why()}")
            publish(self._partial, self.path)
        finally:
            self.abandon()
        return self.path

    def abandon(self) -> None:
        """Stops the encoder and leaves no file."""
        if self._child.poll() is None:
            self._child.kill()
        if self._child.stdin is not None:
            with suppress(BrokenPipeError):
                self._child.stdin.close()
        self._child.wait()
        self._messages.close()
        self._partial.unlink(missing_ok=True)

    def __enter__(self) -> ClipWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _end(self) -> int:
        assert self._child.stdin is not None
        with suppress(BrokenPipeError):  # when the encoder is gone its exit status says why
            self._child.stdin.close()
        try:
            return self._child.wait(timeout=CLOSING_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            raise RenderError(f"{self.path.name}: the encoder did not end within {CLOSING_TIMEOUT_S:g} s") from None

    def _why(self) -> str:
        self._child.kill()
        self._child.wait()
        self._messages.seek(0)
        return last_words(self._messages.read())


def _command(partial: Path, size: tuple[int, int], fps: Fraction, encoding: Encoding) -> list[str]:
    import ffmpeg

    options = {
        "format": "mp4",
        "vcodec": "libx264",
        "preset": encoding.preset,
        "crf": encoding.crf,
        "pix_fmt": "yuv420p",
        "threads": encoding.threads,
        "g": encoding.gop,
        "keyint_min": encoding.gop,
        "sc_threshold": 0,
        "x264-params": "cpu-independent=1:open-gop=0:stitchable=1",
        "colorspace": "bt709",
        "color_primaries": "bt709",
        "color_trc": "bt709",
        "color_range": "tv",
        "chroma_sample_location": "left",
        "movflags": "+faststart",
        "fflags": "+bitexact",
        "flags:v": "+bitexact",
        "map_metadata": -1,
        "video_track_timescale": int(fps * TICKS_PER_FRAME),
    }
    source = ffmpeg.input(
        "pipe:", format="rawvideo", pix_fmt="yuv420p", s=f"{size[0]}x{size[1]}", r=str(fps), color_range="tv",
        colorspace="bt709", color_primaries="bt709", color_trc="bt709", chroma_sample_location="left",
    )  # fmt: skip
    return arguments(ffmpeg.output(source, str(partial), **options))
