"""The sky as a painted dome: painted once for a light, looked up for every sky pixel and every reflection.

Rows run from the horizon to the zenith with the square root of the height, so that the low sky, which films see most,
gets most of the rows. Channels: RGB radiance, and how much the clouds cover (stars hide behind them).
"""

import math
from functools import lru_cache

import numpy as np
from numba import njit

from tools.stage.light import Air
from tools.stage.noise import hash01, noise_tile, smoothstep, tile_noise

DOME_COLUMNS = 2048
DOME_ROWS = 320


@lru_cache(maxsize=4)
def dome(air: Air) -> np.ndarray:
    """Return the (320, 2048, 4) float32 dome for this air."""
    picture = np.empty((DOME_ROWS, DOME_COLUMNS, 4), np.float32)
    paint(air, noise_tile(), picture)
    return picture


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _cloud_density(tile, u, v):
    """Return fractal noise around 0.5 that looks like cumulus from below."""
    bend_u = u + 5.0 * tile_noise(tile, u * 0.6 + 11.0, v * 0.6)
    bend_v = v + 5.0 * tile_noise(tile, u * 0.6, v * 0.6 + 23.0)
    total = tile_noise(tile, bend_u, bend_v) * 0.50
    total += tile_noise(tile, bend_u * 2.1 + 31.0, bend_v * 2.1) * 0.26
    total += tile_noise(tile, bend_u * 4.3, bend_v * 4.3 + 17.0) * 0.14
    total += tile_noise(tile, bend_u * 8.7 + 5.0, bend_v * 8.7) * 0.10
    return total


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def paint(air, tile, picture):
    """Paint the dome: a gradient, the glow and disc of the sun, and lit clouds."""
    rows, columns = picture.shape[0], picture.shape[1]
    sun_x, sun_y, sun_z = air.sun_direction
    cover = air.cloud_cover
    murk = smoothstep(0.012, 0.034, air.fog_density)
    for row in range(rows):
        height = (row / (rows - 1.0)) ** 2
        flat = math.sqrt(max(0.0, 1.0 - height * height))
        low = (1.0 - height) ** 4.5
        haze = smoothstep(0.16 + 2.5 * murk, 0.0, height) * (0.55 + 0.45 * murk)
        for column in range(columns):
            turn = (column + 0.5) / columns * 2.0 * math.pi
            x, z = math.sin(turn) * flat, math.cos(turn) * flat
            towards = max(0.0, x * sun_x + height * sun_y + z * sun_z)
            halo = towards**5 * 0.55 * (0.25 + 0.75 * low) + towards**48 * 0.6
            disc = smoothstep(0.9994, 0.9998, towards)
            spread = 13.0 / (height + 0.10)
            density = _cloud_density(tile, x * spread, z * spread)
            behind = _cloud_density(tile, x * spread + sun_x * 3.0, z * spread + sun_z * 3.0)
            share = smoothstep(0.60 - 0.36 * cover, 0.86 - 0.34 * cover, density)
            share *= smoothstep(0.004, 0.10, height) * min(1.0, cover * 1.6)
            lit = min(1.0, max(0.0, 0.50 + 2.2 * (density - behind)))
            edge = share * (1.0 - share) * 4.0
            for c in range(3):
                clear = air.zenith[c] * (1.0 - low) + air.horizon[c] * low + air.glow[c] * halo
                clear += air.sun[c] * disc * 4.0
                cloud = air.cloud[c] * (0.48 + 0.66 * lit) + air.glow[c] * (towards**4 * 0.8 + 0.10) * lit
                cloud += air.glow[c] * towards**12 * edge * 0.9
                seen = clear * (1.0 - share) + cloud * share
                # Far cloud melts into the haze of the horizon; in fog the whole sky does.
                picture[row, column, c] = seen * (1.0 - haze) + (air.horizon[c] * 0.88 + air.glow[c] * halo) * haze
            picture[row, column, 3] = share


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def sky_colour(picture, x, y, z):
    """Return the dome's (r, g, b, cloud) in unit direction (x, y, z); directions below the horizon see the horizon."""
    rows, columns = picture.shape[0], picture.shape[1]
    v = math.sqrt(min(1.0, max(0.0, y))) * (rows - 1.001)
    u = math.atan2(x, z) * (columns / (2.0 * math.pi)) - 0.5
    floor_u = math.floor(u)
    i = (int(floor_u) + columns) % columns
    j = int(v)
    next_i = (i + 1) % columns
    a, b = u - floor_u, v - j
    w00, w01, w10, w11 = (1.0 - a) * (1.0 - b), a * (1.0 - b), (1.0 - a) * b, a * b
    red = picture[j, i, 0] * w00 + picture[j, next_i, 0] * w01
    red += picture[j + 1, i, 0] * w10 + picture[j + 1, next_i, 0] * w11
    green = picture[j, i, 1] * w00 + picture[j, next_i, 1] * w01
    green += picture[j + 1, i, 1] * w10 + picture[j + 1, next_i, 1] * w11
    blue = picture[j, i, 2] * w00 + picture[j, next_i, 2] * w01
    blue += picture[j + 1, i, 2] * w10 + picture[j + 1, next_i, 2] * w11
    cloud = picture[j, i, 3] * (1.0 - a) + picture[j, next_i, 3] * a
    return red, green, blue, cloud


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def star_light(x, y, z):
    """Return the brightness of the star in this direction, 0 for nearly every direction."""
    if y < 0.03:
        return 0.0
    u, v = x / (y + 0.35) * 230.0, z / (y + 0.35) * 230.0
    cell_u, cell_v = math.floor(u), math.floor(v)
    chance = hash01(cell_u, cell_v)
    if chance < 0.9925:
        return 0.0
    off_u, off_v = u - cell_u - 0.5, v - cell_v - 0.5
    return (chance - 0.9925) * 130.0 * max(0.0, 1.0 - 6.0 * (off_u * off_u + off_v * off_v)) * min(1.0, y * 3.0)
