"""The pattern of house fronts: brick or render, storeys of framed windows, shop fronts; lit or mirroring the sky."""

import math

from numba import njit

from tools.stage.noise import hash01, smoothstep, tile_noise
from tools.stage.surface import Surface


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
