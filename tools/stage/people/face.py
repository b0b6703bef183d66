"""The painted face: brows, lips, lash shadow, blush, freckles, stubble and age, as a decal over the head's skin.

The decal is seen from the front in head-local metres (x in +-0.11 m, y in -0.13..0.13) and sticks to the
skin by rest position, so it moves with every expression.
"""

from __future__ import annotations

import numpy as np

from film.bible import Identity
from tools.stage.people.ageing import paint_years
from tools.stage.people.canvas import Canvas, smooth_path
from tools.stage.people.eyes import direction, eye_centre, margins
from tools.stage.people.features import Face
from tools.stage.people.head import mouth_line, nose_base_m
from tools.stage.people.palette import hair_albedo, skin_albedo
from tools.stage.people.stubble import paint_stubble


def paint_face(identity: Identity, face: Face, size: int) -> np.ndarray:
    """The decal (size, size, 4) float32: linear RGB and straight alpha, row 0 at the top of the head."""
    canvas = Canvas(size)
    skin = skin_albedo(identity.skin_tone, face.undertone)
    hair = hair_albedo(identity.hair_colour)
    draw = np.random.default_rng([identity.face_seed, 77])
    _flush(canvas, face, skin)
    _freckle(canvas, skin, draw, identity.freckles)
    paint_years(canvas, face, skin, draw)
    _eyes(canvas, face, skin)
    _nostrils(canvas, face, skin)
    if identity.facial_hair != "none":
        paint_stubble(canvas, face, identity, hair, skin, draw)
    _lips(canvas, face, skin)
    _brows(canvas, face, _brow_colour(hair, skin), draw)
    return canvas.image()


def _brow_colour(hair: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """Brows are darker than the hair, but never lighter than the skin allows them to be seen."""
    return np.minimum(hair * 0.55, skin * 0.42)


def _flush(canvas: Canvas, face: Face, skin: np.ndarray) -> None:
    """Blood near the surface: cheeks, nose, chin; and the shade of the sockets."""
    depth = 1 - float(np.clip(skin.mean() / 0.55, 0, 1))
    red = skin * np.array([1.06 + 0.06 * depth, 0.80, 0.77])
    strength = 0.26 + 0.12 * face.feminine + 0.26 * face.youth - 0.10 * face.old
    long, middle = face.face_length, face.eye_spacing_m
    for side in (-1, 1):
        canvas.spot(side * 0.043 * face.face_width, -0.033 * long, 0.017, 0.013, red, strength, 0.0085)
        canvas.spot(side * middle, 0.001, 0.0225, 0.0150, skin * np.array([0.78, 0.68, 0.66]), 0.34, 0.0060)
        canvas.spot(
            side * middle, -0.0175, 0.013, 0.0030, skin * np.array([0.80, 0.70, 0.72]), 0.20 + 0.25 * face.old, 0.0035
        )
    canvas.spot(0, nose_base_m(face) + 0.003, 0.011, 0.008, red, 0.28 + 0.15 * face.youth, 0.0050)
    canvas.spot(0, -0.100 * long, 0.014, 0.008, red, 0.16, 0.0070)


def _freckle(canvas: Canvas, skin: np.ndarray, draw: np.random.Generator, freckled: bool) -> None:
    """Freckles where the words ask for them, and the one or two moles that everybody has."""
    for _ in range(110 if freckled else 0):
        x, y = draw.normal(0, 0.030), draw.normal(-0.021, 0.0105)
        r = draw.uniform(0.0004, 0.0011)
        canvas.spot(x, y, r, r, skin * np.array([0.66, 0.50, 0.42]), draw.uniform(0.35, 0.65), 0.0004)
    for _ in range(int(draw.integers(0, 3))):
        x, y, r = draw.uniform(-0.052, 0.052), draw.uniform(-0.090, 0.055), draw.uniform(0.0007, 0.0013)
        canvas.spot(x, y, r, r, skin * np.array([0.42, 0.32, 0.28]), 0.75, 0.0004)


def _eyes(canvas: Canvas, face: Face, skin: np.ndarray) -> None:
    dark = skin * np.array([0.42, 0.32, 0.31])
    for side in (-1, 1):
        centre = eye_centre(face, side)
        azimuth = np.linspace(-58, 60, 31) * side
        upper, lower = margins(face, side, azimuth, 6.5)
        crease = centre[:2] + direction(azimuth, upper)[:, :2] * face.eye_radius_m * (1.09 + 0.09 * face.eye_fold)
        canvas.strokes([crease[2:-1]], 0.0015, dark, 0.22 + 0.45 * face.eye_fold, 0.0008)
        below = centre[:2] + direction(azimuth, lower)[:, :2] * face.eye_radius_m * 1.12
        canvas.strokes([below[3:-3]], 0.0012, dark, 0.28, 0.0010)
        shadow = np.concatenate(
            [crease, centre[:2] + direction(azimuth, upper + 22)[::-1, :2] * face.eye_radius_m * 1.2]
        )
        canvas.area(shadow, skin * np.array([0.70, 0.58, 0.57]), 0.22 + 0.22 * face.eye_fold, 0.0028)


def _nostrils(canvas: Canvas, face: Face, skin: np.ndarray) -> None:
    base, width = nose_base_m(face), face.nose_width
    for side in (-1, 1):
        at = (side * 0.0066 * width, base - 0.0066 + 0.4 * face.nose_up_m)
        canvas.spot(*at, 0.0032, 0.0019, skin * np.array([0.22, 0.14, 0.13]), 0.85, 0.0008)
        wing = np.array([(side * 0.0165, base + 0.005), (side * 0.0188, base - 0.001), (side * 0.0160, base - 0.0062)])
        canvas.strokes(
            [smooth_path(wing * np.array([width, 1]))], 0.0014, skin * np.array([0.52, 0.40, 0.38]), 0.40, 0.0012
        )


def _lips(canvas: Canvas, face: Face, skin: np.ndarray) -> None:
    rosy = (0.28 + 0.40 * face.feminine) * (1 - 0.35 * face.old) * (1 - 0.3 * face.youth)
    lip = skin * np.array([0.86 - 0.10 * rosy, 0.56 - 0.22 * rosy, 0.54 - 0.18 * rosy])
    wide = face.mouth_width_m
    x = np.linspace(-wide, wide, 41)
    t = np.abs(x) / wide
    middle = mouth_line(face, x)
    bow = 0.0011 * face.cupid * (np.exp(-(((np.abs(x) - 0.0055) / 0.0040) ** 2)) - 1.1 * np.exp(-((x / 0.0028) ** 2)))
    top = middle + np.maximum(0.0024 + 0.0040 * face.lip_upper, 0.0014) * (1 - t**1.7) ** 0.9 + bow * (1 - t)
    bottom = middle - np.maximum(0.0036 + 0.0048 * face.lip_lower, 0.0024) * np.clip(1 - t**2.3, 0, 1) ** 0.85
    upper = np.concatenate([np.stack([x, top], -1), np.stack([x, middle], -1)[::-1]])
    lower = np.concatenate([np.stack([x, middle], -1), np.stack([x, bottom], -1)[::-1]])
    strength = 0.62 + 0.25 * face.feminine
    canvas.area(upper, lip * 0.86, strength, 0.0008)
    canvas.area(lower, lip * 1.02, strength, 0.0009)
    canvas.spot(0, float(middle[20]) - 0.0046, wide * 0.40, 0.0011, lip * 1.22 + 0.02, 0.25, 0.0013)
    canvas.strokes([np.stack([x * 1.03, middle], -1)], 0.0012, skin * np.array([0.22, 0.11, 0.10]), 0.90, 0.0005)
    canvas.spot(0, float(bottom[20]) - 0.0035, wide * 0.45, 0.0018, skin * np.array([0.60, 0.50, 0.48]), 0.32, 0.0018)


def brow_line(face: Face, side: int, t: np.ndarray) -> np.ndarray:
    """The spine of a brow (N, 2), ``t`` 0 at the nose .. 1 at the temple."""
    # Past the temple paint seen from the front would smear.
    long = min(0.0385 + 0.4 * (face.eye_spacing_m - 0.0318), 0.0485 * face.face_width - face.brow_gap_m)
    x = face.brow_gap_m + long * t
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
        + face.brow_slope * 0.006 * (t - 0.4)
        - (0.0022 + 0.0022 * face.old) * t**3
    )
    return np.stack([side * x, y], -1)


