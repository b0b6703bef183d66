"""Do the circled takes of a film agree: what was measured on each, laid side by side in a fixed order.

    identity    a character's face against their faces in the other takes, and the Bible's pictures
    wardrobe    the colour of an outfit, in one light
    place       what a place looks like to CLIP, in one light and at like distance
    light       brightness of the scene's takes
    warmth      its colour
    colour      the colours of the picture, in one place and light and at like distance
    direction   who is left of whom, while the camera keeps its side
    props       what somebody holds from shot to shot

Everything here is a pure function of numbers: the same takes give the same agreements, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from film.canonical import content_id
from film.plan import ShotPlan
from film.staging import MEETINGS, WAYS
from film.state import SHOT_SIZES
from tools.score.continuity.agreement import MEASURES, Agreement, Bounds, Measure
from tools.score.continuity.features import TakeFeatures, held_in_hand
from tools.score.continuity.standing_out import spread

LUMA_PER_STOP = 0.12
"""Mean display luma that one stop of exposure moves, after the tone curve."""
LIGHTNESS_COUNTS = 0.35
"""How much a difference in lightness weighs beside one in colour: a coat in the shade is the same coat."""
LEAST_FACES = 2
"""Frames with a face, from which it is compared."""
STEADY_ORDER = 0.6
"""Share by which one of two is right of the other all through a take, so that the take has a direction."""
_ELSEWHERE = ("establishing", "insert", "still")
"""Kinds of shot that show other things than the scene's people: their light and colours are their own."""
_CIRCLING = ("orbit", "drone", "crane")
_NEEDS: dict[Measure, str] = {
    "identity": "faces", "wardrobe": "faces", "place": "clip", "direction": "faces", "props": "clip",
}  # fmt: skip


class CircledTake(NamedTuple):
    """One shot of the film with the take that stands, in the order of the film."""

    shot_id: str
    scene_id: str
    plan: ShotPlan
    """As the take was shot."""
    features: TakeFeatures
    held: bool = False


class _Rule(NamedTuple):
    """How one thing is compared."""

    measure: Measure
    bound: float | None
    middle: Callable[[Sequence[Any]], Any]
    distance: Callable[[Any, Any], float]
    least: int = 3
    """Members that say anything, an anchor counted."""
    told: Callable[[float], float] = lambda distance: distance


def compare(takes: Sequence[CircledTake], bounds: Bounds) -> tuple[Agreement, ...]:
    """Everything that should agree, measure by measure in their order. Held takes are neither judged nor believed."""
    film = [take for take in takes if not take.held and take.plan.still_sha256 is None]
    people = [take for take in film if take.plan.kind not in ("insert", "still")]
    scenery = [take for take in film if take.plan.kind not in _ELSEWHERE]
    return (
        *_identity(people, bounds),
        *_wardrobe(people, bounds),
        *_place(scenery, bounds),
        *_light(scenery, bounds),
        *_warmth(scenery, bounds),
        *_colour(scenery, bounds),
        *_direction(people, bounds),
        *_props(people, bounds),
    )


def not_measured(takes: Sequence[CircledTake], agreements: Sequence[Agreement]) -> dict[str, str]:
    """Measure -> why nothing of these takes was compared in it."""
    shots = {take.shot_id for take in takes}
    done = {each.measure for each in agreements if shots & set(each.distance)}
    if takes and all(take.held for take in takes):
        return dict.fromkeys(MEASURES, "every take is held, and a held take is no measure of another")
    reasons = {need: why for take in reversed(takes) for need, why in take.features.why.items()}
    return {
        measure: reasons.get(_NEEDS.get(measure, ""), "no two takes that show the same and could be measured")
        for measure in MEASURES
        if measure not in done
    }


