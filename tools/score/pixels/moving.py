"""What the plan lets be asked of a clip's motion, as scores.

What cannot apply says so: a still may stand still, a whip pan changes the picture as fast as a cut, and nobody need
move in a shot of somebody who sits.
"""

from __future__ import annotations

from film.plan import ShotPlan
from film.series import Verb
from film.state import MoveKind
from film.verdict import Score
from tools.score.footage import Footage
from tools.score.pixels.flow import dynamic
from tools.score.pixels.looping import looped
from tools.score.pixels.motion import flicker, frozen, unwanted_cut
from tools.score.pixels.scene_cuts import scene_cuts
from tools.score.pixels.smoothness import judder, out_of_order, smoothness

MEASURES = (
    "frozen", "looped", "dynamic", "unwanted_cut", "scene_cut", "flicker", "smoothness", "judder", "frame_order",
)  # fmt: skip
LEAST_FRAMES = 3
GOING: frozenset[Verb] = frozenset({"walk", "run", "enter", "leave", "dance"})
"""Doings that carry the whole of somebody across the picture."""
STANDING: frozenset[MoveKind] = frozenset({"lock_off", "rack_focus"})
DECIMALS = 4


def motion_scores(plan: ShotPlan, clip: Footage, scorer: str) -> tuple[Score, ...]:
    """Every measure of MEASURES once, in that order."""
    if clip.frames < LEAST_FRAMES:
        status = "not_applicable" if plan.frames < LEAST_FRAMES else "unknown"
        why: dict[str, float | int | str | bool] = {"why": f"{clip.frames} frames are too few"}
        return tuple(Score(measure=measure, status=status, evidence=why, scorer=scorer) for measure in MEASURES)

    def measured(measure: str, value: float, **evidence: float | int | str | bool) -> Score:
        return Score(measure=measure, value=round(float(value), 6), evidence=evidence, scorer=scorer)

    def beside(score: Score, why: str) -> Score:
        """What was measured does not count; it stays on record."""
        told = {"why": why, **score.evidence, "measured": score.value or 0.0}
        return Score(measure=score.measure, status="not_applicable", evidence=told, scorer=scorer)

    stretch, loop, moved = frozen(clip.luma), looped(clip.luma), dynamic(clip.colour)
    jump, smooth = unwanted_cut(clip.luma), smoothness(clip.luma)
    step, order = judder(clip.luma), out_of_order(clip.luma)
    still = [
        measured("frozen", stretch.share, first=stretch.first, last=stretch.last),
        measured("looped", loop.share, first=loop.first, last=loop.last, backwards=loop.backwards),
        measured(
            "dynamic", moved.value, moving=round(moved.moving, DECIMALS), stirring=round(moved.stirring, DECIMALS),
            strongest=clip.at[moved.strongest],
        ),
    ]  # fmt: skip
    fast = [
        measured("unwanted_cut", jump.strength, frame=jump.frame),
        _scene_cut(clip, scorer),
    ]
    steady = [
        measured("flicker", flicker(clip.luma)),
        measured("smoothness", smooth.value, worst_frame=smooth.worst_frame),
        measured("judder", step.value, frame=step.frame),
        measured("frame_order", order.value, frame=order.frame),
    ]
    if plan.kind == "still" or plan.still_sha256 is not None:
        still = [beside(score, "a still shot") for score in still]
    elif not must_move(plan):
        still[-1] = beside(still[-1], "the plan moves neither the camera nor anybody across the picture")
    if plan.state.camera.move.kind == "whip_pan" and plan.still_sha256 is None:
        fast = [beside(score, "a whip pan changes the picture as fast as a cut") for score in fast]
    return (*still, *fast, *steady)


def must_move(plan: ShotPlan) -> bool:
    """Whether the plan moves the camera, or somebody whom it shows across the picture."""
    seen = {member.character_id for member in plan.cast}
    return plan.state.camera.move.kind not in STANDING or any(
        act.verb in GOING and act.character_id in seen for act in plan.doing
    )


def _scene_cut(clip: Footage, scorer: str) -> Score:
    try:
        cuts = scene_cuts(clip.tiny)
    except ImportError:
        why = "PySceneDetect is not installed; install it with: pip install --no-deps scenedetect"
        return Score(measure="scene_cut", status="unknown", evidence={"why": why}, scorer=scorer)
    evidence = {"frame": cuts.frame, "strength": round(cuts.strength, DECIMALS)}
    return Score(measure="scene_cut", value=float(cuts.count), evidence=evidence, scorer=scorer)
