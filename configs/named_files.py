"""Folders of JSON files that each define one named thing, a style or a look: the shipped ones, a user's own, the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from film.errors import ConfigError

SCHEMA = "schema.json"

Model = TypeVar("Model", bound=BaseModel)


class NamedFiles(Generic[Model]):
    """The files of one kind. Reads what it is asked for each time; whoever asks often keeps the answer."""

    def __init__(self, model: type[Model], kind: str, folder: Path) -> None:
        """
        Args:
            model: what a file holds; has a ``name``.
            kind: what people call it, ``style``.
            folder: where the shipped ones lie, with their schema.
        """
        self._model, self._kind, self.folder = model, kind, folder

    def known(self, *folders: Path) -> tuple[Model, ...]:
        """Those that ship and those of ``folders``, by name; of one name the later folder's."""
        found = {_name(each): each for folder in (self.folder, *folders) for each in self.within(folder)}
        return tuple(found[name] for name in sorted(found))

    def within(self, folder: Path) -> tuple[Model, ...]:
        """Those of one folder, by name; none when there is no such folder.

        Raises:
            ConfigError: a file that is none, or two of one name.
        """
        files = sorted(path for path in folder.glob("*.json") if path.name != SCHEMA) if folder.is_dir() else []
        found: dict[str, tuple[Path, Model]] = {}
        for path in files:
            each = self.read(path)
            name = _name(each)
            if name in found:
                raise ConfigError(f"{path.name} and {found[name][0].name} are both the {self._kind} {name!r}; rename one")
            found[name] = (path, each)
        return tuple(found[name][1] for name in sorted(found))

    def read(self, path: Path) -> Model:
        """The one in a file.

        Raises:
            ConfigError: it cannot be read or breaks the schema; the message names the key and the legal values.
        """
        kind = self._kind
        try:
            data = json.loads(path.read_text("utf-8"))
        except OSError as error:
            raise ConfigError(
                f"{path.name} cannot be read ({error.strerror}); give a {kind}'s name or the path of its JSON file"
            ) from error
        except ValueError as error:
            raise ConfigError(f"{path.name} is not JSON ({error}); see configs/{kind}s for files to copy from") from error
        if isinstance(data, dict):
            data.pop("$schema", None)
        try:
            return self._model.model_validate(data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            key = ".".join(str(part) for part in first["loc"]) or "the file"
            raise ConfigError(f"{path.name}: {key} = {first['input']!r:.80}: {first['msg']}") from error

    def schema(self) -> dict[str, Any]:
        """The JSON schema of a file, as ``schema.json`` beside the shipped ones holds it."""
        made = self._model.model_json_schema()
        made["properties"] = {"$schema": {"type": "string"}, **made["properties"]}
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}

    def write_schema(self) -> None:
        """Write ``schema.json`` from the model."""
        text = json.dumps(self.schema(), indent=2, ensure_ascii=False) + "\n"
        (self.folder / SCHEMA).write_text(text, "utf-8")


def _name(each: BaseModel) -> str:
    return each.name  # type: ignore[attr-defined]
