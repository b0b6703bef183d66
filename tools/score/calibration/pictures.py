"""Pairs out of a folder of labelled pictures, for who has them and no film yet.

    faces/NAME/*.png     pictures of one person a folder; one face in each, or theirs is the largest
    clip/*.png *.txt     pictures, each with what is to be seen in it in a text file of the same name

jpg, jpeg and webp serve as well. Two pictures of one person are a genuine pair, of two people an impostor pair; a
picture and its own words are genuine, a picture and the different words of another are not.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np

from film.errors import ConfigError, ScoreError
from film.verdict import Part
from tools.score.calibration.pairs import Models, Values
from tools.score.clip import scoring as clip_score
from tools.score.face.reading import open_reader, read_picture

KINDS = (".png", ".jpg", ".jpeg", ".webp")
LONG_SIDE = 480
"""Pictures are looked at in the size of a take's frames."""
PARTS: tuple[Part, ...] = ("keyframe", "clip")
"""A labelled picture speaks for both: nothing moves in it."""


def values_of_pictures(folder: Path, models: Models) -> Values:
    """Values of ``face_identity`` and ``clip_text``.

    Raises:
        ConfigError: the folder has neither part, or a picture has no words.
        ScoreError: a picture cannot be read, or shows no face.
        SetupError: a model does not load.
    """
    if not (folder / "faces").is_dir() and not (folder / "clip").is_dir():
        raise ConfigError(
            f"{folder.name} is neither a run nor labelled pictures: put them in faces/NAME/*.png, and in clip/*.png "
            "with a .txt of the same name beside each"
        )
    values = Values()
    if models.faces is not None and (folder / "faces").is_dir():
        _faces(values, folder / "faces", models.faces)
    if models.clip is not None and (folder / "clip").is_dir():
        _words(values, folder / "clip", models.clip)
    return values


def _faces(values: Values, folder: Path, spec: str) -> None:
    reader = open_reader(spec)
    people: list[tuple[str, np.ndarray]] = []
    for person in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in _pictures(person):
            found = read_picture(reader, _read(path))
            if not found:
                raise ScoreError(f"no face was found in {person.name}/{path.name}; take it out, or give a larger face")
            people.append((person.name, max(found, key=lambda face: face.height_px).embedding))
    for (who, a), (whom, b) in combinations(people, 2):
        for part in PARTS:
            values.add_value(part, "face_identity", float(a @ b), reader.name, genuine=who == whom)


def _words(values: Values, folder: Path, spec: str) -> None:
    eye = clip_score.load_eye(spec)
    told: list[tuple[str, np.ndarray]] = []
    for path in _pictures(folder):
        words = path.with_suffix(".txt")
        if not words.is_file():
            raise ConfigError(f"clip/{path.name} has no {words.name} beside it that says what is to be seen")
        text = " ".join(words.read_text("utf-8").split())
        told.append((text, eye.picture(_read(path))))
    for words, seen in told:
        for other in dict.fromkeys(text for text, _ in told):
            for part in PARTS:
                values.add_value(part, "clip_text", float(seen @ eye.text(other)), eye.name, genuine=other == words)


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)


def _read(path: Path) -> np.ndarray:
    """(h, w, 3) uint8 RGB with the long side at most ``LONG_SIDE``."""
    import cv2

    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise ScoreError(f"{path.parent.name}/{path.name} is no picture; take it out")
    scale = LONG_SIDE / max(picture.shape[:2])
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
