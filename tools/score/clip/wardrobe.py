"""Does everybody wear what the Bible says: read by a CLIP model, and by colour against a plate of the outfit.

    clip_wardrobe     how much better the outfit's words fit somebody's picture than those of another outfit
    wardrobe_colour   how alike the colours of their clothes and of the outfit drawn by the stage are, by any light

Clothes are looked for under faces that were found and are known to be theirs: a wrong face is another measure's
matter. The second needs no CLIP model and says nothing of cut; the first reads both and knows no shades.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal, NamedTuple

import numpy as np

from film.bible import Garment
from film.errors import ScoreError
from film.plan import Member, ShotPlan
from film.verdict import Score
from tools.render.engine import Sources
from tools.render.words import COLOURS, colour_name
from tools.score.clip import clothes_colour
from tools.score.clip.model import Eye
from tools.score.clip.outfit_plates import outfit_plate
from tools.score.clip.person_crop import person_crop
from tools.score.clip.statement import outfit_words
from tools.score.face.reading import FaceTrack, FoundFace
from tools.score.footage import Footage

MEASURES = ("clip_wardrobe", "wardrobe_colour")
REVISION = "wardrobe@1"
SIGHTINGS = 4
"""Pictures of one person that are looked at, evenly spaced over those that show the clothes."""
LEAST_FACE_PX = 12.0
"""Of a colour frame: under a smaller face the clothes are a few pixels."""
MOST_YAW_DEG = 65.0
"""Beyond it shoulder and sleeve hide what is worn above."""
UNLIKE_COLOURS = 40.0
"""CIELAB distance from which nobody takes one colour's name for the other's."""
NOT_WORN = frozenset(("auburn", "blond", "silver"))
"""Names of the table that hair has and clothes have not."""
KINDS: tuple[frozenset[Garment], ...] = (
    frozenset(("coat", "jacket", "suit", "uniform", "robe", "cloak", "vest")),
    frozenset(("dress", "sari", "kurta", "salwar", "robe")),
    frozenset(("knit", "shirt", "tshirt", "hoodie", "kurta", "uniform", "vest", "jacket")),
    frozenset(("apron", "overalls")),
)
"""Garments that look alike from the waist up; only one of no common kind is a falsehood."""
MONOCHROME, RECOLOURED = 0.3, 0.5

NO_FACES = "no face model: give an insightface pack with --face-pack FOLDER"
Missing = Literal["unknown", "not_applicable"]


class Sighting(NamedTuple):
    """One frame that shows somebody's clothes."""

    frame: np.ndarray
    """(h, w, 3) uint8 RGB."""
    face: tuple[float, float, float, float]


class _Worst(NamedTuple):
    value: float
    who: str
    pictures: int
    taken_for: str = ""


def score(
    plan: ShotPlan, footage: Footage, track: FaceTrack | None, sources: Sources, eye: Eye | None, no_eye: str
) -> tuple[Score, Score]:
    """``clip_wardrobe`` and ``wardrobe_colour`` of the worst dressed of the cast.

    Args:
        track: the faces found in ``footage`` and whose they are.
        no_eye: why there is no CLIP model.
    """
    name = eye.name if eye is not None else REVISION
    by_colour = f"{REVISION}+{track.scorer}" if track is not None else REVISION
    why = _hidden(plan)
    if why:
        return _missing(MEASURES[0], "not_applicable", why, name), _missing(
            MEASURES[1], "not_applicable", why, by_colour
        )
    if track is None:
        return _missing(MEASURES[0], "unknown", no_eye or NO_FACES, name), _missing(
            MEASURES[1], "unknown", NO_FACES, by_colour
        )
    seen = sightings(plan, footage, track)
    return _by_words(plan, seen, eye, no_eye, name), _by_colour(plan, seen, sources, by_colour)


def sightings(plan: ShotPlan, footage: Footage, track: FaceTrack) -> dict[str, list[Sighting]]:
    """Frames that show what somebody of the cast wears, at most ``SIGHTINGS`` each; nobody who is never seen so."""
    found: dict[str, list[Sighting]] = {}
    for who in (member.character_id for member in plan.cast if member.character_id != plan.state.camera.over):
        shown = [
            Sighting(frame, face.box)
            for frame, faces in zip(footage.colour, track.frames, strict=True)
            for face in faces
            if face.who == who and _shows_clothes(face, faces)
        ]
        if shown:
            chosen = np.unique(np.linspace(0, len(shown) - 1, min(SIGHTINGS, len(shown))).round().astype(int))
            found[who] = [shown[at] for at in chosen]
    return found


def other_outfits(member: Member) -> tuple[str, ...]:
    """``wearing a green coat``: the member's outfit in colours far from its own, and other garments in its colour."""
    worn = member.wardrobe
    colour = colour_name(worn.top_colour)
    false = [f"wearing a {other} {worn.garment}" for other in _unlike(colour)]
    alike = frozenset[Garment]().union(*(kind for kind in KINDS if worn.garment in kind))
    every = sorted(frozenset[Garment]().union(*KINDS) - alike)
    return (*false, *(f"wearing a {colour} {garment}" for garment in every))


