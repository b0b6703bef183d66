"""A city park: a gravel walk with benches and lamps, lawns, old trees, flower beds, a pond with a fountain."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import EMISSIVE, METAL, PLASTER, SAND, WATER
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.noise import fractal
from tools.stage.sets import furniture, skyline
from tools.stage.sets.nature import blossoms, bush, graded, grass, plant_tree, rolling, terrain
from tools.stage.sets.stage_set import Set
from tools.stage.sets.stagehand import Stagehand

_GROUND_Y = 1.0
"""Gravel near y = 0 is drawn wet; the park lies above it."""
_POND = (5.6, -10.0, 4.2)
"""x, z and radius of the pond, metres."""
_ENTRANCES = ((0.4, -11.0), (0.6, 8.0), (-6.0, -4.0))
_BEDS = ((0.62, 0.08, 0.10), (0.75, 0.48, 0.06), (0.62, 0.58, 0.60), (0.40, 0.14, 0.48), (0.70, 0.26, 0.34))


def _walk_x(z: np.ndarray) -> np.ndarray:
    """Return x of the middle of the walk."""
    return 0.9 * np.sin((z + 3.0) * 0.16) - 0.02 * np.clip(-z - 8.0, 0.0, 60.0) ** 1.25


def _height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    away = np.clip((np.abs(x - _walk_x(z)) - 3.5) / 9.0, 0.0, 1.0)
    bank = np.hypot(x - _POND[0], z - _POND[1]) / _POND[2]
    dip = np.where(bank < 1.0, 0.35 * (1.0 - bank**4), 0.0)
    return _GROUND_Y + away * away * rolling(x, z, 20.0, 1.0) * np.clip((bank - 1.0) / 1.5, 0.0, 1.0) - dip


def floor(x: float, z: float) -> float:
    """Return the height of lawn and walk."""
    return float(_height(np.array(x), np.array(z)))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the park; the seed plants it."""
    hand = Stagehand(lamp_level(time_of_day, weather), floor)
    builder = hand.builder
    random = np.random.default_rng(seed + 44)
    snows = weather == "snow"
    terrain(builder, _height, graded(-120, 120, 0.0, 0.35, 130), graded(-130, 70, -4.0, 0.35, 140), (0.11, 0.17, 0.045))
    _walk(builder)
    _pond(hand)
    skyline.city(builder, seed, street_y=_GROUND_Y - 0.6, clear_m=92.0, around=True)

    def lawn(x: np.ndarray, z: np.ndarray, chance: np.ndarray) -> np.ndarray:
        dry = np.hypot(x - _POND[0], z - _POND[1]) > _POND[2] + 0.4
        return dry & (np.abs(x - _walk_x(z)) > 1.75 + 0.15 * chance)

    grass(builder, _height, lawn, (-14, 14, -22, 10), 1500 if snows else 20000, 0.13, (0.13, 0.20, 0.05), seed + 3)
    for k in range(8):
        side = -1.0 if k % 2 else 1.0
        z = 6.0 - 3.4 * k
        x = float(_walk_x(np.array(z))) + side * 2.9
        if np.hypot(x - _POND[0], z - _POND[1]) > _POND[2] + 0.9:
            _bed(hand, x, z, _BEDS[(k + seed) % 5], snows, seed + k)
    kinds = ("oak", "birch", "oak", "autumn", "oak", "pine")
    for k in range(46):
        z = random.uniform(-75, 22)
        side = -1.0 if random.random() < 0.5 else 1.0
        x = float(_walk_x(np.array(z))) + side * (5.2 + 34.0 * random.random() ** 1.5)
        if np.hypot(x - _POND[0], z - _POND[1]) < _POND[2] + 2.0:
            continue
        if any(np.hypot(x - door[0], z - door[1]) < 1.2 for door in _ENTRANCES):
            continue
        near = abs(x) < 14 and -24 < z < 12
        plant_tree(
            builder, kinds[k % 6], (x, floor(x, z) - 0.05, z), random.uniform(7, 12), 37.0 * k, k, 0 if near else 1
        )
        hand.block(x - 0.35, x + 0.35, z - 0.35, z + 0.35, 6.0)
    for k in range(24):
        x, z = random.choice([-1.0, 1.0]) * random.uniform(8, 26), random.uniform(-42, -6)
        if np.hypot(x - _POND[0], z - _POND[1]) > _POND[2] + 1.2:
            bush(builder, (x, floor(x, z) - 0.1, z), random.uniform(0.5, 1.1), 140 + k)
    for x, z, yaw in ((-2.35, -2.6, 90.0), (2.5, 1.2, -90.0), (-1.9, -9.5, 90.0), (-2.0, 5.2, 90.0)):
        hand.put(furniture.bench, x, z, yaw)
    for k in range(5):
        z = 5.0 - 7.0 * k
        _lamp_post(hand, float(_walk_x(np.array(z))) + (2.15 if k % 2 else -2.15), z)
    hand.dress(
        dressing,
        [(1.9, -3.0, -50.0), (-1.9, 2.0, 60.0), (2.0, 4.2, -70.0)],
        ("bench", "tree", "trees", "flowers", "fountain"),
    )
    return Set(
        name="park",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=floor,
        acting_area=(-1.7, 1.9, -6.0, 4.2),
        axis_yaw_deg=180.0,
        camera_box=(-9.0, 8.0, _GROUND_Y + 0.2, 16.0, -13.0, 14.0),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=_ENTRANCES,
        shadow_centre=(0.0, _GROUND_Y, -7.0),
        shadow_radius_m=28.0,
    )


