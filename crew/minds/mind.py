"""What a mind is: something that writes an answer to a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol


class Reply(NamedTuple):
    """What a mind wrote, as it wrote it."""

    text: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    stopped: str = "stop"
    """``stop``, or ``length`` when the answer was cut off."""


class Mind(Protocol):
    """Writes; never validates, never repairs."""

    @property
    def name(self) -> str:
        """Stable and precise, ``ollama:qwen3:8b@1f3a9c04d2e7``: part of every decision's id."""
        ...

    @property
    def sees(self) -> bool:
        """True when it can be shown pictures."""
        ...

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """An answer that should fit the JSON ``schema``.

        Raises:
            MindError: it cannot be reached or failed; the message says what to do.
        """
        ...
