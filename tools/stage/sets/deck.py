"""The deck of a wooden fishing boat at sea: bulwarks, wheelhouse, mast and ropes, water all round."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import EMISSIVE, GLASS, METAL, PAINT, WATER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad
from tools.stage.sets import outdoors, perches
from tools.stage.sets.stage_set import Set, flat_floor
from tools.stage.sets.stagehand import Stagehand

_WATER_Y = -1.15
_HALF_M, _BOW, _STERN = 2.3, -11.0, 6.0
_HULLS = ((0.09, 0.20, 0.30), (0.40, 0.08, 0.05), (0.10, 0.24, 0.16), (0.46, 0.44, 0.38))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the boat; the seed paints it."""
    hand = Stagehand(lamp_level(time_of_day, weather))
    b = hand.builder
    sea = (0.016, 0.045, 0.058)
    quad(
        b,
        [(-2500, _WATER_Y, 2500), (2500, _WATER_Y, 2500), (2500, _WATER_Y, -2500), (-2500, _WATER_Y, -2500)],
        sea,
        WATER,
    )
    _hull(b, _HULLS[seed % 4])
    _wheelhouse(hand)
    cylinder(b, (0, 0, -7.4), (0, 6.8, -7.4), 0.11, (0.30, 0.20, 0.11), WOOD, top_radius=0.06, sides=10)
    cylinder(b, (-1.6, 4.4, -7.4), (1.6, 4.4, -7.4), 0.05, (0.30, 0.20, 0.11), WOOD, sides=8)
    for x, z in ((-2.0, -3.5), (2.0, -3.5), (0.0, -10.6)):
        cylinder(b, (0, 6.6, -7.4), (x, 0.9, z), 0.012, (0.20, 0.16, 0.11), PAINT, sides=4)
    for x in (-1.4, 1.45):
        box(b, (x, 0.28, -4.6), (0.9, 0.56, 0.6), (0.24, 0.26, 0.26), WOOD)
    for k in range(9):
        turn = np.linspace(0, 2 * np.pi, 13)
        radius = 0.38 - 0.02 * k
        ring = [(1.5 + radius * np.cos(t), 0.05 + 0.04 * k, 2.9 + radius * np.sin(t)) for t in turn]
        for one, other in zip(ring[:-1], ring[1:], strict=True):
            cylinder(b, one, other, 0.028, (0.38, 0.31, 0.20), PAINT, sides=5)
    hand.block(1.0, 2.0, 2.4, 3.4, 0.45)
    hand.put(outdoors.crates, -1.5, 2.8, 10.0)
    hand.put(perches.box_seat, 1.55, -1.9, -90.0)
    hand.put(perches.box_seat, -1.6, -1.2, 90.0)
    for side in (-1, 1):
        hand.block(side * _HALF_M - 0.15, side * _HALF_M + 0.15, _BOW, _STERN, 0.85)
    hand.dress(
        dressing,
        [(1.5, 0.6, -80.0), (-1.5, 0.9, 80.0), (0.9, -4.2, -30.0)],
        ("boat", "boats", "crates", "ropes", "net", "nets"),
    )
    return Set(
        name="deck",
        mesh=b.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=flat_floor,
        acting_area=(-1.5, 1.5, -4.0, 2.6),
        axis_yaw_deg=180.0,
        camera_box=(-6.0, 6.0, 0.3, 7.0, -9.0, 9.0),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((0.9, 4.6), (-1.6, -6.6)),
        shadow_centre=(0.0, 1.0, -2.0),
        shadow_radius_m=11.0,
    )


