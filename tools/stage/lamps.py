"""The light of practicals on a point, and the light that the air itself adds on the way to the lens."""

import math

import numpy as np
from numba import njit

from tools.stage.lamp_shadows import lamp_reaches
from tools.stage.raster import Camera


def brightest(lamps: np.ndarray, subject: np.ndarray, camera: Camera, most: int) -> np.ndarray:
    """Return a copy of at most `most` of the lamps (P, 8) that can reach the picture, those near the subject first.

    A lamp is (x, y, z, red, green, blue, range in metres, number of its shadow cube or -1); `subject` is the (3,) point
    that must be lit right.
    """
    if not len(lamps):
        return np.zeros((0, 8))
    ahead = (lamps[:, :3] - camera.eye) @ camera.rotation.T
    width = np.maximum(ahead[:, 2], 0.0) * camera.centre_x / camera.focal_px
    reaches = (ahead[:, 2] > -lamps[:, 6]) & (np.abs(ahead[:, 0]) < width + 1.6 * lamps[:, 6])
    from_subject = np.linalg.norm(lamps[:, :3] - subject, axis=1)
    from_lens = np.maximum(ahead[:, 2], 1.0)
    worth = lamps[:, 3:6].sum(1) * (1.0 / (1.0 + from_subject**2) + 0.3 / (1.0 + from_lens**2)) * reaches
    order = np.argsort(-worth, kind="stable")
    chosen = lamps[order[:most][worth[order[:most]] > 0]].copy()
    if len(order) > most:
        # The last ones fade out towards the first that is left behind, so that none pops as the camera moves.
        left_behind = worth[order[most]]
        kept = worth[order[: len(chosen)]]
        chosen[:, 3:6] *= np.clip((kept - left_behind) / (0.3 * left_behind + 1e-9), 0.0, 1.0)[:, None]
    return chosen


TILE_PX = 32
"""Side of the squares of a picture for which the lamps that reach them are listed."""


