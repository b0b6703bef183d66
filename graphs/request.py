"""What a person asked for, written down once: script, bible, sound and settings by content.

A resume reads it back and needs nothing of the outside: not the script's folder, not the music's, and
not the same answer to ``--mind auto``.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from configs.settings import Settings
from film.base import Frozen, text_in
from film.bible import Asset
from film.errors import RunError, ScriptError
from film.ids import slug
from film.references import loose_ends
from film.screenplay import Screenplay, Story
from film.series import Series
from graphs.memory import recall
from graphs.own_looks import own_looks
from graphs.own_styles import own_styles
from graphs.own_thresholds import own_thresholds
from graphs.placing import in_place, placed_files
from tools.run.folder import RunFolder
from tools.run.own_sound import keep_sounds
from tools.script.bible_file import read_bible
from tools.script.episodes import joined
from tools.script.reader import read_all
from tools.script.reading import ScriptReading
from tools.whole import write_json

OF_THE_RUN = ("profile", "height", "max_shot_s", "engine", "clip_model", "face_pack", "thresholds", "whisper")
"""Settings that a further command need not repeat. Seed, frame rate, shape and style are the series' own data."""


class Request(Frozen):
    series: str
    """The film's slug."""
    kind: Literal["screenplay", "story", "series"]
    source: str
    """Name of what was read, in the run's plans."""
    scripts: tuple[str, ...]
    """Names of the copies in the run's script folder, for people."""
    base: int | None = None
    """The version that the script is planned on top of: the one that stood; None for a film made from nothing."""
    episodes: tuple[str, ...] = ()
    """Ids of the script's episodes, in its order."""
    files: dict[str, tuple[str, ...]] = {}
    """Stem of every script file that this run was ever given -> ids of its episodes."""
    stated: tuple[str, ...] = ()
    """Settings that the command stated; the others are the series'."""
    readings: tuple[str, ...] = ()
    bible: str | None = None
    """Name of the user's bible in the run's plans."""
    music: tuple[Asset, ...] = ()
    recordings: tuple[Asset, ...] = ()
    """``name`` is the file's stem: a line's id."""
    settings: Settings

    @property
    def stated_style(self) -> str | None:
        return self.settings.style if "style" in self.stated else None

    @property
    def stated_look(self) -> str | None:
        return self.settings.look if "look" in self.stated else None


class Reading(NamedTuple):
    """Script files as read: each on its own, and all as one script."""

    files: tuple[ScriptReading, ...]
    whole: ScriptReading


def read_script(scripts: Sequence[Path], series_name: str | None) -> tuple[Reading, str]:
    """The script and the film's name. Raises ScriptError on anything that is no film."""
    files = tuple(read_all([path]) for path in scripts)
    reading = Reading(files, joined([(each, str(path)) for each, path in zip(files, scripts, strict=True)]))
    script = reading.whole.script
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
    reading: Reading,
    name: str,
    bible: Path | None,
    *,
    keep: bool = True,
    base: int | None = None,
) -> Request:
    """Copy all that the film needs into the run and write ``request.json``. The caller holds the lock.

    Args:
        keep: False leaves an earlier request the one that ``resume`` goes on with.
        base: the version to plan on top of; None makes the film from nothing.

    Raises:
        ScriptError: two files are one episode, or a file is only a part of one.
    """
    earlier = load_request(folder) if base is not None and (folder.root / "request.json").exists() else None
    known = earlier.files if earlier else {}
    stated = settings.model_fields_set
    if earlier is not None:
        unstated = (name for name in OF_THE_RUN if name not in stated and (name != "height" or "profile" not in stated))
        of_the_run = {name: getattr(earlier.settings, name) for name in unstated}
        settings = settings.model_copy(update=of_the_run)
    settings = own_thresholds(folder, own_looks(folder, own_styles(folder, settings)))
    past = recall(folder, base) if base is not None else None
    placed = placed_files(scripts, reading.files, known, past)
    script = in_place(reading.whole.script, placed)
    copies = []
    for number, path in enumerate(scripts, start=1):
        kept = folder.script / f"{number:02d}-{slug(path.stem)}{path.suffix.lower()}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        if not kept.exists() or kept.read_bytes() != path.read_bytes():
            shutil.copyfile(path, kept)
        copies.append(kept.name)
    for picture in reading.whole.assets.values():
        folder.keep_asset(picture)
    bible_name = None
    if bible is not None:
        given, files = read_bible(bible)
        for source in files.values():
            folder.keep_asset(source)
        bible_name = folder.put(given, stated_only=True)
    kinds = {Screenplay: "screenplay", Story: "story", Series: "series"}
    request = Request(
        series=slug(name),
        kind=kinds[type(script)],  # type: ignore[arg-type]
        source=folder.put(script, stated_only=True),
        scripts=tuple(copies),
        readings=reading.whole.readings,
        base=base,
        episodes=tuple(dict.fromkeys(each for ids in placed for each in ids)),
        files={**known, **{path.stem: ids for path, ids in zip(scripts, placed, strict=True)}},
        stated=tuple(sorted(stated)),
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
