"""Props by noun: which thing stands for a word of the script, and how it is put on a set's marks."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tools.stage.light import Practical
from tools.stage.mesh import MeshBuilder, placed, yaw_matrix
from tools.stage.sets import furniture, homes, outdoors, perches, things, workplace
from tools.stage.sets.stage_set import Obstacle, Placed, Seat

Prop = Callable[[MeshBuilder, float], Placed]

PROPS: dict[str, Prop] = {
    "chair": furniture.chair,
    "table": furniture.table,
    "desk": furniture.table,
    "bench": furniture.bench,
    "sofa": furniture.sofa,
    "couch": furniture.sofa,
    "armchair": furniture.sofa,
    "lamp": furniture.floor_lamp,
    "bookcase": furniture.bookcase,
    "bookshelf": furniture.bookcase,
    "books": furniture.bookcase,
    "piano": furniture.piano,
    "bed": furniture.bed,
    "bicycle": outdoors.bicycle,
    "bike": outdoors.bicycle,
    "cart": outdoors.cart,
    "stall": outdoors.cart,
    "fruit": outdoors.cart,
    "crate": outdoors.crates,
    "crates": outdoors.crates,
    "barrel": outdoors.crates,
    "plant": outdoors.planter,
    "planter": outdoors.planter,
    "flowers": outdoors.flowers,
    "tent": outdoors.tent,
    "fire": outdoors.campfire,
    "campfire": outdoors.campfire,
    "boat": outdoors.boat,
    "rug": furniture.rug,
    "carpet": furniture.rug,
}
"""Nouns a scene may mention, and the prop that stands for them."""

EVERY_PROP: dict[str, Prop] = PROPS | {
    "desk": workplace.desk,
    "computer": workplace.desk,
    "cabinet": workplace.filing_cabinet,
    "coat": workplace.coat_rack,
    "wardrobe": homes.wardrobe,
    "closet": homes.wardrobe,
    "mirror": homes.vanity,
    "stove": homes.cooker,
    "fridge": homes.fridge,
    "tree": perches.tree,
    "trees": perches.tree,
    "rock": perches.boulder,
    "rocks": perches.boulder,
    "stone": perches.boulder,
    "streetlight": perches.street_lamp,
    "streetlights": perches.street_lamp,
    "candle": perches.candle_stand,
    "candles": perches.candle_stand,
    "lantern": perches.lantern_stand,
    "statue": perches.statue,
    "suitcase": perches.suitcase,
    "luggage": perches.suitcase,
    "boats": outdoors.boat,
    "stalls": outdoors.cart,
    "barrels": outdoors.crates,
    "shelf": furniture.bookcase,
    "stool": perches.box_seat,
    "fireplace": things.hearth,
    "hearth": things.hearth,
    "bonfire": outdoors.campfire,
    "torch": things.torch,
    "torches": things.torch,
    "well": things.well,
    "fountain": things.fountain,
    "fence": things.fence,
    "gate": things.gate,
    "clock": things.clock,
    "painting": things.easel,
    "easel": things.easel,
    "canvas": things.easel,
    "television": things.television,
    "tv": things.television,
    "phone booth": things.telephone_box,
    "telephone box": things.telephone_box,
    "postbox": things.post_box,
    "mailbox": things.post_box,
    "sack": things.sacks,
    "sacks": things.sacks,
    "net": outdoors.crates,
    "nets": outdoors.crates,
    "boxes": outdoors.crates,
    "hay": things.hay,
    "flag": things.flag,
    "sign": things.flag,
    "umbrella": things.parasol,
    "parasol": things.parasol,
    "grave": things.gravestones,
    "graves": things.gravestones,
    "gravestone": things.gravestones,
    "tombstone": things.gravestones,
    "kettle": things.kettle_stove,
    "ladder": things.ladder,
    "globe": things.globe,
    "drum": things.drum,
    "drums": things.drum,
    "tabla": things.drum,
    "street lamp": perches.street_lamp,
    "lamp post": perches.street_lamp,
    "lamppost": perches.street_lamp,
    "counter": workplace.desk,
    "painting easel": things.easel,
    "अलाव": outdoors.campfire,
    "ठेला": outdoors.cart,
    "चूल्हा": things.kettle_stove,
    "कुआँ": things.well,
    "घड़ी": things.clock,
    "लालटेन": perches.lantern_stand,
    "मोमबत्ती": perches.candle_stand,
    "साइकिल": outdoors.bicycle,
    "चारपाई": furniture.bed,
    "मेज़": furniture.table,
    "कुर्सी": furniture.chair,
    "पेड़": perches.tree,
    "नाव": outdoors.boat,
    "दीया": perches.candle_stand,
}
"""Every noun that a set honours; `vehicles` knows those that are parked in the open."""


def put(
    builder: MeshBuilder, prop: Prop, x: float, z: float, yaw_deg: float, level: float, y: float = 0.0
) -> tuple[tuple[Obstacle, ...], tuple[Seat, ...], tuple[Practical, ...]]:
    """Stand a prop on the set, its lamps lit to `level`; returns what it blocks, its seats, what it lights."""
    own = MeshBuilder()
    item = prop(own, level)
    builder.add_mesh(placed(own.build(), (x, y, z), yaw_deg))
    turn = yaw_matrix(yaw_deg)
    half_x = abs(turn[0, 0]) * item.width_m / 2 + abs(turn[0, 2]) * item.depth_m / 2
    half_z = abs(turn[2, 0]) * item.width_m / 2 + abs(turn[2, 2]) * item.depth_m / 2
    blocked = ()
    if item.height_m > 0.05:
        blocked = (Obstacle(x - half_x, x + half_x, z - half_z, z + half_z, y + item.height_m),)

    def out(px: float, py: float, pz: float) -> tuple[float, float, float]:
        at = turn @ np.array((px, py, pz)) + (x, y, z)
        return float(at[0]), float(at[1]), float(at[2])

    seats = tuple(Seat(*out(sx, sy, sz), yaw_deg + turned) for sx, sy, sz, turned in item.seat_heights)
    lamps = tuple(
        lamp._replace(
            position=out(*lamp.position),
            tongues=tuple((*(float(c) for c in turn @ (dx, dy, dz)), high) for dx, dy, dz, high in lamp.tongues),
        )
        for lamp in item.lamps
    )
    return blocked, seats, lamps


def dress(
    builder: MeshBuilder,
    dressing: Sequence[str],
    marks: Sequence[tuple[float, float, float]],
    level: float,
    floor: Callable[[float, float], float] | None = None,
    known: Mapping[str, Prop] = EVERY_PROP,
) -> tuple[tuple[Obstacle, ...], tuple[Seat, ...], tuple[Practical, ...]]:
    """Put the known nouns of `dressing` on a set's free marks (x, z, yaw_deg), in order, as far as the marks reach."""
    blocked: tuple[Obstacle, ...] = ()
    seats: tuple[Seat, ...] = ()
    lamps: tuple[Practical, ...] = ()
    wanted = list(dict.fromkeys(known[word] for word in dressing if word in known))
    for prop, (x, z, yaw_deg) in zip(wanted, marks, strict=False):
        ground = floor(x, z) if floor else 0.0
        more_blocked, more_seats, more_lamps = put(builder, prop, x, z, yaw_deg, level, ground)
        blocked, seats, lamps = blocked + more_blocked, seats + more_seats, lamps + more_lamps
    return blocked, seats, lamps
