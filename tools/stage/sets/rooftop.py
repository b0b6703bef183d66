"""A flat roof over the city: parapet, chimneys, a stair hut, washing on a line, towers all round."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import ASPHALT, CLOTH, EMISSIVE, FACADE, METAL, PAINT, PLASTER, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad
from tools.stage.sets import furniture, outdoors, skyline
from tools.stage.sets.stage_set import Placed, Set, flat_floor
from tools.stage.sets.stagehand import Stagehand

_HALF_WIDTH_M, _FAR_M, _NEAR_M = 7.0, -7.5, 9.5
_STREET_Y = -19.0
_BRICKS = ((0.36, 0.20, 0.14), (0.40, 0.36, 0.30), (0.30, 0.26, 0.24))
_LINEN = ((0.60, 0.58, 0.54), (0.46, 0.14, 0.12), (0.16, 0.28, 0.42), (0.56, 0.44, 0.16), (0.24, 0.38, 0.28))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the roof; the seed lays out the city and pegs the washing."""
    hand = Stagehand(lamp_level(time_of_day, weather))
    builder = hand.builder
    w, far, near = _HALF_WIDTH_M, _FAR_M, _NEAR_M
    brick = _BRICKS[seed % 3]
    skyline.city(builder, seed, street_y=_STREET_Y, clear_m=17.0, around=True)
    middle = (far + near) / 2
    box(builder, (0, _STREET_Y / 2 - 0.05, middle), (2 * w + 0.7, -_STREET_Y, near - far + 0.7), brick, FACADE, w=6)
    quad(builder, [(-w, 0, near), (w, 0, near), (w, 0, far), (-w, 0, far)], (0.125, 0.12, 0.115), ASPHALT)
    for x in (-w - 0.17, w + 0.17):
        box(builder, (x, 0.5, middle), (0.34, 1.0, near - far + 0.7), brick, PLASTER)
        box(builder, (x, 1.03, middle), (0.46, 0.09, near - far + 0.9), (0.44, 0.42, 0.39))
    for z in (far - 0.17, near + 0.17):
        box(builder, (0, 0.5, z), (2 * w, 1.0, 0.34), brick, PLASTER)
        box(builder, (0, 1.03, z), (2 * w, 0.09, 0.46), (0.44, 0.42, 0.39))
    for x0, x1, z0, z1 in (
        (-w - 1, -w, far, near),
        (w, w + 1, far, near),
        (-w, w, far - 1, far),
        (-w, w, near, near + 1),
    ):
        hand.block(x0, x1, z0, z1, 1.1)
    for k in range(5):
        z = far + 1.5 + 3.2 * k
        box(builder, (0, 0.006, z), (2 * w, 0.012, 0.10), (0.07, 0.068, 0.066))
    _stair_hut(hand, brick)
    for x, z in ((-5.6, -5.6), (-5.9, 4.6)):
        _chimney(hand, x, z, brick)
    hand.put(_water_tank, 5.0, -5.3)
    hand.put(_air_unit, 5.6, -1.6, -90.0)
    hand.put(_air_unit, 5.6, 0.1, -90.0)
    _washing(builder, seed)
    hand.block(-5.4, -2.9, -3.4, -3.2, 1.9)
    hand.put(outdoors.planter, -6.3, -1.4)
    hand.put(outdoors.planter, -6.3, 0.0)
    hand.put(outdoors.crates, -6.0, 1.8, 80.0)
    hand.put(furniture.chair, -4.5, 0.3, 60.0)
    hand.put(furniture.chair, -4.3, 1.7, 110.0)
    _string_lights(hand)
    hand.dress(dressing, [(3.4, -3.0, -40.0), (-3.3, 2.9, 60.0), (3.2, 2.6, -70.0)], ("chair", "crates", "tower"))
    return Set(
        name="rooftop",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=False,
        floor=flat_floor,
        acting_area=(-2.4, 2.8, -5.8, 4.0),
        axis_yaw_deg=180.0,
        camera_box=(-w + 0.3, w - 0.3, 0.2, 9.0, far + 0.4, near - 0.3),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=((3.4, 5.4), (-5.0, 7.0)),
        shadow_centre=(0.0, 0.0, -2.0),
        shadow_radius_m=24.0,
    )


