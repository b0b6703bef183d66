"""A cave: a rock hall with a mouth to the wood outside, a hole in its roof for the sun, dripstone and a pool."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import EMISSIVE, METAL, ROCK, WATER
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.noise import fractal
from tools.stage.sets import perches, rooms
from tools.stage.sets.nature import bush, graded, plant_tree, rock, terrain
from tools.stage.sets.stage_set import Set
from tools.stage.sets.stagehand import Stagehand

_MOUTH_Z, _END_Z = -15.0, 9.5
_STONE = (0.27, 0.245, 0.215)
_HOLE = (-4.0, -5.2)
"""(x, z) of the hole in the roof; the indoor sun shines through it onto the acting area."""


def _half_width(z: np.ndarray) -> np.ndarray:
    """Metres from the axis to the wall: narrow at the mouth, a hall in the middle, closed at the end."""
    hall = 6.2 * np.sqrt(np.clip(1.0 - ((z + 2.0) / 12.2) ** 2, 0.0, 1.0))
    return np.maximum(hall, np.where(z < -8.0, 3.4 + 0.12 * np.abs(z + 10.0), 0.0))


def _rise(z: np.ndarray) -> np.ndarray:
    return 0.35 + 0.85 * _half_width(z)


def _height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The floor: uneven, level where people act, rising to the walls, with a basin on the right."""
    rough = 0.30 * (fractal(x + 50.0, z, 0.5, 4) - 0.5)
    away = np.clip((np.hypot(x / 2.8, (z + 1.5) / 5.5) - 0.8) / 0.8, 0.0, 1.0)
    basin = 0.5 * np.exp(-(((x - 4.0) / 1.5) ** 2 + ((z + 4.2) / 2.2) ** 2))
    return away * rough + 0.10 * away - basin


def floor(x: float, z: float) -> float:
    """Return the height of the cave's floor; the pool lies just under 0."""
    return float(_height(np.array(x), np.array(z)))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the cave; the seed hangs its dripstone."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.55), floor)
    builder = hand.builder
    _vault(builder)
    terrain(
        builder, _height, graded(-9.5, 9.5, 0.0, 0.3, 50), graded(_MOUTH_Z - 0.5, 11.0, -2.0, 0.3, 70), _STONE, ROCK
    )
    quad(
        builder,
        [(2.0, -0.13, -1.0), (6.6, -0.13, -1.0), (6.6, -0.13, -7.6), (2.0, -0.13, -7.6)],
        (0.012, 0.03, 0.035),
        WATER,
    )
    _dripstone(hand, seed)
    _outside(builder, seed)
    for z in range(-14, 9):
        reach = float(_half_width(np.array(z + 0.5)))
        for side in (-1, 1):
            edge = side * max(0.3, reach - 0.75)
            hand.block(min(edge, side * 9.0), max(edge, side * 9.0), float(z), z + 1.0, 6.0)
    hand.block(-6.0, 6.0, 7.3, 10.0, 6.0)
    hand.block(2.5, 5.6, -6.2, -2.2, 0.5)
    for x, z in ((-3.4, 2.6), (3.3, 0.6), (-3.2, -4.6)):
        _lantern(hand, x, z)
    hand.lamps.append(rooms.daylight((0.0, 2.2, _MOUTH_Z), (0, 1), 9.0, time_of_day, weather)._replace(range_m=15.0))
    hand.lamps.append(rooms.daylight((_HOLE[0], 4.4, _HOLE[1]), (0, 0), 2.4, time_of_day, weather))
    hand.lamps.append(rooms.bounce((-1.5, 3.4, 3.2), time_of_day, weather, hand.level))
    hand.lamps.append(rooms.bounce((2.2, 3.0, 1.5), time_of_day, weather, 0.6 * hand.level))
    for x, z, yaw in ((-2.3, 0.4, 60.0), (-2.0, 1.75, 100.0), (2.4, -1.0, -80.0)):
        hand.put(perches.boulder, x, z, yaw)
    hand.dress(
        dressing, [(1.4, -3.6, -20.0), (-2.2, -2.2, 60.0), (2.7, 2.6, -60.0)], ("rock", "rocks", "stone", "lantern")
    )
    return Set(
        name="cave",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=True,
        floor=floor,
        acting_area=(-2.3, 2.2, -4.6, 3.0),
        axis_yaw_deg=180.0,
        camera_box=(-4.6, 4.6, -0.1, 3.4, -11.0, 6.6),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((0.0, -12.0), (-1.0, 5.4)),
        shadow_centre=(0.0, 2.0, -3.0),
        shadow_radius_m=16.0,
        room=(-9.5, 9.5, _MOUTH_Z + 0.3, _END_Z + 1.5),
    )


