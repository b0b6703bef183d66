"""A sandy beach at the sea: dunes behind, rocks to the right, a jetty to the left, hills across the bay."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import EMISSIVE, PAINT, PLASTER, SAND, WATER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad
from tools.stage.noise import fractal
from tools.stage.sets import outdoors, props
from tools.stage.sets.nature import bush, graded, grass, plant_tree, rock, rolling, terrain
from tools.stage.sets.stage_set import Obstacle, Set

_SAND = (0.47, 0.385, 0.27)


def _waterline(x: np.ndarray) -> np.ndarray:
    """Return z at which the sand meets the sea."""
    return -9.5 + 1.1 * np.sin(x * 0.11 + 0.6) + 0.35 * np.sin(x * 0.43)


def _height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    inland = z - _waterline(x)
    beach = np.where(inland > 0, 0.055 * np.minimum(inland, 14.0), 0.10 * inland)
    dune = np.clip((inland - 14.0) / 16.0, 0.0, 1.0)
    dune = dune * dune * (3 - 2 * dune)
    return (
        beach + dune * (2.6 + rolling(x, z, 14.0, 1.3)) + 0.03 * np.sin(x * 1.7 + z * 0.6) * np.clip(inland / 4, 0, 1)
    )


def floor(x: float, z: float) -> float:
    """Return the height of the sand; the sea lies at 0."""
    return float(_height(np.array(x), np.array(z)))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the beach; the seed strews it."""
    builder = MeshBuilder()
    random = np.random.default_rng(seed + 21)
    level = lamp_level(time_of_day, weather)
    terrain(builder, _height, graded(-130, 130, 0.0, 0.4, 130), graded(-40, 70, -6.0, 0.4, 130), _SAND, SAND)
    sea = (0.020, 0.060, 0.070)
    quad(builder, [(-2500, 0, -6), (2500, 0, -6), (2500, 0, -2500), (-2500, 0, -2500)], sea, WATER)
    _shallows(builder, sea)
    obstacles = _jetty(builder)
    for k in range(26):
        x, z = 10.0 + 15.0 * random.random() ** 1.4, -17 + 13.0 * random.random()
        radius = random.uniform(0.3, 1.2) * (0.5 + 0.045 * x)
        rock(builder, (x, floor(x, z) + 0.1 * radius, z), radius, 300 + k, 0.75)
        obstacles.append(Obstacle(x - radius, x + radius, z - radius, z + radius, radius))
    for k in range(9):
        x, z = random.uniform(-7, 7), random.uniform(-7, 9)
        rock(builder, (x, floor(x, z), z), random.uniform(0.07, 0.18), 400 + k)
    _headland(builder)
    grass(
        builder,
        _height,
        lambda x, z, chance: (z - _waterline(x) > 15.5) & (fractal(x, z, 0.25, 3) + 0.25 * chance > 0.60),
        (-30, 30, 5, 26),
        2000 if weather == "snow" else 15000,
        0.55,
        (0.20, 0.20, 0.075),
        seed + 5,
    )
    for k in range(14):
        x, z = random.uniform(-34, 34), random.uniform(13, 30)
        bush(builder, (x, floor(x, z) - 0.1, z), random.uniform(0.5, 1.0), 500 + k)
    for k in range(16):
        x, z = random.uniform(-60, 60), random.uniform(30, 55)
        plant_tree(builder, "pine", (x, floor(x, z), z), random.uniform(6, 10), k * 50.0, k, 1)
    lamps = list(_lighthouse(builder, level))
    blocked, _, _ = props.put(builder, outdoors.boat, -3.7, -4.4, 24.0, level, floor(-3.7, -4.4) - 0.05)
    marks = [(3.4, -3.0, -50.0), (-2.6, 1.2, 40.0), (2.8, 2.0, -60.0)]
    dressed, seats, lit = props.dress(builder, dressing, marks, level, floor)
    return Set(
        name="shore",
        mesh=builder.build(),
        practicals=(*lamps, *lit),
        interior=False,
        floor=floor,
        acting_area=(-2.6, 2.8, -7.0, 5.0),
        axis_yaw_deg=180.0,
        camera_box=(-9.0, 8.0, 0.4, 25.0, -12.0, 16.0),
        obstacles=(*obstacles, *blocked, *dressed),
        seats=seats,
        entrances=((-8.0, 2.0), (7.0, 4.0), (0.0, 9.0)),
        shadow_centre=(0.0, 0.5, -4.0),
        shadow_radius_m=24.0,
    )


