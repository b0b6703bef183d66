"""What an engine with exact masks writes of who is where, read and checked.

Some engines know every pixel's owner. Their account is used only for what a detector would be asked
(is somebody seen, hidden, cut off), and every score taken from it says ``engine_masks``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from film.base import Frozen
from film.errors import ScoreError

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in 0..1 of the frame's width and height; may lie outside the frame."""

MASK_TOLERANCE = 0.005
"""Share of the frame by which a mask may differ from the account: pixels half covered at an edge."""


class Sighting(Frozen):
    """One person in one frame."""

    box: Box
    head: Box
    visible: float
    """Share of the frame that their visible pixels cover."""
    head_visible: float
    """Share of the frame that their head's visible pixels cover."""
    head_solo: float
    """Share that their head would cover if nothing stood in front and the frame had no edge."""
    facing_deg: float
    """Between their face and the camera: 0 looks into the lens, 180 shows the back."""


class SeenFrame(Frozen):
    index: int
    people: dict[str, Sighting]


class CastEvidence(Frozen):
    """The engine's account of one picture or of some frames of a clip."""

    size: tuple[int, int]
    cast: tuple[str, ...]
    """The k-th of them has the value k in the masks; 0 is the set."""
    frames: tuple[SeenFrame, ...]
    moved: tuple[str, ...] = ()
    """In words, where the engine could not put the camera as the plan asked."""
    lens: dict[str, float] | None = None
    """``focal_mm``, ``f_stop`` and ``focus_m`` of the frame as it was set up."""


def read_evidence(account: Path, masks: Path | None = None) -> CastEvidence | None:
    """The account in ``account``; None when the engine wrote none.

    Args:
        masks: a mask picture for a keyframe, a folder of ``00042.png`` for a clip. Where a frame has a mask, the
            account's visible shares are checked against it.

    Raises:
        ScoreError: the account is torn, or a mask contradicts it.
    """
    if not account.is_file():
        return None
    try:
        evidence = CastEvidence.model_validate(json.loads(account.read_bytes()))
    except (ValueError, ValidationError) as error:
        raise ScoreError(f"{account.name} is torn ({str(error).splitlines()[0]}); make the take again") from error
    if masks is not None:
        for frame in evidence.frames:
            path = masks / f"{frame.index:05d}.png" if masks.is_dir() else masks
            if path.is_file():
                _check_mask(path, evidence, frame)
    return evidence


def _check_mask(path: Path, evidence: CastEvidence, frame: SeenFrame) -> None:
    import cv2

    mask = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if mask is None or mask.ndim != 2 or mask.dtype != np.uint8:
        raise ScoreError(f"{path.name} is no index mask; make the take again")
    shares = np.bincount(mask.ravel(), minlength=len(evidence.cast) + 1) / mask.size
    if len(shares) > len(evidence.cast) + 1:
        raise ScoreError(f"{path.name} shows person {len(shares) - 1} of {len(evidence.cast)}; make the take again")
    for number, who in enumerate(evidence.cast, start=1):
        told = frame.people[who].visible if who in frame.people else 0.0
        if abs(told - shares[number]) > MASK_TOLERANCE:
            raise ScoreError(
                f"{path.name} gives {who!r} {shares[number]:.4f} of frame {frame.index} where the account says "
                f"{told:.4f}; make the take again"
            )