def _vault(builder: MeshBuilder) -> None:
    """Raise walls and roof as one arch swept along z, roughened, seen from inside; leave the hole in the roof open."""
    rows, columns = 84, 44
    z = np.linspace(_MOUTH_Z, _END_Z, rows)[:, None] + np.zeros((1, columns))
    turn = np.linspace(-0.12, np.pi + 0.12, columns)[None, :] + np.zeros((rows, 1))
    wide, high = _half_width(z), _rise(z)
    rough = (
        1.0
        + 0.42 * (fractal(3.2 * turn + 7.0, 0.32 * z, 1.0, 4) - 0.5)
        + 0.16 * (fractal(9.0 * turn, 1.1 * z, 1.0, 3) - 0.5)
    )
    points = np.stack([wide * rough * np.cos(turn), high * rough * np.sin(turn), z + 0.9 * (rough - 1.0)], -1)
    along, around = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = np.cross(along, around)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    inward = np.stack([-np.cos(turn), -np.sin(turn), np.zeros_like(turn)], -1)
    normals *= np.sign((normals * inward).sum(-1, keepdims=True) + 1e-9)
    i = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    faces = np.concatenate([np.stack([i, i + columns, i + 1], 1), np.stack([i + 1, i + columns, i + columns + 1], 1)])
    flat = points.reshape(-1, 3)
    middle = flat[faces].mean(1)
    open_sky = (np.hypot(middle[:, 0] - _HOLE[0], middle[:, 2] - _HOLE[1]) < 1.35) & (middle[:, 1] > 2.2)
    faces = faces[~open_sky]
    first, second, third = (flat[faces[:, k]] for k in range(3))
    outward = (np.cross(second - first, third - first) * normals.reshape(-1, 3)[faces[:, 0]]).sum(1) < 0
    faces[outward] = faces[outward][:, ::-1]
    shade = 0.85 + 0.3 * fractal(flat[:, 0], flat[:, 1] * 2.0 + flat[:, 2], 0.6, 3)
    builder.add(flat, faces, normals.reshape(-1, 3), flat, np.asarray(_STONE) * shade[:, None], ROCK)


