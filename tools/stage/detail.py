"""Where a picture must be shaded pixel by pixel, and where one value for two by two will do."""

from numba import njit

from tools.stage.materials import EYE, HAIR, SKIN


@njit(cache=True, nogil=True, error_model="numpy")
def flag_detail(inverse_depth, seen, triangle_of, material, actor, part, focus_m, blur_px, flags):
    """Mark the 2 x 2 blocks of (H/2, W/2) uint8 `flags` that need shading at full resolution.

    People are told apart by part as well (a shirt under a jacket is one material); a set has too many parts for that.
    blur_px is the radius of the lens's blur circle at infinity: what it blurs by more than 2.5 px is not worth it.
    """
    height, width = seen.shape
    for y in range(flags.shape[0]):
        for x in range(flags.shape[1]):
            first = seen[2 * y, 2 * x]
            here = inverse_depth[2 * y, 2 * x]
            flag = 0
            kind = -1
            if first >= 0:
                t = triangle_of[first]
                kind = material[t] + actor[t] * 64
                if actor[t] > 0:
                    kind += part[t] * 16384
                if actor[t] > 0 and (material[t] == SKIN or material[t] == HAIR or material[t] == EYE):
                    flag = 1
            right, below = min(2 * x + 2, width - 1), min(2 * y + 2, height - 1)
            for corner in range(3):
                other = seen[below if corner > 0 else 2 * y, right if corner != 1 else 2 * x]
                other_kind = -1
                if other >= 0:
                    t = triangle_of[other]
                    other_kind = material[t] + actor[t] * 64
                    if actor[t] > 0:
                        other_kind += part[t] * 16384
                if other_kind != kind:
                    flag = 1
            if flag == 0 and first >= 0 and x > 0 and y > 0:
                bend_x = inverse_depth[2 * y, right] + inverse_depth[2 * y, 2 * x - 2] - 2.0 * here
                bend_y = inverse_depth[below, 2 * x] + inverse_depth[2 * y - 2, 2 * x] - 2.0 * here
                if abs(bend_x) > here * 0.02 or abs(bend_y) > here * 0.02:
                    flag = 1
            if flag == 1 and blur_px > 0.0:
                sharpest = 1.0e9
                for dy in range(-1, 2):
                    for dx in range(-1, 2):
                        near = inverse_depth[
                            min(max(2 * y + 2 * dy, 0), height - 1), min(max(2 * x + 2 * dx, 0), width - 1)
                        ]
                        sharpest = min(sharpest, abs(1.0 - focus_m * near) * blur_px)
                if sharpest > 2.5:
                    flag = 0
            flags[y, x] = flag
