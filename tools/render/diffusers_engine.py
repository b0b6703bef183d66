"""Pictures by diffusion models from folders on this disk: a keyframe from words, a clip from the keyframe.

    sdxl | sd            the keyframe        a diffusers folder of a text-to-image pipeline
    svd  | animatediff   the clip            a diffusers folder that starts from a picture

Nothing is fetched: a folder is complete or the engine says what is missing. Equal slates give equal
frames on one machine and build (tier B); the fingerprint records what that is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from film.engine import Abilities
from film.errors import ConfigError, RenderError
from film.plan import ShotPlan
from film.profile import Encoding
from film.take import Slate
from tools.render import diffusers_pipes as pipes
from tools.render.engine import CLIP, KEYFRAME, OnFrame, Sources
from tools.render.retiming import cover, read_rgb, retimed
from tools.render.wording import prompt_for
from tools.whole import write_whole

KEYFRAME_FAMILIES = ("sdxl", "sd")
CLIP_FAMILIES = ("svd", "animatediff")
SIZE_STEP = {"sdxl": 8, "sd": 8, "svd": 64, "animatediff": 64}
"""Pixels that width and height are multiples of: 8 by the VAE; video U-Nets halve three times more."""
NATIVE_FRAMES = {"svd": 14, "animatediff": 16}
FEWEST_FRAMES = 2
MOTION_BUCKETS = {"lock_off": 40, "pan": 110, "tilt": 90, "push_in": 90, "pull_back": 90, "dolly": 120, "orbit": 130,
                  "drone": 150, "handheld": 127, "follow": 140, "crane": 140, "whip_pan": 200,
                  "rack_focus": 50, "dolly_zoom": 120}  # fmt: skip
"""SVD's only word for motion, 1..255; 127 is its usual one."""
FOOTPRINT_GB = {"sdxl": 7.0, "sd": 3.5, "svd": 6.5, "animatediff": 5.0}


