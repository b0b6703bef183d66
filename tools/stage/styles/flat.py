"""Flat tones: things in their own colour, lit in a few steps."""

import math

import cv2
import numpy as np
from numba import njit

from film.passes import Flat
from tools.stage.materials import EMISSIVE, EYE, GLASS, MOUTH, SKIN
from tools.stage.styles.canvas import Canvas, bytes_of, luma_of
from tools.stage.styles.pattern import ramp
from tools.stage.styles.underdrawing import SKY


def flat(picture: np.ndarray, canvas: Canvas, style: Flat) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 in flat tones."""
    soft = cv2.blur(picture, (3, 3))
    quarter = (canvas.width // 4, canvas.height // 4)
    # As smooth as these are, the kernel may take the nearest pixel of a quarter-size picture.
    around = cv2.resize(picture, (canvas.width // 8, canvas.height // 8), interpolation=cv2.INTER_AREA)
    around = cv2.GaussianBlur(around, (0, 0), canvas.sigma(60.0) / 8)
    around = _tint(cv2.resize(around, quarter, interpolation=cv2.INTER_LINEAR))
    skin = cv2.resize(canvas.source.rgb, quarter, interpolation=cv2.INTER_AREA)
    skin = _complexion(cv2.GaussianBlur(skin, (0, 0), canvas.sigma(11.0) / 4))
    out = np.empty_like(picture)
    broad, local = _light(picture, canvas)
    tones = np.array([style.steps, style.scenery_steps, style.softness, style.own, style.scenery_own, style.shade])
    _flatten(picture, canvas.source.rgb, skin, soft, around, broad, local, canvas.source.actor, canvas.under, tones,
             np.array(bytes_of(style.shadow)), out)  # fmt: skip
    return out


def _tint(around: np.ndarray) -> np.ndarray:
    """(h, w, 4) float32: the light's colour around each place with luma 1, and how bright a white thing is in it."""
    luma = np.maximum(24.0 / 255.0, luma_of(around))
    return np.dstack([around / (255.0 * luma[..., None]), np.minimum(1.25, 0.45 + 1.7 * luma)]).astype(np.float32)


def _complexion(skin: np.ndarray) -> np.ndarray:
    """(h, w, 3) float32: luma 0..255 of the skin around each place, 1 / (luma + 20), and green over red."""
    luma = 255.0 * luma_of(skin)
    return np.dstack([luma, 1.0 / (luma + 20.0), (skin[..., 1] + 12.0) / np.maximum(1.0, skin[..., 0])]).astype(np.float32)


