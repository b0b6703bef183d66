"""Faults of what is photographed: the shot is rendered to another plan than the one on the slate.

Each function takes the plan that was asked, the people in its keyframe and a draw of its own, and returns the plan that is
shot in its place; it raises DoesNotApply where nobody would see a fault.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Literal

from film.bible import FacialHair, Garment, HairStyle, Identity, Wardrobe
from film.plan import Mark, Member, PlacePlan, ShotPlan
from film.state import SHOT_SIZES, ShotSize
from tools.render.sabotage.planted import DoesNotApply, People
from tools.render.sabotage.sight import expected_in, faces_in
from tools.score.clip.statement import unlike_hours
from tools.training.draws import INTERIORS, person

STRANGER = "a_stranger"
WINDOWLESS = frozenset(("cave", "cell"))
"""Sets that look the same at every hour."""
CLOTHES_SHOW: frozenset[ShotSize] = frozenset(("full", "medium_full", "medium", "medium_close"))
CLOTHES = ("#b3282d", "#dcc346", "#3c8246", "#325aaa", "#6e3c8c", "#dc8ca0", "#191616", "#f0eee8", "#28787d", "#c8862a")
LEAST_APART = 120.0
"""Distance of two clothes' colours in display RGB 0..255 from which nobody takes one for the other."""
KINDS_OF_PLACE: tuple[frozenset[str], ...] = (
    frozenset(("street", "market", "station", "quay", "rooftop")),
    frozenset(("forest", "park", "valley")),
    frozenset(("shore", "deck", "quay", "desert")),
    frozenset(("room", "bedroom", "kitchen", "cafe", "office", "classroom", "hospital", "neutral")),
    frozenset(("church", "temple")),
    frozenset(("cave", "cell", "warehouse", "neutral", "lamp_room")),
    frozenset(("train", "car")),
)
"""Sets that might be taken for one another."""


