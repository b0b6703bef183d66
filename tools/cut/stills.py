"""A take's still with a grade on it: what a change that shoots nothing will look like, before anything is cut."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from film.errors import RenderError
from film.series import Grade
from tools.cut.decode import probe, read_frames
from tools.cut.grade import graded
from tools.whole import write_whole

KEYFRAME, CLIP = "keyframe.png", "clip.mp4"


def graded_still(take: Path, grade: Grade, out: Path) -> Path:
    """Writes ``out``, a PNG of the take's keyframe as the cut will grade it, whole; equal takes give equal bytes.

    Args:
        take: the take's folder. One without a ``keyframe.png`` is shown by the middle frame of its ``clip.mp4``.
        out: its folder is made.

    Raises:
        RenderError: neither file is there, or the one that is cannot be read.
    """
    write_whole(out, png_bytes(graded(still_of(take), grade)))
    return out


def still_of(take: Path) -> np.ndarray:
    """(H, W, 3) uint8 display RGB: the take's keyframe, else the middle frame of its clip; see ``graded_still``."""
    if (take / KEYFRAME).exists():
        return read_still(take / KEYFRAME)
    if not (take / CLIP).exists():
        raise RenderError(f"the take {take.name!r} holds neither {KEYFRAME} nor {CLIP}; make it again")
    middle = probe(take / CLIP).frames // 2
    return next(read_frames(take / CLIP, start=middle, end=middle + 1))


def read_still(path: Path) -> np.ndarray:
    """(H, W, 3) uint8 display RGB of a picture file.

    Raises:
        RenderError: missing, or no picture.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as file:
            return np.asarray(file.convert("RGB"))
    except (OSError, UnidentifiedImageError) as error:
        raise RenderError(f"the picture {path.name!r} cannot be read ({error}); make it again") from error


def png_bytes(rgb: np.ndarray) -> bytes:
    """A PNG file of (H, W, 3) uint8 display RGB; nothing but the picture is in it, so equal pictures are equal files."""
    import cv2

    done, data = cv2.imencode(".png", np.ascontiguousarray(rgb[..., ::-1]))
    if not done:
        raise RenderError(f"a picture of {rgb.shape[1]}x{rgb.shape[0]} could not be written as PNG")
    return data.tobytes()
