"""A river valley between mountains, with a village: for drones above and for people on a meadow over the river."""

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import WATER, WOOD
from tools.stage.mesh import MeshBuilder, box, placed, quad
from tools.stage.noise import fractal
from tools.stage.sets import props
from tools.stage.sets.nature import blossoms, bush, graded, grass, plant_tree, rock, terrain
from tools.stage.sets.stage_set import Obstacle, Set
from tools.stage.sets.street import house

_MEADOW_Y = 15.0


def _river_x(z: np.ndarray) -> np.ndarray:
    """Return where the middle of the river is at z; the meadow at the origin lies 62 m from it."""
    return -62.0 - 70.0 * np.sin((z + 40) * 0.006) - 20.0 * np.sin(z * 0.019)


def _height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    away = np.abs(x - _river_x(z))
    bank = np.clip((away - 26) / 260, 0, 1)
    relief = (fractal(x, z, 0.0062, 6) - 0.33) * 560 * bank**1.2 + bank * 115
    relief = relief + fractal(x, z, 0.05, 4) * 5 * np.clip(away / 60, 0.05, 1) - 6
    meadow = np.exp(-(((x / 30) ** 2 + ((z + 2) / 34) ** 2) ** 2))
    gentle = _MEADOW_Y + 0.10 * np.sin(x * 0.5) + 0.12 * np.sin(z * 0.37) - 0.0035 * (x * x + z * z) * 0.3
    return relief * (1 - meadow) + gentle * meadow


