"""Things of the later sets: what one sits on where there is no chair, and single nouns a scene may ask for."""

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import EMISSIVE, METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.sets import heaps
from tools.stage.sets.furniture import cushion
from tools.stage.sets.nature import plant_tree, rock
from tools.stage.sets.stage_set import Placed

_IRON = (0.05, 0.055, 0.06)


def boulder(b: MeshBuilder, level: float) -> Placed:
    """A flat-topped boulder, as high as a chair."""
    del level
    rock(b, (0, 0.05, 0), 0.62, 911, 0.68)
    cylinder(b, (0, 0.0, 0), (0, 0.44, 0), 0.44, (0.27, 0.25, 0.22), PLASTER, top_radius=0.33, sides=11)
    return Placed(0.9, 0.9, 0.46, ((0.0, 0.46, 0.12, 0.0),))


def stone_bench(b: MeshBuilder, level: float) -> Placed:
    """A slab on two blocks, for two."""
    del level
    box(b, (0, 0.41, 0), (1.7, 0.10, 0.48), (0.46, 0.42, 0.36), PLASTER)
    for x in (-0.6, 0.6):
        box(b, (x, 0.18, 0), (0.24, 0.36, 0.40), (0.40, 0.37, 0.32), PLASTER)
    return Placed(1.7, 0.5, 0.46, ((-0.45, 0.47, 0.04, 0.0), (0.45, 0.47, 0.04, 0.0)))


def box_seat(b: MeshBuilder, level: float) -> Placed:
    """An upturned crate with a sack thrown over it."""
    del level
    box(b, (0, 0.20, 0), (0.52, 0.40, 0.46), (0.32, 0.22, 0.12), WOOD)
    for y in (0.08, 0.32):
        box(b, (0, y, 0.235), (0.54, 0.08, 0.02), (0.38, 0.27, 0.15), WOOD)
    cushion(b, (0, 0.42, 0), (0.54, 0.09, 0.48), np.array((0.42, 0.34, 0.22)))
    return Placed(0.56, 0.52, 0.46, ((0.0, 0.465, 0.04, 0.0),))


def tree(b: MeshBuilder, level: float) -> Placed:
    """A young oak."""
    del level
    plant_tree(b, "oak", (0, -0.05, 0), 5.2, 40.0, 1, 0)
    return Placed(0.5, 0.5, 4.0)


def street_lamp(b: MeshBuilder, level: float) -> Placed:
    """An iron lamp post with a glass head, lit when lamps are."""
    rings = [(0, 0.14), (0.06, 0.10), (0.12, 0.055), (1, 0.04)]
    revolve(b, (0, 0, 0), (0, 3.2, 0), rings, _IRON, METAL, sides=8)
    glow = np.array((1.0, 0.70, 0.36)) * (2.6 * level + 0.25)
    cylinder(b, (0, 3.2, 0), (0, 3.55, 0), 0.09, glow, EMISSIVE, top_radius=0.14, sides=8)
    cylinder(b, (0, 3.55, 0), (0, 3.72, 0), 0.18, _IRON, METAL, top_radius=0.02, sides=8)
    lamps = (Practical((0.0, 3.3, 0.0), (4.6 * level, 2.8 * level, 1.2 * level), 9.5),) if level > 0.1 else ()
    return Placed(0.3, 0.3, 3.6, (), lamps)


def candle_stand(b: MeshBuilder, level: float) -> Placed:
    """A stand of lit candles; it burns at any hour."""
    del level
    brass = (0.45, 0.32, 0.10)
    cylinder(b, (0, 0, 0), (0, 0.04, 0), 0.20, brass, METAL, sides=16)
    cylinder(b, (0, 0, 0), (0, 1.0, 0), 0.022, brass, METAL, sides=8)
    cylinder(b, (0, 1.0, 0), (0, 1.03, 0), 0.24, brass, METAL, sides=18)
    tongues = []
    for k in range(6):
        x, z, tall = 0.17 * np.sin(k), 0.17 * np.cos(k), 0.12 + 0.03 * (k % 3)
        cylinder(b, (x, 1.03, z), (x, 1.03 + tall, z), 0.02, (0.64, 0.60, 0.50), PAINT, sides=8)
        tongues.append((float(x), 1.03 + tall - 1.35, float(z), 0.07))
    light = Practical((0.0, 1.35, 0.0), (3.6, 2.0, 0.75), 5.5, flame=True, tongues=tuple(tongues))
    return Placed(0.5, 0.5, 1.2, (), (light,))


def lantern_stand(b: MeshBuilder, level: float) -> Placed:
    """A storm lantern on a box."""
    box(b, (0, 0.28, 0), (0.44, 0.56, 0.40), (0.30, 0.21, 0.12), WOOD)
    cylinder(b, (0, 0.56, 0), (0, 0.62, 0), 0.09, _IRON, METAL, sides=12)
    cylinder(b, (0, 0.62, 0), (0, 0.80, 0), 0.07, np.array((1.0, 0.64, 0.28)) * (2.4 * level + 0.3), EMISSIVE, sides=12)
    cylinder(b, (0, 0.80, 0), (0, 0.88, 0), 0.10, _IRON, METAL, top_radius=0.03, sides=12)
    glow = 0.3 + 0.7 * level
    return Placed(0.46, 0.42, 0.9, (), (Practical((0.0, 0.95, 0.15), (3.8 * glow, 2.3 * glow, 0.9 * glow), 6.0, flame=True),))


def statue(b: MeshBuilder, level: float) -> Placed:
    """A weathered standing figure on a plinth."""
    del level
    stone = (0.46, 0.45, 0.42)
    box(b, (0, 0.10, 0), (0.95, 0.20, 0.95), [0.85 * c for c in stone], PLASTER)
    box(b, (0, 0.60, 0), (0.72, 0.82, 0.72), stone, PLASTER)
    robe = [(0, 0.30), (0.1, 0.27), (0.55, 0.18), (0.8, 0.24), (0.93, 0.19), (1, 0.07)]
    revolve(b, (0, 1.0, 0), (0, 2.45, 0), robe, stone, PLASTER, sides=16)
    at = np.array([(0.0, 2.58, 0.01), (0.22, 1.98, 0.16), (-0.22, 1.98, 0.16)])
    size = np.array([(0.105, 0.14, 0.12), (0.07, 0.20, 0.12), (0.07, 0.20, 0.12)])
    heaps.balls(b, at, size, np.tile(stone, (3, 1)), PLASTER, rings=9, sides=12)
    return Placed(1.0, 1.0, 2.7)


def suitcase(b: MeshBuilder, level: float) -> Placed:
    """A strapped suitcase and a smaller bag."""
    del level
    for (x, z), size, tone in (
        ((0.0, 0.0), (0.72, 0.50, 0.24), (0.26, 0.13, 0.06)),
        ((0.1, 0.34), (0.46, 0.32, 0.20), (0.12, 0.17, 0.16)),
    ):
        box(b, (x, size[1] / 2, z), size, tone)
        for side in (-0.28, 0.28):
            box(
                b, (x + side * size[0], size[1] / 2, z), (0.04, size[1] + 0.01, size[2] + 0.01), [0.5 * c for c in tone]
            )
        box(b, (x, size[1] + 0.02, z), (0.16, 0.03, 0.03), (0.05, 0.03, 0.02))
    return Placed(0.8, 0.8, 0.5)
