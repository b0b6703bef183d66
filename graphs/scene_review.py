"""The review of scenes: circled takes compared across the film, offenders sent back, re-shoots kept only when better.

    judge what the last review sent back > compare every circled take > ask the Continuity Supervisor, scene by scene

It ends: two reviews may send shots back, each shot twice, nothing that was asked is taken back, and a new take stays
only when it fits the same neighbours better than the take it replaces. What was compared, ordered and left is on
record, scene by scene (``review``, ``kept_take``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from langgraph.runtime import Runtime

from configs.review_bounds import review_bounds
from crew import continuity
from crew.scene_review import why_left
from film.edits import Edit
from film.errors import FilmError
from film.series import Scene
from film.version import Circled, Version
from graphs import keeping
from graphs.review_orders import Order, edits_of, judged, pending
from graphs.unit import Unit
from tools.run import takes, versions
from tools.score.continuity.agreement import Agreement, Bounds, said
from tools.score.continuity.comparing import CircledTake, compare, not_measured
from tools.score.continuity.features import REVISION, TakeFeatures

REVIEWS = 2
"""Reviews that may send shots back. A third only looks whether the last re-shoots were worth it."""
WISHES = {"light": "state.light", "warmth": "state.light", "colour": "state.light"}
"""Measure -> what a person may have changed on purpose, so that standing out is what they asked for."""


class _Reviewed(NamedTuple):
    """What came of one scene."""

    orders: dict[str, Order]
    left: list[dict[str, str]]


async def review_scenes(state: Mapping[str, Any], runtime: Runtime[Unit]) -> dict[str, Any]:
    """The node: ``orders`` and ``again`` as they stand after it, and ``asked``: how many shots need the camera again."""
    unit = runtime.context
    version = versions.read_version(unit.folder, state["version"])
    orders = {
        shot: [Order.model_validate(each) for each in each_of] for shot, each_of in state.get("orders", {}).items()
    }
    # What a change leaves alone, no review may send back.
    fixed = keeping.settled(version, unit.folder, unit.settings.caps)
    scenes = [scene for scene in _scenes(version) if any(shot.id not in fixed for shot in scene.shots)]
    if version.films or not scenes:
        return {"again": edits_of(orders), "orders": _plain(orders), "asked": 0}
    bounds = Bounds(**review_bounds(version.gates, house=unit.settings.clip_model is None))
    film = await _film(version, version.circled, unit)
    orders, put_back = await _judge(orders, film, bounds, version, unit)
    if put_back:  # the next shoot finds the earlier takes by their memo, and whatever starts from their frames
        version = version.model_copy(update={"circled": {**version.circled, **put_back}})
        film = await _film(version, version.circled, unit)
    agreements = compare(film, bounds)
    asked = len(put_back)
    for scene in scenes:
        told = _evidence(scene, film, agreements, orders)
        reviewed = await _review(unit, version, scene, told, fixed, state["round"])
        for shot_id, order in reviewed.orders.items():
            orders.setdefault(shot_id, []).append(order)
            unit.emit("again", shot=shot_id, reason=order.reason)
        asked += len(reviewed.orders)
        _note(unit, version, scene, film, agreements, reviewed, state["round"])
    return {"again": edits_of(orders), "orders": _plain(orders), "asked": asked}


async def _review(
    unit: Unit, version: Version, scene: Scene, told: Sequence[Mapping[str, Any]], fixed: Mapping[str, Circled], round_: int
) -> _Reviewed:  # fmt: skip
    """Ask the Supervisor about one scene, within what may be asked of it."""
    wanted = _subjects(version, unit)
    left: list[dict[str, str]] = []

    def leave(shot_id: str, says: str, why: str) -> None:
        left.append({"shot": shot_id, "says": says, "why": why})

    offered = []
    for each in told:
        wished = [one for one in each["found"] if WISHES.get(one["measure"]) in wanted]
        for one in wished:
            leave(each["shot_id"], one["says"], "a person changed it so")
        rest = [one for one in each["found"] if one not in wished]
        offered.append({**each, "found": rest, "fixed": each["shot_id"] in fixed})
    if round_ > REVIEWS:
        for each in offered:
            for one in each["found"]:
                leave(each["shot_id"], one["says"], f"{REVIEWS} reviews have sent shots back; what is left is left")
        return _Reviewed({}, left)
    review = await asyncio.to_thread(
        continuity.review_scene, unit.mind, scene, version.series.bible, offered, unit.transcript
    )
    orders: dict[str, Order] = {}
    for asked in review:
        edits = tuple(edit for edit in asked.edits if not _wanted_so(edit, wanted))
        if asked.shot_id in fixed or not edits:
            leave(asked.shot_id, asked.reason, "a person changed it so")
            continue
        orders[asked.shot_id] = Order(
            round=round_, edits=edits, reason=asked.reason, measures=asked.measures,
            replaces=version.circled[asked.shot_id],
        )  # fmt: skip
    for each in offered:
        for one in () if each["shot_id"] in orders else each["found"]:
            leave(each["shot_id"], one["says"], why_left(scene, each))
    return _Reviewed(orders, left)


async def _judge(
    orders: dict[str, list[Order]], film: Sequence[CircledTake], bounds: Bounds, version: Version, unit: Unit
) -> tuple[dict[str, list[Order]], dict[str, Circled]]:
    """Each re-shoot against the take it replaces, beside the same neighbours; the takes that are put back."""
    waiting = pending(orders)
    if not waiting:
        return orders, {}
    replaced = {shot_id: order.replaces for shot_id, order in waiting.items()}
    earlier = await _film(version, {**version.circled, **replaced}, unit)
    before = compare(earlier, bounds)
    new = {take.shot_id: take for take in film}
    put_back: dict[str, Circled] = {}
    settled = dict(orders)
    for shot_id, order in waiting.items():
        now = version.circled[shot_id]
        beside = [new[shot_id] if take.shot_id == shot_id else take for take in earlier]
        said_so = judged(order, shot_id, now, before, compare(beside, bounds))
        settled[shot_id] = [*orders[shot_id][:-1], order.model_copy(update={"kept": said_so.kept})]
        if said_so.kept:
            continue
        if now.take_id != order.replaces.take_id:
            put_back[shot_id] = order.replaces
        unit.transcript.note(
            "kept_take", shot=shot_id, version=version.number, take=order.replaces.take_id, folder=order.replaces.take,
            instead_of=now.take_id, measures=list(order.measures), why=said_so.why,
        )  # fmt: skip
        unit.emit("kept_take", shot=shot_id, why=said_so.why)
    return settled, put_back


async def _film(version: Version, circled: Mapping[str, Circled], unit: Unit) -> list[CircledTake]:
    """Every circled take of the film, in its order, with what it shows; measured where it was not yet."""
    shots = [(scene, planned) for scene in _scenes(version) for planned in scene.shots if planned.id in circled]
    seen = await asyncio.gather(*(_features(unit, planned.id, circled[planned.id]) for _, planned in shots))
    return [
        CircledTake(
            planned.id,
            scene.id,
            takes.read_slate(unit.folder.takes / planned.id / circled[planned.id].take).plan,
            features,
            circled[planned.id].held,
        )
        for (scene, planned), features in zip(shots, seen, strict=True)
    ]


async def _features(unit: Unit, shot_id: str, circled: Circled) -> TakeFeatures:
    """What a take shows; what cannot be measured stops no film and is said in the review."""
    folder = unit.folder.takes / shot_id / circled.take
    known = takes.read_features(folder, unit.scorers_sha256)
    if known is not None and known.get("revision") == REVISION:
        return TakeFeatures.model_validate(known)
    try:
        found = TakeFeatures.model_validate(await unit.job("features", take=f"takes/{shot_id}/{circled.take}"))
    except FilmError as error:
        return TakeFeatures(why={"faces": str(error), "clip": str(error)})
    takes.write_features(folder, unit.scorers_sha256, found.model_dump(mode="json"))
    return found


def _evidence(
    scene: Scene, film: Sequence[CircledTake], agreements: Sequence[Agreement], orders: Mapping[str, list[Order]]
) -> list[dict[str, Any]]:
    """What the Supervisor is told of a scene's takes, in the order of the cut."""
    shots = {planned.id for planned in scene.shots}
    evidence = []
    for take in film:
        if take.shot_id not in shots:
            continue
        light = {"luma": take.features.luma, "warmth": take.features.warmth}
        found = [
            {
                "measure": each.measure,
                "about": each.about,
                "value": each.value[take.shot_id],
                "miss": round(each.miss(take.shot_id) or 0.0, 3),
                "says": said(each, take.shot_id),
            }
            for each in agreements
            if take.shot_id in each.stands_out
        ]
        before = [
            {
                "measures": list(order.measures),
                "edits": [edit.model_dump(mode="json") for edit in order.edits],
                "kept": order.kept,
            }
            for order in orders.get(take.shot_id, ())
        ]
        evidence.append(
            {"shot_id": take.shot_id, "held": take.held, "light": light, "found": found, "sent_back": before}
        )
    return evidence


