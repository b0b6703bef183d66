"""How much a film may ask of a mind, and what its rendering may cost: stated by the person, held to by the crew."""

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


class Caps(Frozen):
    """What re-rolls may cost. None sets no cap; at one, the best take so far is held and it is said which cap it was.

    A cap stops re-rolls and never the film: every shot gets its first take. Seconds are those of one worker's
    rendering, and what a film has spent is everything that was ever rendered in its run folder. A film that trips
    over seconds, money or energy is not made the same way twice; one that trips over takes is.
    """

    film_takes: int | None = Field(default=None, ge=1)
    film_render_seconds: float | None = Field(default=None, ge=0)
    film_cost: float | None = Field(default=None, ge=0)
    """In the currency of ``Settings.cost_per_hour``."""
    film_energy_wh: float | None = Field(default=None, ge=0)
    """Watt-hours, of the watts that the person stated."""
    shot_takes: int | None = Field(default=None, ge=1)
    shot_render_seconds: float | None = Field(default=None, ge=0)
    shot_cost: float | None = Field(default=None, ge=0)
    shot_energy_wh: float | None = Field(default=None, ge=0)
