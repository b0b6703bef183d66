"""Where a picture must be shaded pixel by pixel, where one value for 2 x 2 will do, and where one for 4 x 4.

A pixel at an outline takes its light from those neighbours at half resolution that lie on the same surface as it does
(joint bilateral upsampling); only what has no such neighbour, and faces and hair in focus, is shaded by itself.
Source: Kopf et al., "Joint Bilateral Upsampling", 2007.
"""

from numba import njit

from tools.stage.materials import EMISSIVE, EYE, HAIR, LEAF, SKIN

SKY_KIND = -1
FLAT, OUTLINE, FINE = 0, 1, 2
"""What a 2 x 2 block needs: nothing but its one value, a look at its pixels' surfaces, or every pixel shaded."""

_UNSEEN_BLUR_PX = 2.5
"""Detail under a lens blur of this radius is not worth a shading of its own."""
_SOFT_BLUR_PX = 4.0
"""Under a blur of this radius one value for 4 x 4 pixels is all that the lens passes on."""
_HIDDEN_BY_GRAIN = 0.05
"""Relative difference of two lights that the film's grain hides: about two steps of a display's 256."""
_SAME_DEPTH = 0.004
"""Relative difference of two depths that no crease worth seeing makes."""


def kind_of(material, actor, part):
    """Return (T,) int32: triangles of equal kind may share their light. Takes the columns of a mesh.

    People are told apart by part as well (a shirt under a jacket is one material); a set has too many parts for that.
    """
    person = actor.astype("int32") * 64
    return material.astype("int32") + person + (part.astype("int32") * 16384) * (actor > 0)


@njit(cache=True, nogil=True, error_model="numpy")
def survey(inverse_depth, seen, triangle_of, kind, focus_m, blur_px, row_begin, row_end, kinds, nearness, blur):
    """Write what the top left pixel of each 2 x 2 block shows, for rows of blocks.

    kinds (H/2, W/2) int32, nearness (H/2, W/2) float32 in 1/m, blur (H/2, W/2) float32 in pixels. blur_px is the radius
    of the lens's blur circle at infinity.
    """
    for y in range(row_begin, row_end):
        for x in range(kinds.shape[1]):
            listed = seen[2 * y, 2 * x]
            here = inverse_depth[2 * y, 2 * x]
            kinds[y, x] = kind[triangle_of[listed]] if listed >= 0 else SKY_KIND
            nearness[y, x] = here
            blur[y, x] = abs(1.0 - focus_m * here) * blur_px


