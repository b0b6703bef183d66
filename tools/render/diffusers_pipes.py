"""The diffusers pipelines themselves: loading from a folder, calling, and what makes a call repeatable.

Determinism, as measured (facts/ml.md 5): a CPU generator made anew for each call, a fixed thread
count, deterministic kernels, no TF32, no autotuning, no compilation. torch and diffusers are
imported inside functions: ``--help`` must not pay for them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import RenderError, SetupError
from tools.torch_repair import ensure_torchvision

PIPELINES = {
    "sdxl": "StableDiffusionXLPipeline",
    "sd": "StableDiffusionPipeline",
    "svd": "StableVideoDiffusionPipeline",
    "animatediff": "AnimateDiffVideoToVideoPipeline",
}
DECODE_CHUNK = 2
"""SVD latents decoded at once: fixed, because it changes both memory and the last bits."""
NOISE_AUGMENTATION = 0.02
STRENGTH = 0.7
"""How far AnimateDiff may leave the keyframe, 0..1."""
CUBLAS_WORKSPACE = ":4096:8"
"""The workspace with which cuBLAS repeats its sums; with its own choice it may not."""


class Tokens(NamedTuple):
    count: Callable[[str], int]
    limit: int


@cache
def token_counter(folder: Path) -> Tokens:
    """Counts tokens as the folder's first text encoder does.

    Raises:
        SetupError: the folder has no tokenizer.
    """
    if not (folder / "tokenizer").is_dir():
        raise SetupError(f"{str(folder)!r} is not a whole diffusers folder: no tokenizer in it")
    ensure_torchvision()
    from transformers import CLIPTokenizer

    try:
        tokenizer = CLIPTokenizer.from_pretrained(str(folder / "tokenizer"), local_files_only=True)
    except (OSError, ValueError) as error:
        raise SetupError(f"the tokenizer in {str(folder)!r} does not load: {error}") from error
    return Tokens(lambda text: len(tokenizer(text, verbose=False)["input_ids"]), int(tokenizer.model_max_length))


@cache
def weights_sha256(folder: Path) -> str:
    """sha256 over every weight and configuration file: their names and contents. Read once per process.

    Raises:
        SetupError: the folder holds no safetensors.
    """
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".safetensors", ".json", ".txt") and p.is_file())
    if not any(path.suffix == ".safetensors" for path in files):
        raise SetupError(f"{str(folder)!r} holds no .safetensors; give a folder saved by diffusers with safetensors")
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def load(family: str, folder: Path, *, threads: int) -> Any:
    """The pipeline of ``family`` in ``folder``, on CUDA where there is one and on the CPU elsewhere.

    Raises:
        SetupError: the folder is missing or not that kind of pipeline.
    """
    if not (folder / "model_index.json").is_file():
        raise SetupError(f"{family}: {str(folder)!r} has no model_index.json; give a folder in diffusers' layout")
    ensure_torchvision()
    import diffusers
    import torch

    repeatable(threads)
    dtype = torch.float16 if device() == "cuda" else torch.float32
    try:
        pipe = getattr(diffusers, PIPELINES[family]).from_pretrained(
            str(folder), local_files_only=True, use_safetensors=True, dtype=dtype
        )
    except (OSError, ValueError, TypeError, AttributeError) as error:
        first = str(error).splitlines()[0]
        raise SetupError(f"{family}: {str(folder)!r} does not load as {PIPELINES[family]}: {first}") from error
    pipe.set_progress_bar_config(disable=True)
    if device() == "cuda":  # offloading needs an accelerator; on the CPU it raises
        pipe.enable_model_cpu_offload()
    return pipe


def repeatable(threads: int) -> None:
    """Everything that makes two runs on one machine and build give the same frames."""
    import torch

    os.putenv("CUBLAS_WORKSPACE_CONFIG", CUBLAS_WORKSPACE)  # read by cuBLAS when CUDA starts
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False


def text_to_image(
    pipe: Any, *, prompt: str, negative: str, size: tuple[int, int], steps: int, guidance: float, seed: int
) -> np.ndarray:
    """One picture, (H, W, 3) uint8 display RGB.

    Raises:
        RenderError: the model ran out of memory or gave no numbers.
    """
    made = _call(
        pipe, prompt=prompt, negative_prompt=negative, width=size[0], height=size[1], num_inference_steps=steps,
        guidance_scale=guidance, generator=_generator(seed), output_type="np",
    )  # fmt: skip
    return _pictures(made.images)[0]


def picture_to_clip(
    pipe: Any, start: np.ndarray, *, frames: int, steps: int, motion_bucket: int, fps: int, seed: int
) -> np.ndarray:
    """SVD: (frames, H, W, 3) uint8 from a first picture of that size.

    Raises:
        RenderError: as ``text_to_image``.
    """
    from PIL import Image

    height, width = start.shape[:2]
    made = _call(
        pipe, image=Image.fromarray(start), width=width, height=height, num_frames=frames, num_inference_steps=steps,
        motion_bucket_id=motion_bucket, fps=fps, noise_aug_strength=NOISE_AUGMENTATION,
        decode_chunk_size=DECODE_CHUNK, generator=_generator(seed), output_type="np",
    )  # fmt: skip
    return _pictures(made.frames[0])


def words_and_picture_to_clip(
    pipe: Any, start: np.ndarray, *, prompt: str, negative: str, frames: int, steps: int, guidance: float, seed: int
) -> np.ndarray:
    """AnimateDiff over the keyframe held still: (frames, H, W, 3) uint8.

    Raises:
        RenderError: as ``text_to_image``.
    """
    from PIL import Image

    height, width = start.shape[:2]
    made = _call(
        pipe, video=[Image.fromarray(start)] * frames, prompt=prompt, negative_prompt=negative, width=width,
        height=height, num_inference_steps=steps, guidance_scale=guidance, strength=STRENGTH,
        generator=_generator(seed), output_type="np",
    )  # fmt: skip
    return _pictures(made.frames[0])


def device() -> str:
    """``cuda`` or ``cpu``."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def dtype_name() -> str:
    return "float16" if device() == "cuda" else "float32"


def versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("torch", "diffusers", "transformers")}


def free_memory() -> None:
    """Give memory back after pipelines were dropped."""
    import gc
    import sys

    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()


def _generator(seed: int) -> Any:
    """Made anew for every call, because it is used up; on the CPU, because its noise is then the same everywhere."""
    import torch

    return torch.Generator("cpu").manual_seed(seed)


def _call(pipe: Any, **arguments: Any) -> Any:
    import torch

    try:
        with torch.no_grad():
            return pipe(**arguments)
    except torch.cuda.OutOfMemoryError as error:
        size = f"{arguments['width']}x{arguments['height']}"
        raise RenderError(f"{type(pipe).__name__} ran out of GPU memory at {size}; take --profile draft") from error
    except (RuntimeError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise RenderError(f"{type(pipe).__name__} failed: {first}") from error


def _pictures(made: Any) -> np.ndarray:
    """(N, H, W, 3) uint8 from floats 0..1.

    Raises:
        RenderError: the model gave NaN (float16 overflow, broken weights).
    """
    values = np.asarray(made, dtype=np.float32)
    if not np.isfinite(values).all():
        raise RenderError("the model gave NaN: its weights are broken or overflow float16; use another checkpoint")
    return np.clip(values * 255 + 0.5, 0, 255).astype(np.uint8)
