"""What is true of a picture, said in many ways: what the house CLIP reads while it learns, and is asked about.

The house's own words (``tools.score.clip.statement``) are among them, and so are others: a film is not written in ours.
"""

from __future__ import annotations

import random
from typing import get_args

from film.bible import TimeOfDay, Weather
from film.plan import Member, ShotPlan
from film.state import SHOT_SIZES, ShotSize
from tools.render import words
from tools.score.clip import statement as house
from tools.score.clip.statement import SHORT, WHOLE, Statement
from tools.training.draws import Split

PLACES: dict[str, tuple[str, ...]] = {
    "street": ("a city street with shops", "a cobbled street between houses", "a town street"),
    "room": ("a room with a sofa", "a sitting room", "a parlour at home"),
    "cafe": ("a coffee house with small tables", "a bar", "a restaurant"),
    "forest": ("a wood of tall trees", "the woods", "a path among trees"),
    "shore": ("the shore by the sea", "a stony shore", "the seaside"),
    "valley": ("a valley", "green hills", "a wide landscape with mountains"),
    "neutral": ("an empty neutral space", "a plain backdrop", "nowhere in particular"),
    "kitchen": ("a kitchen with a stove", "a home kitchen", "a kitchen with cupboards"),
    "bedroom": ("a room with a bed", "a small bedroom", "a room to sleep in"),
    "office": ("an office with desks", "a workplace with computers", "an open office"),
    "hospital": ("a hospital room", "a clinic", "a room with hospital beds"),
    "classroom": ("a school room with desks", "a schoolroom with a blackboard", "a class at school"),
    "train": ("the inside of a train", "a railway carriage", "a train compartment"),
    "station": ("a station platform", "a train platform", "a platform with tracks"),
    "church": ("the nave of a church", "a chapel with pews", "the inside of a church"),
    "temple": ("a temple court", "a courtyard of a temple", "a shrine with pillars"),
    "market": ("a bazaar with stalls", "market stalls", "a street market"),
    "rooftop": ("a roof above the city", "a flat roof", "a terrace over the roofs"),
    "park": ("a garden with benches", "a public park", "a park with lawns and trees"),
    "desert": ("sand dunes", "a sandy desert", "dunes under an open sky"),
    "cave": ("a dark cavern", "the inside of a cave", "a grotto of rock"),
    "warehouse": ("a storehouse with shelves", "an industrial hall", "a hall with crates"),
    "cell": ("a cell with bars", "a jail", "a small cell"),
    "quay": ("a harbour", "a dock with boats", "a pier by the water"),
    "car": ("a car seen from inside", "a car's front seats", "a driving car"),
    "deck": ("a ship's deck at sea", "a boat deck", "on board a ship"),
    "lamp_room": ("a lighthouse lamp room", "the top of a lighthouse", "a glass lantern room by the sea"),
}  # fmt: skip
"""Set -> what else people call it."""
TIMES: dict[TimeOfDay, tuple[str, ...]] = {
    "dawn": ("at first light", "at sunrise"), "morning": ("on a bright morning", "in morning light"),
    "day": ("at midday", "by day"), "magic_hour": ("at sunset", "in low golden light"),
    "dusk": ("at blue hour", "in the twilight"), "night": ("after dark", "in the night"),
}  # fmt: skip
WEATHERS: dict[Weather, tuple[str, ...]] = {
    "clear": ("under a clear sky", ""), "overcast": ("under grey clouds",), "rain": ("in the rain",),
    "fog": ("in thick fog",), "snow": ("in the snow",), "storm": ("in a storm",),
}  # fmt: skip
SIZES: dict[ShotSize, tuple[str, ...]] = {
    "extreme_wide": ("very wide view", "establishing shot"), "wide": ("long shot", "wide view"),
    "full": ("full shot", "head to toe view"), "medium_full": ("medium full shot", "cowboy shot"),
    "medium": ("medium shot", "mid shot"), "medium_close": ("medium close-up", "bust shot"),
    "close": ("close-up", "face in close-up"), "extreme_close": ("extreme close-up", "detail of a face"),
}  # fmt: skip
STYLES: dict[str, tuple[str, ...]] = {
    "photoreal": ("", "film still", "live action"), "watercolour": ("watercolour", "painted in watercolours"),
    "oil": ("painted in oils", "oil on canvas"), "stained_glass": ("stained glass", "coloured glass panes with lead lines"),
    "paper_cut": ("cut paper", "paper collage"), "pen_and_ink": ("ink drawing", "pen drawing with cross-hatching"),
    "comic": ("comic", "comic strip panel"), "hand_drawn": ("hand-drawn cartoon", "cel animation"),
    "cartoon_3d": ("3D cartoon", "animated feature film"), "film_noir": ("film noir", "black and white film"),
}  # fmt: skip

