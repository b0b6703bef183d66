"""Single things that an action line may name: hearth, well, fence, clock, easel and the like."""

import math

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PAINT, PLASTER, WATER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets.outdoors import ball, foliage
from tools.stage.sets.stage_set import Placed

_OAK, _DARK, _STONE, _IRON = (0.26, 0.16, 0.08), (0.11, 0.065, 0.035), (0.38, 0.36, 0.32), (0.05, 0.055, 0.06)


def hearth(b: MeshBuilder, level: float) -> Placed:
    """A stone fireplace with a burning fire; its back to -z."""
    del level
    for x in (-0.68, 0.68):
        box(b, (x, 0.55, -0.05), (0.34, 1.10, 0.50), _STONE, PLASTER)
    box(b, (0, 1.20, -0.05), (1.84, 0.22, 0.58), [0.8 * c for c in _OAK], WOOD)
    box(b, (0, 1.95, -0.14), (1.4, 1.30, 0.34), _STONE, PLASTER)
    box(b, (0, 0.5, -0.27), (1.02, 1.0, 0.06), (0.035, 0.03, 0.028), PLASTER)
    box(b, (0, 0.03, 0.20), (1.9, 0.06, 0.75), [0.8 * c for c in _STONE], PLASTER)
    for k in range(4):
        x = -0.24 + 0.16 * k
        cylinder(b, (x - 0.10, 0.12, -0.12), (x + 0.18, 0.20, 0.06), 0.055, (0.07, 0.04, 0.025), WOOD, sides=7)
    tongues = tuple((-0.24 + 0.12 * k, -0.55, -0.35 + 0.05 * (k % 2), 0.24 + 0.05 * ((k * 3) % 4)) for k in range(5))
    fire = Practical((0.0, 0.72, 0.30), (5.4, 2.4, 0.7), 7.5, flame=True, tongues=tongues)
    return Placed(1.9, 0.9, 2.5, (), (fire,))


def torch(b: MeshBuilder, level: float) -> Placed:
    """A burning torch on a pole."""
    del level
    cylinder(b, (0, 0, 0), (0, 1.55, 0), 0.03, _DARK, WOOD, sides=7)
    cylinder(b, (0, 1.50, 0), (0, 1.72, 0), 0.045, _IRON, METAL, top_radius=0.075, sides=9)
    tongues = tuple((0.03 * math.sin(2.1 * k), -0.12, 0.03 * math.cos(2.1 * k), 0.26 + 0.05 * k) for k in range(3))
    return Placed(0.3, 0.3, 1.9, (), (Practical((0.0, 1.82, 0.0), (5.0, 2.3, 0.65), 7.5, flame=True, tongues=tongues),))


def well(b: MeshBuilder, level: float) -> Placed:
    """A round stone well under a little roof."""
    del level
    ring = [(0, 0.62), (0.9, 0.62), (0.9, 0.66), (1, 0.66)]
    revolve(b, (0, 0, 0), (0, 0.80, 0), ring, _STONE, PLASTER, sides=18)
    cylinder(b, (0, 0.70, 0), (0, 0.71, 0), 0.5, (0.02, 0.03, 0.035), WATER, sides=18)
    for x in (-0.62, 0.62):
        box(b, (x, 1.25, 0), (0.10, 1.5, 0.10), _DARK, WOOD)
    cylinder(b, (-0.6, 1.5, 0), (0.6, 1.5, 0), 0.06, _OAK, WOOD, sides=9)
    for side in (-1, 1):
        corners = [(-0.85, 1.95, side * 0.62), (0.85, 1.95, side * 0.62), (0.85, 2.4, 0), (-0.85, 2.4, 0)]
        quad(b, corners if side > 0 else corners[::-1], (0.30, 0.15, 0.09), PAINT)
    return Placed(1.5, 1.4, 1.0)


def fountain(b: MeshBuilder, level: float) -> Placed:
    """A basin with a bowl on a stem, and water in both."""
    del level
    revolve(b, (0, 0, 0), (0, 0.50, 0), [(0, 1.20), (0.9, 1.15), (1, 1.22)], _STONE, PLASTER, sides=24)
    cylinder(b, (0, 0.42, 0), (0, 0.43, 0), 1.08, (0.03, 0.06, 0.07), WATER, sides=24)
    revolve(b, (0, 0.4, 0), (0, 1.3, 0), [(0, 0.22), (0.5, 0.12), (1, 0.2)], _STONE, PLASTER, sides=14)
    revolve(b, (0, 1.25, 0), (0, 1.5, 0), [(0, 0.15), (0.6, 0.52), (1, 0.60)], _STONE, PLASTER, sides=20)
    cylinder(b, (0, 1.46, 0), (0, 1.47, 0), 0.54, (0.03, 0.06, 0.07), WATER, sides=20)
    for k in range(12):
        turn = k * math.pi / 6
        x, z = math.cos(turn), math.sin(turn)
        cylinder(b, (0.58 * x, 1.46, 0.58 * z), (0.80 * x, 0.44, 0.80 * z), 0.012, (0.55, 0.62, 0.66), GLASS, sides=5)
    return Placed(2.5, 2.5, 1.5)


