"""What is photographed: worlds drawn from a number alone, so that every picture can be made again.

A world is one place in one light with the people who happen to be there; some shots of it make some pictures.
Held-out worlds have place seeds, faces and outfits that no training world has.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal, get_args

from film.bible import (
    FacialHair,
    Footwear,
    Garment,
    HairStyle,
    Headwear,
    Identity,
    Legwear,
    Pattern,
    TimeOfDay,
    Wardrobe,
    Weather,
)
from film.canonical import content_id
from film.plan import Mark, Member, PlacePlan, ShotPlan
from film.series import Doing, HeldProp, Mood, Verb
from film.state import SHOT_SIZES, Angle, Camera, LightRig, ShotSize, StyleWeight, VisualState
from film.styles import Style
from tools.stage.set_names import SET_NAMES

Split = Literal["train", "held"]

SHOTS_OF_A_WORLD = 10
WIDTH, HEIGHT = 640, 360
FRAMES = 48

INTERIORS = frozenset(
    {
        "room", "cafe", "kitchen", "bedroom", "office", "hospital", "classroom", "train", "church", "warehouse", "cell",
        "cave", "car", "lamp_room",
    }
)  # fmt: skip
STYLED = 0.16
"""Share of worlds that are painted in a style."""
_SIZES: dict[ShotSize, float] = {
    "extreme_wide": 1.0, "wide": 1.3, "full": 1.4, "medium_full": 1.4, "medium": 1.6, "medium_close": 1.5, "close": 1.6,
    "extreme_close": 0.6,
}  # fmt: skip
_VERBS: tuple[Verb, ...] = (
    "stand", "stand", "look", "walk", "run", "sit", "point", "wave", "kneel", "laugh", "reach", "hold", "nod", "drink",
    "cry", "turn",
)  # fmt: skip
_THINGS = (
    "bicycle", "piano", "table", "lamp", "chair", "books", "barrel", "crates", "boat", "flowers", "clock", "mirror", "cart",
    "bench", "statue", "car", "radio", "bed", "map", "rope",
)  # fmt: skip
_HAIR_COLOURS = ("#1a1310", "#2b1d14", "#4a2f1d", "#5a2e16", "#8a4b22", "#b98a4e", "#d8c27a", "#8f8f92", "#e6e2da")
_CLOTHES = (
    "#b3282d", "#c8862a", "#dcc346", "#3c8246", "#28787d", "#325aaa", "#232d50", "#6e3c8c", "#dc8ca0", "#5a3c28",
    "#191616", "#f0eee8", "#808082", "#c8bea5", "#44546a",
)  # fmt: skip
_EXPRESSIONS = ("neutral", "neutral", "happy", "sad", "angry", "afraid", "surprised", "tender", "stern")


def world_plans(split: Split, number: int, styles: Sequence[Style] = ()) -> tuple[ShotPlan, ...]:
    """The shots of one world. The same number and styles give the same plans anywhere.

    Args:
        styles: those that some of the worlds are painted in.
    """
    draw = random.Random(f"world|{split}|{number}")
    set_name = SET_NAMES[number % len(SET_NAMES)]
    interior = set_name in INTERIORS
    hour: TimeOfDay = draw.choice(get_args(TimeOfDay))
    weather: Weather = draw.choices(get_args(Weather), (8, 2, 2, 1.5, 1.5, 1))[0]
    place = PlacePlan(
        place_id=set_name, set=set_name, interior=interior, seed=_seed(draw, split),
        neon=hour == "night" and set_name in ("street", "market") and draw.random() < 0.4,
        dressing=tuple(draw.sample(_THINGS, draw.choice((0, 0, 1, 2)))),
    )  # fmt: skip
    people = tuple(person(draw, split, f"p{rank}") for rank in range(draw.choice((1, 2, 2, 3))))
    style = draw.choice([*styles]) if styles and draw.random() < STYLED else None
    return tuple(_shot(draw, number, at, place, hour, weather, people, style) for at in range(SHOTS_OF_A_WORLD))


def person(draw: random.Random, split: Split, character_id: str) -> Member:
    """Somebody who never was: words and face seed of the split's own."""
    presents: Literal["woman", "man"] = draw.choice(("woman", "man"))
    age = int(draw.choice((draw.randint(5, 15), *(draw.randint(16, 60) for _ in range(5)), draw.randint(60, 88))))
    facial: FacialHair = "none"
    if presents == "man" and age > 17:
        facial = draw.choices(get_args(FacialHair), (5, 2, 1.5, 2.5))[0]
    hair: HairStyle = draw.choice([style for style in get_args(HairStyle) if style != "covered"])
    if presents == "woman" and hair == "bald":
        hair = "bun"
    grey = age > 58 and draw.random() < 0.7
    identity = Identity(
        presents=presents,
        age=age,
        skin_tone=round(draw.uniform(1.0, 10.0), 1),
        hair=hair,
        hair_colour=draw.choice(_HAIR_COLOURS[-2:] if grey else _HAIR_COLOURS[:-1]),
        facial_hair=facial,
        eye_colour=draw.choice(("#4a3520", "#2c2118", "#5b7a94", "#5f7a4f", "#7a6a4a")),
        glasses=draw.random() < 0.18,
        freckles=draw.random() < 0.15,
        build=draw.choice(("slim", "average", "average", "athletic", "heavy")),
        height_m=round(1.0 + 0.045 * (age - 4), 2) if age < 15 else round(draw.uniform(1.52, 1.93), 2),
        face_seed=_seed(draw, split),
    )
    return Member(character_id=character_id, identity=identity, wardrobe=outfit(draw, character_id), description="")


