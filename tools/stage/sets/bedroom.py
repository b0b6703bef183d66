"""A bedroom: a double bed under a picture, a wardrobe, a dressing table, lamps at both sides of the bed."""

from tools.stage.light import lamp_level
from tools.stage.materials import CLOTH, WALLPAPER, WOOD
from tools.stage.mesh import MeshBuilder, box
from tools.stage.sets import furniture, homes, outdoors, rooms, shells
from tools.stage.sets.shells import Finish, Shell, Window
from tools.stage.sets.stage_set import Placed, Set
from tools.stage.sets.stagehand import Stagehand

_SHELL = Shell(half_width=3.3, far=-3.9, near=4.0, height=2.75)
_PAPERS = ((0.24, 0.28, 0.36), (0.36, 0.22, 0.22), (0.30, 0.33, 0.24), (0.38, 0.32, 0.24))
_QUILTS = ((0.36, 0.40, 0.46), (0.40, 0.12, 0.12), (0.16, 0.28, 0.24), (0.44, 0.30, 0.14))
_CURTAINS = ((0.40, 0.36, 0.28), (0.14, 0.18, 0.28), (0.34, 0.12, 0.12))


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the bedroom; the seed chooses paper, quilt and curtains."""
    hand = Stagehand(lamp_level(time_of_day, weather, least=0.15))
    builder = hand.builder
    w, far, near, _ = _SHELL
    quilt, drape = _QUILTS[seed % 4], _CURTAINS[(seed + seed // 4) % 3]
    shells.enclose(
        hand,
        _SHELL,
        floor=Finish((0.27, 0.16, 0.09), WOOD),
        walls=Finish(_PAPERS[(seed // 2) % 4], WALLPAPER),
        ceiling=(0.55, 0.52, 0.48),
        far_windows=[Window(-1.7, 1.5, 0.85, 2.3)],
        left_windows=[Window(0.6, 1.7, 0.85, 2.3)],
        time_of_day=time_of_day,
        weather=weather,
    )
    rooms.curtains(builder, (-1.7, 1.575, far + 0.16), 1.5, 1.45, "z", drape)
    rooms.curtains(builder, (-w + 0.16, 1.575, 0.6), 1.7, 1.45, "x", drape)
    rooms.view_outside(builder, 5.0, seed)
    rooms.picture(builder, (w - 0.02, 1.75, -1.7), (1.1, 0.6), "x", seed)
    rooms.picture(builder, (0.55, 1.8, far + 0.02), (0.42, 0.55), "z", seed + 1)
    shells.door(builder, (-0.9, near), "z", (0.48, 0.44, 0.37), inward=-1.0)
    shells.skirting(builder, _SHELL, 0.12, (0.50, 0.46, 0.40))

    def bed(b: MeshBuilder, level: float) -> Placed:
        return homes.double_bed(b, level, quilt)

    hand.put_all(
        [
            (bed, w - 1.12, -1.7, -90.0),
            (furniture.table_lamp, w - 0.30, -2.95, -90.0),
            (furniture.table_lamp, w - 0.30, -0.45, -90.0),
            (homes.wardrobe, 1.25, far + 0.36, 0.0),
            (homes.vanity, -w + 0.32, -1.35, 90.0),
            (furniture.floor_lamp, -w + 0.45, far + 0.55, 0.0),
            (outdoors.planter, -0.25, far + 0.5, 0.0),
            (furniture.chair, -w + 0.5, 2.3, 120.0),
            (furniture.rug, 0.3, -0.4, 90.0),
            (furniture.bookcase, w - 0.20, 2.4, -90.0),
        ]
    )
    # A dressing gown over the foot of the bed, slippers on the floor beside it.
    box(builder, (w - 2.16, 0.71, -1.4), (0.10, 0.05, 0.9), (0.42, 0.30, 0.30), CLOTH)
    for z in (-0.50, -0.36):
        box(builder, (0.95, 0.035, z), (0.25, 0.06, 0.10), (0.30, 0.11, 0.10), CLOTH, yaw_deg=8)
    hand.dress(
        dressing,
        [(-2.4, 3.4, 150.0), (-2.6, 1.3, 90.0), (1.6, 3.4, 180.0)],
        ("bed", "lamp", "bookcase", "bookshelf", "books", "rug", "carpet", "chair"),
    )
    return shells.finished(hand, "bedroom", _SHELL, (-1.5, 1.1, -2.6, 2.4), ((-0.9, near - 0.6),))
