"""A city seen from above its street: towers in three depths with lit windows, for high windows and rooftops."""

import numpy as np

from tools.stage.materials import ASPHALT, FACADE, METAL, PAINT
from tools.stage.mesh import MeshBuilder, box, cylinder, quad

_TONES = (
    (0.40, 0.38, 0.36),
    (0.52, 0.44, 0.36),
    (0.30, 0.34, 0.38),
    (0.46, 0.30, 0.24),
    (0.56, 0.53, 0.48),
    (0.24, 0.27, 0.31),
)


def city(builder: MeshBuilder, seed: int, *, street_y: float, clear_m: float, around: bool) -> None:
    """Raise towers beyond `clear_m` from the origin, their feet at `street_y` metres.

    Args:
        around: on all sides; otherwise only beyond windows in the far wall (-z) and the left wall (-x).
    """
    random = np.random.default_rng(seed + 70)
    reach = 420.0
    quad(
        builder,
        [(-reach, street_y, reach), (reach, street_y, reach), (reach, street_y, -reach), (-reach, street_y, -reach)],
        (0.16, 0.16, 0.165),
        ASPHALT,
    )
    block = 27.0
    for row in range(-8, 9):
        for column in range(-8, 9):
            x = column * block + random.uniform(-4, 4)
            z = row * block + random.uniform(-4, 4)
            wide, deep = random.uniform(13, 20, 2)
            away = float(np.hypot(x, z))
            tall = random.uniform(12, 26) + 46.0 * random.random() ** 4 + 0.10 * away
            tone = np.array(_TONES[int(random.integers(0, len(_TONES)))]) * random.uniform(0.8, 1.1)
            number, tank = int(random.integers(2, 90)), random.random()
            if max(abs(x) - wide / 2, abs(z) - deep / 2) < clear_m:
                continue
            if not around and (x > 60 or z > 60 or (x > -clear_m and z > -clear_m)):
                continue
            # Near ones stay under the eye, so that there is sky over a roof and a view from a window.
            tall = max(9.0, min(tall, -street_y - 2.0 + 0.45 * max(0.0, away - 24.0)))
            _tower(builder, (x, z), (float(wide), float(tall), float(deep)), tone, street_y, number, tank)


def _tower(
    builder: MeshBuilder,
    at: tuple[float, float],
    size: tuple[float, float, float],
    tone: np.ndarray,
    foot: float,
    number: int,
    tank: float,
) -> None:
    """One building: its house front, a cornice, and what stands on its roof."""
    (x, z), (wide, tall, deep) = at, size
    top = foot + tall
    box(builder, (x, foot + tall / 2, z), (wide, tall, deep), tone, FACADE, w=number)
    box(builder, (x, top + 0.25, z), (wide + 0.5, 0.5, deep + 0.5), tone * 0.7)
    box(builder, (x - wide * 0.2, top + 1.5, z + deep * 0.15), (3.6, 2.6, 3.0), tone * 0.8)
    if tank < 0.4:
        cylinder(
            builder, (x + wide * 0.2, top + 2.2, z), (x + wide * 0.2, top + 5.2, z), 1.5, (0.20, 0.13, 0.09), sides=10
        )
        cylinder(
            builder,
            (x + wide * 0.2, top + 5.2, z),
            (x + wide * 0.2, top + 6.4, z),
            1.6,
            (0.12, 0.10, 0.10),
            top_radius=0.1,
            sides=10,
        )
        for dx in (-1.0, 1.0):
            box(builder, (x + wide * 0.2 + dx, top + 1.1, z), (0.2, 2.2, 0.2), (0.08, 0.08, 0.08), METAL)
    elif tank < 0.6:
        cylinder(builder, (x, top, z), (x, top + 9.0, z), 0.12, (0.10, 0.10, 0.10), PAINT, sides=5)
