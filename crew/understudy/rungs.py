"""The remedies of the house, one function each: which edits of a plan mend what, as far as this shot and engine allow.

A rung reads the facts of a diagnosis and yields the ways it can be taken here, the best first, or none. Whether a
way is legal for the plan is checked by the Critic, as it is for any mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from crew.faults import Fault
from film.edits import Edit, RemedyKind
from film.series import Verb
from film.state import SHOT_SIZES, LightKind

Facts = Mapping[str, Any]


class Way(NamedTuple):
    """One way to take a rung."""

    kind: RemedyKind
    edits: tuple[Edit, ...]


Rung = Callable[[Facts, Fault], Iterator[Way]]

EXPOSURE_STEP_STOPS, MOST_EXPOSURE_STOPS = 0.8, 4.0
SWINGS_DEG = (25.0, -25.0, 0.0, 50.0, -50.0, 75.0, -75.0)
DEEP_F_STOP = 8.0
SMALLER = 0.75
"""Of the rendered width and height: a little over half of the pixels, and of the memory that grows with them."""
FEWEST_LINES = 90
SIMPLER: dict[Verb, Verb] = {
    "run": "walk", "walk": "stand", "dance": "stand", "fall": "kneel", "turn": "stand", "embrace": "stand", "kiss": "stand",
    "handshake": "stand", "wave": "stand", "point": "look", "reach": "look", "clap": "stand", "shrug": "stand", "bow": "nod",
    "laugh": "stand", "cry": "stand", "shake_head": "nod",
}  # fmt: skip
"""What is played instead where an action does not come out: nobody leaves the frame or the scene by it."""
HOUR_LIGHT: dict[str, LightKind] = {
    "dawn": "dawn", "morning": "morning", "day": "hard_noon", "magic_hour": "magic_hour", "dusk": "dusk", "night": "moonlight",
}  # fmt: skip
DARK_HOURS = frozenset({"night", "dusk", "dawn"})
NOT_WANTED: dict[Fault, str] = {
    "text": "text, letters, words, caption, subtitles, watermark, logo, signature",
    "crowd": "other people, crowd, extra person, bystanders",
    "style": "mixed styles", "smear": "blurry, out of focus", "hidden": "people in front of each other",
    "pasted": "collage, pasted portrait, photo frame",
}  # fmt: skip
SAID_OF: dict[Fault, str] = {
    "place": "place", "hour": "time", "light": "time", "size": "size", "small": "size", "tight": "size", "style": "style",
    "unseen": "people", "identity": "people", "wardrobe": "people", "crowd": "count", "side": "sides", "look": "people",
}  # fmt: skip
"""Fault -> the fact of the statement that is said first."""


def brighter(facts: Facts, fault: Fault) -> Iterator[Way]:
    yield from _exposed(facts, EXPOSURE_STEP_STOPS)


def darker(facts: Facts, fault: Fault) -> Iterator[Way]:
    yield from _exposed(facts, -EXPOSURE_STEP_STOPS)


def tinted(facts: Facts, fault: Fault) -> Iterator[Way]:
    """Less key, more of the light that the place has by itself."""
    yield Way("light", (Edit(path="state.light.key_stops", op="adjust", value=-0.4),))


def like_the_hour(facts: Facts, fault: Fault) -> Iterator[Way]:
    """The light that the hour is known by; a scene that has a light of its own keeps it and is exposed for the hour."""
    hour = facts["shot"]["time_of_day"]
    if facts["light"]["preset"] is None and not facts["shot"]["interior"] and facts["shot"]["weather"] == "clear":
        yield Way("light", (Edit(path="state.light.preset", value=HOUR_LIGHT[hour]),))
    yield from _exposed(facts, (-1 if hour in DARK_HOURS else 1) * EXPOSURE_STEP_STOPS / 2)


def closer(facts: Facts, fault: Fault) -> Iterator[Way]:
    yield from _resized(facts, +1)


def wider(facts: Facts, fault: Fault) -> Iterator[Way]:
    yield from _resized(facts, -1)


def sized(facts: Facts, fault: Fault) -> Iterator[Way]:
    """A size closer or wider as the faces or masks tell; none where nothing tells."""
    seen = facts["recorded"].get("face_size", facts["recorded"].get("cast_size"))
    for finding in facts["failed"]:
        if finding["measure"] in ("face_size", "cast_size"):
            seen = finding["value"]
    if seen is not None and abs(seen - 1.0) > 0.2:
        yield from _resized(facts, +1 if seen < 1 else -1)


def turned(facts: Facts, fault: Fault) -> Iterator[Way]:
    """The same people from further round: the angles nearest the usual place first, to either side."""
    for angle in SWINGS_DEG:
        if angle != facts["camera"]["swing_deg"]:
            yield Way("framing", (Edit(path="state.camera.swing_deg", value=angle),))


def fronted(facts: Facts, fault: Fault) -> Iterator[Way]:
    """The camera back at its usual place, from where faces and sides read best."""
    if facts["camera"]["swing_deg"]:
        yield Way("framing", (Edit(path="state.camera.swing_deg", value=0.0),))


def without_the_shoulder(facts: Facts, fault: Fault) -> Iterator[Way]:
    if facts["camera"]["over"] is not None:
        yield Way("framing", (Edit(path="state.camera.over", value=None),))


def deeper(facts: Facts, fault: Fault) -> Iterator[Way]:
    if facts["camera"]["f_stop"] < DEEP_F_STOP:
        yield Way("framing", (Edit(path="state.camera.f_stop", value=DEEP_F_STOP),))


def slower(facts: Facts, fault: Fault) -> Iterator[Way]:
    move = facts["camera"]["move"]
    if move["kind"] != "lock_off" and move["speed"] > 0.3:
        yield Way("motion", (Edit(path="state.camera.move.speed", value=round(move["speed"] / 2, 2)),))


def locked(facts: Facts, fault: Fault) -> Iterator[Way]:
    if facts["camera"]["move"]["kind"] != "lock_off":
        yield Way("motion", (Edit(path="state.camera.move.kind", value="lock_off"),))


def livelier(facts: Facts, fault: Fault) -> Iterator[Way]:
    move, moves = facts["camera"]["move"], facts["engine"]["moves"]
    for kind in ("push_in", "dolly", "pan", "handheld"):
        if kind != move["kind"] and (not moves or kind in moves):
            lively = Edit(path="state.camera.move.kind", value=kind), Edit(path="state.camera.move.speed", value=1.4)
            yield Way("motion", lively)
    yield Way("motion", (Edit(path="state.camera.move.speed", value=min(4.0, round(move["speed"] * 1.4, 2))),))


def worded(facts: Facts, fault: Fault) -> Iterator[Way]:
    """What went wrong is said first, or ruled out, to an engine that reads."""
    engine = facts["engine"]
    edits = []
    wanted, tuning = facts["said"].get(SAID_OF.get(fault, ""), ""), engine["tuning"]
    if wanted and "emphasis" in engine["tunes"] and wanted not in tuning["emphasis"]:
        edits.append(Edit(path="tuning.emphasis", value=[wanted, *tuning["emphasis"]][:3]))
    refused, kept = NOT_WANTED.get(fault, ""), engine["negative_prompt"]
    if refused and engine["reads"] and refused not in (kept or ""):
        edits.append(Edit(path="negative_prompt", value=f"{refused}, {kept}" if kept else refused))
    if edits:
        yield Way("wording", tuple(edits))


def likened(facts: Facts, fault: Fault) -> Iterator[Way]:
    """More of a person's references; less of them where the picture is a copy."""
    engine = facts["engine"]
    if "identity_strength" in engine["tunes"]:
        now = engine["tuning"]["identity_strength"]
        steps = (0.5, 0.3) if fault == "pasted" else (0.8, 0.9, 1.0)
        for step in steps:
            if now is None or (step < now if fault == "pasted" else step > now):
                yield Way("identity", (Edit(path="tuning.identity_strength", value=step),))


