"""The two kinds of face models that this machine may have, each behind one call: a picture in, its faces out.

    InsightFace   a pack folder of insightface: an SCRFD detector and an ArcFace recogniser. The published packs are
                  for research only; the library is MIT, and a pack of one's own is one's own.
    OpenCvFaces   a folder with YuNet (MIT) and SFace (Apache 2.0) of the OpenCV zoo: may be used in any work.

Both run on one thread: with more, the last bits of a score could depend on the machine's load.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import SetupError

DETECTION_THRESHOLD = 0.25
"""Of a detector's own score, 0..1. Low: what is unsure counts only as the face of somebody whom it is like."""
STRIDE_PX = 32
"""The coarsest step of both detectors: their input is a whole number of these."""
YUNET_OUTPUTS = (b"cls_8", b"obj_8", b"bbox_8", b"kps_8")
"""Outputs that a YuNet detector has and an insightface one has not, as they are written in its file."""
_MOST_OF_YUNET = 8_000_000
"""Bytes: the published file has 230 thousand."""
_OVERLAP, _MOST_FACES = 0.3, 200


class RawFace(NamedTuple):
    """One face as a model reports it, in pixels of the picture."""

    box: tuple[float, float, float, float]
    """x0, y0, x1, y1."""
    landmarks: np.ndarray
    """(5, 2) float32, see ``face_geometry``."""
    score: float
    vector: np.ndarray
    """(d,) float32 as the recogniser gave it: of any length, and not a number where its weights are broken."""


class InsightFace:
    """An insightface pack."""

    kind = "insightface"

    def __init__(self, folder: Path) -> None:
        """Load the pack in ``folder``; the caller has seen that it is there, for insightface downloads what is not.

        Raises:
            SetupError: it has no detector or no recogniser, or a file of it is broken.
        """
        import onnxruntime
        from insightface.app import FaceAnalysis

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            app = FaceAnalysis(
                name=str(folder.resolve()), allowed_modules=["detection", "recognition"],
                providers=["CPUExecutionProvider"], sess_options=options,
            )  # fmt: skip
        except AssertionError as error:
            raise SetupError(f"{folder.name!r} has no face detector; give a whole insightface pack") from error
        if "recognition" not in app.models:
            raise SetupError(f"{folder.name!r} has no face recogniser; give a whole insightface pack")
        app.prepare(ctx_id=-1, det_thresh=DETECTION_THRESHOLD, det_size=(640, 640))
        self._detector: Any = app.det_model
        self._recogniser: Any = app.models["recognition"]
        if not self._detector.use_kps:
            raise SetupError(f"the detector in {folder.name!r} finds no landmarks; give one that does (SCRFD with kps)")

    def look(self, rgb: np.ndarray) -> list[RawFace]:
        """Every face of one (h, w, 3) uint8 RGB picture, the surest first."""
        from insightface.app.common import Face

        bgr = np.ascontiguousarray(rgb[..., ::-1])
        boxes, landmarks = self._detector.detect(bgr, input_size=input_size(*bgr.shape[1::-1]))
        faces = []
        for box, points in zip(boxes, landmarks, strict=True):
            face = Face(bbox=box[:4], kps=points, det_score=box[4])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # of scikit-image, at what insightface calls
                vector = np.asarray(self._recogniser.get(bgr, face), np.float32)
            faces.append(_raw(box[:4], points, float(box[4]), vector))
        return faces

    def is_sound(self) -> bool:
        """False where the detector answers a grey picture with what is no number: it would never find a face."""
        grey = np.full((64, 64, 3), 120, np.uint8)
        scores, boxes, points = self._detector.forward(grey, -1.0)
        # Every score is over -1 but one that is no number.
        return all(len(part) and np.isfinite(part).all() for part in (*scores, *boxes, *points))


class OpenCvFaces:
    """YuNet and SFace."""

    kind = "opencv"

    def __init__(self, detector: Path, recogniser: Path) -> None:
        """Load both files. Raises cv2.error where one is broken."""
        import cv2

        self._detector = cv2.FaceDetectorYN.create(
            str(detector), "", (320, 320), DETECTION_THRESHOLD, _OVERLAP, _MOST_FACES
        )
        self._recogniser = cv2.FaceRecognizerSF.create(str(recogniser), "")

    def look(self, rgb: np.ndarray) -> list[RawFace]:
        """Every face of one (h, w, 3) uint8 picture, the surest first."""
        import cv2

        bgr = np.ascontiguousarray(rgb[..., ::-1])
        threads = cv2.getNumThreads()
        cv2.setNumThreads(1)
        try:
            self._detector.setInputSize(bgr.shape[1::-1])
            _, rows = self._detector.detect(bgr)
            faces = []
            for row in () if rows is None else rows:
                vector = self._recogniser.feature(self._recogniser.alignCrop(bgr, row)).ravel().astype(np.float32)
                x, y, wide, tall = row[:4]
                faces.append(_raw((x, y, x + wide, y + tall), row[4:14].reshape(5, 2), float(row[14]), vector))
        finally:
            cv2.setNumThreads(threads)
        return sorted(faces, key=lambda face: -face.score)

    def is_sound(self) -> bool:
        """True: what is no number never passes YuNet's own threshold, and a face's vector is looked at when it is read."""
        return True


def input_size(width: int, height: int) -> tuple[int, int]:
    """(width, height) of a detector's input that holds a picture pixel for pixel: small faces are not made smaller."""
    return (-(-width // STRIDE_PX) * STRIDE_PX, -(-height // STRIDE_PX) * STRIDE_PX)


def yunet_among(files: Sequence[Path]) -> Path | None:
    """The file that is a YuNet detector, by the names of its outputs and not by its own; None when there is none."""
    for path in files:
        if path.stat().st_size <= _MOST_OF_YUNET:
            data = path.read_bytes()
            if all(name in data for name in YUNET_OUTPUTS):
                return path
    return None


def load(files: Sequence[Path]) -> InsightFace | OpenCvFaces:
    """The models in ``files``, all of one folder.

    Raises:
        SetupError: they are not two models that belong together, or one of them does not load.
    """
    detector = yunet_among(files)
    try:
        if detector is None:
            models: InsightFace | OpenCvFaces = InsightFace(files[0].parent)
        else:
            others = [path for path in files if path != detector]
            if len(others) != 1:
                raise SetupError(
                    f"{detector.name} needs one recogniser beside it and has {len(others)}; "
                    "put YuNet and SFace alone into a folder"
                )
            models = OpenCvFaces(detector, others[0])
        sound = models.is_sound()
    except SetupError:
        raise
    except Exception as error:  # onnxruntime and OpenCV raise classes of their own, and RuntimeError
        raise SetupError(f"the face models in {files[0].parent.name!r} do not load ({_first_line(error)})") from error
    if not sound:
        raise SetupError(f"the face detector in {files[0].parent.name!r} gives no numbers; its weights are broken")
    return models


def _raw(box: Sequence[float], landmarks: np.ndarray, score: float, vector: np.ndarray) -> RawFace:
    x0, y0, x1, y1 = (float(value) for value in box)
    return RawFace((x0, y0, x1, y1), np.array(landmarks, np.float32), score, vector)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
