"""The style files: ``configs/styles/*.json`` and a user's own, and the schema that they follow."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from configs.named_files import NamedFiles
from film.styles import Style

FOLDER = Path(__file__).parent / "styles"
SCHEMA = FOLDER / "schema.json"
FILES = NamedFiles(Style, "style", FOLDER)


@cache
def built_in_styles() -> tuple[Style, ...]:
    """Every style that ships, by name."""
    return FILES.within(FOLDER)


def known_styles(*folders: Path) -> tuple[Style, ...]:
    """The styles that ship and those of ``folders``, by name; of one name the later folder's."""
    return FILES.known(*folders)


def styles_in(folder: Path) -> tuple[Style, ...]:
    """The styles of a folder, by name. Raises ConfigError for a file that is no style, or two of one name."""
    return FILES.within(folder)


def read_style(path: Path) -> Style:
    """The style in a file. Raises ConfigError when it cannot be read or breaks the schema."""
    return FILES.read(path)


def schema() -> dict[str, Any]:
    """The JSON schema of a style file."""
    return FILES.schema()


if __name__ == "__main__":
    FILES.write_schema()
