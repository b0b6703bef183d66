"""A church: a stone nave of columns and arches, glowing windows, benches, an altar with candles. See also `temple`."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import CLOTH, EMISSIVE, METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets import heaps, outdoors, rooms, shells
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=5.4, far=-11.0, near=6.5, height=8.4)
_COLUMN_X = 3.1
_COLUMNS_Z = (-8.2, -4.9, -1.6, 1.7, 5.0)
_STONES = ((0.44, 0.40, 0.34), (0.50, 0.43, 0.31), (0.36, 0.36, 0.37))
_GLASS = ((0.75, 0.10, 0.08), (0.10, 0.24, 0.80), (0.85, 0.55, 0.08), (0.10, 0.55, 0.26), (0.50, 0.12, 0.60))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the church; the seed chooses stone and glass."""
    hand = nave(seed, time_of_day, weather)
    _altar(hand)
    for row in range(5):
        for side in (-1, 1):
            hand.put(_pew, side * 4.15 if row == 0 else side * 3.05, -3.4 + 1.55 * row, 180.0)
    return consecrated(hand, "church", dressing)


def consecrated(hand: Stagehand, name: str, dressing: tuple[str, ...]) -> Set:
    """The finished nave, dressed with what the scene mentions."""
    marks = [(1.25, -5.9, -30.0), (-1.3, 4.9, 150.0), (1.3, 5.2, -150.0)]
    hand.dress(dressing, marks, ("bench", "candle", "table", "lamp"))
    return shells.finished(hand, name, _SHELL, (-1.4, 1.4, -6.4, 4.2), ((0.0, _SHELL.near - 0.8), (-4.3, -6.5)))


