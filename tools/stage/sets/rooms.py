"""What every indoor set is built of: walls with openings, windows with daylight, curtains, pictures, a view outside."""

from collections.abc import Sequence

import numpy as np

from tools.stage.light import Practical, window_light
from tools.stage.materials import CLOTH, FACADE, GRASS, PAINT, PLASTER
from tools.stage.mesh import MeshBuilder, box, quad
from tools.stage.sets.nature import plant_tree


def wall(
    builder: MeshBuilder,
    start: tuple[float, float],
    end: tuple[float, float],
    height: float,
    albedo: Sequence[float],
    material: int,
    openings: Sequence[tuple[float, float, float, float]] = (),
) -> None:
    """Add a wall from start to end (x, z), seen from the left of that direction.

    openings are (from, to, sill, head): metres along the wall and above the floor.
    """
    a, b = np.array((start[0], 0.0, start[1])), np.array((end[0], 0.0, end[1]))
    length = float(np.linalg.norm(b - a))
    along = (b - a) / length

    def panel(u0: float, u1: float, v0: float, v1: float) -> None:
        if u1 - u0 > 1e-6 and v1 - v0 > 1e-6:
            low, high = np.array((0, v0, 0)), np.array((0, v1, 0))
            corners = [a + along * u0 + low, a + along * u1 + low, a + along * u1 + high, a + along * u0 + high]
            quad(builder, corners, albedo, material, uv_from=(u0, v0), uv_to=(u1, v1))

    at = 0.0
    for first, last, sill, head in sorted(openings):
        panel(at, first, 0.0, height)
        panel(first, last, 0.0, sill)
        panel(first, last, head, height)
        at = last
    panel(at, length, 0.0, height)


def window(
    builder: MeshBuilder,
    centre: tuple[float, float, float],
    size: tuple[float, float],
    facing: str,
    frame: Sequence[float],
    panes: tuple[int, int] = (2, 2),
) -> None:
    """Add the frame, bars and sill of a window of size (width, height); facing is the wall it is in, "x" or "z"."""
    x, y, z = centre
    width, height = size

    def bar(along: float, up: float, wide: float, tall: float, thick: float) -> None:
        if facing == "z":
            box(builder, (x + along, y + up, z), (wide, tall, thick), frame)
        else:
            box(builder, (x, y + up, z + along), (thick, tall, wide), frame)

    for k in range(panes[0] + 1):
        edge = k in (0, panes[0])
        bar(-width / 2 + k * width / panes[0], 0, 0.09 if edge else 0.045, height + 0.09, 0.14 if edge else 0.07)
    for k in range(panes[1] + 1):
        edge = k in (0, panes[1])
        bar(0, -height / 2 + k * height / panes[1], width, 0.09 if edge else 0.045, 0.14 if edge else 0.07)
    bar(0, -height / 2 - 0.06, width + 0.25, 0.05, 0.34)


def curtains(
    builder: MeshBuilder,
    centre: tuple[float, float, float],
    width: float,
    height: float,
    facing: str,
    tone: Sequence[float],
) -> None:
    """Hang a pair of gathered curtains and their rod; `centre` is the middle of the window on the room's side."""
    x, y, z = centre
    folds, steps = 5, 8
    for side in (-1, 1):
        points, normals = [], []
        for i in range(folds * steps + 1):
            t = i / (folds * steps)
            along = side * (width / 2 - 0.06 + 0.62 * t)
            wave = np.sin(t * folds * 2 * np.pi)
            lean = np.cos(t * folds * 2 * np.pi) * 0.45 * -side
            for up in (-height / 2 - 0.35, height / 2 + 0.16):
                out = 0.05 * wave * (1.15 if up < 0 else 0.8)
                points.append((x + along, y + up, z + out) if facing == "z" else (x + out, y + up, z + along))
                normals.append((lean, 0.0, 1.0) if facing == "z" else (1.0, 0.0, lean))
        i = np.arange(folds * steps) * 2
        triangles = np.concatenate([np.stack([i, i + 2, i + 1], 1), np.stack([i + 1, i + 2, i + 3], 1)])
        normal = np.array(normals) / np.linalg.norm(normals, axis=1, keepdims=True)
        builder.add(np.array(points), triangles, normal, points, tone, CLOTH)
    rod = (width + 1.5, 0.035, 0.035) if facing == "z" else (0.035, 0.035, width + 1.5)
    box(builder, (x, y + height / 2 + 0.19, z), rod, (0.30, 0.21, 0.08))


