"""From scene-linear radiance to display bytes: the film's curve, the grade, and the outlines' stairs smoothed.

Display bytes are Rec.709 primaries with a power of 1/2.2, which is how a BT.709 video is shown on a desktop screen.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numba import njit

from tools.stage.light import Grade

_CURVE_SIZE = 4096
_CURVE_TOP = 16.0
_DITHER_SIZE = 64


@lru_cache(maxsize=1)
def film_curve() -> np.ndarray:
    """Return (4096,) float32: the root of radiance, 0..4, to display 0..1, with a shoulder that holds highlights.

    Stepped by the root because shadows need their steps closer: by radiance itself the first step is eleven
    display levels high. Source: Narkowicz, "ACES filmic tone mapping curve", 2015.
    """
    x = np.square(np.linspace(0.0, math.sqrt(_CURVE_TOP), _CURVE_SIZE))
    y = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    return (np.clip(y, 0.0, 1.0) ** (1 / 2.2)).astype(np.float32)


@lru_cache(maxsize=4)
def dither(width: int) -> np.ndarray:
    """Return (64, `width`) float32 in 0..1: what is added before a level is cut to a whole number, so that skies do not band.

    It stands still, so it costs an encoder nothing. Sorted high-passed noise: even, without clumps.
    """
    noise = np.random.default_rng(11).random((_DITHER_SIZE, _DITHER_SIZE))
    spectrum = np.fft.fft2(noise)
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(_DITHER_SIZE), np.fft.fftfreq(_DITHER_SIZE)))
    high = np.fft.ifft2(spectrum * np.clip(frequency * 4.0, 0.0, 1.0) ** 2).real
    ranks = np.empty(high.size, np.float32)
    ranks[np.argsort(high.ravel(), kind="stable")] = (np.arange(high.size) + 0.5) / high.size
    return np.ascontiguousarray(np.tile(ranks.reshape(high.shape), (1, -(-width // _DITHER_SIZE)))[:, :width])


def display_matrix(grade: Grade) -> np.ndarray:
    """Return (3, 4) float32: saturation, gain, lift and contrast of a grade, on display RGB 0..1, to levels 0..255.

    All four are linear, so one matrix holds them; the last column is what is added.
    """
    luma = np.array((0.30, 0.59, 0.11))
    saturated = np.outer(np.ones(3), luma) * (1.0 - grade.saturation) + np.eye(3) * grade.saturation
    lift, gain = np.array(grade.lift), np.array(grade.gain)
    matrix = saturated * gain[:, None] - np.outer(lift, luma)
    offset = 0.45 + (lift - 0.45) * grade.contrast
    return np.column_stack([matrix * grade.contrast, offset]).astype(np.float32) * np.float32(255.0)


def packed(table: np.ndarray | None) -> np.ndarray:
    """(N^3,) uint64 of a colour table (N, N, N, 3) of levels 0..255: three channels of ten bits, 20 bits apart."""
    if table is None:
        return np.zeros(1, np.uint64)
    levels = np.rint(np.clip(table, 0.0, 255.0) * (1023.0 / 255.75)).astype(np.uint64).reshape(-1, 3)
    return levels[:, 0] | levels[:, 1] << np.uint64(20) | levels[:, 2] << np.uint64(40)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def develop(rgb, light, share, gain, vignette, curve, matrix, table, dither, row_begin, row_end, out, luma):
    """Write rows of display bytes from radiance, the light that the lens spread, film curve and grade.

    Args:
        rgb: (H, 3 W) float32 radiance, pixel by pixel.
        light, share: of optics.Spread.
        gain: exposure; vignette: share of light lost towards the corners; both float32.
        matrix: (3, 4) from `display_matrix`.
        table: from `packed`, which stands for the matrix; of one entry where there is none.
        dither: from `dither`, with at least W columns.
        out: (H, 3 W) uint8 display bytes. luma: (H, W) uint8, the brightness that outlines are looked for in.
    """
    height, width = luma.shape
    zero, half = np.float32(0.0), np.float32(0.5)
    rows = light.shape[1]
    loss = np.float32(2.3) * vignette * gain
    inverse_width = np.float32(1.0 / width)
    fade = np.empty(width, np.float32)
    for x in range(width):
        across = (np.float32(x) + half - np.float32(width) * half) * inverse_width
        fade[x] = across * across * loss
    row = np.empty((5, width), np.float32)
    size = round(table.shape[0] ** (1.0 / 3.0))
    corners, shares = np.empty((4, width), np.uint32), np.empty((4, width), np.int32)
    levels = np.empty(width, np.uint64)
    for y in range(row_begin, row_end):
        down = (np.float32(y) + half - np.float32(height) * half) * inverse_width
        at = min(max((np.float32(y) + half) * np.float32(rows) / np.float32(height) - half, zero), np.float32(rows - 1))
        above = min(int(at), rows - 2)
        part = at - np.float32(above)
        for c in range(3):
            _between(light[c, above], light[c, above + 1], part, row[c])
        if share.shape[0] > 1:
            _between(share[above], share[above + 1], part, row[3])
        else:
            row[3].fill(zero)
        _exposed(rgb[y], gain - down * down * loss, fade, np.float32((curve.shape[0] - 1) / 4.0), row)
        _through(row, curve)
        if size > 1:
            _corners(row, size, corners, shares)
            _looked_up(table, corners, shares, dither[y % dither.shape[0]], levels)
            _unpacked(levels, out[y], luma[y])
        else:
            _graded(row, matrix, dither[y % dither.shape[0]], out[y], luma[y])


# The loops along a row are functions of few arrays over float32 alone: so the compiler makes vectors of them.


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _between(above, below, part, out):
    for x in range(out.shape[0]):
        out[x] = above[x] + (below[x] - above[x]) * part


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _exposed(source, gain, fade, steps, row):
    """Rows 0 to 2 of `row` from light that is added to places on the film's curve; row 3 is the share it stands for."""
    zero, one = np.float32(0.0), np.float32(1.0)
    sharp, gains = row[3], row[4]
    for x in range(fade.shape[0]):
        sharp[x] = one - sharp[x]
    for x in range(fade.shape[0]):
        gains[x] = gain - fade[x]
    for x in range(fade.shape[0]):
        k, g = row[3, x], row[4, x]
        row[0, x] = math.sqrt(max((source[3 * x] * k + row[0, x]) * g, zero)) * steps
        row[1, x] = math.sqrt(max((source[3 * x + 1] * k + row[1, x]) * g, zero)) * steps
        row[2, x] = math.sqrt(max((source[3 * x + 2] * k + row[2, x]) * g, zero)) * steps


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _through(row, curve):
    last = np.float32(curve.shape[0] - 1)
    for c in range(3):
        channel = row[c]
        for x in range(channel.shape[0]):
            channel[x] = curve[np.uint64(min(channel[x], last))]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _graded(row, matrix, threshold, out, luma):
    zero, top = np.float32(0.0), np.float32(255.5)
    m00, m01, m02, m03 = matrix[0, 0], matrix[0, 1], matrix[0, 2], matrix[0, 3]
    m10, m11, m12, m13 = matrix[1, 0], matrix[1, 1], matrix[1, 2], matrix[1, 3]
    m20, m21, m22, m23 = matrix[2, 0], matrix[2, 1], matrix[2, 2], matrix[2, 3]
    reds, greens, blues = row[0], row[1], row[2]
    for x in range(luma.shape[0]):
        red, green, blue, step = reds[x], greens[x], blues[x], threshold[x]
        red8 = np.int32(min(max(m00 * red + m01 * green + m02 * blue + m03 + step, zero), top))
        green8 = np.int32(min(max(m10 * red + m11 * green + m12 * blue + m13 + step, zero), top))
        blue8 = np.int32(min(max(m20 * red + m21 * green + m22 * blue + m23 + step, zero), top))
        out[3 * x] = red8
        out[3 * x + 1] = green8
        out[3 * x + 2] = blue8
        luma[x] = (red8 + green8 + green8 + blue8) >> 2


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _corners(row, size, corners, shares):
    """For every pixel the four entries of a table (N^3) around its colour and the 1024ths that each counts.

    They are the corners of the tetrahedron that the colour lies in. Source: Kasson, Nin, Plouffe, Hafner, "Performing
    color space conversions with three-dimensional linear interpolation", 1995.
    """
    down, across, deep = np.int32(size * size), np.int32(size), np.int32(1)
    whole, part, bits = np.int32(1024), np.int32(1023), np.int32(10)
    steps, most = np.float32((size - 1) * 1024), np.float32((size - 1) * 1024 - 1)
    for x in range(corners.shape[1]):
        red = np.int32(min(row[0, x] * steps, most))
        green = np.int32(min(row[1, x] * steps, most))
        blue = np.int32(min(row[2, x] * steps, most))
        r, g, b = np.int32(red & part), np.int32(green & part), np.int32(blue & part)
        highest, lowest = max(r, max(g, b)), min(r, min(g, b))
        middle = np.int32(r + g + b - highest - lowest)
        first = down if r == highest else (across if g == highest else deep)
        last = deep if b == lowest else (across if g == lowest else down)
        at = np.int32((red >> bits) * down + (green >> bits) * across + (blue >> bits))
        corners[0, x] = at
        corners[1, x] = at + first
        corners[2, x] = at + down + across + deep - last
        corners[3, x] = at + down + across + deep
        shares[0, x] = whole - highest
        shares[1, x] = highest - middle
        shares[2, x] = middle - lowest
        shares[3, x] = lowest


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _looked_up(table, corners, shares, threshold, levels):
    """The mixed entries of a packed table, dithered, into `levels` (W,) uint64: the three channels are summed at once."""
    lanes, steps = np.uint64((1 << 40) | (1 << 20) | 1), np.float32(4095.0)
    for x in range(levels.shape[0]):
        mixed = table[corners[0, x]] * np.uint64(shares[0, x])
        mixed += table[corners[1, x]] * np.uint64(shares[1, x])
        mixed += table[corners[2, x]] * np.uint64(shares[2, x])
        mixed += table[corners[3, x]] * np.uint64(shares[3, x])
        levels[x] = mixed + lanes * np.uint64(np.int32(threshold[x] * steps))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _unpacked(levels, out, luma):
    byte = np.uint64(255)
    for x in range(levels.shape[0]):
        level = levels[x]
        red8 = np.int32((level >> np.uint64(12)) & byte)
        green8 = np.int32((level >> np.uint64(32)) & byte)
        blue8 = np.int32((level >> np.uint64(52)) & byte)
        out[3 * x] = red8
        out[3 * x + 1] = green8
        out[3 * x + 2] = blue8
        luma[x] = (red8 + green8 + green8 + blue8) >> 2
