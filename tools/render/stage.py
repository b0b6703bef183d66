"""The built-in engine: the stage behind every engine's protocol. No weights, no network, equal slates equal files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from film.canonical import canonical_json
from film.engine import Abilities
from film.errors import RenderError
from film.plan import ShotPlan
from film.profile import Encoding
from film.take import Slate
from tools.render.engine import (
    CLIP,
    CLIP_CAST,
    CLIP_MASKS,
    KEYFRAME,
    KEYFRAME_CAST,
    KEYFRAME_MASK,
    OnFrame,
    Sources,
)
from tools.stage.kernels import drop_stale_kernels
from tools.stage.set_names import SET_NAMES
from tools.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from tools.cut.encode import ClipWriter
    from tools.stage.shot import ShotScene

STAGE_VERSION = "3"
"""Raised when the stage's pictures change on purpose: part of a take's id, so that verify knows which stage it was."""

KEYFRAME_AT = 0.4
"""The share of the clip at which the keyframe is taken: past the first step, before the last word."""

EVIDENCE_FRAMES = 9
"""Frames of a clip that get a mask and an account: enough to see somebody step in front, few enough to cost little."""

MOVES = (
    "lock_off", "pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "handheld", "follow", "crane", "whip_pan",
    "rack_focus", "dolly_zoom",
)  # fmt: skip


class StageEngine:
    """Renders takes in this process. Sets and people are kept between takes, so a warm engine is a fast one."""

    abilities = Abilities(
        engine="stage",
        sets=SET_NAMES,
        moves=MOVES,
        max_clip_s=60.0,
        max_cast=6,
        masks=True,
        paints=True,
        sameness="files",
        footprint_gb=1.2,
        seconds_per_frame=0.2,
    )

    def __init__(self, encoding: Encoding | None = None, threads: int = 1) -> None:
        """
        Args:
            encoding: how clips are compressed; the film's one encoding.
            threads: threads that share a picture; no picture depends on it.
        """
        drop_stale_kernels()
        self._encoding = encoding or Encoding()
        self._threads = threads

    def slate(self, plan: ShotPlan, *, asked_sha256: str, attempt: int, seed: int) -> Slate:
        """The take to be made. The stage reads the plan itself, so there is no prompt."""
        return Slate(
            plan=plan,
            asked_sha256=asked_sha256,
            attempt=attempt,
            seed=seed,
            engine=self.abilities.engine,
            parameters={"stage": STAGE_VERSION},
        )

    def identity(self) -> dict[str, str | int | float]:
        """Nothing: the stage has no weights, and a newer stage re-shoots nothing by itself."""
        return {}

    def fingerprint(self) -> dict[str, str]:
        """What the pictures are made with. Threads are recorded for the record only."""
        made_with = {"stage": STAGE_VERSION, "device": "cpu", "threads": str(self._threads)}
        for package in ("numba", "numpy", "opencv-python-headless", "imageio-ffmpeg"):
            try:
                made_with[package] = version(package)
            except PackageNotFoundError:
                made_with[package] = "absent"
        return made_with

    def keyframe(self, slate: Slate, sources: Sources, folder: Path) -> None:
        """Write the picture at 40% of the shot, its account and its mask.

        Raises:
            RenderError: a file that the plan refers to is missing, or the set is unknown.
        """
        plan = slate.plan
        index = round(KEYFRAME_AT * (plan.frames - 1))
        if plan.still_sha256:
            write_whole(folder / KEYFRAME, _png(_still(slate, sources)(index)))
            return
        scene = self._scene(slate, sources)
        frame = scene.frame(index)
        from tools.stage.renderer import upscale

        if not plan.cast and scene.moved:
            write_whole(folder / KEYFRAME_CAST, _account(scene, []))
        if plan.cast:
            write_whole(folder / KEYFRAME_MASK, _png(frame.actor))
            # The keyframe is a picture of its own: its account counts it as frame 0.
            write_whole(folder / KEYFRAME_CAST, _account(scene, [scene.account(index, frame) | {"index": 0}]))
        # Last: a picture that is there means that its account is too, whenever we were killed.
        write_whole(folder / KEYFRAME, _png(upscale(frame.rgb, plan.width, plan.height)))

    def clip(self, slate: Slate, sources: Sources, folder: Path, on_frame: OnFrame | None = None) -> None:
        """Write the whole shot, with the account of up to nine of its frames.

        Raises:
            RenderError: as for the keyframe, or the encoder failed; no clip is left then.
        """
        from tools.cut.encode import ClipWriter
        from tools.cut.encode import Encoding as ClipEncoding

        plan = slate.plan
        encoding = ClipEncoding(**self._encoding.model_dump())
        size = (plan.width, plan.height)
        if plan.still_sha256:
            show = _still(slate, sources)
            with ClipWriter(folder / CLIP, size=size, fps=plan.fps, encoding=encoding) as writer:
                for index in range(plan.frames):
                    writer.write(show(index))
                    _tell(on_frame, index + 1, plan.frames)
            return
        scene = self._scene(slate, sources)
        witnessed = set(evidence_frames(plan.frames)) if plan.cast else set()
        accounts = []
        with (
            ClipWriter(folder / CLIP, size=size, fps=plan.fps, encoding=encoding) as writer,
            ThreadPoolExecutor(1) as delivery,
        ):
            # One frame is scaled and encoded while the next is rendered; one thread keeps them in order.
            delivered = None
            for index in range(plan.frames):
                frame = scene.frame(index)
                if index in witnessed:
                    accounts.append(scene.account(index, frame))
                    write_whole(folder / CLIP_MASKS / f"{index:05d}.png", _png(frame.actor))
                if delivered is not None:
                    delivered.result()
                delivered = delivery.submit(_deliver, writer, frame.rgb, size)
                _tell(on_frame, index + 1, plan.frames)
            if delivered is not None:
                delivered.result()
            if accounts:
                write_whole(folder / CLIP_CAST, _account(scene, accounts))

    def warm(self) -> None:
        """Load every kernel into this process, so that the first picture waits for none."""
        from tools.stage.warm import warm_up

        warm_up()

    def close(self) -> None:
        """Forget the sets and people of this process."""
        from tools.stage.shot import forget

        forget()

    def _scene(self, slate: Slate, sources: Sources) -> ShotScene:
        from tools.stage.shot import ShotScene

        return ShotScene(
            slate, sources.speech, assets=sources.assets, people=sources.people, threads=self._threads
        )


def evidence_frames(frames: int) -> tuple[int, ...]:
    """Indices of the frames that get an account: the first, the last and some evenly between them."""
    if frames <= EVIDENCE_FRAMES:
        return tuple(range(frames))
    last = EVIDENCE_FRAMES - 1
    return tuple(round(step * (frames - 1) / last) for step in range(EVIDENCE_FRAMES))


def _still(slate: Slate, sources: Sources) -> Callable[[int], np.ndarray]:
    from tools.stage.stills import StillScene

    sha256 = slate.plan.still_sha256
    assert sha256 is not None
    return StillScene(slate.plan, sources.assets / sha256, slate.seed).picture


def _account(scene: ShotScene, frames: list[dict]) -> bytes:
    told = {"size": scene.size, "cast": scene.cast, "frames": frames, "moved": scene.moved, "lens": scene.lens}
    return canonical_json(told).encode("utf-8")


def _deliver(writer: ClipWriter, rgb: np.ndarray, size: tuple[int, int]) -> None:
    from tools.stage.renderer import upscale

    writer.write(upscale(rgb, *size))


def _png(pixels: np.ndarray) -> bytes:
    """``pixels`` as a PNG: (H, W, 3) RGB or (H, W) index bytes."""
    import cv2

    shown = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    done, data = cv2.imencode(".png", shown, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise RenderError(f"a picture of {pixels.shape} could not be written as PNG; check the frame size")
    return data.tobytes()


def _tell(on_frame: OnFrame | None, done: int, frames: int) -> None:
    if on_frame is not None:
        on_frame(done, frames)
