"""A bazaar: a lane between two rows of stalls under stretched cloths, old houses behind, lanterns overhead."""

from collections.abc import Callable

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import CLOTH, COBBLE, METAL, WOOD
from tools.stage.mesh import MeshBuilder, Vector, box, cylinder, quad, revolve
from tools.stage.sets import heaps, outdoors, perches
from tools.stage.sets.props import Prop
from tools.stage.sets.stage_set import Placed, Set, flat_floor
from tools.stage.sets.stagehand import Stagehand
from tools.stage.sets.street import house

Ware = Callable[[MeshBuilder, np.random.Generator], None]
"""Lays goods on the boards of a stall."""

_STALL_X = 3.9
_CLOTHS = (
    (0.56, 0.16, 0.08),
    (0.62, 0.40, 0.08),
    (0.10, 0.28, 0.34),
    (0.44, 0.10, 0.26),
    (0.60, 0.54, 0.40),
    (0.16, 0.32, 0.14),
)
_WALLS = ((0.58, 0.42, 0.27), (0.66, 0.52, 0.36), (0.50, 0.30, 0.20), (0.46, 0.47, 0.42))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the bazaar; the seed deals out wares, cloths and houses."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.12))
    builder = hand.builder
    random = np.random.default_rng(seed + 61)
    quad(builder, [(-60, 0, 50), (60, 0, 50), (60, 0, -90), (-60, 0, -90)], (0.34, 0.27, 0.20), COBBLE)
    for side in (-1, 1):
        z = 24.0
        while z > -46:
            depth, height = random.uniform(5.5, 8.5), 2.9 * float(random.integers(2, 4)) + 0.3
            wall = _WALLS[int(random.integers(0, 4))]
            house(
                builder,
                side * 9.8,
                z - depth / 2,
                (8.0, height, depth - 0.05),
                wall,
                (0.33, 0.17, 0.10),
                int(random.integers(1, 45)) * 2 + 1,
            )
            z -= depth
        hand.block(min(side * 5.6, side * 14.0), max(side * 5.6, side * 14.0), -46.0, 24.0, 9.0)
    house(builder, 0.0, -52.0, (14.0, 8.0, 8.0), _WALLS[seed % 4], (0.33, 0.17, 0.10), 15)
    house(builder, 0.0, 30.0, (16.0, 8.0, 8.0), _WALLS[(seed + 1) % 4], (0.33, 0.17, 0.10), 17)
    wares = (_fruits, _spices, _fabrics, _pots, _lamps, _baskets)
    order = random.permutation(6)
    for number in range(9):
        z = 8.2 - 3.3 * number
        for side in (-1, 1):
            ware = wares[order[(number * 2 + (side > 0) * 3) % 6]]
            cloth = _CLOTHS[int(random.integers(0, 6))]
            hand.put(
                _stall(ware, cloth, int(random.integers(0, 1 << 20))), side * _STALL_X, z + 0.4 * side, -90.0 * side
            )
    for k in range(6):
        _canopy(builder, 6.0 - 5.6 * k, _CLOTHS[(k + seed) % 6], _CLOTHS[(k + seed + 2) % 6], seed + k)
    for k in range(7):
        x, z = (-1.5, 1.5)[k % 2], 5.5 - 4.2 * k
        cylinder(builder, (x, 3.22, z), (x, 3.75, z), 0.006, (0.03, 0.03, 0.03), sides=3, capped=False)
        lamp = outdoors.lantern(builder, (x, 3.12, z), hand.level)
        if hand.level > 0.2:
            hand.lamps.append(lamp)
    for x, z, yaw in ((-2.5, 4.0, 20.0), (2.6, -7.4, -30.0), (-2.5, -12.0, 40.0)):
        hand.put(_sacks, x, z, yaw)
    for x, z, yaw in ((-2.35, 1.6, 75.0), (-2.35, 2.75, 105.0), (2.4, -2.6, -90.0)):
        hand.put(perches.box_seat, x, z, yaw)
    hand.put(outdoors.crates, 2.55, 2.2, -80.0)
    hand.put(outdoors.bicycle, -2.7, -6.1, 84.0)
    hand.dress(
        dressing,
        [(2.0, -4.4, -60.0), (-2.0, -8.4, 60.0), (2.0, 5.2, -70.0)],
        ("stall", "stalls", "cart", "fruit", "crates", "lantern"),
    )
    return Set(
        name="market",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=flat_floor,
        acting_area=(-1.9, 1.9, -5.5, 4.5),
        axis_yaw_deg=180.0,
        camera_box=(-2.4, 2.4, 0.15, 3.0, -12.0, 10.0),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((0.0, -11.0), (-1.0, 8.5), (1.0, 8.5)),
        shadow_centre=(0.0, 1.5, -6.0),
        shadow_radius_m=24.0,
    )


