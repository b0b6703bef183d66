"""A temple: the nave of `church` without its benches, round a gilt shrine with oil lamps, marigolds and bells."""

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import METAL, PLASTER
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.sets import church, heaps, perches
from tools.stage.sets.stage_set import Set
from tools.stage.sets.stagehand import Stagehand

_SHRINE_Z = -9.6


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the temple; the seed chooses stone and glass."""
    hand = church.nave(seed, time_of_day, weather)
    _shrine(hand)
    for x, z in ((-1.5, -1.0), (1.5, -3.4), (-1.5, -5.8), (1.5, 1.4)):
        _hanging_bell(hand.builder, x, z)
    for x, z, yaw in ((-2.15, 0.05, 90.0), (2.15, -3.3, -90.0), (2.15, 3.3, -90.0)):
        hand.put(perches.stone_bench, x, z, yaw)
    return church.consecrated(hand, "temple", dressing)


def _shrine(hand: Stagehand) -> None:
    """Raise a shrine under a gilt canopy: a seated figure, marigolds, oil lamps in rows."""
    builder, z = hand.builder, _SHRINE_Z
    box(builder, (0, 0.18, z), (5.0, 0.36, 2.8), (0.46, 0.36, 0.26), PLASTER)
    box(builder, (0, 0.72, z - 0.2), (2.6, 0.72, 1.5), (0.50, 0.24, 0.10), PLASTER)
    gold = (0.56, 0.38, 0.10)
    for x in (-1.45, 1.45):
        revolve(
            builder,
            (x, 0.36, z + 0.5),
            (x, 3.2, z + 0.5),
            [(0, 0.20), (0.1, 0.12), (0.9, 0.11), (1, 0.2)],
            gold,
            METAL,
            sides=14,
        )
    for k, radius in enumerate((2.0, 1.55, 1.1, 0.6)):
        cylinder(
            builder,
            (0, 3.2 + 0.42 * k, z),
            (0, 3.62 + 0.42 * k, z),
            radius,
            gold,
            METAL,
            top_radius=0.82 * radius,
            sides=16,
        )
    heaps.balls(builder, np.array([(0, 5.0, z)]), np.array([0.22]), np.array([gold]), METAL, rings=8, sides=12)
    figure = np.array(
        [(0, 1.34, z - 0.3), (0, 1.78, z - 0.3), (0, 2.16, z - 0.3), (-0.42, 1.24, z - 0.1), (0.42, 1.24, z - 0.1)]
    )
    sizes = np.array(
        [(0.52, 0.26, 0.36), (0.30, 0.36, 0.22), (0.17, 0.21, 0.18), (0.28, 0.14, 0.28), (0.28, 0.14, 0.28)]
    )
    heaps.balls(builder, figure, sizes, np.tile((0.20, 0.17, 0.15), (5, 1)), METAL, rings=12, sides=18)
    cylinder(builder, (0, 2.3, z - 0.3), (0, 2.62, z - 0.3), 0.17, gold, METAL, top_radius=0.03, sides=14)
    cylinder(builder, (0, 2.1, z - 0.62), (0, 2.1, z - 0.60), 0.55, gold, METAL, sides=28)
    random = np.random.default_rng(7)
    turn = np.linspace(0, np.pi, 34)
    garland = np.stack([0.34 * np.cos(turn), 1.95 - 0.55 * np.sin(turn), np.full(34, z - 0.03)], 1)
    heap = random.uniform(-1, 1, (60, 3)) * (1.1, 0.04, 0.22) + (0, 1.12, z + 0.38)
    marigold = np.array((0.78, 0.36, 0.03))
    heaps.balls(
        builder, np.concatenate([garland, heap]), np.full(94, 0.05), marigold * random.uniform(0.7, 1.1, (94, 1))
    )
    rows = np.array([(x, 0.37, z + 1.1 + 0.14 * (k % 2)) for k, x in enumerate(np.linspace(-2.1, 2.1, 17))])
    church.candles(hand, rows, np.full(17, 0.05))
    hand.lamps.append(Practical((0.0, 2.0, z + 1.3), (6.2, 3.4, 1.1), 8.0, flame=True))
    hand.lamps.append(Practical((0.0, 0.7, z + 1.7), (3.0, 1.6, 0.5), 4.5, flame=True))
    hand.block(-2.6, 2.6, z - 1.5, z + 1.5, 2.4)


def _hanging_bell(builder: MeshBuilder, x: float, z: float) -> None:
    """Hang a brass bell on a chain from the beams."""
    cylinder(builder, (x, 2.75, z), (x, 8.1, z), 0.012, (0.20, 0.16, 0.09), METAL, sides=5)
    rings = [(0, 0.19), (0.08, 0.16), (0.5, 0.12), (0.8, 0.10), (1, 0.03)]
    revolve(builder, (x, 2.45, z), (x, 2.78, z), rings, (0.50, 0.36, 0.12), METAL, sides=16)
