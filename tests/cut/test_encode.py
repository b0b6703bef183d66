"""Clips: equal bytes, right colours, exact frames, and nothing half-made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from film.errors import RenderError
from film.profile import Encoding
from tests.cut.pictures import ENCODING, FPS, SIZE, clip, difference, frames
from tools.cut.colour import to_i420
from tools.cut.encode import ClipWriter, _command, key_frames, picture_sha256, probe, read_frames
from tools.cut.ffmpeg_process import feed

ROOT = str(Path(__file__).resolve().parents[2])


def test_what_a_clip_says_of_itself(tmp_path: Path) -> None:
    facts = probe(clip(tmp_path / "a.mp4", 20))
    assert (facts.width, facts.height, facts.fps, facts.frames) == (*SIZE, FPS, 20)
    assert facts.pix_fmt == "yuv420p"
    assert (facts.colour_matrix, facts.colour_primaries, facts.colour_transfer, facts.colour_range) == (1, 1, 1, 1)
    assert key_frames(tmp_path / "a.mp4")[:2] == ([0, 8, 16], 20)


def test_equal_frames_give_equal_bytes_in_another_process_folder_zone_and_locale(tmp_path: Path) -> None:
    here = clip(tmp_path / "a.mp4", 12)
    code = "import sys; from pathlib import Path; from tests.cut.pictures import clip; clip(Path(sys.argv[1]), 12)"
    there = tmp_path / "कमरा two" / "b.mp4"
    env = {**os.environ, "PYTHONPATH": ROOT, "PYTHONHASHSEED": "5", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(there)], env=env, check=True)
    assert there.read_bytes() == here.read_bytes()
    assert picture_sha256(there) == picture_sha256(here) != picture_sha256(clip(tmp_path / "c.mp4", 12, 1))


@pytest.mark.parametrize("colour", [(200, 60, 40), (20, 140, 60), (30, 60, 200), (128, 128, 128), (255, 255, 255)])
def test_colours_come_back_by_our_decoder_and_by_ffmpegs_bt709(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    flat = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
    flat[:] = colour
    with ClipWriter(tmp_path / "a.mp4", size=SIZE, fps=FPS, encoding=ENCODING) as writer:
        writer.write(flat)
    ours = next(read_frames(tmp_path / "a.mp4"))[20, 20]
    assert np.abs(ours.astype(int) - colour).max() <= 3
    scale = "scale=in_color_matrix=bt709:flags=accurate_rnd+full_chroma_int"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", tmp_path / "a.mp4", "-vf", scale]
    raw = subprocess.run([*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True)
    player = np.frombuffer(raw.stdout, np.uint8).reshape(SIZE[1], SIZE[0], 3)[20, 20]
    assert np.abs(player.astype(int) - colour).max() <= 4


def test_frames_are_read_by_exact_index_from_any_start(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 30)
    every = list(read_frames(path))
    assert len(every) == 30
    drawn = list(frames(30))
    assert max(difference(a, b) for a, b in zip(every, drawn, strict=True)) < 5
    for start, end in ((0, 3), (7, 9), (8, 9), (13, 27), (29, 30)):
        part = list(read_frames(path, start=start, end=end))
        assert len(part) == end - start
        assert all(np.array_equal(a, b) for a, b in zip(part, every[start:end], strict=True))


def test_a_clip_that_is_too_short_damaged_or_missing_is_an_error(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 24)
    with pytest.raises(RenderError, match="24 frames where 25"):
        list(read_frames(path, end=25))
    content = path.read_bytes()
    torn, broken = tmp_path / "torn.mp4", tmp_path / "broken.mp4"
    torn.write_bytes(content[: len(content) // 2])
    middle = content.index(b"mdat") + 2000
    broken.write_bytes(
        content[:middle] + bytes(b ^ 0x5A for b in content[middle : middle + 1500]) + content[middle + 1500 :]
    )
    for bad in (torn, broken, tmp_path / "nothing.mp4"):
        with pytest.raises(RenderError, match=bad.name):
            list(read_frames(bad))
    (tmp_path / "text.mp4").write_text("FADE IN:")
    with pytest.raises(RenderError, match=r"text\.mp4"):
        probe(tmp_path / "text.mp4")


def test_wrong_frames_and_sizes_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="even"):
        ClipWriter(tmp_path / "a.mp4", size=(97, 64), fps=24)
    with pytest.raises(RenderError, match="frame 1"), ClipWriter(tmp_path / "a.mp4", size=SIZE, fps=24) as writer:
        writer.write(next(frames(1)))
        writer.write(np.zeros((64, 90, 3), np.uint8))
    with pytest.raises(RenderError, match="no frame"), ClipWriter(tmp_path / "a.mp4", size=SIZE, fps=24):
        pass
    with pytest.raises(KeyboardInterrupt), ClipWriter(tmp_path / "a.mp4", size=SIZE, fps=24) as writer:
        writer.write(next(frames(1)))
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_killed_encoder_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"a\.mp4"), ClipWriter(tmp_path / "a.mp4", size=(640, 360), fps=24) as writer:
        for index, frame in enumerate(frames(60, size=(640, 360))):
            writer.write(frame)
            if index == 10:
                os.kill(writer.process_id, signal.SIGKILL)
    with pytest.raises(RenderError, match="ended with -9"), ClipWriter(tmp_path / "a.mp4", size=SIZE, fps=24) as writer:
        writer.write(next(frames(1)))
        os.kill(writer.process_id, signal.SIGKILL)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_crew_leaves_no_encoder_and_no_clip_and_the_next_one_sweeps_up(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.cut.pictures import *\n"
        "writer = ClipWriter(Path(sys.argv[1]), size=SIZE, fps=24)\n"
        "for frame in frames(5): writer.write(frame)\n"
        "print(writer.process_id, flush=True); time.sleep(60)"
    )
    target = tmp_path / "a.mp4"
    env = {**os.environ, "PYTHONPATH": ROOT}
    crew = subprocess.Popen([sys.executable, "-c", code, str(target)], env=env, stdout=subprocess.PIPE)
    assert crew.stdout is not None
    encoder = int(crew.stdout.readline())
    crew.kill()
    crew.wait()
    assert _ends_within(encoder, 10)
    assert not target.exists()
    clip(target, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_the_thread_count_is_the_encodings_and_not_the_machines(tmp_path: Path) -> None:
    clips = [clip(tmp_path / f"{n}.mp4", 6, encoding=Encoding(gop=8, threads=n)).read_bytes() for n in (1, 2, 4)]
    assert len(set(clips)) == 3


def test_a_processor_without_vector_units_makes_the_same_clip(tmp_path: Path) -> None:
    made = clip(tmp_path / "a.mp4", 12, size=(320, 180))
    command = _command(tmp_path / "b.mp4", (320, 180), Fraction(FPS), ENCODING)
    plain = [
        "cpu-independent=1:asm=0" + word[len("cpu-independent=1") :] if "cpu-independent" in word else word
        for word in command
    ]
    assert plain != command
    child, messages = feed(plain)
    planes = np.empty((270, 320), np.uint8)
    assert child.stdin is not None
    for frame in frames(12, size=(320, 180)):
        to_i420(frame, planes)
        child.stdin.write(planes.tobytes())
    child.stdin.close()
    assert child.wait() == 0
    messages.close()
    assert (tmp_path / "b.mp4").read_bytes() == made.read_bytes()


def _ends_within(process_id: int, limit_s: float) -> bool:
    for _ in range(int(limit_s * 20)):
        try:
            state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
