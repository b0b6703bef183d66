"""The picture measures as scores: one function for a keyframe, one for a clip.

What cannot apply says so (a still shot may stand still); what cannot be measured is unknown and says why.
"""

from __future__ import annotations

from collections.abc import Sequence

from film.plan import ShotPlan
from film.verdict import Score
from tools.score.delivery import frame_count, frame_rate, frame_size
from tools.score.exposure import black, blown
from tools.score.footage import Footage
from tools.score.light import LightBand, as_styled, band_for, light_match, light_of
from tools.score.likeness import keyframe_match
from tools.score.motion import flicker, frozen, unwanted_cut
from tools.score.sharpness import blur

SCORER = "picture@1"
"""Counts up when a measure here changes its values, so that old scores are taken again."""
LEAST_FRAMES = 3
FOCUS_EVERY = 2
"""Focus is looked at in every second colour frame: four a second."""
DECIMALS = 4


def score_still_picture(plan: ShotPlan, keyframe: Footage, bands: Sequence[LightBand]) -> tuple[Score, ...]:
    """The measures of a keyframe: size, exposure, focus and light."""
    return (
        _measured("frame_size", frame_size(keyframe, plan), width=keyframe.width, height=keyframe.height),
        *_exposure(keyframe),
        _focus(keyframe),
        _light(plan, keyframe, bands),
    )


def score_moving_picture(
    plan: ShotPlan, clip: Footage, bands: Sequence[LightBand], keyframe: Footage | None
) -> tuple[Score, ...]:
    """The measures of a clip: delivery, exposure, focus, light and motion.

    Args:
        keyframe: the take's keyframe, None when the engine makes none.
    """
    return (
        _measured("frame_count", frame_count(clip, plan), frames=clip.frames, wanted=plan.frames),
        _measured("frame_size", frame_size(clip, plan), width=clip.width, height=clip.height),
        _measured("frame_rate", frame_rate(clip, plan), fps=str(clip.fps), wanted=plan.fps),
        *_exposure(clip),
        _focus(clip),
        _light(plan, clip, bands),
        *_motion(plan, clip),
        _kept(clip, keyframe),
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


def _motion(plan: ShotPlan, clip: Footage) -> tuple[Score, Score, Score]:
    if clip.frames < LEAST_FRAMES:
        why = f"{clip.frames} frames are too few"
        status = "not_applicable" if plan.frames < LEAST_FRAMES else "unknown"
        cut, unsteady, stuck = (
            Score(measure=m, status=status, evidence={"why": why}, scorer=SCORER)
            for m in ("unwanted_cut", "flicker", "frozen")
        )
        return stuck, cut, unsteady
    jump = unwanted_cut(clip.luma)
    cut = _measured("unwanted_cut", jump.strength, frame=jump.frame)
    if plan.state.camera.move.kind == "whip_pan" and plan.still_sha256 is None:
        told = {"why": "a whip pan changes the picture as fast as a cut", "strength": round(jump.strength, 6)}
        cut = Score(measure="unwanted_cut", status="not_applicable", evidence=told, scorer=SCORER)
    unsteady = _measured("flicker", flicker(clip.luma))
    if plan.kind == "still" or plan.still_sha256 is not None:
        stuck = Score(measure="frozen", status="not_applicable", evidence={"why": "a still shot"}, scorer=SCORER)
        return stuck, cut, unsteady
    stretch = frozen(clip.luma)
    return _measured("frozen", stretch.share, first=stretch.first, last=stretch.last), cut, unsteady


def _kept(clip: Footage, keyframe: Footage | None) -> Score:
    if keyframe is None:
        return Score(measure="keyframe_match", status="not_applicable", evidence={"why": "no keyframe"}, scorer=SCORER)
    found = keyframe_match(clip.luma, keyframe.luma[0])
    return _measured("keyframe_match", found.value, frame=found.frame)


def _measured(measure: str, value: float, **evidence: float | int | str | bool) -> Score:
    return Score(measure=measure, value=round(float(value), 6), evidence=evidence, scorer=SCORER)


def _unknown(measure: str, why: str) -> Score:
    return Score(measure=measure, status="unknown", evidence={"why": why}, scorer=SCORER)