def other_person(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """Another face in the same clothes, of the same height and about the same age."""
    seen = faces_in(plan, people)
    if not seen:
        raise DoesNotApply("nobody's face is large enough to be known by")
    who = draw.choice(seen)
    return _with_member(plan, who, lambda member: member.model_copy(update={"identity": double(member.identity, draw)}))


def wardrobe_swapped(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """Somebody in clothes of another cut and a colour that is far from theirs."""
    seen = [who for who in expected_in(plan, people) if people[who]["visible"] > 0.015]
    if plan.state.camera.size not in CLOTHES_SHOW or not seen:
        raise DoesNotApply("nobody's clothes are seen")
    who = draw.choice(seen)

    def changed(member: Member) -> Member:
        worn = member.wardrobe
        far = [colour for colour in CLOTHES if _apart(colour, worn.top_colour) >= LEAST_APART]
        cuts: tuple[Garment, ...] = ("coat", "shirt", "hoodie", "dress", "kurta", "jacket", "overalls", "tshirt")
        outfit = Wardrobe(
            id=worn.id,
            garment=draw.choice([cut for cut in cuts if cut != worn.garment]),
            top_colour=draw.choice(far),
            under_colour="#c8c2b4",
            legs_colour="#23262e" if _apart(worn.legs_colour, "#23262e") > 60 else "#c8bea5",
            headwear=worn.headwear,
        )
        return member.model_copy(update={"wardrobe": outfit})

    return _with_member(plan, who, changed)


def wrong_time(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """Night, or broad daylight where night is too near the hour that was asked for."""
    if plan.place.set in WINDOWLESS:
        raise DoesNotApply("there is no light of day in this place")
    lit = plan.state.light
    if lit.preset is not None and plan.time_of_day == "night" and lit.preset not in ("moonlight", "neon_night"):
        raise DoesNotApply("the lamps hide the hour")
    unlike = unlike_hours(plan.time_of_day)
    hours = [hour for hour in unlike if hour == "night"] or [hour for hour in unlike if hour in ("day", "morning")]
    state = plan.state.model_copy(update={"light": lit.model_copy(update={"preset": None})})
    place = plan.place.model_copy(update={"neon": False})
    return plan.model_copy(update={"time_of_day": draw.choice(hours), "state": state, "place": place})


def missing_character(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """Somebody of the cast is not there; the camera stands where it would."""
    seen = expected_in(plan, people)
    if not seen:
        raise DoesNotApply("nobody is expected who could be missing")
    who = draw.choice(seen)
    return _marked(plan).model_copy(update={"cast": tuple(m for m in plan.cast if m.character_id != who)})


def extra_character(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """A stranger beside those who should be there, framed as they are."""
    camera = plan.state.camera
    if camera.over is not None or plan.kind == "insert" or camera.size in ("extreme_wide", "extreme_close"):
        raise DoesNotApply("there is no room for one more in this frame")
    if camera.move.kind in ("whip_pan", "rack_focus"):
        raise DoesNotApply("the camera goes from one subject to the other")
    sides = [mark.side for mark in plan.present if any(m.character_id == mark.character_id for m in plan.cast)]
    side: Literal["left", "right"] = "right" if sides.count("left") > sides.count("right") else "left"
    stranger = person(draw, "held", STRANGER).model_copy(update={"side": side})
    mark = Mark(character_id=STRANGER, side=side, height_m=stranger.identity.height_m)
    subjects = (*(camera.subjects or tuple(m.character_id for m in plan.cast)), STRANGER)
    state = plan.state.model_copy(update={"camera": camera.model_copy(update={"subjects": subjects})})
    marks = _marked(plan).present
    return plan.model_copy(update={"cast": (*plan.cast, stranger), "present": (*marks, mark), "state": state})


def wrong_place(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """The same people, hour and camera in a place that nobody would take for the one that was asked for."""
    if plan.state.camera.size == "extreme_close" or plan.kind == "insert":
        raise DoesNotApply("the place is not seen")
    alike = {plan.place.set}.union(*(kind for kind in KINDS_OF_PLACE if plan.place.set in kind))
    known = sorted({name for kind in KINDS_OF_PLACE for name in kind} - alike - {"neutral", "car", "train"})
    name = draw.choice(known)
    place = PlacePlan(
        place_id=plan.place.place_id, set=name, interior=name in INTERIORS, seed=draw.randrange(1 << 30), neon=False
    )
    return plan.model_copy(update={"place": place})


def wrong_size(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """Framed at least two sizes wider or closer than asked."""
    if not expected_in(plan, people):
        raise DoesNotApply("there is nobody whose size would be wrong")
    at = SHOT_SIZES.index(plan.state.camera.size)
    legal = [size for off in (-3, -2, 2, 3) if 1 <= at + off < len(SHOT_SIZES) - 1 and (size := SHOT_SIZES[at + off])]
    if not legal:
        raise DoesNotApply("there is no size that far off")
    return _framed(plan, size=draw.choice(legal))


def from_behind(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """The camera on the far side of the line: whoever stands alone shows their back."""
    if len(plan.present) > 1 or len(plan.cast) != 1 or any(act.toward == "camera" for act in plan.doing):
        raise DoesNotApply("they would not turn their back")
    return _framed(plan, side="right" if plan.state.camera.side == "left" else "left")


def another_shot(plan: ShotPlan, people: People, draw: random.Random) -> ShotPlan:
    """Any other shot: of the same people in the same place at another size, or of another place."""
    if draw.random() < 0.5 and plan.state.camera.size != "extreme_close" and plan.kind != "insert":
        return wrong_place(plan, people, draw)
    at = SHOT_SIZES.index(plan.state.camera.size)
    size = SHOT_SIZES[at - 3 if at >= 4 else at + 3]
    return _framed(plan, size=size, side="right" if plan.state.camera.side == "left" else "left")


def double(like: Identity, draw: random.Random) -> Identity:
    """Somebody else who could stand in for ``like``: as tall, about as old, presenting alike, and with another face, skin and hair."""
    woman = like.presents == "woman"
    short: tuple[HairStyle, ...] = ("short", "quiff", "curly", "afro", "undercut", "bald")
    long: tuple[HairStyle, ...] = ("bun", "bob", "long", "curly", "braided", "ponytail", "wavy", "short")
    hair = draw.choice([style for style in (long if woman else short) if style != like.hair])
    away = draw.uniform(2.5, 4.5)
    beards: tuple[FacialHair, ...] = ("none", "stubble", "moustache", "beard")
    bearded = not woman and like.age > 17
    return like.model_copy(
        update={
            "face_seed": draw.randrange(1 << 30),
            "skin_tone": round(like.skin_tone + away if like.skin_tone < 5.5 else like.skin_tone - away, 1),
            "hair": hair,
            "hair_colour": draw.choice(
                [c for c in ("#1a1310", "#5a2e16", "#b98a4e", "#8f8f92") if c != like.hair_colour]
            ),
            "facial_hair": draw.choice([b for b in beards if b != like.facial_hair]) if bearded else like.facial_hair,
            "eye_colour": draw.choice(("#2c2118", "#5b7a94", "#5f7a4f")),
            "freckles": False,
        }
    )


def _with_member(plan: ShotPlan, who: str, change: Callable[[Member], Member]) -> ShotPlan:
    return plan.model_copy(update={"cast": tuple(change(m) if m.character_id == who else m for m in plan.cast)})


def _framed(plan: ShotPlan, **camera: Any) -> ShotPlan:
    framed = plan.state.camera.model_copy(update=camera)
    return plan.model_copy(update={"state": plan.state.model_copy(update={"camera": framed})})


def _marked(plan: ShotPlan) -> ShotPlan:
    """The plan with a mark for everybody of the cast, so that one who is taken out of the cast keeps their place in the blocking."""
    known = {mark.character_id for mark in plan.present}
    marks = [
        Mark(character_id=m.character_id, side=m.side, height_m=m.identity.height_m)
        for m in plan.cast
        if m.character_id not in known
    ]
    return plan.model_copy(update={"present": (*plan.present, *marks)})


def _apart(one: str, other: str) -> float:
    """Euclidean distance of two ``#rrggbb`` colours, 0..442."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5