def _brows(canvas: Canvas, face: Face, colour: np.ndarray, draw: np.random.Generator) -> None:
    """A soft body and single hairs over it, which lie outward and bristle with age."""
    wild = 1.0 + 0.7 * (1 - face.feminine) * face.old
    for side in (-1, 1):
        t = np.linspace(0, 1, 24)
        spine = brow_line(face, side, t)
        half = 0.0028 * face.brow_thickness * np.clip(1.04 - t, 0, 1) ** 0.45 * smooth_start(t)
        body = np.concatenate([spine + np.stack([0 * t, half], -1), (spine - np.stack([0 * t, half * 0.8], -1))[::-1]])
        canvas.area(body, colour, 0.55 - 0.2 * min(face.old, 1.0), 0.0011)
        hairs = []
        for _ in range(170):
            u = float(draw.uniform(0, 1) ** 0.9)
            root = brow_line(face, side, np.array([u]))[0]
            width = 0.0028 * face.brow_thickness * max(1.05 - u, 0.0) ** 0.45
            root = root + np.array([0, draw.uniform(-0.9, 0.55) * width])
            lean = np.radians(np.interp(u, [0, 0.25, 0.7, 1], [80, 45, 15, -18]) + draw.normal(0, 7 * wild))
            length = 0.0058 * draw.uniform(0.7, 1.15) * (1 - 0.35 * u) * wild
            hairs.append(np.array([root, root + length * np.array([side * np.cos(lean), np.sin(lean)])]))
        canvas.strokes(hairs, 0.00042, colour * 0.75, 0.95, 0.0)


def smooth_start(t: np.ndarray) -> np.ndarray:
    """Thin at the very start of a brow, full a little later."""
    return 0.65 + 0.35 * np.clip(t / 0.12, 0, 1)
