"""Is a face in a take a reference of the Bible, pasted, or a reference judged by itself: by pictures, not by directions.

Two photographs of one face differ in light and by a degree or two; a copy differs by scaling and encoding alone.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from tools.score.face.geometry import ALIGNED_PX, aligned
from tools.score.face.identity import References
from tools.score.face.reading import FaceTrack
from tools.score.footage import Footage

LEAST_PX = 24.0
"""A lower face has too little in it to be told a copy."""
CANDIDATES = 6
"""Pairs of a face and a reference, the most alike as they were aligned, that are laid over each other exactly."""
_ROUGH, _FINE, _FLAT = 2.5, 1.5, 12.0
"""Sigmas in pixels of the aligned face: detail is what lies between the first or the second, and the third."""
_FARTHEST_PX = 14.0
"""How far laying over may move a corner: a detector's landmarks are out by a few pixels."""


class Copy(NamedTuple):
    """The face that is most alike to a reference, as pictures."""

    value: float
    """Correlation of their detail, 0 unrelated .. 1 the same pixels."""
    who: str
    number: int
    """Which of their pictures, counted from 1."""
    frame: int
    """Frame of the take."""
    faces: int
    """Faces that were large enough to be looked at."""


def nearest_copy(footage: Footage, track: FaceTrack, references: dict[str, References]) -> Copy | None:
    """The most alike pair of a face of the take and a reference; None where no face is large enough, or no reference.

    Landmarks of two faces are never equally exact, so the likeliest pairs are laid over each other by their pixels.
    Source: Evangelidis and Psarakis, "Parametric Image Alignment Using Enhanced Correlation Coefficient Maximization",
    PAMI 2008.
    """
    known = [(who, at) for who, each in references.items() for at in range(len(each.faces))]
    faces = [
        (track.at[number], aligned(frame, face.landmarks))
        for number, (frame, found) in enumerate(zip(footage.colour, track.frames, strict=True))
        for face in found
        if face.counts and face.height_px >= LEAST_PX
    ]
    if not known or not faces:
        return None
    pictures = [references[who].faces[at] for who, at in known]
    rough = np.stack([_detail(face, _ROUGH) for _, face in faces]) @ np.stack([_detail(p, _ROUGH) for p in pictures]).T
    best: Copy | None = None
    for pair in np.argsort(-rough, axis=None, kind="stable")[:CANDIDATES]:
        row, column = (int(at) for at in np.unravel_index(pair, rough.shape))
        value = alike(faces[row][1], pictures[column])
        if best is None or value > best.value:
            who, at = known[column]
            best = Copy(value, who, references[who].numbers[at], faces[row][0], len(faces))
    return best


def alike(face: np.ndarray, reference: np.ndarray) -> float:
    """Correlation of the detail of two aligned faces (112, 112, 3), laid over each other as well as it goes: 0..1."""
    shown = [face]
    laid = _laid_over(face, reference)
    if laid is not None:
        shown.append(laid)
    wanted = _detail(reference, _FINE)
    return max(0.0, *(float(_detail(each, _FINE) @ wanted) for each in shown))


def _laid_over(face: np.ndarray, reference: np.ndarray) -> np.ndarray | None:
    """``face`` moved onto ``reference`` by an affine map; None where none is found near by."""
    import cv2

    start = np.eye(2, 3, dtype=np.float32)
    until = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 1e-4)
    inside = (_window() > 0.3).astype(np.uint8)
    try:
        _, move = cv2.findTransformECC(_grey(reference), _grey(face), start, cv2.MOTION_AFFINE, until, inside, 5)
    except cv2.error:  # it does not converge on faces that are not alike
        return None
    corners = np.array([(x, y, 1.0) for x in (0, ALIGNED_PX) for y in (0, ALIGNED_PX)])
    if not np.isfinite(move).all() or np.abs(corners @ move.T - corners[:, :2]).max() > _FARTHEST_PX * math.sqrt(2):
        return None
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(face, move, (ALIGNED_PX, ALIGNED_PX), flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _grey(face: np.ndarray) -> np.ndarray:
    import cv2

    return cv2.cvtColor(np.ascontiguousarray(face), cv2.COLOR_RGB2GRAY)


def _detail(face: np.ndarray, finest: float) -> np.ndarray:
    """(112 * 112,) float32 of length 1: brightness between two scales, within the face."""
    import cv2

    luma = _grey(face).astype(np.float32)
    detail = (cv2.GaussianBlur(luma, (0, 0), finest) - cv2.GaussianBlur(luma, (0, 0), _FLAT)) * _window()
    detail = (detail - detail.mean()).ravel()
    return detail / max(float(np.linalg.norm(detail)), 1e-6)


@cache
def _window() -> np.ndarray:
    """(112, 112) float32: brow to chin, without what lies around a face: a paste may leave that as it is."""
    ys, xs = np.mgrid[0:ALIGNED_PX, 0:ALIGNED_PX].astype(np.float32) / ALIGNED_PX
    return np.exp(-(((xs - 0.5) / 0.33) ** 4) - ((ys - 0.62) / 0.38) ** 4).astype(np.float32)
