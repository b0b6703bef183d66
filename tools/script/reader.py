"""The door of the script room: files in, one Screenplay, Story or Series out.

What a file is follows from its content; the suffix only decides where content leaves it open. Several
files are the episodes of one series, in the order given.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from film.errors import ScriptError
from film.screenplay import Action, Dialogue, Screenplay, Story
from film.series import Series
from tools.script.encoding import decode
from tools.script.episodes import joined
from tools.script.fdx import parse_fdx
from tools.script.fountain import parse_fountain
from tools.script.headings import is_heading
from tools.script.json_script import parse_json
from tools.script.reading import ScriptReading
from tools.script.story import parse_story
from tools.script.storyboard import Board

LARGEST_BYTES = 64 * 2**20
"""A thousand pages are 2 MB. What is larger than this is no script, and is refused before it is read."""

_SCREENPLAY_SUFFIXES = (".fountain", ".spmd")
_XML = re.compile(r"\s*<(?:\?xml|FinalDraft|!DOCTYPE|!--)")
_OBJECT = re.compile(r'\s*\{\s*["}]')


def read_script(path: Path, *, name: str | None = None) -> Screenplay | Story | Series:
    """The film's source in the file at ``path``; ``name`` is what errors call it (the path, if None).

    Raises:
        ScriptError: the file is missing, or cannot be read as a script: with its line and what was expected.
    """
    return _read(path, name or str(path)).script


def read_scripts(paths: Sequence[Path]) -> Screenplay | Story | Series:
    """One series out of several files: each is the next episode (or the next several).

    Raises:
        ScriptError: as ``read_script``, or the files are of different kinds.
    """
    return read_all(paths).script


def read_all(paths: Sequence[Path]) -> ScriptReading:
    """Like ``read_scripts``, with the pictures and readings that come with a storyboard.

    Raises:
        ScriptError: as ``read_scripts``.
    """
    if not paths:
        raise ScriptError("(no file)", None, "no script was given", "one script file, or one for each episode")
    return joined([(_read(path, str(path)), str(path)) for path in paths])


def _read(path: Path, name: str) -> ScriptReading:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_BYTES else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScriptError(name, None, f"the file cannot be read: {reason}", "the path of a script") from None
    if size > LARGEST_BYTES:
        raise ScriptError(name, None, f"the file has {size} bytes", f"a script of at most {LARGEST_BYTES} bytes")
    text, decoding = decode(data, name)
    script = _parsed(data, text, path, name)
    sources = (hashlib.sha256(data).hexdigest(),)
    said = (decoding,) if decoding else ()
    if isinstance(script, Board):
        return ScriptReading(script.series, script.assets, (*said, *script.readings))
    script = script.model_copy(update={"sources": sources, "readings": (*said, *script.readings)})
    return ScriptReading(script, {}, script.readings)


def _parsed(data: bytes, text: str, path: Path, name: str) -> Screenplay | Story | Board:
    suffix = path.suffix.lower()
    if suffix == ".fdx" or _XML.match(text):
        return parse_fdx(data, name)
    if suffix == ".json" or _OBJECT.match(text):
        return parse_json(text, name, path.parent)
    if suffix in _SCREENPLAY_SUFFIXES or any(is_heading(line) for line in text.split("\n")):
        return parse_fountain(text, name)
    return _told_or_played(text, name)


def _told_or_played(text: str, name: str) -> Screenplay | Story:
    """Text without one scene heading: a screenplay when half of it or more is speeches under cues, else a story.

    A cue in a writing system without capitals counts when the name comes back: a verse has short first lines too.
    """
    try:
        screenplay = parse_fountain(text, name)
    except ScriptError:
        return parse_story(text, name)
    elements = [element for scene in screenplay.scenes for element in scene.elements]
    cues = Counter(element.character for element in elements if isinstance(element, Dialogue))
    speeches = sum(count for cue, count in cues.items() if count > 1 or cue != cue.lower())
    actions = sum(isinstance(element, Action) for element in elements)
    return screenplay if speeches >= max(2, actions) else parse_story(text, name)