def outfit(draw: random.Random, character_id: str) -> Wardrobe:
    """Something to wear, whoever wears it."""
    headwear: Headwear = draw.choices(get_args(Headwear), [12] + [0.5] * (len(get_args(Headwear)) - 1))[0]
    garment: Garment = draw.choice(get_args(Garment))
    return Wardrobe(
        id=f"{character_id}/worn", garment=garment, top_colour=draw.choice(_CLOTHES), under_colour=draw.choice(_CLOTHES),
        legs_colour=draw.choice(_CLOTHES), accent_colour=draw.choice((None, draw.choice(_CLOTHES))), headwear=headwear,
        legs=draw.choice(get_args(Legwear)) if draw.random() < 0.25 else "garment",
        pattern=draw.choice(get_args(Pattern)) if draw.random() < 0.3 else "plain",
        footwear=draw.choice(get_args(Footwear)) if draw.random() < 0.3 else "garment",
    )  # fmt: skip


def _shot(
    draw: random.Random,
    number: int,
    at: int,
    place: PlacePlan,
    hour: TimeOfDay,
    weather: Weather,
    people: Sequence[Member],
    style: Style | None,
) -> ShotPlan:
    size: ShotSize = draw.choices(SHOT_SIZES, [_SIZES[each] for each in SHOT_SIZES])[0]
    wide = size in ("extreme_wide", "wide")
    most = len(people) if size not in ("close", "extreme_close", "medium_close") else min(2, len(people))
    count = draw.choice((0, 0, 1, most) if wide else (1, most))
    cast = tuple(draw.sample(list(people), count))
    angle: Angle = draw.choices(get_args(Angle), (8, 1.2, 1.2, 0.3, 0.8))[0]
    mood: Mood = draw.choice(get_args(Mood))
    sides: dict[str, Literal["left", "right"]] = {
        member.character_id: "left" if rank % 2 == 0 else "right" for rank, member in enumerate(people)
    }
    over = cast[1].character_id if count == 2 and size in ("medium", "medium_close") and draw.random() < 0.3 else None
    camera = Camera(
        size=size, angle=angle, focal_mm=draw.choice((24, 28, 35, 40, 50, 65, 85)), f_stop=draw.choice((2.0, 2.8, 4.0, 8.0)),
        subjects=tuple(member.character_id for member in cast if member.character_id != over), over=over,
        side=draw.choice(("left", "right")), swing_deg=draw.uniform(-25, 25),
    )  # fmt: skip
    verb: Verb = draw.choice(_VERBS)
    doing = [
        Doing(
            character_id=member.character_id, verb=verb if rank == 0 else draw.choice(("stand", "look", "nod")),
            toward=draw.choices((None, "camera"), (3, 1))[0], expression=draw.choice(_EXPRESSIONS),
            holding=draw.choice(get_args(HeldProp)) if draw.random() < 0.15 else None,
        )
        for rank, member in enumerate(cast)
    ]  # fmt: skip
    return ShotPlan(
        shot_id=f"school/{number:05d}/{at:02d}", scene_id=f"school/{number:05d}",
        kind="establishing" if not cast else "over_shoulder" if over else "single" if count == 1 else "two_shot",
        frames=FRAMES, fps=24, width=WIDTH, height=HEIGHT, render_width=WIDTH, render_height=HEIGHT, encoding_sha256="",
        place=place, time_of_day=hour, weather=weather, mood=mood,
        present=tuple(
            Mark(character_id=m.character_id, side=sides[m.character_id], height_m=m.identity.height_m) for m in people
        ),
        cast=tuple(m.model_copy(update={"side": sides[m.character_id]}) for m in cast),
        doing=tuple(doing),
        state=VisualState(
            camera=camera,
            light=LightRig(exposure_stops=round(draw.uniform(-0.5, 0.5), 2) if draw.random() < 0.3 else 0.0),
            styles=() if style is None else (StyleWeight(style=style.name),),
        ),
        styles=() if style is None else (style.treatment,),
    )  # fmt: skip


def take_seed(plan: ShotPlan) -> int:
    """The seed of a plan's picture: equal plans are photographed equally."""
    return int(content_id(plan)[:8], 16)


def _seed(draw: random.Random, split: Split) -> int:
    """Even for training, odd for what is held out: no place and no face is in both."""
    return 2 * draw.randrange(1 << 29) + (split == "held")
