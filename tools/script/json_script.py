"""JSON scripts: our own Series, Screenplay or Story as ``filmcrew schema`` describes them, or a storyboard."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from film.bible import Asset
from film.errors import ScriptError
from film.screenplay import Screenplay, Story
from film.series import Series
from tools.script.names import is_id
from tools.script.storyboard import Board, parse_storyboard

Record = TypeVar("Record", bound=BaseModel)

EXPECTED = (
    'a film in JSON: a Series ("id", "title", "episodes"), a Screenplay ("episodes"), a Story ("paragraphs") '
    'or a storyboard ("title", "scenes")'
)


def parse_json(text: str, name: str, folder: Path) -> Screenplay | Story | Board:
    """The script that ``text`` holds. A Series comes as a Board too, with those of its files that lie beside it.

    Args:
        text: JSON.
        name: what errors call the file.
        folder: where relative picture paths start.

    Raises:
        ScriptError: broken JSON (with its line), JSON of another shape, or a wrong field (with its JSON path).
    """
    data = _loaded(text, name)
    if not isinstance(data, dict):
        raise ScriptError(name, 1, f"the JSON is a {type(data).__name__}", EXPECTED)
    if "scenes" in data and "episodes" not in data:
        return parse_storyboard(data, name, folder)
    if "paragraphs" in data:
        return _validated(Story, text, name)
    if "episodes" in data and "id" in data:
        series = _validated(Series, text, name)
        _check_ids(series, name)
        assets, readings = _files_beside(series, folder, name)
        return Board(series, assets, readings)
    if "episodes" in data:
        screenplay = _validated(Screenplay, text, name)
        _check_ids(screenplay, name)
        return screenplay
    raise ScriptError(name, 1, f"the JSON has the keys {', '.join(sorted(map(str, data))[:8]) or '(none)'}", EXPECTED)


def _loaded(text: str, name: str) -> Any:
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
        return data
    except json.JSONDecodeError as error:
        found = f"the JSON is broken at column {error.colno}: {error.msg}"
        raise ScriptError(name, error.lineno, found, EXPECTED) from None
    except UnicodeEncodeError:
        raise ScriptError(name, None, "the JSON holds half of a surrogate pair", "whole Unicode characters") from None
    except RecursionError:
        raise ScriptError(name, 1, "the JSON is nested without end", EXPECTED) from None
    except ValueError as error:
        raise ScriptError(name, 1, f"the JSON holds a number that cannot be read: {error}", EXPECTED) from None


def _refuse_constant(constant: str) -> Any:
    raise ValueError(constant)


def _validated(model: type[Record], text: str, name: str) -> Record:
    try:
        # Strict, so that "3" is no duration; JSON mode, so that lists and whole numbers still serve.
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        found = f"{place or 'the film'} is {repr(first['input'])[:60]}: {first['msg']}{more}"
        raise ScriptError(name, None, found, f"a {model.__name__} as `filmcrew schema` prints it") from None


def _files_beside(series: Series, folder: Path, name: str) -> tuple[dict[str, Path], tuple[str, ...]]:
    """(sha256 -> path of the Series' assets that lie in ``folder`` under their own name, a reading for each other one).

    Those that are not there may lie in the run's own assets already, so that their absence is no error here.
    """
    found: dict[str, Path] = {}
    absent: dict[str, str] = {}
    for asset in _assets_in(series):
        path = folder / Path(asset.name).name
        if asset.name and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == asset.sha256:
            found[asset.sha256] = path
        else:
            absent[asset.sha256] = f"{name}: {asset.kind} {asset.name or asset.id!r} does not lie beside it"
    return found, tuple(absent.values())


def _assets_in(value: Any) -> Iterator[Asset]:
    if isinstance(value, Asset):
        yield value
    elif isinstance(value, BaseModel):
        for key in sorted(value.model_fields_set):  # a set has no order of its own
            yield from _assets_in(getattr(value, key))
    elif isinstance(value, (tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _assets_in(item)


def _check_ids(script: Series | Screenplay, name: str) -> None:
    """Ids name folders and hashes: two records of one id would be one take, and ``../x`` would leave the run."""
    ids = Counter(episode.id for episode in script.episodes)
    ids.update(scene.id for episode in script.episodes for scene in episode.scenes)
    if isinstance(script, Series):
        ids[script.id] += 1
        ids.update(shot.id for _, _, shot in script.walk())
    else:
        ids.update(line.id for line in script.lines)
    for record_id, count in ids.items():
        if not is_id(record_id):
            found = f"the id {record_id!r} cannot name a folder"
            raise ScriptError(name, None, found, "an id such as ep01/sc001/sh0010")
        if count > 1:
            raise ScriptError(name, None, f"the id {record_id!r} is used {count} times", "every id once")
