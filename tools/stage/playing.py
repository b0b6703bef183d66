"""A scene played up to a moment: from everybody's marks and all that moved them, where they are and how, in time.

One play for all cameras: nothing here knows of a camera, a size or a take. Times are the scene's.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from film.plan import ShotPlan
from film.series import Verb
from film.staging import MEETINGS, POSTURE_OF, WAYS, Posture
from tools.stage import walking
from tools.stage.ground import Ground, Point, Seat, Side, distance, toward, turn_between, yaw_of
from tools.stage.people.postures import Change
from tools.stage.seating import SEAT_AHEAD_M, seat_for
from tools.stage.walking import RUN_M_S, WALK_M_S, Footstep, Way

RISE_S: dict[Posture, float] = {"stand": 0.0, "sit": 1.25, "kneel": 1.2, "lie": 2.6}
"""How long it takes to get up from there."""
DOWN_S: dict[Verb, float] = {"sit": 1.15, "write": 1.15, "kneel": 1.2, "fall": 1.3, "lie": 2.4, "sleep": 2.4}
"""How long it takes to get down."""
MEETING_M: dict[Verb, float] = {"embrace": 0.26, "kiss": 0.30, "handshake": 0.80}
"""How far apart two stand who meet so."""
_ARMS_OPEN_S = 0.70
"""How long before two are together their arms open."""
_CAMERA = "camera"
_LEAST_TURN_DEG = 4.0
_ALONG_M = 2.6
"""Farther than this nobody talks across a room."""
_ON_THE_SPOT_DEG = 50.0
_TURN_DEG_S = 230.0


class Turned(NamedTuple):
    """A place and a facing on somebody's way."""

    time_s: float
    at: Point
    yaw_deg: float


class Deed(NamedTuple):
    """Something that moves somebody."""

    at_s: float
    order: int
    who: str
    verb: Verb
    toward: str | None
    for_s: float


@dataclass
class Player:
    """Somebody on the floor while the scene is played."""

    who: str
    side: Side
    home: Point
    yaw_deg: float
    at: Point
    posture: Posture = "stand"
    seat: Seat | None = None
    here: bool = True
    coming: bool = False
    way: list[Turned] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    busy_s: float = float("-inf")
    """Until when the last deed takes."""
    deed: Deed | None = None
    stroll: bool = False
    moved: int = 0
    """How many deeds have moved them: with it chance is drawn, so that every shot draws the same."""
    facing: str | None = None
    """Whom they walked up to."""
    meets: str | None = None
    """Whom they embrace, kiss or shake hands with in their last deed."""
    meeting: Verb | None = None
    meets_s: float = 0.0
    """From when on they stand together."""


class Stagecraft(NamedTuple):
    """What a play needs beside its people."""

    ground: Ground
    front_yaw_deg: float
    seed: str
    """Of the place and the scene."""


def deeds_of(plan: ShotPlan) -> list[Deed]:
    """Everything that moves somebody up to the shot and in it, in the order in which it begins."""
    deeds = [
        Deed(step.at_s, order, mark.character_id, step.verb, step.toward, step.for_s)
        for order, mark in enumerate(plan.present)
        for step in mark.station.steps
    ]
    orders = {mark.character_id: order for order, mark in enumerate(plan.present)}
    deeds += [
        Deed(
            plan.at_s,
            orders.get(act.character_id, 99),
            act.character_id,
            act.verb,
            act.toward,
            plan.for_s or plan.duration_s,
        )
        for act in plan.doing
        if act.verb in POSTURE_OF
    ]
    return sorted(deeds, key=lambda deed: (deed.at_s, deed.order))


def play(players: dict[str, Player], deeds: Sequence[Deed], craft: Stagecraft) -> None:
    """Everybody's ways and changes through ``deeds``, in place."""
    for deed in deeds:
        player = players.get(deed.who)
        if player is None:
            continue
        if not player.here and not player.coming and deed.verb not in ("enter", "leave"):
            _back(player, deed.at_s)
        _do(player, deed, players, craft)


