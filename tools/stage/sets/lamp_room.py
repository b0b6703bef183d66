"""The lamp room of a lighthouse: the great lens on its stand, panes all round, an iron rail, the sea below."""

import math

import numpy as np

from tools.stage.light import Practical, lamp_level, window_light
from tools.stage.materials import EMISSIVE, GLASS, METAL, PAINT, PLASTER, ROCK, WATER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets import furniture, perches, rooms
from tools.stage.sets.stage_set import Set, flat_floor
from tools.stage.sets.stagehand import Stagehand

_RADIUS, _SILL, _HEAD, _ROOF = 4.3, 0.85, 2.75, 3.5
_LENS = (0.0, -2.3)
"""(x, z): the lens stands behind the action, not in its way."""
_WALLS = ((0.46, 0.45, 0.40), (0.30, 0.38, 0.36), (0.44, 0.38, 0.28), (0.36, 0.40, 0.46))
_BRASS, _IRON = (0.46, 0.32, 0.10), (0.10, 0.11, 0.11)


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the lamp room; the seed paints its wall, its lamp burns whenever lamps do, a little by day."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.12))
    b = hand.builder
    _drum(b, _WALLS[seed % 4])
    _great_lens(hand)
    hand.put(furniture.chair, 2.5, -1.2, -60.0)
    hand.put(perches.box_seat, -2.9, 0.6, 90.0)
    box(b, (-2.75, 0.75, -1.6), (0.7, 0.06, 1.1), (0.24, 0.15, 0.08), WOOD)
    for x, z in ((-3.0, -2.05), (-2.5, -2.05), (-3.0, -1.15), (-2.5, -1.15)):
        box(b, (x, 0.37, z), (0.06, 0.74, 0.06), (0.20, 0.12, 0.06), WOOD)
    for k, tone in enumerate(((0.36, 0.08, 0.06), (0.10, 0.18, 0.26), (0.30, 0.24, 0.12))):
        box(b, (-2.75, 0.80 + 0.045 * k, -1.8), (0.30 - 0.03 * k, 0.045, 0.42), tone, PAINT)
    hand.block(-3.2, -2.3, -2.2, -1.0, 0.8)
    quad(
        b, [(-2500, -24, 2500), (2500, -24, 2500), (2500, -24, -2500), (-2500, -24, -2500)], (0.016, 0.05, 0.06), WATER
    )
    for k in range(9):
        x, z = -20.0 + 7.0 * math.sin(2.1 * k), -26.0 - 5.0 * k
        revolve(
            b,
            (x, -24.5, z),
            (x, -21.5 - 0.4 * (k % 3), z),
            [(0, 4.0), (0.6, 2.4), (1, 0.5)],
            (0.16, 0.15, 0.14),
            ROCK,
            sides=9,
        )
    for at in ((-1.6, 2.7, 2.6), (1.7, 2.7, 2.2)):
        hand.lamps.append(rooms.bounce(at, time_of_day, weather, hand.level))
    red, green, blue = window_light(time_of_day, weather)
    for turn in (180.0, 90.0, 270.0, 20.0):
        x, z = 4.9 * math.sin(math.radians(turn)), 4.9 * math.cos(math.radians(turn))
        hand.lamps.append(Practical((x, 2.1, z), (1.8 * red, 1.8 * green, 1.8 * blue), 8.5, soft=True))
    for turn in range(0, 360, 15):
        x, z = (_RADIUS + 0.3) * math.sin(math.radians(turn)), (_RADIUS + 0.3) * math.cos(math.radians(turn))
        hand.block(x - 0.4, x + 0.4, z - 0.4, z + 0.4, _ROOF)
    hand.dress(
        dressing,
        [(2.7, 1.4, -100.0), (-2.4, 2.4, 130.0), (1.6, 3.0, 190.0)],
        ("lamp", "lighthouse", "window", "lantern", "stairs"),
    )
    return Set(
        name="lamp_room",
        mesh=b.build(),
        practicals=tuple(hand.lamps),
        interior=True,
        floor=flat_floor,
        acting_area=(-1.7, 1.7, -1.2, 2.9),
        axis_yaw_deg=180.0,
        camera_box=(-2.6, 2.6, 0.3, 3.0, -2.2, 3.6),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((1.3, 2.3), (-1.3, 2.3)),
        shadow_centre=(0.0, 1.6, 0.0),
        shadow_radius_m=7.0,
        room=(-4.6, 4.6, -4.6, 4.6),
    )