@njit(cache=True, nogil=True, error_model="numpy")
def flag(kinds, nearness, sharpest, row_begin, row_end, needs):
    """Write FLAT, OUTLINE or FINE for rows of blocks to `needs` (H/2, W/2) uint8; sharpest = least blur around, px."""
    height, width = kinds.shape
    for y in range(row_begin, row_end):
        below, above = min(y + 1, height - 1), max(y - 1, 0)
        for x in range(width):
            if sharpest[y, x] > _UNSEEN_BLUR_PX:
                needs[y, x] = FLAT
                continue
            kind = kinds[y, x]
            material = kind & 63
            if kind >= 64 and material in (SKIN, HAIR, EYE):
                needs[y, x] = FINE
                continue
            right, left = min(x + 1, width - 1), max(x - 1, 0)
            if kinds[y, right] != kind or kinds[below, x] != kind or kinds[below, right] != kind:
                needs[y, x] = OUTLINE
                continue
            here = nearness[y, x]
            bend_x = nearness[y, right] + nearness[y, left] - 2.0 * here
            bend_y = nearness[below, x] + nearness[above, x] - 2.0 * here
            needs[y, x] = OUTLINE if abs(bend_x) > here * 0.02 or abs(bend_y) > here * 0.02 else FLAT


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def find_smooth(kinds, nearness, needs, sharpest, half, row_begin, row_end, smooth):
    """Mark the blocks of every other row and column around which the light hardly changes.

    Args:
        kinds, nearness: from `survey`. needs: from `flag`. sharpest: least blur around, px.
        half: (H/2, W/2, 3) light, of which the blocks of even rows and columns are there.
        row_begin, row_end: rows of `smooth`.
        smooth: (H/4, W/4, rounded up) uint8, one for each of those blocks: 1 where it and its eight neighbours among
            them lie on one surface and differ by no more than grain would hide, or where the lens blurs them all.
    """
    height, width = kinds.shape
    for row in range(row_begin, row_end):
        for column in range(smooth.shape[1]):
            y, x = 2 * row, 2 * column
            kind, here = kinds[y, x], nearness[y, x]
            blurred = sharpest[y, x]
            if blurred > _SOFT_BLUR_PX:
                # A lamp that falls between samples would twinkle as the camera moves.
                smooth[row, column] = 0 if kind >= 0 and kind & 63 == EMISSIVE else 1
                continue
            smooth[row, column] = 0
            if needs[y, x] != FLAT:
                continue
            above, below, left, right = (
                max(y - 2, 0),
                min(y + 2, height - 1 & ~1),
                max(x - 2, 0),
                min(x + 2, width - 1 & ~1),
            )
            bend_x = abs(nearness[y, left] + nearness[y, right] - 2.0 * here)
            bend_y = abs(nearness[above, x] + nearness[below, x] - 2.0 * here)
            if bend_x > 0.01 * here or bend_y > 0.01 * here:
                continue
            red, green, blue = half[y, x, 0], half[y, x, 1], half[y, x, 2]
            allowed = (_HIDDEN_BY_GRAIN + 0.02 * blurred) * (0.3 * red + 0.55 * green + 0.15 * blue + 0.01)
            one = 1
            for neighbour in range(9):
                at_y = above if neighbour < 3 else (y if neighbour < 6 else below)
                at_x = left if neighbour % 3 == 0 else (x if neighbour % 3 == 1 else right)
                if kinds[at_y, at_x] != kind or needs[at_y, at_x] != FLAT:
                    one = 0
                    break
                most = max(
                    abs(half[at_y, at_x, 0] - red), abs(half[at_y, at_x, 1] - green), abs(half[at_y, at_x, 2] - blue)
                )
                if most > allowed:
                    one = 0
                    break
            smooth[row, column] = one


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def bridge(kinds, needs, sharpest, hidden, smooth, row_begin, row_end, half, wanted):
    """Give blocks between smooth ones the light of those, and say which of the others are still to be shaded.

    half (H/2, W/2, 3) is completed in place; wanted (H/2, W/2) uint8 gets 1 for blocks that are left.
    """
    width = kinds.shape[1]
    for y in range(row_begin, row_end):
        above = y >> 1
        below = min((y + 1) >> 1, smooth.shape[0] - 1)
        for x in range(width):
            wanted[y, x] = 0
            if (y & 1 == 0 and x & 1 == 0) or hidden[y, x] != 0:
                continue
            left = x >> 1
            right = min((x + 1) >> 1, smooth.shape[1] - 1)
            smooth_all = smooth[above, left] & smooth[above, right] & smooth[below, left] & smooth[below, right]
            soft = sharpest[y, x] > _SOFT_BLUR_PX
            if smooth_all == 0 or not (soft or (needs[y, x] == FLAT and kinds[y, x] == kinds[2 * above, 2 * left])):
                wanted[y, x] = 1
                continue
            for c in range(3):
                half[y, x, c] = 0.25 * (
                    half[2 * above, 2 * left, c]
                    + half[2 * above, 2 * right, c]
                    + half[2 * below, 2 * left, c]
                    + half[2 * below, 2 * right, c]
                )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def carry_over(
    inverse_depth,
    seen,
    triangle_of,
    kind,
    edges,
    kinds,
    nearness,
    needs,
    around,
    unshaded,
    half,
    row_begin,
    row_end,
    rgb,
    wanted,
):
    """Give the pixels around outlines the light of their own surface, and say which must be shaded by themselves.

    Args:
        inverse_depth, seen, triangle_of, kind, edges: the filled picture.
        kinds, nearness: from `survey`. needs: from `flag`.
        around: (H/2, W/2) uint8, not 0 in blocks that touch one that needs more than its one value.
        unshaded: (H/2, W/2) uint8, not 0 where `half` holds nothing.
        half: (H/2, W/2, 3) light at half resolution.
        row_begin, row_end: rows of blocks.
        rgb: (H, W, 3) the same scaled up, corrected in place.
        wanted: (H, W) uint8, 1 for pixels that are left to be shaded, 0 for all others.
    """
    height, width = kinds.shape
    for block_y in range(row_begin, row_end):
        for block_x in range(width):
            need = needs[block_y, block_x]
            if need == FINE or around[block_y, block_x] == 0:
                for corner in range(4):
                    wanted[2 * block_y + (corner >> 1), 2 * block_x + (corner & 1)] = need == FINE
                continue
            mine, here = kinds[block_y, block_x], nearness[block_y, block_x]
            listed = seen[2 * block_y, 2 * block_x]
            planar = False
            slope_x, slope_y, base = 0.0, 0.0, 0.0
            for corner in range(4):
                y, x = 2 * block_y + (corner >> 1), 2 * block_x + (corner & 1)
                wanted[y, x] = 0
                if need == OUTLINE and corner > 0:
                    listed = seen[y, x]
                    mine = kind[triangle_of[listed]] if listed >= 0 else SKY_KIND
                    here = inverse_depth[y, x]
                    planar = False
                aside_x = min(max(block_x + (1 if x & 1 else -1), 0), width - 1)
                aside_y = min(max(block_y + (1 if y & 1 else -1), 0), height - 1)
                alike = 0
                for neighbour in range(4):
                    at_x, at_y = aside_x if neighbour & 1 else block_x, aside_y if neighbour & 2 else block_y
                    if kinds[at_y, at_x] != mine or unshaded[at_y, at_x] != 0:
                        continue
                    there = nearness[at_y, at_x]
                    if abs(there - here) > _SAME_DEPTH * here:
                        # Not at one depth, but perhaps on one slope.
                        if not planar:
                            planar = True
                            slope_x = edges[listed, 0] + edges[listed, 3] + edges[listed, 6]
                            slope_y = edges[listed, 1] + edges[listed, 4] + edges[listed, 7]
                            base = edges[listed, 2] + edges[listed, 5] + edges[listed, 8]
                        plane = slope_x * (2 * at_x + 0.5) + slope_y * (2 * at_y + 0.5) + base
                        # Leaves share their light with the leaves around them.
                        if abs(plane - there) > here * (0.06 if mine == LEAF else 0.015):
                            continue
                    alike |= 1 << neighbour
                if alike == 0:
                    wanted[y, x] = 1
                    continue
                if alike == 15:
                    # Scaling up has done it.
                    continue
                total, red, green, blue = 0.0, 0.0, 0.0, 0.0
                for neighbour in range(4):
                    if alike & (1 << neighbour):
                        at_x, at_y = aside_x if neighbour & 1 else block_x, aside_y if neighbour & 2 else block_y
                        weight = (0.25 if neighbour & 1 else 0.75) * (0.25 if neighbour & 2 else 0.75)
                        total += weight
                        red += weight * half[at_y, at_x, 0]
                        green += weight * half[at_y, at_x, 1]
                        blue += weight * half[at_y, at_x, 2]
                rgb[y, x, 0] = red / total
                rgb[y, x, 1] = green / total
                rgb[y, x, 2] = blue / total
