"""Vehicles as set pieces: bus, truck, rickshaw, scooter, tram car, and where one is parked behind the action."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.stage.materials import EMISSIVE, GLASS, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, merge, placed
from tools.stage.sets import outdoors
from tools.stage.sets.furniture import cushion
from tools.stage.sets.stage_set import Obstacle, Placed, Set

_PANE, _TYRE, _STEEL = (0.035, 0.045, 0.05), (0.03, 0.03, 0.03), (0.45, 0.45, 0.46)
_MARGIN_M = 0.35


def _wheels(b: MeshBuilder, xs: tuple[float, ...], half_m: float, radius: float) -> None:
    for x in xs:
        for side in (-1, 1):
            cylinder(b, (x, radius, side * half_m), (x, radius, side * (half_m - 0.22)), radius, _TYRE, PAINT, sides=18)
            hub = side * (half_m + 0.012)
            cylinder(b, (x, radius, hub), (x, radius, side * half_m), 0.5 * radius, _STEEL, METAL, sides=12)


def _lights(b: MeshBuilder, front: float, back: float, y: float, half_m: float, level: float) -> None:
    for side in (-1, 1):
        head = np.array((1.0, 0.9, 0.7)) * (3.0 * level + 0.4)
        box(b, (front, y, side * half_m), (0.06, 0.20, 0.26), head, EMISSIVE)
        box(b, (back, y + 0.1, side * half_m), (0.05, 0.22, 0.12), np.array((0.6, 0.04, 0.03)) * (1 + level), EMISSIVE)


def bus(b: MeshBuilder, level: float) -> Placed:
    """A town bus, length along x, its front at +x."""
    tone = (0.36, 0.07, 0.06)
    box(b, (0, 0.95, 0), (8.4, 0.95, 2.3), tone, METAL)
    box(b, (0, 2.62, 0), (8.4, 0.36, 2.3), tone, METAL)
    box(b, (0, 2.83, 0), (8.0, 0.08, 2.0), (0.55, 0.53, 0.48), PAINT)
    box(b, (0, 1.50, 0), (8.42, 0.10, 2.32), (0.58, 0.55, 0.47), PAINT)
    glow = np.array((1.0, 0.86, 0.6)) * 0.75 * level + np.array(_PANE)
    for side in (-1, 1):
        box(
            b,
            (0, 1.98, side * 1.10),
            (8.2, 0.92, 0.03),
            glow if level > 0.2 else _PANE,
            EMISSIVE if level > 0.2 else GLASS,
        )
        for k in range(8):
            box(b, (-4.1 + 1.17 * k, 1.98, side * 1.13), (0.12, 0.94, 0.05), tone, METAL)
    for x in (-4.2, 4.2):
        box(b, (x, 1.95, 0), (0.04, 1.0, 2.0), _PANE, GLASS)
    box(b, (4.23, 2.60, 0), (0.05, 0.28, 1.3), np.array((1.0, 0.62, 0.16)) * (0.5 + 1.2 * level), EMISSIVE)
    _wheels(b, (-2.6, 2.7), 1.14, 0.48)
    _lights(b, 4.22, -4.22, 0.85, 0.85, level)
    return Placed(8.5, 2.4, 2.9)


def truck(b: MeshBuilder, level: float) -> Placed:
    """A delivery truck, its cab at +x."""
    box(b, (-0.9, 1.75, 0), (4.2, 2.1, 2.1), (0.52, 0.50, 0.45), METAL)
    cushion(b, (2.05, 1.15, 0), (1.7, 1.3, 2.0), np.array((0.10, 0.20, 0.30)))
    box(b, (1.9, 1.95, 0), (1.2, 0.62, 1.86), _PANE, GLASS)
    box(b, (1.85, 2.28, 0), (1.3, 0.08, 1.9), (0.10, 0.20, 0.30), METAL)
    box(b, (0, 0.62, 0), (5.8, 0.20, 1.8), (0.05, 0.05, 0.05), METAL)
    _wheels(b, (-2.0, 1.9), 1.02, 0.44)
    _lights(b, 2.92, -3.02, 0.9, 0.75, level)
    return Placed(6.0, 2.2, 2.8)


def rickshaw(b: MeshBuilder, level: float) -> Placed:
    """An auto rickshaw: three wheels, a yellow hood."""
    green, yellow = (0.05, 0.22, 0.10), (0.70, 0.47, 0.06)
    cushion(b, (-0.35, 0.62, 0), (1.7, 0.62, 1.24), np.array(green))
    box(b, (0.85, 0.62, 0), (0.55, 0.55, 0.7), green, METAL)
    cushion(b, (-0.15, 1.62, 0), (2.1, 0.22, 1.3), np.array(yellow))
    box(b, (-1.10, 1.25, 0), (0.06, 0.75, 1.2), yellow, PAINT)
    for x, z in ((0.85, 0.5), (0.85, -0.5), (-0.1, 0.6), (-0.1, -0.6)):
        cylinder(b, (x, 0.7, z), (x - 0.1, 1.6, z), 0.025, _STEEL, METAL, sides=6)
    box(b, (0.92, 1.22, 0), (0.03, 0.55, 0.95), _PANE, GLASS)
    box(b, (-0.55, 0.98, 0), (0.5, 0.1, 1.1), (0.05, 0.05, 0.05), PAINT)
    _wheels(b, (-0.75,), 0.66, 0.26)
    cylinder(b, (1.05, 0.24, -0.07), (1.05, 0.24, 0.07), 0.24, _TYRE, PAINT, sides=14)
    box(b, (1.14, 0.78, 0), (0.05, 0.16, 0.16), np.array((1.0, 0.9, 0.7)) * (3.0 * level + 0.4), EMISSIVE)
    return Placed(2.5, 1.35, 1.75)


def scooter(b: MeshBuilder, level: float) -> Placed:
    """A scooter on its stand."""
    tone = np.array((0.50, 0.12, 0.07))
    for x in (-0.52, 0.58):
        cylinder(b, (x, 0.22, -0.05), (x, 0.22, 0.05), 0.22, _TYRE, PAINT, sides=16)
    cushion(b, (-0.42, 0.55, 0), (0.8, 0.42, 0.34), tone)
    cushion(b, (-0.35, 0.80, 0), (0.7, 0.12, 0.28), np.array((0.05, 0.04, 0.04)))
    box(b, (0.12, 0.30, 0), (0.55, 0.06, 0.34), tone, METAL)
    box(b, (0.46, 0.62, 0), (0.06, 0.62, 0.36), tone, METAL)
    cylinder(b, (0.58, 0.30, 0), (0.44, 1.02, 0), 0.03, _STEEL, METAL, sides=8)
    cylinder(b, (0.44, 1.02, -0.30), (0.44, 1.02, 0.30), 0.018, _STEEL, METAL, sides=6)
    box(b, (0.52, 0.95, 0), (0.08, 0.14, 0.14), np.array((1.0, 0.9, 0.7)) * (2.5 * level + 0.4), EMISSIVE)
    return Placed(1.6, 0.5, 1.1)


def tram(b: MeshBuilder, level: float) -> Placed:
    """A wooden tram car on its rails, length along x."""
    green, cream = (0.07, 0.20, 0.13), (0.62, 0.56, 0.42)
    box(b, (0, 1.0, 0), (9.0, 0.9, 2.2), green, METAL)
    box(b, (0, 2.60, 0), (9.2, 0.22, 2.3), cream, PAINT)
    box(b, (0, 2.82, 0), (7.0, 0.22, 1.4), cream, PAINT)
    glow = np.array((1.0, 0.80, 0.5)) * 0.8 * level + np.array(_PANE)
    for side in (-1, 1):
        box(
            b,
            (0, 1.98, side * 1.05),
            (8.8, 1.02, 0.03),
            glow if level > 0.2 else _PANE,
            EMISSIVE if level > 0.2 else GLASS,
        )
        for k in range(9):
            box(b, (-4.4 + 1.1 * k, 1.98, side * 1.08), (0.10, 1.04, 0.06), cream, WOOD)
    for x in (-4.5, 4.5):
        box(b, (x, 1.98, 0), (0.04, 1.0, 2.0), _PANE, GLASS)
    cylinder(b, (0, 2.9, 0), (-1.6, 4.2, 0), 0.03, _STEEL, METAL, sides=6)
    for z in (-0.72, 0.72):
        box(b, (0, 0.02, z), (26.0, 0.04, 0.07), (0.30, 0.29, 0.28), METAL)
    _wheels(b, (-2.4, -1.2, 1.2, 2.4), 0.80, 0.34)
    _lights(b, 4.53, -4.53, 0.9, 0.5, level)
    return Placed(9.2, 2.3, 3.0)


Vehicle = Callable[[MeshBuilder, float], Placed]
VEHICLES: dict[str, Vehicle] = {
    "bus": bus, "buses": bus, "coach": bus, "minibus": bus, "truck": truck, "trucks": truck, "lorry": truck, "van": truck,
    "ambulance": truck, "rickshaw": rickshaw, "auto rickshaw": rickshaw, "autorickshaw": rickshaw, "tuk tuk": rickshaw,
    "scooter": scooter, "motorbike": scooter, "motorcycle": scooter, "tram": tram, "trolley": tram, "train": tram,
    "car": outdoors.car, "cars": outdoors.car, "taxi": outdoors.car, "cab": outdoors.car, "jeep": outdoors.car,
    "बस": bus, "ट्रक": truck, "रिक्शा": rickshaw, "स्कूटर": scooter, "कार": outdoors.car,
    "गाड़ी": outdoors.car, "टैक्सी": outdoors.car,
}  # fmt: skip
"""Nouns of the action line, and what is parked for them in the open."""


def with_vehicles(built: Set, nouns: tuple[str, ...], level: float) -> Set:
    """The set with every vehicle that is asked for parked on free ground behind the action, lengthwise or across.

    A vehicle that finds no room is left out.
    """
    from tools.stage.free_floor import CELL_M, free_floor

    wanted = dict.fromkeys(VEHICLES[noun] for noun in nouns if noun in VEHICLES)
    for make in wanted:
        own = MeshBuilder()
        item = make(own, level)
        floor = free_floor(built)
        spot = _spot(built, floor.is_open, item, CELL_M)
        if spot is None:
            continue
        x, z, yaw_deg = spot
        y = built.floor(x, z)
        joined = MeshBuilder()
        joined.add_mesh(built.mesh)
        joined.add_mesh(placed(own.build(), (x, y, z), yaw_deg))
        wide, deep = (item.width_m, item.depth_m) if yaw_deg % 180.0 == 0.0 else (item.depth_m, item.width_m)
        stands = Obstacle(x - wide / 2, x + wide / 2, z - deep / 2, z + deep / 2, item.height_m)
        built = built._replace(mesh=merge([joined.build()]), obstacles=(*built.obstacles, stands))
    return built


def _spot(
    built: Set, is_open: Callable[[float, float], bool], item: Placed, cell_m: float
) -> tuple[float, float, float] | None:
    """The free place nearest to a good one: behind the acting area, a little off its middle."""
    x0, x1, z0, z1 = built.acting_area
    middle = (x0 + x1) / 2
    ahead = -1.0 if built.axis_yaw_deg == 180.0 else 1.0
    start = z0 if ahead < 0 else z1
    best: tuple[float, tuple[float, float, float]] | None = None
    for yaw_deg in (90.0, 0.0):
        wide, deep = (item.width_m, item.depth_m) if yaw_deg == 0.0 else (item.depth_m, item.width_m)
        for back in np.arange(1.6 + deep / 2, 24.0, 0.5):
            for aside in np.arange(-9.0, 9.01, 0.5):
                x, z = middle + float(aside), start + ahead * float(back)
                cost = (
                    abs(float(back) - 5.0 - deep / 2) + 0.6 * abs(abs(float(aside)) - 2.6) + (1.5 if aside < 0 else 0.0)
                )
                if best is not None and cost >= best[0]:
                    continue
                xs = np.arange(x - wide / 2 - _MARGIN_M, x + wide / 2 + _MARGIN_M, 2 * cell_m)
                zs = np.arange(z - deep / 2 - _MARGIN_M, z + deep / 2 + _MARGIN_M, 2 * cell_m)
                if all(is_open(float(a), float(c)) for a in xs for c in zs):
                    best = (cost, (x, z, yaw_deg))
    return None if best is None else best[1]