def cut_off(lamps: np.ndarray, faint: float) -> np.ndarray:
    """Return the lamps (P, 8) with a ninth column: the distance, metres, from which they add less light than `faint`."""
    share = np.linspace(1.0, 0.0, 33)[:, None]
    away = share * lamps[None, :, 6]
    light = lamps[None, :, 3:6].max(2) * (1.0 - share) ** 2 / (away * away * 0.55 + 0.42)
    # The first of the steps inwards at which it is bright enough, and one step more for what lies between.
    step = np.maximum(np.argmax(light > faint, axis=0) - 1, 0)
    bright = (light > faint).any(0)
    return np.concatenate([lamps, np.where(bright, share[step, 0] * lamps[:, 6], 0.0)[:, None]], axis=1)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def find_in_tiles(camera, inverse_depth, lamps, reached):
    """Write which lamps may reach what each tile shows to `reached` (H/32, W/32, rounded up) uint32, a bit for each."""
    height, width = inverse_depth.shape
    r = camera.rotation
    for row in range(reached.shape[0]):
        top, bottom = row * TILE_PX, min(height, (row + 1) * TILE_PX)
        for column in range(reached.shape[1]):
            left, right = column * TILE_PX, min(width, (column + 1) * TILE_PX)
            furthest, nearest = np.float32(1e9), np.float32(0.0)
            for y in range(top, bottom):
                for x in range(left, right):
                    here = inverse_depth[y, x]
                    nearest = max(nearest, here)
                    furthest = min(furthest, here if here > 0.0 else np.float32(1e9))
            bits = 0
            if nearest > 0.0:
                near_m, far_m = 1.0 / nearest, 1.0 / furthest
                x0, x1 = (left - camera.centre_x) / camera.focal_px, (right - camera.centre_x) / camera.focal_px
                y0, y1 = (camera.centre_y - bottom) / camera.focal_px, (camera.centre_y - top) / camera.focal_px
                x0, x1 = min(x0 * near_m, x0 * far_m), max(x1 * near_m, x1 * far_m)
                y0, y1 = min(y0 * near_m, y0 * far_m), max(y1 * near_m, y1 * far_m)
                for p in range(lamps.shape[0]):
                    dx, dy, dz = lamps[p, 0] - camera.eye[0], lamps[p, 1] - camera.eye[1], lamps[p, 2] - camera.eye[2]
                    aside = r[0, 0] * dx + r[0, 1] * dy + r[0, 2] * dz
                    up = r[1, 0] * dx + r[1, 1] * dy + r[1, 2] * dz
                    ahead = r[2, 0] * dx + r[2, 1] * dy + r[2, 2] * dz
                    off_x, off_y = max(0.0, x0 - aside, aside - x1), max(0.0, y0 - up, up - y1)
                    off_z = max(0.0, near_m - ahead, ahead - far_m)
                    reach = lamps[p, 6] + 0.05
                    if off_x * off_x + off_y * off_y + off_z * off_z <= reach * reach:
                        bits |= 1 << p
            reached[row, column] = bits


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def lobe(cosine, gloss):
    """Return cosine to about the power of `gloss`, by squaring: a power costs more than the rest of a highlight."""
    x = cosine * cosine
    x *= x
    x *= x
    if gloss > 12.0:
        x *= x
        if gloss > 30.0:
            x *= x
            if gloss > 60.0:
                x *= x
                if gloss > 150.0:
                    x *= x * x
    return x


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def lamp_light(
    lamps, reached, cubes, indoors, x, y, z, nx, ny, nz, mx, my, mz, wrap, specular, gloss, reflect, openness, softened
):
    """Return (diffuse r, g, b, mirrored r, g, b) of all practicals at a point; (mx, my, mz) is the mirrored view.

    reached holds a bit for each lamp that may reach the point. cubes (L, 6, N, N) are the shadow cubes that the lamps'
    eighth column counts.
    """
    red, green, blue, shine_r, shine_g, shine_b = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    spread = 1.0 / (1.1 + wrap)
    kept = 0.35 + 0.65 * openness
    streaks = reflect > 0.3 and not indoors
    shines = specular > 0.05 or streaks
    for p in range(lamps.shape[0]):
        if (reached >> p) & 1 == 0:
            continue
        to_x, to_y, to_z = lamps[p, 0] - x, lamps[p, 1] - y, lamps[p, 2] - z
        distance_sq = to_x * to_x + to_y * to_y + to_z * to_z
        reach = lamps[p, 6]
        # A streak on wet ground is seen from further than the light itself.
        felt = reach if streaks else lamps[p, 8]
        if distance_sq > felt * felt:
            continue
        closeness = 1.0 / math.sqrt(distance_sq + 1e-9)
        fall = 1.0 - distance_sq * closeness / reach
        fall = fall * fall / (distance_sq * 0.55 + 0.42)
        facing = (nx * to_x + ny * to_y + nz * to_z) * closeness
        cube = int(lamps[p, 7])
        if cube >= 0 and (facing > -wrap or shines) and fall > 0.002:
            # Stepping off the surface by more than a texel keeps it from shading itself at grazing light.
            off = 0.012 + 0.012 / closeness
            fall *= lamp_reaches(cubes[cube], nx * off - to_x, ny * off - to_y, nz * off - to_z)
        amount = max(0.0, (facing + wrap + 0.1) * spread) * fall * kept
        red += lamps[p, 3] * amount
        green += lamps[p, 4] * amount
        blue += lamps[p, 5] * amount
        if shines:
            along = (mx * to_x + my * to_y + mz * to_z) * closeness
            shine = 0.0
            if along > 0.5 and specular > 0.05:
                shine = lobe(along, gloss) * specular * 2.0 * fall
            if streaks:
                # Wet ground draws a lamp out into a vertical streak: only the bearing must match.
                off_x, off_z = to_x * closeness - mx, to_z * closeness - mz
                off = off_x * off_x + off_z * off_z
                if off < 0.06:
                    shine += reflect * math.exp(-off * 90.0) * 2.0 * min(1.0, fall * 9.0 + 0.05)
            shine_r += lamps[p, 3] * shine
            shine_g += lamps[p, 4] * shine
            shine_b += lamps[p, 5] * shine
    # Gels on the people are half as strong as on the walls, so that wardrobe keeps its colour.
    grey = (red * 0.30 + green * 0.55 + blue * 0.15) * softened
    rest = 1.0 - softened
    red, green, blue = red * rest + grey, green * rest + grey, blue * rest + grey
    return red, green, blue, shine_r, shine_g, shine_b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def air_between(air, distance, height_m, dx, dy, dz, beam, indoors):
    """Return (share, r, g, b): how much of a point the air hides, and the light the air adds instead."""
    if indoors:
        # Dust in the sunbeams of a room.
        return (
            1.0 - math.exp(-distance * 0.012),
            air.indoor_up[0] * 0.7 + air.sun[0] * beam * 0.55,
            air.indoor_up[1] * 0.7 + air.sun[1] * beam * 0.55,
            air.indoor_up[2] * 0.7 + air.sun[2] * beam * 0.55,
        )
    thin = math.exp(-max(0.0, height_m) * air.fog_falloff)
    share = 1.0 - math.exp(-distance * air.fog_density * thin)
    towards = max(0.0, dx * air.sun_direction[0] + dy * air.sun_direction[1] + dz * air.sun_direction[2])
    scatter = towards * towards
    scatter = scatter * scatter * scatter * 0.95 * beam + 0.16 * beam * towards
    base = 0.70 + 0.18 * beam
    return (
        share,
        air.horizon[0] * base + air.glow[0] * scatter,
        air.horizon[1] * base + air.glow[1] * scatter,
        air.horizon[2] * base + air.glow[2] * scatter,
    )
