"""How good the house detector and recogniser are on held-out pictures and people.

A face that is to be found is found when a detection overlaps it enough; what is found where no face is, on the back of
a head, or twice on one face, is false. Who is who is asked of portraits and of the faces that the detector itself found
in held-out pictures, aligned by the landmarks that it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import RenderError
from tools.score.face.models import InsightFace, RawFace
from tools.training.crops import is_asked, is_back
from tools.training.draws import HEIGHT, WIDTH, Split
from tools.training.pictures import Face, read_world
from tools.training.portraits import read_block
from tools.training.recogniser import FILE as RECOGNISER
from tools.training.recogniser import Faces, is_clear

SCORED_WIDTH = 480
"""Width of the frames that takes are judged by, and of the detector's input."""
LEAST_OVERLAP = 0.4
LEAST_FACE_PX = 16.0
"""Height in the detector's input of the faces that recall is told for."""
CLEAR_FACE_PX, FRONTAL_DEG = 64.0, 45.0
"""Height and turn of the faces, where they were cut from, that the first error rate is told for."""
MOST_IMPOSTORS = 400_000


class Asked(NamedTuple):
    """A face that is to be found, and what was found of it."""

    who: int
    """Face seed of the person."""
    height_px: float
    """In the detector's input."""
    facing_deg: float
    is_clear: bool
    """True when it says who it is: ``recogniser.is_clear``."""
    landmark_error: float
    """Mean distance of the landmarks over the face's height; nan where it was not found."""
    vector: np.ndarray | None
    """What the recogniser gave; None where it was not found."""


class Search(NamedTuple):
    """What the detector found in a split's pictures."""

    asked: tuple[Asked, ...]
    false: int
    pictures: int

    def recall(self, least_px: float = LEAST_FACE_PX) -> float:
        tall = [face.vector is not None for face in self.asked if face.height_px >= least_px]
        return sum(tall) / max(1, len(tall))


class ErrorRate(NamedTuple):
    """Where as many impostors are let in as genuine ones are kept out."""

    rate: float
    threshold: float
    genuine: int
    impostors: int


def face_marks(data: Path, folder: Path, *, seed: int) -> dict[str, Any]:
    """Recall and false faces of the detector, equal error rates of the recogniser: the pack as insightface runs it.

    Raises:
        RenderError: held-out data is missing or torn.
    """
    searched = search(InsightFace(folder), data, "held")
    tall = [face for face in searched.asked if face.height_px >= LEAST_FACE_PX]
    told: dict[str, Any] = {
        "input_width": SCORED_WIDTH,
        "pictures": searched.pictures,
        "faces_asked": len(tall),
        "face_recall": round(searched.recall(), 4),
        "face_recall_from_32_px": round(searched.recall(32.0), 4),
        "false_faces_a_picture": round(searched.false / max(1, searched.pictures), 4),
        "landmark_error": round(float(np.nanmedian([face.landmark_error for face in tall])), 4),
    }
    vectors, faces = _described(folder / RECOGNISER, data, searched)
    clear, turned = faces.face_px >= CLEAR_FACE_PX, faces.facing_deg > FRONTAL_DEG
    rates = {
        "face_eer": error_rate(vectors[clear & ~turned], faces.people[clear & ~turned], seed=seed),
        "face_eer_beyond_45": error_rate(vectors[clear], faces.people[clear], turned[clear], seed=seed),
        "face_eer_every_size_and_side": error_rate(vectors, faces.people, seed=seed),
    }
    for name, rate in rates.items():
        told |= {
            name: round(rate.rate, 4), f"{name}_threshold": round(rate.threshold, 4),
            f"{name}_pairs": [rate.genuine, rate.impostors],
        }  # fmt: skip
    return told | {"faces": len(faces.people), "identities": len(np.unique(faces.people[clear & ~turned]))}


def search(models: InsightFace, data: Path, split: Split) -> Search:
    """Run the pack over every picture of a split, at the size that takes are judged at.

    Raises:
        RenderError: there are none, or a file is torn.
    """
    import cv2

    scale = SCORED_WIDTH / WIDTH
    asked: list[Asked] = []
    false = pictures = 0
    for path in sorted((data / "pictures" / split).glob("*.npz")):
        for picture in read_world(path):
            shown = cv2.resize(picture.rgb, (SCORED_WIDTH, round(HEIGHT * scale)), interpolation=cv2.INTER_AREA)
            found = [_in_kept_pixels(face, scale) for face in models.look(shown)]
            met, wrong = match(found, picture.faces)
            seeds = {member.character_id: member.identity.face_seed for member in picture.plan.cast}
            asked += [
                _asked(face, seeds[face.character_id], found[met[at]] if at in met else None, scale)
                for at, face in enumerate(picture.faces)
                if is_asked(face)
            ]
            false += len(wrong)
            pictures += 1
    if not pictures:
        raise RenderError(f"{data / 'pictures' / split} holds no pictures; make them: python -m tools.training data")
    return Search(tuple(asked), false, pictures)