def _stair_hut(hand: Stagehand, brick: tuple[float, float, float]) -> None:
    """Stand the little house over the stairs, its lamp over the door."""
    builder = hand.builder
    box(builder, (5.4, 1.25, 5.6), (3.0, 2.5, 3.0), brick, PLASTER)
    box(builder, (5.4, 2.57, 5.6), (3.4, 0.14, 3.4), (0.20, 0.19, 0.18))
    box(builder, (3.88, 1.02, 5.4), (0.06, 2.04, 0.95), (0.16, 0.24, 0.24), METAL)
    box(builder, (3.84, 1.0, 5.05), (0.05, 0.03, 0.12), (0.44, 0.42, 0.38), METAL)
    hand.block(3.9, 6.9, 4.1, 7.1, 2.6)
    glow = np.array((1.0, 0.70, 0.36)) * (2.4 * hand.level + 0.25)
    box(builder, (3.84, 2.26, 5.4), (0.10, 0.12, 0.30), glow, EMISSIVE)
    if hand.level > 0.1:
        level = hand.level
        hand.lamps.append(Practical((3.5, 2.2, 5.4), (4.2 * level, 2.6 * level, 1.1 * level), 9.0))


def _chimney(hand: Stagehand, x: float, z: float, brick: tuple[float, float, float]) -> None:
    """Stand a stack with four pots and an aerial."""
    builder = hand.builder
    box(builder, (x, 0.9, z), (0.8, 1.8, 1.6), brick, PLASTER)
    box(builder, (x, 1.82, z), (0.95, 0.12, 1.75), [0.8 * c for c in brick])
    for k in range(4):
        cylinder(
            builder,
            (x, 1.86, z - 0.6 + 0.4 * k),
            (x, 2.3, z - 0.6 + 0.4 * k),
            0.13,
            (0.42, 0.22, 0.13),
            top_radius=0.11,
            sides=12,
        )
    cylinder(builder, (x + 0.35, 1.8, z), (x + 0.35, 4.0, z), 0.02, (0.2, 0.2, 0.2), METAL, sides=5)
    for k in range(4):
        cylinder(
            builder,
            (x + 0.05, 3.1 + 0.24 * k, z),
            (x + 0.65, 3.1 + 0.24 * k, z),
            0.012,
            (0.2, 0.2, 0.2),
            METAL,
            sides=4,
        )
    hand.block(x - 0.45, x + 0.45, z - 0.85, z + 0.85, 2.4)


def _water_tank(b: MeshBuilder, level: float) -> Placed:
    """A wooden water tank on legs."""
    del level
    for x in (-0.8, 0.8):
        for z in (-0.8, 0.8):
            box(b, (x, 0.9, z), (0.14, 1.8, 0.14), (0.10, 0.10, 0.10), METAL)
    box(b, (0, 1.86, 0), (2.3, 0.14, 2.3), (0.14, 0.12, 0.10), WOOD)
    cylinder(b, (0, 1.93, 0), (0, 4.2, 0), 1.15, (0.26, 0.16, 0.10), WOOD, sides=20)
    for y in (2.2, 2.9, 3.7):
        cylinder(b, (0, y, 0), (0, y + 0.05, 0), 1.17, (0.08, 0.08, 0.08), METAL, sides=20)
    cylinder(b, (0, 4.2, 0), (0, 5.1, 0), 1.3, (0.13, 0.11, 0.11), PAINT, top_radius=0.08, sides=20)
    cylinder(b, (0.5, 0, 0.5), (0.5, 1.9, 0.5), 0.06, (0.3, 0.3, 0.3), METAL, sides=8)
    return Placed(2.2, 2.2, 5.0)


