"""Everything that a CLIP model says of a take: words, facts, place, style, steadiness, clothes.

    clip_text clip_size clip_place clip_time clip_count clip_style   tools/score/clip/facts.py
    clip_wardrobe wardrobe_colour                                    tools/score/clip/wardrobe.py
    clip_plate        frames against the place's plates
    clip_style_plate  frames against a plate in the planned style, less the best against it in another
    clip_steady       VBench's in-clip steadiness       clip_keyframe   VBench's likeness of a clip to its keyframe

Each frame is embedded once and every measure shares it. A model that is missing or broken makes its measures
``unknown`` with one sentence; it stops no take.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

import numpy as np

from film.errors import ScoreError, SetupError
from film.plan import ShotPlan
from film.verdict import Score
from tools.render.engine import Sources
from tools.score.clip import consistency, wardrobe
from tools.score.clip.facts import margin, unseen, words_of
from tools.score.clip.model import Eye, embed_frames, embed_text, is_latin, load_eye, model_files, scorer_name
from tools.score.clip.plates import place_plates, read_plate, style_plates
from tools.score.clip.statement import FACTS, Fact
from tools.score.face.reading import FaceTrack
from tools.score.footage import Footage

__all__ = [
    "MEASURES", "REVISION", "Eye", "clips_alike", "embed_frames", "embed_text", "is_latin", "load_eye", "model_files",
    "read_plate", "score", "scorer_name", "see",
]  # fmt: skip

REVISION = "clip@3"
MEASURES = (
    "clip_text", "clip_size", "clip_place", "clip_time", "clip_count", "clip_style", "clip_wardrobe", "wardrobe_colour",
    "clip_plate", "clip_style_plate", "clip_steady", "clip_keyframe",
)  # fmt: skip
"""What ``score`` answers, each once, in this order."""
TRAVELS = frozenset({"pan", "tilt", "whip_pan", "orbit", "drone", "crane", "follow", "dolly"})
"""Moves at whose end a clip rightly shows something else than at its start."""
FRAMES = 8
"""Frames looked at, evenly spaced, the first and the last among them."""
COPY = 0.9995
"""Cosine with a plate from which a frame is that very picture: another view, hour or person lies far below."""
DECIMALS = 6
NO_MODEL = "no CLIP model: give one with --clip-model FOLDER"
Missing = Literal["unknown", "not_applicable"]


def score(
    plan: ShotPlan,
    footage: Footage,
    track: FaceTrack | None,
    sources: Sources,
    spec: str | None,
    *,
    keyframe: Footage | None = None,
    seen: np.ndarray | None = None,
) -> tuple[Score, ...]:
    """``MEASURES`` of a keyframe or a clip. Never raises for a model or a plate: that is ``unknown`` and says why.

    Args:
        footage: the take, decoded.
        track: the faces found in it and whose they are; None when no face model is set up.
        sources: ``plates`` is where the stage keeps what it draws; None where another engine shot the take, which
            also means that the engine was told the plan in words.
        spec: where the CLIP model is.
        keyframe: the picture that a clip was made from.
        seen: ``see`` of this footage, where it was taken before.
    """
    eye, why = _eye_of(spec)
    clothes = wardrobe.score(plan, footage, track, sources, eye, why)
    if eye is None:
        rest = (_missing(measure, "unknown", why) for measure in MEASURES if measure not in wardrobe.MEASURES)
        return _in_order((*rest, *clothes))
    try:
        seen = see(eye, footage) if seen is None else seen
        found = (
            _text(plan, seen, sources, eye),
            *(_fact(plan, fact, seen, sources, eye) for fact in FACTS),
            _plate(plan, seen, sources, eye),
            _style_plate(plan, seen, sources, eye),
            _steady(plan, seen, eye),
            _keyframe(plan, seen, keyframe, eye),
        )
    except ScoreError as error:  # weights that are broken for these inputs alone
        found = tuple(
            _missing(measure, "unknown", str(error), eye) for measure in MEASURES if measure not in wardrobe.MEASURES
        )
    return _in_order((*found, *clothes))


def see(eye: Eye, footage: Footage) -> np.ndarray:
    """(N, d) unit vectors of at most ``FRAMES`` frames of ``footage``, in order.

    Raises:
        ScoreError: the model gives no direction.
    """
    return embed_frames(eye, footage.colour[looked_at(len(footage.colour))])


def looked_at(frames: int) -> np.ndarray:
    """Which of ``frames`` frames are looked at: evenly spaced, the first and the last among them."""
    return np.unique(np.linspace(0, frames - 1, min(FRAMES, frames)).round().astype(int))


def clips_alike(spec: str | None, frames: Sequence[np.ndarray]) -> Score:
    """``clip_to_clip``: how alike the clips of a scene are by VBench's formula, 0..1.

    Args:
        frames: the first frame (h, w, 3) uint8 RGB of each circled clip, in the order of the film.
    """
    eye, why = _eye_of(spec)
    if eye is None:
        return _missing("clip_to_clip", "unknown", why)
    if len(frames) < 2:
        return _missing("clip_to_clip", "not_applicable", "a single clip has nothing to be like", eye)
    try:
        value = consistency.clip_to_clip(embed_frames(eye, frames))
    except ScoreError as error:
        return _missing("clip_to_clip", "unknown", str(error), eye)
    assert value is not None
    return _measured("clip_to_clip", value, eye, clips=len(frames))


@cache
def _eye_of(spec: str | None) -> tuple[Eye | None, str]:
    """The model, or why there is none. Kept, so that a broken one is not tried again for every take."""
    if spec is None:
        return None, NO_MODEL
    try:
        return load_eye(spec), ""
    except SetupError as error:
        return None, str(error)


def _text(plan: ShotPlan, seen: np.ndarray, sources: Sources, eye: Eye) -> Score:
    if plan.still_sha256 is not None:
        return _missing("clip_text", "not_applicable", "the script's own picture", eye)
    words = words_of(plan, eye, reads_prompts=_reads_prompts(sources))
    if not is_latin(words):
        return _missing("clip_text", "not_applicable", "CLIP reads no script but the Latin one", eye)
    return _mean("clip_text", seen @ eye.text(words), eye)


def _fact(plan: ShotPlan, fact: Fact, seen: np.ndarray, sources: Sources, eye: Eye) -> Score:
    measure = f"clip_{fact}"
    why = unseen(plan, fact, reads_prompts=_reads_prompts(sources))
    if why:
        return _missing(measure, "not_applicable", why, eye)
    found = margin(eye, seen, plan, fact)
    if found is None:
        return _missing(measure, "not_applicable", "there are no words for it that CLIP reads", eye)
    told = {"taken_for" if found.value < 0 else "next_best": found.rival}
    return _measured(measure, found.value, eye, worst=round(found.worst, 4), frames=len(seen), **told)


def _plate(plan: ShotPlan, seen: np.ndarray, sources: Sources, eye: Eye) -> Score:
    """Mean over frames of the best cosine with a plate. A frame that is a plate makes it 1, for an upper bound to fail:
    whoever hands in the plate has shot nothing."""
    if plan.still_sha256 is not None or plan.kind == "insert":
        return _missing("clip_plate", "not_applicable", "the place is hardly in the picture", eye)
    try:
        plates = place_plates(plan, sources)
    except ScoreError as error:
        return _missing("clip_plate", "unknown", str(error), eye)
    if not plates:
        return _missing("clip_plate", "not_applicable", "the place has no plate", eye)
    near = (seen @ embed_frames(eye, plates).T).max(axis=1)
    copies = int((near > COPY).sum())
    if copies:
        return _measured("clip_plate", 1.0, eye, copied_frames=copies, frames=len(seen))
    return _mean("clip_plate", near, eye)


def _style_plate(plan: ShotPlan, seen: np.ndarray, sources: Sources, eye: Eye) -> Score:
    if plan.still_sha256 is not None:
        return _missing("clip_style_plate", "not_applicable", "the script's own picture", eye)
    plates = style_plates(plan, sources)
    if plates is None:
        return _missing("clip_style_plate", "not_applicable", "no plate can be drawn in the film's style", eye)
    others = embed_frames(eye, plates.others)
    return _mean("clip_style_plate", seen @ eye.picture(plates.planned) - (seen @ others.T).max(axis=1), eye)


def _steady(plan: ShotPlan, seen: np.ndarray, eye: Eye) -> Score:
    if plan.state.camera.move.kind in TRAVELS:
        return _missing("clip_steady", "not_applicable", "the camera travels to another view", eye)
    value = consistency.in_clip(seen)
    if value is None:
        return _missing("clip_steady", "not_applicable", "a single picture is always steady", eye)
    return _measured("clip_steady", value, eye, frames=len(seen))


def _keyframe(plan: ShotPlan, seen: np.ndarray, keyframe: Footage | None, eye: Eye) -> Score:
    if plan.state.camera.move.kind in TRAVELS:
        return _missing("clip_keyframe", "not_applicable", "the camera travels to another view", eye)
    if keyframe is None:
        return _missing("clip_keyframe", "not_applicable", "there is no keyframe beside it", eye)
    value = consistency.from_keyframe(eye.picture(keyframe.colour[0]), seen)
    if value is None:
        return _missing("clip_keyframe", "not_applicable", "a single picture has no course", eye)
    return _measured("clip_keyframe", value, eye, frames=len(seen))


def _reads_prompts(sources: Sources) -> bool:
    return sources.plates is None


def _in_order(scores: Sequence[Score]) -> tuple[Score, ...]:
    return tuple(sorted(scores, key=lambda score: MEASURES.index(score.measure)))


def _mean(measure: str, values: np.ndarray, eye: Eye) -> Score:
    return _measured(measure, float(values.mean()), eye, worst=round(float(values.min()), 4), frames=len(values))


def _measured(measure: str, value: float, eye: Eye, **evidence: float | int | str | bool) -> Score:
    return Score(measure=measure, value=round(value, DECIMALS), evidence=evidence, scorer=eye.name)


def _missing(measure: str, status: Missing, why: str, eye: Eye | None = None) -> Score:
    return Score(measure=measure, status=status, evidence={"why": why}, scorer=eye.name if eye else REVISION)
