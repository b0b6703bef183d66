"""What a style is: words that mean it, words for engines that read, and passes for the stage, which paints.

A film keeps the definitions of the styles its shots name, so that an older version can be made as it was, and a style
that is defined otherwise makes the takes that use it stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import Field

from film.base import Frozen, LanguageTag, Text
from film.passes import Pass
from film.state import StyleWeight

STYLE_NAME = r"^[a-z][a-z0-9_]{0,39}$"


class Treatment(Frozen):
    """All of a style that a picture depends on."""

    name: str = Field(pattern=STYLE_NAME)
    version: int = Field(default=1, ge=1)
    """Counts up when the style is meant to look otherwise; takes made with an earlier one are stale."""
    prompt: str = Field(default="", max_length=300)
    """What an engine that reads words is told."""
    negative_prompt: str = Field(default="", max_length=300)
    passes: tuple[Pass, ...] = Field(default=(), max_length=16)
    """In the order in which they are painted."""
    boil_hz: float = Field(default=0.0, ge=0, le=24)
    """How often a second the hand draws anew: 0 stands still, 12 is on twos at 24 frames."""
    luma: tuple[float, float] | None = None
    """Mean brightness (0..1) that the style has of its own, whatever the hour: paper is bright, noir is dark."""


class Style(Treatment):
    """A style as a file describes it."""

    title: Text = {}
    description: Text = {}
    words: dict[LanguageTag, tuple[str, ...]] = {}
    """What people call it, by language: found in notes and briefs."""

    @property
    def treatment(self) -> Treatment:
        """What goes into a shot's plan: better words for a style render nothing again."""
        return Treatment.model_validate({name: getattr(self, name) for name in Treatment.model_fields})


def treatments_of(styles: Iterable[StyleWeight], definitions: Sequence[Style]) -> tuple[Treatment, ...]:
    """The treatments of the styles that a shot names, in its order; a style that nobody defines is only a word."""
    known = {style.name: style for style in definitions}
    return tuple(known[weight.style].treatment for weight in styles if weight.style in known and weight.weight > 0)
