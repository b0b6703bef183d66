"""Colours of people: from the bible's display colours and skin scale to scene-linear albedo."""

from __future__ import annotations

import numpy as np

from film.base import Colour

_MONK_SRGB = (
    "#f6ede4", "#f3e7db", "#f7ead0", "#eadaba", "#d7bd96", "#a07e56", "#825c43", "#604134", "#3a312a", "#292420",
)  # fmt: skip
"""Monk Skin Tone scale, 1 to 10. Source: Ellis Monk, skintone.google (the published swatches)."""

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)

_SWATCH_TO_ALBEDO = (0.60, 1.45)
"""The swatches are display colours of lit skin. Pale albedo lies lower, so that light does not bleach it; the
darkest lies higher, so that a face keeps its modelling in shade. The order of the scale is kept."""

_BLOOD = np.array([1.13, 0.81, 0.67], np.float32)
_BROWN = np.array([1.07, 0.97, 0.93], np.float32)
"""The swatches are duller than living skin, in which light turns red: pale and dark skin each in its own way."""

_ROSY = np.array([1.025, 0.99, 1.02], np.float32)
_GOLDEN = np.array([0.995, 1.01, 0.94], np.float32)
"""What an undertone does to the same depth of skin."""


def linear(colour: Colour) -> np.ndarray:
    """Scene-linear RGB (3,) float32 in 0..1 of a display colour ``#rrggbb``."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float64) / 255.0
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)


def skin_albedo(tone: float, undertone: float = 0.0) -> np.ndarray:
    """Scene-linear albedo (3,) of a Monk tone 1 (lightest) to 10 (darkest), interpolated between swatches.

    ``undertone`` runs from -1 rosy to 1 golden and leaves the luminance as it is.
    """
    swatches = np.stack([linear(s) for s in _MONK_SRGB])
    steps = np.arange(1, 11)
    base = np.array([np.interp(tone, steps, swatches[:, c]) for c in range(3)], np.float32)
    depth = float(np.clip((tone - 1.0) / 9.0, 0.0, 1.0))
    base *= np.float32(np.interp(depth, [0.35, 1.0], _SWATCH_TO_ALBEDO))
    base *= _BLOOD + (_BROWN - _BLOOD) * depth
    # The middle of the scale is olive and honey on the swatches and turns to orange in warm light.
    base += np.float32(0.24 * np.exp(-(((tone - 6.4) / 2.2) ** 2))) * (float(base @ _LUMINANCE) - base)
    tint = 1.0 + abs(undertone) * ((_GOLDEN if undertone > 0 else _ROSY) - 1.0)
    tinted = base * tint
    tinted *= float(base @ _LUMINANCE) / float(tinted @ _LUMINANCE)
    return np.clip(tinted, 0.012, 0.9).astype(np.float32)


def cloth_albedo(colour: Colour) -> np.ndarray:
    """A dyed cloth: kept off pure black and off neon, where shading has no room."""
    return np.clip(linear(colour) * 0.92, 0.012, 0.82)


def hair_albedo(colour: Colour) -> np.ndarray:
    """Hair reads darker than its swatch in the mass, and is never quite black."""
    return np.clip(linear(colour) * 0.85, 0.008, 0.75)
