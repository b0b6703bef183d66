"""Furniture and lamps: each function adds one piece at the origin, facing +z, and says what it blocks and lights."""

import math
from collections.abc import Sequence

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import CLOTH, EMISSIVE, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.sets.stage_set import Placed

_WOOD = (0.24, 0.13, 0.06)
_DARK_WOOD = (0.13, 0.07, 0.04)
_IRON = (0.045, 0.047, 0.05)
_BRASS = (0.45, 0.32, 0.10)
LAMP_WARM = (4.4, 2.6, 1.12)


def chair(b: MeshBuilder, level: float, tone: Sequence[float] = _WOOD) -> Placed:
    """A plain wooden chair, seat at 0.46 m."""
    del level
    box(b, (0, 0.45, 0), (0.42, 0.035, 0.42), tone, WOOD)
    for x in (-0.18, 0.18):
        box(b, (x, 0.22, 0.18), (0.035, 0.44, 0.035), tone, PAINT)
        box(b, (x, 0.47, -0.19), (0.035, 0.94, 0.035), tone, PAINT)
    for y in (0.62, 0.74, 0.88):
        box(b, (0, y, -0.19), (0.36, 0.055, 0.02), tone, PAINT)
    return Placed(0.45, 0.45, 0.95, ((0.0, 0.46, 0.02, 0.0),))


def table(b: MeshBuilder, level: float, tone: Sequence[float] = _WOOD) -> Placed:
    """A table for four with a cup and a book on it."""
    del level
    box(b, (0, 0.735, 0), (1.5, 0.04, 0.8), tone, WOOD)
    box(b, (0, 0.68, 0), (1.36, 0.08, 0.66), [0.8 * c for c in tone], PAINT)
    for x in (-0.66, 0.66):
        for z in (-0.32, 0.32):
            box(b, (x, 0.36, z), (0.06, 0.72, 0.06), [0.85 * c for c in tone], PAINT)
    cup(b, (0.28, 0.757, 0.05))
    box(b, (-0.25, 0.775, -0.06), (0.22, 0.035, 0.15), (0.30, 0.07, 0.05), PAINT, yaw_deg=18)
    return Placed(1.5, 0.8, 0.76)


def cup(b: MeshBuilder, at: Sequence[float]) -> None:
    """A cup on a saucer, standing at `at`."""
    x, y, z = at
    cylinder(b, (x, y, z), (x, y + 0.012, z), 0.075, (0.72, 0.70, 0.66), PAINT, sides=12)
    revolve(b, (x, y + 0.01, z), (x, y + 0.085, z), [(0, 0.026), (0.3, 0.038), (1, 0.043)], (0.74, 0.72, 0.68), PAINT)


def bench(b: MeshBuilder, level: float) -> Placed:
    """A park bench of slats on iron ends."""
    del level
    for k in range(4):
        box(b, (0, 0.45, -0.16 + 0.11 * k), (1.6, 0.03, 0.09), (0.22, 0.13, 0.06), WOOD)
    for k in range(3):
        box(b, (0, 0.58 + 0.13 * k, -0.24 - 0.02 * k), (1.6, 0.09, 0.03), (0.22, 0.13, 0.06), WOOD)
    for x in (-0.7, 0.7):
        box(b, (x, 0.22, 0.14), (0.05, 0.44, 0.05), _IRON, METAL)
        box(b, (x, 0.42, -0.24), (0.05, 0.86, 0.05), _IRON, METAL)
    return Placed(1.6, 0.6, 0.9, ((-0.4, 0.47, 0.03, 0.0), (0.4, 0.47, 0.03, 0.0)))


def sofa(b: MeshBuilder, level: float) -> Placed:
    """A two-seat sofa in green velvet."""
    del level
    tone = np.array((0.05, 0.12, 0.10))
    cushion(b, (0, 0.24, 0), (1.7, 0.34, 0.82), tone * 0.8)
    cushion(b, (0, 0.62, -0.33), (1.7, 0.62, 0.22), tone)
    for s in (-1, 1):
        cushion(b, (s * 0.86, 0.40, 0.0), (0.20, 0.52, 0.84), tone)
        cushion(b, (s * 0.39, 0.45, 0.06), (0.75, 0.16, 0.66), tone * 1.15)
    cushion(b, (-0.55, 0.66, -0.10), (0.40, 0.36, 0.14), np.array((0.45, 0.20, 0.06)))
    return Placed(1.95, 0.9, 0.92, ((-0.4, 0.52, 0.10, 0.0), (0.4, 0.52, 0.10, 0.0)))


