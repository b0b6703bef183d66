"""A classroom: a blackboard with a lesson on it, rows of desks at both sides of an aisle, tall windows, maps."""

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.sets import furniture, heaps, rooms, shells, workplace
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=4.5, far=-5.6, near=5.4, height=3.3)
_DADOS = ((0.24, 0.34, 0.26), (0.30, 0.26, 0.18), (0.20, 0.28, 0.36))
_TUBE = (1.0, 0.97, 0.86)


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the classroom; the seed paints the dado, writes the lesson and pins up the drawings."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.25))
    builder = hand.builder
    w, far, near, high = _SHELL
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.34, 0.22, 0.12), WOOD),
        walls=Finish((0.54, 0.50, 0.40), PLASTER),
        ceiling=(0.57, 0.55, 0.51),
        left_windows=[Window(z, 1.8, 0.95, 2.85, (2, 3)) for z in (-3.6, -1.0, 1.6, 4.0)],
        frame=(0.52, 0.49, 0.42),
        time_of_day=time_of_day,
        weather=weather,
    )
    shells.skirting(builder, _SHELL, 0.92, _DADOS[seed % 3])
    rooms.view_outside(builder, 6.0, seed)
    _blackboard(builder, seed)
    hand.put(furniture.table, 2.35, far + 1.35, 0.0)
    hand.put(furniture.chair, 2.35, far + 0.62, 0.0)
    _globe(builder, (2.85, 0.757, far + 1.30))
    for row in range(4):
        for x in (-3.45, -2.15, 2.15, 3.45):
            hand.put(workplace.school_desk, x, -1.9 + 1.85 * row, 0.0)
    hand.put(furniture.bookcase, w - 0.20, -4.2, -90.0)
    hand.put(furniture.bookcase, w - 0.20, 4.6, -90.0)
    for x in (-2.2, 2.2):
        for z in (-3.4, -0.4, 2.6):
            shells.tube_light(hand, (x, high, z), 1.5, "x", _TUBE)
    _maps(builder, seed)
    workplace.wall_clock(builder, (-3.3, 2.75, far + 0.01), (0.0, 0.0, 1.0))
    shells.door(builder, (w, -2.9), "x", (0.36, 0.24, 0.14), inward=-1.0, glazed=True)
    hand.dress(
        dressing, [(-2.6, far + 1.0, 30.0), (1.1, 4.7, 180.0), (-0.9, 4.7, 180.0)], ("desk", "table", "chair", "books")
    )
    return shells.finished(hand, "classroom", _SHELL, (-1.35, 1.35, -4.3, 2.8), ((3.6, -3.3), (0.0, near - 0.7)))


def _blackboard(builder: MeshBuilder, seed: int) -> None:
    """Hang the blackboard with chalked lines, a drawing and a sum, and its ledge with a sponge."""
    random = np.random.default_rng(seed + 19)
    z = _SHELL.far
    box(builder, (-0.4, 1.72, z + 0.03), (4.3, 1.42, 0.06), (0.26, 0.15, 0.07), WOOD)
    box(builder, (-0.4, 1.72, z + 0.065), (4.12, 1.24, 0.02), (0.035, 0.07, 0.055))
    box(builder, (-0.4, 1.0, z + 0.12), (4.3, 0.04, 0.14), (0.26, 0.15, 0.07), WOOD)
    chalk, colours = (0.52, 0.53, 0.50), ((0.56, 0.48, 0.16), (0.52, 0.24, 0.22), (0.24, 0.40, 0.52))
    front = z + 0.078
    for line in range(5):
        x = -2.25
        while x < -0.55:
            word = random.uniform(0.08, 0.26)
            box(builder, (x + word / 2, 2.16 - 0.19 * line, front), (word, 0.035, 0.004), chalk)
            x += word + 0.06
    box(builder, (-1.5, 2.06, front), (1.5, 0.012, 0.004), colours[seed % 3])
    centre = np.array((0.55, 1.70, front))
    for ring, radius in enumerate((0.16, 0.30, 0.42)):
        turn = np.linspace(0, 2 * np.pi, 29)
        for a, b in zip(turn[: -1 : 1 if ring else 2], turn[1 :: 1 if ring else 2], strict=False):
            start = centre + radius * np.array((np.cos(a), np.sin(a), 0.0))
            end = centre + radius * np.array((np.cos(b), np.sin(b), 0.0))
            cylinder(builder, start, end, 0.006, chalk, PAINT, sides=3, capped=False)
        at = centre + radius * np.array((np.cos(ring * 2.0 + seed), np.sin(ring * 2.0 + seed), 0.0))
        cylinder(builder, at, at + np.array((0.0, 0.0, 0.004)), 0.03, colours[ring], PAINT, sides=10)
    for k in range(4):
        box(builder, (1.32, 2.1 - 0.2 * k, front), (random.uniform(0.18, 0.40), 0.05, 0.004), chalk)
    box(builder, (0.9, 1.05, z + 0.13), (0.16, 0.05, 0.07), (0.40, 0.33, 0.14))
    for k in range(4):
        cylinder(
            builder,
            (-1.0 + 0.2 * k, 1.03, z + 0.13),
            (-0.92 + 0.2 * k, 1.03, z + 0.14),
            0.009,
            (0.64, 0.63, 0.60),
            sides=6,
        )


