"""JSON Schemas of what filmcrew reads and writes."""

from __future__ import annotations

from typing import Any

from film.bible import Bible
from film.changes import ChangeSet
from film.errors import ConfigError
from film.screenplay import Screenplay
from film.series import Series
from film.version import Version

KINDS = {"series": Series, "screenplay": Screenplay, "bible": Bible, "changes": ChangeSet, "version": Version}


def json_schema(of: str) -> dict[str, Any]:
    """Raises ConfigError when nothing is called ``of``."""
    if of not in KINDS:
        raise ConfigError(f"schema {of!r} is not one of {', '.join(KINDS)}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **KINDS[of].model_json_schema()}
