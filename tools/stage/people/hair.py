"""Hair: many flat tapered locks that grow from the scalp over a thin cap and lie as the style combs them.

The cap sinks into the skin at the hairline and the scalp itself is tinted, so the line is soft. Where the locks go is
``combing``'s; what is put up, twisted or plaited is ``tied``'s. Shapes are head-local.
"""

from __future__ import annotations

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.people.beard import grow_beard
from tools.stage.people.combing import HANGING, KNOTS, Style, cranium, hairline, lengths, paths, roots
from tools.stage.people.features import Face
from tools.stage.people.measures import Measures
from tools.stage.people.palette import hair_albedo
from tools.stage.people.parts import Part, smoothstep
from tools.stage.people.strands import flat_locks, placed
from tools.stage.people.tied import braid, bun, ponytail, ropes
from tools.stage.sdf import clip, even_axes, polygonise

_STYLES: dict[str, Style] = {
    "short": Style(0.036, 0.018, 0.0080, 0.0027, 0.20, 0.0006, 1.0, 1300, 5, 0.22),
    "quiff": Style(0.074, 0.018, 0.0120, 0.0030, 0.15, 0.0008, 0.8, 1120, 6, 0.13),
    "undercut": Style(0.095, 0.005, 0.0140, 0.0032, 0.25, 0.0010, 0.8, 1000, 6, 0.10),
    "bun": Style(0.150, 0.130, 0.0050, 0.0040, 0.00, 0.0003, 0.5, 760, 7, 0.04),
    "ponytail": Style(0.150, 0.130, 0.0050, 0.0040, 0.00, 0.0003, 0.5, 760, 7, 0.04),
    "braided": Style(0.150, 0.130, 0.0060, 0.0042, 0.00, 0.0003, 0.5, 760, 7, 0.04),
    "bob": Style(0.235, 0.165, 0.0130, 0.0040, 0.55, 0.0010, 1.1, 780, 8, 0.07),
    "long": Style(0.400, 0.330, 0.0130, 0.0040, 0.60, 0.0022, 1.6, 780, 8, 0.08),
    "wavy": Style(0.360, 0.290, 0.0190, 0.0046, 0.50, 0.0150, 2.6, 560, 12, 0.06),
    "curly": Style(0.078, 0.066, 0.0240, 0.0042, 0.22, 0.0085, 1.8, 680, 10, 0.38),
    "afro": Style(0.058, 0.052, 0.0420, 0.0034, 0.00, 0.0070, 1.5, 860, 7, 0.55),
    "dreadlocks": Style(0.300, 0.250, 0.0110, 0.0060, 0.60, 0.0030, 1.0, 120, 10, 0.10),
}

_SHARE_OF_LOCKS = {"close": 1.0, "medium": 0.20, "far": 0.045}
_SHARE_OF_ROPES = {"close": 1.0, "medium": 0.40, "far": 0.22}
_FEWER_POINTS = {"close": 0, "medium": 2, "far": 5}
_CAP_STEP_M = {"close": 0.0110, "medium": 0.0155, "far": 0.0300}


def scalp_share(identity: Identity, face: Face, p: np.ndarray) -> np.ndarray:
    """How much (N,) of the skin is tinted by the hair that grows there."""
    inside = hairline(face, p)
    if identity.hair == "covered":
        return np.zeros(len(p), np.float32)
    if identity.hair == "bald":
        fringe = smoothstep(0.045, 0.020, p[:, 1]) * smoothstep(0.030, -0.01, p[:, 2])
        return (smoothstep(0.0, 0.012, inside) * (0.06 + 0.22 * fringe)).astype(np.float32)
    return (0.92 * smoothstep(-0.0025, 0.0095, inside)).astype(np.float32)


def grow(identity: Identity, wardrobe: Wardrobe, face: Face, m: Measures, detail: str) -> list[Part]:
    """All hair of a head: cap, locks, what is tied, and the beard."""
    draw = np.random.default_rng([identity.face_seed, 5150])
    colour = hair_albedo(identity.hair_colour)
    parts: list[Part] = []
    if not _is_hidden(identity, wardrobe):
        parts += _on_the_head(identity.hair, face, m, colour, detail, draw, wardrobe.headwear not in ("none", "hood"))
    if identity.facial_hair in ("beard", "moustache"):
        parts.append(grow_beard(identity, face, m, colour, detail, draw))
    return parts


def _is_hidden(identity: Identity, wardrobe: Wardrobe) -> bool:
    return identity.hair in ("bald", "covered") or wardrobe.headwear in ("turban", "scarf", "hood")