def _do(player: Player, deed: Deed, players: dict[str, Player], craft: Stagecraft) -> None:
    draw = random.Random(number_of(f"deed|{craft.seed}|{player.who}|{player.moved}"))
    late_s = draw.uniform(0.05, 0.35)
    start_s = deed.at_s + late_s
    other = _met(player, deed, players)
    if other is not None:
        _meet(player, other, deed._replace(toward=other.who), start_s, craft)
        deed = deed._replace(toward=other.who)
    elif deed.verb in WAYS:
        _let_go(player, players)
        _go(player, deed, start_s, players, craft, draw)
    elif POSTURE_OF[deed.verb] == "sit":
        _let_go(player, players)
        _sit(player, deed, start_s, players, craft)
    elif POSTURE_OF[deed.verb] != player.posture:
        _let_go(player, players)
        if POSTURE_OF[deed.verb] == "lie":
            _make_room(player, start_s, craft.ground)
        _change(player, POSTURE_OF[deed.verb], start_s, deed.verb)
    else:
        return
    player.deed = deed


def _let_go(player: Player, players: dict[str, Player]) -> None:
    """Two who hold each other part."""
    other = players.get(player.meets or "")
    for each in (player, other):
        if each is not None and each.meets in (player.who, player.meets):
            each.meets = each.meeting = None


def _go(player: Player, deed: Deed, start_s: float, players: dict[str, Player], craft: Stagecraft, draw) -> None:
    before = player.deed
    goes_on = before is not None and (before.verb, before.toward) == (deed.verb, deed.toward)
    for_s = deed.for_s
    if goes_on and player.busy_s > deed.at_s + 0.3:
        if not player.stroll:
            return
        # Another shot of the same walk: it is one way, and goes on as long as it is looked at.
        draw = random.Random(number_of(f"deed|{craft.seed}|{player.who}|{player.moved - 1}"))
        start_s = before.at_s + draw.uniform(0.05, 0.35)  # type: ignore[union-attr]
        for_s = deed.at_s + deed.for_s - before.at_s  # type: ignore[union-attr]
        _rewind(player, start_s)
        deed = deed._replace(at_s=before.at_s)  # type: ignore[union-attr]
    else:
        player.moved += 1
        start_s = _on_their_feet(player, start_s)
        _rewind(player, start_s)
    pace = RUN_M_S if deed.verb == "run" else WALK_M_S
    way = Way(craft.ground, player.side, craft.front_yaw_deg, start_s, for_s, pace)
    other = players.get(deed.toward or "") if deed.toward != player.who else None
    player.stroll, player.facing = False, None
    if deed.verb == "enter" or player.coming:
        steps = walking.arriving(
            way,
            player.home,
            by_door=deed.verb == "enter",
            toward_camera=deed.toward == _CAMERA,
            to=other.at if other else None,
        )
        player.here, player.coming = True, False
        player.way = [Turned(steps[0].time_s, steps[0].at, player.yaw_deg)]
    elif deed.verb == "leave":
        pause_s = min(1.0, 0.25 * deed.for_s)
        steps = walking.leaving(way._replace(start_s=start_s + pause_s), player.at)
        player.here = False
    elif other is not None:
        gap_m = max(walking.BESIDE_M, 1.05 if other.posture == "sit" else 0.0)
        goal = walking.beside(craft.ground, player.at, other.at, gap_m)
        steps = walking.walking_to(way, player.at, goal if distance(player.at, other.at) > gap_m + 0.15 else player.at)
        player.facing = other.who
    elif deed.toward not in (None, _CAMERA):
        steps = walking.leaving(way, player.at)[:-1] or (Footstep(start_s, player.at),)
    elif deed.toward == _CAMERA:
        steps, player.stroll = walking.strolling_to_camera(way, player.at), True
    else:
        others = [each.at for each in players.values() if each.who != player.who and each.here]
        steps, player.stroll = walking.strolling(way, player.at, others, draw), True
    _walk(player, steps)


