"""Who is on screen: the faces of a take, found once, named by the Bible's reference faces, and measured.

    look = faces.look(plan, footage, sources, FOLDER)     scores = faces.score(plan, look, footage)

The models are the user's or the house's own (``face_models``). What cannot be measured is ``unknown`` and says in one
sentence what to give; a measure that does not apply to a shot says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from film.errors import FilmError
from film.plan import ShotPlan
from film.verdict import Score
from tools.render.engine import Sources
from tools.score.face import measures
from tools.score.face.identity import References, assigned, faces_of, references_of
from tools.score.face.measures import Identity, Measured
from tools.score.face.on_screen import Expected, expected, face_px
from tools.score.face.reading import OPTION, REVISION, FaceTrack, model_files, open_reader, read_faces, reader_name
from tools.score.footage import Footage

__all__ = ["MEASURES", "REVISION", "Features", "Look", "features_of", "look", "model_files", "score", "scorer_name"]

MEASURES = (
    "face_identity", "face_identity_low", "face_coverage", "cast_recall", "cast_precision", "face_size", "screen_side",
    "reference_copied",
)  # fmt: skip
SAME_PERSON = {"insightface": 0.4, "opencv": 0.363}
"""Cosine from which two faces are one person's, by kind of models, where nobody calibrated them. Sources: VBench-2.0
human_identity for ArcFace; OpenCV's FaceRecognizerSF sample for SFace."""
NO_MODELS = f"no face models: give an insightface pack, or a folder with YuNet and SFace, with {OPTION} FOLDER"
DECIMALS = 6
_LEAST_NAMED_PX, _LEAST_NAMED_SHARE = 10.0, 0.3
"""A face is given to somebody from this height, in pixels and as a share of what the size calls for."""


class Look(NamedTuple):
    """Everything that was seen of faces in one take."""

    track: FaceTrack | None
    """None where the faces could not be read; else with names on the faces."""
    references: dict[str, References]
    """By character id, of whoever of the cast has any."""
    why: str
    """Why something is unknown, in a sentence; empty where nothing is."""
    scorer: str
    """``insightface@3fa9…``"""
    same: float = 0.0
    """Cosine from which two faces are one person's."""


class Features(NamedTuple):
    """One character in one take, to be compared with the same one in another."""

    embedding: np.ndarray
    """(d,) float32 of length 1: the mean of their faces."""
    faces: int


def scorer_name(spec: str) -> str:
    """What ``Score.scorer`` holds for these models; they are not opened.

    Raises:
        SetupError: there are none.
    """
    return reader_name(spec)


def look(
    plan: ShotPlan,
    footage: Footage,
    sources: Sources,
    spec: str | None,
    *,
    same: float | None = None,
    track: FaceTrack | None = None,
) -> Look:
    """The faces of a take with names on them. Never raises: what is missing or broken is told in ``why``.

    Args:
        spec: folder of the models; None where there are none.
        same: cosine from which two faces are one person's, from a calibration of these models.
        track: the faces of this footage where they were read before, by the same models.
    """
    if spec is None:
        return Look(None, {}, NO_MODELS, REVISION)
    try:
        reader = open_reader(spec)
        track = track or read_faces(reader, footage)
    except FilmError as error:
        return Look(None, {}, str(error), _name_or_revision(spec))
    references: dict[str, References] = {}
    why = ""
    for member in plan.cast:
        try:
            known = references_of(reader, member, sources)
        except FilmError as error:
            why = str(error)
            continue
        if known is not None:
            references[member.character_id] = known
        elif not why:
            why = f"nobody can say what {member.character_id} looks like: give a picture of them in the Bible (references)"
    least = max(_LEAST_NAMED_PX, _LEAST_NAMED_SHARE * face_px(plan, track.size[1]))
    bound = SAME_PERSON[reader.name.partition("@")[0]] if same is None else same
    cast = [member.character_id for member in plan.cast]
    return Look(assigned(track, cast, references, least, bound), references, why, reader.name, bound)


def score(plan: ShotPlan, look: Look, footage: Footage) -> tuple[Score, ...]:
    """Every measure of ``MEASURES``, once each and in that order, for a look at this footage by this plan."""
    track = look.track
    if plan.still_sha256 is not None:
        return tuple(_unmeasured(look, measure, "not_applicable", "the script's own picture") for measure in MEASURES)
    if track is None:
        return tuple(_unmeasured(look, measure, "unknown", look.why) for measure in MEASURES)
    people = expected(plan, track.size[1])
    found = measures.identities(track, look.references, people)
    named = {
        "face_identity": _identity(look, found, people, low=False),
        "face_identity_low": _identity(look, found, people, low=True),
    }
    taken: dict[str, Measured] = named | {
        "face_coverage": measures.coverage(track, people),
        "cast_recall": measures.recall(found, people, look.same),
        "cast_precision": measures.precision(track, plan),
        "face_size": measures.size(track, people),
        "screen_side": measures.side(track, people),
        "reference_copied": measures.copied(footage, track, look.references),
    }
    unknown = _unnamed(look, people)
    return tuple(
        _unmeasured(look, measure, "unknown", look.why) if measure in unknown else _score(look, measure, taken[measure])
        for measure in MEASURES
    )


def features_of(look: Look) -> dict[str, Features]:
    """What can be compared between takes, by character id, of everybody who was found."""
    if look.track is None:
        return {}
    found = {}
    for who in look.references:
        faces = [face for _, face in faces_of(look.track, who)]
        if faces:
            found[who] = Features(measures.mean_direction(faces), len(faces))
    return found


def _unnamed(look: Look, people: Sequence[Expected]) -> frozenset[str]:
    """The measures that nobody can take because somebody has no reference to be known by."""
    nameless = [person for person in people if person.who not in look.references]
    unknown = {"cast_precision"} if nameless else set()
    if any(person.shows for person in nameless):
        unknown |= {"face_identity", "face_identity_low", "cast_recall"}
    return frozenset(unknown)


def _identity(look: Look, found: Sequence[Identity], people: Sequence[Expected], *, low: bool) -> Measured:
    """The worst character's median or 10th percentile; no value where there is no face to judge."""
    assert look.track is not None
    if not found:
        missing = [person.who for person in people if person.shows]
        if missing:
            return Measured(
                None, {"why": f"no face was found in {len(look.track.frames)} frames", "who": missing[0]}, True
            )
        return Measured(None, {"why": measures.why_nobody(people) or "nobody could be read"})
    worst = min(found, key=lambda each: each.low if low else each.median)
    told = {"who": worst.who, "faces": worst.faces, "frames": len(look.track.frames)}
    return Measured(worst.low if low else worst.median, told)


def _score(look: Look, measure: str, taken: Measured) -> Score:
    if taken.value is None:
        status = "unknown" if taken.unknown else "not_applicable"
        return Score(measure=measure, status=status, evidence=taken.evidence, scorer=look.scorer)
    return Score(measure=measure, value=round(taken.value, DECIMALS), evidence=taken.evidence, scorer=look.scorer)


def _unmeasured(look: Look, measure: str, status: Literal["unknown", "not_applicable"], why: str) -> Score:
    return Score(measure=measure, status=status, evidence={"why": why}, scorer=look.scorer)


def _name_or_revision(spec: str) -> str:
    try:
        return reader_name(spec)
    except FilmError:
        return REVISION
