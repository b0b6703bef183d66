"""Where everybody stands, sits and walks: a scene is played once, and every shot looks at a stretch of it.

``marks_of_scene`` is drawn from the place and the scene; ``block`` plays on those marks all that moves people up to
the shot and in it. Neither knows the take's seed, the size or the angle: at the same moment of the scene everybody is
at the same place in every shot. What is not as in the play is the camera's operator.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from film.plan import ShotPlan
from film.series import Doing, HeldProp, Verb
from film.staging import MEETINGS, POSTURE_OF, Posture, Station
from tools.stage.ground import Ground, Point, Side, distance, toward, turn_between
from tools.stage.people.gait import Waypoint
from tools.stage.people.postures import Change, down_at
from tools.stage.playing import Player, Stagecraft, Turned, deeds_of, feet_of, number_of, play
from tools.stage.scene_marks import Marks, facing, marks_now, marks_of_scene
from tools.stage.seating import SEAT_AHEAD_M
from tools.stage.walking import Footstep, at_time

__all__ = ["Blocking", "Marks", "Posture", "Stand", "block", "marks_of_scene"]

_TURN_AWAY_DEG = 150.0
"""How far somebody turns who turns to nobody."""
_SETTLED_S = 0.6
"""How long before a shot begins whoever stands has turned as the shot wants them."""
_SEATED_BACK_M = 0.30
"""How far behind their feet the head of a sitter is."""
BEGUN = frozenset({"turn", "look", "reach", "point", "wave", "nod", "shake_head", "shrug", "bow"})
"""Verbs that begin somewhere in the shot, not before it."""


class Stand(NamedTuple):
    """One person during one shot. Times are the scene's."""

    character_id: str
    side: Side
    height_m: float
    yaw_deg: float
    """Where the body faces when it stands still."""
    posture: Posture
    """At the end of the shot."""
    seat_m: float
    """Height of the seat; 0 for everybody who does not sit."""
    mark: Point
    """Where they are when the shot's doings are done: the camera is set up for it."""
    track: tuple[Footstep, ...]
    """Where they are in the course of the shot; one entry for somebody who stays."""
    path: tuple[Waypoint, ...]
    """All their way through the scene up to the end of the shot."""
    changes: tuple[Change, ...] = ()
    """Postures they have gone over to, in time order; before the first they stand."""
    here: bool = True
    """False for somebody who is not in the place yet, or has left it when the shot begins."""
    act_at_s: float = 0.0
    """When what they do in the shot begins."""
    meets: str | None = None
    """Whom they embrace, kiss or shake hands with in this shot."""
    meeting: Verb | None = None
    """Which of these it is: of both, whoever of them the plan names."""
    holding: HeldProp | None = None

    def place(self, time_s: float) -> Point:
        """Under the head at ``time_s``: over the feet, behind them for whoever sits."""
        at = at_time(self.track, time_s)
        down = down_at(self.changes, time_s)
        back = _SEATED_BACK_M * down.share if down.posture == "sit" else 0.0
        if not back:
            return at
        out = toward(self.yaw_deg)
        return (at[0] - back * out[0], at[1] - back * out[1])

    @property
    def moves(self) -> bool:
        return len(self.track) > 1

    @property
    def eyes_m(self) -> float:
        """Height of the eyes over the floor at the end of the shot, near enough to frame them before they are posed."""
        return self._eyes(self.posture, self.seat_m)

    def eyes_at(self, time_s: float) -> float:
        """Height of the eyes over the floor at a moment, metres."""
        down, standing = down_at(self.changes, time_s), self._eyes("stand", 0.0)
        return standing + (self._eyes(down.posture, down.seat_m) - standing) * down.share

    def _eyes(self, posture: Posture, seat_m: float) -> float:
        if posture == "sit":
            return seat_m + 0.425 * self.height_m
        return self.height_m * {"stand": 0.936, "kneel": 0.68, "lie": 0.12}[posture]


