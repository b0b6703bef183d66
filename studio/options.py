"""The options of the command line, and the Settings that they make."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

Scripts = Annotated[list[Path], typer.Argument(help="Fountain, FDX, JSON, .txt or .md; several are episodes. Or a sentence in quotes.")]
Run = Annotated[str, typer.Argument(help="A run folder, or the name of a film under --runs.")]
Runs = Annotated[Path, typer.Option(help="Where films live.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
SeriesName = Annotated[str | None, typer.Option("--series", help="Name of the film; its title when not given.")]
ProfileName = Annotated[
    str | None, typer.Option(help="draft (360p), default (1080p from 540p), animation (from 720p, on twos) or final (1080p); the run's if not given.")
]
MindName = Annotated[
    str,
    typer.Option(help="auto, understudy, ollama:MODEL, openai:MODEL@URL or replay:RUN; AGENT=MIND for one agent, after a comma."),
]
EngineName = Annotated[str | None, typer.Option(help="stage, or diffusers:FAMILY=PATH[,FAMILY=PATH].")]
Seed = Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Seed of the film; 1 for a new one.")]
Fps = Annotated[int | None, typer.Option(min=12, max=60, help="Frames a second; 24 for a new film.")]
AspectName = Annotated[str | None, typer.Option(help="16:9 (for a new film), 2.39:1, 1.85:1, 4:3, 1:1 or 9:16.")]
Size = Annotated[int | None, typer.Option(min=90, max=4320, help="Lines of the picture; the profile's when not given.")]
Style = Annotated[
    str | None, typer.Option(help="A style for the whole series: watercolour, pen_and_ink, …, or the path of your own JSON file.")
]
LookName = Annotated[
    str | None,
    typer.Option("--look", help="Looks for the whole series: 35mm,anamorphic, …, or your own JSON file or .cube table."),
]
StyleFolder = Annotated[Path | None, typer.Option("--style-folder", help="A folder of your own style files, for this film.")]
BibleFile = Annotated[Path | None, typer.Option("--bible", help="Your own cast and places (YAML); they win.")]
Only = Annotated[str | None, typer.Option(help="Scenes to make, by number or id, comma separated.")]
MaxShot = Annotated[float | None, typer.Option("--max-shot-s", min=1.5, max=60, help="Longest shot in seconds.")]
Approve = Annotated[str, typer.Option(help="none, or plan: wait for a yes before shooting.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a shot is held.")]
WorkersCount = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that shoot.")]
ClipModel = Annotated[str | None, typer.Option("--clip-model", help="A local open_clip model.")]
FacePack = Annotated[str | None, typer.Option("--face-pack", help="A local insightface model pack.")]
ThresholdFiles = Annotated[
    str | None, typer.Option("--thresholds", help="Bounds that filmcrew calibrate wrote: a file, or their folder.")
]
Whisper = Annotated[str | None, typer.Option("--whisper", help="A local faster-whisper model.")]
OllamaHost = Annotated[str | None, typer.Option("--ollama", help="Ollama's address, http://127.0.0.1:11434 if not given.")]
MusicFolder = Annotated[Path | None, typer.Option("--music", help="A folder of your own music.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget what this run remembers, and plan anew.")]
PinModel = Annotated[bool, typer.Option("--pin", help="Refuse a model that is not the one this run recorded.")]
NumCtx = Annotated[int | None, typer.Option("--num-ctx", min=2048, max=262144, help="Tokens a local model is given; 8192.")]
Limits = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        help="Of a mind: film-questions=N, film-tokens=N, film-seconds=N. Of re-rolls: film-takes=N, film-render-seconds=N, "
        "film-cost=N, film-energy-wh=N. Or shot-… for each shot; may be given again.",
    ),
]
Recordings = Annotated[Path | None, typer.Option(help="A folder of recorded lines, named by line id.")]

Note = Annotated[list[str] | None, typer.Argument(help="What to change, in your own words.")]
Actor = Annotated[str | None, typer.Option("--as", help="Who says so, for the audit log; your user name if not given.")]
OtherMind = Annotated[str | None, typer.Option("--mind", help="A mind as in make; the run's if not given.")]
CostPerHour = Annotated[float | None, typer.Option(min=0, help="What an hour of this machine costs, for the estimate.")]
Watts = Annotated[float | None, typer.Option(min=0, help="What this machine draws while it renders, for limits of energy.")]
VoiceNote = Annotated[Path | None, typer.Option(help="A note that you spoke: a sound file; needs --whisper.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask: shoot what it takes.")]
Steps = Annotated[int, typer.Option(min=1, help="How many changes.")]

DEFAULT_RUNS = Path("runs")
KEY_VARIABLE = "FILMCREW_API_KEY"
"""Environment variable with the key of an OpenAI-compatible server. It goes to the server that the user named."""


def api_key() -> str | None:
    return os.environ.get(KEY_VARIABLE) or None


def settings_of(
    *, only: str | None, music_folder: Path | None = None, recordings: Path | None = None,
    style_folder: Path | None = None, limits: list[str] | None = None, **values: Any,
):  # fmt: skip
    """The Settings of a command. Raises ConfigError naming the option and its legal values."""
    from pydantic import ValidationError

    from configs.settings import Settings, profile_names
    from film.errors import ConfigError
    from film.limits import Caps, Limits
    from tools.render.registry import FORMS, SABOTEUR

    values = {name: value for name, value in values.items() if value is not None}  # what nobody states, the run settles
    if values.get("profile", "default") not in profile_names():
        raise ConfigError(f"--profile {values['profile']!r} is not one of {', '.join(profile_names())}")
    for name in ("clip_model", "face_pack", "thresholds", "whisper"):
        if name in values:
            values[name] = whole_path(values[name])
    family, _, models = values.get("engine", "").partition(":")
    if family == SABOTEUR:
        raise ConfigError(f"--engine {values['engine']!r} is not an engine; legal: {FORMS}")
    if models:
        parts = (part.partition("=") for part in models.split(","))
        values["engine"] = f"{family}:" + ",".join(
            f"{key}={value if value.isdecimal() else whole_path(value)}" if equals else key for key, equals, value in parts
        )
    values["ollama_host"] = values.get("ollama_host") or os.environ.get("OLLAMA_HOST") or None
    if str(values.get("style", "")).casefold().endswith(".json"):
        values["style"] = str(Path(values["style"]).expanduser().resolve())
    if values.get("look"):
        values["look"] = ",".join(_own_file(part.strip()) for part in values["look"].split(","))
    chosen = tuple(part.strip() for part in (only or "").split(",") if part.strip())
    folders = {
        "music_folder": str(music_folder.resolve()) if music_folder else None,
        "recordings": str(recordings.resolve()) if recordings else None,
        "style_folder": str(style_folder.resolve()) if style_folder else None,
    }
    try:
        limited = _limits(limits or [])
        minds = Limits.model_validate({name: value for name, value in limited.items() if name in Limits.model_fields})
        caps = Caps.model_validate({name: value for name, value in limited.items() if name in Caps.model_fields})
        settings = Settings(only=chosen, limits=minds, caps=caps, **folders, **values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        option = str(first["loc"][0]).replace("_", "-").replace("height", "size")
        if str(first["loc"][0]) in {*Limits.model_fields, *Caps.model_fields}:
            option = f"limit {option}"
        raise ConfigError(f"--{option} {first['input']!r}: {first['msg']}") from error
    for unit, stated, option in (("cost", settings.cost_per_hour, "--cost-per-hour"), ("energy_wh", settings.watts, "--watts")):
        if not stated and (getattr(caps, f"film_{unit}") is not None or getattr(caps, f"shot_{unit}") is not None):
            name = unit.replace("_", "-")
            raise ConfigError(f"--limit film-{name} and shot-{name} need {option}: only you know what this machine takes")
    return settings


def _limits(given: list[str]) -> dict[str, str]:
    """``["film-questions=40"]`` as fields of Limits and Caps. Raises ConfigError naming what may be limited."""
    from film.errors import ConfigError
    from film.limits import Caps, Limits

    known = {name.replace("_", "-"): name for name in (*Limits.model_fields, *Caps.model_fields)}
    pairs = [entry.partition("=") for entry in given]
    for entry, (name, equals, value) in zip(given, pairs, strict=True):
        if name not in known or not equals or not value.replace(".", "", 1).isdecimal():
            raise ConfigError(f"--limit {entry!r} is not one of {', '.join(f'{name}=N' for name in known)}")
    return {known[name]: value for name, _, value in pairs}


def _own_file(part: str) -> str:
    """A look's name as it is, the path of a file absolute: the run is opened elsewhere."""
    return str(Path(part).expanduser().resolve()) if part.casefold().endswith((".json", ".cube")) else part


def whole_path(path: str | None) -> str | None:
    """Absolute when it is there: workers do not share our folder. ``NAME=WEIGHTS`` keeps its name."""
    if path is None:
        return None
    name, equals, rest = path.rpartition("=")
    return f"{name}{equals}{Path(rest).expanduser().resolve()}" if Path(rest).expanduser().exists() else path