def shortened(facts: Facts, fault: Fault) -> Iterator[Way]:
    """Half of the frames made, spread over the shot: less to go wrong, and less memory."""
    engine = facts["engine"]
    if "length" in engine["tunes"] and engine["tuning"]["length"] > 0.3:
        yield Way("shorter", (Edit(path="tuning.length", value=round(engine["tuning"]["length"] / 2, 3)),))


def stilled(facts: Facts, fault: Fault) -> Iterator[Way]:
    """The keyframe that passed, with a slow move over it, where no mouth need move."""
    still, engine, move = facts["still"], facts["engine"], facts["camera"]["move"]["kind"]
    if still is None:
        return
    edits = [Edit(path="still_sha256", value=still)]
    if move == "lock_off":
        edits.append(Edit(path="state.camera.move.kind", value="push_in"))
    if engine["name"] != "stage" and "stage" in engine["others"]:
        edits.append(Edit(path="engine", value="stage"))
    yield Way("still", tuple(edits))


def simplified(facts: Facts, fault: Fault) -> Iterator[Way]:
    doing = [dict(act) for act in facts["doing"]]
    easier = [{**act, "verb": SIMPLER.get(act["verb"], act["verb"])} for act in doing]
    if easier != doing:
        yield Way("action", (Edit(path="doing", value=easier),))


def fewer_pixels(facts: Facts, fault: Fault) -> Iterator[Way]:
    width, height = (2 * round(side * SMALLER / 2) for side in facts["engine"]["size"])
    if height >= FEWEST_LINES:
        yield Way("smaller", (Edit(path="render_width", value=width), Edit(path="render_height", value=height)))


def by_another_engine(facts: Facts, fault: Fault) -> Iterator[Way]:
    for name in facts["engine"]["others"]:
        yield Way("engine", (Edit(path="engine", value=name),))


def _exposed(facts: Facts, step: float) -> Iterator[Way]:
    now = float(facts["light"]["exposure_stops"])
    value = round(min(MOST_EXPOSURE_STOPS, max(-MOST_EXPOSURE_STOPS, now + step)), 2)
    if value != now:
        yield Way("light", (Edit(path="state.light.exposure_stops", value=value),))


def _resized(facts: Facts, step: int) -> Iterator[Way]:
    """A size closer (+1) or wider (-1); none where there is no further size."""
    at = SHOT_SIZES.index(facts["camera"]["size"]) + step
    if 0 <= at < len(SHOT_SIZES):
        yield Way("framing", (Edit(path="state.camera.size", value=SHOT_SIZES[at]),))
