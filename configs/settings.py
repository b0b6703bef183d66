"""One frozen Settings, and the files that fill it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from film.base import Frozen
from film.errors import ConfigError
from film.limits import Limits
from film.profile import Profile
from film.series import Aspect
from film.verdict import Gate

HERE = Path(__file__).parent
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
    """A local open_clip model: a folder, or ``NAME=WEIGHTS``."""
    face_pack: str | None = None
    """A local insightface model pack."""
    whisper: str | None = None
    """A local faster-whisper model."""
    music_folder: str | None = None
    cost_per_hour: float = Field(default=0.0, ge=0)
    """What an hour of rendering costs the user (electricity, a rented card), in their own currency."""
    recordings: str | None = None
    """A folder of recorded lines named by line id (``ep01-sc001-ln0010.wav``)."""


class ProfileFile(Profile):
    """A profile as configs/profiles.yaml spells it."""

    required_with_masks: tuple[str, ...] = ()


@cache
def read_yaml(name: str) -> Any:
    """A data file of this room, parsed once."""
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def profile_names() -> tuple[str, ...]:
    return tuple(read_yaml("profiles.yaml"))


def profile(settings: Settings, *, masks: bool) -> Profile:
    """The profile that ``settings`` names, with its overrides.

    Args:
        masks: whether the engine writes exact cast masks.

    Raises:
        ConfigError: no such profile, or a value in the file that is not legal.
    """
    table = read_yaml("profiles.yaml")
    if settings.profile not in table:
        raise ConfigError(f"--profile {settings.profile!r} is not one of {', '.join(table)}")
    entry = {"name": settings.profile, **table[settings.profile]}
    if settings.height is not None:
        entry["render_height"] = _rendered_lines(entry["height"], entry["render_height"], settings.height)
        entry["height"] = settings.height
    if settings.max_shot_s is not None:
        entry["max_shot_s"] = settings.max_shot_s
    try:
        read = ProfileFile.model_validate(entry)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"profiles.yaml: {settings.profile}.{key} = {first['input']!r}: {first['msg']}") from error
    required = read.required + (read.required_with_masks if masks else ())
    return Profile.model_validate({**read.model_dump(exclude={"required_with_masks"}), "required": required})


def _rendered_lines(height: int, render_height: int, asked: int) -> int:
    """Lines that are rendered of a picture of ``asked`` lines, in a profile of other ones.

    A profile that renders what it delivers does so at every size. Another keeps its share, up to ``MOST_LINES``:
    a preview of 4320 lines is scaled up, however large it is asked for.
    """
    if render_height >= height:
        return asked
    share = min(round(asked * render_height / height), max(render_height, MOST_LINES))
    return min(asked, max(90, share))


@cache
def gates() -> tuple[Gate, ...]:
    """Every gate of configs/gates.yaml. Raises ConfigError naming the entry that is not legal."""
    read = []
    for entry in read_yaml("gates.yaml"):
        try:
            read.append(Gate.model_validate(entry))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ConfigError(f"gates.yaml: {entry.get('measure')!r}: {first['loc']}: {first['msg']}") from error
    return tuple(read)