def _hidden(plan: ShotPlan) -> str:
    """Why nobody's clothes can be judged in this plan's picture; empty when they can."""
    if plan.still_sha256 is not None:
        return "the script's own picture"
    if not plan.cast:
        return "nobody is in the picture"
    if plan.kind == "insert" or plan.state.camera.size == "extreme_close":
        return "the frame shows no clothes"
    return ""


def _recoloured(plan: ShotPlan) -> str:
    """Why colours of this picture are not those of its cloth; empty when they are."""
    look = plan.state.look
    if any(weight.weight >= 0.15 for weight in plan.state.styles):
        return "the style paints clothes in colours of its own"
    if look.monochrome >= MONOCHROME:
        return "the film has no colours"
    bent = look.lut is not None or max(look.palette, look.toning, look.silver) >= RECOLOURED
    return "the look bends every colour" if bent else ""


def _shows_clothes(face: FoundFace, faces: Sequence[FoundFace]) -> bool:
    """False for a face that is too small or turned away, or with another one before the chest under it."""
    if face.height_px < LEAST_FACE_PX or abs(face.yaw_deg) > MOST_YAW_DEG:
        return False
    x0, _, x1, y1 = face.box
    width, low = x1 - x0, y1 + clothes_colour.CLOTHES[3] * face.height_px
    return not any(
        other is not face and abs(other.middle_x - face.middle_x) < width and face.box[1] < other.box[1] < low
        for other in faces
    )


def _by_words(plan: ShotPlan, seen: dict[str, list[Sighting]], eye: Eye | None, no_eye: str, name: str) -> Score:
    measure = MEASURES[0]
    if eye is None:
        return _missing(measure, "unknown", no_eye, name)
    try:
        worst = _worst(plan, seen, lambda member, shown: _margin(eye, member, shown))
    except ScoreError as error:
        return _missing(measure, "unknown", str(error), name)
    return _told(measure, worst, name)


def _by_colour(plan: ShotPlan, seen: dict[str, list[Sighting]], sources: Sources, name: str) -> Score:
    measure = MEASURES[1]
    why = _recoloured(plan)
    if not why and sources.plates is None:
        why = "nobody can draw the outfit to compare it with"
    if why:
        return _missing(measure, "not_applicable", why, name)
    return _told(measure, _worst(plan, seen, lambda member, shown: _likeness(member, shown, sources)), name)


def _margin(eye: Eye, member: Member, shown: Sequence[Sighting]) -> _Worst | None:
    """Cosine of somebody's pictures with their outfit's words, less the best of another outfit's."""
    crops = [crop for crop in (person_crop(each.frame, each.face) for each in shown) if crop is not None]
    if not crops:
        return None
    pictures = np.stack([eye.picture(crop) for crop in crops])
    false = other_outfits(member)
    others = np.stack([pictures @ eye.text(f"a person {outfit}") for outfit in false], axis=1)
    margins = pictures @ eye.text(f"a person {outfit_words(member)}") - others.max(axis=1)
    value = float(np.median(margins))
    taken_for = false[int(others.mean(axis=0).argmax())] if value < 0 else ""
    return _Worst(value, member.character_id, len(crops), taken_for)


def _likeness(member: Member, shown: Sequence[Sighting], sources: Sources) -> _Worst | None:
    plate = outfit_plate(member, sources)
    if plate is None:
        return None
    alike = [clothes_colour.likeness(each.frame, each.face, plate.rgb, plate.face) for each in shown]
    known = [value for value in alike if value is not None]
    return _Worst(float(np.median(known)), member.character_id, len(known)) if known else None


def _worst(
    plan: ShotPlan, seen: dict[str, list[Sighting]], judge: Callable[[Member, Sequence[Sighting]], _Worst | None]
) -> _Worst | None:
    judged = [judge(member, seen[member.character_id]) for member in plan.cast if member.character_id in seen]
    return min((found for found in judged if found is not None), key=lambda found: found.value, default=None)


@cache
def _unlike(colour: str) -> tuple[str, ...]:
    """Names of the colour table that nobody takes for ``colour``."""
    import cv2

    names = [name for name in COLOURS if name not in NOT_WORN]
    shown = np.array([[COLOURS[name] for name in (*names, colour)]], np.float32) / 255.0
    lab = cv2.cvtColor(shown, cv2.COLOR_RGB2LAB)[0]
    away = np.linalg.norm(lab[:-1] - lab[-1], axis=1)
    return tuple(name for name, far in zip(names, away, strict=True) if far >= UNLIKE_COLOURS)


def _told(measure: str, worst: _Worst | None, scorer: str) -> Score:
    if worst is None:
        return _missing(measure, "not_applicable", "nobody's clothes can be seen well enough", scorer)
    evidence: dict[str, float | int | str | bool] = {"who": worst.who, "pictures": worst.pictures}
    if worst.taken_for:
        evidence["taken_for"] = worst.taken_for
    return Score(measure=measure, value=round(worst.value, 6), evidence=evidence, scorer=scorer)


def _missing(measure: str, status: Missing, why: str, scorer: str) -> Score:
    return Score(measure=measure, status=status, evidence={"why": why}, scorer=scorer)
