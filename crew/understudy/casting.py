"""House rules of casting: the script's words first, what they leave open drawn from the name, everybody apart.

Draws come from sha256 of the name, so that a character is the same person on every machine and in
every run. Where a fact is free (hair, skin, colour), the candidate furthest from those already cast wins.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from crew.answers.continuity import Look, PersonAnswer
from film.bible import Voice

Choice = TypeVar("Choice")

HAIR_COLOURS = ("#15110f", "#2b1d14", "#5a3a22", "#8c3b1f", "#d8b66a", "#8d8f92")
OLD_HAIR_COLOURS = ("#8d8f92", "#e8e4dc", "#b9b6b0")
SKIN_TONES = (2.0, 3.5, 5.0, 6.5, 8.0, 9.0)
TOP_COLOURS = (
    "#7a1f2b", "#2f5fa8", "#3f7d4a", "#e0b53a", "#6a4a8c", "#d9772b", "#2f8f8a", "#7d8288", "#c9b48a", "#1f2c4d", "#c8342c", "#d987a3",
)  # fmt: skip
UNDER_COLOURS = ("#ece8df", "#c8c2b4", "#44546a", "#1d1e22", "#c9b48a")
LEGS_COLOURS = ("#23262e", "#3a3f4c", "#4a3b2e", "#55524a", "#1f2c4d")
WOMAN_HAIR = ("long", "bun", "bob", "curly", "braided", "short", "ponytail", "wavy")
MAN_HAIR = ("short", "quiff", "curly", "undercut")
SOBER_COLOURS = ("#1f2c4d", "#6b4a31", "#7d8288", "#3f7d4a", "#7a1f2b", "#44546a", "#1d1e22", "#c9b48a")
"""What a suit, a coat or a uniform is cut from when the script names no colour."""
SOBER_GARMENTS = frozenset({"suit", "coat", "uniform", "jacket"})
WOMAN_GARMENTS = ("knit", "dress", "jacket", "coat", "shirt", "kurta")
MAN_GARMENTS = ("jacket", "shirt", "coat", "knit", "suit")
ACCENTS = (None, None, "#c8342c", "#e0b53a", "#2f8f8a")
WOMAN_VARIANTS = ("f2", "f3", "f1", "f4", "f5")
MAN_VARIANTS = ("m3", "m1", "m2", "m4", "m5", "m6")
"""``m7`` is the narrator's."""


def draw(name: str, about: str, options: Sequence[Choice]) -> Choice:
    """One of ``options``, the same for the same name and subject on every machine."""
    return options[number(name, about) % len(options)]


def number(name: str, about: str) -> int:
    """32 bits of sha256(name | about)."""
    return int(hashlib.sha256(f"{name}|{about}".encode()).hexdigest()[:8], 16)


def cast_person(name: str, said: Mapping[str, Any], others: Sequence[Look], language: str) -> PersonAnswer:
    """The character.

    Args:
        said: what the script's words state (``continuity_reading.said_of``): any of ``PersonAnswer``'s fields,
            ``given_name``, ``words`` (the sentences).
        others: those already cast.
    """
    presents = str(said.get("presents") or said.get("given_name") or draw(name, "presents", ("woman", "man")))
    age = int(said["age"]) if said.get("age") else 22 + number(name, "age") % 34
    woman, old = presents == "woman", age >= 60
    hair_pool = (*OLD_HAIR_COLOURS,) if old else HAIR_COLOURS[:5] if age < 45 else HAIR_COLOURS
    hair_colour = str(said.get("hair_colour") or _apart(name, "hair", hair_pool, [o.hair_colour for o in others]))
    skin = said.get("skin_tone")
    skin_tone = float(skin) if skin else _apart_number(name, SKIN_TONES, [o.skin_tone for o in others])
    garment = str(said.get("garment") or draw(name, "garment", WOMAN_GARMENTS if woman else MAN_GARMENTS))
    colours = SOBER_COLOURS if garment in SOBER_GARMENTS else TOP_COLOURS
    top = str(said.get("top_colour") or _apart(name, "top", colours, [o.top_colour for o in others]))
    bearded = not woman and age > 17 and (number(name, "beard") % 4 == 0)
    height = 1.62 if woman else 1.76
    height = 1.25 if age < 11 else 1.5 if age < 15 else height + (number(name, "height") % 13 - 6) / 100
    facts = {
        "presents": presents,
        "age": age,
        "skin_tone": skin_tone,
        "hair": _different(name, "hair style", _hair_styles(name, woman, age), [o.hair for o in others]),
        "hair_colour": hair_colour,
        "facial_hair": draw(name, "facial hair", ("beard", "stubble", "moustache")) if bearded else "none",
        "freckles": number(name, "freckles") % 7 == 0,
        "build": draw(name, "build", ("slim", "average", "average", "athletic", "heavy")),
        "height_m": round(height, 2),
        "garment": garment,
        "top_colour": top,
        "under_colour": draw(name, "under", UNDER_COLOURS),
        "legs_colour": draw(name, "legs", LEGS_COLOURS),
        "accent_colour": draw(name, "accent", ACCENTS),
    }
    facts.update({key: value for key, value in said.items() if key in PersonAnswer.model_fields and value is not None})
    facts["description"] = _description(name, said, facts)
    facts["wardrobe"] = f"{colour_name(str(facts['top_colour']))} {facts['garment']}"
    facts["reason"] = "from the script's words" if said.get("words") else "the script says nothing; drawn from the name"
    return PersonAnswer.model_validate(facts)