def _note(
    unit: Unit, version: Version, scene: Scene, film: Sequence[CircledTake], agreements: Sequence[Agreement],
    reviewed: _Reviewed, round_: int,
) -> None:  # fmt: skip
    """What was compared in a scene and what came of it, for whoever was not there."""
    mine = [take for take in film if any(take.shot_id == planned.id for planned in scene.shots)]
    ids = {take.shot_id for take in mine}
    compared = []
    for each in agreements:
        here = {shot_id: distance for shot_id, distance in each.distance.items() if shot_id in ids}
        if here:
            stands_out = [
                {"shot": shot_id, "says": said(each, shot_id)} for shot_id in each.stands_out if shot_id in here
            ]
            compared.append(
                {
                    "measure": each.measure, "about": each.about, "takes": len(each.distance), "bound": each.bound,
                    "distances": here, "stands_out": stands_out,
                }
            )  # fmt: skip
    unit.transcript.note(
        "review", version=version.number, scene=scene.id, round=round_, compared=compared,
        not_measured=not_measured(mine, agreements),
        ordered=[
            {"shot": shot_id, "measures": list(order.measures), "reason": order.reason,
             "edits": [edit.model_dump(mode="json") for edit in order.edits]}
            for shot_id, order in reviewed.orders.items()
        ],
        left=reviewed.left,
    )  # fmt: skip


