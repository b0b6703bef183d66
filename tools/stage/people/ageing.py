"""What years paint on a face: lines with light on their lower lip, bags, spots. The folds' shape is in ``head``."""

from __future__ import annotations

import numpy as np

from tools.stage.people.canvas import Canvas, smooth_path
from tools.stage.people.features import Face

_FAINT = 0.02
"""Below this a line is not painted at all."""


def paint_years(canvas: Canvas, face: Face, skin: np.ndarray, draw: np.random.Generator) -> None:
    """Lay the lines of ``face.lined`` on the skin; nothing on a child."""
    if face.youth >= 1.0:
        return
    years = face.lined
    _folds(canvas, face, skin, years)
    if years < _FAINT:
        return
    _forehead(canvas, face, skin, years, draw)
    _around_eyes(canvas, face, skin, years)
    if years > 0.5:
        _cheeks_and_lips(canvas, face, skin, years - 0.5, draw)
        _spots(canvas, skin, years - 0.5, draw)


def _line(canvas: Canvas, path: np.ndarray, skin: np.ndarray, depth: float, wide_m: float, soft_m: float) -> None:
    """A crease: dark along ``path``, a little light under it, as the skin's lower lip catches it."""
    if depth < _FAINT:
        return
    curve, wide_m = smooth_path(np.asarray(path, float)), 1.4 * wide_m
    canvas.strokes(
        [curve - np.array([0.0, wide_m * 1.3])], wide_m, skin * 1.22 + 0.01, 0.42 * min(depth, 1.0), soft_m * 1.2
    )
    canvas.strokes([curve], wide_m, skin * np.array([0.40, 0.31, 0.29]), min(0.95, 1.35 * depth), soft_m)


def _folds(canvas: Canvas, face: Face, skin: np.ndarray, years: float) -> None:
    """From the wings of the nose round the mouth, and on down to the jaw."""
    mouth, y = face.mouth_width_m, face.mouth_y_m
    base = -0.034 * face.nose_length
    fold = (0.04 + 0.06 * (1 - face.feminine)) * (1 - face.youth) + 0.62 * years
    for side in (-1, 1):
        path = [
            (side * 0.0180 * face.nose_width, base), (side * (0.0235 + 0.001 * years), base - 0.011),
            (side * (mouth + 0.0060), y + 0.007), (side * (mouth + 0.0085), y - 0.004),
        ]  # fmt: skip
        _line(canvas, np.array(path), skin, fold, 0.0015, 0.0016)
        if years > 0.3:
            low = [
                (side * (mouth + 0.0025), y - 0.003), (side * (mouth + 0.0055), y - 0.012),
                (side * (mouth + 0.0065), y - 0.023),
            ]  # fmt: skip
            _line(canvas, np.array(low), skin, 0.60 * (years - 0.2), 0.0014, 0.0014)


def _forehead(canvas: Canvas, face: Face, skin: np.ndarray, years: float, draw: np.random.Generator) -> None:
    bottom, top = face.brow_height_m + 0.016, face.hairline_m - 0.004
    count = 3 + round(1.4 * years)
    for level in np.linspace(bottom, top, count):
        wave = draw.normal(0, 0.0007, 7)
        x = np.linspace(-1, 1, 7) * (0.036 - 0.010 * (level - bottom) / max(top - bottom, 1e-4))
        broken = x * draw.uniform(0.82, 1.0) + draw.normal(0, 0.0015)
        path = np.stack([broken, level + wave + 0.0028 * np.cos(x / 0.022)], -1)
        _line(canvas, path, skin, 0.52 * years * float(draw.uniform(0.6, 1.0)), 0.0010, 0.0009)
    for side in (-1, 1):
        x = side * float(draw.uniform(0.0045, 0.0075))
        path = [
            (x, face.brow_height_m - 0.004),
            (x * 1.1, face.brow_height_m + 0.003),
            (x * 0.9, face.brow_height_m + 0.010),
        ]
        _line(canvas, np.array(path), skin, 0.50 * years + 0.1 * face.brow_ridge * years, 0.0011, 0.0009)


def _around_eyes(canvas: Canvas, face: Face, skin: np.ndarray, years: float) -> None:
    middle, radius = face.eye_spacing_m, face.eye_radius_m
    for side in (-1, 1):
        for k in range(4):
            rise = -0.0065 + 0.0048 * k
            start = (side * (middle + radius * 1.42), 0.55 * rise + 0.001)
            end = (side * (middle + radius * 1.42 + 0.0085 + 0.0035 * years), 1.75 * rise + 0.001)
            bend = (0.5 * (start[0] + end[0]), 0.5 * (start[1] + end[1]) - 0.0006)
            _line(canvas, np.array([start, bend, end]), skin, 0.62 * years, 0.0008, 0.0006)
        for k, deep in ((0, 0.62), (1, 0.34)):
            drop = -0.0150 - 0.0042 * k - 0.0015 * years
            path = [
                (side * (middle - 0.0135), drop + 0.0042), (side * (middle - 0.004), drop - 0.0014),
                (side * (middle + 0.0065), drop - 0.0008), (side * (middle + 0.0150), drop + 0.0050),
            ]  # fmt: skip
            _line(canvas, np.array(path), skin, deep * years, 0.0012, 0.0011)
        canvas.spot(side * middle, -0.0155, 0.0135, 0.0042, skin * np.array([0.74, 0.62, 0.68]), 0.34 * years, 0.0028)
        canvas.spot(
            side * (middle + 0.002), 0.0135, 0.0165, 0.0045, skin * np.array([0.70, 0.60, 0.60]), 0.30 * years, 0.0028
        )


def _cheeks_and_lips(canvas: Canvas, face: Face, skin: np.ndarray, more: float, draw: np.random.Generator) -> None:
    """The fine net of great age: down the cheeks, and upright about the mouth."""
    long = face.face_length
    for side in (-1, 1):
        for k in range(5):
            x = 0.040 + 0.0045 * k
            sway = draw.normal(0, 0.0012, 3)
            path = [
                (side * (x - 0.004 + sway[0]), (-0.034 - 0.003 * k) * long), (side * (x + sway[1]), (-0.050 - 0.002 * k) * long),
                (side * (x - 0.003 + sway[2]), (-0.068 - 0.001 * k) * long),
            ]  # fmt: skip
            _line(canvas, np.array(path), skin, 0.55 * more, 0.0009, 0.0009)
    for x in np.linspace(-0.85, 0.85, 9) * face.mouth_width_m:
        top = face.mouth_y_m + 0.0060 + float(draw.uniform(0.0, 0.001))
        path = [(x, top), (x * 1.05, top + 0.003), (x * 1.12, top + 0.0062)]
        _line(canvas, np.array(path), skin, 0.75 * more, 0.0006, 0.0005)


def _spots(canvas: Canvas, skin: np.ndarray, more: float, draw: np.random.Generator) -> None:
    for _ in range(round(26 * more)):
        x, y = draw.choice([-1, 1]) * draw.uniform(0.022, 0.062), draw.uniform(-0.055, 0.062)
        r = draw.uniform(0.0009, 0.0026)
        canvas.spot(x, y, r, r * draw.uniform(0.6, 1.0), skin * np.array([0.66, 0.52, 0.44]), 0.38, 0.0007)
