"""Every fault by name: what a viewer would say is wrong, and how it is made ready for a take.

A fault is refused (DoesNotApply) where it would be none: nobody mistakes the hour in a cell without a window, and a mirror
shows nothing of somebody who looks straight into the lens.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from film.plan import ShotPlan
from film.state import StyleWeight
from film.styles import Style
from tools.render.sabotage import other_plans, retouches, timelines
from tools.render.sabotage.planted import DoesNotApply, People, Planted, Shown
from tools.render.sabotage.sight import expected_in, faces_in, head_height, in_view

TRAVELLING = frozenset(
    ("pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "handheld", "follow", "crane", "dolly_zoom")
)
"""Moves that change the whole picture all the time."""
STILL_CAMERA = frozenset(("lock_off", "rack_focus"))
STIRRING = frozenset(
    ("walk", "run", "enter", "leave", "dance", "wave", "clap", "fall", "embrace", "bow", "laugh", "turn")
)
PASTED_HEAD = 0.22
"""A head's share of the frame's height from which a portrait pasted over it is seen as one."""
ASIDE_DEG = (22.0, 120.0)
"""How far somebody alone looks past the lens for left and right to mean something; of a back nobody could say."""
DOWN = frozenset(("lie", "sleep", "fall"))


class Stage(NamedTuple):
    """What a fault is made of."""

    plan: ShotPlan
    people: People
    """Of the asked keyframe."""
    draw: random.Random
    styles: Sequence[Style]
    """Those that a picture may drift into."""
    people_folder: Path | None


class Fault(NamedTuple):
    """One way to be wrong."""

    told: str
    plant: Callable[[Stage], Planted]
    """Raises DoesNotApply."""
    moves: bool = True
    """It is a fault of the clip alone; the keyframe is as it should be."""
    of_order: bool = False
    """It shows only where every frame is another picture than the one before."""


def _of_plan(name: str, change: Callable[[ShotPlan, People, random.Random], ShotPlan], at: Stage) -> Planted:
    return Planted(name, other=change(at.plan, at.people, at.draw))


def _of_time(name: str, order: Callable[[int, random.Random], tuple[Shown, ...]], needs: str, at: Stage) -> Planted:
    """
    Args:
        needs: ``travel``: the picture must move for it to show; ``life``: somebody or something must; ``""``: nothing.
    """
    if at.plan.frames < timelines.LEAST_FRAMES:
        raise DoesNotApply(f"{at.plan.frames} frames are too few for a fault of time")
    travels = at.plan.state.camera.move.kind in TRAVELLING
    stirs = any(act.verb in STIRRING for act in at.plan.doing) and bool(expected_in(at.plan, at.people))
    if needs == "travel" and not (travels or stirs):
        raise DoesNotApply("nothing moves in this shot")
    if needs == "life" and not (travels or expected_in(at.plan, at.people)):
        raise DoesNotApply("nothing is alive in this shot")
    return Planted(name, timeline=order(at.plan.frames, at.draw), in_keyframe=False)


def _flicker(at: Stage) -> Planted:
    if at.plan.state.camera.move.kind not in STILL_CAMERA:
        raise DoesNotApply("the camera moves")
    return _of_time("flicker", timelines.flicker, "", at)


def _cut_inside(at: Stage) -> Planted:
    planted = _of_time("cut_inside", timelines.cut_inside, "", at)
    return planted._replace(other=other_plans.another_shot(at.plan, at.people, at.draw))


def _style_drift(at: Stage) -> Planted:
    """Another style all through, or from about half of the clip on."""
    painted = {weight.style for weight in at.plan.state.styles}
    plain = set() if painted else {"photoreal"}
    known = [style for style in at.styles if style.name not in painted | plain and style.passes]
    if not known:
        raise DoesNotApply("there is no other style to drift into")
    style = at.draw.choice(known)
    state = at.plan.state.model_copy(update={"styles": (StyleWeight(style=style.name),)})
    other = at.plan.model_copy(update={"state": state, "styles": (style.treatment,)})
    if at.draw.random() < 0.5:
        return Planted("style_drift", other=other)
    planted = _of_time("style_drift", timelines.drifts, "", at)
    return planted._replace(other=other)


def _mirrored(at: Stage) -> Planted:
    seen = [who for who in expected_in(at.plan, at.people) if in_view(at.people[who])]
    sided = {member.character_id for member in at.plan.cast if member.side is not None}
    excused = {act.character_id for act in at.plan.doing if act.toward == "camera" or act.verb in DOWN}
    excused |= {mark.character_id for mark in at.plan.present if mark.station.opens == "lie"}
    apart = len(seen) > 1 and any(
        abs(_middle(at.people[one]) - _middle(at.people[other])) > 0.12 for one in seen for other in seen
    )
    aside = any(
        who in sided - excused
        and ASIDE_DEG[0] <= at.people[who]["facing_deg"] <= ASIDE_DEG[1]
        and head_height(at.people[who]) >= 0.09
        for who in seen
    )
    if not (aside or (apart and sided & set(seen))):
        raise DoesNotApply("left and right mean nothing in this picture")
    return Planted("mirrored", retouch=retouches.mirrored())


def _face_hidden(at: Stage) -> Planted:
    seen = faces_in(at.plan, at.people)
    if not seen:
        raise DoesNotApply("nobody's face is seen as it is")
    who = max(seen, key=lambda one: (head_height(at.people[one]), one))
    if at.draw.random() < 0.25:
        try:
            return Planted("face_hidden", other=other_plans.from_behind(at.plan, at.people, at.draw))
        except DoesNotApply:
            pass  # something is held before the face instead
    return Planted("face_hidden", retouch=retouches.hidden_face(who, at.draw))


def _pasted_reference(at: Stage) -> Planted:
    seen = faces_in(at.plan, at.people, at_least=PASTED_HEAD)
    if not seen:
        raise DoesNotApply("nobody's face is large enough to paste over")
    who = at.draw.choice(seen)
    member = next(member for member in at.plan.cast if member.character_id == who)
    return Planted("pasted_reference", retouch=retouches.pasted_portrait(member, at.people_folder))


def _everywhere(name: str, retouch: Callable[[random.Random], retouches.Retouch], at: Stage) -> Planted:
    return Planted(name, retouch=retouch(at.draw))


def _plan_fault(name: str, told: str, change: Callable[[ShotPlan, People, random.Random], ShotPlan]) -> Fault:
    return Fault(told, partial(_of_plan, name, change), moves=False)


FAULTS: dict[str, Fault] = {
    "other_person": _plan_fault("other_person", "somebody else in their clothes", other_plans.other_person),
    "wardrobe_swapped": _plan_fault("wardrobe_swapped", "the wrong clothes", other_plans.wardrobe_swapped),
    "wrong_time": _plan_fault("wrong_time", "the wrong time of day", other_plans.wrong_time),
    "missing_character": _plan_fault("missing_character", "somebody is not there", other_plans.missing_character),
    "extra_character": _plan_fault("extra_character", "somebody is there who should not be", other_plans.extra_character),
    "wrong_place": _plan_fault("wrong_place", "another place", other_plans.wrong_place),
    "wrong_size": _plan_fault("wrong_size", "framed two sizes off", other_plans.wrong_size),
    "face_hidden": Fault("a face cannot be seen", _face_hidden, moves=False),
    "mirrored": Fault("left and right exchanged", _mirrored, moves=False),
    "pasted_reference": Fault("the reference portrait laid over the face", _pasted_reference, moves=False),
    "blur": Fault("out of focus", partial(_everywhere, "blur", retouches.blurred), moves=False),
    "burnt_in_text": Fault(
        "letters in the picture", partial(_everywhere, "burnt_in_text", retouches.burnt_in_text), moves=False
    ),
    "style_drift": Fault("painted in another style, all through or from the middle on", _style_drift),
    "cut_inside": Fault("half of it another shot", _cut_inside),
    "frozen": Fault("one frame held", partial(_of_time, "frozen", timelines.frozen, "life")),
    "looped": Fault("a stretch of it over and over", partial(_of_time, "looped", timelines.looped, "travel"), of_order=True),
    "judder": Fault("frames too early and too late", partial(_of_time, "judder", timelines.judder, "travel"), of_order=True),
    "flicker": Fault("exposure up and down in a static shot", _flicker),
    "black_frames": Fault("black frames", partial(_of_time, "black_frames", timelines.black_frames, "")),
}  # fmt: skip


def _middle(person: dict) -> float:
    return (person["head"][0] + person["head"][2]) / 2