def _walk(builder: MeshBuilder) -> None:
    """Lay the gravel walk a finger above the lawn, with an edging of stone."""
    z = np.linspace(24.0, -70.0, 140)
    middle = _walk_x(z)
    t = np.linspace(-1.6, 1.6, 5)
    points = np.stack([middle[:, None] + t, np.zeros((140, 5)), z[:, None] + 0 * t], -1)
    points[..., 1] = _height(points[..., 0], points[..., 2]) + 0.02
    i = (np.arange(139)[:, None] * 5 + np.arange(4)).ravel()
    triangles = np.concatenate([np.stack([i, i + 1, i + 6], 1), np.stack([i, i + 6, i + 5], 1)])
    builder.add(points.reshape(-1, 3), triangles, (0.0, 1.0, 0.0), points.reshape(-1, 3), (0.36, 0.29, 0.20), SAND)
    for side in (-1.66, 1.66):
        for k in range(96):
            at = (float(middle[k]) + side, _GROUND_Y + 0.02, float(z[k]))
            box(builder, at, (0.12, 0.14, 0.64), (0.34, 0.33, 0.31), PLASTER, yaw_deg=4.0 * ((k * 7) % 3 - 1))


def _pond(hand: Stagehand) -> None:
    """A round pond with a stone rim and a fountain in three bowls."""
    builder, (x, z, radius) = hand.builder, _POND
    turn = np.linspace(0, 2 * np.pi, 49)[:-1]
    level = _GROUND_Y - 0.06
    rim = np.stack([x + radius * np.sin(turn), np.full(48, level), z + radius * np.cos(turn)], 1)
    points = np.concatenate([rim, [(x, level, z)]])
    k = np.arange(48)
    builder.add(
        points,
        np.stack([k, (k + 1) % 48, np.full(48, 48)], 1),
        (0.0, 1.0, 0.0),
        (0.0, 0.0, 0.0),
        (0.02, 0.05, 0.05),
        WATER,
    )
    for step in range(48):
        angle = 2 * np.pi * (step + 0.5) / 48
        at = (x + (radius + 0.1) * np.sin(angle), _GROUND_Y + 0.12, z + (radius + 0.1) * np.cos(angle))
        box(builder, at, (0.57, 0.36, 0.34), (0.42, 0.40, 0.36), PLASTER, yaw_deg=float(np.degrees(angle)))
    stone = (0.46, 0.44, 0.40)
    rings = [
        (0, 0.5),
        (0.25, 0.28),
        (0.45, 0.24),
        (0.5, 1.25),
        (0.54, 1.3),
        (0.56, 0.2),
        (0.78, 0.15),
        (0.8, 0.62),
        (0.83, 0.66),
        (0.85, 0.12),
        (1, 0.08),
    ]
    revolve(builder, (x, level - 0.3, z), (x, level + 2.3, z), rings, stone, PLASTER, sides=24)
    for ring, (count, reach, high, low) in enumerate(
        ((16, 1.28, 1.1, 0.0), (10, 0.64, 1.85, 1.1), (6, 0.2, 2.7, 1.85))
    ):
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * ring) / count
            a = np.array((np.sin(angle), 0.0, np.cos(angle)))
            top = np.array((x, level + high, z)) + a * (reach if ring < 2 else 0.02)
            bend = top + a * 0.16 - (0, 0.10, 0)
            foot = np.array((x, level + low, z)) + a * (reach + 0.3)
            for start, end in ((top, bend), (bend, foot)):
                cylinder(builder, start, end, 0.014, (0.55, 0.60, 0.62), METAL, sides=4, capped=False)
    hand.block(x - radius, x + radius, z - radius, z + radius, 0.4)
    hand.block(x - 0.7, x + 0.7, z - 0.7, z + 0.7, 2.4)


