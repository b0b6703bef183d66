"""A corner cafe: chequered floor, a counter with shelves, small tables, big front windows to the street."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import EMISSIVE, METAL, PAINT, PLASTER, TILE, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets import furniture, outdoors, props, rooms
from tools.stage.sets.stage_set import Obstacle, Placed, Seat, Set, flat_floor

_HALF_WIDTH_M, _FAR_M, _NEAR_M, _HEIGHT_M = 4.6, -5.2, 5.2, 3.4
_WALLS = ((0.42, 0.26, 0.17), (0.16, 0.25, 0.22), (0.40, 0.33, 0.21), (0.30, 0.14, 0.12))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the cafe; the seed paints its walls."""
    builder = MeshBuilder()
    level = lamp_level(time_of_day, weather, least=0.35)
    tone = _WALLS[seed % 4]
    w, far, near, high = _HALF_WIDTH_M, _FAR_M, _NEAR_M, _HEIGHT_M
    quad(builder, [(-w, 0, near), (w, 0, near), (w, 0, far), (-w, 0, far)], (0.52, 0.49, 0.43), TILE)
    rooms.ceiling(builder, w, near, far, high, (0.50, 0.46, 0.40))
    rooms.wall(builder, (-w, far), (w, far), high, tone, PLASTER, [(0.5, 3.3, 0.55, 2.75), (3.9, 6.7, 0.55, 2.75)])
    rooms.wall(builder, (-w, near), (-w, far), high, tone, PLASTER, [(1.2, 4.0, 0.55, 2.75), (6.2, 9.0, 0.55, 2.75)])
    rooms.wall(builder, (w, far), (w, near), high, tone, PLASTER)
    rooms.wall(builder, (w, near), (-w, near), high, tone, PLASTER)
    frame = (0.10, 0.13, 0.12)
    lamps: list[Practical] = []
    for x in (-2.7, 0.7):
        rooms.window(builder, (x, 1.65, far), (2.8, 2.2), "z", frame, (3, 1))
        lamps.append(rooms.daylight((x, 1.7, far), (0, 1), 3.4, time_of_day, weather))
    for z in (2.6, -2.4):
        rooms.window(builder, (-w, 1.65, z), (2.8, 2.2), "x", frame, (3, 1))
        lamps.append(rooms.daylight((-w, 1.7, z), (1, 0), 3.4, time_of_day, weather))
    # A dado of dark boards under the plaster, all round.
    for centre, size in (((0, 0.27, far + 0.02), (2 * w, 0.55, 0.04)), ((-w + 0.02, 0.27, 0), (0.04, 0.55, 2 * near))):
        box(builder, centre, size, (0.14, 0.08, 0.05), WOOD)
    for centre, size in (((w - 0.02, 0.5, 0), (0.04, 1.0, 2 * near)), ((0, 0.5, near - 0.02), (2 * w, 1.0, 0.04))):
        box(builder, centre, size, (0.14, 0.08, 0.05), WOOD)
    lamps.append(rooms.bounce((-1.6, 2.7, 2.6), time_of_day, weather, level))
    lamps.append(rooms.bounce((2.0, 2.8, -0.6), time_of_day, weather, 0.6 * level))
    rooms.view_outside(builder, 6.0, seed)
    lamps += _counter(builder, level)
    for x, z in ((-2.6, -3.4), (0.4, -3.5), (-2.8, 0.6), (-2.6, 3.4), (0.6, 3.2)):
        lamps += _pendant(builder, x, z, level)
    obstacles = [
        Obstacle(2.35, w, -3.6, 3.6, 1.2),
        Obstacle(-w - 1, -w, far, near, high),
        Obstacle(w, w + 1, far, near, high),
        Obstacle(-w, w, far - 1, far, high),
        Obstacle(-w, w, near, near + 1, high),
    ]
    seats: list[Seat] = []
    for number, (x, z) in enumerate(((-2.6, -3.4), (0.4, -3.5), (-2.8, 0.6), (-2.6, 3.4), (0.6, 3.2))):
        placed_table, _, _ = props.put(builder, _bistro_table, x, z, 20.0 * number, level)
        obstacles += placed_table
        for side in (-1, 1):
            blocked, sat, _ = props.put(builder, furniture.chair, x + side * 0.72, z + 0.1 * side, -90.0 * side, level)
            obstacles += blocked
            seats += sat
    rooms.picture(builder, (2.9, 1.9, near - 0.02), (0.9, 0.6), "z", seed)
    rooms.picture(builder, (-3.2, 1.9, near - 0.02), (0.7, 0.9), "z", seed + 1)
    for x, z in ((-4.1, -4.7), (-4.1, 4.6), (2.0, -4.8)):
        blocked, _, _ = props.put(builder, outdoors.planter, x, z, 0.0, level)
        obstacles += blocked
    free = [word for word in dressing if word not in ("table", "chair", "lamp", "counter")]
    blocked, sat, lit = props.dress(builder, free, [(1.4, 4.5, 180.0), (-4.0, 2.0, 90.0), (3.4, -4.6, 0.0)], level)
    return Set(
        name="cafe",
        mesh=builder.build(),
        practicals=(*lamps, *lit),
        interior=True,
        floor=flat_floor,
        acting_area=(-1.7, 1.7, -2.4, 2.2),
        axis_yaw_deg=180.0,
        camera_box=(-w + 0.25, w - 0.25, 0.3, high - 0.3, far + 0.35, near - 0.2),
        obstacles=(*obstacles, *blocked),
        seats=(*seats, *sat),
        entrances=((1.3, -4.6), (1.5, 4.4)),
        shadow_centre=(0.0, 1.5, 0.0),
        shadow_radius_m=9.0,
        room=(-w, w, far, near),
    )