def fence(b: MeshBuilder, level: float) -> Placed:
    """Four paces of picket fence."""
    del level
    for y in (0.35, 0.85):
        box(b, (0, y, 0), (3.2, 0.08, 0.04), (0.60, 0.57, 0.50), WOOD)
    for k in range(17):
        box(b, (-1.6 + 0.2 * k, 0.55, 0.03), (0.09, 1.05 + 0.03 * (k % 2), 0.025), (0.64, 0.61, 0.54), WOOD)
    return Placed(3.2, 0.2, 1.1)


def gate(b: MeshBuilder, level: float) -> Placed:
    """An iron gate between two stone posts."""
    del level
    for x in (-1.0, 1.0):
        box(b, (x, 1.0, 0), (0.36, 2.0, 0.36), _STONE, PLASTER)
        ball(b, (x, 2.14, 0), 0.17, np.array(_STONE), PLASTER)
    for k in range(13):
        cylinder(b, (-0.78 + 0.13 * k, 0.08, 0), (-0.78 + 0.13 * k, 1.7, 0), 0.012, _IRON, METAL, sides=5)
    for y in (0.2, 1.5):
        box(b, (0, y, 0), (1.64, 0.05, 0.03), _IRON, METAL)
    return Placed(2.4, 0.5, 2.1)


def clock(b: MeshBuilder, level: float) -> Placed:
    """A grandfather clock."""
    del level
    box(b, (0, 0.2, 0), (0.46, 0.4, 0.30), _OAK, WOOD)
    box(b, (0, 0.95, 0), (0.34, 1.15, 0.24), _OAK, WOOD)
    box(b, (0, 1.78, 0), (0.46, 0.52, 0.30), _OAK, WOOD)
    box(b, (0, 0.95, 0.125), (0.2, 0.95, 0.01), (0.05, 0.05, 0.05), GLASS)
    cylinder(b, (0, 1.78, 0.15), (0, 1.78, 0.165), 0.17, (0.66, 0.62, 0.52), PAINT, sides=22)
    for turn, far in ((0.6, 0.14), (2.4, 0.10)):
        at = (far * math.sin(turn) / 2, 1.78 + far * math.cos(turn) / 2, 0.17)
        box(b, at, (0.012 + abs(0.5 * far * math.sin(turn)), 0.012 + abs(0.5 * far * math.cos(turn)), 0.006), _IRON)
    ball(b, (0, 0.62, 0.11), 0.06, np.array((0.5, 0.36, 0.1)), METAL)
    return Placed(0.5, 0.36, 2.05)


def easel(b: MeshBuilder, level: float) -> Placed:
    """A painter's easel with a landscape on it."""
    del level
    for x in (-0.36, 0.36):
        cylinder(b, (x, 0, 0.28), (0.2 * x, 1.75, -0.05), 0.018, _OAK, WOOD, sides=6)
    cylinder(b, (0, 0, -0.5), (0, 1.6, -0.05), 0.018, _OAK, WOOD, sides=6)
    box(b, (0, 0.74, 0.13), (0.8, 0.05, 0.08), _OAK, WOOD)
    box(b, (0, 1.14, 0.07), (0.82, 0.74, 0.03), (0.62, 0.58, 0.50), CLOTH)
    for y, high, tone in (
        (1.36, 0.24, (0.32, 0.42, 0.52)),
        (1.16, 0.16, (0.2, 0.28, 0.3)),
        (0.95, 0.28, (0.3, 0.3, 0.1)),
    ):
        box(b, (0, y, 0.09), (0.74, high, 0.01), tone, PAINT)
    return Placed(0.8, 0.8, 1.7)


