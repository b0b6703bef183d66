"""Every face in a take, found once for all measures: where it is, which way it looks, and whose it may be.

    reader = open_reader(FOLDER)        an insightface pack, or YuNet and SFace of OpenCV
    track = read_faces(reader, footage)

Nothing is ever downloaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from film.errors import ScoreError, SetupError
from tools.score.face.geometry import yaw_of
from tools.score.face.models import InsightFace, OpenCvFaces, RawFace, load, yunet_among
from tools.score.footage import Footage

REVISION = "faces@3"
SURE = 0.5
"""A detector's score from which something is a face, whoever's it is."""
OPTION = "--face-pack"


class FoundFace(NamedTuple):
    """One face in one colour frame."""

    box: tuple[float, float, float, float]
    """x0, y0, x1, y1, pixels of the colour frame, brow to chin and ear to ear; may reach over its edge."""
    landmarks: np.ndarray
    """(5, 2) float32 pixels, see ``face_geometry``."""
    score: float
    """The detector's own, 0..1."""
    embedding: np.ndarray
    """(d,) float32 of length 1."""
    yaw_deg: float
    """0 looks into the lens, above 0 to the picture's right."""
    who: str | None = None
    """Character id, once it is known whose it is."""

    @property
    def counts(self) -> bool:
        """True for a face that is surely one, or surely somebody's."""
        return self.score >= SURE or self.who is not None

    @property
    def height_px(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle_x(self) -> float:
        return (self.box[0] + self.box[2]) / 2


class FaceTrack(NamedTuple):
    """The faces of a take, or of a still as a take of one frame."""

    frames: tuple[tuple[FoundFace, ...], ...]
    """Of every colour frame of the footage, in its order."""
    at: tuple[int, ...]
    """The frame index of each."""
    size: tuple[int, int]
    """(width, height) of the colour frames."""
    scorer: str
    """Name and content hash of the models."""

    @property
    def found(self) -> int:
        """How many faces count in all frames together."""
        return sum(face.counts for faces in self.frames for face in faces)


class FaceReader(Protocol):
    """Models that find faces and turn each into a direction."""

    @property
    def name(self) -> str:
        """``insightface@3fa9…``: what it is and the hash of its weights."""
        ...

    def look(self, rgb: np.ndarray) -> list[RawFace]:
        """Every face of one (h, w, 3) uint8 picture."""
        ...


class _Reader(NamedTuple):
    models: InsightFace | OpenCvFaces
    name: str

    def look(self, rgb: np.ndarray) -> list[RawFace]:
        return self.models.look(rgb)


def model_files(folder: str) -> tuple[Path, ...]:
    """The .onnx files in ``folder``.

    Raises:
        SetupError: there is no such folder, or none in it.
    """
    files = tuple(sorted(path for path in Path(folder).glob("*.onnx") if path.is_file()))
    if not files:
        raise SetupError(
            f"{OPTION} {folder!r} holds no .onnx file; give the folder of an insightface pack, or one with YuNet and SFace"
        )
    return files


@cache
def open_reader(folder: str) -> FaceReader:
    """The models in ``folder``, on the CPU and on one thread, loaded once per process.

    Raises:
        SetupError: they are missing, broken, or not a detector and a recogniser.
    """
    return _Reader(load(model_files(folder)), reader_name(folder))


@cache
def reader_name(folder: str) -> str:
    """``insightface@3fa9…``: the kind of models and a hash of their names and bytes. None of them is opened.

    Raises:
        SetupError: there are none.
    """
    files = model_files(folder)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode("utf-8") + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{'opencv' if yunet_among(files) else 'insightface'}@{digest.hexdigest()[:12]}"


def read_faces(reader: FaceReader, footage: Footage) -> FaceTrack:
    """The faces in every colour frame of a take.

    Raises:
        ScoreError: the recogniser gave no direction for a face.
    """
    height, width = footage.colour.shape[1:3]
    frames = tuple(read_picture(reader, frame) for frame in footage.colour)
    return FaceTrack(frames, footage.at, (width, height), reader.name)


def read_picture(reader: FaceReader, rgb: np.ndarray) -> tuple[FoundFace, ...]:
    """The faces of one (h, w, 3) uint8 picture, the surest first.

    Raises:
        ScoreError: as for ``read_faces``, or the models failed on it.
    """
    try:
        found = reader.look(rgb)
    except Exception as error:  # onnxruntime and OpenCV raise classes of their own
        why = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
        raise ScoreError(f"the face models {reader.name} failed on a picture ({why}); give others") from error
    return tuple(
        FoundFace(face.box, face.landmarks, face.score, _direction(face.vector, reader.name), yaw_of(face.landmarks))
        for face in found
        if np.isfinite(face.landmarks).all() and np.isfinite(face.box).all()
    )


def _direction(vector: np.ndarray, name: str) -> np.ndarray:
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length) or length == 0:
        raise ScoreError(f"the face recogniser of {name} gives no direction for a face; its weights are broken")
    return (vector / np.float32(length)).astype(np.float32)