def match(found: Sequence[RawFace], faces: Sequence[Face]) -> tuple[dict[int, int], list[int]]:
    """({face: the detection that met it}, false detections) of one picture, both by their numbers.

    The surest detection first takes the face that it overlaps most, from an overlap of 0.4. A detection on a head that
    is neither to be found nor punished is nobody's fault.
    """
    met: dict[int, int] = {}
    false = []
    for at in sorted(range(len(found)), key=lambda rank: -found[rank].score):
        overlaps = {rank: overlap(found[at].box, face.box) for rank, face in enumerate(faces) if rank not in met}
        best = max(overlaps, key=lambda rank: overlaps[rank], default=None)
        if best is not None and overlaps[best] >= LEAST_OVERLAP:
            met[best] = at
            if is_back(faces[best]):
                false.append(at)
        elif not any(_is_excused(found[at], face) for face in faces):
            false.append(at)
    return met, false


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Intersection over union of two boxes x0, y0, x1, y1."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, across) * max(0.0, down)
    either = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / max(1e-9, either)


def error_rate(vectors: np.ndarray, people: np.ndarray, turned: np.ndarray | None = None, *, seed: int) -> ErrorRate:
    """The equal error rate over all pairs of one person's faces and of strangers', of whom 400 000 at most are drawn.

    Args:
        vectors: (N, d) of length 1.
        people: (N,) whose they are.
        turned: (N,) bool; when given, only pairs count of which one or both are so.

    Raises:
        RenderError: there are no pairs.
    """
    first, second = np.triu_indices(len(people), 1)
    if turned is not None:
        kept = turned[first] | turned[second]
        first, second = first[kept], second[kept]
    same = people[first] == people[second]
    strangers = np.flatnonzero(~same)
    if len(strangers) > MOST_IMPOSTORS:
        strangers = np.sort(np.random.default_rng(seed).choice(strangers, MOST_IMPOSTORS, replace=False))
    return equal_error(
        _cosines(vectors, first[same], second[same]), _cosines(vectors, first[strangers], second[strangers])
    )


def equal_error(genuine: np.ndarray, impostor: np.ndarray) -> ErrorRate:
    """Where the share of genuine pairs kept out meets the share of impostors let in; their mean where they cross.

    A pair is let in from the threshold on.

    Raises:
        RenderError: one of them is empty.
    """
    if not len(genuine) or not len(impostor):
        raise RenderError(
            f"{len(genuine)} genuine and {len(impostor)} impostor pairs give no error rate; make more faces"
        )
    limits = np.unique(np.concatenate([genuine, impostor]))
    out = np.searchsorted(np.sort(genuine), limits, side="left") / len(genuine)
    let_in = 1.0 - np.searchsorted(np.sort(impostor), limits, side="left") / len(impostor)
    at = int(np.argmin(np.abs(out - let_in)))
    return ErrorRate(float(out[at] + let_in[at]) / 2, float(limits[at]), len(genuine), len(impostor))


def _described(recogniser: Path, data: Path, searched: Search) -> tuple[np.ndarray, Faces]:
    """(vectors of length 1, whose they are and how they were seen): portraits, and the clear faces that were found."""
    from insightface.model_zoo import get_model

    blocks = [read_block(path) for path in sorted((data / "portraits" / "held").glob("*.npz"))]
    if not blocks:
        raise RenderError(f"{data / 'portraits' / 'held'} holds no portraits; make them: python -m tools.training data")
    model: Any = get_model(str(recogniser), providers=["CPUExecutionProvider"])
    rows = [model.get_feat(np.ascontiguousarray(crop[..., ::-1])).ravel() for block in blocks for crop in block.crops]
    found = [face for face in searched.asked if face.vector is not None and face.is_clear]
    vectors = np.stack([*rows, *(face.vector for face in found)]).astype(np.float32)  # type: ignore[type-var]
    seen = Faces(
        crops=np.zeros((0,), np.uint8),
        people=np.concatenate(
            [*(block.people for block in blocks), np.array([-1 - face.who for face in found], np.int64)]
        ),
        facing_deg=np.concatenate([*(block.facing_deg for block in blocks), [face.facing_deg for face in found]]),
        face_px=np.concatenate([*(block.face_px for block in blocks), [face.height_px for face in found]]),
    )
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), seen


def _asked(face: Face, who: int, found: RawFace | None, scale: float) -> Asked:
    tall = face.box[3] - face.box[1]
    if found is None:
        return Asked(who, tall * scale, face.facing_deg, is_clear(face), float("nan"), None)
    off = float(np.linalg.norm(found.landmarks - np.array(face.landmarks), axis=1).mean())
    return Asked(who, tall * scale, face.facing_deg, is_clear(face), off / tall, found.vector)


def _in_kept_pixels(face: RawFace, scale: float) -> RawFace:
    x0, y0, x1, y1 = face.box
    return face._replace(box=(x0 / scale, y0 / scale, x1 / scale, y1 / scale), landmarks=face.landmarks / scale)


def _is_excused(found: RawFace, face: Face) -> bool:
    """True when the detection's middle lies on a head that is neither to be found nor punished."""
    x, y = (found.box[0] + found.box[2]) / 2, (found.box[1] + found.box[3]) / 2
    inside = face.box[0] <= x <= face.box[2] and face.box[1] <= y <= face.box[3]
    return inside and not is_asked(face) and not is_back(face)


def _cosines(vectors: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Cosines of pairs, a part at a time: all at once would not fit in memory."""
    parts = range(0, len(first), 50_000)
    found = [(vectors[first[at : at + 50_000]] * vectors[second[at : at + 50_000]]).sum(axis=1) for at in parts]
    return np.concatenate(found) if found else np.zeros(0, np.float32)
