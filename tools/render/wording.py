"""A shot's plan as the words of a prompt, within the text encoder's limit.

The words come from the same data that the stage builds from, so that an engine that reads and an
engine that builds show the same person. A prompt that the script brought is used as it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from film.plan import Member, ShotPlan
from film.state import Look
from tools.render.words import (
    ANGLES,
    COOL_KELVIN,
    HAIR,
    MOODS,
    MOVES,
    NEGATIVE,
    SIZES,
    TIMES,
    VERBS,
    WARM_KELVIN,
    WEATHERS,
    colour_name,
    skin,
)  # fmt: skip

STYLE_IS_SAID = 0.3
"""Weight from which a style is worth its words."""

CountTokens = Callable[[str], int]
"""Tokens of a text with the encoder's own start and end marks."""


class Wording(NamedTuple):
    prompt: str
    negative: str
    dropped: tuple[str, ...]
    """Clauses left out to stay within the limit, the first one dropped first."""


class Clause(NamedTuple):
    text: str
    weight: int
    """How much the picture needs it; the lowest is dropped first."""


def prompt_for(plan: ShotPlan, limit_tokens: int | None = None, count: CountTokens | None = None) -> Wording:
    """The prompt and the negative prompt of ``plan``.

    Clauses are said in the order of the returned text (framing and people first: encoders weigh the start most)
    and dropped by weight, never cut in the middle. A prompt of the script's own is kept word for word; what does
    not fit of it is cut at a word and reported.

    Args:
        limit_tokens: the encoder's limit; None has no limit.
        count: counts tokens as the encoder does; needed with a limit.
    """
    fits = _fits(limit_tokens, count)
    if plan.prompt is not None:
        prompt, lost = _cut_words(plan.prompt, fits)
    else:
        prompt, lost = _drop_clauses([c for c in _clauses(plan) if c.text], fits)
    negative, lost_negative = _cut_words(_negative(plan), fits)
    return Wording(prompt, negative, (*lost, *lost_negative))


def _clauses(plan: ShotPlan) -> list[Clause]:
    camera, rig = plan.state.camera, plan.state.light
    place = plan.place.description or plan.place.set.replace("_", " ")
    people = [clause for i, member in enumerate(_by_subject(plan)) for clause in _person(plan, member, i)]
    return [
        *(Clause(words, 99 - rank) for rank, words in enumerate(plan.tuning.emphasis)),
        Clause(SIZES[camera.size], 90),
        *people,
        Clause(f"{'inside' if plan.place.interior else 'in'} {place}", 85),
        Clause(", ".join(plan.place.dressing[:4]), 30),
        Clause("neon signs" if plan.place.neon else "", 45),
        Clause(TIMES[plan.time_of_day], 80),
        Clause(WEATHERS[plan.weather], 75),
        Clause(_light_words(rig.key_kelvin, rig.exposure_stops), 50),
        Clause(plan.brief, 60),
        *(Clause(_style_words(s.style, plan), 65) for s in plan.state.styles if s.weight >= STYLE_IS_SAID),
        *(Clause(words, 45) for words in _look_words(plan.state.look)),
        Clause(ANGLES[camera.angle], 55),
        Clause(MOVES[camera.move.kind], 20),
        Clause(f"{camera.focal_mm:g} mm lens", 15),
        Clause("shallow depth of field" if camera.f_stop < 2.8 else "", 18),
        Clause(MOODS[plan.mood], 40),
        Clause("film still" if not plan.state.styles else "", 25),
    ]


def _look_words(look: Look) -> list[str]:
    """What an engine that reads is told of lens and stock, where they are far enough from the usual to be seen."""
    gauge = "16mm" if look.grain_size >= 1.7 else "35mm"
    said = {
        "black and white": look.monochrome >= 0.5 and look.toning < 0.5,
        "sepia toned": look.monochrome >= 0.5 and look.toning >= 0.5,
        f"{gauge} film grain": look.grain >= 0.4,
        "anamorphic lens flare": look.flare >= 0.3,
        "halation": look.halation >= 0.5,
        "bleach bypass": look.silver >= 0.4,
        "faded print": look.fade >= 0.5,
        "strong vignette": look.vignette >= 0.7,
    }
    return [words for words, seen in said.items() if seen]


