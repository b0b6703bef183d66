"""Genuine and impostor values of takes, measured by exactly the code that scores takes.

A take is held against its own plan (genuine) and against false ones (impostor): ``impostors``. What one person is to
the face models is settled first, from identity alone, because who is there and who is a stranger is told by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import FilmError
from film.plan import ShotPlan
from film.verdict import Part, Score
from tools.render.engine import CLIP, KEYFRAME, Sources
from tools.score.calibration import impostors
from tools.score.calibration.bounds import FEWEST_GENUINE, Calibration, Rule, calibrate
from tools.score.clip import consistency
from tools.score.clip import scoring as clip_score
from tools.score.face import scoring as faces
from tools.score.face.identity import faces_of, likeness
from tools.score.face.reading import FaceTrack, open_reader, read_faces
from tools.score.footage import Footage, read_clip, read_still

IDENTITY = ("face_identity", "face_identity_low")
FACES = (*IDENTITY, "face_coverage", "cast_recall", "cast_precision", "face_size", "screen_side")
"""Measures of the face models that a calibration bounds from below."""
WORDS = (
    "clip_text", "clip_size", "clip_place", "clip_time", "clip_count", "clip_style", "clip_wardrobe", "clip_plate",
    "clip_style_plate", "clip_steady", "clip_keyframe", "wardrobe_colour",
)  # fmt: skip
"""Those that are taken with the CLIP model's; clothes are compared by colour under faces that the face models found."""
TWO_SIDED = ("face_size",)
"""Measures of which too much is as wrong as too little."""


class Models(NamedTuple):
    """Which models are calibrated; None leaves the measures of one out."""

    clip: str | None
    faces: str | None


class TakeRead(NamedTuple):
    """One part of a take, decoded, with what the models saw in it once."""

    part: Part
    plan: ShotPlan
    footage: Footage
    sources: Sources
    track: FaceTrack | None
    seen: np.ndarray | None
    """(N, d) the frames as the CLIP model sees them."""
    keyframe: Footage | None = None


class Values:
    """Two samples for every part and measure, and whose numbers they are."""

    def __init__(self) -> None:
        self.genuine: dict[tuple[Part, str], list[float]] = {}
        self.impostor: dict[tuple[Part, str], list[float]] = {}
        self.scorers: dict[str, str] = {}
        """Measure -> name of what took it."""

    def add(self, part: Part, scores: Iterable[Score], measures: Sequence[str], *, genuine: bool) -> None:
        """Keep those of ``scores`` that are in ``measures`` and have a value."""
        for score in scores:
            if score.measure in measures and score.status == "measured" and score.value is not None:
                # A measure that rests on a model signs with its own revision and the model's name.
                self.add_value(part, score.measure, score.value, score.scorer.rpartition("+")[2], genuine=genuine)

    def add_value(self, part: Part, measure: str, value: float, scorer: str, *, genuine: bool) -> None:
        if np.isfinite(value):
            (self.genuine if genuine else self.impostor).setdefault((part, measure), []).append(value)
            self.scorers[measure] = scorer

    def join(self, other: Values) -> None:
        for mine, theirs in ((self.genuine, other.genuine), (self.impostor, other.impostor)):
            for key, found in theirs.items():
                mine.setdefault(key, []).extend(found)
        self.scorers.update(other.scorers)

    def as_json(self) -> dict:
        samples = {"genuine": self.genuine, "impostor": self.impostor}
        plain = {kind: {"/".join(key): found for key, found in sample.items()} for kind, sample in samples.items()}
        return {**plain, "scorers": self.scorers}

    @classmethod
    def of_json(cls, data: dict) -> Values:
        values = cls()
        for kind, sample in (("genuine", values.genuine), ("impostor", values.impostor)):
            for key, found in data[kind].items():
                part, _, measure = key.partition("/")
                sample[part, measure] = found  # type: ignore[index]
        values.scorers = data["scorers"]
        return values


class Found(NamedTuple):
    """What the samples of one measure gave."""

    part: Part
    measure: str
    scorer: str
    calibration: Calibration
    genuine: tuple[float, ...]
    impostor: tuple[float, ...]
    above: Calibration | None = None
    """Of a two-sided measure the bound from above, with its sign turned: what lies over minus its threshold fails."""


def read_take(part: Part, plan: ShotPlan, folder: Path, sources: Sources, models: Models) -> TakeRead:
    """One part of the take in ``folder``, decoded and looked at by both models.

    Raises:
        ScoreError: the picture is missing or torn, or a model gave no direction.
        SetupError: a model that was given does not load.
    """
    keyframe = read_still(folder / KEYFRAME) if (folder / KEYFRAME).is_file() else None
    footage = read_still(folder / KEYFRAME) if part == "keyframe" else read_clip(folder / CLIP)
    track = read_faces(open_reader(models.faces), footage) if models.faces else None
    seen = clip_score.see(clip_score.load_eye(models.clip), footage) if models.clip else None
    return TakeRead(part, plan, footage, sources, track, seen, keyframe if part == "clip" else None)


def identity_values(take: TakeRead, others: Sequence[ShotPlan], models: Models) -> Values:
    """Likeness of the take's faces to whom its plan names, and to others of ``others``."""
    values = Values()
    if models.faces is None:
        return values
    values.add(take.part, _of_faces(take, take.plan, models, None), IDENTITY, genuine=True)
    for false in impostors.other_people(take.plan, others):
        values.add(take.part, _of_faces(take, false.plan, models, None), false.measures, genuine=False)
    return values


