"""The empty room that an indoor set is fitted into: floor, ceiling, four walls, windows where the sun comes in."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tools.stage.light import Practical, window_light
from tools.stage.materials import EMISSIVE, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, quad
from tools.stage.sets import rooms
from tools.stage.sets.stage_set import Set, flat_floor
from tools.stage.sets.stagehand import Stagehand

Tone = tuple[float, float, float]


class Finish(NamedTuple):
    """The skin of a floor or wall."""

    albedo: Tone
    material: int


class Window(NamedTuple):
    """A window in the far wall (`at` is its x) or in the left wall (`at` is its z)."""

    at: float
    width: float
    sill: float
    head: float
    panes: tuple[int, int] = (2, 2)


class Shell(NamedTuple):
    """The inner measures of a room, metres; the far wall lies at z = `far`, below zero."""

    half_width: float
    far: float
    near: float
    height: float


def enclose(
    hand: Stagehand,
    shell: Shell,
    *,
    floor: Finish,
    walls: Finish,
    ceiling: Tone,
    far_windows: Sequence[Window] = (),
    left_windows: Sequence[Window] = (),
    frame: Tone = (0.58, 0.54, 0.46),
    time_of_day: str,
    weather: str,
) -> None:
    """Build the empty room with its windows, the daylight they let in, and the soft light off its ceiling."""
    builder = hand.builder
    w, far, near, high = shell
    corners = [(-w, 0.0, near), (w, 0.0, near), (w, 0.0, far), (-w, 0.0, far)]
    quad(builder, corners, floor.albedo, floor.material)
    rooms.ceiling(builder, w, near, far, high, ceiling)
    far_holes = [(w + o.at - o.width / 2, w + o.at + o.width / 2, o.sill, o.head) for o in far_windows]
    left_holes = [(near - o.at - o.width / 2, near - o.at + o.width / 2, o.sill, o.head) for o in left_windows]
    rooms.wall(builder, (-w, far), (w, far), high, walls.albedo, walls.material, far_holes)
    rooms.wall(builder, (-w, near), (-w, far), high, walls.albedo, walls.material, left_holes)
    rooms.wall(builder, (w, far), (w, near), high, walls.albedo, walls.material)
    rooms.wall(builder, (w, near), (-w, near), high, walls.albedo, walls.material)
    for opening in far_windows:
        middle, size = (opening.sill + opening.head) / 2, (opening.width, opening.head - opening.sill)
        rooms.window(builder, (opening.at, middle, far), size, "z", frame, opening.panes)
        at = (opening.at, middle, far)
        hand.lamps.append(rooms.daylight(at, (0, 1), size[0] * size[1], time_of_day, weather))
    for opening in left_windows:
        middle, size = (opening.sill + opening.head) / 2, (opening.width, opening.head - opening.sill)
        rooms.window(builder, (-w, middle, opening.at), size, "x", frame, opening.panes)
        at = (-w, middle, opening.at)
        hand.lamps.append(rooms.daylight(at, (1, 0), size[0] * size[1], time_of_day, weather))
    hand.lamps.append(rooms.bounce((-0.45 * w, 0.86 * high, 0.5 * near), time_of_day, weather, hand.level))
    hand.lamps.append(rooms.bounce((0.6 * w, 0.88 * high, 0.3 * near), time_of_day, weather, 0.4 * hand.level))
    hand.block(-w - 1, -w, far, near, high)
    hand.block(w, w + 1, far, near, high)
    hand.block(-w, w, far - 1, far, high)
    hand.block(-w, w, near, near + 1, high)


def finished(
    hand: Stagehand,
    name: str,
    shell: Shell,
    acting_area: tuple[float, float, float, float],
    entrances: tuple[tuple[float, float], ...],
) -> Set:
    """The indoor set: a camera keeps a little off its walls, and the sun's shadows cover all of it."""
    w, far, near, high = shell
    return Set(
        name=name,
        mesh=hand.builder.build(),
        practicals=tuple(hand.lamps),
        interior=True,
        floor=flat_floor,
        acting_area=acting_area,
        axis_yaw_deg=180.0,
        camera_box=(-w + 0.25, w - 0.25, 0.3, high - 0.25, far + 0.4, near - 0.2),
        obstacles=tuple(hand.obstacles),
        seats=tuple(hand.seats),
        entrances=entrances,
        shadow_centre=(0.0, high / 2, (far + near) / 2),
        shadow_radius_m=0.75 * float(np.hypot(2 * w, near - far)),
        # A little outside the walls: a point on a wall is indoors however its coordinates are rounded.
        room=(-w - 0.02, w + 0.02, far - 0.02, near + 0.02),
    )


def skirting(builder: MeshBuilder, shell: Shell, height_m: float, tone: Tone, material: int = PAINT) -> None:
    """Run a board, or the painted lower band of a corridor, along the foot of all four walls."""
    w, far, near, _ = shell
    middle, length = (far + near) / 2, near - far
    for z in (far + 0.012, near - 0.012):
        box(builder, (0, height_m / 2, z), (2 * w, height_m, 0.024), tone, material)
    for x in (-w + 0.012, w - 0.012):
        box(builder, (x, height_m / 2, middle), (0.024, height_m, length), tone, material)


