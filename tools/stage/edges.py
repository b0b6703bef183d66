"""The stairs of outlines smoothed along the outline.

Source: Lottes, "FXAA", 2009: the short variant, with its taps on whole steps along the steeper axis, so that each is
a mix of two pixels and not of four.
"""

from __future__ import annotations

import numpy as np
from numba import njit

BORDER_PX = 3
"""Pixels at the picture's rim that are left as they are."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def smooth_edges(source, luma, row_begin, row_end, out):
    """Blend the stairs of outlines along the edge, from `source` (H, 3 W) into its copy `out`; luma (H, W); uint8."""
    height, width = luma.shape
    flags = np.zeros(width, np.uint8)
    found = np.empty(width, np.int32)
    pitch = 3 * width
    flat, target = source.ravel(), out.ravel()
    zero, one, half, quarter = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(0.25)
    for y in range(max(3, row_begin), min(height - 3, row_end)):
        _outlines(luma[y - 1], luma[y], luma[y + 1], flags)
        count = 0
        for x in range(3, width - 3):
            found[count] = x
            count += flags[x]
        for k in range(count):
            x = found[k]
            nw, ne = np.float32(luma[y - 1, x - 1]), np.float32(luma[y - 1, x + 1])
            sw, se = np.float32(luma[y + 1, x - 1]), np.float32(luma[y + 1, x + 1])
            along_x, along_y = (sw + se) - (nw + ne), (nw + sw) - (ne + se)
            steep_x, steep_y = abs(along_x), abs(along_y)
            damping = max((nw + ne + sw + se) * np.float32(0.03), np.float32(1.3))
            flatter = steep_x >= steep_y
            major, minor = (3, pitch) if flatter else (pitch, 3)
            longer, shorter = max(steep_x, steep_y), min(steep_x, steep_y)
            reach = min(np.float32(6.0), longer / (shorter + damping))
            slope = shorter / max(longer, one)
            if along_x * along_y < zero:
                minor = -minor
            # Taps at 0.12 and 0.33 of the reach to both sides, shared among the pixels 0, 1 and 2 steps away; each
            # pixel is read as far to the side as its taps lie on average.
            near, far = reach * np.float32(0.12), reach * np.float32(0.33)
            second = max(far - one, zero)
            first_far = min(far, np.float32(2.0) - far)
            first = first_far + near
            here_far = max(one - far, zero)
            beside = quarter * slope * (here_far * far + (one - near) * near)
            here = one - half * (first + second) - beside - beside
            side = slope * (first_far * far + near * near) / max(first, np.float32(1.0e-6))
            near_low = first * quarter * min(side, one)
            near_high = first * quarter - near_low
            far_side = min(slope * far, np.float32(1.999))
            step = int(far_side)
            far_low = second * quarter * (far_side - np.float32(step))
            far_high = second * quarter - far_low
            at = y * pitch + 3 * x
            ahead, behind = at + major, at - major
            far_ahead, far_behind = at + 2 * major + step * minor, at - 2 * major - step * minor
            for c in range(at, at + 3):
                level = half + here * np.float32(flat[c])
                level += beside * np.float32(np.int32(flat[c + minor]) + np.int32(flat[c - minor]))
                c1, c2 = c - at + ahead, c - at + behind
                level += near_high * np.float32(np.int32(flat[c1]) + np.int32(flat[c2]))
                level += near_low * np.float32(np.int32(flat[c1 + minor]) + np.int32(flat[c2 - minor]))
                c1, c2 = c - at + far_ahead, c - at + far_behind
                level += far_high * np.float32(np.int32(flat[c1]) + np.int32(flat[c2]))
                level += far_low * np.float32(np.int32(flat[c1 + minor]) + np.int32(flat[c2 - minor]))
                target[c] = np.uint8(level)


@njit(cache=True, nogil=True, error_model="numpy")
def _outlines(above, here, below, flags):
    """Set flags (W,) to 1 where a pixel and its diagonal neighbours differ by an eighth, and by 12 levels."""
    for x in range(1, here.shape[0] - 1):
        nw, ne = np.int16(above[x - 1]), np.int16(above[x + 1])
        sw, se = np.int16(below[x - 1]), np.int16(below[x + 1])
        middle = np.int16(here[x])
        highest = max(max(max(nw, ne), max(sw, se)), middle)
        lowest = min(min(min(nw, ne), min(sw, se)), middle)
        contrast = np.int16(highest - lowest)
        flags[x] = np.uint8((contrast > np.int16(11)) & (np.int16(contrast * np.int16(8)) >= highest))
