"""A clip read from its file is the clip that was written: its frames, their colours, their count."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from film.errors import ScoreError
from tests.score import clips
from tools.cut.encode import ClipWriter
from tools.score.footage import footage_of, read_clip, read_still

GOOD = clips.good_clip(22)


@pytest.fixture
def clip_file(tmp_path):
    with ClipWriter(tmp_path / "clip.mp4", size=(320, 180), fps=24) as clip:
        for frame in GOOD:
            clip.write(frame)
    return tmp_path / "clip.mp4"


def test_every_third_frame_of_24_and_the_last_are_read_in_colour(clip_file):
    footage = read_clip(clip_file)
    assert footage.at == (0, 3, 6, 9, 12, 15, 18, 21)
    assert (footage.frames, footage.width, footage.height, footage.fps) == (22, 320, 180, 24)
    assert footage.colour.shape == (8, 180, 320, 3)
    assert footage.luma.shape == (22, 90, 160)


def test_what_is_read_is_what_was_written(clip_file):
    read, written = read_clip(clip_file), footage_of(GOOD, 24)
    assert read.at == written.at
    assert np.abs(read.colour.astype(int) - written.colour).mean() < 3
    assert np.abs(read.luma - written.luma).mean() < 3
    for channel in range(3):
        means = read.colour[..., channel].mean(), written.colour[..., channel].mean()
        assert means[0] == pytest.approx(means[1], abs=1.5)


def test_a_large_clip_is_read_small_with_the_same_colours(tmp_path):
    large = np.stack([cv2.resize(frame, (1280, 720), interpolation=cv2.INTER_NEAREST) for frame in GOOD[:4]])
    with ClipWriter(tmp_path / "clip.mp4", size=(1280, 720), fps=24) as clip:
        for frame in large:
            clip.write(frame)
    read = read_clip(tmp_path / "clip.mp4")
    assert read.colour.shape[1:] == (270, 480, 3)
    assert read.at == (0, 3)
    assert np.abs(read.colour.astype(int) - footage_of(large, 24).colour).mean() < 3


def test_a_still_is_one_frame(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), GOOD[0][..., ::-1])
    still = read_still(tmp_path / "a.png")
    assert (still.frames, still.width, still.height, still.fps) == (1, 320, 180, 0)
    assert np.array_equal(still.colour[0], GOOD[0])


def test_what_is_no_clip_is_an_error(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"not a film")
    with pytest.raises(ScoreError, match="cannot be decoded"):
        read_clip(tmp_path / "clip.mp4")
    with pytest.raises(ScoreError, match="not a picture"):
        read_still(tmp_path / "clip.mp4")
