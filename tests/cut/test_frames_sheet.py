"""What a mind that sees is shown: frames in order on one picture, small enough for its window, upright ones too."""

from __future__ import annotations

import numpy as np
import pytest

from crew.prompt_budget import IMAGE_TOKENS
from tools.cut import frames_sheet as sheets
from tools.cut.stills import png_bytes, read_still

PIXELS_PER_TOKEN = 28 * 28
"""Qwen-VL: the most tokens for a picture of all that are in use."""


@pytest.mark.parametrize(("height", "width"), [(540, 960), (1920, 1080), (1080, 1080), (360, 862)])
def test_a_sheet_fits_the_tokens_that_a_picture_is_counted_with(height, width, tmp_path, monkeypatch):
    frames = [np.full((height, width, 3), 20 * at, np.uint8) for at in range(9)]
    monkeypatch.setattr(sheets, "probe", lambda path: type("Probe", (), {"frames": len(frames)})())
    monkeypatch.setattr(sheets, "read_frames", lambda path: iter(frames))
    picture = read_still(sheets.frames_sheet(tmp_path, "clip", tmp_path / "sheet.png"))
    assert picture.shape[0] * picture.shape[1] <= IMAGE_TOKENS * PIXELS_PER_TOKEN
    rows, columns = 2, 3
    cells = [cell for row in np.split(picture, rows) for cell in np.split(row, columns, axis=1)]
    assert [int(cell.mean()) for cell in cells] == [0, 40, 60, 100, 120, 160], "spread over the clip, read like a page"


def test_a_keyframe_stands_alone_and_larger(tmp_path):
    (tmp_path / "keyframe.png").write_bytes(png_bytes(np.zeros((1080, 1920, 3), np.uint8)))
    picture = read_still(sheets.frames_sheet(tmp_path, "keyframe", tmp_path / "sheet.png"))
    assert picture.shape == (540, 960, 3)
