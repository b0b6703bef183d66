"""Fittings of kitchens and bedrooms: each function adds one piece at the origin, facing +z, its back at -z."""

import numpy as np

from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.sets.furniture import cushion
from tools.stage.sets.stage_set import Placed

STEEL = (0.42, 0.43, 0.44)
_BRASS = (0.45, 0.32, 0.10)
_DARK_WOOD = (0.13, 0.07, 0.04)


def counter(b: MeshBuilder, width: float, tone: tuple[float, float, float], top: tuple[float, float, float]) -> Placed:
    """A run of kitchen cupboards under a worktop, 0.60 m deep and 0.91 m high."""
    box(b, (0, 0.05, -0.02), (width, 0.10, 0.52), (0.05, 0.05, 0.05))
    box(b, (0, 0.485, 0), (width, 0.77, 0.58), [0.7 * c for c in tone])
    box(b, (0, 0.89, 0.015), (width, 0.04, 0.63), top, WOOD)
    doors = max(1, round(width / 0.55))
    pitch = width / doors
    for k in range(doors):
        x = -width / 2 + (k + 0.5) * pitch
        box(b, (x, 0.755, 0.295), (pitch - 0.03, 0.17, 0.02), tone)
        box(b, (x, 0.385, 0.295), (pitch - 0.03, 0.53, 0.02), tone)
        box(b, (x, 0.385, 0.307), (pitch - 0.17, 0.39, 0.008), [0.86 * c for c in tone])
        box(b, (x, 0.755, 0.315), (0.12, 0.018, 0.02), _BRASS, METAL)
        box(b, (x + 0.38 * pitch, 0.55, 0.315), (0.018, 0.10, 0.02), _BRASS, METAL)
    return Placed(width, 0.62, 0.91)


def cabinet(b: MeshBuilder, width: float, y: float, tone: tuple[float, float, float]) -> None:
    """A row of wall cupboards, 0.34 m deep and 0.66 m high, its lower edge at y."""
    box(b, (0, y + 0.33, -0.13), (width, 0.66, 0.32), [0.7 * c for c in tone])
    doors = max(1, round(width / 0.5))
    pitch = width / doors
    for k in range(doors):
        x = -width / 2 + (k + 0.5) * pitch
        box(b, (x, y + 0.33, 0.035), (pitch - 0.025, 0.63, 0.02), tone)
        box(b, (x, y + 0.33, 0.047), (pitch - 0.16, 0.49, 0.008), [0.86 * c for c in tone])
        box(b, (x + (0.36 if k % 2 else -0.36) * pitch, y + 0.12, 0.055), (0.018, 0.09, 0.02), _BRASS, METAL)


def cooker(b: MeshBuilder, level: float) -> Placed:
    """A gas cooker with a pot and a kettle on it."""
    del level
    enamel = (0.55, 0.53, 0.48)
    box(b, (0, 0.45, 0), (0.72, 0.90, 0.58), enamel, METAL)
    box(b, (0, 0.37, 0.295), (0.58, 0.44, 0.02), (0.03, 0.03, 0.035), GLASS)
    box(b, (0, 0.64, 0.315), (0.56, 0.025, 0.03), STEEL, METAL)
    for k in range(5):
        cylinder(b, (-0.26 + 0.13 * k, 0.77, 0.29), (-0.26 + 0.13 * k, 0.77, 0.325), 0.026, (0.05, 0.05, 0.05), METAL)
    box(b, (0, 0.905, 0), (0.70, 0.012, 0.56), (0.06, 0.06, 0.065), METAL)
    for x in (-0.18, 0.18):
        for z in (-0.14, 0.14):
            cylinder(b, (x, 0.912, z), (x, 0.926, z), 0.09, (0.02, 0.02, 0.02), PAINT, sides=14)
    revolve(
        b, (-0.18, 0.928, -0.12), (-0.18, 1.12, -0.12), [(0, 0.12), (1, 0.125)], (0.40, 0.12, 0.08), METAL, capped=True
    )
    profile = [(0, 0.10), (0.35, 0.125), (0.75, 0.09), (0.85, 0.03), (0.93, 0.035), (1, 0.01)]
    revolve(b, (0.18, 0.928, 0.12), (0.18, 1.14, 0.12), profile, STEEL, METAL, sides=18)
    cylinder(b, (0.28, 1.02, 0.12), (0.37, 1.09, 0.12), 0.016, STEEL, METAL, sides=8)
    return Placed(0.74, 0.6, 0.95)


