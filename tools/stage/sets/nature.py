"""Growing things and ground: trees in three grades of detail, bushes, grass, rocks, terrain."""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from tools.stage.materials import BARK, GRASS, LEAF, ROCK
from tools.stage.mesh import Mesh, MeshBuilder, Vector, placed, revolve
from tools.stage.noise import fractal
from tools.stage.sets.outdoors import foliage

Height = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(x, z) arrays in metres to ground height."""

_LEAVES = {
    "pine": (0.040, 0.085, 0.045),
    "oak": (0.085, 0.150, 0.035),
    "birch": (0.26, 0.24, 0.05),
    "autumn": (0.42, 0.15, 0.03),
}
_BARKS = {
    "pine": (0.15, 0.10, 0.075),
    "oak": (0.17, 0.13, 0.095),
    "birch": (0.58, 0.55, 0.50),
    "autumn": (0.19, 0.14, 0.10),
}
TREE_KINDS = tuple(_LEAVES)
_VARIANTS = 3


@cache
def tree(kind: str, variant: int, grade: int) -> Mesh:
    """Return a tree 10 m tall at the origin; grade 0 is for close by, 1 for the middle distance, 2 for far away."""
    builder = MeshBuilder()
    random = np.random.default_rng(100 * TREE_KINDS.index(kind) + variant)
    if grade == 2:
        _far_tree(builder, random, kind)
    elif kind == "pine":
        _pine(builder, random, grade)
    else:
        _broadleaf(builder, random, kind, grade)
    return builder.build()


def plant_tree(
    builder: MeshBuilder, kind: str, at: Vector, height_m: float, yaw_deg: float, variant: int, grade: int
) -> None:
    """Stand a tree of `height_m` at `at`."""
    builder.add_mesh(placed(tree(kind, variant % _VARIANTS, grade), at, yaw_deg, height_m / 10.0))


def _trunk(
    builder: MeshBuilder, kind: str, random: np.random.Generator, height: float, radius: float, sides: int
) -> None:
    """Add a slightly bent trunk that flares at the root."""
    bend = random.normal(0, 0.25, 2)
    rings, points, normals = 7, [], []
    angle = np.arange(sides) * (2 * math.pi / sides)
    for ring in range(rings):
        t = ring / (rings - 1)
        thick = radius * (1 - 0.8 * t) * (1 + 0.9 * (1 - t) ** 8)
        centre = np.array((bend[0] * t * t, t * height - 0.15, bend[1] * t * t))
        around = np.stack([np.cos(angle), np.full(sides, 0.05), np.sin(angle)], 1)
        points.append(centre + around * (thick, 0, thick))
        normals.append(around)
    i = np.concatenate([np.arange(sides) + sides * ring for ring in range(rings - 1)])
    j = np.concatenate([(np.arange(sides) + 1) % sides + sides * ring for ring in range(rings - 1)])
    triangles = np.concatenate([np.stack([i, i + sides, j], 1), np.stack([j, i + sides, j + sides], 1)])
    flat = np.concatenate(points)
    builder.add(flat, triangles, np.concatenate(normals), flat, _BARKS[kind], BARK)


def _pine(builder: MeshBuilder, random: np.random.Generator, grade: int) -> None:
    """Whorls of drooping boughs: long needled cards, densest near the outline."""
    _trunk(builder, "pine", random, 9.8, 0.24, 9 if grade == 0 else 6)
    count = 1500 if grade == 0 else 420
    t = random.random(count) ** 0.85
    whorl = np.floor(t * 15) / 15
    reach = (1 - t) * 2.3 * (0.55 + 0.45 * (1 - (t - whorl) * 15)) + 0.12
    out = np.sqrt(random.random(count)) * reach
    turn = random.random(count) * 2 * math.pi
    height = 1.6 + 8.5 * t - out * 0.30
    centre = np.stack([out * np.cos(turn), height, out * np.sin(turn)], 1)
    along = np.stack([np.cos(turn), np.full(count, -0.38), np.sin(turn)], 1)
    across = np.stack([-np.sin(turn), random.normal(0, 0.25, count), np.cos(turn)], 1)
    size = random.uniform(0.22, 0.40, (count, 1)) * (1.0 if grade == 0 else 1.6) * (1.15 - 0.5 * t[:, None])
    normal = np.stack([np.cos(turn), np.full(count, 0.65), np.sin(turn)], 1)
    tone = np.array(_LEAVES["pine"]) * (0.55 + 0.75 * random.random((count, 1))) * (0.6 + 0.5 * (out / reach)[:, None])
    _cards(builder, centre, along * size, across * size * 0.36, normal, tone)


def _broadleaf(builder: MeshBuilder, random: np.random.Generator, kind: str, grade: int) -> None:
    """Branches that carry balls of leaves, each ball dark inside so that the crown is not see-through."""
    sides = 9 if grade == 0 else 6
    _trunk(builder, kind, random, 8.0, 0.15 if kind == "birch" else 0.24, sides)
    balls = 11 if grade == 0 else 8
    leaves = 190 if grade == 0 else 60
    for ball in range(balls):
        turn = ball * 2.4 + random.uniform(-0.4, 0.4)
        t = ball / (balls - 1)
        out = (1.9 * math.sin(math.pi * (0.25 + 0.7 * t)) + random.uniform(-0.2, 0.2)) * (
            0.7 if kind == "birch" else 1.0
        )
        centre = np.array((out * math.cos(turn), 4.6 + 4.6 * t + random.uniform(-0.3, 0.3), out * math.sin(turn)))
        radius = random.uniform(1.0, 1.45) * (0.75 if kind == "birch" else 1.0)
        if grade == 0 and ball % 2 == 0:
            fork = np.array((0.0, centre[1] - 1.5, 0.0))
            revolve(builder, fork, centre, [(0, 0.075), (1, 0.02)], _BARKS[kind], BARK, sides=5)
        _core(builder, centre, radius * 0.72, np.array(_LEAVES[kind]) * 0.34, random)
        direction = random.normal(size=(leaves, 3))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        at = centre + direction * radius * (0.70 + 0.46 * random.random((leaves, 1)))
        along = random.normal(size=(leaves, 3))
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        across = np.cross(along, direction)
        across /= np.linalg.norm(across, axis=1, keepdims=True) + 1e-6
        size = random.uniform(0.11, 0.22, (leaves, 1)) * (1.0 if grade == 0 else 1.75)
        shade = (0.62 + 0.62 * random.random((leaves, 1))) * (0.72 + 0.38 * direction[:, 1:2])
        _cards(
            builder,
            at,
            along * size,
            across * size * 0.6,
            direction * 0.8 + (0, 0.25, 0),
            np.array(_LEAVES[kind]) * shade,
        )


def _cards(
    builder: MeshBuilder,
    centre: np.ndarray,
    along: np.ndarray,
    across: np.ndarray,
    normal: np.ndarray,
    tone: np.ndarray,
) -> None:
    """Add one pointed four-corner leaf per row."""
    count = len(centre)
    points = np.concatenate([centre - along, centre - across, centre + along, centre + across])
    i = np.arange(count)
    triangles = np.concatenate(
        [np.stack([i, i + count, i + 2 * count], 1), np.stack([i, i + 2 * count, i + 3 * count], 1)]
    )
    normal = normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9)
    builder.add(points, triangles, np.tile(normal, (4, 1)), points, np.tile(tone, (4, 1)), LEAF)


def _core(
    builder: MeshBuilder, centre: np.ndarray, radius: float, tone: np.ndarray, random: np.random.Generator
) -> None:
    """Add a rough dark ball."""
    rings, sides = 5, 8
    phase = random.uniform(0, 6.28)
    points, normals = [], []
    for ring in range(rings):
        polar = math.pi * ring / (rings - 1)
        for side in range(sides):
            turn = phase + side * 2 * math.pi / sides
            normal = np.array((math.sin(polar) * math.cos(turn), math.cos(polar), math.sin(polar) * math.sin(turn)))
            points.append(centre + normal * radius * random.uniform(0.8, 1.1))
            normals.append(normal)
    triangles = []
    for ring in range(rings - 1):
        for side in range(sides):
            a, c = ring * sides + side, ring * sides + (side + 1) % sides
            triangles += [(a, c, a + sides), (c, c + sides, a + sides)]
    builder.add(np.array(points), triangles, normals, points, tone, LEAF)


def _far_tree(builder: MeshBuilder, random: np.random.Generator, kind: str) -> None:
    """A few ragged cones or one lumpy crown: about fifty triangles."""
    tone = np.array(_LEAVES[kind])
    revolve(builder, (0, -0.3, 0), (0, 3.0, 0), [(0, 0.22), (1, 0.15)], _BARKS[kind], BARK, sides=4)
    if kind == "pine":
        for tier, (low, high, radius) in enumerate(((1.2, 5.2, 2.1), (3.6, 7.6, 1.6), (6.0, 10.0, 1.05))):
            sides = 8
            turn = np.arange(sides) * (2 * math.pi / sides) + tier
            ragged = radius * np.where(np.arange(sides) % 2 == 0, 1.0, 0.72)
            ring = np.stack([ragged * np.cos(turn), np.full(sides, low), ragged * np.sin(turn)], 1)
            points = np.concatenate([ring, [(0.0, high, 0.0)]])
            normals = np.concatenate(
                [np.stack([np.cos(turn), np.full(sides, 0.5), np.sin(turn)], 1), [(0.0, 1.0, 0.0)]]
            )
            triangles = [(i, sides, (i + 1) % sides) for i in range(sides)]
            shade = np.concatenate([np.full((sides, 1), 0.72), [[1.15]]])
            builder.add(points, triangles, normals, points, tone * shade, LEAF)
        return
    for turn, up, out, radius in ((0.0, 6.3, 0.3, 2.3), (2.2, 4.9, 1.1, 1.7), (4.3, 5.3, 1.1, 1.7)):
        centre = np.array((out * math.cos(turn), up, out * math.sin(turn)))
        _core(builder, centre, radius, tone * random.uniform(0.75, 1.05), random)


def bush(builder: MeshBuilder, at: Vector, radius: float, seed: int, kind: str = "oak") -> None:
    """Add a bush whose foot is at `at`."""
    x, y, z = at
    random = np.random.default_rng(seed)
    _core(builder, np.array((x, y + radius * 0.6, z)), radius * 0.7, np.array(_LEAVES[kind]) * 0.35, random)
    foliage(builder, (x, y + radius * 0.65, z), radius, 150, np.array(_LEAVES[kind]), seed)


def rock(builder: MeshBuilder, at: Vector, radius: float, seed: int, flatness: float = 0.6) -> None:
    """Add a boulder half sunk in the ground at `at`."""
    random = np.random.default_rng(seed)
    rings, sides = 9, 14
    polar = np.linspace(0.02, math.pi - 0.02, rings)[:, None]
    turn = (np.arange(sides) * 2 * math.pi / sides)[None, :]
    ball = np.stack([np.sin(polar) * np.cos(turn), np.cos(polar) + 0 * turn, np.sin(polar) * np.sin(turn)], -1)
    axes = random.normal(size=(9, 3))
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    # Cutting the ball with random planes gives flat faces and edges, as broken stone has.
    limit = random.uniform(0.55, 0.9, 9)
    out = np.min(np.where(ball @ axes.T > 0.05, limit / np.maximum(ball @ axes.T, 0.05), 9.0), -1)
    shape = ball * np.minimum(1.0, out)[..., None] * radius * (1.0, flatness, 1.0)
    across = np.roll(shape, -1, 1) - np.roll(shape, 1, 1)
    down = np.gradient(shape, axis=0)
    normals = np.cross(across, down)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    normals *= np.sign((normals * ball).sum(-1, keepdims=True) + 1e-9)
    i = (np.arange(rings - 1)[:, None] * sides + np.arange(sides)).ravel()
    j = (np.arange(rings - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    triangles = np.concatenate([np.stack([i, j, i + sides], 1), np.stack([j, j + sides, i + sides], 1)])
    flat = shape.reshape(-1, 3) + np.asarray(at)
    builder.add(flat, triangles, normals.reshape(-1, 3), flat, (0.26, 0.245, 0.225), ROCK)


def grass(
    builder: MeshBuilder,
    height: Height,
    keep: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
    area: tuple[float, float, float, float],
    blades: int,
    tall_m: float,
    tone: Sequence[float],
    seed: int,
) -> None:
    """Scatter blades over area (x0, x1, z0, z1); keep(x, z, chance) says where they grow."""
    random = np.random.default_rng(seed)
    x, z = random.uniform(area[0], area[1], blades), random.uniform(area[2], area[3], blades)
    grows = keep(x, z, random.random(blades))
    x, z = x[grows], z[grows]
    count = len(x)
    y = height(x, z)
    tall = random.uniform(0.35, 1.0, count) * tall_m
    turn = random.uniform(0, 2 * math.pi, count)
    wide = 0.010 + 0.020 * tall
    lean = tall * 0.45
    left = np.stack([x - wide * np.cos(turn), y - 0.01, z - wide * np.sin(turn)], 1)
    right = np.stack([x + wide * np.cos(turn), y - 0.01, z + wide * np.sin(turn)], 1)
    tip = np.stack([x + lean * np.sin(turn * 3), y + tall, z + lean * np.cos(turn * 3)], 1)
    i = np.arange(count)
    colour = np.asarray(tone) * random.uniform(0.6, 1.5, (count, 1)) + np.array((0.10, 0.07, 0.0)) * (
        random.random((count, 1)) < 0.18
    )
    triangles = np.stack([i, i + count, i + 2 * count], 1)
    albedo = np.concatenate([colour * 0.45, colour * 0.45, colour * 1.2])
    points = np.concatenate([left, right, tip])
    builder.add(points, triangles, (0.0, 0.95, 0.31), points, albedo, LEAF)


def blossoms(
    builder: MeshBuilder,
    height: Height,
    keep: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
    area: tuple[float, float, float, float],
    count: int,
    tones: Sequence[Sequence[float]],
    seed: int,
) -> None:
    """Scatter flower heads, each two crossed diamonds a few centimetres wide, over area (x0, x1, z0, z1)."""
    random = np.random.default_rng(seed)
    x, z = random.uniform(area[0], area[1], count), random.uniform(area[2], area[3], count)
    grows = keep(x, z, random.random(count))
    x, z = x[grows], z[grows]
    at = np.stack([x, height(x, z) + random.uniform(0.10, 0.24, len(x)), z], 1)
    tone = np.asarray(tones)[random.integers(0, len(tones), len(x))] * random.uniform(0.8, 1.15, (len(x), 1))
    size = random.uniform(0.016, 0.030, (len(x), 1))
    turn = random.uniform(0, math.pi, len(x))
    side = np.stack([np.cos(turn), 0.2 * np.sin(turn * 5), np.sin(turn)], 1)
    across = np.stack([-np.sin(turn), 0.3 * np.cos(turn * 3), np.cos(turn)], 1)
    up = np.tile((0.0, 1.0, 0.0), (len(x), 1))
    _cards(builder, at, side * size, across * size, up, tone)
    _cards(builder, at, up * size * 0.8, side * size, across, tone)


def terrain(
    builder: MeshBuilder, height: Height, xs: np.ndarray, zs: np.ndarray, albedo: Sequence[float], material: int = GRASS
) -> None:
    """Add the ground over a grid of x and z metres (both rising), which may be finer where people stand."""
    x, z = np.meshgrid(xs, zs)
    y = height(x, z)
    slope_x, slope_z = np.gradient(y, xs, axis=1), np.gradient(y, zs, axis=0)
    normals = np.stack([-slope_x, np.ones_like(y), -slope_z], -1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    columns = len(xs)
    i = (np.arange(len(zs) - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    triangles = np.concatenate(
        [np.stack([i, i + columns, i + 1], 1), np.stack([i + 1, i + columns, i + columns + 1], 1)]
    )
    points = np.stack([x, y, z], -1).reshape(-1, 3)
    builder.add(points, triangles, normals.reshape(-1, 3), points, albedo, material)


def graded(low: float, high: float, middle: float, finest_m: float, count: int) -> np.ndarray:
    """Return `count` or so rising grid lines from low to high, `finest_m` apart at `middle` and wider away from it."""
    lines = [middle]
    for sign, end in ((1.0, high), (-1.0, low)):
        span = abs(end - middle)
        steps = max(2, count // 2)
        t = np.linspace(0, 1, steps + 1)[1:]
        linear = min(1.0, finest_m * steps / span)
        lines.extend(middle + sign * span * (linear * t + (1 - linear) * t**3))
    return np.unique(np.array(lines))


def rolling(x: np.ndarray, z: np.ndarray, size_m: float, rise_m: float) -> np.ndarray:
    """Return gentle fractal relief of `rise_m` around 0, with hills about `size_m` across."""
    return (fractal(x, z, 1.0 / size_m, 4) - 0.5) * 2 * rise_m
