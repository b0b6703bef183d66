"""Whole frames of the worlds, each with what is true of it: the plan, and every face's box, landmarks and visibility.

    pictures/train/00012.npz     the world's pictures as JPEG, and its truth as JSON
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from film.errors import RenderError
from film.plan import ShotPlan
from film.styles import Style
from film.take import Slate
from tools.training.draws import FRAMES, HEIGHT, WIDTH, Split, take_seed, world_plans
from tools.whole import write_whole

if TYPE_CHECKING:
    from tools.stage.frame import View

JPEG_QUALITY = 90
EXTRAS_HEAD_M = 0.27
"""From the crown of an extra down to the chin, at most."""
LANDMARKS = ("eye_l", "eye_r", "nose", "mouth_l", "mouth_r")
"""In the order of insightface: the two eyes, the nose and the corners of the mouth, the one on the picture's left first
of each pair; ``eye_l`` of a person who faces the camera is on the picture's right."""


class Face(NamedTuple):
    """One face in one picture, in its pixels."""

    character_id: str
    """Empty for an extra, of whom only the head's box is known."""
    box: tuple[float, float, float, float]
    """x0, y0, x1, y1 of the face from brow to chin, not of the hair."""
    landmarks: tuple[tuple[float, float], ...]
    facing_deg: float
    """0 looks into the lens, 90 is a profile."""
    visible: float
    """Share of the face's own pixels that nothing hides, 0..1."""


class Picture(NamedTuple):
    """One frame and its truth."""

    rgb: np.ndarray
    """(360, 640, 3) uint8."""
    plan: ShotPlan
    faces: tuple[Face, ...]