def _drum(b: MeshBuilder, wall: tuple[float, float, float]) -> None:
    """Floor, the iron wall to the sill, twelve bars between panes, a coned roof, a gallery rail outside."""
    sides = 24
    ring = [
        (_RADIUS * math.sin(2 * math.pi * k / sides), _RADIUS * math.cos(2 * math.pi * k / sides))
        for k in range(sides + 1)
    ]
    for (x0, z0), (x1, z1) in zip(ring[:-1], ring[1:], strict=True):
        b.add(
            [(0, 0, 0), (x0, 0, z0), (x1, 0, z1)],
            [(0, 1, 2)],
            (0, 1, 0),
            [(0, 0, 0), (x0, z0, 0), (x1, z1, 0)],
            (0.20, 0.16, 0.12),
            WOOD,
        )
        inward = (-(x0 + x1) / 2 / _RADIUS, 0.0, -(z0 + z1) / 2 / _RADIUS)
        b.add(
            [(x0, 0, z0), (x1, 0, z1), (x1, _SILL, z1), (x0, _SILL, z0)],
            [(0, 1, 2), (0, 2, 3)],
            inward,
            (0, 0, 0),
            wall,
            PLASTER,
        )
        b.add(
            [(x0, _HEAD, z0), (x1, _HEAD, z1), (x1, _HEAD + 0.3, z1), (x0, _HEAD + 0.3, z0)],
            [(0, 1, 2), (0, 2, 3)],
            inward,
            (0, 0, 0),
            (0.40, 0.39, 0.35),
            PLASTER,
        )
        b.add(
            [(x0, _HEAD + 0.3, z0), (x1, _HEAD + 0.3, z1), (0, _ROOF + 0.8, 0)],
            [(0, 1, 2)],
            (0, -1, 0),
            (0, 0, 0),
            (0.30, 0.29, 0.27),
            PLASTER,
        )
        for y in (_SILL, _HEAD):
            cylinder(b, (x0, y, z0), (x1, y, z1), 0.05, _IRON, METAL, sides=6)
    for k in range(12):
        x, z = ring[2 * k]
        cylinder(b, (x, _SILL, z), (x, _HEAD, z), 0.035, _IRON, METAL, sides=6)
        outer = 1.25
        cylinder(b, (outer * x, -0.2, outer * z), (outer * x, 0.95, outer * z), 0.02, _IRON, METAL, sides=5)
    for k in range(sides):
        (x0, z0), (x1, z1) = ring[k], ring[k + 1]
        for y in (0.5, 0.95):
            cylinder(b, (1.25 * x0, y, 1.25 * z0), (1.25 * x1, y, 1.25 * z1), 0.018, _IRON, METAL, sides=5)


def _great_lens(hand: Stagehand) -> None:
    """A beehive of glass rings in a brass frame on an iron stand, and the lamp inside it."""
    b, level = hand.builder, hand.level
    x, z = _LENS
    revolve(
        b, (x, 0, z), (x, 1.0, z), [(0, 0.62), (0.1, 0.5), (0.6, 0.40), (0.9, 0.52), (1, 0.58)], _IRON, METAL, sides=16
    )
    cylinder(b, (x, 1.0, z), (x, 1.06, z), 0.66, _BRASS, METAL, sides=20)
    cylinder(b, (x, 2.52, z), (x, 2.60, z), 0.40, _BRASS, METAL, top_radius=0.10, sides=16)
    for k in range(11):
        t = k / 10
        y = 1.10 + 1.40 * t
        radius = 0.58 * math.sin(math.pi * (0.22 + 0.60 * t)) ** 0.7
        revolve(
            b,
            (x, y, z),
            (x, y + 0.085, z),
            [(0, radius), (0.5, radius + 0.05), (1, radius)],
            (0.22, 0.27, 0.28),
            GLASS,
            sides=24,
        )
    for k in range(8):
        turn = 2 * math.pi * k / 8
        points = [
            (x + r * math.sin(turn), y, z + r * math.cos(turn)) for y, r in ((1.06, 0.50), (1.8, 0.67), (2.55, 0.34))
        ]
        for one, other in zip(points[:-1], points[1:], strict=True):
            cylinder(b, one, other, 0.018, _BRASS, METAL, sides=5)
    glow = np.array((1.0, 0.80, 0.48)) * (5.0 * level + 0.3)
    revolve(b, (x, 1.45, z), (x, 2.1, z), [(0, 0.07), (0.4, 0.20), (0.8, 0.14), (1, 0.0)], glow, EMISSIVE, sides=14)
    hand.lamps.append(Practical((x, 1.8, z + 0.75), (6.5 * level, 4.7 * level, 2.5 * level), 10.0))
    hand.block(x - 0.75, x + 0.75, z - 0.75, z + 0.75, 2.6)
