"""A railway carriage: benches along both sides, windows with the land going by, straps, racks, a door at the end."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder
from tools.stage.sets import rooms, shells
from tools.stage.sets.furniture import cushion
from tools.stage.sets.nature import plant_tree
from tools.stage.sets.props import Prop
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=1.62, far=-9.4, near=5.6, height=2.45)
_BAYS_Z = (4.2, 2.1, 0.0, -2.1, -4.2, -6.3, -8.2)
_SEATS = ((0.26, 0.05, 0.06), (0.05, 0.16, 0.14), (0.07, 0.11, 0.24), (0.36, 0.21, 0.05))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the carriage; the seed chooses its upholstery and fills the racks."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.4))
    builder = hand.builder
    w, far, near, high = _SHELL
    panes = [Window(z, 1.45, 0.95, 1.85, (1, 1)) for z in _BAYS_Z[:-1]]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.16, 0.155, 0.15), PLASTER),
        walls=Finish((0.36, 0.30, 0.20), PLASTER),
        ceiling=(0.42, 0.40, 0.35),
        left_windows=panes,
        frame=(0.30, 0.31, 0.32),
        time_of_day=time_of_day,
        weather=weather,
    )
    shells.skirting(builder, _SHELL, 0.88, (0.27, 0.15, 0.075), WOOD)
    _right_windows(hand, time_of_day, weather)
    _land(builder, seed)
    tone = _SEATS[seed % 4]
    for z in _BAYS_Z[:-1]:
        for side in (-1, 1):
            hand.put(_bench(tone), side * (w - 0.30), z, -90.0 * side)
    _fittings(hand, seed)
    shells.door(builder, (0.0, far), "z", (0.40, 0.36, 0.27), inward=1.0, size=(0.85, 2.0), glazed=True)
    shells.door(builder, (0.0, near), "z", (0.40, 0.36, 0.27), inward=-1.0, size=(0.85, 2.0), glazed=True)
    hand.dress(dressing, [(0.55, -7.9, -90.0), (-0.55, -8.4, 90.0)], ("bench", "chair", "table", "lamp", "window"))
    built = shells.finished(hand, "train", _SHELL, (-0.80, 0.80, -6.0, 3.6), ((0.0, far + 0.6), (0.0, near - 0.6)))
    # The camera keeps to the aisle, between the poles.
    return built._replace(camera_box=(-0.9, 0.9, 0.3, high - 0.2, far + 0.4, near - 0.2))


def _bench(tone: tuple[float, float, float]) -> Prop:
    """A long upholstered seat for two with a padded back and an iron end."""

    def bench(b: MeshBuilder, level: float) -> Placed:
        del level
        box(b, (0, 0.20, -0.02), (1.72, 0.36, 0.44), (0.10, 0.09, 0.085), METAL)
        cushion(b, (0, 0.44, 0.0), (1.74, 0.16, 0.54), np.array(tone))
        cushion(b, (0, 0.73, -0.22), (1.74, 0.46, 0.12), np.array(tone) * 1.15)
        for x in (-0.88, 0.88):
            cylinder(b, (x, 0.0, 0.24), (x, 2.43, 0.24), 0.017, (0.46, 0.45, 0.42), METAL, sides=8)
            box(b, (x, 0.58, 0.0), (0.04, 0.10, 0.48), (0.27, 0.15, 0.075), WOOD)
        return Placed(1.80, 0.62, 0.95, ((-0.42, 0.50, 0.04, 0.0), (0.42, 0.50, 0.04, 0.0)))

    return bench


def _right_windows(hand: Stagehand, time_of_day: str, weather: str) -> None:
    """The windows of the right side, over the wall: panes that hold the sky, so that nobody sees the wall behind them."""
    w = _SHELL.half_width
    sky = shells.glowing_pane(time_of_day, weather, (0.95, 1.0, 1.05), 0.30)
    for z in _BAYS_Z[:-1]:
        for k in range(18):
            shade = sky * (0.45 + 0.65 * min(1.0, k / 9) ** 1.5)
            box(hand.builder, (w - 0.012, 0.975 + 0.05 * k, z), (0.012, 0.05, 1.45), shade, EMISSIVE)
        rooms.window(hand.builder, (w, 1.4, z), (1.45, 0.9), "x", (0.30, 0.31, 0.32), (1, 1))
    red, green, blue = (float(3.0 * c) for c in sky)
    hand.lamps.append(Practical((w - 0.1, 1.7, -1.0), (red, green, blue), 6.0, soft=True))


def _fittings(hand: Stagehand, seed: int) -> None:
    """Racks with luggage over the seats, hanging straps, lamps along the ceiling, a line map."""
    builder, level = hand.builder, hand.level
    w, _, _, high = _SHELL
    random = np.random.default_rng(seed + 27)
    cases = ((0.26, 0.13, 0.06), (0.12, 0.17, 0.16), (0.34, 0.27, 0.16), (0.14, 0.15, 0.24))
    for side in (-1, 1):
        for rail in (0.12, 0.24, 0.36):
            cylinder(
                builder,
                (side * (w - rail), 1.98, -7.2),
                (side * (w - rail), 1.98, 5.1),
                0.011,
                (0.46, 0.45, 0.42),
                METAL,
                sides=6,
            )
        z = -6.8
        while z < 4.6:
            if random.random() < 0.45:
                size = (0.30, random.uniform(0.14, 0.28), random.uniform(0.4, 0.66))
                tone = cases[int(random.integers(0, 4))]
                box(builder, (side * (w - 0.22), 1.995 + size[1] / 2, z), size, tone, CLOTH)
                box(
                    builder,
                    (side * (w - 0.22), 1.995 + size[1] / 2, z),
                    (0.31, size[1] + 0.01, 0.05),
                    [0.5 * c for c in tone],
                )
            z += random.uniform(0.75, 1.2)
        cylinder(
            builder, (side * 0.62, 2.22, -7.6), (side * 0.62, 2.22, 5.2), 0.014, (0.46, 0.45, 0.42), METAL, sides=8
        )
        for k in range(16):
            at = -7.0 + 0.78 * k
            box(builder, (side * 0.62, 2.10, at), (0.012, 0.24, 0.03), (0.14, 0.10, 0.07))
            cylinder(
                builder,
                (side * 0.62, 1.94, at - 0.012),
                (side * 0.62, 1.94, at + 0.012),
                0.055,
                (0.56, 0.52, 0.44),
                PAINT,
                sides=14,
            )
        box(builder, (side * (w - 0.01), 2.22, -1.0), (0.02, 0.22, 10.5), (0.46, 0.42, 0.30))
        for k in range(9):
            tone = ((0.50, 0.16, 0.10), (0.14, 0.28, 0.40), (0.56, 0.46, 0.16))[int(random.integers(0, 3))]
            box(builder, (side * (w - 0.022), 2.22, -5.8 + 1.2 * k), (0.008, 0.19, random.uniform(0.6, 1.0)), tone)
    for k in range(7):
        z = 4.6 - 2.1 * k
        cylinder(builder, (0, high, z), (0, high - 0.05, z), 0.16, (0.46, 0.45, 0.42), METAL, sides=16)
        glow = np.array((1.0, 0.80, 0.52)) * (2.2 * level + 0.2)
        cylinder(builder, (0, high - 0.05, z), (0, high - 0.10, z), 0.13, glow, EMISSIVE, top_radius=0.08, sides=16)
        hand.lamps.append(Practical((0.0, high - 0.35, z), (1.5 * level, 1.1 * level, 0.6 * level), 4.2))


def _land(builder: MeshBuilder, seed: int) -> None:
    """The country beyond the windows: the same garden as a house has, sunk below the line, with a row of poles."""
    rooms.view_outside(builder, 9.0, seed)
    random = np.random.default_rng(seed + 2)
    for k in range(8):
        plant_tree(
            builder, "oak", (-7.0 - random.uniform(0, 3), -0.3, 8.0 - 5.0 * k), random.uniform(4, 6), 30.0 * k, k, 1
        )
        cylinder(
            builder, (-4.2, -0.3, 7.0 - 6.5 * k), (-4.2, 5.5, 7.0 - 6.5 * k), 0.09, (0.16, 0.11, 0.07), WOOD, sides=7
        )
    for y in (4.9, 5.3):
        cylinder(builder, (-4.2, y, 10.0), (-4.2, y, -40.0), 0.012, (0.05, 0.05, 0.05), GLASS, sides=4)
