"""A hospital ward: beds with curtains along the windows, a green dado, double doors at the far end, cool tubes."""

import numpy as np

from tools.stage.light import lamp_level
from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PLASTER
from tools.stage.mesh import MeshBuilder, box, cylinder
from tools.stage.sets import furniture, rooms, shells, workplace
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=4.0, far=-7.2, near=5.0, height=3.0)
_DADOS = ((0.26, 0.42, 0.38), (0.28, 0.38, 0.46), (0.46, 0.42, 0.30))
_CLEAN = (0.92, 1.0, 0.94)
_BEDS_Z = (-5.4, -2.9, -0.4, 2.1)


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the ward; the seed paints its dado and draws some of the curtains."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.5))
    builder = hand.builder
    w, far, near, high = _SHELL
    dado = _DADOS[seed % 3]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.38, 0.41, 0.38), METAL),
        walls=Finish((0.58, 0.58, 0.54), PLASTER),
        ceiling=(0.58, 0.58, 0.57),
        left_windows=[Window(z + 1.25, 1.3, 1.0, 2.5) for z in _BEDS_Z],
        frame=(0.56, 0.57, 0.56),
        time_of_day=time_of_day,
        weather=weather,
    )
    rooms.view_outside(builder, 6.0, seed)
    shells.skirting(builder, _SHELL, 1.15, dado)
    for x, length in ((w - 0.03, near - far), (-w + 0.03, near - far)):
        box(builder, (x, 1.18, (near + far) / 2), (0.05, 0.09, length), (0.34, 0.24, 0.14))
    for z in (far + 0.6, near - 0.6):
        box(builder, (0, 0.004, z), (2 * w, 0.008, 0.12), [0.8 * c for c in dado])
    for x in (-1.35, 1.35):
        box(builder, (x, 0.004, (near + far) / 2), (0.07, 0.008, near - far), [0.8 * c for c in dado])
    random = np.random.default_rng(seed + 8)
    for number, z in enumerate(_BEDS_Z):
        hand.put(workplace.hospital_bed, -w + 1.15, z, 90.0)
        hand.put(workplace.monitor_stand, -w + 0.35, z - 0.85, 90.0)
        if number % 2 == 0:
            hand.put(workplace.drip, -w + 0.45, z + 0.75)
        _curtain(builder, z - 1.22, 0.9 + 1.5 * random.random(), seed + number)
    for z in (-4.4, 0.6):
        hand.put(furniture.chair, w - 0.4, z, -90.0)
        hand.put(furniture.chair, w - 0.4, z + 0.6, -90.0)
    hand.put(_trolley, w - 0.42, -2.1, -90.0)
    hand.put(_trolley, w - 0.42, 3.1, -90.0)
    for x in (-1.4, 1.4):
        for z in (-5.6, -2.6, 0.4, 3.4):
            shells.tube_light(hand, (x, high, z), 1.5, "z", _CLEAN)
    _far_doors(hand)
    shells.door(builder, (w, -6.2), "x", (0.40, 0.34, 0.24), inward=-1.0, glazed=True)
    shells.door(builder, (w, 2.0), "x", (0.40, 0.34, 0.24), inward=-1.0, glazed=True)
    rooms.picture(builder, (w - 0.02, 1.85, -0.9), (0.9, 0.6), "x", seed)
    workplace.wall_clock(builder, (1.9, 2.4, far + 0.01), (0.0, 0.0, 1.0))
    hand.dress(
        dressing, [(2.6, 4.3, -150.0), (2.9, -6.3, -60.0), (-2.9, 4.3, 130.0)], ("bed", "chair", "lamp", "curtains")
    )
    return shells.finished(hand, "hospital", _SHELL, (-1.3, 2.6, -5.0, 3.4), ((0.0, far + 0.7), (2.9, 2.0)))


