"""The patterns of people and of built things at one point, as compiled functions that return a Surface.

All patterns are functions of position, so they stand still when the camera moves; `detail` (1 near, towards 0 far)
fades whatever would alias with distance. House fronts are in `facades`, the ground in `grounds`.
"""

import math

from numba import njit

from tools.stage.materials import (
    ASPHALT,
    BARK,
    CLOTH,
    COBBLE,
    EYE,
    FACADE,
    GLASS,
    GRASS,
    HAIR,
    LEAF,
    METAL,
    MOUTH,
    PLASTER,
    ROCK,
    ROOF,
    SAND,
    SKIN,
    SNOW,
    TILE,
    WALLPAPER,
    WATER,
    WOOD,
)
from tools.stage.noise import hash01, smoothstep, tile_noise
from tools.stage.surface import Surface


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def cloth_surface(u, v, w, nx, ny, nz, red, green, blue, detail, tile):
    """Cloth in its weave, pattern and sheen: of clothes u carries their code, 1000 m and 10 m for each number."""
    code = 0
    if u > 900.0:
        code = math.floor((u - 1000.0) * 0.1 + 0.5)
        u -= 1000.0 + 10.0 * code
    pattern, sheen = code & 7, code >> 3
    fibre = tile_noise(tile, u * 420.0, v * 420.0) - 0.5
    k = 1.0 + 0.13 * fibre * detail + 0.11 * (tile_noise(tile, u * 60.0 + w * 40.0, v * 60.0) - 0.5)
    # The second colour of a pattern is dark on pale cloth and pale on dark.
    level = 0.30 * red + 0.55 * green + 0.15 * blue
    other_r, other_g, other_b = red * 0.22, green * 0.22, blue * 0.24
    if level < 0.22:
        other_r, other_g, other_b = 0.62, 0.59, 0.52
    share = 0.0
    # Round the body from the middle of the front both ways, so that no flank stretches a pattern.
    around = u + (0.7 if u > 0.0 else -0.7) * (0.115 - w)
    if pattern == 1:
        band = abs(v * 16.0 - math.floor(v * 16.0) - 0.5)
        share = smoothstep(0.27, 0.23, band)
    elif pattern == 2:
        across = abs(around * 14.0 - math.floor(around * 14.0) - 0.5)
        up = abs(v * 14.0 - math.floor(v * 14.0) - 0.5)
        share = 0.42 * smoothstep(0.27, 0.23, across) + 0.42 * smoothstep(0.27, 0.23, up)
    elif pattern == 3 or pattern == 6:
        # Sprigs and dots stand on a brick grid, each a little off its place.
        size = 15.0 if pattern == 3 else 22.0
        row = math.floor(v * size)
        column = math.floor(around * size + 0.5 * (int(row) & 1))
        x = around * size + 0.5 * (int(row) & 1) - column - 0.5
        y = v * size - row - 0.5
        radius = math.sqrt(x * x + y * y)
        if pattern == 3:
            x, y = x + 0.3 * (hash01(column, row) - 0.5), y + 0.3 * (hash01(row, column) - 0.5)
            radius = math.sqrt(x * x + y * y)
            petal = 0.25 + 0.085 * math.cos(5.0 * math.atan2(y, x) + 6.0 * hash01(column, row))
            share = 0.85 * smoothstep(petal + 0.03, petal - 0.03, radius)
            if radius < 0.09:
                other_r, other_g, other_b = 0.62, 0.40, 0.06
        else:
            share = smoothstep(0.27, 0.22, radius)
    elif pattern == 4:
        wale = u * 820.0 + w * 430.0
        k *= 1.0 + 0.10 * math.cos(wale) * detail
        nx += 0.12 * math.sin(wale) * detail
    elif pattern == 5:
        k *= 1.0 + 0.16 * math.cos((u + v + w) * 900.0) * detail + 0.10 * (tile_noise(tile, u * 23.0, v * 9.0) - 0.5)
    red, green, blue = red + (other_r - red) * share, green + (other_g - green) * share, blue + (other_b - blue) * share
    specular, gloss = 0.015, 8.0
    if sheen == 1:
        specular, gloss = 0.06, 14.0
    elif sheen == 2:
        specular, gloss = 0.07, 26.0
        grain = tile_noise(tile, u * 160.0, v * 160.0 + w * 90.0) - 0.5
        nx, ny = nx + 0.10 * grain * detail, ny - 0.10 * grain * detail
    return Surface(red * k, green * k, blue * k, nx, ny, nz, specular, gloss, 0.15, 0.0, 0.0, 0.0, 0.0, 0.08)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def people_surface(m, u, v, w, nx, ny, nz, red, green, blue, detail, tile, faces, who, ambient_level):
    """Skin, hair, cloth, eye and mouth; `faces[who]` (S, S, 4) is the actor's decal."""
    if m == SKIN:
        if w > 0.0:
            size = faces.shape[1]
            column = (u + 0.11) / 0.22 * (size - 1)
            row = (0.13 - v) / 0.26 * (size - 1)
            if column >= 0.0 and row >= 0.0 and column < size - 1 and row < size - 1:
                i, j = int(column), int(row)
                a, b = column - i, row - j
                alpha, paint_r, paint_g, paint_b = 0.0, 0.0, 0.0, 0.0
                for dj in range(2):
                    for di in range(2):
                        weight = (a if di else 1.0 - a) * (b if dj else 1.0 - b) * faces[who, j + dj, i + di, 3]
                        alpha += weight
                        paint_r += faces[who, j + dj, i + di, 0] * weight
                        paint_g += faces[who, j + dj, i + di, 1] * weight
                        paint_b += faces[who, j + dj, i + di, 2] * weight
                if alpha > 1e-4:
                    share = alpha * smoothstep(0.01, 0.05, w)
                    red = red * (1.0 - share) + paint_r / alpha * share
                    green = green * (1.0 - share) + paint_g / alpha * share
                    blue = blue * (1.0 - share) + paint_b / alpha * share
        pores = 1.0 + 0.07 * (tile_noise(tile, u * 900.0, v * 900.0 + w * 400.0) - 0.5) * detail
        blotch = 0.06 * (tile_noise(tile, u * 110.0 + 7.0, v * 110.0 + w * 60.0) - 0.5)
        red, green, blue = red * pores * (1.0 + blotch), green * pores * (1.0 - blotch), blue * pores
        # The sheen at the outline is down and oil over the skin: on dark skin as bright a one would be a drawn line.
        sheen = min(0.20, 0.55 * green)
        return Surface(red, green, blue, nx, ny, nz, 0.030, 20.0, 0.25, 0.0, 0.0, 0.0, 0.34, sheen)
    if m == HAIR:
        strand = tile_noise(tile, u * 1300.0 + w * 311.0, v * 13.0 + w * 97.0) * 0.55
        strand += tile_noise(tile, u * 430.0 + w * 173.0, v * 7.0 + w * 41.0) * 0.45 - 0.5
        k = 1.0 + 0.50 * strand
        tilt = 0.14 * strand
        return Surface(
            red * k,
            green * k,
            blue * k,
            nx + tilt * nz,
            ny + 0.1 * strand,
            nz - tilt * nx,
            0.5 + strand,
            0.0,
            0.25,
            0.0,
            0.0,
            0.0,
            0.0,
            0.20,
        )
    if m == EYE:
        angle = math.acos(min(1.0, max(-1.0, w)))
        if angle < 0.50:
            ring = 0.60 + 0.5 * tile_noise(tile, math.atan2(u, v) * 9.0, angle * 10.0)
            ring *= 0.75 + 0.6 * smoothstep(0.5, 0.18, angle) * smoothstep(0.3, -0.5, v)
            if angle > 0.43:
                ring *= 0.25 + 0.75 * smoothstep(0.50, 0.43, angle)
            ring *= 1.0 - smoothstep(0.22, 0.18, angle)
            red, green, blue = red * ring, green * ring, blue * ring
        else:
            # The white is grey, redder towards the corners, and far duller than the cornea.
            veins = smoothstep(0.55, 1.05, angle)
            red, green, blue = 0.56, 0.53 - 0.08 * veins, 0.51 - 0.09 * veins
        lid = 0.35 + 0.65 * smoothstep(0.62, 0.05, v)
        spark = math.sqrt((u - 0.15) ** 2 + (v - 0.19) ** 2)
        glint = 0.8 * smoothstep(0.085, 0.045, spark) * min(1.0, 0.25 + 0.6 * ambient_level)
        red, green, blue = red * lid + glint, green * lid + glint, blue * lid + glint
        wet = smoothstep(0.62, 0.46, angle)
        return Surface(red, green, blue, nx, ny, nz, 0.05 + 0.5 * wet, 220.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if m == MOUTH:
        return Surface(red, green, blue, nx, ny, nz, 0.05, 30.0, 0.2, 0.0, 0.0, 0.0, 0.1, 0.0)
    return cloth_surface(u, v, w, nx, ny, nz, red, green, blue, detail, tile)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def built_surface(m, u, v, w, x, y, z, nx, ny, nz, red, green, blue, detail, tile):
    """Everything else of a set: leaves, bark, planks, roofs, wallpaper, plaster, floor tiles, glass, metal, paint."""
    if m == LEAF:
        tone = tile_noise(tile, x * 3.0, z * 3.0 + y * 2.0) - 0.5
        k = 1.0 + 0.5 * tone
        return Surface(red * k, green * k, blue * k, nx, ny, nz, 0.02, 12.0, 0.3, 0.0, 0.0, 0.55, 0.0, 0.0)
    if m == BARK:
        ridge = (
            tile_noise(tile, math.atan2(nx, nz) * 12.0, y * 5.0) * 0.6 + tile_noise(tile, x * 30.0, y * 9.0) * 0.4 - 0.5
        )
        k = 1.0 + 1.1 * ridge
        return Surface(
            red * k,
            green * k,
            blue * k,
            nx + ridge * 0.8 * nz,
            ny,
            nz - ridge * 0.8 * nx,
            0.0,
            8.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
        )
    if m == WOOD:
        plank = math.floor(u / 0.16)
        fibre = tile_noise(tile, u * 60.0 + plank * 17.0, v * 2.5) * 0.5
        fibre += hash01(plank, math.floor(v / 1.7 + hash01(plank, 1) * 3.0)) * 0.5
        k = (0.55 + 0.75 * fibre) * (1.0 - 0.5 * smoothstep(0.93, 0.99, u / 0.16 - plank) * detail)
        return Surface(red * k, green * k, blue * k, nx, ny, nz, 0.08, 40.0, 0.0, 0.12, 0.0, 0.0, 0.0, 0.0)
    if m == ROOF:
        course = math.floor(v / 0.28)
        tone = hash01(course, math.floor(u / 0.25 + 0.5 * (course % 2)))
        k = (0.8 + 0.4 * tone * detail) * (1.0 - 0.35 * smoothstep(0.8, 1.0, v / 0.28 - course) * detail)
        return Surface(red * k, green * k, blue * k, nx, ny, nz, 0.03, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if m == WALLPAPER:
        k = 1.0
        if v < 1.0:
            panel = u / 0.62 - math.floor(u / 0.62) - 0.5
            groove = smoothstep(0.035, 0.015, abs(abs(panel) - 0.40)) + smoothstep(
                0.03, 0.015, abs(abs(v - 0.54) - 0.30)
            )
            k = 0.45 * (1.0 - 0.30 * min(1.0, groove))
        else:
            across, up = u / 0.18 - math.floor(u / 0.18) - 0.5, v / 0.24 - math.floor(v / 0.24) - 0.5
            k = 1.0 + 0.30 * smoothstep(0.16, 0.12, abs(across) + abs(up) * 0.8)
        if abs(v - 1.0) < 0.035:
            k *= 1.5
        k *= 1.0 + 0.15 * (tile_noise(tile, u * 6.0, v * 6.0) - 0.5)
        return Surface(red * k, green * k, blue * k, nx, ny, nz, 0.02, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if m == PLASTER:
        k = (
            1.0
            + 0.16 * (tile_noise(tile, u * 3.0, v * 3.0) - 0.5)
            + 0.08 * (tile_noise(tile, u * 41.0, v * 41.0) - 0.5) * detail
        )
        return Surface(red * k, green * k, blue * k, nx, ny, nz, 0.0, 8.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if m == TILE:
        column, row = math.floor(u / 0.30), math.floor(v / 0.30)
        across, up = u / 0.30 - column, v / 0.30 - row
        joint = max(smoothstep(0.95, 0.985, across), smoothstep(0.95, 0.985, up)) * detail
        odd = (int(column) + int(row)) & 1
        k = (0.42 if odd == 1 else 1.0) * (0.92 + 0.16 * hash01(column, row)) * (1.0 - 0.4 * joint)
        return Surface(
            red * k, green * k, blue * k, nx, ny, nz, 0.20, 90.0, 0.0, 0.30 * (1.0 - joint), 0.0, 0.0, 0.0, 0.0
        )
    if m == GLASS:
        return Surface(red, green, blue, nx, ny, nz, 0.6, 200.0, 0.0, 0.7, 0.0, 0.0, 0.0, 0.0)
    if m == METAL:
        return Surface(red, green, blue, nx, ny, nz, 0.35, 50.0, 0.0, 0.35, 0.0, 0.0, 0.0, 0.0)
    return Surface(red, green, blue, nx, ny, nz, 0.04, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def is_of_people(m):
    """Return whether the material belongs to a person."""
    return m in (SKIN, HAIR, CLOTH, EYE, MOUTH)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def is_ground(m):
    """Return whether the material is patterned by `ground_surface`."""
    return m in (COBBLE, GRASS, ROCK, WATER, SNOW, SAND, ASPHALT)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def is_facade(m):
    """Return whether the material is patterned by `facade_surface`."""
    return m == FACADE
