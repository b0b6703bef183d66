"""House rules of places and scenes: which set, what time, which weather, who stands on which side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crew.answers.continuity import PlaceAnswer, SceneAnswer
from film.state import LightKind

INDOOR_SETS = frozenset(
    {
        "room", "cafe", "kitchen", "bedroom", "office", "hospital", "classroom", "cave", "church", "temple", "train",
        "warehouse", "cell", "car", "lamp_room",
    }
)  # fmt: skip
ROOFED_SETS = frozenset({"station", "market"})
"""Sets under a roof of their own in the open air: right for INT and for EXT."""

STAND_INS = {
    "kitchen": "room", "bedroom": "room", "office": "room", "hospital": "room", "classroom": "room", "cave": "room",
    "church": "room", "temple": "room", "train": "room", "warehouse": "room", "cell": "room", "rooftop": "street",
    "station": "street", "market": "street", "quay": "shore", "desert": "valley", "park": "forest",
    "car": "room", "lamp_room": "room", "deck": "shore",
}  # fmt: skip
"""What an engine that knows fewer sets shows instead."""

OUTSIDE_OF = {"cave": "valley", "lamp_room": "shore"}
"""What is seen before the door of an indoor set; before any other lies a street."""

DARK_LIGHTS = frozenset({"moonlight", "neon_night", "practical", "candle"})
DARK_TIMES = frozenset({"night", "dusk", "dawn"})
DAY_LIGHTS = frozenset({"hard_noon"})


def choose_place(name: str, setting: str, readings: Mapping[str, Any], sets: Sequence[str]) -> PlaceAnswer:
    """The set that the heading names, else the one the action names, else a room indoors and neutral ground outdoors.

    A cottage whose scene is EXT is not a room: outdoors, an indoor set gives way to what the action names.
    """
    legal = list(sets)
    interior = setting == "INT" or (setting != "EXT" and readings.get("set_in_heading") in INDOOR_SETS)
    wanted = [str(s) for s in (readings.get("set_in_heading"), readings.get("set_in_action")) if s]
    if legal:
        wanted = [s if s in legal else STAND_INS.get(s, s) for s in wanted]
    fitting = [s for s in wanted if not legal or s in legal]
    if interior:
        fitting = [s for s in fitting if s in INDOOR_SETS | ROOFED_SETS] + ["room"]
    else:
        outdoors = [s for s in fitting if s not in INDOOR_SETS]
        fitting = outdoors + ([OUTSIDE_OF.get(fitting[0], "street")] if fitting else ["neutral"])
    chosen = next((s for s in fitting if not legal or s in legal), legal[0] if legal else "neutral")
    words = str(readings.get("words") or "")
    return PlaceAnswer(
        set=chosen,
        interior=interior,
        description=(f"{name.title()}. {words}" if words else name.title())[:300],
        dressing=list(readings.get("dressing") or [])[:12],
        neon=bool(readings.get("neon")),
        reason=_reason(name, chosen, interior, readings),
    )


def _reason(name: str, chosen: str, interior: bool, readings: Mapping[str, Any]) -> str:
    if readings.get("set_in_heading"):
        return "the heading names it"
    if readings.get("set_in_action"):
        return "read from the action"
    where = "indoors" if interior else "outdoors"
    return f"no set is known for {name.title()!r}; {chosen} stands in for it {where}"


def choose_scene(
    readings: Mapping[str, Any], before: Mapping[str, Any] | None, talk: Sequence[str], present: Sequence[str]
) -> SceneAnswer:
    """Time and weather from the words; what they leave open goes on from the scene before; sides by who talks to whom.

    Args:
        before: time_of_day, weather, same_place, left and right of the scene before; None for the first.
        talk: character ids in the order they speak.
    """
    goes_on = before is not None and (readings["follows_at_once"] or readings["later"])
    time = readings["heading_time"] or (before["time_of_day"] if goes_on and before else None)
    time = time or readings["action_time"] or (before["time_of_day"] if before and before["same_place"] else "day")
    light = _fitting(readings.get("light"), time, said=bool(readings["heading_time"]))
    if light in DARK_LIGHTS and time not in DARK_TIMES and light != "candle":
        time = "night"
    weather = readings["heading_weather"] or readings["action_weather"]
    if weather is None and before is not None and readings["follows_at_once"]:
        weather = before["weather"]
    keeps = before if before is not None and (readings["follows_at_once"] or before["same_place"]) else None
    left, right = sides(talk, present, keeps)
    return SceneAnswer(
        time_of_day=time,
        weather=weather or "clear",
        light=light,
        left=left,
        right=right,
        reason="goes on from the scene before" if goes_on else "from the heading and the action",
    )


def _fitting(light: LightKind | None, time: str, *, said: bool) -> LightKind | None:
    """The light that the words name, unless the heading's hour rules it out: no noon at night, no moon by day.

    A candle may be all the light of a cellar at any hour.
    """
    if light is None or light == "candle":
        return light
    if light in DAY_LIGHTS:
        return light if time not in DARK_TIMES else None
    if light in DARK_LIGHTS and said and time not in DARK_TIMES:
        return None
    return light


def sides(talk: Sequence[str], present: Sequence[str], before: Mapping[str, Any] | None) -> tuple[list[str], list[str]]:
    """Left and right of the frame: those who talk to each other most stand opposite, so that their looks meet."""
    people = list(dict.fromkeys([*talk, *present]))
    side: dict[str, str] = {}
    if before is not None:
        side = {who: name for name in ("left", "right") for who in before[name] if who in people}
    exchanges: dict[tuple[str, str], int] = {}
    for one, other in zip(talk, talk[1:], strict=False):
        if one != other:
            for pair in ((one, other), (other, one)):
                exchanges[pair] = exchanges.get(pair, 0) + 1
    for who in people:
        if who in side:
            continue
        pull = {"left": 0.0, "right": 0.0}
        for other, where in side.items():
            weight = exchanges.get((who, other), 0) + 0.1
            pull["right" if where == "left" else "left"] += weight
        side[who] = "right" if pull["right"] > pull["left"] else "left"
    return [who for who in people if side[who] == "left"], [who for who in people if side[who] == "right"]
