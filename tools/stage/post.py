"""From scene-linear radiance to display bytes: lens blur, halation, rain and snow, film curve, grade, edges, size.

Display bytes are Rec.709 primaries with a power of 1/2.2, which is how a BT.709 video is shown on a desktop screen.
"""

import math
from functools import lru_cache

import cv2
import numpy as np
from numba import njit

from tools.stage.noise import hash01

FAR_M = 1.0e4
"""Depth written where there is only sky."""
_CURVE_SIZE = 4096
_CURVE_TOP = 16.0
_GRAIN_SIZE = 512


@lru_cache(maxsize=1)
def film_curve() -> np.ndarray:
    """Return (4096,) float32: radiance 0..16 to display 0..1, with a shoulder that keeps highlights from clipping.

    Source: Narkowicz, "ACES filmic tone mapping curve", 2015.
    """
    x = np.arange(_CURVE_SIZE) * (_CURVE_TOP / _CURVE_SIZE)
    y = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    return (np.clip(y, 0.0, 1.0) ** (1 / 2.2)).astype(np.float32)


@lru_cache(maxsize=1)
def grain_tile() -> np.ndarray:
    """Return (512, 512) float32 film grain, mean 0."""
    fine = np.random.default_rng(5).normal(0.0, 1.0, (_GRAIN_SIZE, _GRAIN_SIZE)).astype(np.float32)
    return 0.6 * fine + 0.9 * cv2.GaussianBlur(fine, (0, 0), 0.8, borderType=cv2.BORDER_REFLECT)


@lru_cache(maxsize=16)
def _disc(radius_px: int) -> np.ndarray:
    """Return the aperture's image: a round disc with a soft edge, sum 1."""
    offset = np.arange(-radius_px, radius_px + 1)
    away = np.hypot(offset[:, None], offset[None, :])
    kernel = np.clip(radius_px + 0.5 - away, 0.1 if radius_px == 1 else 0.0, 1.0).astype(np.float32)
    return kernel / kernel.sum()


def blur_at_infinity_px(focus_m: float, focal_mm: float, f_stop: float, px_per_mm: float) -> float:
    """Return the radius in pixels of a thin lens's blur circle for a point at infinity.

    At depth d it is this times |1 - focus_m / d|.
    """
    focal_m = focal_mm / 1000.0
    circle_m = focal_m * focal_m / (f_stop * max(focus_m - focal_m, 0.05))
    return circle_m * 1000.0 * px_per_mm * 0.5


