"""One take's control maps as a folder of numbered pictures, and a slate that says how to read them.

    slate.json            the take's slate; near and far, size, frames, and the camera of every frame
    depth/00000.png       metric; depth8/ the same for the eye of a model; normals, edges, flow, pose beside them
    pose/00000.json       the same joints as OpenPose JSON
    masks/<character>/00000.png, masks/set/, masks/sky/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from film.errors import RenderError
from film.take import Slate
from tools.stage.control import encoded, pose
from tools.stage.control.flow import forward_flow
from tools.stage.control.surfaces import Surfaces
from tools.whole import write_json, write_whole

if TYPE_CHECKING:
    from tools.stage.shot import ShotScene

Kind = Literal["depth", "masks", "normals", "pose", "edges", "flow"]
KINDS: tuple[Kind, ...] = get_args(Kind)

CONVENTIONS: dict[Kind, str] = {
    "depth": "16-bit grey, near bright; metres = 1 / (value / 65535 * (1 / near_m - 1 / far_m) + 1 / far_m); "
    "depth8: 8-bit grey for ControlNet, the same from bright_m (255) to far_m (0)",
    "masks": "8-bit grey, 255 inside; one folder for each character, one for the set and one for the sky",
    "normals": "8-bit RGB in camera space: red left, green up, blue toward the camera; sky black",
    "pose": "OpenPose with eighteen joints (COCO and neck), drawn and as JSON; confidence 0.5 is behind the own body",
    "edges": "8-bit grey, white on black: outlines, steps of depth and creases",
    "flow": "16-bit RGB as KITTI writes it, to the shot's next frame: pixels = (value - 32768) / 64 right and down; "
    "blue is 1 where the point is seen there too",
}

_RANGE_LOOKS = 9
"""Frames whose depth sets near and far before any map is written."""

OnFrame = Callable[[int, int], None]


class Reach(NamedTuple):
    """The depths of a whole shot, so that no map pumps from frame to frame. Metres."""

    near_m: float
    """Nothing lies nearer."""
    bright_m: float
    """Nearer than this lies one pixel in fifty: the brightest that an estimator would give."""
    far_m: float


class ControlMaps(NamedTuple):
    """What was written."""

    folder: Path
    kinds: tuple[Kind, ...]
    frames: tuple[int, ...]
    reach: Reach


def write_control_maps(
    slate: Slate,
    speech: Path,
    folder: Path,
    *,
    kinds: Sequence[Kind] = KINDS,
    frames: Sequence[int] | None = None,
    threads: int = 1,
    on_frame: OnFrame | None = None,
) -> ControlMaps:
    """Write the control maps of a take at its delivered size, whatever engine shoots the pictures.

    Args:
        slate: the take; its people, camera and timing are staged as for a take of the stage itself.
        speech: folder of recordings and their phonemes, for the mouths.
        folder: is made; files of the same name are replaced.
        kinds: which maps.
        frames: frame numbers of the shot in order; None is all of them. Flow goes from each to the one after it in the shot.
        threads: share a frame; no map depends on it.

    Raises:
        RenderError: an unknown kind, a frame outside the shot, or a shot that is a still picture.
    """
    from tools.stage.shot import ShotScene

    plan = slate.plan
    chosen = _checked(kinds)
    numbers = tuple(range(plan.frames)) if frames is None else tuple(sorted(set(frames)))
    outside = [number for number in numbers if not 0 <= number < plan.frames]
    if outside or not numbers:
        raise RenderError(f"shot {plan.shot_id} has frames 0 to {plan.frames - 1}; asked for {outside or 'none'}")
    if plan.still_sha256:
        raise RenderError(f"shot {plan.shot_id} shows a still picture: no stage knows its depth")
    full_size = plan.model_copy(update={"render_width": plan.width, "render_height": plan.height})
    scene = ShotScene(slate.model_copy(update={"plan": full_size}), speech, threads=threads)
    reach = _reach_of(scene, numbers)
    cameras = []
    for done, (number, here, there) in enumerate(_in_turn(scene, numbers, plan.frames, pairs="flow" in chosen), start=1):
        for name, picture in _pictures(scene, number, here, there, chosen, reach):
            _write(folder / name / f"{number:05d}.png", picture)
        if "pose" in chosen:
            found = [(who, points) for who, points in _poses(scene, number, here)]
            write_json(folder / "pose" / f"{number:05d}.json", pose.people_json(found, plan.width, plan.height))
        cameras.append({"frame": number, **_camera_json(here)})
        if on_frame is not None:
            on_frame(done, len(numbers))
    told = {
        "size": [plan.width, plan.height], "fps": plan.fps, "frames": list(numbers),
        **reach._asdict(), "cast": list(scene.cast),
        "conventions": {kind: CONVENTIONS[kind] for kind in chosen}, "cameras": cameras,
    }  # fmt: skip
    write_json(folder / "slate.json", {**slate.model_dump(mode="json"), "control": told})
    return ControlMaps(folder, chosen, numbers, reach)


def _checked(kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        raise RenderError(f"no control map is called {', '.join(unknown) or 'nothing'}; there are {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in kinds)


def _reach_of(scene: ShotScene, numbers: tuple[int, ...]) -> Reach:
    looks = np.unique(np.linspace(0, len(numbers) - 1, min(_RANGE_LOOKS, len(numbers))).round().astype(int))
    nearest, bright, farthest = [], [], []
    for look in looks:
        found = scene.surfaces(numbers[look])
        solid = found.depth_m[found.triangle >= 0]
        if solid.size:
            nearest.append(float(solid.min()))
            bright.append(float(np.percentile(solid, 2)))
            farthest.append(float(solid.max()))
    if not nearest:
        return Reach(1.0, 1.0, 100.0)
    # A tenth nearer and farther: a camera that pushes in between two looks still finds its depth in range.
    return Reach(round(0.9 * min(nearest), 4), round(0.95 * min(bright), 4), round(1.1 * max(farthest), 3))


def _in_turn(
    scene: ShotScene, numbers: tuple[int, ...], frames: int, *, pairs: bool
) -> Iterator[tuple[int, Surfaces, Surfaces | None]]:
    """Every frame asked for, with the shot's next one when pairs are; the last frame of the shot has none."""
    following: tuple[int, Surfaces] | None = None
    for number in numbers:
        here = following[1] if following is not None and following[0] == number else scene.surfaces(number)
        following = (number + 1, scene.surfaces(number + 1)) if pairs and number + 1 < frames else None
        yield number, here, following[1] if following is not None else None


