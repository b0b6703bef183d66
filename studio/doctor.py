"""What this machine can do, found by looking; nothing is downloaded and nothing outside is asked but Ollama and ComfyUI."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

OLLAMA = "http://127.0.0.1:11434"
COMFYUI = "http://127.0.0.1:8188"
PACKAGES = ("torch", "diffusers", "transformers", "open_clip", "insightface", "faster_whisper", "numba", "cv2", "av")


def examine(ollama_host: str | None = None) -> dict[str, Any]:
    """Every check with what was found; ``ok`` false means that filmcrew does without it."""
    checks = [
        _check("python", True, f"{platform.python_version()}, {os.cpu_count()} CPU cores"),
        _packages(),
        _gpu(),
        _server("Ollama", (ollama_host or os.environ.get("OLLAMA_HOST") or OLLAMA), "/api/version",
                "not answering: the understudy plays the crew (ollama serve starts it)"),
        _models(ollama_host or os.environ.get("OLLAMA_HOST") or None),
        _server("ComfyUI", COMFYUI, "/system_stats", "not answering on its usual port"),
        _clip_scorer(),
        _face_scorer(),
        _encoder(),
        _font(),
        _disk(),
    ]  # fmt: skip
    return {"checks": checks}


def _check(what: str, ok: bool, found: str) -> dict[str, Any]:
    return {"what": what, "ok": ok, "found": found}


def _packages() -> dict[str, Any]:
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    return _check("packages", not missing, f"missing {', '.join(missing)}; run make film" if missing else "all there")


def _gpu() -> dict[str, Any]:
    tool = shutil.which("nvidia-smi")
    if tool is None and not Path("/dev/nvidia0").exists():
        return _check("GPU", False, "none found: the built-in stage needs none; diffusion engines will be slow")
    import torch

    if not torch.cuda.is_available():
        return _check("GPU", False, "there is one, but this torch is a CPU build")
    facts = torch.cuda.get_device_properties(0)
    return _check("GPU", True, f"{facts.name}, {facts.total_memory / 2**30:.0f} GiB")


def _server(name: str, address: str, path: str, otherwise: str) -> dict[str, Any]:
    url = address if "://" in address else f"http://{address}"
    try:
        with urllib.request.urlopen(url.rstrip("/") + path, timeout=2) as answer:
            return _check(name, True, f"{url}: {answer.read(200).decode('utf-8', 'replace')}")
    except (OSError, ValueError):
        return _check(name, False, otherwise)


def _models(host: str | None) -> dict[str, Any]:
    """The models that Ollama has: their size, whether they see, whether they fit this machine."""
    from crew.minds.ollama_server import DEFAULT_HOST, describe_installed
    from film.errors import MindError

    try:
        found = describe_installed(host or DEFAULT_HOST)
    except MindError:
        return _check("models", False, "none: no Ollama answers")
    told = [
        f"{model.name} ({model.size_bytes / 1e9:.1f} GB{', sees' if model.sees else ''}{'' if model.fits else ', too large here'})"
        for model in found
    ]
    after = "; a model leaves the card's memory before an engine of 2 GB or more loads, and comes back when it is asked"
    return _check("models", bool(told), ", ".join(told) + after if told else "none is pulled: ollama pull qwen3:8b")


def _clip_scorer() -> dict[str, Any]:
    """Which CLIP model judges where the user gives none, and from which bounds."""
    from configs.settings import house_clip
    from tools.score.clip.model import scorer_name

    other = "other engines need --clip-model FOLDER, any open_clip model on this disk"
    return _scorer("CLIP scorer", house_clip(), scorer_name, other)


def _face_scorer() -> dict[str, Any]:
    """Which face models judge where the user gives none, from which bounds, and what may be used instead."""
    from configs.settings import house_faces
    from tools.score.face.scoring import scorer_name

    other = (
        "other engines need --face-pack FOLDER: an insightface pack (those that insightface publishes are for "
        "non-commercial research only), or a folder with YuNet (MIT) and SFace (Apache-2.0) of the OpenCV zoo, which "
        "may be used in any work"
    )
    return _scorer("face scorer", house_faces(), scorer_name, other)


def _scorer(what: str, house: str | None, name_of: Callable[[str], str], other: str) -> dict[str, Any]:
    from configs.settings import uncalibrated
    from film.errors import SetupError

    if house is None:
        return _check(what, False, f"the house's own is not in configs/house, so takes of the stage are held; {other}")
    try:
        name = name_of(house)
    except SetupError as error:
        return _check(what, False, f"{error}; {other}")
    if uncalibrated([name]):
        bounds = "not calibrated: it is held to published bounds until python -m studio.calibrate_house measures its own"
    else:
        bounds = "calibrated"
    return _check(what, True, f"{name}, the house's own (Apache-2.0), for takes of the stage; {bounds}; {other}")


def _encoder() -> dict[str, Any]:
    import imageio_ffmpeg

    return _check("encoder", True, f"ffmpeg {imageio_ffmpeg.get_ffmpeg_version()} (in its package)")


def _font() -> dict[str, Any]:
    from film.errors import SetupError
    from tools.cut.cards import font_file

    try:
        return _check("fonts", True, font_file().name)
    except SetupError as error:
        return _check("fonts", False, str(error))


def _disk() -> dict[str, Any]:
    free_gb = shutil.disk_usage(".").free / 1e9
    return _check("disk", free_gb > 2, f"{free_gb:.0f} GB free here; a minute of 1080p film and its takes need about 0.3 GB")
