"""Fittings of offices, schools and hospitals: each function adds one piece at the origin, facing +z."""

import numpy as np

from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, Vector, box, cylinder, quad
from tools.stage.sets.furniture import cup, cushion
from tools.stage.sets.stage_set import Placed

STEEL = (0.42, 0.43, 0.44)
_BLACK = (0.025, 0.025, 0.028)


def desk(b: MeshBuilder, level: float) -> Placed:
    """An office desk, sat at from -z: a lit screen, keyboard, papers, a mug; drawers at one end."""
    box(b, (0, 0.725, 0), (1.50, 0.03, 0.75), (0.46, 0.36, 0.25), WOOD)
    box(b, (0, 0.45, 0.34), (1.40, 0.50, 0.02), (0.34, 0.34, 0.33))
    box(b, (-0.72, 0.36, 0), (0.04, 0.71, 0.70), (0.30, 0.30, 0.30))
    box(b, (0.52, 0.36, 0), (0.42, 0.70, 0.66), (0.32, 0.32, 0.32))
    for y in (0.18, 0.40, 0.60):
        box(b, (0.52, y, -0.335), (0.38, 0.17, 0.012), (0.42, 0.42, 0.41))
        box(b, (0.52, y + 0.04, -0.346), (0.12, 0.015, 0.014), STEEL, METAL)
    screen(b, (-0.08, 0.74, 0.12), level)
    box(b, (-0.08, 0.752, -0.14), (0.42, 0.018, 0.14), _BLACK)
    box(b, (0.24, 0.752, -0.13), (0.06, 0.022, 0.10), _BLACK)
    for k in range(4):
        box(b, (-0.52, 0.745 + 0.008 * k, -0.02), (0.22, 0.007, 0.30), (0.66, 0.65, 0.61), yaw_deg=7.0 * (k % 3) - 5)
    cup(b, (0.42, 0.741, 0.06))
    return Placed(1.50, 0.78, 0.76)


def screen(b: MeshBuilder, at: Vector, level: float) -> None:
    """A computer screen on its foot at `at`, seen from -z, with a page of something on it."""
    x, y, z = at
    box(b, (x, y + 0.01, z), (0.22, 0.02, 0.16), _BLACK)
    box(b, (x, y + 0.10, z + 0.03), (0.05, 0.18, 0.03), _BLACK)
    box(b, (x, y + 0.32, z), (0.58, 0.35, 0.03), _BLACK)
    glow = np.array((0.34, 0.44, 0.58)) * (0.75 + 0.35 * level)
    quad(
        b,
        [
            (x + 0.27, y + 0.165, z - 0.018),
            (x - 0.27, y + 0.165, z - 0.018),
            (x - 0.27, y + 0.475, z - 0.018),
            (x + 0.27, y + 0.475, z - 0.018),
        ],
        glow,
        EMISSIVE,
    )
    for row in range(5):
        wide = (0.40, 0.31, 0.36, 0.22, 0.34)[row]
        box(b, (x + 0.22 - wide / 2, y + 0.43 - 0.05 * row, z - 0.0195), (wide, 0.016, 0.002), glow * 0.35, EMISSIVE)


def office_chair(b: MeshBuilder, level: float) -> Placed:
    """A swivel chair on five castors."""
    del level
    cushion(b, (0, 0.47, 0), (0.50, 0.10, 0.48), np.array((0.06, 0.075, 0.10)))
    cushion(b, (0, 0.82, -0.25), (0.46, 0.52, 0.10), np.array((0.06, 0.075, 0.10)))
    cylinder(b, (0, 0.10, 0), (0, 0.43, 0), 0.03, STEEL, METAL, sides=10)
    for k in range(5):
        turn = 2 * np.pi * k / 5
        x, z = 0.28 * np.sin(turn), 0.28 * np.cos(turn)
        cylinder(b, (0, 0.11, 0), (x, 0.07, z), 0.018, _BLACK, METAL, sides=6)
        cylinder(b, (x - 0.02, 0.035, z), (x + 0.02, 0.035, z), 0.035, _BLACK, PAINT, sides=10)
    for x in (-0.27, 0.27):
        box(b, (x, 0.66, -0.03), (0.05, 0.03, 0.26), _BLACK)
        box(b, (x, 0.56, -0.10), (0.03, 0.20, 0.04), _BLACK)
    return Placed(0.56, 0.56, 1.08, ((0.0, 0.50, 0.02, 0.0),))


