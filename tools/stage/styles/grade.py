"""Colour and contrast."""

import cv2
import numpy as np
from numba import njit

from film.passes import Grade
from tools.stage.styles.canvas import Canvas, bytes_of, luma_of


def grade(picture: np.ndarray, canvas: Canvas, style: Grade) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 with other contrast and colour."""
    around = np.zeros((1, 1), np.float32)
    if style.clarity:
        small = cv2.resize(luma_of(picture), (canvas.width // 4, canvas.height // 4), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), canvas.sigma(24.0) / 4)
        around = cv2.resize(small, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
    faces = canvas.faces if style.faces_stops else np.zeros((1, 1), np.uint8)
    if style.faces_stops:
        # Dark skin needs the more light, or contrast takes it away.
        small = (canvas.width // 4, canvas.height // 4)
        own = luma_of(cv2.resize(canvas.under.own, small, interpolation=cv2.INTER_NEAREST))
        dark = np.clip(2.1 - 2.3 * own, 0.12, 1.9) * np.float32(0.5)
        lit = np.round(cv2.resize(faces, small, interpolation=cv2.INTER_AREA) * dark).astype(np.uint8)
        lit = cv2.GaussianBlur(lit, (0, 0), canvas.sigma(6.0) / 4)
        faces = cv2.resize(lit, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(picture)
    settings = np.array(
        [
            2.0 ** (style.exposure_stops / 2.2) / 255.0, style.saturation, style.vibrance, style.clarity, style.vignette,
            (2.0 ** (style.faces_stops / 2.2) - 1.0) / 127.5,
        ],
        np.float32,
    )  # fmt: skip
    _grade(picture, around, faces, settings, _curve(style.contrast, style.pivot),
           np.array(bytes_of(style.shadows), np.float32), np.array(bytes_of(style.lights), np.float32), out)  # fmt: skip
    return out


def _curve(contrast: float, pivot: float) -> np.ndarray:
    """(1025,) float32: a tone curve through 0, the pivot and 1 that is steepest at the pivot."""
    tone = np.arange(1025) / 1024.0
    pivot = min(0.999, max(0.001, pivot))
    dark = pivot * (tone / pivot) ** contrast
    light = 1.0 - (1.0 - pivot) * np.maximum((1.0 - tone) / (1.0 - pivot), 0.0) ** contrast
    return np.where(tone < pivot, dark, light).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _grade(picture, around, faces, settings, curve, shadows, lights, out):
    height, width = picture.shape[0], picture.shape[1]
    exposure, saturation, vibrance, clarity, vignette, face_gain = settings
    lights_faces, local = face_gain != 0.0, clarity != 0.0
    floor_r, floor_g, floor_b = shadows[0], shadows[1], shadows[2]
    range_r, range_g, range_b = lights[0] - floor_r, lights[1] - floor_g, lights[2] - floor_b
    per_width = np.float32(1.0 / width)
    half = np.float32(0.5)
    for y in range(height):
        down = np.float32(y - height * half) * per_width
        for x in range(width):
            across = np.float32(x - width * half) * per_width
            gain = exposure * (np.float32(1.0) - np.float32(1.6) * vignette * (across * across + down * down))
            if lights_faces:
                gain *= np.float32(1.0) + face_gain * np.float32(faces[y, x])
            red = np.float32(picture[y, x, 0]) * gain
            green = np.float32(picture[y, x, 1]) * gain
            blue = np.float32(picture[y, x, 2]) * gain
            level = np.float32(0.2126) * red + np.float32(0.7152) * green + np.float32(0.0722) * blue
            toned = level
            if local:
                toned += (level - around[y, x] * gain * np.float32(255.0)) * clarity
            toned = curve[min(1024, max(0, int(toned * np.float32(1024.0))))]
            most, least = max(red, green, blue), min(red, green, blue)
            colour = saturation * (np.float32(1.0) + vibrance * least / (most + np.float32(1e-4)))
            ratio = toned / max(level, np.float32(1e-3)) * colour
            out[y, x, 0] = int(min(np.float32(255.0), max(np.float32(0.0), floor_r + range_r * (toned + (red - level) * ratio))) + half)
            out[y, x, 1] = int(min(np.float32(255.0), max(np.float32(0.0), floor_g + range_g * (toned + (green - level) * ratio))) + half)
            out[y, x, 2] = int(min(np.float32(255.0), max(np.float32(0.0), floor_b + range_b * (toned + (blue - level) * ratio))) + half)