class Blocking(NamedTuple):
    """One shot on the scene's marks."""

    marks: Marks
    """As they lie in this shot: whoever has walked has taken their mark along."""
    stands: tuple[Stand, ...]
    """Everybody of the scene: who is not seen keeps their place, and is looked at."""
    seen: tuple[str, ...] = ()
    """Character ids of the plan's cast."""

    def stand(self, character_id: str) -> Stand | None:
        return next((stand for stand in self.stands if stand.character_id == character_id), None)


def block(plan: ShotPlan, ground: Ground) -> Blocking:
    """The scene played to the end of the shot, and everybody in the shot's stretch of it."""
    opened = marks_of_scene(plan, ground)
    seed = f"{plan.place.seed}|{plan.scene_id}"
    stations = {mark.character_id: mark.station for mark in plan.present}
    players: dict[str, Player] = {}
    for who, side, at in opened.places:
        opens = "sit" if ground.seated else stations[who].opens if who in stations else "stand"
        loose = random.Random(number_of(f"loose|{seed}|{who}")).gauss(0.0, 8.0)
        yaw = facing(who, side, None, opened) + max(-18.0, min(18.0, loose))
        player = Player(who, side, at, yaw, at, here=opens != "off", coming=opens == "coming")
        seat = opened.seats.get(who)
        if seat is not None:
            player.seat, player.posture, player.yaw_deg = seat, "sit", seat.yaw_deg
            player.at = player.home = feet_of(seat)
            player.changes.append(Change(float("-inf"), "sit", 0.0, seat.height_m, SEAT_AHEAD_M))
        elif opens in ("kneel", "lie"):
            player.posture = opens
            player.changes.append(Change(float("-inf"), opens, 0.0))
        players[who] = player
    craft = Stagecraft(ground, opened.front_yaw_deg, seed)
    # Where nobody can stand up, everybody stays where they sit.
    deeds = [] if ground.seated else deeds_of(plan)
    play(players, [deed for deed in deeds if deed.at_s < plan.at_s], craft)
    were_here = {who: player.here or player.coming or player.busy_s > plan.at_s for who, player in players.items()}
    play(players, [deed for deed in deeds if deed.at_s >= plan.at_s], craft)
    marks = marks_now(opened, players)
    heights = {mark.character_id: mark.height_m for mark in plan.present}
    heights |= {member.character_id: member.identity.height_m for member in plan.cast}
    seen = tuple(member.character_id for member in plan.cast)
    acts = {act.character_id: act for act in plan.doing}
    stands = tuple(
        _stand(
            plan,
            player,
            acts.get(who),
            marks,
            ground,
            heights.get(who, 1.7),
            were_here[who] or who in seen,
            stations.get(who, Station()),
        )
        for who, player in players.items()
    )
    if plan.state.camera.side == "right":
        # The camera's other side of the set's own front; nobody moves for it.
        marks = marks._replace(
            front_yaw_deg=marks.front_yaw_deg + 2 * turn_between(marks.front_yaw_deg, ground.front_yaw_deg)
        )
    return Blocking(marks, stands, seen)


