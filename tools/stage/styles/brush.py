"""Brushwork: detail gathered into dabs that lie along the form, with bristles that catch the light."""

import math

import cv2
import numpy as np
from numba import njit

from film.passes import Brush
from tools.stage.styles.canvas import Canvas, luma_of
from tools.stage.styles.pattern import noise

SECTORS = 6
_AROUND = np.array([(np.cos(k * np.pi / 3), np.sin(k * np.pi / 3)) for k in range(SECTORS)], np.float32)

BRISTLE_STEPS = 6
_DOWN = np.array([[(0.0, 1.0)]], np.float32)


def brush(picture: np.ndarray, canvas: Canvas, style: Brush) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 in dabs.

    Source: Kyprianidis, Kang, Doellner, "Image and video abstraction by anisotropic Kuwahara filtering", 2009, with
    sector means taken from one box filter.
    """
    radius = style.radius_px * canvas.unit
    size = max(3, 2 * round(radius * 0.5) + 1)
    mean = cv2.blur(picture, (size, size), borderType=cv2.BORDER_REFLECT)
    luma = luma_of(picture)
    middle = cv2.blur(luma, (size, size), borderType=cv2.BORDER_REFLECT)
    spread = cv2.blur(luma * luma, (size, size), borderType=cv2.BORDER_REFLECT) - middle * middle
    # A round dab has no direction.
    flow = direction(luma, canvas) if style.along > 1 or style.relief > 0 or style.variety > 0 else _DOWN
    sectors = np.empty((canvas.height, canvas.width, 4), np.float32)
    _weigh(mean, spread, style.crisp > 0.5, sectors)
    out = np.empty_like(picture)
    settings = np.array([radius * 0.62, style.along, style.faces], np.float32)
    _dab(sectors.reshape(canvas.height, -1), flow, canvas.faces, _AROUND, settings, out)
    if style.relief > 0 or style.variety > 0:
        return _bristled(out, flow, canvas, style)
    return out


def direction(luma: np.ndarray, canvas: Canvas) -> np.ndarray:
    """(H/4, W/4, 2) float32 unit vectors along which forms run; where nothing runs, gently down.

    Source: Brox, Weickert, Burgeth, Mrazek, "Nonlinear structure tensors", 2006 (the linear one).
    """
    small = cv2.resize(luma, (canvas.width // 4, canvas.height // 4), interpolation=cv2.INTER_AREA)
    dx = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3)
    dy = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3)
    tensor = cv2.GaussianBlur(np.dstack([dx * dx, dx * dy, dy * dy]), (0, 0), canvas.sigma(14.0) / 4)
    xx, xy, yy = tensor[..., 0] + np.float32(2e-4), tensor[..., 1] + np.float32(0.8e-4), tensor[..., 2]
    half = np.float32(0.5) * np.arctan2(2 * xy, xx - yy)
    return np.ascontiguousarray(np.dstack([-np.sin(half), np.cos(half)]).astype(np.float32))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weigh(mean, spread, crisp, out):
    """Colour times weight, and weight: a place counts the more the calmer it is."""
    one = np.float32(1.0)
    for y in range(spread.shape[0]):
        for x in range(spread.shape[1]):
            calm = one / (one + np.float32(1500.0) * max(np.float32(0.0), spread[y, x]))
            weight = calm * calm
            weight *= weight
            if crisp:
                weight *= weight
            weight += np.float32(1e-12)
            out[y, x, 0] = np.float32(mean[y, x, 0]) * weight
            out[y, x, 1] = np.float32(mean[y, x, 1]) * weight
            out[y, x, 2] = np.float32(mean[y, x, 2]) * weight
            out[y, x, 3] = weight


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _dab(sectors, flow, faces, around, settings, out):
    """Each pixel from the sectors around it. They turn with the flow, four by four pixels together: a row of four is
    then sixteen numbers that lie side by side, and adding those is what a processor is quickest at."""
    height, width = faces.shape
    reach, along, face_share = settings
    across_to = np.zeros(SECTORS, np.int32)
    down_to = np.zeros(SECTORS, np.int32)
    row = np.zeros(16, np.float32)
    half, one = np.float32(0.5), np.float32(1.0)
    for top in range(0, height, 4):
        for left in range(0, width, 4):
            j, i = min(top // 4, flow.shape[0] - 1), min(left // 4, flow.shape[1] - 1)
            fx, fy = flow[j, i, 0], flow[j, i, 1]
            face = np.float32(faces[min(height - 1, top + 2), min(width - 1, left + 2)]) * np.float32(1 / 255)
            here = reach * (one + (face_share - one) * face)
            most = 1
            for k in range(SECTORS):
                a, b = around[k, 0] * here * along, around[k, 1] * here / along
                across_to[k] = math.floor(a * fx - b * fy + 0.5)
                down_to[k] = math.floor(a * fy + b * fx + 0.5)
                most = max(most, abs(across_to[k]), abs(down_to[k]))
            if left + 4 > width:
                most = width  # A narrow last block goes the slow way.
            inside = left >= most and left + 4 + most <= width
            for y in range(top, min(top + 4, height)):
                row[:] = np.float32(0.0)
                for k in range(SECTORS):
                    sy = min(height - 1, max(0, y + down_to[k]))
                    if inside:
                        first = 4 * (left + across_to[k])
                        for m in range(16):
                            row[m] += sectors[sy, first + m]
                    else:
                        for n in range(4):
                            first = 4 * min(width - 1, max(0, left + n + across_to[k]))
                            for m in range(4):
                                row[4 * n + m] += sectors[sy, first + m]
                for n in range(min(4, width - left)):
                    scale = one / row[4 * n + 3]
                    for c in range(3):
                        out[y, left + n, c] = int(row[4 * n + c] * scale + half)


def _bristled(picture: np.ndarray, flow: np.ndarray, canvas: Canvas, style: Brush) -> np.ndarray:
    fine = noise(canvas.under, style.bristle_px * canvas.unit, canvas.salt, half=True)
    broad = noise(canvas.under, 3.5 * style.bristle_px * canvas.unit, canvas.salt + 17.0, half=True)
    rough = np.float32(0.62) * fine + np.float32(0.38) * broad - np.float32(0.5)
    pulled = np.empty_like(rough)
    _pull(rough, flow, max(2.0, 1.1 * style.radius_px * canvas.unit), pulled)
    slope = np.zeros_like(pulled)
    slope[1:-1, 1:-1] = pulled[:-2, :-2] - pulled[2:, 2:] + pulled[1:-1, :-2] - pulled[1:-1, 2:]
    size = (canvas.width, canvas.height)
    height_map, shine = (cv2.resize(each, size, interpolation=cv2.INTER_LINEAR) for each in (pulled, slope))
    out = np.empty_like(picture)
    _light(picture, height_map, shine, canvas.faces, np.array([style.relief, style.variety]), out)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _pull(rough, flow, reach, out):
    """Average ``rough`` (h, w) over ``reach`` pixels either way along the flow, which has half its size: bristle marks.

    Source: Cabral and Leedom, "Imaging vector fields using line integral convolution", 1993; straight, as a dab is.
    """
    height, width = rough.shape
    samples = 2 * BRISTLE_STEPS + 1
    across_to, down_to = np.zeros(samples, np.int32), np.zeros(samples, np.int32)
    share = np.float32(1.0 / samples)
    for top in range(0, height, 2):
        for left in range(0, width, 2):
            j, i = min(top // 2, flow.shape[0] - 1), min(left // 2, flow.shape[1] - 1)
            for k in range(samples):
                away = (k - BRISTLE_STEPS) * reach / BRISTLE_STEPS
                across_to[k] = math.floor(flow[j, i, 0] * away + 0.5)
                down_to[k] = math.floor(flow[j, i, 1] * away + 0.5)
            for y in range(top, min(top + 2, height)):
                for x in range(left, min(left + 2, width)):
                    total = np.float32(0.0)
                    for k in range(samples):
                        sx, sy = min(width - 1, max(0, x + across_to[k])), min(height - 1, max(0, y + down_to[k]))
                        total += rough[sy, sx]
                    out[y, x] = total * share


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _light(picture, bristles, slopes, faces, settings, out):
    height, width = faces.shape
    relief, variety = settings
    for y in range(height):
        for x in range(width):
            here = bristles[y, x]
            calm = 1.0 - 0.55 * faces[y, x] / 255.0
            shine = 1.0 + (relief * 2.6 * slopes[y, x] + variety * 1.5 * here) * calm
            warm = variety * 26.0 * here * calm
            out[y, x, 0] = int(min(255.0, max(0.0, picture[y, x, 0] * shine + warm)) + 0.5)
            out[y, x, 1] = int(min(255.0, max(0.0, picture[y, x, 1] * shine)) + 0.5)
            out[y, x, 2] = int(min(255.0, max(0.0, picture[y, x, 2] * shine - warm)) + 0.5)
