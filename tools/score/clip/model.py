"""An open_clip model from this disk: pictures and words as unit vectors of one space.

Nothing is ever fetched: a model that would need the network (a hub's tokenizer, a text tower by its hub name, a
tag instead of a file) is refused with a sentence. One thread and one input at a time, so that the same input gives
the same bits whatever else was scored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from film.errors import ScoreError, SetupError
from tools.torch_repair import ensure_torchvision

CONFIG = "open_clip_config.json"
WEIGHTS = (
    "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "open_clip_pytorch_model.bin",
    "open_clip_pytorch_model.pth", "model.safetensors", "pytorch_model.bin", "pytorch_model.pth", "model.pth",
)  # fmt: skip
"""In the order in which open_clip looks for them in a folder."""
TOKENIZER = (
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt",
    "merges.txt", "tokenizer.model", "sentencepiece.bpe.model", "spiece.model",
)  # fmt: skip
"""Files that decide how words become tokens, and so the vectors of texts."""
FOLDER_PREFIX = "local-dir:"
PROBE_PX = 64


class Eye:
    """A loaded model. Equal pictures and equal words have equal vectors, to the bit, on one machine and build."""

    def __init__(self, model: Any, preprocess: Any, tokenizer: Any, name: str) -> None:
        """
        Args:
            model: an open_clip model in its evaluating state.
            preprocess: from a PIL picture to the model's tensor.
            tokenizer: from a list of texts to a tensor of token ids.
            name: what its scores are signed with, ``open_clip@3fa9…``.
        """
        self.name = name
        self._model, self._preprocess, self._tokenizer = model, preprocess, tokenizer
        self._texts: dict[str, np.ndarray] = {}

    @property
    def limit_tokens(self) -> int:
        """Tokens that a text may have, marks included."""
        return int(self._tokenizer.context_length)

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``, marks included, before anything is cut."""
        encode = getattr(self._tokenizer, "encode", None)
        if encode is not None:
            return len(encode(text)) + 2
        return len(self._tokenizer.tokenizer(self._tokenizer.clean_fn(text)).input_ids)

    def picture(self, rgb: np.ndarray) -> np.ndarray:
        """The unit vector (d,) float32 of one (h, w, 3) uint8 display RGB picture.

        Raises:
            ScoreError: the model gives no direction.
        """
        import torch
        from PIL import Image

        with torch.no_grad(), _one_thread():
            shown = self._preprocess(Image.fromarray(np.ascontiguousarray(rgb)))[None]
            return _unit(self._model.encode_image(shown)[0].float().numpy())

    def text(self, words: str) -> np.ndarray:
        """The unit vector (d,) float32 of ``words``, cut at the model's limit. Kept: takes of a shot ask the same.

        Raises:
            ScoreError: the model gives no direction.
        """
        import torch

        known = self._texts.get(words)
        if known is None:
            with torch.no_grad(), _one_thread():
                known = _unit(self._model.encode_text(self._tokenizer([words]))[0].float().numpy())
            self._texts[words] = known
        return known


def embed_frames(eye: Eye, frames: Sequence[np.ndarray] | np.ndarray) -> np.ndarray:
    """Unit vectors (N, d) float32 of N pictures (h, w, 3) uint8 RGB, one at a time: batching changes the last bits."""
    return np.stack([eye.picture(frame) for frame in frames])


def embed_text(eye: Eye, words: str) -> np.ndarray:
    """The unit vector (d,) float32 of ``words``, cut at the model's token limit."""
    return eye.text(words)


def model_files(spec: str) -> tuple[Path, ...]:
    """The files that make the model what it is: configuration, weights, tokenizer.

    Args:
        spec: a folder with open_clip_config.json and weights, or ``NAME=WEIGHTS`` with a file.

    Raises:
        SetupError: they are not there.
    """
    folder, name, weights = _parts(spec)
    if folder is None:
        files = (Path(weights),) if name and Path(weights).is_file() else ()
    else:
        found = [folder / each for each in WEIGHTS if (folder / each).is_file()][:1]
        config = folder / CONFIG
        files = (config, *found, *(folder / each for each in TOKENIZER if (folder / each).is_file()))
        files = files if found and config.is_file() else ()
    if not files:
        raise SetupError(
            f"--clip-model {spec!r} is not a CLIP model: give a folder with {CONFIG} and {WEIGHTS[0]}, "
            "or NAME=WEIGHTS (ViT-B-32=/models/vit_b_32.safetensors)"
        )
    return files