def _stall(ware: Ware, cloth: tuple[float, float, float], seed: int) -> Prop:
    """A trestle with stepped boards, four poles, a sagging awning, and its wares."""

    def stall(b: MeshBuilder, level: float) -> Placed:
        for z, y in ((0.35, 0.72), (-0.05, 0.86), (-0.45, 1.0)):
            box(b, (0, y, z), (2.5, 0.04, 0.40), (0.30, 0.19, 0.10), WOOD)
        box(b, (0, 0.36, 0.54), (2.5, 0.70, 0.02), [0.7 * c for c in cloth], CLOTH)
        for x in (-1.24, 1.24):
            box(b, (x, 0.4, -0.02), (0.04, 0.80, 1.1), (0.22, 0.14, 0.08), WOOD)
            cylinder(b, (x, 0, 0.62), (x, 2.25, 0.62), 0.03, (0.26, 0.17, 0.09), WOOD, sides=6)
            cylinder(b, (x, 0, -0.72), (x, 2.7, -0.72), 0.03, (0.26, 0.17, 0.09), WOOD, sides=6)
        stripes = 8
        pale = tuple(0.35 * c + 0.36 for c in cloth)
        for k in range(stripes):
            x0, x1 = -1.35 + 2.7 * k / stripes, -1.35 + 2.7 * (k + 1) / stripes
            tone = cloth if k % 2 else pale
            quad(b, [(x0, 2.22, 0.95), (x1, 2.22, 0.95), (x1, 2.40, 0.1), (x0, 2.40, 0.1)], tone, CLOTH)
            quad(b, [(x0, 2.40, 0.1), (x1, 2.40, 0.1), (x1, 2.74, -0.78), (x0, 2.74, -0.78)], tone, CLOTH)
            quad(
                b,
                [
                    (x0, 2.02 - 0.03 * (k % 2), 0.96),
                    (x1, 2.02 - 0.03 * (k % 2), 0.96),
                    (x1, 2.22, 0.95),
                    (x0, 2.22, 0.95),
                ],
                tone,
                CLOTH,
            )
        quad(
            b,
            [(-1.24, 0.6, -0.74), (1.24, 0.6, -0.74), (1.24, 2.5, -0.74), (-1.24, 2.5, -0.74)],
            [0.45 * c for c in cloth],
            CLOTH,
        )
        ware(b, np.random.default_rng(seed))
        lamps = (outdoors.lantern(b, (0.0, 2.0, 0.5), 0.75 * level),) if level > 0.2 else ()
        return Placed(2.6, 1.4, 2.3, (), lamps)

    return stall


def _boards() -> tuple[tuple[float, float], ...]:
    return ((0.35, 0.74), (-0.05, 0.88), (-0.45, 1.02))


def _fruits(b: MeshBuilder, random: np.random.Generator) -> None:
    """Heaps of fruit and greens in rows."""
    tones = ((0.60, 0.09, 0.04), (0.75, 0.34, 0.03), (0.22, 0.36, 0.05), (0.70, 0.55, 0.08), (0.28, 0.06, 0.16))
    for z, y in _boards():
        for k in range(4):
            tone = np.array(tones[int(random.integers(0, 5))])
            spread = random.uniform(-1, 1, (9, 3)) * (0.22, 0.045, 0.14)
            at = spread + np.array((-0.95 + 0.63 * k, y + 0.075, z))
            heaps.balls(b, at, random.uniform(0.05, 0.065, 9), tone * random.uniform(0.8, 1.1, (9, 1)))


def _spices(b: MeshBuilder, random: np.random.Generator) -> None:
    """Cones of spice in brass bowls."""
    tones = ((0.62, 0.30, 0.03), (0.50, 0.10, 0.03), (0.30, 0.20, 0.08), (0.26, 0.30, 0.08), (0.66, 0.52, 0.12))
    for z, y in _boards():
        for k in range(5):
            x = -1.0 + 0.5 * k
            cylinder(b, (x, y, z), (x, y + 0.09, z), 0.13, (0.40, 0.29, 0.10), METAL, top_radius=0.19, sides=14)
            tone = np.array(tones[int(random.integers(0, 5))])
            cylinder(b, (x, y + 0.08, z), (x, y + 0.27, z), 0.175, tone, CLOTH, top_radius=0.01, sides=14)


