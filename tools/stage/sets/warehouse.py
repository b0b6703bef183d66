"""A warehouse: steel trusses, high windows, racks of crates to the ceiling, a workbench, a forklift, hanging lamps."""

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import ASPHALT, METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder
from tools.stage.sets import outdoors, perches, rooms, shells
from tools.stage.sets.props import Prop
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=7.5, far=-12.5, near=8.0, height=6.6)
_BRICKS = ((0.32, 0.17, 0.12), (0.36, 0.32, 0.27), (0.28, 0.27, 0.27))
_STEEL = (0.10, 0.13, 0.14)


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the warehouse; the seed fills its racks."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.25))
    builder = hand.builder
    w, far, near, high = _SHELL
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.22, 0.215, 0.205), ASPHALT),
        walls=Finish(_BRICKS[seed % 3], PLASTER),
        ceiling=(0.20, 0.205, 0.205),
        far_windows=[Window(x, 3.0, 3.3, 5.5, (5, 3)) for x in (-4.6, 0.0, 4.6)],
        left_windows=[Window(z, 3.2, 3.4, 5.6, (5, 3)) for z in (-9.6, -5.0, -0.4, 4.2)],
        frame=(0.09, 0.10, 0.10),
        time_of_day=time_of_day,
        weather=weather,
    )
    rooms.view_outside(builder, 12.0, seed)
    _courses(builder, _BRICKS[seed % 3])
    for k in range(8):
        _truss(builder, near - 1.4 - 2.6 * k)
    random = np.random.default_rng(seed + 37)
    for z in (-9.8, -5.2, 3.4):
        hand.put(_rack(int(random.integers(0, 1 << 20))), -w + 0.85, z, 90.0)
    for z in (-9.4, -5.8, -2.2, 1.4):
        hand.put(_rack(int(random.integers(0, 1 << 20))), w - 0.85, z, -90.0)
    hand.put(_roller_door, 0.0, far + 0.06)
    hand.put(_forklift, -3.6, -6.9, 55.0)
    hand.put(_bench, -w + 0.75, -1.0, 90.0)
    for x, z, yaw in ((3.3, -8.3, 12.0), (3.4, 3.6, -20.0), (-3.7, 1.9, 65.0), (4.2, -1.2, -80.0)):
        hand.put(outdoors.crates, x, z, yaw)
    for x, z, yaw in ((-3.1, 0.2, 70.0), (-3.0, -1.1, 110.0), (3.3, 0.4, -90.0)):
        hand.put(perches.box_seat, x, z, yaw)
    for x, z in ((-3.4, -10.4), (-2.6, -10.8), (-3.1, -11.4), (4.3, 5.9)):
        hand.put(_drum, x, z)
    for x in (-3.0, 3.0):
        for z in (-9.0, -4.6, -0.2, 4.2):
            shells.pendant(hand, (x, high - 0.9, z), 1.5, _STEEL, 0.36, power=3.4)
    for x in (-2.3, 2.3):
        box(builder, (x, 0.004, -2.0), (0.11, 0.008, 19.0), (0.50, 0.38, 0.05))
    marks = [(1.9, -5.4, -40.0), (-2.0, -3.6, 60.0), (2.0, 4.6, -70.0)]
    hand.dress(dressing, marks, ("crate", "crates", "barrel", "barrels", "shelf"))
    return shells.finished(hand, "warehouse", _SHELL, (-2.4, 2.5, -6.2, 4.2), ((0.0, far + 1.2), (-1.5, near - 0.8)))


def _courses(builder: MeshBuilder, brick: tuple[float, float, float]) -> None:
    """Piers of brick between the windows, a painted band below."""
    w, far, near, high = _SHELL
    for z in (-12.2, -7.3, -2.7, 1.9, 6.5):
        for x in (-w + 0.12, w - 0.12):
            box(builder, (x, high / 2, z), (0.26, high, 0.6), [1.12 * c for c in brick], PLASTER)
    for x in (-w + 0.02, w - 0.02):
        box(builder, (x, 0.75, (far + near) / 2), (0.04, 1.5, near - far), (0.16, 0.21, 0.19))
    box(builder, (0, 0.75, far + 0.02), (2 * w, 1.5, 0.04), (0.16, 0.21, 0.19))
    box(builder, (0, 0.75, near - 0.02), (2 * w, 1.5, 0.04), (0.16, 0.21, 0.19))