def _shallows(builder: MeshBuilder, sea: tuple[float, float, float]) -> None:
    """Lay the strip of water along the beach that knows how far it is from the sand, so that foam can run there."""
    xs, out = np.linspace(-90.0, 90.0, 121), np.array([-1.5, 0.0, 1.0, 2.5, 5.0, 9.0, 14.0])
    along, away = np.meshgrid(xs, out)
    points = np.stack([along, 0.012 + 0 * along, _waterline(along) - away], -1).reshape(-1, 3)
    uv = np.stack([away, along, np.ones_like(away)], -1).reshape(-1, 3)
    k = len(xs)
    i = (np.arange(len(out) - 1)[:, None] * k + np.arange(k - 1)).ravel()
    triangles = np.concatenate([np.stack([i, i + 1, i + k + 1], 1), np.stack([i, i + k + 1, i + k], 1)])
    builder.add(points, triangles, (0.0, 1.0, 0.0), uv, sea, WATER)


def _jetty(builder: MeshBuilder) -> list[Obstacle]:
    """Build the wooden jetty; returns what it blocks."""
    x, grey = -9.5, (0.27, 0.235, 0.20)
    for k in range(95):
        z = -3.0 - 0.27 * k
        box(
            builder,
            (x, 0.95, z),
            (2.1, 0.06, 0.245),
            [c * (0.85 + 0.3 * ((k * 37) % 11) / 11) for c in grey],
            WOOD,
            yaw_deg=0.4 * ((k * 13) % 5 - 2),
        )
    for k in range(9):
        for s in (-1, 1):
            z = -3.5 - 3.0 * k
            cylinder(
                builder,
                (x + s * 1.0, -1.5, z),
                (x + s * 1.0, 1.75 if k % 2 else 1.2, z),
                0.10,
                [0.7 * c for c in grey],
                WOOD,
                sides=8,
            )
    return [Obstacle(x - 1.1, x + 1.1, -29.0, -2.9, 1.0)]


def _headland(builder: MeshBuilder) -> None:
    """Raise wooded hills on the far side of the bay, to the left, clear of the low sun."""

    def hills(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        inside = np.clip(1 - ((x + 330) / 300) ** 2, 0, 1) * np.clip(1 - ((z + 420) / 230) ** 2, 0, 1)
        return -4 + 95 * inside**0.8 * (0.45 + fractal(x, z, 0.012, 5))

    terrain(builder, hills, np.linspace(-640, -20, 60), np.linspace(-660, -180, 50), (0.075, 0.105, 0.045))


def _lighthouse(builder: MeshBuilder, level: float) -> tuple[Practical, ...]:
    """Stand a lighthouse on the headland's tip."""
    base = np.array((-34.0, 5.0, -335.0))

    def above(height_m: float) -> np.ndarray:
        return base + np.array((0.0, height_m, 0.0))

    rock(builder, above(-5.0), 24.0, 77, 0.40)
    for k in range(5):
        low, high = above(4.4 * k), above(4.4 * (k + 1))
        tone = (0.68, 0.66, 0.62) if k % 2 == 0 else (0.52, 0.09, 0.06)
        cylinder(builder, low, high, 3.0 - 0.28 * k, tone, PLASTER, top_radius=2.72 - 0.28 * k, sides=14)
    lamp_y = base[1] + 22.0
    cylinder(
        builder,
        above(22.0),
        above(24.4),
        1.3,
        np.array((1.0, 0.85, 0.55)) * (0.6 + 5 * level),
        EMISSIVE,
        sides=12,
    )
    cylinder(builder, above(24.4), above(27.0), 1.9, (0.10, 0.03, 0.03), PAINT, top_radius=0.05, sides=12)
    if level < 0.2:
        return ()
    return (Practical((float(base[0]), float(lamp_y), float(base[2])), (8.0 * level, 6.5 * level, 4.0 * level), 40.0),)
