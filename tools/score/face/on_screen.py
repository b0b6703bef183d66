"""Whose face a shot should show, how large, and which way it should look: from the plan alone.

A face that should show and does not is the take's fault. A back, a profile in a two-shot, somebody who walks through or
lies down is none: of those nothing is asked. Measured on plans of the crew and of the school, whose people stand where
a director of coverage puts them: singles look past the lens by 20 to 60 degrees, two who talk are seen from the side.
"""

from __future__ import annotations

from typing import NamedTuple

from film.plan import Mark, Member, ShotPlan
from film.series import Doing, Verb
from film.staging import MEETINGS, POSTURE_OF, WAYS, Posture
from film.state import MoveKind, ShotSize

FACE_HEIGHT: dict[ShotSize, float] = {
    "extreme_wide": 0.020, "wide": 0.041, "full": 0.078, "medium_full": 0.120, "medium": 0.170, "medium_close": 0.235,
    "close": 0.345, "extreme_close": 0.680,
}  # fmt: skip
"""A face from brow to chin as a share of the frame's height: seven tenths of the head that the size calls for.
Medians over 1570 pictures of the stage, whose sizes are the field's (``tools.stage.sizes``)."""
LEAST_FACE_PX = 16.0
"""Height from which a face can be asked for: what detectors are held to."""

_FACE_OF_HEAD = 0.70
_TWO_WIDE, _EACH_MORE_WIDE = 8.5, 3.0
"""Heads that the frame must be wide for two people side by side, and for each further one: they stand an arm's length
apart, so that a close-up of two is no close-up."""
_FROM_THE_SIDE_DEG = 73.0
"""How far two who talk are turned from a camera that is square to their line."""
_SHOWS_DEG = 62.0
_GOING: frozenset[Verb] = WAYS | frozenset[Verb]({"turn", "dance"})
_DOWN: frozenset[Verb] = frozenset({"sit", "write", "lie", "sleep", "fall", "bow"})
_LEAVING: frozenset[MoveKind] = frozenset({"whip_pan", "follow", "orbit", "drone", "crane"})
"""Moves that look away from a face or go round it."""
_SEATED_SETS = frozenset({"car"})
"""Where people sit one beside the other and look ahead, whoever talks."""


class Expected(NamedTuple):
    """One person of the cast in one shot."""

    who: str
    shows: bool
    """True where most frames must show their face; False where they may."""
    why: str
    """Why it need not show."""
    face_px: float
    """Height of their face in a frame of the height asked about, as the size calls for."""
    looks: int
    """+1 to the picture's right, -1 to its left, 0 where the plan does not say."""
    placed: int
    """-1 on the left of whoever is on the right, +1 the other way round, 0 where the plan does not say."""


def expected(plan: ShotPlan, height_px: int) -> tuple[Expected, ...]:
    """Everybody of the plan's cast, in its order.

    Args:
        height_px: of the frames in which faces are looked for.
    """
    return tuple(_expected(plan, member, height_px) for member in plan.cast)


def face_px(plan: ShotPlan, height_px: int) -> float:
    """Height of a face that the shot's size calls for, smaller where several people must fit side by side."""
    camera = plan.state.camera
    side_by_side = len(_beside(plan))
    share = FACE_HEIGHT[camera.size]
    if side_by_side > 1:
        heads_high = (_TWO_WIDE + _EACH_MORE_WIDE * (side_by_side - 2)) * plan.height / plan.width
        share = min(share, _FACE_OF_HEAD / heads_high)
    return share * height_px


def _expected(plan: ShotPlan, member: Member, height_px: int) -> Expected:
    act = next(
        (act for act in plan.doing if act.character_id == member.character_id), Doing(character_id=member.character_id)
    )
    tall = face_px(plan, height_px)
    why = _why_not(plan, member, act, tall)
    still = not _moves_about(plan, member, act) and plan.place.set not in _SEATED_SETS
    framed = plan.kind != "insert" and plan.state.camera.angle != "overhead"
    way = 0 if member.side is None or not still or not framed else 1 if member.side == "left" else -1
    # Whoever looks after somebody on the move looks where that one goes.
    followed = any(each.verb in _GOING for each in plan.doing if each.character_id != member.character_id)
    into_lens = act.toward == "camera" or member.character_id == plan.state.camera.over
    looks = 0 if into_lens or followed else way
    return Expected(member.character_id, not why, why, tall, looks, -way)


def _why_not(plan: ShotPlan, member: Member, act: Doing, tall_px: float) -> str:
    """Why a face need not show; empty where it must."""
    camera, who = plan.state.camera, member.character_id
    if plan.kind == "insert":
        return "an insert shows a thing"
    if camera.angle == "overhead":
        return "seen from overhead"
    if who == camera.over:
        return "seen from behind, in the foreground"
    if camera.subjects and who not in camera.subjects:
        return "not what the frame is composed on"
    if camera.move.kind in _LEAVING:
        return f"a {camera.move.kind.replace('_', ' ')} may look away"
    if tall_px < LEAST_FACE_PX:
        return f"a face of {tall_px:.0f} pixels is too small"
    if _moves_about(plan, member, act):
        return "walks, turns, sits or lies, or is in somebody's arms"
    if plan.place.set in _SEATED_SETS:
        return "sits looking ahead"
    if act.toward == "camera":
        return ""
    present = {mark.character_id for mark in plan.present} | {other.character_id for other in plan.cast}
    if act.toward is not None and act.toward not in present:
        return "looks at something in the place"
    if len(_beside(plan)) > 1 and _turned_deg(plan, who) > _SHOWS_DEG:
        return "seen from the side"
    return ""


def _moves_about(plan: ShotPlan, member: Member, act: Doing) -> bool:
    """True for whoever does not stand where they are, or whose face is against somebody."""
    met = any(each.verb in MEETINGS and member.character_id in (each.character_id, each.toward) for each in plan.doing)
    mark = next((mark for mark in plan.present if mark.character_id == member.character_id), None)
    return act.verb in _GOING or act.verb in _DOWN or met or _posture(mark) in ("sit", "lie")


def _posture(mark: Mark | None) -> Posture:
    """How the shot finds somebody: as the scene did, or as the last thing they did left them."""
    posture: Posture = "stand"
    if mark is None:
        return posture
    if mark.station.opens in ("sit", "kneel", "lie"):
        posture = mark.station.opens
    for step in mark.station.steps:
        posture = POSTURE_OF.get(step.verb, posture)
    return posture


def _beside(plan: ShotPlan) -> list[str]:
    """Who is in the frame beside one another: everybody but the shoulder in the foreground."""
    return [member.character_id for member in plan.cast if member.character_id != plan.state.camera.over]


def _turned_deg(plan: ShotPlan, who: str) -> float:
    """How far from the lens somebody in a group is turned who looks at another of it, near enough.

    A camera swung toward the line sees its first subject more from the front and the others less. On the other side of
    the line nobody can say.
    """
    camera = plan.state.camera
    if camera.side == "right":
        return 90.0
    first = bool(camera.subjects) and camera.subjects[0] == who
    return _FROM_THE_SIDE_DEG + (-camera.swing_deg if first else camera.swing_deg)