def lens_blur(rgb: np.ndarray, quarter: np.ndarray, radius_px: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (blurred (H, W, 3), share (H, W)) of the out-of-focus picture.

    Args:
        rgb: (H, W, 3) radiance.
        quarter: (H/4, W/4, 3) the same, small.
        radius_px: (H/4, W/4) blur radius in full-size pixels.

    What is sharp must not bleed into what is not, so colours are weighted by their own blur before the disc passes.
    """
    height, width = rgb.shape[:2]
    weight = np.clip(radius_px * np.float32(1 / 6.0), 0.02, 1.0)
    largest = float(np.percentile(radius_px[::4, ::4], 92))
    disc_px = max(1, min(7, round(largest / 4.0)))
    bright = np.minimum(quarter, 24.0)
    spread = cv2.filter2D(
        np.dstack([bright * weight[..., None], weight]), -1, _disc(disc_px), borderType=cv2.BORDER_REFLECT
    )
    blurred = np.divide(spread[..., :3], spread[..., 3:])
    softness = np.clip(radius_px * np.float32(1 / 3.0) - np.float32(0.25), 0.0, 1.0)
    share = cv2.resize(cv2.blur(softness, (3, 3)), (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR), share


def halation(quarter: np.ndarray, exposure: float, size: tuple[int, int]) -> np.ndarray:
    """Return the light that bright places spill around themselves, at `size` (W, H), from a quarter-size picture."""
    height, width = quarter.shape[:2]
    bright = np.clip(quarter - np.float32(0.75 / exposure), 0.0, 6.0)
    scale = width / 320.0
    small = cv2.resize(bright, (max(2, width // 3), max(2, height // 3)), interpolation=cv2.INTER_AREA)
    wide = 0.3 * cv2.GaussianBlur(small, (0, 0), 2.2 * scale) + 0.2 * cv2.GaussianBlur(small, (0, 0), 6.0 * scale)
    tight = 0.5 * cv2.GaussianBlur(bright, (0, 0), 1.6 * scale)
    spill = tight + cv2.resize(wide, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.resize(spill, size, interpolation=cv2.INTER_LINEAR)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def precipitate(camera, depth, time_s, amount, snowing, brightness, room, rgb):
    """Draw rain streaks or snow flakes into `rgb` (H, W, 3), behind whatever is nearer and outside `room`."""
    height, width = depth.shape
    count = int(amount * (1300 if snowing else 2200))
    r = camera.rotation
    scale = width / 960.0
    for i in range(count):
        # The shaft of air before the camera repeats every 24 m, so drops stand still in the world while it moves.
        speed = (1.1 + 0.5 * hash01(i, 5)) if snowing else (8.0 + 2.0 * hash01(i, 5))
        sway = 0.35 * math.sin(time_s * (0.7 + hash01(i, 9)) + 6.28 * hash01(i, 8)) if snowing else 0.0
        x = hash01(i, 1) * 24.0 + sway - (0.5 * time_s if snowing else 0.8 * time_s)
        y = hash01(i, 2) * 12.0 - speed * time_s
        z = hash01(i, 3) * 24.0 + sway
        x = x - camera.eye[0] + 12.0
        y = y - camera.eye[1] + 6.0
        z = z - camera.eye[2] + 12.0
        x = x - math.floor(x / 24.0) * 24.0 - 12.0
        y = y - math.floor(y / 12.0) * 12.0 - 6.0
        z = z - math.floor(z / 24.0) * 24.0 - 12.0
        ahead = r[2, 0] * x + r[2, 1] * y + r[2, 2] * z
        if ahead < 0.7:
            continue
        there_x, there_z = x + camera.eye[0], z + camera.eye[2]
        if there_x > room[0] and there_x < room[1] and there_z > room[2] and there_z < room[3]:
            continue
        right, up = r[0, 0] * x + r[0, 1] * y + r[0, 2] * z, r[1, 0] * x + r[1, 1] * y + r[1, 2] * z
        px = camera.centre_x + camera.focal_px * right / ahead
        py = camera.centre_y - camera.focal_px * up / ahead
        length = max(1.0, camera.focal_px * 0.22 / ahead) if not snowing else 0.0
        radius = max(0.7 * scale, camera.focal_px * 0.007 / ahead) if snowing else 0.75 * scale
        fade = min(1.0, (ahead - 0.7) * 0.8) * (0.75 if snowing else 0.34)
        if snowing and radius > 3.0 * scale:
            fade *= 3.0 * scale / radius
        for iy in range(max(0, int(py - length - radius)), min(height - 1, int(py + radius) + 1) + 1):
            lean = (py - iy) * 0.07
            for ix in range(max(0, int(px + lean - radius)), min(width - 1, int(px + lean + radius) + 1) + 1):
                if depth[iy, ix] < ahead:
                    continue
                off_x = ix + 0.5 - px - lean
                off_y = min(0.0, iy + 0.5 - py + length) if not snowing else iy + 0.5 - py
                share = fade * max(0.0, 1.0 - (off_x * off_x + off_y * off_y) / (radius * radius + 0.2))
                for c in range(3):
                    rgb[iy, ix, c] += (brightness[c] - rgb[iy, ix, c]) * share


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def develop(
    rgb, spill, blurred, share, grade, curve, grain, grain_level, grain_x, grain_y, row_begin, row_end, out, luma
):
    """Write rows of display bytes `out` (H, W, 3) uint8 from radiance, spill, lens blur, film curve and grade.

    spill and blurred (H, W, 3); share (H, W), or of one pixel for a lens that blurs nothing. luma (H, W) uint8 gets
    the brightness that `smooth_edges` looks for outlines in.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    blurs = share.shape[0] > 1
    size = grain.shape[0]
    bloom = grade.bloom * 2.2
    steps = curve.shape[0] / 16.0
    last = curve.shape[0] - 1
    for y in range(row_begin, row_end):
        down = (y - height * 0.5) / width
        for x in range(width):
            red, green, blue = rgb[y, x, 0], rgb[y, x, 1], rgb[y, x, 2]
            if blurs:
                k = share[y, x]
                red += (blurred[y, x, 0] - red) * k
                green += (blurred[y, x, 1] - green) * k
                blue += (blurred[y, x, 2] - blue) * k
            red += spill[y, x, 0] * bloom
            green += spill[y, x, 1] * bloom
            blue += spill[y, x, 2] * bloom
            across = (x - width * 0.5) / width
            gain = grade.exposure * (1.0 - 2.3 * grade.vignette * (across * across + down * down)) * steps
            red = curve[max(0, min(last, int(red * gain)))]
            green = curve[max(0, min(last, int(green * gain)))]
            blue = curve[max(0, min(last, int(blue * gain)))]
            level = 0.30 * red + 0.59 * green + 0.11 * blue
            noise = 0.0
            if grain_level > 0.0:
                noise = grain[(y + grain_y) % size, (x + grain_x) % size] * grain_level * (1.0 - 0.6 * level)
            under = 1.0 - level
            red = (level + (red - level) * grade.saturation) * grade.gain[0] + grade.lift[0] * under
            green = (level + (green - level) * grade.saturation) * grade.gain[1] + grade.lift[1] * under
            blue = (level + (blue - level) * grade.saturation) * grade.gain[2] + grade.lift[2] * under
            red = 0.45 + (red - 0.45) * grade.contrast + noise
            green = 0.45 + (green - 0.45) * grade.contrast + noise
            blue = 0.45 + (blue - 0.45) * grade.contrast + noise
            red8 = min(255, max(0, int(red * 255.0 + 0.5)))
            green8 = min(255, max(0, int(green * 255.0 + 0.5)))
            out[y, x, 0] = red8
            out[y, x, 1] = green8
            out[y, x, 2] = min(255, max(0, int(blue * 255.0 + 0.5)))
            luma[y, x] = (red8 + 2 * green8 + 1) // 3


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def smooth_edges(source, luma, row_begin, row_end, out):
    """Blend the stairs of outlines along the edge, from `source` (H, W, 3) into its copy `out`; luma (H, W); uint8.

    Source: Lottes, "FXAA", 2009 (the short, four-tap variant).
    """
    height, width = luma.shape
    for y in range(max(1, row_begin), min(height - 1, row_end)):
        for x in range(1, width - 1):
            here = int(luma[y, x])
            nw, ne = int(luma[y - 1, x - 1]), int(luma[y - 1, x + 1])
            sw, se = int(luma[y + 1, x - 1]), int(luma[y + 1, x + 1])
            lowest, highest = min(here, nw, ne, sw, se), max(here, nw, ne, sw, se)
            if highest - lowest < 9 or (highest - lowest) * 10 < highest:
                continue
            along_x, along_y = (sw + se) - (nw + ne), (nw + sw) - (ne + se)
            k = 1.0 / (min(abs(along_x), abs(along_y)) + max((nw + ne + sw + se) * 0.03, 1.3))
            along_x = min(6.0, max(-6.0, along_x * k))
            along_y = min(6.0, max(-6.0, along_y * k))
            total_r, total_g, total_b = 0.0, 0.0, 0.0
            for tap in range(4):
                offset = -0.33 if tap == 0 else (0.33 if tap == 1 else (-0.12 if tap == 2 else 0.12))
                u = min(width - 1.001, max(0.0, x + along_x * offset))
                v = min(height - 1.001, max(0.0, y + along_y * offset))
                i, j = int(u), int(v)
                a, b = u - i, v - j
                w00, w01, w10, w11 = (1.0 - a) * (1.0 - b), a * (1.0 - b), (1.0 - a) * b, a * b
                total_r += source[j, i, 0] * w00 + source[j, i + 1, 0] * w01
                total_r += source[j + 1, i, 0] * w10 + source[j + 1, i + 1, 0] * w11
                total_g += source[j, i, 1] * w00 + source[j, i + 1, 1] * w01
                total_g += source[j + 1, i, 1] * w10 + source[j + 1, i + 1, 1] * w11
                total_b += source[j, i, 2] * w00 + source[j, i + 1, 2] * w01
                total_b += source[j + 1, i, 2] * w10 + source[j + 1, i + 1, 2] * w11
            out[y, x, 0] = int(total_r * 0.25 + 0.5)
            out[y, x, 1] = int(total_g * 0.25 + 0.5)
            out[y, x, 2] = int(total_b * 0.25 + 0.5)


def upscale(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return `rgb` (H, W, 3) uint8 at the delivered size, bicubic; unchanged when it has that size."""
    if rgb.shape[1] == width and rgb.shape[0] == height:
        return rgb
    shrinks = width < rgb.shape[1]
    return cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