def _bistro_table(builder: MeshBuilder, level: float) -> Placed:
    """A round marble table on an iron foot, laid for two."""
    del level
    cylinder(builder, (0, 0.72, 0), (0, 0.75, 0), 0.38, (0.56, 0.54, 0.50), PAINT, sides=24)
    cylinder(builder, (0, 0.02, 0), (0, 0.72, 0), 0.03, (0.04, 0.04, 0.045), METAL, sides=8)
    cylinder(builder, (0, 0.0, 0), (0, 0.03, 0), 0.24, (0.04, 0.04, 0.045), METAL, sides=16)
    furniture.cup(builder, (0.18, 0.752, 0.06))
    furniture.cup(builder, (-0.18, 0.752, -0.05))
    revolve(builder, (0.0, 0.75, -0.16), (0.0, 0.92, -0.16), [(0, 0.035), (0.6, 0.045), (1, 0.018)], (0.10, 0.20, 0.22))
    outdoors.foliage(builder, (0.0, 0.96, -0.16), 0.08, 24, (0.45, 0.12, 0.10), 3)
    return Placed(0.76, 0.76, 0.76)


def _pendant(builder: MeshBuilder, x: float, z: float, level: float) -> list[Practical]:
    """Hang an enamel lamp over a table."""
    cylinder(builder, (x, 2.25, z), (x, _HEIGHT_M, z), 0.008, (0.02, 0.02, 0.02), sides=4)
    cylinder(
        builder, (x, 2.02, z), (x, 2.24, z), 0.24, (0.07, 0.16, 0.14), METAL, top_radius=0.05, sides=18, capped=False
    )
    glow = np.array((1.0, 0.66, 0.32)) * (2.4 * level + 0.1)
    cylinder(builder, (x, 2.03, z), (x, 2.10, z), 0.09, glow, EMISSIVE, sides=12)
    return [Practical((x, 1.92, z), (3.3 * level, 2.0 * level, 0.9 * level), 5.5)]


def _counter(builder: MeshBuilder, level: float) -> list[Practical]:
    """Build the counter on the right with its machine, cakes, and shelves of bottles and cups behind."""
    box(builder, (2.75, 0.53, 0.0), (0.62, 1.06, 6.6), (0.17, 0.10, 0.06), WOOD)
    box(builder, (2.72, 1.08, 0.0), (0.78, 0.05, 6.7), (0.44, 0.42, 0.39))
    for k in range(11):
        box(builder, (2.43, 0.53, -3.0 + 0.6 * k), (0.03, 0.9, 0.44), (0.21, 0.125, 0.075), WOOD)
    box(builder, (2.8, 1.33, -1.6), (0.45, 0.46, 0.85), (0.50, 0.48, 0.46), METAL)
    box(builder, (2.74, 1.60, -1.6), (0.5, 0.07, 0.9), (0.45, 0.10, 0.07), METAL)
    for k in range(5):
        furniture.cup(builder, (2.78, 1.64, -1.9 + 0.15 * k))
    tones = ((0.48, 0.28, 0.12), (0.55, 0.42, 0.24), (0.30, 0.12, 0.08))
    for k in range(3):
        z = 0.5 + 0.6 * k
        cylinder(builder, (2.75, 1.11, z), (2.75, 1.25, z), 0.03, (0.6, 0.58, 0.54), sides=8)
        cylinder(builder, (2.75, 1.25, z), (2.75, 1.27, z), 0.20, (0.6, 0.58, 0.54), sides=18)
        cylinder(builder, (2.75, 1.27, z), (2.75, 1.37, z), 0.15, tones[k], sides=18)
    random = np.random.default_rng(12)
    for shelf in range(4):
        y = 1.15 + 0.48 * shelf
        box(builder, (4.42, y, 0.0), (0.30, 0.04, 6.4), (0.15, 0.09, 0.055), WOOD)
        z = -3.05
        while z < 3.0:
            kind = random.random()
            if kind < 0.6:
                colour = ((0.05, 0.14, 0.07), (0.24, 0.12, 0.04), (0.40, 0.36, 0.30), (0.10, 0.16, 0.22))[
                    int(random.integers(0, 4))
                ]
                tall = random.uniform(0.22, 0.34)
                profile = [(0, 0.038), (0.6, 0.040), (0.78, 0.014), (1, 0.014)]
                revolve(builder, (4.40, y + 0.02, z), (4.40, y + 0.02 + tall, z), profile, colour, METAL, sides=8)
                z += random.uniform(0.09, 0.13)
            elif kind < 0.9:
                furniture.cup(builder, (4.38, y + 0.02, z))
                z += 0.17
            else:
                z += 0.22
    box(builder, (4.5, 2.85, 0.0), (0.06, 0.5, 2.6), (0.03, 0.035, 0.03))
    box(builder, (4.46, 2.85, 0.0), (0.03, 0.03, 2.2), np.array((1.0, 0.72, 0.40)) * (1.6 * level), EMISSIVE)
    return [
        Practical((4.0, 2.5, -1.5), (1.9 * level, 1.2 * level, 0.6 * level), 4.5),
        Practical((4.0, 2.5, 1.5), (1.9 * level, 1.2 * level, 0.6 * level), 4.5),
    ]