def write_world(folder: Path, split: Split, number: int, styles: Sequence[Style] = ()) -> int:
    """Render one world's pictures unless they are there. Returns how many it has."""
    path = folder / "pictures" / split / f"{number:05d}.npz"
    if path.exists():
        return len(read_world(path))
    import cv2

    frames, truths = [], []
    for plan in world_plans(split, number, styles):
        picture = _render(plan)
        if picture is None:
            continue
        done, data = cv2.imencode(".jpg", picture.rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        assert done
        frames.append(np.frombuffer(data.tobytes(), np.uint8))
        truths.append(
            {"plan": picture.plan.model_dump(mode="json"), "faces": [face._asdict() for face in picture.faces]}
        )
    store = io.BytesIO()
    np.savez(
        store, jpeg=np.concatenate(frames), ends=np.cumsum([len(frame) for frame in frames]),
        truth=np.frombuffer(json.dumps(truths).encode("utf-8"), np.uint8),
    )  # fmt: skip
    write_whole(path, store.getvalue())
    return len(frames)


def read_world(path: Path) -> list[Picture]:
    """The pictures of one file.

    Raises:
        RenderError: it is torn.
    """
    import cv2

    pictures = []
    for packed, told in _unpacked(path):
        bgr = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
        faces = tuple(_face(entry) for entry in told["faces"])
        pictures.append(Picture(np.ascontiguousarray(bgr[..., ::-1]), ShotPlan.model_validate(told["plan"]), faces))
    return pictures


def read_encoded(path: Path) -> list[tuple[np.ndarray, tuple[Face, ...]]]:
    """Each picture of one file as the bytes of a JPEG, and its faces: for whoever needs them all at once.

    Raises:
        RenderError: it is torn.
    """
    return [(packed, tuple(_face(entry) for entry in told["faces"])) for packed, told in _unpacked(path)]


def _unpacked(path: Path) -> Iterator[tuple[np.ndarray, dict[str, Any]]]:
    try:
        with np.load(path, allow_pickle=False) as store:
            data, ends, truth = store["jpeg"], store["ends"], json.loads(store["truth"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise RenderError(f"{path.name} is torn ({error}); delete it and make the pictures again") from error
    for first, end, told in zip(np.concatenate([[0], ends[:-1]]), ends, truth, strict=True):
        yield data[first:end], told


def _face(entry: dict[str, Any]) -> Face:
    return Face(
        entry["character_id"], tuple(entry["box"]), tuple((x, y) for x, y in entry["landmarks"]), entry["facing_deg"],
        entry["visible"],
    )  # fmt: skip


def _render(plan: ShotPlan) -> Picture | None:
    """The plan's picture; None where the stage finds no place for the camera."""
    from tools.stage.shot import ShotScene

    seed = take_seed(plan)
    slate = Slate(plan=plan, asked_sha256="", attempt=1, seed=seed, engine="stage")
    index = seed % FRAMES
    try:
        scene = ShotScene(slate, Path("."))
        frame = scene.frame(index)
    except RenderError:
        return None
    account = scene.account(index, frame)["people"]
    view = scene.view(index)
    faces = [
        face
        for who, joints in scene.skeletons(index).items()
        if who in account and (face := _seen(who, joints, account[who], view)) is not None
    ]
    faces += [face for body in scene.extras(index) if (face := _extra(body, view)) is not None]
    return Picture(frame.rgb, plan, tuple(faces))


def _extra(body: np.ndarray, view: View) -> Face | None:
    """Where the head of an extra is: neither to be found nor to be punished; None out of frame."""
    from tools.stage.lens import project

    head = body[body[:, 1] > body[:, 1].max() - EXTRAS_HEAD_M]
    points = project(view, WIDTH / HEIGHT, head)
    if (points[:, 2] < 0.1).any():
        return None
    (x0, y0), (x1, y1) = points[:, :2].min(0) * (WIDTH, HEIGHT), points[:, :2].max(0) * (WIDTH, HEIGHT)
    if x1 < 0 or y1 < 0 or x0 > WIDTH or y0 > HEIGHT:
        return None
    box = (round(float(x0), 2), round(float(y0), 2), round(float(x1), 2), round(float(y1), 2))
    return Face("", box, ((0.0, 0.0),) * len(LANDMARKS), 180.0, 0.0)


def _seen(who: str, joints: dict[str, np.ndarray], told: dict[str, Any], view: View) -> Face | None:
    """The face of one person as the picture shows it; None behind the camera."""
    from tools.stage.lens import project

    names = (*LANDMARKS, "head", "crown")
    points = project(view, WIDTH / HEIGHT, np.stack([joints[name] for name in names]))
    if (points[:, 2] < 0.1).any():
        return None
    pixels = points[:, :2] * (WIDTH, HEIGHT)
    return Face(who, _box_of(pixels), _ordered(pixels[:5]), told["facing_deg"], _share_of_head(told))


def _box_of(pixels: np.ndarray) -> tuple[float, float, float, float]:
    """Brow to chin, ear to ear, from where the landmarks lie and how large the skull is."""
    eyes, mouth = pixels[:2].mean(0), pixels[3:5].mean(0)
    down = mouth - eyes
    skull = float(np.linalg.norm(pixels[6] - pixels[5]))
    tall = max(2.35 * float(np.linalg.norm(down)), 1.25 * skull)
    middle = eyes + 0.42 * down
    half_wide, half_tall = 0.38 * tall, 0.5 * tall
    x, y = float(middle[0]), float(middle[1])
    return (round(x - half_wide, 2), round(y - half_tall, 2), round(x + half_wide, 2), round(y + half_tall, 2))


def _ordered(pixels: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Eyes and mouth corners with the picture's left one first."""
    eye_l, eye_r, nose, mouth_l, mouth_r = (tuple(round(float(value), 2) for value in point) for point in pixels)
    return (eye_r, eye_l, nose, mouth_r, mouth_l)  # type: ignore[return-value]


def _share_of_head(told: dict[str, Any]) -> float:
    return round(min(1.0, told["head_visible"] / max(told["head_solo"], 1e-9)), 4)