def cushion(b: MeshBuilder, centre: Sequence[float], size: Sequence[float], tone: np.ndarray) -> None:
    """Add a box with rounded edges, upholstered."""
    steps = 8
    u, v = np.meshgrid(np.linspace(-math.pi, math.pi, 2 * steps + 1), np.linspace(-math.pi / 2, math.pi / 2, steps + 1))
    ball = np.stack([np.cos(v) * np.sin(u), np.sin(v), np.cos(v) * np.cos(u)], -1)
    # A superellipsoid: the fourth root flattens a ball into a pillow.
    shape = np.sign(ball) * np.abs(ball) ** 0.35
    half = np.asarray(size, np.float64) / 2
    points = shape * half
    normals = np.sign(ball) * np.abs(ball) ** 0.9 / half
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    i = (np.arange(steps)[:, None] * (2 * steps + 1) + np.arange(2 * steps)).ravel()
    w = 2 * steps + 1
    triangles = np.concatenate([np.stack([i, i + 1, i + w + 1], 1), np.stack([i, i + w + 1, i + w], 1)])
    flat = points.reshape(-1, 3)
    b.add(flat + np.asarray(centre), triangles, normals.reshape(-1, 3), flat, tone, CLOTH)


def floor_lamp(b: MeshBuilder, level: float) -> Placed:
    """A standing lamp with a cloth shade."""
    cylinder(b, (0, 0, 0), (0, 0.03, 0), 0.15, _BRASS, METAL)
    cylinder(b, (0, 0, 0), (0, 1.45, 0), 0.014, _BRASS, METAL, sides=8)
    lamps = _shade(b, (0, 1.36, 0), 0.20, level)
    return Placed(0.4, 0.4, 1.7, (), lamps)


def table_lamp(b: MeshBuilder, level: float) -> Placed:
    """A lamp on a small cupboard."""
    box(b, (0, 0.34, 0), (0.50, 0.66, 0.42), _DARK_WOOD, WOOD)
    box(b, (0, 0.68, 0), (0.56, 0.03, 0.48), _DARK_WOOD, WOOD)
    for y in (0.20, 0.46):
        box(b, (0, y, 0.215), (0.44, 0.20, 0.012), [1.5 * c for c in _DARK_WOOD], WOOD)
        cylinder(b, (0, y, 0.22), (0, y, 0.245), 0.014, _BRASS, METAL, sides=8)
    profile = [(0, 0.085), (0.25, 0.10), (0.5, 0.055), (0.8, 0.02), (1, 0.018)]
    revolve(b, (0, 0.695, 0), (0, 0.99, 0), profile, (0.10, 0.22, 0.26), PAINT)
    return Placed(0.55, 0.5, 1.3, (), _shade(b, (0, 0.96, 0), 0.19, level))


def _shade(b: MeshBuilder, at: Sequence[float], radius: float, level: float) -> tuple[Practical, ...]:
    """Add a lampshade at `at`; lit it glows and lights its surroundings."""
    x, y, z = at
    height = 0.30
    if level < 0.05:
        cylinder(
            b, (x, y, z), (x, y + height, z), radius, (0.62, 0.52, 0.38), CLOTH, top_radius=radius * 0.6, capped=False
        )
        return ()
    sides = 20
    angle = np.arange(sides + 1) * (2 * math.pi / sides)
    ring = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1)
    rows = [(0.0, radius, 0.75), (0.45, radius * 0.8, 1.15), (1.0, radius * 0.6, 0.8)]
    points = np.concatenate([ring * r + (x, y + height * t, z) for t, r, _ in rows])
    warm = np.array((1.65, 0.98, 0.44)) * level
    glow = np.concatenate([np.repeat((warm * k)[None], sides + 1, 0) for _, _, k in rows])
    i = np.concatenate([np.arange(sides) + (sides + 1) * row for row in range(2)])
    w = sides + 1
    triangles = np.concatenate([np.stack([i, i + 1, i + w + 1], 1), np.stack([i, i + w + 1, i + w], 1)])
    b.add(points, triangles, np.tile(ring, (3, 1)), (0, 0, 0), glow, EMISSIVE)
    colour = (LAMP_WARM[0] * level, LAMP_WARM[1] * level, LAMP_WARM[2] * level)
    return (Practical((x, y + 0.2, z), colour, 7.5),)


