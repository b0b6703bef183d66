"""The user's own style files, taken into the run: a later note knows them, and nothing outside is needed again."""

from __future__ import annotations

from pathlib import Path

from configs.settings import Settings
from configs.style_files import known_styles, read_style, styles_in
from film.errors import ConfigError
from film.styles import Style
from film.styling import style_named
from tools.run.folder import RunFolder
from tools.whole import write_json


def own_styles(folder: RunFolder, settings: Settings) -> Settings:
    """Settings whose style is a name and that look at no folder any more; the files lie in the run.

    Raises:
        ConfigError: a file that is no style, or a folder without one.
    """
    update = {}
    if settings.style_folder is not None:
        found = styles_in(Path(settings.style_folder).expanduser())
        if not found:
            raise ConfigError(f"--style-folder {settings.style_folder!r} has no style file (*.json); see configs/styles for examples")
        for style in found:
            _keep(folder, style)
        update["style_folder"] = None
    if settings.style is not None and settings.style.casefold().endswith(".json"):
        style = read_style(Path(settings.style).expanduser())
        _keep(folder, style)
        update["style"] = style.name
    elif settings.style is not None:
        meant = style_named(settings.style, known_styles(folder.styles))
        update["style"] = meant.name if meant else settings.style
    return settings.model_copy(update=update)


def _keep(folder: RunFolder, style: Style) -> None:
    write_json(folder.styles / f"{style.name}.json", style.model_dump(mode="json"))