def television(b: MeshBuilder, level: float) -> Placed:
    """A television on a low chest, switched on after dark."""
    box(b, (0, 0.28, 0), (1.2, 0.50, 0.40), _OAK, WOOD)
    box(b, (0, 0.90, 0), (1.05, 0.66, 0.08), (0.03, 0.03, 0.03), PAINT)
    glow = np.array((0.30, 0.46, 0.75)) * (0.1 + 1.1 * level)
    box(b, (0, 0.91, 0.045), (0.97, 0.56, 0.01), glow, EMISSIVE)
    lamps = (Practical((0.0, 0.95, 0.5), (0.7 * level, 1.0 * level, 1.6 * level), 4.5),) if level > 0.1 else ()
    return Placed(1.2, 0.45, 1.25, (), lamps)


def telephone_box(b: MeshBuilder, level: float) -> Placed:
    """A red telephone box."""
    red = (0.42, 0.035, 0.03)
    for x in (-0.42, 0.42):
        for z in (-0.42, 0.42):
            box(b, (x, 1.15, z), (0.09, 2.3, 0.09), red, METAL)
    box(b, (0, 2.36, 0), (0.98, 0.22, 0.98), red, METAL)
    box(b, (0, 0.05, 0), (0.94, 0.1, 0.94), red, METAL)
    for z in (-0.43, 0.43):
        for k in range(5):
            box(b, (0, 0.5 + 0.38 * k, z), (0.8, 0.03, 0.02), red, METAL)
    box(b, (0, 1.3, -0.36), (0.4, 0.6, 0.08), (0.1, 0.1, 0.1), METAL)
    box(b, (0, 2.2, 0), (0.6, 0.05, 0.6), np.array((1.0, 0.9, 0.7)) * (0.3 + 2.0 * level), EMISSIVE)
    lamps = (Practical((0.0, 1.95, 0.0), (1.8 * level, 1.5 * level, 1.0 * level), 4.0),) if level > 0.1 else ()
    return Placed(1.0, 1.0, 2.5, (), lamps)


def post_box(b: MeshBuilder, level: float) -> Placed:
    """A pillar box."""
    del level
    rings = [(0, 0.26), (0.05, 0.22), (0.82, 0.22), (0.83, 0.27), (0.92, 0.26), (1, 0.05)]
    revolve(b, (0, 0, 0), (0, 1.5, 0), rings, (0.42, 0.035, 0.03), METAL, sides=18)
    box(b, (0, 1.12, 0.215), (0.22, 0.04, 0.02), (0.01, 0.01, 0.01))
    return Placed(0.55, 0.55, 1.5)


def sacks(b: MeshBuilder, level: float) -> Placed:
    """A heap of filled sacks."""
    del level
    for k, (x, y, z) in enumerate(((-0.4, 0.22, 0), (0.3, 0.22, 0.1), (0, 0.24, -0.4), (-0.05, 0.6, -0.1))):
        rings = [(0, 0.16), (0.2, 0.30), (0.7, 0.28), (0.9, 0.10), (1, 0.13)]
        revolve(
            b, (x, y - 0.22, z), (x + 0.03, y + 0.42, z), rings, np.array((0.44, 0.35, 0.22)) * (1 - 0.06 * k), CLOTH
        )
    return Placed(1.3, 1.0, 1.0)


def hay(b: MeshBuilder, level: float) -> Placed:
    """Three bales of hay."""
    del level
    for x, y, z, yaw in ((-0.5, 0.25, 0, 6), (0.5, 0.25, 0.1, -4), (0.05, 0.75, 0, 11)):
        box(b, (x, y, z), (0.95, 0.48, 0.5), (0.52, 0.40, 0.13), CLOTH, yaw_deg=yaw)
    return Placed(2.0, 0.7, 1.0)


def flag(b: MeshBuilder, level: float) -> Placed:
    """A flag on its pole."""
    del level
    cylinder(b, (0, 0, 0), (0, 4.2, 0), 0.035, (0.55, 0.55, 0.55), METAL, sides=8)
    steps = np.linspace(0, 1, 9)
    wave = 0.10 * np.sin(steps * 7.0) * steps
    for k in range(8):
        a, c = 1.5 * steps[k], 1.5 * steps[k + 1]
        corners = [(a, 3.2, wave[k]), (c, 3.2, wave[k + 1]), (c, 4.15, wave[k + 1]), (a, 4.15, wave[k])]
        quad(b, corners, (0.55, 0.10, 0.08) if k % 8 < 4 else (0.60, 0.56, 0.48), CLOTH)
    return Placed(0.2, 0.2, 4.0)


