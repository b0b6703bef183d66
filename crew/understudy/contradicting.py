"""House rules of contradictions: what a script's words say of a person or place, held against the Bible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crew.answers.contradictions import ContradictionAnswer, ContradictionsAnswer
from crew.understudy.casting import colour_distance, colour_name

EXACT_YEARS = 2
"""Years between two stated ages that a birthday or two explain."""
VAGUE_YEARS = 14
"""The same for ages that words only suggest: a man "in his fifties" may be 48."""
OTHER_HAIR = 70.0
"""Distance of two hair colours (``colour_distance``) that words would not call by one name."""
OTHER_COLOUR = 90.0
QUOTED = 90
"""Characters of the script's words that a sentence quotes."""
_LENGTHS = {"bald": 0, "short": 1, "quiff": 1, "bob": 2, "long": 3, "braided": 3}
"""Hair by length: what is pinned up, curled or covered may be any."""


def find_contradictions(
    stated: Sequence[Mapping[str, Any]],
    known: Sequence[Mapping[str, Any]],
    earlier: Sequence[Mapping[str, Any]],
    place: Mapping[str, Any] | None,
) -> ContradictionsAnswer:
    """Sentences on what does not agree, each once, quoting the scene and what was written before."""
    people = {person["id"]: person for person in known}
    found: list[ContradictionAnswer] = []
    told: set[tuple[str, str]] = set()
    for statement in stated:
        who = statement["who"]
        for trait, value in statement["reads"].items():
            differs = _differs(trait, value, people[who], statement)
            if not differs or (who, trait) in told:
                continue
            told.add((who, trait))
            source = _source(trait, statement, earlier)
            sentence = f"{people[who]['name']}: the script says “{_quoted(statement['words'])}” ({differs[0]}); {source} {differs[1]}."
            found.append(ContradictionAnswer(about=who, sentence=sentence[:300]))
    if place is not None:
        sentence = (
            f"{place['name']}: headed {place['now']} in “{_quoted(place['heading'])}”, and only {place['seen']} before."
        )
        found.append(ContradictionAnswer(about=place["id"], sentence=sentence[:300]))
    return ContradictionsAnswer(contradictions=found, reason=f"{len(stated)} statements held against the Bible by rule")


def _source(trait: str, statement: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> str:
    """Who says otherwise, as the beginning of a clause."""
    worn = statement.get("worn") if trait == "top_colour" else None
    if worn:
        return f"{worn['scene']} said “{_quoted(worn['words'])}”, no time passes, and it was"
    before = next((e for e in earlier if e["who"] == statement["who"] and trait in e["reads"]), None)
    return f"{before['scene']} said “{_quoted(before['words'])}” and the Bible has" if before else "the Bible has"


def _differs(trait: str, value: Any, person: Mapping[str, Any], statement: Mapping[str, Any]) -> tuple[str, str] | None:
    """(what the script says, what the Bible has) in words; None when they agree or cannot be told apart."""
    has: Any = person.get(trait)  # top_colour is no field of a person: outfits have it
    if trait == "age":
        limit = EXACT_YEARS if statement["exact"] else VAGUE_YEARS
        return (f"{value} years", f"{has}") if abs(value - has) > limit else None
    if trait == "presents":
        return (f"a {value}", f"a {has}") if "androgynous" not in (value, has) and value != has else None
    if trait == "hair":
        apart = value in _LENGTHS and has in _LENGTHS and _LENGTHS[value] != _LENGTHS[has]
        return (_hair(value), _hair(has)) if apart else None
    if trait == "hair_colour":
        apart = person["hair"] != "bald" and colour_distance(value, has) > OTHER_HAIR
        return (f"{colour_name(value)} hair", f"{colour_name(has)} hair") if apart else None
    if trait == "facial_hair":
        apart = value != has and {value, has} != {"none", "stubble"}
        return (_beard(value), _beard(has)) if apart else None
    if trait in ("glasses", "freckles"):
        return (trait if value else f"no {trait}", trait if has else f"no {trait}") if value != has else None
    if trait == "build":
        return (f"{value} build", f"{has} build") if value != has else None
    if trait == "top_colour":
        worn = [statement["worn"]["top_colour"]] if statement.get("worn") else person["colours"]
        apart = worn and min(colour_distance(value, colour) for colour in worn) > OTHER_COLOUR
        return (f"wears {colour_name(value)}", f"{colour_name(worn[0])}") if apart else None
    return None


def _hair(style: str) -> str:
    if style in ("afro", "ponytail", "undercut"):
        return f"an {style}" if style[0] in "au" else f"a {style}"
    return "a bald head" if style == "bald" else style if style == "dreadlocks" else f"{style} hair"


def _beard(style: str) -> str:
    return "no beard" if style == "none" else style if style == "stubble" else f"a {style}"


def _quoted(words: str) -> str:
    return words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"
