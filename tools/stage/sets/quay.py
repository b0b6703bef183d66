"""A working harbour: a stone quay, fishing boats at their moorings, nets and crates, sheds, a crane, a long bridge."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import COBBLE, EMISSIVE, FACADE, GLASS, METAL, PAINT, PLASTER, WATER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, placed, quad, revolve
from tools.stage.sets import furniture, heaps, outdoors
from tools.stage.sets.stage_set import Placed, Set, flat_floor
from tools.stage.sets.stagehand import Stagehand
from tools.stage.sets.street import house

_EDGE_X = 3.4
"""Where the quay ends; the water lies to its right and beyond its far end."""
_WATER_Y = -1.3
_HULLS = ((0.10, 0.22, 0.32), (0.42, 0.09, 0.06), (0.12, 0.28, 0.18), (0.50, 0.48, 0.42))
_WALLS = ((0.46, 0.16, 0.11), (0.52, 0.46, 0.36), (0.24, 0.32, 0.36), (0.50, 0.37, 0.18))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the harbour; the seed paints boats and sheds and heaps the nets."""
    hand = Stagehand(lamp_level(time_of_day, weather))
    builder = hand.builder
    random = np.random.default_rng(seed + 29)
    quad(builder, [(-60, 0, 60), (_EDGE_X, 0, 60), (_EDGE_X, 0, -46), (-60, 0, -46)], (0.27, 0.26, 0.245), COBBLE)
    box(builder, (_EDGE_X - 0.35, -1.0, 7.0), (0.7, 2.03, 106.0), (0.36, 0.345, 0.32), PLASTER)
    box(builder, (-20.0, -1.0, -46.0), (46.8, 2.03, 0.7), (0.36, 0.345, 0.32), PLASTER)
    quad(
        builder,
        [(-900, _WATER_Y, 400), (1200, _WATER_Y, 400), (1200, _WATER_Y, -1500), (-900, _WATER_Y, -1500)],
        (0.018, 0.05, 0.06),
        WATER,
    )
    z = 22.0
    while z > -44:
        deep = random.uniform(6.5, 10.5)
        wall = _WALLS[int(random.integers(0, 4))]
        tall = 2.9 * float(random.integers(1, 4)) + 0.4
        house(
            builder, -10.6, z - deep / 2, (9.0, tall, deep - 0.1), wall, (0.20, 0.15, 0.14), int(random.integers(2, 60))
        )
        z -= deep
    hand.block(-16.0, -6.0, -46.0, 22.0, 8.0)
    hand.block(_EDGE_X - 0.05, _EDGE_X + 40.0, -80.0, 60.0, 0.3)
    for number, (x, z, yaw, kind) in enumerate(
        ((6.1, -6.5, 3.0, 1), (6.0, 3.5, -4.0, 0), (6.3, -17.5, 2.0, 1), (11.5, -12.0, 14.0, 0))
    ):
        boat = MeshBuilder()
        _fishing_boat(boat, _HULLS[(number + seed) % 4], bool(kind), hand.level)
        builder.add_mesh(placed(boat.build(), (x, _WATER_Y, z), 180.0 + yaw))
        if number < 3:
            _mooring(builder, (x - 1.2, _WATER_Y + 1.5, z - 3.4), z - 4.8)
            _mooring(builder, (x - 1.2, _WATER_Y + 1.3, z + 3.4), z + 4.6)
    for z in (-14.0, -4.0, 6.0):
        _lamp_post(hand, _EDGE_X - 1.05, z)
    hand.put(_nets, -3.2, -5.4, 20.0)
    hand.put(_nets, -3.4, 4.4, -35.0)
    hand.put(_fish_boxes, -2.9, -1.6, 80.0)
    hand.put(_fish_boxes, 1.6, -10.2, -15.0)
    hand.put(outdoors.crates, -4.3, 1.2, 90.0)
    hand.put(_pots, -4.2, -8.6, 90.0)
    hand.put(furniture.bench, -5.2, -3.4, 90.0)
    _crane(hand, 0.4, -24.0)
    _far_shore(builder, seed)
    marks = [(1.7, -4.6, -50.0), (-2.2, 2.4, 50.0), (1.6, 3.6, -70.0)]
    hand.dress(dressing, marks, ("crates", "nets", "net", "bench", "boat", "boats"))
    return Set(
        name="quay",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=flat_floor,
        acting_area=(-2.0, 2.0, -6.5, 4.5),
        axis_yaw_deg=180.0,
        camera_box=(-5.6, _EDGE_X - 0.3, 0.2, 14.0, -16.0, 14.0),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((-0.5, -13.0), (0.0, 9.0), (-5.2, -6.5)),
        shadow_centre=(0.0, 0.5, -7.0),
        shadow_radius_m=28.0,
    )


