"""The painted face: brows, lips, lash shadow, blush, freckles, stubble and age, as a decal over the head's skin.

The decal is seen from the front in head-local metres (x in +-0.11, y in -0.13..0.13) and sticks to the
skin by rest position, so it moves with every expression.
"""

from __future__ import annotations

import cv2
import numpy as np

from film.bible import Identity
from tools.stage.people.eyes import direction, eye_centre, margins
from tools.stage.people.features import Face
from tools.stage.people.head import mouth_line
from tools.stage.people.palette import hair_albedo, skin_albedo

HALF_WIDTH_M, HALF_HEIGHT_M = 0.11, 0.13
_SUBPIXEL_BITS = 4


class _Canvas:
    """Layers of paint on skin, composited with straight alpha."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.colour = np.zeros((size, size, 3), np.float32)
        self.alpha = np.zeros((size, size), np.float32)

    def _pixels(self, points: np.ndarray) -> np.ndarray:
        x = (points[:, 0] + HALF_WIDTH_M) / (2 * HALF_WIDTH_M) * (self.size - 1)
        y = (HALF_HEIGHT_M - points[:, 1]) / (2 * HALF_HEIGHT_M) * (self.size - 1)
        return np.round(np.stack([x, y], -1) * (1 << _SUBPIXEL_BITS)).astype(np.int32)

    def _pixel_m(self) -> float:
        return 2 * HALF_WIDTH_M / self.size

    def lay(
        self, mask: np.ndarray, colour: np.ndarray, opacity: float, soft_m: float, corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Composite ``mask`` (uint8) in one colour, its edge softened by ``soft_m``; ``corner`` is its (row, column)."""
        sigma = soft_m / self._pixel_m()
        cover = mask.astype(np.float32) / 255.0
        if sigma > 0.3:
            cover = cv2.GaussianBlur(cover, (0, 0), sigma)
        cover *= np.float32(opacity)
        rows, columns = (slice(c, c + n) for c, n in zip(corner, mask.shape, strict=True))
        alpha, below = self.alpha[rows, columns], self.colour[rows, columns]
        total = cover + alpha * (1 - cover)
        mixed = np.asarray(colour, np.float32) * cover[..., None] + below * (alpha * (1 - cover))[..., None]
        self.colour[rows, columns] = mixed / np.maximum(total, 1e-4)[..., None]
        self.alpha[rows, columns] = total

    def _window(
        self, pixels: list[np.ndarray], soft_m: float, thickness: int
    ) -> tuple[np.ndarray, list[np.ndarray], tuple[int, int]]:
        """An empty mask just large enough for shapes and their soft edge, the shapes moved into it, and its corner."""
        pad = int(3.5 * soft_m / self._pixel_m()) + thickness + 2
        every = np.concatenate(pixels) >> _SUBPIXEL_BITS
        low = np.clip(every.min(0) - pad, 0, self.size - 1)
        high = np.clip(every.max(0) + pad + 1, low + 1, self.size)
        mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        return mask, [p - (low << _SUBPIXEL_BITS).astype(np.int32) for p in pixels], (int(low[1]), int(low[0]))

    def area(self, points: np.ndarray, colour: np.ndarray, opacity: float, soft_m: float) -> None:
        """A filled outline (N, 2), metres."""
        mask, pixels, corner = self._window([self._pixels(np.asarray(points))], soft_m, 0)
        cv2.fillPoly(mask, pixels, 255, cv2.LINE_AA, _SUBPIXEL_BITS)
        self.lay(mask, colour, opacity, soft_m, corner)

    def strokes(
        self, lines: list[np.ndarray], width_m: float, colour: np.ndarray, opacity: float, soft_m: float
    ) -> None:
        """Open lines (N, 2) of one width."""
        exact = width_m / self._pixel_m()
        thickness = max(1, round(exact))
        mask, pixels, corner = self._window([self._pixels(np.asarray(line)) for line in lines], soft_m, thickness)
        for line in pixels:
            cv2.polylines(mask, [line], False, 255, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
        # A stroke thinner than a pixel is a fainter stroke.
        self.lay(mask, colour, opacity * min(1.0, max(exact, 0.35)), soft_m, corner)

    def spot(self, x: float, y: float, rx: float, ry: float, colour: np.ndarray, opacity: float, soft_m: float) -> None:
        """A soft ellipse."""
        t = np.linspace(0, 2 * np.pi, 40)
        self.area(np.stack([x + rx * np.cos(t), y + ry * np.sin(t)], -1), colour, opacity, soft_m)

    def image(self) -> np.ndarray:
        fade = np.ones(self.size, np.float32)
        edge = max(2, self.size // 24)
        ramp = np.linspace(0, 1, edge, dtype=np.float32)
        fade[:edge], fade[-edge:] = ramp, ramp[::-1]
        return np.dstack([self.colour, self.alpha * fade[:, None] * fade[None, :]]).astype(np.float32)


def paint_face(identity: Identity, face: Face, size: int) -> np.ndarray:
    """The decal (size, size, 4) float32: linear RGB and straight alpha, row 0 at the top of the head."""
    canvas = _Canvas(size)
    skin = skin_albedo(identity.skin_tone)
    hair = hair_albedo(identity.hair_colour)
    draw = np.random.default_rng([identity.face_seed, 77])
    _flush(canvas, face, skin)
    _age(canvas, face, skin)
    if identity.freckles:
        _freckle(canvas, skin, draw)
    _eyes(canvas, face, skin)
    _nostrils(canvas, face, skin)
    if identity.facial_hair != "none":
        _shave(canvas, face, identity, hair, skin, draw)
    _lips(canvas, face, skin)
    _brows(canvas, face, _brow_colour(hair, skin), draw)
    return canvas.image()


def _brow_colour(hair: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """Brows are darker than the hair, but never lighter than the skin allows them to be seen."""
    return np.minimum(hair * 0.55, skin * 0.42)


def _flush(canvas: _Canvas, face: Face, skin: np.ndarray) -> None:
    depth = 1 - float(np.clip(skin.mean() / 0.55, 0, 1))
    red = skin * np.array([1.10 + 0.1 * depth, 0.74, 0.70])
    strength = 0.30 + 0.16 * face.feminine + 0.15 * face.youth
    for side in (-1, 1):
        canvas.spot(side * 0.045, -0.031, 0.017, 0.013, red, strength, 0.0085)
        canvas.spot(side * 0.0315, 0.001, 0.0225, 0.0150, skin * np.array([0.74, 0.62, 0.60]), 0.42, 0.0060)
        canvas.spot(
            side * 0.030, -0.0175, 0.013, 0.0030, skin * np.array([0.80, 0.70, 0.72]), 0.28 + 0.25 * face.old, 0.0035
        )
    canvas.spot(0, -0.034, 0.011, 0.008, red, 0.30, 0.0050)
    canvas.spot(0, -0.100, 0.014, 0.008, red, 0.18, 0.0070)


def _age(canvas: _Canvas, face: Face, skin: np.ndarray) -> None:
    line = skin * np.array([0.52, 0.42, 0.40])
    fold = 0.05 + 0.07 * (1 - face.feminine) + 0.30 * face.old
    for side in (-1, 1):
        nose, mouth = face.nose_width, face.mouth_width_m
        path = np.array(
            [
                (side * 0.0175 * nose, -0.034),
                (side * 0.0245, -0.046),
                (side * (mouth + 0.0055), -0.060),
                (side * (mouth + 0.007), -0.070),
            ]
        )
        canvas.strokes([_smooth(path)], 0.0016, line, fold * (1 - face.youth), 0.0022)
        if face.old > 0.05:
            crow = [
                np.array([(side * 0.0535, 0.0015 + 0.0035 * k), (side * 0.0625, 0.003 + 0.0075 * k)])
                for k in (-1, 0, 1)
            ]
            canvas.strokes(crow, 0.0009, line, 0.60 * face.old, 0.0007)
            canvas.strokes(
                [_smooth(np.array([(side * 0.018, -0.015), (side * 0.031, -0.0235), (side * 0.044, -0.017)]))],
                0.0012,
                line,
                0.45 * face.old,
                0.0012,
            )
    if face.old > 0.05:
        forehead = [
            _smooth(np.array([(-0.036, y), (-0.012, y + 0.0025), (0.012, y + 0.0022), (0.036, y + 0.0004)]))
            for y in (0.040, 0.0485, 0.057)
        ]
        canvas.strokes(forehead, 0.0010, line, 0.50 * face.old, 0.0009)


def _freckle(canvas: _Canvas, skin: np.ndarray, draw: np.random.Generator) -> None:
    for _ in range(70):
        x, y = draw.normal(0, 0.030), draw.normal(-0.021, 0.0095)
        r = draw.uniform(0.0005, 0.0012)
        canvas.spot(x, y, r, r, skin * np.array([0.62, 0.46, 0.38]), 0.55, 0.0004)


def _eyes(canvas: _Canvas, face: Face, skin: np.ndarray) -> None:
    dark = skin * np.array([0.40, 0.30, 0.30])
    for side in (-1, 1):
        centre = eye_centre(face, side)
        azimuth = np.linspace(-58, 60, 31) * side
        upper, lower = margins(face, side, azimuth, 6.5)
        crease = centre[:2] + direction(azimuth, upper)[:, :2] * face.eye_radius_m * 1.13
        canvas.strokes([crease[2:-1]], 0.0017, dark, 0.62, 0.0008)
        below = centre[:2] + direction(azimuth, lower)[:, :2] * face.eye_radius_m * 1.12
        canvas.strokes([below[3:-3]], 0.0012, dark, 0.30, 0.0010)
        shadow = np.concatenate(
            [crease, centre[:2] + direction(azimuth, upper + 22)[::-1, :2] * face.eye_radius_m * 1.2]
        )
        canvas.area(shadow, skin * np.array([0.66, 0.52, 0.52]), 0.40 + 0.12 * face.feminine, 0.0028)


def _nostrils(canvas: _Canvas, face: Face, skin: np.ndarray) -> None:
    base = -0.0365 * face.nose_length
    for side in (-1, 1):
        canvas.spot(
            side * 0.0066 * face.nose_width,
            base - 0.0066,
            0.0032,
            0.0019,
            skin * np.array([0.22, 0.14, 0.13]),
            0.85,
            0.0008,
        )
        wing = np.array(
            [(side * 0.0165, base + 0.005), (side * 0.0188, base - 0.001), (side * 0.0160, base - 0.0062)]
        ) * np.array([face.nose_width, 1])
        canvas.strokes([_smooth(wing)], 0.0014, skin * np.array([0.52, 0.40, 0.38]), 0.40, 0.0012)


def _lips(canvas: _Canvas, face: Face, skin: np.ndarray) -> None:
    rosy = 0.35 + 0.45 * face.feminine
    lip = skin * np.array([0.84 - 0.10 * rosy, 0.52 - 0.24 * rosy, 0.50 - 0.20 * rosy])
    wide = face.mouth_width_m
    x = np.linspace(-wide, wide, 41)
    t = np.abs(x) / wide
    middle = mouth_line(face, x)
    full = face.lip_full
    bow = 0.0011 * face.cupid * (np.exp(-(((np.abs(x) - 0.0055) / 0.0040) ** 2)) - 1.1 * np.exp(-((x / 0.0028) ** 2)))
    top = middle + (0.0042 + 0.0022 * full) * (1 - t**1.7) ** 0.9 + bow * (1 - t)
    bottom = middle - (0.0054 + 0.0030 * full) * np.clip(1 - t**2.3, 0, 1) ** 0.85
    upper = np.concatenate([np.stack([x, top], -1), np.stack([x, middle], -1)[::-1]])
    lower = np.concatenate([np.stack([x, middle], -1), np.stack([x, bottom], -1)[::-1]])
    strength = 0.70 + 0.25 * face.feminine
    canvas.area(upper, lip * 0.86, strength, 0.0008)
    canvas.area(lower, lip * 1.02, strength, 0.0009)
    canvas.spot(0, float(middle[20]) - 0.0046, wide * 0.40, 0.0011, lip * 1.22 + 0.02, 0.30, 0.0013)
    canvas.strokes([np.stack([x * 1.03, middle], -1)], 0.0012, skin * np.array([0.22, 0.11, 0.10]), 0.90, 0.0005)
    canvas.spot(0, float(bottom[20]) - 0.0035, wide * 0.45, 0.0018, skin * np.array([0.60, 0.50, 0.48]), 0.35, 0.0018)


def brow_line(face: Face, side: int, t: np.ndarray) -> np.ndarray:
    """The spine of a brow (N, 2), ``t`` 0 at the nose .. 1 at the temple."""
    x = 0.0125 + 0.0385 * t
    peak = 0.62 + 0.06 * face.feminine
    arch = np.where(
        t < peak,
        np.sin(np.clip(t / peak, 0, 1) * np.pi / 2),
        np.cos(np.clip((t - peak) / (1 - peak), 0, 1) * np.pi / 2),
    )
    y = (
        face.brow_height_m
        - 0.0018
        + (0.0030 + 0.0042 * face.brow_arch) * arch
        + face.brow_slope * 0.004 * (t - 0.4)
        - 0.0022 * t**3
    )
    return np.stack([side * x, y], -1)


def _brows(canvas: _Canvas, face: Face, colour: np.ndarray, draw: np.random.Generator) -> None:
    for side in (-1, 1):
        t = np.linspace(0, 1, 24)
        spine = brow_line(face, side, t)
        half = 0.0028 * face.brow_thickness * np.clip(1.04 - t, 0, 1) ** 0.45 * smooth_start(t)
        body = np.concatenate([spine + np.stack([0 * t, half], -1), (spine - np.stack([0 * t, half * 0.8], -1))[::-1]])
        canvas.area(body, colour, 0.62, 0.0009)
        hairs = []
        for _ in range(150):
            u = float(draw.uniform(0, 1) ** 0.9)
            root = brow_line(face, side, np.array([u]))[0]
            width = 0.0028 * face.brow_thickness * max(1.05 - u, 0.0) ** 0.45
            root = root + np.array([0, draw.uniform(-0.9, 0.55) * width])
            lean = np.interp(u, [0, 0.25, 0.7, 1], [80, 45, 15, -18]) + draw.normal(0, 7)
            length = 0.0058 * draw.uniform(0.7, 1.15) * (1 - 0.35 * u)
            hairs.append(
                np.stack([root, root + length * np.array([side * np.cos(np.radians(lean)), np.sin(np.radians(lean))])])
            )
        canvas.strokes(hairs, 0.00042, colour * 0.75, 0.95, 0.0)


def smooth_start(t: np.ndarray) -> np.ndarray:
    """Thin at the very start of a brow, full a little later."""
    return 0.65 + 0.35 * np.clip(t / 0.12, 0, 1)


def beard_region(face: Face, x: np.ndarray, y: np.ndarray, kind: str) -> np.ndarray:
    """Where facial hair grows: above 0 inside, growing to about 0.02 m in the thick of it."""
    ax = np.abs(x)
    mouth = face.mouth_y_m
    lip_top = mouth + 0.0085
    moustache = np.minimum(
        np.minimum(lip_top + 0.0085 - 0.25 * ax - y, y - (mouth - 0.004)), face.mouth_width_m + 0.006 - ax
    )
    if kind == "moustache":
        return np.minimum(moustache, y - (lip_top - 0.0045 - 0.30 * ax))
    cheek_line = np.interp(
        ax, [0.0, 0.020, 0.034, 0.048, 0.060, 0.075], [mouth + 0.004, mouth + 0.004, -0.047, -0.040, -0.018, 0.005]
    )
    beard = cheek_line - y
    hole = ((ax / (face.mouth_width_m * 0.86)) ** 2 + ((y - mouth + 0.0050) / 0.0110) ** 2) ** 0.5 - 1
    beard = np.minimum(beard, hole * 0.010)
    return np.maximum(beard, moustache)


def _shave(
    canvas: _Canvas, face: Face, identity: Identity, hair: np.ndarray, skin: np.ndarray, draw: np.random.Generator
) -> None:
    size = canvas.size
    x = np.linspace(-HALF_WIDTH_M, HALF_WIDTH_M, size, dtype=np.float32)[None, :]
    y = np.linspace(HALF_HEIGHT_M, -HALF_HEIGHT_M, size, dtype=np.float32)[:, None]
    kind = identity.facial_hair
    region = beard_region(face, np.broadcast_to(x, (size, size)), np.broadcast_to(y, (size, size)), kind)
    grow = np.clip(region / (0.010 if kind == "stubble" else 0.005), 0, 1) * (
        _frontal(np.abs(x)) if kind == "stubble" else 1.0
    )
    mask = (np.clip(grow, 0, 1) * 255).astype(np.uint8)
    colour = np.minimum(hair * 0.8, skin * 0.5)
    canvas.lay(mask, colour * 0.6 + skin * np.array([0.20, 0.20, 0.22]), 0.34 if kind == "stubble" else 0.72, 0.0014)
    count = 2600 if kind == "stubble" else 2200
    px, py = draw.uniform(-0.075, 0.075, count), draw.uniform(-0.128, -0.01, count)
    inside = (beard_region(face, px, py, kind) > 0.0008) & (draw.random(count) < _frontal(np.abs(px)))
    length = 0.0011 if kind == "stubble" else 0.0045
    lines = [
        np.array([(a, b), (a + a * 0.25 * length / 0.01 + float(draw.normal(0, length * 0.2)), b - length)])
        for a, b in zip(px[inside], py[inside], strict=True)
    ]
    canvas.strokes(lines, 0.00035, colour * 0.7, 0.6, 0.0)


def _frontal(ax: np.ndarray) -> np.ndarray:
    """1 where the face looks forward, 0 at its sides, where a decal from the front would smear."""
    t = np.clip((0.064 - ax) / 0.018, 0, 1)
    return t * t * (3 - 2 * t)


def _smooth(path: np.ndarray) -> np.ndarray:
    """A Catmull-Rom curve through ``path`` (N, 2), 8 points a span."""
    padded = np.concatenate([2 * path[:1] - path[1:2], path, 2 * path[-1:] - path[-2:-1]])
    t = np.linspace(0, 1, 8, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        spans.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*spans, path[-1:]])
