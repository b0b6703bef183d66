"""Are two pictures of somebody of the same clothes: by colour alone, with the light taken out by the skin of their face.

The same skin is in both pictures, so whatever makes it differ is the light: each channel is multiplied until the
faces agree (von Kries' way of adapting), and only then are the clothes under them compared. Cloth is compared as a set
of colours with their shares, since folds, arms and a turned body move them about.

The constants were chosen on 188 single frames of 60 stage worlds (faces of 14 px and more, every hour and weather), each
against its own outfit and one of another colour: area under the curve 0.94; at a bound that 2 in 100 right ones miss,
72 of 100 wrong ones fail. A clip's median of several frames does better than one frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Box = Sequence[float]

SKIN = (-0.25, 0.25, -0.55, -0.2)
CLOTHES = (-0.7, 0.7, 0.35, 1.6)
"""Left, right, top and bottom: of the face's width from its middle, and of its height from the chin. Below 0.35 no beard
and no neck is left, above 1.6 no hand and no table is in the way yet."""
LEAST_PX = 3
SAMPLES = 240
"""Pixels of either picture that are compared, evenly spaced over the rectangle."""
GAIN = (0.25, 12.0)
"""How far a channel may be multiplied: beyond it there was too little light to tell colours."""
SKIN_LEVEL = (0.004, 0.97)
"""Linear level of the brightest channel of the skin within which it tells the light."""
SOFTEN = 0.6
"""Added to the sum of channels (0..3) under a colour's own: keeps the noise of dark cloth from looking colourful."""
BRIGHTNESS = 1.2
"""How much a difference in brightness weighs beside one in colour."""
EXPOSURES = (0.6, 1.0, 1.6)
"""The sun may lie on a face and not on the chest, or the other way round: the best of these factors counts."""
CHROMA = 3.0
FAR = 0.5
"""Distance from which two colours are simply different."""
QUANTILES = np.linspace(0.03, 0.97, 25)
_AXES = np.array(
    [
        (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, -1, 0), (1, 0, 1), (1, 0, -1), (0, 1, 1), (0, 1, -1),
        (1, 1, 1), (1, 1, -1), (1, -1, 1), (-1, 1, 1),
    ],
    np.float64,
)  # fmt: skip
AXES = _AXES / np.linalg.norm(_AXES, axis=1, keepdims=True)


def likeness(frame: np.ndarray, face: Box, plate: np.ndarray, plate_face: Box) -> float | None:
    """How alike the clothes under two faces are: 1 the same colours in the same shares .. 0 nothing in common.

    Args:
        frame, plate: (h, w, 3) uint8 display RGB.
        face, plate_face: x0, y0, x1, y1 in pixels, brow to chin and ear to ear.

    Returns:
        None where the clothes are cut off, or the skin is too dark or too bright to tell the light.
    """
    light, wanted = skin_of(frame, face), skin_of(plate, plate_face)
    here, there = _patch(frame, face, CLOTHES), _patch(plate, plate_face, CLOTHES)
    if light is None or wanted is None or here is None or there is None:
        return None
    relit = _linear(_sampled(here)) * np.clip(wanted / light, *GAIN)
    drawn = colours(_linear(_sampled(there)))
    shown = (colours(relit * exposure) for exposure in EXPOSURES)
    return max(1.0 - (_apart(each, drawn) + _moved(each, drawn)) / 2 for each in shown)


def skin_of(rgb: np.ndarray, face: Box) -> np.ndarray | None:
    """(3,) linear light of the cheeks and the nose; None when the frame cuts them off or they tell nothing."""
    patch = _patch(rgb, face, SKIN)
    if patch is None:
        return None
    level = np.median(_linear(patch.reshape(-1, 3)), axis=0)
    return level + 1e-3 if SKIN_LEVEL[0] <= level.max() <= SKIN_LEVEL[1] else None


def colours(linear: np.ndarray) -> np.ndarray:
    """(N, 3) brightness and two chromaticities of (N, 3) linear RGB, scaled so that 1 is a large difference.

    A colour over the sum of its channels stays the same in shade and in a fold.
    """
    shown = _encoded(np.clip(linear, 0.0, 1.5))
    red, green, blue = shown[:, 0], shown[:, 1], shown[:, 2]
    weight = CHROMA / (shown.sum(1) + SOFTEN)
    return np.stack([BRIGHTNESS * shown.mean(1), (red - green) * weight, (blue - green) * weight], 1)


def _apart(first: np.ndarray, second: np.ndarray) -> float:
    """Mean distance of each colour to the nearest of the other set, both ways, 0..1: a colour that only one has."""
    away = np.sqrt(((first[:, None] - second[None]) ** 2).sum(-1))
    away = np.minimum(away / FAR, 1.0)
    return float((away.min(1).mean() + away.min(0).mean()) / 2)


def _moved(first: np.ndarray, second: np.ndarray) -> float:
    """How far colour must be moved to turn one set into the other, 0..1: other shares of the same colours too.

    Sliced Wasserstein distance on fixed directions (Bonneel et al., "Sliced and Radon Wasserstein Barycenters of
    Measures", 2015).
    """
    gap = np.abs(np.quantile(first @ AXES.T, QUANTILES, axis=0) - np.quantile(second @ AXES.T, QUANTILES, axis=0))
    return float(min(1.0, gap.mean() / (FAR / 2)))


def _patch(rgb: np.ndarray, face: Box, where: tuple[float, float, float, float]) -> np.ndarray | None:
    """The part of a picture at ``where`` from a face; None when less than two thirds of it lie in the picture."""
    x0, _, x1, y1 = face
    width, height, middle = x1 - x0, y1 - face[1], (x0 + x1) / 2
    left, right = round(middle + where[0] * width), round(middle + where[1] * width)
    top, bottom = round(y1 + where[2] * height), round(y1 + where[3] * height)
    rows, columns = rgb.shape[:2]
    patch = rgb[max(0, top) : min(rows, max(0, bottom)), max(0, left) : min(columns, max(0, right))]
    if min(patch.shape[:2]) < LEAST_PX or patch.shape[0] * patch.shape[1] < 0.66 * (right - left) * (bottom - top):
        return None
    return patch


def _sampled(patch: np.ndarray) -> np.ndarray:
    pixels = patch.reshape(-1, 3)
    return pixels[np.linspace(0, len(pixels) - 1, min(SAMPLES, len(pixels))).round().astype(int)]


def _linear(rgb: np.ndarray) -> np.ndarray:
    """Linear light of uint8 sRGB display values (IEC 61966-2-1)."""
    shown = rgb.astype(np.float64) / 255.0
    return np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)


def _encoded(linear: np.ndarray) -> np.ndarray:
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)