def _bed(hand: Stagehand, x: float, z: float, tone: tuple[float, float, float], snows: bool, seed: int) -> None:
    """A bed of one colour in a low hedge."""
    for side in (-0.55, 0.55):
        for k in range(4):
            bush(hand.builder, (x + side, hand.floor(x, z) - 0.06, z - 0.9 + 0.6 * k), 0.24, seed * 11 + k)
    if not snows:

        def everywhere(x: np.ndarray, z: np.ndarray, chance: np.ndarray) -> np.ndarray:
            return fractal(x, z, 1.2, 2) + chance > 0.45

        blossoms(
            hand.builder,
            _height,
            everywhere,
            (x - 0.42, x + 0.42, z - 1.1, z + 1.1),
            260,
            [tone, [0.8 * c for c in tone]],
            seed,
        )
    hand.block(x - 0.7, x + 0.7, z - 1.2, z + 1.2, 0.4)


def _lamp_post(hand: Stagehand, x: float, z: float) -> None:
    """A cast-iron post with a glass globe."""
    iron, ground = (0.035, 0.06, 0.05), hand.floor(x, z)
    rings = [(0, 0.15), (0.05, 0.12), (0.10, 0.06), (0.9, 0.045), (0.94, 0.08), (1, 0.05)]
    revolve(hand.builder, (x, ground, z), (x, ground + 3.1, z), rings, iron, METAL, sides=10)
    glow = np.array((1.0, 0.74, 0.42)) * (2.6 * hand.level + 0.30)
    globe = [(0, 0.08), (0.2, 0.18), (0.5, 0.22), (0.8, 0.18), (1, 0.06)]
    revolve(hand.builder, (x, ground + 3.1, z), (x, ground + 3.52, z), globe, glow, EMISSIVE, sides=12)
    cylinder(hand.builder, (x, ground + 3.5, z), (x, ground + 3.66, z), 0.16, iron, METAL, top_radius=0.02, sides=10)
    hand.block(x - 0.12, x + 0.12, z - 0.12, z + 0.12, 3.5)
    if hand.level > 0.1:
        level = hand.level
        hand.lamps.append(Practical((x, ground + 3.2, z), (4.8 * level, 3.1 * level, 1.45 * level), 10.5))
