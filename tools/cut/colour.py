"""Display RGB and BT.709 Y'CbCr 4:2:0, and the grade, as integer kernels.

Written here because ffmpeg's default conversion uses the BT.601 matrix, and its fast paths differ
between processors. These kernels add and shift integers only, so every machine gives equal bytes,
at about a third of the time of swscale with its exact flags.

Chroma is sited left (MPEG-2, H.264 default): a Cb/Cr sample stands on an even column, between two
rows. Import this module inside functions: numba takes a while.

Source: ITU-R BT.709-6 (Kr 0.2126, Kb 0.0722), limited range; chroma siting H.264 Annex E, type 0.
"""

from __future__ import annotations

import numpy as np
from numba import njit

BT709 = (0.2126, 0.0722)
BT601 = (0.299, 0.114)
SHIFT = 16
"""Fixed point: coefficients carry 16 fractional bits."""


def to_i420(rgb: np.ndarray, out: np.ndarray) -> None:
    """Converts ``rgb`` (H, W, 3) uint8 display RGB into ``out`` (H * 3 // 2, W) uint8, planes Y, Cb, Cr; H, W even."""
    height, width = rgb.shape[:2]
    flat = out.reshape(-1)
    luma, quarter = height * width, height * width // 4
    _rgb_to_yuv(
        rgb,
        out[:height],
        flat[luma : luma + quarter].reshape(height // 2, width // 2),
        flat[luma + quarter :].reshape(height // 2, width // 2),
        _to_yuv_coefficients(*BT709),
    )


def from_i420(planes: np.ndarray, matrix: tuple[float, float] = BT709) -> np.ndarray:
    """(H, W, 3) uint8 display RGB of ``planes`` (H * 3 // 2, W) uint8 limited range; ``matrix`` is (Kr, Kb)."""
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    flat = planes.reshape(-1)
    luma, quarter = height * width, height * width // 4
    rgb = np.empty((height, width, 3), np.uint8)
    _yuv_to_rgb(
        planes[:height],
        flat[luma : luma + quarter].reshape(height // 2, width // 2),
        flat[luma + quarter :].reshape(height // 2, width // 2),
        rgb,
        _to_rgb_coefficients(*matrix),
    )
    return rgb


def apply_curves(rgb: np.ndarray, curves: np.ndarray, saturation: float) -> np.ndarray:
    """(H, W, 3) uint8: ``rgb`` through a curve a channel, (3, 256) in 1/256 steps, then ``saturation`` about luma."""
    out = np.empty_like(rgb)
    _grade(rgb, np.ascontiguousarray(curves, np.int32), round(saturation * 256), out)
    return out


def blend(under: np.ndarray, over: np.ndarray, amount: float) -> np.ndarray:
    """uint8 frame: ``amount`` 0 gives ``under``, 1 gives ``over``; mixed in display values, as an edit suite does."""
    out = np.empty_like(under)
    _blend(under.reshape(-1), over.reshape(-1), round(amount * 256), out.reshape(-1))
    return out


def _to_yuv_coefficients(kr: float, kb: float) -> np.ndarray:
    kg = 1 - kr - kb
    luma = np.array([kr, kg, kb]) * 219 / 255
    blue = np.array([-kr, -kg, 1 - kb]) / (2 * (1 - kb)) * 224 / 255
    red = np.array([1 - kr, -kg, -kb]) / (2 * (1 - kr)) * 224 / 255
    return np.round(np.stack([luma, blue, red]) * (1 << SHIFT)).astype(np.int64)


def _to_rgb_coefficients(kr: float, kb: float) -> np.ndarray:
    kg = 1 - kr - kb
    scale = 255 / 224
    values = [255 / 219, 2 * (1 - kr) * scale, 2 * (1 - kb) * kb / kg * scale, 2 * (1 - kr) * kr / kg * scale]
    return np.round(np.array([*values, 2 * (1 - kb) * scale]) * (1 << SHIFT)).astype(np.int64)


@njit(cache=True, nogil=True)
def _rgb_to_yuv(rgb, luma, blue, red, k):
    height, width = rgb.shape[0], rgb.shape[1]
    y0, y1, y2 = np.int32(k[0, 0]), np.int32(k[0, 1]), np.int32(k[0, 2])
    b0, b1, b2 = np.int32(k[1, 0]), np.int32(k[1, 1]), np.int32(k[1, 2])
    r0, r1, r2 = np.int32(k[2, 0]), np.int32(k[2, 1]), np.int32(k[2, 2])
    luma_bias = np.int32((16 << 16) + (1 << 15))
    chroma_bias = np.int32((128 << 16) + (1 << 15))
    for row in range(0, height, 2):
        for line in range(row, row + 2):
            for x in range(width):
                red_in, green_in, blue_in = (
                    np.int32(rgb[line, x, 0]),
                    np.int32(rgb[line, x, 1]),
                    np.int32(rgb[line, x, 2]),
                )
                luma[line, x] = np.uint8((red_in * y0 + green_in * y1 + blue_in * y2 + luma_bias) >> 16)
        for half in range(width // 2):
            here = 2 * half
            left = here - 1 if here > 0 else 0
            sums_r = np.int32(0)
            sums_g = np.int32(0)
            sums_b = np.int32(0)
            for line in range(row, row + 2):
                sums_r += (
                    np.int32(rgb[line, left, 0]) + 2 * np.int32(rgb[line, here, 0]) + np.int32(rgb[line, here + 1, 0])
                )
                sums_g += (
                    np.int32(rgb[line, left, 1]) + 2 * np.int32(rgb[line, here, 1]) + np.int32(rgb[line, here + 1, 1])
                )
                sums_b += (
                    np.int32(rgb[line, left, 2]) + 2 * np.int32(rgb[line, here, 2]) + np.int32(rgb[line, here + 1, 2])
                )
            cb = ((sums_r * b0 + sums_g * b1 + sums_b * b2) >> 3) + chroma_bias
            cr = ((sums_r * r0 + sums_g * r1 + sums_b * r2) >> 3) + chroma_bias
            blue[row // 2, half] = np.uint8(cb >> 16)
            red[row // 2, half] = np.uint8(cr >> 16)


@njit(cache=True, nogil=True)
def _yuv_to_rgb(luma, blue, red, rgb, k):
    height = luma.shape[0]
    rows, columns = blue.shape
    ky, kr, kgb, kgr, kb = np.int32(k[0]), np.int32(k[1]), np.int32(k[2]), np.int32(k[3]), np.int32(k[4])
    half = np.int32((1 << 15) - 16 * ky)
    cb_row = np.empty(columns + 1, np.int32)
    cr_row = np.empty(columns + 1, np.int32)
    for y in range(height):
        near = y // 2
        far = min(max(near - 1 if y % 2 == 0 else near + 1, 0), rows - 1)
        for i in range(columns):
            cb_row[i] = 3 * np.int32(blue[near, i]) + np.int32(blue[far, i]) - 512
            cr_row[i] = 3 * np.int32(red[near, i]) + np.int32(red[far, i]) - 512
        cb_row[columns] = cb_row[columns - 1]
        cr_row[columns] = cr_row[columns - 1]
        for i in range(columns):
            for odd in range(2):
                cb = cb_row[i] + cb_row[i + odd]
                cr = cr_row[i] + cr_row[i + odd]
                level = np.int32(luma[y, 2 * i + odd]) * ky + half
                r = np.int32(level + ((cr * kr) >> 3)) >> 16
                g = np.int32(level - ((cb * kgb + cr * kgr) >> 3)) >> 16
                b = np.int32(level + ((cb * kb) >> 3)) >> 16
                rgb[y, 2 * i + odd, 0] = np.uint8(min(max(r, 0), 255))
                rgb[y, 2 * i + odd, 1] = np.uint8(min(max(g, 0), 255))
                rgb[y, 2 * i + odd, 2] = np.uint8(min(max(b, 0), 255))


@njit(cache=True, nogil=True)
def _grade(rgb, curves, saturation, out):
    for y in range(rgb.shape[0]):
        for x in range(rgb.shape[1]):
            r, g, b = curves[0, rgb[y, x, 0]], curves[1, rgb[y, x, 1]], curves[2, rgb[y, x, 2]]
            grey = (r * 13933 + g * 46871 + b * 4732 + 32768) >> 16
            r = (((grey << 8) + (r - grey) * saturation) + 32768) >> 16
            g = (((grey << 8) + (g - grey) * saturation) + 32768) >> 16
            b = (((grey << 8) + (b - grey) * saturation) + 32768) >> 16
            out[y, x, 0] = np.uint8(min(max(r, 0), 255))
            out[y, x, 1] = np.uint8(min(max(g, 0), 255))
            out[y, x, 2] = np.uint8(min(max(b, 0), 255))


@njit(cache=True, nogil=True)
def _blend(under, over, amount, out):
    for i in range(under.size):
        out[i] = np.uint8((np.int32(under[i]) * (256 - amount) + np.int32(over[i]) * amount + 128) >> 8)
