"""Many heads, each from many sides in many lights: what the face recogniser learns to tell apart, aligned as it reads them.

portraits/train/00004.npz     a block of people: (N, 112, 112, 3) crops, who each one is, and how far they turn
"""

from __future__ import annotations

import io
import math
import random
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from film.bible import TimeOfDay, Weather
from film.errors import RenderError
from film.state import LightRig, Look
from tools.training.draws import Split, outfit, person
from tools.training.pictures import LANDMARKS
from tools.whole import write_whole

PEOPLE_OF_A_BLOCK = 12
OUTFITS = (("close", 7), ("medium", 5))
"""Detail that somebody is built in, and how often they are photographed so: each time in other clothes."""
CROP_PX = 112
RENDER_PX = (128, 256)
MOST_YAW_DEG = 88.0
_EXPRESSIONS = ("neutral", "neutral", "happy", "sad", "angry", "afraid", "surprised", "tender", "stern")


class Block(NamedTuple):
    """Some people's portraits. N crops."""

    crops: np.ndarray
    """(N, 112, 112, 3) uint8 RGB, aligned by their landmarks as insightface aligns."""
    people: np.ndarray
    """(N,) int64: who, unique over all blocks of a split."""
    facing_deg: np.ndarray
    """(N,) float32: 0 looks into the lens."""
    face_px: np.ndarray
    """(N,) float32: height of the face in the picture it was cut from."""


def write_block(folder: Path, split: Split, number: int) -> int:
    """Render one block unless it is there. Returns how many portraits it has. One thread."""
    path = folder / "portraits" / split / f"{number:05d}.npz"
    if path.exists():
        return len(read_block(path).people)
    draw = random.Random(f"portraits|{split}|{number}")
    crops, who, facing, size = [], [], [], []
    for rank in range(PEOPLE_OF_A_BLOCK):
        member = person(draw, split, f"p{rank}")
        for detail, times in OUTFITS:
            built = _built(member.identity, outfit(draw, member.character_id), detail)
            for _ in range(times):
                crop, degrees, tall = _photographed(built, draw)
                crops.append(crop)
                who.append(PEOPLE_OF_A_BLOCK * number + rank)
                facing.append(degrees)
                size.append(tall)
    store = io.BytesIO()
    np.savez_compressed(
        store, crops=np.stack(crops), people=np.array(who, np.int64), facing_deg=np.array(facing, np.float32),
        face_px=np.array(size, np.float32),
    )  # fmt: skip
    write_whole(path, store.getvalue())
    return len(crops)


def read_block(path: Path) -> Block:
    """Raises RenderError when the file is torn."""
    try:
        with np.load(path, allow_pickle=False) as store:
            return Block(store["crops"], store["people"], store["facing_deg"], store["face_px"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise RenderError(f"{path.name} is torn ({error}); delete it and make the portraits again") from error


def aligned(rgb: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(112, 112, 3) uint8: the face turned and scaled so that its (5, 2) landmarks lie where recognisers expect them."""
    import cv2
    from insightface.utils import face_align

    with warnings.catch_warnings():
        # insightface calls what scikit-image has renamed.
        warnings.simplefilter("ignore", FutureWarning)
        move = face_align.estimate_norm(np.asarray(landmarks, np.float32), CROP_PX)
    return cv2.warpAffine(rgb, move, (CROP_PX, CROP_PX), borderValue=0.0)


def _built(identity, worn, detail):
    from tools.stage.people.person import build_person

    return build_person(identity, worn, detail=detail)


def _photographed(built, draw: random.Random) -> tuple[np.ndarray, float, float]:
    """(crop, degrees off the lens, height of the face in pixels) of one portrait in a light drawn at random."""
    from tools.stage import sitting
    from tools.stage.look import rig_of

    near = draw.random() < 0.65
    yaw = draw.uniform(-50.0, 50.0) if near else draw.choice((-1.0, 1.0)) * draw.uniform(50.0, MOST_YAW_DEG)
    hour: TimeOfDay = draw.choice(get_args(TimeOfDay))
    weather: Weather = draw.choices(get_args(Weather), (5, 2, 1, 1, 1, 0.5))[0]
    light = LightRig(
        key_azimuth_deg=draw.uniform(-150.0, 150.0), key_elevation_deg=draw.uniform(8.0, 65.0),
        exposure_stops=draw.uniform(-0.5, 0.5),
    )  # fmt: skip
    rig = rig_of(hour, weather, light, Look(), interior=draw.random() < 0.6, neon=hour == "night" and draw.random() < 0.3,
                 axis_yaw_deg=0.0)  # fmt: skip
    side = 2 * draw.randint(RENDER_PX[0] // 2, RENDER_PX[1] // 2)
    framing = draw.choice((sitting.FACE, sitting.FACE, sitting.BUST))
    frame, marks = sitting.portrait_with_joints(
        built, framing, LANDMARKS, size=(side, side), yaw_deg=yaw, expression=draw.choice(_EXPRESSIONS), rig=rig,
        lamps=(sitting.RIM,) if draw.random() < 0.5 else (),
    )  # fmt: skip
    eye_l, eye_r, nose, mouth_l, mouth_r = marks
    tall = 2.35 * math.dist((eye_l + eye_r) / 2, (mouth_l + mouth_r) / 2)
    return aligned(frame.rgb, np.stack([eye_r, eye_l, nose, mouth_r, mouth_l])), abs(yaw), tall
