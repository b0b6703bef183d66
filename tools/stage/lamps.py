"""The light of practicals on a point, and the light that the air itself adds on the way to the lens."""

import math

import numpy as np
from numba import njit

from tools.stage.raster import Camera


def brightest(lamps: np.ndarray, subject: np.ndarray, camera: Camera, most: int) -> np.ndarray:
    """Return a copy of at most `most` of the lamps (P, 7) that can reach the picture, those near the subject first.

    A lamp is (x, y, z, red, green, blue, range in metres); `subject` is the (3,) point that must be lit right.
    """
    if not len(lamps):
        return np.zeros((0, 7))
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


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def lamp_light(lamps, indoors, x, y, z, nx, ny, nz, mx, my, mz, wrap, specular, gloss, reflect, openness, softened):
    """Return (diffuse r, g, b, mirrored r, g, b) of all practicals at a point; (mx, my, mz) is the mirrored view."""
    red, green, blue, shine_r, shine_g, shine_b = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    spread = 1.0 / (1.1 + wrap)
    kept = 0.35 + 0.65 * openness
    streaks = reflect > 0.3 and not indoors
    shines = specular > 0.05 or streaks
    for p in range(lamps.shape[0]):
        to_x, to_y, to_z = lamps[p, 0] - x, lamps[p, 1] - y, lamps[p, 2] - z
        distance_sq = to_x * to_x + to_y * to_y + to_z * to_z
        reach = lamps[p, 6]
        if distance_sq > reach * reach:
            continue
        closeness = 1.0 / math.sqrt(distance_sq + 1e-9)
        fall = 1.0 - distance_sq * closeness / reach
        fall = fall * fall / (distance_sq * 0.55 + 0.42)
        facing = (nx * to_x + ny * to_y + nz * to_z) * closeness
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
