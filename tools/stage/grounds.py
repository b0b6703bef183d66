"""The patterns of the ground by world position: cobble, asphalt, grass, sand, snow, rock and water."""

import math

from numba import njit

from tools.stage.materials import COBBLE, GRASS, ROCK, SAND, SNOW, WATER
from tools.stage.noise import hash01, smoothstep, tile_noise
from tools.stage.surface import Surface


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def ground_surface(m, x, y, z, nx, ny, nz, red, green, blue, distance, tile, wetness, time_s, u, w):
    """Cobble, asphalt, grass, sand, snow, rock and water, patterned by world position; wet ground mirrors."""
    coarse = tile_noise(tile, x * 0.31 + 9.0, z * 0.31)
    mottle = tile_noise(tile, x * 2.1, z * 2.1) * 0.5 + coarse * 0.5
    near = min(1.0, 7.0 / (distance + 0.1))
    if m == WATER:
        calm = tile_noise(tile, x * 0.021, z * 0.021)
        reach = min(1.0, 60.0 / (distance + 1.0)) * (0.25 + 0.75 * smoothstep(0.35, 0.65, calm))
        swell = time_s * 1.1
        ripple_x = (tile_noise(tile, x * 0.22, z * 0.9 - swell) - 0.5) * 0.10
        ripple_x += (tile_noise(tile, x * 2.3 + swell, z * 4.0 - swell * 2.0) - 0.5) * 0.05
        ripple_z = (tile_noise(tile, x * 0.9 + 7.0 + swell * 0.5, z * 0.35 + 3.0 - swell) - 0.5) * 0.12
        # Crests catch the key one by one: a sheet of light would clip.
        glint = smoothstep(0.56, 0.82, tile_noise(tile, x * 5.3 + swell * 1.9, z * 8.1 - swell * 2.6))
        mirror = 0.95
        if w > 0.5:
            # Near the shore u is the distance to the sand: foam runs up in broken lines.
            torn = tile_noise(tile, x * 0.8, u * 1.7 + swell * 0.4) * 0.6 + tile_noise(tile, x * 3.1, u * 5.0) * 0.4
            wave = u * 0.36 + 1.3 * tile_noise(tile, x * 0.13, u * 0.10 + 5.0) + time_s * 0.11
            wave -= math.floor(wave)
            foam = smoothstep(0.70, 0.96, wave) * smoothstep(1.0, 0.97, wave) * smoothstep(9.0, 2.0, u)
            foam = max(foam, smoothstep(0.75, 0.15, u + 0.5 * math.sin(time_s * 0.8 + x * 0.1))) * smoothstep(
                0.34, 0.60, torn
            )
            red, green, blue = red + 0.60 * foam, green + 0.62 * foam, blue + 0.62 * foam
            mirror *= 1.0 - 0.8 * foam
        return Surface(
            red, green, blue, ripple_x * reach, 1.0, ripple_z * reach, 0.05 + 0.75 * glint, 200.0, 0.0, mirror, 0.0, 0.0, 0.0, 0.0
        )
    if m == GRASS:
        tone = mottle * 0.55 + tile_noise(tile, x * 9.0, z * 9.0) * 0.30 * near + 0.15 * (1.0 - near) - 0.42
        tone += tile_noise(tile, x * 0.07 + 3.0, z * 0.07) * 0.3 - 0.15
        earth = smoothstep(0.10, 0.35, tile_noise(tile, x * 0.35 + 40.0, z * 0.35) - 0.40)
        red = (red * (1.0 - earth) + 0.15 * earth) * (1.0 + 1.2 * tone)
        green = (green * (1.0 - earth) + 0.115 * earth) * (1.0 + 1.1 * tone)
        blue = (blue * (1.0 - earth) + 0.07 * earth) * (1.0 + tone)
        steep = smoothstep(0.86, 0.70, ny)
        strata = 0.8 + 0.5 * tile_noise(tile, x * 0.2, y * 1.3)
        red = red * (1.0 - steep) + 0.20 * strata * steep
        green = green * (1.0 - steep) + 0.18 * strata * steep
        blue = blue * (1.0 - steep) + 0.165 * strata * steep
        shade = 1.0 - 0.35 * wetness
        return Surface(red * shade, green * shade, blue * shade, nx, ny, nz, 0.02, 12.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0)
    if m in (SAND, SNOW):
        drift = tile_noise(tile, x * 1.7 + z * 0.4, z * 0.55) - 0.5
        grain = (tile_noise(tile, x * 40.0, z * 40.0) - 0.5) * near
        k = 1.0 + (0.20 if m == SAND else 0.07) * (drift + grain) - 0.3 * (wetness if m == SAND else 0.0)
        # Sand near the water line (y close to 0) is dark and mirrors the sky.
        shore = smoothstep(0.34, 0.10, y) if m == SAND else 0.0
        k *= 1.0 - 0.42 * shore
        nx += drift * 0.22 * (1.0 - shore)
        nz += grain * 0.30 * (1.0 - shore)
        return Surface(
            red * k, green * k, blue * k, nx, ny, nz, 0.03 + 0.2 * shore, 40.0, 0.15, 0.5 * shore, 0.0, 0.0, 0.0, 0.0
        )
    if m == ROCK:
        crack = tile_noise(tile, x * 3.0 + y * 2.0, z * 3.0 + y * 3.1) * 0.6
        crack += tile_noise(tile, x * 14.0 + y * 9.0, z * 14.0 - y * 8.0) * 0.4 - 0.5
        k = 1.0 + 0.9 * crack - 0.3 * wetness
        moss = smoothstep(0.55, 0.85, ny) * smoothstep(0.45, 0.65, mottle)
        red = red * k * (1.0 - moss) + 0.07 * moss
        green = green * k * (1.0 - moss) + 0.095 * moss
        blue = blue * k * (1.0 - moss) + 0.03 * moss
        nx += crack * 0.5 * nz
        nz -= crack * 0.5 * nx
        return Surface(red, green, blue, nx, ny, nz, 0.03, 20.0, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0)
    wet = wetness * smoothstep(0.35, 0.75, mottle + 0.35 * wetness)
    if m == COBBLE:
        row = math.floor(z / 0.16)
        along = x / 0.19 + 0.5 * (row % 2)
        number = math.floor(along)
        along -= number
        up = z / 0.16 - row
        stone = smoothstep(0.03, 0.16, min(min(along, 1.0 - along) * 1.2, min(up, 1.0 - up)))
        k = 1.0 + (0.55 * hash01(number, row) - 0.32) * near
        k *= (1.0 - 0.55 * (1.0 - stone) * near) * (0.7 + 0.6 * mottle)
        nx += (along - 0.5) * 0.5 * near * (1.0 - stone * 0.6) * (1.0 - 0.9 * wet)
        nz += (up - 0.5) * 0.5 * near * (1.0 - stone * 0.6) * (1.0 - 0.9 * wet)
    else:
        grit = tile_noise(tile, x * 31.0, z * 31.0) - 0.5
        k = 0.72 + 0.5 * mottle + 0.35 * grit * near
        crack = abs(tile_noise(tile, x * 0.9 + 5.0, z * 0.9) - 0.5)
        k *= 1.0 - 0.35 * smoothstep(0.012, 0.004, crack) * near
    k *= 1.0 - 0.45 * wet
    return Surface(
        red * k, green * k, blue * k, nx, ny, nz, 0.02 + 0.2 * wet, 90.0, 0.0, 0.62 * wet, 0.0, 0.0, 0.0, 0.0
    )
