"""A railway platform: a train at the right edge, an iron roof on columns, benches, a clock, tracks and a far platform."""

import numpy as np

from tools.stage.light import Practical, lamp_level, window_light
from tools.stage.materials import ASPHALT, EMISSIVE, FACADE, GLASS, GRASS, METAL, PAINT, PLASTER, ROOF, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets import furniture, outdoors, workplace
from tools.stage.sets.nature import plant_tree
from tools.stage.sets.stage_set import Placed, Set, flat_floor
from tools.stage.sets.stagehand import Stagehand

_EDGE_X = 3.3
"""Where the platform ends and the train stands."""
_BACK_X = -4.6
"""The wall of the station building."""
_LIVERIES = ((0.30, 0.05, 0.05), (0.06, 0.15, 0.12), (0.07, 0.11, 0.24), (0.40, 0.24, 0.05))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the station; the seed paints the train and stacks the luggage."""
    hand = Stagehand(lamp_level(time_of_day, weather))
    builder = hand.builder
    quad(builder, [(-90, -1.15, 60), (90, -1.15, 60), (90, -1.15, -160), (-90, -1.15, -160)], (0.13, 0.14, 0.07), GRASS)
    _platform(builder, _BACK_X - 0.5, _EDGE_X)
    _platform(builder, 10.2, 16.0)
    _tracks(builder, (4.85, 8.5))
    _building(hand, seed)
    _roof(hand)
    _train(hand, _LIVERIES[seed % 4])
    _far_side(hand, seed)
    for z, yaw in ((-4.6, 90.0), (-0.6, 90.0), (5.4, 90.0), (-11.0, 90.0)):
        hand.put(furniture.bench, _BACK_X + 0.55, z, yaw)
    hand.put(_luggage, -2.9, 2.6, 30.0)
    hand.put(_luggage, 1.9, -7.6, -60.0)
    hand.put(_luggage_cart, -2.7, -8.0, 80.0)
    hand.put(outdoors.planter, _BACK_X + 0.6, 1.4)
    hand.dress(dressing, [(2.2, -3.8, -70.0), (-2.8, -6.2, 60.0), (2.1, 4.4, -80.0)], ("bench", "clock", "lamp"))
    # The open side of the roof lights the people under it.
    red, green, blue = window_light(time_of_day, weather)
    for z in (2.5, -4.0):
        hand.lamps.append(Practical((2.6, 2.6, z), (1.7 * red, 1.7 * green, 1.7 * blue), 8.0))
    hand.block(_BACK_X - 1.0, _BACK_X, -60.0, 30.0, 5.0)
    hand.block(_EDGE_X - 0.1, 7.0, -60.0, 30.0, 3.4)
    return Set(
        name="station",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=flat_floor,
        acting_area=(-2.3, 2.2, -6.5, 5.0),
        axis_yaw_deg=180.0,
        camera_box=(_BACK_X + 0.3, _EDGE_X - 0.25, 0.2, 3.4, -14.0, 12.0),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((0.0, -13.0), (0.4, 9.5), (-3.9, -2.6)),
        shadow_centre=(0.0, 1.0, -8.0),
        shadow_radius_m=28.0,
    )


def _platform(builder: MeshBuilder, x0: float, x1: float) -> None:
    """A raised platform with slabs, a kerb and a yellow line at its edges."""
    middle, wide = (x0 + x1) / 2, x1 - x0
    box(builder, (middle, -0.6, -35.0), (wide, 1.2, 130.0), (0.27, 0.255, 0.24), PLASTER)
    quad(
        builder, [(x0, 0.001, 30), (x1, 0.001, 30), (x1, 0.001, -100), (x0, 0.001, -100)], (0.25, 0.24, 0.225), ASPHALT
    )
    for x, inward in ((x0, 1.0), (x1, -1.0)):
        box(builder, (x + 0.2 * inward, 0.008, -35.0), (0.40, 0.016, 130.0), (0.40, 0.38, 0.35), PLASTER)
        box(builder, (x + 0.62 * inward, 0.008, -35.0), (0.12, 0.014, 130.0), (0.58, 0.42, 0.06))
    for k in range(44):
        box(builder, (middle, 0.004, 29.0 - 3.0 * k), (wide - 1.5, 0.006, 0.03), (0.13, 0.125, 0.12))


def _tracks(builder: MeshBuilder, middles: tuple[float, ...]) -> None:
    """Lay rails on sleepers in a bed of ballast."""
    for middle in middles:
        box(builder, (middle, -1.02, -35.0), (3.0, 0.22, 150.0), (0.20, 0.185, 0.17), ASPHALT)
        for k in range(110):
            box(builder, (middle, -0.90, 30.0 - 0.95 * k), (2.4, 0.10, 0.24), (0.13, 0.09, 0.06), WOOD)
        for side in (-0.72, 0.72):
            box(builder, (middle + side, -0.80, -35.0), (0.07, 0.14, 150.0), (0.30, 0.26, 0.23), METAL)


def _building(hand: Stagehand, seed: int) -> None:
    """The station house along the platform: doors, windows, a ticket window, posters, a name board and the clock."""
    builder = hand.builder
    wall = ((0.44, 0.24, 0.16), (0.52, 0.45, 0.34), (0.40, 0.38, 0.36))[seed % 3]
    box(builder, (_BACK_X - 4.0, 3.2, -10.0), (8.0, 6.4, 44.0), wall, FACADE, w=2 * (seed % 30) + 4)
    box(builder, (_BACK_X + 0.03, 0.45, -10.0), (0.08, 0.9, 44.0), [0.55 * c for c in wall], PLASTER)
    box(builder, (_BACK_X + 0.04, 0.94, -10.0), (0.14, 0.09, 44.0), (0.40, 0.38, 0.34))
    box(builder, (_BACK_X - 4.0, 6.5, -10.0), (8.8, 0.3, 44.8), (0.22, 0.20, 0.19), ROOF)
    random = np.random.default_rng(seed + 15)
    tones = ((0.48, 0.12, 0.08), (0.12, 0.26, 0.36), (0.50, 0.40, 0.14), (0.16, 0.30, 0.18))
    for k in range(7):
        z = 6.9 - 3.9 * k
        tone = np.array(tones[int(random.integers(0, 4))])
        box(builder, (_BACK_X + 0.10, 1.75, z), (0.04, 1.16, 0.86), (0.12, 0.08, 0.05), WOOD)
        box(builder, (_BACK_X + 0.125, 1.75, z), (0.012, 1.06, 0.76), tone)
        box(builder, (_BACK_X + 0.134, 1.98, z), (0.006, 0.34, 0.56), np.minimum(tone * 2.0 + 0.1, 0.8))
        for line in range(3):
            box(
                builder,
                (_BACK_X + 0.134, 1.62 - 0.11 * line, z),
                (0.006, 0.045, random.uniform(0.3, 0.6)),
                (0.62, 0.60, 0.54),
            )
    for z in (-8.0, 3.2):
        cylinder(builder, (-0.9, 3.05, z), (-0.9, 3.6, z), 0.015, (0.08, 0.08, 0.08), METAL, sides=5)
        box(builder, (-0.9, 2.86, z), (1.9, 0.38, 0.08), (0.05, 0.10, 0.17))
        for side in (-0.045, 0.045):
            box(builder, (-0.9, 2.86, z + side), (1.3, 0.12, 0.006), (0.62, 0.62, 0.60))
    for z in (-1.6, -16.0):
        cylinder(builder, (0.3, 3.1, z), (0.3, 3.6, z), 0.02, (0.08, 0.08, 0.08), METAL, sides=6)
        workplace.wall_clock(builder, (0.3, 2.86, z + 0.03), (0.0, 0.0, 1.0))
        cylinder(builder, (0.3, 2.86, z - 0.06), (0.3, 2.86, z + 0.035), 0.24, (0.06, 0.07, 0.07), METAL, sides=24)


def _roof(hand: Stagehand) -> None:
    """An iron roof over the platform: columns with brackets, rafters, a valance, lamps."""
    builder, level, iron = hand.builder, hand.level, (0.07, 0.13, 0.12)
    quad(
        builder,
        [(_BACK_X, 4.35, -42), (_BACK_X, 4.35, 12), (2.9, 3.75, 12), (2.9, 3.75, -42)],
        (0.30, 0.27, 0.23),
        WOOD,
    )
    quad(
        builder,
        [(_BACK_X, 4.43, 12), (_BACK_X, 4.43, -42), (2.9, 3.83, -42), (2.9, 3.83, 12)],
        (0.17, 0.16, 0.16),
        ROOF,
    )
    box(builder, (2.9, 3.62, -15.0), (0.05, 0.42, 54.0), iron)
    for k in range(90):
        box(builder, (2.9, 3.36, 11.7 - 0.6 * k), (0.04, 0.14, 0.34), iron)
    for k in range(11):
        z = 10.5 - 5.2 * k
        rings = [(0, 0.20), (0.05, 0.17), (0.08, 0.10), (0.9, 0.085), (0.94, 0.15), (1, 0.12)]
        revolve(builder, (-2.55, 0, z), (-2.55, 4.1, z), rings, iron, METAL, sides=12)
        box(builder, (-0.85, 4.0, z), (7.4, 0.14, 0.10), iron, METAL)
        for side in (-1, 1):
            cylinder(builder, (-2.55, 3.1, z), (-2.55 + side * 0.9, 3.95, z), 0.035, iron, METAL, sides=6)
        hand.block(-2.72, -2.38, z - 0.17, z + 0.17, 4.0)
        cylinder(builder, (0.6, 3.35, z - 2.6), (0.6, 4.0, z - 2.6), 0.012, iron, METAL, sides=5)
        cylinder(
            builder,
            (0.6, 3.12, z - 2.6),
            (0.6, 3.35, z - 2.6),
            0.24,
            iron,
            METAL,
            top_radius=0.06,
            sides=14,
            capped=False,
        )
        glow = np.array((1.0, 0.70, 0.36)) * (2.5 * level + 0.15)
        cylinder(builder, (0.6, 3.13, z - 2.6), (0.6, 3.22, z - 2.6), 0.10, glow, EMISSIVE, sides=12)
        if level > 0.1 and z > -24:
            hand.lamps.append(Practical((0.6, 3.0, z - 2.6), (4.4 * level, 2.8 * level, 1.25 * level), 9.0))


def _train(hand: Stagehand, livery: tuple[float, float, float]) -> None:
    """Three carriages with lit compartments, doors and handrails."""
    builder, level = hand.builder, hand.level
    x, cream = 4.85, (0.56, 0.50, 0.38)
    for car in range(3):
        z = 4.0 - 19.0 * car
        box(builder, (x, 0.42, z), (2.7, 1.25, 18.2), livery, METAL)
        box(builder, (x, 2.22, z), (2.7, 0.42, 18.2), cream, METAL)
        box(builder, (x, 1.06, z), (2.74, 0.06, 18.2), (0.52, 0.40, 0.12), METAL)
        box(builder, (x, -0.45, z), (2.3, 0.5, 17.0), (0.05, 0.05, 0.05))
        for k in range(5):
            wide = 2.7 - 0.42 * k**1.2
            box(builder, (x, 2.48 + 0.11 * k, z), (max(wide, 0.8), 0.12, 18.2), (0.24, 0.24, 0.25), METAL)
        for k in range(4):
            for wheel in (-1, 1):
                at = z + (-6.6, -5.2, 5.2, 6.6)[k]
                cylinder(
                    builder,
                    (x + wheel * 0.74, -0.34, at),
                    (x + wheel * 0.66, -0.34, at),
                    0.42,
                    (0.09, 0.085, 0.08),
                    METAL,
                    sides=18,
                )
        for k in range(12):
            at = z + 8.25 - 1.5 * k
            box(builder, (x - 1.30, 1.53, at), (0.08, 0.96, 0.24), cream, METAL)
            box(builder, (x + 1.30, 1.53, at), (0.08, 0.96, 0.24), cream, METAL)
            if k == 11:
                continue
            at -= 0.75
            if k in (0, 10):
                box(builder, (x - 1.32, 1.0, at), (0.07, 2.0, 0.84), [0.8 * c for c in livery], METAL)
                box(builder, (x - 1.365, 1.58, at), (0.01, 0.7, 0.5), (0.05, 0.06, 0.07), GLASS)
                box(builder, (x - 1.40, 1.0, at + 0.5), (0.03, 0.8, 0.03), (0.50, 0.40, 0.16), METAL)
                continue
            lit = (k * 7 + car) % 4 != 0
            glow = np.array((1.0, 0.72, 0.40)) * (0.85 * level + 0.04)
            if level > 0.1 and lit:
                box(builder, (x - 1.24, 1.53, at), (0.02, 0.96, 1.26), glow, EMISSIVE)
                for seat in (-0.45, 0.45):
                    box(builder, (x - 1.26, 1.30, at + seat), (0.02, 0.5, 0.22), glow * 0.35, EMISSIVE)
            else:
                box(builder, (x - 1.26, 1.53, at), (0.02, 0.96, 1.26), (0.05, 0.06, 0.065), GLASS)
    if level > 0.1:
        for z in (1.0, -6.0, -13.0):
            hand.lamps.append(Practical((3.0, 1.5, z), (1.7 * level, 1.15 * level, 0.6 * level), 5.0))


def _far_side(hand: Stagehand, seed: int) -> None:
    """The opposite platform with its fence and lamps, houses and trees, signals down the line."""
    builder, level = hand.builder, hand.level
    random = np.random.default_rng(seed + 9)
    for k in range(9):
        tone = ((0.50, 0.36, 0.26), (0.46, 0.43, 0.38), (0.38, 0.22, 0.17))[k % 3]
        tall = random.uniform(6, 12)
        box(
            builder,
            (24.0 + random.uniform(0, 3), tall / 2 - 1, 20.0 - 13.0 * k),
            (9, tall, 10),
            tone,
            FACADE,
            w=20 + 3 * k,
        )
        plant_tree(
            builder, ("oak", "birch")[k % 2], (18.5, -1.1, 15.0 - 11.0 * k), random.uniform(5, 8), 40.0 * k, k, 1
        )
    for k in range(26):
        box(builder, (15.8, 0.55, 24 - 4 * k), (0.06, 1.1, 0.06), (0.5, 0.48, 0.44))
    for y in (0.4, 0.95):
        box(builder, (15.8, y, -26), (0.04, 0.06, 104), (0.5, 0.48, 0.44))
    for z, tone in ((-44.0, (0.9, 0.08, 0.04)), (-58.0, (0.1, 0.8, 0.3))):
        cylinder(builder, (6.7, -1, z), (6.7, 4.6, z), 0.08, (0.2, 0.2, 0.2), METAL, sides=8)
        box(builder, (6.7, 4.4, z), (0.5, 1.0, 0.2), (0.02, 0.02, 0.02))
        cylinder(
            builder,
            (6.7, 4.5, z + 0.1),
            (6.7, 4.5, z + 0.14),
            0.15,
            np.array(tone) * (2.0 + 2.0 * level),
            EMISSIVE,
            sides=12,
        )
    for k in range(9):
        x, z = (-9.0, 9.0)[k % 2] + random.uniform(-4, 4), -66.0 - 5.0 * k
        plant_tree(builder, "oak", (x if k % 2 == 0 else x + 9.0, -1.1, z), random.uniform(7, 10), 30.0 * k, k, 1)


def _luggage(b: MeshBuilder, level: float) -> Placed:
    """Two suitcases and a hat box."""
    del level
    for (x, y, z), size, tone, yaw in (
        ((0.0, 0.31, 0.0), (0.72, 0.60, 0.24), (0.26, 0.13, 0.06), 4.0),
        ((0.1, 0.22, 0.34), (0.58, 0.44, 0.20), (0.12, 0.17, 0.16), -9.0),
    ):
        box(b, (x, y, z), size, tone, PAINT, yaw_deg=yaw)
        for side in (-0.28, 0.28):
            box(
                b,
                (x + side * size[0], y, z),
                (0.04, size[1] + 0.01, size[2] + 0.01),
                [0.5 * c for c in tone],
                yaw_deg=yaw,
            )
        box(b, (x, y + size[1] / 2 + 0.02, z), (0.16, 0.03, 0.03), (0.05, 0.03, 0.02))
    cylinder(b, (0.02, 0.61, 0.0), (0.02, 0.80, 0.0), 0.19, (0.44, 0.38, 0.28), PAINT, sides=20)
    return Placed(0.9, 0.8, 0.8)


def _luggage_cart(b: MeshBuilder, level: float) -> Placed:
    """A porter's barrow piled with trunks and mail sacks."""
    del level
    box(b, (0, 0.52, 0), (1.7, 0.08, 0.85), (0.22, 0.15, 0.08), WOOD)
    for x in (-0.6, 0.6):
        for z in (-0.4, 0.4):
            cylinder(b, (x, 0.24, z - 0.03), (x, 0.24, z + 0.03), 0.24, (0.08, 0.07, 0.06), METAL, sides=16)
    for x, size, tone in ((-0.45, (0.7, 0.5, 0.6), (0.14, 0.18, 0.13)), (0.38, (0.6, 0.36, 0.6), (0.30, 0.15, 0.07))):
        box(b, (x, 0.56 + size[1] / 2, 0), size, tone, WOOD)
        for side in (-0.3, 0.3):
            box(
                b,
                (x + side * size[0], 0.56 + size[1] / 2, 0),
                (0.05, size[1] + 0.02, size[2] + 0.02),
                (0.40, 0.29, 0.12),
                METAL,
            )
    for z in (-0.2, 0.22):
        profile = [(0, 0.12), (0.3, 0.22), (0.75, 0.17), (0.85, 0.06), (1, 0.10)]
        revolve(b, (0.38, 0.92, z), (0.38, 1.45, z), profile, (0.46, 0.40, 0.28), PAINT, sides=10)
    return Placed(1.8, 0.95, 1.4)