def door(
    builder: MeshBuilder,
    at: tuple[float, float],
    facing: str,
    tone: Tone,
    *,
    inward: float,
    size: tuple[float, float] = (0.9, 2.05),
    glazed: bool = False,
) -> None:
    """Hang a door on a wall.

    Args:
        at: (x, z) of its middle on the wall.
        facing: the wall it is in, "x" or "z".
        inward: +1 or -1, the direction along that axis that points into the room.
        glazed: a pane in its upper half.
    """
    width, height = size
    x, z = at

    def panel(along: float, up: float, wide: float, tall: float, out: float, colour: Sequence[float], of: int) -> None:
        if facing == "z":
            box(builder, (x + along, up, z + inward * out), (wide, tall, 0.05), colour, of)
        else:
            box(builder, (x + inward * out, up, z + along), (0.05, tall, wide), colour, of)

    frame = [0.7 * c + 0.16 for c in tone]
    panel(0, height / 2 + 0.03, width + 0.18, height + 0.12, 0.0, frame, PAINT)
    panel(0, height / 2, width, height, 0.02, tone, WOOD)
    if glazed:
        panel(0, 0.72 * height, 0.6 * width, 0.36 * height, 0.03, (0.10, 0.12, 0.12), METAL)
    else:
        for side in (-0.22, 0.22):
            panel(side * width, 0.26 * height, 0.34 * width, 0.34 * height, 0.03, [0.85 * c for c in tone], PAINT)
            panel(side * width, 0.72 * height, 0.34 * width, 0.42 * height, 0.03, [0.85 * c for c in tone], PAINT)
    panel(-0.40 * width, 0.49 * height, 0.11, 0.03, 0.07, (0.42, 0.34, 0.18), METAL)


def tube_light(hand: Stagehand, at: tuple[float, float, float], length_m: float, along: str, tint: Tone) -> None:
    """Hang a fluorescent batten under the ceiling at `at`; `tint` is the colour of its light at full level."""
    x, y, z = at
    size = (0.16, 0.05, length_m) if along == "z" else (length_m, 0.05, 0.16)
    glow = (0.10, 0.03, length_m - 0.06) if along == "z" else (length_m - 0.06, 0.03, 0.10)
    box(hand.builder, (x, y - 0.025, z), size, (0.62, 0.62, 0.60))
    box(hand.builder, (x, y - 0.062, z), glow, np.array(tint) * (1.9 * hand.level + 0.25), EMISSIVE)
    if hand.level > 0.05:
        red, green, blue = (float(2.0 * hand.level * c) for c in tint)
        hand.lamps.append(Practical((x, y - 0.35, z), (red, green, blue), 6.5))


def pendant(
    hand: Stagehand,
    at: tuple[float, float, float],
    drop_m: float,
    shade: Tone,
    radius: float = 0.22,
    *,
    power: float = 1.0,
) -> None:
    """Hang an enamel lamp `drop_m` below the ceiling at `at`; a `power` above 1 is for lamps high overhead."""
    x, y, z = at
    foot = y - drop_m
    cylinder(hand.builder, (x, foot + 0.2, z), (x, y, z), 0.008, (0.02, 0.02, 0.02), sides=4)
    cylinder(
        hand.builder, (x, foot, z), (x, foot + 0.2, z), radius, shade, METAL, top_radius=0.05, sides=18, capped=False
    )
    glow = np.array((1.0, 0.68, 0.34)) * (2.4 * hand.level + 0.1)
    cylinder(hand.builder, (x, foot + 0.01, z), (x, foot + 0.08, z), 0.4 * radius, glow, EMISSIVE, sides=12)
    if hand.level > 0.05:
        red, green, blue = (power * hand.level * c for c in (3.6, 2.3, 1.05))
        hand.lamps.append(Practical((x, foot - 0.1, z), (red, green, blue), 6.0 * power**0.4))


def tiles(
    builder: MeshBuilder,
    corner: Sequence[float],
    across: Sequence[float],
    up: Sequence[float],
    size_m: float,
    tone: Tone,
    seed: int,
    *,
    chequer: Tone | None = None,
) -> None:
    """Face a wall or floor with glazed tiles.

    Args:
        corner, across, up: lower left corner and the two edges (x, y, z), counter-clockwise seen from the front.
        chequer: tone of every other tile; None lays them all alike.
    """
    origin, right, rise = (np.asarray(v, np.float64) for v in (corner, across, up))
    columns, rows = (max(1, round(float(np.linalg.norm(edge)) / size_m)) for edge in (right, rise))
    normal = np.cross(right, rise)
    normal /= np.linalg.norm(normal)
    quad(builder, [origin, origin + right, origin + right + rise, origin + rise], [0.35 * c for c in tone], PAINT)
    i, j = (grid.ravel() for grid in np.meshgrid(np.arange(columns), np.arange(rows)))
    gap = 0.035
    corners = np.stack(
        [np.stack([i + u, j + v], 1) for u, v in ((gap, gap), (1 - gap, gap), (1 - gap, 1 - gap), (gap, 1 - gap))], 1
    )
    points = origin + corners[..., :1] / columns * right + corners[..., 1:] / rows * rise + 0.004 * normal
    shade = np.random.default_rng(seed).uniform(0.88, 1.06, len(i))
    base = np.tile(np.asarray(tone), (len(i), 1))
    if chequer is not None:
        base[(i + j) % 2 == 1] = chequer
    albedo = np.repeat(np.minimum(base * shade[:, None], 1.0), 4, axis=0)
    first = 4 * np.arange(len(i))
    triangles = np.concatenate([np.stack([first, first + 1, first + 2], 1), np.stack([first, first + 2, first + 3], 1)])
    builder.add(points.reshape(-1, 3), triangles, normal, (0.0, 0.0, 0.0), albedo, METAL if chequer is None else PAINT)


def glowing_pane(time_of_day: str, weather: str, tint: Tone, strength: float) -> np.ndarray:
    """Radiance of a frosted or painted pane with the sky behind it, for EMISSIVE sheets."""
    return np.array(window_light(time_of_day, weather)) * np.array(tint) * strength