def _truss(builder: MeshBuilder, z: float) -> None:
    """A steel truss across the hall under the roof."""
    w, _, _, high = _SHELL
    low, top = high - 0.95, high - 0.12
    for y in (low, top):
        box(builder, (0, y, z), (2 * w, 0.11, 0.13), _STEEL, METAL)
    bays = 10
    for k in range(bays):
        x0, x1 = -w + 2 * w * k / bays, -w + 2 * w * (k + 1) / bays
        ends = ((x0, low), (x1, top)) if k % 2 else ((x0, top), (x1, low))
        cylinder(builder, (*ends[0], z), (*ends[1], z), 0.035, _STEEL, METAL, sides=5, capped=False)


def _rack(seed: int) -> Prop:
    """A pallet rack of three levels, 3.2 m wide, loaded with crates, boxes and sacks."""

    def rack(b: MeshBuilder, level: float) -> Placed:
        del level
        random = np.random.default_rng(seed)
        for x in (-1.6, 1.6):
            for z in (-0.45, 0.45):
                box(b, (x, 2.1, z), (0.09, 4.2, 0.07), (0.06, 0.12, 0.22), METAL)
        for y in (0.12, 1.55, 2.95):
            for z in (-0.45, 0.45):
                box(b, (0, y, z), (3.2, 0.11, 0.05), (0.52, 0.20, 0.03), METAL)
            box(b, (0, y + 0.075, 0), (3.1, 0.035, 0.95), (0.30, 0.22, 0.13), WOOD)
            x = -1.45
            while x < 1.1:
                wide, tall = random.uniform(0.5, 0.95), random.uniform(0.45, 1.15)
                wide = min(wide, 1.5 - x)
                kind = random.random()
                at = (x + wide / 2, y + 0.095 + tall / 2, random.uniform(-0.06, 0.06))
                if kind < 0.45:
                    box(b, at, (wide - 0.06, tall, 0.8), np.array((0.36, 0.25, 0.14)) * random.uniform(0.7, 1.15), WOOD)
                    for edge in (-0.5, 0.0, 0.5):
                        slat = (at[0] + edge * (wide - 0.16), at[1], at[2] + 0.405)
                        box(b, slat, (0.08, tall, 0.02), (0.25, 0.17, 0.09), WOOD)
                else:
                    box(b, at, (wide - 0.05, tall, 0.76), np.array((0.42, 0.32, 0.20)) * random.uniform(0.75, 1.1))
                    box(b, (at[0], at[1], at[2] + 0.384), (0.07, tall, 0.006), (0.50, 0.44, 0.30))
                    box(b, (at[0] + 0.12, at[1] - 0.1 * tall, at[2] + 0.386), (0.16, 0.11, 0.006), (0.60, 0.58, 0.53))
                x += wide + random.uniform(0.02, 0.12)
        return Placed(3.3, 1.05, 4.2)

    return rack


def _roller_door(b: MeshBuilder, level: float) -> Placed:
    """A roller door of ribbed steel with warning stripes at its foot."""
    del level
    for k in range(20):
        box(b, (0, 0.08 + 0.15 * k, 0), (4.0, 0.135, 0.05 + 0.02 * (k % 2)), (0.30, 0.33, 0.34), METAL)
    for x in (-2.1, 2.1):
        box(b, (x, 1.6, 0), (0.2, 3.2, 0.16), _STEEL, METAL)
    box(b, (0, 3.2, 0.05), (4.5, 0.42, 0.40), _STEEL, METAL)
    for k in range(16):
        tone = (0.56, 0.42, 0.04) if k % 2 else (0.04, 0.04, 0.04)
        box(b, (-1.875 + 0.25 * k, 0.12, 0.05), (0.25, 0.22, 0.02), tone)
    return Placed(4.4, 0.3, 3.2)


