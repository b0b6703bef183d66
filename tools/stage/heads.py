"""The part of everybody that is framed, before and after they are posed."""

from __future__ import annotations

from typing import NamedTuple

from tools.stage.blocking import Blocking, Stand
from tools.stage.ground import Ground, Point, Point3
from tools.stage.sizes import HEAD_SHARE


class Head(NamedTuple):
    """The part of a person that is framed."""

    eyes: Point3
    height_m: float
    """Chin to crown."""
    crown_m: float
    """Height in set space."""
    feet: Point


def head_of(stand: Stand, time_s: float, ground: Ground) -> Head:
    """A person's head before they are posed."""
    x, z = stand.place(time_s)
    tall = HEAD_SHARE * stand.height_m
    eyes = ground.floor(x, z) + stand.eyes_m
    return Head((x, eyes, z), tall, eyes + 0.5 * tall, (x, z))


def people_at(blocking: Blocking, ground: Ground, time_s: float) -> tuple[tuple[Point, float], ...]:
    """Where everybody is who is seen, and the height of their crown: what no camera may go through."""
    stands = [stand for stand in blocking.stands if stand.character_id in blocking.seen]
    return tuple((head.feet, head.crown_m) for head in (head_of(stand, time_s, ground) for stand in stands))
