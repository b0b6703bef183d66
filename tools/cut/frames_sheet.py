"""What a mind that sees is shown of a take: a few frames, in order, on one picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tools.cut.decode import probe, read_frames
from tools.cut.stills import png_bytes, read_still
from tools.whole import write_whole

COLUMNS = 3
CELL_PX = 384
"""The longer side: enough to know a face in a medium shot, and six cells are about 960 x 540, upright ones too."""


def frames_sheet(take: Path, part: str, out: Path, *, count: int = 6) -> Path:
    """Writes one PNG of ``count`` frames evenly spread over the take's clip, read like a page; a keyframe stands alone.

    Args:
        take: the take's folder.
        part: ``keyframe`` or ``clip``.

    Raises:
        RenderError: the picture is missing or damaged.
    """
    if part == "keyframe":
        cells = [_cell(read_still(take / "keyframe.png"))]
    else:
        frames = probe(take / "clip.mp4").frames
        wanted = {round(at * (frames - 1) / max(1, count - 1)) for at in range(count)}
        cells = [_cell(frame) for index, frame in enumerate(read_frames(take / "clip.mp4")) if index in wanted]
    columns = min(COLUMNS, len(cells))
    cells += [np.zeros_like(cells[0])] * (-len(cells) % columns)
    rows = [np.concatenate(cells[at : at + columns], axis=1) for at in range(0, len(cells), columns)]
    write_whole(out, png_bytes(np.concatenate(rows)))
    return out


def _cell(picture: np.ndarray) -> np.ndarray:
    """(H, W, 3) brought to the cell's size, even in both directions."""
    import cv2

    scale = CELL_PX / max(picture.shape[:2])
    height, width = (max(2, round(side * scale / 2) * 2) for side in picture.shape[:2])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