def _air_unit(b: MeshBuilder, level: float) -> Placed:
    """An air conditioner with its fan and pipe."""
    del level
    box(b, (0, 0.60, 0), (1.2, 0.95, 0.7), (0.46, 0.47, 0.46), METAL)
    box(b, (0, 0.06, 0), (1.3, 0.12, 0.6), (0.12, 0.12, 0.12))
    cylinder(b, (0, 0.60, 0.35), (0, 0.60, 0.37), 0.36, (0.07, 0.07, 0.075), METAL, sides=20)
    for k in range(7):
        box(b, (0, 0.30 + 0.1 * k, 0.385), (0.76, 0.012, 0.012), (0.3, 0.3, 0.3), METAL)
    cylinder(b, (0.5, 0.9, -0.3), (0.5, 0.05, -0.6), 0.05, (0.35, 0.30, 0.22), METAL, sides=8)
    return Placed(1.3, 0.9, 1.08)


def _washing(builder: MeshBuilder, seed: int) -> None:
    """Hang a line of washing between two posts on the left; sheets belly a little in the wind."""
    random = np.random.default_rng(seed + 12)
    for x in (-5.5, -2.7):
        cylinder(builder, (x, 0, -3.3), (x, 2.15, -3.3), 0.03, (0.2, 0.2, 0.2), METAL, sides=8)
    cylinder(builder, (-5.5, 2.08, -3.3), (-2.7, 2.08, -3.3), 0.006, (0.4, 0.4, 0.38), sides=4)
    x = -5.35
    while x < -3.2:
        wide, tall = random.uniform(0.36, 0.75), random.uniform(0.5, 1.25)
        wide = min(wide, -2.85 - x)
        tone = _LINEN[int(random.integers(0, len(_LINEN)))]
        t = np.linspace(0, 1, 7)
        rows = []
        for y, belly in ((2.07, 0.0), (2.07 - 0.5 * tall, 0.10), (2.07 - tall, 0.17)):
            rows.append(np.stack([x + wide * t, np.full(7, y), -3.3 + belly * (0.6 + 0.4 * np.sin(t * 5.0))], 1))
        points = np.concatenate(rows)
        i = np.concatenate([np.arange(6), np.arange(6) + 7])
        triangles = np.concatenate([np.stack([i, i + 8, i + 1], 1), np.stack([i, i + 7, i + 8], 1)])
        builder.add(points, triangles, (0.0, 0.15, 0.99), points, tone, CLOTH)
        x += wide + 0.07


def _string_lights(hand: Stagehand) -> None:
    """Hang strings of bulbs from the stair hut to two poles."""
    level = hand.level
    bulb = np.array((1.0, 0.66, 0.30)) * (2.6 * level + 0.3)
    for start, end in (((3.9, 2.7, 4.3), (-3.4, 2.9, -1.2)), ((-3.4, 2.9, -1.2), (4.4, 2.9, -6.2))):
        a, b = np.array(start), np.array(end)
        previous = a
        for k in range(1, 19):
            t = k / 18
            at = a + (b - a) * t - np.array((0.0, 0.55 * (1 - (2 * t - 1) ** 2), 0.0))
            cylinder(hand.builder, previous, at, 0.006, (0.03, 0.03, 0.03), sides=3, capped=False)
            if k < 18:
                box(hand.builder, at - (0, 0.06, 0), (0.055, 0.08, 0.055), bulb, EMISSIVE)
            previous = at
        if level > 0.1:
            for t in (0.25, 0.55, 0.85):
                x, y, z = a + (b - a) * t - np.array((0.0, 0.6, 0.0))
                hand.lamps.append(
                    Practical((float(x), float(y), float(z)), (2.2 * level, 1.4 * level, 0.6 * level), 6.5)
                )
    for x, z in ((-3.4, -1.2), (4.4, -6.2)):
        cylinder(hand.builder, (x, 0, z), (x, 2.95, z), 0.03, (0.2, 0.2, 0.2), METAL, sides=8)
        hand.block(x - 0.06, x + 0.06, z - 0.06, z + 0.06, 2.9)