def _dripstone(hand: Stagehand, seed: int) -> None:
    """Hang stones from the roof and grow them from the floor, some joined to a pillar; boulders lie at the walls."""
    random = np.random.default_rng(seed + 51)
    builder = hand.builder
    for _ in range(46):
        z = random.uniform(-12.0, 6.5)
        reach, top = float(_half_width(np.array(z))), float(_rise(np.array(z)))
        x = random.uniform(-0.85, 0.85) * reach
        roof = top * np.sqrt(max(0.0, 1.0 - (x / reach) ** 2))
        if np.hypot(x - _HOLE[0], z - _HOLE[1]) < 1.8:
            continue
        length = min(random.uniform(0.3, 1.5), max(0.2, roof - 2.5))
        thick = random.uniform(0.10, 0.24) * (0.6 + 0.5 * length)
        rings = [(0, thick), (0.15, 0.75 * thick), (0.5, 0.4 * thick), (0.85, 0.18 * thick), (1, 0.02)]
        revolve(builder, (x, 1.12 * roof, z), (x, roof - length, z), rings, (0.34, 0.29, 0.23), ROCK, sides=9)
    for k in range(16):
        side = -1.0 if k % 2 else 1.0
        z = random.uniform(-11.0, 6.0)
        x = side * (float(_half_width(np.array(z))) - random.uniform(0.7, 1.9))
        if abs(x) < 2.7:
            continue
        ground, tall = hand.floor(x, z) - 0.1, random.uniform(0.4, 1.7)
        thick = 0.12 + 0.13 * tall
        rings = [(0, 1.5 * thick), (0.12, thick), (0.55, 0.62 * thick), (0.9, 0.34 * thick), (1, 0.03)]
        revolve(builder, (x, ground, z), (x, ground + tall, z), rings, (0.32, 0.275, 0.22), ROCK, sides=10)
    for x, z in ((-3.9, -8.4), (4.5, 2.6)):
        rings = [(0, 0.7), (0.12, 0.42), (0.5, 0.26), (0.85, 0.40), (1, 0.8)]
        revolve(builder, (x, -0.2, z), (x, 5.4, z), rings, (0.33, 0.285, 0.23), ROCK, sides=14)
        hand.block(x - 0.45, x + 0.45, z - 0.45, z + 0.45, 5.0)
    for k in range(12):
        side = -1.0 if k % 2 else 1.0
        z = random.uniform(-13.0, 6.0)
        x = side * (float(_half_width(np.array(z))) - random.uniform(0.6, 1.3))
        rock(builder, (x, hand.floor(x, z), z), random.uniform(0.25, 0.7), 620 + k, 0.7)


def _lantern(hand: Stagehand, x: float, z: float) -> None:
    """Stand a miner's lantern on a flat stone."""
    builder, ground = hand.builder, hand.floor(x, z)
    rock(builder, (x, ground + 0.12, z), 0.42, int(600 + 10 * abs(x)), 0.7)
    y = ground + 0.42
    cylinder(builder, (x, y, z), (x, y + 0.06, z), 0.075, (0.10, 0.09, 0.08), METAL, sides=12)
    glow = np.array((1.0, 0.62, 0.26)) * (2.8 * hand.level + 0.15)
    cylinder(builder, (x, y + 0.06, z), (x, y + 0.19, z), 0.055, glow, EMISSIVE, sides=12)
    cylinder(builder, (x, y + 0.19, z), (x, y + 0.26, z), 0.08, (0.10, 0.09, 0.08), METAL, top_radius=0.02, sides=12)
    box(builder, (x, y + 0.32, z), (0.02, 0.12, 0.10), (0.10, 0.09, 0.08), METAL)
    level = hand.level
    hand.lamps.append(Practical((x, y + 0.45, z), (5.2 * level, 3.0 * level, 1.15 * level), 8.5, flame=True))
    hand.block(x - 0.45, x + 0.45, z - 0.45, z + 0.45, 0.7)


def _outside(builder: MeshBuilder, seed: int) -> None:
    """Lay the slope before the mouth, with trees and ferns against the sky."""
    random = np.random.default_rng(seed + 3)

    def slope(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        return -0.10 - 0.06 * np.abs(z - _MOUTH_Z) + 0.05 * np.abs(x) + 0.4 * (fractal(x, z, 0.2, 3) - 0.5)

    terrain(builder, slope, np.linspace(-40, 40, 40), np.linspace(-80, _MOUTH_Z, 40), (0.10, 0.13, 0.045))
    for k in range(12):
        x, z = random.uniform(-16, 16), _MOUTH_Z - random.uniform(5, 22)
        y = float(slope(np.array(x), np.array(z)))
        plant_tree(builder, ("pine", "oak", "birch")[k % 3], (x, y, z), random.uniform(6, 10), 40.0 * k, k, 1)
    for k in range(10):
        x = (-1) ** k * random.uniform(2.4, 5.0)
        bush(builder, (x, -0.15, _MOUTH_Z - random.uniform(0.4, 2.5)), random.uniform(0.4, 0.8), 90 + k)