def _sit(player: Player, deed: Deed, start_s: float, players: dict[str, Player], craft: Stagecraft) -> None:
    if player.posture == "sit":
        return
    taken = [each.seat for each in players.values() if each.seat is not None and each.who != player.who]
    partner = next((each.at for each in players.values() if each.who != player.who and each.here), None)
    seat = player.seat or seat_for(player.at, player.side, partner, taken, craft.ground, craft.front_yaw_deg)
    if seat is None:
        if player.posture != "stand":
            _change(player, "stand", start_s)
        return
    player.moved += 1
    start_s = _on_their_feet(player, start_s)
    _rewind(player, start_s)
    feet = feet_of(seat)
    way = Way(craft.ground, player.side, craft.front_yaw_deg, start_s, deed.for_s, WALK_M_S)
    _walk(player, walking.walking_to(way, player.at, feet))
    there_s = max(player.busy_s, start_s)
    turn_s = 0.25 + abs(turn_between(player.yaw_deg, seat.yaw_deg)) / _TURN_DEG_S
    player.way.append(Turned(there_s, feet, player.way[-1].yaw_deg if player.way else player.yaw_deg))
    player.way.append(Turned(there_s + turn_s, feet, seat.yaw_deg))
    player.seat, player.posture, player.yaw_deg = seat, "sit", seat.yaw_deg
    player.changes.append(Change(there_s + 0.8 * turn_s, "sit", DOWN_S["sit"], seat.height_m, SEAT_AHEAD_M))
    player.busy_s = there_s + turn_s + 1.2
    _keep_company(player, seat, start_s, deed, players, craft)


def _keep_company(
    player: Player, seat: Seat, start_s: float, deed: Deed, players: dict[str, Player], craft: Stagecraft
) -> None:
    """Whoever talks to somebody who goes to sit down far off goes along."""
    others = [each for each in players.values() if each.who != player.who and each.here and each.posture == "stand"]
    other = min(others, key=lambda each: (distance(each.at, player.home), each.who), default=None)
    if other is None or distance(other.at, seat.at) < _ALONG_M:
        return
    other.moved += 1
    _rewind(other, start_s + 0.5)
    way = Way(craft.ground, other.side, craft.front_yaw_deg, start_s + 0.5, deed.for_s, WALK_M_S)
    goal = walking.beside(craft.ground, other.at, seat.at, walking.BESIDE_M + 0.25)
    _walk(other, walking.walking_to(way, other.at, goal))
    other.facing = player.who


def _met(player: Player, deed: Deed, players: dict[str, Player]) -> Player | None:
    """Whom a deed of two is done with: whom the plan names, else the nearest; None alone."""
    if deed.verb not in MEETINGS:
        return None
    others = [each for each in players.values() if each.who != player.who and each.here]
    named = next((each for each in others if each.who == deed.toward), None)
    return named or min(others, key=lambda each: (distance(each.at, player.at), each.who), default=None)


def _meet(player: Player, other: Player, deed: Deed, start_s: float, craft: Stagecraft) -> None:
    """One steps up to the other; both are on their feet and turn to each other."""
    before = player.deed
    if before is not None and (before.verb, before.toward) == (deed.verb, deed.toward) and player.meets == other.who:
        return
    if other.meets == player.who and other.deed is not None and other.deed.verb == deed.verb:
        player.meets, player.meeting, player.meets_s, player.facing = other.who, deed.verb, other.meets_s, other.who
        return
    player.moved += 1
    if other.posture != "stand":
        _change(other, "stand", start_s)
    start_s = max(_on_their_feet(player, start_s), other.busy_s if other.busy_s < start_s + 3.0 else start_s)
    _rewind(player, start_s)
    way = Way(craft.ground, player.side, craft.front_yaw_deg, start_s, deed.for_s, WALK_M_S)
    goal = walking.beside(craft.ground, player.at, other.at, MEETING_M[deed.verb])
    _walk(player, walking.walking_to(way, player.at, goal))
    there_s = max(player.busy_s, start_s + 0.1)
    for one, two in ((player, other), (other, player)):
        one.meets, one.meeting, one.meets_s, one.facing = two.who, deed.verb, there_s - _ARMS_OPEN_S, two.who
        yaw = yaw_of(one.at, two.at)
        at_s = there_s if one is player else start_s
        if abs(turn_between(one.yaw_deg, yaw)) > _LEAST_TURN_DEG or one is player:
            one.way += [
                Turned(at_s, one.at, one.way[-1].yaw_deg if one.way else one.yaw_deg),
                Turned(at_s + 0.5, one.at, yaw),
            ]
        one.yaw_deg = yaw
        one.busy_s = max(one.busy_s, at_s + 0.5)


