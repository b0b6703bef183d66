"""Everything that can be measured on a take's files, with what this machine has.

    score_keyframe(plan, folder, sources, scorers)    score_clip(plan, folder, sources, scorers)

A learned scorer whose model was not given is ``unknown`` and says so; one whose model is broken is an
error, because a measure that silently went missing would pass for one that was never wanted.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from film.base import Frozen
from film.canonical import sha256_of
from film.plan import ShotPlan
from film.verdict import Score
from tools.render.engine import CLIP, CLIP_CAST, CLIP_MASKS, KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, Sources
from tools.score import cast, clip_score, faces, picture, speech_check
from tools.score.evidence import CastEvidence, read_evidence
from tools.score.footage import Footage, read_clip, read_still
from tools.score.light import LightBand
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
    """An insightface pack: a folder of .onnx files."""
    whisper_path: str | None = None
    """A faster-whisper model folder."""
    light: tuple[LightBand, ...] = ()
    """configs/light.yaml, in order."""

    @property
    def hash(self) -> str:
        """sha256 of what takes the scores: measure revisions, model contents and light bands. No path is in it."""
        return sha256_of(
            {
                "picture": picture.SCORER,
                "cast": CAST_SCORER,
                "clip": clip_score.REVISION if self.clip_path else None,
                "clip_model": _content(clip_score.model_files(self.clip_path)) if self.clip_path else None,
                "faces": faces.REVISION if self.face_path else None,
                "face_model": _content(faces.model_files(self.face_path)) if self.face_path else None,
                "whisper": speech_check.REVISION if self.whisper_path else None,
                "whisper_model": _content(listening.model_files(self.whisper_path)) if self.whisper_path else None,
                "light": [band.model_dump(mode="json", exclude={"evidence"}) for band in self.light],
            }
        )


def score_keyframe(plan: ShotPlan, folder: Path, sources: Sources, scorers: Scorers) -> tuple[Score, ...]:
    """Every measure of the keyframe in ``folder``.

    Raises:
        ScoreError: the keyframe or its account is missing or torn.
        SetupError: a model that was given cannot be loaded.
    """
    footage = read_still(folder / KEYFRAME)
    evidence = read_evidence(folder / KEYFRAME_CAST, folder / KEYFRAME_MASK)
    return (
        *picture.score_still_picture(plan, footage, scorers.light),
        *_cast_scores(plan, evidence),
        *_learned_scores(plan, footage, evidence, sources, scorers),
    )


def score_clip(plan: ShotPlan, folder: Path, sources: Sources, scorers: Scorers) -> tuple[Score, ...]:
    """Every measure of the clip in ``folder``. The clip is decoded once.

    Raises:
        ScoreError: the clip or its account is missing or torn.
        SetupError: a model that was given cannot be loaded.
    """
    footage = read_clip(folder / CLIP)
    keyframe = read_still(folder / KEYFRAME) if (folder / KEYFRAME).is_file() else None
    evidence = read_evidence(folder / CLIP_CAST, folder / CLIP_MASKS)
    return (
        *picture.score_moving_picture(plan, footage, scorers.light, keyframe),
        *_cast_scores(plan, evidence),
        *_learned_scores(plan, footage, evidence, sources, scorers),
        speech_check.score(plan, sources.speech, scorers.whisper_path),
    )


def _cast_scores(plan: ShotPlan, evidence: CastEvidence | None) -> tuple[Score, ...]:
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


def _learned_scores(
    plan: ShotPlan, footage: Footage, evidence: CastEvidence | None, sources: Sources, scorers: Scorers
) -> tuple[Score, ...]:
    return (
        *clip_score.score(plan, footage.colour, sources.assets, scorers.clip_path),
        *faces.score(plan, footage.colour, evidence, sources.assets, scorers.face_path),
    )


@cache
def _content(files: tuple[Path, ...]) -> str:
    """sha256 over the files' names and bytes: weights are named by content. Read once per process."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode("utf-8") + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
