"""A prison cell block: a row of barred doors along a landing, cells behind them, a skylight of wired glass, one lamp."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import CLOTH, EMISSIVE, METAL, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder
from tools.stage.sets import rooms, shells
from tools.stage.sets.furniture import cushion
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=3.3, far=-5.4, near=4.6, height=3.3)
_PAINTS = ((0.25, 0.31, 0.26), (0.30, 0.30, 0.25), (0.24, 0.28, 0.33))
_IRON = (0.075, 0.08, 0.085)
_BARS_X = 1.95
"""The bars that part the cell from the passage, seen by the usual camera from inside the cell."""


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the cell; the seed paints it and scratches the wall."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.35))
    builder = hand.builder
    w, far, near, high = _SHELL
    paint = _PAINTS[seed % 3]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.20, 0.195, 0.185), PLASTER),
        walls=Finish((0.42, 0.40, 0.35), PLASTER),
        ceiling=(0.36, 0.35, 0.32),
        far_windows=[Window(-0.9, 1.1, 1.95, 2.75, (4, 1))],
        left_windows=[Window(-1.4, 1.2, 1.9, 2.75, (4, 1)), Window(2.2, 1.2, 1.9, 2.75, (4, 1))],
        frame=_IRON,
        time_of_day=time_of_day,
        weather=weather,
    )
    rooms.view_outside(builder, 9.0, seed)
    shells.skirting(builder, _SHELL, 1.35, paint, PLASTER)
    _bars(hand)
    for z in (-3.7, 1.3):
        hand.put(_bunk, -w + 0.48, z, 90.0)
    hand.put(_upper_bunk, -w + 0.48, -3.7, 90.0, up_m=1.15)
    hand.put(_basin, -1.9, far + 0.24)
    hand.put(_stool, -0.2, far + 0.75)
    hand.put(_shelf_table, 0.65, far + 0.32)
    random = np.random.default_rng(seed + 13)
    for group in range(int(random.integers(5, 9))):
        x, y = -1.4 + 0.24 * (group % 4), 1.72 - 0.17 * (group // 4)
        for k in range(5):
            lean = 0.03 if k < 4 else 0.0
            at = (x + 0.03 * k if k < 4 else x + 0.045, y, far + 0.004)
            size = (0.006, 0.10, 0.006) if k < 4 else (0.15, 0.006, 0.006)
            box(builder, (at[0] + 0.3 + lean, at[1] - 0.32, at[2] + 0.02), size, (0.56, 0.54, 0.48))
    box(builder, (0.0, high - 0.05, -0.6), (0.26, 0.10, 0.26), _IRON, METAL)
    box(
        builder,
        (0.0, high - 0.13, -0.6),
        (0.18, 0.06, 0.18),
        np.array((1.0, 0.82, 0.52)) * (2.6 * hand.level + 0.1),
        EMISSIVE,
    )
    level = hand.level
    hand.lamps.append(Practical((0.0, high - 0.4, -0.6), (6.4 * level, 4.9 * level, 2.9 * level), 9.5))
    hand.lamps.append(Practical((2.7, high - 0.4, 1.6), (2.4 * level, 1.7 * level, 0.9 * level), 5.0))
    shells.door(builder, (w, 2.6), "x", (0.20, 0.24, 0.25), inward=-1.0, size=(1.0, 2.15))
    hand.dress(dressing, [(1.1, 3.8, 180.0), (1.2, -3.6, -60.0)], ("bed", "chair", "table", "window", "door"))
    return shells.finished(hand, "cell", _SHELL, (-1.7, 1.3, -3.6, 3.0), ((1.4, 2.6), (1.2, near - 0.6)))


def _bars(hand: Stagehand) -> None:
    """Bars from floor to ceiling with a gate, a few steps before the right wall."""
    builder = hand.builder
    _, far, near, high = _SHELL
    for k in range(64):
        z = far + 0.08 + k * (near - far - 0.16) / 63
        cylinder(builder, (_BARS_X, 0, z), (_BARS_X, high, z), 0.016, _IRON, METAL, sides=7, capped=False)
    for y in (0.10, 1.12, 2.15):
        box(builder, (_BARS_X, y, (far + near) / 2), (0.05, 0.07, near - far), _IRON, METAL)
    for z in (-0.2, 0.95):
        box(builder, (_BARS_X, 1.1, z), (0.09, 2.2, 0.09), _IRON, METAL)
    box(builder, (_BARS_X - 0.03, 1.1, 0.80), (0.10, 0.26, 0.20), [2.0 * c for c in _IRON], METAL)
    hand.block(_BARS_X - 0.06, _BARS_X + 0.06, far, near, high)


def _bunk(b: MeshBuilder, level: float) -> Placed:
    """An iron bunk with a thin mattress and a grey blanket; its wall is behind it, at -z."""
    del level
    box(b, (0, 0.40, 0), (1.96, 0.05, 0.78), _IRON, METAL)
    cushion(b, (0, 0.47, 0), (1.90, 0.12, 0.74), np.array((0.42, 0.40, 0.35)))
    cushion(b, (0.22, 0.50, 0.02), (1.36, 0.12, 0.78), np.array((0.17, 0.18, 0.19)))
    cushion(b, (-0.70, 0.56, 0), (0.42, 0.13, 0.56), np.array((0.50, 0.49, 0.45)))
    for x in (-0.94, 0.94):
        for z in (-0.35, 0.35):
            cylinder(b, (x, 0, z), (x, 0.62, z), 0.022, _IRON, METAL, sides=6)
    return Placed(2.0, 0.82, 0.62, ((-0.5, 0.53, 0.18, 0.0), (0.6, 0.53, 0.18, 0.0)))


def _upper_bunk(b: MeshBuilder, level: float) -> Placed:
    """The bunk over another, too high to sit on; its posts reach down to the lower one."""
    lower = _bunk(b, level)
    for x in (-0.94, 0.94):
        cylinder(b, (x, -0.55, -0.35), (x, 0.1, -0.35), 0.022, _IRON, METAL, sides=6)
        cylinder(b, (x, -0.55, 0.35), (x, 0.1, 0.35), 0.022, _IRON, METAL, sides=6)
    return lower._replace(seat_heights=())


def _basin(b: MeshBuilder, level: float) -> Placed:
    """A steel basin on the wall with its tap and a dented mirror."""
    del level
    steel = (0.38, 0.39, 0.40)
    box(b, (0, 0.78, 0.02), (0.46, 0.16, 0.40), steel, METAL)
    box(b, (0, 0.863, 0.03), (0.36, 0.008, 0.28), (0.12, 0.12, 0.125), METAL)
    cylinder(b, (0, 0.86, -0.13), (0, 1.0, -0.13), 0.014, steel, METAL, sides=8)
    cylinder(b, (0, 0.99, -0.13), (0, 0.98, 0.0), 0.012, steel, METAL, sides=8)
    cylinder(b, (0, 0.0, -0.12), (0, 0.72, -0.12), 0.03, steel, METAL, sides=8)
    box(b, (0, 1.55, -0.22), (0.34, 0.44, 0.02), (0.26, 0.27, 0.28), METAL)
    return Placed(0.5, 0.5, 0.95)


def _stool(b: MeshBuilder, level: float) -> Placed:
    """A stool bolted to the floor."""
    del level
    cylinder(b, (0, 0, 0), (0, 0.44, 0), 0.04, _IRON, METAL, sides=10)
    cylinder(b, (0, 0.44, 0), (0, 0.47, 0), 0.18, (0.26, 0.17, 0.10), WOOD, sides=18)
    return Placed(0.36, 0.36, 0.47, ((0.0, 0.47, 0.0, 0.0),))


def _shelf_table(b: MeshBuilder, level: float) -> Placed:
    """A table fixed to the wall: a tin cup, a book, a folded letter."""
    del level
    box(b, (0, 0.74, 0), (0.95, 0.04, 0.48), (0.26, 0.17, 0.10), WOOD)
    for x in (-0.42, 0.42):
        cylinder(b, (x, 0.72, 0.18), (x, 0.35, -0.22), 0.016, _IRON, METAL, sides=6)
    cylinder(b, (0.28, 0.76, 0.05), (0.28, 0.85, 0.05), 0.04, (0.34, 0.35, 0.36), METAL, sides=12)
    box(b, (-0.1, 0.78, 0.02), (0.16, 0.035, 0.22), (0.14, 0.08, 0.07), CLOTH, yaw_deg=20)
    box(b, (-0.32, 0.763, 0.08), (0.20, 0.004, 0.14), (0.62, 0.60, 0.52), yaw_deg=-12)
    return Placed(1.0, 0.52, 0.76)
