"""The user's own sound: music and recorded lines taken into the run by content, in place of what would be made."""

from __future__ import annotations

from pathlib import Path

from film.bible import Asset
from film.errors import ConfigError
from film.series import Line, Series
from tools.run.folder import RunFolder

SOUND = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac")


def with_own_sound(series: Series, folder: RunFolder, music: Path | None, recordings: Path | None) -> Series:
    """The series with its music and recordings set from two folders of sound files.

    Args:
        music: every sound file in it is played, in order of name.
        recordings: a file named by a line's id (``ep01-sc001-ln0010.wav``) is that line.

    Raises:
        ConfigError: a folder has no sound file, or a recording names no line of the film.
    """
    if music is not None:
        assets = tuple(_asset(folder, path, "music") for path in _sounds(music, "--music"))
        series = series.model_copy(update={"music": assets})
    if recordings is not None:
        found = {path.stem: path for path in _sounds(recordings, "--recordings")}
        known = {_name(line): line for line in series.lines()}
        strangers = sorted(set(found) - set(known))
        if strangers:
            raise ConfigError(
                f"--recordings: {strangers[0]!r} names no line of this film; its first line is {next(iter(known), '-')!r}"
            )
        series = _with_lines(series, {known[n].id: _asset(folder, path, "line") for n, path in found.items()})
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


def _asset(folder: RunFolder, path: Path, kind) -> Asset:
    return Asset(id=path.stem, sha256=folder.keep_asset(path), kind=kind, name=path.name)