def picture(
    builder: MeshBuilder, centre: tuple[float, float, float], size: tuple[float, float], facing: str, seed: int
) -> None:
    """Hang a framed landscape: sky, hills and a field in flat colours."""
    x, y, z = centre
    width, height = size
    random = np.random.default_rng(seed)
    bands = [(0.36, 0.42, 0.46), (0.20, 0.26, 0.27), (0.24, 0.24, 0.12), (0.34, 0.27, 0.12)]
    deep = (width + 0.09, height + 0.09, 0.03) if facing == "z" else (0.03, height + 0.09, width + 0.09)
    box(builder, centre, deep, (0.34, 0.23, 0.09))
    top = height / 2
    for tone in bands:
        band = height / 4 * random.uniform(0.8, 1.2)
        size_xyz = (width, band, 0.042) if facing == "z" else (0.042, band, width)
        box(builder, (x, y + top - band / 2, z), size_xyz, np.array(tone) * random.uniform(0.7, 1.3))
        top = max(top - band, -height / 2 + 0.12)


def daylight(
    centre: tuple[float, float, float], inward: tuple[float, float], area_m2: float, time_of_day: str, weather: str
) -> Practical:
    """Return the soft light of the sky that a window lets in; `inward` (x, z) points into the room."""
    red, green, blue = window_light(time_of_day, weather)
    scale = area_m2 * 0.75
    # Behind the pane, so that the wall it is in and its own curtains get nothing from the front.
    position = (centre[0] - inward[0] * 0.8, centre[1] + 0.2, centre[2] - inward[1] * 0.8)
    return Practical(position, (red * scale, green * scale, blue * scale), 11.0, soft=True)


def bounce(at: tuple[float, float, float], time_of_day: str, weather: str, lamp_level: float) -> Practical:
    """Return the soft light a gaffer would set for faces: the room's own light, bounced off the ceiling at `at`."""
    red, green, blue = window_light(time_of_day, weather)
    colour = (1.15 * red + 0.85 * lamp_level, 1.04 * green + 0.60 * lamp_level, 0.93 * blue + 0.36 * lamp_level)
    return Practical(at, colour, 7.5, soft=True)


def view_outside(builder: MeshBuilder, distance_m: float, seed: int) -> None:
    """Put a garden, a row of houses and trees outside the windows at -z and -x."""
    ground = -0.25
    quad(
        builder, [(-60, ground, 30), (30, ground, 30), (30, ground, -60), (-60, ground, -60)], (0.12, 0.15, 0.06), GRASS
    )
    random = np.random.default_rng(seed)
    tones = ((0.58, 0.44, 0.34), (0.50, 0.47, 0.43), (0.60, 0.54, 0.42))
    for k in range(4):
        at = -26.0 + 11.0 * k
        box(builder, (at, 3.0, -distance_m - 16), (8.5, 7.0, 6.0), tones[k % 3], FACADE, w=20 + k)
        box(builder, (at, 6.8, -distance_m - 16), (9.2, 0.7, 6.6), (0.22, 0.12, 0.09), PAINT)
        box(builder, (-distance_m - 20, 3.0, at + 14), (6.0, 7.0, 8.5), tones[(k + 1) % 3], FACADE, w=31 + k)
    for k in range(7):
        x, z = -18.0 + 5.0 * k + random.uniform(-1, 1), -distance_m - random.uniform(3.5, 8)
        plant_tree(builder, ("oak", "birch")[k % 2], (x, ground, z), random.uniform(4.5, 7.5), 50.0 * k, k, 0)
    for k in range(4):
        x, z = -distance_m - random.uniform(4, 9), -8.0 + 5.0 * k
        plant_tree(builder, "oak", (x, ground, z), random.uniform(4.5, 6.5), 70.0 * k, k, 0)


def ceiling(
    builder: MeshBuilder, half_width: float, near_z: float, far_z: float, height: float, albedo: Sequence[float]
) -> None:
    """Close the room with a ceiling and a moulding along its walls."""
    corners = [
        (-half_width, height, far_z),
        (half_width, height, far_z),
        (half_width, height, near_z),
        (-half_width, height, near_z),
    ]
    quad(builder, corners, albedo, PLASTER)
    middle, length = (near_z + far_z) / 2, near_z - far_z
    for z in (far_z + 0.04, near_z - 0.04):
        box(builder, (0, height - 0.06, z), (2 * half_width, 0.12, 0.08), albedo)
    for x in (-half_width + 0.04, half_width - 0.04):
        box(builder, (x, height - 0.06, middle), (0.08, 0.12, length), albedo)