def _light(picture: np.ndarray, canvas: Canvas) -> tuple[np.ndarray, np.ndarray]:
    """How brightly things are lit, as a share of their own colour: (H, W) softened, and the mean around each person.

    Light may be softened across the border of two things, where colour may not: it does not know them apart.
    """
    size, small = (canvas.width, canvas.height), (canvas.width // 4, canvas.height // 4)
    shown = luma_of(cv2.resize(picture, small, interpolation=cv2.INTER_AREA))
    own = luma_of(cv2.resize(canvas.under.own, small, interpolation=cv2.INTER_AREA)) + np.float32(0.024)
    light = np.where(own > np.float32(0.03), np.minimum(shown / own, np.float32(1.6)), np.float32(0.9))
    broad = cv2.GaussianBlur(light, (0, 0), canvas.sigma(7.0) / 4)
    people = (cv2.resize(canvas.source.actor, small, interpolation=cv2.INTER_NEAREST) > 0).astype(np.float32)
    sigma = canvas.sigma(70.0) / 8
    tiny = (canvas.width // 8, canvas.height // 8)
    shares = cv2.resize(np.dstack([people, light * people]), tiny, interpolation=cv2.INTER_AREA)
    shares = cv2.GaussianBlur(shares, (0, 0), sigma) + np.float32(1e-3)
    local = shares[..., 1] / shares[..., 0]
    return (
        cv2.resize(broad, size, interpolation=cv2.INTER_LINEAR), cv2.resize(local, size, interpolation=cv2.INTER_LINEAR)
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _flatten(picture, natural, skin, soft, around, broad, local, actor, under, tones, shadow, out):
    height, width = actor.shape
    steps_people, steps_set, softness, own_people, own_set, shade = tones
    for y in range(height):
        j = min(skin.shape[0] - 1, y >> 2)
        for x in range(width):
            i = min(skin.shape[1] - 1, x >> 2)
            kind = under.material[y, x]
            person = actor[y, x] > 0
            red, green, blue = float(soft[y, x, 0]), float(soft[y, x, 1]), float(soft[y, x, 2])
            luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            if kind in (SKY, EMISSIVE, EYE, GLASS, MOUTH):
                for c in range(3):
                    out[y, x, c] = picture[y, x, c]
                continue
            steps = steps_people if person else steps_set
            own = own_people if person else own_set
            base_r, base_g, base_b = float(under.own[y, x, 0]), float(under.own[y, x, 1]), float(under.own[y, x, 2])
            base = 0.2126 * base_r + 0.7152 * base_g + 0.0722 * base_b + 6.0
            # What is painted on a face is no shadow: darker or redder than the skin around it, it keeps its colour.
            mark, here_r, here_g, here_b = 0.0, 0.0, 0.0, 0.0
            if kind == SKIN:
                here_r, here_g, here_b = float(natural[y, x, 0]), float(natural[y, x, 1]), float(natural[y, x, 2])
                here = 0.2126 * here_r + 0.7152 * here_g + 0.0722 * here_b
                redder = here_r / (here_g + 12.0) * skin[j, i, 2] - 1.0
                mark = max(ramp(0.07, 0.26, (skin[j, i, 0] - here) * skin[j, i, 1]), ramp(0.08, 0.24, redder))
            if person:
                # Cels split where the form turns from its own mean light, however bright the hour is.
                against = broad[y, x] / (local[y, x] + 0.02)
                tone = 0.0
                for step in range(int(steps) - 1):
                    border = (0.8 if kind == SKIN else 0.92) - 0.22 * step
                    tone += ramp(border - 0.25 * softness - 0.01, border + 0.25 * softness + 0.01, against)
                tone = tone / max(1.0, steps - 1.0)
            else:
                level = min(1.0, broad[y, x] / 1.25) * steps
                whole = min(steps - 1.0, math.floor(level))
                part = level - whole
                tone = whole + ramp(0.5 - 0.5 * softness - 0.01, 0.5 + 0.5 * softness + 0.01, part)
                tone = min(1.0, tone / steps)
            gain = shade + (1.12 - shade) * tone
            if kind == SKIN:
                gain += 0.45 * (1.0 - gain) * (1.0 - tone)
            # The light's own colour around here, as bright as a white thing in it.
            scene = gain * around[j, i, 3]
            k = 0.35 * (1.0 - 0.3 * tone)
            value_r = base_r * scene * (1.0 + k * (around[j, i, 0] - 1.0))
            value_g = base_g * scene * (1.0 + k * (around[j, i, 1] - 1.0))
            value_b = base_b * scene * (1.0 + k * (around[j, i, 2] - 1.0))
            lean = 0.22 * (1.0 - tone)
            value_r += (shadow[0] * gain - value_r) * lean
            value_g += (shadow[1] * gain - value_g) * lean
            value_b += (shadow[2] * gain - value_b) * lean
            # The picture's own colour at that step of brightness.
            target = min(1.2, (tone * steps + 0.35) / steps) * base * 1.25 / max(8.0, luma)
            target = 1.0 + (min(1.8, max(0.55, target)) - 1.0) * 0.8
            value_r = red * target + (value_r - red * target) * own
            value_g = green * target + (value_g - green * target) * own
            value_b = blue * target + (value_b - blue * target) * own
            if mark > 0.0:
                value_r += (here_r - value_r) * mark
                value_g += (here_g - value_g) * mark
                value_b += (here_b - value_b) * mark
            out[y, x, 0] = int(min(255.0, max(0.0, value_r)) + 0.5)
            out[y, x, 1] = int(min(255.0, max(0.0, value_g)) + 0.5)
            out[y, x, 2] = int(min(255.0, max(0.0, value_b)) + 0.5)
