"""The look files: ``configs/looks/*.json`` and a user's own, and the schema that they follow."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from configs.named_files import NamedFiles
from film.named_looks import NamedLook

FOLDER = Path(__file__).parent / "looks"
SCHEMA = FOLDER / "schema.json"
FILES = NamedFiles(NamedLook, "look", FOLDER)


@cache
def built_in_looks() -> tuple[NamedLook, ...]:
    """Every look that ships, by name."""
    return FILES.within(FOLDER)


def known_looks(*folders: Path) -> tuple[NamedLook, ...]:
    """The looks that ship and those of ``folders``, by name; of one name the later folder's."""
    return FILES.known(*folders)


def looks_in(folder: Path) -> tuple[NamedLook, ...]:
    """The looks of a folder, by name. Raises ConfigError for a file that is no look, or two of one name."""
    return FILES.within(folder)


def read_look(path: Path) -> NamedLook:
    """The look in a file. Raises ConfigError when it cannot be read or breaks the schema."""
    return FILES.read(path)


def schema() -> dict[str, Any]:
    """The JSON schema of a look file."""
    return FILES.schema()


if __name__ == "__main__":
    FILES.write_schema()
