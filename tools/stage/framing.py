"""From a camera in words to a camera in the set: size, angle, lens and side become an eye, a direction and a frame.

A camera that would stand in a wall is moved to the nearest place where it may stand, and says so; a head that the
frame would cut is brought into it.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from film.state import Camera
from tools.stage.blocking import Blocking
from tools.stage.empty_frames import of_place
from tools.stage.ends import beyond, opened_for, pair_of, whip_between
from tools.stage.ground import Ground, Point, Point3, along, distance
from tools.stage.headroom import with_headroom
from tools.stage.heads import Head, head_of, people_at
from tools.stage.legal import Watched
from tools.stage.lens import project
from tools.stage.operating import OperatorError, operator_error
from tools.stage.people_frames import of_people
from tools.stage.placing import Wish, settle
from tools.stage.renderer import View
from tools.stage.sizes import HEAD_SHARE, HEADS_HIGH

__all__ = ["HEADS_HIGH", "HEAD_SHARE", "Composition", "Head", "compose", "head_of", "people_at"]

_WAY_STEP_M = 0.4
"""Between two places of somebody's way that a camera keeps clear of."""


class Composition(NamedTuple):
    """A camera set up for its marks."""

    view: View
    subject: Point3
    """What the frame is composed on, metres."""
    at: tuple[float, float]
    """Where in the picture the subject lies."""
    distance_m: float
    subjects: tuple[str, ...]
    aspect: float
    watched: Watched
    moved: tuple[str, ...]
    """What could not stand as it was asked for, in sentences."""
    ends: tuple[Point3, Point3] | None = None
    """Where a whip pan looks, or a focus pull is sharp, first and last; None when it has one end only."""


def compose(
    camera: Camera, blocking: Blocking, ground: Ground, aspect: float, *, time_s: float, seed: int,
    heads: dict[str, Head] | None = None,
) -> Composition:  # fmt: skip
    """The camera of one take at the moment ``time_s``.

    Args:
        camera: what the plan asks for.
        aspect: width over height of the picture.
        seed: the operator's own: a few degrees and centimetres differ from take to take.
        heads: measured heads by character id; whoever is missing is estimated from their stand.

    Returns a composition whose camera stands in a legal place whenever the set has one that sees the subjects.
    """
    known = {stand.character_id: head_of(stand, time_s, ground) for stand in blocking.stands} | (heads or {})
    subjects = tuple(who for who in camera.subjects if who in known)
    pair = pair_of(camera, subjects, [who for who in blocking.seen if who in known])
    if pair is not None and camera.move.kind == "whip_pan" and pair.first is not None:
        subjects = (pair.last,)
    moved: list[str] = []
    if subjects:
        wish = of_people(camera, blocking, known, subjects, aspect, pair, moved)
    else:
        wish = of_place(camera, blocking, ground, aspect)
    error = operator_error(seed)
    wish = _as_operated(wish, error, camera, bool(subjects))
    watched = _watched(camera, known, subjects, blocking, wish, ground)
    view, reached_m = settle(wish, blocking, ground, aspect, watched, bool(subjects), moved)
    # A place is sharp from front to back; a face may stand out.
    view = view._replace(f_stop=camera.f_stop if subjects else max(camera.f_stop, 8.0))
    ends = None
    if subjects and camera.size != "extreme_close" and not error.blunder:
        whole = [(known[who].eyes, known[who].height_m) for who in subjects]
        view, at = with_headroom(view, wish.subject, wish.at, whole, aspect, moved)
        wish = wish._replace(at=at)
    if pair is not None and camera.move.kind == "whip_pan":
        if pair.first is not None:
            both = known[pair.first].eyes, known[pair.last].eyes
            view, apart = whip_between(view, aspect, *both, moved)
            ends = both if apart else None
            at_y = float(project(view, aspect, [wish.subject])[0, 1])
            wish = wish._replace(at=(wish.at[0], at_y))
    elif pair is not None:
        ends = known[pair.first].eyes if pair.first else beyond(view, wish.subject), known[pair.last].eyes
        view = opened_for(view, *ends, moved)
    return Composition(view, wish.subject, wish.at, reached_m, subjects, aspect, watched, tuple(moved), ends)


def _as_operated(wish: Wish, error: OperatorError, camera: Camera, of_people: bool) -> Wish:
    """The framing as this take's operator makes it."""
    away, at_y = wish.distance_m * (1 + error.distance), wish.at[1]
    if of_people and error.blunder:
        cut = error.blunder == "low" and camera.size != "extreme_close"
        # Half of the head is above the frame, or the frame is a size too wide.
        away, at_y = (away, 0.02 / HEADS_HIGH[camera.size]) if cut else (1.8 * away, at_y)
    return wish._replace(
        yaw_deg=wish.yaw_deg + error.swing_deg * (0.3 if camera.over else 1.0),
        pitch_deg=wish.pitch_deg - math.degrees(math.atan2(error.height_m, away)),
        distance_m=away,
        at=(wish.at[0] + error.at_x, at_y + error.at_y),
    )


def _watched(
    camera: Camera,
    known: dict[str, Head],
    subjects: tuple[str, ...],
    blocking: Blocking,
    wish: Wish,
    ground: Ground,
) -> Watched:
    points = [known[who].eyes for who in subjects] or [wish.subject]
    if HEADS_HIGH[camera.size] > 3.5:
        for x, z in (known[who].feet for who in subjects):
            points.append((x, ground.floor(x, z) + 1.15, z))
    seen = [who for who in blocking.seen if who in known]
    people = [(known[who].feet, known[who].crown_m) for who in seen]
    screens = [(known[who].feet, known[who].crown_m) for who in seen if who != camera.over]
    if camera.move.kind != "follow":
        # Whoever walks must not walk through a camera that stays; one that follows goes along.
        people += [(at, known[who].crown_m) for who in seen for at in _way_of(blocking, who)]
    return Watched(tuple(points), tuple(people), tuple(screens))


def _way_of(blocking: Blocking, who: str) -> list[Point]:
    """Places along somebody's way, close enough for nobody to slip between two; none for whoever stays."""
    stand = blocking.stand(who)
    if stand is None or not stand.moves:
        return []
    places = []
    for before, after in pairwise(stand.track):
        steps = max(1, math.ceil(distance(before.at, after.at) / _WAY_STEP_M))
        places += [along(before.at, after.at, step / steps) for step in range(steps + 1)]
    return places
