"""What a mind that sees is shown of a take: a few frames, in order, on one picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tools.cut.decode import probe, read_frames
from tools.cut.stills import png_bytes, read_still
from tools.whole import write_whole

COLUMNS = 3
CELL_PIXELS = 384 * 216
"""Enough to know a face in a medium shot; six cells take as much of a small model's window as one picture of 960 x 540."""
ALONE_PIXELS = 960 * 540
"""Of a picture that stands alone."""


def frames_sheet(take: Path, part: str, out: Path, *, count: int = 6) -> Path:
    """Writes one PNG of ``count`` frames evenly spread over the take's clip, read like a page; a keyframe stands alone.

    Args:
        take: the take's folder.
        part: ``keyframe`` or ``clip``.

    Raises:
        RenderError: the picture is missing or damaged.
    """
    if part == "keyframe":
        cells = [_cell(read_still(take / "keyframe.png"), ALONE_PIXELS)]
    else:
        frames = probe(take / "clip.mp4").frames
        wanted = {round(at * (frames - 1) / max(1, count - 1)) for at in range(count)}
        cells = [_cell(frame, CELL_PIXELS) for index, frame in enumerate(read_frames(take / "clip.mp4")) if index in wanted]
    columns = min(COLUMNS, len(cells))
    cells += [np.zeros_like(cells[0])] * (-len(cells) % columns)
    rows = [np.concatenate(cells[at : at + columns], axis=1) for at in range(0, len(cells), columns)]
    write_whole(out, png_bytes(np.concatenate(rows)))
    return out


def _cell(picture: np.ndarray, pixels: int) -> np.ndarray:
    """(H, W, 3) brought to about so many pixels in its own proportions, even in both directions."""
    import cv2

    scale = (pixels / (picture.shape[0] * picture.shape[1])) ** 0.5
    height, width = (max(2, round(side * scale / 2) * 2) for side in picture.shape[:2])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
