"""An old town street: two rows of houses, cobbles, shops, stalls, lanterns, a church at the far end."""


import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import CLOTH, COBBLE, EMISSIVE, FACADE, METAL, PLASTER, ROOF
from tools.stage.mesh import MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets import furniture, outdoors, props
from tools.stage.sets.nature import plant_tree
from tools.stage.sets.neon import cables, signs, tower, vending_machine
from tools.stage.sets.stage_set import Obstacle, Seat, Set, flat_floor

_HALF_WIDTH_M = 5.2
_WALLS = (
    (0.60, 0.42, 0.30),
    (0.68, 0.58, 0.44),
    (0.43, 0.22, 0.17),
    (0.56, 0.53, 0.48),
    (0.64, 0.49, 0.32),
    (0.36, 0.42, 0.42),
    (0.70, 0.62, 0.53),
    (0.52, 0.34, 0.30),
)
_ROOFS = ((0.30, 0.13, 0.09), (0.20, 0.19, 0.20), (0.33, 0.19, 0.12))
_AWNINGS = ((0.52, 0.09, 0.07), (0.07, 0.25, 0.19), (0.60, 0.38, 0.09), (0.10, 0.17, 0.36))
_NEON = ((1.0, 0.14, 0.38), (0.10, 0.70, 0.95), (1.0, 0.52, 0.12), (0.52, 0.22, 1.0), (0.16, 0.95, 0.55))


def house(
    builder: MeshBuilder,
    x: float,
    z: float,
    size: tuple[float, float, float],
    wall: tuple[float, float, float],
    roof: tuple[float, float, float],
    seed: int,
) -> None:
    """Add a house of size (width, height to the eaves, depth), its ridge along z."""
    width, height, depth = size
    box(builder, (x, height / 2, z), (width, height, depth), wall, FACADE, w=seed)
    rise = min(width, depth) * 0.55
    left, right = x - width / 2 - 0.25, x + width / 2 + 0.25
    front, back = z + depth / 2 + 0.2, z - depth / 2 - 0.2
    ridge = height + rise
    quad(builder, [(left, height, back), (left, height, front), (x, ridge, front), (x, ridge, back)], roof, ROOF)
    quad(builder, [(right, height, front), (right, height, back), (x, ridge, back), (x, ridge, front)], roof, ROOF)
    for end, facing in ((front - 0.2, 1.0), (back + 0.2, -1.0)):
        gable = [(left + 0.25, height, end), (right - 0.25, height, end), (x, ridge, end)]
        uv = [(0, 0, 0), (width, 0, 0), (width / 2, rise, 0)]
        builder.add(gable, [(0, 1, 2)], (0, 0, facing), uv, wall, PLASTER)
    trim = tuple(0.6 * c + 0.2 for c in wall)
    box(builder, (x, height - 0.08, z), (width + 0.36, 0.18, depth + 0.36), trim)
    box(builder, (x, 2.86, z), (width + 0.12, 0.10, depth + 0.02), trim)
    box(builder, (x, 0.20, z), (width + 0.08, 0.40, depth + 0.04), [0.45 * c for c in wall])
    box(builder, (x + width * 0.2, ridge * 0.97, z + depth * 0.2), (0.56, 1.5, 0.56), (0.32, 0.17, 0.13))


def _front(
    builder: MeshBuilder, random: np.random.Generator, side: int, face: float, z: float, depth: float, height: float
) -> None:
    """Dress one house front: an awning or a sign, a balcony, a downpipe, flower boxes."""
    awning = _AWNINGS[int(random.integers(0, 4))]
    if random.random() < 0.7:
        light = tuple(0.5 + 0.4 * c for c in awning)
        half = min(1.7, depth / 2 - 0.5)
        stripes = 8
        for k in range(stripes):
            z0, z1 = z + half - k * 2 * half / stripes, z + half - (k + 1) * 2 * half / stripes
            tone = awning if k % 2 else light
            out, drop = face - side * 1.25, 2.28
            sheet = [(face, 2.74, z0), (face, 2.74, z1), (out, drop, z1), (out, drop, z0)]
            quad(builder, sheet if side > 0 else sheet[::-1], tone, CLOTH)
            quad(
                builder, [(out, drop, z0), (out, drop, z1), (out, drop - 0.16, z1), (out, drop - 0.16, z0)], tone, CLOTH
            )
    else:
        box(builder, (face - side * 0.55, 2.75, z), (0.9, 0.5, 0.05), awning)
        box(builder, (face - side * 0.5, 3.04, z), (1.0, 0.04, 0.04), (0.05, 0.05, 0.05), METAL)
    cylinder(
        builder,
        (face - side * 0.06, 0.0, z + depth / 2 - 0.25),
        (face - side * 0.06, height, z + depth / 2 - 0.25),
        0.05,
        (0.16, 0.15, 0.14),
        METAL,
        sides=7,
    )
    if height > 6.0 and random.random() < 0.5:
        box(builder, (face - side * 0.4, 3.25, z - 0.6), (0.8, 0.10, 2.0), (0.36, 0.34, 0.31))
        for k in range(15):
            box(
                builder,
                (face - side * 0.78, 3.75, z - 1.55 + k * 0.136),
                (0.018, 0.9, 0.018),
                (0.05, 0.05, 0.05),
                METAL,
            )
        box(builder, (face - side * 0.78, 4.2, z - 0.6), (0.04, 0.04, 2.0), (0.05, 0.05, 0.05), METAL)
    for storey in range(1, int(height / 2.9)):
        if random.random() < 0.55:
            at = z + random.uniform(-0.3, 0.3) * depth
            box(builder, (face - side * 0.12, storey * 2.9 + 0.62, at), (0.22, 0.16, 0.9), (0.30, 0.16, 0.10))
            seed = int(random.integers(0, 1 << 30))
            for k in range(3):
                spot = (face - side * 0.14, storey * 2.9 + 0.78, at - 0.3 + 0.3 * k)
                outdoors.foliage(builder, spot, 0.17, 26, (0.07, 0.14, 0.04) if k != 1 else (0.5, 0.08, 0.10), seed + k)


