"""Everything that can be measured on a take's files, with what this machine has.

    score_keyframe(plan, folder, sources, scorers)    score_clip(plan, folder, sources, scorers)

The picture is decoded once and its faces are found once; every measure shares them. A learned scorer whose model is
missing or broken is ``unknown`` and says so in one sentence: it stops no take, and where a gate requires it, the take
is held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from film.base import Frozen
from film.canonical import sha256_of
from film.errors import SetupError
from film.plan import ShotPlan
from film.verdict import Score
from tools.render.engine import CLIP, CLIP_CAST, CLIP_MASKS, KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, Sources
from tools.score import cast, speech_check
from tools.score.clip import model as clip_model
from tools.score.clip import outfit_plates, plates, wardrobe
from tools.score.clip import scoring as clip_score
from tools.score.evidence import CastEvidence, read_evidence
from tools.score.face import scoring as faces
from tools.score.footage import Footage, read_clip, read_still
from tools.score.pixels import picture
from tools.score.pixels.judged_by import judged_by
from tools.score.pixels.light import LightBand
from tools.voice import listening

CAST_SCORER = "cast@1"
CAST_MEASURES = {
    "cast_seen": cast.cast_seen,
    "cast_unobstructed": cast.cast_unobstructed,
    "cast_size": cast.cast_size,
    "head_room": cast.head_room,
}
DECIMALS = 6


class Scorers(Frozen):
    """Which learned scorers there are, and the light that pictures are compared with."""

    clip_path: str | None = None
    """An open_clip model: a folder with open_clip_config.json and weights, or ``NAME=WEIGHTS``."""
    face_path: str | None = None
    """An insightface pack, or a folder with YuNet and SFace."""
    whisper_path: str | None = None
    """A faster-whisper model folder."""
    light: tuple[LightBand, ...] = ()
    """configs/light.yaml, in order."""
    same_person: dict[str, float] = {}
    """Name of face models -> the cosine from which two faces are one person's, where somebody calibrated them."""

    @property
    def names(self) -> dict[str, str | None]:
        """What the learned scores are signed with: name and content of the model; None where none serves."""
        return {
            "clip": _name(clip_model.scorer_name, self.clip_path),
            "faces": _name(faces.scorer_name, self.face_path),
        }

    @property
    def same(self) -> float | None:
        """The calibrated cosine of the face models that serve; None leaves it to what is published."""
        return self.same_person.get(self.names["faces"] or "")

    @property
    def hash(self) -> str:
        """sha256 of what takes the scores: measure revisions, model contents and light bands. No path is in it."""
        return sha256_of(
            {
                "picture": picture.SCORER,
                "cast": CAST_SCORER,
                "clip": clip_score.REVISION,
                "faces": faces.REVISION,
                "plates": [plates.REVISION, outfit_plates.REVISION],
                "wardrobe": wardrobe.REVISION,
                "models": self.names,
                # A model that was given and is missing is told of otherwise than none.
                "given": [self.clip_path is not None, self.face_path is not None],
                "same_person": self.same,
                "whisper": speech_check.REVISION if self.whisper_path else None,
                "whisper_model": _name(_whisper_content, self.whisper_path),
                "light": [band.model_dump(mode="json", exclude={"evidence"}) for band in self.light],
            }
        )


def score_keyframe(plan: ShotPlan, folder: Path, sources: Sources, scorers: Scorers) -> tuple[Score, ...]:
    """Every measure of the keyframe in ``folder``.

    Raises:
        ScoreError: the keyframe or its account is missing or torn.
    """
    footage = read_still(folder / KEYFRAME)
    evidence = read_evidence(folder / KEYFRAME_CAST, folder / KEYFRAME_MASK)
    return (
        *picture.score_still_picture(plan, footage, scorers.light, *judged_by(plan, sources)),
        *cast_scores(plan, evidence),
        *learned_scores(plan, footage, sources, scorers),
    )


def score_clip(plan: ShotPlan, folder: Path, sources: Sources, scorers: Scorers) -> tuple[Score, ...]:
    """Every measure of the clip in ``folder``. The clip is decoded once.

    Raises:
        ScoreError: the clip or its account is missing or torn.
    """
    footage = read_clip(folder / CLIP)
    keyframe = read_still(folder / KEYFRAME) if (folder / KEYFRAME).is_file() else None
    evidence = read_evidence(folder / CLIP_CAST, folder / CLIP_MASKS)
    return (
        *picture.score_moving_picture(plan, footage, scorers.light, keyframe, *judged_by(plan, sources)),
        *cast_scores(plan, evidence),
        *learned_scores(plan, footage, sources, scorers, keyframe),
        speech_check.score(plan, sources.speech, scorers.whisper_path),
    )


def learned_scores(
    plan: ShotPlan, footage: Footage, sources: Sources, scorers: Scorers, keyframe: Footage | None = None
) -> tuple[Score, ...]:
    """What the CLIP model and the face models say of one part of a take; the faces are found once for both."""
    look = faces.look(plan, footage, sources, scorers.face_path, same=scorers.same)
    return (
        *clip_score.score(plan, footage, look.track, sources, scorers.clip_path, keyframe=keyframe),
        *faces.score(plan, look, footage),
    )


def cast_scores(plan: ShotPlan, evidence: CastEvidence | None) -> tuple[Score, ...]:
    """What the engine's own masks say of the cast: on record, for remedies and for benches; no gate reads it."""
    scores = []
    told = {"moved": "; ".join(evidence.moved)} if evidence is not None and evidence.moved else {}
    for measure, take in CAST_MEASURES.items():
        if not plan.cast:
            scores.append(_cast_score(measure, "not_applicable", "nobody need be seen"))
        elif plan.still_sha256 is not None:
            scores.append(_cast_score(measure, "not_applicable", "the script's own picture"))
        elif evidence is None:
            scores.append(_cast_score(measure, "unknown", "the engine wrote no masks and no detector is set up"))
        elif (found := take(plan, evidence)) is None:
            scores.append(_cast_score(measure, "not_applicable", "nothing of this kind is in frame"))
        else:
            scores.append(
                Score(
                    measure=measure,
                    value=round(found.value, DECIMALS),
                    evidence={"who": found.who, "frames": len(evidence.frames), **told},
                    scorer=CAST_SCORER,
                    provenance="engine_masks",
                )
            )
    return tuple(scores)


def _cast_score(measure: str, status, why: str) -> Score:
    return Score(measure=measure, status=status, evidence={"why": why}, scorer=CAST_SCORER, provenance="engine_masks")


def _name(name_of: Callable[[str], str], path: str | None) -> str | None:
    """The scorer's name; None where no path was given, or the path holds no model."""
    if path is None:
        return None
    try:
        return name_of(path)
    except SetupError:
        return None


@cache
def _whisper_content(folder: str) -> str:
    """sha256 over the model's names and bytes. Read once per process."""
    digest = hashlib.sha256()
    for path in listening.model_files(folder):
        digest.update(path.name.encode("utf-8") + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
