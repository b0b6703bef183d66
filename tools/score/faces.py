"""Is it the same face: faces in frames against the Bible's plates, by an insightface pack from this disk.

    face_identity   the worst character's likeness to their plates

The pack's own licence applies: the published ones are for research only, so none is shipped or fetched.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import ScoreError, SetupError
from film.plan import ShotPlan
from film.verdict import Score
from tools.score.cast import faces_away
from tools.score.clip_score import read_plate
from tools.score.evidence import CastEvidence

REVISION = "faces@1"
DETECTION_SIZE = (320, 320)
DETECTION_THRESHOLD = 0.5
PROFILE_DEG = 75.0
"""Beyond it a face shows too little for a detector: no face is then no fault."""
NO_PACK = "no face model: give an insightface pack with --face-pack FOLDER"


class FaceReader(NamedTuple):
    app: Any
    name: str


def model_files(folder: str) -> tuple[Path, ...]:
    """The pack's .onnx files.

    Raises:
        SetupError: there are none.
    """
    files = tuple(sorted(Path(folder).glob("*.onnx")))
    if not files:
        raise SetupError(f"--face-pack {folder!r} holds no .onnx file; give an insightface pack's folder")
    return files


def score(
    plan: ShotPlan, colour: np.ndarray, evidence: CastEvidence | None, assets: Path, folder: str | None
) -> tuple[Score]:
    """``face_identity`` of some frames: the lowest, over the cast with plates, of their median best cosine, -1..1.

    For each frame and character the best face counts; the median over the frames in which any face was found.
    No face at all is unknown, never 0; not_applicable when the engine's account says that nobody faces the camera.

    Args:
        colour: (N, h, w, 3) uint8 display RGB.

    Raises:
        SetupError: the pack cannot be loaded.
        ScoreError: a plate is missing or shows no face.
    """
    with_plates = [member for member in plan.cast if member.references]
    if folder is None:
        return (_unmeasured("unknown", NO_PACK),)
    if not with_plates:
        return (_unmeasured("not_applicable", "nobody in the shot has a plate"),)
    reader = load_reader(folder)
    found = [vectors for vectors in (embed_faces(reader, frame) for frame in colour) if len(vectors)]
    facing = [m for m in with_plates if evidence is None or not faces_away(evidence, m.character_id, PROFILE_DEG)]
    if not facing:
        return (_unmeasured("not_applicable", "nobody with a plate faces the camera", reader),)
    if not found:
        return (_unmeasured("unknown", f"no face was found in {len(colour)} frames", reader),)
    worst, who = 2.0, ""
    for member in facing:
        plates = np.concatenate([_plate_face(reader, assets, sha) for sha in member.references])
        likeness = float(np.median([(faces @ plates.T).max() for faces in found]))
        if likeness < worst:
            worst, who = likeness, member.character_id
    return (
        Score(
            measure="face_identity",
            value=round(worst, 6),
            evidence={"who": who, "frames_with_a_face": len(found), "frames": len(colour)},
            scorer=reader.name,
        ),
    )


@cache
def load_reader(folder: str) -> FaceReader:
    """The pack in ``folder``, on the CPU, loaded once per process.

    Raises:
        SetupError: it has no detector or no recogniser, or does not load.
    """
    import hashlib

    files = model_files(folder)
    from insightface.app import FaceAnalysis

    try:
        app = FaceAnalysis(
            name=str(Path(folder).resolve()), allowed_modules=["detection", "recognition"],
            providers=["CPUExecutionProvider"],
        )  # fmt: skip
    except AssertionError as error:
        raise SetupError(f"--face-pack {folder!r} has no face detector; give a whole pack") from error
    if "recognition" not in app.models:
        raise SetupError(f"--face-pack {folder!r} has no face recogniser; give a whole pack")
    app.prepare(ctx_id=-1, det_thresh=DETECTION_THRESHOLD, det_size=DETECTION_SIZE)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    return FaceReader(app, f"insightface@{digest}")


def embed_faces(reader: FaceReader, frame: np.ndarray) -> np.ndarray:
    """(faces, d) float32 unit vectors of the faces in one (h, w, 3) uint8 RGB frame; (0, 0) when there is none."""
    faces = reader.app.get(np.ascontiguousarray(frame[..., ::-1]))
    if not faces:
        return np.zeros((0, 0), np.float32)
    return np.stack([face.normed_embedding for face in faces]).astype(np.float32)


def _plate_face(reader: FaceReader, assets: Path, sha256: str) -> np.ndarray:
    vectors = embed_faces(reader, read_plate(assets, sha256))
    if not len(vectors):
        raise ScoreError(f"plate {sha256[:12]} shows no face; give a clearer picture of that person")
    return vectors[:1]


def _unmeasured(status, why: str, reader: FaceReader | None = None) -> Score:
    return Score(
        measure="face_identity", status=status, evidence={"why": why}, scorer=reader.name if reader else REVISION
    )