def _fishing_boat(b: MeshBuilder, hull: tuple[float, float, float], has_cabin: bool, level: float) -> None:
    """A fishing boat afloat, bow towards +z, water line at y = 0: hull, deck, wheelhouse, mast, rail."""
    rows, half = 17, 6
    t = np.linspace(0.0, 1.0, rows)[:, None]
    turn = np.linspace(-1.0, 1.0, 2 * half + 1)[None, :]
    beam = (
        1.45
        * np.clip(1.0 - np.clip((t - 0.45) / 0.55, 0, 1) ** 2.2, 0.02, 1.0)
        * (0.86 + 0.14 * np.clip(t / 0.25, 0, 1))
    )
    sheer = 0.95 + 0.85 * np.clip(t - 0.35, 0, 1) ** 2 + 0.12 * (1 - t) ** 2
    side = np.sign(turn) * np.abs(np.sin(np.abs(turn) * np.pi / 2)) ** 0.6
    points = np.stack([beam * side, -0.7 + (sheer + 0.7) * np.abs(turn) ** 1.6, (t - 0.5) * 8.4 + 0 * turn], -1)
    normals = np.stack([side + 0 * t, -0.45 * (1 - np.abs(turn)) + 0 * t, 0.8 * np.clip(t - 0.55, 0, 1) + 0 * turn], -1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    wide = 2 * half + 1
    i = (np.arange(rows - 1)[:, None] * wide + np.arange(2 * half)).ravel()
    faces = np.concatenate([np.stack([i, i + wide, i + 1], 1), np.stack([i + 1, i + wide, i + wide + 1], 1)])
    tone = np.where(
        points[..., 1:2] < 0.08, (0.28, 0.07, 0.05), np.where(np.abs(turn)[..., None] > 0.9, (0.56, 0.54, 0.48), hull)
    )
    b.add(points.reshape(-1, 3), faces, normals.reshape(-1, 3), (0, 0, 0), tone.reshape(-1, 3), PAINT)
    deck = np.concatenate([points[:, 0], points[::-1, -1]]) - (0, 0.28, 0)
    k = np.arange(rows - 1)
    sheet = np.concatenate(
        [np.stack([k, k + 1, 2 * rows - 2 - k], 1), np.stack([k, 2 * rows - 2 - k, 2 * rows - 1 - k], 1)]
    )
    b.add(deck, sheet, (0, 1, 0), deck[:, [0, 2, 1]], (0.34, 0.25, 0.16), PAINT)
    box(b, (0, 0.35, -4.2), (2.45, 1.35, 0.08), hull)
    if has_cabin:
        box(b, (0, 1.55, 0.6), (1.7, 1.9, 1.9), (0.54, 0.53, 0.48), PAINT)
        box(b, (0, 2.56, 0.55), (2.0, 0.10, 2.3), hull)
        pane = np.array((1.0, 0.74, 0.40)) * (0.9 * level)
        for x in (-0.5, 0.0, 0.5):
            box(
                b,
                (x, 2.0, 1.56),
                (0.42, 0.55, 0.02),
                pane if level > 0.1 else (0.05, 0.07, 0.08),
                EMISSIVE if level > 0.1 else GLASS,
            )
        for x in (-0.86, 0.86):
            box(
                b,
                (x, 2.0, 0.7),
                (0.02, 0.55, 1.1),
                pane if level > 0.1 else (0.05, 0.07, 0.08),
                EMISSIVE if level > 0.1 else GLASS,
            )
    mast = -0.9 if has_cabin else 0.4
    cylinder(b, (0, 0.6, mast), (0, 5.6, mast), 0.07, (0.36, 0.24, 0.13), WOOD, top_radius=0.045, sides=8)
    cylinder(b, (0, 1.9, mast), (0, 3.4, mast - 2.6), 0.045, (0.36, 0.24, 0.13), WOOD, sides=7)
    for x, z in ((-1.2, 0.9), (1.2, 0.9), (0.0, 4.0), (0.0, -4.1)):
        cylinder(b, (x, 1.05 if z < 3.5 else 1.5, z), (0, 5.4, mast), 0.008, (0.10, 0.10, 0.10), sides=3, capped=False)
    for z, out in ((-2.8, 1.3), (-1.2, 1.42), (0.6, 1.44)):
        for x in (-out, out):
            revolve(
                b,
                (x, 0.1, z),
                (x, 0.62, z),
                [(0, 0.05), (0.2, 0.13), (0.8, 0.13), (1, 0.05)],
                (0.60, 0.22, 0.04),
                PAINT,
                sides=10,
            )
    for k in range(3):
        box(b, (-0.5 + 0.5 * k, 0.98, -2.6), (0.44, 0.26, 0.6), (0.16, 0.30, 0.40))


def _mooring(builder: MeshBuilder, at: tuple[float, float, float], z: float) -> None:
    """A rope that sags from a boat to its bollard on the quay."""
    x = _EDGE_X - 0.42
    rings = [(0, 0.17), (0.6, 0.13), (0.7, 0.20), (0.92, 0.20), (1, 0.10)]
    revolve(builder, (x, 0, z), (x, 0.5, z), rings, (0.06, 0.065, 0.07), METAL, sides=14, capped=True)
    a, b = np.array((x, 0.38, z)), np.array(at)
    previous = a
    for k in range(1, 11):
        t = k / 10
        here = a + (b - a) * t - (0, 0.5 * t * (1 - t), 0)
        cylinder(builder, previous, here, 0.022, (0.46, 0.38, 0.24), PAINT, sides=5, capped=False)
        previous = here


def _lamp_post(hand: Stagehand, x: float, z: float) -> None:
    """A harbour lamp on a bent pole over the edge."""
    level = hand.level
    cylinder(hand.builder, (x, 0, z), (x, 4.4, z), 0.07, (0.08, 0.10, 0.11), METAL, top_radius=0.05, sides=8)
    cylinder(hand.builder, (x, 4.35, z), (x + 0.9, 4.7, z), 0.035, (0.08, 0.10, 0.11), METAL, sides=6)
    cylinder(
        hand.builder,
        (x + 0.9, 4.52, z),
        (x + 0.9, 4.72, z),
        0.26,
        (0.08, 0.10, 0.11),
        METAL,
        top_radius=0.08,
        sides=14,
        capped=False,
    )
    glow = np.array((1.0, 0.72, 0.38)) * (2.7 * level + 0.2)
    cylinder(hand.builder, (x + 0.9, 4.50, z), (x + 0.9, 4.60, z), 0.13, glow, EMISSIVE, sides=12)
    hand.block(x - 0.12, x + 0.12, z - 0.12, z + 0.12, 4.4)
    if level > 0.1:
        hand.lamps.append(Practical((x + 0.8, 4.3, z), (7.0 * level, 4.6 * level, 2.1 * level), 12.0))


def _nets(b: MeshBuilder, level: float) -> Placed:
    """A heap of nets with cork floats."""
    del level
    random = np.random.default_rng(4)
    turn, out = random.uniform(0, 2 * np.pi, 70), 0.75 * np.sqrt(random.random(70))
    at = np.stack([out * np.cos(turn), 0.34 * (1 - out) + 0.05, 0.7 * out * np.sin(turn)], 1)
    size = np.stack([random.uniform(0.14, 0.26, 70), random.uniform(0.06, 0.12, 70), random.uniform(0.14, 0.26, 70)], 1)
    tone = np.array((0.10, 0.22, 0.20)) * random.uniform(0.6, 1.2, (70, 1))
    heaps.balls(b, at, size, tone)
    floats = random.uniform(-1, 1, (22, 3)) * (0.7, 0.05, 0.5) + (0, 0.33, 0)
    heaps.balls(b, floats, np.full(22, 0.055), np.tile((0.62, 0.28, 0.05), (22, 1)))
    return Placed(1.6, 1.2, 0.45)


def _fish_boxes(b: MeshBuilder, level: float) -> Placed:
    """Stacked fish boxes, the upper ones full of silver."""
    del level
    random = np.random.default_rng(8)
    for k, (x, y, z) in enumerate(
        ((-0.45, 0.13, 0), (0.4, 0.13, 0.05), (-0.42, 0.41, 0.02), (0.44, 0.41, 0.0), (-0.4, 0.69, 0.0))
    ):
        tone = ((0.14, 0.30, 0.44), (0.56, 0.34, 0.06))[k % 2]
        box(b, (x, y - 0.10, z), (0.76, 0.04, 0.46), tone)
        for side in (-1, 1):
            box(b, (x, y, z + side * 0.22), (0.76, 0.24, 0.03), tone)
            box(b, (x + side * 0.37, y, z), (0.03, 0.24, 0.46), tone)
    for x, y, z in ((0.44, 0.43, 0.0), (-0.4, 0.71, 0.0)):
        at = random.uniform(-1, 1, (26, 3)) * (0.30, 0.03, 0.17) + (x, y + 0.05, z)
        heaps.balls(
            b,
            at,
            np.tile((0.13, 0.028, 0.035), (26, 1)),
            np.array((0.46, 0.49, 0.52)) * random.uniform(0.7, 1.2, (26, 1)),
            METAL,
        )
    return Placed(1.7, 0.6, 0.85)


def _pots(b: MeshBuilder, level: float) -> Placed:
    """A wall of lobster pots."""
    del level
    for row in range(3):
        for column in range(3 - row):
            x, y = -0.75 + 0.75 * column + 0.37 * row, 0.24 + 0.46 * row
            for ring in range(5):
                z = -0.3 + 0.15 * ring
                cylinder(b, (x, y, z - 0.012), (x, y, z + 0.012), 0.23, (0.30, 0.21, 0.11), WOOD, sides=12)
            cylinder(b, (x, y, -0.32), (x, y, 0.32), 0.21, (0.05, 0.09, 0.09), PAINT, sides=12)
            box(b, (x, y - 0.22, 0), (0.46, 0.03, 0.68), (0.30, 0.21, 0.11), WOOD)
    return Placed(2.3, 0.72, 1.4)


def _crane(hand: Stagehand, x: float, z: float) -> None:
    """A portal crane astride the quay."""
    builder, blue = hand.builder, (0.07, 0.16, 0.24)
    for dx in (-2.4, 2.4):
        for dz in (-2.0, 2.0):
            cylinder(builder, (x + dx, 0, z + dz), (x + 0.6 * dx, 8.0, z + 0.6 * dz), 0.22, blue, METAL, sides=6)
            hand.block(x + dx - 0.4, x + dx + 0.4, z + dz - 0.4, z + dz + 0.4, 4.0)
        for y in (3.0, 6.0):
            cylinder(
                builder,
                (x + dx * (1 - 0.05 * y), y, z - 1.6),
                (x + dx * (1 - 0.05 * y), y, z + 1.6),
                0.10,
                blue,
                METAL,
                sides=6,
            )
    box(builder, (x, 8.3, z), (4.4, 0.6, 4.0), blue, METAL)
    box(builder, (x - 0.6, 9.7, z), (2.8, 2.3, 2.6), (0.50, 0.40, 0.10), METAL)
    box(builder, (x + 0.82, 9.8, z), (0.04, 1.0, 1.8), (0.05, 0.07, 0.08), GLASS)
    for side in (-0.7, 0.7):
        cylinder(builder, (x + 0.5, 9.0, z + side), (x + 11.0, 19.0, z), 0.14, blue, METAL, sides=6)
    cylinder(builder, (x - 1.0, 10.9, z), (x + 11.0, 19.0, z), 0.03, (0.05, 0.05, 0.05), sides=4)
    cylinder(builder, (x + 11.0, 19.0, z), (x + 11.0, 5.5, z), 0.03, (0.05, 0.05, 0.05), sides=4)
    box(builder, (x + 11.0, 5.2, z), (0.4, 0.7, 0.4), (0.50, 0.40, 0.10), METAL)


def _far_shore(builder: MeshBuilder, seed: int) -> None:
    """The other bank with its warehouses, and a cantilever bridge across the mouth of the harbour."""
    random = np.random.default_rng(seed + 6)
    for k in range(16):
        x, tall = 30.0 + 16.0 * k, random.uniform(7, 20)
        tone = np.array(_WALLS[k % 4]) * 0.9
        box(builder, (x, tall / 2 + _WATER_Y, -105 - 3 * (k % 4)), (15.5, tall, 12), tone, FACADE, w=30 + k)
    for k in range(12):
        tall = random.uniform(8, 24)
        box(
            builder,
            (74.0 + 4 * (k % 3), tall / 2 + _WATER_Y, 40.0 - 13.0 * k),
            (14, tall, 12.5),
            np.array(_WALLS[k % 4]),
            FACADE,
            w=50 + k,
        )
    iron, z = (0.16, 0.10, 0.09), -190.0
    box(builder, (-30, 13.0, z), (520, 1.6, 6.0), iron, METAL)
    for tower in (-180.0, -70.0, 40.0):
        for dz in (-2.5, 2.5):
            for spread in (-9.0, 9.0):
                cylinder(builder, (tower + spread, _WATER_Y, z + dz), (tower, 46.0, z + dz), 0.9, iron, METAL, sides=6)
        box(builder, (tower, 0.0, z), (24, 5, 9), (0.34, 0.32, 0.29), PLASTER)
        for k in range(1, 8):
            for side in (-1, 1):
                reach = 55.0 * k / 7
                top = 46.0 - 30.0 * k / 7
                cylinder(
                    builder,
                    (tower + side * reach, 13.0, z),
                    (tower + side * reach, top, z),
                    0.35,
                    iron,
                    METAL,
                    sides=5,
                    capped=False,
                )
        for side in (-1, 1):
            cylinder(builder, (tower, 46.0, z), (tower + side * 55.0, 16.0, z), 0.6, iron, METAL, sides=5, capped=False)
