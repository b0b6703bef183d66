"""The user's own threshold files, taken into the run: nothing outside is needed again."""

from __future__ import annotations

from pathlib import Path

from configs.settings import Settings
from configs.threshold_files import read_thresholds
from film.canonical import content_id
from film.errors import ConfigError
from film.thresholds import Thresholds
from tools.run.folder import RunFolder
from tools.whole import write_whole


def own_thresholds(folder: RunFolder, settings: Settings) -> Settings:
    """Settings whose thresholds are names of files in the run.

    A path is one file, or a folder of them: a calibration writes one for each scorer. Names that the run already
    has stay.

    Raises:
        ConfigError: a file that holds no thresholds, or a folder without one.
    """
    if settings.thresholds is None or not _is_outside(folder, settings.thresholds):
        return settings
    path = Path(settings.thresholds).expanduser()
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise ConfigError(f"--thresholds {path.name!r} holds no .yaml file; write some with filmcrew calibrate")
    names = []
    for file in files:
        # Named by content: a version keeps its bounds, and a later file of the same name is another one.
        name = f"{file.stem}-{content_id(read_thresholds(file))[:8]}.yaml"
        write_whole(folder.thresholds / name, file.read_bytes())
        names.append(name)
    return settings.model_copy(update={"thresholds": ",".join(names)})


def kept_thresholds(folder: RunFolder, settings: Settings) -> tuple[Thresholds, ...]:
    """The user's own bounds that these settings name, out of the run. Raises ConfigError when one is gone or torn."""
    if settings.thresholds is None:
        return ()
    return tuple(read_thresholds(folder.thresholds / name) for name in settings.thresholds.split(","))


def _is_outside(folder: RunFolder, thresholds: str) -> bool:
    return not all((folder.thresholds / name).is_file() for name in thresholds.split(","))
