"""A sand desert: dunes to the horizon, mesas far off, rocks, a dead tree and a few dry tufts near by."""

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import BARK, PAINT, PLASTER, SAND
from tools.stage.mesh import MeshBuilder, revolve
from tools.stage.noise import fractal
from tools.stage.sets import perches
from tools.stage.sets.nature import graded, grass, rock, rolling, terrain
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SAND = (0.40, 0.235, 0.105)
_STONE = (0.34, 0.18, 0.105)
_ENTRANCES = ((-8.0, -2.0), (7.5, 2.0), (0.0, -13.0))
_BASE_Y = 3.0
"""Sand near y = 0 is drawn wet; the desert lies well above it."""


def _height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Long dunes with a gentle windward side and a steep lee, flattened where people act."""
    away = np.hypot(x / 9.0, (z + 1.0) / 12.0)
    open_share = np.clip((away - 0.75) / 2.2, 0.0, 1.0)
    open_share = open_share * open_share * (3 - 2 * open_share)
    bend = 16.0 * (fractal(x + 300.0, z, 0.011, 3) - 0.5)
    phase = (0.80 * z + 0.45 * x + 2.0 * bend) / 46.0
    saw = phase - np.floor(phase)
    crest = np.where(saw < 0.72, saw / 0.72, (1.0 - saw) / 0.28)
    crest = crest * crest * (3 - 2 * crest)
    tall = 4.0 + 17.0 * fractal(x - 90.0, z + 40.0, 0.006, 3) * np.clip(away / 9.0, 0.22, 1.0)
    ripples = 0.018 * np.sin(5.2 * (0.9 * z + 0.3 * x) + 6.0 * fractal(x, z, 0.3, 2))
    return _BASE_Y + open_share * (crest * tall + rolling(x, z, 30.0, 0.7)) + ripples + 0.05 * np.sin(0.7 * x + 0.3 * z)


def floor(x: float, z: float) -> float:
    """Return the height of the sand."""
    return float(_height(np.array(x), np.array(z)))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the desert; the seed strews the rocks and tufts."""
    hand = Stagehand(lamp_level(time_of_day, weather), floor)
    builder = hand.builder
    random = np.random.default_rng(seed + 17)
    terrain(builder, _height, graded(-420, 420, 0.0, 0.35, 230), graded(-520, 240, 0.0, 0.35, 250), _SAND, SAND)
    _mesas(builder, seed)
    for k in range(15):
        side = -1.0 if k % 2 else 1.0
        x, z = side * random.uniform(3.6, 13.0), random.uniform(-15.0, 5.0)
        radius = random.uniform(0.12, 0.75) * (0.5 + 0.06 * abs(x))
        if any(np.hypot(x - door[0], z - door[1]) < radius + 0.8 for door in _ENTRANCES):
            continue
        _sandstone(builder, (x, floor(x, z) - 0.1 * radius, z), radius, 700 + seed % 7 * 20 + k, 0.7)
        hand.block(x - radius, x + radius, z - radius, z + radius, radius)
    _outcrop(hand)
    _dead_tree(hand, -4.6, -5.6, seed)
    grass(
        builder,
        _height,
        lambda x, z, chance: (np.abs(x) > 3.0) & (fractal(x, z, 0.55, 3) + 0.2 * chance > 0.70),
        (-20, 20, -26, 8),
        500 if weather == "snow" else 6500,
        0.42,
        (0.30, 0.23, 0.09),
        seed + 5,
    )
    for x, z, yaw in ((3.3, 0.7, -70.0), (3.5, -0.7, -110.0), (-3.2, -1.2, 80.0)):
        hand.put(_perch, x, z, yaw)
    hand.dress(dressing, [(2.7, -3.0, -40.0), (-2.7, -2.2, 50.0), (2.9, 2.2, -70.0)], ("rock", "rocks", "stone"))
    ground = floor(0.0, 0.0)
    return Set(
        name="desert",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=floor,
        acting_area=(-2.8, 2.8, -6.5, 4.5),
        axis_yaw_deg=180.0,
        camera_box=(-30.0, 30.0, ground - 1.0, ground + 45.0, -60.0, 45.0),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=_ENTRANCES,
        shadow_centre=(0.0, ground, -12.0),
        shadow_radius_m=44.0,
    )


