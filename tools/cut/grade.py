"""The grade: exposure and warmth as light, contrast and saturation as the eye sees them.

Stops and warmth multiply scene light, so they act on linearised values (BT.1886, gamma 2.4); contrast and saturation
act on display values about mid grey. The four come down to one curve per channel and one mix about luma.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from film.series import Grade

DISPLAY_GAMMA = 2.4
MID_GREY = 0.18 ** (1 / DISPLAY_GAMMA)
"""Where contrast turns: 18 % grey on display."""
WARMTH_GAIN = 0.30
"""Light gained by red and lost by blue at warmth 1: about 6500 K to 4700 K."""
LUMA = np.array([0.2126, 0.7152, 0.0722])


def is_neutral(grade: Grade) -> bool:
    """True when ``grade`` changes nothing, so that packets may be copied."""
    return grade == Grade()


def graded(rgb: np.ndarray, grade: Grade) -> np.ndarray:
    """(H, W, 3) uint8 display RGB after ``grade``; the same array when it is neutral."""
    if is_neutral(grade):
        return rgb
    from tools.cut.colour import apply_curves

    return apply_curves(rgb, curves(grade.brightness_stops, grade.contrast, grade.warmth), grade.saturation)


@lru_cache(maxsize=64)
def curves(brightness_stops: float, contrast: float, warmth: float) -> np.ndarray:
    """(3, 256) int32: what each display value of red, green and blue becomes, in 1/256 steps, before saturation.

    Brightening rolls off into white instead of clipping (``s x / (1 + (s - 1) x)`` keeps black, white and the slope
    ``s`` in the shadows); darkening is plain multiplication, so lamps go down with the rest.
    """
    light = (np.arange(256) / 255.0) ** DISPLAY_GAMMA
    tint = np.array([1 + WARMTH_GAIN * warmth, 1.0, 1 - WARMTH_GAIN * warmth])
    tint /= (tint * LUMA).sum()
    slopes = 2.0**brightness_stops * tint
    rows = []
    for slope in slopes:
        lit = slope * light / (1 + (slope - 1) * light) if slope > 1 else slope * light
        rows.append(_contrasted(lit ** (1 / DISPLAY_GAMMA), contrast))
    return np.rint(np.clip(np.stack(rows), 0, 1) * 255 * 256).astype(np.int32)


def _contrasted(display: np.ndarray, contrast: float) -> np.ndarray:
    """Display values pushed from mid grey by a power on either side: black, mid grey and white stay where they are."""
    below = MID_GREY * (np.minimum(display, MID_GREY) / MID_GREY) ** contrast
    room = 1 - MID_GREY
    above = 1 - room * (np.minimum(1 - display, room) / room) ** contrast
    return np.where(display < MID_GREY, below, above)