def _forklift(b: MeshBuilder, level: float) -> Placed:
    """A forklift truck, forks towards +x."""
    del level
    yellow = (0.56, 0.34, 0.03)
    box(b, (-0.35, 0.62, 0), (1.5, 0.7, 1.0), yellow, METAL)
    box(b, (-0.95, 0.95, 0), (0.5, 0.5, 1.0), [0.85 * c for c in yellow], METAL)
    box(b, (-0.45, 1.08, 0), (0.5, 0.14, 0.5), (0.05, 0.05, 0.05))
    box(b, (-0.68, 1.34, 0), (0.12, 0.46, 0.5), (0.05, 0.05, 0.05))
    for x, top in ((0.32, 2.1), (-0.85, 2.1)):
        for z in (-0.45, 0.45):
            cylinder(b, (x, 0.9, z), (x * 0.8, top, z), 0.03, _STEEL, METAL, sides=6)
    for k in range(5):
        box(b, (-0.22, 2.1, -0.4 + 0.2 * k), (1.05, 0.04, 0.05), _STEEL, METAL)
    for z in (-0.25, 0.25):
        box(b, (0.52, 1.2, z), (0.10, 2.3, 0.09), _STEEL, METAL)
        box(b, (1.1, 0.14, z), (1.1, 0.05, 0.12), (0.16, 0.16, 0.16), METAL)
    for x in (-0.85, 0.25):
        for z in (-0.5, 0.5):
            cylinder(b, (x, 0.27, z - 0.1), (x, 0.27, z + 0.1), 0.27, (0.04, 0.04, 0.04), PAINT, sides=16)
    return Placed(2.8, 1.2, 2.1)


def _bench(b: MeshBuilder, level: float) -> Placed:
    """A workbench with a vice, tins and tools on a board behind it."""
    del level
    box(b, (0, 0.88, 0), (2.2, 0.07, 0.75), (0.28, 0.18, 0.10), WOOD)
    for x in (-0.95, 0.95):
        box(b, (x, 0.43, 0), (0.10, 0.86, 0.65), (0.20, 0.13, 0.07), WOOD)
    box(b, (0, 0.25, 0), (2.0, 0.04, 0.6), (0.24, 0.16, 0.09), WOOD)
    box(b, (0, 1.6, -0.40), (2.2, 1.0, 0.03), (0.30, 0.24, 0.16))
    for k in range(9):
        box(
            b,
            (-0.95 + 0.24 * k, 1.55 + 0.05 * (k % 3), -0.37),
            (0.04, 0.34 - 0.05 * (k % 3), 0.03),
            (0.34, 0.35, 0.36),
            METAL,
        )
        box(b, (-0.95 + 0.24 * k, 1.36, -0.37), (0.05, 0.12, 0.04), ((0.45, 0.10, 0.05), (0.32, 0.20, 0.08))[k % 2])
    box(b, (0.75, 1.0, 0.22), (0.30, 0.18, 0.16), (0.12, 0.17, 0.22), METAL)
    for k in range(4):
        cylinder(
            b,
            (-0.8 + 0.2 * k, 0.915, -0.1),
            (-0.8 + 0.2 * k, 1.08, -0.1),
            0.07,
            ((0.40, 0.12, 0.06), (0.14, 0.24, 0.30))[k % 2],
            METAL,
        )
    return Placed(2.2, 0.85, 0.95)


def _drum(b: MeshBuilder, level: float) -> Placed:
    """An oil drum."""
    del level
    cylinder(b, (0, 0, 0), (0, 0.88, 0), 0.29, (0.08, 0.20, 0.28), METAL, sides=20)
    for y in (0.02, 0.29, 0.58, 0.86):
        cylinder(b, (0, y - 0.012, 0), (0, y + 0.012, 0), 0.30, (0.08, 0.20, 0.28), METAL, sides=20)
    return Placed(0.6, 0.6, 0.9)