def values_between(takes: Sequence[TakeRead], models: Models) -> Values:
    """Likeness of faces across takes: the same character in two of them, and two characters.

    Each face is held against those of the other take as the gate holds it against the Bible's.
    """
    values = Values()
    if models.faces is None:
        return values
    people: list[tuple[str, str, np.ndarray]] = []
    for take in takes:
        look = faces.look(take.plan, take.footage, take.sources, models.faces, track=take.track)
        if look.track is None:
            continue
        for member in take.plan.cast:
            vectors = [face.embedding for _, face in faces_of(look.track, member.character_id)]
            if vectors:
                people.append((take.part, member.character_id, np.stack(vectors)))
    name = faces.scorer_name(models.faces)
    for at, (part, who, vectors) in enumerate(people):
        for other_part, whom, others in people[at + 1 :]:
            if part == other_part:
                alike = float(np.median(likeness(vectors, others)))
                values.add_value(part, "face_identity", alike, name, genuine=who == whom)  # type: ignore[arg-type]
    return values


def fact_values(
    take: TakeRead, others: Sequence[ShotPlan], models: Models, *, same: float | None, before: TakeRead | None = None
) -> Values:
    """Every other measure of a take by its own plan and by false ones.

    Args:
        others: plans of other shots, to be false by.
        same: cosine from which two faces are one person's; None as published.
        before: another take, whose frames and keyframe are spliced in.
    """
    values = Values()
    look = _look(take, take.plan, models, same)
    _measure(values, take, take.plan, look, models, (*WORDS, *FACES[2:]), genuine=True)
    for false in (*impostors.other_shots(take.plan, others), *impostors.other_clothes(take.plan)):
        _measure(values, take, false.plan, look, models, false.measures, genuine=False)
    undrawn = take._replace(sources=take.sources._replace(plates=None))
    for false in impostors.false_facts(take.plan, others):
        _measure(values, undrawn, false.plan, look, models, false.measures, genuine=False)
        if not set(false.measures).isdisjoint(FACES):
            values.add(take.part, _of_faces(take, false.plan, models, same), false.measures, genuine=False)
    if models.faces is not None and take.track is not None:
        flipped = _seen_again(take, impostors.mirrored(take.footage), models)
        values.add(take.part, _of_faces(flipped, take.plan, models, same), ("screen_side",), genuine=False)
        hidden = _seen_again(take, impostors.covered(take.footage, take.track), models)
        values.add(take.part, _of_faces(hidden, take.plan, models, same), ("face_coverage",), genuine=False)
    if models.clip is not None and take.seen is not None and before is not None and before.seen is not None:
        _splice(values, take, before, models.clip)
    return values


def bounds_of(values: Values, rule: Rule) -> tuple[tuple[Found, ...], dict[str, int]]:
    """Every measure that has enough pairs with its bound, in order, and how many genuine pairs the others have."""
    found, few = [], {}
    for part, measure in sorted({*values.genuine, *values.impostor}):
        genuine, impostor = (sample.get((part, measure), []) for sample in (values.genuine, values.impostor))
        if len(genuine) < FEWEST_GENUINE or not impostor:
            few[f"{measure} of a {part}"] = len(genuine)
            continue
        above = None
        lower = impostor
        if measure in TWO_SIDED:
            middle = float(np.median(genuine))
            lower = [value for value in impostor if value < middle] or impostor
            upper = [value for value in impostor if value > middle]
            above = calibrate([-v for v in genuine], [-v for v in upper], rule=rule) if upper else None
        calibration = calibrate(genuine, lower, rule=rule)
        found.append(Found(part, measure, values.scorers[measure], calibration, tuple(genuine), tuple(impostor), above))
    return tuple(found), few


def _measure(
    values: Values, take: TakeRead, plan: ShotPlan, look: faces.Look | None, models: Models, measures: Sequence[str],
    *, genuine: bool,
) -> None:  # fmt: skip
    """Scores of the CLIP model by ``plan``; those of faces too where the plan is the take's own."""
    if models.clip is not None and not set(measures).isdisjoint(WORDS):
        track = look.track if look is not None else None
        found = clip_score.score(
            plan, take.footage, track, take.sources, models.clip, keyframe=take.keyframe, seen=take.seen
        )
        values.add(take.part, found, [m for m in measures if m in WORDS], genuine=genuine)
    if genuine and look is not None:
        values.add(take.part, faces.score(plan, look, take.footage), FACES[2:], genuine=True)


def _look(take: TakeRead, plan: ShotPlan, models: Models, same: float | None) -> faces.Look | None:
    if models.faces is None:
        return None
    return faces.look(plan, take.footage, take.sources, models.faces, same=same, track=take.track)


def _of_faces(take: TakeRead, plan: ShotPlan, models: Models, same: float | None) -> tuple[Score, ...]:
    look = _look(take, plan, models, same)
    return faces.score(plan, look, take.footage) if look is not None else ()


def _seen_again(take: TakeRead, footage: Footage, models: Models) -> TakeRead:
    assert models.faces is not None
    return take._replace(footage=footage, track=read_faces(open_reader(models.faces), footage))


def _splice(values: Values, take: TakeRead, before: TakeRead, clip: str) -> None:
    """A clip that becomes another one half way, and one that never was its keyframe."""
    assert take.seen is not None and before.seen is not None
    name = clip_score.scorer_name(clip)
    steady = consistency.in_clip(impostors.spliced(take.seen, before.seen))
    if steady is not None:
        values.add_value(take.part, "clip_steady", steady, name, genuine=False)
    if before.keyframe is not None:
        try:
            other = clip_score.load_eye(clip).picture(before.keyframe.colour[0])
        except FilmError:
            return
        alike = consistency.from_keyframe(other, take.seen)
        if alike is not None:
            values.add_value(take.part, "clip_keyframe", alike, name, genuine=False)