def _scenes(version: Version) -> list[Scene]:
    """Scenes that are filmed, without what is taken out of the cut."""
    found = []
    for episode in version.series.episodes:
        for scene in episode.scenes:
            shots = tuple(planned for planned in scene.shots if not planned.omitted)
            if shots:
                found.append(scene.model_copy(update={"shots": shots}))
    return found


def _wanted_so(asked: Edit, subjects: frozenset[str]) -> bool:
    """Whether a review would take back what a person's changes are about: a light made darker on purpose stays so."""
    return ".".join(asked.path.split(".")[:2]) in subjects - {"roll"}


def _subjects(version: Version, unit: Unit) -> frozenset[str]:
    """What the changes that led to a version are about, as two words of a path: ``state.light``."""
    found: set[str] = set()
    at: Version | None = version
    while at is not None:
        changes = [at.change] if at.change else []
        while changes:
            change = changes.pop()
            changes += change.then
            found |= {".".join(entry.path.removeprefix("shot.").split(".")[:2]) for entry in change.edits}
            found |= {"state.light"} if change.keep_look else set()
        at = versions.read_version(unit.folder, at.parent) if at.parent in versions.numbers(unit.folder) else None
    if any(subject.startswith(("continuity.", "place.", "grade.")) for subject in found):
        found.add("state.light")
    return frozenset(found)


def _plain(orders: Mapping[str, list[Order]]) -> dict[str, list[dict[str, Any]]]:
    return {shot_id: [each.model_dump(mode="json") for each in each_of] for shot_id, each_of in orders.items()}
