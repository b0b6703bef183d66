"""What comes out of reading scripts: the script, and what lay beside its words."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from film.screenplay import Screenplay, Story
from film.series import Series


class ScriptReading(NamedTuple):
    script: Screenplay | Story | Series
    assets: dict[str, Path]
    """sha256 -> where a picture that the script names lies, for the run to copy."""
    readings: tuple[str, ...]
    """What the reader had to decide, in plain words."""
