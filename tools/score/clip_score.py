"""How well frames fit words and plates, by an open_clip model from this disk.

clip_text    frames against what the shot is to show
clip_plate   frames against the place's plates
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import ScoreError, SetupError
from film.plan import ShotPlan
from film.verdict import Score
from tools.torch_repair import ensure_torchvision

REVISION = "clip@1"
FRAMES = 8
"""Frames looked at, evenly spaced."""
NO_MODEL = "no CLIP model: give one with --clip-model FOLDER"


class Eye(NamedTuple):
    """A loaded model."""

    model: Any
    preprocess: Any
    tokenizer: Any
    name: str


def model_files(spec: str) -> tuple[Path, ...]:
    """The files that make the model what it is.

    Raises:
        SetupError: they are not there.
    """
    name, equals, weights = spec.partition("=")
    if equals:
        files = (Path(weights),)
    else:
        folder = Path(name)
        files = (
            folder / "open_clip_config.json",
            *sorted(folder.glob("open_clip_model.*")),
            *sorted(folder.glob("open_clip_pytorch_model.*")),
        )
    if len(files) < (1 if equals else 2) or not all(path.is_file() for path in files):
        raise SetupError(
            f"--clip-model {spec!r} is not a CLIP model: give a folder with open_clip_config.json and "
            "open_clip_model.safetensors, or NAME=WEIGHTS (ViT-B-32=/models/vit_b_32.safetensors)"
        )
    return files


def score(plan: ShotPlan, colour: np.ndarray, assets: Path, spec: str | None) -> tuple[Score, Score]:
    """``clip_text`` and ``clip_plate`` of some frames.

    Args:
        colour: (N, h, w, 3) uint8 display RGB.
        assets: folder of plates by sha256.
        spec: where the model is; None gives unknown.

    Raises:
        SetupError: the model cannot be loaded.
        ScoreError: a plate is missing.
    """
    if spec is None:
        return _unmeasured("clip_text", "unknown", NO_MODEL), _unmeasured("clip_plate", "unknown", NO_MODEL)
    eye = load_eye(spec)
    picked = colour[np.unique(np.linspace(0, len(colour) - 1, min(FRAMES, len(colour))).round().astype(int))]
    seen = embed_frames(eye, picked)
    words = plan.prompt or plan.brief
    if words and not is_latin(words):
        text = _unmeasured("clip_text", "not_applicable", "CLIP reads no script but the Latin one", eye)
    elif words:
        near = seen @ embed_text(eye, words)
        text = _measured("clip_text", near, eye)
    else:
        text = _unmeasured("clip_text", "not_applicable", "the shot has no words", eye)
    if plan.place.references:
        plates = np.stack([embed_frames(eye, read_plate(assets, sha)[None])[0] for sha in plan.place.references])
        plate = _measured("clip_plate", (seen @ plates.T).max(axis=1), eye)
    else:
        plate = _unmeasured("clip_plate", "not_applicable", "the place has no plate", eye)
    return text, plate


@cache
def load_eye(spec: str) -> Eye:
    """The model of ``spec``, on the CPU, loaded once per process.

    Raises:
        SetupError: it cannot be loaded.
    """
    files = model_files(spec)
    ensure_torchvision()
    import open_clip

    name, equals, weights = spec.partition("=")
    try:
        if equals:
            model, _, preprocess = open_clip.create_model_and_transforms(name, pretrained=weights)
            tokenizer = open_clip.get_tokenizer(name)
        else:
            model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{name}")
            tokenizer = open_clip.get_tokenizer(f"local-dir:{name}")
    except (RuntimeError, ValueError, KeyError, OSError) as error:
        raise SetupError(f"--clip-model {spec!r} does not load ({error}); give an open_clip model") from error
    model.eval()
    return Eye(model, preprocess, tokenizer, f"open_clip@{_short_hash(files[-1])}")


def embed_frames(eye: Eye, frames: np.ndarray) -> np.ndarray:
    """Unit vectors (N, d) float32 of frames (N, h, w, 3) uint8 RGB, one at a time: batching changes the last bits."""
    import torch
    from PIL import Image

    rows = []
    with torch.no_grad():
        for frame in frames:
            vector = eye.model.encode_image(eye.preprocess(Image.fromarray(frame))[None])[0].float().numpy()
            rows.append(_unit(vector))
    return np.stack(rows)


def embed_text(eye: Eye, words: str) -> np.ndarray:
    """The unit vector (d,) float32 of ``words``, cut at the model's token limit."""
    import torch

    with torch.no_grad():
        return _unit(eye.model.encode_text(eye.tokenizer([words]))[0].float().numpy())


def read_plate(assets: Path, sha256: str) -> np.ndarray:
    """(h, w, 3) uint8 RGB of a plate.

    Raises:
        ScoreError: it is missing or no picture.
    """
    import cv2

    picture = cv2.imread(str(assets / sha256), cv2.IMREAD_COLOR)
    if picture is None:
        raise ScoreError(f"plate {sha256[:12]} is missing from the assets or is not a picture; add it again")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def is_latin(words: str) -> bool:
    """True when most letters of ``words`` are Latin: for others an English CLIP gives a number without meaning."""
    letters = [c for c in words if c.isalpha()]
    return 2 * sum(c < "\u0250" for c in letters) > len(letters)


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0:
        raise ScoreError("the CLIP model gave no direction for this input; its weights are broken")
    return vector / length


def _measured(measure: str, cosines: np.ndarray, eye: Eye) -> Score:
    return Score(
        measure=measure,
        value=round(float(cosines.mean()), 6),
        evidence={"worst": round(float(cosines.min()), 4), "frames": len(cosines)},
        scorer=eye.name,
    )


def _unmeasured(measure: str, status, why: str, eye: Eye | None = None) -> Score:
    return Score(measure=measure, status=status, evidence={"why": why}, scorer=eye.name if eye else REVISION)


@cache
def _short_hash(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
