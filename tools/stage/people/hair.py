"""Hair: hundreds of tapered locks that grow from the scalp and flow as the style combs them.

Under the locks lies a thin cap that sinks into the skin at the hairline, and the scalp itself is tinted,
so the line is soft. All shapes here are head-local; ``strands.placed`` carries them to the body.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.people import body
from tools.stage.people.beard import grow_beard
from tools.stage.people.features import Face
from tools.stage.people.head import bones
from tools.stage.people.measures import Measures
from tools.stage.people.palette import hair_albedo
from tools.stage.people.parts import Part, smoothstep
from tools.stage.people.strands import body_in_head, distance_from, kept_off, outward_of, placed, ribbons
from tools.stage.people.tied import braid, bun
from tools.stage.sdf import Field, clip, even_axes, mirrored, polygonise

_GOLDEN = np.pi * (3 - np.sqrt(5))


class _Style(NamedTuple):
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
    stray: float
    """Disorder of the combing, radians."""


_STYLES: dict[str, _Style] = {
    "short": _Style(0.034, 0.017, 0.0075, 0.0052, 0.20, 0.0006, 1.0, 760, 0.26),
    "quiff": _Style(0.072, 0.017, 0.0110, 0.0060, 0.15, 0.0008, 0.8, 760, 0.16),
    "bun": _Style(0.150, 0.130, 0.0050, 0.0060, 0.00, 0.0003, 0.5, 560, 0.05),
    "bob": _Style(0.235, 0.165, 0.0120, 0.0058, 0.55, 0.0016, 1.1, 760, 0.09),
    "long": _Style(0.400, 0.330, 0.0120, 0.0058, 0.60, 0.0034, 1.9, 800, 0.10),
    "curly": _Style(0.066, 0.058, 0.0220, 0.0080, 0.22, 0.0085, 1.45, 560, 0.45),
    "braided": _Style(0.150, 0.130, 0.0060, 0.0062, 0.00, 0.0003, 0.5, 560, 0.04),
}
_GATHERED = {"bun": np.array([0.0, 0.075, -0.112]), "braided": np.array([0.0, -0.042, -0.100])}
"""Where tied hair is drawn together."""

_SHARE_OF_LOCKS = {"close": 1.0, "medium": 0.40, "far": 0.15}
_POINTS = {"close": 7, "medium": 6, "far": 4}
_SIDES = {"close": 4, "medium": 3, "far": 3}


def hairline(face: Face, p: np.ndarray) -> np.ndarray:
    """Metres (N,) inside the hair: positive on the scalp, negative on face and neck. ``p`` head-local."""
    ax, y, z = np.abs(p[:, 0]), p[:, 1], p[:, 2]
    top = face.hairline_m
    front = np.interp(
        ax,
        [0, 0.022, 0.040, 0.050, 0.060, 0.07],
        [top - 0.002, top, top - 0.004, top - 0.014, top - 0.034, top - 0.045],
    )
    side = np.interp(
        z,
        [-0.12, -0.055, -0.042, -0.032, -0.006, 0.002, 0.012, 0.022, 0.034],
        [-0.078, -0.074, -0.030, 0.028, 0.031, -0.010, -0.012, 0.022, 0.044],
    )
    forward = smoothstep(0.018, 0.050, z)
    return (y - (side + (front - side) * forward)).astype(np.float32)


def scalp_share(identity: Identity, face: Face, p: np.ndarray) -> np.ndarray:
    """How much (N,) of the skin is tinted by the hair that grows there."""
    inside = hairline(face, p)
    if identity.hair == "covered":
        return np.zeros(len(p), np.float32)
    if identity.hair == "bald":
        fringe = smoothstep(0.045, 0.020, p[:, 1]) * smoothstep(0.030, -0.01, p[:, 2])
        return (smoothstep(0.0, 0.012, inside) * (0.06 + 0.22 * fringe)).astype(np.float32)
    return (0.92 * smoothstep(-0.0015, 0.0085, inside)).astype(np.float32)


def grow(identity: Identity, wardrobe: Wardrobe, face: Face, m: Measures, detail: str) -> list[Part]:
    """All hair of a head: cap, locks, bun or braid, and the beard."""
    draw = np.random.default_rng([identity.face_seed, 5150])
    colour = hair_albedo(identity.hair_colour)
    parts: list[Part] = []
    hidden = identity.hair in ("bald", "covered") or wardrobe.headwear in ("turban", "scarf")
    if not hidden:
        style = _STYLES[identity.hair]
        hatted = wardrobe.headwear in ("cap", "hat")
        parts.append(_cap(face, m, style, colour, detail, hatted))
        roots = _roots(face, int(style.count * _SHARE_OF_LOCKS[detail]), draw)
        if hatted:
            roots = roots[roots[:, 1] < 0.046 - 0.10 * np.maximum(roots[:, 2], 0)]
        parts.append(_locks(identity.hair, style, face, m, roots, colour, detail, draw, hatted))
        if identity.hair == "bun" and not hatted:
            parts.append(bun(m, colour, detail, draw))
        if identity.hair == "braided":
            parts.append(braid(face, m, colour, detail, draw))
    if identity.facial_hair in ("beard", "moustache"):
        parts.append(grow_beard(identity, face, m, colour, detail, draw))
    return parts


def _skull(face: Face) -> Field:
    return lambda p: bones(face, mirrored(p))


def _roots(face: Face, count: int, draw: np.random.Generator) -> np.ndarray:
    """Evenly scattered scalp points (N, 3)."""
    total = int(count * 1.9)
    k = np.arange(total) + 0.5
    height = 1 - 2 * k / total
    radius = np.sqrt(1 - height**2)
    d = np.stack([radius * np.cos(k * _GOLDEN), height, radius * np.sin(k * _GOLDEN)], -1)
    p = np.array([0, 0.022, -0.012]) + d * np.array([0.08, 0.10, 0.10]) + draw.normal(0, 0.0016, (total, 3))
    p = body.drape(_skull(face), p, 0.0)
    return p[hairline(face, p) > 0.0010 + np.abs(draw.normal(0, 0.0018, total))]


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
    if kind == "short":
        over = np.stack([-np.sign(face.parting) * 0.85 * one, 0.10 * one, 0.45 * front - 0.30], -1)
        down = np.stack([0.15 * side, -one, -0.30 * one + 0.35 * front], -1)
        return over * top[:, None] + down * (1 - top[:, None])
    if kind == "curly":
        out = p - np.array([0, 0.015, -0.015])
        out = out / (np.linalg.norm(out, axis=-1, keepdims=True) + 1e-9)
        return out * (1.1 - 1.3 * t) + np.stack([0.3 * side, -0.15 - 0.9 * t + 0 * one, -0.15 * one], -1)
    # bob and long: away from the parting, round the face, then down
    away = np.stack([side * (1.0 - 0.4 * t), -0.28 - 0.25 * t + 0 * one, 0.16 * front - 0.55 * (1 - front)], -1)
    behind = np.stack([0.25 * x / 0.08, -one, -0.20 * one], -1)
    share = (smoothstep(-0.055, 0.015, z) * smoothstep(0.015, 0.060, y))[:, None]
    return away * share + behind * (1 - share)


def _lengths(kind: str, style: _Style, face: Face, roots: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    y, z = roots[:, 1], roots[:, 2]
    up = smoothstep(0.035, 0.080, y)
    length = style.sides_m + (style.top_m - style.sides_m) * up
    if kind == "short" or kind == "quiff":
        length = length * (0.55 + 0.45 * smoothstep(-0.075, 0.0, y))
        length = length * (1 - 0.45 * smoothstep(0.012, 0.000, hairline(face, roots)))
    if kind == "quiff":
        length = length * (0.55 + 0.45 * smoothstep(-0.02, 0.06, z))
    if kind in ("bob", "long"):
        # Everything is cut to one level, so length follows from where the root is.
        level = -0.082 if kind == "bob" else -0.255
        length = np.maximum(
            (y - level) * 1.02 + 0.55 * np.abs(roots[:, 0]) * up + 0.035 * up + np.maximum(z, 0) * 0.45 * up, 0.05
        )
        return length * draw.uniform(0.93, 1.03, len(roots))
    return length * draw.uniform(0.75, 1.15, len(roots))


def _locks(
    kind: str,
    style: _Style,
    face: Face,
    m: Measures,
    roots: np.ndarray,
    colour: np.ndarray,
    detail: str,
    draw: np.random.Generator,
    hatted: bool,
) -> Part:
    count, points = len(roots), _POINTS[detail] - (2 if kind in ("short", "quiff") else 0)
    points = max(points, 4)
    points += 2 if kind == "curly" else 0
    sides = 3 if kind in ("bob", "long", "curly") else _SIDES[detail]
    lengths = _lengths(kind, style, face, roots, draw)[:, None]
    skull = _skull(face)
    body_field = body_in_head(m, face)
    stray = draw.normal(0, style.stray, (count, 3))
    phase = draw.uniform(0, 2 * np.pi, count)
    layer = draw.uniform(0.40, 1.0, (count, 1)) ** 0.8
    p = roots.astype(np.float64)
    path = [p - 0.0035 * outward_of(skull, p)]  # rooted under the skin
    heading = np.zeros_like(p)
    gathered = _GATHERED.get(kind)
    for step in range(1, points):
        t = step / (points - 1)
        rise = np.sin(min(1.0, t * 3.2) * np.pi / 2)
        lift = style.volume_m * rise * layer[:, 0] * (0.55 if hatted else 1.0)
        if gathered is not None:
            # Drawn tight, over the crown: what is left of the way to the knot is shared among the points left.
            over = (
                np.array([0, 0.055 if kind == "bun" else 0.24, 0.04])
                * (1 - t)
                * smoothstep(-0.04, 0.05, p[:, 2])[:, None]
            )
            p = kept_off(skull, p + (gathered + over + stray * 0.05 - p) / (points - step), lift)
            path.append(p.copy())
            continue
        wish = _comb(kind, face, p, t) + stray * 0.8
        wish /= np.linalg.norm(wish, axis=-1, keepdims=True) + 1e-9
        normal = outward_of(skull, p)
        hold = np.clip(1 - distance_from(skull, p)[:, None] / 0.030, 0, 1)
        if kind not in ("curly", "quiff"):  # combed hair lies along the head
            wish -= normal * (np.sum(wish * normal, -1, keepdims=True)) * hold * 0.85
        wish[:, 1] -= style.gravity * t * 2.0 * (1 - hold[:, 0] * 0.4)
        if kind in ("bob", "long"):  # what has left the head falls straight
            falling = np.clip((distance_from(skull, p)[:, None] - lift[:, None]) / 0.016, 0, 1)
            wish = wish * (1 - falling) + np.array([0.0, -1.0, -0.06]) * falling
        heading = 0.45 * heading + wish
        heading /= np.linalg.norm(heading, axis=-1, keepdims=True) + 1e-9
        # Short strides on the head, long ones where hair hangs.
        stride = lengths * (0.15 + 1.7 * t) / (points - 1) / (1.0 + 0.85 / (points - 1))
        p = kept_off(skull, p + heading * stride, lift)
        if kind in ("bob", "long"):
            p = _kept_off_face(face, p, roots)
            p = kept_off(body_field, p, 0.012 + 0.010 * layer[:, 0])
        path.append(p.copy())
    spine = np.stack(path, 1)
    along = np.linspace(0, 1, points)
    wave = style.wave_m * along**0.7 * np.sin(2 * np.pi * style.waves * along + phase[:, None])
    turn = (
        style.wave_m
        * along**0.7
        * np.cos(2 * np.pi * style.waves * along + phase[:, None])
        * (1.0 if kind == "curly" else 0.3)
    )
    outward = outward_of(skull, spine.reshape(-1, 3)).reshape(spine.shape)
    tangent = np.gradient(spine, axis=1)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True) + 1e-9
    across = np.cross(tangent, outward)
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-9
    spine = spine + across * wave[..., None] + outward * turn[..., None]
    widen = 1 / np.sqrt(_SHARE_OF_LOCKS[detail])
    width = style.width_m * draw.uniform(0.65, 1.25, (count, 1)) * widen**0.85 * np.clip(lengths / 0.040, 0.42, 1.0)
    taper = np.interp(along, [0, 0.18, 0.6, 1.0], [0.55, 1.0, 0.92, 0.10])[None, :]
    if kind in ("bob",):
        taper = np.interp(along, [0, 0.18, 0.85, 1.0], [0.55, 1.0, 0.95, 0.35])[None, :]
    if kind in ("bun", "braided"):
        taper = np.interp(along, [0, 0.22, 0.8, 1.0], [0.15, 1.0, 0.8, 0.45])[None, :]
    surface, tint = ribbons(spine, outward, width * taper, sides, 0.42 if kind != "curly" else 0.8)
    shade = draw.normal(0, 0.13, (count, 1, 1)) + np.interp(along, [0, 0.3, 1], [-0.30, 0.0, 0.10])[None, :, None]
    albedo = colour * np.exp(shade) * np.ones((1, 1, 3))
    albedo = np.repeat(albedo[:, :, None, :], sides, 2).reshape(-1, 3)
    follow = _hang(kind, m, surface.positions)
    return placed(m, surface, np.clip(albedo * tint[:, None], 0.004, 0.9), follow)


def _cap(face: Face, m: Measures, style: _Style, colour: np.ndarray, detail: str, hatted: bool) -> Part:
    """A thin shell under the locks that sinks into the skin at the hairline."""
    thick = min(style.volume_m * 0.24, 0.006) * (0.5 if hatted else 1.0)

    def field(p: np.ndarray) -> np.ndarray:
        inside = hairline(face, p)
        return bones(face, mirrored(p)) - (
            thick * smoothstep(0.010, 0.030, inside) - 0.0050 * smoothstep(0.013, 0.004, inside)
        ).astype(np.float32)

    step = {"close": 0.0070, "medium": 0.0095, "far": 0.015}[detail]
    surface = polygonise(field, even_axes((-0.12, -0.15, -0.15), (0.12, 0.16, 0.13), step))
    surface, _ = clip(surface, 0.002 - hairline(face, surface.positions))
    albedo = np.tile(colour * 0.62, (len(surface.positions), 1))
    return placed(m, surface, albedo, None)


def _kept_off_face(face: Face, p: np.ndarray, roots: np.ndarray) -> np.ndarray:
    """Loose hair frames the face and never crosses it: points before the face move out to its own side."""
    side = np.where(np.abs(roots[:, 0] - 0.030 * face.parting) < 1e-4, 1.0, np.sign(roots[:, 0] - 0.030 * face.parting))
    before = smoothstep(-0.025, 0.010, p[:, 2]) * smoothstep(face.hairline_m + 0.004, face.hairline_m - 0.020, p[:, 1])
    frame = 0.058 + 0.010 * smoothstep(0.05, -0.02, p[:, 1])
    short = np.maximum(frame - side * p[:, 0], 0) * before
    moved = p.copy()
    moved[:, 0] += side * short
    moved[:, 2] -= 0.8 * short
    return moved


def _hang(kind: str, m: Measures, local: np.ndarray) -> dict[str, np.ndarray] | None:
    """Long hair leaves the head and lies on the chest."""
    if kind not in ("long", "bob"):
        return None
    loose = smoothstep(-0.085, -0.270, local[:, 1]) * 0.85
    return {"head": 1 - loose, "neck": loose * 0.35, "chest": loose * 0.65}