def _on_the_head(
    kind: str, face: Face, m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator, hatted: bool
) -> list[Part]:
    style = _STYLES[kind]
    parts = [_cap(kind, face, m, style, colour, detail, hatted)]
    share = _SHARE_OF_ROPES if kind == "dreadlocks" else _SHARE_OF_LOCKS
    at = roots(face, int(style.count * share[detail]), draw)
    if hatted:
        at = at[at[:, 1] < 0.046 - 0.10 * np.maximum(at[:, 2], 0)]
    if kind == "dreadlocks":
        parts.append(ropes(face, m, style, at, colour, detail, draw, hatted))
    else:
        parts.append(_locks(kind, style, face, m, at, colour, detail, draw, hatted))
    if kind == "bun" and not hatted:
        parts.append(bun(m, colour, detail, draw))
    if kind == "ponytail":
        parts.append(ponytail(face, m, colour, detail, draw))
    if kind == "braided":
        parts.append(braid(face, m, colour, detail, draw))
    return parts


def _locks(
    kind: str,
    style: Style,
    face: Face,
    m: Measures,
    at: np.ndarray,
    colour: np.ndarray,
    detail: str,
    draw: np.random.Generator,
    hatted: bool,
) -> Part:
    count, points = len(at), max(3, style.points - _FEWER_POINTS[detail])
    long_m = lengths(kind, style, face, at, draw)
    spine, outward = paths(kind, style, face, m, at, long_m, points, draw, hatted)
    along = np.linspace(0, 1, points)
    widen = (1 / np.sqrt(_SHARE_OF_LOCKS[detail])) ** 0.95
    width = style.width_m * draw.uniform(0.65, 1.30, (count, 1)) * widen * np.clip(long_m[:, None] / 0.030, 0.55, 1.0)
    surface, uv = flat_locks(
        spine, outward, width * _taper(kind, along)[None, :], 0.38 if kind not in ("curly", "afro") else 0.8
    )
    # Deep locks are darker, and dark at the root: that is what makes a mass of them.
    deep = np.interp(along, [0, 0.3, 1], [-0.42, 0.0, 0.10])[None, :, None]
    shade = draw.normal(0, 0.085, (count, 1, 1)) + deep * np.ones((1, 1, 2))
    albedo = (colour * np.exp(shade)[..., None]).reshape(-1, 3)
    return placed(m, surface, np.clip(albedo, 0.004, 0.9), _hang(kind, surface.positions), uv, detail)


def _taper(kind: str, along: np.ndarray) -> np.ndarray:
    """Width of a lock along its way, by its widest."""
    if kind in KNOTS:
        return np.interp(along, [0, 0.22, 0.8, 1.0], [0.35, 1.0, 0.85, 0.5])
    if kind == "bob":
        return np.interp(along, [0, 0.15, 0.85, 1.0], [0.6, 1.0, 1.0, 0.45])
    if kind in HANGING:
        return np.interp(along, [0, 0.15, 0.75, 1.0], [0.6, 1.0, 1.0, 0.12])
    if kind in ("curly", "afro"):
        return np.interp(along, [0, 0.2, 0.85, 1.0], [0.6, 1.0, 1.0, 0.55])
    return np.interp(along, [0, 0.2, 0.6, 1.0], [0.6, 1.0, 0.92, 0.10])


def _cap(kind: str, face: Face, m: Measures, style: Style, colour: np.ndarray, detail: str, hatted: bool) -> Part:
    """A thin shell under the locks that sinks into the skin at the hairline; of an afro, most of its mass."""
    puffed = kind in ("afro", "curly") and not hatted
    thick = (
        style.volume_m * (0.80 if kind == "afro" else 0.52)
        if puffed
        else min(style.volume_m * 0.30, 0.0060) * (0.5 if hatted else 1.0)
    )
    solid = cranium(face)

    def field(p: np.ndarray) -> np.ndarray:
        inside = hairline(face, p)
        rise = thick * smoothstep(0.006, 0.030 if not puffed else 0.034, inside) - 0.0050 * smoothstep(
            0.013, 0.004, inside
        )
        if puffed:
            bumps = np.sin(p[:, 0] * 210) * np.sin(p[:, 1] * 190 + 1.0) * np.sin(p[:, 2] * 200 + 2.0)
            rise = rise + 0.0045 * bumps * smoothstep(0.012, 0.03, inside)
        if kind == "undercut":
            rise = rise - 0.004 * smoothstep(0.062, 0.046, p[:, 1])
        return solid(p) - rise.astype(np.float32)

    surface = polygonise(field, even_axes((-0.13, -0.15, -0.17), (0.13, 0.18, 0.15), _CAP_STEP_M[detail]))
    surface, _ = clip(surface, 0.002 - hairline(face, surface.positions))
    albedo = np.tile(colour * (0.72 if puffed else 0.60), (len(surface.positions), 1))
    return placed(m, surface, albedo, None, None, detail)


def _hang(kind: str, local: np.ndarray) -> dict[str, np.ndarray] | None:
    """Long hair leaves the head and lies on the chest."""
    if kind not in HANGING:
        return None
    loose = smoothstep(-0.085, -0.270, local[:, 1]) * 0.85
    return {"head": 1 - loose, "neck": loose * 0.35, "chest": loose * 0.65}
