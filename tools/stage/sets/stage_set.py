"""What a set is: geometry, lamps, and where people and cameras may be in it."""

from collections.abc import Callable
from typing import NamedTuple

from tools.stage.light import Practical
from tools.stage.mesh import Mesh
from tools.stage.movers import Mover


class Obstacle(NamedTuple):
    """Something neither people nor cameras pass through: an upright box."""

    x0: float
    x1: float
    z0: float
    z1: float
    height_m: float


class Seat(NamedTuple):
    """A place to sit; y is the height of the seat."""

    x: float
    y: float
    z: float
    yaw_deg: float


class Placed(NamedTuple):
    """What a prop brings besides its mesh, in its own space; a height of 0 blocks nobody."""

    width_m: float
    depth_m: float
    height_m: float
    seat_heights: tuple[tuple[float, float, float, float], ...] = ()
    """(x, y, z, yaw_deg) of each seat."""
    lamps: tuple[Practical, ...] = ()


class Set(NamedTuple):
    """A built set. Every set is made for an axis of action along z; its far end is -z."""

    name: str
    mesh: Mesh
    practicals: tuple[Practical, ...]
    interior: bool
    floor: Callable[[float, float], float]
    """(x, z) to the height of the ground, metres."""
    acting_area: tuple[float, float, float, float]
    """(x0, x1, z0, z1) in which people can stand and walk; obstacles inside it are listed in `obstacles`."""
    axis_yaw_deg: float
    """The set's natural depth: the yaw that looks along it to its far end (180 looks to -z)."""
    camera_box: tuple[float, float, float, float, float, float]
    """(x0, x1, y0, y1, z0, z1) legal for a camera; y counts from y = 0."""
    obstacles: tuple[Obstacle, ...]
    seats: tuple[Seat, ...]
    entrances: tuple[tuple[float, float], ...]
    """(x, z) where people come in and leave."""
    shadow_centre: tuple[float, float, float]
    shadow_radius_m: float
    room: tuple[float, float, float, float] | None = None
    """(x0, x1, z0, z1) of the walls of an indoor set; what lies beyond them stands in the open."""
    seated: bool = False
    """There is no room to stand up: everybody sits, as in a car."""
    movers: tuple[Mover, ...] = ()
    """What of the set moves by itself."""


def flat_floor(x: float, z: float) -> float:
    """Return 0: the floor of every indoor set and of the street."""
    del x, z
    return 0.0