def scorer_name(spec: str) -> str:
    """What the model's scores are signed with, from its files alone: nothing is loaded.

    Raises:
        SetupError: its files are not there.
    """
    return f"open_clip@{_content(model_files(spec))}"


@cache
def load_eye(spec: str) -> Eye:
    """The model of ``spec`` on the CPU, tried on a grey picture and a word; loaded once per process.

    Raises:
        SetupError: its files are missing or broken, or it would have to fetch something.
    """
    model_files(spec)
    ensure_torchvision()
    import open_clip

    folder, name, weights = _parts(spec)
    try:
        if folder is not None:
            source, pretrained = f"{FOLDER_PREFIX}{folder}", None
            config = json.loads((folder / CONFIG).read_text("utf-8"))["model_cfg"]
        else:
            # The whole path: a bare word could be one of the tags that open_clip downloads.
            source, pretrained = name, str(Path(weights).resolve())
            config = open_clip.get_model_config(name)
        text = _text_config(spec, config, folder)
        with _one_thread():
            loaded: Any = open_clip.create_model_from_pretrained(source, pretrained=pretrained, return_transform=True)
        model, preprocess = loaded
        offline: dict[str, Any] = {"local_files_only": True} if text.get("hf_tokenizer_name") else {}
        eye = Eye(model.eval(), preprocess, open_clip.get_tokenizer(source, **offline), scorer_name(spec))
        eye.picture(np.full((PROBE_PX, PROBE_PX, 3), 128, np.uint8))
        eye.text("a picture")
    except SetupError:
        raise
    except Exception as error:  # whatever a damaged file makes torch, open_clip or a tokenizer raise
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise SetupError(f"--clip-model {spec!r} does not load ({told}); give a whole open_clip model") from error
    return eye


def is_latin(words: str) -> bool:
    """True when most letters of ``words`` are Latin: for others an English CLIP gives a number without meaning."""
    letters = [c for c in words if c.isalpha()]
    return 2 * sum(c < "\u0250" for c in letters) > len(letters)


def _parts(spec: str) -> tuple[Path | None, str, str]:
    """(folder, name, weights) of a spec: either the folder, or name and weights."""
    plain = spec.removeprefix(FOLDER_PREFIX)
    name, equals, weights = plain.partition("=")
    if not equals or Path(plain).is_dir():
        return Path(plain), "", ""
    return None, name, weights


def _text_config(spec: str, config: dict[str, Any] | None, folder: Path | None) -> dict[str, Any]:
    """The text tower's configuration, once it is certain that nothing of it must be fetched.

    Raises:
        SetupError: an unknown architecture, or parts that only a hub has.
    """
    if config is None:
        raise SetupError(
            f"--clip-model {spec!r} names no architecture that open_clip knows; see open_clip.list_models()"
        )
    text = config["text_cfg"]
    tower = text.get("hf_model_name")
    if tower and not Path(tower).is_dir():
        raise SetupError(f"--clip-model {spec!r}: its text tower {tower!r} is on a hub; hf_model_name must be a folder")
    on_hub = folder is None and (text.get("hf_tokenizer_name") or "siglip" in spec.partition("=")[0].lower())
    if on_hub:
        raise SetupError(f"--clip-model {spec!r}: its tokenizer is on a hub; give the model as a folder that holds it")
    if (
        folder is not None
        and text.get("hf_tokenizer_name")
        and not any((folder / each).is_file() for each in TOKENIZER)
    ):
        raise SetupError(f"--clip-model {spec!r} holds no tokenizer; put tokenizer.json beside {CONFIG}")
    return text


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0:
        raise ScoreError("the CLIP model gave no direction for this input; its weights are broken")
    return vector / np.float32(length)


@contextmanager
def _one_thread() -> Iterator[None]:
    """torch on one thread: other counts change the last bits. The engine's own count comes back after."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@cache
def _content(files: tuple[Path, ...]) -> str:
    """The first 12 hex digits of sha256 over the files' names and bytes."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode("utf-8") + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
