"""What the lens does to light on its way to the film: blur away from the focus, bloom, halation, streaks.

All of it is smooth, so it is worked out in a picture of a quarter of the size each way and only brought to full
width; the developing kernel fills in the rows between.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numba import njit

Rgb = tuple[float, float, float]

_HIGHLIGHT_CAP = 24.0
"""Radiance above which a highlight spreads no brighter: one pixel of a lamp must not fill a whole disc with white."""
_SPILL_COLUMNS = 240
"""Bloom is worked out in a picture this wide, whatever the size of the frame."""
_SHARP_PX = 0.75
"""Radius under which no blur is seen."""
_HALATION: Rgb = (1.0, 0.30, 0.06)
"""Light that comes back off the film's base goes through the red layer first: its ring is red to orange."""


class Glass(NamedTuple):
    """How a lens and the film behind it spread light; the defaults are a clean spherical lens."""

    bloom: float = 0.5
    """Gain of the white veil around highlights."""
    halation: float = 0.0
    """Gain of the red ring around highlights, 0 to 1."""
    streak: float = 0.0
    """Gain of the horizontal flare of an anamorphic lens, 0 to 1."""
    streak_colour: Rgb = (0.12, 0.36, 1.0)
    """Scene-linear colour of that flare."""
    squeeze: float = 1.0
    """Height over width of a point of light out of focus: 2 is a scope lens."""
    edge_softness: float = 0.0
    """How soft the corners are, 0 to 1."""


class Spread(NamedTuple):
    """The smooth light of one frame at full width and a quarter of the height; C channels first."""

    light: np.ndarray
    """(3, H/4, W) float32 radiance that is added."""
    share: np.ndarray
    """(H/4, W) float32: how much of the sharp picture `light` stands in for, 0 to 1. One row where that is none."""


def blur_at_infinity_px(focus_m: float, focal_mm: float, f_stop: float, px_per_mm: float) -> float:
    """Return the radius in pixels of a thin lens's blur circle for a point at infinity.

    At depth d it is this times |1 - focus_m / d|.
    """
    focal_m = focal_mm / 1000.0
    circle_m = focal_m * focal_m / (f_stop * max(focus_m - focal_m, 0.05))
    return circle_m * 1000.0 * px_per_mm * 0.5