def _curtain(builder: MeshBuilder, z: float, drawn_m: float, seed: int) -> None:
    """Hang a ward curtain from its rail, drawn this far out from the wall between two beds."""
    w = _SHELL.half_width
    cylinder(builder, (-w, 2.3, z), (-w + 2.4, 2.3, z), 0.012, (0.5, 0.5, 0.5), METAL, sides=6)
    cylinder(builder, (-w + 2.38, 2.3, z), (-w + 2.38, 3.0, z), 0.010, (0.5, 0.5, 0.5), METAL, sides=6)
    tone = ((0.36, 0.50, 0.52), (0.50, 0.50, 0.40), (0.42, 0.48, 0.56))[seed % 3]
    steps = 40
    t = np.linspace(0, 1, steps + 1)
    wave = 0.06 * np.sin(t * drawn_m * 22.0)
    x = -w + 0.06 + t * drawn_m
    points = np.concatenate([np.stack([x, np.full_like(x, y), z + wave * k], 1) for y, k in ((0.35, 1.1), (2.28, 0.8))])
    lean = -np.cos(t * drawn_m * 22.0) * 0.6
    normal = np.stack([lean, np.zeros_like(x), np.ones_like(x)], 1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    i = np.arange(steps)
    triangles = np.concatenate([np.stack([i, i + 1, i + steps + 2], 1), np.stack([i, i + steps + 2, i + steps + 1], 1)])
    builder.add(points, triangles, np.tile(normal, (2, 1)), points, tone, CLOTH)


def _trolley(b: MeshBuilder, level: float) -> Placed:
    """A steel trolley with bowls, bottles and folded linen."""
    del level
    steel = workplace.STEEL
    for y in (0.30, 0.84):
        box(b, (0, y, 0), (0.78, 0.02, 0.46), steel, METAL)
    for x in (-0.37, 0.37):
        for z in (-0.21, 0.21):
            cylinder(b, (x, 0.04, z), (x, 0.98, z), 0.012, steel, METAL, sides=6)
            cylinder(b, (x - 0.015, 0.04, z), (x + 0.015, 0.04, z), 0.04, (0.03, 0.03, 0.03), sides=10)
    for k in range(4):
        tone = ((0.30, 0.14, 0.05), (0.50, 0.52, 0.52), (0.14, 0.26, 0.36))[k % 3]
        cylinder(
            b, (-0.28 + 0.11 * k, 0.85, -0.1), (-0.28 + 0.11 * k, 1.0 + 0.02 * k, -0.1), 0.035, tone, GLASS, sides=10
        )
    for k in range(3):
        box(b, (0.18, 0.345 + 0.05 * k, 0), (0.34, 0.045, 0.36), (0.60, 0.62, 0.62), CLOTH)
    cylinder(b, (0.2, 0.85, 0.05), (0.2, 0.90, 0.05), 0.09, steel, METAL, top_radius=0.12, sides=16)
    return Placed(0.8, 0.5, 1.0)


def _far_doors(hand: Stagehand) -> None:
    """Double swing doors with portholes under a lit sign."""
    builder, z = hand.builder, _SHELL.far
    for side in (-1, 1):
        shells.door(builder, (side * 0.63, z), "z", (0.36, 0.44, 0.42), inward=1.0, size=(1.22, 2.3), glazed=True)
        box(builder, (side * 0.63, 0.25, z + 0.055), (1.1, 0.42, 0.012), workplace.STEEL, METAL)
    box(builder, (0, 2.66, z + 0.07), (1.5, 0.30, 0.10), (0.10, 0.11, 0.11))
    box(
        builder,
        (0, 2.66, z + 0.125),
        (1.42, 0.22, 0.01),
        np.array((0.16, 0.85, 0.42)) * (0.5 + 0.5 * hand.level),
        EMISSIVE,
    )
    for k in range(6):
        box(builder, (-0.5 + 0.2 * k, 2.66, z + 0.132), (0.13, 0.11, 0.006), (0.02, 0.05, 0.03))
