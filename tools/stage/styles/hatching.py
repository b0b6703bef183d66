"""Pen and ink: hatching that lies on the surface, and printed dots."""

import math

import cv2
import numpy as np
from numba import njit

from film.passes import Dots, Hatching
from tools.stage.materials import GRASS, LEAF
from tools.stage.styles.canvas import Canvas, bytes_of, luma_of
from tools.stage.styles.pattern import LEAST_OCTAVE, PER_METRE, WITHIN, ramp
from tools.stage.styles.underdrawing import SKY, log2_of

_SLOPES = np.array([(0.83, 0.56), (-0.64, 0.77), (0.1, 0.995), (0.995, -0.1)])
"""(across, up) of the direction in which each layer's lines follow one another."""
_FROM = np.array([0.92, 0.52, 0.30, 0.20])
"""The tone under which each layer begins."""


def hatching(picture: np.ndarray, canvas: Canvas, style: Hatching) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 as ink on paper."""
    luma = luma_of(picture)
    tone = cv2.GaussianBlur(luma, (0, 0), canvas.sigma(1.2))
    # Lips and brows are drawn, not hatched: on faces only the broad light counts.
    broad = cv2.GaussianBlur(cv2.resize(luma, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), (0, 0), canvas.sigma(14.0) / 2)
    broad = cv2.resize(broad, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(picture)
    settings = np.array(
        [
            style.spacing_px * canvas.unit, style.layers, style.light, style.faces, style.solid, style.unevenness,
            style.colourful,
        ]
    )  # fmt: skip
    rough = canvas.noise(1.5 * style.spacing_px)
    _hatch(picture, tone, broad, canvas.source.actor, canvas.faces, rough, canvas.under, settings, _SLOPES, _FROM,
           np.array(bytes_of(style.colour)), np.array(bytes_of(style.paper)), out)  # fmt: skip
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _hatch(picture, tone, broad, actor, faces, uneven, under, settings, slopes, starts, colour, paper, out):
    height, width = tone.shape
    spacing, layers, light, face_light, solid, unevenness, colourful = settings
    size = math.log2(spacing)
    for y in range(height):
        for x in range(width):
            kind = under.material[y, x]
            face = faces[y, x] / 255.0
            shade = tone[y, x]
            if actor[y, x] > 0:
                # Dark skin and dark cloth are hatched by their light too, or nothing in them could be read.
                own = (0.2126 * under.own[y, x, 0] + 0.7152 * under.own[y, x, 1] + 0.0722 * under.own[y, x, 2]) / 255.0
                lift = max(1.0, 0.66 / (own + 0.04))
                shade += (broad[y, x] - shade) * face
                shade *= 1.0 + (lift - 1.0) * (0.2 + 0.6 * face)
            t = min(1.0, shade * light * (1.0 + (face_light - 1.0) * face))
            ink = 1.0 - ramp(0.7 * solid, solid * 1.3, t)
            if ink < 1.0 and t < 0.92:
                rough = uneven[y, x]
                u, v = under.place[y, x, 0], under.place[y, x, 1]
                plain = under.level[y, x]
                # How fast the surface's coordinates run across the screen here; a border has no such thing.
                i = x + 1 if x + 1 < width and under.part[y, x + 1] == under.part[y, x] else x - 1
                j = y + 1 if y + 1 < height and under.part[y + 1, x] == under.part[y, x] else y - 1
                across_u, across_v = under.place[y, i, 0] - u, under.place[y, i, 1] - v
                down_u, down_v = under.place[j, x, 0] - u, under.place[j, x, 1] - v
                for layer in range(int(layers)):
                    begin = starts[layer]
                    if t >= begin or (kind == SKY and layer > 0):
                        break
                    dark = (begin - t) / begin
                    slope_u, slope_v = slopes[layer, 0], slopes[layer, 1]
                    run_x, run_y = across_u * slope_u + across_v * slope_v, down_u * slope_u + down_v * slope_v
                    run = 0.5 * log2_of(run_x * run_x + run_y * run_y + 1e-12)
                    level = min(plain + 1.0, max(plain - 2.5, run)) + size
                    octave = math.floor(level)
                    share = level - octave
                    px = spacing * WITHIN[int(share * 256.0)]
                    at = (u * slope_u + v * slope_v) * PER_METRE[octave + LEAST_OCTAVE] + (rough - 0.5) * 0.8
                    if kind in (LEAF, GRASS):
                        at += 0.9 * rough
                    nearest = math.floor(at + 0.5)
                    away_px = abs(at - nearest) * px
                    half_px = spacing * 0.46 * dark * (1.0 + unevenness * 2.4 * (rough - 0.5))
                    if int(nearest) & 1:
                        half_px *= 1.0 - share
                    reach = ramp(0.0, 0.12, dark - 0.5 * unevenness * (rough - 0.35))
                    line = min(1.0, max(0.0, half_px - away_px + 0.5)) * min(1.0, half_px * 1.6) * reach
                    ink = max(ink, line)
            for c in range(3):
                ground = paper[c] + (paper[c] * picture[y, x, c] / 255.0 * 1.15 - paper[c]) * colourful
                out[y, x, c] = int(min(255.0, ground + (colour[c] - ground) * ink) + 0.5)


def dots(picture: np.ndarray, canvas: Canvas, style: Dots) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 printed with dots in its middle tones."""
    tone = cv2.GaussianBlur(luma_of(picture), (0, 0), canvas.sigma(2.0))
    turn = math.radians(style.angle_deg)
    settings = np.array(
        [style.spacing_px * canvas.unit, style.strength, style.dark, style.bright, math.cos(turn), math.sin(turn)]
    )
    out = np.empty_like(picture)
    _print(picture, tone, canvas.faces, canvas.under, settings, out)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _print(picture, tone, faces, under, settings, out):
    height, width = tone.shape
    spacing, strength, dark, bright, along, across = settings
    size = math.log2(spacing)
    for y in range(height):
        for x in range(width):
            t = tone[y, x]
            kind = under.material[y, x]
            amount = 0.0
            if dark < t < bright:
                level = under.level[y, x] + size
                octave = math.floor(level)
                share = level - octave
                scale = PER_METRE[octave + LEAST_OCTAVE]
                u, v = under.place[y, x, 0] * scale, under.place[y, x, 1] * scale
                px = spacing * WITHIN[int(share * 256.0)]
                a = u * along + v * across
                b = v * along - u * across
                near_a, near_b = math.floor(a + 0.5), math.floor(b + 0.5)
                away = math.sqrt((a - near_a) ** 2 + (b - near_b) ** 2) * px
                radius = spacing * 0.62 * math.sqrt(max(0.0, (bright - t) / (bright - dark)))
                if (int(near_a) & 1) or (int(near_b) & 1):
                    radius *= 1.0 - share
                amount = min(1.0, max(0.0, radius - away + 0.5)) * min(1.0, radius) * strength
                amount *= 1.0 - 0.55 * faces[y, x] / 255.0
                if kind in (LEAF, GRASS, SKY):
                    amount *= 0.5
                amount *= ramp(0.0, 0.06, t - dark)
            for c in range(3):
                value = float(picture[y, x, c])
                out[y, x, c] = int(value * (1.0 - 0.55 * amount) + 0.5)