def _fabrics(b: MeshBuilder, random: np.random.Generator) -> None:
    """Bolts of cloth on the boards, lengths hung from the awning pole."""
    for z, y in _boards():
        for k in range(9):
            tone = np.array(_CLOTHS[int(random.integers(0, 6))]) * random.uniform(0.7, 1.2)
            x = -1.05 + 0.26 * k
            cylinder(b, (x, y + 0.09, z - 0.18), (x, y + 0.09, z + 0.18), 0.095, np.minimum(tone, 0.8), CLOTH, sides=12)
    for k in range(5):
        x, drop = -1.0 + 0.5 * k, random.uniform(0.5, 0.9)
        tone = np.minimum(np.array(_CLOTHS[int(random.integers(0, 6))]) * 1.1, 0.8)
        quad(
            b,
            [
                (x - 0.2, 2.45 - drop, -0.55),
                (x + 0.2, 2.45 - drop, -0.50),
                (x + 0.2, 2.5, -0.58),
                (x - 0.2, 2.5, -0.58),
            ],
            tone,
            CLOTH,
        )


def _pots(b: MeshBuilder, random: np.random.Generator) -> None:
    """Glazed jars, bowls and plates."""
    tones = ((0.40, 0.20, 0.11), (0.10, 0.26, 0.36), (0.50, 0.44, 0.34), (0.16, 0.30, 0.20))
    for z, y in _boards():
        for k in range(6):
            radius, tall = random.uniform(0.09, 0.15), random.uniform(0.16, 0.36)
            profile = [(0, 0.55 * radius), (0.4, radius), (0.8, 0.5 * radius), (0.9, 0.45 * radius), (1, 0.6 * radius)]
            x = -1.05 + 0.42 * k + random.uniform(-0.04, 0.04)
            revolve(b, (x, y, z), (x, y + tall, z), profile, tones[int(random.integers(0, 4))], METAL, sides=14)


def _lamps(b: MeshBuilder, random: np.random.Generator) -> None:
    """Brass lamps and trays."""
    for z, y in _boards():
        for k in range(5):
            x, tall = -1.0 + 0.5 * k, random.uniform(0.2, 0.42)
            profile = [(0, 0.10), (0.1, 0.03), (0.45, 0.03), (0.6, 0.10), (0.8, 0.12), (1, 0.02)]
            revolve(b, (x, y, z), (x, y + tall, z), profile, (0.52, 0.36, 0.11), METAL, sides=12)
    for k in range(4):
        x = -0.9 + 0.6 * k
        cylinder(b, (x, 2.0, -0.6), (x, 2.0, -0.58), 0.22, (0.52, 0.36, 0.11), METAL, sides=20)


def _baskets(b: MeshBuilder, random: np.random.Generator) -> None:
    """Woven baskets, some with bread."""
    for z, y in _boards():
        for k in range(4):
            x, radius = -0.93 + 0.62 * k, random.uniform(0.15, 0.22)
            cylinder(
                b, (x, y, z), (x, y + 0.2, z), 0.75 * radius, (0.42, 0.28, 0.13), WOOD, top_radius=radius, sides=14
            )
            loaves = random.uniform(-1, 1, (4, 3)) * (0.09, 0.01, 0.08) + (x, y + 0.2, z)
            heaps.balls(b, loaves, np.full(4, 0.075), np.tile((0.50, 0.29, 0.11), (4, 1)))


def _sacks(b: MeshBuilder, level: float) -> Placed:
    """Open sacks of grain and pulses on the ground."""
    del level
    tones = ((0.56, 0.44, 0.20), (0.40, 0.14, 0.06), (0.50, 0.48, 0.36))
    for k, (x, z) in enumerate(((-0.3, 0.0), (0.28, 0.1), (0.0, -0.42))):
        profile = [(0, 0.20), (0.3, 0.26), (0.8, 0.23), (0.92, 0.28), (1, 0.25)]
        revolve(b, (x, 0, z), (x, 0.5, z), profile, (0.42, 0.34, 0.22), CLOTH, sides=12)
        cylinder(b, (x, 0.44, z), (x, 0.54, z), 0.23, tones[k], CLOTH, top_radius=0.06, sides=12)
    return Placed(1.1, 1.0, 0.55)


def _canopy(builder: MeshBuilder, z: float, tone: Vector, other: Vector, seed: int) -> None:
    """Stretch two lengths of cloth across the lane, sagging; the sun comes through between them."""
    random = np.random.default_rng(seed)
    for offset, colour in ((0.0, tone), (2.3, other)):
        high = 3.9 + random.uniform(-0.15, 0.3)
        t = np.linspace(0.0, 1.0, 13)
        sag = 0.55 * (1 - (2 * t - 1) ** 2)
        edges = []
        for side in (0.0, 1.7):
            edges.append(
                np.stack([-5.7 + 11.4 * t, high - sag + 0.12 * np.sin(9 * t + side), np.full(13, z - offset - side)], 1)
            )
        points = np.concatenate(edges)
        i = np.arange(12)
        triangles = np.concatenate([np.stack([i, i + 1, i + 14], 1), np.stack([i, i + 14, i + 13], 1)])
        builder.add(points, triangles, (0.0, 1.0, 0.0), points, colour, CLOTH)
