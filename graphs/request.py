"""What a person asked for, written down once: script, bible, sound and settings by content.

A resume reads it back and needs nothing of the outside: not the script's folder, not the music's, and
not the same answer to ``--mind auto``.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from configs.settings import Settings
from film.base import Frozen, text_in
from film.bible import Asset
from film.errors import RunError, ScriptError
from film.ids import slug
from film.references import loose_ends
from film.screenplay import Screenplay, Story
from film.series import Series
from tools.run.folder import RunFolder
from tools.run.own_sound import keep_sounds
from tools.script.bible_file import read_bible
from tools.script.reader import read_all
from tools.script.reading import ScriptReading
from tools.whole import write_json


class Request(Frozen):
    series: str
    """The film's slug."""
    kind: Literal["screenplay", "story", "series"]
    source: str
    """Name of what was read, in the run's plans."""
    scripts: tuple[str, ...]
    """Names of the copies in the run's script folder, for people."""
    readings: tuple[str, ...] = ()
    bible: str | None = None
    """Name of the user's bible in the run's plans."""
    music: tuple[Asset, ...] = ()
    recordings: tuple[Asset, ...] = ()
    """``name`` is the file's stem: a line's id."""
    settings: Settings


def read_script(scripts: Sequence[Path], series_name: str | None) -> tuple[ScriptReading, str]:
    """The script and the film's name. Raises ScriptError on anything that is no film."""
    reading = read_all(list(scripts))
    script = reading.script
    if isinstance(script, Series) and not any(True for _ in script.walk()) and not any(script.lines()):
        raise ScriptError(str(scripts[0]), None, "the film has no shot and no line", "at least one scene with a shot")
    if isinstance(script, Series):
        for problem in loose_ends(script):
            raise ScriptError(str(scripts[0]), None, problem, "ids that are there, once each")
    if isinstance(script, Screenplay) and not script.scenes:
        raise ScriptError(str(scripts[0]), None, "there is no scene", "at least one scene heading, such as INT. ROOM - DAY")
    title = text_in(script.title, script.language) or next(iter(script.title.values()), "")
    return reading, series_name or title.strip() or scripts[0].stem


def write_request(
    folder: RunFolder,
    settings: Settings,
    scripts: Sequence[Path],
    reading: ScriptReading,
    name: str,
    bible: Path | None,
    *,
    keep: bool = True,
) -> Request:
    """Copy all that the film needs into the run and write ``request.json``. The caller holds the lock.

    Args:
        keep: False leaves an earlier request the one that ``resume`` goes on with.
    """
    copies = []
    for number, path in enumerate(scripts, start=1):
        kept = folder.script / f"{number:02d}-{slug(path.stem)}{path.suffix.lower()}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        if not kept.exists() or kept.read_bytes() != path.read_bytes():
            shutil.copyfile(path, kept)
        copies.append(kept.name)
    for picture in reading.assets.values():
        folder.keep_asset(picture)
    bible_name = None
    if bible is not None:
        given, files = read_bible(bible)
        for source in files.values():
            folder.keep_asset(source)
        bible_name = folder.put(given, stated_only=True)
    script = reading.script
    kinds = {Screenplay: "screenplay", Story: "story", Series: "series"}
    request = Request(
        series=slug(name),
        kind=kinds[type(script)],  # type: ignore[arg-type]
        source=folder.put(script, stated_only=True),
        scripts=tuple(copies),
        readings=reading.readings,
        bible=bible_name,
        music=keep_sounds(folder, settings.music_folder, "music"),
        recordings=keep_sounds(folder, settings.recordings, "line"),
        settings=settings,
    )
    path = folder.root / "request.json"
    if keep or not path.exists():
        write_json(path, request.model_dump(mode="json"))
    return request


def load_request(folder: RunFolder) -> Request:
    """Raises RunError when nothing was asked of this run yet."""
    path = folder.root / "request.json"
    if not path.exists():
        raise RunError(f"{folder.root.name} holds no request; begin with filmcrew make SCRIPT")
    return Request.model_validate_json(path.read_bytes())
