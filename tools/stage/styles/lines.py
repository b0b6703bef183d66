"""Drawn lines: outlines and creases from the geometry, features of faces and folds from the picture."""

import cv2
import numpy as np
from numba import njit

from film.passes import Lines
from tools.stage.materials import GRASS, HAIR, LEAF
from tools.stage.styles.canvas import DRIFT_PX, STRAY_PX, Canvas, bytes_of
from tools.stage.styles.pattern import ramp
from tools.stage.styles.underdrawing import SKY

NEARER = 0.02
"""Share of its depth by which a thing must stand out for its outline to begin."""


def lines(picture: np.ndarray, canvas: Canvas, style: Lines) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 with lines drawn over it."""
    marks = line_marks(canvas, style)
    if style.wobble_px > 0:
        marks = strayed(marks, canvas, style.wobble_px)
    out = np.empty_like(picture)
    _ink(picture, marks, np.array(bytes_of(style.colour)), float(style.tinted), out)
    return out


def strayed(marks: np.ndarray, canvas: Canvas, wobble_px: float) -> np.ndarray:
    """``marks`` (H, W) moved by up to about ``wobble_px``, as a hand strays."""
    across, down = canvas.noise(STRAY_PX), canvas.noise(DRIFT_PX, 31.0, turned=True)
    out = np.empty_like(marks)
    _stray(marks, across, down, 4.0 * wobble_px * canvas.unit, out)
    return out


def line_marks(canvas: Canvas, style: Lines) -> np.ndarray:
    """(H, W) float32 0..1: how much ink lies on each pixel."""
    under = canvas.under
    edges = np.zeros((canvas.height, canvas.width), np.float32)
    weights = np.array([style.people, style.scenery, style.creases, style.foliage, style.fade_m])
    _outline(canvas.near, canvas.source.actor, under.material, under.part, under.normals, weights, edges)
    sigma = max(0.42, 0.36 * style.width_px * canvas.unit)
    soft = cv2.GaussianBlur(edges, (0, 0), sigma)
    inner = np.zeros((1, 1), np.float32)
    if style.features > 0 or style.scenery_features > 0:
        inner = features(canvas)
    out = np.empty_like(soft)
    # A line one pixel wide keeps about this much of its height through the blur.
    _weigh(soft, inner, under.material, canvas.source.actor, np.float32(0.4 / sigma), float(style.features),
           float(style.scenery_features), out)  # fmt: skip
    return out


def features(canvas: Canvas) -> np.ndarray:
    """(H, W) float32 0..1: thin dark things of the picture, as a pen would draw them.

    Source: Winnemoeller, Kyprianidis, Olsen, "XDoG: an extended difference-of-Gaussians compendium", 2012.
    """
    near, wide = canvas.sigma(1.1), canvas.sigma(2.4)
    luma = canvas.luma
    fine = cv2.GaussianBlur(luma, (0, 0), near)
    return _thin(fine, cv2.GaussianBlur(luma, (0, 0), wide))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _thin(fine, wide):
    out = np.empty_like(fine)
    for y in range(fine.shape[0]):
        for x in range(fine.shape[1]):
            darker = (wide[y, x] - fine[y, x]) / (wide[y, x] + 0.12)
            out[y, x] = ramp(0.035, 0.16, darker)
    return out


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _outline(near_map, actor, material, part, normals, weights, out):
    """Mark in ``out`` the pixels that a thing's contour runs through: on the nearer side, so that it belongs to it."""
    height, width = near_map.shape
    people, scenery, creases, foliage, fade_m = weights
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            here = material[y, x]
            if here == SKY:
                continue
            near = near_map[y, x]
            who = actor[y, x]
            left, right = near_map[y, x - 1], near_map[y, x + 1]
            above, below = near_map[y - 1, x], near_map[y + 1, x]
            # On a plane 1/depth is linear in the picture: only what stands out before a plane counts.
            out_x = (2.0 * near - left - right) / near
            out_y = (2.0 * near - above - below) / near
            stands_out = max(out_x, out_y)
            same = part[y, x] == part[y, x + 1] and part[y, x] == part[y + 1, x]
            least = NEARER
            if same:
                least = 4.0 * NEARER if here != HAIR else 10.0 * NEARER
            if here in (LEAF, GRASS):
                mark = foliage * ramp(0.06, 0.3, stands_out)
            else:
                mark = ramp(least, 2.5 * least, stands_out) * (people if who > 0 else scenery)
                if who != actor[y, x + 1] or who != actor[y + 1, x]:
                    mark = max(mark, people if who > 0 and stands_out > 0.0 else 0.0)
            if mark < creases and here != LEAF and here != GRASS and here != HAIR:
                seam = 0.0
                if material[y, x + 1] != here or material[y + 1, x] != here or not same:
                    other = material[y, x + 1] if material[y, x + 1] != here else material[y + 1, x]
                    if other != SKY and other != LEAF and other != GRASS and actor[y, x + 1] == who and actor[y + 1, x] == who:
                        seam = creases if stands_out > -0.3 else 0.0
                turn = 0.0
                for step in range(2):
                    j, i = (y, x + 1) if step == 0 else (y + 1, x)
                    if material[j, i] == SKY or actor[j, i] != who:
                        continue
                    bend = (
                        normals[y, x, 0] * normals[j, i, 0]
                        + normals[y, x, 1] * normals[j, i, 1]
                        + normals[y, x, 2] * normals[j, i, 2]
                    )
                    turn = max(turn, creases * ramp(0.25, 0.7, 1.0 - bend))
                mark = max(mark, seam, turn if stands_out > -0.05 else 0.0)
            if who == 0:
                far = 1.0 / (near * fade_m)
                mark = mark / (1.0 + far * far)
            out[y, x] = mark


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weigh(soft, inner, material, actor, peak, features_share, scenery_share, out):
    height, width = soft.shape
    draws = inner.shape[0] > 1
    for y in range(height):
        for x in range(width):
            mark = ramp(0.22, 0.85, soft[y, x] / peak)
            if draws:
                share = features_share if actor[y, x] > 0 else scenery_share
                if material[y, x] == LEAF or material[y, x] == GRASS:
                    share *= 0.5
                mark = max(mark, inner[y, x] * share)
            out[y, x] = mark


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _stray(marks, across, down, reach, out):
    height, width = marks.shape
    for y in range(height):
        for x in range(width):
            sx = min(width - 1.01, max(0.0, x + (across[y, x] - 0.5) * reach))
            sy = min(height - 1.01, max(0.0, y + (down[y, x] - 0.5) * reach))
            i, j = int(sx), int(sy)
            a, b = sx - i, sy - j
            top = marks[j, i] * (1 - a) + marks[j, i + 1] * a
            out[y, x] = top * (1 - b) + (marks[j + 1, i] * (1 - a) + marks[j + 1, i + 1] * a) * b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _ink(picture, marks, colour, tinted, out):
    height, width = marks.shape
    for y in range(height):
        for x in range(width):
            mark = marks[y, x]
            if mark < 0.004:
                for c in range(3):
                    out[y, x, c] = picture[y, x, c]
                continue
            for c in range(3):
                paint = float(picture[y, x, c])
                ink = colour[c] + (paint * 0.45 - colour[c]) * tinted
                out[y, x, c] = int(paint + (ink - paint) * mark + 0.5)
