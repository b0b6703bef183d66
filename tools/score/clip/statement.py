"""What a plan says of its picture, fact by fact, in words that a CLIP model reads; and the same with one fact false.

A cosine alone says little: it moves with the wording and with the place. Whether the picture agrees more with the
truth than with what differs from it in one fact is what decides.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from film.bible import TimeOfDay
from film.plan import Member, ShotPlan
from film.state import SHOT_SIZES
from tools.render import words

Fact = Literal["size", "place", "time", "count", "style"]
FACTS: tuple[Fact, ...] = get_args(Fact)

PLACES: dict[str, str] = {
    "street": "a street", "room": "a living room", "cafe": "a cafe", "forest": "a forest", "shore": "a beach",
    "valley": "an open valley with hills", "neutral": "a bare studio", "kitchen": "a kitchen", "bedroom": "a bedroom",
    "office": "an office", "hospital": "a hospital ward", "classroom": "a classroom", "train": "a train carriage",
    "station": "a railway station", "church": "a church", "temple": "a temple", "market": "a market",
    "rooftop": "a rooftop", "park": "a park", "desert": "a desert", "cave": "a cave", "warehouse": "a warehouse",
    "cell": "a prison cell", "quay": "a quay", "car": "the inside of a car", "deck": "the deck of a ship",
    "lamp_room": "the lamp room of a lighthouse",
}  # fmt: skip
"""What a set is called. A place of an engine without sets has its own description."""
STYLES: dict[str, str] = {
    "photoreal": "photorealistic film still", "watercolour": "watercolour painting", "oil": "oil painting",
    "stained_glass": "stained glass window", "paper_cut": "layered paper-cut art", "pen_and_ink": "pen and ink drawing",
    "comic": "comic book art", "hand_drawn": "hand-drawn animation", "cartoon_3d": "3D animated film",
    "film_noir": "black and white film noir",
}  # fmt: skip
COUNTS = ("nobody", "one person", "two people", "three people", "four people")
WHOLE = "{size}, {people}, in {place}, {time}, {weather}, {style}"
SHORT = "{size} of {count} in {place}, {time}, {weather}, {style}"
"""How one fact is asked about: nobody's looks are in it, so that they cannot outweigh it."""

_STYLE_SHOWS = 0.5
"""Weight from which a style is the picture's."""


class Statement(NamedTuple):
    """The facts of one picture, each already worded."""

    size: str
    place: str
    time: str
    weather: str
    count: str
    people: str
    style: str

    def told(self, pattern: str = WHOLE) -> str:
        """The facts in one sentence, empty ones left out with their commas."""
        text = pattern.format(**self._asdict())
        for _ in range(3):
            for gap in (" ,", ", ,", ",,", " .", "..", ": ,", " ;", "; ;"):
                text = text.replace(gap, gap.strip()[-1])
        return " ".join(text.split()).strip(" ,;:")


def statement_of(plan: ShotPlan) -> Statement:
    """The truth about a plan's picture in the house's own words."""
    return Statement(
        size=words.SIZES[plan.state.camera.size],
        place=PLACES.get(plan.place.set) or plan.place.description or plan.place.set.replace("_", " "),
        time=words.TIMES[plan.time_of_day],
        weather=words.WEATHERS[plan.weather],
        count=count_words(len(plan.cast)),
        people=" and ".join(person_words(member) for member in plan.cast) or "nobody",
        style=STYLES.get(style_of(plan), style_of(plan).replace("_", " ")),
    )


def alternatives(plan: ShotPlan, fact: Fact) -> tuple[Statement, ...]:
    """The same statement with one fact false, once for everything that it could be mistaken for and clearly is not:
    no neighbouring size or hour is among them."""
    true = statement_of(plan)
    if fact == "size":
        here = SHOT_SIZES.index(plan.state.camera.size)
        return tuple(
            true._replace(size=words.SIZES[size]) for at, size in enumerate(SHOT_SIZES) if abs(at - here) >= 3
        )
    if fact == "time":
        return tuple(true._replace(time=words.TIMES[hour]) for hour in unlike_hours(plan.time_of_day))
    if fact == "place":
        return tuple(true._replace(place=told) for name, told in PLACES.items() if name != plan.place.set)
    if fact == "count":
        counts = [count_words(number) for number in range(4) if number != len(plan.cast)]
        return tuple(true._replace(count=count, people=count) for count in counts)
    return tuple(true._replace(style=told) for told in STYLES.values() if told != true.style)


def unlike_hours(hour: TimeOfDay) -> tuple[TimeOfDay, ...]:
    """Hours that nobody would take for ``hour``."""
    alike: tuple[frozenset[TimeOfDay], ...] = (
        frozenset(("dawn", "morning", "magic_hour", "dusk")), frozenset(("morning", "day")), frozenset(("day", "magic_hour")),
        frozenset(("dusk", "night")), frozenset(("dawn", "night")),
    )  # fmt: skip
    every: tuple[TimeOfDay, ...] = get_args(TimeOfDay)
    return tuple(other for other in every if other != hour and not any({hour, other} <= each for each in alike))


def style_of(plan: ShotPlan) -> str:
    """Name of the style that the picture is painted in; ``photoreal`` when it is in none."""
    named = [weight for weight in plan.state.styles if weight.weight >= _STYLE_SHOWS]
    return max(named, key=lambda weight: weight.weight).style if named else "photoreal"


def count_words(number: int) -> str:
    return COUNTS[number] if number < len(COUNTS) else f"{number} people"


def person_words(member: Member) -> str:
    """Somebody as anybody would describe them who sees them: hair, beard, glasses, clothes."""
    look, worn = member.identity, member.wardrobe
    parts = [f"{noun(member)} with {words.HAIR[look.hair].format(colour=words.colour_name(look.hair_colour))}"]
    if look.facial_hair != "none":
        parts.append(f"and a {look.facial_hair}")
    parts.append(outfit_words(member))
    if worn.headwear != "none":
        parts.append(f"and a {worn.headwear.replace('_', ' ')}")
    return " ".join(parts)


def outfit_words(member: Member) -> str:
    return f"wearing a {words.colour_name(member.wardrobe.top_colour)} {member.wardrobe.garment}"


def noun(member: Member) -> str:
    """``a woman``, ``an old man``, ``a girl``."""
    look = member.identity
    if look.age < 14:
        return "a " + {"woman": "girl", "man": "boy"}.get(look.presents, "child")
    plain = {"woman": "woman", "man": "man", "androgynous": "person"}[look.presents]
    return f"an old {plain}" if look.age > 62 else f"a {plain}"