def _pictures(
    scene: ShotScene,
    number: int,
    here: Surfaces,
    there: Surfaces | None,
    kinds: tuple[Kind, ...],
    reach: Reach,
) -> Iterator[tuple[str, np.ndarray]]:
    if "depth" in kinds:
        yield "depth", encoded.depth16(here.depth_m, reach.near_m, reach.far_m)
        yield "depth8", encoded.depth8(here.depth_m, reach.bright_m, reach.far_m)
    if "masks" in kinds:
        for who, actor in zip(scene.cast, range(1, len(scene.cast) + 1), strict=True):
            # Somebody may be called Sky: the folders of the place are not theirs.
            yield f"masks/{who}_" if who in ("set", "sky") else f"masks/{who}", encoded.mask8(here.actor == actor)
        solid = here.triangle >= 0
        yield "masks/set", encoded.mask8(solid & (here.actor == 0))
        yield "masks/sky", encoded.mask8(~solid)
    if "normals" in kinds:
        yield "normals", encoded.normals8(here.normals, here.camera)
    if "edges" in kinds:
        yield "edges", encoded.edges8(here.depth_m, here.part, here.actor, here.normals)
    if "pose" in kinds:
        height, width = here.depth_m.shape
        yield "pose", pose.drawn([points for _, points in _poses(scene, number, here)], width, height)
    if "flow" in kinds and there is not None:
        yield "flow", encoded.flow16(*forward_flow(here, there))


def _poses(scene: ShotScene, number: int, here: Surfaces) -> Iterator[tuple[str, tuple[pose.Keypoint, ...]]]:
    for actor, (who, joints) in enumerate(scene.skeletons(number).items(), start=1):
        projected = _projected(here, np.stack(list(joints.values())))
        yield who, pose.keypoints(joints, actor, projected, here.depth_m, here.actor)


def _projected(here: Surfaces, points: np.ndarray) -> np.ndarray:
    """(N, 3) of world points (N, 3): x and y in pixels of the picture, metres in front of the camera."""
    camera = here.camera
    local = (np.asarray(points, np.float64) - camera.eye) @ camera.rotation.T
    ahead = np.where(np.abs(local[:, 2]) < 1e-6, 1e-6, local[:, 2])
    return np.stack(
        [
            camera.centre_x + camera.focal_px * local[:, 0] / ahead,
            camera.centre_y - camera.focal_px * local[:, 1] / ahead,
            local[:, 2],
        ],
        axis=1,
    )


def _camera_json(here: Surfaces) -> dict[str, Any]:
    camera = here.camera
    return {
        "eye_m": [round(float(value), 6) for value in camera.eye],
        "right_up_forward": [[round(float(value), 8) for value in row] for row in camera.rotation],
        "focal_px": round(float(camera.focal_px), 5),
        "centre_px": [camera.centre_x, camera.centre_y],
    }


def _write(path: Path, picture: np.ndarray) -> None:
    import cv2

    stored = picture[..., ::-1] if picture.ndim == 3 else picture
    done, data = cv2.imencode(".png", np.ascontiguousarray(stored), [cv2.IMWRITE_PNG_COMPRESSION, 4])
    if not done:
        raise RenderError(f"{path.name} cannot be written as PNG")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data.tobytes())
