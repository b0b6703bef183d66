"""A mixed wood with a winding path: big trees, undergrowth, ferns, rocks and a fallen trunk."""

import math

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import BARK, LEAF
from tools.stage.mesh import MeshBuilder, cylinder
from tools.stage.sets import props
from tools.stage.sets.nature import bush, graded, grass, plant_tree, rock, terrain
from tools.stage.sets.stage_set import Obstacle, Seat, Set

_EARTH = (0.105, 0.115, 0.045)


def _path_x(z: np.ndarray) -> np.ndarray:
    """Return where the middle of the path is at z."""
    return 1.3 * np.sin(z * 0.12)


def _height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    aside = np.maximum(np.abs(x - _path_x(z)) - 2.6, 0.0)
    bumps = 0.05 * np.sin(x * 0.9) + 0.04 * np.sin(z * 0.7 + x * 0.3) + 0.015 * np.sin(x * 4) * np.sin(z * 3.3)
    return bumps + 0.16 * aside**1.08 + 0.05 * aside * np.sin(x * 0.5 + z * 0.31)


def _in_glade(x: float, z: float) -> bool:
    """Return whether no tree may stand here: low sun of dawn, morning and magic hour comes in this way."""
    bearing_deg = math.degrees(math.atan2(x, -(z + 1.0)))
    return 20.0 < bearing_deg < 50.0 and math.hypot(x, z + 1.0) < 26.0


def floor(x: float, z: float) -> float:
    """Return the height of the wood's ground."""
    return float(_height(np.array(x), np.array(z)))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the wood; the seed plants it."""
    builder = MeshBuilder()
    random = np.random.default_rng(seed + 7)
    level = lamp_level(time_of_day, weather)
    terrain(builder, _height, graded(-60, 60, 0.0, 0.28, 150), graded(-95, 50, -3.0, 0.28, 170), _EARTH)
    kinds = (
        ("pine", "oak", "birch", "pine", "oak"),
        ("birch", "oak", "autumn", "pine", "birch"),
        ("pine", "pine", "oak", "birch", "pine"),
    )[seed % 3]
    obstacles: list[Obstacle] = []
    spots: list[tuple[float, float]] = []
    tries = 0
    while len(spots) < 150 and tries < 4000:
        tries += 1
        x, z = random.uniform(-34, 34), random.uniform(-72, 34)
        apart = 1.9 if math.hypot(x, z + 3) < 22 else 2.8
        on_path = abs(x - float(_path_x(np.array(z)))) < 3.1
        if on_path or _in_glade(x, z) or any((x - a) ** 2 + (z - b) ** 2 < apart * apart for a, b in spots):
            continue
        away = math.hypot(x, z + 3)
        grade = 0 if away < 16 else 1
        tall = random.uniform(8.0, 15.0)
        plant_tree(builder, kinds[len(spots) % 5], (x, floor(x, z), z), tall, random.uniform(0, 360), len(spots), grade)
        spots.append((x, z))
        obstacles.append(Obstacle(x - 0.35, x + 0.35, z - 0.35, z + 0.35, tall))
    for k in range(46):
        x, z = random.uniform(-13, 13), random.uniform(-24, 12)
        if abs(x - float(_path_x(np.array(z)))) > 3.0:
            bush(
                builder,
                (x, floor(x, z), z),
                random.uniform(0.4, 0.85),
                1000 + k,
                ("oak", "oak", "birch", "autumn")[k % 4],
            )
    for k in range(20):
        x, z = random.uniform(-9, 9), random.uniform(-20, 9)
        if abs(x - float(_path_x(np.array(z)))) > 2.2:
            radius = random.uniform(0.22, 0.7)
            rock(builder, (x, floor(x, z) + radius * 0.12, z), radius, 2000 + k)
            obstacles.append(Obstacle(x - radius, x + radius, z - radius, z + radius, radius))
    _ferns(builder, random)
    log_z = -4.6
    cylinder(
        builder,
        (2.4, floor(2.4, log_z) + 0.22, log_z),
        (5.6, floor(5.6, log_z - 1) + 0.20, log_z - 1.2),
        0.30,
        (0.16, 0.115, 0.08),
        BARK,
        top_radius=0.22,
    )
    obstacles.append(Obstacle(2.3, 5.7, -6.1, -4.2, 0.6))
    grass(
        builder,
        _height,
        lambda x, z, chance: np.abs(x - _path_x(z)) > 0.8 + 1.5 * chance,
        (-13, 13, -20, 9),
        3000 if weather == "snow" else 21000,
        0.30,
        (0.115, 0.17, 0.045),
        seed + 1,
    )
    marks = [(2.1, -2.6, -40.0), (-2.1, -3.2, 40.0), (0.4, -5.0, 0.0)]
    blocked, seats, lamps = props.dress(builder, dressing, marks, level, floor)
    log_seat = Seat(2.9, floor(2.9, log_z) + 0.5, log_z + 0.1, -20.0)
    return Set(
        name="forest",
        mesh=builder.build(),
        practicals=lamps,
        interior=False,
        floor=floor,
        acting_area=(-1.9, 1.9, -6.0, 4.5),
        axis_yaw_deg=180.0,
        camera_box=(-4.5, 4.5, 0.25, 16.0, -12.0, 11.0),
        obstacles=(*obstacles, *blocked),
        seats=(log_seat, *seats),
        entrances=((-1.2, -11.0), (1.0, 8.0), (0.0, 10.0)),
        shadow_centre=(0.0, 2.0, -5.0),
        shadow_radius_m=24.0,
    )


def _ferns(builder: MeshBuilder, random: np.random.Generator) -> None:
    """Scatter ferns along the path: arching fronds around a crown."""
    for _ in range(95):
        x, z = random.uniform(-9, 9), random.uniform(-18, 9)
        if abs(x - float(_path_x(np.array(z)))) < 1.9:
            continue
        y, size = floor(x, z), random.uniform(0.35, 0.7)
        fronds = 9
        points, normals, triangles, tones = [], [], [], []
        tone = np.array((0.07, 0.14, 0.03)) * random.uniform(0.7, 1.4)
        for frond in range(fronds):
            turn = frond * 2 * math.pi / fronds + random.uniform(-0.2, 0.2)
            out, side = np.array((math.cos(turn), 0, math.sin(turn))), np.array((-math.sin(turn), 0, math.cos(turn)))
            base = len(points)
            for step in range(4):
                t = step / 3
                middle = np.array((x, y, z)) + out * size * t + np.array((0, size * (1.15 * t - 0.95 * t * t), 0))
                width = size * 0.15 * (1 - t) ** 0.7 * min(1.0, 0.25 + 3 * t)
                points += [middle - side * width, middle + side * width]
                normals += [(0.3 * out[0], 0.95, 0.3 * out[2])] * 2
                tones += [tone * (0.5 + 0.7 * t)] * 2
            for step in range(3):
                a = base + 2 * step
                triangles += [(a, a + 2, a + 1), (a + 1, a + 2, a + 3)]
        fern = np.array(points)
        builder.add(fern, triangles, normals, fern, np.array(tones), LEAF)
