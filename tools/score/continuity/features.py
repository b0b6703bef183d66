"""What a circled take shows, in numbers that can be laid beside those of other takes.

Measured once for each circled take, on its decoded file, and kept beside its scores: who is seen with which face, in
which clothes and where in the frame; what the picture is like to CLIP at its beginning, middle and end; its colours
and its light. What cannot be measured here is left empty, and ``why`` says for want of what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from film.base import Frozen
from film.errors import ScoreError, SetupError
from film.plan import ShotPlan
from tools.render.engine import CLIP, Sources
from tools.score.footage import Footage, read_clip
from tools.score.pixels.light import light_of

REVISION = "features@1"
FACE_FRAMES = 8
"""Colour frames in which faces are looked for, evenly spaced."""
DECIMALS = 4
"""Of what is kept: far finer than any bound, and the file stays small."""
CHEST_ACROSS, CHEST_FROM, CHEST_TO = 0.8, 0.5, 2.0
"""The chest: so many face widths to either side of the face's middle, so many face heights below the chin."""
REACH_ACROSS, REACH_ABOVE, REACH_BELOW = 2.5, 0.6, 5.0
"""Where hands are, likewise."""
LEAST_PIXELS = 64
"""A patch of clothes smaller than this has no colour to speak of."""
EMPTY_HANDED = "a person with empty hands"
HOLDING = "a person holding {prop}"
_PLURAL = ("flowers",)

Made = TypeVar("Made")


class PersonFeatures(Frozen):
    """Somebody who was recognised in a take."""

    face: tuple[float, ...] = ()
    """The mean of their faces' embeddings, of length 1."""
    faces: int = 0
    """Frames that it is the mean of."""
    reference: tuple[float, ...] = ()
    """The same of the Bible's pictures of them."""
    clothes: tuple[float, ...] = ()
    """CIE L*, a*, b* of their chest, median over frames; empty when the frame shows too little of it."""
    prop: float | None = None
    """CLIP's cosine of their picture with holding what the plan gives them less that with empty hands."""


class TakeFeatures(Frozen):
    revision: str = REVISION
    """Of what is measured: features of another one are taken anew."""
    luma: float | None = None
    """Mean display luma, 0..1."""
    warmth: float | None = None
    """log2 of mean red over mean blue."""
    colours: tuple[float, ...] = ()
    """Colour histogram, sums to 1."""
    looks: tuple[tuple[float, ...], ...] = ()
    """CLIP's unit vectors of the first, the middle and the last frame."""
    people: dict[str, PersonFeatures] = {}
    """Character id -> what was seen of them."""
    order: dict[str, float] = {}
    """``anna|ben`` (ids in order) -> how steadily the second is to the right of the first: 1 always, -1 never."""
    why: dict[str, str] = {}
    """``faces`` or ``clip`` -> why nothing could be measured by them."""


class _Spot(NamedTuple):
    """One recognised face in one frame."""

    frame: int
    who: str
    box: tuple[float, float, float, float]


def features_of(plan: ShotPlan, folder: Path, sources: Sources, scorers: Any) -> TakeFeatures:
    """The features of the clip in ``folder``, decoded once.

    Args:
        plan: as the take was shot.
        scorers: ``clip_path`` and ``face_path``, see ``tools.score.scorers.Scorers``.

    Raises:
        ScoreError: the clip is missing or damaged.
    """
    from tools.score.pixels.colour import colour_histogram

    footage = read_clip(folder / CLIP)
    light = light_of(footage.colour)
    why: dict[str, str] = {}
    seen = _people(plan, footage, sources, scorers.face_path, why)
    people, spots, looked_at = seen
    looks = _clip(why, lambda: _looks(scorers.clip_path, footage.colour), ())
    props = _clip(why, lambda: _props(scorers.clip_path, plan, looked_at, spots), {})
    return TakeFeatures(
        luma=round(light.luma, DECIMALS),
        warmth=round(light.warmth, DECIMALS),
        colours=_rounded(colour_histogram(footage.colour)),
        looks=looks,
        people={who: each.model_copy(update={"prop": props.get(who)}) for who, each in people.items()},
        order=order_of(spots),
        why=why,
    )


def held_in_hand(plan: ShotPlan) -> dict[str, str]:
    """Character id -> what the plan has them hold, of those who are seen."""
    before = {mark.character_id: mark.station.holding for mark in plan.present}
    doing = {act.character_id: act.holding for act in plan.doing}
    held = {who: doing.get(who) or before.get(who) for who in (member.character_id for member in plan.cast)}
    return {who: prop for who, prop in held.items() if prop}


def order_of(spots: Sequence[_Spot]) -> dict[str, float]:
    """Who is to the right of whom, over the frames that show both: the mean of 1 and -1."""
    at_x: dict[int, dict[str, float]] = {}
    for spot in spots:
        at_x.setdefault(spot.frame, {})[spot.who] = (spot.box[0] + spot.box[2]) / 2
    signs: dict[str, list[float]] = {}
    for frame in sorted(at_x):
        for first, second in combinations(sorted(at_x[frame]), 2):
            signs.setdefault(f"{first}|{second}", []).append(float(np.sign(at_x[frame][second] - at_x[frame][first])))
    return {pair: round(float(np.mean(found)), DECIMALS) for pair, found in sorted(signs.items())}


