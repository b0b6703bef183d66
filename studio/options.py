"""The options of the command line, and the Settings that they make."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

Scripts = Annotated[list[Path], typer.Argument(help="Fountain, FDX, JSON, .txt or .md; several are episodes.")]
Run = Annotated[str, typer.Argument(help="A run folder, or the name of a film under --runs.")]
Runs = Annotated[Path, typer.Option(help="Where films live.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
SeriesName = Annotated[str | None, typer.Option("--series", help="Name of the film; its title when not given.")]
ProfileName = Annotated[str, typer.Option(help="draft (360p), default (1080p from 540p) or final (1080p).")]
MindName = Annotated[str, typer.Option(help="auto, understudy or ollama:MODEL.")]
EngineName = Annotated[str, typer.Option(help="stage, or diffusers:FAMILY=PATH[,FAMILY=PATH].")]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Seed of the film.")]
Fps = Annotated[int, typer.Option(min=12, max=60, help="Frames a second.")]
AspectName = Annotated[str, typer.Option(help="16:9, 2.39:1, 1.85:1, 4:3, 1:1 or 9:16.")]
Size = Annotated[int | None, typer.Option(min=90, max=4320, help="Lines of the picture; the profile's when not given.")]
Style = Annotated[str | None, typer.Option(help="A style for the whole series.")]
BibleFile = Annotated[Path | None, typer.Option("--bible", help="Your own cast and places (YAML); they win.")]
Only = Annotated[str | None, typer.Option(help="Scenes to make, by number or id, comma separated.")]
MaxShot = Annotated[float | None, typer.Option("--max-shot-s", min=1.5, max=60, help="Longest shot in seconds.")]
Approve = Annotated[str, typer.Option(help="none, or plan: wait for a yes before shooting.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a shot is held.")]
WorkersCount = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that shoot.")]
ClipModel = Annotated[str | None, typer.Option("--clip-model", help="A local open_clip model.")]
FacePack = Annotated[str | None, typer.Option("--face-pack", help="A local insightface model pack.")]
Whisper = Annotated[str | None, typer.Option("--whisper", help="A local faster-whisper model.")]
OllamaHost = Annotated[str | None, typer.Option("--ollama", help="Ollama's address, http://127.0.0.1:11434 if not given.")]
MusicFolder = Annotated[Path | None, typer.Option("--music", help="A folder of your own music.")]
Recordings = Annotated[Path | None, typer.Option(help="A folder of recorded lines, named by line id.")]

DEFAULT_RUNS = Path("runs")


def settings_of(*, only: str | None, music_folder: Path | None = None, recordings: Path | None = None, **values: Any):
    """The Settings of a command. Raises ConfigError naming the option and its legal values."""
    from pydantic import ValidationError

    from configs.settings import Settings, profile_names
    from film.errors import ConfigError

    if values["profile"] not in profile_names():
        raise ConfigError(f"--profile {values['profile']!r} is not one of {', '.join(profile_names())}")
    for name in ("clip_model", "face_pack", "whisper"):
        values[name] = _whole_path(values.get(name))
    family, _, models = values["engine"].partition(":")
    if models:
        parts = (part.partition("=") for part in models.split(","))
        values["engine"] = f"{family}:" + ",".join(
            f"{key}={value if value.isdecimal() else _whole_path(value)}" if equals else key for key, equals, value in parts
        )
    values["ollama_host"] = values["ollama_host"] or os.environ.get("OLLAMA_HOST") or None
    chosen = tuple(part.strip() for part in (only or "").split(",") if part.strip())
    folders = {
        "music_folder": str(music_folder.resolve()) if music_folder else None,
        "recordings": str(recordings.resolve()) if recordings else None,
    }
    try:
        return Settings(only=chosen, **folders, **values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        option = str(first["loc"][0]).replace("_", "-").replace("height", "size")
        raise ConfigError(f"--{option} {first['input']!r}: {first['msg']}") from error


def _whole_path(path: str | None) -> str | None:
    """Absolute when it is there: workers do not share our folder. ``NAME=WEIGHTS`` keeps its name."""
    if path is None:
        return None
    name, equals, rest = path.rpartition("=")
    return f"{name}{equals}{Path(rest).expanduser().resolve()}" if Path(rest).expanduser().exists() else path
