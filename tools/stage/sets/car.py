"""The inside of a car, as it is shot on a stage: no windscreen, the camera on the bonnet, the road going by behind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage.light import Practical, lamp_level, window_light
from tools.stage.materials import ASPHALT, EMISSIVE, FACADE, GRASS, METAL, PAINT, PLASTER
from tools.stage.mesh import Mesh, MeshBuilder, box, cylinder, quad, revolve
from tools.stage.sets.furniture import cushion
from tools.stage.sets.nature import plant_tree
from tools.stage.sets.stage_set import Obstacle, Seat, Set, flat_floor
from tools.stage.sets.stagehand import Stagehand

_SHELLS = ((0.06, 0.10, 0.16), (0.30, 0.05, 0.04), (0.10, 0.15, 0.11), (0.34, 0.32, 0.28))
_SEATS = ((0.09, 0.075, 0.06), (0.20, 0.11, 0.06), (0.10, 0.10, 0.105), (0.26, 0.22, 0.16))
_HALF_M, _FAR, _ROOF_M = 0.86, -1.75, 1.50
_ROAD_Y = -0.42
_PERIOD_M = 26.0
_SPEED_M_S = 9.0


class Roadside(NamedTuple):
    """What goes by behind a moving car, the same again every 26 m: a mover."""

    mesh: Mesh

    def place(self, time_s: float) -> tuple[float, float, float, float]:
        """The ball around the stretch of road that is seen."""
        del time_s
        return (0.0, 3.0, -60.0, 110.0)

    def posed(self, time_s: float) -> tuple[np.ndarray, np.ndarray]:
        """The roadside, gone back by what the car has driven."""
        gone = np.float32(_SPEED_M_S * time_s % _PERIOD_M)
        return self.mesh.positions - np.array((0.0, 0.0, gone), np.float32), self.mesh.normals


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the car; the seed paints and upholsters it. `dressing` stands at the kerb, as nobody would see it."""
    del dressing
    hand = Stagehand(lamp_level(time_of_day, weather))
    builder = hand.builder
    shell, cloth = _SHELLS[seed % 4], np.array(_SEATS[(seed // 4) % 4])
    _body(builder, shell)
    for x in (-0.42, 0.42):
        _front_seat(builder, x, cloth)
    cushion(builder, (0, 0.34, -1.12), (1.5, 0.22, 0.56), cloth)
    cushion(builder, (0, 0.72, -1.44), (1.5, 0.66, 0.16), cloth * 1.1)
    _dashboard(builder, hand.level)
    quad(
        builder,
        [(-70, _ROAD_Y - 0.02, 40), (70, _ROAD_Y - 0.02, 40), (70, _ROAD_Y - 0.02, -160), (-70, _ROAD_Y - 0.02, -160)],
        (0.10, 0.13, 0.05),
        GRASS,
    )
    quad(
        builder,
        [(-4.2, _ROAD_Y, 40), (4.2, _ROAD_Y, 40), (4.2, _ROAD_Y, -160), (-4.2, _ROAD_Y, -160)],
        (0.07, 0.07, 0.075),
        ASPHALT,
    )
    red, green, blue = window_light(time_of_day, weather)
    for x, z, share in ((-0.9, 1.9, 1.1), (0.9, 1.9, 1.1), (-2.0, -0.6, 0.5), (2.0, -0.6, 0.5)):
        hand.lamps.append(Practical((x, 1.75, z), (share * red, share * green, share * blue), 5.0, soft=True))
    if hand.level > 0.2:
        glow = 0.55 * hand.level
        hand.lamps.append(Practical((-0.35, 0.95, 0.62), (0.35 * glow, 0.75 * glow, 0.9 * glow), 2.2, soft=True))
    seats = (
        Seat(-0.42, 0.42, -0.10, 0.0),
        Seat(0.42, 0.42, -0.10, 0.0),
        Seat(-0.42, 0.42, -1.02, 0.0),
        Seat(0.42, 0.42, -1.02, 0.0),
    )
    return Set(
        name="car",
        mesh=builder.build(),
        practicals=tuple(hand.lamps),
        interior=True,
        floor=flat_floor,
        acting_area=(-0.75, 0.75, -1.3, 0.7),
        axis_yaw_deg=180.0,
        camera_box=(-2.2, 2.2, 0.75, 2.0, 0.72, 4.2),
        obstacles=(Obstacle(-0.85, 0.85, 0.55, 0.9, 0.7),),
        seats=seats,
        entrances=((-0.7, 0.4), (0.7, 0.4)),
        shadow_centre=(0.0, 0.8, -0.5),
        shadow_radius_m=4.0,
        room=(-0.9, 0.9, -1.9, 1.0),
        seated=True,
        movers=(Roadside(_roadside(seed, hand.level)),),
    )


def _body(b: MeshBuilder, tone: tuple[float, float, float]) -> None:
    """Floor, doors to the window line, pillars, roof, parcel shelf."""
    w = _HALF_M
    trim = tuple(0.6 * c + 0.03 for c in tone)
    quad(b, [(-w, 0, 1.0), (w, 0, 1.0), (w, 0, _FAR), (-w, 0, _FAR)], (0.03, 0.03, 0.03), PLASTER)
    for side in (-1, 1):
        box(b, (side * (w + 0.03), 0.42, -0.35), (0.07, 0.84, 2.8), tone, METAL)
        box(b, (side * (w - 0.02), 0.46, -0.30), (0.04, 0.62, 2.5), trim, PAINT)
        box(b, (side * (w - 0.04), 0.60, -0.05), (0.07, 0.06, 0.55), (0.05, 0.05, 0.05), PAINT)
        box(b, (side * (w + 0.01), 0.855, -0.35), (0.10, 0.05, 2.8), tone, METAL)
        for z, lean in ((-0.62, 0.02), (-1.62, 0.10)):
            cylinder(b, (side * w, 0.84, z), (side * (w - 0.10), _ROOF_M - 0.03, z + lean), 0.05, trim, PAINT, sides=8)
        cylinder(b, (side * w, 0.84, 1.0), (side * (w - 0.10), _ROOF_M - 0.03, 0.42), 0.032, trim, PAINT, sides=8)
    box(b, (0, _ROOF_M, -0.62), (2 * w - 0.14, 0.06, 2.1), (0.34, 0.33, 0.30), PLASTER)
    box(b, (0, _ROOF_M + 0.05, -0.62), (2 * w - 0.08, 0.05, 2.16), tone, METAL)
    box(b, (0, 0.88, _FAR + 0.02), (2 * w, 0.06, 0.40), (0.04, 0.04, 0.04), PLASTER)
    box(b, (0, 0.44, _FAR - 0.02), (2 * w, 0.86, 0.06), trim, PAINT)


def _front_seat(b: MeshBuilder, x: float, cloth: np.ndarray) -> None:
    cushion(b, (x, 0.34, -0.06), (0.56, 0.20, 0.58), cloth)
    cushion(b, (x, 0.76, -0.37), (0.54, 0.70, 0.15), cloth * 1.1)
    cushion(b, (x, 1.21, -0.42), (0.30, 0.19, 0.10), cloth * 1.1)


def _dashboard(b: MeshBuilder, level: float) -> None:
    """Low, so that it frames the foot of the picture: instruments glow after dark, a wheel before the driver."""
    box(b, (0, 0.60, 0.80), (1.66, 0.24, 0.34), (0.035, 0.035, 0.037), PLASTER)
    box(b, (-0.42, 0.74, 0.70), (0.42, 0.08, 0.10), np.array((0.10, 0.30, 0.36)) * (0.15 + 1.6 * level), EMISSIVE)
    turn = np.linspace(0, 2 * np.pi, 17)
    rim = [(-0.42 + 0.18 * np.cos(t), 0.72 + 0.16 * np.sin(t), 0.52 + 0.08 * np.sin(t)) for t in turn]
    for one, other in zip(rim[:-1], rim[1:], strict=True):
        cylinder(b, one, other, 0.015, (0.02, 0.02, 0.02), PAINT, sides=6)
    cylinder(b, (-0.42, 0.70, 0.52), (-0.42, 0.62, 0.76), 0.03, (0.02, 0.02, 0.02), PAINT, sides=6)


def _roadside(seed: int, level: float) -> Mesh:
    """Four stretches of 26 m of the same houses, trees and lamps, so that one may slide into the next's place."""
    random = np.random.default_rng(seed + 41)
    one = MeshBuilder()
    for side in (-1, 1):
        z = 0.0
        while z < _PERIOD_M - 8.0:
            deep, tall = random.uniform(6.5, 8.0), 2.9 * float(random.integers(2, 4)) + 0.4
            wall = ((0.48, 0.30, 0.22), (0.52, 0.47, 0.38), (0.34, 0.36, 0.36))[int(random.integers(0, 3))]
            at = (side * 12.0, tall / 2 + _ROAD_Y, -z - deep / 2)
            box(one, at, (8.0, tall, deep - 0.2), wall, FACADE, w=float(random.integers(2, 60)))
            box(one, (side * 12.0, tall + 0.2 + _ROAD_Y, -z - deep / 2), (8.6, 0.5, deep), (0.20, 0.12, 0.09), PAINT)
            z += deep + random.uniform(0.3, 1.4)
        plant_tree(one, "oak", (side * 6.4, _ROAD_Y, -_PERIOD_M + 4.0), 5.5, 40.0 + side, 3 + side, 1)
        x = side * 5.2
        cylinder(one, (x, _ROAD_Y, -11.0), (x, 4.6, -11.0), 0.06, (0.08, 0.08, 0.085), METAL, sides=7)
        glow = np.array((1.0, 0.72, 0.4)) * (3.4 * level + 0.2)
        revolve(
            one,
            (x - 0.5 * side, 4.4, -11.0),
            (x - 0.5 * side, 4.6, -11.0),
            [(0, 0.05), (0.5, 0.18), (1, 0.1)],
            glow,
            EMISSIVE,
        )
    for k in range(5):
        box(one, (0.0, _ROAD_Y + 0.012, -1.5 - 5.2 * k), (0.12, 0.01, 2.2), (0.55, 0.54, 0.50), PAINT)
    stretch = one.build()
    every = MeshBuilder()
    for number in range(5):
        every.add_mesh(
            stretch._replace(
                positions=stretch.positions + np.array((0, 0, 16.0 - _PERIOD_M * (number - 1)), np.float32)
            )
        )
    return every.build()
