"""Against gaming: is the picture a copy of one that it is judged by, is one pasted into it, are two files the same.

A plate returned as the take agrees with itself in everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import ScoreError
from tools.score.pixels.likeness import similarity
from tools.score.planes import luma_of

HASH_BITS_APART = 4
"""Perceptual hashes of one picture, encoded twice, differ by no more (facts/metrics.md 4)."""
HASH_SIDE, HASH_FREQUENCIES = 32, 8
COMPARED_AT = (160, 90)
COARSE_ROWS, FINE_ROWS = 68, 270
"""Picture rows that a pasted picture is looked for on, first everywhere and then where it seems to be."""
LEAST_ROWS = 14
"""Rows of a pasted picture at the coarse size: a fifth of the frame's height."""
SCALE_STEP = 1.12
FINE_SCALES = (0.91, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1)
PROMISING = 0.7
"""Coarse correlation from which a place is looked at closely."""
LEAST_CONTRAST = 8.0
"""Levels of contrast under which a picture correlates with any wall."""


class Reference(NamedTuple):
    """A picture that takes are judged by."""

    name: str
    """``the reference picture 2 of anna``."""
    rgb: np.ndarray
    """(h, w, 3) uint8 display RGB."""


class Copy(NamedTuple):
    """The reference that the clip is most like."""

    value: float
    """0 nothing like it .. 1 the very picture, as the frame or inside it."""
    name: str
    frame: int
    """Index of the colour frame."""
    pasted: bool
    """It is inside the frame and not the frame itself."""


NOTHING = Copy(0.0, "", 0, False)


def copied(colour: np.ndarray, references: Sequence[Reference]) -> Copy:
    """How much some frame is one of ``references``, or holds one.

    A whole frame counts where the perceptual hashes agree, by its structural similarity; a pasted picture by its
    normalised cross-correlation at the best place and size.

    Args:
        colour: (N, h, w, 3) uint8 display RGB.

    Raises:
        ScoreError: no frame.

    Source: the perceptual hash is that of Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
    2010, section 3.2.1 (signs of the lowest DCT frequencies).
    """
    if len(colour) == 0:
        raise ScoreError("copies cannot be looked for in no frames; make the take again")
    return max(
        (*_whole(colour, references), *_pasted(colour, references)), key=lambda copy: copy.value, default=NOTHING
    )


def same_file(clip: Path, others: Iterable[Path]) -> Path | None:
    """The first of ``others`` that holds the very bytes of ``clip``; None when there is none. Missing files are passed."""
    size, digest = clip.stat().st_size, None
    for other in others:
        if other == clip or not other.is_file() or other.stat().st_size != size:
            continue
        digest = digest or _digest(clip)
        if _digest(other) == digest:
            return other
    return None


def picture_hash(luma: np.ndarray) -> np.ndarray:
    """(63,) bool perceptual hash of an (h, w) float32 luma."""
    import cv2

    square = cv2.resize(luma, (HASH_SIDE, HASH_SIDE), interpolation=cv2.INTER_AREA)
    low = cv2.dct(square)[:HASH_FREQUENCIES, :HASH_FREQUENCIES].ravel()[1:]
    return low > np.median(low)


def _whole(colour: np.ndarray, references: Sequence[Reference]) -> Iterable[Copy]:
    if not references:
        return
    lumas = [_sized(frame, COMPARED_AT) for frame in colour]
    hashes = [picture_hash(luma) for luma in lumas]
    for reference in references:
        luma = _sized(reference.rgb, COMPARED_AT)
        wanted = picture_hash(luma)
        for at, found in enumerate(hashes):
            if np.count_nonzero(found != wanted) <= HASH_BITS_APART:
                yield Copy(similarity(lumas[at], luma), reference.name, at, False)


def _pasted(colour: np.ndarray, references: Sequence[Reference]) -> Iterable[Copy]:
    """Looked for in the first, the middle and the last frame."""
    if not references:
        return
    height, width = colour.shape[1:3]
    sizes = [(round(width * rows / height), rows) for rows in (COARSE_ROWS, FINE_ROWS)]
    for at in sorted({0, len(colour) // 2, len(colour) - 1}):
        coarse, fine = (_sized(colour[at], size) for size in sizes)
        for reference in references:
            value = _inside(coarse, fine, reference.rgb)
            if value > 0:
                yield Copy(value, reference.name, at, True)


def _inside(coarse: np.ndarray, fine: np.ndarray, rgb: np.ndarray) -> float:
    """The best correlation of a picture with any part of a frame; 0 when nothing promising is found."""
    import cv2

    shape = rgb.shape[1] / rgb.shape[0]
    best, where, rows = PROMISING, None, float(LEAST_ROWS)
    while rows < min(COARSE_ROWS, coarse.shape[1] / shape) * 0.97:
        template = _sized(rgb, (max(4, round(rows * shape)), round(rows)))
        if template.std() >= LEAST_CONTRAST:
            found = cv2.matchTemplate(coarse, template, cv2.TM_CCOEFF_NORMED)
            _, value, _, corner = cv2.minMaxLoc(np.where(np.isfinite(found), found, -1.0))
            if value > best:
                best, where = value, ((int(corner[0]), int(corner[1])), rows)
        rows *= SCALE_STEP
    return 0.0 if where is None else _closely(fine, rgb, *where)


def _closely(fine: np.ndarray, rgb: np.ndarray, corner: tuple[int, int], rows: float) -> float:
    import cv2

    zoom = FINE_ROWS / COARSE_ROWS
    shape = rgb.shape[1] / rgb.shape[0]
    best = 0.0
    for scale in FINE_SCALES:
        down = round(rows * zoom * scale)
        across = round(rows * zoom * scale * shape)
        left, top = (max(0, round(place * zoom - 2 * zoom)) for place in corner)
        part = fine[top : top + down + round(5 * zoom), left : left + across + round(5 * zoom)]
        if part.shape[0] < down or part.shape[1] < across:
            continue
        found = cv2.matchTemplate(part, _sized(rgb, (across, down)), cv2.TM_CCOEFF_NORMED)
        best = max(best, float(np.where(np.isfinite(found), found, 0.0).max()))
    return min(1.0, best)


def _sized(rgb: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(h, w) float32 luma of a picture, scaled to ``size`` = (width, height)."""
    import cv2

    return luma_of(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
