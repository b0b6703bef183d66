"""Measures on the faces of a take. Each is a pure function of a plan, faces with names on them, and reference faces.

face_identity       how alike the worst-off character is to their references, median     face_identity_low  10th percentile
face_coverage       share of frames that show a face which should show, worst character
cast_recall         share of the expected characters who are there                       cast_precision     of the faces that are theirs
face_size           height of the largest subject's face against what the size calls for
screen_side         +1 everybody on their side and looking their way .. -1 the picture is mirrored
reference_copied    how alike a face is to a reference as a picture: 1 is pasted
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from film.plan import ShotPlan
from tools.score.face.identity import References, faces_of, likeness
from tools.score.face.on_screen import LEAST_FACE_PX, Expected, face_px
from tools.score.face.reading import FaceTrack, FoundFace
from tools.score.face.reference_copy import nearest_copy
from tools.score.footage import Footage

READABLE_YAW_DEG = 60.0
"""Faces turned farther say little of who it is; they count where there are no others."""
READABLE_PX = 20.0
READABLE_SHARE = 0.1
"""Of the frames, in which somebody who need not show must be readable before they are judged."""
THERE_PERCENTILE = 75.0
"""Somebody is there when a quarter of their faces is as alike as one person's faces are."""
STRANGER_SHARE = 0.45
"""Of the height that the size calls for, from which a face that is nobody's is a stranger's and no passer-by's."""
STRANGER_PX = 20.0
STRANGER_SCORE = 0.6
"""The detector's score from which a face that is nobody's is believed: a window that looks like one seldom has it."""
CLEAR_SIDE = 0.5
"""Sine of the yaw from which a face clearly looks to one side: 30 degrees."""
_LOW_PERCENTILE = 10.0


class Measured(NamedTuple):
    """A value with what explains it; the value is None where there is nothing of the kind."""

    value: float | None
    evidence: dict[str, float | int | str | bool]
    unknown: bool = False
    """True where a value is missing that should be there."""


class Identity(NamedTuple):
    """How alike one character's faces are to their references."""

    who: str
    median: float
    low: float
    high: float
    faces: int


def identities(track: FaceTrack, references: dict[str, References], people: Sequence[Expected]) -> tuple[Identity, ...]:
    """Everybody of ``people`` who has references and a face that can be judged.

    Turned and small faces count only for whoever must show and has no others.
    """
    found = []
    for person in people:
        if person.who not in references:
            continue
        faces = [face for _, face in faces_of(track, person.who)]
        clear = [f for f in faces if abs(f.yaw_deg) <= READABLE_YAW_DEG and f.height_px >= READABLE_PX]
        enough = max(1.0, READABLE_SHARE * len(track.frames))
        judged = clear if len(clear) >= enough else faces if person.shows else []
        if judged:
            alike = likeness(np.stack([face.embedding for face in judged]), references[person.who].embeddings)
            low, middle, high = np.percentile(alike.astype(np.float64), [_LOW_PERCENTILE, 50.0, THERE_PERCENTILE])
            found.append(Identity(person.who, float(middle), float(low), float(high), len(judged)))
    return tuple(found)


def coverage(track: FaceTrack, people: Sequence[Expected]) -> Measured:
    """The smallest share of frames, over whoever must show, in which a face was given to them: 0..1."""
    shares = {person.who: len(faces_of(track, person.who)) / len(track.frames) for person in people if person.shows}
    if not shares:
        return Measured(None, {"why": why_nobody(people)})
    who = min(shares, key=lambda each: shares[each])
    return Measured(shares[who], {"who": who, "frames": len(track.frames), "faces": track.found})


def recall(found: Sequence[Identity], people: Sequence[Expected], same: float) -> Measured:
    """The share of those who must show who are there: some of their faces at least ``same`` alike to them, 0..1."""
    wanted = [person.who for person in people if person.shows]
    if not wanted:
        return Measured(None, {"why": why_nobody(people)})
    there = {each.who for each in found if each.high >= same}
    missing = [who for who in wanted if who not in there]
    told: dict[str, float | int | str | bool] = {"expected": len(wanted), "bound": same}
    return Measured(1.0 - len(missing) / len(wanted), told | ({"missing": ", ".join(missing)} if missing else {}))


