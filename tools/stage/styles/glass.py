"""Stained glass: panes that lie on the surface, lead between them, and light from behind."""

import math
from functools import lru_cache

import cv2
import numpy as np
from numba import njit

from film.passes import Glass
from tools.stage.materials import EYE, GRASS, HAIR, LEAF, MOUTH, SKIN
from tools.stage.noise import hash01
from tools.stage.styles.canvas import Canvas, bytes_of
from tools.stage.styles.lines import features
from tools.stage.styles.pattern import LEAST_OCTAVE, PER_METRE, ramp
from tools.stage.styles.underdrawing import SKY, SKY_M, log2_of


def glass(picture: np.ndarray, canvas: Canvas, style: Glass) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 as a leaded window."""
    under = canvas.under
    size = (canvas.height, canvas.width)
    pane, border = np.empty(size, np.int32), np.empty(size, np.float32)
    octaves = np.empty(size, np.int8)
    camera, cut_for = canvas.source.camera, canvas.source.cut_for
    wanted = math.log2(style.pane_px * canvas.unit / cut_for.focal_px)
    near, normals = canvas.near, under.normals
    _sizes(near, canvas.source.actor, under.material, normals, camera, cut_for.eye, wanted, canvas.source.subject_m, octaves)
    _panes(under, canvas.source.actor, octaves, _spots(), pane, border)
    seams = np.empty(size, np.float32)
    _seams(pane, canvas.source.actor, under.material, canvas.near, seams)
    width = max(0.6, style.lead_px * canvas.unit)
    came = cv2.GaussianBlur(seams, (0, 0), 0.42 * width)
    small = cv2.resize(picture, (canvas.width // 4, canvas.height // 4), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), canvas.sigma(5.0) / 4), size[::-1], interpolation=cv2.INTER_LINEAR)
    halo = cv2.resize(cv2.GaussianBlur(small, (0, 0), canvas.sigma(26.0) / 4), size[::-1], interpolation=cv2.INTER_LINEAR)
    streaks = canvas.noise(11.0)
    out = np.empty_like(picture)
    settings = np.array(
        [style.glow, style.variety, style.richness, style.painted, 0.4 / (0.42 * width)]
    )
    _lead(picture, soft, halo, pane, border, came, features(canvas), canvas.faces, under.own, under.part, streaks,
          settings, np.array(bytes_of(style.lead)), out)  # fmt: skip
    return out


@lru_cache(maxsize=1)
def _spots() -> np.ndarray:
    """(64, 64, 2) float32: where in its cell each pane has its middle."""
    return (0.5 + 0.74 * (np.random.default_rng(23).random((64, 64, 2)) - 0.5)).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sizes(near, actor, material, normals, camera, eye, wanted, subject_m, out):
    """The octave of each pixel's panes by its distance from ``eye``, which stands still: no pane splits while we look.

    People keep one octave through the shot, or a step toward the camera would recut their coats.
    """
    height, width = actor.shape
    r = camera.rotation
    people = math.floor(wanted + math.log2(subject_m) + 0.5)
    for y in range(height):
        b = (camera.centre_y - y - 0.5) / camera.focal_px
        for x in range(width):
            if actor[y, x] > 0:
                out[y, x] = people
                continue
            a = (x + 0.5 - camera.centre_x) / camera.focal_px
            z = min(SKY_M, 1.0 / near[y, x])
            away, toward = 0.0, 0.0
            for c in range(3):
                at = camera.eye[c] + z * (r[0, c] * a + r[1, c] * b + r[2, c]) - eye[c]
                away += at * at
                toward += at * normals[y, x, c]
            away += 1e-4
            if material[y, x] not in (LEAF, GRASS, SKY):
                # A floor seen flat is glazed in larger panes.
                away *= math.sqrt(away) / max(0.12 * math.sqrt(away), abs(toward))
            out[y, x] = math.floor(wanted + 0.5 * log2_of(away) + 0.5)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _panes(under, actor, octaves, spots, pane, border):
    """Number every pixel's pane, and tell how near the pane's border is (0 at it, 1 at half a pane's width)."""
    height, width = actor.shape
    for y in range(height):
        for x in range(width):
            kind = under.material[y, x]
            if actor[y, x] > 0 and (kind in (SKIN, EYE, MOUTH, HAIR)):
                # A face and its hair are each one pane, painted.
                pane[y, x] = 7919 * actor[y, x] + 104729 * (2 if kind == HAIR else 1)
                border[y, x] = 1.0
                continue
            octave = int(octaves[y, x])
            scale = PER_METRE[octave + LEAST_OCTAVE]
            a, b = under.place[y, x, 0] * scale, under.place[y, x, 1] * scale
            whole_a, whole_b = math.floor(a), math.floor(b)
            best, second, number = 9.0, 9.0, 0
            for j in range(-1, 2):
                for i in range(-1, 2):
                    cell_a, cell_b = int(whole_a) + i, int(whole_b) + j
                    row, column = (cell_b + octave * 11) & 63, (cell_a + octave * 29) & 63
                    spot_a, spot_b = cell_a + spots[row, column, 0], cell_b + spots[row, column, 1]
                    away = (a - spot_a) * (a - spot_a) + (b - spot_b) * (b - spot_b)
                    if away < best:
                        second, best = best, away
                        number = (cell_a * 8191 + cell_b * 131 + octave * 31) & 0xFFFFF
                    elif away < second:
                        second = away
            # Leaves are far too many to lead one by one: a crown is glazed as one thing.
            thing = 1 if kind in (LEAF, GRASS) else under.part[y, x]
            pane[y, x] = number + (thing << 3) + actor[y, x]
            border[y, x] = min(1.0, (math.sqrt(second) - math.sqrt(best)) * 1.6)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _seams(pane, actor, material, near, out):
    """Mark where one pane ends: between cells, things and people. Small things behind are not leaded one by one."""
    height, width = pane.shape
    for y in range(height):
        for x in range(width):
            mark = 0.0
            if y + 1 < height and x + 1 < width:
                for step in range(2):
                    j, i = (y, x + 1) if step == 0 else (y + 1, x)
                    if pane[y, x] != pane[j, i]:
                        one, other = material[y, x], material[j, i]
                        green = one in (LEAF, GRASS) or other in (LEAF, GRASS)
                        if green and one != other and actor[y, x] == actor[j, i]:
                            # Only where a crown stands well before what is behind it.
                            apart = abs(near[y, x] - near[j, i]) / max(near[y, x], near[j, i])
                            mark = max(mark, 0.42 * ramp(0.1, 0.5, apart))
                        else:
                            mark = max(mark, 0.8)
                        if actor[y, x] != actor[j, i]:
                            mark = 1.5
            out[y, x] = mark


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lead(picture, soft, halo, pane, border, came, drawn, faces, own_colour, part, streaks, settings, lead, out):
    height, width = pane.shape
    glow, variety, richness, painted, peak = settings
    for y in range(height):
        for x in range(width):
            face = faces[y, x] / 255.0
            streak = streaks[y, x] - 0.5
            tint = hash01(pane[y, x], 17) - 0.5
            turn = hash01(pane[y, x], 29) - 0.5
            lum = 0.0
            red = soft[y, x, 0] * (1.0 - face) + picture[y, x, 0] * face
            green = soft[y, x, 1] * (1.0 - face) + picture[y, x, 1] * face
            blue = soft[y, x, 2] * (1.0 - face) + picture[y, x, 2] * face
            own_r, own_g, own_b = float(own_colour[y, x, 0]), float(own_colour[y, x, 1]), float(own_colour[y, x, 2])
            mix = 0.45 * (1.0 - face)
            lum = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            own = max(12.0, 0.2126 * own_r + 0.7152 * own_g + 0.0722 * own_b)
            if part[y, x] > 0:
                red += (own_r / own * lum - red) * mix
                green += (own_g / own * lum - green) * mix
                blue += (own_b / own * lum - blue) * mix
            calm = 1.0 - 0.8 * face
            gain = 1.0 + variety * calm * (0.75 * tint + 0.35 * streak)
            gain *= 1.0 + 0.22 * (border[y, x] - 0.4) * calm
            strong = 1.0 + (richness - 1.0) * (1.0 - 0.65 * face)
            red = (lum + (red - lum) * strong) * gain * (1.0 + 0.16 * variety * turn * calm)
            green = (lum + (green - lum) * strong) * gain
            blue = (lum + (blue - lum) * strong) * gain * (1.0 - 0.2 * variety * turn * calm)
            # Backlight: the lights burn, the darks stay full of colour.
            lift = 1.0 + 0.55 * glow * ramp(40.0, 210.0, lum)
            mark = ramp(0.25, 0.8, came[y, x] / peak)
            far = 0.2126 * halo[y, x, 0] + 0.7152 * halo[y, x, 1] + 0.0722 * halo[y, x, 2]
            halation = glow * 0.5 * ramp(90.0, 230.0, far)
            trace = drawn[y, x] * painted * max(face, 0.35)
            for c in range(3):
                value = red if c == 0 else (green if c == 1 else blue)
                value = min(255.0, max(0.0, value * lift))
                value *= 1.0 - 0.85 * trace
                light = halo[y, x, c] * halation
                value += (lead[c] + light * 0.55 - value) * mark
                value = 255.0 - (255.0 - value) * (1.0 - 0.35 * light / 255.0)
                out[y, x, c] = int(min(255.0, max(0.0, value)) + 0.5)
