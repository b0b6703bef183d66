"""Decoded frames made small: from the planes of a video frame, or from RGB.

Planes are scaled before they are converted: a full-size conversion to RGB would cost more than the decoding.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

BT601_CODES = (5, 6)
LIMITED_RANGE_BLACK, LIMITED_RANGE_SPAN = 16, 219


def luma_of(rgb: np.ndarray) -> np.ndarray:
    """BT.709 luma, float32 0..255, of (..., 3) display RGB 0..255."""
    return rgb.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def luma_plane(frame: Any, index: int = 0) -> np.ndarray:
    """(h, w) uint8 view of one plane of a planar ``av.VideoFrame``; the grey of any other frame."""
    if frame.format.name not in ("yuv420p", "yuvj420p"):
        return frame.to_ndarray(format="gray")
    plane = frame.planes[index]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def small_rgb(frame: Any, size: tuple[int, int]) -> np.ndarray:
    """(h, w, 3) uint8 display RGB of an ``av.VideoFrame``, scaled to ``size`` = (width, height)."""
    import cv2

    if frame.format.name != "yuv420p":
        return cv2.resize(frame.to_ndarray(format="rgb24"), size, interpolation=cv2.INTER_AREA)
    y = _halved(frame, size[0])
    return _rgb(frame, cv2.resize(y, size, interpolation=cv2.INTER_AREA), size)


def tiny_rgb(frame: Any, luma: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(h, w, 3) uint8 display RGB of an ``av.VideoFrame`` whose luma plane is already scaled to ``size``."""
    import cv2

    if frame.format.name != "yuv420p":
        return cv2.resize(frame.to_ndarray(format="rgb24"), size, interpolation=cv2.INTER_AREA)
    return _rgb(frame, luma, size)


def large_luma(frame: Any, size: tuple[int, int]) -> np.ndarray:
    """(h, w) uint8 display luma, 0..255, of an ``av.VideoFrame``, scaled to ``size`` = (width, height)."""
    import cv2

    y = cv2.resize(_halved(frame, size[0]), size, interpolation=cv2.INTER_AREA)
    if frame.format.name != "yuv420p":
        return y
    return cv2.convertScaleAbs(cv2.subtract(y, np.full_like(y, LIMITED_RANGE_BLACK)), alpha=255 / LIMITED_RANGE_SPAN)


def _halved(frame: Any, width: int) -> np.ndarray:
    """The luma plane, by means of 2 x 2 pixels where it is at least twice as wide as needed: much cheaper than areas."""
    import cv2

    y = luma_plane(frame)
    if frame.width >= 2 * width and frame.width % 2 == 0 and frame.height % 2 == 0:
        return cv2.resize(y, (frame.width // 2, frame.height // 2), interpolation=cv2.INTER_LINEAR)
    return y


def _rgb(frame: Any, luma: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    import cv2

    chroma = [cv2.resize(luma_plane(frame, i), size, interpolation=cv2.INTER_LINEAR) for i in (1, 2)]
    rgb = cv2.transform(cv2.merge([luma, *chroma]).astype(np.float32), _to_rgb(frame.colorspace in BT601_CODES))
    return np.clip(rgb + 0.5, 0, 255).astype(np.uint8)


@cache
def _to_rgb(bt601: bool) -> np.ndarray:
    """(3, 4) float32: display RGB 0..255 from limited-range Y'CbCr 0..255 and a constant 1."""
    kr, kb = (0.299, 0.114) if bt601 else (0.2126, 0.0722)
    kg = 1 - kr - kb
    luma, chroma = 255 / LIMITED_RANGE_SPAN, 255 / 224
    red = [luma, 0.0, 2 * (1 - kr) * chroma]
    green = [luma, -2 * kb * (1 - kb) / kg * chroma, -2 * kr * (1 - kr) / kg * chroma]
    blue = [luma, 2 * (1 - kb) * chroma, 0.0]
    matrix = np.array([red, green, blue])
    offset = -(matrix @ np.array([LIMITED_RANGE_BLACK, 128, 128]))
    return np.hstack([matrix, offset[:, None]]).astype(np.float32)
