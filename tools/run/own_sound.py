"""The user's own sound: music and recorded lines taken into the run by content, in place of what would be made."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from film.bible import Asset
from film.errors import ConfigError
from film.series import Line, Series
from tools.run.folder import RunFolder

SOUND = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac")


def keep_sounds(folder: RunFolder, source: str | None, kind: Literal["music", "line"]) -> tuple[Asset, ...]:
    """Every sound file in the folder ``source`` taken into the run, in order of name; none when it is None.

    Raises:
        ConfigError: the folder has no sound file.
    """
    if source is None:
        return ()
    option = "--music" if kind == "music" else "--recordings"
    return tuple(
        Asset(id=path.stem, sha256=folder.keep_asset(path), kind=kind, name=path.stem)
        for path in _sounds(Path(source), option)
    )


def with_own_sound(series: Series, music: tuple[Asset, ...], recordings: tuple[Asset, ...]) -> Series:
    """The series with the user's music, and with lines that the user recorded: files named ``ep01-sc001-ln0010``.

    Raises:
        ConfigError: a recording names no line of the film.
    """
    if music:
        series = series.model_copy(update={"music": music})
    if recordings:
        known = {_name(line): line for line in series.lines()}
        strangers = sorted(asset.name for asset in recordings if asset.name not in known)
        if strangers:
            raise ConfigError(
                f"--recordings: {strangers[0]!r} names no line of this film; its first line is {next(iter(known), '-')!r}"
            )
        series = _with_lines(series, {known[asset.name].id: asset for asset in recordings})
    return series


def _with_lines(series: Series, recorded: dict[str, Asset]) -> Series:
    def line_with(line: Line) -> Line:
        return line.model_copy(update={"recording": recorded[line.id]}) if line.id in recorded else line

    episodes = tuple(
        episode.model_copy(
            update={
                "scenes": tuple(
                    scene.model_copy(update={"lines": tuple(line_with(line) for line in scene.lines)})
                    for scene in episode.scenes
                )
            }
        )
        for episode in series.episodes
    )
    return series.model_copy(update={"episodes": episodes})


def _name(line: Line) -> str:
    return line.id.replace("/", "-")


def _sounds(folder: Path, option: str) -> list[Path]:
    found = sorted(path for path in folder.glob("*") if path.suffix.lower() in SOUND) if folder.is_dir() else []
    if not found:
        raise ConfigError(f"{option} {folder}: there is no sound file ({', '.join(SOUND)}) in it")
    return found
