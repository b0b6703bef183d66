"""What somebody wears, drawn by the stage from the Bible alone: head and shoulders in even light before plain paper.

plates/outfits/<content id>.png    the picture        plates/outfits/<content id>.json    where the face is in it
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.canonical import content_id
from film.errors import RenderError
from film.plan import Member
from tools.render.engine import Sources
from tools.render.stage import STAGE_VERSION
from tools.score.clip.plates import read_picture
from tools.whole import write_json, write_whole

REVISION = "outfits@1"
FOLDER = "outfits"
SIZE_PX = (192, 192)
HEAD_SHARE, BELOW = 0.24, 0.95
"""The head's height by the picture's, and how many of it the middle lies under the eyes: from the crown to the waist."""
FACE_BY_EYES_TO_MOUTH = 2.35
"""Height of a face, brow to chin, by the distance from the eyes to the mouth."""
FACE_ASPECT, FACE_BELOW_EYES = 0.76, 0.42


class OutfitPlate(NamedTuple):
    rgb: np.ndarray
    """(h, w, 3) uint8."""
    face: tuple[float, float, float, float]
    """x0, y0, x1, y1 in its pixels, brow to chin and ear to ear."""


def outfit_plate(member: Member, sources: Sources) -> OutfitPlate | None:
    """``member`` in what the Bible has them wear, kept between takes; None where the stage does not draw.

    Identity and outfit alone decide it: every shot of a scene has the same one, and no take is in it.
    """
    if sources.plates is None:
        return None
    words = {
        "revision": REVISION, "stage": STAGE_VERSION, "identity": member.identity,
        "wardrobe": member.wardrobe.model_copy(update={"id": "", "description": {}}),
    }  # fmt: skip
    name = content_id(words)
    picture, told = (sources.plates / FOLDER / f"{name}{suffix}" for suffix in (".png", ".json"))
    kept = _kept(picture, told)
    return kept if kept is not None else _draw(member, sources, picture, told)


def _kept(picture: Path, told: Path) -> OutfitPlate | None:
    rgb = read_picture(picture)
    if rgb is None or not told.is_file():
        return None
    try:
        x0, y0, x1, y1 = json.loads(told.read_text("utf-8"))["face"]
    except (ValueError, KeyError, TypeError):
        return None  # torn by a full disk: drawn again
    return OutfitPlate(rgb, (x0, y0, x1, y1))


def _draw(member: Member, sources: Sources, picture: Path, told: Path) -> OutfitPlate | None:
    import cv2

    from tools.stage.people.person import build_person
    from tools.stage.sitting import Framing, portrait_with_joints

    person = build_person(member.identity, member.wardrobe, detail="medium", folder=sources.people)
    try:
        frame, marks = portrait_with_joints(
            person, Framing(HEAD_SHARE, BELOW), ("eye_l", "eye_r", "mouth"), size=SIZE_PX
        )
    except RenderError:
        return None
    face = _face_box(marks[:2].mean(0), marks[2])
    done, data = cv2.imencode(".png", cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR))
    assert done, "a rendered picture is a picture"
    write_json(told, {"face": face})
    write_whole(picture, data.tobytes())
    return OutfitPlate(frame.rgb, face)


def _face_box(eyes: np.ndarray, mouth: np.ndarray) -> tuple[float, float, float, float]:
    """Brow to chin and ear to ear of a face that looks ahead, as detectors find it."""
    down = mouth - eyes
    tall = FACE_BY_EYES_TO_MOUTH * float(np.linalg.norm(down))
    x, y = (float(value) for value in eyes + FACE_BELOW_EYES * down)
    wide = FACE_ASPECT * tall
    return (round(x - wide / 2, 2), round(y - tall / 2, 2), round(x + wide / 2, 2), round(y + tall / 2, 2))