def floor(x: float, z: float) -> float:
    """Return the height of the ground; the river lies at 0, the meadow at about 15 m."""
    return float(_height(np.array(x), np.array(z)))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the valley; the seed plants its woods."""
    builder = MeshBuilder()
    random = np.random.default_rng(seed + 2)
    level = lamp_level(time_of_day, weather)
    terrain(builder, _height, graded(-620, 620, 0.0, 0.7, 270), graded(-1150, 420, 0.0, 0.7, 300), (0.12, 0.15, 0.055))
    quad(builder, [(-900, 0, 500), (900, 0, 500), (900, 0, -1300), (-900, 0, -1300)], (0.015, 0.035, 0.04), WATER)
    _woods(builder, random)
    _village(builder, random)
    obstacles = _meadow(builder, random, seed, weather == "snow")
    marks = [(2.6, -2.6, -40.0), (-2.6, -3.0, 40.0), (2.8, 2.0, -60.0)]
    blocked, seats, lamps = props.dress(builder, dressing, marks, level, floor)
    ground = floor(0, 0)
    return Set(
        name="valley",
        mesh=builder.build(),
        practicals=lamps,
        interior=False,
        floor=floor,
        acting_area=(-3.0, 3.0, -6.0, 5.0),
        axis_yaw_deg=180.0,
        camera_box=(-90.0, 60.0, ground + 0.25, ground + 95.0, -120.0, 130.0),
        obstacles=(*obstacles, *blocked),
        seats=seats,
        entrances=((-7.0, 0.0), (6.0, 3.0), (0.0, 9.0)),
        shadow_centre=(0.0, ground, -60.0),
        shadow_radius_m=190.0,
    )


def _woods(builder: MeshBuilder, random: np.random.Generator) -> None:
    """Clothe the slopes in clumped wood; autumn stands out of it here and there."""
    count = 9000
    z = random.uniform(-700, 110, count)
    x = _river_x(z) + random.choice([-1.0, 1.0], count) * (30 + 240 * random.random(count) ** 1.3)
    y = _height(x, z)
    clump = fractal(x, z, 0.022, 3) + 0.10 * random.random(count)
    steep = np.abs(_height(x + 2, z) - y) + np.abs(_height(x, z + 2) - y)
    open_ground = (x / 34) ** 2 + ((z - 4) / 42) ** 2 < 1
    keep = np.flatnonzero((y > 1.5) & (y < 120) & (clump > 0.50) & (steep < 3.4) & ~open_ground)[:2300]
    kinds = ("pine", "pine", "oak", "pine", "oak", "autumn", "pine", "birch")
    for number, k in enumerate(keep):
        near = x[k] ** 2 + z[k] ** 2 < 62**2
        tall = random.uniform(7, 14)
        at = (float(x[k]), float(y[k]) - 0.2, float(z[k]))
        plant_tree(builder, kinds[number % len(kinds)], at, tall, random.uniform(0, 360), number, 1 if near else 2)


def _village(builder: MeshBuilder, random: np.random.Generator) -> None:
    """Scatter houses and a church along the river below the meadow."""
    tones = ((0.74, 0.67, 0.55), (0.65, 0.49, 0.37), (0.78, 0.75, 0.68))
    for number in range(30):
        z = random.uniform(-265, -105)
        x = float(_river_x(np.array(z))) + random.uniform(33, 78)
        y = floor(x, z)
        if not 0.6 < y < 22.0:
            continue
        own = MeshBuilder()
        size = (random.uniform(6, 8.5), random.uniform(3.2, 6.2), random.uniform(7, 10))
        house(own, 0.0, 0.0, size, tones[number % 3], (0.36, 0.15, 0.09), number)
        builder.add_mesh(placed(own.build(), (x, y - 0.8, z), random.uniform(-30, 30)))
    z = -170.0
    x = float(_river_x(np.array(z))) + 56.0
    tower = MeshBuilder()
    box(tower, (0, 7, 0), (4, 16, 4), (0.72, 0.68, 0.60))
    house(tower, 0, -8, (7, 6.5, 13), (0.72, 0.68, 0.60), (0.20, 0.17, 0.17), 9)
    tower.add(
        [(-2.3, 15, 2.3), (2.3, 15, 2.3), (2.3, 15, -2.3), (-2.3, 15, -2.3), (0, 24, 0)],
        [(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)],
        [(-0.6, 0.3, 0.6), (0.6, 0.3, 0.6), (0.6, 0.3, -0.6), (-0.6, 0.3, -0.6), (0, 1, 0)],
        (0, 0, 0),
        (0.17, 0.20, 0.21),
        0,
    )
    builder.add_mesh(placed(tower.build(), (x, floor(x, z) - 0.8, z), 12.0))


def _meadow(builder: MeshBuilder, random: np.random.Generator, seed: int, snows: bool) -> list[Obstacle]:
    """Dress the ground where people stand: long grass, flowers, a fence, an old tree, boulders."""

    def grows(x: np.ndarray, z: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return (np.abs(x - 0.5 * np.sin(z * 0.3)) > 0.6 + 0.7 * chance) | (chance > 0.93)

    grass(builder, _height, grows, (-13, 13, -16, 10), 2500 if snows else 22000, 0.30, (0.15, 0.19, 0.05), seed + 3)
    tones = ((0.72, 0.55, 0.08), (0.70, 0.68, 0.62), (0.55, 0.14, 0.34), (0.30, 0.26, 0.62))
    if not snows:
        blossoms(builder, _height, grows, (-12, 12, -14, 8), 1500, tones, seed + 4)
    obstacles: list[Obstacle] = []
    for k in range(12):
        x, z = -14.0 + 2.4 * k, -9.5 - 0.12 * (k - 6) ** 2 * 0.2
        if 5 <= k <= 6:
            continue
        y = floor(x, z)
        box(builder, (x, y + 0.5, z), (0.12, 1.3, 0.12), (0.24, 0.20, 0.16), WOOD)
        for rail in (0.45, 0.90):
            box(builder, (x + 1.2, floor(x + 1.2, z) + rail, z), (2.45, 0.10, 0.05), (0.26, 0.22, 0.18), WOOD)
        obstacles.append(Obstacle(x - 0.1, x + 2.5, z - 0.2, z + 0.2, 1.1))
    for x, z, tall, kind in (
        (6.4, -7.0, 9.5, "oak"),
        (-8.5, -5.5, 7.0, "birch"),
        (-11.0, 4.0, 8.0, "oak"),
        (10.5, 6.0, 9.0, "oak"),
    ):
        plant_tree(builder, kind, (x, floor(x, z), z), tall, x * 30, 1, 0)
        obstacles.append(Obstacle(x - 0.4, x + 0.4, z - 0.4, z + 0.4, tall))
    for k in range(10):
        x, z = random.uniform(-11, 11), random.uniform(-12, 8)
        if abs(x) > 3.2:
            radius = random.uniform(0.2, 0.6)
            rock(builder, (x, floor(x, z) + 0.08, z), radius, 60 + k)
            obstacles.append(Obstacle(x - radius, x + radius, z - radius, z + radius, radius))
    for k in range(8):
        x, z = random.uniform(-16, 16), random.uniform(-16, -10)
        bush(builder, (x, floor(x, z) - 0.1, z), random.uniform(0.4, 0.8), 80 + k, ("oak", "autumn")[k % 2])
    return obstacles