def filing_cabinet(b: MeshBuilder, level: float) -> Placed:
    """A steel cabinet of four drawers with box files on top."""
    del level
    grey = (0.24, 0.27, 0.27)
    box(b, (0, 0.66, 0), (0.48, 1.32, 0.60), grey, METAL)
    for k in range(4):
        y = 0.17 + 0.32 * k
        box(b, (0, y, 0.303), (0.43, 0.29, 0.012), [1.25 * c for c in grey], METAL)
        box(b, (0, y + 0.05, 0.315), (0.14, 0.02, 0.02), STEEL, METAL)
        box(b, (0, y + 0.10, 0.311), (0.10, 0.045, 0.006), (0.62, 0.60, 0.54))
    for k, tone in enumerate(((0.36, 0.10, 0.08), (0.12, 0.20, 0.28), (0.44, 0.34, 0.16))):
        box(b, (-0.13 + 0.095 * k, 1.48, 0), (0.08, 0.31, 0.26), tone)
    return Placed(0.5, 0.64, 1.32)


def school_desk(b: MeshBuilder, level: float) -> Placed:
    """A pupil's desk with its chair behind it (towards +z), both facing -z."""
    del level
    box(b, (0, 0.72, 0), (0.66, 0.025, 0.46), (0.48, 0.34, 0.19), WOOD)
    box(b, (0, 0.66, 0), (0.58, 0.09, 0.38), (0.30, 0.31, 0.31), METAL)
    for x in (-0.28, 0.28):
        for z in (-0.18, 0.18):
            cylinder(b, (x * 1.08, 0, z * 1.1), (x, 0.66, z), 0.014, STEEL, METAL, sides=6)
        cylinder(b, (x * 0.62, 0, 0.42), (x * 0.55, 0.43, 0.46), 0.013, STEEL, METAL, sides=6)
        cylinder(b, (x * 0.62, 0, 0.80), (x * 0.55, 0.80, 0.78), 0.013, STEEL, METAL, sides=6)
    box(b, (0, 0.445, 0.60), (0.40, 0.022, 0.38), (0.46, 0.31, 0.16), WOOD)
    box(b, (0, 0.72, 0.775), (0.40, 0.20, 0.02), (0.46, 0.31, 0.16), WOOD)
    box(b, (-0.10, 0.742, 0.02), (0.22, 0.018, 0.30), (0.62, 0.60, 0.55), yaw_deg=9)
    box(b, (0.20, 0.748, -0.05), (0.15, 0.03, 0.21), (0.16, 0.25, 0.38), yaw_deg=-14)
    return Placed(0.68, 1.62, 0.76, ((0.0, 0.455, 0.60, 180.0),))


def hospital_bed(b: MeshBuilder, level: float) -> Placed:
    """A ward bed, head at -z: raised backrest, rails, a chart at its foot."""
    del level
    for x in (-0.42, 0.42):
        for z in (-0.88, 0.88):
            cylinder(b, (x, 0.06, z), (x, 0.48, z), 0.022, STEEL, METAL, sides=8)
            cylinder(b, (x - 0.02, 0.06, z), (x + 0.02, 0.06, z), 0.06, _BLACK, PAINT, sides=12)
    box(b, (0, 0.47, 0), (0.94, 0.07, 2.02), (0.52, 0.54, 0.55), METAL)
    cushion(b, (0, 0.58, 0.20), (0.90, 0.17, 1.60), np.array((0.66, 0.68, 0.70)))
    cushion(b, (0, 0.63, 0.34), (0.96, 0.15, 1.26), np.array((0.24, 0.44, 0.48)))
    cushion(b, (0, 0.70, -0.70), (0.88, 0.30, 0.60), np.array((0.66, 0.68, 0.70)))
    cushion(b, (0, 0.86, -0.76), (0.62, 0.16, 0.40), np.array((0.70, 0.71, 0.72)))
    for z, tall in ((-1.02, 1.12), (1.02, 0.86)):
        box(b, (0, 0.30 + tall / 2, z), (0.92, tall - 0.42, 0.03), (0.46, 0.38, 0.27), WOOD)
        for x in (-0.46, 0.46):
            cylinder(b, (x, 0.2, z), (x, tall, z), 0.02, STEEL, METAL, sides=8)
    for x in (-0.49, 0.49):
        for y in (0.72, 0.86):
            cylinder(b, (x, y, -0.55), (x, y, 0.35), 0.012, STEEL, METAL, sides=6)
        for z in (-0.55, -0.1, 0.35):
            cylinder(b, (x, 0.48, z), (x, 0.86, z), 0.010, STEEL, METAL, sides=6)
    box(b, (0.12, 0.66, 1.045), (0.24, 0.32, 0.012), (0.66, 0.66, 0.62))
    return Placed(1.0, 2.1, 0.62, ((0.5, 0.66, 0.55, 90.0), (-0.5, 0.66, 0.55, -90.0)))


