"""How much a film may ask of a mind: stated by the person, held to by the crew."""

from __future__ import annotations

from pydantic import Field

from film.base import Frozen


class Limits(Frozen):
    """None sets no limit; at one, the understudy answers. Seconds are wall-clock: a film that trips over them is not
    made the same way twice."""

    film_questions: int | None = Field(default=None, ge=0)
    film_tokens: int | None = Field(default=None, ge=0)
    film_seconds: float | None = Field(default=None, ge=0)
    shot_questions: int | None = Field(default=None, ge=0)
    shot_tokens: int | None = Field(default=None, ge=0)
    shot_seconds: float | None = Field(default=None, ge=0)