def _mesas(builder: MeshBuilder, seed: int) -> None:
    """Stand flat-topped hills on the horizon, in steps of harder and softer stone."""
    random = np.random.default_rng(seed + 90)
    for turn in (-64.0, -41.0, -24.0, 17.0, 31.0, 58.0, 76.0):
        away = random.uniform(300, 400)
        x, z = away * np.sin(np.radians(turn)), -away * np.cos(np.radians(turn))
        radius, tall = random.uniform(30, 70), random.uniform(48, 84)
        profile = [(0, 1.35), (0.35, 1.1), (0.42, 0.86), (0.66, 0.80), (0.70, 0.70), (0.98, 0.64), (1.0, 0.60)]
        own = MeshBuilder()
        rings = [(t, radius * r) for t, r in profile]
        revolve(own, (0.0, 0.0, 0.0), (0.0, tall, 0.0), rings, _STONE, PLASTER, sides=48, capped=True)
        hill = own.build()
        # Gullies run down the cliffs, and harder beds show as paler bands.
        px, py, pz = hill.positions.T.astype(np.float64)
        turned = np.arctan2(px, pz)
        gully = 0.72 + 0.5 * fractal(3.5 * np.cos(turned) + turn, 3.5 * np.sin(turned), 1.0, 4)
        shape = np.stack([px * gully, py - 4.0, pz * gully], 1) + np.array((x, 0.0, z))
        band = (0.85 + 0.35 * (py / tall > 0.68) + 0.9 * (gully - 0.97)) * random.uniform(0.9, 1.1)
        builder.add_mesh(
            hill._replace(
                positions=shape.astype(np.float32), albedo=(np.array(_STONE) * band[:, None]).astype(np.float32)
            )
        )


def _sandstone(builder: MeshBuilder, at: tuple[float, float, float], radius: float, seed: int, tall: float) -> None:
    """A boulder of the desert's own stone, where no moss grows."""
    own = MeshBuilder()
    rock(own, at, radius, seed, tall)
    stone = own.build()
    tone = np.asarray(_STONE, np.float32) * (1.0 + 0.25 * np.sin(stone.positions[:, 1:2] * 7.0))
    builder.add_mesh(stone._replace(albedo=tone, material=np.full_like(stone.material, PLASTER)))


def _perch(b: MeshBuilder, level: float) -> Placed:
    """A flat stone of the desert to sit on."""
    own = MeshBuilder()
    item = perches.boulder(own, level)
    stone = own.build()
    tone = np.broadcast_to(np.asarray(_STONE, np.float32), stone.albedo.shape)
    b.add_mesh(stone._replace(albedo=tone, material=np.full_like(stone.material, PLASTER)))
    return item


def _outcrop(hand: Stagehand) -> None:
    """A group of tall weathered rocks on the right, something to stand in the shadow of."""
    for k, (x, z, radius, tall) in enumerate(
        ((6.6, -7.6, 1.9, 0.95), (8.8, -6.0, 1.2, 0.8), (5.0, -9.4, 1.0, 0.75), (9.8, -9.8, 2.6, 1.05))
    ):
        _sandstone(hand.builder, (x, hand.floor(x, z) + 0.25 * radius, z), radius, 820 + k, tall)
        hand.block(x - radius, x + radius, z - radius, z + radius, radius * tall)


def _dead_tree(hand: Stagehand, x: float, z: float, seed: int) -> None:
    """A bleached trunk with bare forking boughs."""
    random = np.random.default_rng(seed + 33)
    foot = np.array((x, hand.floor(x, z) - 0.2, z))
    tone = (0.36, 0.31, 0.25)
    forks: list[tuple[np.ndarray, np.ndarray, float, int]] = [(foot, np.array((0.12, 1.0, 0.05)), 0.17, 0)]
    while forks:
        start, way, thick, depth = forks.pop()
        length = (1.5, 1.15, 0.8, 0.5)[depth] * random.uniform(0.85, 1.15)
        end = start + way / np.linalg.norm(way) * length
        revolve(hand.builder, start, end, [(0, thick), (1, 0.62 * thick)], tone, BARK if depth < 2 else PAINT, sides=7)
        if depth < 3:
            for _ in range(3 if depth else 4):
                turned = way / np.linalg.norm(way) + random.normal(0, 0.55, 3) + (0.0, 0.12, 0.0)
                forks.append((end - 0.02 * way, turned, 0.60 * thick, depth + 1))
    hand.block(x - 0.25, x + 0.25, z - 0.25, z + 0.25, 3.0)
