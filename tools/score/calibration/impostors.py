"""False accounts of a true take: what a gate must tell from the truth, made without rendering anything.

Either the picture stays and the plan is made false in one thing (somebody else was meant, it should have been noon),
or the plan stays and the picture is spoilt (mirrored, faces covered, half of another clip). Every measure is then taken
exactly as on a real take.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from film.plan import Member, ShotPlan
from film.state import SHOT_SIZES, StyleWeight
from tools.score.clip.statement import STYLES, alternatives, statement_of, style_of, unlike_hours
from tools.score.face.reading import FaceTrack
from tools.score.footage import Footage

ELSEWHERE = 3
"""False shots that each take is held against."""
FAR_SIZES = 3
"""Steps of shot size that nobody takes for one another."""
COVERED = 1.5
"""Of a face's box: what is painted over to hide it."""
_CLOTHES = ("#b3282d", "#3c8246", "#325aaa", "#dcc346", "#f0eee8", "#191616")


class FalsePlan(NamedTuple):
    """A plan that is not of the picture, and the measures that must see it."""

    plan: ShotPlan
    measures: tuple[str, ...]


def other_people(plan: ShotPlan, others: Sequence[ShotPlan]) -> tuple[FalsePlan, ...]:
    """The plan with everybody of its cast taken for somebody else, up to ``ELSEWHERE`` times; none where nobody is."""
    strangers = _strangers(plan, others)
    if not plan.cast or not strangers:
        return ()
    found = []
    for turn in range(min(ELSEWHERE, len(strangers))):
        cast = tuple(
            member.model_copy(update={"identity": them.identity, "references": them.references})
            for at, member in enumerate(plan.cast)
            for them in (strangers[(turn + at) % len(strangers)],)
        )
        found.append(FalsePlan(plan.model_copy(update={"cast": cast}), ("face_identity", "face_identity_low")))
    return tuple(found)


def false_facts(plan: ShotPlan, others: Sequence[ShotPlan]) -> tuple[FalsePlan, ...]:
    """The plan with one fact false, once for every fact that the words of a statement hold."""
    found = []
    here = SHOT_SIZES.index(plan.state.camera.size)
    for at, size in enumerate(SHOT_SIZES):
        if abs(at - here) >= FAR_SIZES:
            camera = plan.state.camera.model_copy(update={"size": size})
            state = plan.state.model_copy(update={"camera": camera})
            found.append(FalsePlan(plan.model_copy(update={"state": state}), ("clip_size", "face_size")))
    for hour in unlike_hours(plan.time_of_day):
        found.append(FalsePlan(plan.model_copy(update={"time_of_day": hour}), ("clip_time",)))
    for place in _elsewhere(plan, others):
        found.append(FalsePlan(plan.model_copy(update={"place": place.place}), ("clip_place",)))
    for told in alternatives(plan, "style")[:ELSEWHERE]:
        name = next(name for name, words in STYLES.items() if words == told.style)
        weights = () if name == "photoreal" else (StyleWeight(style=name),)
        state = plan.state.model_copy(update={"styles": weights})
        found.append(FalsePlan(plan.model_copy(update={"state": state}), ("clip_style",)))
    return (*found, *miscounted(plan, others))


def miscounted(plan: ShotPlan, others: Sequence[ShotPlan]) -> tuple[FalsePlan, ...]:
    """The plan with one person more than the picture shows, and with one less."""
    found = []
    strangers = _strangers(plan, others)
    if strangers:
        extra = strangers[0].model_copy(update={"character_id": "nobody-here", "side": None})
        camera = plan.state.camera
        subjects = (*camera.subjects, extra.character_id) if camera.subjects else ()
        state = plan.state.model_copy(update={"camera": camera.model_copy(update={"subjects": subjects})})
        more = plan.model_copy(update={"cast": (*plan.cast, extra), "state": state})
        found.append(FalsePlan(more, ("clip_count", "cast_recall")))
    if len(plan.cast) > 1:
        found.append(FalsePlan(plan.model_copy(update={"cast": plan.cast[:-1]}), ("clip_count", "cast_precision")))
    return tuple(found)


def other_clothes(plan: ShotPlan) -> tuple[FalsePlan, ...]:
    """The plan with everybody in a top of quite another colour; none where nobody is seen."""
    if not plan.cast:
        return ()
    cast = tuple(
        member.model_copy(update={"wardrobe": member.wardrobe.model_copy(update={"top_colour": _far_colour(member)})})
        for member in plan.cast
    )
    return (FalsePlan(plan.model_copy(update={"cast": cast}), ("clip_wardrobe", "wardrobe_colour")),)


def other_shots(plan: ShotPlan, others: Sequence[ShotPlan]) -> tuple[FalsePlan, ...]:
    """Whole plans of shots in other places; with another style they are false in style as well.

    They keep this picture's shape and length, so that only what is shown is false.
    """
    found = []
    for other in _elsewhere(plan, others):
        shaped = other.model_copy(
            update={name: getattr(plan, name) for name in ("width", "height", "frames", "fps", "render_width", "render_height")}
        )
        style = ("clip_style_plate",) if style_of(other) != style_of(plan) else ()
        found.append(FalsePlan(shaped, ("clip_text", "clip_plate", *style)))
    return tuple(found)


def mirrored(footage: Footage) -> Footage:
    """The picture with left and right exchanged."""
    return footage._replace(colour=np.ascontiguousarray(footage.colour[:, :, ::-1]))


def covered(footage: Footage, track: FaceTrack) -> Footage:
    """The picture with plain grey over every face that was found."""
    colour = footage.colour.copy()
    height, width = colour.shape[1:3]
    for frame, faces in zip(colour, track.frames, strict=True):
        for face in faces:
            x0, y0, x1, y1 = face.box
            half_x, half_y = COVERED * (x1 - x0) / 2, COVERED * (y1 - y0) / 2
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            rows = slice(max(0, int(y - half_y)), min(height, int(y + half_y) + 1))
            columns = slice(max(0, int(x - half_x)), min(width, int(x + half_x) + 1))
            patch = frame[rows, columns]
            if patch.size:
                patch[:] = int(patch.mean())
    return footage._replace(colour=colour)


def spliced(seen: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The first half of one clip's frames and the second of another's, (N, d) as the model sees them."""
    half = len(seen) // 2
    return np.concatenate([seen[:half], other[len(other) - (len(seen) - half) :]])


def _elsewhere(plan: ShotPlan, others: Sequence[ShotPlan]) -> list[ShotPlan]:
    """Up to ``ELSEWHERE`` plans whose place nobody would take for this one, each of another place."""
    here = statement_of(plan).place
    found: dict[str, ShotPlan] = {}
    for other in others:
        there = statement_of(other).place
        if there != here and other.place.place_id != plan.place.place_id:
            found.setdefault(there, other)
    return list(found.values())[:ELSEWHERE]


def _strangers(plan: ShotPlan, others: Sequence[ShotPlan]) -> list[Member]:
    """People of other plans who are nobody of this one's cast, once each, in the order of ``others``."""
    here = {_face(member) for member in plan.cast}
    return list({_face(m): m for other in others for m in other.cast if _face(m) not in here}.values())


def _face(member: Member) -> str:
    return member.identity.model_dump_json() + "".join(member.references)


def _far_colour(member: Member) -> str:
    """The colour farthest from what they wear, by display RGB."""
    worn = _rgb(member.wardrobe.top_colour)
    return max(_CLOTHES, key=lambda colour: (float(np.square(_rgb(colour) - worn).sum()), colour))


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float64)