class DiffusersEngine:
    """One keyframe family and one clip family, loaded when first used and kept.

    Args:
        models: family -> folder, ``{"sdxl": …, "svd": …}``.
        encoding: how clips are encoded.
        keyframe_steps, clip_steps: denoising steps.
        guidance: classifier-free guidance of the keyframe and of AnimateDiff.
        native_frames: frames that the clip model makes; None is the family's usual count.
        threads: CPU threads; another number changes the last bits.

    Raises:
        ConfigError: unknown families, or not one of each kind.
    """

    def __init__(
        self, models: dict[str, Path], encoding: Encoding, *, keyframe_steps: int = 30, clip_steps: int = 25,
        guidance: float = 5.0, native_frames: int | None = None, threads: int = 1,
    ) -> None:  # fmt: skip
        self.models, self.encoding, self.threads = models, encoding, threads
        self.still_family = _one_of(models, KEYFRAME_FAMILIES, "keyframe")
        self.clip_family = _one_of(models, CLIP_FAMILIES, "clip")
        unknown = sorted(set(models) - {*KEYFRAME_FAMILIES, *CLIP_FAMILIES})
        if unknown:
            raise ConfigError(f"diffusers family {unknown[0]!r} is not known; legal: sdxl, sd, svd, animatediff")
        self.keyframe_steps, self.clip_steps, self.guidance = keyframe_steps, clip_steps, guidance
        self.native_frames = native_frames or NATIVE_FRAMES[self.clip_family]
        self.abilities = Abilities(
            engine=f"diffusers:{self.still_family}+{self.clip_family}",
            max_clip_s=6.0,
            max_cast=2,
            tunes=("emphasis", "length"),
            prompt_tokens=77,
            sameness="frames",
            footprint_gb=FOOTPRINT_GB[self.still_family] + FOOTPRINT_GB[self.clip_family],
            seconds_per_frame=2.0,
        )
        self._loaded: dict[str, Any] = {}

    def slate(self, plan: ShotPlan, *, asked_sha256: str, attempt: int, seed: int) -> Slate:
        """See ``Engine``. Words that did not fit the text encoder are counted in the parameters.

        Raises:
            SetupError: a model folder is not complete.
        """
        tokens = pipes.token_counter(self.models[self.still_family])
        words = prompt_for(plan, tokens.limit, tokens.count)
        held = plan.kind == "still"
        width, height = _size(plan, self.still_family)
        clip_width, clip_height = _size(plan, self.clip_family)
        move = plan.state.camera.move
        frames = max(FEWEST_FRAMES, round(min(self.native_frames, plan.frames) * plan.tuning.length))
        parameters: dict[str, str | int | float | bool] = {
            "keyframe_width": width,
            "keyframe_height": height,
            "keyframe_steps": self.keyframe_steps,
            "guidance": self.guidance,
            "clip_width": clip_width,
            "clip_height": clip_height,
            "clip_steps": self.clip_steps,
            "native_frames": 1 if held else min(frames, plan.frames),
            "retiming": "held" if held else "crossfade" if frames < plan.frames else "none",
            "motion_bucket": round(min(255, max(1, MOTION_BUCKETS[move.kind] * move.speed))),
            "clauses_dropped": len(words.dropped),
            "preset": self.encoding.preset,
            "crf": self.encoding.crf,
            "gop": self.encoding.gop,
            "encoder_threads": self.encoding.threads,
        }
        return Slate(
            plan=plan,
            asked_sha256=asked_sha256,
            attempt=attempt,
            seed=seed,
            engine=self.abilities.engine,
            parameters=parameters,
            prompt=words.prompt,
            negative_prompt=words.negative,
            models={family: pipes.weights_sha256(folder) for family, folder in sorted(self.models.items())},
        )

    def identity(self) -> dict[str, str | int | float]:
        """See ``Engine``."""
        return {
            **{family: pipes.weights_sha256(folder) for family, folder in sorted(self.models.items())},
            "keyframe_steps": self.keyframe_steps,
            "clip_steps": self.clip_steps,
            "guidance": self.guidance,
            "native_frames": self.native_frames,
        }

    def fingerprint(self) -> dict[str, str]:
        """See ``Engine``."""
        return {**pipes.versions(), "threads": str(self.threads), "device": pipes.device(), "dtype": pipes.dtype_name()}

    def keyframe(self, slate: Slate, sources: Sources, folder: Path) -> None:
        """See ``Engine``. A still of the script's own, or the frame to start from, is the keyframe itself."""
        plan = slate.plan
        if plan.still_sha256 is not None:
            picture = read_rgb(sources.assets / plan.still_sha256)
        elif sources.start_frame is not None:
            picture = read_rgb(sources.start_frame)
        else:
            picture = pipes.text_to_image(
                self._pipe(self.still_family),
                prompt=slate.prompt,
                negative=slate.negative_prompt,
                size=(int(slate.parameters["keyframe_width"]), int(slate.parameters["keyframe_height"])),
                steps=int(slate.parameters["keyframe_steps"]),
                guidance=float(slate.parameters["guidance"]),
                seed=slate.seed,
            )
        written, png = cv2.imencode(".png", cv2.cvtColor(cover(picture, plan.width, plan.height), cv2.COLOR_RGB2BGR))
        if not written:
            raise RenderError(f"{plan.shot_id}: the keyframe could not be written as PNG")
        write_whole(folder / KEYFRAME, png.tobytes())

    def clip(self, slate: Slate, sources: Sources, folder: Path, on_frame: OnFrame | None = None) -> None:
        """See ``Engine``. The model's own few frames are spread over the shot, as ``parameters`` say."""
        from tools.cut.encode import ClipWriter
        from tools.cut.encode import Encoding as ClipEncoding

        plan = slate.plan
        keyframe = read_rgb(folder / KEYFRAME)
        native = keyframe[None] if slate.parameters["retiming"] == "held" else self._move(slate, keyframe)
        encoding = ClipEncoding(**self.encoding.model_dump())
        with ClipWriter(folder / CLIP, size=(plan.width, plan.height), fps=plan.fps, encoding=encoding) as writer:
            for done, frame in enumerate(retimed(native, plan.frames), start=1):
                writer.write(cover(frame, plan.width, plan.height))
                if on_frame is not None:
                    on_frame(done, plan.frames)

    def close(self) -> None:
        """See ``Engine``."""
        self._loaded.clear()
        pipes.free_memory()

    def _move(self, slate: Slate, keyframe: np.ndarray) -> np.ndarray:
        asked = slate.parameters
        size = (int(asked["clip_width"]), int(asked["clip_height"]))
        start = cover(keyframe, *size)
        frames, steps = int(asked["native_frames"]), int(asked["clip_steps"])
        pipe = self._pipe(self.clip_family)
        if self.clip_family == "svd":
            return pipes.picture_to_clip(
                pipe, start, frames=frames, steps=steps, motion_bucket=int(asked["motion_bucket"]),
                fps=max(1, round(frames / slate.plan.duration_s)), seed=slate.seed,
            )  # fmt: skip
        return pipes.words_and_picture_to_clip(
            pipe, start, prompt=slate.prompt, negative=slate.negative_prompt, frames=frames, steps=steps,
            guidance=float(asked["guidance"]), seed=slate.seed,
        )  # fmt: skip

    def _pipe(self, family: str) -> Any:
        if family not in self._loaded:
            self._loaded[family] = pipes.load(family, self.models[family], threads=self.threads)
        return self._loaded[family]


def _one_of(models: dict[str, Path], families: tuple[str, ...], part: str) -> str:
    named = [family for family in families if family in models]
    if len(named) != 1:
        raise ConfigError(
            f"--engine diffusers names {', '.join(named) or 'no model'} for the {part}; "
            f"name exactly one of {', '.join(families)} (diffusers:sdxl=/models/sdxl,svd=/models/svd)"
        )
    return named[0]


def _size(plan: ShotPlan, family: str) -> tuple[int, int]:
    """(width, height) that the model makes: the render size up to its next legal one; cropped to the aspect later."""
    step = SIZE_STEP[family]
    return -(-plan.render_width // step) * step, -(-plan.render_height // step) * step