def _walk(player: Player, steps: tuple[Footstep, ...]) -> None:
    """The way appended to the player's own; they stand at its end as they went."""
    first = steps[0]
    if len(steps) == 1:
        player.at = first.at
        player.busy_s = max(player.busy_s, first.time_s)
        if not player.way:
            player.way.append(Turned(first.time_s, player.at, player.yaw_deg))
        return
    heading = yaw_of(steps[0].at, steps[1].at)
    turn = turn_between(player.yaw_deg, heading)
    if not player.way or player.way[-1].time_s < first.time_s:
        player.way.append(Turned(first.time_s, first.at, player.yaw_deg))
    if abs(turn) > _ON_THE_SPOT_DEG:
        # A long turn is made before the first step, not walking backwards.
        turn_s = abs(turn) / _TURN_DEG_S
        player.way.append(Turned(first.time_s + turn_s, first.at, player.yaw_deg + turn))
        steps = tuple(step._replace(time_s=step.time_s + turn_s) for step in steps)
    for before, after in pairwise(steps):
        player.way.append(Turned(after.time_s, after.at, yaw_of(before.at, after.at)))
    player.at, player.yaw_deg = steps[-1].at, player.way[-1].yaw_deg
    player.busy_s = steps[-1].time_s


def _rewind(player: Player, time_s: float) -> None:
    """What was still to come of an earlier way is given up for another: they are where ``time_s`` finds them."""
    if not player.way or player.way[-1].time_s <= time_s:
        return
    steps = [Footstep(each.time_s, each.at) for each in player.way]
    here = walking.at_time(steps, time_s)
    kept = [each for each in player.way if each.time_s < time_s]
    yaw = next(each.yaw_deg for each in player.way if each.time_s >= time_s) if kept else player.way[0].yaw_deg
    player.way = [*kept, Turned(time_s, here, yaw)]
    player.at, player.yaw_deg, player.busy_s = here, yaw, time_s


def _on_their_feet(player: Player, start_s: float) -> float:
    """When somebody can walk who may have to get up first."""
    if player.posture == "stand":
        return start_s
    last = player.changes[-1] if player.changes else None
    ready_s = start_s if last is None else max(start_s, last.time_s + last.span_s)
    rise_s = RISE_S[player.posture]
    _change(player, "stand", ready_s)
    return ready_s + rise_s


def _change(player: Player, posture: Posture, time_s: float, verb: Verb = "stand") -> None:
    if player.changes:
        last = player.changes[-1]
        time_s = max(time_s, last.time_s + last.span_s)
    span_s = RISE_S[player.posture] if posture == "stand" else DOWN_S[verb]
    player.changes.append(Change(time_s, posture, span_s, prone=verb == "fall"))
    player.busy_s = max(player.busy_s, time_s + span_s)
    player.posture = posture
    player.moved += 1


def _make_room(player: Player, time_s: float, ground: Ground) -> None:
    """Whoever goes down turns to where the floor is free for a whole body."""

    def blocked(yaw_deg: float) -> int:
        out = toward(yaw_deg)
        return sum(
            ground.is_blocked((player.at[0] + m * out[0], player.at[1] + m * out[1]), 0.15) for m in (0.5, 1.0, 1.5)
        )

    turns = (0.0, 35.0, -35.0, 70.0, -70.0, 110.0, -110.0, 150.0, -150.0)
    turn = min(turns, key=lambda each: (blocked(player.yaw_deg + each), abs(each)))
    if turn:
        yaw = player.yaw_deg + turn
        player.way += [Turned(time_s, player.at, player.yaw_deg), Turned(time_s + 0.5, player.at, yaw)]
        player.yaw_deg = yaw


def _back(player: Player, at_s: float) -> None:
    """Somebody who had gone is there again without having been seen to come."""
    player.here, player.posture, player.seat = True, "stand", None
    player.at = player.home
    player.way = [Turned(at_s - 1.0, player.home, player.yaw_deg)]
    player.changes = []
    player.busy_s = float("-inf")


def feet_of(seat: Seat) -> Point:
    """Where the feet of somebody stand who sits there."""
    out = toward(seat.yaw_deg)
    return (seat.at[0] + SEAT_AHEAD_M * out[0], seat.at[1] + SEAT_AHEAD_M * out[1])


def number_of(text: str) -> int:
    """A seed that follows from words, the same in every process."""
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:16], 16)
