"""Where facial hair grows, and the shadow it paints on the skin under it."""

from __future__ import annotations

import numpy as np

from film.bible import Identity
from tools.stage.people.canvas import HALF_HEIGHT_M, HALF_WIDTH_M, Canvas
from tools.stage.people.features import Face


def beard_region(face: Face, x: np.ndarray, y: np.ndarray, kind: str) -> np.ndarray:
    """Metres (N,) inside the hair of ``kind``, seen from the front: above 0 where it grows."""
    ax = np.abs(x)
    mouth, long = face.mouth_y_m, face.face_length
    lip_top = mouth + 0.0062 + 0.0018 * face.lip_upper
    nose = -0.0365 * face.nose_length * (0.5 + 0.5 * long) - 0.0075
    moustache = np.minimum(
        np.minimum(np.maximum(nose, lip_top + 0.005) - 0.0005 - 0.16 * ax - y, y - (mouth - 0.001 - 0.16 * ax)),
        face.mouth_width_m + 0.0065 - ax,
    )
    if kind == "moustache":
        return np.minimum(moustache, y - (lip_top - 0.0030 - 0.34 * ax))
    cheek_line = np.interp(
        ax,
        [0.0, 0.020, 0.032, 0.044, 0.056, 0.066, 0.075],
        np.array([mouth + 0.004, mouth + 0.004, -0.0560 * long, -0.0490 * long, -0.0360 * long, -0.012, 0.010]),
    )
    beard = cheek_line - y
    hole = ((ax / (face.mouth_width_m * 0.90)) ** 2 + ((y - mouth + 0.0040) / 0.0105) ** 2) ** 0.5 - 1
    beard = np.minimum(beard, hole * 0.010)
    return np.maximum(beard, moustache)


def beard_share(identity: Identity, face: Face, p: np.ndarray) -> np.ndarray:
    """How much (N,) of the skin at ``p`` is darkened by the beard on it where the face's paint does not reach."""
    kind = identity.facial_hair
    if kind in ("none", "moustache"):
        return np.zeros(len(p), np.float32)
    inside = beard_region(face, p[:, 0], p[:, 1], kind)
    before_ear = np.clip((p[:, 2] + 0.004) / 0.010, 0, 1)
    side = (1 - _frontal(np.abs(p[:, 0]))) * np.clip(inside / 0.006, 0, 1) * before_ear
    return (side * (0.30 if kind == "stubble" else 0.85)).astype(np.float32)


def paint_stubble(
    canvas: Canvas, face: Face, identity: Identity, hair: np.ndarray, skin: np.ndarray, draw: np.random.Generator
) -> None:
    """The dark of hair in the skin: all there is of stubble, and the ground of a beard."""
    size, kind = canvas.size, identity.facial_hair
    x = np.linspace(-HALF_WIDTH_M, HALF_WIDTH_M, size, dtype=np.float32)[None, :]
    y = np.linspace(HALF_HEIGHT_M, -HALF_HEIGHT_M, size, dtype=np.float32)[:, None]
    region = beard_region(face, np.broadcast_to(x, (size, size)), np.broadcast_to(y, (size, size)), kind)
    bristle = kind == "stubble"
    grow = np.clip(region / (0.011 if bristle else 0.0045), 0, 1) * (_frontal(np.abs(x)) if bristle else 1.0)
    colour = np.minimum(hair * 0.8, skin * 0.5)
    mask = (np.clip(grow, 0, 1) * 255).astype(np.uint8)
    ground = colour * 0.6 + skin * np.array([0.20, 0.20, 0.22]) if bristle else colour * 0.85
    canvas.lay(mask, ground, 0.36 if bristle else 0.90, 0.0016)
    count = 3400 if bristle else 1500
    px, py = draw.uniform(-0.075, 0.075, count), draw.uniform(-0.128, -0.01, count)
    inside = (beard_region(face, px, py, kind) > -0.0010) & (draw.random(count) < _frontal(np.abs(px)))
    length = 0.0012 if bristle else 0.0045
    lines = [
        np.array([(a, b), (a + a * 0.25 * length / 0.01 + float(draw.normal(0, length * 0.2)), b - length)])
        for a, b in zip(px[inside], py[inside], strict=True)
    ]
    if lines:
        canvas.strokes(lines, 0.00035, colour * 0.7, 0.6, 0.0)


def _frontal(ax: np.ndarray) -> np.ndarray:
    """1 where the face looks forward, 0 at its sides, where a decal from the front would smear."""
    t = np.clip((0.064 - ax) / 0.018, 0, 1)
    return t * t * (3 - 2 * t)
