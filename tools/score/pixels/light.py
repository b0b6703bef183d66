"""Does the picture look like the scene's light: as bright and as warm as that time of day and weather should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from film.base import Frozen
from film.bible import TimeOfDay, Weather
from film.errors import ScoreError
from film.plan import ShotPlan
from film.state import LightKind
from tools.score.footage import luma_of
from tools.stage.kinds import asked

LUMA_TOLERANCE = 0.08
"""Display luma outside the band at which the match has fallen to 1/e: two thirds of a stop of a mid-grey."""
WARMTH_TOLERANCE = 0.5
"""Stops of red over blue outside the band at which the match has fallen to 1/e."""
STYLE_SHOWS = 0.3
"""Weight from which a style's own brightness counts."""
DISPLAY_STOP = 0.12
"""Display luma that one stop of exposure moves a mid-grey by, after the tone curve."""


class LightBand(Frozen):
    """What a kind of light looks like. Lists that are empty match everything; the first band that matches is used."""

    times: tuple[TimeOfDay | LightKind, ...] = ()
    """Hours, and kinds of light that are hours of their own."""
    weathers: tuple[Weather, ...] = ()
    interior: bool | None = None
    neon: bool | None = None
    luma: tuple[float, float]
    """Lowest and highest mean display luma, 0..1."""
    warmth: tuple[float, float]
    """Lowest and highest log2 of mean red over mean blue: 0 neutral, above warm."""
    evidence: str = Field(min_length=1)


class Light(NamedTuple):
    """A picture's light. ``luma`` is the mean display luma 0..1, ``warmth`` log2 of mean red over mean blue."""

    luma: float
    warmth: float


def band_for(plan: ShotPlan, bands: Sequence[LightBand]) -> LightBand | None:
    """The first band that the plan's light and place match; None when there is none."""
    lit = asked(plan.time_of_day, plan.weather, neon=plan.place.neon, preset=plan.state.light.preset)
    for band in bands:
        if (
            (not band.times or lit.hour in band.times)
            and (not band.weathers or lit.weather in band.weathers)
            and band.interior in (None, plan.place.interior)
            and band.neon in (None, lit.neon)
        ):
            return band
    return None


def as_styled(band: LightBand, plan: ShotPlan) -> LightBand:
    """``band`` widened to the brightness that the plan's styles have of their own: paper is bright at night too."""
    named = {weight.style for weight in plan.state.styles if weight.weight >= STYLE_SHOWS}
    own = [treatment.luma for treatment in plan.styles if treatment.name in named and treatment.luma is not None]
    low, high = band.luma
    return band.model_copy(
        update={"luma": (min([low, *(each[0] for each in own)]), max([high, *(each[1] for each in own)]))}
    )


def light_of(colour: np.ndarray) -> Light:
    """Mean luma and warmth of frames.

    Args:
        colour: (N, h, w, 3) uint8 display RGB.

    Raises:
        ScoreError: no frame.
    """
    import cv2

    if colour.size == 0:
        raise ScoreError("light cannot be measured on no frames; make the take again")
    means = np.array(cv2.mean(colour.reshape(-1, colour.shape[2], 3))[:3])
    luma = float(luma_of(means)) / 255  # the luma of the mean is the mean of the lumas
    return Light(luma, float(np.log2((means[0] + 1) / (means[2] + 1))))


def light_match(light: Light, band: LightBand, *, exposure_stops: float = 0.0, judge_warmth: bool = True) -> float:
    """How well the light fits its band: 1 inside, falling to 0 with the distance outside.

    exp(-(d_luma + d_warmth)), each distance in its own tolerance, so that a night that is a little bright still
    scores and a noon shot at midnight does not.

    Args:
        exposure_stops: what the shot's own rig asks for beyond the time of day; moves the luma band.
        judge_warmth: False for a style with a palette of its own.
    """
    shift = exposure_stops * DISPLAY_STOP
    distance = _outside(light.luma, band.luma[0] + shift, band.luma[1] + shift) / LUMA_TOLERANCE
    if judge_warmth:
        distance += _outside(light.warmth, *band.warmth) / WARMTH_TOLERANCE
    return float(np.exp(-distance))


def _outside(value: float, low: float, high: float) -> float:
    return max(0.0, low - value, value - high)
