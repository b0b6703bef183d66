"""A school in a second: hand-drawn faces in the files that the stage's pictures are kept in."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from tools.training.draws import HEIGHT, WIDTH, Split, world_plans
from tools.training.pictures import Face

FACE_AT = ((210.0, 90.0, 90.0), (420.0, 200.0, 60.0))
"""Middle x, middle y and height of the two faces that every picture has, in pixels; the second is an extra's."""
PEOPLE = 3
PORTRAITS = 4


def make_school(folder: Path, splits: tuple[Split, ...] = ("train", "held")) -> Path:
    """One world of two pictures and one block of three people for every split."""
    for number, split in enumerate(splits):
        _world(folder / "pictures" / split / "00000.npz", split, number)
        _block(folder / "portraits" / split / "00000.npz", number)
    return folder


def drawn(
    face: np.ndarray, x: float, y: float, tall: float, colour: tuple[int, int, int]
) -> tuple[tuple[float, float], ...]:
    """Draw a face into a picture; its landmarks, the picture's left ones first."""
    middle, half = (round(x), round(y)), (round(0.38 * tall), round(0.5 * tall))
    cv2.ellipse(face, middle, half, 0, 0, 360, colour, -1)
    offsets = ((-0.16, -0.12), (0.16, -0.12), (0.0, 0.06), (-0.12, 0.24), (0.12, 0.24))
    points = tuple((x + across * tall, y + down * tall) for across, down in offsets)
    for px, py in points:
        cv2.circle(face, (round(px), round(py)), max(1, round(0.04 * tall)), (20, 20, 30), -1)
    return points


def write_world(path: Path, pictures: list[np.ndarray], faces: list[list[Face]], split: Split = "train") -> None:
    """Pictures and their truth as ``pictures.write_world`` keeps them."""
    plans = [plan for plan in world_plans(split, 7) if plan.cast][: len(pictures)]
    packed = [cv2.imencode(".jpg", picture[..., ::-1])[1].ravel() for picture in pictures]
    truths = [
        {"plan": plan.model_dump(mode="json"), "faces": [face._asdict() for face in each]}
        for plan, each in zip(plans, faces, strict=True)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path, jpeg=np.concatenate(packed), ends=np.cumsum([len(each) for each in packed]),
        truth=np.frombuffer(json.dumps(truths).encode("utf-8"), np.uint8),
    )  # fmt: skip


def _world(path: Path, split: Split, number: int) -> None:
    plans = [plan for plan in world_plans(split, 7) if plan.cast][:2]
    pictures, truths = [], []
    for at, plan in enumerate(plans):
        picture = np.full((HEIGHT, WIDTH, 3), (60 + 40 * at, 90, 70 + 30 * number), np.uint8)
        faces = []
        for extra, (x, y, tall) in enumerate(FACE_AT):
            points = drawn(picture, x, y, tall, (200, 160 - 30 * at, 130))
            box = (x - 0.38 * tall, y - 0.5 * tall, x + 0.38 * tall, y + 0.5 * tall)
            who = "" if extra else plan.cast[0].character_id
            faces.append(Face(who, box, points, 180.0 if extra else 10.0, 0.0 if extra else 1.0))
        pictures.append(picture)
        truths.append(faces)
    write_world(path, pictures, truths, split)


def _block(path: Path, number: int) -> None:
    crops, people = [], []
    for who in range(PEOPLE):
        for take in range(PORTRAITS):
            crop = np.full((112, 112, 3), 30 + 10 * take, np.uint8)
            drawn(crop, 56 + take, 60, 100, (90 + 60 * who, 200 - 50 * who, 100 + 20 * number))
            crops.append(crop)
            people.append(who)
    path.parent.mkdir(parents=True, exist_ok=True)
    turned = np.tile(np.linspace(0, 80, PORTRAITS), PEOPLE)
    np.savez_compressed(
        path, crops=np.stack(crops), people=np.array(people, np.int64), facing_deg=turned.astype(np.float32),
        face_px=np.full(len(crops), 90, np.float32),
    )  # fmt: skip
