"""From an engine's name to the engine: ``stage``, or ``diffusers:FAMILY=PATH[,FAMILY=PATH][,SETTING=NUMBER]``.

Tests and the bench know one more, ``saboteur:FAULT[@N]``: the stage with that fault (or ``any``) in one take of N. No door
offers it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from film.errors import ConfigError
from tools.render.engine import Engine

FORMS = (
    "stage, diffusers:FAMILY=PATH,FAMILY=PATH (diffusers:sdxl=/models/sdxl,svd=/models/svd), "
    "with steps=, clip_steps= or frames= behind it if wanted"
)
SABOTEUR = "saboteur"
SETTINGS = {"steps": "keyframe_steps", "clip_steps": "clip_steps", "frames": "native_frames"}
"""Spelling in a spec -> the engine's argument. All are part of a take's id."""


class DiffusersSpec(NamedTuple):
    models: dict[str, Path]
    settings: dict[str, int]


def open_engine(spec: str, options: dict[str, Any]) -> Engine:
    """The engine that ``spec`` names, its heavy packages imported only when it first makes a picture.

    Args:
        spec: ``stage``, ``diffusers:FAMILY=PATH,…`` or ``saboteur:FAULT[@N]``.
        options: keyword arguments of the engine; every engine takes ``encoding``, a ``film.profile.Encoding``.

    Raises:
        ConfigError: the spec names no engine that exists.
    """
    name, _, rest = spec.partition(":")
    if name == "stage" and not rest:
        from tools.render.stage import StageEngine

        return StageEngine(**options)
    if name == "diffusers" and rest:
        from tools.render.diffusers_engine import DiffusersEngine

        read = read_diffusers(rest)
        return DiffusersEngine(models=read.models, **{**read.settings, **options})
    if name == SABOTEUR and rest:
        from tools.render.sabotage.saboteur import SaboteurEngine

        fault, at, every = rest.partition("@")
        if not at or every.isdecimal():
            return SaboteurEngine(fault=fault, every=int(every) if at else 1, **options)
    raise ConfigError(f"--engine {spec!r} is not an engine; legal: {FORMS}")


def read_diffusers(text: str) -> DiffusersSpec:
    """``sdxl=/a,svd=/b,steps=20``: folders by family, and settings.

    Raises:
        ConfigError: a part is not NAME=VALUE, a name comes twice, or a setting is not a whole number above 0.
    """
    read = DiffusersSpec({}, {})
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if not (name and equals and value):
            raise ConfigError(f"--engine diffusers:{text}: {part!r} is not FAMILY=PATH; legal: {FORMS}")
        if name in read.models or SETTINGS.get(name) in read.settings:
            raise ConfigError(f"--engine diffusers:{text}: {name!r} is named twice; name it once")
        if name not in SETTINGS:
            read.models[name] = Path(value).expanduser()
        elif value.isdecimal() and int(value) > 0:
            read.settings[SETTINGS[name]] = int(value)
        else:
            raise ConfigError(f"--engine diffusers:{text}: {name} = {value!r}; legal: a whole number above 0")
    return read