def precision(track: FaceTrack, plan: ShotPlan) -> Measured:
    """The share of large faces that were given to somebody of the cast, 0..1; 1 where there is no large face.

    Passers-by of public places are far and small. A face that stands for one of the cast and is not alike to them is
    ``face_identity``'s and ``recall``'s matter: here only those count that are one too many.
    """
    least = max(STRANGER_PX, STRANGER_SHARE * face_px(plan, track.size[1]))
    large = strangers = 0
    largest = 0.0
    for face in (face for faces in track.frames for face in faces if face.height_px >= least):
        if face.who is None and face.score < STRANGER_SCORE:
            continue
        large += 1
        if face.who is None:
            strangers += 1
            largest = max(largest, face.height_px)
    told: dict[str, float | int | str | bool] = {"faces": large, "from_px": round(least, 1)}
    if strangers:
        told |= {"strangers": strangers, "largest_px": round(largest, 1)}
    return Measured(1.0 - strangers / large if large else 1.0, told)


def size(track: FaceTrack, people: Sequence[Expected]) -> Measured:
    """The largest subject's face against what the shot's size calls for: 1 as usual, 0.5 half as tall.

    Median over the frames that show any; None where nobody must show.
    """
    wanted = {person.who: person.face_px for person in people if person.shows}
    if not wanted:
        return Measured(None, {"why": why_nobody(people)})
    ratios = []
    for faces in track.frames:
        sizes = [(face.height_px / wanted[face.who], face.who) for face in faces if face.who in wanted]
        if sizes:
            ratios.append(max(sizes))
    if not ratios:
        return Measured(None, {"why": "no face that should show was found"}, unknown=True)
    ratios.sort()
    value, who = ratios[len(ratios) // 2]
    return Measured(float(value), {"who": str(who), "frames": len(ratios), "usual_px": round(wanted[str(who)], 1)})


def side(track: FaceTrack, people: Sequence[Expected]) -> Measured:
    """Does the picture keep its screen direction: +1 all of it .. -1 mirrored.

    Where two of different sides are in one frame, who is left of whom; else which way a face looks, by the sine of its
    yaw, whole from 30 degrees on. Mean over all there is to see.
    """
    placed = {person.who: person.placed for person in people if person.placed}
    pairs: list[float] = []
    for faces in track.frames:
        here = [face for face in faces if face.who in placed]
        for left in (face for face in here if placed[str(face.who)] < 0):
            pairs += [float(np.sign(right.middle_x - left.middle_x)) for right in here if placed[str(right.who)] > 0]
    if pairs:
        return Measured(float(np.mean(pairs)), {"by": "places", "seen": len(pairs)})
    looks = {person.who: person.looks for person in people if person.looks}
    turned = [
        max(-1.0, min(1.0, looks[str(face.who)] * math.sin(math.radians(face.yaw_deg)) / CLEAR_SIDE))
        for faces in track.frames
        for face in faces
        if face.who in looks and face.height_px >= LEAST_FACE_PX
    ]
    if turned:
        return Measured(float(np.mean(turned)), {"by": "looks", "seen": len(turned)})
    if not placed and not looks:
        return Measured(None, {"why": "the plan fixes no side: a thing, people on the move, or a look into the lens"})
    return Measured(None, {"why": "nobody whose side is fixed was found"})


def copied(footage: Footage, track: FaceTrack, references: dict[str, References]) -> Measured:
    """How alike any face is to any reference as a picture: 1 pasted, or judged by itself; an honest take stays lower."""
    if not references:
        return Measured(None, {"why": "nobody has a reference"})
    copy = nearest_copy(footage, track, references)
    if copy is None:
        return Measured(None, {"why": "no face is large enough to be told a copy"})
    return Measured(copy.value, {"who": copy.who, "reference": copy.number, "frame": copy.frame, "faces": copy.faces})


def why_nobody(people: Sequence[Expected]) -> str:
    """Why no face must show, in words."""
    if not people:
        return "nobody need be seen"
    return "; ".join(dict.fromkeys(person.why for person in people if person.why))


def mean_direction(faces: Sequence[FoundFace]) -> np.ndarray:
    """The mean direction (d,) of some faces, of length 1."""
    mean: np.ndarray = np.stack([face.embedding for face in faces]).mean(axis=0, dtype=np.float64)
    return (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
