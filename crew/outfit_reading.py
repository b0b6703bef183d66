"""What words say of an outfit beyond its garment and colours: legs, pattern, shoes, whose uniform, wear and tear.

These are stated or left at what the garment brings, so nobody is asked about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crew.understudy.vocabulary import Vocabulary
from film.base import Colour

SERVICE_COLOURS: dict[str, tuple[Colour, Colour]] = {
    "police": ("#26344f", "#1d1e22"), "nurse": ("#a8cdd8", "#a8cdd8"), "soldier": ("#5a6040", "#5a6040"),
    "waiter": ("#1d1e22", "#1d1e22"),
}  # fmt: skip
"""Top and legs of a uniform whose colour the script leaves open."""

_SERVICE_HEADWEAR = {"police": "peaked_cap", "soldier": "helmet"}


def outfit_details(name: str, sentences: Sequence[str], garment: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Fields of ``Wardrobe`` that the sentences about somebody state.

    Args:
        name: as the script cues them: a NURSE wears a nurse's uniform.
        garment: what they wear above, as decided.
    """
    text = ". ".join(sentence.rstrip(". ") for sentence in sentences)
    details: dict[str, Any] = {
        "legs": vocabulary.first("legwear", text),
        "pattern": vocabulary.first("patterns", text),
        "footwear": vocabulary.first("footwear", text),
        "torn": bool(vocabulary.found("torn", text)) or None,
        "gloves": bool(vocabulary.found("gloves", text)) or None,
    }
    if garment == "uniform":
        details["service"] = vocabulary.first("services", f"{name.casefold()}. {text}")
    return {field: value for field, value in details.items() if value is not None}


def service_look(details: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """The colours and the headgear that come with a uniform, as far as ``said`` leaves them open."""
    service = details.get("service")
    if service is None:
        return {}
    top, legs = SERVICE_COLOURS[service]
    look: dict[str, Any] = {}
    if "top_colour" not in said:
        look["top_colour"] = top
    if "legs_colour" not in said:
        look["legs_colour"] = legs
    if "headwear" not in said and service in _SERVICE_HEADWEAR:
        look["headwear"] = _SERVICE_HEADWEAR[service]
    return look
