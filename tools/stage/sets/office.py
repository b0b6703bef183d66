"""An open office on a high floor: desks in two rows, a glazed wall over the city, tubes of white light above."""

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import CLOTH, GLASS, METAL, PLASTER
from tools.stage.mesh import MeshBuilder, box, cylinder
from tools.stage.sets import outdoors, rooms, shells, skyline, workplace
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=4.8, far=-6.2, near=5.2, height=3.0)
_ACCENTS = ((0.10, 0.22, 0.30), (0.34, 0.13, 0.09), (0.14, 0.26, 0.18), (0.40, 0.29, 0.09))
_FRAME = (0.30, 0.31, 0.32)
_TUBE = (1.0, 0.98, 0.90)


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the office; the seed paints its one coloured wall and lays the notes on the board."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.45))
    builder = hand.builder
    w, far, near, high = _SHELL
    accent = _ACCENTS[seed % 4]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.150, 0.135, 0.125), CLOTH),
        walls=Finish((0.50, 0.50, 0.48), PLASTER),
        ceiling=(0.56, 0.56, 0.55),
        far_windows=[Window(0.0, 2 * w - 0.5, 0.35, 2.75, (6, 1))],
        left_windows=[Window(-2.6, 6.4, 0.35, 2.75, (4, 1))],
        frame=(0.10, 0.11, 0.12),
        time_of_day=time_of_day,
        weather=weather,
    )
    skyline.city(builder, seed, street_y=-30.0, clear_m=24.0, around=False)
    shells.skirting(builder, _SHELL, 0.08, (0.10, 0.10, 0.11))
    box(builder, (w - 0.015, high / 2, -0.5), (0.03, high, near - far - 1.0), accent)
    for x in (-2.6, 0.0, 2.6):
        for z in (-4.4, -1.6, 1.2, 3.8):
            shells.tube_light(hand, (x, high, z), 1.5, "z", _TUBE)
    for z in (-4.2, -1.6, 1.0):
        hand.put(workplace.desk, 3.05, z, -90.0)
        hand.put(workplace.office_chair, 3.75, z, -90.0)
        hand.put(workplace.desk, -3.25, z, 90.0)
        hand.put(workplace.office_chair, -3.95, z, 90.0)
    for z in (-2.9, -0.3):
        box(builder, (-3.25, 0.95, z), (1.5, 0.46, 0.04), accent, CLOTH)
        box(builder, (3.05, 0.95, z), (1.5, 0.46, 0.04), accent, CLOTH)
    for k in range(3):
        hand.put(workplace.filing_cabinet, w - 0.34, 3.0 + 0.52 * k, -90.0)
    hand.put(workplace.coat_rack, -w + 0.5, near - 0.5)
    hand.put(outdoors.planter, -w + 0.6, far + 0.6)
    hand.put(outdoors.planter, w - 0.6, far + 0.6)
    hand.put(_water_cooler, -w + 0.35, 3.1, 90.0)
    _whiteboard(hand, seed)
    workplace.wall_clock(builder, (0.0, 2.45, near - 0.01), (0.0, 0.0, -1.0))
    shells.door(builder, (1.6, near), "z", (0.34, 0.26, 0.17), inward=-1.0, glazed=True)
    rooms.picture(builder, (-1.6, 1.7, near - 0.02), (1.0, 0.7), "z", seed + 2)
    hand.dress(
        dressing, [(-1.8, 4.5, 150.0), (2.7, 4.3, -160.0), (0.0, far + 0.7, 0.0)], ("desk", "table", "chair", "lamp")
    )
    return shells.finished(hand, "office", _SHELL, (-1.9, 1.9, -4.2, 3.0), ((1.5, near - 0.6), (-1.5, near - 0.6)))


def _whiteboard(hand: Stagehand, seed: int) -> None:
    """Hang a board with a plan in three colours and notes on the right wall."""
    builder, x = hand.builder, _SHELL.half_width - 0.04
    random = np.random.default_rng(seed + 31)
    box(builder, (x, 1.6, -0.3), (0.03, 1.15, 2.3), _FRAME, METAL)
    box(builder, (x - 0.02, 1.6, -0.3), (0.012, 1.07, 2.2), (0.68, 0.69, 0.69), METAL)
    inks = ((0.10, 0.16, 0.45), (0.45, 0.07, 0.06), (0.05, 0.28, 0.12))
    for k in range(11):
        z, y = -1.2 + 0.2 * k, 1.3 + random.uniform(0, 0.6)
        if k % 2:
            box(builder, (x - 0.03, y, z), (0.006, 0.13, 0.13), ((0.66, 0.60, 0.20), (0.60, 0.34, 0.36))[k % 3 % 2])
        else:
            box(builder, (x - 0.029, y, z), (0.004, 0.016, random.uniform(0.2, 0.45)), inks[k % 3])
            box(builder, (x - 0.029, y - 0.07, z), (0.004, 0.016, random.uniform(0.15, 0.35)), inks[k % 3])


def _water_cooler(b: MeshBuilder, level: float) -> Placed:
    """A water cooler with its blue bottle."""
    del level
    box(b, (0, 0.52, 0), (0.32, 1.04, 0.34), (0.58, 0.58, 0.56))
    box(b, (0, 0.78, 0.175), (0.22, 0.20, 0.01), (0.10, 0.10, 0.11))
    cylinder(b, (0, 1.04, 0), (0, 1.42, 0), 0.14, (0.16, 0.34, 0.46), GLASS, sides=18)
    return Placed(0.34, 0.36, 1.42)
