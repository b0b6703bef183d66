"""The user's own bible, ``cast.yaml``: what it says wins over what the crew would write.

    language: en                     # of the descriptions; en when left out
    characters:
      - name: MEERA                  # as the script cues her
        description: A lighthouse keeper, 34, with oil on her hands.      # or {en: …, hi: …}
        identity: {presents: woman, age: 34, hair: braided}               # film/bible.py, Identity
        wardrobe: [{garment: coat, top_colour: "#1f3a5f"}]                # Wardrobe; ids are made when left out
        voice: {variant: f2, rate_wpm: 150}                               # Voice
        references: [pictures/meera.png]                                  # relative to this file
    places:
      - {name: LAMP ROOM, set: room, interior: true, description: …, references: […]}
    props:
      - {name: brass key, owner: meera}

A field that is left out stays open: it is not in the record's ``model_fields_set``, and the crew may
still fill it. Every record comes with ``given=True``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from yaml.composer import ComposerError

from film.bible import Bible, Character, Place, Prop
from film.errors import ConfigError, ScriptError
from film.ids import slug
from tools.script.encoding import decode
from tools.script.fields import PICTURE_SUFFIXES, asset_of
from tools.script.language import is_language, spoken_language
from tools.script.names import clean_name, is_id

LARGEST_BYTES = 2**20
_ROOMS: dict[str, type[BaseModel]] = {"characters": Character, "places": Place, "props": Prop}


def read_bible(path: Path) -> tuple[Bible, dict[str, Path]]:
    """The Bible in a YAML file, and sha256 -> path of every reference picture it names.

    Raises:
        ConfigError: the file cannot be read, or a value is not legal; names file, key, value and legal values.
    """
    data = _loaded(path)
    language = data.pop("language", "en")
    if not isinstance(language, str) or not is_language(language):
        raise _wrong(path, "language", language, "a language tag such as en or hi")
    for key in data:
        if key not in _ROOMS:
            raise _wrong(path, str(key), "a key of its own", "language, " + ", ".join(_ROOMS))
    pictures: dict[str, Path] = {}
    rooms: dict[str, Any] = {}
    for room, model in _ROOMS.items():
        rooms[room] = tuple(
            _record(model, record, f"{room}[{index}]", path, language, pictures)
            for index, record in enumerate(_records(data.get(room), room, path))
        )
        _refuse_twins(rooms[room], room, path)
    return Bible(**rooms), pictures


def _loaded(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
        if len(data) > LARGEST_BYTES:
            raise ConfigError(f"{path}: {len(data)} bytes is too long for a bible; legal: up to {LARGEST_BYTES}")
        loaded = yaml.load(decode(data, str(path))[0], Loader=_PlainLoader)
    except OSError as error:
        raise ConfigError(f"{path}: the bible cannot be read: {error.strerror}; give the path of a YAML file") from None
    except ScriptError as error:
        raise ConfigError(f"{path}: {error.found}; legal: a bible in YAML, see examples/cast.yaml") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or type(error).__name__
        raise ConfigError(f"{where}: the YAML is broken: {problem}; see examples/cast.yaml") from None
    if not isinstance(loaded, dict):
        raise _wrong(path, "the file", loaded, "a mapping with characters, places and props")
    return loaded


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: a bible needs none, and a few lines of them can unfold to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise ComposerError(None, None, "an alias (*name) is not taken here", event.start_mark)
        return super().compose_node(parent, index)


def _records(value: Any, room: str, path: Path) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _wrong(path, room, value, "a list of records, each with a name")
    return value


def _record(
    model: type[BaseModel], given: Any, place: str, path: Path, language: str, pictures: dict[str, Path]
) -> BaseModel:
    if not isinstance(given, dict) or not isinstance(given.get("name"), str) or not clean_name(given["name"]):
        raise _wrong(path, f"{place}.name", given.get("name") if isinstance(given, dict) else given, "a name in words")
    record = {key: value for key, value in given.items() if value is not None}
    record["name"] = clean_name(record["name"])
    record.setdefault("id", slug(record["name"]))
    if not isinstance(record["id"], str) or not is_id(record["id"]):
        raise _wrong(path, f"{place}.id", record["id"], "letters, digits and hyphens")
    if "given" in model.model_fields:
        record["given"] = True
    if "references" in record:
        record["references"] = _references(record["references"], f"{place}.references", path, pictures)
    if isinstance(record.get("wardrobe"), list):
        record["wardrobe"] = [
            _outfit(outfit, record["id"], number, language) for number, outfit in enumerate(record["wardrobe"], start=1)
        ]
    _by_language(record, language)
    _small_colours(record.get("identity"))
    try:
        return model.model_validate(record)
    except ValidationError as error:
        raise _illegal(error, place, path) from None


def _outfit(given: Any, owner: str, number: int, language: str) -> Any:
    if not isinstance(given, dict):
        return given
    outfit = {"id": f"{owner}/outfit{number}", **{key: value for key, value in given.items() if value is not None}}
    _by_language(outfit, language)
    _small_colours(outfit)
    return outfit


def _by_language(record: dict[str, Any], language: str) -> None:
    words = record.get("description")
    if isinstance(words, str):
        record["description"] = {spoken_language(words, language): words.strip()}


def _small_colours(record: Any) -> None:
    """Colours in capitals are the same colours."""
    if isinstance(record, dict):
        record.update({k: v.lower() for k, v in record.items() if "colour" in str(k) and isinstance(v, str)})


def _references(given: Any, key: str, path: Path, pictures: dict[str, Path]) -> list[Any]:
    places = [given] if isinstance(given, str) else given
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise _wrong(path, key, given, "a list of picture files")
    assets = []
    for place in places:
        picture = path.parent / place
        if picture.suffix.lower() not in PICTURE_SUFFIXES or not picture.is_file():
            raise _wrong(path, key, place, "a picture that is there (.png, .jpg or .webp), relative to the bible")
        asset = asset_of(picture, "reference")
        pictures[asset.sha256] = picture
        assets.append(asset)
    return assets


def _refuse_twins(records: tuple[Any, ...], room: str, path: Path) -> None:
    """A name or an id that two records share would make the cast a matter of order."""
    owners: dict[str, int] = {}
    for number, record in enumerate(records):
        names = (record.id, record.name, *getattr(record, "aliases", ()))
        for spelling in dict.fromkeys(clean_name(name).casefold() for name in names):
            if owners.setdefault(spelling, number) != number:
                raise _wrong(path, room, spelling, "every id, name and alias for one record only")


def _illegal(error: ValidationError, place: str, path: Path) -> ConfigError:
    first = error.errors(include_url=False)[0]
    parts = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    context = first.get("ctx", {})
    legal = context.get("expected") or first["msg"]
    if first["type"] == "extra_forbidden":
        legal = "a field of film/bible.py; this one is not"
    return _wrong(path, f"{place}{parts}", first["input"], str(legal))


def _wrong(path: Path, key: str, value: Any, legal: str) -> ConfigError:
    told = repr(value)
    return ConfigError(f"{path}: {key} is {told if len(told) <= 80 else told[:77] + '...'}; legal: {legal}")