def _stand(
    plan: ShotPlan,
    player: Player,
    act: Doing | None,
    marks: Marks,
    ground: Ground,
    height_m: float,
    here: bool,
    station: Station,
) -> Stand:
    """One player as the shot finds and leaves them."""
    start_s, end_s = plan.at_s, plan.at_s + plan.duration_s
    held_on = any(each.verb in MEETINGS and player.who in (each.character_id, each.toward) for each in plan.doing)
    draw = random.Random(number_of(f"act|{plan.place.seed}|{plan.scene_id}|{player.who}|{plan.roll}"))
    begins = act is not None and act.verb in BEGUN
    act_at_s = start_s + plan.duration_s * draw.uniform(0.12, 0.30) if begins else start_s
    way = list(player.way) or [Turned(start_s, player.at, player.yaw_deg)]
    if player.posture == "stand" and player.here:
        faces = facing(player.who, player.side, act, marks, player.facing)
        if act is not None and act.verb == "turn":
            way = _turning(way, act, faces, act_at_s)
        elif player.meets is None or player.busy_s < start_s - 1.0:
            way = _faced(way, faces, start_s)
    yaw = way[-1].yaw_deg
    path = tuple(Waypoint(t.time_s, t.at[0], ground.floor(*t.at), t.at[1], t.yaw_deg) for t in way)
    last = player.changes[-1] if player.changes else Change(start_s, "stand")
    meets = player.meets if player.meets_s < end_s and (held_on or player.meets_s > start_s - 1.5) else None
    return Stand(
        character_id=player.who,
        side=player.side,
        height_m=height_m,
        yaw_deg=yaw,
        posture=last.posture,
        seat_m=last.seat_m,
        mark=player.seat.at if player.posture == "sit" and player.seat else player.at,
        track=_stretch([Footstep(each.time_s, each.at) for each in way], start_s, end_s),
        path=path,
        changes=tuple(player.changes),
        here=here,
        act_at_s=player.meets_s if meets else _begun(player, act, act_at_s),
        meets=meets,
        meeting=player.meeting if meets else None,
        holding=(act.holding if act else None) or station.holding,
    )


def _begun(player: Player, act: Doing | None, act_at_s: float) -> float:
    """When a deed begins that goes with a posture: as they go down for it."""
    goes_down = act is not None and POSTURE_OF.get(act.verb) in ("sit", "kneel", "lie")
    return max(player.changes[-1].time_s, -1e6) if goes_down and player.changes else act_at_s


def _stretch(steps: list[Footstep], start_s: float, end_s: float) -> tuple[Footstep, ...]:
    """The part of a way that lies in the shot."""
    inside = [step for step in steps if start_s < step.time_s < end_s]
    whole = [Footstep(start_s, at_time(steps, start_s)), *inside, Footstep(end_s, at_time(steps, end_s))]
    if all(distance(step.at, whole[0].at) < 0.05 for step in whole):
        return (Footstep(start_s, whole[-1].at),)
    return tuple(whole)


def _faced(way: list[Turned], facing_deg: float, start_s: float) -> list[Turned]:
    """The way with its end turned as the shot wants it: before the shot begins, or where they come to a stand."""
    last = way[-1]
    if len(way) == 1:
        return [last._replace(yaw_deg=facing_deg)]
    turn = turn_between(last.yaw_deg, facing_deg)
    if last.time_s > start_s - _SETTLED_S - 0.6:
        return [*way, Turned(last.time_s + 0.15 + abs(turn) / 180.0, last.at, last.yaw_deg + turn)]
    turned_s = start_s - _SETTLED_S
    return [*way, Turned(turned_s - 0.6, last.at, last.yaw_deg), Turned(turned_s, last.at, facing_deg)]


def _turning(way: list[Turned], act: Doing, facing_deg: float, act_at_s: float) -> list[Turned]:
    """Somebody who turns: to whom the plan says, else away from where they face."""
    last = way[-1]
    begin = last.yaw_deg if len(way) > 1 else facing_deg
    to = facing_deg
    if act.toward is None:
        to = begin + _TURN_AWAY_DEG
    elif abs(turn_between(begin, facing_deg)) < 60.0:
        begin = facing_deg - _TURN_AWAY_DEG
    to = begin + turn_between(begin, to)
    at_s = max(act_at_s, last.time_s + 0.1) if len(way) > 1 else act_at_s
    first = [last._replace(yaw_deg=begin)] if len(way) == 1 else way
    first = [first[0]._replace(time_s=min(first[0].time_s, at_s - 1.0)), *first[1:]]
    return [*first, Turned(at_s, last.at, begin), Turned(at_s + 0.35 + abs(to - begin) / 200.0, last.at, to)]
