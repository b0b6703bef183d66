"""The pictures that a take is compared with, gathered for the measures that look at the whole frame."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import RenderError, ScoreError
from film.plan import ShotPlan
from tools.render.engine import Sources
from tools.score.clip.plates import place_plates
from tools.score.face.references import reference_pictures
from tools.score.pixels.copies import Reference


class JudgedBy(NamedTuple):
    """What a take is held against."""

    plates: tuple[np.ndarray, ...] = ()
    """(h, w, 3) uint8 RGB each: the place in the scene's light."""
    references: tuple[Reference, ...] = ()
    """Pictures that no take may be: everybody's faces, and the empty place where somebody should be in it."""


def judged_by(plan: ShotPlan, sources: Sources) -> JudgedBy:
    """What the take of ``plan`` is compared with; nothing where a picture is missing, which its own scorer tells of."""
    try:
        plates = place_plates(plan, sources)
        faces = [
            Reference(f"reference {number} of {member.character_id}", rgb)
            for member in plan.cast
            for number, rgb in enumerate(reference_pictures(member, sources), start=1)
        ]
    except (ScoreError, RenderError):
        return JudgedBy()
    empty = [Reference(f"plate {number} of the place", rgb) for number, rgb in enumerate(plates, start=1) if plan.cast]
    return JudgedBy(plates, (*faces, *empty))