def cast_voice(name: str, presents: str, age: int, taken: Sequence[Voice]) -> Voice:
    """A voice that no one else in the film has: variant by who they are, pitch and rate by age."""
    pool = (
        WOMAN_VARIANTS
        if presents == "woman"
        else MAN_VARIANTS
        if presents == "man"
        else (*MAN_VARIANTS[:3], *WOMAN_VARIANTS[:3])
    )
    start = number(name, "voice") % len(pool)
    order = [pool[(start + step) % len(pool)] for step in range(len(pool))]
    used = [voice.variant for voice in taken]
    variant = min(order, key=lambda each: (used.count(each), order.index(each)))
    pitch = (62 if presents == "woman" else 40) + number(name, "pitch") % 9 - 4
    pitch += 22 if age < 13 else 8 if age < 18 else -6 if age >= 60 else 0
    while any(voice.variant == variant and abs(voice.pitch - pitch) < 6 for voice in taken) and pitch < 92:
        pitch += 7
    rate = 165 + number(name, "rate") % 21 - 10
    rate += 8 if age < 18 else -18 if age >= 60 else 0
    return Voice(variant=variant, pitch=min(99, pitch), rate_wpm=rate)


def _apart(name: str, about: str, pool: Sequence[str], taken: Sequence[str]) -> str:
    """The colour furthest from the taken ones; of equals, the one the name draws first."""
    start = number(name, about) % len(pool)
    order = [pool[(start + step) % len(pool)] for step in range(len(pool))]
    return max(
        order, key=lambda colour: (min((colour_distance(colour, t) for t in taken), default=0.0), -order.index(colour))
    )


def _apart_number(name: str, pool: Sequence[float], taken: Sequence[float]) -> float:
    start = number(name, "skin") % len(pool)
    order = [pool[(start + step) % len(pool)] for step in range(len(pool))]
    return max(order, key=lambda tone: (min((abs(tone - t) for t in taken), default=0.0), -order.index(tone)))


def _hair_styles(name: str, woman: bool, age: int) -> tuple[str, ...]:
    if woman:
        return WOMAN_HAIR
    return ("bald",) if age >= 45 and number(name, "bald") % 5 == 0 else MAN_HAIR


def _different(name: str, about: str, pool: Sequence[str], taken: Sequence[str]) -> str:
    start = number(name, about) % len(pool)
    order = [pool[(start + step) % len(pool)] for step in range(len(pool))]
    return min(order, key=lambda style: (taken.count(style), order.index(style)))


def colour_distance(one: str, other: str) -> float:
    """Euclidean distance of two ``#rrggbb`` colours, 0 .. 441."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


_COLOUR_NAMES = {
    "#7a1f2b": "maroon", "#2f5fa8": "blue", "#3f7d4a": "green", "#e0b53a": "yellow", "#6a4a8c": "purple", "#d9772b": "orange",
    "#2f8f8a": "teal", "#7d8288": "grey", "#c9b48a": "cream", "#1f2c4d": "navy", "#c8342c": "red", "#d987a3": "pink",
    "#ece8df": "white", "#1d1e22": "black", "#6b4a31": "brown", "#e8e4dc": "white", "#8d8f92": "grey", "#b9b6b0": "silver",
    "#d8b66a": "blond", "#8c3b1f": "auburn", "#5a3a22": "brown", "#15110f": "black", "#2b1d14": "dark brown", "#44546a": "slate",
}  # fmt: skip


def colour_name(colour: str) -> str:
    """The nearest colour with a common name."""
    return _COLOUR_NAMES[min(_COLOUR_NAMES, key=lambda known: (colour_distance(known, colour), known))]


def _description(name: str, said: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    words = str(said.get("words") or "").strip()
    if words:
        return re.sub(r"\s+", " ", words)[:300]
    hair = f"{facts['hair']} {colour_name(str(facts['hair_colour']))} hair" if facts["hair"] != "bald" else "bald"
    return f"{facts['presents']}, {facts['age']}, {hair}, {colour_name(str(facts['top_colour']))} {facts['garment']}"
