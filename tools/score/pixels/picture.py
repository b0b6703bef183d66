"""The picture measures as scores: one function for a keyframe, one for a clip.

What cannot apply says so (a still shot may stand still); what cannot be measured is unknown and says why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from film.plan import ShotPlan
from film.verdict import Score
from tools.score.footage import Footage
from tools.score.pixels import delivery
from tools.score.pixels.colour import colour_match
from tools.score.pixels.copies import Reference, copied
from tools.score.pixels.exposure import black, blown
from tools.score.pixels.light import LightBand, as_styled, band_for, light_match, light_of
from tools.score.pixels.likeness import keyframe_match
from tools.score.pixels.moving import motion_scores
from tools.score.pixels.sharpness import blur
from tools.score.pixels.stray_text import stray_text

SCORER = "picture@2"
"""Counts up when a measure here changes its values, so that old scores are taken again."""
FOCUS_EVERY = 2
"""Focus is looked at in every second colour frame: four a second."""
DECIMALS = 4


def score_still_picture(
    plan: ShotPlan,
    keyframe: Footage,
    bands: Sequence[LightBand],
    plates: Sequence[np.ndarray] = (),
    references: Sequence[Reference] = (),
) -> tuple[Score, ...]:
    """The measures of a keyframe: size, exposure, focus, light, colour, and whether it is a copy.

    Args:
        plates: pictures (h, w, 3) uint8 of the place in the scene's light.
        references: pictures that the take is judged by and that it must not be.
    """
    return (
        _measured("frame_size", delivery.frame_size(keyframe, plan), width=keyframe.width, height=keyframe.height),
        *_exposure(keyframe),
        _focus(keyframe),
        _light(plan, keyframe, bands),
        _colour(plan, keyframe, plates),
        _text(plan, keyframe),
        _copied(plan, keyframe, references),
    )


def score_moving_picture(
    plan: ShotPlan,
    clip: Footage,
    bands: Sequence[LightBand],
    keyframe: Footage | None,
    plates: Sequence[np.ndarray] = (),
    references: Sequence[Reference] = (),
) -> tuple[Score, ...]:
    """The measures of a clip: delivery, exposure, focus, light, colour, motion, and whether it is a copy.

    Args:
        keyframe: the take's keyframe, None when the engine makes none.
        plates: pictures (h, w, 3) uint8 of the place in the scene's light.
        references: pictures that the take is judged by and that it must not be.
    """
    return (
        *_delivery(plan, clip),
        *_exposure(clip),
        _focus(clip),
        _light(plan, clip, bands),
        _colour(plan, clip, plates),
        _text(plan, clip),
        *motion_scores(plan, clip, SCORER),
        _kept(clip, keyframe),
        _copied(plan, clip, references),
    )


def _delivery(plan: ShotPlan, clip: Footage) -> tuple[Score, ...]:
    return (
        _measured("frame_count", delivery.frame_count(clip, plan), frames=clip.frames, wanted=plan.frames),
        _measured("frame_size", delivery.frame_size(clip, plan), width=clip.width, height=clip.height),
        _measured("frame_rate", delivery.frame_rate(clip, plan), fps=str(clip.fps), wanted=plan.fps),
        _measured("steady_rate", delivery.steady_rate(clip)),
        _measured("duration", delivery.duration(clip, plan), wanted_s=round(plan.duration_s, DECIMALS)),
        _measured("sound_streams", delivery.sound_streams(clip)),
    )


def _exposure(footage: Footage) -> tuple[Score, Score]:
    dark, bright = black(footage.luma), blown(footage.luma)
    return (
        _measured("black", dark.share, frame=dark.frame, mean_luma=round(float(footage.luma.mean() / 255), DECIMALS)),
        _measured("blown", bright.share, frame=bright.frame),
    )


def _focus(footage: Footage) -> Score:
    value, worst = blur(footage.colour[::FOCUS_EVERY])
    return _measured("blur", value, worst_frame=footage.at[worst * FOCUS_EVERY])


def _light(plan: ShotPlan, footage: Footage, bands: Sequence[LightBand]) -> Score:
    band = band_for(plan, bands)
    if band is None:
        return _unknown("light_match", f"no light band for {plan.time_of_day}, {plan.weather}")
    light = light_of(footage.colour)
    rig = plan.state.light
    # A rig with a colour of its own and a style with a palette of its own answer to somebody else's eye.
    judge_warmth = not plan.state.styles and rig.key_kelvin is None
    stops = rig.exposure_stops + rig.key_stops / 2
    band = as_styled(band, plan)
    return _measured(
        "light_match",
        light_match(light, band, exposure_stops=stops, judge_warmth=judge_warmth),
        luma=round(light.luma, DECIMALS),
        luma_from=band.luma[0],
        luma_to=band.luma[1],
        warmth=round(light.warmth, DECIMALS),
        warmth_from=band.warmth[0],
        warmth_to=band.warmth[1],
        warmth_judged=judge_warmth,
    )


def _colour(plan: ShotPlan, footage: Footage, plates: Sequence[np.ndarray]) -> Score:
    if plan.still_sha256 is not None:
        return _beside("colour_match", "the script's own picture")
    if not plates:
        return _beside("colour_match", "there is no picture of the place to compare with")
    return _measured("colour_match", colour_match(footage.colour, plates), plates=len(plates))


def _text(plan: ShotPlan, footage: Footage) -> Score:
    if plan.still_sha256 is not None:
        return _beside("stray_text", "the script's own picture")
    found = stray_text(footage.large)
    return _measured("stray_text", found.value, box=",".join(str(side) for side in found.box))


def _copied(plan: ShotPlan, footage: Footage, references: Sequence[Reference]) -> Score:
    if plan.still_sha256 is not None:
        return _beside("copied", "the script's own picture")
    if not references:
        return _beside("copied", "there is no picture that it could be a copy of")
    found = copied(footage.colour, references)
    return _measured("copied", found.value, of=found.name, frame=footage.at[found.frame], pasted=found.pasted)


def _kept(clip: Footage, keyframe: Footage | None) -> Score:
    if keyframe is None:
        return _beside("keyframe_match", "no keyframe")
    found = keyframe_match(clip.luma, keyframe.luma[0])
    return _measured("keyframe_match", found.value, frame=found.frame)


def _measured(measure: str, value: float, **evidence: float | int | str | bool) -> Score:
    return Score(measure=measure, value=round(float(value), 6), evidence=evidence, scorer=SCORER)


def _beside(measure: str, why: str) -> Score:
    return Score(measure=measure, status="not_applicable", evidence={"why": why}, scorer=SCORER)


def _unknown(measure: str, why: str) -> Score:
    return Score(measure=measure, status="unknown", evidence={"why": why}, scorer=SCORER)
