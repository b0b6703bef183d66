"""Whose face is whose: reference faces of the cast as directions, and the faces of every frame given to them.

Source of the matching: Kuhn, "The Hungarian method for the assignment problem", 1955, on cosines, as ViStoryBench does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from film.bible import Wardrobe
from film.errors import ScoreError
from film.plan import Member
from tools.render.engine import Sources
from tools.score.face.geometry import aligned
from tools.score.face.reading import SURE, FaceReader, FaceTrack, FoundFace, read_picture
from tools.score.face.references import reference_pictures

BEST = 2
"""References that answer for a face, the nearest ones: of seven sides of a head only the like ones can be near."""
_NOBODYS = -3.0
"""Under any cosine, and any difference of two."""
READ_AT_PX = (480, 240, 960)
"""Long sides at which a reference picture is searched for a face, in turn: as frames are, smaller, larger."""


class References(NamedTuple):
    """One person's reference faces."""

    embeddings: np.ndarray
    """(R, d) float32 of length 1."""
    faces: np.ndarray
    """(R, 112, 112, 3) uint8 RGB, aligned."""
    numbers: tuple[int, ...]
    """Which picture each comes from, counted from 1."""


def references_of(reader: FaceReader, member: Member, sources: Sources) -> References | None:
    """Somebody's reference faces, read once per process; None where there are no pictures and nobody can draw them.

    Raises:
        ScoreError: a picture is missing, or shows no face.
        RenderError: a portrait could not be drawn.
    """
    # What they wear, where they stand and what the take starts from changes no reference: one reading serves all takes.
    person = member.model_copy(update={"wardrobe": Wardrobe(id="any"), "side": None, "description": ""})
    return _read(reader, person.model_dump_json(), sources._replace(start_frame=None))


def likeness(vectors: np.ndarray, references: np.ndarray) -> np.ndarray:
    """(N,) how alike each of (N, d) faces is to a person's (R, d) references: mean cosine of the two nearest, -1..1."""
    cosines = np.sort(vectors @ references.T, axis=1)[:, -BEST:]
    return cosines.mean(axis=1)


def assigned(
    track: FaceTrack, cast: Sequence[str], references: dict[str, References], least_px: float, same: float
) -> FaceTrack:
    """The faces that count, with a name on every one that was given to somebody of the cast.

    In each frame nobody has two faces, no face has two names, and the cosines' sum is the largest. Faces lower than
    ``least_px`` belong to nobody. What is not alike is given as well: that it is not alike is another measure. But what
    the detector is not sure of goes only to somebody whom it is ``same`` alike or more: a turned or dim face is found
    so, and a pattern on a wall is not. Whoever has no reference takes a face that is left.
    """
    named = (_named(faces, cast, references, least_px, same) for faces in track.frames)
    return track._replace(frames=tuple(tuple(face for face in faces if face.counts) for faces in named))


def faces_of(track: FaceTrack, who: str) -> list[tuple[int, FoundFace]]:
    """(number of the colour frame, face) of everything that was given to ``who``."""
    return [(at, face) for at, faces in enumerate(track.frames) for face in faces if face.who == who]


def _named(
    faces: Sequence[FoundFace], cast: Sequence[str], references: dict[str, References], least_px: float, same: float
) -> tuple[FoundFace, ...]:
    from scipy.optimize import linear_sum_assignment

    named = [face._replace(who=None) for face in faces]
    large = [at for at, face in enumerate(faces) if face.height_px >= least_px]
    if not large or not cast:
        return tuple(named)
    vectors = np.stack([faces[at].embedding for at in large])
    unknown = np.zeros(len(large), np.float32)
    columns = [likeness(vectors, references[who].embeddings) if who in references else unknown for who in cast]
    alike = np.stack(columns, axis=1).astype(np.float64)
    unsure = np.array([faces[at].score < SURE for at in large])
    alike[unsure[:, None] & (alike < same)] = _NOBODYS
    for row, column in zip(*linear_sum_assignment(-alike), strict=True):
        if alike[row, column] == _NOBODYS:
            continue
        named[large[row]] = named[large[row]]._replace(who=cast[column])
    return tuple(named)


@lru_cache(maxsize=64)
def _read(reader: FaceReader, member_json: str, sources: Sources) -> References | None:
    member = Member.model_validate_json(member_json)
    pictures = reference_pictures(member, sources)
    if not pictures:
        return None
    vectors, crops, numbers = [], [], []
    for number, rgb in enumerate(pictures, start=1):
        shown = _largest_face(reader, rgb)
        if shown is not None:
            picture, face = shown
            vectors.append(face.embedding)
            crops.append(aligned(picture, face.landmarks))
            numbers.append(number)
        elif member.references:
            sha256 = member.references[number - 1]
            raise ScoreError(f"plate {sha256[:12]} shows no face; give a clearer picture of {member.character_id}")
    if not vectors:
        raise ScoreError(
            f"{reader.name} finds no face in the portraits of {member.character_id}; give a picture of them in the "
            "Bible (references), or other face models"
        )
    return References(np.stack(vectors), np.stack(crops), tuple(numbers))


def _largest_face(reader: FaceReader, rgb: np.ndarray) -> tuple[np.ndarray, FoundFace] | None:
    """The largest face of a picture, and the picture at the size in which it was found; None when there is none.

    A photograph may show a face larger than any that detectors know, or a whole figure with a small one.
    """
    import cv2

    whole = max(rgb.shape[:2])
    for long_side in dict.fromkeys(min(whole, side) for side in READ_AT_PX):
        scale = long_side / whole
        small = rgb if scale == 1.0 else cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found = read_picture(reader, small)
        if found:
            sure = [face for face in found if face.score >= SURE]
            return small, max(sure, key=lambda face: face.height_px) if sure else found[0]
    return None
