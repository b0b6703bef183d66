"""The pattern and finish of every material at one point, as compiled functions that return a Surface.

All patterns are functions of position, so they stand still when the camera moves; `detail` (1 near, towards 0 far)
fades whatever would alias with distance.
"""

import math
from typing import NamedTuple

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


class Surface(NamedTuple):
    """What light meets at one point."""

    red: float
    green: float
    blue: float
    normal_x: float
    normal_y: float
    normal_z: float
    specular: float
    gloss: float
    """Exponent of the highlight."""
    wrap: float
    """How far light reaches round the form, 0 = hard."""
    reflect: float
    """Share of the surroundings mirrored at a grazing angle."""
    glow: float
    """Own light, as a multiple of the albedo."""
    through: float
    """Light that passes from behind (leaves)."""
    flesh: float
    """Light that wanders under skin."""
    rim: float
    """Sheen of fibres at the outline."""


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
        return Surface(red, green, blue, nx, ny, nz, 0.085, 26.0, 0.25, 0.0, 0.0, 0.0, 0.34, 0.20)
    if m == HAIR:
        out = math.sqrt(u * u + w * w)
        turn = math.atan2(u, w + 0.02) * 30.0 * min(1.0, out * 22.0)
        strand = tile_noise(tile, turn * 3.0, v * 22.0 + out * 40.0) * 0.55
        strand += tile_noise(tile, turn * 9.0, v * 40.0 + 9.0 + out * 60.0) * 0.45 - 0.5
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
            red, green, blue = 0.70, 0.66, 0.63
        lid = 0.35 + 0.65 * smoothstep(0.62, 0.05, v)
        spark = math.sqrt((u - 0.20) ** 2 + (v - 0.22) ** 2)
        glint = 0.9 * smoothstep(0.135, 0.085, spark) * min(1.0, 0.25 + 0.6 * ambient_level)
        red, green, blue = red * lid + glint, green * lid + glint, blue * lid + glint
        return Surface(red, green, blue, nx, ny, nz, 0.9, 220.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if m == MOUTH:
        return Surface(red, green, blue, nx, ny, nz, 0.25, 60.0, 0.2, 0.0, 0.0, 0.0, 0.1, 0.0)
    weave = tile_noise(tile, u * 420.0, v * 420.0) * 0.5 + tile_noise(tile, u * 60.0 + w * 40.0, v * 60.0) * 0.5 - 0.5
    k = 1.0 + 0.30 * weave * detail
    return Surface(red * k, green * k, blue * k, nx, ny, nz, 0.015, 8.0, 0.15, 0.0, 0.0, 0.0, 0.0, 0.30)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def facade_surface(u, v, w, nx, ny, nz, red, green, blue, detail, tile, lit_windows):
    """A house front: brick or render, storeys with framed windows, some lit; shop windows at street level."""
    seed = math.floor(w + 0.5)
    bay = 1.9 + 0.5 * hash01(seed * 91, 3)
    storey = 2.9
    bay_number, storey_number = math.floor(u / bay), math.floor(v / storey)
    across, up = u / bay - bay_number - 0.5, v / storey - storey_number
    grime = tile_noise(tile, u * 9.0, v * 9.0) * 0.5 + tile_noise(tile, u * 1.3, v * 1.1 + seed * 7.0) * 0.5 - 0.5
    streak = tile_noise(tile, u * 7.0, v * 0.25) - 0.5
    k = 1.0 + 0.34 * grime + 0.22 * streak - 0.25 * smoothstep(0.9, 0.0, v)
    if int(seed) % 2 == 0:
        course = math.floor(v / 0.075)
        brick = u / 0.22 + 0.5 * (course % 2)
        brick_number = math.floor(brick)
        mortar = max(smoothstep(0.94, 0.99, brick - brick_number), smoothstep(0.80, 0.95, v / 0.075 - course)) * detail
        k *= (1.0 + 0.35 * (hash01(course, brick_number) - 0.5) * detail) * (1.0 - 0.28 * mortar)
    red, green, blue = red * k, green * k, blue * k
    reflect, glow = 0.0, 0.0
    shop = storey_number == 0
    half = 0.40 if shop else 0.27
    low, high = (0.17, 0.84) if shop else (0.24, 0.80)
    aside = abs(across)
    frame = 0.03 if shop else 0.045
    door = shop and hash01(bay_number * 3 + 1, seed) > 0.62
    if aside < half and up > (0.02 if door else low) and up < high:
        panes = abs(aside - 0.2) if shop else aside
        bar = panes < 0.012 or abs(up - (0.66 if shop else 0.55)) < 0.010
        if door and aside < 0.34 and (up < 0.28 or aside > 0.26):
            tone = 0.10 + 0.25 * hash01(bay_number, seed)
            red, green, blue = tone * 0.9, tone * (0.5 + 0.8 * hash01(seed, 5)), tone * (0.4 + hash01(seed, 9))
        elif bar:
            red, green, blue = (0.14, 0.13, 0.12) if shop else (0.50, 0.47, 0.43)
        else:
            reflect = 0.55
            red, green, blue = 0.020, 0.025, 0.030
            chance = hash01(bay_number + seed * 13, storey_number + seed * 7)
            warm = hash01(seed, bay_number * 5)
            if chance < (lit_windows * 1.5 if shop else lit_windows):
                if shop:
                    level = 0.34 + 0.40 * smoothstep(0.30, 0.84, up)
                    # Goods in the window: shelves of boxes and bottles, dark against the lit shop.
                    shelf, item = math.floor(up / 0.16), math.floor(u / 0.23)
                    top = 0.16 * (shelf + 0.25 + 0.65 * hash01(item + seed * 3, shelf + bay_number))
                    if up < 0.62 and up < top and hash01(item, shelf + seed) > 0.30:
                        level *= 0.22 + 0.5 * hash01(item * 5, shelf)
                else:
                    curtain = 0.55 + 0.45 * smoothstep(0.05, 0.22, aside)
                    level = (curtain + 0.25 * (tile_noise(tile, u * 30.0, v * 2.0) - 0.5)) * smoothstep(0.0, 0.5, up)
                level *= 0.35 + 0.65 * hash01(bay_number * 7, storey_number + seed)
                glow, reflect = 1.0, 0.12
                red, green, blue = level, level * (0.58 + 0.16 * warm), level * (0.24 + 0.24 * warm)
            elif shop:
                # By day the sky in the pane, and a little of the shop behind it.
                shelf, item = math.floor(up / 0.16), math.floor(u / 0.23)
                tone = 0.03 + 0.16 * hash01(item + seed, shelf) * smoothstep(0.66, 0.40, up)
                red, green, blue = tone, tone * (0.7 + 0.4 * hash01(item, 3)), tone * (0.5 + 0.6 * hash01(item, 7))
            elif aside > 0.15 and warm > 0.35:
                red, green, blue = 0.20, 0.19, 0.17
    elif aside < half + frame and up > low - 0.04 and up < high + 0.045:
        if shop:
            paint = hash01(seed, 17)
            red, green, blue = 0.07 + 0.22 * hash01(seed, 19), 0.07 + 0.15 * paint, 0.06 + 0.16 * hash01(seed, 23)
        else:
            red, green, blue = red * 0.35 + 0.32, green * 0.35 + 0.30, blue * 0.35 + 0.27
    elif shop and up < 0.955:
        panel = 0.6 + 0.4 * smoothstep(0.02, 0.05, abs(aside - half - 0.05))
        red = (0.06 + 0.24 * hash01(seed, 19)) * panel
        green = (0.06 + 0.17 * hash01(seed, 17)) * panel
        blue = (0.055 + 0.18 * hash01(seed, 23)) * panel
    elif up > 0.955:
        red, green, blue = red * 0.82, green * 0.82, blue * 0.82
    return Surface(red, green, blue, nx, ny, nz, 0.03, 20.0, 0.0, reflect, glow, 0.0, 0.0, 0.0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def ground_surface(m, x, y, z, nx, ny, nz, red, green, blue, distance, tile, wetness, time_s):
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
        return Surface(
            red, green, blue, ripple_x * reach, 1.0, ripple_z * reach, 0.5, 260.0, 0.0, 0.95, 0.0, 0.0, 0.0, 0.0
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
