"""How locks of hair lie: each grows from its root along the head as the style combs it, then falls.

All points are head-local. Nothing here draws; ``hair`` gives the paths their width and colour.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage.people import body
from tools.stage.people.features import Face
from tools.stage.people.head import bones, skull
from tools.stage.people.measures import Measures
from tools.stage.people.parts import smoothstep
from tools.stage.people.strands import body_in_head, distance_from, kept_off, outward_of
from tools.stage.sdf import Field, mirrored

_GOLDEN = np.pi * (3 - np.sqrt(5))

HANGING = frozenset({"bob", "long", "wavy"})
"""Styles whose hair leaves the head and falls."""

KNOTS = {
    "bun": np.array([0.0, 0.075, -0.112]), "braided": np.array([0.0, -0.042, -0.100]),
    "ponytail": np.array([0.0, 0.048, -0.122]),
}  # fmt: skip
"""Where tied hair is drawn together."""

_LEVEL_M = {"bob": -0.085, "long": -0.262, "wavy": -0.205}
"""Height at which hanging hair is cut."""


class Style(NamedTuple):
    """How one style is cut and combed. Lengths in metres."""

    top_m: float
    sides_m: float
    volume_m: float
    """How far the hair stands off the skull."""
    width_m: float
    """Half width of a lock."""
    gravity: float
    """How soon a lock gives in to its weight, 0 never .. 1 at once."""
    wave_m: float
    waves: float
    """Waves over a lock's length."""
    count: int
    points: int
    """Of a lock in a close-up."""
    stray: float
    """Disorder of the combing, radians."""


def hairline(face: Face, p: np.ndarray) -> np.ndarray:
    """Metres (N,) inside the hair: positive on the scalp, negative on face and neck. ``p`` head-local."""
    ax, y, z = np.abs(p[:, 0]), p[:, 1], p[:, 2]
    top, peak = face.hairline_m, face.peak_m
    front = np.interp(
        ax,
        [0, 0.022, 0.040, 0.050, 0.060, 0.07],
        [top - 0.002, top + 0.4 * peak, top - 0.004 + peak, top - 0.014 + 0.7 * peak, top - 0.034, top - 0.045],
    )
    side = np.interp(
        z,
        [-0.12, -0.055, -0.042, -0.032, -0.006, 0.002, 0.012, 0.022, 0.034],
        [-0.078, -0.074, -0.030, 0.028, 0.031, -0.010, -0.012, 0.022, 0.044],
    )
    forward = smoothstep(0.018, 0.050, z)
    return (y - (side + (front - side) * forward)).astype(np.float32)


def cranium(face: Face) -> Field:
    """The head that hair grows on, without eyes, nose and mouth."""
    return lambda p: bones(face, mirrored(p))


def _mass(face: Face) -> Field:
    """The same without jaw and brow: cheaper, and smooth where locks are laid."""
    return lambda p: skull(face, mirrored(p))


def roots(face: Face, count: int, draw: np.random.Generator) -> np.ndarray:
    """Evenly scattered scalp points (N, 3), a little denser at the hairline, which must look soft."""
    total = int(count * 1.9)
    k = np.arange(total) + 0.5
    height = 1 - 2 * k / total
    radius = np.sqrt(1 - height**2)
    d = np.stack([radius * np.cos(k * _GOLDEN), height, radius * np.sin(k * _GOLDEN)], -1)
    p = np.array([0, 0.022, -0.012]) + d * np.array([0.08, 0.10, 0.10]) + draw.normal(0, 0.0016, (total, 3))
    p = body.drape(cranium(face), p, 0.0)
    return p[hairline(face, p) > 0.0006 + np.abs(draw.normal(0, 0.0018, total))]