def nave(seed: int, time_of_day: str, weather: str) -> Stagehand:
    """Build the hall that church and temple share: columns, arches, windows, beams, lamps, the door."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.45))
    builder = hand.builder
    w, far, near, high = _SHELL
    stone = _STONES[seed % 3]
    slits = [Window(z + 1.65, 1.15, 2.2, 5.9, (2, 4)) for z in _COLUMNS_Z[:-1]]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.26, 0.24, 0.21), PLASTER),
        walls=Finish(stone, PLASTER),
        ceiling=(0.24, 0.15, 0.08),
        far_windows=[Window(0.0, 1.9, 3.4, 6.8, (3, 5))],
        left_windows=slits,
        frame=(0.10, 0.10, 0.10),
        time_of_day=time_of_day,
        weather=weather,
    )
    rooms.view_outside(builder, 9.0, seed)
    tone = tuple(0.62 * c for c in stone)
    shells.tiles(
        builder,
        (-w, 0.003, near),
        (2 * w, 0, 0),
        (0, 0, far - near),
        0.75,
        (0.30, 0.275, 0.24),
        seed,
        chequer=(0.20, 0.19, 0.175),
    )
    _stained(hand, slits, seed, time_of_day, weather)
    _arcade(hand, stone)
    for k in range(6):
        z = near - 1.6 - 3.1 * k
        box(builder, (0, high - 0.35, z), (2 * w, 0.30, 0.26), (0.15, 0.09, 0.05), WOOD)
        for side in (-1, 1):
            cylinder(
                builder,
                (side * 3.2, high - 0.4, z),
                (side * 4.9, high - 2.1, z),
                0.10,
                (0.15, 0.09, 0.05),
                WOOD,
                sides=6,
            )
    shells.skirting(builder, _SHELL, 0.5, (tone[0], tone[1], tone[2]), PLASTER)
    for side in (-1, 1):
        for z in (-7.4, -3.2, 3.4):
            _sconce(hand, side, z)
    shells.door(builder, (0.0, near), "z", (0.20, 0.11, 0.06), inward=-1.0, size=(1.9, 2.9))
    return hand


def _stained(hand: Stagehand, slits: list[Window], seed: int, time_of_day: str, weather: str) -> None:
    """Glaze every window with small panes that glow with the sky behind them, and throw their colour into the nave."""
    random = np.random.default_rng(seed + 23)
    w, far = _SHELL.half_width, _SHELL.far
    sky = shells.glowing_pane(time_of_day, weather, (1.0, 1.0, 1.0), 0.62)
    sky = sky * 0.75 + 0.25 * sky.mean()
    far_pane = (far, 0.0, 1.9, 3.4, 6.8, 11, 19)
    for wall, at, wide, sill, head, columns, rows in [
        far_pane,
        *((-w, s.at, s.width, s.sill, s.head, 7, 20) for s in slits),
    ]:
        points, tones = [], []
        for row in range(rows):
            for column in range(columns):
                u0, u1 = (at - wide / 2 + wide * (column + k) / columns for k in (0.06, 0.94))
                v0, v1 = (sill + (head - sill) * (row + k) / rows for k in (0.05, 0.95))
                edge = column in (0, columns - 1) or row in (0, rows - 1)
                ring = np.hypot((column + 0.5) / columns - 0.5, (row + 0.5) / rows - 0.62) * 9.0
                tint = _GLASS[(1 if edge else int(ring + seed)) % 5] if random.random() < 0.8 else (0.7, 0.7, 0.6)
                tones.append(np.array(tint) * sky * random.uniform(0.6, 1.2))
                if wall == far:
                    points += [(u0, v0, far - 0.02), (u1, v0, far - 0.02), (u1, v1, far - 0.02), (u0, v1, far - 0.02)]
                else:
                    points += [(-w - 0.02, v0, u1), (-w - 0.02, v0, u0), (-w - 0.02, v1, u0), (-w - 0.02, v1, u1)]
        first = 4 * np.arange(len(tones))
        faces = np.concatenate([np.stack([first, first + 1, first + 2], 1), np.stack([first, first + 2, first + 3], 1)])
        normal = (0.0, 0.0, 1.0) if wall == far else (1.0, 0.0, 0.0)
        hand.builder.add(points, faces, normal, (0.0, 0.0, 0.0), np.repeat(np.array(tones), 4, 0), EMISSIVE)
    for k, slit in enumerate(slits):
        red, green, blue = (float(c) for c in np.array(_GLASS[(k + seed) % 5]) * sky * 1.5)
        hand.lamps.append(Practical((-w + 0.6, 2.6, slit.at), (red, green, blue), 6.0, soft=True))


def _arcade(hand: Stagehand, stone: tuple[float, float, float]) -> None:
    """Two rows of columns carry round arches and the wall above them."""
    builder = hand.builder
    for side in (-1, 1):
        x = side * _COLUMN_X
        for z in _COLUMNS_Z:
            rings = [
                (0, 0.46),
                (0.04, 0.46),
                (0.06, 0.36),
                (0.10, 0.30),
                (0.88, 0.27),
                (0.92, 0.36),
                (0.96, 0.46),
                (1, 0.48),
            ]
            revolve(builder, (x, 0, z), (x, 3.9, z), rings, stone, PLASTER, sides=18)
            box(builder, (x, 3.98, z), (0.95, 0.18, 0.95), [0.9 * c for c in stone], PLASTER)
            box(builder, (x, 0.10, z), (1.0, 0.20, 1.0), [0.85 * c for c in stone], PLASTER)
            hand.block(x - 0.4, x + 0.4, z - 0.4, z + 0.4, 8.0)
        for z in _COLUMNS_Z[:-1]:
            middle, radius = z + 1.65, 1.22
            steps = np.linspace(0, np.pi, 15)
            for a, b in zip(steps[:-1], steps[1:], strict=True):
                low = [(middle + radius * np.cos(t), 4.05 + 0.9 * radius * np.sin(t)) for t in (a, b)]
                top = 5.7
                for face in (-0.24, 0.24):
                    sheet = [
                        (x + face, low[0][1], low[0][0]),
                        (x + face, low[1][1], low[1][0]),
                        (x + face, top, low[1][0]),
                        (x + face, top, low[0][0]),
                    ]
                    quad(builder, sheet if face < 0 else sheet[::-1], stone, PLASTER)
                under = [
                    (x - 0.24, low[0][1], low[0][0]),
                    (x + 0.24, low[0][1], low[0][0]),
                    (x + 0.24, low[1][1], low[1][0]),
                    (x - 0.24, low[1][1], low[1][0]),
                ]
                quad(builder, under, [0.8 * c for c in stone], PLASTER)
        for z in _COLUMNS_Z:
            box(builder, (x, 4.88, z), (0.482, 1.64, 0.87), stone, PLASTER)
        box(builder, (x, 6.2, -1.6), (0.482, 1.0, 14.1), stone, PLASTER)
        box(builder, (x, 5.75, -1.6), (0.62, 0.14, 14.1), [0.8 * c for c in stone], PLASTER)


def _pew(b: MeshBuilder, level: float) -> Placed:
    """A bench of dark wood."""
    del level
    tone = (0.19, 0.105, 0.055)
    box(b, (0, 0.44, 0), (1.9, 0.05, 0.42), tone, WOOD)
    box(b, (0, 0.66, -0.24), (1.9, 0.42, 0.04), tone, WOOD)
    box(b, (0, 0.885, -0.24), (1.94, 0.05, 0.09), [1.2 * c for c in tone], WOOD)
    for x in (-0.95, 0.95):
        box(b, (x, 0.33, -0.02), (0.06, 0.66, 0.56), [0.85 * c for c in tone], WOOD)
    seats = tuple((x, 0.465, 0.03, 0.0) for x in (-0.62, 0.62))
    return Placed(2.0, 0.62, 0.9, seats)


def candles(hand: Stagehand, at: np.ndarray, heights: np.ndarray) -> None:
    """Lit candles standing at `at` (N, 3); heights (N,) metres. They burn at any hour."""
    for (x, y, z), tall in zip(at, heights, strict=True):
        cylinder(hand.builder, (x, y, z), (x, y + tall, z), 0.022, (0.64, 0.60, 0.50), PAINT, sides=8)
        flame = [(0, 0.008), (0.3, 0.016), (0.7, 0.009), (1, 0.0)]
        revolve(
            hand.builder, (x, y + tall, z), (x, y + tall + 0.07, z), flame, np.array((3.6, 1.9, 0.5)), EMISSIVE, sides=6
        )


def _altar(hand: Stagehand) -> None:
    """Raise the altar on two steps: cloth, candles, a gilt cross, flowers."""
    builder, z = hand.builder, _SHELL.far + 1.5
    for k, (wide, deep) in enumerate(((5.6, 3.4), (4.4, 2.5))):
        box(builder, (0, 0.09 + 0.18 * k, z - 0.1), (wide, 0.18, deep), (0.38, 0.35, 0.30), PLASTER)
    box(builder, (0, 0.86, z), (2.4, 1.0, 0.9), (0.42, 0.38, 0.31), PLASTER)
    box(builder, (0, 1.38, z), (2.6, 0.05, 1.0), (0.64, 0.61, 0.54), CLOTH)
    box(builder, (0, 1.05, z + 0.462), (1.0, 0.66, 0.015), (0.40, 0.05, 0.07), CLOTH)
    box(builder, (0, 2.55, z - 0.9), (0.16, 2.0, 0.10), (0.50, 0.36, 0.10), METAL)
    box(builder, (0, 2.85, z - 0.9), (1.1, 0.16, 0.10), (0.50, 0.36, 0.10), METAL)
    at = np.array([(x, 1.405, z - 0.1) for x in (-1.1, -0.85, -0.6, 0.6, 0.85, 1.1)])
    candles(hand, at, np.array((0.45, 0.38, 0.30, 0.30, 0.38, 0.45)))
    hand.lamps.append(Practical((0.0, 2.3, z + 0.5), (5.0, 2.9, 1.1), 7.5, flame=True))
    for x in (-1.9, 1.9):
        outdoors.foliage(builder, (x, 0.95, z + 0.2), 0.34, 90, (0.06, 0.14, 0.04), 5)
        random = np.random.default_rng(3)
        heads = random.normal(0, 0.17, (26, 3)) + np.array((x, 1.02, z + 0.22))
        heaps.balls(builder, heads, np.full(26, 0.045), np.tile((0.62, 0.60, 0.56), (26, 1)))
        cylinder(
            builder, (x, 0.36, z + 0.2), (x, 0.72, z + 0.2), 0.14, (0.40, 0.29, 0.10), METAL, top_radius=0.2, sides=14
        )
    hand.block(-2.8, 2.8, z - 1.8, z + 1.6, 1.4)


def _sconce(hand: Stagehand, side: int, z: float) -> None:
    """Fix a bracket with a lamp on the aisle side of the arcade wall."""
    x = side * (_COLUMN_X - 0.32)
    builder, level = hand.builder, hand.level
    z = min(_COLUMNS_Z, key=lambda column: abs(column - z))
    cylinder(builder, (x, 2.5, z), (x - side * 0.25, 2.6, z), 0.02, (0.09, 0.08, 0.07), METAL, sides=6)
    glow = np.array((1.0, 0.64, 0.28)) * (2.3 * level + 0.2)
    cylinder(
        builder, (x - side * 0.25, 2.62, z), (x - side * 0.25, 2.84, z), 0.07, glow, EMISSIVE, top_radius=0.09, sides=10
    )
    hand.lamps.append(Practical((x - side * 0.5, 2.8, z), (3.8 * level, 2.3 * level, 0.95 * level), 7.0))