def _globe(builder: MeshBuilder, at: tuple[float, float, float]) -> None:
    """Stand a globe on the teacher's table."""
    x, y, z = at
    cylinder(builder, (x, y, z), (x, y + 0.03, z), 0.11, (0.16, 0.09, 0.05), WOOD, sides=16)
    cylinder(builder, (x, y, z), (x, y + 0.12, z), 0.015, (0.40, 0.30, 0.12), METAL, sides=8)
    heaps.balls(
        builder,
        np.array([(x, y + 0.28, z)]),
        np.array([0.16]),
        np.array([(0.10, 0.24, 0.38)]),
        METAL,
        rings=14,
        sides=20,
    )
    for turn, up, size in (
        (0.2, 0.06, 0.10),
        (1.3, -0.05, 0.08),
        (2.6, 0.03, 0.12),
        (4.2, 0.05, 0.09),
        (5.2, -0.07, 0.07),
    ):
        out = np.sqrt(0.155**2 - up**2)
        centre = np.array([(x + out * np.sin(turn), y + 0.28 + up, z + out * np.cos(turn))])
        heaps.balls(builder, centre, np.array([(0.55 * size, 0.5 * size, 0.55 * size)]), np.array([(0.36, 0.32, 0.14)]))


def _maps(builder: MeshBuilder, seed: int) -> None:
    """Hang two wall maps on rods and pin children's drawings on the right wall and behind the last row."""
    random = np.random.default_rng(seed + 5)
    w, near = _SHELL.half_width, _SHELL.near
    for z, tone in ((-0.6, (0.20, 0.34, 0.44)), (2.1, (0.50, 0.44, 0.30))):
        box(builder, (w - 0.02, 1.95, z), (0.02, 1.25, 1.7), tone)
        for y in (1.32, 2.58):
            cylinder(builder, (w - 0.03, y, z - 0.9), (w - 0.03, y, z + 0.9), 0.02, (0.16, 0.09, 0.05), WOOD, sides=8)
        for _ in range(9):
            size = random.uniform(0.10, 0.36, 2)
            at = (w - 0.032, 1.95 + random.uniform(-0.42, 0.42), z + random.uniform(-0.6, 0.6))
            land = np.array(((0.42, 0.36, 0.16), (0.24, 0.34, 0.16), (0.46, 0.26, 0.16))[int(random.integers(0, 3))])
            rings = [(0, 0.5 * size[0]), (1, 0.45 * size[0])]
            revolve(
                builder,
                at,
                (at[0] - 0.004, at[1], at[2]),
                rings,
                land,
                PAINT,
                sides=int(random.integers(5, 9)),
                capped=True,
            )
    for k in range(12):
        x, y = -3.6 + 0.66 * k, 1.55 + 0.42 * (k % 2)
        tone = np.array(
            ((0.56, 0.52, 0.30), (0.34, 0.46, 0.54), (0.54, 0.36, 0.34), (0.40, 0.50, 0.34))[int(random.integers(0, 4))]
        )
        box(builder, (x, y, near - 0.012), (0.42, 0.31, 0.012), (0.62, 0.61, 0.57), yaw_deg=0.0)
        box(builder, (x, y - 0.06, near - 0.02), (0.36, 0.13, 0.006), tone)
        box(builder, (x + random.uniform(-0.1, 0.1), y + 0.04, near - 0.024), (0.11, 0.13, 0.006), tone * 0.5)