def chest_colour(frame: np.ndarray, face: Sequence[float]) -> np.ndarray | None:
    """(3,) float64 CIE L*, a*, b* of what somebody wears under their chin, the median of its pixels.

    Args:
        frame: (H, W, 3) uint8 display RGB.
        face: x0, y0, x1, y1 in pixels.

    Returns:
        None when the frame shows too little of it.
    """
    patch = _around(frame, face, CHEST_ACROSS, -CHEST_FROM, CHEST_TO)
    if patch is None or patch.shape[0] * patch.shape[1] < LEAST_PIXELS:
        return None
    import cv2

    lab = cv2.cvtColor(patch.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.median(lab.reshape(-1, 3).astype(np.float64), axis=0)


def _people(
    plan: ShotPlan, footage: Footage, sources: Sources, face_path: str | None, why: dict[str, str]
) -> tuple[dict[str, PersonFeatures], tuple[_Spot, ...], Footage]:
    """Who is seen and where, in a few of the frames."""
    from tools.score.face import scoring as faces

    at = np.unique(np.linspace(0, len(footage.colour) - 1, FACE_FRAMES).round().astype(int))
    few = footage._replace(colour=footage.colour[at], at=tuple(footage.at[int(index)] for index in at))
    look = faces.look(plan, few, sources, face_path)
    if look.track is None:
        why["faces"] = look.why
        return {}, (), few
    spots = tuple(
        _Spot(index, face.who, face.box)
        for index, found in enumerate(look.track.frames)
        for face in found
        if face.who is not None
    )
    people = {}
    for who, seen in sorted(faces.features_of(look).items()):
        colours = [chest_colour(few.colour[spot.frame], spot.box) for spot in spots if spot.who == who]
        worn = [colour for colour in colours if colour is not None]
        references = look.references.get(who)
        people[who] = PersonFeatures(
            face=_rounded(seen.embedding),
            faces=seen.faces,
            reference=_rounded(_mean_direction(references.embeddings)) if references is not None else (),
            clothes=_rounded(np.median(worn, axis=0)) if worn else (),
        )
    return people, spots, few


def _looks(clip_path: str | None, colour: np.ndarray) -> tuple[tuple[float, ...], ...]:
    from tools.score.clip import model as clip_model

    ends = colour[[0, len(colour) // 2, len(colour) - 1]]
    return tuple(_rounded(vector) for vector in clip_model.embed_frames(_eye(clip_path), ends))


def _props(clip_path: str | None, plan: ShotPlan, few: Footage, spots: Sequence[_Spot]) -> dict[str, float]:
    """Character id -> the mean margin of holding over empty hands, of those who should hold something."""
    from tools.score.clip import model as clip_model

    margins = {}
    for who, prop in sorted(held_in_hand(plan).items()):
        crops = [
            _around(few.colour[s.frame], s.box, REACH_ACROSS, REACH_ABOVE, REACH_BELOW) for s in spots if s.who == who
        ]
        shown = [crop for crop in crops if crop is not None]
        if not shown:
            continue
        eye = _eye(clip_path)
        asked = clip_model.embed_text(eye, HOLDING.format(prop=with_article(prop)))
        otherwise = clip_model.embed_text(eye, EMPTY_HANDED)
        vectors = np.concatenate([clip_model.embed_frames(eye, np.ascontiguousarray(crop)[None]) for crop in shown])
        margins[who] = round(float((vectors @ (asked - otherwise)).mean()), 6)
    return margins


def with_article(prop: str) -> str:
    """``a lantern``, ``an umbrella``, ``flowers``."""
    if prop in _PLURAL:
        return prop
    return f"{'an' if prop[0] in 'aeiou' else 'a'} {prop}"


def _eye(clip_path: str | None) -> Any:
    from tools.score.clip import model as clip_model

    if clip_path is None:
        raise SetupError("no CLIP model: give one with --clip-model FOLDER")
    return clip_model.load_eye(clip_path)


def _clip(why: dict[str, str], measure: Callable[[], Made], otherwise: Made) -> Made:
    """What ``measure`` finds; ``otherwise`` and a reason when there is no model or it is broken."""
    try:
        return measure()
    except (SetupError, ScoreError) as error:
        why.setdefault("clip", str(error))
        return otherwise


def _around(frame: np.ndarray, face: Sequence[float], across: float, above: float, below: float) -> np.ndarray | None:
    """The part of ``frame`` around a face, in face widths and heights; below 0 ``above`` starts under the chin."""
    x0, y0, x1, y1 = face
    wide, high = x1 - x0, y1 - y0
    top = y0 - above * high if above >= 0 else y1 - above * high
    rows = slice(max(0, round(top)), max(0, round(y1 + below * high)))
    columns = slice(max(0, round((x0 + x1) / 2 - across * wide)), max(0, round((x0 + x1) / 2 + across * wide)))
    part = frame[rows, columns]
    return part if part.size else None


def _mean_direction(vectors: np.ndarray) -> np.ndarray:
    mean = np.asarray(vectors, np.float64).mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), DECIMALS) + 0.0 for value in np.asarray(values).ravel())
