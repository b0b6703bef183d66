"""A lived-in kitchen: cupboards and tiles along two walls, a sink under the window, a table for two."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import CLOTH, METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.sets import furniture, homes, outdoors, rooms, shells
from tools.stage.sets.props import Prop
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=3.2, far=-3.5, near=3.9, height=2.7)
_CUPBOARDS = ((0.20, 0.29, 0.25), (0.52, 0.48, 0.38), (0.16, 0.23, 0.31), (0.44, 0.20, 0.13))
_WALLS = ((0.50, 0.40, 0.24), (0.34, 0.41, 0.36), (0.52, 0.44, 0.33))
_GLAZES = ((0.62, 0.60, 0.54), (0.40, 0.52, 0.50), (0.60, 0.50, 0.34))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the kitchen; the seed paints cupboards, walls and tiles, and fills the shelf."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.25))
    builder = hand.builder
    w, far, near, high = _SHELL
    cupboard, wall, glaze = _CUPBOARDS[seed % 4], _WALLS[seed // 4 % 3], _GLAZES[(seed + seed // 3) % 3]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.36, 0.32, 0.27), PLASTER),
        walls=Finish(wall, PLASTER),
        ceiling=(0.56, 0.54, 0.50),
        far_windows=[Window(-0.3, 1.7, 1.1, 2.2)],
        left_windows=[Window(0.9, 1.6, 0.95, 2.25)],
        time_of_day=time_of_day,
        weather=weather,
    )
    shells.tiles(
        builder,
        (-w, 0.003, near),
        (2 * w, 0, 0),
        (0, 0, far - near),
        0.40,
        (0.46, 0.41, 0.34),
        seed,
        chequer=(0.20, 0.21, 0.20),
    )
    shells.skirting(builder, _SHELL, 0.10, (0.50, 0.47, 0.41))
    rooms.view_outside(builder, 5.0, seed)
    rooms.curtains(
        builder, (-w + 0.14, 1.6, 0.9), 1.6, 1.3, "x", (0.55, 0.22, 0.14) if seed % 2 else (0.30, 0.38, 0.22)
    )
    _cupboards(hand, cupboard, glaze, seed)
    _shelf(builder, seed)
    hand.put(furniture.table, -w + 0.95, 0.9, 90.0)
    hand.put(furniture.chair, -w + 0.95, -0.25, 0.0)
    hand.put(furniture.chair, -w + 0.95, 2.05, 180.0)
    hand.put(outdoors.planter, -w + 0.5, far + 0.5, 0.0)
    outdoors.fruit(builder, (-w + 0.95, 0.79, 0.95), 0.42, 0.22)
    shells.pendant(hand, (-w + 1.0, high, 0.9), 0.95, (0.42, 0.10, 0.06) if seed % 2 else (0.10, 0.20, 0.17), 0.24)
    shells.pendant(hand, (1.0, high, -1.4), 0.55, (0.50, 0.47, 0.40), 0.18)
    shells.door(builder, (1.1, near), "z", (0.42, 0.40, 0.34), inward=-1.0)
    rooms.picture(builder, (-w + 0.02, 1.75, -1.6), (0.5, 0.6), "x", seed + 4)
    hand.dress(
        dressing,
        [(0.2, 3.2, 180.0), (2.6, 3.2, -90.0), (-2.6, 3.3, 90.0)],
        ("table", "chair", "lamp", "stove", "counter"),
    )
    return shells.finished(hand, "kitchen", _SHELL, (-1.3, 1.75, -2.0, 2.7), ((1.0, near - 0.6),))


def _cupboards(hand: Stagehand, tone: tuple[float, float, float], glaze: tuple[float, float, float], seed: int) -> None:
    """Line the far wall and the right wall; a hood hangs over the cooker."""
    builder = hand.builder
    w, far, _, _ = _SHELL
    top = (0.30, 0.18, 0.09)

    def run(width: float) -> Prop:
        return lambda b, level: homes.counter(b, width, tone, top)

    def upper(width: float) -> Prop:
        def hung(b: MeshBuilder, level: float) -> Placed:
            del level
            homes.cabinet(b, width, 1.48, tone)
            return Placed(0.0, 0.0, 0.0)

        return hung

    hand.put(run(3.6), -0.3, far + 0.33)
    hand.put(homes.sink, -0.3, far + 0.33)
    hand.put(run(1.6), w - 0.33, -2.4, -90.0)
    hand.put(homes.cooker, w - 0.33, -1.2, -90.0)
    hand.put(run(1.2), w - 0.33, -0.2, -90.0)
    hand.put(homes.fridge, w - 0.38, 0.85, -90.0)
    hand.put(upper(1.0), 1.15, far + 0.32)
    hand.put(upper(1.5), w - 0.32, -2.45, -90.0)
    hand.put(upper(1.1), w - 0.32, -0.15, -90.0)
    shells.tiles(builder, (-2.1, 0.91, far + 0.004), (3.75, 0, 0), (0, 0.19, 0), 0.095, glaze, seed)
    shells.tiles(builder, (0.6, 1.10, far + 0.004), (1.05, 0, 0), (0, 0.38, 0), 0.095, glaze, seed + 1)
    shells.tiles(builder, (w - 0.004, 0.91, -3.2), (0, 0, 3.6), (0, 0.57, 0), 0.095, glaze, seed + 2)
    cylinder(
        builder,
        (w - 0.30, 1.62, -1.2),
        (w - 0.30, 2.0, -1.2),
        0.42,
        (0.44, 0.33, 0.20),
        METAL,
        top_radius=0.15,
        sides=4,
    )
    cylinder(builder, (w - 0.30, 2.0, -1.2), (w - 0.30, 2.7, -1.2), 0.14, (0.44, 0.33, 0.20), METAL, sides=14)
    level = hand.level
    hand.lamps.append(Practical((w - 0.5, 1.5, -1.2), (1.5 * level, 1.05 * level, 0.55 * level), 3.0))
    # Somebody cooks here: a board with a loaf, a jar of spoons, a cloth over the edge.
    box(builder, (0.75, 0.925, far + 0.38), (0.42, 0.025, 0.28), (0.42, 0.27, 0.13), WOOD, yaw_deg=12)
    revolve(
        builder,
        (0.62, 0.99, far + 0.40),
        (0.88, 0.99, far + 0.34),
        [(0, 0.02), (0.2, 0.07), (0.8, 0.07), (1, 0.02)],
        (0.46, 0.26, 0.10),
    )
    box(builder, (-1.3, 0.74, far + 0.665), (0.34, 0.36, 0.012), (0.60, 0.55, 0.46), CLOTH)
    cylinder(builder, (w - 0.36, 0.91, -0.55), (w - 0.36, 1.08, -0.55), 0.06, (0.30, 0.38, 0.42), PAINT, sides=14)
    for k in range(5):
        lean = 0.03 * (k - 2)
        cylinder(
            builder,
            (w - 0.36, 1.0, -0.55),
            (w - 0.36 + lean, 1.26, -0.55 + 0.02 * k - 0.04),
            0.009,
            (0.36, 0.22, 0.11),
            WOOD,
            sides=5,
        )


def _shelf(builder: MeshBuilder, seed: int) -> None:
    """Hang an open shelf of jars and a rail of pans on the far wall, left of the window."""
    random = np.random.default_rng(seed + 40)
    far = _SHELL.far
    for y in (1.50, 1.86):
        box(builder, (-2.25, y, far + 0.14), (1.5, 0.035, 0.26), (0.28, 0.17, 0.09), WOOD)
        x = -2.9
        while x < -1.62:
            radius = random.uniform(0.04, 0.065)
            tone = ((0.46, 0.30, 0.10), (0.42, 0.12, 0.07), (0.20, 0.26, 0.10), (0.58, 0.52, 0.40))[
                int(random.integers(0, 4))
            ]
            tall = random.uniform(0.12, 0.24)
            profile = [(0, radius), (0.75, radius), (0.85, 0.7 * radius), (1, 0.75 * radius)]
            revolve(
                builder,
                (x, y + 0.018, far + 0.14),
                (x, y + 0.018 + tall, far + 0.14),
                profile,
                tone,
                METAL,
                capped=True,
            )
            x += 2 * radius + random.uniform(0.02, 0.08)
    box(builder, (-2.25, 1.36, far + 0.06), (1.3, 0.025, 0.025), homes.STEEL, METAL)
    for k in range(4):
        x, radius = -2.72 + 0.31 * k, 0.13 - 0.018 * k
        cylinder(
            builder,
            (x, 1.33 - radius, far + 0.05),
            (x, 1.33 - radius, far + 0.09),
            radius,
            (0.34, 0.18, 0.10),
            METAL,
            sides=20,
        )
        box(builder, (x, 1.36, far + 0.085), (0.02, 0.06, 0.012), (0.05, 0.05, 0.05), PAINT)