def lengths(kind: str, style: Style, face: Face, at: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Metres (N,) that the locks rooted ``at`` are long."""
    y, z = at[:, 1], at[:, 2]
    up = smoothstep(0.035, 0.080, y)
    length = style.sides_m + (style.top_m - style.sides_m) * up
    if kind in ("short", "quiff", "undercut"):
        length = length * (0.55 + 0.45 * smoothstep(-0.075, 0.0, y))
        length = length * (1 - 0.45 * smoothstep(0.012, 0.000, hairline(face, at)))
    if kind == "quiff":
        length = length * (0.55 + 0.45 * smoothstep(-0.02, 0.06, z))
    if kind in HANGING:
        # Everything is cut to one level, so length follows from where the root is.
        level = _LEVEL_M[kind]
        length = (y - level) * 1.02 + 0.55 * np.abs(at[:, 0]) * up + 0.035 * up + np.maximum(z, 0) * 0.45 * up
        return np.maximum(length, 0.05) * draw.uniform(0.90, 1.03, len(at))
    return length * draw.uniform(0.72, 1.15, len(at))


def _comb(kind: str, face: Face, p: np.ndarray, t: float) -> np.ndarray:
    """Directions (N, 3) in which the style sends hair at ``p``, ``t`` of its way along a lock."""
    x, y, z = p.T
    part_x = 0.030 * face.parting
    side = np.tanh((x - part_x) / 0.008)
    top = smoothstep(0.050, 0.085, y)
    front = smoothstep(0.02, 0.06, z)
    one = np.ones_like(x)
    if kind == "quiff":
        up = np.stack([0.22 * side, 1.15 * one - 1.5 * t, 0.30 * one - 1.5 * t], -1)
        down = np.stack([0.0 * one, -one, -0.45 * one], -1)
        share = (top * (0.35 + 0.65 * front))[:, None]
        return up * share + down * (1 - share)
    if kind == "undercut":
        over = np.stack(
            [-np.sign(face.parting) * (0.9 + 0.3 * t) * one, 0.45 - 1.0 * t + 0 * one, -0.35 - 0.3 * t + 0 * one], -1
        )
        down = np.stack([0.1 * side, -one, -0.30 * one], -1)
        return over * top[:, None] + down * (1 - top[:, None])
    if kind == "short":
        over = np.stack([-np.sign(face.parting) * 0.85 * one, 0.10 * one, 0.45 * front - 0.30], -1)
        down = np.stack([0.15 * side, -one, -0.30 * one + 0.35 * front], -1)
        return over * top[:, None] + down * (1 - top[:, None])
    if kind in ("curly", "afro"):
        out = p - np.array([0, 0.015, -0.015])
        out = out / (np.linalg.norm(out, axis=-1, keepdims=True) + 1e-9)
        if kind == "afro":
            return out * (1.2 - 1.5 * t) + np.stack([0.9 * t * z / 0.09, 0.4 * t * one, -0.9 * t * x / 0.09], -1)
        return out * (1.1 - 1.3 * t) + np.stack([0.3 * side, -0.15 - 0.9 * t + 0 * one, -0.15 * one], -1)
    # hanging hair: away from the parting, round the face, then down
    away = np.stack([side * (1.0 - 0.4 * t), -0.28 - 0.25 * t + 0 * one, 0.16 * front - 0.55 * (1 - front)], -1)
    behind = np.stack([0.25 * x / 0.08, -one, -0.20 * one], -1)
    share = (smoothstep(-0.055, 0.015, z) * smoothstep(0.015, 0.060, y))[:, None]
    return away * share + behind * (1 - share)


def paths(
    kind: str,
    style: Style,
    face: Face,
    m: Measures,
    at: np.ndarray,
    long_m: np.ndarray,
    points: int,
    draw: np.random.Generator,
    hatted: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Spines (N, K, 3) of the locks rooted ``at`` and the directions (N, K, 3) away from the mass of hair."""
    count = len(at)
    mass = _mass(face)
    body_field = body_in_head(m, face)
    stray = draw.normal(0, style.stray, (count, 3))
    layer = draw.uniform(0.40, 1.0, count) ** 0.8
    p = at.astype(np.float64)
    path = [p - 0.0030 * outward_of(cranium(face), p)]  # rooted under the skin
    heading = np.zeros_like(p)
    knot = KNOTS.get(kind)
    reach = long_m[:, None]
    for step in range(1, points):
        t = step / (points - 1)
        lift = style.volume_m * np.sin(min(1.0, t * 3.2) * np.pi / 2) * layer * (0.55 if hatted else 1.0)
        if knot is not None:
            # Drawn tight, over the crown: what is left of the way to the knot is shared among the points left.
            over = np.array([0, 0.24 if kind == "braided" else 0.055, 0.04])
            over = over * (1 - t) * smoothstep(-0.04, 0.05, p[:, 2])[:, None]
            p = kept_off(mass, p + (knot + over + stray * 0.05 - p) / (points - step), lift + 0.0015)
            path.append(p.copy())
            continue
        wish = _comb(kind, face, p, t) + stray * 0.8
        wish /= np.linalg.norm(wish, axis=-1, keepdims=True) + 1e-9
        normal, off = outward_of(mass, p), distance_from(mass, p)
        hold = np.clip(1 - off[:, None] / 0.030, 0, 1)
        if kind not in ("curly", "quiff", "afro"):  # combed hair lies along the head
            wish -= normal * (np.sum(wish * normal, -1, keepdims=True)) * hold * 0.85
        wish[:, 1] -= style.gravity * t * 2.0 * (1 - hold[:, 0] * 0.4)
        if kind in HANGING:  # what has left the head falls straight
            falling = np.clip((off[:, None] - lift[:, None]) / 0.016, 0, 1)
            wish = wish * (1 - falling) + np.array([0.0, -1.0, -0.06]) * falling
        heading = 0.45 * heading + wish
        heading /= np.linalg.norm(heading, axis=-1, keepdims=True) + 1e-9
        # Short strides on the head, long ones where hair hangs.
        stride = reach * (0.15 + 1.7 * t) / (points - 1) / (1.0 + 0.85 / (points - 1))
        p = kept_off(mass, p + heading * stride, lift)
        if kind in HANGING:
            p = _kept_off_face(face, p, at)
            p = kept_off(body_field, p, 0.012 + 0.010 * layer)
        path.append(p.copy())
    spine = np.stack(path, 1)
    outward = outward_of(mass, spine.reshape(-1, 3)).reshape(spine.shape)
    return _waved(kind, style, spine, outward, draw.uniform(0, 2 * np.pi, count)), outward


def _waved(kind: str, style: Style, spine: np.ndarray, outward: np.ndarray, phase: np.ndarray) -> np.ndarray:
    along = np.linspace(0, 1, spine.shape[1])
    # Waves of neighbouring locks run together, or they would cancel out.
    phase = phase * (0.16 if kind == "wavy" else 1.0)
    angle = 2 * np.pi * style.waves * along + phase[:, None]
    size = style.wave_m * along**0.7
    tangent = np.gradient(spine, axis=1)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True) + 1e-9
    across = np.cross(tangent, outward)
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-9
    coiled = {"curly": 1.0, "afro": 1.0, "wavy": 0.8}.get(kind, 0.3)
    return spine + across * (size * np.sin(angle))[..., None] + outward * (size * coiled * np.cos(angle))[..., None]


def _kept_off_face(face: Face, p: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Loose hair frames the face and never crosses it: points before the face move out to its own side."""
    side = np.where(np.abs(at[:, 0] - 0.030 * face.parting) < 1e-4, 1.0, np.sign(at[:, 0] - 0.030 * face.parting))
    before = smoothstep(-0.025, 0.010, p[:, 2]) * smoothstep(face.hairline_m + 0.004, face.hairline_m - 0.020, p[:, 1])
    frame = 0.058 + 0.010 * smoothstep(0.05, -0.02, p[:, 1])
    short = np.maximum(frame - side * p[:, 0], 0) * before
    moved = p.copy()
    moved[:, 0] += side * short
    # Seen from the side the face stays free from the temples on.
    level = smoothstep(0.030, -0.010, p[:, 1])
    moved[:, 2] -= 0.8 * short + np.maximum(p[:, 2] - 0.8 * short - 0.030, 0) * level
    return moved