def fridge(b: MeshBuilder, level: float) -> Placed:
    """A round-shouldered refrigerator with notes under magnets."""
    del level
    enamel = (0.52, 0.55, 0.50)
    cushion(b, (0, 0.90, 0), (0.78, 1.80, 0.66), np.array(enamel))
    box(b, (0, 1.30, 0.335), (0.68, 0.012, 0.01), (0.15, 0.15, 0.15))
    for y in (1.05, 1.46):
        box(b, (-0.27, y, 0.36), (0.03, 0.22, 0.03), STEEL, METAL)
    notes = (((0.05, 0.98), (0.66, 0.60, 0.24)), ((0.16, 1.08), (0.60, 0.60, 0.58)), ((0.02, 1.52), (0.50, 0.22, 0.18)))
    for (x, y), tone in notes:
        box(b, (x, y, 0.337), (0.11, 0.14, 0.006), tone)
    return Placed(0.80, 0.7, 1.8)


def sink(b: MeshBuilder, level: float) -> Placed:
    """A steel sink let into the worktop of a counter, with its tap and a rack of plates."""
    del level
    box(b, (0, 0.912, 0.02), (0.62, 0.008, 0.46), STEEL, METAL)
    box(b, (0, 0.917, 0.03), (0.50, 0.006, 0.36), (0.13, 0.135, 0.14), METAL)
    cylinder(b, (0, 0.91, -0.24), (0, 1.18, -0.24), 0.016, STEEL, METAL, sides=10)
    cylinder(b, (0, 1.18, -0.24), (0, 1.17, -0.04), 0.014, STEEL, METAL, sides=10)
    for k in range(7):
        x = 0.44 + 0.035 * k
        cylinder(b, (x, 1.03, 0.0), (x + 0.012, 1.03, 0.0), 0.11, (0.66, 0.65, 0.61), PAINT, sides=18)
    box(b, (0.55, 0.925, 0.0), (0.32, 0.03, 0.30), _BRASS, METAL)
    return Placed(0.0, 0.0, 0.0)


def double_bed(b: MeshBuilder, level: float, quilt: tuple[float, float, float] = (0.30, 0.34, 0.42)) -> Placed:
    """A double bed, head at -z, slept in: two pillows, a quilt turned back."""
    del level
    box(b, (0, 0.24, 0), (1.66, 0.20, 2.06), (0.20, 0.11, 0.06), WOOD)
    for x in (-0.78, 0.78):
        box(b, (x, 0.08, 0.92), (0.08, 0.16, 0.08), _DARK_WOOD, WOOD)
    box(b, (0, 0.62, -1.04), (1.74, 1.05, 0.07), (0.20, 0.11, 0.06), WOOD)
    for x in (-0.42, 0.42):
        box(b, (x, 0.78, -0.998), (0.72, 0.52, 0.02), (0.15, 0.08, 0.045), WOOD)
    box(b, (0, 0.44, 1.02), (1.70, 0.52, 0.06), (0.20, 0.11, 0.06), WOOD)
    cushion(b, (0, 0.41, 0), (1.60, 0.26, 2.00), np.array((0.60, 0.58, 0.54)))
    cushion(b, (0, 0.49, 0.30), (1.70, 0.22, 1.42), np.array(quilt))
    cushion(b, (0, 0.56, -0.38), (1.68, 0.12, 0.30), np.array((0.62, 0.60, 0.56)))
    for x in (-0.40, 0.40):
        cushion(b, (x, 0.64, -0.74), (0.68, 0.20, 0.44), np.array((0.66, 0.65, 0.62)))
    cushion(b, (0.16, 0.70, -0.55), (0.42, 0.30, 0.16), np.array(quilt) * 0.55)
    return Placed(
        1.74, 2.14, 0.6, tuple((x, 0.55, z, 90.0 if x > 0 else -90.0) for x in (-0.76, 0.76) for z in (-0.15, 0.68))
    )