def drip(b: MeshBuilder, level: float) -> Placed:
    """A drip stand with its bag and tube."""
    del level
    cylinder(b, (0, 0.05, 0), (0, 1.95, 0), 0.012, STEEL, METAL, sides=8)
    for k in range(4):
        turn = np.pi * k / 2 + 0.4
        cylinder(b, (0, 0.07, 0), (0.24 * np.sin(turn), 0.03, 0.24 * np.cos(turn)), 0.012, STEEL, METAL, sides=6)
    cylinder(b, (-0.14, 1.95, 0), (0.14, 1.95, 0), 0.008, STEEL, METAL, sides=6)
    box(b, (0.11, 1.76, 0), (0.12, 0.26, 0.04), (0.52, 0.58, 0.60), GLASS)
    cylinder(b, (0.11, 1.63, 0), (0.06, 0.95, 0.03), 0.004, (0.6, 0.62, 0.62), PAINT, sides=4)
    return Placed(0.4, 0.4, 1.95)


def monitor_stand(b: MeshBuilder, level: float) -> Placed:
    """A bedside cupboard with a monitor that draws a heartbeat."""
    box(b, (0, 0.40, 0), (0.46, 0.80, 0.42), (0.52, 0.52, 0.49))
    for y in (0.24, 0.58):
        box(b, (0, y, 0.213), (0.40, 0.28, 0.01), (0.60, 0.60, 0.57))
    box(b, (0, 1.02, -0.02), (0.42, 0.34, 0.18), (0.34, 0.35, 0.36))
    box(b, (0, 1.03, 0.072), (0.35, 0.25, 0.008), (0.01, 0.02, 0.02), EMISSIVE)
    beat = [
        (-0.16, 0.0),
        (-0.08, 0.0),
        (-0.06, 0.03),
        (-0.03, -0.02),
        (0.0, 0.10),
        (0.02, -0.05),
        (0.04, 0.0),
        (0.16, 0.0),
    ]
    for (x0, y0), (x1, y1) in zip(beat, beat[1:], strict=False):
        cylinder(
            b, (x0, 1.06 + y0, 0.079), (x1, 1.06 + y1, 0.079), 0.005, np.array((0.15, 1.3, 0.45)), EMISSIVE, sides=4
        )
    box(b, (0.0, 0.96, 0.079), (0.28, 0.012, 0.004), np.array((0.9, 0.7, 0.15)) * (0.8 + 0.2 * level), EMISSIVE)
    return Placed(0.48, 0.46, 1.2)


def wall_clock(b: MeshBuilder, at: Vector, facing: Vector) -> None:
    """A round clock on a wall at `at`; `facing` is the wall's unit normal. It says ten past ten, as clocks in shops do."""
    centre, out = np.asarray(at, np.float64), np.asarray(facing, np.float64)
    side = np.cross((0.0, 1.0, 0.0), out)
    cylinder(b, centre, centre + 0.04 * out, 0.17, _BLACK, PAINT, sides=24)
    cylinder(b, centre + 0.04 * out, centre + 0.045 * out, 0.15, (0.66, 0.65, 0.60), PAINT, sides=24)
    for turn, length in ((-1.05, 0.08), (1.05, 0.12)):
        tip = centre + 0.05 * out + length * (np.sin(turn) * side + np.cos(turn) * np.array((0.0, 1.0, 0.0)))
        cylinder(b, centre + 0.05 * out, tip, 0.007, _BLACK, PAINT, sides=4)


def coat_rack(b: MeshBuilder, level: float) -> Placed:
    """A coat stand with a raincoat and a hat."""
    del level
    cylinder(b, (0, 0, 0), (0, 0.03, 0), 0.20, (0.13, 0.07, 0.04), WOOD)
    cylinder(b, (0, 0, 0), (0, 1.75, 0), 0.02, (0.13, 0.07, 0.04), WOOD, sides=8)
    cushion(b, (0.13, 1.20, 0.02), (0.30, 0.95, 0.18), np.array((0.30, 0.26, 0.18)))
    cylinder(b, (-0.10, 1.64, 0), (-0.10, 1.66, 0), 0.15, (0.10, 0.09, 0.09), CLOTH, sides=16)
    cylinder(b, (-0.10, 1.66, 0), (-0.10, 1.78, 0), 0.09, (0.10, 0.09, 0.09), CLOTH, sides=16)
    return Placed(0.5, 0.45, 1.75)