def spread(rgb: np.ndarray, depth: np.ndarray, glass: Glass, exposure: float, focus_m: float, blur_px: float) -> Spread:
    """The smooth part of a frame.

    Args:
        rgb: (H, W, 3) float32 radiance.
        depth: (H, W) float32 metres.
        exposure: gain of the camera: what counts as bright depends on it.
        focus_m: distance at which the picture is sharp.
        blur_px: radius of the blur circle at infinity, 0 for a lens that blurs nothing.
    """
    height, width = rgb.shape[:2]
    small = (width // 4, height // 4)
    quarter = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
    light = _spill(quarter, glass, exposure)
    radius = None
    if blur_px > _SHARP_PX:
        depths = cv2.resize(depth, small, interpolation=cv2.INTER_NEAREST)
        radius = np.abs(1.0 - np.float32(focus_m) / depths) * np.float32(blur_px)
        if float(radius.max()) <= _SHARP_PX:
            radius = None
    if radius is None and glass.edge_softness <= 0.0:
        return Spread(_widened(cv2.split(light), width), np.zeros((1, width), np.float32))
    if radius is None:
        radius = np.zeros(small[::-1], np.float32)
    blurred, share = _out_of_focus(quarter, radius, glass)
    planes = [plane + soft * share for plane, soft in zip(cv2.split(light), blurred, strict=True)]
    return Spread(_widened(planes, width), _widened([share], width)[0])


def _widened(planes: Sequence[np.ndarray], width: int) -> np.ndarray:
    """(C, H, `width`) from C planes (H, W)."""
    rows = planes[0].shape[0]
    out = np.empty((len(planes), rows, width), np.float32)
    for plane, wide in zip(planes, out, strict=True):
        cv2.resize(plane, (width, rows), dst=wide, interpolation=cv2.INTER_LINEAR)
    return out


def _out_of_focus(quarter: np.ndarray, radius_px: np.ndarray, glass: Glass) -> tuple[Sequence[np.ndarray], np.ndarray]:
    """Return (three planes (h, w) of the blurred picture, share (h, w)) of what is out of focus.

    What is sharp must not bleed into what is not, so colours are weighted by their own blur before the disc passes.

    Args:
        quarter: (h, w, 3) radiance.
        radius_px: (h, w) radius of blur in full-size pixels.
    """
    weight = np.clip(radius_px * np.float32(1 / 6.0), 0.02, 1.0)
    largest = float(np.percentile(radius_px[::4, ::4], 92))
    most = max(7, round(quarter.shape[1] / 68.0))
    disc = _aperture(max(1, min(most, round(largest / 4.0))), glass.squeeze)
    planes = [np.minimum(plane, np.float32(_HIGHLIGHT_CAP)) * weight for plane in cv2.split(quarter)]
    mixed = cv2.filter2D(cv2.merge([*planes, weight]), -1, disc, borderType=cv2.BORDER_REFLECT)
    *sums, weights = cv2.split(mixed)
    blurred = [each / weights for each in sums]
    share = cv2.blur(np.clip(radius_px * np.float32(1 / 3.0) - np.float32(0.25), 0.0, 1.0), (3, 3))
    if glass.edge_softness > 0.0:
        share = np.maximum(share, _corners(*quarter.shape[:2]) * np.float32(glass.edge_softness))
    return blurred, share


@lru_cache(maxsize=16)
def _aperture(radius_px: int, squeeze: float) -> np.ndarray:
    """The aperture's image: a disc, or the upright oval of a squeezing lens, with a soft edge; sum 1."""
    wide = radius_px / squeeze**0.5
    high = radius_px * squeeze**0.5
    across, down = (np.arange(-round(extent), round(extent) + 1) for extent in (wide, high))
    away = np.hypot(across[None, :] / max(wide, 0.5), down[:, None] / max(high, 0.5)) * radius_px
    kernel = np.clip(radius_px + 0.5 - away, 0.1 if radius_px == 1 else 0.0, 1.0).astype(np.float32)
    return kernel / kernel.sum()


@lru_cache(maxsize=4)
def _corners(height: int, width: int) -> np.ndarray:
    """(H, W) float32: 0 in the middle of the picture, 1 in its corners, growing from half way out."""
    across = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    down = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.5
    away = (across[None, :] ** 2 + 0.6 * down[:, None] ** 2) / (0.25 * 1.6)
    return np.clip((away - 0.30) / 0.70, 0.0, 1.0)


def _spill(quarter: np.ndarray, glass: Glass, exposure: float) -> np.ndarray:
    """(h, w, 3) the light that bright places of a (h, w, 3) picture spill around themselves."""
    height, width = quarter.shape[:2]
    if glass.bloom <= 0.0 and glass.halation <= 0.0 and glass.streak <= 0.0:
        return np.zeros_like(quarter)
    size = (_SPILL_COLUMNS, max(8, round(_SPILL_COLUMNS * height / width)))
    bright = cv2.resize(quarter, size, interpolation=cv2.INTER_AREA if size[0] < width else cv2.INTER_LINEAR)
    bright = np.clip(bright - np.float32(0.75 / exposure), 0.0, 6.0)
    third = cv2.resize(bright, (size[0] // 3, max(2, size[1] // 3)), interpolation=cv2.INTER_AREA)
    veil = 0.3 * cv2.GaussianBlur(third, (0, 0), 1.65) + 0.2 * cv2.GaussianBlur(third, (0, 0), 4.5)
    tight = cv2.GaussianBlur(bright, (0, 0), 1.2)
    spilt = (cv2.resize(veil, size, interpolation=cv2.INTER_LINEAR) + 0.5 * tight) * np.float32(2.2 * glass.bloom)
    if glass.halation > 0.0:
        ring = cv2.GaussianBlur(cv2.cvtColor(bright, cv2.COLOR_RGB2GRAY), (0, 0), 2.6) * np.float32(1.6 * glass.halation)
        spilt += ring[..., None] * np.array(_HALATION, np.float32)
    spilt = cv2.resize(spilt, (width, height), interpolation=cv2.INTER_LINEAR)
    if glass.streak > 0.0:
        spilt += _streaks(quarter, glass, exposure)
    return spilt


def _streaks(quarter: np.ndarray, glass: Glass, exposure: float) -> np.ndarray:
    """(h, w, 3) the horizontal lines that a cylinder of glass draws through small bright lights.

    A bright sky is no small light: what stands little above its own surroundings draws none.
    """
    height, width = quarter.shape[:2]
    level = cv2.cvtColor(quarter, cv2.COLOR_RGB2GRAY) * np.float32(exposure)
    around = cv2.blur(level, (2 * (width // 16) + 1, 2 * (height // 12) + 1))
    around = np.maximum(around, cv2.blur(level, (2 * (width // 16) + 1, 1)))
    source = np.clip(level - 2.0 - 1.5 * around, 0.0, 8.0).astype(np.float32)
    line = np.empty_like(source)
    smear(source, np.float32(np.exp(-1.0 / (0.16 * width))), line)
    core = np.empty_like(source)
    smear(source, np.float32(np.exp(-1.0 / (0.02 * width))), core)
    glow = 0.75 * line + 0.25 * core
    # A street of lamps would veil the whole picture: many streaks grow less than one does.
    glow *= np.float32(2.4 * glass.streak / exposure) / (1.0 + np.float32(2.5) * cv2.blur(line, (1, 2 * (height // 12) + 1)))
    return glow[..., None] * np.array(glass.streak_colour, np.float32)


def bend(width: int, height: int, barrel: float) -> tuple[np.ndarray, np.ndarray] | None:
    """Where each pixel of a distorted picture comes from, as OpenCV's fixed-point maps; None for a straight lens.

    Args:
        barrel: how far the corners are drawn in, as a share of their distance. The picture is enlarged until it fills
            the frame again, so nothing is invented at the rim.
    """
    if barrel == 0.0:
        return None
    x = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / (width / 2)
    y = (np.arange(height, dtype=np.float32) + 0.5 - height / 2) / (width / 2)
    corner = 1.0 + (height / width) ** 2
    away = (x[None, :] ** 2 + y[:, None] ** 2) / corner
    # A corner of the frame shows a corner of the picture (barrel), or the middle of a side does (pincushion).
    rim = 1.0 + barrel if barrel > 0 else 1.0 + barrel * float(min(away[height // 2, 0], away[0, width // 2]))
    scale = (1.0 + np.float32(barrel) * away) / np.float32(rim)
    from_x = x[None, :] * scale * (width / 2) + width / 2 - 0.5
    from_y = y[:, None] * scale * (width / 2) + height / 2 - 0.5
    return cv2.convertMaps(from_x.astype(np.float32), from_y.astype(np.float32), cv2.CV_16SC2)


def bent(picture: np.ndarray, maps: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """`picture` (H, W, 3) through the maps of `bend`."""
    return cv2.remap(picture, *maps, interpolation=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def smear(source, keep, out):
    """Draw each row of `source` (H, W) out to both sides, falling by `keep` a pixel, into `out` (H, W); float32.

    Normalised to the square root of the length, so that a streak is long and thin rather than a dim band.
    """
    height, width = source.shape
    one = np.float32(1.0)
    gain = np.float32(math.sqrt((one - keep) / (one + keep)))
    for y in range(height):
        run = np.float32(0.0)
        for x in range(width):
            run = run * keep + source[y, x]
            out[y, x] = run
        run = np.float32(0.0)
        for x in range(width - 1, -1, -1):
            out[y, x] = (out[y, x] + run) * gain
            run = (run + source[y, x]) * keep