def wardrobe(b: MeshBuilder, level: float) -> Placed:
    """A tall wardrobe with a looking-glass door and a suitcase on top."""
    del level
    box(b, (0, 1.03, 0), (1.30, 2.06, 0.58), _DARK_WOOD, WOOD)
    box(b, (0, 2.09, 0.02), (1.40, 0.07, 0.66), _DARK_WOOD, WOOD)
    for k, x in enumerate((-0.32, 0.32)):
        box(b, (x, 1.10, 0.30), (0.58, 1.78, 0.02), [1.5 * c for c in _DARK_WOOD], WOOD)
        if k:
            box(b, (x, 1.16, 0.314), (0.40, 1.40, 0.008), (0.16, 0.17, 0.18), GLASS)
        else:
            box(b, (x, 1.16, 0.314), (0.40, 1.40, 0.008), [1.9 * c for c in _DARK_WOOD], PAINT)
        box(b, (0.05 if k else -0.05, 1.05, 0.325), (0.02, 0.12, 0.02), _BRASS, METAL)
    box(b, (-0.15, 2.23, 0), (0.74, 0.21, 0.44), (0.28, 0.14, 0.07), CLOTH)
    for x in (-0.35, 0.05):
        box(b, (x, 2.23, 0), (0.03, 0.22, 0.45), (0.10, 0.06, 0.03))
    return Placed(1.40, 0.66, 2.3)


def vanity(b: MeshBuilder, level: float) -> Placed:
    """A dressing table with a round mirror, bottles and its stool."""
    box(b, (0, 0.73, 0), (1.10, 0.04, 0.46), (0.24, 0.13, 0.06), WOOD)
    for x in (-0.40, 0.40):
        box(b, (x, 0.42, 0), (0.28, 0.58, 0.42), (0.21, 0.115, 0.055), WOOD)
        for y in (0.30, 0.46, 0.62):
            box(b, (x, y, 0.213), (0.24, 0.13, 0.01), (0.27, 0.15, 0.075), WOOD)
            cylinder(b, (x, y, 0.218), (x, y, 0.236), 0.012, _BRASS, METAL, sides=8)
    cylinder(b, (0, 1.14, -0.19), (0, 1.14, -0.16), 0.38, (0.30, 0.17, 0.08), WOOD, sides=28)
    cylinder(b, (0, 1.14, -0.155), (0, 1.14, -0.15), 0.34, (0.20, 0.21, 0.22), GLASS, sides=28)
    for k, x in enumerate((-0.44, -0.36, -0.27, 0.30, 0.40)):
        tone = ((0.40, 0.12, 0.14), (0.50, 0.40, 0.16), (0.16, 0.24, 0.34))[k % 3]
        revolve(
            b,
            (x, 0.75, -0.06),
            (x, 0.86 + 0.03 * (k % 3), -0.06),
            [(0, 0.03), (0.6, 0.03), (0.75, 0.01), (1, 0.012)],
            tone,
            GLASS,
            sides=10,
        )
    if level > 0.3:
        for x in (-0.44, 0.44):
            cylinder(b, (x, 0.98, -0.17), (x, 1.06, -0.17), 0.03, np.array((1.6, 1.1, 0.6)) * level, EMISSIVE, sides=8)
    cushion(b, (0, 0.42, 0.52), (0.46, 0.12, 0.38), np.array((0.40, 0.20, 0.20)))
    for x in (-0.17, 0.17):
        for z in (0.39, 0.65):
            cylinder(b, (x, 0.0, z), (x, 0.37, z), 0.018, _DARK_WOOD, WOOD, sides=6)
    return Placed(1.10, 1.3, 0.76, ((0.0, 0.47, 0.52, 180.0),))