TOLD: dict[Split, tuple[str, ...]] = {
    "train": (
        WHOLE,
        WHOLE,
        SHORT,
        SHORT,
        "{people}, in {place}, {time}, {weather}, {size}, {style}",
        "A {size} of {people} in {place} {time}, {weather}. {style}",
        "{place}, {time}. {people}. {weather}. {size}. {style}",
        "{size}: {place} {time}, {weather}, {people}",
        "{style}, {count}, {size}, {place}, {time}",
        "{style}: {count} in {place}, {weather} {time}",
        "{style}, {time}, {place}, {people}, {size}, {weather}",
    ),
    "held": (
        "{time} in {place} we see {people}; {size}; {weather}; {style}",
        "{people} are in {place}. {size}, {weather}, {time}. {style}",
        "In {place}, {time}: {count}, {people}, {size}, {weather}, {style}",
    ),
}  # fmt: skip
"""Sentences by split: how a held-out caption puts its facts together was never trained on."""
WORN = ("{noun} {outfit}", "a person {outfit}", "{outfit}", "somebody {outfit}", "{person}")
"""What is said of a crop that shows one person's clothes."""
FACTS = ("place", "time", "size", "count", "style", "people")
_PLAIN = 0.4
"""How often the house's own word is taken."""


def statement(plan: ShotPlan, draw: random.Random) -> Statement:
    """The truth about a plan's picture, worded by ``draw``."""
    true = house.statement_of(plan)
    return Statement(
        size=_said(true.size, SIZES[plan.state.camera.size], draw),
        place=_said(true.place, PLACES[plan.place.set], draw),
        time=_said(true.time, TIMES[plan.time_of_day], draw),
        weather=_said(true.weather, WEATHERS[plan.weather], draw),
        count=true.count,
        people=" and ".join(_person(member, draw) for member in plan.cast) or "nobody",
        style=_said(true.style, STYLES[house.style_of(plan)], draw),
    )


def falsified(true: Statement, plan: ShotPlan, fact: str, draw: random.Random) -> Statement:
    """``true`` with one fact changed: ``place``, ``time``, ``size``, ``count``, ``style`` or ``people`` (their clothes)."""
    if fact == "place":
        other = draw.choice([name for name in PLACES if name != plan.place.set])
        return true._replace(place=_said(house.PLACES[other], PLACES[other], draw))
    if fact == "time":
        hour: TimeOfDay = draw.choice([each for each in get_args(TimeOfDay) if each != plan.time_of_day])
        return true._replace(time=_said(words.TIMES[hour], TIMES[hour], draw))
    if fact == "size":
        size: ShotSize = draw.choice([each for each in SHOT_SIZES if each != plan.state.camera.size])
        return true._replace(size=_said(words.SIZES[size], SIZES[size], draw))
    if fact == "style":
        name = draw.choice([each for each in STYLES if each != house.style_of(plan)])
        return true._replace(style=_said(house.STYLES[name], STYLES[name], draw))
    if fact == "people" and plan.cast:
        changed = [_otherwise_dressed(member, draw) for member in plan.cast]
        return true._replace(people=" and ".join(house.person_words(member) for member in changed))
    count = draw.choice([number for number in range(4) if number != len(plan.cast)])
    told = house.count_words(count)
    return true._replace(count=told, people=told)


def caption(plan: ShotPlan, draw: random.Random, split: Split) -> str:
    """One sentence that is true of the plan's picture."""
    return statement(plan, draw).told(draw.choice(TOLD[split]))


def worn(member: Member, draw: random.Random) -> str:
    """One phrase that is true of a crop of somebody's clothes."""
    return draw.choice(WORN).format(
        noun=house.noun(member), outfit=house.outfit_words(member), person=house.person_words(member)
    )


def worn_falsely(member: Member, draw: random.Random) -> str:
    """The same of somebody otherwise dressed."""
    return worn(_otherwise_dressed(member, draw), draw)


def _otherwise_dressed(member: Member, draw: random.Random) -> Member:
    """In another colour, or in other clothes altogether."""
    from tools.training.draws import outfit

    told = house.outfit_words(member)
    for _ in range(8):
        other = outfit(draw, member.character_id)
        if draw.random() < 0.6:
            other = member.wardrobe.model_copy(update={"top_colour": other.top_colour})
        changed = member.model_copy(update={"wardrobe": other})
        if house.outfit_words(changed) != told:
            return changed
    return member.model_copy(update={"wardrobe": outfit(draw, member.character_id)})


def _said(plain: str, others: tuple[str, ...], draw: random.Random) -> str:
    return plain if draw.random() < _PLAIN else draw.choice(others)


def _person(member: Member, draw: random.Random) -> str:
    if draw.random() < _PLAIN:
        return house.person_words(member)
    look, dress = member.identity, member.wardrobe
    parts = []
    if draw.random() < 0.6:
        parts.append(f"with {words.HAIR[look.hair].format(colour=words.colour_name(look.hair_colour))}")
    if look.facial_hair != "none" and draw.random() < 0.5:
        parts.append(f"and a {look.facial_hair}")
    if look.glasses and draw.random() < 0.4:
        parts.append("with glasses")
    if draw.random() < 0.75:
        article = draw.choice(("wearing a", "in a"))
        parts.append(f"{article} {words.colour_name(dress.top_colour)} {dress.garment}")
    if dress.headwear != "none" and draw.random() < 0.6:
        parts.append(f"and a {dress.headwear.replace('_', ' ')}")
    skin = f" with {words.skin(look.skin_tone)}" if draw.random() < 0.3 else ""
    return " ".join([f"{house.noun(member)}{skin}", *parts])
