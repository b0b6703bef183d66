"""Things of the street, the garden and the road: each function adds one at the origin, facing +z."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import CLOTH, EMISSIVE, GLASS, LEAF, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, Vector, box, cylinder, quad, revolve
from tools.stage.sets.furniture import cushion
from tools.stage.sets.stage_set import Placed

_IRON = (0.045, 0.047, 0.05)


def bicycle(b: MeshBuilder, level: float) -> Placed:
    """A bicycle leaning a little, wheels along x."""
    del level
    frame = (0.06, 0.20, 0.19)
    for x in (-0.52, 0.52):
        _wheel(b, (x, 0.34, 0.0), 0.33, 0.016, 22)
    joints = {
        "rear": (-0.52, 0.34),
        "front": (0.52, 0.34),
        "pedal": (-0.06, 0.30),
        "seat": (-0.20, 0.80),
        "head": (0.38, 0.84),
    }
    for a, c in (
        ("rear", "pedal"),
        ("rear", "seat"),
        ("seat", "pedal"),
        ("pedal", "head"),
        ("seat", "head"),
        ("front", "head"),
    ):
        (ax, ay), (cx, cy) = joints[a], joints[c]
        cylinder(b, (ax, ay, 0), (cx, cy, 0), 0.016, frame, METAL, sides=8, capped=False)
    cylinder(b, (0.38, 0.84, 0), (0.36, 1.00, 0), 0.014, _IRON, METAL, sides=8)
    cylinder(b, (0.34, 1.0, -0.27), (0.34, 1.0, 0.27), 0.013, _IRON, METAL, sides=8)
    cylinder(b, (-0.20, 0.80, 0), (-0.21, 0.92, 0), 0.013, _IRON, METAL, sides=8)
    cushion(b, (-0.22, 0.94, 0), (0.26, 0.07, 0.16), np.array((0.05, 0.03, 0.02)))
    box(b, (0.56, 0.86, 0), (0.24, 0.20, 0.30), (0.34, 0.22, 0.10), WOOD)
    return Placed(1.7, 0.5, 1.05)


def _wheel(
    b: MeshBuilder, centre: Sequence[float], radius: float, thick: float, sides: int, tone: Sequence[float] = _IRON
) -> None:
    """Add a rim in the xy plane with spokes."""
    x, y, z = centre
    angle = np.arange(sides + 1) * (2 * math.pi / sides)
    for k in range(sides):
        a, c = angle[k], angle[k + 1]
        start = (x + radius * math.cos(a), y + radius * math.sin(a), z)
        end = (x + radius * math.cos(c), y + radius * math.sin(c), z)
        cylinder(b, start, end, thick, tone, PAINT, sides=5, capped=False)
    for k in range(6):
        a = k * math.pi / 6
        dx, dy = radius * math.cos(a), radius * math.sin(a)
        cylinder(
            b, (x - dx, y - dy, z), (x + dx, y + dy, z), thick * 0.3, (0.4, 0.4, 0.4), METAL, sides=4, capped=False
        )


def cart(b: MeshBuilder, level: float) -> Placed:
    """A market barrow with fruit under a striped awning."""
    tone = (0.20, 0.24, 0.16)
    box(b, (0, 0.72, 0), (1.9, 0.10, 0.95), tone, WOOD)
    for z in (-0.46, 0.46):
        box(b, (0, 0.82, z), (1.9, 0.14, 0.03), tone, WOOD)
        _wheel(b, (0.35, 0.40, z * 1.12), 0.38, 0.03, 18, (0.20, 0.11, 0.05))
    for x in (-0.85, 0.6):
        box(b, (x, 0.34, 0), (0.06, 0.68, 0.06), tone)
    for x in (-0.9, 0.9):
        for z in (-0.44, 0.44):
            box(b, (x, 1.40, z), (0.04, 1.3, 0.04), (0.30, 0.20, 0.10))
    stripes = ((0.55, 0.09, 0.06), (0.70, 0.66, 0.56))
    for k in range(10):
        x0, x1 = -1.05 + k * 0.21, -1.05 + (k + 1) * 0.21
        quad(b, [(x0, 1.86, 0.75), (x1, 1.86, 0.75), (x1, 2.12, 0.0), (x0, 2.12, 0.0)], stripes[k % 2], CLOTH)
        quad(b, [(x0, 2.12, 0.0), (x1, 2.12, 0.0), (x1, 1.86, -0.75), (x0, 1.86, -0.75)], stripes[k % 2], CLOTH)
        quad(b, [(x0, 1.70, 0.75), (x1, 1.70, 0.75), (x1, 1.86, 0.75), (x0, 1.86, 0.75)], stripes[k % 2], CLOTH)
    fruit(b, (0, 0.80, 0), 1.7, 0.8)
    lamps: tuple[Practical, ...] = ()
    if level > 0.2:
        lamps = (lantern(b, (0.0, 1.78, 0.55), 0.8 * level),)
    return Placed(2.0, 1.2, 2.1, (), lamps)


def fruit(b: MeshBuilder, centre: Sequence[float], width: float, depth: float) -> None:
    """Heap fruit in four crates over an area."""
    random = np.random.default_rng(9)
    tones = [(0.60, 0.09, 0.04), (0.75, 0.34, 0.03), (0.22, 0.36, 0.05), (0.70, 0.55, 0.08)]
    for crate in range(4):
        middle = centre[0] - width / 2 + (crate + 0.5) * width / 4
        for _ in range(16):
            at = (
                middle + random.uniform(-0.42, 0.42) * width / 4,
                centre[1] + random.uniform(0.0, 0.10),
                centre[2] + random.uniform(-0.42, 0.42) * depth,
            )
            ball(b, at, random.uniform(0.045, 0.06), np.array(tones[crate]) * random.uniform(0.8, 1.1), PAINT, 7)


def ball(b: MeshBuilder, at: Sequence[float], radius: float, tone: np.ndarray, material: int, sides: int = 8) -> None:
    profile = [(0.5 - 0.5 * math.cos(t), radius * math.sin(t)) for t in np.linspace(0.05, math.pi - 0.05, sides)]
    x, y, z = at
    revolve(b, (x, y - radius, z), (x, y + radius, z), profile, tone, material, sides=sides)


def lantern(b: MeshBuilder, at: Sequence[float], level: float) -> Practical:
    """Hang a small lit lantern at `at`; returns its light."""
    glow = np.array((1.0, 0.62, 0.26)) * (2.6 * level + 0.15)
    ball(b, at, 0.10, glow, EMISSIVE)
    x, y, z = at
    colour = (3.6 * level, 2.1 * level, 0.85 * level)
    return Practical((x, y, z), colour, 6.0)


def crates(b: MeshBuilder, level: float) -> Placed:
    """A stack of wooden crates and a barrel."""
    del level
    for x, y, z, yaw in ((0, 0.22, 0, 4), (0.52, 0.22, 0.05, -7), (0.22, 0.66, 0.02, 12)):
        box(b, (x, y, z), (0.46, 0.42, 0.42), (0.32, 0.22, 0.12), WOOD, yaw_deg=yaw)
    profile = [(0, 0.24), (0.5, 0.31), (1, 0.24)]
    revolve(b, (-0.55, 0, 0.05), (-0.55, 0.85, 0.05), profile, (0.20, 0.12, 0.06), WOOD, capped=True)
    return Placed(1.5, 0.6, 0.9)


def planter(b: MeshBuilder, level: float) -> Placed:
    """A tub with a clipped shrub."""
    del level
    revolve(b, (0, 0, 0), (0, 0.46, 0), [(0, 0.22), (1, 0.30)], (0.32, 0.15, 0.09), PAINT, capped=True)
    foliage(b, (0, 0.85, 0), 0.42, 260, (0.055, 0.115, 0.035), 31)
    return Placed(0.8, 0.8, 1.3)


def flowers(b: MeshBuilder, level: float) -> Placed:
    """A bucket stand of cut flowers."""
    del level
    random = np.random.default_rng(17)
    for k in range(5):
        x, z = -0.6 + 0.3 * k, 0.12 * (k % 2)
        cylinder(b, (x, 0, z), (x, 0.34, z), 0.11, (0.30, 0.31, 0.33), METAL, top_radius=0.14, sides=10)
        foliage(b, (x, 0.50, z), 0.16, 60, (0.06, 0.14, 0.04), 40 + k)
        tone = [(0.65, 0.08, 0.10), (0.75, 0.45, 0.05), (0.62, 0.60, 0.58), (0.45, 0.10, 0.45), (0.72, 0.25, 0.30)][k]
        for _ in range(14):
            at = (x + random.uniform(-0.14, 0.14), 0.58 + random.uniform(-0.05, 0.14), z + random.uniform(-0.14, 0.14))
            ball(b, at, 0.035, np.array(tone), PAINT, 5)
    return Placed(1.5, 0.4, 0.8)


def foliage(b: MeshBuilder, centre: Sequence[float], radius: float, leaves: int, tone: Vector, seed: int) -> None:
    """Add a ball of leaves."""
    random = np.random.default_rng(seed)
    out = random.normal(size=(leaves, 3))
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    at = out * radius * random.random((leaves, 1)) ** 0.25 + np.asarray(centre)
    along = random.normal(size=(leaves, 3))
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.cross(along, out)
    across /= np.linalg.norm(across, axis=1, keepdims=True) + 1e-6
    size = radius * random.uniform(0.16, 0.30, (leaves, 1))
    points = np.concatenate([at - along * size, at - across * size * 0.5, at + along * size, at + across * size * 0.5])
    i = np.arange(leaves)
    triangles = np.concatenate(
        [np.stack([i, i + leaves, i + 2 * leaves], 1), np.stack([i, i + 2 * leaves, i + 3 * leaves], 1)]
    )
    shade = (0.6 + 0.6 * random.random((leaves, 1))) * (0.75 + 0.4 * out[:, 1:2])
    b.add(points, triangles, np.tile(out, (4, 1)), points, np.tile(np.asarray(tone) * shade, (4, 1)), LEAF)


def car(b: MeshBuilder, level: float) -> Placed:
    """A small old car, length along x."""
    tone = (0.10, 0.19, 0.24)
    cushion(b, (0, 0.62, 0), (3.7, 0.66, 1.56), np.array(tone))
    profile_z = 0.62
    roof = [(-0.95, 0.88), (-0.72, 1.38), (0.55, 1.40), (1.0, 0.90)]
    for (x0, y0), (x1, y1) in pairwise(roof):
        material, colour = (METAL, tone) if y0 > 1.2 and y1 > 1.2 else (GLASS, (0.03, 0.04, 0.05))
        corners = [(x0, y0, profile_z), (x1, y1, profile_z), (x1, y1, -profile_z), (x0, y0, -profile_z)]
        quad(b, corners, colour, material)
    for s in (-1, 1):
        corners = [(x, y, s * profile_z) for x, y in roof]
        quad(b, corners if s > 0 else corners[::-1], (0.03, 0.04, 0.05), GLASS)
        for x in (-1.15, 1.15):
            cylinder(b, (x, 0.32, s * 0.80), (x, 0.32, s * 0.58), 0.32, (0.03, 0.03, 0.03), PAINT, sides=18)
            cylinder(b, (x, 0.32, s * 0.815), (x, 0.32, s * 0.78), 0.17, (0.5, 0.5, 0.5), METAL, sides=14)
        lit = 3.0 * level + 0.4
        ball(b, (1.80, 0.66, s * 0.55), 0.10, np.array((1.0, 0.9, 0.7)) * lit, EMISSIVE)
        ball(b, (-1.82, 0.66, s * 0.58), 0.07, np.array((0.6, 0.04, 0.03)) * (1 + level), EMISSIVE)
    return Placed(3.8, 1.7, 1.45)


def tent(b: MeshBuilder, level: float) -> Placed:
    """A canvas tent, open to +z."""
    tone = (0.50, 0.42, 0.26)
    for s in (-1, 1):
        corners = [(s * 1.1, 0, 1.2), (0, 1.5, 1.2), (0, 1.5, -1.2), (s * 1.1, 0, -1.2)]
        quad(b, corners if s < 0 else corners[::-1], tone, CLOTH)
    b.add([(-1.1, 0, -1.2), (1.1, 0, -1.2), (0, 1.5, -1.2)], [(0, 2, 1)], (0, 0, -1), (0, 0, 0), tone, CLOTH)
    lamps = (lantern(b, (0, 0.9, 0.2), 0.7 * level),) if level > 0.2 else ()
    return Placed(2.2, 2.4, 1.5, (), lamps)


def campfire(b: MeshBuilder, level: float) -> Placed:
    """A ring of stones, logs and flames; it burns at any hour."""
    del level
    for k in range(9):
        turn = k * 2 * math.pi / 9
        ball(b, (0.42 * math.cos(turn), 0.06, 0.42 * math.sin(turn)), 0.11, np.array((0.16, 0.15, 0.14)), PAINT, 6)
    for k in range(4):
        turn = k * math.pi / 4
        dx, dz = 0.32 * math.cos(turn), 0.32 * math.sin(turn)
        cylinder(b, (-dx, 0.05, -dz), (dx, 0.20, dz), 0.045, (0.05, 0.03, 0.02), PAINT, sides=8)
    tongues = tuple(
        (0.05 * (k % 3) * math.cos(2.4 * k), -0.45, 0.05 * (k % 3) * math.sin(2.4 * k), 0.30 + 0.03 * ((k * 37) % 10))
        for k in range(7)
    )
    fire = Practical((0, 0.55, 0), (7.0, 3.0, 0.85), 9.0, flame=True, tongues=tongues)
    return Placed(1.0, 1.0, 0.5, (), (fire,))


def boat(b: MeshBuilder, level: float) -> Placed:
    """A rowing boat drawn up on land, bow towards +z."""
    del level
    rows, half = 13, 7
    points, normals = [], []
    for i in range(rows):
        t = i / (rows - 1)
        beam = 0.72 * math.sin(math.pi * min(1.0, 0.32 + t * 0.68)) ** 0.8 * (1.0 if t < 0.9 else 0.75)
        sheer = 0.55 + 0.25 * (2 * t - 1) ** 2
        for j in range(2 * half + 1):
            turn = (j / half - 1) * math.pi / 2
            points.append((beam * math.sin(turn), 0.12 + sheer * (1 - math.cos(turn)) * 0.9, (t - 0.5) * 3.8))
            normals.append((math.sin(turn), -math.cos(turn), 0.0))
    w = 2 * half + 1
    i = (np.arange(rows - 1)[:, None] * w + np.arange(2 * half)).ravel()
    triangles = np.concatenate([np.stack([i, i + w, i + 1], 1), np.stack([i + 1, i + w, i + w + 1], 1)])
    b.add(points, triangles, normals, (0, 0, 0), (0.10, 0.24, 0.28), PAINT)
    for z in (-0.8, 0.3, 1.2):
        box(b, (0, 0.50, z), (1.16, 0.04, 0.24), (0.34, 0.24, 0.14), WOOD)
    return Placed(1.5, 3.8, 0.8, ((0.0, 0.53, 0.3, 0.0),))