def bookcase(b: MeshBuilder, level: float) -> Placed:
    """A tall case full of books, a few leaning, a vase between them."""
    del level
    random = np.random.default_rng(5)
    width, height, depth = 1.15, 2.1, 0.30
    for x in (-width / 2, width / 2):
        box(b, (x, height / 2, 0), (0.04, height, depth), _DARK_WOOD, WOOD)
    box(b, (0, height / 2, -depth / 2 + 0.01), (width, height, 0.02), [0.7 * c for c in _DARK_WOOD], WOOD)
    covers = [
        (0.40, 0.10, 0.07),
        (0.10, 0.18, 0.25),
        (0.46, 0.36, 0.20),
        (0.12, 0.20, 0.11),
        (0.25, 0.16, 0.24),
        (0.50, 0.46, 0.38),
    ]
    for shelf in range(6):
        y = 0.06 + shelf * 0.405
        box(b, (0, y, 0), (width, 0.03, depth), _DARK_WOOD, WOOD)
        if shelf == 5:
            break
        x = -width / 2 + 0.05
        while x < width / 2 - 0.08:
            if random.random() < 0.07:
                profile = [(0, 0.04), (0.4, 0.07), (0.8, 0.03), (1, 0.045)]
                base = (x + 0.08, y + 0.015, 0.03)
                revolve(b, base, (x + 0.08, y + 0.24, 0.03), profile, (0.45, 0.40, 0.33), PAINT)
                x += 0.20
                continue
            thick, tall = random.uniform(0.022, 0.05), random.uniform(0.21, 0.33)
            tone = np.array(covers[random.integers(0, len(covers))]) * random.uniform(0.6, 1.1)
            box(
                b,
                (x + thick / 2, y + 0.015 + tall / 2, 0.01 + random.uniform(-0.02, 0.02)),
                (thick * 0.94, tall, 0.19),
                tone,
            )
            x += thick
    return Placed(width, depth, height)


def piano(b: MeshBuilder, level: float) -> Placed:
    """An upright piano with its stool."""
    del level
    black = (0.018, 0.016, 0.016)
    box(b, (0, 0.62, -0.18), (1.5, 1.24, 0.30), black, METAL)
    box(b, (0, 0.68, 0.10), (1.46, 0.10, 0.34), black, METAL)
    box(b, (0, 0.735, 0.14), (1.30, 0.02, 0.18), (0.72, 0.70, 0.64), PAINT)
    for k in range(30):
        if k % 7 not in (2, 6):
            box(b, (-0.63 + k * 0.0433, 0.75, 0.10), (0.018, 0.02, 0.10), black)
    for x in (-0.68, 0.68):
        box(b, (x, 0.32, 0.20), (0.08, 0.64, 0.08), black, METAL)
    box(b, (0, 0.48, 0.72), (0.6, 0.06, 0.34), (0.16, 0.05, 0.04), CLOTH)
    for x in (-0.25, 0.25):
        for z in (0.60, 0.84):
            box(b, (x, 0.23, z), (0.04, 0.46, 0.04), black)
    return Placed(1.5, 0.66, 1.24, ((0.0, 0.51, 0.72, 180.0),))


def bed(b: MeshBuilder, level: float) -> Placed:
    """A single bed, made."""
    del level
    box(b, (0, 0.20, 0), (1.0, 0.22, 2.0), _WOOD, WOOD)
    cushion(b, (0, 0.40, 0), (0.98, 0.22, 1.96), np.array((0.62, 0.60, 0.56)))
    cushion(b, (0, 0.46, 0.3), (1.04, 0.18, 1.36), np.array((0.12, 0.18, 0.30)))
    cushion(b, (0, 0.55, -0.75), (0.66, 0.16, 0.40), np.array((0.70, 0.68, 0.64)))
    box(b, (0, 0.55, -1.0), (1.06, 1.0, 0.05), _WOOD, WOOD)
    return Placed(1.05, 2.1, 0.6, ((0.42, 0.52, 0.2, 90.0),))


def rug(b: MeshBuilder, level: float) -> Placed:
    """A woven rug; people walk on it."""
    del level
    for inset, tone, y in (
        (0.0, (0.30, 0.06, 0.05), 0.008),
        (0.12, (0.40, 0.30, 0.18), 0.010),
        (0.18, (0.28, 0.07, 0.06), 0.012),
    ):
        box(b, (0, y / 2, 0), (2.4 - 2 * inset, y, 1.6 - 2 * inset), tone, CLOTH)
    return Placed(0.0, 0.0, 0.0)
