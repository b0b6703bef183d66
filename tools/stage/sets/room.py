"""A living room of an old flat: panelled walls, two windows, a reading corner, a table, lamps."""

import numpy as np

from tools.stage.light import Practical, lamp_level
from tools.stage.materials import METAL, WALLPAPER, WOOD
from tools.stage.mesh import MeshBuilder, box, quad
from tools.stage.sets import furniture, outdoors, props, rooms
from tools.stage.sets.stage_set import Obstacle, Seat, Set, flat_floor

_HALF_WIDTH_M, _FAR_M, _NEAR_M, _HEIGHT_M = 3.7, -4.2, 4.2, 2.9
_PAPERS = ((0.21, 0.29, 0.26), (0.36, 0.25, 0.18), (0.20, 0.24, 0.34), (0.34, 0.30, 0.20))
_CURTAINS = ((0.42, 0.09, 0.07), (0.44, 0.34, 0.16), (0.12, 0.24, 0.22), (0.34, 0.13, 0.20))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the room; the seed chooses wallpaper and curtains."""
    builder = MeshBuilder()
    level = lamp_level(time_of_day, weather, least=0.25)
    paper, drape = _PAPERS[seed % 4], _CURTAINS[(seed // 4 + seed) % 4]
    w, far, near, high = _HALF_WIDTH_M, _FAR_M, _NEAR_M, _HEIGHT_M
    quad(builder, [(-w, 0, near), (w, 0, near), (w, 0, far), (-w, 0, far)], (0.33, 0.19, 0.10), WOOD)
    rooms.ceiling(builder, w, near, far, high, (0.56, 0.53, 0.48))
    rooms.wall(builder, (-w, far), (w, far), high, paper, WALLPAPER, [(w - 1.0, w + 1.0, 0.9, 2.35)])
    rooms.wall(builder, (-w, near), (-w, far), high, paper, WALLPAPER, [(4.0, 5.8, 0.9, 2.35)])
    rooms.wall(builder, (w, far), (w, near), high, paper, WALLPAPER)
    rooms.wall(builder, (w, near), (-w, near), high, paper, WALLPAPER)
    _door(builder, w, near)
    frame = (0.58, 0.54, 0.46)
    rooms.window(builder, (0, 1.625, far), (2.0, 1.45), "z", frame)
    rooms.window(builder, (-w, 1.625, near - 4.9), (1.8, 1.45), "x", frame)
    rooms.curtains(builder, (0, 1.625, far + 0.16), 2.0, 1.45, "z", drape)
    rooms.curtains(builder, (-w + 0.16, 1.625, near - 4.9), 1.8, 1.45, "x", drape)
    rooms.view_outside(builder, 5.0, seed)
    rooms.picture(builder, (2.45, 1.75, far + 0.02), (0.75, 0.55), "z", seed)
    rooms.picture(builder, (w - 0.02, 1.75, 0.6), (1.0, 0.7), "x", seed + 1)
    rooms.picture(builder, (-1.7, 1.7, near - 0.02), (0.8, 0.6), "z", seed + 2)
    lamps: list[Practical] = [
        rooms.daylight((0, 1.6, far), (0, 1), 2.9, time_of_day, weather),
        rooms.daylight((-w, 1.6, near - 4.9), (1, 0), 2.6, time_of_day, weather),
        rooms.bounce((-1.7, 2.4, 2.2), time_of_day, weather, level),
        rooms.bounce((2.4, 2.5, 1.4), time_of_day, weather, 0.4 * level),
    ]
    obstacles: list[Obstacle] = []
    seats: list[Seat] = []
    fittings = [
        (furniture.bookcase, -2.45, far + 0.20, 0.0),
        (furniture.bookcase, w - 0.20, -2.1, -90.0),
        (furniture.sofa, w - 0.60, 0.5, -90.0),
        (furniture.table_lamp, 1.75, far + 0.36, 0.0),
        (furniture.floor_lamp, -w + 0.62, far + 0.9, 0.0),
        (furniture.table, -2.3, 1.8, 90.0),
        (furniture.chair, -2.3, 0.75, 0.0),
        (furniture.chair, -2.3, 2.85, 180.0),
        (outdoors.planter, w - 0.5, far + 0.55, 0.0),
        (furniture.floor_lamp, w - 0.45, 2.0, 0.0),
        (furniture.rug, 0.2, -1.2, 0.0),
    ]
    for prop, x, z, yaw in fittings:
        blocked, sat, lit = props.put(builder, prop, x, z, yaw, level)
        obstacles += blocked
        seats += sat
        lamps += lit
    free = [
        word for word in dressing if word not in ("lamp", "table", "chair", "sofa", "couch", "rug", "books", "bookcase")
    ]
    blocked, sat, lit = props.dress(
        builder, free, [(-0.9, far + 0.55, 0.0), (2.4, 3.5, 180.0), (-3.0, -1.0, 90.0)], level
    )
    wall_blocks = (
        Obstacle(-w - 1, -w, far, near, high),
        Obstacle(w, w + 1, far, near, high),
        Obstacle(-w, w, far - 1, far, high),
        Obstacle(-w, w, near, near + 1, high),
    )
    return Set(
        name="room",
        mesh=builder.build(),
        practicals=(*lamps, *lit),
        interior=True,
        floor=flat_floor,
        acting_area=(-1.5, 2.0, -2.7, 2.2),
        axis_yaw_deg=180.0,
        camera_box=(-w + 0.25, w - 0.25, 0.3, high - 0.25, far + 0.4, near - 0.2),
        obstacles=(*wall_blocks, *obstacles, *blocked),
        seats=(*seats, *sat),
        entrances=((1.0, near - 0.6),),
        shadow_centre=(0.0, 1.4, 0.0),
        shadow_radius_m=7.5,
        room=(-w, w, far, near),
    )


def _door(builder: MeshBuilder, half_width: float, near: float) -> None:
    """Put a panelled door into the wall behind the usual camera."""
    del half_width
    box(builder, (1.0, 1.04, near - 0.02), (1.02, 2.12, 0.06), (0.46, 0.42, 0.35))
    box(builder, (1.0, 1.02, near - 0.05), (0.86, 2.0, 0.05), (0.28, 0.16, 0.09), WOOD)
    for x in (0.80, 1.20):
        for y, tall in ((0.50, 0.62), (1.42, 0.86)):
            box(builder, (x, y, near - 0.08), (0.28, tall, 0.02), np.array((0.24, 0.135, 0.075)))
    box(builder, (0.66, 1.0, near - 0.11), (0.10, 0.03, 0.05), (0.45, 0.32, 0.10), METAL)