def _style_words(name: str, plan: ShotPlan) -> str:
    """What the style's definition says of it; one that nobody defines is its own word."""
    told = next((style.prompt for style in plan.styles if style.name == name), "")
    return told or f"{name.replace('_', ' ')} style"


def _by_subject(plan: ShotPlan) -> list[Member]:
    """The cast with the camera's subjects first."""
    order = {who: i for i, who in enumerate(plan.state.camera.subjects)}
    return sorted(plan.cast, key=lambda member: order.get(member.character_id, len(order)))


def _person(plan: ShotPlan, member: Member, rank: int) -> list[Clause]:
    """Who they are, what they wear, what they do. Those who stand further back lose their words first."""
    look, outfit = member.identity, member.wardrobe
    noun = {"woman": "woman", "man": "man", "androgynous": "person"}[look.presents]
    if look.age < 14:
        noun = {"woman": "girl", "man": "boy"}.get(look.presents, "child")
    hair = HAIR[look.hair].format(colour=colour_name(look.hair_colour))
    beard = "" if look.facial_hair == "none" else f" and a {look.facial_hair}"
    doing = next((d for d in plan.doing if d.character_id == member.character_id), None)
    acting = "" if doing is None else VERBS[doing.verb]
    if doing is not None and doing.expression != "neutral":
        acting += f", {doing.expression} expression"
    less = 3 * min(rank, 3)
    wear = f"wearing a {colour_name(outfit.top_colour)} {outfit.garment}"
    if outfit.headwear != "none":
        wear += f" and a {outfit.headwear}"
    extra = " and ".join(w for w, has in (("glasses", look.glasses), ("freckles", look.freckles)) if has)
    return [
        Clause(member.description or f"{look.age} year old {noun} with {skin(look.skin_tone)}", 95 - less),
        Clause("" if member.description else f"{hair}{beard}", 72 - less),
        Clause("" if member.description or not extra else f"with {extra}", 35 - less),
        Clause(wear, 70 - less),
        Clause(acting, 68 - less),
    ]


def _light_words(key_kelvin: float | None, exposure_stops: float) -> str:
    words = []
    if key_kelvin is not None and key_kelvin < WARM_KELVIN:
        words.append("warm light")
    elif key_kelvin is not None and key_kelvin > COOL_KELVIN:
        words.append("cool blue light")
    if exposure_stops <= -0.7:
        words.append("low-key lighting, deep shadows")
    elif exposure_stops >= 0.7:
        words.append("bright high-key lighting")
    return ", ".join(words)


def _negative(plan: ShotPlan) -> str:
    if plan.negative_prompt is not None:
        return plan.negative_prompt
    named = {weight.style for weight in plan.state.styles if weight.weight >= STYLE_IS_SAID}
    styles = [style.negative_prompt for style in plan.styles if style.name in named and style.negative_prompt]
    return ", ".join([*([] if plan.cast else ["people"]), *styles, NEGATIVE])


def _fits(limit: int | None, count: CountTokens | None) -> Callable[[str], bool]:
    if limit is None or count is None:
        return lambda text: True
    return lambda text: count(text) <= limit


def _drop_clauses(clauses: list[Clause], fits: Callable[[str], bool]) -> tuple[str, list[str]]:
    kept, dropped = list(clauses), []
    while not fits(_joined(kept)) and len(kept) > 1:
        least = min(reversed(kept), key=lambda clause: clause.weight)
        kept.remove(least)
        dropped.append(least.text)
    prompt, lost = _cut_words(_joined(kept), fits)
    return prompt, [*dropped, *lost]


def _joined(clauses: list[Clause]) -> str:
    return ", ".join(clause.text.strip(" ,.") for clause in clauses)


def _cut_words(text: str, fits: Callable[[str], bool]) -> tuple[str, list[str]]:
    """As many whole words from the start as fit, and the rest."""
    if fits(text):
        return text, []
    words = text.split()
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(" ".join(words[:middle])) else (low, middle - 1)
    return " ".join(words[:low]).rstrip(" ,"), [" ".join(words[low:])]