def _neon_sign(builder: MeshBuilder, random: np.random.Generator, side: int, face: float, z: float) -> Practical:
    """Add a lit sign that juts out over the pavement."""
    tone = np.array(_NEON[int(random.integers(0, len(_NEON)))])
    x, y = face - side * 0.55, random.uniform(3.1, 4.4)
    box(builder, (x, y, z), (0.84, 1.5, 0.10), (0.02, 0.02, 0.02), METAL)
    for face_z in (0.07, -0.07):
        for row in range(3):
            box(builder, (x, y - 0.42 + row * 0.42, z + face_z), (0.56 - 0.10 * row, 0.08, 0.03), tone * 2.6, EMISSIVE)
        for edge in (-0.37, 0.37):
            box(builder, (x + edge, y, z + face_z), (0.03, 1.36, 0.03), tone * 2.0, EMISSIVE)
    red, green, blue = tone * 4.2
    return Practical((x - side * 0.5, y, z), (float(red), float(green), float(blue)), 10.0)


def _street_lamp(builder: MeshBuilder, side: int, z: float, level: float) -> Practical | None:
    """Add an iron lamp post; returns its light when it is lit."""
    x, iron = side * 3.85, (0.05, 0.055, 0.06)
    profile = [(0, 0.13), (0.06, 0.10), (0.12, 0.055), (1, 0.04)]
    revolve(builder, (x, 0.1, z), (x, 3.55, z), profile, iron, METAL, sides=8)
    box(builder, (x - side * 0.28, 3.52, z), (0.62, 0.045, 0.045), iron, METAL)
    head = x - side * 0.52
    cylinder(builder, (head, 3.50, z), (head, 3.62, z), 0.16, iron, METAL, top_radius=0.02, sides=8)
    glow = np.array((1.0, 0.68, 0.33)) * (2.7 * level + 0.22)
    cylinder(builder, (head, 3.16, z), (head, 3.50, z), 0.10, glow, EMISSIVE, top_radius=0.14, sides=8)
    if level < 0.1:
        return None
    return Practical((head, 3.3, z), (4.6 * level, 2.75 * level, 1.15 * level), 9.5)


