"""A studio: a seamless paper backdrop, for places no other set fits and for looking at people."""

import math

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import PLASTER
from tools.stage.mesh import MeshBuilder
from tools.stage.sets.props import dress
from tools.stage.sets.stage_set import Set, flat_floor

_PAPER = (0.46, 0.45, 0.43)
_HALF_WIDTH_M = 150.0
"""The sheet ends where no lens looks: an edge reads as a broken picture."""


def build(seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    """Build the studio; the hour and the weather change nothing but the light."""
    del time_of_day, weather
    builder = MeshBuilder()
    # Floor, a quarter round of 2.5 m and a wall, in one sheet without a seam.
    profile = [(150.0, 0.0), (4.0, 0.0), (-3.5, 0.0)]
    for step in range(1, 13):
        turn = step / 12 * math.pi / 2
        profile.append((-3.5 - 2.5 * math.sin(turn), 2.5 * (1 - math.cos(turn))))
    profile.append((-6.0, 120.0))
    points, normals, uv = [], [], []
    for row, (z, y) in enumerate(profile):
        turn = min(max(row - 2, 0), 12) / 12 * math.pi / 2
        for x in (-_HALF_WIDTH_M, _HALF_WIDTH_M):
            points.append((x, y, z))
            normals.append((0.0, math.cos(turn), math.sin(turn)))
            uv.append((x, z - y, 0.0))
    rows = np.arange(len(profile) - 1) * 2
    triangles = np.concatenate([np.stack([rows, rows + 1, rows + 3], 1), np.stack([rows, rows + 3, rows + 2], 1)])
    builder.add(points, triangles, normals, uv, _PAPER, PLASTER)
    obstacles, seats, lamps = dress(builder, dressing, [(-2.2, -2.2, 25.0), (2.2, -2.4, -25.0), (-3.2, 0.5, 70.0)], 1.0)
    del seed
    return Set(
        name="neutral",
        mesh=builder.build(),
        practicals=(Practical((-2.5, 3.0, 3.0), (1.6, 1.5, 1.4), 9.0), *lamps),
        interior=False,
        floor=flat_floor,
        acting_area=(-2.6, 2.6, -2.2, 3.0),
        axis_yaw_deg=180.0,
        camera_box=(-6.0, 6.0, 0.2, 5.0, -3.0, 9.0),
        obstacles=obstacles,
        seats=seats,
        entrances=((-5.0, 0.0), (5.0, 0.0)),
        shadow_centre=(0.0, 1.0, 0.0),
        shadow_radius_m=9.0,
    )
