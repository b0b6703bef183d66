"""The understudy: no model, no prompt. ``ask`` sees it and takes the question's house rules instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crew.minds.mind import Reply
from film.errors import MindError


class Understudy:
    """Deterministic house rules in the place of a model; told facts, not prompts."""

    name = "understudy"
    sees = False

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """Raises MindError always: house rules answer through ``crew.ask``."""
        raise MindError("the understudy is told facts and has no use for a prompt; ask through crew.ask")