def parasol(b: MeshBuilder, level: float) -> Placed:
    """A striped parasol on its stand."""
    del level
    cylinder(b, (0, 0, 0), (0, 2.4, 0), 0.025, _OAK, WOOD, sides=7)
    cylinder(b, (0, 0, 0), (0, 0.08, 0), 0.25, _STONE, PLASTER, sides=14)
    for k in range(12):
        a, c = k * math.pi / 6, (k + 1) * math.pi / 6
        rim = [(1.3 * math.cos(t), 2.0, 1.3 * math.sin(t)) for t in (a, c)]
        tone = (0.58, 0.12, 0.08) if k % 2 else (0.66, 0.62, 0.52)
        b.add([rim[0], rim[1], (0, 2.42, 0)], [(0, 2, 1)], (0, 1, 0), (0, 0, 0), tone, CLOTH)
    return Placed(0.5, 0.5, 1.9)


def gravestones(b: MeshBuilder, level: float) -> Placed:
    """Three old gravestones in the grass."""
    del level
    for x, z, high, lean in ((-0.9, 0.1, 0.9, 4), (0.1, -0.1, 1.1, -3), (1.0, 0.15, 0.8, 7)):
        box(b, (x, high / 2 - 0.05, z), (0.56, high - 0.2, 0.12), _STONE, PLASTER, yaw_deg=lean)
        cylinder(b, (x, high - 0.15, z - 0.06), (x, high - 0.15, z + 0.06), 0.28, _STONE, PLASTER, sides=16)
        foliage(b, (x, 0.05, z + 0.2), 0.22, 60, (0.06, 0.10, 0.03), int(10 * high))
    return Placed(2.6, 0.6, 1.1)


def kettle_stove(b: MeshBuilder, level: float) -> Placed:
    """An iron stove with its door ajar and a kettle on top."""
    del level
    box(b, (0, 0.50, 0), (0.62, 0.70, 0.52), _IRON, METAL)
    for x in (-0.25, 0.25):
        cylinder(b, (x, 0, 0), (x, 0.16, 0), 0.03, _IRON, METAL, sides=6)
    cylinder(b, (0, 0.85, -0.15), (0, 2.6, -0.15), 0.07, _IRON, METAL, sides=10)
    box(b, (0, 0.42, 0.262), (0.26, 0.18, 0.01), np.array((2.6, 0.8, 0.12)), EMISSIVE)
    ball(b, (0.12, 0.95, 0.05), 0.12, np.array((0.16, 0.17, 0.18)), METAL)
    return Placed(0.7, 0.6, 1.0, (), (Practical((0.0, 0.45, 0.5), (2.4, 0.9, 0.22), 4.5, flame=True),))


def ladder(b: MeshBuilder, level: float) -> Placed:
    """A ladder that leans away from the camera."""
    del level
    for x in (-0.22, 0.22):
        cylinder(b, (x, 0, 0.3), (x, 2.7, -0.4), 0.025, _OAK, WOOD, sides=6)
    for k in range(8):
        y, z = 0.3 + 0.31 * k, 0.3 - 0.08 * k
        cylinder(b, (-0.22, y, z), (0.22, y, z), 0.018, _OAK, WOOD, sides=5)
    return Placed(0.6, 0.9, 1.2)


def globe(b: MeshBuilder, level: float) -> Placed:
    """A standing globe."""
    del level
    cylinder(b, (0, 0, 0), (0, 0.05, 0), 0.24, _OAK, WOOD, sides=14)
    cylinder(b, (0, 0, 0), (0, 0.72, 0), 0.03, _OAK, WOOD, sides=8)
    ball(b, (0, 1.0, 0), 0.26, np.array((0.12, 0.26, 0.36)), PAINT, 14)
    for x, y, z in ((0.12, 1.12, 0.2), (-0.15, 0.98, 0.19), (0.05, 0.85, 0.2)):
        ball(b, (x, y, z), 0.09, np.array((0.42, 0.36, 0.16)), PAINT, 8)
    return Placed(0.5, 0.5, 1.25)


def drum(b: MeshBuilder, level: float) -> Placed:
    """A pair of drums."""
    del level
    for x, high, wide in ((-0.22, 0.42, 0.20), (0.26, 0.34, 0.24)):
        revolve(
            b,
            (x, 0, 0),
            (x, high, 0),
            [(0, 0.7 * wide), (0.4, wide), (1, 0.9 * wide)],
            (0.30, 0.13, 0.06),
            WOOD,
            sides=18,
        )
        cylinder(b, (x, high, 0), (x, high + 0.01, 0), 0.88 * wide, (0.62, 0.56, 0.44), PAINT, sides=18)
    return Placed(0.9, 0.5, 0.4)