def _identity(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    bound = None if bounds.identity is None else 1 - bounds.identity
    rule = _Rule("identity", bound, _middle_direction, _angle, least=2, told=lambda distance: 1 - distance)
    for who in dict.fromkeys(member.character_id for take in takes for member in take.plan.cast):
        seen = [(take, take.features.people.get(who)) for take in takes]
        faces = [(take.shot_id, each.face) for take, each in seen if each and each.face and each.faces >= LEAST_FACES]
        anchor = next((each.reference for _, each in seen if each and each.reference), None)
        yield from _agree(rule, who, faces, anchor)


def _wardrobe(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    rule = _Rule("wardrobe", bounds.wardrobe, _middle_values, _lab_distance, least=2)
    worn: dict[Hashable, list[tuple[str, Any]]] = {}
    for take in takes:
        for member in take.plan.cast:
            seen = take.features.people.get(member.character_id)
            if seen and seen.clothes:
                key = (member.character_id, content_id(member.wardrobe), *_setting(take.plan))
                worn.setdefault(key, []).append((take.shot_id, seen.clothes))
    for key, found in worn.items():
        yield from _agree(rule, str(key[0]), found)  # type: ignore[index]


def _place(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    bound = None if bounds.place is None else 1 - bounds.place
    rule = _Rule("place", bound, _middle_direction, _angle, least=4, told=lambda distance: 1 - distance)
    for place, group in _alike(takes, lambda take: bool(take.features.looks)):
        yield from _agree(rule, place, [(take.shot_id, _middle_direction(take.features.looks)) for take in group])


def _light(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    yield from _scalar("light", bounds.light, takes, lambda seen: seen.luma, LUMA_PER_STOP)


def _warmth(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    yield from _scalar("warmth", bounds.warmth, takes, lambda seen: seen.warmth, 1.0)


def _scalar(
    measure: Measure, bound: float | None, takes: Sequence[CircledTake], of: Callable[[TakeFeatures], float | None], unit: float
) -> Iterator[Agreement]:  # fmt: skip
    """Numbers of one scene's takes in one light, in stops; told with the sign of the difference."""
    rule = _Rule(measure, bound, median, lambda one, other: abs(one - other))
    groups: dict[Hashable, list[tuple[str, float]]] = {}
    for take in takes:
        value = of(take.features)
        if value is not None:
            groups.setdefault((take.scene_id, *_setting(take.plan)), []).append((take.shot_id, value / unit))
    for key, found in groups.items():
        for each in _agree(rule, str(key[0]), found):  # type: ignore[index]
            values = dict(found)
            middle = median(value for shot, value in values.items() if shot not in each.stands_out)
            sides = {shot: round(values[shot] - middle, 4) for shot in each.value}
            yield each.model_copy(update={"value": sides})


def _colour(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    from tools.score.pixels.colour import colour_distance  # opens OpenCV, which --help should not wait for

    rule = _Rule(
        "colour",
        bounds.colour,
        _middle_values,
        lambda one, other: float(colour_distance(_array(one), _array(other))),
        least=4,
    )
    for place, group in _alike(takes, lambda take: bool(take.features.colours)):
        yield from _agree(rule, place, [(take.shot_id, take.features.colours) for take in group])


def _direction(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    rule = _Rule(
        "direction",
        bounds.direction,
        lambda signs: float(np.sign(sum(np.sign(signs)))),
        lambda one, other: abs(one - other),
        least=2,
    )
    groups: dict[Hashable, list[tuple[str, float]]] = {}
    anchors: dict[Hashable, float | None] = {}
    for take in takes:
        camera = take.plan.state.camera
        if camera.move.kind in _CIRCLING or camera.angle == "overhead":
            continue
        for pair, share in take.features.order.items():
            staging = _staging(take.plan, pair.split("|"))
            if abs(share) >= STEADY_ORDER and staging is not None:
                key = (take.scene_id, pair, camera.side, staging)
                groups.setdefault(key, []).append((take.shot_id, share))
                anchors.setdefault(key, _planned_order(take.plan, pair))
    for key, found in groups.items():
        if len(found) > 1:
            for each in _agree(rule, key[1], found, anchors[key]):  # type: ignore[index]
                yield each.model_copy(update={"value": dict(found)})


def _props(takes: Sequence[CircledTake], bounds: Bounds) -> Iterator[Agreement]:
    rule = _Rule("props", bounds.props, median, lambda one, others: max(0.0, others - one) if one < 0 else 0.0, least=2)
    runs: dict[tuple[str, str, str], list[list[tuple[str, float]]]] = {}
    for scene_id, scene in groupby(takes, lambda take: take.scene_id):
        before: set[tuple[str, str, str]] = set()
        for take in scene:
            held = {(scene_id, who, prop) for who, prop in held_in_hand(take.plan).items()}
            for key in sorted(held):
                moments = runs.setdefault(key, [])
                if key not in before or not moments:
                    moments.append([])
                seen = take.features.people.get(key[1])
                if seen is not None and seen.prop is not None and _shows_hands(take.plan):
                    moments[-1].append((take.shot_id, seen.prop))
            before = held
    for (_, who, _prop), moments in runs.items():
        for found in moments:
            for each in _agree(rule, who, found):
                yield each.model_copy(update={"value": dict(found)})


def _agree(rule: _Rule, about: str, found: Sequence[tuple[str, Any]], anchor: Any = None) -> Iterator[Agreement]:
    """One agreement; none where too few takes say anything."""
    if not found or len(found) + (anchor is not None) < rule.least:
        return
    shots = [shot for shot, _ in found]
    lies = spread([value for _, value in found], rule.middle, rule.distance, rule.bound, anchor)
    distance = {shot: round(far, 4) for shot, far in zip(shots, lies.distance, strict=True)}
    yield Agreement(
        measure=rule.measure,
        about=about,
        bound=None if rule.bound is None else round(rule.bound, 6),
        value={shot: round(rule.told(far), 4) for shot, far in distance.items()},
        distance=distance,
        stands_out=tuple(shots[at] for at in lies.out),
    )


def _alike(
    takes: Sequence[CircledTake], measured: Callable[[CircledTake], bool]
) -> Iterator[tuple[str, list[CircledTake]]]:
    """Takes of one place in one light and at like distance, with the place's id."""
    groups: dict[Hashable, list[CircledTake]] = {}
    for take in takes:
        if measured(take):
            groups.setdefault((*_setting(take.plan), _is_close(take.plan)), []).append(take)
    for group in groups.values():
        yield group[0].plan.place.place_id, group


def _setting(plan: ShotPlan) -> tuple[str, ...]:
    """What a picture's light and colours follow from, beside its framing: equal settings look alike."""
    state = plan.state
    return (
        plan.place.place_id, plan.time_of_day, plan.weather, state.light.preset or "",
        content_id([list(state.styles), state.look]),
    )  # fmt: skip


def _is_close(plan: ShotPlan) -> bool:
    return SHOT_SIZES.index(plan.state.camera.size) >= SHOT_SIZES.index("medium")


def _shows_hands(plan: ShotPlan) -> bool:
    return SHOT_SIZES.index(plan.state.camera.size) <= SHOT_SIZES.index("medium")


def _staging(plan: ShotPlan, pair: Sequence[str]) -> str | None:
    """What brought two people to where the shot finds them; None when it moves one of them."""
    moving = WAYS | MEETINGS | {"dance"}
    if any(act.character_id in pair and act.verb in moving for act in plan.doing):
        return None
    return content_id(
        [
            [mark.character_id, mark.station.opens, list(mark.station.steps)]
            for mark in plan.present
            if mark.character_id in pair
        ]
    )


def _planned_order(plan: ShotPlan, pair: str) -> float | None:
    """1 when the plan has the second of two on the right of the frame, -1 on the left, None when it does not say."""
    first, _, second = pair.partition("|")
    sides = {member.character_id: member.side for member in plan.cast}
    if {sides.get(first), sides.get(second)} != {"left", "right"}:
        return None
    order = 1.0 if sides[second] == "right" else -1.0
    return order if plan.state.camera.side == "left" else -order


def _array(values: Any) -> np.ndarray:
    return np.asarray(values, np.float64)


def _middle_values(values: Sequence[Any]) -> np.ndarray:
    return np.median(_array(values), axis=0)


def _middle_direction(vectors: Sequence[Any]) -> np.ndarray:
    """The median of unit vectors, made one again."""
    middle = _middle_values(vectors)
    return middle / max(float(np.linalg.norm(middle)), 1e-12)


def _angle(one: Any, other: Any) -> float:
    """1 less the cosine: 0 the same direction."""
    return 1.0 - float(_array(one) @ _array(other)) / max(
        float(np.linalg.norm(_array(one)) * np.linalg.norm(_array(other))), 1e-12
    )


def _lab_distance(one: Any, other: Any) -> float:
    return float(np.linalg.norm((_array(one) - _array(other)) * np.array([LIGHTNESS_COUNTS, 1.0, 1.0])))
