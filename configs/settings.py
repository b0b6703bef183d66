"""One frozen Settings, and the files that fill it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from configs.threshold_files import overlaid, shipped_thresholds
from film.base import Frozen
from film.errors import ConfigError
from film.limits import Caps, Limits
from film.profile import Profile
from film.series import Aspect
from film.thresholds import Thresholds
from film.verdict import Gate

HERE = Path(__file__).parent
HOUSE_CLIP = HERE / "house" / "clip"
HOUSE_FACES = HERE / "house" / "faces"
"""Trained by this project on pictures of its own stage: they know no others."""
MOST_LINES = 1080
"""Lines that a profile renders at most which renders fewer than it delivers."""


class Settings(Frozen):
    """What one command was asked to do, as resolved. Resume reads it back from the run folder."""

    profile: str = "default"
    mind: str = "auto"
    """``auto``, ``understudy``, ``ollama:MODEL``, ``openai:MODEL@URL``, ``replay:RUN``; one an agent with ``AGENT=``."""
    ollama_host: str | None = None
    num_ctx: int = Field(default=8192, ge=2048, le=262144)
    """Tokens of context that a local model is given: prompts are fitted into it."""
    pin: bool = False
    """Refuse a model that is not, to the byte, the one this run recorded."""
    limits: Limits = Limits()
    caps: Caps = Caps()
    engine: str = "stage"
    """``stage`` or ``diffusers:FAMILY=PATH,…``."""
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    fps: int = Field(default=24, ge=12, le=60)
    aspect: Aspect = "16:9"
    height: int | None = Field(default=None, ge=90, le=4320)
    """Lines of the delivered picture; None leaves it to the profile."""
    style: str | None = None
    """A style's name, or one of the words for it; the door may give the path of a style file."""
    style_folder: str | None = None
    """A folder of the user's own style files."""
    look: str | None = None
    """Names of looks, comma separated; the door may give paths of look files and .cube tables among them."""
    max_shot_s: float | None = Field(default=None, ge=1.5, le=60)
    approve: Literal["none", "plan"] = "none"
    strict: bool = False
    workers: int = Field(default=2, ge=1, le=64)
    only: tuple[str, ...] = ()
    """Scene ids to make a film of; empty is all of them."""
    clip_model: str | None = None
    """A local open_clip model: a folder, or ``NAME=WEIGHTS``. None: the house's own, where the stage shoots."""
    face_pack: str | None = None
    """A local insightface model pack, or a folder with YuNet and SFace. None: the house's own, where the stage shoots."""
    thresholds: str | None = None
    """A file of bounds that filmcrew calibrate wrote; the run keeps a copy under this name."""
    whisper: str | None = None
    """A local faster-whisper model."""
    music_folder: str | None = None
    cost_per_hour: float = Field(default=0.0, ge=0)
    """What an hour of rendering costs the user (electricity, a rented card), in their own currency."""
    watts: float = Field(default=0.0, ge=0)
    """What the machine draws while it renders: no meter is read."""
    recordings: str | None = None
    """A folder of recorded lines named by line id (``ep01-sc001-ln0010.wav``)."""


@cache
def read_yaml(name: str) -> Any:
    """A data file of this room, parsed once."""
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def profile_names() -> tuple[str, ...]:
    return tuple(read_yaml("profiles.yaml"))


def profile(settings: Settings) -> Profile:
    """The profile that ``settings`` names, with its overrides.

    Raises:
        ConfigError: no such profile, or a value in the file that is not legal.
    """
    table = read_yaml("profiles.yaml")
    if settings.profile not in table:
        raise ConfigError(f"--profile {settings.profile!r} is not one of {', '.join(table)}")
    entry = {"name": settings.profile, **table[settings.profile]}
    entry["required"] = [measure for group in entry["required"] for measure in group]
    if settings.height is not None:
        entry["render_height"] = _rendered_lines(entry["height"], entry["render_height"], settings.height)
        entry["height"] = settings.height
    if settings.max_shot_s is not None:
        entry["max_shot_s"] = settings.max_shot_s
    try:
        return Profile.model_validate(entry)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"profiles.yaml: {settings.profile}.{key} = {first['input']!r}: {first['msg']}") from error


def _rendered_lines(height: int, render_height: int, asked: int) -> int:
    """Lines that are rendered of a picture of ``asked`` lines, in a profile of other ones.

    A profile that renders what it delivers does so at every size. Another keeps its share, up to ``MOST_LINES``:
    a preview of 4320 lines is scaled up, however large it is asked for.
    """
    if render_height >= height:
        return asked
    share = min(round(asked * render_height / height), max(render_height, MOST_LINES))
    return min(asked, max(90, share))


def gates(scorers: Collection[str] = (), own: Sequence[Thresholds] = ()) -> tuple[Gate, ...]:
    """Every gate, with the bounds that were calibrated for the scorers in use.

    Args:
        scorers: names of the learned scorers, as their scores carry them (``open_clip@3fa9…``).
        own: the user's own bounds, over those that ship.

    Raises:
        ConfigError: an entry of gates.yaml or of a threshold file that is not legal.
    """
    return overlaid(published_gates(), (*shipped_thresholds(), *own), scorers)


def uncalibrated(scorers: Collection[str], own: Sequence[Thresholds] = ()) -> tuple[str, ...]:
    """Those of ``scorers`` that nobody calibrated: they are held to what is published for others like them."""
    known = {file.scorer for file in (*shipped_thresholds(), *own)}
    return tuple(name for name in scorers if name not in known)


def same_person(own: Sequence[Thresholds] = ()) -> dict[str, float]:
    """Name of face models -> the cosine from which two faces are one person's, as calibrated; the user's over ours."""
    return {file.scorer: file.same_person for file in (*shipped_thresholds(), *own) if file.same_person is not None}


@cache
def published_gates() -> tuple[Gate, ...]:
    """Every gate of configs/gates.yaml. Raises ConfigError naming the entry that is not legal."""
    read = []
    for entry in read_yaml("gates.yaml"):
        try:
            read.append(Gate.model_validate(entry))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ConfigError(f"gates.yaml: {entry.get('measure')!r}: {first['loc']}: {first['msg']}") from error
    return tuple(read)


def house_clip() -> str | None:
    """Where the house's own CLIP model lies; None in a checkout that has none."""
    return str(HOUSE_CLIP) if HOUSE_CLIP.is_dir() else None


def house_faces() -> str | None:
    """Where the house's own face pack lies; None in a checkout that has none."""
    return str(HOUSE_FACES) if HOUSE_FACES.is_dir() else None