def _hull(b: MeshBuilder, tone: tuple[float, float, float]) -> None:
    """Planked deck, bulwarks that close at the bow, the hull below them."""
    steps = np.linspace(0.0, 1.0, 15)
    half = _HALF_M * np.clip(1.0 - np.clip((steps - 0.62) / 0.38, 0, 1) ** 1.8, 0.03, 1.0)
    z = _STERN + (_BOW - _STERN) * steps
    rise = 0.55 * np.clip(steps - 0.6, 0, 1) ** 1.5
    planks = 13
    for k in range(planks):
        x0, x1 = -1.0 + 2.0 * k / planks, -1.0 + 2.0 * (k + 1) / planks
        shade = 0.88 + 0.16 * ((k * 37) % 7) / 7
        for i in range(len(steps) - 1):
            corners = [
                (x0 * half[i], 0, z[i]),
                ((x1 - 0.008) * half[i], 0, z[i]),
                ((x1 - 0.008) * half[i + 1], 0, z[i + 1]),
                (x0 * half[i + 1], 0, z[i + 1]),
            ]
            quad(b, corners, np.array((0.27, 0.19, 0.115)) * shade, WOOD)
    for side in (-1, 1):
        for i in range(len(steps) - 1):
            a, c = side * half[i], side * half[i + 1]
            top_a, top_c = 0.72 + rise[i], 0.72 + rise[i + 1]
            wall = [(a, 0, z[i]), (c, 0, z[i + 1]), (c, top_c, z[i + 1]), (a, top_a, z[i])]
            quad(b, wall if side < 0 else wall[::-1], (0.50, 0.47, 0.40), PAINT)
            outer = [
                (a * 1.04, -0.1, z[i]),
                (c * 1.04, -0.1, z[i + 1]),
                (c * 0.86, _WATER_Y - 0.3, z[i + 1]),
                (a * 0.86, _WATER_Y - 0.3, z[i]),
            ]
            quad(b, outer, tone, PAINT)
            skin = [
                (a * 1.04, -0.1, z[i]),
                (c * 1.04, -0.1, z[i + 1]),
                (c * 1.05, top_c, z[i + 1]),
                (a * 1.05, top_a, z[i]),
            ]
            quad(b, skin, tone, PAINT)
            cylinder(b, (a, top_a + 0.03, z[i]), (c, top_c + 0.03, z[i + 1]), 0.06, (0.28, 0.18, 0.10), WOOD, sides=7)
    box(b, (0, 0.36, _STERN), (2 * _HALF_M, 0.74, 0.08), (0.50, 0.47, 0.40), PAINT)


def _wheelhouse(hand: Stagehand) -> None:
    """A small cabin before the bow, its windows lit after dark, a lantern by its door."""
    b, level = hand.builder, hand.level
    white = (0.60, 0.58, 0.52)
    box(b, (0, 0.55, -6.3), (2.1, 1.1, 1.5), white, PAINT)
    box(b, (0, 2.15, -6.3), (2.4, 0.12, 1.8), (0.30, 0.10, 0.07), PAINT)
    for x in (-1.0, 1.0):
        for z in (-5.6, -7.0):
            box(b, (x, 1.6, z), (0.10, 1.0, 0.10), white, PAINT)
    glow = np.array((1.0, 0.76, 0.42)) * 0.9 * level
    pane = (glow + 0.03, EMISSIVE) if level > 0.2 else ((0.03, 0.04, 0.05), GLASS)
    box(b, (0, 1.6, -5.58), (1.8, 0.95, 0.02), *pane)
    for x in (-1.02, 1.02):
        box(b, (x, 1.6, -6.3), (0.02, 0.95, 1.3), *pane)
    box(b, (0.55, 0.75, -5.54), (0.62, 1.4, 0.03), (0.26, 0.15, 0.08), WOOD)
    cylinder(b, (-0.75, 1.95, -5.45), (-0.75, 2.08, -5.45), 0.07, (0.06, 0.06, 0.06), METAL, sides=8)
    cylinder(
        b,
        (-0.75, 1.75, -5.45),
        (-0.75, 1.95, -5.45),
        0.06,
        np.array((1.0, 0.7, 0.36)) * (2.4 * level + 0.2),
        EMISSIVE,
        sides=8,
    )
    if level > 0.1:
        hand.lamps.append(Practical((-0.75, 1.85, -5.25), (4.4 * level, 2.8 * level, 1.2 * level), 9.0))
    hand.block(-1.1, 1.1, -7.2, -5.4, 2.2)
