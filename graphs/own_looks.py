"""The user's own looks and .cube tables, taken into the run: nothing outside is needed again."""

from __future__ import annotations

import re
from pathlib import Path

from configs.look_files import known_looks, read_look
from configs.settings import Settings
from film.assets import Asset
from film.errors import ConfigError
from film.ids import slug
from film.look_naming import looks_asked
from film.named_looks import LOOK_NAME, NamedLook
from film.state import Look
from tools.run.folder import RunFolder
from tools.stage.cube_file import read_cube
from tools.whole import write_json


def own_looks(folder: RunFolder, settings: Settings) -> Settings:
    """Settings whose look is names alone; files and tables lie in the run.

    Raises:
        ConfigError: a file that is no look or no .cube table, or a name that nobody knows.
    """
    if settings.look is None:
        return settings
    names = []
    for part in (part.strip() for part in settings.look.split(",")):
        if part.casefold().endswith((".json", ".cube")):
            path = Path(part).expanduser()
            look = _of_cube(folder, path) if part.casefold().endswith(".cube") else _of_json(folder, path)
            write_json(folder.looks / f"{look.name}.json", look.model_dump(mode="json", exclude_unset=True))
            names.append(look.name)
        elif part:
            names.append(part)
    known = known_looks(folder.looks)
    found, strange = looks_asked(",".join(names), known)
    if strange:
        have = ", ".join(look.name for look in known)
        raise ConfigError(f"--look {strange[0]!r} is not a look, nor a .json or .cube file; there are {have}")
    return settings.model_copy(update={"look": ",".join(look.name for look in found)})


def _of_json(folder: RunFolder, path: Path) -> NamedLook:
    look = read_look(path)
    if look.lut_file is None:
        table = look.look.lut
        if table is not None and not (folder.assets / table.sha256).is_file():
            raise ConfigError(f"{path.name} names a table of another run ({table.name}); put the .cube beside it and name it in lut_file")
        return look
    lut = _kept(folder, path.parent / Path(look.lut_file).name)
    stated = look.look.model_dump(exclude_unset=True)
    return look.model_copy(update={"look": Look(**{**stated, "lut": lut}), "lut_file": None})


def _of_cube(folder: RunFolder, path: Path) -> NamedLook:
    lut = _kept(folder, path)
    name = slug(path.stem).replace("-", "_")
    # A file may be called in any script; a look's name is plain.
    name = name if re.fullmatch(LOOK_NAME, name) else lut.id.replace("-", "_")
    return NamedLook(name=name, title={"en": path.stem}, look=Look(lut=lut))


def _kept(folder: RunFolder, path: Path) -> Asset:
    """The table in the run's assets, read once so that a broken one is said at the door."""
    read_cube(path)
    sha256 = folder.keep_asset(path)
    return Asset(id=f"lut-{sha256[:12]}", sha256=sha256, kind="lut", name=path.name)