def _garland(builder: MeshBuilder, z: float, level: float) -> None:
    """Hang a string of small lamps and pennants across the street."""
    tones = ((0.70, 0.18, 0.11), (0.80, 0.70, 0.46), (0.13, 0.31, 0.38))
    bulb = np.array((1.0, 0.66, 0.30)) * (2.6 * level + 0.3)
    previous = None
    for k in range(27):
        t = k / 26
        at = (-_HALF_WIDTH_M + 2 * _HALF_WIDTH_M * t, 5.3 - 0.95 * (1 - (2 * t - 1) ** 2), z)
        if previous is not None:
            cylinder(builder, previous, at, 0.008, (0.03, 0.03, 0.03), sides=3, capped=False)
            if k % 2:
                x, y, _ = at
                flag = [(x - 0.17, y, z), (x + 0.13, y - 0.02, z), (x, y - 0.36, z + 0.03)]
                builder.add(flag, [(0, 1, 2)], (0, 0, 1), (0, 0, 0), tones[k // 2 % 3], CLOTH)
            else:
                box(builder, (at[0], at[1] - 0.07, z), (0.055, 0.09, 0.055), bulb, EMISSIVE)
        previous = at


def _church(builder: MeshBuilder, z: float) -> None:
    """Close the far end of the street with a tower."""
    stone = (0.44, 0.40, 0.34)
    box(builder, (0.8, 6.0, z - 6), (11.0, 12.0, 10.0), stone, FACADE, w=7)
    box(builder, (-1.5, 9.0, z), (4.2, 18.0, 4.2), stone, PLASTER)
    for y in (5.5, 10.0, 14.5):
        box(builder, (-1.5, y, z), (4.5, 0.22, 4.5), [0.8 * c for c in stone])
    for x in (-2.3, -0.7):
        box(builder, (x, 15.9, z + 2.12), (0.7, 1.9, 0.06), (0.03, 0.03, 0.035))
    cylinder(builder, (-1.5, 12.3, z + 2.11), (-1.5, 12.3, z + 2.2), 0.95, (0.66, 0.62, 0.52), sides=20)
    cylinder(builder, (-1.5, 18.0, z), (-1.5, 26.0, z), 3.0, (0.17, 0.25, 0.23), ROOF, top_radius=0.05, sides=4)


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the street; "neon" among the dressing hangs lit signs on it."""
    builder = MeshBuilder()
    random = np.random.default_rng(seed + 4)
    level = lamp_level(time_of_day, weather)
    neon = "neon" in dressing
    lit_by = np.random.default_rng(seed + 77)
    lamps: list[Practical] = []
    quad(builder, [(-70, 0, 60), (70, 0, 60), (70, 0, -120), (-70, 0, -120)], (0.29, 0.265, 0.24), COBBLE)
    for side in (-1, 1):
        z, number = 34.0, 0
        while z > -58:
            depth, height = random.uniform(5.8, 8.8), 2.9 * float(random.integers(2, 5)) + 0.3
            inset = random.uniform(-0.2, 0.35)
            face = side * (_HALF_WIDTH_M + inset)
            wall = _WALLS[(number * 3 + (side > 0) * 4 + int(random.integers(0, 2))) % len(_WALLS)]
            centre = z - depth / 2
            house(
                builder,
                face + side * 4.0,
                centre,
                (8.0, height, depth - 0.06),
                wall,
                _ROOFS[number % 3],
                int(random.integers(2, 90)),
            )
            if z > -45:
                _front(builder, random, side, face, centre, depth, height)
            if neon and z < 16 and random.random() < 0.85:
                lamps.append(_neon_sign(builder, random, side, face, centre + random.uniform(-1, 1)))
            if neon and z > -52:
                lamps += signs(builder, lit_by, side, face, centre + depth * lit_by.uniform(-0.4, 0.4), height)
            z -= depth
            number += 1
        box(builder, (side * 4.65, 0.07, -12), (1.3, 0.14, 92), (0.33, 0.31, 0.29), PLASTER)
        for k in range(8):
            lamp = _street_lamp(builder, side, 14.0 - k * 9.0 + (4.5 if side > 0 else 0.0), 0.0 if neon else level)
            lamps += [lamp] if lamp else []
    if neon:
        tower(builder, lit_by, -64.0)
        lamps += [vending_machine(builder, lit_by, side, side * 4.85, z) for side, z in ((-1, -4.2), (1, -9.6), (1, 4.6))]
    else:
        _church(builder, -66.0)
    box(builder, (0, 4.5, 44), (22, 9, 8), _WALLS[1], FACADE, w=11)
    for x, z in ((-3.4, -50.0), (3.0, -54.0), (6.0, -58.0)):
        plant_tree(builder, "oak", (x, 0, z), 7.5, x * 40, 1, 1)
    for k in range(5):
        if neon:
            cables(builder, lit_by, 9.0 - 11.0 * k, _HALF_WIDTH_M)
        else:
            _garland(builder, 9.0 - 11.0 * k, level)
    fittings = [
        (outdoors.cart, 3.0, -6.6, -90.0),
        (outdoors.bicycle, -4.2, -2.9, 84.0),
        (outdoors.planter, -4.35, 1.3, 0.0),
        (outdoors.planter, 4.35, -2.4, 0.0),
        (outdoors.flowers, -3.6, -7.4, 90.0),
        (outdoors.crates, 4.2, 1.8, -80.0),
        (furniture.bench, -4.25, -5.2, 90.0),
        (outdoors.planter, -4.35, -10.2, 0.0),
        (outdoors.cart, -3.1, -21.0, 90.0),
        (outdoors.car, 3.1, -13.5, 90.0),
        (outdoors.car, -3.1, 12.5, 92.0),
        (furniture.bench, 4.25, 7.0, -90.0),
    ]
    obstacles = [Obstacle(-14.0, -4.9, -70.0, 45.0, 9.0), Obstacle(4.9, 14.0, -70.0, 45.0, 9.0)]
    seats: tuple[Seat, ...] = ()
    for prop, x, z, yaw in fittings:
        blocked, sat, lit = props.put(builder, prop, x, z, yaw, level, 0.14 if abs(x) > 4.0 else 0.0)
        obstacles += blocked
        seats, lamps = seats + sat, lamps + list(lit)
    blocked, sat, lit = props.dress(
        builder, dressing, [(2.9, -3.4, -60.0), (-2.9, -4.6, 60.0), (-3.0, 3.0, 80.0)], level
    )
    return Set(
        name="street",
        mesh=builder.build(),
        practicals=(*lamps, *lit),
        interior=False,
        floor=flat_floor,
        acting_area=(-2.4, 2.4, -5.5, 4.5),
        axis_yaw_deg=180.0,
        camera_box=(-3.4, 3.4, 0.15, 14.0, -12.0, 11.0),
        obstacles=(*obstacles, *blocked),
        seats=(*seats, *sat),
        entrances=((0.0, -11.0), (-2.2, 7.0), (2.2, 7.0), (0.8, -9.0)),
        shadow_centre=(0.0, 1.0, -7.0),
        shadow_radius_m=26.0,
    )
